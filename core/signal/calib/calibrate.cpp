// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/calibrate.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "core/model/random.h"
#include "core/signal/calib/pava.h"
#include "core/signal/eval/walk_forward.h"

namespace bw::signal::calib {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kBins = 10;
constexpr int kNullDraws = 1000;
constexpr double kAlpha = 0.05;
constexpr std::size_t kBlocksMin = 2;

/// Places [first, last) of each bin: equal counts, the larger ones last.
std::vector<std::size_t> binEdges(std::size_t n) {
    const std::size_t bins = std::min(kBins, n);
    std::vector<std::size_t> edges{0};
    for (std::size_t b = 1; b <= bins; ++b) edges.push_back(b * n / bins);
    return edges;
}

/// Mean gap of rate and p, weighted by counts. `hits` in the order of `p`, sorted by p.
double calibrationError(const std::vector<double>& p, const std::vector<bool>& hits, const std::vector<std::size_t>& edges) {
    double error = 0;
    for (std::size_t b = 0; b + 1 < edges.size(); ++b) {
        double gap = 0;
        for (std::size_t i = edges[b]; i < edges[b + 1]; ++i) gap += p[i] - (hits[i] ? 1.0 : 0.0);
        error += std::abs(gap);
    }
    return error / static_cast<double>(p.size());
}

}  // namespace

Reliability reliabilityOf(const std::vector<Predicted>& predicted, std::uint64_t seed) {
    Reliability out;
    if (predicted.empty()) {
        out.brier = out.ece = out.ece_null95 = kNan;
        return out;
    }
    std::vector<Predicted> sorted = predicted;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Predicted& a, const Predicted& b) { return a.p < b.p; });
    std::vector<double> p;
    std::vector<bool> hits;
    for (const Predicted& one : sorted) {
        p.push_back(one.p);
        hits.push_back(one.hit);
        const double error = one.p - (one.hit ? 1.0 : 0.0);
        out.brier += error * error / static_cast<double>(sorted.size());
    }
    const std::vector<std::size_t> edges = binEdges(p.size());
    out.ece = calibrationError(p, hits, edges);
    for (std::size_t b = 0; b + 1 < edges.size(); ++b) {
        std::uint64_t n = 0, hit = 0;
        double sum = 0;
        for (std::size_t i = edges[b]; i < edges[b + 1]; ++i, ++n) {
            hit += hits[i];
            sum += p[i];
        }
        const eval::Interval interval = eval::wilson95(hit, n);
        out.points.push_back({sum / static_cast<double>(n), static_cast<double>(hit) / static_cast<double>(n), interval.lo,
                              interval.hi, static_cast<std::uint32_t>(n)});
    }
    Random random(seed);
    std::vector<double> errors;
    for (int draw = 0; draw < kNullDraws; ++draw) {
        for (std::size_t i = 0; i < p.size(); ++i) hits[i] = random.uniform() < p[i];
        errors.push_back(calibrationError(p, hits, edges));
    }
    std::sort(errors.begin(), errors.end());
    out.ece_null95 = eval::quantileSorted(errors, 0.95);
    return out;
}

namespace {

using Entries = std::vector<eval::Entry>;

bool isHit(const eval::Entry& entry) {
    return entry.label() == OutcomeLabel::Hit;
}

/// The independent events among the labelled ones, ties left out.
Entries independentDecided(const eval::HorizonEntries& all) {
    Entries labelled, kept;
    std::copy_if(all.events.begin(), all.events.end(), std::back_inserter(labelled),
                 [](const eval::Entry& e) { return e.labelled; });
    for (const std::size_t i : eval::independentSubset(labelled, all.horizon))
        if (labelled[i].r2 != 0) kept.push_back(labelled[i]);
    return kept;
}

Entries byScore(Entries entries) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const eval::Entry& a, const eval::Entry& b) { return a.score < b.score; });
    return entries;
}

std::vector<PavaBlock> fit(const Entries& sorted) {
    std::vector<Observation> observations;
    for (const eval::Entry& entry : sorted) observations.push_back({entry.score, isHit(entry) ? 1.0 : 0.0});
    return fitCalibration(observations);
}

void fitWhole(const Entries& decided, const eval::EvaluateOptions& options, HorizonResult& out) {
    const Entries sorted = byScore(decided);
    for (const PavaBlock& block : fit(sorted)) {
        CalibrationBlock own;
        own.score_min = block.score_min;
        own.score_max = block.score_max;
        own.score_mean = block.score_mean;
        own.n = static_cast<std::uint32_t>(block.count);
        std::vector<double> returns;
        Entries members(sorted.begin() + static_cast<std::ptrdiff_t>(block.first),
                        sorted.begin() + static_cast<std::ptrdiff_t>(block.first + block.count));
        std::stable_sort(members.begin(), members.end(),  // the bootstrap draws neighbours in time
                         [](const eval::Entry& a, const eval::Entry& b) { return a.place < b.place; });
        for (const eval::Entry& entry : members) {
            own.hits += isHit(entry) ? 1U : 0U;
            if (entry.price2 != 0) returns.push_back(static_cast<double>(entry.r2) / static_cast<double>(entry.price2));
        }
        own.winrate = eval::share(own.hits, own.n);
        const eval::Interval wilson = eval::wilson95(own.hits, own.n);
        own.ci_low = wilson.lo;
        own.ci_high = wilson.hi;
        own.expected_return = returns.empty() ? 0 : eval::mean(returns);
        out.fitted.push_back(own);
        out.fitted_return.push_back(eval::movingBlockBootstrapMean(returns, options.config.bootstrap, options.seed));
    }
}

/// Predictions of each fold by the fit of what lies before it; `gain` is how much nearer they are than its rate of hits.
std::vector<Predicted> crossFit(const Entries& decided, const eval::WalkForward& walk, std::vector<double>& gain,
                                double& reference, int& folds) {
    std::vector<Predicted> predicted;
    for (int fold = 1; fold <= walk.folds(); ++fold) {
        Entries training;
        std::copy_if(decided.begin(), decided.end(), std::back_inserter(training),
                     [&](const eval::Entry& e) { return walk.trains(fold, e.place, e.exit); });
        if (training.empty()) continue;
        const std::vector<PavaBlock> blocks = fit(byScore(training));
        const auto hits = static_cast<std::uint64_t>(std::count_if(training.begin(), training.end(), isHit));
        const double rate = eval::share(hits, training.size());
        const std::size_t before = predicted.size();
        for (const eval::Entry& entry : decided) {
            if (entry.span != fold) continue;
            const double truth = isHit(entry) ? 1 : 0, p = valueAt(blocks, entry.score);
            predicted.push_back({p, isHit(entry)});
            gain.push_back((rate - truth) * (rate - truth) - (p - truth) * (p - truth));
            reference += (rate - truth) * (rate - truth);
        }
        folds += predicted.size() > before ? 1 : 0;
    }
    return predicted;
}

/// Sets the status and what is missing.
void applyGate(int calibrate_min, HorizonResult& out) {
    CalibrationHorizon& file = out.file;
    if (file.n_ind < static_cast<std::uint32_t>(calibrate_min)) {
        file.status = CalibrationStatus::Insufficient;
        out.why = std::to_string(file.n_ind) + " of " + std::to_string(calibrate_min) + " independent events";
        return;
    }
    file.status = CalibrationStatus::NotSignificant;
    if (!(file.spearman_corr > 0 && file.spearman_p < kAlpha))
        out.why = "returns do not rise with the score in the test folds";
    else if (!(file.brier_skill > 0 && out.skill_gain.lo > 0))
        out.why = "no better than the training base rate in the test folds";
    else if (out.fitted.size() < kBlocksMin)
        out.why = "one rate for all scores";
    else
        file.status = CalibrationStatus::Published;
    if (file.status == CalibrationStatus::Published) file.blocks = out.fitted;
}

HorizonResult calibrateOne(const eval::HorizonEntries& entries, const eval::HorizonResult& evaluated, const eval::WalkForward& walk,
                           const eval::EvaluateOptions& options) {
    HorizonResult out;
    CalibrationHorizon& file = out.file;
    file.horizon = entries.horizon.samples;
    std::uint64_t ties = 0, bulls = 0;
    for (const eval::Entry& entry : entries.events) {
        if (!entry.labelled) continue;
        if (entry.r2 == 0) {
            ++ties;
            continue;
        }
        ++file.n;
        bulls += entry.side > 0 ? 1U : 0U;
    }
    file.tie_share = eval::share(ties, file.n + ties);
    eval::Moves moves;
    for (const eval::Moves& span : entries.moves) moves += span;
    const double up = eval::share(moves.up, moves.up + moves.down), bull = eval::share(bulls, file.n);
    file.base_rate = bull * up + (1 - bull) * (1 - up);

    const Entries decided = independentDecided(entries);
    file.n_ind = static_cast<std::uint32_t>(decided.size());
    fitWhole(decided, options, out);
    std::vector<double> gain;
    double reference = 0;
    const std::vector<Predicted> predicted = crossFit(decided, walk, gain, reference, out.folds);
    out.test_n = static_cast<std::uint32_t>(predicted.size());
    const Reliability reliability = reliabilityOf(predicted, options.seed);
    file.brier = reliability.brier;
    file.ece = reliability.ece;
    file.ece_null95 = reliability.ece_null95;
    out.reliability = reliability.points;
    file.brier_skill = reference > 0 ? 1 - reliability.brier * static_cast<double>(predicted.size()) / reference : kNan;
    out.skill_gain = eval::movingBlockBootstrapMean(gain, options.config.bootstrap, options.seed);
    file.spearman_corr = evaluated.test.rho;
    file.spearman_p = evaluated.test.rho_p;
    applyGate(options.config.calibrate_min, out);
    return out;
}

}  // namespace

Result<CalibrationResult> calibrate(const eval::Study& study, const eval::EvaluateOptions& asked) {
    eval::EvaluateOptions options = asked;
    options.seconds.clear();
    options.breakdown = false;
    const auto entries = eval::collectEntries(study, options);
    if (!entries) return entries.error();
    const eval::Evaluation evaluation = eval::assess(study, *entries, options);
    int longest = 1;
    for (const int horizon : options.horizons) longest = std::max(longest, horizon);
    const eval::WalkForward walk(study.samples, options.config.spans, longest, options.params.swing_L);
    CalibrationResult result;
    for (std::size_t h = 0; h < entries->size(); ++h) {
        result.horizons.push_back(calibrateOne((*entries)[h], evaluation.whole().horizons[h], walk, options));
        result.status = std::max(result.status, result.horizons.back().file.status);
    }
    return result;
}

}  // namespace bw::signal::calib
