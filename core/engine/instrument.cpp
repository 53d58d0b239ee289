// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/instrument.h"

#include <algorithm>

namespace bw::engine {
namespace {

using api::Bar;
using api::GapRow;
using api::Notice;

book::SyncLimits limitsOf(const EngineConfig& config) {
    book::SyncLimits limits;
    limits.buffer_len = config.buffer_len;
    limits.resync_max = config.resync_max;
    limits.resync_window_ns = config.resync_window_ns;
    limits.levels_max = config.levels_max;
    return limits;
}

// A damaged stamp must not close the bars of years to come: a leap ahead of all other stamps and of our own clock is
// believed when it is the third in a row, or the first after a broken line. Old ticks that are published again, faster
// than they came, are behind our clock and never doubted.
constexpr std::int64_t kLeapNs = 30 * kNsPerSec;
constexpr int kLeapsDoubted = 2;
constexpr std::int64_t kTickerBehindNs = 2 * kNsPerSec;

std::int64_t narrow(Int128 value) {
    constexpr Int128 kMax = INT64_MAX, kMin = INT64_MIN;
    return static_cast<std::int64_t>(value > kMax ? kMax : value < kMin ? kMin : value);
}

}  // namespace

Instrument::Instrument(int index, std::string id, std::string venue_market, std::string symbol, const EngineConfig& config)
    : m_index(index), m_id(std::move(id)), m_venue_market(std::move(venue_market)), m_symbol(std::move(symbol)),
      m_pair(pairOf(m_symbol)), m_mt5(m_venue_market.starts_with("mt5.")),
      m_digits{config.default_price_digits, config.default_qty_digits}, m_weights(config.ofi_weights),
      m_watermark_ns(config.watermark_ns), m_sync(*this, limitsOf(config)) {
    m_streams[static_cast<std::size_t>(StreamKind::Book)].expected = !m_mt5;
    m_streams[static_cast<std::size_t>(StreamKind::Top)].expected = !m_mt5;
    m_streams[static_cast<std::size_t>(StreamKind::Trade)].expected = !m_mt5;
    m_streams[static_cast<std::size_t>(StreamKind::Tick)].expected = m_mt5;
    m_has_tape = !m_mt5;
}

std::int64_t Instrument::orderTime(EventTime t, const Context& ctx) {
    std::int64_t order = ctx.wall.ns;
    if (t.ns != 0) {
        if (m_event_time.ns == 0) {
            m_max_order_ns = 0;  // receive times stood in only until the first event time
        } else if (const std::int64_t now = m_max_order_ns + (ctx.mono - m_max_order_mono);
                   t.ns - now > kLeapNs && t.ns - ctx.wall.ns > kLeapNs && m_leaps++ < kLeapsDoubted) {
            return now;
        }
        m_leaps = 0;
        order = t.ns;
        m_event_time = t;
        m_quality = m_mt5 ? TimeQuality::Broker : TimeQuality::Exchange;
    } else if (m_event_time.ns != 0) {
        return order;  // receive time must not move a watermark that event times drive
    }
    if (order > m_max_order_ns) {
        m_max_order_ns = order;
        m_max_order_mono = ctx.mono;
    }
    return order;
}

// --- book

FrameClass Instrument::onDepth(feed::Message& message, Context& ctx, Code& code) {
    touch(StreamKind::Book, ctx);
    m_ctx = &ctx;
    m_sync.onDepth(message.depth, ctx.mono, m_outcome);
    const FrameClass frame_class = m_outcome.frame_class;
    code = frame_class == FrameClass::Rejected ? m_outcome.code : Code::Ok;
    afterSync(m_outcome, ctx);
    if (m_mismatch) [[unlikely]] checkMismatch(ctx);
    if (!m_sync.synced()) [[unlikely]] askSnapshot(ctx, "sync");
    return frame_class;
}

FrameClass Instrument::onSnapshot(feed::Message& message, std::uint32_t gen_asked, Context& ctx, Code& code) {
    touch(StreamKind::Book, ctx);
    m_ctx = &ctx;
    m_sync.onSnapshot(message.depth.last_id, message.depth.bids, message.depth.asks, gen_asked, ctx.mono, m_outcome);
    const FrameClass frame_class = m_outcome.frame_class;
    code = frame_class == FrameClass::Rejected ? m_outcome.code : Code::Ok;
    afterSync(m_outcome, ctx);
    if (m_mismatch) checkMismatch(ctx);
    return frame_class;
}

void Instrument::afterSync(const book::SyncOutcome& out, Context& ctx) {
    m_released.applied += out.released_applied;
    m_released.in_gap += out.released_in_gap;
    m_released.rejected += out.released_rejected;
    m_rejects += out.released_rejected;
    if (!out.recovered && !out.broke && !out.new_generation) [[likely]] return;
    if (out.recovered) closeBookGap(out.how, ctx);
    if (out.new_generation || out.recovered)
        notice(Notice::Kind::BookState, Severity::Info, Code::Ok, bookStateName(m_sync.state()),
               out.recovered ? gapCloseName(out.how) : "snapshot", ctx);
    if (out.broke) openBookGap(out, ctx);
}

void Instrument::readLevels() {
    const book::OrderBook& b = m_sync.book();
    m_levels.bid_count = b.bids.top(m_levels.bids.data(), signal::kOfiLevels);
    m_levels.ask_count = b.asks.top(m_levels.asks.data(), signal::kOfiLevels);
}

/// The first book of a generation is what the next one is compared with; it yields no OFI itself.
void Instrument::onBookGeneration() {
    m_ofi_book.onGap();
    m_match.forgetWaiting();
    readLevels();
    m_ofi_book.onBook(m_levels);
}

/// OFI and the ticker check, once per applied event. Never reached with a broken book.
void Instrument::onBookApplied(const book::DepthEvent& event) {
    Context& ctx = *m_ctx;
    ctx.stamps.markBooked();
    const std::int64_t order = orderTime(event.event_time, ctx);
    if (!m_ofi_book.unaffected(m_sync.bestBidTouched(), m_sync.bestAskTouched())) {
        readLevels();
        const auto& e = m_ofi_book.onBook(m_levels);
        double weighted = 0;
        for (std::size_t k = 0; k < e.size(); ++k) weighted += m_weights[k] * static_cast<double>(e[k]);
        const std::int64_t e_l1 = m_has_ticker ? 0 : e[0];  // L1 comes from the venue's ticker where there is one
        m_seconds.onOfi(order, e_l1, weighted);
        m_minutes.onOfi(order, e_l1, weighted);
    }
    const signal::TopLevels& levels = m_ofi_book.levels();
    const Quote top{levels.bids[0], levels.asks[0], levels.bid_count > 0, levels.ask_count > 0};
    m_mismatch |= m_match.onDepth(m_sync.lastId(), top, ctx.mono);
}

void Instrument::checkMismatch(Context& ctx) {
    m_mismatch = false;
    m_sync.breakChain(GapCause::TickerMismatch, ctx.mono, m_outcome);
    afterSync(m_outcome, ctx);
    askSnapshot(ctx, "ticker_mismatch");
}

void Instrument::openBookGap(const book::SyncOutcome& out, Context& ctx) {
    m_ofi_book.onGap();
    m_match.forgetWaiting();
    m_seconds.setGap(Bar::BookGap, true);
    m_minutes.setGap(Bar::BookGap, true);
    if (m_book_gap_id != 0) return;  // one break, one gap: what follows before the book is back belongs to it
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Book;
    gap.cause = out.cause;
    gap.first_missing = out.first_missing;
    gap.last_missing = out.last_missing;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++m_counters.book_gaps;
    ++stream(StreamKind::Book).gaps;
    ++stream(StreamKind::Book).open_gaps;
    m_book_gap_id = ctx.gaps->open(gap);
    dirty = true;
}

void Instrument::closeBookGap(GapClose how, Context& ctx) {
    m_seconds.setGap(Bar::BookGap, false);
    m_minutes.setGap(Bar::BookGap, false);
    if (m_book_gap_id == 0) return;
    ctx.gaps->close(m_book_gap_id, how, ctx.wall, m_event_time);
    m_book_gap_id = 0;
    --stream(StreamKind::Book).open_gaps;
    dirty = true;
}

void Instrument::askSnapshot(Context& ctx, std::string_view reason) {
    if (!m_sync.wantsSnapshot(ctx.mono)) return;
    feed::FeedRequest request;
    request.kind = feed::FeedRequest::Kind::Snapshot;
    request.instrument = m_id;
    request.stream = "depth";
    request.gen = m_sync.generationWanted();
    request.reason = reason;
    ctx.sink->onRequest(std::move(request));
}

void Instrument::onResyncWish(Context& ctx) {
    if (m_mt5) return;
    m_sync.breakChain(GapCause::Manual, ctx.mono, m_outcome);
    afterSync(m_outcome, ctx);
    askSnapshot(ctx, "manual");
}

// --- top of book and trades

/// The ids began again below the newest one: what came since is lost, and nothing before is comparable.
void Instrument::restartTicker(Context& ctx) {
    m_ofi_top.onGap();
    m_match.restart();
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Top;
    gap.cause = GapCause::Sequence;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++stream(StreamKind::Top).gaps;
    ctx.gaps->close(ctx.gaps->open(gap), GapClose::Unfillable, ctx.wall, m_event_time);
}

void Instrument::onTicker(const feed::Message& message, Context& ctx) {
    touch(StreamKind::Top, ctx);
    ++m_counters.tickers;
    if (m_has_ticker && message.id <= m_ticker_last_id) {
        ++m_counters.ticker_duplicates;
        if (!m_ticker_behind.onBehind(message.id, ctx.mono, kTickerBehindNs)) [[likely]] return;
        restartTicker(ctx);
    }
    m_ticker_behind.reset();
    m_has_ticker = true;
    m_ticker_last_id = message.id;
    m_ticker = message.quote;
    ctx.stamps.markBooked();
    const std::int64_t order = orderTime(message.event_time, ctx);
    const std::int64_t e = m_ofi_top.onQuote(message.quote);
    if (e != 0) {
        m_seconds.onOfi(order, e, 0);
        m_minutes.onOfi(order, e, 0);
    }
    if (m_match.onTicker(message.id, message.quote, ctx.mono)) checkMismatch(ctx);
}

void Instrument::price(std::int64_t time_ns, Price price, Qty qty, Side side) {
    if (!m_has_last) {
        m_first = m_high = m_low = price;
        m_has_last = true;
    }
    m_last = price;
    m_last_qty = qty;
    m_last_side = side;
    if (price > m_high) m_high = price;
    if (price < m_low) m_low = price;
    const std::int64_t cvd = narrow(m_cvd.level());
    m_seconds.onPrice(time_ns, price, qty, side, cvd);
    m_minutes.onPrice(time_ns, price, qty, side, cvd);
}

void Instrument::onTrade(const feed::Trade& trade, Context& ctx) {
    touch(StreamKind::Trade, ctx);
    ++m_counters.trades;
    const book::IdTracker::Outcome id = m_ids.onId(trade.id, ctx.mono);
    using Verdict = book::IdTracker::Verdict;
    if (id.verdict != Verdict::New) [[unlikely]] {
        if (id.verdict == Verdict::Duplicate) return;
        // The line gap stood for exactly this loss; now its bounds are known.
        const bool line = id.verdict == Verdict::Gap && m_line_gap_id != 0;
        if (line) closeLineGap(GapClose::Unfillable, m_event_time, ctx);
        if (id.gap_first != 0)
            openTradeGap(line ? GapCause::Disconnect : GapCause::Sequence, id.gap_first, id.gap_last, ctx);
        if (id.frozen_key != 0) closeTradeGap(id.frozen_key, GapClose::Unfillable, ctx);
        if (id.gap_closed) closeTradeGap(id.gap_key, id.quick ? GapClose::Reordered : GapClose::Filled, ctx);
    }
    if (m_line_gap_id != 0 && id.verdict == Verdict::New)
        closeLineGap(GapClose::Bridged, trade.time, ctx);  // ids run on: nothing was lost
    if (trade.exclusion != feed::Exclusion::None) [[unlikely]] {
        ++m_counters.excluded;
        ++m_counters.excluded_by_reason[std::string(feed::exclusionName(trade.exclusion))];
    }
    const bool counts = trade.exclusion == feed::Exclusion::None;
    ctx.stamps.markBooked();
    const std::int64_t order = orderTime(trade.time, ctx);
    if (counts) {
        m_cvd.onTrade(trade.qty, trade.side);
        price(order, trade.price, trade.qty, trade.side);
    }
    if (!ctx.sink->wantsItems()) return;
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Trade;
    item.instrument = m_index;
    item.trade = {trade.time, ctx.wall,     m_quality, trade.price, trade.qty, trade.side,
                  SideSource::Venue,  !counts,      trade.id};
    ctx.sink->onItem(item);
}

void Instrument::openTradeGap(GapCause cause, std::uint64_t first, std::uint64_t last, Context& ctx) {
    m_cvd.onGap();
    m_side_rule.onGap();
    m_seconds.setGap(Bar::TradeGap, true);
    m_minutes.setGap(Bar::TradeGap, true);
    m_seconds.setGap(Bar::TradeGap, false);  // the bar it fell into is marked; the next ones are whole again
    m_minutes.setGap(Bar::TradeGap, false);
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Trade;
    gap.cause = cause;
    gap.first_missing = first;
    gap.last_missing = last;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++m_counters.trade_gaps;
    ++stream(StreamKind::Trade).gaps;
    ++stream(StreamKind::Trade).open_gaps;
    m_trade_gaps[first] = ctx.gaps->open(gap);
    dirty = true;
}

void Instrument::closeLineGap(GapClose how, EventTime to, Context& ctx) {
    ctx.gaps->close(m_line_gap_id, how, ctx.wall, to);
    m_line_gap_id = 0;
    --stream(StreamKind::Trade).open_gaps;
    dirty = true;
}

void Instrument::closeTradeGap(std::uint64_t key, GapClose how, Context& ctx) {
    const auto it = m_trade_gaps.find(key);
    if (it == m_trade_gaps.end()) return;
    ctx.gaps->close(it->second, how, ctx.wall, m_event_time);
    m_trade_gaps.erase(it);
    --stream(StreamKind::Trade).open_gaps;
    m_cvd.onGapFilled(m_trade_gaps.empty() && m_ids.missing() == 0);
    dirty = true;
}

// --- the line

void Instrument::onLineBroken(GapCause cause, Context& ctx) {
    m_ofi_top.onGap();
    m_leaps = kLeapsDoubted;  // time may have passed unseen: a steady clock does not count sleep
    if (m_mt5) {
        onTickGap(cause, 0, 0, ctx);
        return;
    }
    m_sync.breakChain(cause, ctx.mono, m_outcome);
    afterSync(m_outcome, ctx);
    if (m_line_gap_id != 0 || !m_ids.any()) return;
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Trade;
    gap.cause = cause;
    gap.first_missing = m_ids.last() + 1;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++stream(StreamKind::Trade).gaps;
    ++stream(StreamKind::Trade).open_gaps;
    m_line_gap_id = ctx.gaps->open(gap);
    dirty = true;
}

void Instrument::onLineBack(Context& ctx) {
    if (!m_mt5 && !m_sync.synced()) askSnapshot(ctx, "reconnect");
}

void Instrument::onTickGap(GapCause cause, std::uint64_t first, std::uint64_t last, Context& ctx) {
    if (m_tick_rules.counters().count == 0 || m_tick_gap_id != 0) return;
    m_side_rule.onGap();
    m_seconds.setGap(Bar::TradeGap, true);
    m_minutes.setGap(Bar::TradeGap, true);
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Tick;
    gap.cause = cause;
    gap.first_missing = first;
    gap.last_missing = last;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++stream(StreamKind::Tick).gaps;
    ++stream(StreamKind::Tick).open_gaps;
    m_tick_gap_id = ctx.gaps->open(gap);
    dirty = true;
}

// --- MT5

void Instrument::onHeartbeat(std::uint64_t epoch, std::uint64_t seq, Context& ctx) {
    using Kind = feed::mt5::SeqTracker::Kind;
    const feed::mt5::SeqTracker::Verdict verdict = m_tick_seq.onHeartbeat(epoch, seq);
    if (verdict.kind == Kind::Gap) onTickGap(GapCause::Sequence, verdict.first, verdict.last, ctx);
    if (verdict.kind == Kind::NewEpoch) onTickGap(GapCause::GatewayRestart, 0, 0, ctx);
}

void Instrument::onTick(const feed::mt5::Tick& tick, Context& ctx) {
    touch(StreamKind::Tick, ctx);
    if (tick.has_seq) {
        using Kind = feed::mt5::SeqTracker::Kind;
        const feed::mt5::SeqTracker::Verdict seq = m_tick_seq.onMessage(tick.epoch, tick.seq);
        if (seq.kind == Kind::Gap) onTickGap(GapCause::Sequence, seq.first, seq.last, ctx);
        if (seq.kind == Kind::NewEpoch) onTickGap(GapCause::GatewayRestart, 0, 0, ctx);
    }
    const feed::mt5::TickVerdict verdict = m_tick_rules.onTick(tick);
    if (m_tick_gap_id != 0) {  // lost ticks cannot be asked for again
        ctx.gaps->close(m_tick_gap_id, GapClose::Unfillable, ctx.wall, tick.time);
        m_tick_gap_id = 0;
        --stream(StreamKind::Tick).open_gaps;
        m_seconds.setGap(Bar::TradeGap, false);
        m_minutes.setGap(Bar::TradeGap, false);
    }
    if (verdict.duplicate) return;
    if (tick.quote.has_bid) {
        m_tick_quote.bid = tick.quote.bid;
        m_tick_quote.has_bid = true;
    }
    if (tick.quote.has_ask) {
        m_tick_quote.ask = tick.quote.ask;
        m_tick_quote.has_ask = true;
    }
    ctx.stamps.markBooked();
    const std::int64_t order = orderTime(tick.time, ctx);
    if (tick.time.ns == 0 && m_event_time.ns == 0) m_quality = TimeQuality::Missing;
    if (tick.quote.has_bid) price(order, tick.quote.bid.price, {}, Side::Unknown);
    if (!ctx.sink->wantsItems() || !tick.quote.has_bid) return;
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Trade;
    item.instrument = m_index;
    item.trade.time = tick.time;
    item.trade.recv_wall = ctx.wall;
    item.trade.quality = m_quality;
    item.trade.price = tick.quote.bid.price;
    ctx.sink->onItem(item);
}

// --- time

void Instrument::onTimer(Context& ctx) {
    m_sync.onTimer(ctx.mono, m_outcome);
    if (m_outcome.broke) afterSync(m_outcome, ctx);
    if (!m_mt5 && !m_sync.synced() && m_sync.state() != BookState::Empty) askSnapshot(ctx, "timer");
    if (m_match.onTimer(ctx.mono)) checkMismatch(ctx);
    if (m_max_order_ns == 0) return;
    const std::int64_t watermark = m_max_order_ns + (ctx.mono - m_max_order_mono) - m_watermark_ns;
    const auto emit = [&](const Bar& bar) { emitBar(bar, ctx); };
    m_seconds.onTimer(watermark, emit);
    m_minutes.onTimer(watermark, emit);
}

void Instrument::finish(Context& ctx) {
    m_sync.finish(m_outcome);
    afterSync(m_outcome, ctx);
    m_match.finish();
}

void Instrument::emitForming(Context& ctx) {
    for (const BarBuilder* bars : {&m_seconds, &m_minutes})
        for (const Bar& bar : bars->kept())
            if (!(bar.flags & Bar::Closed)) {
                api::DisplayItem item;
                item.kind = api::DisplayItem::Kind::Bar;
                item.instrument = m_index;
                item.bar = bar;
                ctx.sink->onItem(item);
            }
}

void Instrument::notice(Notice::Kind kind, Severity severity, Code code, std::string_view text, std::string_view text2,
                        Context& ctx) const {
    Notice n;
    n.kind = kind;
    n.wall = ctx.wall;
    n.severity = severity;
    n.code = code;
    n.instrument = m_index;
    n.stream = StreamKind::Book;
    n.text = text;
    n.text2 = text2;
    ctx.sink->onNotice(n);
}

}  // namespace bw::engine
