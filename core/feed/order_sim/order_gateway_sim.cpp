// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order_sim/order_gateway_sim.h"

#include <zmq.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace bw::sim {
namespace {

constexpr std::size_t kOutgoingMax = 1'000;
constexpr std::int64_t kReorderNs = 300 * kNsPerMs;

std::unique_ptr<WireDialect> makeDialect(bw::Dialect dialect, SimBackend& backend) {
    switch (dialect) {
        case bw::Dialect::P0: return makeBareEa(backend);
        case bw::Dialect::P1: return makeP1(backend);
        case bw::Dialect::P2: return makeP2(backend);
        case bw::Dialect::P3: return makeP3(backend);
        case bw::Dialect::Unknown:
        case bw::Dialect::V6: break;
    }
    return makeV6(backend);
}

}  // namespace

OrderGatewaySim::OrderGatewaySim(OrderSimOptions options, const feed::Clock& clock, void* context)
    : m_options(std::move(options)), m_clock(clock), m_context(context != nullptr ? context : zmq_ctx_new()),
      m_owns_context(context == nullptr), m_backend(m_options, clock), m_dialect(makeDialect(m_options.dialect, m_backend)),
      m_moods(m_options.moods) {}

OrderGatewaySim::~OrderGatewaySim() {
    if (m_socket != nullptr) zmq_close(m_socket);
    if (m_owns_context) zmq_ctx_term(m_context);
}

Status OrderGatewaySim::start() {
    return bind(m_options.endpoint);
}

Status OrderGatewaySim::bind(const std::string& endpoint) {
    if (m_socket == nullptr) {
        m_socket = zmq_socket(m_context, ZMQ_ROUTER);
        const int none = 0;
        zmq_setsockopt(m_socket, ZMQ_LINGER, &none, sizeof none);
    }
    if (zmq_bind(m_socket, endpoint.c_str()) != 0) {
        const int reason = zmq_errno();
        return Error{reason == EADDRINUSE ? Code::PortInUse : Code::Args, "order_sim.bind", endpoint + ": " + zmq_strerror(reason)};
    }
    char room[256];
    std::size_t size = sizeof room;
    zmq_getsockopt(m_socket, ZMQ_LAST_ENDPOINT, room, &size);
    m_endpoint = room;
    m_bound = true;
    return Done{};
}

bool OrderGatewaySim::wait(int real_ms) {
    if (!m_bound) return false;
    zmq_pollitem_t item{m_socket, 0, ZMQ_POLLIN, 0};
    return zmq_poll(&item, 1, real_ms) > 0;
}

bool OrderGatewaySim::receive(std::string& peer, std::string& text) {
    peer.clear();
    text.clear();
    for (bool first = true, more = true; more; first = false) {
        zmq_msg_t part;
        zmq_msg_init(&part);
        if (zmq_msg_recv(&part, m_socket, ZMQ_DONTWAIT) < 0) {
            zmq_msg_close(&part);
            return false;
        }
        (first ? peer : text).assign(static_cast<const char*>(zmq_msg_data(&part)), zmq_msg_size(&part));
        more = zmq_msg_more(&part) != 0;
        zmq_msg_close(&part);
    }
    ++m_backend.truth.arrived;
    return true;
}

int OrderGatewaySim::step() {
    const std::int64_t now = m_clock.mono().ns;
    if (now < m_away_until_ns || std::exchange(m_away_until_ns, 0) != 0) dropPending();  // nobody is there to take it
    if (now < m_away_until_ns) return 0;
    if (!m_bound && !bind(m_endpoint)) return 0;  // the old socket's port is not free yet: the next step tries again
    int count = flush();
    int budget = std::numeric_limits<int>::max();
    if (m_options.poll_ms > 0) {
        if (now < m_next_poll_ns) return count;
        m_next_poll_ns = now + m_options.poll_ms * kNsPerMs;
        budget = 1;
    }
    std::string peer, text;
    while (budget-- > 0 && m_bound && m_clock.mono().ns >= m_away_until_ns && receive(peer, text)) {
        handle(peer, text);
        ++count;
    }
    return count + flush();
}

void OrderGatewaySim::force(Mood mood, std::string_view action) {
    m_forced.emplace_back(mood, std::string(action));
}

MoodDraw OrderGatewaySim::draw(const SimFields& fields) {
    MoodDraw moods;
    for (std::size_t i = 0; i < kMoods; ++i)
        if (m_moods.share[i] > 0 && m_backend.random.uniform() < m_moods.share[i]) moods.set(static_cast<Mood>(i));
    if (m_options.moods_spare_probe && WireDialect::isProbe(fields)) moods.clear();
    const std::string_view action = WireDialect::actionOf(fields);
    std::erase_if(m_forced, [&](const auto& item) {
        const bool meets = item.second.empty() || item.second == action;
        if (meets) moods.set(item.first);
        return meets;
    });
    return moods;
}

void OrderGatewaySim::handle(const std::string& peer, const std::string& text) {
    ++m_backend.truth.requests;
    SimFields fields;
    if (!fields.read(text)) ++m_backend.truth.unreadable;
    const MoodDraw moods = draw(fields);
    if (moods[Mood::RestartBefore]) return restart(false);
    std::string reply = m_dialect->answer(text, fields, moods);
    if (moods[Mood::RestartAfter]) return restart(false);
    queue(peer, std::move(reply), moods);
    if (moods[Mood::RestartReplied]) {
        flush();
        restart(false);
    }
}

void OrderGatewaySim::queue(const std::string& peer, std::string reply, const MoodDraw& moods) {
    if (moods[Mood::Silent]) {
        ++m_backend.truth.dropped;
        return;
    }
    if (moods[Mood::Garbage]) reply = reply.substr(0, reply.size() / 2) + "\x01}{";
    Outgoing out{m_clock.mono().ns, false, peer, std::move(reply)};
    if (moods[Mood::Slow]) {
        const auto span = static_cast<std::uint64_t>(std::max<std::int64_t>(m_options.slow_max_ms - m_options.slow_min_ms, 0) + 1);
        out.due_ns += (m_options.slow_min_ms + static_cast<std::int64_t>(m_backend.random.below(span))) * kNsPerMs;
    }
    if (moods[Mood::Reorder]) {
        out.due_ns += kReorderNs;
        out.after_next = true;
    }
    if (moods[Mood::Duplicate]) m_outgoing.push_back(out);
    m_outgoing.push_back(std::move(out));
    while (m_outgoing.size() > kOutgoingMax) {
        m_outgoing.pop_front();
        ++m_backend.truth.dropped;
    }
}

int OrderGatewaySim::flush() {
    const std::int64_t now = m_clock.mono().ns;
    int count = 0;
    for (bool again = true; again;) {
        again = false;
        const auto it = std::ranges::find_if(m_outgoing, [now](const Outgoing& out) { return out.due_ns <= now; });
        if (it == m_outgoing.end()) break;
        const Outgoing out = std::move(*it);
        m_outgoing.erase(it);
        send(out);
        ++count;
        again = true;
        for (Outgoing& held : m_outgoing)
            if (std::exchange(held.after_next, false)) held.due_ns = now;
    }
    return count;
}

void OrderGatewaySim::send(const Outgoing& reply) {
    // A peer that is gone swallows its reply, as a router does.
    zmq_send(m_socket, reply.peer.data(), reply.peer.size(), ZMQ_SNDMORE | ZMQ_DONTWAIT);
    zmq_send(m_socket, "", 0, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    if (zmq_send(m_socket, reply.text.data(), reply.text.size(), ZMQ_DONTWAIT) >= 0) ++m_backend.truth.replies;
    else ++m_backend.truth.dropped;
}

void OrderGatewaySim::dropPending() {
    m_backend.truth.dropped += m_outgoing.size();
    m_outgoing.clear();
    std::string peer, text;
    while (m_bound && receive(peer, text)) ++m_backend.truth.dropped;
}

void OrderGatewaySim::restart(bool new_socket) {
    ++m_backend.truth.restarts;
    dropPending();
    m_dialect->restart();
    if (m_options.restart_ms > 0) m_away_until_ns = m_clock.mono().ns + m_options.restart_ms * kNsPerMs;
    if (!new_socket) return;
    zmq_close(m_socket);
    m_socket = nullptr;
    m_bound = false;
}

SimTruth OrderGatewaySim::truth() const {
    SimTruth truth = m_backend.truth;
    truth.orders = m_backend.venue.orders();
    truth.positions = m_backend.venue.positions();
    return truth;
}

}  // namespace bw::sim
