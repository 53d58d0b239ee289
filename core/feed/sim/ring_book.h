// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>

#include "core/model/assert.h"

namespace bw::sim {

/// Both sides of a dense book in ticks. A side holds prices within kSlots of each other, found by price modulo kSlots,
/// so every operation is an array access. Its owner keeps at least one level a side. Used on one thread.
class RingBook {
public:
    static constexpr std::int64_t kSlots = 1024;

    /// An empty book around a spread of one tick; fill both sides before use.
    explicit RingBook(std::int64_t bid) {
        m_bids.best = m_bids.deepest = bid;
        m_asks.best = m_asks.deepest = bid + 1;
    }
    /// Step from a price to the next worse one: -1 for bids, +1 for asks.
    [[nodiscard]] static constexpr std::int64_t deeper(bool is_bid) { return is_bid ? -1 : 1; }
    [[nodiscard]] std::int64_t best(bool is_bid) const { return side(is_bid).best; }
    [[nodiscard]] std::int64_t deepest(bool is_bid) const { return side(is_bid).deepest; }
    [[nodiscard]] std::int64_t midTwice() const { return m_bids.best + m_asks.best; }
    [[nodiscard]] std::int64_t spread() const { return m_asks.best - m_bids.best; }
    [[nodiscard]] std::int64_t qty(bool is_bid, std::int64_t price) const {
        const Half& half = side(is_bid);
        const std::int64_t depth = (price - half.best) * deeper(is_bid);
        const std::int64_t depth_max = (half.deepest - half.best) * deeper(is_bid);
        return depth < 0 || depth > depth_max ? 0 : half.qty[slot(price)];
    }
    /// Prices from the best to the deepest, empty ones between included.
    [[nodiscard]] std::int64_t levelsHeld(bool is_bid) const {
        return (side(is_bid).deepest - side(is_bid).best) * deeper(is_bid) + 1;
    }
    void set(bool is_bid, std::int64_t price, std::int64_t qty) {
        Half& half = is_bid ? m_bids : m_asks;
        const std::int64_t step = deeper(is_bid);
        half.qty[slot(price)] = qty;
        if (qty > 0) {
            if ((half.best - price) * step > 0) half.best = price;
            if ((price - half.deepest) * step > 0) half.deepest = price;
            BW_ASSERT((half.deepest - half.best) * step < kSlots && m_bids.best < m_asks.best);
            return;
        }
        while (half.qty[slot(half.best)] == 0) {
            half.best += step;
            BW_ASSERT((half.deepest - half.best) * step >= 0);
        }
    }
    /// Forgets the worst price, which must be empty already.
    void dropDeepest(bool is_bid) {
        Half& half = is_bid ? m_bids : m_asks;
        half.deepest -= deeper(is_bid);
    }

private:
    struct Half {
        std::array<std::int64_t, kSlots> qty{};
        std::int64_t best = 0, deepest = 0;
    };
    [[nodiscard]] static std::size_t slot(std::int64_t price) { return static_cast<std::size_t>(price & (kSlots - 1)); }
    [[nodiscard]] const Half& side(bool is_bid) const { return is_bid ? m_bids : m_asks; }
    Half m_bids, m_asks;
};

}  // namespace bw::sim
