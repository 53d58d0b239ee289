// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/api/latest.h"
#include "core/book/behind_run.h"
#include "core/book/book_audit.h"
#include "core/book/book_sync.h"
#include "core/book/id_tracker.h"
#include "core/book/ticker_match.h"
#include "core/engine/bars.h"
#include "core/engine/context.h"
#include "core/engine/signal_desk.h"
#include "core/engine/stream_watch.h"
#include "core/feed/event.h"
#include "core/feed/mt5/message.h"
#include "core/feed/mt5/seq_tracker.h"
#include "core/feed/mt5/side_trust.h"
#include "core/feed/mt5/tick_rules.h"
#include "core/feed/mt5/tick_trade.h"
#include "core/signal/cvd.h"
#include "core/signal/ofi.h"

namespace bw::feed::okx {
class BookText;
}

namespace bw::engine {

struct Line;

/// How the venue of an instrument numbers its trades and books.
struct VenueRules {
    bool in_band_book = false;   // snapshots come in the stream: the way back is a new subscription (OKX, Deribit)
    bool ids_of_last = false;    // OKX: the trade id is the last of `count` fills
    bool ticker_same_id = false; // the ticker is held against the book of the same id only
    bool ticker_by_time = false; // and that id is the venue's time in ms (Deribit)
    bool quotes_only = false;    // MT5
};
[[nodiscard]] VenueRules venueRulesOf(std::string_view venue_market);

/// Everything the engine knows about one instrument: book and its synchronisation, trades, bars, flow, counters and the
/// published view. Engine thread, except `view`, whose reader is the GUI.
class Instrument final : private book::BookListener {
public:
    Instrument(int index, std::string id, std::string venue_market, std::string symbol, const EngineConfig& config);
    ~Instrument() override;

    FrameClass onDepth(feed::Message& message, Context& ctx, Code& code);
    FrameClass onSnapshot(feed::Message& message, std::uint32_t gen_asked, Context& ctx, Code& code);
    /// A fresh snapshot, to be held against the running book.
    void onAudit(const feed::Message& message, Context& ctx);
    void onTicker(const feed::Message& message, Context& ctx);
    void onTrade(const feed::Trade& trade, Context& ctx);
    /// OKX and Deribit books, in band, and images of every venue.
    FrameClass onInBand(const feed::Message& message, Context& ctx, Code& code);
    void onLowRate(const feed::LowRate& item, Context& ctx);
    /// A page of the venue's trade history for the gap that began at `from_id`. `last`: nothing more will come.
    void onBackfill(const std::vector<feed::Trade>& trades, std::uint64_t from_id, bool last, Context& ctx);
    void onBackfillFailed(std::uint64_t from_id, Context& ctx);
    /// A subscription for one of its streams was sent over the line of `ctx`.
    void onSubscribed(StreamKind kind, Context& ctx) {
        m_watch.onSubscribed(kind, ctx.line_last, ctx.mono);
        stream(kind).expected = true;
        dirty = true;
    }
    void onTick(const feed::mt5::Tick& tick, Context& ctx);
    /// A bar of a recording.
    void onBar(const feed::Kline& kline, Context& ctx);
    /// History from REST: bars before the first live one.
    void onKlines(const std::vector<feed::Kline>& klines, Context& ctx);
    /// Connection `conn` is gone, or frames of it were lost while it goes on, or its streams moved to another one by plan:
    /// only the streams that came over it alone are touched.
    enum class Loss : std::uint8_t { Gone, Frames, Planned };
    void onConnectionLost(std::uint64_t conn, GapCause cause, Loss loss, Context& ctx);
    /// Everything broke: frames of all its lines were lost.
    void onLineBroken(GapCause cause, Context& ctx);
    void onLineBack(Context& ctx);
    /// The gateway's last number for this symbol: shows a lost tail.
    void onHeartbeat(std::uint64_t epoch, std::uint64_t seq, Context& ctx);
    /// What the gateway says of the symbol; the offset of its clock where that is known.
    void onSpec(const feed::mt5::Spec& spec, std::optional<std::int64_t> server_offset_ns);
    FrameClass onTickBook(feed::mt5::Book& book, Context& ctx, Code& code);
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
        if (!m_any_number) m_digits = roomFor(digits);
    }
    /// Orders older than a change of tick or step stay in the book at their finer price and size, so units are finer than
    /// the catalogue says.
    [[nodiscard]] static feed::Digits roomFor(feed::Digits catalogue) {
        constexpr int kFinerSteps = 4;
        return {std::max(catalogue.price, kDefaultDigits), std::max(catalogue.qty, std::min(kDefaultDigits, catalogue.qty + kFinerSteps))};
    }
    void setUnits(std::string_view base) { m_qty_unit = base; }

    [[nodiscard]] int index() const { return m_index; }
    [[nodiscard]] const std::string& id() const { return m_id; }
    [[nodiscard]] const std::string& venueMarket() const { return m_venue_market; }
    [[nodiscard]] const std::string& symbol() const { return m_symbol; }
    /// Marks the digits as used: they cannot change any more in this run.
    [[nodiscard]] const feed::Digits& useDigits() {
        if (!m_any_number) [[unlikely]] {
            m_any_number = true;
            if (m_signals) m_signals->setDigits(m_digits.price, m_digits.qty);
        }
        return m_digits;
    }
    [[nodiscard]] const feed::Digits& digits() const { return m_digits; }
    [[nodiscard]] std::uint64_t bufferedFrames() const { return m_sync.buffered(); }
    /// Frames that left the buffer since the last call, by their class.
    struct Released {
        std::uint64_t applied = 0, in_gap = 0, rejected = 0;  // rejected: crossed
    };
    Released takeReleased() { return std::exchange(m_released, {}); }

    // --- for the order desk
    /// Best bid and ask: the venue's own top of book, else the rebuilt one; ticks where there are only quotes.
    [[nodiscard]] Quote quote() const { return m_mt5 ? m_tick_quote : m_has_ticker ? m_ticker : m_sync.book().top(); }
    /// Receive time of the newest message that moves quote(); ns 0: none yet.
    [[nodiscard]] MonoTime quoteMono() const {
        const auto last = [this](StreamKind kind) { return m_streams[static_cast<std::size_t>(kind)].last_mono; };
        return std::max({last(StreamKind::Book), last(StreamKind::Top), last(StreamKind::Tick)});
    }
    /// An order may lean on it: book synced where there is one, and no open gap of book or ticks.
    [[nodiscard]] bool marketUsable() const {
        return m_line_gap_id == 0 && m_tick_gap_id == 0 && m_book_gap_id == 0 && (m_mt5 || !hasBook() || m_sync.synced());
    }
    [[nodiscard]] bool hasBook() const { return m_streams[static_cast<std::size_t>(StreamKind::Book)].expected; }
    [[nodiscard]] bool quotesOnly() const { return m_mt5; }
    [[nodiscard]] const Decimal& contractSize() const { return m_contract_size; }  // MT5; mantissa 0: not said
    [[nodiscard]] const Decimal& volumeStep() const { return m_volume_step; }
    [[nodiscard]] const Decimal& pricePoint() const { return m_price_point; }
    /// Keeps the trades of each frame for takePrints(); quotes are none.
    void watchPrints(bool on) { m_watch_prints = on && !m_mt5; }
    [[nodiscard]] std::vector<Level> takePrints() { return std::exchange(m_prints, {}); }

    api::Latest<api::MarketView> view;
    bool dirty = false;             // changed since it was published
    Line* book_line = nullptr;      // where its depth frames come from: their classes are settled there

    // For the report.
    struct Counters {
        std::uint64_t trades = 0, excluded = 0, tickers = 0, ticker_duplicates = 0;
        std::map<std::string, std::uint64_t> excluded_by_reason;
        std::uint64_t book_gaps = 0, trade_gaps = 0, late_bars = 0, backfilled = 0, other_tape = 0;
        std::uint64_t audits = 0, audits_equal = 0, audit_differences = 0;
        std::uint64_t checksums_ok = 0, checksums_bad = 0, checksums_absent = 0, level_anomalies = 0;
        std::uint64_t low_rate = 0, low_rate_duplicates = 0, klines = 0, klines_closed = 0;
    };
    [[nodiscard]] const Counters& counters() const { return m_counters; }
    [[nodiscard]] const feed::mt5::TickCounters& ticks() const { return m_tick_rules.counters(); }
    [[nodiscard]] const book::BookSync& sync() const { return m_sync; }
    [[nodiscard]] bool inBandBook() const { return m_rules.in_band_book; }
    [[nodiscard]] std::uint64_t liquidations() const { return m_low_rate.liquidations; }
    [[nodiscard]] const book::TickerMatch& match() const { return m_match; }
    [[nodiscard]] const book::IdTracker& ids() const { return m_ids; }
    [[nodiscard]] const signal::Cvd& cvd() const { return m_cvd; }
    /// Exact L1 OFI: over the venue's top-of-book stream when it has one, else over the rebuilt book.
    [[nodiscard]] Int128 ofiL1() const { return m_counters.tickers > 0 ? m_ofi_top.sum() : m_ofi_book.sum(0); }
    [[nodiscard]] bool ofiFromTicker() const { return m_counters.tickers > 0; }
    [[nodiscard]] bool starved(StreamKind kind) const { return m_watch.stream(kind).starved; }
    /// nullptr: signals are off.
    [[nodiscard]] const SignalDesk* signals() const { return m_signals.get(); }

private:
    void afterSync(const book::SyncOutcome& out, Context& ctx);
    void onBookApplied(const book::DepthEvent& event) override;
    void onBookGeneration() override;
    void readLevels();
    void checkMismatch(Context& ctx);
    void onAuditResult(book::BookAudit::Result result);
    void askAudit(Context& ctx);
    void restartTicker(Context& ctx);
    void openBookGap(const book::SyncOutcome& out, Context& ctx);
    void closeBookGap(GapClose how, Context& ctx);
    void tradeLost(Context& ctx);
    void openTradeGap(GapCause cause, std::uint64_t first, std::uint64_t last, Context& ctx);
    void closeTradeGap(std::uint64_t key, GapClose how, Context& ctx);
    void askTrades(Context& ctx);
    [[nodiscard]] bool ownTape(const feed::Trade& trade, Context& ctx);
    [[nodiscard]] book::IdTracker::Outcome continuity(const feed::Trade& trade, Context& ctx);
    void takeTrade(const feed::Trade& trade, bool backfilled, Context& ctx);
    void breakBook(GapCause cause, Context& ctx);
    void breakTrades(GapCause cause, Context& ctx);
    [[nodiscard]] bool checksumHolds(const feed::Message& message, Context& ctx);
    void countAnomalies(const feed::Message& message);
    void watchStreams(Context& ctx);
    [[nodiscard]] std::string_view requestName(StreamKind kind) const;
    [[nodiscard]] bool marketOpen(const Context& ctx) const;
    void onKline(const feed::Kline& kline, Context& ctx);
    void onTickTrade(const feed::mt5::TickTrade& deal, EventTime time, std::int64_t order, Context& ctx);
    void closeLineGap(GapClose how, EventTime to, Context& ctx);
    void signalQuote(std::int64_t time_ns, const Quote& quote, Context& ctx) {
        if (!m_signals) return;
        if (ctx.tap != nullptr) [[unlikely]] ctx.tap->onQuote(m_index, time_ns, quote);
        m_signals->at(ctx).onQuote(time_ns, quote);
    }
    void signalTrade(std::int64_t time_ns, Price price, Qty qty, Side side, Context& ctx) {
        if (!m_signals) return;
        if (ctx.tap != nullptr) [[unlikely]] ctx.tap->onTrade(m_index, time_ns, price, qty, side);
        m_signals->at(ctx).onTrade(time_ns, price, qty, side);
    }
    void signalTime(std::int64_t now_ns, Context& ctx);
    void price(std::int64_t time_ns, Price price, Qty qty, Side side, bool newest = true);
    void askSnapshot(Context& ctx, std::string_view reason);
    void emitBar(const api::Bar& bar, Context& ctx);
    void notice(api::Notice::Kind kind, Severity severity, Code code, std::string_view text, std::string_view text2,
                Context& ctx) const;
    [[nodiscard]] std::int64_t orderTime(EventTime t, const Context& ctx);
    void touch(StreamKind kind, const Context& ctx) {
        api::StreamView& s = m_streams[static_cast<std::size_t>(kind)];
        if (m_watch.onElement(kind, ctx.conn, ctx.line_last, ctx.mono) && kind == StreamKind::Book) [[unlikely]]
            m_sync.beginOverlap();
        s.expected = true;
        ++s.messages;
        s.last_mono = ctx.mono;
        m_newest_mono = ctx.mono;
        m_newest_wall = ctx.wall;
        dirty = true;
    }
    api::StreamView& stream(StreamKind kind) { return m_streams[static_cast<std::size_t>(kind)]; }

    static constexpr int kLeapsDoubted = 2;

    int m_index;
    std::string m_id, m_venue_market, m_symbol, m_pair, m_qty_unit;
    VenueRules m_rules;
    bool m_mt5;  // quotes only
    feed::Digits m_digits;
    bool m_any_number = false;
    std::array<double, 5> m_weights;
    std::int64_t m_watermark_ns;

    book::BookSync m_sync;
    book::SyncOutcome m_outcome;
    book::TickerMatch m_match;
    Context* m_ctx = nullptr;      // of the call in hand, for the listener
    bool m_mismatch = false;       // the venue contradicts the book: break it once the call is through
    GapCause m_mismatch_cause = GapCause::TickerMismatch;
    book::BookAudit m_audit;
    std::int64_t m_audit_ns;
    MonoTime m_next_audit;
    book::IdTracker m_ids;
    signal::OfiTop m_ofi_top;
    signal::OfiBook m_ofi_book;
    signal::TopLevels m_levels;
    signal::Cvd m_cvd;
    signal::SideRule m_side_rule;
    feed::mt5::SideTrust m_side_trust;
    book::DepthEvent m_tick_depth;
    feed::mt5::SeqTracker m_book_seq;
    BarBuilder m_seconds{1}, m_minutes{60};
    std::unique_ptr<SignalDesk> m_signals;
    Decimal m_contract_size, m_volume_step, m_price_point;
    bool m_watch_prints = false;
    std::vector<Level> m_prints;     // of the frame in hand
    bool m_market_open = true;       // MT5: hours, as the signals were last told

    std::uint64_t m_book_gap_id = 0, m_line_gap_id = 0, m_tick_gap_id = 0;
    struct TradeGap {
        std::uint64_t gap_id = 0, first = 0, last = 0;
        MonoTime opened, asked;
        int tries = 0;
    };
    std::map<std::uint64_t, TradeGap> m_trade_gaps;  // by key of the id interval; bound as IdTracker's
    int m_range_run = 0;             // OKX: messages in a row whose first id follows the last one
    enum class Tape : std::uint8_t { None, Single, Aggregate } m_tape = Tape::None;
    MonoTime m_single_seen;          // newest single trade
    std::uint64_t m_tickers_at_single = 0;
    StreamWatch m_watch;
    std::array<std::int64_t, kStreamKinds> m_starve_ns;
    std::unique_ptr<feed::okx::BookText> m_book_text;  // made by the first checksum that is sent
    bool m_checksum_off = false;
    int m_bad_snapshots = 0, m_anomalies = 0;
    api::LowRateView m_low_rate;
    feed::Kline m_kline;             // newest bar of the venue

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
    std::vector<feed::mt5::Session> m_sessions;  // MT5: trading hours as the gateway sent them
    std::string m_base;
    bool m_has_server_offset = false;
    std::int64_t m_server_offset_ns = 0;
    std::array<api::StreamView, kStreamKinds> m_streams{};
    std::optional<Quote> m_unrecorded_top;
    std::optional<Price> m_unrecorded_last;
    Released m_released;
    Counters m_counters;
    std::uint64_t m_rejects = 0, m_version = 0;
    int m_price_shown = 0, m_qty_shown = 0;  // decimals worth showing
};

/// A sum of quantities as views and bars hold it: at the end of the range it stays there.
[[nodiscard]] std::int64_t narrow(Int128 sum);

/// BASE-QUOTE of a venue symbol: "BTCUSDT" -> "BTC-USDT", "BTCUSD_PERP" -> "BTC-USD", "EURUSD.s" -> "EUR-USD".
[[nodiscard]] std::string pairOf(std::string_view symbol);

}  // namespace bw::engine
