// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/risk/latch.h"

namespace bw::risk {

struct OfflineTrip {
    LatchView view;                 // HALTED, with the steps as they went
    bool was_stopped = false;       // HALTED before; the earlier trip holds
    std::vector<std::string> done;  // sentences for the terminal
    std::vector<std::string> not_done;
    /// `bellwether kill` exits 0, 3 when something was not done, 1 when no later start will know of the stop.
    [[nodiscard]] int exitCode() const;
};

/// `bellwether kill` without an engine that answers: writes the slot and the companion itself, once (with the
/// fallback), and tells what was and was not done. A running engine on the same directory takes it over within 250 ms.
[[nodiscard]] OfflineTrip tripOffline(LatchFs& fs, const RiskClock& clock, Audit* audit, LatchConfig config,
                                      std::string_view actor, std::string_view reason, Code cause = Code::ManualCli);

}  // namespace bw::risk
