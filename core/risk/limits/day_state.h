// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/risk/limits/gate_state.h"

namespace bw::risk {

/// Day, high-water mark, trade count and breakers as one flat JSON object with a CRC-32C of what stands before it; "" before
/// the first reading. Money in units of 1e-8, times as what is left of them.
[[nodiscard]] std::string dayStateText(const GateState& state, GateTime now);
/// False leaves the state alone, but for the high-water mark where `drawdown_basis` is all.
[[nodiscard]] bool restoreDayState(GateState& state, std::string_view json, GateTime now);

}  // namespace bw::risk
