// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/limit_rows.h"

#include <algorithm>

#include "core/risk/limits/exposure.h"
#include "core/risk/limits/trading_hours.h"

namespace bw::risk {
namespace {

using LimitState = LimitUse::State;

double shown(Wide units, int digits) {
    return static_cast<double>(static_cast<long double>(units) / static_cast<long double>(kPow10[digits]));
}

/// One value against one limit, both in units of 10^-digits. `full`: reaching the limit already is a breach.
struct Use {
    std::string_view id, unit;
    std::optional<Wide> value;
    Wide limit = 0;
    int digits = 0;
    bool full = false;
    std::string subject{};
};

/// Makes the lines of one view. Stack-local.
class Rows {
public:
    Rows(GateState& state, GateTime now) : m_state(state), m_limits(state.table.limits), m_now(now) {}

    LimitUse& add(const Use& use) {
        LimitUse& row = blank(use.id, use.unit, shown(use.limit, use.digits));
        row.subject = use.subject;
        if (use.limit <= 0)
            row.state = LimitState::Off;
        else if (use.value)
            judge(row, use, m_limits.warn_pct, m_limits.warn_clear_pct);
        return row;
    }
    /// A limit that belongs to single orders: 0 is off.
    void setting(std::string_view id, std::string_view unit, double limit) {
        blank(id, unit, limit).state = limit > 0 ? LimitState::Ok : LimitState::Off;
    }
    LimitUse& blank(std::string_view id, std::string_view unit, double limit) {
        LimitUse row;
        row.id = id;
        row.unit = unit;
        row.limit = limit;
        m_rows.push_back(std::move(row));
        return m_rows.back();
    }
    /// Warns from `warn` % of the limit until below `clear` %.
    void judge(LimitUse& row, const Use& use, Wide warn, Wide clear) {
        const Wide value = *use.value;
        row.value = shown(value, use.digits);
        row.used_bp = static_cast<std::int64_t>(std::clamp<Wide>(value, 0, kMantissaMax) * 10'000 / use.limit);
        bool& warned = m_state.warned[std::string(use.id)];
        warned = value * 100 >= (warned ? clear : warn) * use.limit;
        const bool breach = use.full ? value >= use.limit : value > use.limit;
        row.state = breach ? LimitState::Breach : warned ? LimitState::Warn : LimitState::Ok;
    }
    std::vector<LimitUse> take() { return std::move(m_rows); }

    void losses();
    void rates();
    void positions(std::span<const Holding> holdings, int open_positions);
    void shares(std::span<const Holding> holdings);
    void margin();
    void market();

private:
    void equityRow(const Use& use, EquityWatch::Tier tier);
    GateState& m_state;
    const LimitsConfig& m_limits;
    GateTime m_now;
    std::vector<LimitUse> m_rows;
};

void Rows::equityRow(const Use& use, EquityWatch::Tier tier) {
    LimitUse& row = add(use);
    row.age_ms = m_state.equity.ageMs(m_now.mono);
    row.streak = m_state.equity.streak(tier);
    row.streak_need = static_cast<int>(m_limits.confirm_readings);
}

void Rows::losses() {
    const EquityWatch& watch = m_state.equity;
    const bool known = watch.last() && watch.day();
    const Wide start = known ? watch.day()->start.units : 0, hwm = known ? watch.day()->hwm.units : 0;
    std::optional<Wide> loss, share, fall;
    if (known) {
        loss = -*watch.dayPnl();
        if (start > 0) share = *loss * 10'000 / start;
        fall = (hwm - watch.last()->equity.units) * 10'000 / hwm;
    }
    equityRow({"L01", "money", loss, m_state.table.loss_abs, kMoneyDigits, true}, EquityWatch::LossAbs);
    equityRow({"L02", "bp", share, m_limits.max_daily_loss_bp, 0, true}, EquityWatch::LossBp);
    LimitUse& warn = blank("L03w", "bp", static_cast<double>(m_limits.drawdown_warn_bp));
    warn.age_ms = watch.ageMs(m_now.mono);
    if (fall) {
        warn.value = shown(*fall, 0);
        warn.used_bp = static_cast<std::int64_t>(std::clamp<Wide>(*fall, 0, 1'000'000'000) * 10'000 / m_limits.drawdown_warn_bp);
        warn.state = watch.warns() ? LimitState::Warn : LimitState::Ok;
    }
    equityRow({"L03r", "bp", fall, m_limits.drawdown_reduce_bp, 0, true}, EquityWatch::DrawdownReduce);
    equityRow({"L03h", "bp", fall, m_limits.drawdown_halt_bp, 0, true}, EquityWatch::DrawdownHalt);
}

void Rows::rates() {
    const auto rate = [&](std::string_view id, const RateLog& log) {
        LimitUse& row = add({id, "orders", Wide{static_cast<std::int64_t>(log.count(m_now.mono))}, log.max(), 0, true});
        row.window_ms = log.windowNs() / kNsPerMs;
        row.streak = static_cast<int>(m_state.refusals.count(m_now.mono));
        row.streak_need = 3;
    };
    rate("L04", m_state.minute);
    rate("L05", m_state.burst);
    add({"L06", "fills", Wide{m_state.trades_today}, m_limits.max_daily_trades, 0, true});
}

void Rows::positions(std::span<const Holding> holdings, int open_positions) {
    const Holding* largest = nullptr;
    const Holding* most = nullptr;
    for (const Holding& holding : holdings) {
        if (largest == nullptr || holding.worst_notional > largest->worst_notional) largest = &holding;
        if (holding.worst_qty && (most == nullptr || *holding.worst_qty > *most->worst_qty)) most = &holding;
    }
    const bool as_qty = m_limits.position_unit == PositionUnit::qty;
    const auto qtyRow = [&](std::string_view id, Wide limit) {
        Use use{id, "qty", std::nullopt, limit, kMoneyDigits};
        if (most != nullptr) use.value = wideUnits(*most->worst_qty, kMoneyDigits);
        if (holdings.empty()) use.value = 0;
        if (most != nullptr) use.subject = most->instrument;
        add(use);
    };
    if (as_qty)
        qtyRow("L07", m_state.table.positionSizeQty(kMoneyDigits));
    else
        add({"L07", "money", largest != nullptr ? Wide{largest->worst_notional.units} : 0, m_state.table.position_notional, kMoneyDigits, false,
             largest != nullptr ? std::string(largest->instrument) : std::string()});
    qtyRow("L08", m_state.table.positionQty(most != nullptr ? most->instrument : "mt5.", kMoneyDigits));
    setting("L09", "money", m_limits.max_order_notional_abs);
    add({"L10", "positions", Wide{open_positions}, m_limits.max_open_positions, 0, true});
}

void Rows::shares(std::span<const Holding> holdings) {
    const auto& last = m_state.equity.last();
    const bool known = last && last->equity.units > 0;
    const auto row = [&](std::string_view id, Wide gross, std::int64_t limit_bp, std::string_view subject) {
        std::optional<Wide> share;
        if (known) share = gross * 10'000 / last->equity.units;
        LimitUse& line = add({id, "bp", share, limit_bp, 0, false, std::string(subject)});
        if (known && overShare(gross, limit_bp, last->equity)) line.state = LimitState::Breach;
        if (last && !known && gross > 0) line.state = LimitState::Breach;
        line.age_ms = m_state.equity.ageMs(m_now.mono);
    };
    Wide total = 0;
    std::map<std::string_view, Wide> symbols, groups, sectors;
    for (const Holding& holding : holdings) {
        const Wide amount = holding.worst_notional.units;
        total += amount;
        symbols[holding.instrument] += amount;
        groups[holding.group.empty() ? holding.instrument : holding.group] += amount;
        sectors[holding.sector.empty() ? holding.instrument : holding.sector] += amount;
    }
    const auto largest = [&](std::string_view id, const std::map<std::string_view, Wide>& sums, std::int64_t limit_bp) {
        const auto it = std::max_element(sums.begin(), sums.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        row(id, it != sums.end() ? it->second : 0, limit_bp, it != sums.end() ? it->first : std::string_view());
    };
    row("L11t", total, m_limits.exposure_total_bp, {});
    largest("L11s", symbols, m_limits.exposure_symbol_bp);
    largest("L11g", groups, m_limits.exposure_group_bp);
    largest("L11c", sectors, m_limits.exposure_sector_bp);

    Use leverage{"L12", "x", std::nullopt, m_limits.max_leverage_x100, 2};
    LimitUse& line = blank("L12", "x", shown(m_limits.max_leverage_x100, 2));
    line.age_ms = m_state.equity.ageMs(m_now.mono);
    if (!known) return;
    leverage.value = total * 100 / last->equity.units;
    const Wide warn_pct = Wide{m_limits.warn_leverage_x100} * 100 / m_limits.max_leverage_x100;
    judge(line, leverage, warn_pct, warn_pct * m_limits.warn_clear_pct / m_limits.warn_pct);
}

// Turned round: what the margin level must at least be is the value, what it is the limit.
void Rows::margin() {
    const auto& last = m_state.equity.last();
    LimitUse& row = blank("L13", "%", static_cast<double>(m_limits.min_margin_level_pct));
    row.age_ms = m_state.equity.ageMs(m_now.mono);
    if (m_limits.min_margin_level_pct == 0) {
        row.state = LimitState::Off;
    } else if (last && last->margin_used.units == 0) {
        row.state = LimitState::Ok;
        row.used_bp = 0;
    } else if (last && last->equity.units <= 0) {
        row.state = LimitState::Breach;
    } else if (last) {
        const Wide need = Wide{m_limits.min_margin_level_pct} * last->margin_used.units;
        judge(row, {"L13", "%", need, Wide{last->equity.units} * 100}, m_limits.warn_pct, m_limits.warn_clear_pct);
        row.value = shown(Wide{last->equity.units} * 10'000 / last->margin_used.units, 2);
    }
}

void Rows::market() {
    setting("L14", "bp", static_cast<double>(m_limits.price_collar_bp));
    setting("L15", "ms", static_cast<double>(m_limits.duplicate_ms));
    setting("L16", "bp", static_cast<double>(m_limits.max_volatility_ann_bp));
    const bool always = m_limits.trading_hours == TradingHours::none && m_limits.weekend_trading;
    const bool open = tradingOpen(m_limits.trading_hours, m_limits.weekend_trading, m_now.wall);
    blank("L17", "", 0).state = always ? LimitState::Off : open ? LimitState::Ok : LimitState::Breach;
    const BreakerConfig& breaker = m_state.table.breaker;
    add({"L18", "symbols", Wide{m_state.breakers.openCount(m_now.mono)}, breaker.enabled ? breaker.many : 0, 0, true});
}

}  // namespace

std::vector<LimitUse> limitRows(GateState& state, std::span<const Holding> holdings, int open_positions, GateTime now) {
    Rows rows(state, now);
    rows.losses();
    rows.rates();
    rows.positions(holdings, open_positions);
    rows.shares(holdings);
    rows.margin();
    rows.market();
    return rows.take();
}

}  // namespace bw::risk
