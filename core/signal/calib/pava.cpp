// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/pava.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/model/assert.h"

namespace bw::signal::calib {
namespace {

constexpr double kLeastEvents = 20, kLeastShare = 50;

/// `above` follows `below`.
PavaBlock joined(const PavaBlock& below, const PavaBlock& above) {
    PavaBlock both = below;
    both.weight = below.weight + above.weight;
    both.mean = (below.mean * below.weight + above.mean * above.weight) / both.weight;
    both.score_mean = (below.score_mean * below.weight + above.score_mean * above.weight) / both.weight;
    both.score_max = above.score_max;
    both.count = below.count + above.count;
    return both;
}

}  // namespace

std::vector<PavaBlock> pava(std::vector<PavaBlock> blocks) {
    std::vector<PavaBlock> fit;
    fit.reserve(blocks.size());
    for (const PavaBlock& block : blocks) {
        BW_ASSERT(block.weight > 0);
        fit.push_back(block);
        while (fit.size() > 1 && fit[fit.size() - 2].mean >= fit.back().mean) {
            fit[fit.size() - 2] = joined(fit[fit.size() - 2], fit.back());
            fit.pop_back();
        }
    }
    return fit;
}

std::vector<PavaBlock> poolEqualScores(const std::vector<Observation>& observations) {
    std::vector<PavaBlock> blocks;
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const Observation& o = observations[i];
        const PavaBlock one{o.score, o.score, o.score, 1, o.value, i, 1};
        if (blocks.empty() || blocks.back().score_min < o.score) {
            blocks.push_back(one);
            continue;
        }
        BW_ASSERT(blocks.back().score_min == o.score);
        blocks.back() = joined(blocks.back(), one);
        blocks.back().score_mean = o.score;
    }
    return blocks;
}

std::vector<PavaBlock> joinSmall(std::vector<PavaBlock> blocks, double least) {
    for (std::size_t i = 0; blocks.size() > 1 && i < blocks.size();) {
        if (blocks[i].weight >= least) {
            ++i;
            continue;
        }
        const bool has_below = i > 0, has_above = i + 1 < blocks.size();
        const double to_below = has_below ? std::abs(blocks[i].mean - blocks[i - 1].mean) : 0;
        const double to_above = has_above ? std::abs(blocks[i + 1].mean - blocks[i].mean) : 0;
        const std::size_t low = has_below && (!has_above || to_below <= to_above) ? i - 1 : i;
        blocks[low] = joined(blocks[low], blocks[low + 1]);
        blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(low) + 1);
        i = low;  // what was joined may still be too small
    }
    return blocks;
}

std::vector<PavaBlock> fitCalibration(const std::vector<Observation>& observations) {
    const double least = std::max(kLeastEvents, static_cast<double>(observations.size()) / kLeastShare);
    return pava(joinSmall(pava(poolEqualScores(observations)), least));
}

double valueAt(const std::vector<PavaBlock>& blocks, double score) {
    if (blocks.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto above = std::upper_bound(blocks.begin(), blocks.end(), score,
                                        [](double s, const PavaBlock& block) { return s < block.score_mean; });
    if (above == blocks.begin()) return above->mean;
    const PavaBlock& below = *(above - 1);
    if (above == blocks.end()) return below.mean;
    return below.mean + (score - below.score_mean) / (above->score_mean - below.score_mean) * (above->mean - below.mean);
}

}  // namespace bw::signal::calib
