// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw {

/// What the gate of a calibration decided for one horizon (signals spec 7). Only Published carries blocks.
enum class CalibrationStatus : std::uint8_t { Insufficient, NotSignificant, Published, Count };
[[nodiscard]] constexpr std::string_view calibrationStatusName(CalibrationStatus status) noexcept {
    constexpr std::array<std::string_view, 3> kNames = {"insufficient", "not_significant", "published"};
    return status < CalibrationStatus::Count ? kNames[static_cast<std::size_t>(status)] : std::string_view{};
}

/// Scores that share one rate of hits: one "score_range" of the file. Rates in [0,1], scores in 0..100.
struct CalibrationBlock {
    double score_min = 0, score_max = 0, score_mean = 0;
    double winrate = 0, ci_low = 0, ci_high = 0;  // Wilson 95 %
    double expected_return = 0;                   // mean return, signed by side: r / price
    std::uint32_t n = 0, hits = 0;                // without ties
    friend bool operator==(const CalibrationBlock&, const CalibrationBlock&) = default;
};

struct CalibrationHorizon {
    int horizon = 0;                              // samples
    CalibrationStatus status = CalibrationStatus::Insufficient;
    std::vector<CalibrationBlock> blocks;         // scores ascending; empty unless published
    double spearman_corr = 0, spearman_p = 1;
    std::uint32_t n = 0, n_ind = 0;               // events without ties; of them independent
    double brier = 0, brier_skill = 0, ece = 0, ece_null95 = 0;  // of the test folds
    double base_rate = 0, tie_share = 0;
    [[nodiscard]] bool monotonic() const noexcept { return spearman_corr > 0 && spearman_p < 0.05; }
    friend bool operator==(const CalibrationHorizon&, const CalibrationHorizon&) = default;
};

/// The content of divergence_score_calibration.json that a program needs.
struct CalibrationData {
    std::uint64_t id = 0;                         // of the content without the time it was made; 0: none
    std::vector<std::string> symbols;
    std::string sampling;
    std::uint64_t params_hash = 0;
    std::vector<CalibrationHorizon> horizons;
    friend bool operator==(const CalibrationData&, const CalibrationData&) = default;
};

}  // namespace bw
