// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/model/risk_keys.h"
#include "core/model/times.h"

namespace bw::risk {

/// A daily window, times in ns since midnight; start inclusive, end exclusive. end < start crosses midnight, equal ones
/// are the whole day.
struct DayWindow {
    std::int64_t start_ns = 0, end_ns = 0;
    [[nodiscard]] bool holds(std::int64_t of_day_ns) const noexcept;
};

/// New York's offset from UTC, in ns: -4 h from the second Sunday of March 07:00 UTC to the first Sunday of November
/// 06:00 UTC, else -5 h.
///   source: 15 U.S.C. 260a (Energy Policy Act of 2005); holds from 2007 on
[[nodiscard]] std::int64_t newYorkOffsetNs(WallTime wall) noexcept;

/// L17. Saturday and Sunday are those of UTC.
[[nodiscard]] bool tradingOpen(TradingHours hours, bool weekend_trading, WallTime wall) noexcept;

}  // namespace bw::risk
