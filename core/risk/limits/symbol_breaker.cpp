// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/symbol_breaker.h"

#include <algorithm>
#include <limits>

namespace bw::risk {
namespace {
constexpr int kDoublingsMax = 16;  // the longest cooldown, a day, still fits 64 bits then
}

SymbolBreakers::State SymbolBreakers::stateOf(const Breaker& breaker, MonoTime now) const noexcept {
    if (!breaker.tripped) return State::Closed;
    return !breaker.stuck && now >= breaker.reopens ? State::HalfOpen : State::Open;
}

bool SymbolBreakers::lossTooLarge(const Breaker& breaker, std::optional<Money> equity) const noexcept {
    if (breaker.day_loss.units >= m_table.breaker_loss) return true;
    return equity && Wide{breaker.day_loss.units} * 10'000 >= Wide{m_table.breaker.day_loss_bp} * equity->units;
}

void SymbolBreakers::open(Breaker& breaker, MonoTime now) const {
    ++breaker.trips_today;
    breaker.tripped = true;
    breaker.stuck = breaker.trips_today > m_table.breaker.max_trips_per_day;
    const int doublings = std::min(breaker.trips_today - 1, kDoublingsMax);
    breaker.reopens = now + ((m_table.breaker.cooldown_s * kNsPerSec) << doublings);
    breaker.trial_orders = 0;
    breaker.trial_wins = 0;
}

void SymbolBreakers::onClose(std::string_view instrument, Money net, std::optional<Money> equity, MonoTime now) {
    if (!m_table.breaker.enabled || net.units == 0) return;
    Breaker& breaker = m_breakers.try_emplace(std::string(instrument)).first->second;
    const State state = stateOf(breaker, now);
    if (net.units > 0) {
        breaker.losing_run = 0;
        if (state == State::HalfOpen && ++breaker.trial_wins >= m_table.breaker.half_open_wins) breaker.tripped = false;
        return;
    }
    ++breaker.losing_run;
    const Wide sum = Wide{breaker.day_loss.units} - net.units;
    breaker.day_loss.units = fitsMoney(sum) ? static_cast<std::int64_t>(sum) : kMantissaMax;
    if (state == State::Open) return;
    if (state == State::HalfOpen || breaker.losing_run >= m_table.breaker.losing_closes || lossTooLarge(breaker, equity))
        open(breaker, now);
}

Code SymbolBreakers::allows(std::string_view instrument, MonoTime now) const {
    const auto it = m_breakers.find(instrument);
    if (it == m_breakers.end()) return Code::Ok;
    const State state = stateOf(it->second, now);
    if (state == State::Closed) return Code::Ok;
    return state == State::HalfOpen && it->second.trial_orders < m_table.breaker.half_open_orders ? Code::Ok : Code::RiskBreaker;
}

void SymbolBreakers::onOpening(std::string_view instrument, MonoTime now) {
    const auto it = m_breakers.find(instrument);
    if (it != m_breakers.end() && stateOf(it->second, now) == State::HalfOpen) ++it->second.trial_orders;
}

bool SymbolBreakers::close(std::string_view instrument, MonoTime now) {
    const auto it = m_breakers.find(instrument);
    if (it == m_breakers.end() || stateOf(it->second, now) == State::Closed) return false;
    it->second.tripped = false;
    it->second.stuck = false;
    it->second.losing_run = 0;
    return true;
}

void SymbolBreakers::onDayRoll() {
    for (auto& [instrument, breaker] : m_breakers) {
        if (breaker.stuck) breaker = {};
        breaker.trips_today = 0;
        breaker.day_loss = {};
    }
}

int SymbolBreakers::openCount(MonoTime now) const {
    return static_cast<int>(std::count_if(m_breakers.begin(), m_breakers.end(),
                                          [&](const auto& entry) { return stateOf(entry.second, now) == State::Open; }));
}

bool SymbolBreakers::manyNow(MonoTime now) {
    const bool many = openCount(now) >= m_table.breaker.many;
    const bool is_new = many && !m_many_told;
    m_many_told = many;
    return is_new;
}

std::vector<BreakerUse> SymbolBreakers::uses(MonoTime now) const {
    std::vector<BreakerUse> out;
    for (const auto& [instrument, breaker] : m_breakers) {
        BreakerUse use;
        use.state = stateOf(breaker, now);
        use.instrument = instrument;
        use.losing_run = breaker.losing_run;
        use.trips_today = breaker.trips_today;
        use.day_loss = breaker.day_loss;
        if (use.state == State::Open && !breaker.stuck) use.reopens_in_ms = (breaker.reopens - now) / kNsPerMs;
        out.push_back(std::move(use));
    }
    return out;
}

}  // namespace bw::risk
