// SPDX-License-Identifier: GPL-3.0-or-later
// One scenario: the three sides, the time between them, and what the user and the world do.
#include "tests/fault/orders/order_world.h"

#include <algorithm>

#include "core/feed/order/route_frames.h"
#include "core/model/fixed.h"

namespace bw::test {
namespace {

constexpr std::int64_t kTickNs = 100 * kNsPerMs;
constexpr int kQuietTicks = 350;
constexpr int kArriveTries = 10, kArriveMs = 20, kReplyMs = 5, kConnectMs = 2;  // real time; loopback takes a hundredth of it
constexpr int kPumpMax = 60;
constexpr std::int64_t kMagic = 202'401;

RiskConfig riskConfig(Random& random) {
    RiskConfig risk;
    risk.execution.mode = ExecutionMode::Live;
    risk.execution.allow_real = true;  // p2 and p3 do not say what account it is
    risk.execution.on_fail = random.below(2) == 0 ? OnFail::trip : OnFail::gate;
    LimitsConfig& limits = risk.limits;  // none of them is the case here
    limits.max_daily_loss_abs = limits.max_position_notional_abs = limits.max_order_notional_abs = 1e12;
    limits.max_daily_loss_bp = limits.drawdown_halt_bp = 10'000;
    limits.max_orders_per_minute = limits.max_orders_per_burst = 10'000;
    limits.max_daily_trades = limits.duplicate_ms = 0;
    limits.max_position_qty_mt5 = 0;
    limits.max_open_positions = 10'000;
    limits.max_positions_per_symbol = 1'000;
    limits.exposure_total_bp = limits.exposure_symbol_bp = limits.exposure_group_bp = limits.exposure_sector_bp = 1'000'000;
    limits.price_collar_bp = 10'000;
    risk.breaker.enabled = false;
    return risk;
}

std::string priceText(std::int64_t units) { return formatUnits(units, 5); }

}  // namespace

OrderWorld::OrderWorld(zmq::context_t& context, const std::string& dir, std::uint64_t seed, Mutant mutant)
    : m_plan(seed), m_mutant(mutant), m_gateway([&] {
          m_plan.gateway.endpoint = "ipc://" + dir + "/" + std::to_string(seed & 0xffffff) + ".gw";
          return m_plan.gateway;
      }(), m_clock, context.handle()),
      m_bytes(m_plan.random.next()), m_choice(m_plan.random.next()) {
    m_spec.instrument = kInstrument;
    m_spec.price_digits = 5;
    m_spec.qty_digits = 2;
    m_spec.qty_min = m_spec.qty_step = {1};
    m_spec.qty_max = {10'000};
    m_spec.tick = {1};
    m_spec.contract_size = {100'000, 0};
    m_spec.base = "EUR";
    m_spec.quote = "USD";
    m_spec.qty_unit = "lots";
    m_spec.hedging = m_plan.gateway.account.hedging;

    if (const Status status = m_gateway.start(); !status) fail("the gateway did not start: " + status.error().detail);
    trade::DeskConfig config;
    config.risk = riskConfig(m_plan.random);
    trade::RouteFacts facts;
    facts.name = kRoute;
    facts.endpoint = m_gateway.endpoint();
    facts.enabled = facts.allow_unverifiable = facts.allow_plain = true;
    config.routes.push_back(facts);
    config.session = "CAMPAIGN";
    trade::DeskPort& port = *this;
    feed::OrderPermit& permit = *this;
    m_desk = std::make_unique<trade::TradeDesk>(std::move(config), port);

    feed::RouteConfig route;
    route.name = kRoute;
    route.endpoint = m_gateway.endpoint();
    if (m_plan.dialect == Dialect::V6) route.key = m_plan.gateway.key;
    route.allow_plain = route.allow_unverifiable = true;
    route.keep_protective = false;  // then "flat" has one meaning
    m_client = std::make_unique<feed::RouteClient>(
        context, route, m_clock, permit,
        [this](std::span<std::uint8_t> bytes) {
            ++m_fills;
            for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(m_bytes.next());
        },
        [this](std::string frame) { m_frames.push_back(std::move(frame)); });
}

OrderWorld::~OrderWorld() = default;

const TradeSpec* OrderWorld::spec(std::string_view instrument) { return instrument == kInstrument ? &m_spec : nullptr; }

trade::MarketFacts OrderWorld::market(std::string_view instrument) {
    trade::MarketFacts facts;
    if (instrument != kInstrument) return facts;
    facts.bid = Price{m_price};
    facts.ask = Price{m_price + 10};
    facts.quote_age_ms = 0;
    facts.book_valid = true;
    return facts;
}

std::string OrderWorld::instrumentOf(std::string_view route, std::string_view symbol) {
    return route == kRoute && symbol == kSymbol ? std::string(kInstrument) : std::string();
}

bool OrderWorld::send(const RouteRequest& request) {
    if (request.op == RouteOp::Open && !m_sent_opens.emplace(request.client_id, request).second)
        fail(request.client_id + ": the desk asked for it twice");
    m_wants_step = true;
    trace("request", std::to_string(request.request) + " " + std::string(routeOpName(request.op)) + " " + request.client_id + " " +
                         request.venue_id + " " + request.qty);
    if (m_mutant == Mutant::ForgesCancels && request.op == RouteOp::Cancel) {
        RouteReply forged;
        forged.route = kRoute;
        forged.request = request.request;
        forged.op = request.op;
        forged.client_id = request.client_id;
        forged.outcome = RouteReply::Outcome::Cancelled;
        forged.filled_qty = "0";
        m_frames.push_back(feed::encode(forged));
        return true;
    }
    return m_client->request(request);
}

void OrderWorld::trip(Code, risk::LatchState target, std::string_view, bool simulated) {
    if (!simulated) m_wanted_level = std::max<std::uint8_t>(m_wanted_level, target == risk::LatchState::Halted ? 2 : 1);
}

void OrderWorld::notice(api::Notice notice) {
    trace("notice", std::string(notice.text.view()) + " | " + std::string(notice.text2.view()));
    if (notice.severity != Severity::Info) m_last_notice[std::string(notice.text.view())] = ++m_notices;
}

feed::OrderPermit::Stop OrderWorld::stop() const noexcept { return m_mutant == Mutant::IgnoresTheStop ? Stop{0, 0, true, {}} : m_stop; }

bool OrderWorld::allows(bool reduces, bool flatten, std::string_view, std::string_view) const noexcept {
    const bool may = m_stop.level == 0 || flatten || (m_stop.level == 1 && reduces) || m_mutant == Mutant::IgnoresTheStop;
    m_passed += may;
    m_refused += !may;
    return may;
}

void OrderWorld::report(std::string_view, std::uint64_t trip, Step step, State state, Code, std::string_view detail) {
    if (trip != m_stop.trip || step != Step::Verified || state != State::Done) return;
    ++m_counts.verified;
    m_verified_trip = trip;
    if (m_plan.dialect != Dialect::V6) fail("verified on a dialect that lists no orders");
    if (isWorkingAtVenue()) fail("verified (" + std::string(detail) + ") while an order works");
}

void OrderWorld::trace(std::string_view what, std::string_view text) const {
    if (m_traces) qInfo("%lld %.*s %.*s", static_cast<long long>(m_clock.ns / kNsPerMs), int(what.size()), what.data(), int(text.size()), text.data());
}

void OrderWorld::fail(std::string text) {
    if (m_violations.size() < 20)
        m_violations.push_back("t=" + std::to_string(m_clock.ns / kNsPerMs) + " ms: " + std::move(text));
}

bool OrderWorld::isWorkingAtVenue() const {
    const auto& orders = const_cast<sim::OrderGatewaySim&>(m_gateway).venue().orders();
    return std::ranges::any_of(orders, [](const sim::SimOrder& order) { return order.working() && order.client_id.starts_with("BW"); });
}

// --- time and messages

void OrderWorld::apply(const std::string& frame) {
    ++m_counts.frames;
    trace("frame", frame);
    const auto is = [&frame](std::string_view kind) { return frame.find(kind) < 40; };
    if (is("\"risk.reply\"")) {
        if (const auto reply = feed::decodeReply(frame)) return m_desk->onReply(*reply, now());
    } else if (is("\"risk.snapshot\"")) {
        if (const auto snapshot = feed::decodeSnapshot(frame)) return m_desk->onSnapshot(*snapshot, now());
    } else if (is("\"risk.account\"")) {
        if (const auto reading = feed::decodeReading(frame)) return m_desk->onReading(*reading, now());
    } else if (is("\"risk.route\"")) {
        if (const auto status = feed::decodeStatus(frame)) return m_desk->onRoute(*status, now());
    }
    fail("a frame that cannot be read: " + frame.substr(0, 120));
}

void OrderWorld::drainFrames() {
    while (!m_frames.empty()) {
        const std::string frame = std::move(m_frames.front());
        m_frames.pop_front();
        apply(frame);
    }
}

/// Waits a moment of real time for something to happen on the client's sockets.
bool OrderWorld::settleClient(int real_ms) {
    m_items.clear();
    m_client->addPollItems(m_items);
    return !m_items.empty() && zmq_poll(m_items.data(), static_cast<int>(m_items.size()), real_ms) > 0;
}

/// Everything that is on its way arrives, on both sides, before time goes on.
void OrderWorld::pump() {
    for (int round = 0; round < kPumpMax; ++round) {
        m_wants_step = false;
        m_client->step();
        drainFrames();
        const std::uint64_t left = std::exchange(m_fills, 0);  // an id each, and a nonce on v6
        m_expected += m_plan.dialect == Dialect::V6 ? (left + 1) / 2 : left;
        const std::uint64_t replies = m_gateway.log().replies;
        bool busy = m_gateway.step() > 0;
        for (int i = 0; i < kArriveTries && m_gateway.log().arrived + m_refused < m_expected; ++i) {
            (void)m_gateway.wait(kArriveMs);
            busy = m_gateway.step() > 0 || busy;
        }
        m_expected -= std::min(m_expected, std::exchange(m_refused, 0));
        m_expected = std::max(m_expected, m_gateway.log().arrived);
        if (!busy) m_expected = m_gateway.log().arrived;  // it sleeps, or what left was lost with its line
        if (m_gateway.log().replies > replies) (void)settleClient(kReplyMs);
        if (!busy && !m_wants_step && m_frames.empty() && !settleClient(0)) return;
    }
}

void OrderWorld::tellLatch() {
    if (m_latch_told_at < 0 || m_clock.ns < m_latch_told_at) return;
    m_latch_told_at = -1;
    constexpr std::array<risk::LatchState, 3> kStates{risk::LatchState::Active, risk::LatchState::Reducing, risk::LatchState::Halted};
    trade::LatchFacts facts;
    facts.real = facts.simulated = kStates[m_stop.level];
    m_desk->onLatch(facts, now());
}

void OrderWorld::tick(std::int64_t ns) {
    m_clock.ns += ns;
    m_stop.durable = true;
    if (m_connects_left > 0 && m_client->status().error == Code::GatewayDown) {
        --m_connects_left;
        (void)settleClient(kConnectMs);
    }
    pump();
    tellLatch();
    m_desk->onTimer(now());
    pump();
    watch();
    if (m_wanted_level > m_stop.level) engage(m_wanted_level);
    m_wanted_level = 0;
}

void OrderWorld::run() {
    if (!m_violations.empty()) return;
    m_latch_told_at = 0;
    m_client->step();
    for (int i = 0; i < 50 && m_client->status().error == Code::GatewayDown; ++i) {  // the lines come up in real time
        (void)settleClient(kConnectMs);
        m_client->step();
    }
    for (int i = 0; i < m_plan.busy_ticks && m_violations.empty(); ++i) {
        tick(kTickNs);
        act();
    }
    quiet();
    if (m_violations.empty()) checkEnd();
    m_counts.restarts = m_gateway.log().restarts;
    for (const auto& [id, count] : m_gateway.log().executions) m_counts.executed += static_cast<std::uint64_t>(count);
}

/// The gateway behaves, the market is open, nobody does anything.
void OrderWorld::quiet() {
    m_gateway.setMoods({});
    m_gateway.venue().setClosed(false);
    m_connects_left = 200;
    for (int i = 0; i < kQuietTicks && m_violations.empty(); ++i) tick(i < 100 ? kTickNs : 2 * kTickNs);
}

// --- what the user and the world do

void OrderWorld::act() {
    const std::uint64_t what = m_choice.below(1'000);
    trade::TradeCommand command;
    command.route = kRoute;
    command.actor = "campaign";
    if (what % 3 == 0) {
        command.kind = trade::TradeCommand::Kind::Arm;
        command.text = kRoute;
        m_desk->onCommand(command, now());
    }
    if (what < 120) return submit();
    if (what < 180) return cancelOne();
    if (what < 200) return replaceOne();
    if (what < 260) return movePrice();
    if (what < 275) {
        command.kind = trade::TradeCommand::Kind::CancelAll;
        return m_desk->onCommand(command, now());
    }
    if (m_plan.calm) return;
    if (what < 284) return engage(2);
    if (what < 288) return engage(1);
    if (what < 330 && m_stop.level > 0) return reset();
    if (what < 292) return m_gateway.restart(false);
    if (what < 294) {
        m_connects_left = 100;
        return m_gateway.restart(true);
    }
    if (what < 298) return m_gateway.venue().setClosed(m_choice.below(2) == 0);
    if (what < 299) return m_desk->onPaused(now());
    if (what >= 302) return;
    command.kind = trade::TradeCommand::Kind::Flatten;
    m_desk->onCommand(command, now());
}

void OrderWorld::submit() {
    trade::TradeCommand command;
    OrderIntent& intent = command.intent;
    intent.client_id = "BWCAMPAIGN-" + std::to_string(++m_next_id);
    intent.route = kRoute;
    intent.instrument = kInstrument;
    intent.side = m_choice.below(2) == 0 ? OrderSide::Buy : OrderSide::Sell;
    intent.source = "gui";
    command.route = kRoute;
    command.qty = formatUnits(static_cast<std::int64_t>(1 + m_choice.below(5)), 2);
    // Resting orders are refused by the gate where nothing can cancel them; tried now and then.
    const bool rests = m_plan.dialect == Dialect::V6 || m_choice.below(10) == 0;
    const std::uint64_t kind = m_choice.below(rests ? 10 : 5);
    const std::int64_t sign = intent.side == OrderSide::Buy ? -1 : 1;
    if (kind >= 5 && kind < 9) {
        intent.type = OrderType::Limit;
        command.price = priceText(m_price + sign * static_cast<std::int64_t>(m_choice.below(kind == 5 ? 20 : 400)));
        if (m_choice.below(10) == 0) intent.tif = Tif::Ioc;
    } else if (kind == 9) {
        intent.type = OrderType::Stop;
        command.stop = priceText(m_price - sign * static_cast<std::int64_t>(20 + m_choice.below(300)));
    }
    m_ids.push_back(intent.client_id);
    ++m_counts.submitted;
    m_desk->onCommand(command, now());
    pump();
}

std::string OrderWorld::pickLive() {
    if (m_ids.empty()) return {};
    for (int i = 0; i < 5; ++i) {
        const std::string& id = m_ids[m_choice.below(m_ids.size())];
        const Order* order = m_desk->find(id);
        if (order != nullptr && orderIsLive(order->state)) return id;
    }
    return {};
}

void OrderWorld::cancelOne() {
    const std::string id = pickLive();
    if (id.empty()) return;
    m_cancels.push_back({id, m_gateway.log().cancels.size(), m_notices});
    ++m_counts.cancels;
    trade::TradeCommand command;
    command.kind = trade::TradeCommand::Kind::Cancel;
    command.client_id = id;
    m_desk->onCommand(command, now());
}

void OrderWorld::replaceOne() {
    trade::TradeCommand command;
    command.kind = trade::TradeCommand::Kind::Replace;
    command.client_id = pickLive();
    if (command.client_id.empty()) return;
    if (m_choice.below(2) == 0) command.qty = formatUnits(static_cast<std::int64_t>(1 + m_choice.below(5)), 2);
    else command.price = command.stop = priceText(m_price + static_cast<std::int64_t>(m_choice.below(800)) - 400);
    m_desk->onCommand(command, now());
}

void OrderWorld::movePrice() {
    m_price += static_cast<std::int64_t>(m_choice.below(201)) - 100;
    (void)m_gateway.setQuote(kSymbol, priceText(m_price), priceText(m_price + 10));
}

void OrderWorld::engage(std::uint8_t level) {
    if (m_stop.level >= level) return;
    pump();  // what had left before the stop has arrived
    watch();
    m_stop = {level, ++m_trips, false, m_clock.mono()};
    trace("stop", std::to_string(level));
    m_latch_told_at = m_clock.ns + static_cast<std::int64_t>(m_choice.below(4)) * kTickNs;
    ++m_counts.stops;
}

void OrderWorld::reset() {
    if (m_stop.level == 0) return;
    m_stop = {0, 0, true, {}};
    trace("reset", {});
    m_latch_told_at = m_clock.ns;
    if (m_choice.below(4) != 0) m_gateway.resetKill();
    m_connects_left = std::max(m_connects_left, 5);
}

}  // namespace bw::test
