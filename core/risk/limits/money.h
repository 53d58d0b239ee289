// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/model/fixed.h"
#include "core/model/order.h"

namespace bw::risk {

/// What 64-bit amounts are multiplied and summed in. Comparisons are cross-multiplied, so nothing is rounded or divided.
using Wide = Int128;

[[nodiscard]] constexpr Wide wideAbs(Wide value) noexcept { return value < 0 ? -value : value; }
/// It may be kept as Money: below 2^62, so that the difference of two never overflows.
[[nodiscard]] constexpr bool fitsMoney(Wide units) noexcept { return wideAbs(units) <= kMantissaMax; }

/// A configured amount (finite, at most 1e15) in units of 10^-digits, to the nearest one.
[[nodiscard]] Wide wideUnits(double amount, int digits) noexcept;

/// Decimal text as Money, rounded down at the eighth decimal; nullopt: no finite decimal, empty, or it does not fit.
[[nodiscard]] std::optional<Money> moneyOf(std::string_view text) noexcept;

/// "9500.00": at least two decimals, at most eight.
[[nodiscard]] std::string moneyText(Wide units);

}  // namespace bw::risk
