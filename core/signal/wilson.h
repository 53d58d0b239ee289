// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/model/assert.h"

namespace bw::signal {

inline constexpr double kZ95 = 1.959963984540054;  // normal quantile of 0.975

/// A closed interval; NaN at both ends: there is none.
struct Interval {
    double lo = 0, hi = 0;
};

/// 95 % interval of a share, without continuity correction; n = 0: NaN.
/// source: Wilson, Probable Inference, J. Am. Stat. Assoc. 22 (1927)
[[nodiscard]] inline Interval wilson95(std::uint64_t hits, std::uint64_t n) {
    BW_ASSERT(hits <= n);
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    if (n == 0) return {kNan, kNan};
    const auto count = static_cast<double>(n);
    const double p = static_cast<double>(hits) / count;
    const double zz = kZ95 * kZ95;
    const double centre = p + zz / (2 * count);
    const double half = kZ95 * std::sqrt(p * (1 - p) / count + zz / (4 * count * count));
    const double scale = 1 + zz / count;
    return {hits == 0 ? 0 : (centre - half) / scale, hits == n ? 1 : (centre + half) / scale};
}

}  // namespace bw::signal
