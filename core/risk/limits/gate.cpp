// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/gate.h"

#include <algorithm>
#include <iterator>

#include "core/risk/limits/day_state.h"
#include "core/risk/limits/gate_state.h"
#include "core/risk/limits/gate_steps.h"
#include "core/risk/limits/limit_rows.h"

namespace bw::risk {
namespace {

constexpr std::size_t kNotesMax = 64;

GateVerdict evaluate(const GateState& state, const GateRequest& request, const GateFacts& facts, GateTime now, GateKind& kind) {
    GateVerdict out;
    const bool reduces = reducesOnly(request, facts);
    kind = kindOf(request, reduces);
    out.reduces = kind == GateKind::Cut || (reduces && kind != GateKind::Opens);
    runSteps({request, *request.intent, facts, state, now, kind, reduces}, out);
    return out;
}

void collect(GateState& state) {
    std::move(state.equity.trips.begin(), state.equity.trips.end(), std::back_inserter(state.trips));
    state.equity.trips.clear();
    for (GateNote& note : state.equity.notes)
        if (state.notes.size() < kNotesMax) state.notes.push_back(std::move(note));
    state.equity.notes.clear();
}

void countBreakers(GateState& state, GateTime now) {
    if (!state.breakers.manyNow(now.mono)) return;
    state.trips.push_back({Code::BreakersMany, LatchState::Reducing,
                           std::to_string(state.breakers.openCount(now.mono)) + " symbol breakers are open at once"});
}

void refused(GateState& state, GateTime now) {
    if (!state.refusals.add(now.mono)) return;
    const bool burst = !state.burst.allows(now.mono);
    const RateLog& log = burst ? state.burst : state.minute;
    state.trips.push_back({burst ? Code::LimitOrderBurst : Code::LimitOrderRate, LatchState::Halted,
                           "3 orders refused for rate within 60 s; limit " + std::to_string(log.max()) + " per " +
                               std::to_string(log.windowNs() / kNsPerMs) + " ms"});
}

}  // namespace

struct RiskGate::State : GateState {
    using GateState::GateState;
};

RiskGate::RiskGate(const RiskConfig& config) : m_state(std::make_unique<State>(config)) {}
RiskGate::~RiskGate() = default;

GateVerdict RiskGate::decide(const GateRequest& request, const GateFacts& facts, GateTime now) {
    State& s = *m_state;
    now = s.step(now);
    GateKind kind{};
    GateVerdict out = evaluate(s, request, facts, now, kind);
    const bool is_counted = kind == GateKind::Opens || kind == GateKind::Reduces;
    if (out.code == Code::RiskOrderRate) refused(s, now);
    if (out.code != Code::Ok || !is_counted) return out;
    s.minute.add(now.mono);
    s.burst.add(now.mono);
    s.duplicates.add(*request.intent, now.mono);
    if (kind == GateKind::Opens) s.breakers.onOpening(request.intent->instrument, now.mono);
    return out;
}

GateVerdict RiskGate::preview(const GateRequest& request, const GateFacts& facts, GateTime now) const {
    GateKind kind{};
    return evaluate(*m_state, request, facts, m_state->at(now), kind);
}

Code RiskGate::onReading(const AccountReading& reading, GateTime now) {
    State& s = *m_state;
    now = s.step(now);
    const std::optional<EquityWatch::Day> before = s.equity.day();
    bool rolled = false;
    const Code code = s.equity.onReading(reading, now, rolled);
    if (rolled) {
        s.trades_today = 0;
        s.breakers.onDayRoll();
    }
    if (s.equity.day() != before) ++s.day_version;
    collect(s);
    return code;
}

void RiskGate::onOpeningFill(std::string_view, GateTime now) {
    m_state->step(now);
    ++m_state->trades_today;
    ++m_state->day_version;
}

void RiskGate::onClose(std::string_view instrument, Money net_realized, GateTime now) {
    State& s = *m_state;
    now = s.step(now);
    const auto& last = s.equity.last();
    s.equity.onRealized(net_realized, now.mono);
    s.breakers.onClose(instrument, net_realized, last ? std::optional(last->equity) : std::nullopt, now.mono);
    ++s.day_version;
    countBreakers(s, now);
}

void RiskGate::onTimer(bool exposed, GateTime now) {
    State& s = *m_state;
    now = s.step(now);
    s.equity.onTimer(exposed, now);
    countBreakers(s, now);
    collect(s);
}

bool RiskGate::closeBreaker(std::string_view instrument, GateTime now) {
    State& s = *m_state;
    if (!s.breakers.close(instrument, s.step(now).mono)) return false;
    ++s.day_version;
    return true;
}

void RiskGate::onAccountReset(GateTime now) {
    m_state->step(now);
    m_state->equity.reset();
    ++m_state->day_version;
}

std::vector<GateTrip> RiskGate::takeTrips() {
    return std::exchange(m_state->trips, {});
}

std::vector<GateNote> RiskGate::takeNotes() {
    return std::exchange(m_state->notes, {});
}

bool RiskGate::wantsFastReadings() const {
    return m_state->equity.confirming();
}

bool RiskGate::causeStands(Code cause, GateTime now) const {
    const MonoTime mono = m_state->at(now).mono;
    if (cause == Code::BreakersMany) return m_state->breakers.openCount(mono) >= m_state->table.breaker.many;
    return m_state->equity.causeStands(cause, mono);
}

std::vector<LimitUse> RiskGate::limits(std::span<const Holding> holdings, int open_positions, GateTime now) const {
    return limitRows(*m_state, holdings, open_positions, m_state->at(now));
}

std::vector<BreakerUse> RiskGate::breakers(GateTime now) const {
    return m_state->breakers.uses(m_state->at(now).mono);
}

AccountUse RiskGate::account(GateTime now) const {
    const EquityWatch& watch = m_state->equity;
    const MonoTime mono = m_state->at(now).mono;
    AccountUse out;
    out.quality = watch.quality(mono);
    out.age_ms = watch.ageMs(mono);
    if (const auto& last = watch.last()) {
        out.equity = last->equity;
        out.balance = last->balance;
        out.margin_used = last->margin_used;
        if (last->margin_used.units > 0)
            out.margin_level_bp = static_cast<std::int64_t>(std::clamp<Wide>(Wide{last->equity.units} * 10'000 / last->margin_used.units, 0, kMantissaMax));
    }
    if (const auto& day = watch.day()) {
        out.day_start = day->start;
        out.hwm = day->hwm;
    }
    if (const auto pnl = watch.dayPnl(); pnl && fitsMoney(*pnl)) out.day_pnl = Money{static_cast<std::int64_t>(*pnl)};
    if (out.equity && out.hwm)
        out.drawdown_bp = static_cast<std::int64_t>((Wide{out.hwm->units} - out.equity->units) * 10'000 / out.hwm->units);
    return out;
}

std::uint32_t RiskGate::ordersWithin(std::int64_t window_ns, GateTime now) const {
    return static_cast<std::uint32_t>(m_state->minute.count(std::min(window_ns, m_state->minute.windowNs()), m_state->at(now).mono));
}

std::uint64_t RiskGate::dayStateVersion() const {
    return m_state->day_version;
}

std::string RiskGate::dayState(GateTime now) const {
    return dayStateText(*m_state, m_state->at(now));
}

bool RiskGate::restoreDayState(std::string_view json, GateTime now) {
    return risk::restoreDayState(*m_state, json, m_state->step(now));
}

}  // namespace bw::risk
