// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdlib>

#include "core/feed/transport/clock.h"

namespace bw::feed {

/// Tells from three clocks, read once a second, that this machine slept or that the process was stopped, and that the
/// wall clock was set (feeds spec 4). No clock of its own. Owner's thread.
class SleepWatch {
public:
    struct Finding {
        std::int64_t slept_ms = 0;       // 0: no
        std::int64_t clock_step_ms = 0;  // 0: no; never together with the other
    };
    static constexpr std::int64_t kSleepNs = 2 * kNsPerSec;  // by which the clock that counts sleep may run ahead
    static constexpr std::int64_t kStepNs = kNsPerSec;       // by which the wall clock may wander in one period

    /// `late_ms`: lateness of the timer of 1 s that means a stop; 0 turns everything off.
    explicit SleepWatch(std::int64_t late_ms) : m_late_ns(late_ms * kNsPerMs) {}

    /// Call at least once a second; looks only that often.
    [[nodiscard]] Finding look(WallTime wall, MonoTime mono, MonoTime boot) {
        Finding found;
        if (m_late_ns == 0) return found;
        const std::int64_t mono_ns = mono - m_mono;
        if (m_started && mono_ns < kPeriodNs && (boot - m_boot) - mono_ns <= kSleepNs) return found;
        const std::int64_t boot_ns = boot - m_boot, wall_ns = wall - m_wall;
        if (m_started) {
            if (mono_ns - kPeriodNs > m_late_ns || boot_ns - mono_ns > kSleepNs)
                found.slept_ms = boot_ns / kNsPerMs;
            else if (std::abs(wall_ns - mono_ns) > kStepNs)
                found.clock_step_ms = (wall_ns - mono_ns) / kNsPerMs;
        }
        m_started = true;
        m_wall = wall;
        m_mono = mono;
        m_boot = boot;
        return found;
    }

private:
    static constexpr std::int64_t kPeriodNs = kNsPerSec;
    const std::int64_t m_late_ns;
    bool m_started = false;
    WallTime m_wall;
    MonoTime m_mono, m_boot;
};

}  // namespace bw::feed
