// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <vector>

#include "core/api/views.h"

namespace bw::api {

/// A ring that drops the oldest; index 0 is the oldest held. `dropped()` says how many were let go.
template <class T>
class Ring {
public:
    explicit Ring(std::size_t capacity) : m_items(), m_capacity(capacity) {}
    void push(const T& item) {
        if (m_items.size() == m_capacity) {
            m_items[m_first] = item;
            m_first = (m_first + 1) % m_capacity;
            ++m_dropped;
        } else {
            m_items.push_back(item);
        }
    }
    void clear() {
        m_items.clear();
        m_first = 0;
        m_dropped = 0;
    }
    [[nodiscard]] std::size_t size() const { return m_items.size(); }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return m_items[(m_first + i) % m_items.size()]; }
    [[nodiscard]] T& operator[](std::size_t i) { return m_items[(m_first + i) % m_items.size()]; }
    [[nodiscard]] const T& back() const { return (*this)[size() - 1]; }

private:
    std::vector<T> m_items;
    std::size_t m_capacity, m_first = 0;
    std::uint64_t m_dropped = 0;
};

/// The display history of one instrument. GUI thread only: fed from EngineApi::nextItem, read by every view, so that a
/// view opened late is full at once. Bounds: 7,200 bars of 1 s, 20,000 of 60 s, 20,000 trades, 2,000 gaps, 7,200 samples; drop oldest.
struct InstrumentHistory {
    Ring<Bar> seconds{7'200};
    Ring<Bar> minutes{20'000};
    Ring<TradeRow> trades{20'000};
    Ring<GapRow> gaps{2'000};
    Ring<FlowPoint> flow{7'200};  // of the first sampling
    std::uint64_t revision = 0;  // +1 a change
};

/// GUI thread only.
class DisplayHistory {
public:
    /// Takes one item over. A bar with the open time of one that is held replaces it (late revision); a gap with a known
    /// gap_id replaces it (closing).
    void apply(const DisplayItem& item);
    [[nodiscard]] const InstrumentHistory& of(int instrument) const;
    [[nodiscard]] const Ring<GapRow>& gaps() const { return m_gaps; }  // of all instruments, in order of opening
    [[nodiscard]] std::uint64_t gapsRevision() const { return m_gaps_revision; }
    void clear();

private:
    InstrumentHistory& slot(int instrument);
    std::deque<InstrumentHistory> m_instruments;
    InstrumentHistory m_none;
    Ring<GapRow> m_gaps{10'000};
    std::uint64_t m_gaps_revision = 0;
};

}  // namespace bw::api
