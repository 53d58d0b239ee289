// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/signal/backtest/metrics.h"

namespace bw::backtest {

inline constexpr std::size_t kPointsMax = 2000;

/// At most `most` (>= 2) points: lowest and highest of equal stretches, and the last one.
[[nodiscard]] std::vector<EquityPoint> thinned(const std::vector<EquityPoint>& points, std::size_t most);
/// (equity - peak so far) / peak: 0 or below.
[[nodiscard]] std::vector<EquityPoint> drawdownCurve(const std::vector<EquityPoint>& equity);

}  // namespace bw::backtest
