// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/desk.h"

#include <algorithm>
#include <array>

#include "core/trade/desk_state.h"

namespace bw::trade {
namespace {

constexpr std::array<std::string_view, 14> kCommands{
    "submit",        "replace",     "cancel",  "cancel_all",  "flatten",           "arm",      "disarm", "close_breaker",
    "resolve_unknown", "paper_reset", "restore", "restore_ids", "acknowledge_state", "condition"};
constexpr std::int64_t kDayNs = 86'400 * kNsPerSec;

}  // namespace

std::string_view tradeCommandName(TradeCommand::Kind kind) noexcept {
    const auto index = static_cast<std::size_t>(kind);
    return index < kCommands.size() ? kCommands[index] : std::string_view("?");
}

bool tradeCommandFromName(std::string_view name, TradeCommand::Kind& out) noexcept {
    const auto found = std::find(kCommands.begin(), kCommands.end(), name);
    if (found == kCommands.end()) return false;
    out = static_cast<TradeCommand::Kind>(found - kCommands.begin());
    return true;
}

TradeDesk::State::State(DeskConfig config, DeskPort& port)
    : core(std::move(config), port),
      paper_account(core.config.risk, std::string(kPaperRoute), true),
      paper(core, paper_account),
      paper_armed(core.mode != ExecutionMode::Off) {
    for (const RouteFacts& facts : core.config.routes)
        if (facts.name != kPaperRoute && !facts.name.empty()) routes.emplace(facts.name, std::make_unique<RouteDesk>(core, facts));
}

void TradeDesk::State::begin(DeskTime now) {
    // Time does not go back: an older stamp counts as no time at all.
    if (now.mono < core.now.mono) now.mono = core.now.mono;
    core.now = now;
    const std::int64_t today = floorDiv(now.wall.ns, kDayNs);
    if (today == core.today) return;
    core.today = today;
    core.orders_today = core.cancels_today = core.rejects_today = 0;
}

void TradeDesk::State::drain() {
    paper_account.drain(core);
    for (auto& [name, desk] : routes) desk->account.drain(core);
}

RouteDesk* TradeDesk::State::route(std::string_view name) {
    const auto found = routes.find(name);
    return found == routes.end() ? nullptr : found->second.get();
}

Account& TradeDesk::State::accountOf(std::string_view route_name) {
    RouteDesk* const live = route(route_name);
    return live == nullptr ? paper_account : live->account;
}

RouteDoor TradeDesk::State::paperDoor() const {
    RouteDoor door;
    door.known = true;
    door.armed = paper_armed;
    door.health[0] = core.condition("journal");
    return door;
}

TradeDesk::TradeDesk(DeskConfig config, DeskPort& port) : m_state(std::make_unique<State>(std::move(config), port)) {}
TradeDesk::~TradeDesk() = default;

void TradeDesk::onCommand(const TradeCommand& command, DeskTime now) {
    State& s = *m_state;
    s.begin(now);
    switch (command.kind) {
        case TradeCommand::Kind::Submit: s.submit(command); break;
        case TradeCommand::Kind::Replace: s.replace(command); break;
        case TradeCommand::Kind::Cancel: s.cancel(command); break;
        case TradeCommand::Kind::CancelAll: s.cancelAll(command); break;
        case TradeCommand::Kind::Flatten: s.flatten(command); break;
        case TradeCommand::Kind::Arm: s.arm(command); break;
        case TradeCommand::Kind::Disarm: s.disarm(command); break;
        case TradeCommand::Kind::CloseBreaker: s.closeBreaker(command); break;
        case TradeCommand::Kind::ResolveUnknown: s.resolveUnknown(command); break;
        case TradeCommand::Kind::PaperReset: s.paperReset(command); break;
        case TradeCommand::Kind::Restore: s.restore(command); break;
        case TradeCommand::Kind::RestoreIds: s.restoreIds(command); break;
        case TradeCommand::Kind::AcknowledgeState: s.acknowledge(command); break;
        case TradeCommand::Kind::Condition: s.condition(command); break;
    }
    s.drain();
}

void TradeDesk::onReply(const RouteReply& reply, DeskTime now) {
    m_state->begin(now);
    if (RouteDesk* const desk = m_state->route(reply.route)) desk->onReply(reply);
    m_state->drain();
}

void TradeDesk::onSnapshot(const RouteSnapshot& snapshot, DeskTime now) {
    m_state->begin(now);
    if (RouteDesk* const desk = m_state->route(snapshot.route)) desk->onSnapshot(snapshot);
    m_state->drain();
}

void TradeDesk::onReading(const AccountReading& reading, DeskTime now) {
    m_state->begin(now);
    if (RouteDesk* const desk = m_state->route(reading.route)) desk->onReading(reading);
    m_state->drain();
}

void TradeDesk::onRoute(const RouteStatus& status, DeskTime now) {
    m_state->begin(now);
    if (RouteDesk* const desk = m_state->route(status.route)) desk->onStatus(status);
    m_state->drain();
}

void TradeDesk::onLatch(const LatchFacts& latch, DeskTime now) {
    State& s = *m_state;
    s.begin(now);
    const LatchFacts before = s.core.latch;
    const bool known = s.core.latch_known;
    s.core.latch = latch;
    s.core.latch_known = true;
    JsonWriter line;
    line.str("kind", "latch").str("real", risk::latchStateName(latch.real)).str("simulated", risk::latchStateName(latch.simulated));
    line.num("scopes", latch.scopes.size());
    s.core.port.ledger(line.take());
    // Left by a reset, of the whole or of a part: whatever was armed is armed again by hand.
    const bool part_reset = std::any_of(before.scopes.begin(), before.scopes.end(), [&latch](const LatchFacts::Scope& old) {
        return std::none_of(latch.scopes.begin(), latch.scopes.end(), [&old](const LatchFacts::Scope& scope) {
            return scope.kind == old.kind && scope.key == old.key && scope.halted >= old.halted;
        });
    });
    const bool real_reset = (known && latch.real < before.real) || part_reset;
    const bool simulated_reset = known && latch.simulated < before.simulated;
    if (real_reset || simulated_reset)
        s.disarmAll(Code::NotArmed, "disarmed by the reset of the latch", true, real_reset);
    s.paper.onLatch();
    for (auto& [name, desk] : s.routes) {
        if (!known || latch.real > before.real) desk->reconcileAgain();
        desk->cancelHalted();
    }
    s.drain();
}

void TradeDesk::onPaused(DeskTime now) {
    m_state->begin(now);
    for (auto& [name, desk] : m_state->routes) desk->reconcileAgain();
    m_state->drain();
}

void TradeDesk::onMarket(std::string_view instrument, DeskTime now) {
    m_state->begin(now);
    m_state->paper.onMarket(instrument);
    m_state->drain();
}

void TradeDesk::onPrint(std::string_view instrument, Price price, Qty, DeskTime now) {
    m_state->begin(now);
    m_state->paper.onPrint(instrument, price);
    m_state->drain();
}

void TradeDesk::onTimer(DeskTime now) {
    State& s = *m_state;
    s.begin(now);
    s.paper.onTimer();
    s.paper_account.onTimer(s.core, s.paper_armed);
    for (auto& [name, desk] : s.routes) desk->onTimer();
    s.drain();
}

bool TradeDesk::wants(std::string_view instrument) const { return m_state->paper.wants(instrument); }
bool TradeDesk::idle() const { return m_state->paper.idle(); }

const Order* TradeDesk::find(std::string_view client_id) const {
    const Tracked* const tracked = m_state->core.store.find(client_id);
    return tracked == nullptr ? nullptr : &tracked->order;
}

bool TradeDesk::causeStands(Code cause, DeskTime now) const {
    const risk::GateTime time{now.wall, now.mono};
    State& s = *m_state;
    if (s.core.latch.simulated != risk::LatchState::Active && s.core.latch.real == risk::LatchState::Active)
        return s.paper_account.gate.causeStands(cause, time);
    for (auto& [name, desk] : s.routes) {
        if (!desk->usable()) continue;  // a disabled route no longer counts
        if (desk->account.gate.causeStands(cause, time)) return true;
        if (cause == Code::HeartbeatFailure && desk->status().health != RouteHealth::Healthy &&
            desk->status().health != RouteHealth::Degraded)
            return true;
        if (cause != Code::Drift) continue;
        if (!desk->reconciler().reconciled()) return true;
        for (const auto& [instrument, held] : desk->account.book.all())
            if (held.drift) return true;
    }
    return false;
}

std::uint64_t TradeDesk::unknownOrders() const { return m_state->core.store.unknown(); }

}  // namespace bw::trade
