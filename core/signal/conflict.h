// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/model/signal_keys.h"
#include "core/signal/sample.h"

namespace bw::signal {

/// Fires on entering a condition; fires again only after it was false for a time. Event time. Engine thread.
class EdgeAlarm {
public:
    explicit EdgeAlarm(std::int64_t rearm_ns) : m_rearm_ns(rearm_ns) {}
    bool update(bool holds, std::int64_t t_ns) noexcept {
        if (!holds) {
            if (m_inside) m_left_ns = t_ns;
            m_inside = false;
            return false;
        }
        const bool fires = !m_inside && (!m_fired || t_ns - m_left_ns >= m_rearm_ns);
        m_inside = true;
        m_fired = m_fired || fires;
        return fires;
    }

private:
    std::int64_t m_rearm_ns, m_left_ns = 0;
    bool m_inside = false, m_fired = false;
};

/// `ofi_cvd_conflict`: opposite signs, the larger |z| >= z_hi, the smaller >= z_mid. Has no side and enters no accuracy.
/// score = 100 f(sqrt(|z_o z_c|) / z_hi), f(x) = x / (1 + x). Engine thread.
class ConflictWatch {
public:
    ConflictWatch(const DivergenceConfig& config, std::uint64_t params_hash)
        : m_config(config), m_hash(params_hash), m_edge(config.cooldown_ms * kNsPerMs) {}
    /// True: `out` is the event.
    bool update(const Sample& s, SignalEvent& out) noexcept {
        const double o = s.z_ofi.value, c = s.z_cvd.value;
        const bool both = s.z_ofi.has() && s.z_cvd.has();
        const bool holds = both && o * c < 0 && std::max(std::abs(o), std::abs(c)) >= m_config.z_hi &&
                           std::min(std::abs(o), std::abs(c)) >= m_config.z_mid;
        if (!m_edge.update(holds, s.t_ns)) return false;
        const double x = std::sqrt(std::abs(o * c)) / m_config.z_hi;
        out = {};
        out.type = SignalType::Conflict;
        out.channel = Channel::Fusion;
        out.score = 100 * x / (1 + x);
        out.a = out.b = out.detect = {s.index, s.t_ns, s.price2};
        out.best_bid = s.best_bid;
        out.best_ask = s.best_ask;
        out.has_quote = s.has_quote;
        out.z_ofi = s.z_ofi;
        out.z_cvd = s.z_cvd;
        out.fused_z = s.fused;
        out.consistency = s.consistency;
        out.scenario = s.scenario;
        out.session = s.session;
        out.day_session = s.day_session;
        out.params_hash = m_hash;
        out.segment = s.segment;
        out.trade_priced = s.trade_priced;
        return true;
    }

private:
    DivergenceConfig m_config;
    std::uint64_t m_hash;
    EdgeAlarm m_edge;
};

/// `anomaly`: |z_ofi| or |z_cvd| beyond its limit. A notice, never evaluated. Engine thread.
class AnomalyWatch {
public:
    AnomalyWatch(const SamplingConfig& config, std::int64_t rearm_ms) : m_config(config), m_edge(rearm_ms * kNsPerMs) {}
    bool update(const Sample& s) noexcept {
        const bool holds = (s.z_ofi.has() && std::abs(s.z_ofi.value) > m_config.anomaly_z_ofi) ||
                           (s.z_cvd.has() && std::abs(s.z_cvd.value) > m_config.anomaly_z_cvd);
        return m_edge.update(holds, s.t_ns);
    }

private:
    SamplingConfig m_config;
    EdgeAlarm m_edge;
};

}  // namespace bw::signal
