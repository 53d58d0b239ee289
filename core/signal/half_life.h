// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <cstdint>

namespace bw::signal {

/// 2^-x for x >= 0: the decay of a mean after x half-lives. Only + and *, so that every platform gets the same bits;
/// relative error below 1e-14. 1 for x <= 0 and for NaN; 0 from x = 1022 on. Any thread.
[[nodiscard]] constexpr double halfPow(double x) noexcept {
    if (!(x > 0)) return 1;
    if (x >= 1022) return 0;
    const auto whole = static_cast<std::int64_t>(x);
    // 2^-(w+f) = 2^-w * 2^-1/2 * e^u with u = (1/2 - f) ln 2, |u| <= 0.347: Taylor's rest after u^11 is 6e-15.
    const double u = (0.5 - (x - static_cast<double>(whole))) * 0.693147180559945309417;
    constexpr double kInverseFactorial[] = {1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,
                                            1.0 / 720,  1.0 / 5040,  1.0 / 40320,  1.0 / 362880,  1.0 / 3628800,  1.0 / 39916800};
    double e = kInverseFactorial[11];
    for (int k = 10; k >= 0; --k) e = kInverseFactorial[k] + u * e;
    const double power = std::bit_cast<double>(static_cast<std::uint64_t>(1023 - whole) << 52);
    return e * 0.707106781186547524401 * power;
}

}  // namespace bw::signal
