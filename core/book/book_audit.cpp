// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/book/book_audit.h"

#include <algorithm>

namespace bw::book {

void BookAudit::begin(std::uint64_t last_id, MonoTime now) {
    m_running = true;
    m_has_snapshot = false;
    m_from = last_id;
    m_since = now;
    m_bids_touched.clear();
    m_asks_touched.clear();
}

BookAudit::Result BookAudit::onApplied(const DepthEvent& event, const OrderBook& book, MonoTime now) {
    if (!m_running) return Result::Waiting;
    for (const Level& level : event.bids) m_bids_touched.insert(level.price.units);
    for (const Level& level : event.asks) m_asks_touched.insert(level.price.units);
    if (now - m_since > kWaitNs || m_bids_touched.size() + m_asks_touched.size() > kTouchedMax) {
        m_running = false;
        return Result::Abandoned;
    }
    return m_has_snapshot && event.last_id >= m_snapshot_id ? compare(book) : Result::Waiting;
}

BookAudit::Result BookAudit::onSnapshot(const DepthEvent& snapshot, const OrderBook& book, std::uint64_t last_id, MonoTime now) {
    if (!m_running) return Result::Waiting;
    if (snapshot.last_id < m_from || now - m_since > kWaitNs) {  // from before the request: what changed since is unknown
        m_running = false;
        return Result::Abandoned;
    }
    m_has_snapshot = true;
    m_snapshot_id = snapshot.last_id;
    m_bids = snapshot.bids;
    m_asks = snapshot.asks;
    return last_id >= m_snapshot_id ? compare(book) : Result::Waiting;
}

std::uint64_t BookAudit::differingOn(const BookSide& side, const std::vector<Level>& told,
                                     const std::unordered_set<std::int64_t>& touched, bool bids) const {
    if (told.empty()) return 0;
    std::uint64_t differs = 0;
    for (const Level& level : told)
        if (!touched.contains(level.price.units) && side.at(level.price) != level.qty) ++differs;
    // What we hold inside the snapshot's range and it does not know.
    const std::int64_t end = told.back().price.units;
    std::unordered_set<std::int64_t> known;
    known.reserve(told.size());
    for (const Level& level : told) known.insert(level.price.units);
    for (const Level& level : side.levels()) {
        if (bids ? level.price.units < end : level.price.units > end) break;  // a snapshot says nothing past its last price
        if (!known.contains(level.price.units) && !touched.contains(level.price.units)) ++differs;
    }
    return differs;
}

BookAudit::Result BookAudit::compare(const OrderBook& book) {
    m_running = false;
    m_differences = differingOn(book.bids, m_bids, m_bids_touched, true) + differingOn(book.asks, m_asks, m_asks_touched, false);
    return m_differences == 0 ? Result::Equal : Result::Differs;
}

}  // namespace bw::book
