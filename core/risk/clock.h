// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/model/times.h"

namespace bw::risk {

/// The clocks of the risk code; tests step their own. Any thread; no call allocates, blocks or enters the kernel.
class RiskClock {
public:
    virtual ~RiskClock() = default;
    [[nodiscard]] virtual WallTime wall() const noexcept = 0;
    /// Stands still while the machine is suspended: step times and thread ages.
    [[nodiscard]] virtual MonoTime mono() const noexcept = 0;
    /// Runs on through a suspend: how the watchdog sees that the process was away.
    [[nodiscard]] virtual MonoTime boot() const noexcept = 0;
};

/// CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME.
class SystemRiskClock final : public RiskClock {
public:
    [[nodiscard]] WallTime wall() const noexcept override;
    [[nodiscard]] MonoTime mono() const noexcept override;
    [[nodiscard]] MonoTime boot() const noexcept override;
};

}  // namespace bw::risk
