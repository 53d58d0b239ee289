// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/model/calibration.h"
#include "core/model/signal.h"

namespace bw::signal {

/// Probability of a hit by score, from a published calibration (signals spec 7). Linear between the mean scores of the
/// blocks, constant outside; the interval likewise, widened where it would not rise with the score. Immutable, any thread;
/// lookup neither allocates nor fails.
class Calibration {
public:
    /// Nothing calibrated: every lookup says Reason::NotCalibrated.
    Calibration() = default;
    /// A published horizon whose blocks are not ordered by score counts as not calibrated.
    explicit Calibration(CalibrationData data);

    /// `score` 0..100, `horizon` in samples. Without a value: NotCalibrated (no such horizon), Insufficient or
    /// NotSignificant (what its gate said), with n = events that were there.
    [[nodiscard]] Probability lookup(double score, int horizon) const noexcept;

    /// 0: nothing loaded.
    [[nodiscard]] std::uint64_t id() const noexcept { return m_data.id; }
    /// Made for this symbol, sampling and parameters? Anything else must not be shown (E_CALIB_MISMATCH).
    [[nodiscard]] bool fits(std::string_view symbol, std::string_view sampling, std::uint64_t params_hash) const noexcept;
    [[nodiscard]] const CalibrationData& data() const noexcept { return m_data; }

private:
    struct Knot {
        double score = 0, p = 0, lo = 0, hi = 0;
        std::uint32_t n = 0;
    };
    struct Curve {
        int horizon = 0;
        Reason reason = Reason::NotCalibrated;
        std::uint32_t n = 0;
        std::vector<Knot> knots;
    };
    [[nodiscard]] static Curve curveOf(const CalibrationHorizon& horizon);

    CalibrationData m_data;
    std::vector<Curve> m_curves;
};

}  // namespace bw::signal
