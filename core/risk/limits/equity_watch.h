// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/risk/limits/day_clock.h"
#include "core/risk/limits/gate.h"
#include "core/risk/limits/limit_table.h"

namespace bw::risk {

/// Readings in a row that breach (risk spec 2.3): distinct ones at least 200 ms apart; a good one ends it, a gap longer
/// than `gap_ns` begins it anew.
class Streak {
public:
    /// True: with this reading the breach is confirmed.
    [[nodiscard]] bool step(bool breach, MonoTime now, int need, std::int64_t gap_ns) noexcept;
    void clear() noexcept { *this = {}; }
    [[nodiscard]] int count() const noexcept { return m_count; }

private:
    int m_count = 0;
    MonoTime m_last;
};

/// The account: readings, freshness, the day, deposits, the highest equity, L01 to L03 and RISK_INPUT_LOST. Money exact.
/// Engine thread. Times never go back: the owner sees to it.
class EquityWatch {
public:
    enum Tier { LossAbs, LossBp, DrawdownHalt, DrawdownReduce, TierCount };
    struct Values {
        Money equity, balance, margin_used;
    };
    /// What outlives a restart.
    struct Day {
        std::int64_t day = 0;
        Money start, deposits, hwm, expected_balance;
        friend bool operator==(const Day&, const Day&) = default;
    };

    explicit EquityWatch(const LimitTable& table) : m_table(table), m_clock(table.limits.day_roll_min) {}

    /// Ok also for a repeated one, which changes nothing; RiskInputInvalid. `rolled`: with it a new risk day began.
    [[nodiscard]] Code onReading(const AccountReading& reading, GateTime now, bool& rolled);
    void onRealized(Money net, MonoTime now);
    void onTimer(bool exposed, GateTime now);
    void reset();

    /// Ok, RiskInputStale (also: none, or the newest is invalid).
    [[nodiscard]] Code quality(MonoTime now) const noexcept;
    /// Ok, RiskPendingConfirm, RiskLoss.
    [[nodiscard]] Code verdict() const noexcept;
    [[nodiscard]] bool confirming() const noexcept { return verdict() == Code::RiskPendingConfirm; }
    [[nodiscard]] bool causeStands(Code cause, MonoTime now) const noexcept;
    /// The warning of L03: from drawdown_warn_bp until below drawdown_clear_bp.
    [[nodiscard]] bool warns() const noexcept { return m_drawdown_warns; }
    [[nodiscard]] int streak(Tier tier) const noexcept { return m_streaks[tier].count(); }

    [[nodiscard]] const std::optional<Values>& last() const noexcept { return m_last; }
    [[nodiscard]] const std::optional<Day>& day() const noexcept { return m_day; }
    [[nodiscard]] std::int64_t dayNow(WallTime wall) const noexcept { return m_clock.dayOf(wall); }
    [[nodiscard]] std::optional<Wide> dayPnl() const noexcept;
    /// -1: no reading yet, or not valid for its newest.
    [[nodiscard]] std::int64_t ageMs(MonoTime now) const noexcept;
    [[nodiscard]] std::uint64_t invalid() const noexcept { return m_invalid_count; }
    /// Puts the day of an earlier run in force; not of this day: only its high-water mark, where that lasts.
    void restore(const Day& day, bool today);

    std::vector<GateTrip> trips;   // taken by the owner after each call
    std::vector<GateNote> notes;

private:
    [[nodiscard]] bool repeated(const std::string& reply_id);
    [[nodiscard]] bool take(const Values& values, Money operation, GateTime now, bool& rolled);
    [[nodiscard]] bool breaches(Tier tier) const noexcept;  // there is a reading
    void evaluate(MonoTime now);
    void tripTier(Tier tier);

    const LimitTable& m_table;
    DayClock m_clock;
    bool m_roll_due = false;
    std::optional<Values> m_last;
    std::optional<Day> m_day;
    std::optional<Money> m_old_hwm;  // of an earlier day, drawdown_basis all
    MonoTime m_valid_at;             // of m_last
    bool m_newest_invalid = false;
    std::uint64_t m_invalid_count = 0;
    std::deque<std::string> m_ids;   // of the newest 16 replies
    std::array<Streak, TierCount> m_streaks;
    bool m_drawdown_warns = false;
    Money m_rise;                    // the newest deposit by inference, and when: a close told late takes it back
    MonoTime m_rise_at;
    std::optional<MonoTime> m_exposed_since;
    bool m_lost = false;
};

}  // namespace bw::risk
