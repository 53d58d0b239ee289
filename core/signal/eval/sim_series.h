// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/random.h"
#include "core/model/result.h"
#include "core/model/signal_keys.h"
#include "core/signal/eval/study.h"

// Markets whose truth is known (signals spec 12), as 1 s samples with the detector in the loop. Portable and seeded.
namespace bw::signal::eval {

/// X(name, meaning); the command line takes them as sim:NAME.
inline constexpr std::string_view kSimNames[] = {"noise", "planted", "planted_inverse", "momentum"};

struct SimSeries {
    std::string name = "noise";
    std::uint64_t seed = 1;
    std::size_t samples = 100'000;
    DivergenceConfig params;
};

/// noise: a random walk in whole ticks, step round(2 N); OFI and CVD are independent N(0,1).
/// planted: noise with the CVD channel alone; an event at least 20 samples after the last steered one draws its truth
/// with
///     plantedTruth(score), and the next 20 steps are drawn again until the returns over 10 and 20 samples have its
///     sign.
/// planted_inverse: the same with the opposite truth.
/// momentum: a drift of half a tick a sample that turns with probability 1/40, plus round(2 N); flow independent.
/// error: FormatUnknown.
[[nodiscard]] Result<Study> makeSimStudy(const SimSeries& options);

/// Probability that the sign of an event is made true.
[[nodiscard]] constexpr double plantedTruth(double score) noexcept {
    return 0.35 + 0.40 * score / 100;
}

/// Sum of twelve uniforms less six: mean 0, deviation 1, the same on every platform.
[[nodiscard]] double portableNormal(Random& random) noexcept;

}  // namespace bw::signal::eval
