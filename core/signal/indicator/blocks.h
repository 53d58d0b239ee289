// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "core/signal/indicator/bar.h"

namespace bw::indicator {

// What indicators are made of. All of them: any one thread, no allocation after construction, copies are independent.

/// The last n values.
template <class T>
class Ring {
public:
    explicit Ring(int n) : m_slots(static_cast<std::size_t>(n)) {}
    /// Takes x in; gives what fell out, 0 until the ring is full.
    T push(T x) noexcept {
        const T out = m_slots[m_next];
        m_slots[m_next] = x;
        if (++m_next == m_slots.size()) m_next = 0;
        if (m_size < m_slots.size()) ++m_size;
        return out;
    }
    [[nodiscard]] bool full() const noexcept { return m_size == m_slots.size(); }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    /// i = 0 is the oldest.
    [[nodiscard]] T at(std::size_t i) const noexcept {
        std::size_t place = (full() ? m_next : 0) + i;
        if (place >= m_slots.size()) place -= m_slots.size();
        return m_slots[place];
    }
    /// Oldest first: two stretches.
    [[nodiscard]] std::span<const T> older() const noexcept { return full() ? std::span<const T>(m_slots).subspan(m_next) : values(); }
    [[nodiscard]] std::span<const T> newer() const noexcept { return {m_slots.data(), full() ? m_next : 0}; }
    /// All of them, in no order.
    [[nodiscard]] std::span<const T> values() const noexcept { return {m_slots.data(), m_size}; }
    void clear() noexcept {
        std::fill(m_slots.begin(), m_slots.end(), T{});
        m_next = m_size = 0;
    }

private:
    std::vector<T> m_slots;
    std::size_t m_next = 0, m_size = 0;
};

template <class T>
[[nodiscard]] T highest(const Ring<T>& ring) noexcept {
    T best = ring.values()[0];
    for (const T x : ring.values()) best = x > best ? x : best;
    return best;
}
template <class T>
[[nodiscard]] T lowest(const Ring<T>& ring) noexcept {
    T best = ring.values()[0];
    for (const T x : ring.values()) best = x < best ? x : best;
    return best;
}

/// Exact sum of the last n integers.
template <class T = std::int64_t>
class IntSum {
public:
    explicit IntSum(int n) : m_ring(n) {}
    bool push(T x) noexcept {
        m_sum += static_cast<Int128>(x) - static_cast<Int128>(m_ring.push(x));
        return m_ring.full();
    }
    [[nodiscard]] Int128 sum() const noexcept { return m_sum; }
    [[nodiscard]] const Ring<T>& ring() const noexcept { return m_ring; }
    [[nodiscard]] bool full() const noexcept { return m_ring.full(); }
    void clear() noexcept {
        m_ring.clear();
        m_sum = 0;
    }

private:
    Ring<T> m_ring;
    Int128 m_sum = 0;
};

/// Mean and population deviation of the last n integers; both sums are exact, so neither drifts.
class Moments {
public:
    explicit Moments(int n) : m_n(n), m_sum(n) {}
    bool push(std::int64_t x) noexcept {
        const std::int64_t old = m_sum.full() ? m_sum.ring().at(0) : 0;
        m_squares += static_cast<Int128>(x) * x - static_cast<Int128>(old) * old;
        return m_sum.push(x);
    }
    /// Times n: exact.
    [[nodiscard]] Int128 sum() const noexcept { return m_sum.sum(); }
    [[nodiscard]] double deviation() const noexcept {
        const Int128 scaled = m_squares * m_n - m_sum.sum() * m_sum.sum();  // n^2 times the variance, never negative
        return std::sqrt(static_cast<double>(scaled)) / m_n;
    }
    void clear() noexcept {
        m_sum.clear();
        m_squares = 0;
    }

private:
    int m_n;
    IntSum<> m_sum;
    Int128 m_squares = 0;
};

/// Mean of the last n doubles, summed afresh each time from the oldest on: no drift.
class RealMean {
public:
    explicit RealMean(int n) : m_ring(n) {}
    bool push(double x) noexcept {
        (void)m_ring.push(x);
        return m_ring.full();
    }
    [[nodiscard]] double value() const noexcept {
        double sum = 0;
        for (const double x : m_ring.older()) sum += x;
        for (const double x : m_ring.newer()) sum += x;
        return sum / static_cast<double>(m_ring.size());
    }
    void clear() noexcept { m_ring.clear(); }

private:
    Ring<double> m_ring;
};

/// value <- value + k (x - value), seeded by the mean of the first n. k = 2/(n+1): EMA; k = 1/n in Wilder's form
/// (value (n-1) + x)/n: RMA, also SMMA.
class Smoothed {
public:
    enum class Kind : std::uint8_t { Ema, Rma };
    Smoothed(Kind kind, int n) : m_kind(kind), m_n(n), m_k(2.0 / (n + 1)) {}
    bool push(double x) noexcept {
        if (m_count < m_n) {
            m_value += x;
            if (++m_count == m_n) m_value /= m_n;
        } else if (m_kind == Kind::Ema) {
            m_value += m_k * (x - m_value);
        } else {
            m_value = (m_value * (m_n - 1) + x) / m_n;
        }
        return ready();
    }
    [[nodiscard]] bool ready() const noexcept { return m_count == m_n; }
    [[nodiscard]] double value() const noexcept { return m_value; }
    void clear() noexcept {
        m_count = 0;
        m_value = 0;
    }

private:
    Kind m_kind;
    int m_n;
    double m_k;
    int m_count = 0;
    double m_value = 0;
};
struct Ema : Smoothed {
    explicit Ema(int n) : Smoothed(Kind::Ema, n) {}
};
struct Rma : Smoothed {
    explicit Rma(int n) : Smoothed(Kind::Rma, n) {}
};

/// True range: max(high - low, |high - close before|, |low - close before|).
[[nodiscard]] inline std::int64_t trueRange(const Bar& bar, std::int64_t close_before) noexcept {
    return std::max(bar.high, close_before) - std::min(bar.low, close_before);
}
/// Three times the typical price: high + low + close.
[[nodiscard]] inline std::int64_t typical3(const Bar& bar) noexcept { return bar.high + bar.low + bar.close; }

/// The close before, and whether there is one.
struct Before {
    bool has = false;
    std::int64_t close = 0;
    void set(const Bar& bar) noexcept {
        has = true;
        close = bar.close;
    }
};

/// Average true range in price units; ready at bar n.
class Atr {
public:
    explicit Atr(int n) : m_rma(n) {}
    bool push(const Bar& bar) noexcept {
        if (m_before.has) m_rma.push(static_cast<double>(trueRange(bar, m_before.close)));
        m_before.set(bar);
        return m_rma.ready();
    }
    [[nodiscard]] bool ready() const noexcept { return m_rma.ready(); }
    [[nodiscard]] double value() const noexcept { return m_rma.value(); }
    void clear() noexcept {
        m_rma.clear();
        m_before = {};
    }

private:
    Rma m_rma;
    Before m_before;
};

/// Relative strength in 0..100; ready at bar n. No losses: 100; neither gains nor losses: 50.
class Strength {
public:
    explicit Strength(int n) : m_gain(n), m_loss(n) {}
    bool push(std::int64_t close) noexcept {
        if (m_has) {
            const std::int64_t change = close - m_close;
            m_gain.push(change > 0 ? static_cast<double>(change) : 0.0);
            m_loss.push(change < 0 ? static_cast<double>(-change) : 0.0);
        }
        m_has = true;
        m_close = close;
        return m_gain.ready();
    }
    [[nodiscard]] double value() const noexcept {
        const double gain = m_gain.value(), loss = m_loss.value();
        if (loss == 0) return gain == 0 ? 50 : 100;
        return 100 - 100 / (1 + gain / loss);
    }
    void clear() noexcept {
        m_gain.clear();
        m_loss.clear();
        m_has = false;
    }

private:
    Rma m_gain, m_loss;
    bool m_has = false;
    std::int64_t m_close = 0;
};

}  // namespace bw::indicator
