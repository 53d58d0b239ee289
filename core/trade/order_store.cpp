// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/order_store.h"

#include "core/model/assert.h"

namespace bw::trade {
namespace {

constexpr std::uint32_t bit(OrderState state) { return 1u << static_cast<unsigned>(state); }

/// States that may follow, one bit each.
constexpr std::uint32_t following(OrderState from) {
    using enum OrderState;
    switch (from) {
        case New: return bit(RejectedLocal) | bit(Sending);
        case Sending: return bit(Working) | bit(Partial) | bit(Filled) | bit(Rejected) | bit(Unknown) | bit(RejectedLocal);
        case Working:
        case Partial: return bit(Partial) | bit(Filled) | bit(Cancelled) | bit(Expired) | bit(CancelPending);
        case CancelPending: return bit(Cancelled) | bit(Filled) | bit(Working) | bit(Unknown);
        case Unknown:
            return bit(Working) | bit(Partial) | bit(Filled) | bit(Rejected) | bit(RejectedLocal) | bit(Cancelled) |
                   bit(Expired) | bit(CancelPending) | bit(ResolvedByOperator);
        default: return 0;
    }
}

}  // namespace

bool mayMove(OrderState from, OrderState to) noexcept { return (following(from) & bit(to)) != 0; }

bool OrderStore::used(std::string_view client_id) const { return m_ids.contains(client_id) || m_by_id.contains(client_id); }

void OrderStore::use(std::string_view client_id) {
    if (!m_ids.emplace(client_id).second) return;
    m_ids_in_order.emplace_back(client_id);
    if (m_ids_in_order.size() <= kIdsMax) return;
    m_ids.erase(m_ids_in_order.front());
    m_ids_in_order.pop_front();
}

Tracked& OrderStore::add(Order order) {
    BW_ASSERT(!m_by_id.contains(order.intent.client_id));
    use(order.intent.client_id);
    const std::uint64_t seq = ++m_seq;
    m_by_id.emplace(order.intent.client_id, seq);
    m_live.insert(seq);
    Tracked& tracked = m_orders[seq];
    tracked.order = std::move(order);
    tracked.seq = seq;
    return tracked;
}

Tracked* OrderStore::find(std::string_view client_id) {
    const auto found = m_by_id.find(client_id);
    return found == m_by_id.end() ? nullptr : &m_orders.at(found->second);
}

const Tracked* OrderStore::find(std::string_view client_id) const {
    const auto found = m_by_id.find(client_id);
    return found == m_by_id.end() ? nullptr : &m_orders.at(found->second);
}

Tracked* OrderStore::findVenue(std::string_view route, std::string_view venue_id) {
    if (venue_id.empty()) return nullptr;
    for (const std::uint64_t seq : m_live) {
        Tracked& tracked = m_orders.at(seq);
        if (tracked.order.venue_id == venue_id && tracked.order.intent.route == route) return &tracked;
    }
    return nullptr;
}

bool OrderStore::move(Tracked& tracked, OrderState to, DeskTime now) {
    const OrderState from = tracked.order.state;
    if (!mayMove(from, to)) return false;
    tracked.order.state = to;
    tracked.order.changed_mono = now.mono;
    tracked.order.changed_wall = now.wall;
    if (from == OrderState::Unknown) --m_unknown;
    if (to == OrderState::Unknown) {
        ++m_unknown;
        tracked.unknown_since = now.mono;
        tracked.looks_without = 0;
    }
    if (orderIsLive(to)) return true;
    m_live.erase(tracked.seq);
    m_ended.push_back(tracked.seq);
    if (m_ended.size() > kEndedMax) {
        const std::uint64_t oldest = m_ended.front();
        m_ended.pop_front();
        m_by_id.erase(m_orders.at(oldest).order.intent.client_id);
        m_orders.erase(oldest);
    }
    return true;
}

std::vector<Tracked*> OrderStore::live() {
    std::vector<Tracked*> out;
    out.reserve(m_live.size());
    for (const std::uint64_t seq : m_live) out.push_back(&m_orders.at(seq));
    return out;
}

std::vector<const Tracked*> OrderStore::live() const {
    std::vector<const Tracked*> out;
    out.reserve(m_live.size());
    for (const std::uint64_t seq : m_live) out.push_back(&m_orders.at(seq));
    return out;
}

std::vector<const Tracked*> OrderStore::ended(std::size_t max) const {
    std::vector<const Tracked*> out;
    for (auto seq = m_ended.rbegin(); seq != m_ended.rend() && out.size() < max; ++seq) out.push_back(&m_orders.at(*seq));
    return out;
}

}  // namespace bw::trade
