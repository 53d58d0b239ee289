// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/equity_watch.h"

#include <algorithm>

namespace bw::risk {
namespace {

constexpr std::int64_t kDistinctNs = 200 * kNsPerMs;
constexpr std::int64_t kLateCloseNs = 5 * kNsPerSec;
constexpr std::size_t kIdsKept = 16;
constexpr std::array<Code, EquityWatch::TierCount> kCauses = {Code::LimitDailyLoss, Code::LimitDailyLossBp,
                                                              Code::LimitDrawdown, Code::LimitDrawdown};

Money moved(Money amount, Wide by) {
    return {static_cast<std::int64_t>(Wide{amount.units} + by)};
}

}  // namespace

bool Streak::step(bool breach, MonoTime now, int need, std::int64_t gap_ns) noexcept {
    if (!breach) {
        clear();
        return false;
    }
    if (m_count > 0 && now - m_last < kDistinctNs) return false;
    if (now - m_last > gap_ns) m_count = 0;
    m_last = now;
    if (m_count >= need) return false;  // told before
    return ++m_count == need;
}

bool EquityWatch::repeated(const std::string& reply_id) {
    if (std::find(m_ids.begin(), m_ids.end(), reply_id) != m_ids.end()) return true;
    m_ids.push_back(reply_id);
    if (m_ids.size() > kIdsKept) m_ids.pop_front();
    return false;
}

Code EquityWatch::onReading(const AccountReading& reading, GateTime now, bool& rolled) {
    rolled = false;
    if (!reading.reply_id.empty() && repeated(reading.reply_id)) return Code::Ok;
    if (m_clock.step(now.wall, now.mono)) m_roll_due = true;
    const std::optional<Money> equity = moneyOf(reading.equity), balance = moneyOf(reading.balance),
                               margin = moneyOf(reading.margin_used),
                               operation = reading.balance_op.empty() ? Money{} : moneyOf(reading.balance_op);
    m_newest_invalid = reading.reply_id.empty() || !equity || !balance || !margin || margin->units < 0 || !operation ||
                       !take({*equity, *balance, *margin}, *operation, now, rolled);
    if (!m_newest_invalid) return Code::Ok;
    ++m_invalid_count;
    return Code::RiskInputInvalid;
}

// False: with it the highest equity would not be positive, or an amount would not fit.
bool EquityWatch::take(const Values& values, Money operation, GateTime now, bool& rolled) {
    Day next = m_day.value_or(Day{.day = m_clock.day(), .start = values.equity, .deposits = {},
                                  .hwm = m_old_hwm.value_or(values.equity), .expected_balance = values.balance});
    const Wide expected = Wide{next.expected_balance.units} + (m_day ? operation.units : 0);
    const Wide rise = std::max<Wide>(values.balance.units - expected, 0);
    const Wide deposit = (m_day ? operation.units : 0) + rise;
    const Wide deposits = next.deposits.units + deposit, moved_hwm = next.hwm.units + deposit;
    if (!fitsMoney(deposits) || !fitsMoney(moved_hwm)) return false;
    next.deposits = {static_cast<std::int64_t>(deposits)};
    next.hwm = std::max(Money{static_cast<std::int64_t>(moved_hwm)}, values.equity);
    next.expected_balance = values.balance;
    const bool begins = m_day && m_roll_due;
    if (begins) {
        next.day = m_clock.day();
        next.start = values.equity;
        next.deposits = {};
        if (m_table.limits.drawdown_basis == DrawdownBasis::day) next.hwm = values.equity;
    }
    if (next.hwm.units <= 0) return false;
    if (rise > 0) {
        m_rise = {static_cast<std::int64_t>(rise)};
        m_rise_at = now.mono;
        notes.push_back({Code::Ok, "balance rose by " + moneyText(rise) + " without a close: taken as a deposit"});
    }
    rolled = begins;
    m_roll_due = false;
    m_day = next;
    m_last = values;
    m_valid_at = now.mono;
    m_lost = false;
    evaluate(now.mono);
    return true;
}

void EquityWatch::onRealized(Money net, MonoTime now) {
    if (!m_day || !fitsMoney(Wide{m_day->expected_balance.units} + net.units)) return;
    m_day->expected_balance = moved(m_day->expected_balance, net.units);
    // The venue's balance may hold a gain before its fill is told: that was no deposit.
    if (net.units <= 0 || !m_last || now - m_rise_at > kLateCloseNs) return;
    const Money back = std::min(net, m_rise);
    m_rise = m_rise - back;
    m_day->deposits = m_day->deposits - back;
    m_day->hwm = std::max(m_day->hwm - back, m_last->equity);
    m_day->expected_balance = m_day->expected_balance - back;
}

void EquityWatch::onTimer(bool exposed, GateTime now) {
    if (m_clock.step(now.wall, now.mono)) m_roll_due = true;
    if (const auto jump_ns = m_clock.takeJump())
        notes.push_back({Code::ClockJump, "the clock was set by " + std::to_string(*jump_ns / kNsPerSec) + " s; the risk day goes on"});
    if (!exposed) {
        m_exposed_since.reset();
        return;
    }
    if (!m_exposed_since) m_exposed_since = now.mono;
    const MonoTime since = m_last ? std::max(*m_exposed_since, m_valid_at) : *m_exposed_since;
    if (m_lost || now.mono - since < m_table.limits.input_lost_s * kNsPerSec) return;
    m_lost = true;
    trips.push_back({Code::RiskInputLost, LatchState::Reducing,
                     "no usable account reading for " + std::to_string(m_table.limits.input_lost_s) + " s"});
}

void EquityWatch::reset() {
    m_last.reset();
    m_day.reset();
    m_old_hwm.reset();
    m_roll_due = false;
    m_newest_invalid = false;
    m_rise = {};
    m_drawdown_warns = false;
    for (Streak& streak : m_streaks) streak.clear();
}

Code EquityWatch::quality(MonoTime now) const noexcept {
    if (!m_last || m_newest_invalid) return Code::RiskInputStale;
    return now - m_valid_at <= m_table.limits.account_stale_ms * kNsPerMs ? Code::Ok : Code::RiskInputStale;
}

std::int64_t EquityWatch::ageMs(MonoTime now) const noexcept {
    return m_last ? (now - m_valid_at) / kNsPerMs : -1;
}

std::optional<Wide> EquityWatch::dayPnl() const noexcept {
    if (!m_last || !m_day) return std::nullopt;
    return Wide{m_last->equity.units} - m_day->start.units - m_day->deposits.units;
}

bool EquityWatch::breaches(Tier tier) const noexcept {
    const Wide loss = -*dayPnl();
    const Wide fall = (Wide{m_day->hwm.units} - m_last->equity.units) * 10'000;
    switch (tier) {
        case LossAbs: return loss >= m_table.loss_abs;
        case LossBp: return loss * 10'000 >= Wide{m_table.limits.max_daily_loss_bp} * m_day->start.units;
        case DrawdownHalt: return fall >= Wide{m_table.limits.drawdown_halt_bp} * m_day->hwm.units;
        case DrawdownReduce: return fall >= Wide{m_table.limits.drawdown_reduce_bp} * m_day->hwm.units;
        case TierCount: break;
    }
    return true;
}

void EquityWatch::evaluate(MonoTime now) {
    const Wide fall = (Wide{m_day->hwm.units} - m_last->equity.units) * 10'000;
    const Wide edge = m_drawdown_warns ? m_table.limits.drawdown_clear_bp : m_table.limits.drawdown_warn_bp;
    m_drawdown_warns = fall >= edge * m_day->hwm.units;
    const int need = static_cast<int>(m_table.limits.confirm_readings);
    for (const Tier tier : {LossAbs, LossBp, DrawdownHalt, DrawdownReduce})
        if (m_streaks[tier].step(breaches(tier), now, need, m_table.limits.account_stale_ms * kNsPerMs)) tripTier(tier);
}

void EquityWatch::tripTier(Tier tier) {
    std::string reason = "day result " + moneyText(*dayPnl()) + ", equity " + moneyText(m_last->equity.units) + ", highest " +
                         moneyText(m_day->hwm.units) + ", day start " + moneyText(m_day->start.units) + ", in " +
                         std::to_string(m_streaks[tier].count()) + " readings";
    trips.push_back({kCauses[tier], tier == DrawdownReduce ? LatchState::Reducing : LatchState::Halted, std::move(reason)});
}

Code EquityWatch::verdict() const noexcept {
    Code worst = Code::Ok;
    for (const Streak& streak : m_streaks) {
        if (streak.count() >= m_table.limits.confirm_readings) return Code::RiskLoss;
        if (streak.count() > 0) worst = Code::RiskPendingConfirm;
    }
    return worst;
}

bool EquityWatch::causeStands(Code cause, MonoTime now) const noexcept {
    const bool unknown = quality(now) != Code::Ok;
    if (cause == Code::LimitDailyLoss) return unknown || breaches(LossAbs);
    if (cause == Code::LimitDailyLossBp) return unknown || breaches(LossBp);
    if (cause == Code::LimitDrawdown) return unknown || breaches(DrawdownReduce);
    return cause == Code::RiskInputLost && unknown;
}

void EquityWatch::restore(const Day& day, bool today) {
    if (!today) {
        if (m_table.limits.drawdown_basis == DrawdownBasis::all) m_old_hwm = day.hwm;
        if (m_day && m_old_hwm) m_day->hwm = std::max(m_day->hwm, *m_old_hwm);
        return;
    }
    const Money hwm = m_last ? std::max(day.hwm, m_last->equity) : day.hwm;
    m_day = day;
    m_day->hwm = hwm;
}

}  // namespace bw::risk
