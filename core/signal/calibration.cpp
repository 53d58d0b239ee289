// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calibration.h"

#include <algorithm>
#include <utility>

namespace bw::signal {
namespace {

bool isCurve(const std::vector<CalibrationBlock>& blocks) {
    for (std::size_t i = 1; i < blocks.size(); ++i)
        if (!(blocks[i - 1].score_mean < blocks[i].score_mean && blocks[i - 1].winrate <= blocks[i].winrate)) return false;
    return !blocks.empty();
}

}  // namespace

Calibration::Curve Calibration::curveOf(const CalibrationHorizon& horizon) {
    Curve curve{horizon.horizon, Reason::NotCalibrated, horizon.n, {}};
    if (horizon.status == CalibrationStatus::Insufficient) curve.reason = Reason::Insufficient;
    if (horizon.status == CalibrationStatus::NotSignificant) curve.reason = Reason::NotSignificant;
    if (horizon.status != CalibrationStatus::Published || !isCurve(horizon.blocks)) return curve;
    curve.reason = Reason::None;
    for (const CalibrationBlock& block : horizon.blocks)
        curve.knots.push_back({block.score_mean, block.winrate, block.ci_low, block.ci_high, block.n});
    // Small blocks have wide intervals: their bounds need not rise with the score. Widening keeps every block's own
    // interval inside.
    for (std::size_t i = 1; i < curve.knots.size(); ++i)
        curve.knots[i].hi = std::max(curve.knots[i].hi, curve.knots[i - 1].hi);
    for (std::size_t i = curve.knots.size() - 1; i > 0; --i)
        curve.knots[i - 1].lo = std::min(curve.knots[i - 1].lo, curve.knots[i].lo);
    return curve;
}

Calibration::Calibration(CalibrationData data) : m_data(std::move(data)) {
    for (const CalibrationHorizon& horizon : m_data.horizons) m_curves.push_back(curveOf(horizon));
}

Probability Calibration::lookup(double score, int horizon) const noexcept {
    const auto curve = std::find_if(m_curves.begin(), m_curves.end(), [&](const Curve& c) { return c.horizon == horizon; });
    if (curve == m_curves.end()) return {};
    if (curve->reason != Reason::None) return {curve->reason, 0, 0, 0, curve->n};
    const auto& knots = curve->knots;
    const auto above =
        std::upper_bound(knots.begin(), knots.end(), score, [](double s, const Knot& knot) { return s < knot.score; });
    if (above == knots.begin() || above == knots.end()) {
        const Knot& end = above == knots.begin() ? knots.front() : knots.back();
        return {Reason::None, end.p, end.lo, end.hi, end.n};
    }
    const Knot& below = *(above - 1);
    const double share = (score - below.score) / (above->score - below.score);
    const auto mix = [share](double from, double to) { return from + share * (to - from); };
    return {Reason::None, mix(below.p, above->p), mix(below.lo, above->lo), mix(below.hi, above->hi),
            share < 0.5 ? below.n : above->n};
}

bool Calibration::fits(std::string_view symbol, std::string_view sampling, std::uint64_t params_hash) const noexcept {
    return m_data.sampling == sampling && m_data.params_hash == params_hash &&
           std::find(m_data.symbols.begin(), m_data.symbols.end(), symbol) != m_data.symbols.end();
}

}  // namespace bw::signal
