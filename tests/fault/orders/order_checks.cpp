// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold, during a scenario and at its end.
#include <algorithm>

#include "core/model/fixed.h"
#include "tests/fault/orders/order_world.h"

namespace bw::test {

/// After every tick: what arrived at the gateway since the last one.
void OrderWorld::watch() {
    const sim::SimTruth& log = m_gateway.log();
    for (; m_seen_attempts < log.attempts.size(); ++m_seen_attempts) {
        const sim::SimAttempt& attempt = log.attempts[m_seen_attempts];
        trace("at the gateway", attempt.client_id + (attempt.executed ? " carried out" : " refused: " + attempt.why));
        const auto sent = m_sent_opens.find(attempt.client_id);
        if (sent == m_sent_opens.end()) {
            fail("\"" + attempt.client_id + "\" arrived, which the desk never sent");
            continue;
        }
        if (++m_arrivals[attempt.client_id] > 1) fail(attempt.client_id + ": OPEN arrived twice");
        // A gateway on a timer may read what had left long before.
        const bool late = m_plan.gateway.poll_ms > 0;
        if (m_stop.level == 2 && !late) fail(attempt.client_id + ": OPEN arrived while HALTED");
        if (m_stop.level == 1 && !late && !sent->second.reduces) fail(attempt.client_id + ": increasing OPEN arrived while REDUCING");
    }
    if (m_stop.trip != 0 && m_stop.trip == m_verified_trip && isWorkingAtVenue()) fail("an order works after \"verified\"");
    if (m_seen_attempts > m_passed) fail("more OPENs arrived than the latch let through");
    for (const auto& [id, count] : log.executions)
        if (count > 1) fail(id + ": carried out twice");
    if (log.trade_attempts > 0) fail("a bare EA was sent something that it takes for a trade");
    const std::uint64_t unknown = m_desk->unknownOrders();
    m_counts.unknown = std::max(m_counts.unknown, unknown);
    if (unknown == 0) return;
    if (m_plan.calm) fail("UNKNOWN without any reason");
    if (m_mutant != Mutant::ResendsUnknown) return;
    for (const std::string& id : m_ids) {
        const Order* order = m_desk->find(id);
        const auto sent = m_sent_opens.find(id);
        if (order == nullptr || order->state != OrderState::Unknown || sent == m_sent_opens.end() || !m_resent.insert(id).second) continue;
        RouteRequest again = sent->second;
        again.request += 1'000'000;
        (void)m_client->request(again);
    }
}

void OrderWorld::checkEnd() {
    checkOrders();
    checkCancels();
    checkPositions();
}

namespace {

std::string text(const Order& order) {
    return order.intent.client_id + " " + std::string(orderStateName(order.state)) + " " + std::string(codeName(order.code)) + " \"" +
           order.text + "\" filled " + formatUnits(order.filled.units, 2);
}

}  // namespace

void OrderWorld::checkOrders() {
    const sim::SimTruth truth = m_gateway.truth();
    // One request a second is less than the questions about doubtful orders: then doubt may last.
    const bool exact = m_plan.dialect == Dialect::V6 && m_plan.gateway.poll_ms < 1'000;
    for (const std::string& id : m_ids) {
        const Order* order = m_desk->find(id);
        if (order == nullptr) {
            fail(id + ": forgotten");
            continue;
        }
        const auto executed = truth.executions.contains(id);
        const auto real = std::ranges::find(truth.orders, id, &sim::SimOrder::client_id);
        const bool works = real != truth.orders.end() && real->working();
        const std::int64_t filled = real == truth.orders.end() ? 0 : real->filled.units / 1'000'000;
        switch (order->state) {
            case OrderState::New:
            case OrderState::Sending: fail(text(*order) + ": still on its way"); break;
            case OrderState::Filled:
                if (!executed) fail(text(*order) + ": was never carried out");
                else if (works || filled != order->filled.units) fail(text(*order) + ": truly filled " + std::to_string(filled));
                break;
            case OrderState::Rejected:
            case OrderState::RejectedLocal:
                if (executed) fail(text(*order) + ": was carried out");
                break;
            case OrderState::Cancelled:
            case OrderState::Expired:
                if (works) fail(text(*order) + ": works at the venue");
                else if (filled != order->filled.units) fail(text(*order) + ": truly filled " + std::to_string(filled));
                break;
            case OrderState::Working:
            case OrderState::Partial:
            case OrderState::CancelPending:
                if (exact && !works) fail(text(*order) + ": does not work at the venue");
                break;
            case OrderState::Unknown:
                if (exact) fail(text(*order) + ": the venue could tell, carried out: " + (executed ? "yes" : "no"));
                break;
            case OrderState::ResolvedByOperator: break;
        }
    }
}

/// Each cancel that was asked for arrived, or the order shows that it did not.
void OrderWorld::checkCancels() {
    const std::vector<sim::SimCancel>& log = m_gateway.log().cancels;
    for (const Asked& asked : m_cancels) {
        const Order* order = m_desk->find(asked.client_id);
        const auto reached = [&](const sim::SimCancel& cancel) {
            const bool all = cancel.client_id.empty() && cancel.ticket.empty();
            return all || cancel.client_id == asked.client_id || (!cancel.ticket.empty() && cancel.ticket == order->venue_id);
        };
        if (order == nullptr || !orderIsLive(order->state) || order->state == OrderState::Unknown) continue;  // checkOrders() has them
        if (std::any_of(log.begin() + static_cast<std::ptrdiff_t>(asked.log_before), log.end(), reached)) continue;
        const auto told = m_last_notice.find(asked.client_id);
        if (told != m_last_notice.end() && told->second > asked.notices_before) continue;
        fail(text(*order) + ": its cancel was lost without a word");
    }
}

void OrderWorld::checkPositions() {
    const bool lists = m_plan.dialect == Dialect::V6 || m_plan.dialect == Dialect::P3;
    const auto view = std::make_unique<api::TradeView>();
    m_desk->fill(*view, now());
    if (view->gateway_count != 1) return fail("the view has no gateway");
    const api::GatewayRow& gateway = view->gateways[0];
    if (!lists) {
        if (gateway.reconciled) fail("reconciled on a dialect that lists no positions");
        return;
    }
    if (!gateway.reconciled) {
        // After 60 s of a good gateway it has to be, if it can be reached at all.
        if (gateway.error == Code::Ok && m_plan.gateway.poll_ms < 1'000) fail("not reconciled by a good gateway");
        return;
    }
    std::int64_t ours = 0, theirs = 0;
    bool drift = false;
    for (int i = 0; i < view->position_count; ++i) {
        const api::PositionRow& row = view->positions[static_cast<std::size_t>(i)];
        if (row.route.view() != kRoute) continue;
        ours += row.is_long ? row.qty.units : -row.qty.units;
        drift = drift || row.drift;
    }
    for (const sim::SimPosition& position : m_gateway.venue().positions())
        theirs += (position.side == OrderSide::Buy ? 1 : -1) * position.qty.units / 1'000'000;
    if (ours != theirs && !drift && m_desk->unknownOrders() == 0)
        fail("position " + std::to_string(ours) + ", truly " + std::to_string(theirs) + " (0.01 lots), reconciled and no drift shown");
}

}  // namespace bw::test
