// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/limit_table.h"

#include <cmath>
#include <cstdio>

namespace bw::risk {
namespace {

std::string shown(double value) {
    char room[40];
    std::snprintf(room, sizeof room, "%.15g", value);
    return room;
}

/// Collects what is told. Stack-local.
struct Repair {
    std::vector<ConfigFinding> findings;
    template <class T>
    void range(T& value, T initial, double min, double max, std::string_view key) {
        const auto number = static_cast<double>(value);
        if (number >= min && number <= max) return;  // false for NaN
        findings.push_back({Code::CfgRiskInvalid, key, shown(number) + " is not between " + shown(min) + " and " + shown(max) +
                                                           "; " + shown(static_cast<double>(initial)) + " stays"});
        value = initial;
    }
};

#define BW_REPAIR_Int(member, key, min, max) out.range(config.member, initial.member, min, max, key);
#define BW_REPAIR_Number(member, key, min, max) out.range(config.member, initial.member, min, max, key);
#define BW_REPAIR_Bool(member, key, min, max)
#define BW_REPAIR_Choice(member, key, min, max)
#define BW_REPAIR(kind, type, member, key, unit, default_value, min, max, choices, env, help) BW_REPAIR_##kind(member, key, min, max)
void ranges(Repair& out, LimitsConfig& config, const LimitsConfig& initial) { BW_LIMIT_KEYS(BW_REPAIR) }
void ranges(Repair& out, BreakerConfig& config, const BreakerConfig& initial) { BW_BREAKER_KEYS(BW_REPAIR) }
void ranges(Repair& out, PaperConfig& config, const PaperConfig& initial) { BW_PAPER_KEYS(BW_REPAIR) }
void ranges(Repair& out, ExecutionConfig& config, const ExecutionConfig& initial) { BW_EXECUTION_KEYS(BW_REPAIR) }
#undef BW_REPAIR

void lossSign(Repair& out, LimitsConfig& limits, const LimitsConfig& initial) {
    constexpr std::string_view kKey = "risk.limits.max_daily_loss_abs";
    if (limits.max_daily_loss_abs < 0) {
        limits.max_daily_loss_abs = -limits.max_daily_loss_abs;
        out.findings.push_back({Code::CfgSign, kKey, "a negative loss limit is read as its magnitude, " + shown(limits.max_daily_loss_abs)});
    }
    if (wideUnits(limits.max_daily_loss_abs, kMoneyDigits) > 0) return;
    limits.max_daily_loss_abs = initial.max_daily_loss_abs;
    out.findings.push_back({Code::CfgRiskInvalid, kKey, "0 is not allowed; " + shown(initial.max_daily_loss_abs) + " stays"});
}

void neighbours(Repair& out, LimitsConfig& limits, const LimitsConfig& initial) {
    if (!(limits.drawdown_clear_bp < limits.drawdown_warn_bp && limits.drawdown_warn_bp < limits.drawdown_reduce_bp &&
          limits.drawdown_reduce_bp < limits.drawdown_halt_bp)) {
        limits.drawdown_clear_bp = initial.drawdown_clear_bp;
        limits.drawdown_warn_bp = initial.drawdown_warn_bp;
        limits.drawdown_reduce_bp = initial.drawdown_reduce_bp;
        limits.drawdown_halt_bp = initial.drawdown_halt_bp;
        out.findings.push_back({Code::CfgRiskInvalid, "risk.limits.drawdown_halt_bp",
                                "the drawdown tiers must rise from clear over warn and reduce to halt; 200, 300, 500, 700 stay"});
    }
    if (limits.warn_leverage_x100 >= limits.max_leverage_x100) {
        limits.warn_leverage_x100 = initial.warn_leverage_x100;
        limits.max_leverage_x100 = initial.max_leverage_x100;
        out.findings.push_back({Code::CfgRiskInvalid, "risk.limits.warn_leverage_x100", "must be below max_leverage_x100; 300 and 500 stay"});
    }
    if (limits.warn_clear_pct >= limits.warn_pct) {
        limits.warn_clear_pct = initial.warn_clear_pct;
        limits.warn_pct = initial.warn_pct;
        out.findings.push_back({Code::CfgRiskInvalid, "risk.limits.warn_clear_pct", "must be below warn_pct; 75 and 80 stay"});
    }
}

}  // namespace

std::vector<ConfigFinding> repair(RiskConfig& config) {
    const RiskConfig initial;
    Repair out;
    ranges(out, config.limits, initial.limits);
    ranges(out, config.breaker, initial.breaker);
    ranges(out, config.paper, initial.paper);
    ranges(out, config.execution, initial.execution);
    lossSign(out, config.limits, initial.limits);
    neighbours(out, config.limits, initial.limits);
    return std::move(out.findings);
}

LimitTable::LimitTable(const RiskConfig& config) : problem(config.problem) {
    RiskConfig safe = config;
    for (const ConfigFinding& finding : repair(safe))
        if (finding.code == Code::CfgRiskInvalid && problem.empty()) problem = std::string(finding.key) + ": " + finding.text;
    limits = safe.limits;
    breaker = safe.breaker;
    loss_abs = wideUnits(limits.max_daily_loss_abs, kMoneyDigits);
    position_notional = wideUnits(limits.max_position_notional_abs, kMoneyDigits);
    order_notional = wideUnits(limits.max_order_notional_abs, kMoneyDigits);
    breaker_loss = wideUnits(breaker.day_loss_abs, kMoneyDigits);
}

Wide LimitTable::positionQty(std::string_view instrument, int qty_digits) const {
    return wideUnits(instrument.starts_with("mt5.") ? limits.max_position_qty_mt5 : limits.max_position_qty, qty_digits);
}

Wide LimitTable::positionSizeQty(int qty_digits) const {
    return limits.position_unit == PositionUnit::qty ? wideUnits(limits.max_position_notional_abs, qty_digits) : 0;
}

}  // namespace bw::risk
