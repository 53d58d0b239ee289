// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "core/book/book_sync.h"

namespace bw::book {

/// Holds a running book against a fresh snapshot of the venue (feeds spec 5.5, audit): it finds a damaged quantity deep in
/// the book, which no sequence shows. From the request on the touched prices are noted; levels that nothing touched until
/// the book has passed the snapshot's id must be equal. Engine thread. Bounds: kTouchedMax prices, kWaitNs.
class BookAudit {
public:
    enum class Result : std::uint8_t {
        Waiting,   // not running, or the snapshot or the book is not far enough
        Equal,
        Differs,   // at least one untouched level has another quantity, or only one of the two has it
        Abandoned  // too old, too late or too busy: nothing is said
    };
    static constexpr std::size_t kTouchedMax = 20'000;
    static constexpr std::int64_t kWaitNs = 10 * kNsPerSec;

    /// A snapshot was asked for. `last_id`: of the book now.
    void begin(std::uint64_t last_id, MonoTime now);
    [[nodiscard]] bool running() const { return m_running; }
    /// One event was applied to the book.
    Result onApplied(const DepthEvent& event, const OrderBook& book, MonoTime now);
    /// The snapshot came. `last_id`: of the book now.
    Result onSnapshot(const DepthEvent& snapshot, const OrderBook& book, std::uint64_t last_id, MonoTime now);
    /// The book broke, or a snapshot replaced it: what was noted says nothing any more.
    void abandon() { m_running = false; }
    /// Prices that differed at the last Differs.
    [[nodiscard]] std::uint64_t differences() const { return m_differences; }

private:
    [[nodiscard]] Result compare(const OrderBook& book);
    [[nodiscard]] std::uint64_t differingOn(const BookSide& side, const std::vector<Level>& told,
                                            const std::unordered_set<std::int64_t>& touched, bool bids) const;

    bool m_running = false, m_has_snapshot = false;
    std::uint64_t m_from = 0, m_snapshot_id = 0, m_differences = 0;
    MonoTime m_since;
    std::unordered_set<std::int64_t> m_bids_touched, m_asks_touched;
    std::vector<Level> m_bids, m_asks;
};

}  // namespace bw::book
