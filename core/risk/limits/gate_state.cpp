// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/gate_state.h"

#include <algorithm>

namespace bw::risk {

GateState::GateState(const RiskConfig& config)
    : table(config),
      minute(60 * kNsPerSec, table.limits.max_orders_per_minute),
      burst(100 * kNsPerMs, table.limits.max_orders_per_burst),
      duplicates(table.limits.duplicate_ms * kNsPerMs),
      equity(table),
      breakers(table) {}

GateTime GateState::at(GateTime now) const {
    return {now.wall, std::max(now.mono, mono)};
}

GateTime GateState::step(GateTime now) {
    now = at(now);
    mono = now.mono;
    return now;
}

}  // namespace bw::risk
