// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/feed/sim/book_market.h"
#include "core/feed/sim/tick_market.h"

namespace bw::sim {

/// All six instruments on one clock. Equal arguments give equal events on every platform. Used on one thread.
class MarketModel {
public:
    /// `rate` multiplies arrivals, > 0; `start_ms` since 1970 UTC, the end of the history the bars start with.
    MarketModel(std::uint64_t seed, double rate, std::int64_t start_ms) : m_start_ms(start_ms), m_now_ms(start_ms) {
        for (int i = 0; i < kBookCount; ++i)
            m_books.emplace_back(instruments()[static_cast<std::size_t>(i)], seed, rate, start_ms);
        for (int i = kBookCount; i < kInstrumentCount; ++i)
            m_ticks.emplace_back(instruments()[static_cast<std::size_t>(i)], seed, rate);
    }
    /// The next 10 ms.
    void step(EventSink& sink) {
        for (BookMarket& book : m_books) book.step(m_now_ms, sink);
        for (TickMarket& tick : m_ticks) tick.step(m_now_ms, sink);
        m_now_ms += kStepMs;
    }
    /// The clock jumps forward, as after a machine slept: event times follow, ids go on without a hole.
    void skip(std::int64_t ms) { m_now_ms += ms; }
    /// Faults of the market: `rate` of every book; ids of one book, or of all with nullptr, start again.
    void setRate(double rate) {
        for (BookMarket& book : m_books) book.setRate(rate);
    }
    void restartIds(const SimInstrument* only) {
        for (BookMarket& book : m_books)
            if (only == nullptr || only == &book.instrument()) book.restartIds();
    }
    [[nodiscard]] std::int64_t startMs() const { return m_start_ms; }
    /// Event time up to which the market is made.
    [[nodiscard]] std::int64_t nowMs() const { return m_now_ms; }
    [[nodiscard]] const BookMarket& book(const SimInstrument& instrument) const {
        return m_books[static_cast<std::size_t>(instrument.index)];
    }
    [[nodiscard]] const std::vector<TickMarket>& ticks() const { return m_ticks; }

private:
    std::vector<BookMarket> m_books;
    std::vector<TickMarket> m_ticks;
    std::int64_t m_start_ms, m_now_ms;
};

}  // namespace bw::sim
