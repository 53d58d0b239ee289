// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/model/types.h"

namespace bw::signal {

/// Aggressor side by the tick rule, only where the venue gives none (feeds spec 3): price above the last different price
/// is a buy, below is a sell; an equal price keeps the last inferred side for at most 5 trades and 2,000 ms in a row,
/// then it is unknown. The first trade, and the first after a gap, is unknown. Engine thread.
class SideRule {
public:
    [[nodiscard]] Side infer(Price price, std::int64_t time_ns) noexcept {
        if (!m_has_price) {
            m_has_price = true;
            m_price = price;
            return Side::Unknown;
        }
        if (price != m_price) {
            m_side = price > m_price ? Side::Buy : Side::Sell;
            m_price = price;
            m_equal = 0;
            m_since_ns = time_ns;
            return m_side;
        }
        if (m_side == Side::Unknown || ++m_equal > kEqualMax || time_ns - m_since_ns > kHoldNs) return Side::Unknown;
        return m_side;
    }
    void onGap() noexcept { *this = {}; }

private:
    static constexpr int kEqualMax = 5;
    static constexpr std::int64_t kHoldNs = 2'000 * kNsPerMs;
    Price m_price;
    Side m_side = Side::Unknown;
    bool m_has_price = false;
    int m_equal = 0;
    std::int64_t m_since_ns = 0;
};

/// Cumulative volume delta: bought minus sold by the aggressor, exact in quantity units. Unknown sides are summed apart
/// and never counted; after a gap in the trades the level is approximate and says so. Engine thread.
class Cvd {
public:
    /// Signed quantity that entered the CVD (0 for an unknown side).
    std::int64_t onTrade(Qty qty, Side side) noexcept {
        switch (side) {
            case Side::Buy: m_buy += qty.units; return qty.units;
            case Side::Sell: m_sell += qty.units; return -qty.units;
            case Side::Unknown: m_unknown += qty.units; return 0;
        }
        return 0;
    }
    void onGap() noexcept { m_approximate = true; }
    /// Every trade of the gap arrived after all.
    void onGapFilled(bool all) noexcept { m_approximate = m_approximate && !all; }
    [[nodiscard]] Int128 buy() const noexcept { return m_buy; }
    [[nodiscard]] Int128 sell() const noexcept { return m_sell; }
    [[nodiscard]] Int128 unknown() const noexcept { return m_unknown; }
    [[nodiscard]] Int128 level() const noexcept { return m_buy - m_sell; }
    [[nodiscard]] bool approximate() const noexcept { return m_approximate; }

private:
    Int128 m_buy = 0, m_sell = 0, m_unknown = 0;
    bool m_approximate = false;
};

}  // namespace bw::signal
