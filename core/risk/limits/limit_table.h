// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/model/risk_keys.h"
#include "core/risk/limits/money.h"

namespace bw::risk {

/// One thing wrong with the configuration and what was done about it.
struct ConfigFinding {
    Code code = Code::CfgRiskInvalid;  // CfgSign: only told
    std::string_view key;              // literal
    std::string text;                  // "0 is not allowed, 100 stays"
};

/// Puts the default where a value is not finite, outside its range, zero where zero is not "off", or contradicts its
/// neighbours (drawdown tiers, warnings at or above their limit). A negative loss limit is its magnitude (CFG_SIGN).
/// Pure; tells every finding.
[[nodiscard]] std::vector<ConfigFinding> repair(RiskConfig& config);

/// The limits in force, repaired and exact. Immutable.
struct LimitTable {
    explicit LimitTable(const RiskConfig& config);
    LimitsConfig limits;
    BreakerConfig breaker;
    std::string problem;  // not empty: live orders are refused
    Wide loss_abs = 0, position_notional = 0, order_notional = 0, breaker_loss = 0;  // Money units
    /// L08 of an instrument in units of its quantity; 0: off.
    [[nodiscard]] Wide positionQty(std::string_view instrument, int qty_digits) const;
    /// RISK_MAX_POSITION_SIZE where it means a quantity; 0: it means money.
    [[nodiscard]] Wide positionSizeQty(int qty_digits) const;
};

}  // namespace bw::risk
