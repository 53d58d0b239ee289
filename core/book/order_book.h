// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/model/types.h"

namespace bw::book {

/// One side of an order book, all levels. Near the best price the quantities stand in a window indexed by tick with an
/// occupancy bitmap, so that set, remove and "next best" cost a few instructions; levels outside the window live in a
/// tree. Engine thread.
///
/// Invariants: every price is a multiple of the step; the best level is inside the window; the tree holds only levels
/// worse than the window. Pages of the window that hold no level are never touched.
class BookSide {
public:
    enum class Kind : std::uint8_t { Bid, Ask };
    explicit BookSide(Kind kind) : m_bid(kind == Kind::Bid) {}

    /// Sets the total quantity at a price; 0 removes it (removing what is not held is normal). price > 0, qty >= 0.
    void set(Price price, Qty qty);
    void clear();
    [[nodiscard]] bool empty() const { return m_count == 0; }
    [[nodiscard]] std::size_t size() const { return m_count; }
    /// Best level; call only when not empty.
    [[nodiscard]] Level best() const { return {{priceAt(m_best)}, {m_window[m_best]}}; }
    /// Best price in units, or a sentinel that compares as "no price" (bid: -1, ask: int64 max).
    [[nodiscard]] std::int64_t bestUnits() const;
    /// Up to n best levels, best first; returns how many were written.
    int top(Level* out, int n) const;
    /// Quantity at a price, 0 if none.
    [[nodiscard]] Qty at(Price price) const;
    /// All levels, best first.
    [[nodiscard]] std::vector<Level> levels() const;
    /// Drops the worst levels until at most `max` are left; returns how many were dropped.
    std::size_t trim(std::size_t max);

private:
    static constexpr std::size_t kSlots = 65'536;
    static constexpr std::size_t kWords = kSlots / 64;
    static constexpr std::size_t kSummaryWords = kWords / 64;
    struct Free {
        void operator()(std::int64_t* p) const noexcept;
    };

    [[nodiscard]] std::int64_t priceAt(std::size_t slot) const {
        return (m_base_tick + static_cast<std::int64_t>(slot)) * m_step;
    }
    /// Slot of a price on the grid and inside the window; kSlots when outside, kOffGrid when not a multiple of the step.
    [[nodiscard]] std::size_t slotOf(std::int64_t units) const;
    static constexpr std::size_t kOffGrid = kSlots + 1;
    [[nodiscard]] bool better(std::int64_t a, std::int64_t b) const { return m_bid ? a > b : a < b; }
    void setFar(std::int64_t units, std::int64_t qty);
    void setSlot(std::size_t slot, std::int64_t qty);
    void rebuild(std::int64_t centre_units, std::int64_t step);
    [[nodiscard]] std::size_t nextWorse(std::size_t slot) const;  // kSlots: none in the window
    void afterBestRemoved();

    bool m_bid;
    std::int64_t m_step = 0;      // 0: no window yet
    double m_inverse_step = 0;    // to guess the quotient; the guess is verified in integers
    std::int64_t m_base_tick = 0;
    std::size_t m_best = kSlots;
    std::size_t m_count = 0;
    std::unique_ptr<std::int64_t[], Free> m_window;
    std::vector<std::uint64_t> m_bits, m_summary;
    std::map<std::int64_t, std::int64_t> m_far;  // price units -> qty units
};

/// Both sides. Levels are absolute quantities as venues send them.
class OrderBook {
public:
    BookSide bids{BookSide::Kind::Bid};
    BookSide asks{BookSide::Kind::Ask};
    void clear() {
        bids.clear();
        asks.clear();
    }
    [[nodiscard]] Quote top() const {
        Quote q;
        if ((q.has_bid = !bids.empty())) q.bid = bids.best();
        if ((q.has_ask = !asks.empty())) q.ask = asks.best();
        return q;
    }
    [[nodiscard]] bool crossed() const { return !bids.empty() && !asks.empty() && bids.bestUnits() >= asks.bestUnits(); }
};

}  // namespace bw::book
