// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/signal/indicator/kernel.h"

// Indicators of volume (signals spec 10).
namespace bw::indicator {

/// On-balance volume: 0 at the first bar, then +- volume by the change of the close; exact.
class Obv : public Kernel {
public:
    Obv(const Params&, Scale scale) : Kernel(scale) {}
    void step(const Bar& bar, Values& out) noexcept {
        if (m_before.has && bar.close != m_before.close) m_level += bar.close > m_before.close ? Int128{bar.volume} : -Int128{bar.volume};
        m_before.set(bar);
        out.set(0, static_cast<double>(m_level) / qty_unit);
    }
    void clear() noexcept {
        m_level = 0;
        m_before = {};
    }
    [[nodiscard]] int from() const noexcept { return 0; }

private:
    Int128 m_level = 0;
    Before m_before;
};

/// Money flow index: typical price * volume, counted as positive or negative by the change of the typical price; equal
/// prices count nowhere. No negative flow: 100.
class Mfi : public Kernel {
public:
    Mfi(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_up(m_n), m_down(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        const std::int64_t price = typical3(bar);
        const Int128 flow = static_cast<Int128>(price) * bar.volume;
        if (m_has) {
            m_up.push(price > m_price ? flow : Int128{0});
            if (m_down.push(price < m_price ? flow : Int128{0})) {
                const auto up = static_cast<double>(m_up.sum()), down = static_cast<double>(m_down.sum());
                out.set(0, down == 0 ? 100 : 100 - 100 / (1 + up / down));
            }
        }
        m_has = true;
        m_price = price;
    }
    void clear() noexcept {
        m_up.clear();
        m_down.clear();
        m_has = false;
    }
    [[nodiscard]] int from() const noexcept { return m_n; }

private:
    int m_n;
    IntSum<Int128> m_up, m_down;
    bool m_has = false;
    std::int64_t m_price = 0;
};

/// Volume times ((close - low) - (high - close)) / (high - low), 0 for a bar without height; quantity units.
[[nodiscard]] inline double moneyFlowVolume(const Bar& bar) noexcept {
    if (bar.high == bar.low) return 0;
    const std::int64_t lean = (bar.close - bar.low) - (bar.high - bar.close);
    return static_cast<double>(static_cast<Int128>(lean) * bar.volume) / static_cast<double>(bar.high - bar.low);
}

/// Accumulation/distribution line.
class Adl : public Kernel {
public:
    Adl(const Params&, Scale scale) : Kernel(scale) {}
    void step(const Bar& bar, Values& out) noexcept {
        m_level += moneyFlowVolume(bar);
        out.set(0, m_level / qty_unit);
    }
    void clear() noexcept { m_level = 0; }
    [[nodiscard]] int from() const noexcept { return 0; }

private:
    double m_level = 0;
};

/// Chaikin money flow: the mean of the money flow over n bars, weighted by volume; no volume: none.
class Cmf : public Kernel {
public:
    Cmf(const Params& p, Scale scale) : Kernel(scale), m_n(whole(p[0])), m_flow(m_n), m_volume(m_n) {}
    void step(const Bar& bar, Values& out) noexcept {
        const bool full = m_flow.push(moneyFlowVolume(bar));
        m_volume.push(bar.volume);
        if (!full) return;
        if (m_volume.sum() == 0) out.none(0, Reason::ScaleZero);
        else out.set(0, m_flow.value() * m_n / static_cast<double>(m_volume.sum()));
    }
    void clear() noexcept {
        m_flow.clear();
        m_volume.clear();
    }
    [[nodiscard]] int from() const noexcept { return m_n - 1; }

private:
    int m_n;
    RealMean m_flow;
    IntSum<> m_volume;
};

/// Mean typical price weighted by volume since the anchor: the UTC day, the session (tokyo 0-8, london 8-16, ny 16-24 UTC)
/// or the first bar. No volume yet: none.
class Vwap : public Kernel {
public:
    enum class Anchor : std::uint8_t { Day, Session, First };
    Vwap(const Params& p, Scale scale) : Kernel(scale), m_anchor(static_cast<Anchor>(whole(p[0]))) {}
    void step(const Bar& bar, Values& out) noexcept {
        const std::int64_t span = spanOf(bar);
        if (!m_has || span != m_span) m_money = m_volume = 0;
        m_has = true;
        m_span = span;
        m_money += static_cast<Int128>(typical3(bar)) * bar.volume;
        m_volume += bar.volume;
        if (m_volume == 0) out.none(0, Reason::ScaleZero);
        else out.set(0, static_cast<double>(m_money) / (3 * static_cast<double>(m_volume) * price_unit));
    }
    [[nodiscard]] bool fits(const Bar& bar) const noexcept {
        constexpr Int128 kMost = ((Int128{1} << 126) - 1) * 2 + 1;
        if (!m_has || spanOf(bar) != m_span) return true;
        return m_money <= kMost - static_cast<Int128>(typical3(bar)) * bar.volume;
    }
    void clear() noexcept {
        m_has = false;
        m_money = m_volume = 0;
    }
    [[nodiscard]] int from() const noexcept { return 0; }

private:
    [[nodiscard]] std::int64_t spanOf(const Bar& bar) const noexcept {
        constexpr std::int64_t kHour = 60 * kNsPerMin;
        if (m_anchor == Anchor::First) return 0;
        return floorDiv(bar.open_time_ns, (m_anchor == Anchor::Day ? 24 : 8) * kHour);
    }
    Anchor m_anchor;
    bool m_has = false;
    std::int64_t m_span = 0;
    Int128 m_money = 0, m_volume = 0;
};

}  // namespace bw::indicator
