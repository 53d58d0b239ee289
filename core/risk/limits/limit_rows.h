// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <vector>

#include "core/risk/limits/gate_state.h"

namespace bw::risk {

/// One line a limit, in the order of risk spec 2.1.
[[nodiscard]] std::vector<LimitUse> limitRows(GateState& state, std::span<const Holding> holdings, int open_positions, GateTime now);

}  // namespace bw::risk
