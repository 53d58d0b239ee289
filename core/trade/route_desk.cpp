// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/route_desk.h"

#include <algorithm>

#include "core/model/assert.h"

namespace bw::trade {
namespace {

constexpr std::int64_t kAnswerWithin = 2 * kNsPerSec, kAgainAfter = kNsPerSec, kAccountEvery = 5 * kNsPerSec,
                       kAccountFast = 500 * kNsPerMs;
constexpr int kTries = 3;
constexpr std::size_t kAskedMax = 8'192;

}  // namespace

RouteDesk::RouteDesk(DeskCore& core, RouteFacts route_facts)
    : facts(std::move(route_facts)), account(core.config.risk, facts.name, false), m_core(core), m_reconciler(core, account) {
    m_status.route = facts.name;
    m_status.endpoint = facts.endpoint;
}

bool RouteDesk::usable() const { return m_core.mode == ExecutionMode::Live && facts.enabled; }

bool RouteDesk::reachable() const {
    return m_status.error == Code::Ok && (m_status.dialect == Dialect::P3 || m_status.dialect == Dialect::V6);
}

std::vector<Tracked*> RouteDesk::own() {
    std::vector<Tracked*> out = m_core.store.live();
    std::erase_if(out, [this](const Tracked* tracked) { return tracked->order.intent.route != facts.name; });
    return out;
}

RouteDoor RouteDesk::door(std::string_view instrument) const {
    RouteDoor out;
    const bool unverifiable = m_status.dialect == Dialect::P2 && facts.allow_unverifiable;
    out.known = facts.enabled;
    out.armed = m_armed && m_core.mode == ExecutionMode::Live;
    out.can_cancel = canCancel();
    const Held* held = account.book.find(instrument);
    const Exposure exposure = exposureOf(held, m_core.store, facts.name, instrument);
    const bool drift = held != nullptr && held->drift;
    out.position_known = m_reconciler.reconciled() && !exposure.unknown && !drift;
    if (m_status.error != Code::Ok) out.health[0] = m_status.error;
    else if (m_status.health == RouteHealth::Failed || m_status.dialect == Dialect::Unknown || m_outstanding != 0)
        out.health[0] = Code::GatewayDown;
    if (!m_reconciler.reconciled() && !unverifiable)
        out.health[1] = m_reconciler.status() == Reconciler::Status::Impossible ? Code::NotReconcilable : Code::NotReconciled;
    if (drift) out.health[2] = Code::GateDrift;
    out.health[3] = m_core.condition("audit");
    out.health[4] = m_core.condition("journal");
    if (out.health[4] == Code::Ok) out.health[4] = m_core.condition("peer");
    if (out.health[4] == Code::Ok && !m_core.config.risk.problem.empty()) out.health[4] = Code::CfgRiskInvalid;
    if (exposure.unknown) out.health[5] = Code::OrderUnknown;
    return out;
}

std::vector<Code> RouteDesk::whyNot() const {
    std::vector<Code> out;
    const auto unless = [&out](bool good, Code code) {
        if (!good) out.push_back(code);
    };
    unless(usable(), Code::NotArmed);
    unless(m_core.config.risk.problem.empty(), Code::CfgRiskInvalid);
    unless(m_core.latch.real == risk::LatchState::Active,
           m_core.latch.real == risk::LatchState::Reducing ? Code::LatchReducing : Code::LatchHalted);
    unless(m_status.error == Code::Ok, m_status.error);
    const Dialect dialect = m_status.dialect;
    const bool unverifiable = dialect == Dialect::P2 && facts.allow_unverifiable;
    unless(dialect == Dialect::P3 || dialect == Dialect::V6 || unverifiable,
           dialect == Dialect::Unknown ? Code::GatewayUnknown : Code::GatewayDialect);
    unless(m_status.health != RouteHealth::Failed, Code::GatewayDown);
    unless(m_status.secure || facts.allow_plain, Code::GatewayInsecure);
    unless(m_reconciler.reconciled() || unverifiable, Code::NotReconciled);
    unless(m_status.trade_mode < 2 || m_core.config.risk.execution.allow_real, Code::AccountIsReal);
    unless(!account.day_state_missing, Code::RiskDayStateMissing);
    for (const auto& [subject, code] : m_core.conditions) unless(code == Code::Ok, code);
    return out;
}

Code RouteDesk::arm() {
    const std::vector<Code> why = whyNot();
    if (!why.empty()) return why.front();
    m_armed = true;
    m_auto_armed = true;
    return Code::Ok;
}

void RouteDesk::disarm(Code why, std::string_view words) {
    m_auto_armed = true;  // what was disarmed once is armed again by hand alone
    if (!m_armed) return;
    m_armed = false;
    m_core.risk(Severity::Warning, why, facts.name, words);
}

std::string RouteDesk::symbolOf(std::string_view instrument) const {
    // Which part in front is the source's name only the engine knows, and a symbol may hold points itself.
    for (std::size_t dot = instrument.find('.'); dot != std::string_view::npos; dot = instrument.find('.', dot + 1)) {
        const std::string_view symbol = instrument.substr(dot + 1);
        if (!symbol.empty() && m_core.port.instrumentOf(facts.name, symbol) == instrument) return std::string(symbol);
    }
    return {};
}

RouteRequest RouteDesk::requestFor(RouteOp op, const Tracked& tracked) {
    const OrderIntent& intent = tracked.order.intent;
    RouteRequest out;
    out.op = op;
    out.route = facts.name;
    out.request = m_core.nextRequest();
    out.client_id = intent.client_id;
    out.venue_id = tracked.order.venue_id;
    out.instrument = intent.instrument;
    out.symbol = tracked.symbol;
    out.side = intent.side;
    out.type = intent.type;
    out.tif = intent.tif;
    out.reduces = tracked.order.reduces;
    out.magic = intent.magic;
    out.source = intent.source;
    return out;
}

bool RouteDesk::send(const RouteRequest& request) {
    if (!m_core.port.send(request)) return false;
    remember(request.request, request.op, request.client_id);
    return true;
}

void RouteDesk::remember(std::uint64_t request, RouteOp op, std::string_view client_id) {
    m_asked[request] = {op, std::string(client_id)};
    if (m_asked.size() > kAskedMax) m_asked.erase(m_asked.begin());
}

void RouteDesk::open(Tracked& tracked) {
    // The only place where an OPEN leaves: from NEW, which an order never is again.
    BW_ASSERT(tracked.order.state == OrderState::New && tracked.open_request == 0);
    const OrderIntent& intent = tracked.order.intent;
    tracked.is_close = !intent.ticket.empty();
    RouteRequest request = requestFor(tracked.is_close ? RouteOp::Close : RouteOp::Open, tracked);
    if (tracked.is_close) request.venue_id = intent.ticket;
    request.qty = formatUnits(intent.qty.units, tracked.qty_digits);
    const auto priced = [&tracked](const std::optional<Price>& price) {
        return price ? formatUnits(price->units, tracked.price_digits) : std::string();
    };
    request.price = priced(intent.price);
    request.stop = priced(intent.stop);
    request.sl = priced(intent.sl);
    request.tp = priced(intent.tp);
    if (const Held* held = account.book.find(intent.instrument))
        for (const Lot& lot : held->lots) tracked.tickets_before.push_back(lot.ticket);
    tracked.open_request = request.request;
    tracked.order.sent_mono = m_core.now.mono;
    if (!send(request)) {
        (void)m_core.move(tracked, OrderState::RejectedLocal, Code::GatewayDown, "the route takes no more");
        return;
    }
    m_outstanding = request.request;
    (void)m_core.move(tracked, OrderState::Sending);
}

void RouteDesk::sendCancel(Tracked& tracked) {
    const RouteRequest request = requestFor(RouteOp::Cancel, tracked);
    ++tracked.cancel.tries;
    tracked.cancel.request = request.request;
    tracked.cancel.sent = m_core.now.mono;
    tracked.cancel.again = m_core.now.mono + kAgainAfter;
    if (!send(request)) m_core.risk(Severity::Warning, Code::GatewayDown, request.client_id, "the cancel waits, the route is busy");
}

void RouteDesk::cancel(Tracked& tracked) {
    tracked.cancel_wanted = true;
    tracked.cancel.tries = 0;
    if (tracked.order.state == OrderState::Working || tracked.order.state == OrderState::Partial)
        (void)m_core.move(tracked, OrderState::CancelPending);
    sendCancel(tracked);
}

void RouteDesk::cancelStranger(std::string_view client_id, std::string_view venue_id) {
    RouteRequest request;
    request.op = RouteOp::Cancel;
    request.route = facts.name;
    request.request = m_core.nextRequest();
    request.client_id = client_id;
    request.venue_id = venue_id;
    request.magic = m_core.config.risk.execution.magic;
    if (!send(request)) m_core.risk(Severity::Critical, Code::GatewayDown, venue_id, "the cancel did not leave");
}

void RouteDesk::cancelAll() {
    for (Tracked* tracked : own())
        if (!tracked->is_close) cancel(*tracked);
    if (m_status.dialect != Dialect::V6) return;
    RouteRequest request;
    request.op = RouteOp::CancelAll;
    request.route = facts.name;
    request.request = m_core.nextRequest();
    request.magic = m_core.config.risk.execution.magic;
    (void)send(request);  // each of our own orders was cancelled above, and is retried
}

void RouteDesk::cancelHalted() {
    for (Tracked* tracked : own())
        if (!tracked->cancel_wanted && !tracked->is_close && m_core.scopeFor(tracked->order.intent).halted) cancel(*tracked);
}

void RouteDesk::modify(Tracked& tracked, std::optional<Qty> qty, std::optional<Price> price, bool is_cut) {
    RouteRequest request = requestFor(RouteOp::Modify, tracked);
    const OrderIntent& intent = tracked.order.intent;
    request.qty = formatUnits(qty.value_or(intent.qty).units, tracked.qty_digits);
    const std::optional<Price> target = price ? price : intent.type == OrderType::Stop ? intent.stop : intent.price;
    if (target) (intent.type == OrderType::Stop ? request.stop : request.price) = formatUnits(target->units, tracked.price_digits);
    request.reduces = request.flatten = is_cut;  // a cut leaves in every state of the latch
    if (!send(request)) {
        m_core.risk(Severity::Warning, Code::GatewayDown, intent.client_id, "the replace did not leave");
        return;
    }
    tracked.new_qty = qty;
    tracked.new_price = price;
    tracked.modify = {request.request, m_core.now.mono, m_core.now.mono + kAnswerWithin, 1};
}

void RouteDesk::query(Tracked& tracked) {
    tracked.query_wanted = false;
    // A gateway keeps what became of an OPEN by its id; of a CLOSE only the position tells.
    if (m_status.dialect != Dialect::V6 || tracked.is_close) {
        m_reconciler.look();
        return;
    }
    const RouteRequest request = requestFor(RouteOp::QueryOrder, tracked);
    if (!send(request)) return;
    tracked.query.request = request.request;
    tracked.query.sent = m_core.now.mono;
}

void RouteDesk::onReading(const AccountReading& reading) { account.reading(m_core, reading); }

void RouteDesk::onStatus(const RouteStatus& status) {
    const bool again = status.session != m_status.session || (m_status.health == RouteHealth::Failed && status.health != RouteHealth::Failed);
    const bool lost = status.health == RouteHealth::Failed && m_status.health != RouteHealth::Failed;
    m_status = status;
    const bool impossible = status.dialect == Dialect::P0 || status.dialect == Dialect::P1 || status.dialect == Dialect::P2;
    m_reconciler.setReachable(reachable(), impossible);
    if (again) m_reconciler.restart();
    if (!lost) return;
    m_core.risk(m_armed ? Severity::Critical : Severity::Warning, Code::HeartbeatFailure, facts.name, "the gateway does not answer");
    if (m_armed && m_core.config.risk.execution.on_fail == OnFail::trip)
        m_core.trip(facts.name, Code::HeartbeatFailure, risk::LatchState::Halted, "the gateway of " + facts.name + " does not answer");
}

void RouteDesk::tickOrder(Tracked& tracked) {
    const MonoTime now = m_core.now.mono;
    const OrderState state = tracked.order.state;
    if (state == OrderState::Sending && now - tracked.order.sent_mono >= kAnswerWithin) {
        becomeUnknown(tracked, Code::OutcomeUnknown, "no answer in 2 s");
        return;
    }
    if (tracked.modify.request != 0 && now >= tracked.modify.again) {
        tracked.modify.request = 0;
        tracked.query_wanted = true;
    }
    if (tracked.cancel.request != 0 && now >= tracked.cancel.again) {
        if (tracked.cancel.tries < kTries) {
            sendCancel(tracked);
        } else if (now - tracked.cancel.sent >= kAnswerWithin) {
            tracked.cancel.request = 0;
            if (state == OrderState::CancelPending) becomeUnknown(tracked, Code::OutcomeUnknown, "the cancel was not answered");
        }
    }
    if (tracked.query.request != 0 && now - tracked.query.sent >= kAnswerWithin) tracked.query.request = 0;
    constexpr std::array<std::int64_t, kTries> kAskAt{0, kNsPerSec, 3 * kNsPerSec};
    if (state == OrderState::Unknown && tracked.query.tries < kTries &&
        now - tracked.unknown_since >= kAskAt[static_cast<std::size_t>(tracked.query.tries)]) {
        ++tracked.query.tries;
        tracked.query_wanted = true;
    }
    if (tracked.query_wanted && tracked.query.request == 0 && reachable()) query(tracked);
}

void RouteDesk::tickAccount() {
    if (!reachable()) return;
    const MonoTime now = m_core.now.mono;
    const std::int64_t every = account.gate.wantsFastReadings() ? kAccountFast : kAccountEvery;
    const bool again = m_account_again.ns != 0 && now >= m_account_again;
    if (!again && m_account_asked.ns != 0 && now - m_account_asked < every) return;
    if (m_account_request != 0 && now - m_account_asked < kAnswerWithin) return;
    m_account_again = {};
    RouteRequest request;
    request.op = RouteOp::GetAccount;
    request.route = facts.name;
    request.request = m_core.nextRequest();
    if (!m_core.port.send(request)) return;
    m_account_request = request.request;
    m_account_asked = now;
}

void RouteDesk::onTimer() {
    const MonoTime now = m_core.now.mono;
    for (Tracked* tracked : own()) tickOrder(*tracked);
    for (Closing& closing : m_closings) {
        if (closing.state == Flatten::Unknown || now - closing.sent < kAnswerWithin) continue;
        closing.state = Flatten::Unknown;
        m_core.risk(Severity::Critical, Code::OutcomeUnknown, facts.name, "flatten: " + closing.ticket + " UNKNOWN, no answer in 2 s");
    }
    if (m_flattening) m_reconciler.look();
    m_reconciler.onTimer();
    if (m_reconciler.rounds() != m_seen_rounds) {
        m_seen_rounds = m_reconciler.rounds();
        std::erase_if(m_flattened, [this](const std::string& name) {
            const Held* const held = account.book.find(name);
            return m_reconciler.status() != Reconciler::Status::Failed && held != nullptr && held->skipped_rounds == 0 && !m_flattening;
        });
        for (Tracked* tracked : own())
            if (tracked->order.state == OrderState::Unknown) tracked->query_wanted = true;
    }
    tickAccount();
    account.onTimer(m_core, m_armed);
    if (!m_auto_armed && m_core.config.risk.execution.arm_at_start && whyNot().empty() && arm() == Code::Ok)
        m_core.port.audit("arm", "configuration", facts.name, Code::Ok, "execution.arm_at_start", facts.name);
}

}  // namespace bw::trade
