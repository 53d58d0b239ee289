// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/alert_desk.h"
#include "core/engine/context.h"
#include "core/engine/csv_files.h"
#include "core/engine/instrument.h"
#include "core/engine/risk_desk.h"
#include "core/engine/source_table.h"
#include "core/feed/binance/decoder.h"
#include "core/feed/deribit/decoder.h"
#include "core/feed/okx/decoder.h"
#include "core/model/histogram.h"

namespace bw::engine {

/// Frames to events, books, flow, bars, gaps, ledger and views: the whole engine as a function of the frame sequence and
/// the configuration. It reads no clock (but for latency figures), no file and no socket. Engine thread; `instrument()`
/// and its view may be used by one other thread.
class Pipeline final : private feed::SymbolResolver {
public:
    static constexpr int kInstrumentsMax = 512;

    Pipeline(EngineConfig config, EngineSink& sink, Ledger::Sink ledger_sink = {});
    ~Pipeline() override;

    /// One frame. `stamps.now` set: the inner stages are measured on this frame.
    FrameClass onFrame(const FrameView& frame, StageStamps stamps = {});
    /// A line of a recording that could not even be stamped or read: counted and rejected with that code.
    FrameClass onUnreadable(const FrameView& frame, Code code);
    /// A timer that is not a frame: replay of foreign recordings makes one at each multiple of 100 ms of receive time.
    void onTimer(WallTime wall, MonoTime mono);
    /// An interval that the journal could not hold: every book is sent to resync, live and in replay alike.
    void onJournalGap(GapCause cause, WallTime wall, MonoTime mono);
    /// A frame that could not be journaled: it reaches the last prices on the screen and no state that counts.
    void onUnrecorded(const FrameView& frame);
    /// End of input.
    void finish();
    /// Hands every changed view over; returns how many.
    int publish();

    /// For foreign recordings whose snapshots name no symbol (`--symbol`).
    void setSnapshotSymbol(std::string symbol) { m_snapshot_symbol = std::move(symbol); }

    [[nodiscard]] int instrumentCount() const { return m_count.load(std::memory_order_acquire); }
    [[nodiscard]] Instrument& instrument(int index) { return *m_instruments[static_cast<std::size_t>(index)]; }
    [[nodiscard]] const Instrument& instrument(int index) const { return *m_instruments[static_cast<std::size_t>(index)]; }

    struct Counters {
        std::uint64_t frames = 0;
        std::array<std::uint64_t, 5> classes{};  // by FrameClass; Buffered = right now
        std::array<std::uint64_t, static_cast<std::size_t>(Code::Count)> rejects{};
        std::uint64_t requests = 0;
    };
    [[nodiscard]] const Counters& counters() const { return m_counters; }
    [[nodiscard]] const Ledger& ledger() const { return m_ledger; }
    [[nodiscard]] const GapLedger& gaps() const { return m_gaps; }
    [[nodiscard]] const SourceTable& sources() const { return m_sources; }
    [[nodiscard]] const Histogram& latency(api::Stage stage) const { return m_latency[static_cast<std::size_t>(stage)]; }
    [[nodiscard]] Histogram& latency(api::Stage stage) { return m_latency[static_cast<std::size_t>(stage)]; }
    [[nodiscard]] const EngineConfig& config() const { return m_config; }
    /// The live scoreboard; what earlier runs left may be read into it before the first frame.
    [[nodiscard]] ScoreBook& scores() { return m_scores; }
    /// The newest scoreboard as views hold it; instruments that this run does not know are left out.
    void fillScores(api::ScoreView& out) const;
    [[nodiscard]] const AlertDesk& alerts() const { return m_alerts; }
    [[nodiscard]] const RiskDesk& risk() const { return m_risk; }
    void fillTrade(api::TradeView& out) const { m_risk.fill(out, m_ctx); }
    [[nodiscard]] std::uint64_t standingCauses() const { return m_risk.standing(m_ctx); }
    /// Emits bars that are still forming (reports).
    void emitForming();

private:
    struct PendingRest {
        std::string purpose, instrument;
        std::uint32_t gen = 0;
        std::uint64_t from_id = 0;  // trades: the gap that is being filled
        bool last = false;          // trades: nothing more will come
        bool valid = false;
    };
    static const PendingRest kNoRest;
    struct FoldedReject {
        std::uint64_t count = 0;
        MonoTime told;
    };
    const feed::Digits* resolve(std::string_view symbol) override;

    FrameClass dispatch(Source& source, const FrameView& frame, Code& code);
    FrameClass onBinance(Source& source, const FrameView& frame, Code& code);
    FrameClass onBinanceEvent(Source& source, Code& code);
    FrameClass onVenue(Source& source, const FrameView& frame, Code& code);
    FrameClass onRest(Source& source, const FrameView& frame, Code& code);
    FrameClass onHistory(Source& source, const PendingRest& rest, Code& code);
    FrameClass onRestKlines(Source& source, const PendingRest& rest, const FrameView& frame, Code& code);
    FrameClass onMessage(Source& source, const PendingRest& rest, Code& code);
    FrameClass onTrades(const PendingRest& rest, Code& code);
    FrameClass onLowRate(Line& line, Code& code);
    FrameClass onVenueNotice(Source& source, Code& code);
    FrameClass onCatalogue(Source& source, const FrameView& frame, Code& code);
    FrameClass onLineControl(Source& source, std::string_view kind, std::string_view word, std::int64_t a);
    void onSent(Source& source, std::string_view text);
    [[nodiscard]] Code decodeStream(Route route, std::string_view bytes);
    [[nodiscard]] Code decodeRest(Route route, std::string_view purpose, std::string_view bytes);
    FrameClass onMt5(Source& source, const FrameView& frame, Code& code);
    FrameClass onMt5Csv(Source& source, const FrameView& frame, Code& code);
    FrameClass onCsv(Source& source, const FrameView& frame, Code& code);
    FrameClass onControl(Source& source, const FrameView& frame, Code& code);
    void timers();
    void alertTimers();
    void reject(Code code, const Source& source, const FrameView& frame);
    void settle(Instrument& instrument);
    void onGap(const api::GapRow& gap);
    void measure(const FrameView& frame);

    static Instrument* find(Line& line, std::string_view symbol);
    Instrument* make(Line& line, std::string_view symbol);
    Instrument* findOrMake(Line& line, std::string_view symbol);
    Instrument* makeIndex(Line& line, std::string_view name);
    Instrument* add(const std::string& id, std::string_view symbol);
    /// m_key = the instrument's id; false when the venue has no such form of symbol.
    bool keyOf(const Line& line, std::string_view symbol);
    [[nodiscard]] bool belongs(const Instrument& instrument, const Line& line) const;
    Instrument* byId(std::string_view id);
    Instrument* onlyOne(std::string_view venue_market);

    EngineConfig m_config;
    EngineSink& m_sink;
    Ledger m_ledger;
    ScoreBook m_scores;
    GapLedger m_gaps;
    Context m_ctx;
    SourceTable m_sources;
    feed::binance::Decoder m_binance;
    feed::okx::Decoder m_okx;
    feed::deribit::Decoder m_deribit;
    feed::Message m_message;
    std::vector<feed::Kline> m_klines;
    feed::mt5::Message m_mt5;
    CsvFiles m_csv;
    std::array<std::unique_ptr<Instrument>, kInstrumentsMax> m_instruments;
    std::atomic<int> m_count{0};
    TextMap<Instrument*> m_by_id;
    TextMap<feed::InstrumentSpec> m_catalogue;  // "demo.usdm.BTCUSDT"
    TextMap<PendingRest> m_pending;            // by venue and market

    RiskDesk m_risk;
    AlertDesk m_alerts;

    // resolve() works for the frame in hand
    Line* m_resolve_line = nullptr;
    Instrument* m_resolved = nullptr;
    std::string_view m_rest_instrument;
    bool m_too_many = false;
    std::string m_snapshot_symbol;
    feed::Digits m_new_digits;

    Counters m_counters;
    std::uint64_t m_last_gap_told = 0;
    std::array<FoldedReject, static_cast<std::size_t>(Code::Count)> m_folded{};
    std::array<Histogram, static_cast<std::size_t>(api::Stage::Count)> m_latency{};
    std::string m_key;  // reused
};

}  // namespace bw::engine
