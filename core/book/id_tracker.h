// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "core/model/times.h"

namespace bw::book {

/// Continuity of trade ids of one stream, as a set of missing intervals (feeds spec 3, "trade ids"). Engine thread.
/// At most 1,024 open intervals; the oldest is then frozen: its ids stay missing for good.
class IdTracker {
public:
    enum class Verdict : std::uint8_t { New, Gap, Filled, Late, Duplicate };
    struct Outcome {
        Verdict verdict = Verdict::New;
        std::uint64_t gap_first = 0, gap_last = 0;  // Gap, Late: what is missing now; 0, 0: nothing
        std::uint64_t gap_key = 0;                  // Filled: key of the interval that was touched
        bool gap_closed = false;                    // Filled: nothing of that interval is missing any more
        std::uint64_t frozen_key = 0;               // key of the interval that had to go; 0: none
        bool quick = false;                         // Filled: within 200 ms of its opening, so it was only reordered
    };
    Outcome onId(std::uint64_t id, MonoTime now);
    /// A run of ids in one message, first <= last: a venue aggregate, or fills of which only the last id is told.
    Outcome onRange(std::uint64_t first, std::uint64_t last, MonoTime now);
    /// Goes to `id` without calling what lies between missing: the venue's rule for its ids is not proven yet.
    void advance(std::uint64_t id) {
        if (!m_any) m_first = id;
        m_any = true;
        m_last = id;
    }
    /// True when every id of [first, last] is missing and still waited for.
    [[nodiscard]] bool allMissing(std::uint64_t first, std::uint64_t last) const;
    /// What is still missing of the gap that opened at `key`.
    [[nodiscard]] std::uint64_t missingOf(std::uint64_t key) const;
    /// Every id interval that is missing now, in order: [first, last]; of the frozen ones the first 65,536.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::uint64_t>> missingRanges() const;
    /// An id range that is known to hold no id of ours is not asked for: the stream starts again at the next id.
    [[nodiscard]] bool any() const { return m_any; }
    [[nodiscard]] std::uint64_t first() const { return m_first; }
    [[nodiscard]] std::uint64_t last() const { return m_last; }
    [[nodiscard]] std::uint64_t missing() const { return m_missing; }
    [[nodiscard]] std::uint64_t duplicates() const { return m_duplicates; }

private:
    void freezeFirst(Outcome& out);
    struct Interval {
        std::uint64_t first, last;
        std::uint64_t key;  // first id of the gap as it opened
        MonoTime opened;
    };
    Outcome fill(std::uint64_t id, MonoTime now);
    static constexpr std::size_t kIntervalsMax = 1'024;
    static constexpr std::size_t kFrozenTold = 65'536;
    std::vector<Interval> m_open;  // sorted by first
    std::vector<std::pair<std::uint64_t, std::uint64_t>> m_frozen;  // for missingRanges()
    bool m_any = false;
    std::uint64_t m_first = 0, m_last = 0, m_missing = 0, m_duplicates = 0;
};

}  // namespace bw::book
