// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

namespace bw::signal {

/// Two one-sided CUSUMs over the standardised error of calibrated probabilities of one horizon (signals spec 7): about one
/// false alarm in 3000 outcomes, a loss of .10 is seen in about 250. An alarm stays until reset(), which is for a new
/// calibration_id only. Engine thread.
class DriftWatch {
public:
    static constexpr double kSlack = 0.25;
    static constexpr double kAlarm = 12;

    /// `p` as emitted, in (0,1); ties and unlabelled outcomes are not for here. True on the outcome that raises the alarm.
    bool onOutcome(double p, bool hit) noexcept {
        if (!(p > 0 && p < 1)) return false;  // says nothing about the spread, so nothing can be standardised
        const double u = (p - (hit ? 1.0 : 0.0)) / std::sqrt(p * (1 - p));
        m_over = std::max(0.0, m_over + u - kSlack);
        m_under = std::max(0.0, m_under - u - kSlack);
        ++m_outcomes;
        if (m_drifted || (m_over < kAlarm && m_under < kAlarm)) return false;
        m_drifted = true;
        return true;
    }
    [[nodiscard]] bool drifted() const noexcept { return m_drifted; }
    /// p promises too much, p promises too little.
    [[nodiscard]] double over() const noexcept { return m_over; }
    [[nodiscard]] double under() const noexcept { return m_under; }
    [[nodiscard]] std::uint64_t outcomes() const noexcept { return m_outcomes; }
    void reset() noexcept { *this = DriftWatch(); }

private:
    double m_over = 0, m_under = 0;
    std::uint64_t m_outcomes = 0;
    bool m_drifted = false;
};

}  // namespace bw::signal
