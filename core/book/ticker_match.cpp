// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/book/ticker_match.h"

#include <algorithm>

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

/// One comparison for an id that both streams have told: equal when any top of that id is. False too when the ticker has
/// not told it yet.
bool TickerMatch::compareId(std::uint64_t id, MonoTime now) {
    const std::uint64_t held = std::min(m_count, kSameIdBack);
    const Entry* ticker = nullptr;
    const Entry* book = nullptr;
    for (std::uint64_t back = 1; back <= held; ++back) {
        const Entry& entry = m_ring[(m_count - back) % kRing];
        if (entry.id != id) continue;
        for (const Entry& waiting : m_waiting) {
            if (waiting.id != id || (ticker != nullptr && waiting.top != entry.top)) continue;
            ticker = &entry;
            book = &waiting;
        }
    }
    if (ticker == nullptr) return false;
    const bool broken = compare(book->top, ticker->top, now);
    std::erase_if(m_waiting, [id](const Entry& entry) { return entry.id == id; });
    return broken;
}

bool TickerMatch::onTicker(std::uint64_t id, const Quote& top, MonoTime now) {
    if (m_rule == Rule::SameId) {
        m_ring[m_count++ % kRing] = {id, top, now};
        return !m_waiting.empty() && m_waiting.back().id != id && compareId(id, now);
    }
    bool broken = false;
    while (!m_waiting.empty() && m_waiting.front().id < id) {
        if (m_count > 0 && newest().id <= m_waiting.front().id) broken |= compare(m_waiting.front().top, newest().top, now);
        m_waiting.pop_front();
    }
    m_ring[m_count++ % kRing] = {id, top, now};
    return broken;
}

bool TickerMatch::onDepth(std::uint64_t id, const Quote& top, MonoTime now) {
    if (m_rule == Rule::SameId) {  // an id is complete when the next one comes
        const bool differs = !m_waiting.empty() && m_waiting.back().id != id && compareId(m_waiting.back().id, now);
        m_waiting.push_back({id, top, now});
        if (m_waiting.size() > kSameIdBack) m_waiting.pop_front();
        return differs;
    }
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
        if (m_rule == Rule::SameId) {
            const std::uint64_t id = m_waiting.front().id;
            broken |= compareId(id, now);
            if (!m_waiting.empty() && m_waiting.front().id == id) m_waiting.pop_front();  // its ticker never came
            continue;
        }
        if (m_count > 0) broken |= compare(m_waiting.front().top, newest().top, now);
        m_waiting.pop_front();
    }
    return broken;
}

void TickerMatch::finish() {
    while (m_rule == Rule::SameId && !m_waiting.empty()) {
        const Entry first = m_waiting.front();
        static_cast<void>(compareId(first.id, first.when));
        std::erase_if(m_waiting, [&](const Entry& entry) { return entry.id == first.id; });
    }
    for (const Entry& entry : m_waiting)
        if (m_count > 0) compare(entry.top, newest().top, entry.when);
    m_waiting.clear();
}

}  // namespace bw::book
