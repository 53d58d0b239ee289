// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/cvd_signal.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/model/times.h"
#include "core/signal/half_life.h"

namespace bw::signal {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kLn2 = 0.693147180559945309417;
constexpr double kMadToSd = 1.4826;
constexpr double kCalmTps = 1.5;   // below so many trades a second the fast mean loses weight and the floor rises
constexpr double kLeastTps = 0.2;

ZMethod windowMethod(const CvdConfig& config) noexcept {
    return config.z_mode == CvdMode::Level ? ZMethod::Winsor : ZMethod::Rank;
}
/// The level mode is the winsor of section 1 and has no keys of its own for it.
ZWindow makeWindow(const CvdConfig& config) {
    const OfiConfig ofi;
    return {windowMethod(config), config.z_window, ofi.winsor_k, ofi.std_floor, kInf};
}

}  // namespace

Status validate(const CvdConfig& config) {
    const auto conflict = [](std::string detail) { return Error{Code::CfgConflict, "cvd", std::move(detail)}; };
    if (!(config.scale_weight_fast >= 0 && config.scale_weight_slow >= 0 && config.scale_weight_fast + config.scale_weight_slow > 0))
        return conflict("one of cvd.scale_weight_fast and cvd.scale_weight_slow must be above 0, neither below");
    if (config.hard_ms < config.soft_ms) return conflict("cvd.hard_ms must not be below cvd.soft_ms");
    if (config.tau_slow_s < config.tau_fast_s) return conflict("cvd.tau_slow_s must not be below cvd.tau_fast_s");
    return Done{};
}

CvdSignal::CvdSignal(const CvdConfig& config, bool per_trade)
    : m_config(config), m_per_trade(per_trade), m_need(per_trade ? config.freeze_min : config.freeze_min_bars),
      m_window(makeWindow(config)), m_sizes(config.mad_window) {
    constexpr auto kNs = static_cast<double>(kNsPerSec);
    m_fast.tau_ns = config.tau_fast_s * kNs;
    m_slow.tau_ns = config.tau_slow_s * kNs;
    const auto share = [](double w) { return std::clamp(w, 0.0, 1.0); };
    const double fast = share(config.scale_weight_fast), slow = share(config.scale_weight_slow);
    m_weight_fast = fast + slow > 0 ? fast / (fast + slow) : 0;
}

CvdOut CvdSignal::update(const CvdInput& input) noexcept {
    CvdOut out;
    if (input.withheld != Reason::None) {
        ++m_withheld[static_cast<std::size_t>(input.withheld)];
        out.z = out.z_raw = Stat::none(input.withheld);
        return out;
    }
    ++m_counters.updates;
    const auto level = static_cast<double>(input.level);
    m_ema = m_has_ema ? m_config.ema_alpha * level + (1 - m_config.ema_alpha) * m_ema : level;
    m_has_ema = true;
    const bool frozen = m_per_trade && freezes(input.t_ns);
    Stat raw = score(input, out);
    m_last_ns = m_has_last ? std::max(m_last_ns, input.t_ns) : input.t_ns;
    m_has_last = true;
    if (m_seen < m_need) {
        ++m_seen;
        if (raw.has()) raw = Stat::none(Reason::Warmup);
    }
    if (frozen && raw.has()) {
        raw = Stat::none(Reason::Freeze);
        ++m_counters.frozen;
    }
    out.z_raw = out.z = raw;
    if (!raw.has()) {
        ++m_withheld[static_cast<std::size_t>(raw.reason)];
        return out;
    }
    out.z.value = std::clamp(raw.value, -m_config.winsor_limit, m_config.winsor_limit);
    const double size = std::abs(out.z.value);
    ++m_counters.total;
    if (size > 2) ++m_counters.p_gt2;
    if (size > 3) ++m_counters.p_gt3;
    return out;
}

void CvdSignal::onBreak(bool clear_windows) noexcept {
    if (!clear_windows) return;
    m_window.clear();
    m_sizes.clear();
    m_fast.sum = m_fast.count = m_slow.sum = m_slow.count = m_trades_fast = 0;
    m_seen = m_freeze_left = 0;
    m_has_base = m_has_last = m_has_ema = false;
    m_level_base = m_last_ns = 0;
    m_ema = 0;
}

/// Is this trade without z, because it or one shortly before it came after a silence?
bool CvdSignal::freezes(std::int64_t t_ns) noexcept {
    const std::int64_t gap_ns = m_has_last ? t_ns - m_last_ns : 0;
    if (gap_ns > m_config.hard_ms * kNsPerMs)
        m_freeze_left = std::max(m_freeze_left, 1 + m_config.post_stale_freeze);
    else if (gap_ns > m_config.soft_ms * kNsPerMs)
        m_freeze_left = std::max(m_freeze_left, 2);
    if (m_freeze_left == 0) return false;
    --m_freeze_left;
    return true;
}

Stat CvdSignal::score(const CvdInput& input, CvdOut& out) noexcept {
    if (m_config.z_mode == CvdMode::Level) return levelScore(input.level);
    if (m_config.z_method == CvdScale::Scale) return scaleScore(input, out);
    return m_window.update(static_cast<double>(input.delta));
}

Stat CvdSignal::levelScore(std::int64_t level) noexcept {
    if (!m_has_base) {
        m_level_base = level;
        m_has_base = true;
    }
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(level, m_level_base, &difference)) return Stat::none(Reason::Overflow);
    return m_window.update(static_cast<double>(difference));
}

double CvdSignal::Decayed::decay(double dt_ns) noexcept {
    const double g = halfPow(dt_ns / tau_ns);
    sum *= g;
    count *= g;
    return g;
}

Stat CvdSignal::scaleScore(const CvdInput& input, CvdOut& out) noexcept {
    const auto x = static_cast<double>(input.delta);
    const bool empty = !m_per_trade && (input.empty || (input.trades == 0 && input.delta == 0));
    const auto dt_ns = static_cast<double>(m_has_last ? std::max<std::int64_t>(0, input.t_ns - m_last_ns) : 0);
    m_trades_fast *= m_fast.decay(dt_ns);
    m_slow.decay(dt_ns);
    const double tps = m_trades_fast * kLn2 / m_config.tau_fast_s;
    const double weight_fast = m_weight_fast * std::min(1.0, tps / kCalmTps);
    const double mix = weight_fast * m_fast.mean() + (1 - weight_fast) * m_slow.mean();
    out.floor = m_config.mad_multiplier * kMadToSd * m_sizes.median() * std::max(1.0, kCalmTps / std::max(tps, kLeastTps));
    out.floor_used = out.floor > mix;
    out.scale = std::max({mix, out.floor, 1.0});
    m_fast.add(std::abs(x));
    m_slow.add(std::abs(x));
    m_trades_fast += m_per_trade ? 1 : input.trades;
    if (!empty) m_sizes.push(std::abs(x));
    return Stat::of(x / out.scale);
}

}  // namespace bw::signal
