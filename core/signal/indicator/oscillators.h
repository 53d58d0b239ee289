// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/signal/indicator/kernel.h"

// Oscillators, ranges and directions (signals spec 10).
namespace bw::indicator {

class Rsi : public Kernel {
public:
    Rsi(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_strength(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_strength.push(bar.close)) out.set(0, m_strength.value());
    }
    void clear() noexcept { m_strength.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n; }

private:
    int m_n;
    Strength m_strength;
};

/// k, d: raw = 100 (close - lowest) / (highest - lowest), 0 where they are equal; k = SMA of raw; d = SMA of k.
class Stochastic : public Kernel {
public:
    Stochastic(const Params& p, Scale scale)
        : Kernel(scale), m_from(whole(p[0]) + whole(p[1]) + whole(p[2]) - 3), m_high(whole(p[0])), m_low(whole(p[0])), m_k(whole(p[1])), m_d(whole(p[2])) {}
    void step(const Bar& bar, Values& out) noexcept {
        (void)m_high.push(bar.high);
        (void)m_low.push(bar.low);
        if (!m_high.full()) return;
        const std::int64_t top = highest(m_high), bottom = lowest(m_low);
        const double raw = top == bottom ? 0.0 : 100.0 * static_cast<double>(bar.close - bottom) / static_cast<double>(top - bottom);
        if (!m_k.push(raw)) return;
        const double k = m_k.value();
        out.set(0, k);
        if (m_d.push(k)) out.set(1, m_d.value());
    }
    void clear() noexcept {
        m_high.clear();
        m_low.clear();
        m_k.clear();
        m_d.clear();
    }
    [[nodiscard]] int from() const noexcept { return m_from; }

private:
    int m_from;
    Ring<std::int64_t> m_high, m_low;
    RealMean m_k, m_d;
};

/// value, signal: where the RSI stands in its own range of n values, 0 where that is a point; SMA of it.
class StochasticRsi : public Kernel {
public:
    StochasticRsi(const Params& p, Scale scale)
        : Kernel(scale), m_from(whole(p[0]) + whole(p[1]) + whole(p[2]) - 2), m_strength(whole(p[0])), m_window(whole(p[1])), m_signal(whole(p[2])) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (!m_strength.push(bar.close)) return;
        const double rsi = m_strength.value();
        (void)m_window.push(rsi);
        if (!m_window.full()) return;
        const double top = highest(m_window), bottom = lowest(m_window);
        const double value = top > bottom ? 100 * (rsi - bottom) / (top - bottom) : 0;
        out.set(0, value);
        if (m_signal.push(value)) out.set(1, m_signal.value());
    }
    void clear() noexcept {
        m_strength.clear();
        m_window.clear();
        m_signal.clear();
    }
    [[nodiscard]] int from() const noexcept { return m_from; }

private:
    int m_from;
    Strength m_strength;
    Ring<double> m_window;
    RealMean m_signal;
};

/// Williams %R: -100 (highest - close) / (highest - lowest); none where they are equal.
class WilliamsR : public Kernel {
public:
    WilliamsR(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_high(m_n), m_low(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        (void)m_high.push(bar.high);
        (void)m_low.push(bar.low);
        if (!m_high.full()) return;
        const std::int64_t top = highest(m_high), bottom = lowest(m_low);
        if (top == bottom) out.none(0, Reason::ScaleZero);
        else out.set(0, -100.0 * static_cast<double>(top - bar.close) / static_cast<double>(top - bottom));
    }
    void clear() noexcept {
        m_high.clear();
        m_low.clear();
    }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    Ring<std::int64_t> m_high, m_low;
};

/// (tp - SMA tp) / (0.015 * mean |tp - SMA tp|); no deviation: none. With T = 3 tp and S the sum of T over n bars it is
/// (n T - S) n / (0.015 * sum |n T_i - S|): integers up to the division.
class Cci : public Kernel {
public:
    Cci(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_sum(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (!m_sum.push(typical3(bar))) return;
        Int128 deviation = 0;
        for (const std::int64_t t : m_sum.ring().values()) {
            const Int128 d = static_cast<Int128>(t) * m_n - m_sum.sum();
            deviation += d < 0 ? -d : d;
        }
        const Int128 own = static_cast<Int128>(typical3(bar)) * m_n - m_sum.sum();
        if (deviation == 0) out.none(0, Reason::ScaleZero);
        else out.set(0, static_cast<double>(own) * m_n / (0.015 * static_cast<double>(deviation)));
    }
    void clear() noexcept { m_sum.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    IntSum<> m_sum;
};

/// ROC: 100 (close / close n bars ago - 1). MOM: their difference.
template <bool kRelative>
class Change : public Kernel {
public:
    Change(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_closes(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        const bool full = m_closes.full();
        const std::int64_t old = m_closes.push(bar.close);
        if (!full) return;
        const auto by = static_cast<double>(bar.close - old);
        out.set(0, kRelative ? 100 * by / static_cast<double>(old) : by / price_unit);
    }
    void clear() noexcept { m_closes.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n; }

private:
    int m_n;
    Ring<std::int64_t> m_closes;
};

class TrueRange : public Kernel {
public:
    TrueRange(const Params&, Scale scale) : Kernel(scale) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_before.has) out.set(0, static_cast<double>(trueRange(bar, m_before.close)) / price_unit);
        m_before.set(bar);
    }
    void clear() noexcept { m_before = {}; }
    [[nodiscard]] int from() const noexcept { return 1; }

private:
    Before m_before;
};

class AverageRange : public Kernel {
public:
    AverageRange(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_atr(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_atr.push(bar)) out.set(0, m_atr.value() / price_unit);
    }
    void clear() noexcept { m_atr.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n; }

private:
    int m_n;
    Atr m_atr;
};

/// plus_di, minus_di, adx. No movement in the whole window: both DI 0, DX 0.
///   source: Wilder, New Concepts in Technical Trading Systems (1978)
class Adx : public Kernel {
public:
    Adx(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_plus(m_n), m_minus(m_n), m_range(m_n), m_adx(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_has) {
            const std::int64_t up = bar.high - m_bar.high, down = m_bar.low - bar.low;
            m_plus.push(up > down && up > 0 ? static_cast<double>(up) : 0.0);
            m_minus.push(down > up && down > 0 ? static_cast<double>(down) : 0.0);
            if (m_range.push(static_cast<double>(trueRange(bar, m_bar.close)))) give(out);
        }
        m_bar = bar;
        m_has = true;
    }
    void clear() noexcept {
        m_plus.clear();
        m_minus.clear();
        m_range.clear();
        m_adx.clear();
        m_has = false;
    }
    [[nodiscard]] int from() const noexcept { return 2 * m_n - 1; }

private:
    void give(Values& out) noexcept {
        const double range = m_range.value();
        const double plus = range > 0 ? 100 * m_plus.value() / range : 0;
        const double minus = range > 0 ? 100 * m_minus.value() / range : 0;
        const double sum = plus + minus;
        out.set(0, plus);
        out.set(1, minus);
        if (m_adx.push(sum > 0 ? 100 * std::fabs(plus - minus) / sum : 0.0)) out.set(2, m_adx.value());
    }
    int m_n;
    Rma m_plus, m_minus, m_range, m_adx;
    bool m_has = false;
    Bar m_bar;
};

/// up, down, osc: 100 * place of the highest high (lowest low) among the last n + 1 bars, the oldest 0 and this one n; of
/// equal extremes the earliest.
class Aroon : public Kernel {
public:
    Aroon(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_high(m_n + 1), m_low(m_n + 1) {}
    void step(const Bar& bar, Values& out) noexcept {
        m_top.push(m_high, bar.high, m_n);
        m_bottom.push(m_low, -bar.low, m_n);
        if (!m_high.full()) return;
        const double up = 100.0 * (m_n - m_top.age) / m_n, down = 100.0 * (m_n - m_bottom.age) / m_n;
        out.set(0, up);
        out.set(1, down);
        out.set(2, up - down);
    }
    void clear() noexcept {
        m_high.clear();
        m_low.clear();
        m_top = m_bottom = {};
    }
    [[nodiscard]] int from() const noexcept { return m_n; }

private:
    /// The earliest largest value of the ring and how many bars ago it came; looked for afresh only when it falls out.
    struct Earliest {
        std::int64_t value = INT64_MIN;
        int age = 0;
        void push(Ring<std::int64_t>& ring, std::int64_t x, int n) noexcept {
            (void)ring.push(x);
            ++age;
            if (x > value) {
                value = x;
                age = 0;
            } else if (age > n) {
                std::size_t best = 0;
                for (std::size_t i = 1; i < ring.size(); ++i)
                    if (ring.at(i) > ring.at(best)) best = i;
                value = ring.at(best);
                age = n - static_cast<int>(best);
            }
        }
    };
    int m_n;
    Ring<std::int64_t> m_high, m_low;  // lows negated
    Earliest m_top, m_bottom;
};

}  // namespace bw::indicator
