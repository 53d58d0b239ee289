// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/route_client.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/feed/order/route_frames.h"
#include "core/model/sha256.h"

namespace bw::feed {
namespace {

using Outcome = RouteReply::Outcome;
using State = OrderPermit::State;
using Step = OrderPermit::Step;

constexpr std::int64_t kReopenNs = 100 * kNsPerMs, kStepNs = 10 * kNsPerMs;
constexpr std::int64_t kExpiryMs = 10'000;  // of what does no harm when it comes late
constexpr int kBatchMax = 64;               // messages a step and socket

}  // namespace

RouteClient::RouteClient(zmq::context_t& context, RouteConfig config, const Clock& clock, OrderPermit& permit, Fill fill, Sink sink)
    : m_context(context), m_config(std::move(config)), m_clock(clock), m_permit(permit), m_fill(std::move(fill)), m_sink(std::move(sink)),
      m_order(m_context, clock, m_config), m_control(m_context, clock, m_config), m_ladder(*this) {
    m_next_ping = clock.mono() + m_config.ping_ms * kNsPerMs;
}

RouteClient::~RouteClient() = default;

bool RouteClient::request(const RouteRequest& request) {
    if (m_order_queue.size() + m_control_queue.size() >= kRequestsMax) return false;
    (onOrderLane(request) ? m_order_queue : m_control_queue).push_back({request, m_clock.mono()});
    return true;
}

void RouteClient::step() {
    followLatch();
    keepLanes();
    receiveAll(m_control, /*on_order=*/false);
    receiveAll(m_order, /*on_order=*/true);
    runTimers();
    if (m_ladder.isActive())
        m_ladder.step(m_clock.mono(), m_permit.stop().durable, reach(), codeName(stateError()), m_last_reply);
    heartbeat();
    dispatch();
    publish(/*force=*/false);
}

/// Reads the flag itself. A trip takes the order socket down at once, with all that it holds.
void RouteClient::followLatch() {
    const OrderPermit::Stop stop = m_permit.stop();
    const MonoTime now = m_clock.mono();
    if (stop.level != m_level || stop.trip != m_trip) {
        const bool worse = stop.level > 0 && stop.trip != 0;
        m_level = stop.level;
        m_trip = stop.trip;
        m_order_barred = stop.level >= 2;
        m_ladder.end();
        m_fence_since.reset();
        if (stop.level > 0) failOrderLane(stop.level >= 2 ? Code::LatchHalted : Code::LatchReducing);
        if (worse) {
            m_fence_since = now;
            m_fence_late = false;
            if (stop.level >= 2) {
                m_ladder.begin(stop.since.ns != 0 ? stop.since : now, m_open_until);
            } else {
                for (const Step step : {Step::Sent, Step::Acknowledged, Step::Queried, Step::Verified})
                    m_permit.report(m_config.name, m_trip, step, State::NotApplicable, Code::Ok, "reducing: nothing is cancelled");
            }
        }
    }
    if (!m_fence_since) return;
    (void)m_order.drainMonitor();
    if (m_order.isGone()) {
        m_permit.report(m_config.name, m_trip, Step::Fence, State::Done, Code::Ok, "");
        m_fence_since.reset();
    } else if (!m_fence_late && now - *m_fence_since > kFenceNs) {
        m_fence_late = true;
        m_permit.report(m_config.name, m_trip, Step::Fence, State::Failed, Code::FenceTimeout, "order socket not closed yet");
    }
}

/// The order socket goes away: what was handed over is Unknown, what waits was not sent.
void RouteClient::failOrderLane(Code code) {
    m_order.close();
    m_reopen_order = m_clock.mono();
    for (auto it = m_sent.begin(); it != m_sent.end();) {
        if (!it->second.on_order) {
            ++it;
            continue;
        }
        const Sent gone = std::move(it->second);
        it = m_sent.erase(it);
        if (!gone.late) finish(gone.ask.request, Answer{}, /*late=*/false, -1);
    }
    std::erase_if(m_late, [](const auto& entry) { return entry.second.on_order; });
    std::erase_if(m_late_ids, [this](const std::string& id) { return !m_late.contains(id); });
    for (auto queue = std::exchange(m_order_queue, {}); const Waiting& waiting : queue) notSent(waiting.request, code, {});
}

void RouteClient::keepLanes() {
    const MonoTime now = m_clock.mono();
    const std::uint32_t control_before = m_control.connections();
    if (m_control.drainMonitor()) {
        onControlDown();
        m_reopen_control = now + kReopenNs;
    }
    if (m_order.drainMonitor()) {
        failOrderLane(Code::GatewayDown);
        m_reopen_order = now + kReopenNs;
    }
    if (m_control.connections() != control_before && m_control.isConnected()) onControlUp();
    if (!m_control.isOpen() && now >= m_reopen_control && !m_control.open()) m_reopen_control = now + kNsPerSec;
    if (!m_order_barred && !m_order.isOpen() && now >= m_reopen_order && !m_order.open()) m_reopen_order = now + kNsPerSec;
}

void RouteClient::onControlUp() {
    m_probed = false;
    m_probe_misses = 0;
    m_probe_error = Code::GatewayUnknown;
    m_next_ping = m_clock.mono();
}

void RouteClient::onControlDown() {
    m_probed = false;
    m_dialect = Dialect::Unknown;
    m_probe_error = Code::GatewayDown;
    m_authentic = false;
    m_session.clear();
    // No answer comes on a line that is gone.
    for (auto gone = std::exchange(m_sent, {}); auto& [id, sent] : gone) {
        if (sent.on_order)
            m_sent.emplace(id, std::move(sent));
        else
            onTimeout(sent);
    }
    std::erase_if(m_late, [](const auto& entry) { return !entry.second.on_order; });
    std::erase_if(m_late_ids, [this](const std::string& id) { return !m_late.contains(id); });
}

void RouteClient::receiveAll(Lane& lane, bool on_order) {
    for (int i = 0; i < kBatchMax; ++i) {
        const Lane::Received received = lane.receive(m_text);
        if (received == Lane::Received::None) return;
        if (received == Lane::Received::Parts)
            reject(Code::Parts, "");
        else
            onMessage(m_text, on_order);
    }
}

void RouteClient::runTimers() {
    const MonoTime now = m_clock.mono();
    std::vector<std::string> due;
    for (const auto& [id, sent] : m_sent)
        if (now - sent.at >= m_config.timeout_ms * kNsPerMs) due.push_back(id);
    bool remake_order = false, remake_control = false;
    for (const std::string& id : due) {
        auto node = m_sent.extract(id);
        Sent& sent = node.mapped();
        const bool was_probed = m_probed;
        onTimeout(sent);
        // Without ids a late answer would be taken for the next one's.
        if (isExclusive()) (sent.on_order ? remake_order : remake_control) = true;
        if (sent.purpose == Purpose::Heartbeat && was_probed && m_fail_count % kMissesMax == 0 && m_control.isConnected())
            remake_control = true;
        if (sent.purpose == Purpose::Heartbeat || isExclusive()) continue;
        sent.late = true;
        m_late.insert(std::move(node));
        m_late_ids.push_back(id);
        if (m_late_ids.size() > kLateMax) {
            m_late.erase(m_late_ids.front());
            m_late_ids.pop_front();
        }
    }
    if (remake_order && m_order.isOpen()) failOrderLane(Code::GatewayDown);
    if (remake_control) {
        m_control.close();
        onControlDown();
        m_reopen_control = now;
    }
}

void RouteClient::heartbeat() {
    const MonoTime now = m_clock.mono();
    if (!m_control.isConnected()) {
        if (now >= m_next_ping) {
            m_next_ping = now + m_config.ping_ms * kNsPerMs;
            onMiss();
        }
        return;
    }
    const bool probing = std::ranges::any_of(m_sent, [](const auto& e) { return e.second.ask.act == Act::Probe; });
    const bool pinging = std::ranges::any_of(m_sent, [](const auto& e) { return e.second.purpose == Purpose::Heartbeat; });
    // A new order line may lead to another gateway than the one that was probed.
    const bool stale = m_order.isConnected() && m_order.connectedAt() > m_probe_answered_at;
    // Both lines at once, so that one probe does for both.
    const bool settling = !m_probed && m_order.isOpen() && !m_order.isConnected() && now - m_control.connectedAt() < kReopenNs;
    if (settling) return;
    const bool probe_now = !probing && (!m_probed || stale) && m_probe_misses < kProbesMax;
    if (!probe_now && (pinging || now < m_next_ping)) return;
    const bool by_probe = probe_now || !supports(m_dialect, Act::Ping) || m_probe_error != Code::Ok;
    Ask ask = askOf(by_probe ? Act::Probe : Act::Ping);
    ask.deadman_ms = m_config.deadman_ms;
    Code why = Code::Ok;
    const Handed handed = send(std::move(ask), Purpose::Heartbeat, /*on_order=*/false, why);
    if (handed == Handed::Yes || now >= m_next_ping) m_next_ping = now + m_config.ping_ms * kNsPerMs;
}

void RouteClient::onMiss() {
    ++m_fail_count;
    if (m_fail_count >= kMissesMax)
        m_health = RouteHealth::Failed;
    else if (m_health == RouteHealth::Healthy)
        m_health = RouteHealth::Degraded;
}

bool RouteClient::isExclusive() const {
    return m_config.socket == RouteConfig::Socket::Req || m_dialect == Dialect::P0 || m_dialect == Dialect::P2;
}

bool RouteClient::isBusy(bool on_order) const {
    return std::ranges::any_of(m_sent, [on_order](const auto& entry) { return entry.second.on_order == on_order; });
}

/// OPEN and what increases leave through the order socket, which a stop closes; MODIFY that reduces does not increase.
bool RouteClient::onOrderLane(const RouteRequest& request) const {
    return request.op == RouteOp::Open || (request.op == RouteOp::Modify && !request.reduces);
}

bool RouteClient::needsPermit(const RouteRequest& request) const {
    return onOrderLane(request) || request.op == RouteOp::Close;
}

Code RouteClient::stateError() const {
    if (!m_control.isConnected()) return Code::GatewayDown;
    if (m_probe_error != Code::Ok) return m_probe_error;
    if (!isPrivate(m_config) && !m_authentic && !m_config.allow_plain) return Code::GatewayInsecure;
    if (m_dialect == Dialect::P0 || m_dialect == Dialect::P1) return Code::Unsupported;
    if (m_dialect == Dialect::P2 && !m_config.allow_unverifiable) return Code::NotReconcilable;
    return Code::Ok;
}

/// Why the request may not leave now; Ok: it may.
Code RouteClient::barrier(const RouteRequest& request) const {
    const Code error = stateError();
    if (error == Code::GatewayDown || m_probe_error != Code::Ok) return error;
    if (!supports(m_dialect, actOf(request.op))) return Code::Unsupported;
    if (!needsPermit(request)) return Code::Ok;  // questions and cancels go out on any line
    if (onOrderLane(request)) {
        if (m_order_barred) return Code::LatchHalted;
        if (!m_order.isConnected()) return Code::GatewayDown;
        if (m_order.connectedAt() > m_probe_answered_at) return Code::GatewayUnknown;
    }
    return error;
}

void RouteClient::dispatch() {
    while (!m_control_queue.empty()) {
        if (!dispatchOne(m_control_queue.front(), /*on_order=*/false)) break;
        m_control_queue.pop_front();
    }
    while (!m_order_queue.empty()) {
        if (!dispatchOne(m_order_queue.front(), /*on_order=*/true)) break;
        m_order_queue.pop_front();
    }
}

/// False: it stays in the queue.
bool RouteClient::dispatchOne(const Waiting& waiting, bool on_order) {
    const bool old = m_clock.mono() - waiting.since >= m_config.timeout_ms * kNsPerMs;
    const Code code = barrier(waiting.request);
    if (code != Code::Ok || old) {
        notSent(waiting.request, code != Code::Ok ? code : Code::GatewayDown, old && code == Code::Ok ? "waited too long for its turn" : "");
        return true;
    }
    if ((on_order || isExclusive()) && isBusy(on_order)) return false;
    Ask ask = askOf(actOf(waiting.request.op));
    ask.request = waiting.request;
    if (ask.act == Act::CancelAll) ask.keep_protective = m_config.keep_protective;
    Code why = Code::Ok;
    switch (send(std::move(ask), Purpose::User, on_order, why)) {
        case Handed::Yes: return true;
        case Handed::Busy:
            if (!on_order) return false;  // a full line: questions and cancels try again; an order is never queued
            why = Code::GatewayDown;
            break;
        case Handed::No:
        case Handed::Refused: break;
    }
    notSent(waiting.request, why, {});
    return true;
}

Ask RouteClient::askOf(Act act) const {
    Ask ask;
    ask.act = act;
    ask.magic = m_config.magic;
    ask.whole_account = m_config.whole_account;
    ask.keep_protective = m_config.keep_protective;
    ask.key = m_config.key;
    return ask;
}

std::string RouteClient::randomHex() {
    std::array<std::uint8_t, 16> bytes{};
    m_fill(bytes);
    return hex(bytes.data(), bytes.size());
}

void RouteClient::stamp(Ask& ask) {
    ask.id = randomHex();
    ask.wall = m_clock.wall();
    ask.session = m_session;
    if (m_dialect != Dialect::V6) return;
    ask.nonce = randomHex();
    const std::int64_t gateway_ns = m_server_offset ? m_clock.mono().ns + *m_server_offset : ask.wall.ns;
    ask.gateway_ms = floorDiv(gateway_ns, kNsPerMs);
    const bool trades = ask.act == Act::Open || ask.act == Act::Modify || ask.act == Act::Close;
    ask.expires_ms = ask.gateway_ms + (trades ? m_config.timeout_ms : kExpiryMs);
}

/// The only place where something leaves. The latch is asked next to the send.
RouteClient::Handed RouteClient::send(Ask ask, Purpose purpose, bool on_order, Code& why) {
    Lane& lane = on_order ? m_order : m_control;
    why = Code::GatewayDown;
    if (!lane.isConnected()) return Handed::No;
    if ((isExclusive() || on_order) && isBusy(on_order)) return Handed::Busy;
    stamp(ask);
    const auto text = requestText(m_dialect, ask);
    if (!text) {
        why = text.error().code;
        return Handed::Refused;
    }
    bool allowed = true, handed = false;
    const MonoTime now = m_clock.mono();
    if (purpose == Purpose::User && needsPermit(ask.request)) {
        m_permit.enter();
        allowed = m_permit.allows(ask.request.reduces, ask.request.flatten, ask.request.instrument, ask.request.source);
        if (allowed) handed = lane.send(*text);
        m_permit.leave();
    } else {
        handed = lane.send(*text);
    }
    if (!allowed) {
        const std::uint8_t level = m_permit.stop().level;
        why = level >= 2 ? Code::LatchHalted : level == 1 ? Code::LatchReducing : Code::LatchScope;
        return Handed::Refused;
    }
    if (!handed) return Handed::Busy;
    if (on_order) m_open_until = now + m_config.timeout_ms * kNsPerMs + std::max<std::int64_t>(m_offset_error_ns, 0);
    Sent sent{std::move(ask), purpose, on_order, now, false};
    std::string id = sent.ask.id;
    m_sent.emplace(std::move(id), std::move(sent));
    return Handed::Yes;
}

Reach RouteClient::reach() const {
    if (!m_control.isConnected() || m_probe_error != Code::Ok) return Reach::None;
    switch (m_dialect) {
        case Dialect::P0:
        case Dialect::P1: return Reach::Watched;
        case Dialect::P2: return Reach::MarketOnly;
        case Dialect::P3: return Reach::PositionsOnly;
        case Dialect::V6: return Reach::Full;
        case Dialect::Unknown: break;
    }
    return Reach::None;
}

bool RouteClient::sendCancels() {
    Code why = Code::Ok;
    if (isExclusive() && isBusy(/*on_order=*/false)) {
        // a strict peer that has not answered yet: a new line gets through at once
        m_control.close();
        onControlDown();
        m_reopen_control = m_clock.mono();
        return false;
    }
    if (send(askOf(Act::CancelAll), Purpose::Ladder, /*on_order=*/false, why) != Handed::Yes) return false;
    return isExclusive() || send(askOf(Act::Kill), Purpose::Ladder, /*on_order=*/false, why) == Handed::Yes;
}

bool RouteClient::sendQuery() {
    Code why = Code::Ok;
    return send(askOf(Act::SyncAll), Purpose::Ladder, /*on_order=*/false, why) == Handed::Yes;
}

void RouteClient::reportStep(Step step, State state, Code code, std::string_view detail) {
    m_permit.report(m_config.name, m_trip, step, state, code, detail);
}

void RouteClient::beginExit() {
    Code why = Code::Ok;
    if (m_dialect != Dialect::V6 || m_probe_error != Code::Ok) {
        m_exit = Exit::Done;
        return;
    }
    Ask ask = askOf(Act::CancelAll);
    ask.whole_account = false;
    ask.keep_protective = true;
    m_exit = send(std::move(ask), Purpose::Exit, /*on_order=*/false, why) == Handed::Yes ? Exit::Waiting : Exit::Done;
}

void RouteClient::addPollItems(std::vector<zmq_pollitem_t>& items) {
    m_order.addPollItems(items);
    m_control.addPollItems(items);
}

MonoTime RouteClient::nextDeadline() const { return m_clock.mono() + kStepNs; }

RouteStatus RouteClient::status() const {
    RouteStatus s;
    const MonoTime now = m_clock.mono();
    s.route = m_config.name;
    s.endpoint = m_config.endpoint;
    s.dialect = m_dialect;
    s.health = m_health;
    s.secure = isPrivate(m_config) || m_authentic;
    s.authentic = m_authentic;
    s.trade_mode = m_trade_mode;
    s.error = stateError();
    s.session = m_session_count;
    s.fail_count = m_fail_count;
    s.timeouts = m_timeouts;
    const PingWindow::Summary pings = PingWindow(m_pings).summary(now);
    s.ping_p50_ns = pings.p50_ns;
    s.ping_p95_ns = pings.p95_ns;
    s.ping_p99_ns = pings.p99_ns;
    s.ping_max_ns = pings.max_ns;
    s.ping_count = pings.count;
    s.polls_slowly = pings.polls_slowly;
    if (m_server_offset) {
        s.offset_ns = now.ns + *m_server_offset - m_clock.wall().ns;
        s.offset_error_ns = m_offset_error_ns;
    }
    s.last_reply_age_ns = m_last_reply.ns == 0 ? -1 : now - m_last_reply;
    s.rejects = m_rejects;
    return s;
}

void RouteClient::publish(bool force) {
    const MonoTime now = m_clock.mono();
    // what makes a change worth telling at once
    const std::string state = std::to_string(static_cast<int>(m_dialect)) + "/" + std::to_string(static_cast<int>(m_health)) + "/" +
                              std::to_string(static_cast<int>(stateError())) + "/" + std::to_string(m_session_count) + "/" +
                              std::to_string(m_trade_mode) + (m_authentic ? "/a" : "/-") + "/" + std::to_string(m_fail_count);
    if (!force && state == m_last_status && now < m_next_status) return;
    m_last_status = state;
    m_next_status = now + kStatusNs;
    m_sink(encode(status()));
}

}  // namespace bw::feed
