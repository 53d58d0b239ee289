// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/signal/indicator/kernel.h"

// Averages and what is drawn around them (signals spec 10). Working unit: the instrument's price unit; outputs in prices.
namespace bw::indicator {

/// Mean of the last n closes.
class Sma : public Kernel {
public:
    Sma(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_sum(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_sum.push(bar.close)) out.set(0, static_cast<double>(m_sum.sum()) / (m_n * price_unit));
    }
    void clear() noexcept { m_sum.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    IntSum<> m_sum;
};

/// EMA and RMA of the close.
template <class Average>
class AverageOf : public Kernel {
public:
    AverageOf(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_average(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_average.push(static_cast<double>(bar.close))) out.set(0, m_average.value() / price_unit);
    }
    void clear() noexcept { m_average.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    Average m_average;
};

/// Weights 1..n, the newest n. When the window moves every weight falls by one: the weighted sum loses the plain sum.
class Wma : public Kernel {
public:
    Wma(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_sum(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_sum.full()) m_weighted -= m_sum.sum();
        const bool full = m_sum.push(bar.close);
        m_weighted += static_cast<Int128>(bar.close) * static_cast<std::int64_t>(m_sum.ring().size());
        if (full) out.set(0, static_cast<double>(m_weighted) / (0.5 * m_n * (m_n + 1) * price_unit));
    }
    void clear() noexcept {
        m_sum.clear();
        m_weighted = 0;
    }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    IntSum<> m_sum;
    Int128 m_weighted = 0;
};

/// macd, signal, hist: EMA(fast) - EMA(slow); EMA(signal) of it seeded by its own mean; their difference.
class Macd : public Kernel {
public:
    Macd(const Params& p, Scale scale)
        : Kernel(scale), m_from(whole(p[1]) + whole(p[2]) - 2), m_fast(whole(p[0])), m_slow(whole(p[1])), m_signal(whole(p[2])) {}
    void step(const Bar& bar, Values& out) noexcept {
        const auto close = static_cast<double>(bar.close);
        m_fast.push(close);
        if (!m_slow.push(close)) return;
        const double macd = m_fast.value() - m_slow.value();
        out.set(0, macd / price_unit);
        if (!m_signal.push(macd)) return;
        out.set(1, m_signal.value() / price_unit);
        out.set(2, (macd - m_signal.value()) / price_unit);
    }
    void clear() noexcept {
        m_fast.clear();
        m_slow.clear();
        m_signal.clear();
    }
    [[nodiscard]] int from() const noexcept { return m_from; }

private:
    int m_from;
    Ema m_fast, m_slow, m_signal;
};

/// Population deviation of the close.
class Stdev : public Kernel {
public:
    Stdev(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_moments(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_moments.push(bar.close)) out.set(0, m_moments.deviation() / price_unit);
    }
    void clear() noexcept { m_moments.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    Moments m_moments;
};

/// mid, upper, lower, percent_b, width: SMA +- k population deviations; (close - lower) / (upper - lower), none on a flat
/// window; (upper - lower) / mid.
class Bollinger : public Kernel {
public:
    Bollinger(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_k(p[1]), m_moments(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (!m_moments.push(bar.close)) return;
        const double mid = static_cast<double>(m_moments.sum()) / m_n;
        const double reach = m_k * m_moments.deviation();
        out.set(0, mid / price_unit);
        out.set(1, (mid + reach) / price_unit);
        out.set(2, (mid - reach) / price_unit);
        if (reach == 0) out.none(3, Reason::ScaleZero);
        else out.set(3, (static_cast<double>(bar.close) - mid + reach) / (2 * reach));
        out.set(4, 2 * reach / mid);
    }
    void clear() noexcept { m_moments.clear(); }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    double m_k;
    Moments m_moments;
};

/// mid, upper, lower: EMA(n) +- k ATR(m).
class Keltner : public Kernel {
public:
    Keltner(const Params& p, Scale scale) : Kernel(scale), m_from(std::max(whole(p[0]) - 1, whole(p[2]))), m_ema(whole(p[0])), m_k(p[1]), m_atr(whole(p[2])) {}
    void step(const Bar& bar, Values& out) noexcept {
        const bool has_mid = m_ema.push(static_cast<double>(bar.close));
        const bool has_range = m_atr.push(bar);
        if (!has_mid || !has_range) return;
        const double reach = m_k * m_atr.value();
        out.set(0, m_ema.value() / price_unit);
        out.set(1, (m_ema.value() + reach) / price_unit);
        out.set(2, (m_ema.value() - reach) / price_unit);
    }
    void clear() noexcept {
        m_ema.clear();
        m_atr.clear();
    }
    [[nodiscard]] int from() const noexcept { return m_from; }

private:
    int m_from;
    Ema m_ema;
    double m_k;
    Atr m_atr;
};

/// upper, lower, mid: highest high and lowest low of the n bars before this one.
class Donchian : public Kernel {
public:
    Donchian(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_high(m_n), m_low(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_high.full()) {
            const auto upper = static_cast<double>(highest(m_high)), lower = static_cast<double>(lowest(m_low));
            out.set(0, upper / price_unit);
            out.set(1, lower / price_unit);
            out.set(2, (upper + lower) / (2 * price_unit));
        }
        (void)m_high.push(bar.high);
        (void)m_low.push(bar.low);
    }
    void clear() noexcept {
        m_high.clear();
        m_low.clear();
    }
    [[nodiscard]] int from() const noexcept { return m_n; }

private:
    int m_n;
    Ring<std::int64_t> m_high, m_low;
};

/// Stop and reverse. Starts long with SAR = low 0; each bar SAR moves towards the extreme point by the step, which grows
/// with each new extreme; it never passes the lows (highs) of the two bars before. The low (high) of a bar past it turns
/// the trend: SAR = the extreme point, within the same limits, and the step starts again. No value before the first turn.
///   source: Wilder, New Concepts in Technical Trading Systems (1978)
class Psar : public Kernel {
public:
    Psar(const Params& p, Scale scale) : Kernel(scale), m_start(p[0]), m_most(p[1]), m_step(p[0]) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_bars == 0) {
            m_sar = static_cast<double>(bar.low);
            m_extreme = bar.high;
        } else {
            advance(bar);
        }
        m_low[1] = m_low[0];
        m_high[1] = m_high[0];
        m_low[0] = bar.low;
        m_high[0] = bar.high;
        m_bars = std::min(m_bars + 1, 2);
        if (m_turned) out.set(0, m_sar / price_unit);
    }
    void clear() noexcept {
        m_long = true;
        m_turned = false;
        m_bars = 0;
        m_step = m_start;
    }
    [[nodiscard]] int from() const noexcept { return 1; }

private:
    void advance(const Bar& bar) noexcept {
        const double next = m_sar + m_step * (static_cast<double>(m_extreme) - m_sar);
        m_sar = limited(next, m_long);
        const bool crossed = m_long ? static_cast<double>(bar.low) < m_sar : static_cast<double>(bar.high) > m_sar;
        if (crossed) {
            m_long = !m_long;
            m_turned = true;
            m_sar = limited(static_cast<double>(m_extreme), m_long);
            m_extreme = m_long ? bar.high : bar.low;
            m_step = m_start;
        } else if (m_long ? bar.high > m_extreme : bar.low < m_extreme) {
            m_extreme = m_long ? bar.high : bar.low;
            m_step = std::min(m_step + m_start, m_most);
        }
    }
    [[nodiscard]] double limited(double sar, bool rising) const noexcept {
        if (m_bars < 2) return sar;
        return rising ? std::min(sar, static_cast<double>(std::min(m_low[0], m_low[1])))
                      : std::max(sar, static_cast<double>(std::max(m_high[0], m_high[1])));
    }

    double m_start, m_most;
    double m_step;
    bool m_long = true, m_turned = false;
    int m_bars = 0;  // before this one, counted to 2
    double m_sar = 0;
    std::int64_t m_extreme = 0;
    std::int64_t m_low[2] = {}, m_high[2] = {};
};

/// line, direction (+1 or -1): mid +- k ATR; a band only ever comes nearer while the close before was inside it.
class Supertrend : public Kernel {
public:
    Supertrend(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_k(p[1]), m_atr(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        const auto close = static_cast<double>(bar.close);
        if (m_atr.push(bar)) {
            const double mid = 0.5 * static_cast<double>(bar.high + bar.low), reach = m_k * m_atr.value();
            if (!m_ready) m_long = close >= mid;
            if (!m_ready || mid + reach < m_upper || m_close > m_upper) m_upper = mid + reach;
            if (!m_ready || mid - reach > m_lower || m_close < m_lower) m_lower = mid - reach;
            m_ready = true;
            m_long = close > (m_long ? m_lower : m_upper);
            out.set(0, (m_long ? m_lower : m_upper) / price_unit);
            out.set(1, m_long ? 1 : -1);
        }
        m_close = close;
    }
    void clear() noexcept {
        m_atr.clear();
        m_ready = false;
    }
    [[nodiscard]] int from() const noexcept { return m_n; }

private:
    int m_n;
    double m_k;
    Atr m_atr;
    bool m_ready = false, m_long = true;
    double m_upper = 0, m_lower = 0, m_close = 0;
};

}  // namespace bw::indicator
