// SPDX-License-Identifier: GPL-3.0-or-later
// What a venue's answers make of the orders of a route (risk spec 3.2, 3.3).
#include <algorithm>

#include "core/trade/route_desk.h"

namespace bw::trade {
namespace {

using Outcome = RouteReply::Outcome;

/// A look says "not there" only once the OPEN can no longer arrive: v6 envelopes expire after 2 s, p3 has no end, so a
/// slow gateway gets as long as a reconciliation round.
constexpr std::int64_t kGraceSigned = 2'500 * kNsPerMs, kGracePlain = 15 * kNsPerSec, kBetweenLooks = 2 * kNsPerSec;
constexpr int kLooks = 2;

Code codeOr(Code code, Code otherwise) { return code == Code::Ok ? otherwise : code; }

}  // namespace

void RouteDesk::onReply(const RouteReply& reply) {
    if (reply.op == RouteOp::SyncAll) return m_reconciler.onReply(reply);
    if (reply.op == RouteOp::GetAccount) {
        if (reply.request != m_account_request) return;
        m_account_request = 0;
        if (reply.outcome == Outcome::NotSent) m_account_again = m_core.now.mono + kNsPerSec / 2;  // the line was busy
        return;
    }
    if (reply.op == RouteOp::CancelAll) {  // ours, or the route's own after a trip
        if (reply.outcome != Outcome::Ok && reply.outcome != Outcome::Cancelled) return;
        for (Tracked* tracked : own()) {
            const OrderState state = tracked->order.state;
            if (tracked->order.external || tracked->is_close) continue;
            // It says nothing about the fate of an UNKNOWN one.
            if (state == OrderState::Working || state == OrderState::Partial)
                (void)m_core.move(*tracked, OrderState::CancelPending, Code::Ok, "cancel all");
            tracked->query_wanted = true;
        }
        return;
    }
    for (Closing& closing : m_closings)
        if (closing.request == reply.request && reply.request != 0) return answerClosing(closing, reply);
    Tracked* tracked = nullptr;
    if (reply.request == 0) {  // the route's thread cancelled by itself
        if (reply.op != RouteOp::Cancel) return;
        tracked = m_core.store.find(reply.client_id);
        if (tracked == nullptr) tracked = m_core.store.findVenue(facts.name, reply.venue_id);
    } else {
        const auto asked = m_asked.find(reply.request);
        if (asked == m_asked.end() || asked->second.op != reply.op) return;
        tracked = m_core.store.find(asked->second.client_id);
    }
    if (tracked == nullptr || tracked->order.intent.route != facts.name) return;
    switch (reply.op) {
        case RouteOp::Open:
        case RouteOp::Close: return answerOpen(*tracked, reply);
        case RouteOp::Cancel: return answerCancel(*tracked, reply);
        case RouteOp::Modify: return answerModify(*tracked, reply);
        case RouteOp::QueryOrder: {
            const MonoTime asked = tracked->query.request == reply.request ? tracked->query.sent : MonoTime{};
            if (tracked->query.request == reply.request) tracked->query.request = 0;
            return answerQuery(*tracked, reply, asked);
        }
        default: return;
    }
}

/// The venue speaks of an order as alive or done that has ended otherwise here: the state stays, the account is looked at.
void RouteDesk::contradiction(const Tracked& tracked, const RouteReply& reply) {
    const OrderState state = tracked.order.state;
    const bool never_was = state == OrderState::Rejected || state == OrderState::RejectedLocal || state == OrderState::ResolvedByOperator;
    const bool lives = reply.outcome == Outcome::Filled || reply.outcome == Outcome::Partial || reply.outcome == Outcome::Working;
    if (!never_was || !lives) return;  // a repeated answer
    m_core.risk(Severity::Critical, Code::OutcomeUnknown, tracked.order.intent.client_id,
                "the venue answered late: " + std::string(routeOutcomeName(reply.outcome)) + "; reconciling");
    m_reconciler.restart();
}

void RouteDesk::working(Tracked& tracked, std::string_view venue_id) {
    if (!venue_id.empty()) tracked.order.venue_id = venue_id;
    const OrderState state = tracked.order.state;
    if (state != OrderState::Sending && state != OrderState::Unknown) return;
    (void)m_core.move(tracked, OrderState::Working);
    if (tracked.order.filled.units > 0) (void)m_core.move(tracked, OrderState::Partial);
    if (tracked.cancel_wanted) cancel(tracked);
}

void RouteDesk::answerOpen(Tracked& tracked, const RouteReply& reply) {
    if (m_outstanding == reply.request) m_outstanding = 0;
    if (!orderIsLive(tracked.order.state)) return contradiction(tracked, reply);
    const bool open = tracked.order.state == OrderState::Sending || tracked.order.state == OrderState::Unknown;
    switch (reply.outcome) {
        case Outcome::NotSent:
            if (open) (void)m_core.move(tracked, OrderState::RejectedLocal, codeOr(reply.code, Code::GatewayDown), reply.text);
            return;
        case Outcome::Rejected:
            if (open) gone(tracked, codeOr(reply.code, Code::VenueRejected), reply.text);
            return;
        case Outcome::Working: return working(tracked, reply.venue_id);
        case Outcome::Partial:
        case Outcome::Filled: return progress(tracked, reply);
        case Outcome::Cancelled:
            progress(tracked, reply);
            return gone(tracked, reply.code, reply.text);
        case Outcome::Ok:
        case Outcome::Unchanged:
        case Outcome::Failed:
        case Outcome::Unknown:
            if (tracked.order.state == OrderState::Sending)
                becomeUnknown(tracked, codeOr(reply.code, Code::OutcomeUnknown), reply.text);
            return;
    }
}

void RouteDesk::answerCancel(Tracked& tracked, const RouteReply& reply) {
    if (!orderIsLive(tracked.order.state)) return;
    switch (reply.outcome) {
        case Outcome::Ok:
        case Outcome::Cancelled:
            tracked.cancel.request = 0;
            // A fill may have been faster than the cancel: a reply that does not say how much is asked about.
            if (reply.filled_qty.empty() && canCancel() && tracked.order.filled.units == 0 && !tracked.order.external &&
                tracked.order.state == OrderState::Unknown) {
                tracked.query_wanted = true;
                return;
            }
            progress(tracked, reply);
            return gone(tracked, Code::Ok, reply.text);
        case Outcome::Filled:
            tracked.cancel.request = 0;
            return progress(tracked, reply);
        case Outcome::Rejected:
        case Outcome::Unchanged:
            tracked.cancel.request = 0;
            tracked.cancel_wanted = false;
            m_core.risk(Severity::Warning, codeOr(reply.code, Code::VenueRejected), tracked.order.intent.client_id,
                        "cancel refused: " + reply.text);
            if (tracked.order.state == OrderState::CancelPending && m_core.move(tracked, OrderState::Working, reply.code, reply.text) &&
                tracked.order.filled.units > 0)
                (void)m_core.move(tracked, OrderState::Partial);
            tracked.query_wanted = canCancel();
            return;
        case Outcome::Partial: progress(tracked, reply); return;
        case Outcome::NotSent:
        case Outcome::Working:
        case Outcome::Unknown:
        case Outcome::Failed:  // repeated by the timer
            tracked.query_wanted = tracked.query_wanted || reply.code == Code::OrderChanged;
            return;
    }
}

void RouteDesk::answerModify(Tracked& tracked, const RouteReply& reply) {
    const bool current = tracked.modify.request == reply.request;
    if (current) tracked.modify.request = 0;
    if (!orderIsLive(tracked.order.state)) return;
    OrderIntent& intent = tracked.order.intent;
    switch (reply.outcome) {
        case Outcome::Ok:
        case Outcome::Working:
            if (tracked.new_qty) intent.qty = *tracked.new_qty;
            if (tracked.new_price) (intent.type == OrderType::Stop ? intent.stop : intent.price) = tracked.new_price;
            m_core.notice(api::Notice::Kind::Order, Severity::Info, Code::Ok, intent.client_id, "replaced");
            break;
        case Outcome::Partial:
        case Outcome::Filled: progress(tracked, reply); break;
        case Outcome::NotSent:
        case Outcome::Rejected:
        case Outcome::Unchanged:
            m_core.risk(Severity::Warning, codeOr(reply.code, Code::VenueRejected), intent.client_id, "replace refused: " + reply.text);
            break;
        default: tracked.query_wanted = true; return;  // both quantities count until the venue says which
    }
    tracked.new_qty.reset();
    tracked.new_price.reset();
}

void RouteDesk::answerQuery(Tracked& tracked, const RouteReply& reply, MonoTime asked) {
    if (!orderIsLive(tracked.order.state)) return;
    switch (reply.outcome) {
        case Outcome::Working:
            working(tracked, reply.venue_id);
            return;
        case Outcome::Partial:
        case Outcome::Filled: return progress(tracked, reply);
        case Outcome::Cancelled:
            progress(tracked, reply);
            return gone(tracked, reply.code, reply.text);
        case Outcome::Rejected:
            if (reply.code == Code::OrderNotFound) return absent(tracked, asked);
            return gone(tracked, codeOr(reply.code, Code::VenueRejected), reply.text);
        case Outcome::Failed:
            if (reply.code == Code::OrderNotFound) absent(tracked, asked);
            return;
        default: return;  // asked again later
    }
}

/// The venue knows how it ended, without a fill that finished it.
void RouteDesk::gone(Tracked& tracked, Code code, std::string_view text) {
    if (!orderIsLive(tracked.order.state)) return;
    if (tracked.order.filled >= tracked.order.intent.qty && m_core.move(tracked, OrderState::Filled)) return;
    const bool rested = tracked.order.state == OrderState::Working || tracked.order.state == OrderState::Partial;
    if (code == Code::Expired && rested && m_core.move(tracked, OrderState::Expired, code, text)) return;
    const bool placed = !tracked.order.venue_id.empty() || tracked.order.filled.units != 0;
    const bool never_was = !placed && code != Code::Ok && m_core.move(tracked, OrderState::Rejected, code, text);
    if (never_was) return;
    if (tracked.order.state == OrderState::Sending) (void)m_core.move(tracked, OrderState::Working);
    (void)m_core.move(tracked, OrderState::Cancelled, code, text);
}

void RouteDesk::progress(Tracked& tracked, const RouteReply& reply) {
    Order& order = tracked.order;
    if (!reply.venue_id.empty()) order.venue_id = reply.venue_id;
    auto filled = unitsOf(reply.filled_qty, tracked.qty_digits);
    if (!filled && reply.outcome == Outcome::Filled) filled = order.intent.qty.units;
    const auto avg = unitsOf(reply.avg_price, tracked.price_digits);
    if (filled && *filled > 0) fillTo(tracked, Qty{*filled}, avg && *avg > 0 ? std::optional(Price{*avg}) : std::nullopt);
    const bool done = reply.outcome == Outcome::Filled || reply.outcome == Outcome::Partial;
    if (!done || !orderIsLive(order.state)) return;
    // The answer to a replace was lost: all of what it asked for is filled.
    if (reply.outcome == Outcome::Filled && tracked.new_qty && order.filled == *tracked.new_qty) order.intent.qty = *tracked.new_qty;
    if (order.filled >= order.intent.qty) {
        (void)m_core.move(tracked, OrderState::Filled, Code::Ok, reply.text);
        return;
    }
    if (order.filled.units == 0) return;
    (void)m_core.move(tracked, OrderState::Partial, Code::Ok, reply.text);
    // Without resting orders the rest is gone.
    if (!canCancel() && order.intent.type == OrderType::Market) (void)m_core.move(tracked, OrderState::Cancelled, Code::Ok, "the rest was not filled");
}

/// The venue's cumulative fill into position and order.
void RouteDesk::fillTo(Tracked& tracked, Qty filled, std::optional<Price> avg) {
    Order& order = tracked.order;
    const Qty delta = filled - order.filled;
    if (delta.units <= 0) return;
    Held* held = account.book.find(order.intent.instrument);
    if (held == nullptr) return;  // an order without its instrument was never sent
    if (!avg) {
        const MarketFacts market = m_core.port.market(order.intent.instrument);
        avg = order.intent.side == OrderSide::Buy ? market.ask : market.bid;
        if (!avg) avg = order.intent.price ? order.intent.price : held->mark;
    }
    const Price price = avg.value_or(Price{});
    const Int128 before = order.avg_price ? Int128{order.avg_price->units} * order.filled.units : Int128{0};
    Int128 cost = Int128{price.units} * filled.units - before;
    if (cost <= 0) cost = Int128{price.units} * delta.units;
    const std::string ticket = tracked.is_close ? order.intent.ticket : order.venue_id;
    (void)account.fill(m_core, &tracked, *held, order.intent.side, delta, cost, ticket, tracked.is_close);
    order.filled = filled;
    if (price.units > 0) order.avg_price = price;
}

void RouteDesk::becomeUnknown(Tracked& tracked, Code code, std::string_view text) {
    if (m_outstanding == tracked.open_request) m_outstanding = 0;
    if (!m_core.move(tracked, OrderState::Unknown, code, text)) return;
    tracked.query.tries = 0;
    tracked.looks_without = 0;
    tracked.last_look = {};
    m_core.risk(Severity::Critical, Code::OrderUnknown, tracked.order.intent.client_id,
                tracked.order.intent.instrument + ": nobody knows what became of it; the gate of the instrument is closed");
}

void RouteDesk::absent(Tracked& tracked, MonoTime asked) {
    const std::int64_t grace = canCancel() ? kGraceSigned : kGracePlain;
    if (asked.ns == 0 || asked - tracked.order.sent_mono < grace) return;
    if (tracked.looks_without != 0 && m_core.now.mono - tracked.last_look < kBetweenLooks) return;
    tracked.last_look = m_core.now.mono;
    if (++tracked.looks_without < kLooks) return;
    if (tracked.order.state == OrderState::Unknown) gone(tracked, Code::OutcomeUnknown, "not at the venue in two looks");
    else gone(tracked, Code::ReconGhost, "not at the venue in two looks");
}

// --- evidence from whole looks

void RouteDesk::onSnapshot(const RouteSnapshot& snapshot) {
    if (!snapshot.account.equity.empty() || !snapshot.account.reply_id.empty()) account.reading(m_core, snapshot.account);
    const MonoTime asked = m_reconciler.askedAt(snapshot.request);
    if (snapshot.has_orders) evidenceFromOrders(snapshot, asked);
    if (snapshot.has_positions) {
        for (Tracked* tracked : own()) {
            if (tracked->order.state != OrderState::Unknown) continue;
            if (tracked->is_close) evidenceOfClose(*tracked, snapshot, asked);
            else evidenceFromPositions(*tracked, snapshot, asked);
        }
        closingsFrom(snapshot, asked);
    }
    m_reconciler.onSnapshot(snapshot);
}

void RouteDesk::evidenceFromOrders(const RouteSnapshot& snapshot, MonoTime asked) {
    for (Tracked* tracked : own()) {
        Order& order = tracked->order;
        if (order.external || tracked->is_close) continue;
        const auto there = std::find_if(snapshot.orders.begin(), snapshot.orders.end(), [&order](const RouteOrder& theirs) {
            return theirs.client_id == order.intent.client_id || (!order.venue_id.empty() && theirs.venue_id == order.venue_id);
        });
        // Older than our own last step: it cannot know.
        if (asked.ns == 0 || order.changed_mono > asked) continue;
        if (there == snapshot.orders.end()) {
            const bool resting = order.state == OrderState::Working || order.state == OrderState::Partial ||
                                 order.state == OrderState::CancelPending;
            if (resting) tracked->query_wanted = true;
            continue;
        }
        tracked->looks_without = 0;
        working(*tracked, there->venue_id);
        const auto filled = unitsOf(there->filled, tracked->qty_digits);
        if (filled && *filled > order.filled.units) tracked->query_wanted = true;
        const auto qty = unitsOf(there->qty, tracked->qty_digits);
        if (tracked->modify.request != 0 || !qty || *qty <= 0) continue;
        order.intent.qty = {*qty};
        tracked->new_qty.reset();
        if (tracked->new_price)
            if (const auto price = unitsOf(there->price, tracked->price_digits))
                (order.intent.type == OrderType::Stop ? order.intent.stop : order.intent.price) = Price{*price};
        tracked->new_price.reset();
    }
}

void RouteDesk::evidenceFromPositions(Tracked& tracked, const RouteSnapshot& snapshot, MonoTime asked) {
    const OrderIntent& intent = tracked.order.intent;
    if (asked.ns == 0 || asked < tracked.order.sent_mono) return;
    const RoutePosition* candidate = nullptr;
    int candidates = 0;
    bool named = false, partly = false;
    for (const RoutePosition& position : snapshot.positions) {
        if (!intent.client_id.empty() && position.client_id == intent.client_id) {
            candidate = &position;
            named = true;
            break;
        }
        if (canCancel() || position.symbol != tracked.symbol || position.side != intent.side) continue;
        const auto qty = unitsOf(position.qty, tracked.qty_digits);
        if (!qty || *qty > intent.qty.units) continue;
        const auto& before = tracked.tickets_before;
        if (std::find(before.begin(), before.end(), position.ticket) != before.end()) continue;
        const Held* held = account.book.find(intent.instrument);
        const bool taken = held != nullptr && std::any_of(held->lots.begin(), held->lots.end(),
                                                          [&](const Lot& lot) { return lot.ticket == position.ticket; });
        if (taken) continue;
        partly = partly || *qty < intent.qty.units;  // no proof of a fill, but none of its absence either
        if (*qty != intent.qty.units) continue;
        candidate = &position;
        ++candidates;
    }
    if (const Held* held = account.book.find(intent.instrument); !named && !canCancel() && held != nullptr && !held->spec.hedging)
        return evidenceFromSum(tracked, *held, snapshot, asked);
    if (!named && candidates == 0) {
        if (!canCancel() && !partly) absent(tracked, asked);
        return;
    }
    for (const Tracked* other : own())  // whose position would it be?
        if (!named && other != &tracked && other->order.intent.instrument == intent.instrument) return;
    if (!named && candidates > 1) return;
    RouteReply found;
    found.outcome = Outcome::Filled;
    found.venue_id = candidate->ticket;
    found.filled_qty = candidate->qty;
    found.avg_price = candidate->open_price;
    const auto qty = unitsOf(candidate->qty, tracked.qty_digits);
    if (!qty || *qty < intent.qty.units) {  // part of it, or closed since: its own answer says which
        tracked.query_wanted = true;
        return;
    }
    found.filled_qty = formatUnits(intent.qty.units, tracked.qty_digits);
    progress(tracked, found);
}

/// A netting account shows no new ticket but another sum: ours with the order in it, with a part of it, or as it was.
void RouteDesk::evidenceFromSum(Tracked& tracked, const Held& held, const RouteSnapshot& snapshot, MonoTime asked) {
    const OrderIntent& intent = tracked.order.intent;
    // A whole close takes the unknown order's part with it, or is itself in doubt: then the sum proves nothing.
    if (m_flattened.contains(intent.instrument)) return;
    for (const Tracked* other : own())
        if (other != &tracked && other->order.intent.instrument == intent.instrument) return;
    RouteReply found;
    std::int64_t theirs = 0;
    for (const RoutePosition& position : snapshot.positions) {
        if (position.symbol != tracked.symbol) continue;
        const auto qty = unitsOf(position.qty, tracked.qty_digits);
        if (!qty) return;
        theirs += position.side == OrderSide::Buy ? *qty : -*qty;
        found.venue_id = position.ticket;
    }
    const std::int64_t moved = (theirs - held.net().units) * (intent.side == OrderSide::Buy ? 1 : -1);
    if (moved == 0) return absent(tracked, asked);
    if (moved < 0 || moved > intent.qty.units) return;
    found.outcome = moved == intent.qty.units ? Outcome::Filled : Outcome::Partial;
    found.filled_qty = formatUnits(moved, tracked.qty_digits);
    progress(tracked, found);
}

void RouteDesk::evidenceOfClose(Tracked& tracked, const RouteSnapshot& snapshot, MonoTime asked) {
    if (asked.ns == 0 || asked < tracked.order.sent_mono) return;
    const OrderIntent& intent = tracked.order.intent;
    const auto there = std::find_if(snapshot.positions.begin(), snapshot.positions.end(),
                                    [&intent](const RoutePosition& position) { return position.ticket == intent.ticket; });
    const Held* held = account.book.find(intent.instrument);
    const Lot* lot = nullptr;
    if (held != nullptr)
        for (const Lot& ours : held->lots)
            if (ours.ticket == intent.ticket) lot = &ours;
    if (lot == nullptr) return gone(tracked, Code::OutcomeUnknown, "the position is gone");
    const auto left = there == snapshot.positions.end() ? std::optional<std::int64_t>(0) : unitsOf(there->qty, tracked.qty_digits);
    if (left && *left <= lot->qty.units - intent.qty.units) {
        RouteReply found;
        found.outcome = Outcome::Filled;
        return progress(tracked, found);
    }
    absent(tracked, asked);
}

}  // namespace bw::trade
