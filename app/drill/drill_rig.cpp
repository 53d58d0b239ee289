// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drill/drill_rig.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "app/version.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

constexpr std::int64_t kReadyNs = 10 * kNsPerSec, kPlaceNs = 30 * kNsPerSec, kVerifyNs = 12 * kNsPerSec;
constexpr std::int64_t kArrivalNs = 250 * kNsPerMs;  // the gateway's thread may be late to read what left before the fence
constexpr int kForEver = 1 << 30;
constexpr int kWatchMs = 200, kSampleMs = 100, kPauseMs = 1'000;

risk::LatchConfig configOf(risk::LatchFs& fs, const std::string& dir) {
    risk::PathEnv env;  // none of this machine's places
    env.data_dir = dir + "/data";
    env.lock_dir_config = dir + "/lock";
    env.system_lock_dir = dir + "/none";
    env.state_home = dir + "/state";
    env.watch_paths = std::vector<std::string>{};
    risk::LatchConfig config;
    config.paths = risk::resolveLatchPaths(fs, env);
    config.version = kVersion;
    config.host = "drill";
    return config;
}

template <class Done>
bool waitUntil(const risk::RiskClock& clock, std::int64_t limit_ns, const Done& done) {
    const std::int64_t until_ns = clock.mono().ns + limit_ns;
    while (!done()) {
        if (clock.mono().ns >= until_ns) return done();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

double ms(std::int64_t ns) { return static_cast<double>(std::max<std::int64_t>(ns, 0)) / 1e6; }

bool isDone(const risk::RouteMark& mark) { return mark.state == risk::StepState::Done; }

}  // namespace

DrillRig::DrillRig(risk::LatchFs& fs, const std::string& dir)
    : m_audit(std::make_unique<risk::Audit>(fs, m_clock, dir + "/log", "engine", kVersion, "drill")),
      m_latch(std::make_unique<risk::KillLatch>(fs, m_clock, m_audit.get(), configOf(fs, dir))),
      m_permit(std::make_unique<LatchPermit>(*m_latch)), m_key(risk::randomId().text()) {
    sim::OrderSimOptions gateway;
    gateway.dialect = Dialect::V6;
    gateway.key = m_key;
    m_gateway = std::make_unique<sim::OrderGatewayThread>(std::move(gateway));
}

DrillRig::~DrillRig() {
    m_watchdog.reset();
    m_orders.reset();
    m_gateway->stop();
}

Status DrillRig::start() {
    m_latch->load({});
    if (!m_latch->allowsOpening()) {
        const risk::LatchView view = m_latch->snapshot();
        return Error{view.cause, "drill", "the drill's own latch does not open: " + view.reason + view.not_durable_reason};
    }
    m_latch->setRoutes({DrillOrders::kRoute});
    m_watchdog = std::make_unique<risk::Watchdog>(*m_latch, m_clock, risk::WatchdogConfig{kSampleMs, kWatchMs, kPauseMs},
                                                  risk::LatchHooks{});
    if (Status started = m_gateway->start(); !started) return started;
    feed::RouteConfig route;
    route.name = DrillOrders::kRoute;
    route.endpoint = m_gateway->endpoint();
    route.pinned = Dialect::V6;
    route.key = m_key;
    m_orders = std::make_unique<DrillOrders>(route, *m_permit);
    if (!waitUntil(m_clock, kReadyNs, [this] { return m_orders->isReady(); }))
        return Error{Code::GatewayDown, "drill", "the drill's own gateway at " + route.endpoint + " does not answer"};
    return Done{};
}

Status DrillRig::placeOrders(int orders, const std::function<bool()>& cancelled) {
    m_orders->place(orders);
    const bool placed = waitUntil(m_clock, kPlaceNs, [&] { return cancelled() || m_orders->isPlaced(); });
    if (cancelled()) return Error{Code::Timeout, "drill", "ended early"};
    if (!placed) return Error{Code::GatewayDown, "drill", "the drill's gateway did not take " + std::to_string(orders) + " orders"};
    return Done{};
}

Result<DrillRound> DrillRig::round(int orders, const std::function<bool()>& cancelled) {
    if (const Status placed = placeOrders(orders, cancelled); !placed) return placed.error();
    m_orders->place(kForEver);  // and goes on asking, before the flag and long after it
    static_cast<void>(m_latch->trip(Code::ManualCli, "drill", "kill drill"));
    const std::int64_t trip_ns = m_latch->stop().since.ns;
    static_cast<void>(waitUntil(m_clock, kVerifyNs, [&] {
        if (cancelled()) return true;
        const risk::LatchView view = m_latch->snapshot();
        return view.flat && view.durable && view.step(risk::StepId::Companion).state == risk::StepState::Done;
    }));
    DrillRound out = measure(trip_ns);
    m_orders->pause();
    if (const Status open = back(cancelled); !open) return open.error();
    return out;
}

DrillRound DrillRig::measure(std::int64_t trip_ns) {
    const risk::LatchView view = m_latch->snapshot();
    DrillRound out;
    const auto take = [&](DrillStepId to, risk::StepId from, std::int64_t since_ns) {
        const risk::LatchStep& step = view.step(from);
        if (step.state == risk::StepState::Done) out[to] = ms(step.ns - since_ns);
        return step.ns;
    };
    static_cast<void>(take(DrillStepId::Flag, risk::StepId::Flag, 0));
    const std::int64_t fence_ns = take(DrillStepId::Fence, risk::StepId::Fence, 0);
    const std::int64_t durable_ns = take(DrillStepId::Durable, risk::StepId::Durable, fence_ns);
    static_cast<void>(take(DrillStepId::Companion, risk::StepId::Companion, durable_ns));
    if (!view.routes.empty()) {
        const risk::LatchRoute& route = view.routes.front();
        const risk::RouteMark &sent = route.mark(risk::RouteStep::Sent), &acknowledged = route.mark(risk::RouteStep::Acknowledged);
        const risk::RouteMark &queried = route.mark(risk::RouteStep::Queried), &verified = route.mark(risk::RouteStep::Verified);
        const std::int64_t due_ns = std::min(durable_ns < 0 ? 50 * kNsPerMs : durable_ns, 50 * kNsPerMs);
        if (isDone(sent)) out[DrillStepId::Cancel] = ms(sent.ns - due_ns);
        if (isDone(acknowledged)) out[DrillStepId::Acknowledged] = ms(acknowledged.ns - sent.ns);
        if (isDone(queried)) out[DrillStepId::Queried] = ms(queried.ns - acknowledged.ns);
        if (isDone(verified)) out[DrillStepId::Verified] = ms(verified.ns);
        out.verified = route.green && gatewayIsFlat();
    }
    // By the sender's own account, and by what reached the gateway.
    const std::int64_t fenced_ns = trip_ns + std::max<std::int64_t>(fence_ns, 0);
    out.opens_after_fence = m_orders->sentAfter(fenced_ns);
    m_gateway->with([&](sim::OrderGatewaySim& gateway) {
        for (const sim::SimAttempt& attempt : gateway.log().attempts)
            out.opens_after_fence += attempt.at.ns > fenced_ns + kArrivalNs ? 1U : 0U;
    });
    return out;
}

bool DrillRig::gatewayIsFlat() {
    const sim::SimTruth truth = m_gateway->truth();
    return std::none_of(truth.orders.begin(), truth.orders.end(), [](const sim::SimOrder& order) { return order.working(); });
}

/// The drill's own latch opens by itself: there is nothing behind it to protect.
Status DrillRig::back(const std::function<bool()>& cancelled) {
    m_gateway->with([](sim::OrderGatewaySim& gateway) { gateway.resetKill(); });
    Status reset = m_latch->applyReset(m_latch->resetBasis(), risk::LatchState::Active,
                                       {"drill", "drill", "latch.reset", "HALTED", "ACTIVE", Code::Ok, "kill drill", ""});
    if (!reset) return reset;
    if (!waitUntil(m_clock, kReadyNs, [&] { return cancelled() || m_orders->isReady(); }))
        return Error{Code::GatewayDown, "drill", "the drill's gateway did not come back"};
    return Done{};
}

}  // namespace bw::app
