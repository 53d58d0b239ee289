#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutation test of the risk limits (risk spec 2.6).

Each mutant is one change of one line of core/risk/limits: a comparison flipped, a condition made true or false, a sign,
a limit or window off by one, a reading fewer, a bad input taken, a step removed or swapped. The changed source alone is
compiled and linked with the objects of unit.limits.all; some test must then fail (or the mutant not compile). A mutant that
passes every test is a survivor: told with file and line, exit 1.

  mutate_risk.py --source DIR --objects LIST --libs LIST [--cxx g++] [--sample N] [--jobs N] [--only TEXT] [--list]
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
import time

LIMITS = "core/risk/limits/"

# (label, file, the text, what it becomes). The text stands once in the file; a table row may be marked with the label it is
# about: a limit (L01 ...), a step of the gate (S01 ... S13), or the part. Generic operators below add the rest.
HAND = [
    # --- windows, counts and readings by one unit
    ("L04", "gate_state.cpp", "minute(60 * kNsPerSec, ", "minute(60 * kNsPerSec - kNsPerMs, "),
    ("L04", "gate_state.cpp", "minute(60 * kNsPerSec, ", "minute(60 * kNsPerSec + kNsPerMs, "),
    ("L04", "gate_state.cpp", "table.limits.max_orders_per_minute)", "table.limits.max_orders_per_minute + 1)"),
    ("L04", "gate_state.cpp", "table.limits.max_orders_per_minute)", "table.limits.max_orders_per_minute - 1)"),
    ("L05", "gate_state.cpp", "burst(100 * kNsPerMs, ", "burst(99 * kNsPerMs, "),
    ("L05", "gate_state.cpp", "burst(100 * kNsPerMs, ", "burst(101 * kNsPerMs, "),
    ("L05", "gate_state.cpp", "table.limits.max_orders_per_burst)", "table.limits.max_orders_per_burst + 1)"),
    ("L05", "gate_state.cpp", "table.limits.max_orders_per_burst)", "table.limits.max_orders_per_burst - 1)"),
    ("L15", "gate_state.cpp", "duplicates(table.limits.duplicate_ms * kNsPerMs)", "duplicates((table.limits.duplicate_ms + 1) * kNsPerMs)"),
    ("L15", "gate_state.cpp", "duplicates(table.limits.duplicate_ms * kNsPerMs)", "duplicates((table.limits.duplicate_ms - 1) * kNsPerMs)"),
    ("rates", "gate_state.cpp", "{now.wall, std::max(now.mono, mono)}", "now"),
    ("rates", "rate_log.cpp", "kRefusalsNs = 60 * kNsPerSec;", "kRefusalsNs = 60 * kNsPerSec + 1;"),
    ("rates", "rate_log.cpp", "kRefusalsNs = 60 * kNsPerSec;", "kRefusalsNs = 60 * kNsPerSec - 1;"),
    ("rates", "rate_log.cpp", "kRefusalsTrip = 3;", "kRefusalsTrip = 2;"),
    ("rates", "rate_log.cpp", "kRefusalsTrip = 3;", "kRefusalsTrip = 4;"),
    ("L01", "limit_table.cpp", "loss_abs = wideUnits(limits.max_daily_loss_abs, kMoneyDigits);", "loss_abs = wideUnits(limits.max_daily_loss_abs, kMoneyDigits) + 1;"),
    ("L01", "limit_table.cpp", "loss_abs = wideUnits(limits.max_daily_loss_abs, kMoneyDigits);", "loss_abs = wideUnits(limits.max_daily_loss_abs, kMoneyDigits) - 1;"),
    ("L07", "limit_table.cpp", "position_notional = wideUnits(limits.max_position_notional_abs, kMoneyDigits);",
     "position_notional = wideUnits(limits.max_position_notional_abs, kMoneyDigits) - 1;"),
    ("L07", "limit_table.cpp", "position_notional = wideUnits(limits.max_position_notional_abs, kMoneyDigits);",
     "position_notional = wideUnits(limits.max_position_notional_abs, kMoneyDigits) + 1;"),
    ("L09", "limit_table.cpp", "order_notional = wideUnits(limits.max_order_notional_abs, kMoneyDigits);",
     "order_notional = wideUnits(limits.max_order_notional_abs, kMoneyDigits) - 1;"),
    ("L09", "limit_table.cpp", "order_notional = wideUnits(limits.max_order_notional_abs, kMoneyDigits);",
     "order_notional = wideUnits(limits.max_order_notional_abs, kMoneyDigits) + 1;"),
    ("L18", "limit_table.cpp", "breaker_loss = wideUnits(breaker.day_loss_abs, kMoneyDigits);", "breaker_loss = wideUnits(breaker.day_loss_abs, kMoneyDigits) + 1;"),
    ("L18", "limit_table.cpp", "breaker_loss = wideUnits(breaker.day_loss_abs, kMoneyDigits);", "breaker_loss = wideUnits(breaker.day_loss_abs, kMoneyDigits) - 1;"),
    ("L08", "limit_table.cpp", 'instrument.starts_with("mt5.") ?', 'true ?'),
    ("L08", "limit_table.cpp", 'instrument.starts_with("mt5.") ?', 'false ?'),
    ("L02", "equity_watch.cpp", "Wide{m_table.limits.max_daily_loss_bp} * m_day->start.units", "Wide{m_table.limits.max_daily_loss_bp + 1} * m_day->start.units"),
    ("L02", "equity_watch.cpp", "Wide{m_table.limits.max_daily_loss_bp} * m_day->start.units", "Wide{m_table.limits.max_daily_loss_bp - 1} * m_day->start.units"),
    ("L02", "equity_watch.cpp", "Wide{m_table.limits.max_daily_loss_bp} * m_day->start.units", "Wide{m_table.limits.max_daily_loss_bp} * m_day->hwm.units"),
    ("L03", "equity_watch.cpp", "Wide{m_table.limits.drawdown_halt_bp} * m_day", "Wide{m_table.limits.drawdown_halt_bp + 1} * m_day"),
    ("L03", "equity_watch.cpp", "Wide{m_table.limits.drawdown_halt_bp} * m_day", "Wide{m_table.limits.drawdown_halt_bp - 1} * m_day"),
    ("L03", "equity_watch.cpp", "Wide{m_table.limits.drawdown_reduce_bp} * m_day->hwm", "Wide{m_table.limits.drawdown_reduce_bp + 1} * m_day->hwm"),
    ("L03", "equity_watch.cpp", "Wide{m_table.limits.drawdown_reduce_bp} * m_day->hwm", "Wide{m_table.limits.drawdown_reduce_bp} * m_day->start"),
    ("L03", "equity_watch.cpp", "m_table.limits.drawdown_clear_bp :", "m_table.limits.drawdown_clear_bp + 1 :"),
    ("L03", "equity_watch.cpp", ": m_table.limits.drawdown_warn_bp;", ": m_table.limits.drawdown_warn_bp + 1;"),
    ("L03", "equity_watch.cpp", "tier == DrawdownReduce ? LatchState::Reducing : LatchState::Halted", "LatchState::Halted"),
    ("L03", "equity_watch.cpp", "tier == DrawdownReduce ? LatchState::Reducing : LatchState::Halted", "LatchState::Reducing"),
    ("L01", "equity_watch.cpp", "const Wide loss = -*dayPnl();", "const Wide loss = *dayPnl();"),
    ("L01", "equity_watch.cpp", "m_day->start.units - m_day->deposits.units;", "m_day->start.units + m_day->deposits.units;"),
    ("readings", "equity_watch.cpp", "const int need = static_cast<int>(m_table.limits.confirm_readings);", "const int need = 2;"),
    ("readings", "equity_watch.cpp", "const int need = static_cast<int>(m_table.limits.confirm_readings);", "const int need = 4;"),
    ("readings", "equity_watch.cpp", "kDistinctNs = 200 * kNsPerMs;", "kDistinctNs = 199 * kNsPerMs;"),
    ("readings", "equity_watch.cpp", "kDistinctNs = 200 * kNsPerMs;", "kDistinctNs = 201 * kNsPerMs;"),
    ("readings", "equity_watch.cpp", "need, m_table.limits.account_stale_ms * kNsPerMs)) tripTier", "need, (m_table.limits.account_stale_ms + 1) * kNsPerMs)) tripTier"),
    ("readings", "equity_watch.cpp", "need, m_table.limits.account_stale_ms * kNsPerMs)) tripTier", "need, (m_table.limits.account_stale_ms - 1) * kNsPerMs)) tripTier"),
    ("readings", "equity_watch.cpp", "if (!reading.reply_id.empty() && repeated(reading.reply_id)) return Code::Ok;", ""),
    ("NaN accepted", "equity_watch.cpp", "m_newest_invalid = reading.reply_id.empty() || !equity ||", "m_newest_invalid = reading.reply_id.empty() ||"),
    ("NaN accepted", "equity_watch.cpp", "!equity || !balance || !margin ||", "!equity || !balance ||"),
    ("NaN accepted", "equity_watch.cpp", "!equity || !balance || !margin ||", "!equity || !margin ||"),
    ("NaN accepted", "equity_watch.cpp", "if (!m_newest_invalid) return Code::Ok;", "return Code::Ok;"),
    ("NaN accepted", "money.cpp", "if (parseDecimal(text, value) != Code::Ok) return std::nullopt;", "if (parseDecimal(text, value) != Code::Ok) value = Decimal{};"),
    ("stale accepted", "equity_watch.cpp", "if (!m_last || m_newest_invalid) return Code::RiskInputStale;", "if (!m_last) return Code::RiskInputStale;"),
    ("stale accepted", "equity_watch.cpp", "return now - m_valid_at <= m_table.limits.account_stale_ms * kNsPerMs ? Code::Ok : Code::RiskInputStale;", "return Code::Ok;"),
    ("stale accepted", "equity_watch.cpp", "return now - m_valid_at <= m_table.limits.account_stale_ms * kNsPerMs", "return now - m_valid_at <= (m_table.limits.account_stale_ms + 1) * kNsPerMs"),
    ("stale accepted", "gate_steps.cpp", "check.facts.quote_age_ms <= check.state.table.limits.quote_stale_ms", "true"),
    ("stale accepted", "gate_steps.cpp", "check.facts.quote_age_ms <= check.state.table.limits.quote_stale_ms", "check.facts.quote_age_ms <= check.state.table.limits.quote_stale_ms + 1"),
    ("stale accepted", "gate_steps.cpp", "return check.facts.quote_age_ms >= 0 &&", "return"),
    ("input lost", "equity_watch.cpp", "< m_table.limits.input_lost_s * kNsPerSec) return;", "< m_table.limits.input_lost_s * kNsPerSec + kNsPerMs) return;"),
    ("input lost", "equity_watch.cpp", "< m_table.limits.input_lost_s * kNsPerSec) return;", "< m_table.limits.input_lost_s * kNsPerSec - 1) return;"),
    ("input lost", "equity_watch.cpp", "{Code::RiskInputLost, LatchState::Reducing,", "{Code::RiskInputLost, LatchState::Halted,"),
    ("input lost", "equity_watch.cpp", "std::max(*m_exposed_since, m_valid_at)", "m_valid_at"),
    ("deposits", "equity_watch.cpp", "std::max<Wide>(values.balance.units - expected, 0)", "values.balance.units - expected"),
    ("deposits", "equity_watch.cpp", "const Wide deposit = (m_day ? operation.units : 0) + rise;", "const Wide deposit = rise;"),
    ("deposits", "equity_watch.cpp", "moved_hwm = next.hwm.units + deposit;", "moved_hwm = next.hwm.units;"),
    ("deposits", "equity_watch.cpp", "kLateCloseNs = 5 * kNsPerSec;", "kLateCloseNs = 5 * kNsPerSec + 1;"),
    ("deposits", "equity_watch.cpp", "kLateCloseNs = 5 * kNsPerSec;", "kLateCloseNs = 5 * kNsPerSec - 1;"),
    ("day", "day_clock.cpp", "kRollMinNs = 20 * 60 * kNsPerMin;", "kRollMinNs = 20 * 60 * kNsPerMin + 1;"),
    ("day", "day_clock.cpp", "kRollMinNs = 20 * 60 * kNsPerMin;", "kRollMinNs = 20 * 60 * kNsPerMin - 1;"),
    ("day", "day_clock.cpp", "kJumpNs = 5 * kNsPerMin;", "kJumpNs = 5 * kNsPerMin + 1;"),
    ("day", "day_clock.cpp", "kJumpNs = 5 * kNsPerMin;", "kJumpNs = 5 * kNsPerMin - 1;"),
    ("day", "day_clock.cpp", "floorDiv(wall.ns - m_roll_ns, kDayNs)", "floorDiv(wall.ns + m_roll_ns, kDayNs)"),
    ("day", "gate.cpp", "s.trades_today = 0;", ""),
    ("day", "gate.cpp", "s.breakers.onDayRoll();", ""),
    ("L06", "gate_steps.cpp", "check.state.trades_today + 1 <= max", "check.state.trades_today <= max"),
    ("L06", "gate_steps.cpp", "check.state.trades_today + 1 <= max", "check.state.trades_today + 2 <= max"),
    ("L06", "gate.cpp", "++m_state->trades_today;", ""),
    ("L07", "exposure.cpp", "const Wide side = Wide{facts.working_same_side.units} + intent.qty.units;", "const Wide side = Wide{intent.qty.units};"),
    ("L07", "exposure.cpp", "facts.net.units + side : facts.net.units - side", "facts.net.units - side : facts.net.units + side"),
    ("L07", "exposure.cpp", "out.qty = std::max(wideAbs(after), wideAbs(facts.net.units));", "out.qty = wideAbs(after);"),
    ("L09", "exposure.cpp", "out.order = notional(facts, intent.qty.units, price);", "out.order = notional(facts, out.qty, price);"),
    ("L09", "exposure.cpp", "if (!worst.order) return {Code::RiskOrderSize,", "if (!worst.order) return {Code::Ok,"),
    ("L07", "exposure.cpp", "if (!worst.symbol) return {Code::RiskPosition,", "if (!worst.symbol) return {Code::Ok,"),
    ("L11", "exposure.cpp", "|| !equity || !margin_used) return {Code::RiskExposure,", "|| !equity || !margin_used) return {Code::Ok,"),
    ("L10", "exposure.cpp", "facts.open_positions + (fresh ? 1 : 0)", "facts.open_positions"),
    ("L10", "exposure.cpp", "facts.open_positions + (fresh ? 1 : 0)", "facts.open_positions + 1"),
    ("L10", "exposure.cpp", "out.positions_of_instrument = facts.positions_of_instrument + 1;", "out.positions_of_instrument = facts.positions_of_instrument;"),
    ("L10", "exposure.cpp", "here = hedging ? here + 1 : 1;", "here = 1;"),
    ("L11", "exposure.cpp", 'Share{"L11: in all", worst.total, limits.exposure_total_bp}', 'Share{"L11: in all", 0, limits.exposure_total_bp}'),
    ("L11", "exposure.cpp", 'Share{"L11: symbol", worst.symbol->units,', 'Share{"L11: symbol", 0,'),
    ("L11", "exposure.cpp", 'Share{"L11: group", worst.group,', 'Share{"L11: group", 0,'),
    ("L11", "exposure.cpp", 'Share{"L11: sector", worst.sector,', 'Share{"L11: sector", 0,'),
    ("L11", "exposure.cpp", "const Wide mine = std::max<Wide>(held, out.symbol->units);", "const Wide mine = out.symbol->units;"),
    ("L11", "exposure.cpp", "Wide{limit_bp} * equity.units;", "Wide{limit_bp + 1} * equity.units;"),
    ("L11", "exposure.cpp", "Wide{limit_bp} * equity.units;", "Wide{limit_bp - 1} * equity.units;"),
    ("L12", "exposure.cpp", "worst.total * 100 > Wide{limits.max_leverage_x100}", "worst.total * 100 > Wide{limits.max_leverage_x100 + 1}"),
    ("L12", "exposure.cpp", "worst.total * 100 > Wide{limits.max_leverage_x100}", "worst.total * 100 > Wide{limits.max_leverage_x100 - 1}"),
    ("L13", "exposure.cpp", "Wide{limits.min_margin_level_pct} * margin_used->units)", "Wide{limits.min_margin_level_pct + 1} * margin_used->units)"),
    ("L13", "exposure.cpp", "Wide{limits.min_margin_level_pct} * margin_used->units)", "Wide{limits.min_margin_level_pct - 1} * margin_used->units)"),
    ("worst price", "exposure.cpp", "ask->units + 1) / 2", "ask->units) / 2"),
    ("L14", "price_collar.cpp", "(10'000 + collar_bp)", "(10'000 - collar_bp)"),
    ("L14", "price_collar.cpp", "(10'000 + collar_bp)", "(10'001 + collar_bp)"),
    ("L14", "price_collar.cpp", "(10'000 - collar_bp)", "(10'000 + collar_bp)"),
    ("L14", "price_collar.cpp", "(10'000 - collar_bp)", "(9'999 - collar_bp)"),
    ("L16", "gate_steps.cpp", "!(*volatility <= static_cast<double>(limit_bp))", "*volatility > static_cast<double>(limit_bp)"),
    ("L16", "gate_steps.cpp", "!(*volatility <= static_cast<double>(limit_bp))", "!(*volatility < static_cast<double>(limit_bp))"),
    ("L17", "trading_hours.cpp", "kCashSession{9 * kHourNs + 30 * kNsPerMin, 16 * kHourNs}", "kCashSession{9 * kHourNs + 30 * kNsPerMin + 1, 16 * kHourNs}"),
    ("L17", "trading_hours.cpp", "kCashSession{9 * kHourNs + 30 * kNsPerMin, 16 * kHourNs}", "kCashSession{9 * kHourNs + 30 * kNsPerMin, 16 * kHourNs + 1}"),
    ("L17", "trading_hours.cpp", "Sunday[2])) + 7 * kHourNs", "Sunday[1])) + 7 * kHourNs"),
    ("L17", "trading_hours.cpp", "Sunday[1])) + 6 * kHourNs", "Sunday[2])) + 6 * kHourNs"),
    ("L17", "trading_hours.cpp", "wall.ns + newYorkOffsetNs(wall)", "wall.ns - newYorkOffsetNs(wall)"),
    ("L18", "symbol_breaker.cpp", "const int doublings = std::min(breaker.trips_today - 1, kDoublingsMax);", "const int doublings = std::min(breaker.trips_today, kDoublingsMax);"),
    ("L18", "symbol_breaker.cpp", "const int doublings = std::min(breaker.trips_today - 1, kDoublingsMax);", "const int doublings = 0;"),
    ("L18", "symbol_breaker.cpp", "++breaker.losing_run;", ""),
    ("L18", "symbol_breaker.cpp", "++it->second.trial_orders;", ""),
    ("L18", "symbol_breaker.cpp", "Wide{breaker.day_loss.units} - net.units;", "Wide{breaker.day_loss.units} + net.units;"),
    ("L18", "gate.cpp", "{Code::BreakersMany, LatchState::Reducing,", "{Code::BreakersMany, LatchState::Halted,"),
    ("warn", "limit_rows.cpp", "judge(row, use, m_limits.warn_pct, m_limits.warn_clear_pct);", "judge(row, use, m_limits.warn_pct - 1, m_limits.warn_clear_pct);"),
    ("warn", "limit_rows.cpp", "judge(row, use, m_limits.warn_pct, m_limits.warn_clear_pct);", "judge(row, use, m_limits.warn_pct + 1, m_limits.warn_clear_pct);"),
    ("warn", "limit_rows.cpp", "judge(row, use, m_limits.warn_pct, m_limits.warn_clear_pct);", "judge(row, use, m_limits.warn_pct, m_limits.warn_clear_pct + 1);"),
    ("warn", "limit_rows.cpp", "judge(row, use, m_limits.warn_pct, m_limits.warn_clear_pct);", "judge(row, use, m_limits.warn_pct, m_limits.warn_clear_pct - 1);"),
    # --- what is counted
    ("S13", "gate.cpp", "if (out.code == Code::RiskOrderRate) refused(s, now);", ""),
    ("S13", "gate.cpp", "if (out.code != Code::Ok || !is_counted) return out;", "if (!is_counted) return out;"),
    ("S13", "gate.cpp", "if (out.code != Code::Ok || !is_counted) return out;", "if (out.code != Code::Ok) return out;"),
    ("L04", "gate.cpp", "s.minute.add(now.mono);", ""),
    ("L05", "gate.cpp", "s.burst.add(now.mono);", ""),
    ("L15", "gate.cpp", "s.duplicates.add(*request.intent, now.mono);", ""),
    ("L18", "gate.cpp", "if (kind == GateKind::Opens) s.breakers.onOpening", "s.breakers.onOpening"),
    ("S01", "gate_steps.cpp", "if (check.kind == GateKind::Flatten && check.reduces) return {};", "if (check.kind == GateKind::Flatten) return {};"),
    ("reduces", "gate_steps.cpp", "Wide{intent.qty.units} + facts.working_reducing.units <= wideAbs(facts.net.units)", "Wide{intent.qty.units} <= wideAbs(facts.net.units)"),
    ("reduces", "gate_steps.cpp", "if (!facts.position_known || intent.qty.units <= 0) return false;", ""),
    ("reduces", "gate_steps.cpp", "GateKind::Cut : GateKind::Opens;", "GateKind::Cut : GateKind::Reduces;"),
]

# Each step of the gate: removed for a kind of order, and swapped with the next one.
STEP = re.compile(r"^    \{step(\w+), (k\w+(?: \| k\w+)*)\},$")

# Comparisons and signs found in the deciding lines of these files, flipped one at a time.
GENERIC_FILES = ["day_clock.cpp", "duplicates.cpp", "equity_watch.cpp", "exposure.cpp", "gate.cpp", "gate_steps.cpp", "money.cpp",
                 "order_form.cpp", "price_collar.cpp", "rate_log.cpp", "symbol_breaker.cpp", "trading_hours.cpp"]
FLIPS = [(" >= ", " > "), (" > ", " >= "), (" <= ", " < "), (" < ", " <= "), (" == ", " != "), (" != ", " == ")]
# Changes that mean the same; the pattern is the mutated line. Each says why.
SAME = [
    (re.compile(r"for \(int e|value\.exponent|while \(out\.mantissa|out\.mantissa"), "scaling: another way to the same number"),
    (re.compile(r"a\.mantissa >= b\.mantissa"), "of two equal mantissas either may be shortened"),
    (re.compile(r"m_ids\.size\(\) >= kIdsKept"), "one id fewer is kept"),
    (re.compile(r"state\.notes\.size\(\) <= kNotesMax"), "one note more is kept"),
    (re.compile(r"point \+? ?|text\.size\(\) - point"), "the form of a number in a text"),
    (re.compile(r"mid >= price->units"), "equal prices"),
    (re.compile(r"if \(net\.units >= 0\)"), "zero has left before"),
    (re.compile(r"net\.units < 0 \|\| !m_last"), "nothing takes nothing back"),
    (re.compile(r"m_entries\.front\(\)\.mono > m_window_ns"), "an old entry more is kept; its age is looked at"),
    (re.compile(r"facts\.net\.units (>=|<=) 0"), "nothing is held: any quantity is more"),
    (re.compile(r"if \(true\) m_day->hwm = std::max"), "writes where no day is"),
    (re.compile(r"std::count_if|partition_point"), "covered by its lambda"),
    (re.compile(r"kind != GateKind::Opens\)|is_counted = kind"), "covered by the kinds' own mutants"),
]


class Mutant:
    def __init__(self, label, path, line, old, new, text):
        self.label, self.path, self.line, self.old, self.new, self.text = label, path, line, old, new, text

    def name(self):
        return f"{LIMITS}{self.path}:{self.line}: {self.label}: `{self.old.strip()}` -> `{self.new.strip()}`"


def replace_at(text, at, old, new):
    return text[:at] + new + text[at + len(old):]


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def hand_mutants(sources):
    for label, path, old, new in HAND:
        text = sources[path]
        if text.count(old) != 1:
            sys.exit(f"mutate_risk.py: `{old}` stands {text.count(old)} times in {path}; mend the table")
        at = text.index(old)
        yield Mutant(label, path, line_of(text, at), old, new, replace_at(text, at, old, new))


def step_mutants(text):
    path = "gate_steps.cpp"
    lines = text.split("\n")
    rows = [i for i, line in enumerate(lines) if STEP.match(line)]
    if len(rows) != 13:
        sys.exit(f"mutate_risk.py: {len(rows)} of 13 steps found in {path}; mend the pattern")
    for number, i in enumerate(rows, 1):
        name, kinds = STEP.match(lines[i]).groups()
        label = f"S{number:02d}"
        every = kinds.split(" | ")
        for kind in ["kOpens", "kReduces", "kCut", "kFlatten"]:
            left = [k for k in every if k != kind] if kind in every else every + [kind]
            new = f"    {{step{name}, {' | '.join(left) if left else '0'}}},"
            yield Mutant(label, path, i + 1, lines[i], new, "\n".join(lines[:i] + [new] + lines[i + 1:]))
        if number < 13:
            j = rows[number]
            swapped = lines[:]
            swapped[i], swapped[j] = lines[j], lines[i]
            yield Mutant(label, path, i + 1, lines[i], lines[j] + " (swapped)", "\n".join(swapped))


def generic_mutants(path, text):
    lines = text.split("\n")
    for i, line in enumerate(lines):
        code = line.split("//")[0]
        if code.lstrip().startswith(("#", "*", "constexpr", "static_assert")):
            continue
        for old, new in FLIPS:
            start = 0
            while (at := code.find(old, start)) >= 0:
                start = at + len(old)
                if old == " < " and "<" in code[:at].split("(")[-1]:
                    continue
                changed = line[:at] + new + line[at + len(old):]
                yield Mutant("comparison", path, i + 1, line, changed, "\n".join(lines[:i] + [changed] + lines[i + 1:]))
        found = re.match(r"^(\s*(?:\} else )?if \()(.*)(\)(?: \{| return.*;| [a-z+].*;)?)$", code.rstrip())
        if found and found.group(2).count("(") == found.group(2).count(")") and ";" not in found.group(2):
            for value in ("true", "false"):
                changed = f"{found.group(1)}{value}{found.group(3)}"
                yield Mutant("always " + value, path, i + 1, line, changed, "\n".join(lines[:i] + [changed] + lines[i + 1:]))


def all_mutants(root):
    folder = os.path.join(root, LIMITS)
    sources = {name: open(os.path.join(folder, name), encoding="utf-8").read() for name in sorted(os.listdir(folder)) if name.endswith((".cpp", ".h"))}
    mutants = list(hand_mutants(sources)) + list(step_mutants(sources["gate_steps.cpp"]))
    for path in GENERIC_FILES:
        for mutant in generic_mutants(path, sources[path]):
            if not any(pattern.search(mutant.new) for pattern, _why in SAME):
                mutants.append(mutant)
    seen, out = set(), []
    for mutant in mutants:
        if (mutant.path, mutant.text) not in seen:
            seen.add((mutant.path, mutant.text))
            out.append(mutant)
    return out, sources


class Bench:
    """Compiles changed sources into a directory of its own and runs the tests with them."""

    def __init__(self, args, sources):
        self.args, self.sources = args, sources
        self.flags = ["-std=c++20", "-O0", "-w", "-fPIC", "-ffp-contract=off"]
        self.dir = tempfile.mkdtemp(prefix="mutate_risk.")
        fast = subprocess.run([args.cxx, "-fuse-ld=gold", "-Wl,--version"], capture_output=True, text=True)
        self.link = [args.cxx] + (["-fuse-ld=gold"] if fast.returncode == 0 else [])
        self.headers = os.path.join(self.dir, "headers.h")

    def precompile(self):
        """All headers once: reading them is most of what compiling a small file takes."""
        with open(self.headers, "w", encoding="utf-8") as file:
            for name in self.sources:
                if name.endswith(".h"):
                    file.write(f'#include "{LIMITS}{name}"\n')
            file.write('#include <chrono>\n#include "core/model/json_writer.h"\n#include "core/risk/flat_json.h"\n')
        subprocess.run([self.args.cxx, *self.flags, "-I", self.args.source, "-x", "c++-header", self.headers, "-o", self.headers + ".gch"], check=True)

    def compile(self, folder, name, out):
        command = [self.args.cxx, *self.flags, "-include", self.headers, "-I", self.args.source, "-c", os.path.join(folder, name), "-o", out]
        return subprocess.run(command, capture_output=True, text=True).returncode == 0

    def build_base(self):
        """Every source once, unchanged: what a mutant replaces one of."""
        self.base = {}
        self.precompile()
        with concurrent.futures.ThreadPoolExecutor(self.args.jobs) as pool:
            work = {}
            for name in self.sources:
                if name.endswith(".cpp"):
                    out = os.path.join(self.dir, name + ".o")
                    command = [self.args.cxx, *self.flags, "-include", self.headers, "-I", self.args.source, "-c", os.path.join(self.args.source, LIMITS, name), "-o", out]
                    work[name] = (pool.submit(subprocess.run, command, capture_output=True, text=True), out)
            for name, (run, out) in work.items():
                if run.result().returncode != 0:
                    sys.exit(f"mutate_risk.py: {name} does not compile\n{run.result().stderr}")
                self.base[name] = out

    def link_and_test(self, objects, exe):
        link = subprocess.run([*self.link, *self.args.objects, *objects, *self.args.libs, "-o", exe], capture_output=True, text=True)
        if link.returncode != 0:
            sys.exit(f"mutate_risk.py: linking failed\n{link.stderr}")
        try:
            run = subprocess.run([exe, "-silent"], capture_output=True, timeout=60, env={**os.environ, "BELLWETHER_SEED": "17"})
        except subprocess.TimeoutExpired:
            return True
        finally:
            os.unlink(exe)
        return run.returncode != 0

    def killed(self, index, mutant):
        folder = os.path.join(self.dir, f"m{index}")
        os.makedirs(folder)
        with open(os.path.join(folder, mutant.path), "w", encoding="utf-8") as file:
            file.write(mutant.text)
        changed = dict(self.base)
        changed[mutant.path] = os.path.join(folder, mutant.path + ".o")
        if not self.compile(folder, mutant.path, changed[mutant.path]):
            return True
        result = self.link_and_test(list(changed.values()), os.path.join(folder, "tests"))
        subprocess.run(["rm", "-r", folder], check=True)
        return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", default=os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    parser.add_argument("--objects", default="", help="objects of the tests, separated by |")
    parser.add_argument("--libs", default="", help="libraries behind them, separated by |")
    parser.add_argument("--cxx", default="g++")
    parser.add_argument("--sample", type=int, default=0, help="only so many, evenly spread; 0: all")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="only those whose line holds this")
    parser.add_argument("--rules", action="store_true", help="only those written for a limit or a step of the gate, not the generic ones")
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    args.objects, args.libs = [o for o in args.objects.split("|") if o], [o for o in args.libs.split("|") if o]
    mutants, sources = all_mutants(args.source)
    if args.rules:
        mutants = [m for m in mutants if not m.label.startswith(("always", "comparison"))]
    if args.only:
        mutants = [m for m in mutants if args.only in m.name()]
    if args.sample:
        mutants = [mutants[i * len(mutants) // args.sample] for i in range(args.sample)]
    if args.list:
        for mutant in mutants:
            print(mutant.name())
        print(f"{len(mutants)} mutants")
        return 0
    covered = {m.label for m in all_mutants(args.source)[0]}
    missing = [label for label in [f"L{i:02d}" for i in range(1, 19)] + [f"S{i:02d}" for i in range(1, 14)] if label not in covered]
    if missing:
        sys.exit(f"mutate_risk.py: no mutant for {', '.join(missing)}")
    begin = time.monotonic()
    bench = Bench(args, sources)
    try:
        bench.build_base()
        if bench.link_and_test(list(bench.base.values()), os.path.join(bench.dir, "base")):
            sys.exit("mutate_risk.py: the tests fail without any mutant")
        survivors = []
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            results = pool.map(lambda item: (item[1], bench.killed(*item)), enumerate(mutants))
            for mutant, is_killed in results:
                if not is_killed:
                    survivors.append(mutant)
                    print(f"SURVIVED {mutant.name()}", flush=True)
    finally:
        subprocess.run(["rm", "-rf", bench.dir], check=False)
    print(f"{len(mutants)} mutants, {len(survivors)} survivors, {time.monotonic() - begin:.0f} s")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
