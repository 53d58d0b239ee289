// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>

#include "core/model/times.h"

namespace bw::feed {

/// The two clocks of the I/O threads. Injected, so that tests own time. Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual WallTime wall() const = 0;  // may jump: stamps only
    [[nodiscard]] virtual MonoTime mono() const = 0;  // never runs backwards: ages and timers
    /// Like mono(), but it also counts the time the machine sleeps. The same as mono() where that is not known.
    [[nodiscard]] virtual MonoTime boot() const { return mono(); }
};

/// The machine's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] WallTime wall() const override {
        return {
            std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
    }
    [[nodiscard]] MonoTime mono() const override {
        return {
            std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
                .count()};
    }
    [[nodiscard]] MonoTime boot() const override;
};

}  // namespace bw::feed
