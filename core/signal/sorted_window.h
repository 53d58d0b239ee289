// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstring>
#include <vector>

namespace bw::signal {

/// The last `capacity` values, once in order of arrival and once in order of size. One value in, the oldest out: two
/// binary searches and one memmove of at most `capacity` values. Finite values only. Allocates when made, never after.
/// Engine thread.
class SortedWindow {
public:
    explicit SortedWindow(int capacity)
        : m_ring(static_cast<std::size_t>(capacity)), m_sorted(static_cast<std::size_t>(capacity)) {}

    void push(double value) noexcept {
        double* const s = m_sorted.data();
        const std::size_t to = lowerRank(value);
        if (m_size < m_ring.size()) {
            std::memmove(s + to + 1, s + to, (m_size - to) * sizeof(double));
            s[to] = value;
            ++m_size;
        } else {
            const std::size_t from = lowerRank(m_ring[m_next]);
            if (to > from) {
                std::memmove(s + from, s + from + 1, (to - from - 1) * sizeof(double));
                s[to - 1] = value;
            } else {
                std::memmove(s + to + 1, s + to, (from - to) * sizeof(double));
                s[to] = value;
            }
        }
        m_ring[m_next] = value;
        m_next = m_next + 1 == m_ring.size() ? 0 : m_next + 1;
    }
    void clear() noexcept { m_size = m_next = 0; }

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] std::size_t capacity() const noexcept { return m_ring.size(); }
    /// i-th smallest, i < size().
    [[nodiscard]] double operator[](std::size_t i) const noexcept { return m_sorted[i]; }
    /// How many are smaller than value.
    [[nodiscard]] std::size_t lowerRank(double value) const noexcept {
        return search([value](double h) { return h < value; });
    }
    /// How many are smaller than value or equal to it.
    [[nodiscard]] std::size_t upperRank(double value) const noexcept {
        return search([value](double h) { return h <= value; });
    }
    /// Middle value, or the mean of the two in the middle; 0 when empty.
    [[nodiscard]] double median() const noexcept {
        if (m_size == 0) return 0;
        const std::size_t half = m_size / 2;
        return m_size % 2 != 0 ? m_sorted[half] : (m_sorted[half - 1] + m_sorted[half]) * 0.5;
    }

private:
    /// Length of the prefix for which `before` holds. Without a branch on the values: they are random, a branch would be
    /// mispredicted every other time.
    template <class Before>
    [[nodiscard]] std::size_t search(Before before) const noexcept {
        const double* base = m_sorted.data();
        std::size_t n = m_size;
        if (n == 0) return 0;
        while (n > 1) {
            const std::size_t half = n / 2;
            base += before(base[half - 1]) ? half : 0;
            n -= half;
        }
        return static_cast<std::size_t>(base - m_sorted.data()) + (before(*base) ? 1 : 0);
    }

    std::vector<double> m_ring, m_sorted;
    std::size_t m_size = 0, m_next = 0;
};

}  // namespace bw::signal
