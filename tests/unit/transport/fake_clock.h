// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>

#include "core/feed/transport/clock.h"

namespace bw::feed {

/// Time that moves when the test says so. Any thread.
class FakeClock final : public Clock {
public:
    [[nodiscard]] WallTime wall() const override { return {m_wall_base_ns.load() + m_ns.load()}; }
    [[nodiscard]] MonoTime mono() const override { return {m_ns.load()}; }
    void advanceMs(std::int64_t ms) { m_ns += ms * kNsPerMs; }
    void stepWallMs(std::int64_t ms) { m_wall_base_ns += ms * kNsPerMs; }

private:
    std::atomic<std::int64_t> m_ns{kNsPerSec};
    std::atomic<std::int64_t> m_wall_base_ns{1'700'000'000'000'000'000};
};

}  // namespace bw::feed
