// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>

#include "core/model/times.h"

namespace bw::risk {

/// When the risk day rolls (risk spec 2.3): at a minute of the UTC day, at least 20 h of monotonic time after the roll
/// before, and never because the wall clock was set: after a jump of more than 5 minutes the day in hand goes on until the
/// next boundary. Engine thread.
class DayClock {
public:
    explicit DayClock(int roll_min) noexcept : m_roll_ns(roll_min * kNsPerMin) {}
    /// True: a new day began between the call before and this one.
    [[nodiscard]] bool step(WallTime wall, MonoTime mono) noexcept;
    /// The wall clock was set since the last call, by so much.
    [[nodiscard]] std::optional<std::int64_t> takeJump() noexcept;
    /// Days since 1970-01-01, counted at the roll; 0 before the first step.
    [[nodiscard]] std::int64_t day() const noexcept { return m_day; }
    [[nodiscard]] std::int64_t dayOf(WallTime wall) const noexcept;

private:
    std::int64_t m_roll_ns;
    std::int64_t m_day = 0;
    bool m_started = false;
    WallTime m_wall;
    MonoTime m_mono;
    std::optional<MonoTime> m_rolled;
    std::optional<std::int64_t> m_jump_ns;
};

}  // namespace bw::risk
