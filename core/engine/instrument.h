// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/api/latest.h"
#include "core/book/behind_run.h"
#include "core/book/book_sync.h"
#include "core/book/id_tracker.h"
#include "core/book/ticker_match.h"
#include "core/engine/bars.h"
#include "core/engine/context.h"
#include "core/feed/event.h"
#include "core/feed/mt5/message.h"
#include "core/feed/mt5/seq_tracker.h"
#include "core/feed/mt5/tick_rules.h"
#include "core/signal/cvd.h"
#include "core/signal/ofi.h"

namespace bw::engine {

struct Line;

/// Everything the engine knows about one instrument: book and its synchronisation, trades, bars, flow, counters and the
/// published view. Engine thread, except `view`, whose reader is the GUI.
class Instrument final : private book::BookListener {
public:
    Instrument(int index, std::string id, std::string venue_market, std::string symbol, const EngineConfig& config);

    FrameClass onDepth(feed::Message& message, Context& ctx, Code& code);
    FrameClass onSnapshot(feed::Message& message, std::uint32_t gen_asked, Context& ctx, Code& code);
    void onTicker(const feed::Message& message, Context& ctx);
    void onTrade(const feed::Trade& trade, Context& ctx);
    void onTick(const feed::mt5::Tick& tick, Context& ctx);
    /// History from REST: bars before the first live one.
    void onKlines(const std::vector<feed::Kline>& klines, Context& ctx);
    /// The line of these streams broke, or frames of it were lost.
    void onLineBroken(GapCause cause, Context& ctx);
    void onLineBack(Context& ctx);
    /// The gateway's last number for this symbol: shows a lost tail.
    void onHeartbeat(std::uint64_t epoch, std::uint64_t seq, Context& ctx);
    /// A lost sequence of ticks (MT5 v6); bounds as the gateway counts.
    void onTickGap(GapCause cause, std::uint64_t first, std::uint64_t last, Context& ctx);
    void onRejected() { ++m_rejects; }
    /// Display copy of what could not be journaled (storage spec 1.7); either may be absent.
    void showUnrecorded(const Quote* quote, const Price* last, WallTime wall, MonoTime mono) {
        if (quote != nullptr) m_unrecorded_top = *quote;
        if (last != nullptr) m_unrecorded_last = *last;
        m_newest_wall = wall;
        m_newest_mono = mono;
        dirty = true;
    }
    void endUnrecorded() {
        m_unrecorded_top.reset();
        m_unrecorded_last.reset();
    }
    /// The operator asked for a fresh book.
    void onResyncWish(Context& ctx);
    void onTimer(Context& ctx);
    /// End of input (replay): what waits is decided now.
    void finish(Context& ctx);
    /// Emits the bars that are still forming, for reports.
    void emitForming(Context& ctx);
    void fillView(api::MarketView& out);
    void setDigits(feed::Digits digits) {
        if (!m_any_number) m_digits = digits;
    }
    void setUnits(std::string_view base) { m_qty_unit = base; }

    [[nodiscard]] int index() const { return m_index; }
    [[nodiscard]] const std::string& id() const { return m_id; }
    [[nodiscard]] const std::string& venueMarket() const { return m_venue_market; }
    [[nodiscard]] const std::string& symbol() const { return m_symbol; }
    /// Marks the digits as used: they cannot change any more in this run.
    [[nodiscard]] const feed::Digits& useDigits() {
        m_any_number = true;
        return m_digits;
    }
    [[nodiscard]] const feed::Digits& digits() const { return m_digits; }
    [[nodiscard]] std::uint64_t bufferedFrames() const { return m_sync.buffered(); }
    /// Frames that left the buffer since the last call, by their class.
    struct Released {
        std::uint64_t applied = 0, in_gap = 0, rejected = 0;  // rejected: crossed
    };
    Released takeReleased() { return std::exchange(m_released, {}); }

    api::Latest<api::MarketView> view;
    bool dirty = false;             // changed since it was published
    Line* book_line = nullptr;      // where its depth frames come from: their classes are settled there

    // For the report.
    struct Counters {
        std::uint64_t trades = 0, excluded = 0, tickers = 0, ticker_duplicates = 0;
        std::map<std::string, std::uint64_t> excluded_by_reason;
        std::uint64_t book_gaps = 0, trade_gaps = 0, late_bars = 0;
    };
    [[nodiscard]] const Counters& counters() const { return m_counters; }
    [[nodiscard]] const feed::mt5::TickCounters& ticks() const { return m_tick_rules.counters(); }
    [[nodiscard]] const book::BookSync& sync() const { return m_sync; }
    [[nodiscard]] const book::TickerMatch& match() const { return m_match; }
    [[nodiscard]] const book::IdTracker& ids() const { return m_ids; }
    [[nodiscard]] const signal::Cvd& cvd() const { return m_cvd; }
    /// Exact L1 OFI: over the venue's top-of-book stream when it has one, else over the rebuilt book.
    [[nodiscard]] Int128 ofiL1() const { return m_counters.tickers > 0 ? m_ofi_top.sum() : m_ofi_book.sum(0); }
    [[nodiscard]] bool ofiFromTicker() const { return m_counters.tickers > 0; }

private:
    void afterSync(const book::SyncOutcome& out, Context& ctx);
    void onBookApplied(const book::DepthEvent& event) override;
    void onBookGeneration() override;
    void readLevels();
    void checkMismatch(Context& ctx);
    void restartTicker(Context& ctx);
    void openBookGap(const book::SyncOutcome& out, Context& ctx);
    void closeBookGap(GapClose how, Context& ctx);
    void openTradeGap(GapCause cause, std::uint64_t first, std::uint64_t last, Context& ctx);
    void closeTradeGap(std::uint64_t key, GapClose how, Context& ctx);
    void closeLineGap(GapClose how, EventTime to, Context& ctx);
    void price(std::int64_t time_ns, Price price, Qty qty, Side side);
    void askSnapshot(Context& ctx, std::string_view reason);
    void emitBar(const api::Bar& bar, Context& ctx);
    void notice(api::Notice::Kind kind, Severity severity, Code code, std::string_view text, std::string_view text2,
                Context& ctx) const;
    [[nodiscard]] std::int64_t orderTime(EventTime t, const Context& ctx);
    void touch(StreamKind kind, const Context& ctx) {
        api::StreamView& s = m_streams[static_cast<std::size_t>(kind)];
        ++s.messages;
        s.last_mono = ctx.mono;
        m_newest_mono = ctx.mono;
        m_newest_wall = ctx.wall;
        dirty = true;
    }
    api::StreamView& stream(StreamKind kind) { return m_streams[static_cast<std::size_t>(kind)]; }

    int m_index;
    std::string m_id, m_venue_market, m_symbol, m_pair, m_qty_unit;
    bool m_mt5;
    feed::Digits m_digits;
    bool m_any_number = false;
    std::array<double, 5> m_weights;
    std::int64_t m_watermark_ns;

    book::BookSync m_sync;
    book::SyncOutcome m_outcome;
    book::TickerMatch m_match;
    Context* m_ctx = nullptr;      // of the call in hand, for the listener
    bool m_mismatch = false;       // the ticker contradicts the book: break it once the call is through
    book::IdTracker m_ids;
    signal::OfiTop m_ofi_top;
    signal::OfiBook m_ofi_book;
    signal::TopLevels m_levels;
    signal::Cvd m_cvd;
    signal::SideRule m_side_rule;
    BarBuilder m_seconds{1}, m_minutes{60};

    std::uint64_t m_book_gap_id = 0, m_line_gap_id = 0, m_tick_gap_id = 0;
    std::map<std::uint64_t, std::uint64_t> m_trade_gaps;  // key of the id interval -> gap id; bound as IdTracker's

    std::uint64_t m_ticker_last_id = 0;
    book::BehindRun m_ticker_behind;
    Quote m_ticker;
    bool m_has_ticker = false;
    feed::mt5::TickRules m_tick_rules;
    feed::mt5::SeqTracker m_tick_seq;
    Quote m_tick_quote;
    bool m_has_last = false;
    Price m_last, m_first, m_high, m_low;
    Qty m_last_qty;
    Side m_last_side = Side::Unknown;
    bool m_has_tape = false;
    std::int64_t m_max_order_ns = 0;   // M of the watermark rule
    int m_leaps = 0;                   // event times in a row that leapt ahead of M and were not believed
    MonoTime m_max_order_mono;
    EventTime m_event_time;
    TimeQuality m_quality = TimeQuality::Missing;
    MonoTime m_newest_mono;
    WallTime m_newest_wall;
    std::array<api::StreamView, kStreamKinds> m_streams{};
    std::optional<Quote> m_unrecorded_top;
    std::optional<Price> m_unrecorded_last;
    Released m_released;
    Counters m_counters;
    std::uint64_t m_rejects = 0, m_version = 0;
    int m_price_shown = 0, m_qty_shown = 0;  // decimals worth showing
};

/// BASE-QUOTE of a venue symbol: "BTCUSDT" -> "BTC-USDT", "BTCUSD_PERP" -> "BTC-USD", "EURUSD.s" -> "EUR-USD".
[[nodiscard]] std::string pairOf(std::string_view symbol);

}  // namespace bw::engine
