// SPDX-License-Identifier: GPL-3.0-or-later
// The operator's Flatten on a live route (risk spec 3.6): one CLOSE a ticket, each reported; flat only after a look says so.
#include <algorithm>

#include "core/trade/route_desk.h"

namespace bw::trade {

using Outcome = RouteReply::Outcome;

void RouteDesk::flatten(std::string_view instrument, std::string_view source) {
    m_flattening = true;
    m_flatten_scope = instrument;
    std::size_t sent = 0;
    for (auto& [name, held] : account.book.all()) {
        if (!instrument.empty() && name != instrument) continue;
        for (const Lot& lot : held.lots) {
            const bool on_its_way = std::any_of(m_closings.begin(), m_closings.end(), [&lot](const Closing& closing) {
                return closing.ticket == lot.ticket && closing.state == Flatten::Sent;
            });
            if (on_its_way) continue;
            RouteRequest request;
            request.op = RouteOp::Close;
            request.route = facts.name;
            request.request = m_core.nextRequest();
            request.venue_id = lot.ticket;
            request.instrument = name;
            request.symbol = symbolOf(name);
            request.side = lot.side == OrderSide::Buy ? OrderSide::Sell : OrderSide::Buy;
            request.qty = formatUnits(lot.qty.units, held.spec.qty_digits);
            request.reduces = request.flatten = true;
            request.magic = m_core.config.risk.execution.magic;
            request.source = source;
            if (!m_core.port.send(request)) {
                m_core.risk(Severity::Critical, Code::GatewayDown, facts.name, "flatten: " + lot.ticket + " refused, the route takes no more");
                continue;
            }
            ++sent;
            m_flattened.insert(name);
            std::erase_if(m_closings, [&lot](const Closing& closing) { return closing.ticket == lot.ticket; });
            m_closings.push_back({request.request, lot.ticket, name, request.side, lot.qty, m_core.now.mono, Flatten::Sent});
        }
    }
    m_core.risk(Severity::Warning, Code::Ok, facts.name, "flatten: " + std::to_string(sent) + " positions asked to close");
}

void RouteDesk::answerClosing(Closing& closing, const RouteReply& reply) {
    const std::string words = "flatten: " + closing.instrument + " " + closing.ticket;
    Held* held = account.book.find(closing.instrument);
    switch (reply.outcome) {
        case Outcome::Filled:
        case Outcome::Partial:
        case Outcome::Ok: {
            const int digits = held == nullptr ? kDefaultDigits : held->spec.qty_digits;
            const Qty qty{unitsOf(reply.filled_qty, digits).value_or(closing.qty.units)};
            if (held != nullptr) {
                const MarketFacts market = m_core.port.market(closing.instrument);
                const auto told = unitsOf(reply.avg_price, held->spec.price_digits);
                std::optional<Price> price = closing.side == OrderSide::Buy ? market.ask : market.bid;
                if (told && *told > 0) price = Price{*told};
                if (!price) price = held->mark;
                const Int128 cost = Int128{price.value_or(Price{}).units} * qty.units;
                (void)account.fill(m_core, nullptr, *held, closing.side, qty, cost, closing.ticket, true);
            }
            m_core.risk(Severity::Info, Code::Ok, facts.name, words + (qty < closing.qty ? " closed in part" : " closed"));
            break;
        }
        case Outcome::Rejected:
        case Outcome::Unchanged:
        case Outcome::Cancelled:
        case Outcome::NotSent:
            m_core.risk(Severity::Critical, reply.code == Code::Ok ? Code::CloseFailed : reply.code, facts.name, words + " refused: " + reply.text);
            break;
        default:
            closing.state = Flatten::Unknown;
            m_core.risk(Severity::Critical, Code::OutcomeUnknown, facts.name, words + " UNKNOWN: " + reply.text);
            return;
    }
    std::erase_if(m_closings, [&reply](const Closing& done) { return done.request == reply.request; });
}

void RouteDesk::closingsFrom(const RouteSnapshot& snapshot, MonoTime asked) {
    if (!m_flattening || asked.ns == 0) return;
    for (auto closing = m_closings.begin(); closing != m_closings.end();) {
        const bool there = std::any_of(snapshot.positions.begin(), snapshot.positions.end(),
                                       [&](const RoutePosition& position) { return position.ticket == closing->ticket; });
        if (closing->state != Flatten::Unknown || asked <= closing->sent || there) {
            ++closing;
            continue;
        }
        m_core.risk(Severity::Info, Code::Ok, facts.name, "flatten: " + closing->instrument + " " + closing->ticket + " is gone at the venue");
        closing = m_closings.erase(closing);
    }
    const bool waiting = std::any_of(m_closings.begin(), m_closings.end(), [asked](const Closing& closing) {
        return closing.state == Flatten::Sent || asked <= closing.sent;
    });
    if (waiting) return;
    const auto left = std::count_if(snapshot.positions.begin(), snapshot.positions.end(), [this](const RoutePosition& position) {
        return m_flatten_scope.empty() || m_core.port.instrumentOf(facts.name, position.symbol) == m_flatten_scope;
    });
    for (const Closing& closing : m_closings)
        m_core.risk(Severity::Critical, Code::CloseFailed, facts.name, "flatten: " + closing.instrument + " " + closing.ticket + " is still open");
    m_closings.clear();
    m_flattening = false;
    const std::string scope = m_flatten_scope.empty() ? facts.name : m_flatten_scope;
    if (left == 0) m_core.risk(Severity::Info, Code::Ok, facts.name, "flatten: " + scope + " is flat, the venue says so");
    else m_core.risk(Severity::Critical, Code::CloseFailed, facts.name, "flatten: " + scope + " is NOT flat, " + std::to_string(left) + " positions left");
}

}  // namespace bw::trade
