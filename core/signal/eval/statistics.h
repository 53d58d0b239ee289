// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/signal/wilson.h"

// Statistics of the evaluation (signals spec 6). Pure functions, offline, any thread. A figure that does not exist (no
// data, no variance) is NaN, which JsonWriter prints as null. Randomness comes from bw::Random alone, so the same seed
// gives the same figure on every platform.
namespace bw::signal::eval {

// The scoreboard of the engine uses these, too.
using signal::Interval;
using signal::kZ95;
using signal::wilson95;

/// P(X >= hits), X ~ Binomial(n, p): exact one-sided test against p. n = 0: 1.
[[nodiscard]] double binomialUpper(std::uint64_t hits, std::uint64_t n, double p);

/// Exact one-sided test of the table {{a, b}, {c, d}}: P(A >= a) with all margins fixed. Small: the share a of a+b is
/// above the share c of c+d. An empty row or column: 1. source: Fisher, Statistical Methods for Research Workers (1934)
[[nodiscard]] double fisherUpper(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d);

/// Ranks from 1, equal values share the mean of their places, all doubled so that they are exact.
[[nodiscard]] std::vector<std::int64_t> midranks2(std::span<const double> x);

/// Rank correlation with midranks; NaN below two values or where one side is constant. Sizes must be equal.
[[nodiscard]] double spearman(std::span<const double> x, std::span<const double> y);

/// One-sided p of that rho: the share of orders of y with a rho at least as large. All n! orders for n <= 9, else
/// `draws` seeded permutations, p = (1 + #{rho* >= rho}) / (draws + 1). Comparisons are exact. NaN where rho is.
[[nodiscard]] double spearmanP(std::span<const double> x, std::span<const double> y, std::uint64_t seed, int draws);

/// q of each p, in the order of the input: false discovery rate over the whole span.
/// source: Benjamini, Hochberg, Controlling the False Discovery Rate, J. R. Stat. Soc. B 57 (1995)
[[nodiscard]] std::vector<double> benjaminiHochberg(std::span<const double> p);

/// 95 % interval of the mean of a dependent series: blocks of max(1, round(n^(1/3))) neighbours drawn with replacement,
/// percentiles 2.5 and 97.5 of `draws` means. NaN without values.
/// source: Kuensch, The Jackknife and the Bootstrap for General Stationary Observations, Ann. Stat. 17 (1989)
[[nodiscard]] Interval movingBlockBootstrapMean(std::span<const double> x, int draws, std::uint64_t seed);

/// Smallest accuracy that n independent events show with 80 % power at 5 % one-sided: 0.5 + 1.243/sqrt(n), at most 1.
/// NaN for n = 0.
[[nodiscard]] double minDetectable(std::uint64_t n);

/// p of the Kolmogorov-Smirnov test that p-values are uniform on [0, 1]; asymptotic with Stephens' correction.
[[nodiscard]] double ksUniformP(std::span<const double> x);

[[nodiscard]] double mean(std::span<const double> x);  // NaN without values
/// Of a sorted list, linear between neighbours (type 7); q in [0, 1]. NaN without values.
[[nodiscard]] double quantileSorted(std::span<const double> sorted, double q);
/// hits / n; NaN for n = 0.
[[nodiscard]] double share(std::uint64_t hits, std::uint64_t n);

}  // namespace bw::signal::eval
