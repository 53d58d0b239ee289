// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/risk/limits/gate.h"
#include "core/risk/limits/limit_table.h"

namespace bw::risk {

/// L18, the breakers of all instruments (risk spec 2.4). CLOSED opens on a run of losing closes or the day's losses; after
/// its cooldown it is HALF_OPEN and lets a few opening orders through on trial. Bound: the instruments that closed
/// something. Engine thread. Times never go back: the owner sees to it.
class SymbolBreakers {
public:
    using State = BreakerUse::State;
    struct Breaker {
        bool tripped = false;
        bool stuck = false;                 // over its openings of the day
        MonoTime reopens;                   // when tripped and not stuck
        int losing_run = 0, trips_today = 0;
        Money day_loss;                     // sum of the losses, >= 0
        int trial_orders = 0, trial_wins = 0;
        friend bool operator==(const Breaker&, const Breaker&) = default;
    };

    explicit SymbolBreakers(const LimitTable& table) : m_table(table) {}

    /// `equity` absent: the share of equity is not tested.
    void onClose(std::string_view instrument, Money net, std::optional<Money> equity, MonoTime now);
    /// Ok or RiskBreaker.
    [[nodiscard]] Code allows(std::string_view instrument, MonoTime now) const;
    /// An opening order was let through.
    void onOpening(std::string_view instrument, MonoTime now);
    [[nodiscard]] bool close(std::string_view instrument, MonoTime now);
    void onDayRoll();
    [[nodiscard]] int openCount(MonoTime now) const;
    /// True once when so many are open at once.
    [[nodiscard]] bool manyNow(MonoTime now);
    [[nodiscard]] State stateOf(const Breaker& breaker, MonoTime now) const noexcept;
    [[nodiscard]] std::vector<BreakerUse> uses(MonoTime now) const;

    [[nodiscard]] const std::map<std::string, Breaker, std::less<>>& all() const noexcept { return m_breakers; }
    void restore(std::string instrument, const Breaker& breaker) { m_breakers[std::move(instrument)] = breaker; }

private:
    void open(Breaker& breaker, MonoTime now) const;
    [[nodiscard]] bool lossTooLarge(const Breaker& breaker, std::optional<Money> equity) const noexcept;
    const LimitTable& m_table;
    std::map<std::string, Breaker, std::less<>> m_breakers;
    bool m_many_told = false;
};

}  // namespace bw::risk
