// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/day_clock.h"

#include <utility>

namespace bw::risk {
namespace {
constexpr std::int64_t kDayNs = 24 * 60 * kNsPerMin;
constexpr std::int64_t kRollMinNs = 20 * 60 * kNsPerMin;
constexpr std::int64_t kJumpNs = 5 * kNsPerMin;
}  // namespace

std::int64_t DayClock::dayOf(WallTime wall) const noexcept {
    return floorDiv(wall.ns - m_roll_ns, kDayNs);
}

bool DayClock::step(WallTime wall, MonoTime mono) noexcept {
    const std::int64_t day = dayOf(wall);
    const std::int64_t jump_ns = (wall - m_wall) - (mono - m_mono);
    const bool jumped = m_started && (jump_ns > kJumpNs || jump_ns < -kJumpNs);
    m_wall = wall;
    m_mono = mono;
    if (jumped) m_jump_ns = jump_ns;
    if (!m_started || jumped) {
        m_started = true;
        m_day = day;
        return false;
    }
    if (day <= m_day) return false;  // a clock that is slewed back over the boundary does not roll twice
    m_day = day;
    if (m_rolled && mono - *m_rolled < kRollMinNs) return false;
    m_rolled = mono;
    return true;
}

std::optional<std::int64_t> DayClock::takeJump() noexcept {
    return std::exchange(m_jump_ns, std::nullopt);
}

}  // namespace bw::risk
