// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/book/ticker_match.h"

namespace bw::book {

bool TickerMatch::compare(const Quote& book, const Quote& ticker, MonoTime now) {
    ++m_compared;
    if (book == ticker) [[likely]] {
        ++m_equal;
        m_mismatches = 0;
        return false;
    }
    if (m_mismatches++ == 0) m_first_mismatch = now;
    const bool broken = m_mismatches >= 3 && now - m_first_mismatch >= 500 * kNsPerMs;
    if (broken) m_mismatches = 0;
    return broken;
}

const TickerMatch::Entry* TickerMatch::lastAtOrBelow(std::uint64_t id) const {
    const std::uint64_t held = m_count < kRing ? m_count : kRing;
    for (std::uint64_t back = 1; back <= held; ++back) {
        const Entry& entry = m_ring[(m_count - back) % kRing];
        if (entry.id <= id) return &entry;
    }
    return nullptr;
}

bool TickerMatch::onTicker(std::uint64_t id, const Quote& top, MonoTime now) {
    bool broken = false;
    while (!m_waiting.empty() && m_waiting.front().id < id) {
        if (m_count > 0 && newest().id <= m_waiting.front().id) broken |= compare(m_waiting.front().top, newest().top, now);
        m_waiting.pop_front();
    }
    m_ring[m_count++ % kRing] = {id, top, now};
    return broken;
}

bool TickerMatch::onDepth(std::uint64_t id, const Quote& top, MonoTime now) {
    if (m_count > 0 && newest().id > id) {
        const Entry* ticker = lastAtOrBelow(id);
        return ticker != nullptr && compare(top, ticker->top, now);
    }
    bool broken = false;
    if (m_waiting.size() == kWaitingMax) {
        if (m_count > 0) broken = compare(m_waiting.front().top, newest().top, now);
        m_waiting.pop_front();
    }
    m_waiting.push_back({id, top, now});
    return broken;
}

bool TickerMatch::onTimer(MonoTime now) {
    bool broken = false;
    while (!m_waiting.empty() && now - m_waiting.front().when >= kWaitNs) {
        if (m_count > 0) broken |= compare(m_waiting.front().top, newest().top, now);
        m_waiting.pop_front();
    }
    return broken;
}

void TickerMatch::finish() {
    for (const Entry& entry : m_waiting)
        if (m_count > 0) compare(entry.top, newest().top, entry.when);
    m_waiting.clear();
}

}  // namespace bw::book
