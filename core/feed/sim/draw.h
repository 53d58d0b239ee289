// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/model/random.h"

namespace bw::sim {

// Distributions from +, -, *, / alone: the C library's exp, log and pow differ in the last bit between platforms, and
// one seed must give the same bytes everywhere. One draw a statement, because argument order is the compiler's choice.

inline constexpr std::int64_t kStepMs = 10;
inline constexpr double kStepSeconds = 0.01;

[[nodiscard]] inline bool chance(Random& random, double p) {
    return random.uniform() < p;
}

/// Uniform in [low, high], both included.
[[nodiscard]] inline std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

/// Mean 0, variance 1, near normal: four uniforms summed.
[[nodiscard]] inline double bell(Random& random) {
    double sum = random.uniform();
    sum += random.uniform();
    sum += random.uniform();
    sum += random.uniform();
    return (sum - 2.0) * 1.7320508075688772;
}

/// How many arrivals of mean `mean` fall into one step: binomial over 1 + floor(2 mean) trials, near Poisson.
[[nodiscard]] inline int arrivals(Random& random, double mean) {
    const int trials = 1 + static_cast<int>(mean * 2.0);
    const double p = mean / trials;
    int count = 0;
    for (int i = 0; i < trials; ++i) count += chance(random, p) ? 1 : 0;
    return count;
}

/// Failures before the first success; capped where less than one draw in 10^11 would go on.
[[nodiscard]] inline int geometric(Random& random, double p) {
    int failures = 0;
    while (failures < 60 && !chance(random, p)) ++failures;
    return failures;
}

}  // namespace bw::sim
