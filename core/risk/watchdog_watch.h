// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>

#include "core/model/times.h"

namespace bw::risk {

/// Who watches the watchdog: the engine's thread asks every 100 ms or so. One thread.
class WatchdogWatch {
public:
    static constexpr std::int64_t kStillNs = 2 * kNsPerSec;  // WATCHDOG_LOST (risk spec 1.10)
    explicit WatchdogWatch(const std::atomic<std::uint64_t>& beats) : m_beats(beats) {}
    /// True once when the beats have stood still for 2 s. A call that comes more than a second late means that this thread
    /// was away too, and starts the measurement anew.
    [[nodiscard]] bool lost(MonoTime now) noexcept {
        const std::uint64_t beats = m_beats.load(std::memory_order_relaxed);
        const bool away = m_asked_ns == 0 || now.ns - m_asked_ns > kNsPerSec;
        m_asked_ns = now.ns;
        if (away || beats != m_seen) {
            m_seen = beats;
            m_moved_ns = now.ns;
            m_told = false;
            return false;
        }
        if (m_told || now.ns - m_moved_ns < kStillNs) return false;
        m_told = true;
        return true;
    }

private:
    const std::atomic<std::uint64_t>& m_beats;
    std::uint64_t m_seen = 0;
    std::int64_t m_moved_ns = 0, m_asked_ns = 0;
    bool m_told = false;
};

}  // namespace bw::risk
