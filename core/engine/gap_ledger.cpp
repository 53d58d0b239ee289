// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/gap_ledger.h"

#include <algorithm>

namespace bw::engine {

std::uint64_t GapLedger::open(api::GapRow gap) {
    if (m_open.size() == kOpenMax) close(m_open.front().gap_id, GapClose::Unfillable, gap.from, gap.from_event);
    gap.gap_id = m_next++;
    gap.close = GapClose::Open;
    m_open.push_back(gap);
    m_announce(gap);
    return gap.gap_id;
}

void GapLedger::bound(std::uint64_t gap_id, std::uint64_t first_missing, std::uint64_t last_missing) {
    const auto it = std::find_if(m_open.begin(), m_open.end(), [&](const auto& g) { return g.gap_id == gap_id; });
    if (it == m_open.end()) return;
    it->first_missing = first_missing;
    it->last_missing = last_missing;
    m_announce(*it);
}

void GapLedger::close(std::uint64_t gap_id, GapClose how, WallTime to, EventTime to_event) {
    const auto it = std::find_if(m_open.begin(), m_open.end(), [&](const auto& g) { return g.gap_id == gap_id; });
    if (it == m_open.end()) return;
    api::GapRow gap = *it;
    m_open.erase(it);
    gap.close = how;
    gap.to = to;
    gap.to_event = to_event;
    m_announce(gap);
}

}  // namespace bw::engine
