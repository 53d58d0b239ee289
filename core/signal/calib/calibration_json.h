// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>

#include "core/signal/calib/calibrate.h"

namespace bw::signal::calib {

/// Where a calibration comes from; what the study does not know.
struct Origin {
    std::string symbol;        // "BTCUSDT"
    std::string code_version;
    std::string created_at;    // ISO 8601; never part of the calibration_id
    std::uint64_t seed = 1;
};

/// divergence_score_calibration.json (signals spec 7). Its last member "sha256" is the hash of the text with that member
/// left out; core/ops reads it back.
[[nodiscard]] std::string calibrationJson(const CalibrationResult& result, const eval::Study& study, const Origin& origin);

/// monotonicity_report.json: per horizon whether hits rise with the score, reliability and a sentence on what to do.
[[nodiscard]] std::string monotonicityJson(const CalibrationResult& result, const eval::Study& study, const Origin& origin);

}  // namespace bw::signal::calib
