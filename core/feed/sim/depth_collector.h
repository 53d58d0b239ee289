// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/feed/sim/events.h"
#include "core/feed/sim/ring_book.h"

namespace bw::sim {

/// Gathers the prices changed between two depth messages of one speed. Bounded by the prices a book can touch
/// meanwhile.
class DepthCollector {
public:
    explicit DepthCollector(std::uint64_t first_id) : m_prev_last(first_id) {}

    void touch(bool is_bid, std::int64_t price, std::uint64_t id, std::int64_t time_ms) {
        if (m_first == 0) m_first = id;
        m_last = id;
        m_time_ms = time_ms;
        Touched& touched = is_bid ? m_bids : m_asks;
        std::int64_t& seen = touched.seen[static_cast<std::size_t>(price & (RingBook::kSlots - 1))];
        if (seen == price) return;
        seen = price;
        touched.prices.push_back(price);
    }
    [[nodiscard]] bool isEmpty() const { return m_first == 0; }
    /// Ids start again: `id` is the newest now. What was touched goes out under it.
    void restart(std::uint64_t id) {
        m_prev_last = id - 1;
        if (m_first != 0) m_first = m_last = id;
    }

    /// The message; valid until the next flush. Only when not empty.
    const DepthUpdate& flush(const RingBook& book, const SimInstrument& instrument, std::int64_t time_ms) {
        m_update.first_id = m_first;
        m_update.last_id = m_last;
        m_update.prev_last_id = m_prev_last;
        m_update.time_ms = time_ms;
        m_update.transaction_ms = m_time_ms;
        collect(m_bids, m_update.bids, /*is_bid=*/true, book, instrument);
        collect(m_asks, m_update.asks, /*is_bid=*/false, book, instrument);
        m_prev_last = m_last;
        m_first = 0;
        return m_update;
    }

private:
    struct Touched {
        std::vector<std::int64_t> prices;
        std::vector<std::int64_t> seen = std::vector<std::int64_t>(RingBook::kSlots, -1);  // last price of each slot
    };
    static void collect(Touched& touched, std::vector<Level>& out, bool is_bid, const RingBook& book,
                        const SimInstrument& instrument) {
        // Two prices of one slot may both be listed twice: unique after the sort.
        std::sort(touched.prices.begin(), touched.prices.end());
        const auto end = std::unique(touched.prices.begin(), touched.prices.end());
        out.clear();
        for (auto it = touched.prices.begin(); it != end; ++it) {
            out.push_back({Price{*it * instrument.tick_units}, Qty{book.qty(is_bid, *it)}});
            touched.seen[static_cast<std::size_t>(*it & (RingBook::kSlots - 1))] = -1;
        }
        touched.prices.clear();
    }

    Touched m_bids, m_asks;
    DepthUpdate m_update;
    std::uint64_t m_first = 0, m_last = 0, m_prev_last;
    std::int64_t m_time_ms = 0;
};

}  // namespace bw::sim
