// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

#include "core/model/calibration.h"
#include "core/model/result.h"

namespace bw::ops {

/// The text of divergence_score_calibration.json (signals spec 7): its hash, its schema, then every range of every horizon.
/// All of it or nothing: CalibSchema, with the first fault. Any thread.
[[nodiscard]] Result<CalibrationData> readCalibration(std::string_view text);

/// No probability from another market: CalibMismatch unless it was made for this symbol, sampling and parameters.
[[nodiscard]] Status checkCalibration(const CalibrationData& data, std::string_view symbol, std::string_view sampling,
                                      std::uint64_t params_hash);

}  // namespace bw::ops
