// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/risk/limits/duplicates.h"
#include "core/risk/limits/equity_watch.h"
#include "core/risk/limits/gate.h"
#include "core/risk/limits/limit_table.h"
#include "core/risk/limits/rate_log.h"
#include "core/risk/limits/symbol_breaker.h"

namespace bw::risk {

/// Everything the gate remembers. Engine thread.
struct GateState {
    explicit GateState(const RiskConfig& config)
        : table(config),
          minute(60 * kNsPerSec, table.limits.max_orders_per_minute),
          burst(100 * kNsPerMs, table.limits.max_orders_per_burst),
          duplicates(table.limits.duplicate_ms * kNsPerMs),
          equity(table),
          breakers(table) {}

    /// Time that goes back stands still.
    [[nodiscard]] GateTime at(GateTime now) const { return {now.wall, std::max(now.mono, mono)}; }
    GateTime step(GateTime now) {
        now = at(now);
        mono = now.mono;
        return now;
    }

    const LimitTable table;
    MonoTime mono{INT64_MIN};
    RateLog minute, burst;
    RateRefusals refusals;
    Duplicates duplicates;
    EquityWatch equity;
    SymbolBreakers breakers;
    std::int64_t trades_today = 0;
    std::uint64_t day_version = 0;
    std::vector<GateTrip> trips;
    std::vector<GateNote> notes;
    std::map<std::string, bool, std::less<>> warned;  // by line of the view: hysteresis
};

}  // namespace bw::risk
