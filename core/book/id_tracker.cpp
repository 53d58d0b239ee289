// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/book/id_tracker.h"

#include <algorithm>

namespace bw::book {
namespace {
constexpr std::int64_t kReorderNs = 200 * kNsPerMs;
}

IdTracker::Outcome IdTracker::onId(std::uint64_t id, MonoTime now) {
    Outcome out;
    if (!m_any) [[unlikely]] {
        m_any = true;
        m_first = m_last = id;
        return out;
    }
    if (id == m_last + 1) [[likely]] {
        m_last = id;
        return out;
    }
    if (id > m_last) {
        out.verdict = Verdict::Gap;
        out.gap_first = m_last + 1;
        out.gap_last = id - 1;
        if (m_open.size() == kIntervalsMax) freezeFirst(out);
        m_open.push_back({out.gap_first, out.gap_last, out.gap_first, now});
        m_missing += out.gap_last - out.gap_first + 1;
        m_last = id;
        return out;
    }
    if (id < m_first) {
        // Below the first seen: the range grows downwards and what lies between is missing.
        out.verdict = Verdict::Late;
        if (id + 1 < m_first) {
            out.gap_first = id + 1;
            out.gap_last = m_first - 1;
            m_open.insert(m_open.begin(), {id + 1, m_first - 1, id + 1, now});
            m_missing += m_first - id - 1;
            if (m_open.size() > kIntervalsMax) freezeFirst(out);
        }
        m_first = id;
        return out;
    }
    return fill(id, now);
}

IdTracker::Outcome IdTracker::onRange(std::uint64_t first, std::uint64_t last, MonoTime now) {
    if (m_any && last <= m_last) {  // history that fills a gap, or a duplicate
        Outcome out = onId(first, now);
        for (std::uint64_t id = first; id++ < last;) {
            const Outcome next = onId(id, now);
            if (next.verdict != Verdict::Duplicate) out = next;
        }
        return out;
    }
    Outcome out = onId(std::max(first, m_any ? m_last + 1 : first), now);
    m_last = last;
    return out;
}

bool IdTracker::allMissing(std::uint64_t first, std::uint64_t last) const {
    const auto it = std::upper_bound(m_open.begin(), m_open.end(), first,
                                     [](std::uint64_t v, const Interval& i) { return v < i.first; });
    return it != m_open.begin() && std::prev(it)->last >= last;
}

std::uint64_t IdTracker::missingOf(std::uint64_t key) const {
    std::uint64_t n = 0;
    for (const Interval& i : m_open)
        if (i.key == key) n += i.last - i.first + 1;
    return n;
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> IdTracker::missingRanges() const {
    auto out = m_frozen;
    for (const Interval& i : m_open) out.emplace_back(i.first, i.last);
    std::sort(out.begin(), out.end());  // an old interval may have opened below the frozen ones
    return out;
}

/// Its ids stay missing, and nobody waits for them any more.
void IdTracker::freezeFirst(Outcome& out) {
    out.frozen_key = m_open.front().key;
    if (m_frozen.size() < kFrozenTold) m_frozen.emplace_back(m_open.front().first, m_open.front().last);
    m_open.erase(m_open.begin());
}

IdTracker::Outcome IdTracker::fill(std::uint64_t id, MonoTime now) {
    Outcome out;
    auto it = std::upper_bound(m_open.begin(), m_open.end(), id, [](std::uint64_t v, const Interval& i) { return v < i.first; });
    if (it == m_open.begin() || std::prev(it)->last < id) {
        out.verdict = Verdict::Duplicate;
        ++m_duplicates;
        return out;
    }
    --it;
    --m_missing;
    out.verdict = Verdict::Filled;
    out.gap_key = it->key;
    out.quick = now - it->opened <= kReorderNs;
    if (it->first == it->last) {
        m_open.erase(it);
    } else if (id == it->first) {
        ++it->first;
    } else if (id == it->last) {
        --it->last;
    } else {
        const Interval upper{id + 1, it->last, it->key, it->opened};
        it->last = id - 1;
        m_open.insert(std::next(it), upper);
        if (m_open.size() > kIntervalsMax) freezeFirst(out);
    }
    out.gap_closed = std::none_of(m_open.begin(), m_open.end(), [&](const Interval& i) { return i.key == out.gap_key; });
    return out;
}

}  // namespace bw::book
