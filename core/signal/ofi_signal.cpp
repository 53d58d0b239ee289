// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/ofi_signal.h"

#include <cmath>

namespace bw::signal {

OfiSignal::OfiSignal(const OfiConfig& config)
    : m_window(config.z_method, config.z_window, config.winsor_k, config.std_floor, config.z_clip), m_alpha(config.ema_alpha) {}

Stat OfiSignal::update(double ofi) noexcept {
    const Stat z = m_window.update(ofi);
    if (z.reason == Reason::InvalidInput) {
        withhold(z.reason);
        return z;
    }
    ++m_counters.updates;
    m_ema = m_has_ema ? m_alpha * ofi + (1 - m_alpha) * m_ema : ofi;
    m_has_ema = true;
    if (!z.has()) {
        ++m_withheld[static_cast<std::size_t>(z.reason)];
        return z;
    }
    const double size = std::abs(z.value);
    ++m_counters.total;
    if (size > 2) ++m_counters.p_gt2;
    if (size > 3) ++m_counters.p_gt3;
    return z;
}

void OfiSignal::withhold(Reason reason) noexcept {
    ++m_withheld[static_cast<std::size_t>(reason)];
    if (reason == Reason::InvalidInput) ++m_counters.bad_points;
}

void OfiSignal::onBreak(bool clear_windows) noexcept {
    if (!clear_windows) return;
    m_window.clear();
    m_has_ema = false;
    m_ema = 0;
}

}  // namespace bw::signal
