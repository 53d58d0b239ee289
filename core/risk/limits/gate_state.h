// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
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
    explicit GateState(const RiskConfig& config);
    /// Time that goes back stands still.
    [[nodiscard]] GateTime at(GateTime now) const;
    GateTime step(GateTime now);

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
