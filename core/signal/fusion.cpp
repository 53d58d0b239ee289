// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/fusion.h"

#include <algorithm>
#include <cmath>

#include "core/model/times.h"

namespace bw::signal {
namespace {

constexpr double kTinyZ = 1e-9;             // below it a z agrees with nothing
constexpr double kRearm = 1.05;             // of fusion.buy: an opposite score that tells at once
constexpr std::int64_t kLeastCooldownMs = 120;
constexpr double kCooldownCut = 0.6;        // adaptive: what the strongest score takes off

int signOf(double v) noexcept {
    return v > 0 ? 1 : v < 0 ? -1 : 0;
}
int signOf(FusionLevel level) noexcept {
    switch (level) {
        case FusionLevel::Buy:
        case FusionLevel::StrongBuy: return 1;
        case FusionLevel::Sell:
        case FusionLevel::StrongSell: return -1;
        default: return 0;
    }
}
bool isStrong(FusionLevel level) noexcept {
    return level == FusionLevel::StrongBuy || level == FusionLevel::StrongSell;
}
FusionLevel levelOf(int sign, bool strong) noexcept {
    if (sign == 0) return FusionLevel::Neutral;
    if (sign > 0) return strong ? FusionLevel::StrongBuy : FusionLevel::Buy;
    return strong ? FusionLevel::StrongSell : FusionLevel::Sell;
}
/// No trades or no book will ever come: the other channel need not wait for this one.
bool neverComes(const Stat& z) noexcept {
    return z.reason == Reason::NoTape || z.reason == Reason::NoBook;
}
bool broken(const Stat& z) noexcept {
    return z.has() && !std::isfinite(z.value);
}

}  // namespace

Status validate(const FusionConfig& c) {
    const auto conflict = [](std::string detail) { return Error{Code::CfgConflict, "fusion", std::move(detail)}; };
    // Written so that NaN fails each of them.
    if (!(c.w_ofi >= 0 && c.w_cvd >= 0 && c.w_ofi + c.w_cvd > 0 && std::isfinite(c.w_ofi + c.w_cvd)))
        return conflict("fusion.w_ofi and fusion.w_cvd must not be below 0, nor both 0");
    if (!(c.strong > c.buy && c.buy > c.hysteresis_exit && c.hysteresis_exit >= 0))
        return conflict("fusion.strong > fusion.buy > fusion.hysteresis_exit >= 0 must hold");
    if (!(c.strong > c.strong_exit && c.strong_exit >= c.buy))
        return conflict("fusion.strong > fusion.strong_exit >= fusion.buy must hold");
    if (!(c.min_consistency >= 0 && c.strong_min_consistency <= 1 && c.strong_min_consistency > c.min_consistency))
        return conflict("0 <= fusion.min_consistency < fusion.strong_min_consistency <= 1 must hold");
    if (!(c.z_clip > 0)) return conflict("fusion.z_clip must be above 0");
    if (c.max_lag_ms < 0 || c.cooldown_ms < 0 || c.min_duration_ms < 0) return conflict("times of fusion must not be below 0");
    if (c.min_consecutive < 1 || c.warmup_samples < 0)
        return conflict("fusion.min_consecutive must be 1 or more, fusion.warmup_samples 0 or more");
    return Done{};
}

Fusion::Fusion(const FusionConfig& config, bool per_trade) : m_config(config), m_per_trade(per_trade) {
    const double sum = config.w_ofi + config.w_cvd;
    m_w_ofi = config.w_ofi / sum;
    m_w_cvd = config.w_cvd / sum;
    m_to_unit = 1 / std::sqrt(m_w_ofi * m_w_ofi + m_w_cvd * m_w_cvd);
}

FusionOut Fusion::update(const FusionInput& input) noexcept {
    FusionOut out;
    ++m_stats.updates;
    const auto withhold = [&](Reason reason) {
        out.fused = out.consistency = Stat::none(reason);
        out.reasons |= reasonBit(reason);
        out.level = m_level;
        return out;
    };
    if (broken(input.z_ofi) || broken(input.z_cvd)) {
        ++m_stats.invalid;
        return withhold(Reason::InvalidInput);
    }
    m_last_ns = std::max(m_last_ns, input.t_ns);
    if (!warm(input)) {
        ++m_stats.warmup;
        return withhold(Reason::Warmup);
    }
    const Score score = scoreOf(input, out.reasons);
    out.score = score.score;
    out.fused = score.fused;
    out.consistency = score.consistency;
    const FusionLevel before = m_level;
    settle(target(score), m_last_ns);
    out.level = m_level;
    out.changed = m_level != before;
    out.notice = out.changed && m_level != FusionLevel::Neutral && notices(std::abs(score.score), m_last_ns, out.reasons);
    return out;
}

void Fusion::onBreak() noexcept {
    m_warm = 0;
    m_level = m_wanted = FusionLevel::Neutral;
    m_wanted_n = 0;
    m_told = {};
    m_last_told = 0;
    m_last_ns = std::numeric_limits<std::int64_t>::min();
}

/// The evaluations that warm it up are themselves without a level.
bool Fusion::warm(const FusionInput& input) noexcept {
    if (m_warm >= m_config.warmup_samples) return true;
    const bool ofi = input.z_ofi.has(), cvd = input.z_cvd.has();
    if ((ofi || neverComes(input.z_ofi)) && (cvd || neverComes(input.z_cvd)) && (ofi || cvd)) ++m_warm;
    return false;
}

Fusion::Score Fusion::scoreOf(const FusionInput& input, std::uint64_t& reasons) noexcept {
    Score out;
    const double clip = m_config.z_clip;
    const double ofi = std::clamp(input.z_ofi.value, -clip, clip), cvd = std::clamp(input.z_cvd.value, -clip, clip);
    bool has_ofi = input.z_ofi.has(), has_cvd = input.z_cvd.has();
    if (!has_ofi) reasons |= reasonBit(input.z_ofi.reason);
    if (!has_cvd) reasons |= reasonBit(input.z_cvd.reason);
    if (!has_ofi && !has_cvd) {
        out.fused = out.consistency = Stat::none(input.z_ofi.reason);
        return out;
    }
    if (m_per_trade && has_ofi && has_cvd && std::abs(input.t_ofi_ns - input.t_cvd_ns) > m_config.max_lag_ms * kNsPerMs) {
        ++m_stats.lag_exceeded;
        reasons |= reasonBit(Reason::LagExceeded);
        has_ofi = input.t_ofi_ns > input.t_cvd_ns;
        has_cvd = !has_ofi;
    }
    if (has_ofi && has_cvd) {
        out.score = m_w_ofi * ofi + m_w_cvd * cvd;
        out.fused = Stat::of(out.score * m_to_unit);
        const double least = std::min(std::abs(ofi), std::abs(cvd)), most = std::max(std::abs(ofi), std::abs(cvd));
        out.consistency = Stat::of(least < kTinyZ || (ofi < 0) != (cvd < 0) ? 0 : least / most);
        return out;
    }
    ++m_stats.degraded;
    const Reason alone = has_ofi ? Reason::DegradedOfiOnly : Reason::DegradedCvdOnly;
    reasons |= reasonBit(alone);
    out.degraded = true;
    out.score = has_ofi ? ofi : cvd;
    out.fused = Stat::of(out.score);
    out.consistency = Stat::none(alone);
    return out;
}

/// The level that this score asks for, from the level it is in.
FusionLevel Fusion::target(const Score& score) const noexcept {
    const double s = std::abs(score.score);
    const int sign = signOf(score.score);
    const double consistency = score.consistency.value;
    const bool enter_strong = !score.degraded && s >= m_config.strong && consistency >= m_config.strong_min_consistency;
    const bool enter = s >= m_config.buy && (score.degraded || consistency >= m_config.min_consistency);
    if (sign == 0 || !score.fused.has()) return FusionLevel::Neutral;
    if (enter_strong) return levelOf(sign, true);
    if (sign == signOf(m_level)) {
        // One channel alone holds no strong level either.
        if (isStrong(m_level) && !score.degraded && s >= m_config.strong_exit) return m_level;
        if (!isStrong(m_level) && s >= m_config.hysteresis_exit) return m_level;
    }
    return enter ? levelOf(sign, false) : FusionLevel::Neutral;
}

/// Takes the level over once it has held long enough; neutral at once.
void Fusion::settle(FusionLevel wanted, std::int64_t t_ns) noexcept {
    if (wanted == m_level || wanted == FusionLevel::Neutral) {
        m_level = wanted;
        m_wanted = FusionLevel::Neutral;
        return;
    }
    // While the other side is on trial no level stands against the sign of its score.
    if (signOf(wanted) == -signOf(m_level)) m_level = FusionLevel::Neutral;
    if (wanted != m_wanted) {
        m_wanted = wanted;
        m_wanted_n = 0;
        m_wanted_since_ns = t_ns;
    }
    if (++m_wanted_n < m_config.min_consecutive || t_ns - m_wanted_since_ns < m_config.min_duration_ms * kNsPerMs) {
        ++m_stats.min_duration_blocks;
        return;
    }
    m_level = wanted;
    m_wanted = FusionLevel::Neutral;
}

/// One notice per direction in a cooldown; after one of the other direction a clear score tells at once.
bool Fusion::notices(double s, std::int64_t t_ns, std::uint64_t& reasons) noexcept {
    const int sign = signOf(m_level);
    double cooldown_ms = static_cast<double>(m_config.cooldown_ms);
    if (m_config.adaptive_cooldown) {
        const double q = std::clamp((s - m_config.buy) / (m_config.strong - m_config.buy), 0.0, 1.0);
        cooldown_ms = std::max(static_cast<double>(kLeastCooldownMs), cooldown_ms * (1 - kCooldownCut * q));
    }
    Told& told = m_told[sign > 0 ? 0 : 1];
    const bool cooling = told.ever && static_cast<double>(t_ns - told.t_ns) < cooldown_ms * static_cast<double>(kNsPerMs);
    if (cooling && m_last_told == -sign && s >= m_config.buy * kRearm) {
        ++m_stats.flip_rearm;
    } else if (cooling) {
        ++m_stats.cooldown_blocks;
        reasons |= reasonBit(Reason::Cooldown);
        return false;
    }
    told = {true, t_ns};
    m_last_told = sign;
    return true;
}

}  // namespace bw::signal
