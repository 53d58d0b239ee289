// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <vector>

// Isotonic regression for calibration (signals spec 7). Pure functions, offline, any thread.
namespace bw::signal::calib {

/// Neighbouring scores and the mean of what was seen at them. At first one score; a fit joins them.
struct PavaBlock {
    double score_min = 0, score_max = 0, score_mean = 0;  // the mean is weighted
    double weight = 0;                                    // > 0
    double mean = 0;
    std::size_t first = 0, count = 0;                     // members: places in the sorted input
};

/// One observation: a score and what it is to predict, 0 or 1 for a hit.
struct Observation {
    double score = 0, value = 0;
};

/// The increasing step function nearest to the means, by weighted squares: neighbours whose means do not rise are pooled,
/// so the result rises strictly. Blocks are in order of score.
/// source: Ayer, Brunk, Ewing, Reid, Silverman, Ann. Math. Stat. 26 (1955), pool adjacent violators
[[nodiscard]] std::vector<PavaBlock> pava(std::vector<PavaBlock> blocks);

/// One block a distinct score; `observations` sorted by score.
[[nodiscard]] std::vector<PavaBlock> poolEqualScores(const std::vector<Observation>& observations);

/// Blocks lighter than `least`, from the lowest score on, join the neighbour with the nearer mean (equal: the lower one).
[[nodiscard]] std::vector<PavaBlock> joinSmall(std::vector<PavaBlock> blocks, double least);

/// The whole fit of calibration: equal scores pooled, pava, blocks below max(20, n/50) joined, pava. Sorted input.
[[nodiscard]] std::vector<PavaBlock> fitCalibration(const std::vector<Observation>& observations);

/// The fit at a score: linear between mean scores, constant outside; NaN without blocks.
[[nodiscard]] double valueAt(const std::vector<PavaBlock>& blocks, double score);

}  // namespace bw::signal::calib
