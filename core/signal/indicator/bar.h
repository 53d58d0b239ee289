// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cmath>
#include <cstdint>

#include "core/model/code.h"
#include "core/model/fixed.h"
#include "core/model/signal.h"
#include "core/model/times.h"

namespace bw::indicator {

/// One bar as indicators and strategies see it: prices in price units, volume in quantity units of the instrument.
struct Bar {
    std::int64_t open_time_ns = 0;
    std::int32_t period_s = 0;  // 0: bars without a fixed length follow one another and none can be missing
    std::int64_t open = 0, high = 0, low = 0, close = 0;
    std::int64_t volume = 0;
    bool empty = false;    // no trade on a live stream: flat, volume 0
    bool complete = true;  // false: a gap record touches it

    [[nodiscard]] std::int64_t endNs() const noexcept { return open_time_ns + std::int64_t{period_s} * kNsPerSec; }
    friend bool operator==(const Bar&, const Bar&) = default;
};

// Sums of squares over the longest window stay below 2^127: 10000^2 * 2^100.
inline constexpr std::int64_t kPriceMax = std::int64_t{1} << 50;
inline constexpr int kWindowMax = 10000;

/// Ok; BarInvalid: high < low, open or close outside, a price that is not positive, a negative volume or period, or one
/// that does not start after `before` (none: nullptr) has ended; Overflow: past kPriceMax or kMantissaMax.
[[nodiscard]] inline Code checkBar(const Bar& bar, const Bar* before) noexcept {
    const bool shaped = bar.low > 0 && bar.low <= bar.open && bar.open <= bar.high && bar.low <= bar.close &&
                        bar.close <= bar.high && bar.volume >= 0 && bar.period_s >= 0;
    if (!shaped) return Code::BarInvalid;
    if (before != nullptr && (bar.open_time_ns <= before->open_time_ns || bar.open_time_ns < before->endNs()))
        return Code::BarInvalid;
    return bar.high > kPriceMax || bar.volume > kMantissaMax ? Code::Overflow : Code::Ok;
}

/// Whether at least one bar is missing between the two.
[[nodiscard]] inline bool missingBetween(const Bar& before, const Bar& bar) noexcept {
    return before.period_s > 0 && bar.open_time_ns > before.endNs();
}

/// What an indicator says about one bar: each output is a number or the reason why there is none. Never NaN or infinite.
struct Values {
    static constexpr std::size_t kMax = 5;
    std::array<Stat, kMax> at{};  // outputs in the order of IndicatorInfo::outputs; unused ones are never looked at
    bool provisional = false;     // of a bar that still forms
    bool gap_inside = false;      // a missing (bridged) or incomplete bar lies inside the warm-up length

    [[nodiscard]] const Stat& operator[](std::size_t i) const noexcept { return at[i]; }
    void set(std::size_t i, double value) noexcept {
        at[i] = std::isfinite(value) ? Stat::of(value) : Stat::none(Reason::Overflow);
    }
    void none(std::size_t i, Reason why) noexcept { at[i] = Stat::none(why); }
    friend bool operator==(const Values&, const Values&) = default;
};

}  // namespace bw::indicator
