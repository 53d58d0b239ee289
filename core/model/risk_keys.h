// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/model/order.h"
#include "core/model/signal_keys.h"

namespace bw {

// Every setting of limits, breakers, paper broker and execution, once (risk spec 2, 3): the structs below, the schema of
// core/ops and the journal's copy of the configuration come from these tables.
//   X(kind, type, member, key, unit, default, min, max, choices, env, help)     kind: Int, Number, Bool or Choice
// Amounts of money are numbers in account currency here; the limits turn them into Money once. What is outside min..max
// of a loss limit is CFG_RISK_INVALID, not a start failure: the default stays and live execution is refused.

enum class PositionUnit : std::uint8_t { notional, qty };
enum class TradingHours : std::uint8_t { none, us_cash, utc_0930_1600 };
enum class DrawdownBasis : std::uint8_t { day, all };

#define BW_LIMIT_KEYS(X)                                                                                                      \
    X(Number, double, max_daily_loss_abs, "risk.limits.max_daily_loss_abs", "account currency", 100.00, -1e12, 1e12, "",      \
      "RISK_MAX_DAILY_LOSS", "L01: a day's loss from which everything stops; the sign does not matter")                      \
    X(Int, std::int64_t, max_daily_loss_bp, "risk.limits.max_daily_loss_bp", "bp", 500, 1, 10000, "", "",                     \
      "L02: the same as a share of the day's first equity")                                                                  \
    X(Int, std::int64_t, drawdown_warn_bp, "risk.limits.drawdown_warn_bp", "bp", 300, 1, 10000, "", "", "L03: fall from the highest equity that warns") \
    X(Int, std::int64_t, drawdown_clear_bp, "risk.limits.drawdown_clear_bp", "bp", 200, 0, 10000, "", "", "L03: below this the warning ends") \
    X(Int, std::int64_t, drawdown_reduce_bp, "risk.limits.drawdown_reduce_bp", "bp", 500, 1, 10000, "", "", "L03: from here only reducing orders") \
    X(Int, std::int64_t, drawdown_halt_bp, "risk.limits.drawdown_halt_bp", "bp", 700, 1, 10000, "", "", "L03: from here everything stops") \
    X(Int, std::int64_t, max_orders_per_minute, "risk.limits.max_orders_per_minute", "orders per 60000 ms", 100, 1, 100000, "", \
      "RISK_MAX_ORDER_RATE", "L04: orders in any 60 s")                                                                      \
    X(Int, std::int64_t, max_orders_per_burst, "risk.limits.max_orders_per_burst", "orders per 100 ms", 10, 1, 10000, "", "", "L05: orders in any 100 ms") \
    X(Int, std::int64_t, max_daily_trades, "risk.limits.max_daily_trades", "fills", 50, 0, 1000000, "", "", "L06: opening fills a day; 0: off") \
    X(Number, double, max_position_notional_abs, "risk.limits.max_position_notional_abs", "account currency", 10000.00, 0.01, 1e12, "", \
      "RISK_MAX_POSITION_SIZE", "L07: notional of one instrument with all its working orders")                               \
    X(Choice, PositionUnit, position_unit, "risk.limits.position_unit", "", notional, 0, 0, "notional|qty", "", "What RISK_MAX_POSITION_SIZE means") \
    X(Number, double, max_position_qty_mt5, "risk.limits.max_position_qty_mt5", "lots", 1.0, 0, 1e9, "", "", "L08: position of one MetaTrader symbol; 0: off") \
    X(Number, double, max_position_qty, "risk.limits.max_position_qty", "", 0, 0, 1e15, "", "", "L08: the same elsewhere, in the instrument's unit; 0: off") \
    X(Number, double, max_order_notional_abs, "risk.limits.max_order_notional_abs", "account currency", 10000.00, 0.01, 1e12, "", "", "L09: notional of one order") \
    X(Int, std::int64_t, max_open_positions, "risk.limits.max_open_positions", "", 10, 1, 10000, "", "", "L10: open positions in all") \
    X(Int, std::int64_t, max_positions_per_symbol, "risk.limits.max_positions_per_symbol", "", 1, 1, 1000, "", "", "L10: of one instrument (hedging accounts)") \
    X(Int, std::int64_t, exposure_total_bp, "risk.limits.exposure_bp.total", "bp", 10000, 1, 1000000, "", "", "L11: gross notional over equity, everything") \
    X(Int, std::int64_t, exposure_symbol_bp, "risk.limits.exposure_bp.symbol", "bp", 2000, 1, 1000000, "", "", "L11: one instrument") \
    X(Int, std::int64_t, exposure_group_bp, "risk.limits.exposure_bp.group", "bp", 4000, 1, 1000000, "", "", "L11: one group")    \
    X(Int, std::int64_t, exposure_sector_bp, "risk.limits.exposure_bp.sector", "bp", 3000, 1, 1000000, "", "", "L11: one sector") \
    X(Int, std::int64_t, max_leverage_x100, "risk.limits.max_leverage_x100", "x 0.01", 500, 1, 100000, "", "", "L12: gross notional over equity, times 100") \
    X(Int, std::int64_t, warn_leverage_x100, "risk.limits.warn_leverage_x100", "x 0.01", 300, 1, 100000, "", "", "L12: warns from here; below the limit") \
    X(Int, std::int64_t, min_margin_level_pct, "risk.limits.min_margin_level_pct", "%", 150, 0, 100000, "", "", "L13: equity over used margin; 0: off") \
    X(Int, std::int64_t, price_collar_bp, "risk.limits.price_collar_bp", "bp", 100, 1, 10000, "", "", "L14: how far through the touch a price may be") \
    X(Int, std::int64_t, duplicate_ms, "risk.limits.duplicate_ms", "ms", 500, 0, 60000, "", "", "L15: the same order again within this time is refused; 0: off") \
    X(Int, std::int64_t, max_volatility_ann_bp, "risk.limits.max_volatility_ann_bp", "bp", 0, 0, 10000000, "", "", "L16: annualised volatility of the last hour; 0: off") \
    X(Choice, TradingHours, trading_hours, "risk.limits.trading_hours", "", none, 0, 0, "none|us_cash|utc_0930_1600", "", \
      "L17: us_cash is 09:30-16:00 New York with its daylight saving")                                                       \
    X(Bool, bool, weekend_trading, "risk.limits.weekend_trading", "", true, 0, 0, "", "", "L17: Saturday and Sunday (UTC) count as open") \
    X(Int, std::int64_t, warn_pct, "risk.limits.warn_pct", "%", 80, 1, 99, "", "", "Share of a limit that warns")              \
    X(Int, std::int64_t, warn_clear_pct, "risk.limits.warn_clear_pct", "%", 75, 0, 99, "", "", "and below which the warning ends") \
    X(Int, std::int64_t, confirm_readings, "risk.limits.confirm_readings", "readings", 3, 1, 20, "", "", "Distinct fresh readings in a row before an equity limit trips") \
    X(Int, std::int64_t, account_stale_ms, "risk.limits.account_stale_ms", "ms", 15000, 1000, 600000, "", "", "An account reading is fresh for so long") \
    X(Int, std::int64_t, quote_stale_ms, "risk.limits.quote_stale_ms", "ms", 10000, 100, 600000, "", "", "A quote is fresh for so long") \
    X(Int, std::int64_t, input_lost_s, "risk.limits.input_lost_s", "s", 60, 5, 3600, "", "", "No usable account reading for so long, armed with a position: only reducing orders") \
    X(Int, int, day_roll_min, "risk.day_roll_min", "min", 0, 0, 1439, "", "", "Minute of the day (UTC) at which the risk day rolls") \
    X(Choice, DrawdownBasis, drawdown_basis, "risk.drawdown_basis", "", day, 0, 0, "day|all", "", "day: the highest equity starts again at the roll")

#define BW_BREAKER_KEYS(X)                                                                                                    \
    X(Bool, bool, enabled, "risk.breaker.enabled", "", true, 0, 0, "", "", "L18: a symbol that loses is closed for a while")  \
    X(Int, int, losing_closes, "risk.breaker.losing_closes", "", 3, 1, 100, "", "", "Losing closes in a row that open it")    \
    X(Number, double, day_loss_abs, "risk.breaker.day_loss_abs", "account currency", 1000.00, 0.01, 1e12, "", "", "A day's loss on the symbol that opens it") \
    X(Int, std::int64_t, day_loss_bp, "risk.breaker.day_loss_bp", "bp", 200, 1, 10000, "", "", "the same as a share of equity") \
    X(Int, std::int64_t, cooldown_s, "risk.breaker.cooldown_s", "s", 300, 1, 86400, "", "", "Closed for so long; doubles with each opening of the day") \
    X(Int, int, half_open_orders, "risk.breaker.half_open_orders", "", 2, 1, 100, "", "", "Orders let through afterwards, on trial") \
    X(Int, int, half_open_wins, "risk.breaker.half_open_wins", "", 2, 1, 100, "", "", "Winning closes that end the trial")    \
    X(Int, int, max_trips_per_day, "risk.breaker.max_trips_per_day", "", 3, 1, 100, "", "", "After so many it stays closed until the day rolls") \
    X(Int, int, many, "risk.breaker.many", "symbols", 3, 2, 100, "", "", "So many at once: only reducing orders, everywhere")

#define BW_PAPER_KEYS(X)                                                                                                      \
    X(Number, double, balance, "paper.balance", "account currency", 100000, 0.01, 1e12, "", "", "What the paper account starts with") \
    X(Int, std::int64_t, latency_ms, "paper.latency_ms", "ms", 50, 0, 60000, "", "", "From the gate to the paper venue")     \
    X(Number, double, fee_bp, "paper.fee_bp", "bp", 0, 0, 1000, "", "", "Fee of each fill")                                   \
    X(Int, std::int64_t, slip_ticks, "paper.slip_ticks", "ticks", 0, 0, 1000, "", "", "Market orders fill so much worse")

enum class OnExit : std::uint8_t { cancel_opening, leave };
enum class OnFail : std::uint8_t { trip, gate };
#define BW_EXECUTION_KEYS(X)                                                                                                  \
    X(Choice, ExecutionMode, mode, "execution.mode", "", off, 0, 0, "off|paper|live", "", "off: watch only; paper: the embedded paper broker; live: routes, once armed") \
    X(Bool, bool, allow_real, "execution.allow_real", "", false, 0, 0, "", "", "live: accounts with real money too")          \
    X(Bool, bool, arm_at_start, "execution.arm_at_start", "", false, 0, 0, "", "", "live, headless: arm every enabled route once it is reconciled") \
    X(Choice, OnExit, on_exit, "execution.on_exit", "", cancel_opening, 0, 0, "cancel_opening|leave", "", "At a clean stop: cancel own opening orders or leave them") \
    X(Int, std::int64_t, magic, "execution.magic", "", 202401, 0, 9007199254740991.0, "", "", "Marks our orders at MetaTrader")    \
    X(Choice, OnFail, on_fail, "heartbeat.on_fail", "", trip, 0, 0, "trip|gate", "", "An armed gateway that is lost: stop everything, or close the gate only")

#define BW_RISK_SETTING_Int(type, initial, choices) type(initial)
#define BW_RISK_SETTING_Number(type, initial, choices) initial
#define BW_RISK_SETTING_Bool(type, initial, choices) initial
#define BW_RISK_SETTING_Choice(type, initial, choices) static_cast<type>(choiceIndex(choices, #initial))
#define BW_RISK_SETTING(kind, type, member, key, unit, initial, min, max, choices, env, help) \
    type member = BW_RISK_SETTING_##kind(type, initial, choices);

struct LimitsConfig {
    BW_LIMIT_KEYS(BW_RISK_SETTING)
};
struct BreakerConfig {
    BW_BREAKER_KEYS(BW_RISK_SETTING)
};
struct PaperConfig {
    BW_PAPER_KEYS(BW_RISK_SETTING)
};
struct ExecutionConfig {
    BW_EXECUTION_KEYS(BW_RISK_SETTING)
};

/// What the engine needs of the configuration to decide about orders, the same live and in replay.
struct RiskConfig {
    LimitsConfig limits;
    BreakerConfig breaker;
    PaperConfig paper;
    ExecutionConfig execution;
    std::string paper_currency = "USD";
    std::string problem;  // not empty: CFG_RISK_INVALID and why; defaults stand in, live execution is refused
};
#undef BW_RISK_SETTING

}  // namespace bw
