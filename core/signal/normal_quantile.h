// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace bw::signal {

namespace detail {

/// Natural logarithm of a normal positive number by + - * / alone: the same bits on every platform, relative error below
/// 1e-15 away from x = 1.
[[nodiscard]] constexpr double portableLog(double x) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    auto power = static_cast<int>(bits >> 52) - 1023;
    double m = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);  // 1 <= m < 2
    if (m > 1.4142135623730951) {
        m *= 0.5;
        ++power;
    }
    // ln m = 2 atanh s, |s| <= 0.172: the rest after s^21 is 1e-19.
    const double s = (m - 1) / (m + 1);
    double sum = 0;
    for (int k = 21; k >= 1; k -= 2) sum = sum * s * s + 1.0 / k;
    return power * 0.693147180559945309417 + 2 * s * sum;
}

template <std::size_t N>
[[nodiscard]] constexpr double polynomial(const std::array<double, N>& c, double x) noexcept {
    double sum = 0;
    for (std::size_t i = N; i-- > 0;) sum = sum * x + c[i];
    return sum;
}

}  // namespace detail

/// Phi^-1(1 - tail) for e^-25 <= tail <= 1/2: how many standard deviations a normal value exceeds with probability `tail`.
/// By + - * / sqrt alone, relative error below 1e-14. Any thread.
/// source: Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied Statistics 37 (1988)
[[nodiscard]] inline double normalUpperQuantile(double tail) noexcept {
    static constexpr std::array<double, 8> a = {
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
    static constexpr std::array<double, 8> b = {
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3};
    static constexpr std::array<double, 8> c = {
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr std::array<double, 8> d = {
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
    const double q = 0.5 - tail;
    if (q <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * detail::polynomial(a, r) / detail::polynomial(b, r);
    }
    const double r = std::sqrt(-detail::portableLog(tail)) - 1.6;
    return detail::polynomial(c, r) / detail::polynomial(d, r);
}

}  // namespace bw::signal
