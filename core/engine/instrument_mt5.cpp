// SPDX-License-Identifier: GPL-3.0-or-later
// MT5: quotes, deals and depth of one symbol of a gateway (feeds spec 9).
#include "core/engine/instrument.h"

#include <algorithm>

#include "core/feed/mt5/market_hours.h"
#include "core/feed/mt5/tick_trade.h"
#include "core/feed/mt5/to_event.h"

namespace bw::engine {

using api::Bar;
using api::GapRow;
using api::Notice;

/// Outside its hours a market is silent and nothing is wrong.
bool Instrument::marketOpen(const Context& ctx) const {
    if (!m_mt5) return true;
    feed::mt5::HoursKnown known;
    known.sent = m_sessions;
    known.symbol = m_symbol;
    known.base = m_base;
    known.has_offset = m_has_server_offset;
    known.offset_ns = m_server_offset_ns;
    return feed::mt5::isOpen(known, ctx.wall);
}

void Instrument::onSpec(const feed::mt5::Spec& spec, std::optional<std::int64_t> server_offset_ns) {
    m_sessions = spec.sessions;
    m_base = spec.base;
    m_contract_size = spec.contract_size;
    m_volume_step = spec.volume_step;
    m_price_point = spec.point;
    m_has_server_offset = server_offset_ns.has_value();
    m_server_offset_ns = server_offset_ns.value_or(0);
    setUnits("lots");
    dirty = true;
}

/// A full image; what is lost of the chain cannot be asked for again, and the next image mends it.
FrameClass Instrument::onTickBook(feed::mt5::Book& book, Context& ctx, Code& code) {
    using Kind = feed::mt5::SeqTracker::Kind;
    touch(StreamKind::Book, ctx);
    m_ctx = &ctx;
    const Kind seq = book.has_seq ? m_book_seq.onMessage(book.epoch, book.seq).kind : Kind::Ok;
    if (seq == Kind::Gap || seq == Kind::NewEpoch) {
        m_ofi_book.onGap();
        GapRow gap;
        gap.instrument = m_index;
        gap.stream = StreamKind::Book;
        gap.cause = seq == Kind::Gap ? GapCause::Sequence : GapCause::GatewayRestart;
        gap.from = ctx.wall;
        gap.from_event = m_event_time;
        ++m_counters.book_gaps;
        ++stream(StreamKind::Book).gaps;
        ctx.gaps->close(ctx.gaps->open(gap), GapClose::Unfillable, ctx.wall, book.time);
    }
    feed::mt5::toDepth(book, m_tick_depth);
    m_tick_depth.last_id = 0;  // an epoch may begin anew: order is the sequence's matter
    m_sync.onImage(m_tick_depth, m_outcome);
    const FrameClass frame_class = m_outcome.frame_class;
    code = frame_class == FrameClass::Rejected ? m_outcome.code : Code::Ok;
    afterSync(m_outcome, ctx);
    return frame_class;
}

void Instrument::onTickGap(GapCause cause, std::uint64_t first, std::uint64_t last, Context& ctx) {
    if (m_tick_rules.counters().count == 0) return;
    if (m_tick_gap_id != 0) {  // more is lost before the next good tick: the open gap grows, none is forgotten
        const auto& open = ctx.gaps->openGaps();
        const auto gap = std::find_if(open.begin(), open.end(), [this](const GapRow& g) { return g.gap_id == m_tick_gap_id; });
        if (first != 0 && gap != open.end())
            ctx.gaps->bound(m_tick_gap_id, gap->first_missing != 0 ? gap->first_missing : first, last);
        return;
    }
    m_side_rule.onGap();
    if (m_signals) {
        m_signals->at(ctx).onTradeBreak(Reason::Gap);
        m_signals->at(ctx).onQuoteBreak(Reason::Gap);
    }
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

void Instrument::onHeartbeat(std::uint64_t epoch, std::uint64_t seq, Context& ctx) {
    using Kind = feed::mt5::SeqTracker::Kind;
    const feed::mt5::SeqTracker::Verdict verdict = m_tick_seq.onHeartbeat(epoch, seq);
    if (verdict.kind == Kind::Gap) onTickGap(GapCause::Sequence, verdict.first, verdict.last, ctx);
    if (verdict.kind == Kind::NewEpoch) onTickGap(GapCause::GatewayRestart, 0, 0, ctx);
}

/// A deal among the ticks. The gateway's side is believed until nearly all of them are alike.
void Instrument::onTickTrade(const feed::mt5::TickTrade& deal, EventTime time, std::int64_t order, Context& ctx) {
    m_has_tape = true;
    touch(StreamKind::Trade, ctx);
    ++m_counters.trades;
    if (m_side_trust.onSide(deal.side))
        notice(Notice::Kind::Info, Severity::Warning, Code::SideUntrusted, m_side_trust.trusted() ? "LIVE" : "unknown", "", ctx);
    Side side = m_side_trust.trusted() ? deal.side : Side::Unknown;
    SideSource source = side == Side::Unknown ? SideSource::Unknown : SideSource::Venue;
    if (side == Side::Unknown) {
        side = m_side_rule.infer(deal.price, order);
        if (side != Side::Unknown) source = SideSource::Inferred;
    }
    m_cvd.onTrade(deal.qty, side);
    price(order, deal.price, deal.qty, side);
    signalTrade(order, deal.price, deal.qty, side, ctx);
    if (!ctx.sink->wantsItems()) return;
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Trade;
    item.instrument = m_index;
    item.trade = {time, ctx.wall, m_quality, deal.price, deal.qty, side, source, false, 0};
    ctx.sink->onItem(item);
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
    signalQuote(order, m_tick_quote, ctx);
    feed::mt5::TickTrade trade;
    if (feed::mt5::tradeOf(tick, trade)) {
        onTickTrade(trade, tick.time, order, ctx);
        return;
    }
    if (m_has_tape) return;  // bars are made of its deals
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

}  // namespace bw::engine
