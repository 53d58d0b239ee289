// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/calibration.h"
#include "core/model/result.h"
#include "core/signal/eval/evaluator.h"

// Calibration of scores (signals spec 7). Offline, any thread, deterministic for a seed.
namespace bw::signal::calib {

/// Predictions of the test folds that share a tenth of the events, by p.
struct ReliabilityPoint {
    double p_mean = 0, rate = 0, lo = 0, hi = 0;  // Wilson 95 %
    std::uint32_t n = 0;
    friend bool operator==(const ReliabilityPoint&, const ReliabilityPoint&) = default;
};

/// A prediction and what happened, in time order.
struct Predicted {
    double p = 0;
    bool hit = false;
};

/// Brier score, expected calibration error and reliability of predictions. NaN without any.
struct Reliability {
    double brier = 0, ece = 0, ece_null95 = 0;  // the last: 95 % quantile of the error if every p were true
    std::vector<ReliabilityPoint> points;       // ten of equal count, fewer below ten predictions
};
[[nodiscard]] Reliability reliabilityOf(const std::vector<Predicted>& predicted, std::uint64_t seed);

/// One horizon: what the file says and what led to it. Everything is over independent events, ties left out: windows that
/// overlap tell one move twice, and intervals over them would be too narrow.
struct HorizonResult {
    CalibrationHorizon file;                    // blocks only where published
    std::vector<CalibrationBlock> fitted;       // of the whole range, published or not
    std::vector<eval::Interval> fitted_return;  // bootstrap interval of the mean return of each
    std::uint32_t test_n = 0;                   // predictions of the test folds
    int folds = 0;                              // with a prediction
    eval::Interval skill_gain;                  // bootstrap interval of the gain of Brier over the training base rate
    std::vector<ReliabilityPoint> reliability;
    std::string why;                            // what the gate misses, for people; empty when published
};

struct CalibrationResult {
    CalibrationStatus status = CalibrationStatus::Insufficient;  // the best of its horizons
    std::vector<HorizonResult> horizons;
};

/// Fits each horizon of the options (samples) over the directional events of the study, cross-fits over the walk-forward
/// folds and applies the publish gate. The reference of skill is the rate of hits of the training events.
/// error: EvalRange as eval::collectEntries.
[[nodiscard]] Result<CalibrationResult> calibrate(const eval::Study& study, const eval::EvaluateOptions& options);

}  // namespace bw::signal::calib
