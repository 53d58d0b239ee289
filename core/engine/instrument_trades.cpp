// SPDX-License-Identifier: GPL-3.0-or-later
// Trades: continuity of their ids, gaps and how they are filled, CVD and bars (feeds spec 3, 10).
#include <algorithm>

#include "core/engine/instrument.h"

namespace bw::engine {
namespace {

using api::Bar;
using api::GapRow;
using api::Notice;
using Verdict = book::IdTracker::Verdict;

constexpr std::int64_t kReorderNs = 200 * kNsPerMs;   // ids this late were only reordered
constexpr std::int64_t kAskAgainNs = 120 * kNsPerSec; // the network told nothing of a request for so long
constexpr int kAsksMax = 3;
constexpr int kRangeProven = 100;
constexpr std::int64_t kTapeSilentNs = 60 * kNsPerSec;
constexpr std::uint64_t kTapeTickers = 100;

}  // namespace

void Instrument::price(std::int64_t time_ns, Price price, Qty qty, Side side, bool newest) {
    if (newest) [[likely]] {
        if (!m_has_last) {
            m_first = m_high = m_low = price;
            m_has_last = true;
        }
        m_last = price;
        m_last_qty = qty;
        m_last_side = side;
        if (m_watch_prints) [[unlikely]] m_prints.push_back({price, qty});
        if (price > m_high) m_high = price;
        if (price < m_low) m_low = price;
    }
    const std::int64_t cvd = narrow(m_cvd.level());
    m_seconds.onPrice(time_ns, price, qty, side, cvd);
    m_minutes.onPrice(time_ns, price, qty, side, cvd);
}

/// Single trades and venue aggregates tell the same fills under different ids: one of them makes the tape. Aggregates
/// take over where single trades have stopped while the market goes on.
bool Instrument::ownTape(const feed::Trade& trade, Context& ctx) {
    const bool aggregate = trade.first_id != 0 && !m_rules.ids_of_last;
    if (!aggregate) {
        m_single_seen = ctx.mono;
        m_tickers_at_single = m_counters.tickers;
        if (m_tape == Tape::None) m_tape = Tape::Single;
        return m_tape == Tape::Single;
    }
    if (m_tape == Tape::Aggregate) return true;
    if (m_tape == Tape::Single) {
        if (ctx.mono - m_single_seen < kTapeSilentNs || m_counters.tickers - m_tickers_at_single < kTapeTickers) return false;
        notice(Notice::Kind::Info, Severity::Warning, Code::TradeStreamFallback, "trade", "aggTrade", ctx);
        m_ids = {};  // another id space: the tape starts again
        tradeLost(ctx);
    }
    m_tape = Tape::Aggregate;
    return true;
}

book::IdTracker::Outcome Instrument::continuity(const feed::Trade& trade, Context& ctx) {
    if (trade.id == 0) return {};  // no ids: nothing can be told
    if (!m_rules.ids_of_last) return m_ids.onId(trade.id, ctx.mono);
    const std::uint64_t first = trade.id - std::min<std::uint64_t>(trade.id - 1, trade.count - 1);
    const bool follows = m_ids.any() && first == m_ids.last() + 1;
    if (follows) ++m_range_run;
    // Enforced once it held a hundred times in a row; before that, and not after a break, only regressions are judged.
    const bool judged = follows || !m_ids.any() || trade.id <= m_ids.last() || m_range_run >= kRangeProven || m_line_gap_id != 0;
    if (judged) return m_ids.onRange(first, trade.id, ctx.mono);
    m_range_run = 0;
    m_ids.advance(trade.id);
    return {};
}

void Instrument::onTrade(const feed::Trade& trade, Context& ctx) {
    touch(StreamKind::Trade, ctx);
    if (!ownTape(trade, ctx)) [[unlikely]] {
        ++m_counters.other_tape;
        return;
    }
    ++m_counters.trades;
    const book::IdTracker::Outcome id = continuity(trade, ctx);
    if (id.verdict != Verdict::New) [[unlikely]] {
        if (id.verdict == Verdict::Duplicate) return;
        if (id.gap_first != 0) {
            const bool line = id.verdict == Verdict::Gap && m_line_gap_id != 0;
            openTradeGap(line ? GapCause::Disconnect : GapCause::Sequence, id.gap_first, id.gap_last, ctx);
        }
        if (id.frozen_key != 0) closeTradeGap(id.frozen_key, GapClose::Unfillable, ctx);
        if (id.gap_closed) closeTradeGap(id.gap_key, id.quick ? GapClose::Reordered : GapClose::Filled, ctx);
    }
    if (m_line_gap_id != 0 && id.verdict == Verdict::New)  // ids run on: nothing was lost; without ids nobody knows
        closeLineGap(trade.id != 0 ? GapClose::Bridged : GapClose::Unfillable, trade.time, ctx);
    takeTrade(trade, /*backfilled=*/false, ctx);
}

/// Into CVD, bars and the screen; the id is new.
void Instrument::takeTrade(const feed::Trade& trade, bool backfilled, Context& ctx) {
    const bool counts = trade.exclusion == feed::Exclusion::None;
    if (!counts) [[unlikely]] {
        ++m_counters.excluded;
        ++m_counters.excluded_by_reason[std::string(feed::exclusionName(trade.exclusion))];
    }
    ctx.stamps.markBooked();
    const std::int64_t order = backfilled && trade.time.ns != 0 ? trade.time.ns : orderTime(trade.time, ctx);
    if (counts) {
        m_cvd.onTrade(trade.qty, trade.side);
        price(order, trade.price, trade.qty, trade.side, !backfilled);
        if (!backfilled) signalTrade(order, trade.price, trade.qty, trade.side, ctx);  // what comes late repaints nothing
    }
    if (backfilled) ++m_counters.backfilled;
    if (backfilled || !ctx.sink->wantsItems()) return;  // the tape shows what came, in its order
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Trade;
    item.instrument = m_index;
    item.trade = {trade.time, ctx.wall, m_quality, trade.price, trade.qty, trade.side,
                  trade.side == Side::Unknown ? SideSource::Unknown : SideSource::Venue, !counts, trade.id};
    ctx.sink->onItem(item);
}

/// Trades are missing: what is built on them says so.
void Instrument::tradeLost(Context& ctx) {
    if (m_signals) m_signals->at(ctx).onTradeBreak(Reason::Gap);
    m_cvd.onGap();
    m_side_rule.onGap();
    m_seconds.setGap(Bar::TradeGap, true);
    m_minutes.setGap(Bar::TradeGap, true);
    m_seconds.setGap(Bar::TradeGap, false);  // the bar it fell into is marked; the next ones are whole again
    m_minutes.setGap(Bar::TradeGap, false);
    dirty = true;
}

void Instrument::openTradeGap(GapCause cause, std::uint64_t first, std::uint64_t last, Context& ctx) {
    tradeLost(ctx);
    TradeGap& held = m_trade_gaps[first];
    held = {0, first, last, ctx.mono, {}, 0};
    ++m_counters.trade_gaps;
    if (m_line_gap_id != 0) {  // the gap of the line stood for exactly this loss; now its bounds are known
        held.gap_id = std::exchange(m_line_gap_id, 0);
        ctx.gaps->bound(held.gap_id, first, last);
    } else {
        GapRow gap;
        gap.instrument = m_index;
        gap.stream = StreamKind::Trade;
        gap.cause = cause;
        gap.first_missing = first;
        gap.last_missing = last;
        gap.from = ctx.wall;
        gap.from_event = m_event_time;
        ++stream(StreamKind::Trade).gaps;
        ++stream(StreamKind::Trade).open_gaps;
        held.gap_id = ctx.gaps->open(gap);
    }
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
    ctx.gaps->close(it->second.gap_id, how, ctx.wall, m_event_time);
    m_trade_gaps.erase(it);
    --stream(StreamKind::Trade).open_gaps;
    m_cvd.onGapFilled(m_trade_gaps.empty() && m_ids.missing() == 0);
    dirty = true;
}

// --- the venue's history into the gaps

/// On timers: a gap older than the reorder time is asked for, once at a time; nobody answering, again, then never.
void Instrument::askTrades(Context& ctx) {
    for (auto it = m_trade_gaps.begin(); it != m_trade_gaps.end();) {
        TradeGap& gap = it->second;
        const std::uint64_t key = it->first;
        ++it;  // closing erases
        if (ctx.mono - gap.opened < kReorderNs) continue;
        if (gap.tries > 0 && ctx.mono - gap.asked < kAskAgainNs) continue;
        if (gap.tries == kAsksMax) {
            closeTradeGap(key, m_ids.missingOf(key) == gap.last - gap.first + 1 ? GapClose::Unfillable : GapClose::Partial, ctx);
            continue;
        }
        ++gap.tries;
        gap.asked = ctx.mono;
        feed::FeedRequest request;
        request.kind = feed::FeedRequest::Kind::Trades;
        request.instrument = m_id;
        request.stream = m_tape == Tape::Aggregate ? "aggTrade" : "trade";
        request.from_id = gap.first;
        request.to_id = gap.last;
        request.reason = "trade_gap";
        ctx.sink->onRequest(std::move(request));
    }
}

void Instrument::onBackfill(const std::vector<feed::Trade>& trades, std::uint64_t from_id, bool last, Context& ctx) {
    for (const feed::Trade& trade : trades) {
        // An aggregate fills single ids only where all of them are missing, else it would count some twice.
        const bool aggregate = trade.first_id != 0 && m_tape != Tape::Aggregate && !m_rules.ids_of_last;
        const std::uint64_t first = aggregate ? trade.first_id
                                    : m_rules.ids_of_last ? trade.id - std::min<std::uint64_t>(trade.id - 1, trade.count - 1)
                                                          : trade.id;
        const std::uint64_t end = aggregate ? trade.last_id : trade.id;
        if (!m_ids.allMissing(first, end)) continue;
        const book::IdTracker::Outcome id = m_ids.onRange(first, end, ctx.mono);
        takeTrade(trade, /*backfilled=*/true, ctx);
        if (id.gap_closed) closeTradeGap(id.gap_key, GapClose::Filled, ctx);
    }
    dirty = true;
    const auto it = m_trade_gaps.find(from_id);
    if (it == m_trade_gaps.end()) return;
    it->second.asked = ctx.mono;
    const std::uint64_t left = m_ids.missingOf(from_id);
    if (last) closeTradeGap(from_id, left == it->second.last - it->second.first + 1 ? GapClose::Unfillable : GapClose::Partial, ctx);
}

void Instrument::onBackfillFailed(std::uint64_t from_id, Context& ctx) {
    const auto it = m_trade_gaps.find(from_id);
    if (it == m_trade_gaps.end()) return;
    const bool some = m_ids.missingOf(from_id) < it->second.last - it->second.first + 1;
    closeTradeGap(from_id, some ? GapClose::Partial : GapClose::Unfillable, ctx);
}

// --- the line

void Instrument::breakTrades(GapCause cause, Context& ctx) {
    if (m_line_gap_id != 0 || (m_counters.trades == 0 && !m_ids.any())) return;
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Trade;
    gap.cause = cause;
    gap.first_missing = m_ids.any() ? m_ids.last() + 1 : 0;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++stream(StreamKind::Trade).gaps;
    ++stream(StreamKind::Trade).open_gaps;
    m_line_gap_id = ctx.gaps->open(gap);
    if (m_signals) m_signals->at(ctx).onTradeBreak(Reason::Gap);
    dirty = true;
}

}  // namespace bw::engine
