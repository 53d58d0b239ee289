// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/route_thread.h"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#ifdef __linux__
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>
#endif

#include "core/feed/order/route_frames.h"

namespace bw::feed {
namespace {

constexpr long kPollMs = 10;

}  // namespace

void systemRandom(std::span<std::uint8_t> bytes) {
    thread_local std::random_device device;  // the system's, not a seeded engine: nonces must not repeat
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(device());
}

/// Made by start(), used by run().
struct RouteThread::Routes {
    zmq::context_t context{1};
    std::vector<std::unique_ptr<RouteClient>> clients;
};

RouteThread::RouteThread(const Clock& clock, OrderPermit& permit, FrameQueue& queue)
    : m_clock(clock), m_permit(permit), m_queue(queue) {
#ifdef __linux__
    m_wake_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
#endif
}

RouteThread::~RouteThread() {
    stop();
#ifdef __linux__
    if (m_wake_fd >= 0) ::close(m_wake_fd);
#endif
}

Status RouteThread::start(const std::vector<RouteConfig>& routes) {
    std::set<std::string> names;
    for (const RouteConfig& route : routes) {
        if (const Status valid = validate(route); !valid) return valid.error();
        if (!names.insert(route.name).second)
            return Error{Code::CfgDuplicateKey, "route.name", route.name + ": give each route a name of its own"};
    }
    try {
        m_routes = std::make_unique<Routes>();
    } catch (const zmq::error_t& error) {
        return Error{Code::Connect, "route.zmq", error.what()};
    }
    for (const RouteConfig& route : routes) {
        if (!route.enabled) continue;
        const SourceName source = makeSource("route." + route.name + "!");
        auto sink = [this, source](const std::string& frame) { m_queue.push(makeFrame(source, m_clock, frame)); };
        m_routes->clients.push_back(
            std::make_unique<RouteClient>(m_routes->context, route, m_clock, m_permit, systemRandom, std::move(sink)));
        m_names.push_back(route.name);
    }
    m_thread = std::thread([this] { run(); });
    return Done{};
}

void RouteThread::stop(bool cancel_opening) {
    if (!m_thread.joinable()) return;
    m_cancel.store(cancel_opening, std::memory_order_relaxed);
    m_stop.store(true, std::memory_order_release);
    wake();
    m_thread.join();
    m_routes.reset();
}

bool RouteThread::send(const RouteRequest& request) {
    const bool known = std::ranges::find(m_names, request.route) != m_names.end();
    if (!known || m_stop.load(std::memory_order_acquire) || m_length.load(std::memory_order_acquire) >= kRequestsMax) {
        m_rejected.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    m_length.fetch_add(1, std::memory_order_acq_rel);
    m_requests.enqueue(request);
    wake();
    return true;
}

void RouteThread::wake() noexcept {
#ifdef __linux__
    if (m_wake_fd >= 0) (void)::eventfd_write(m_wake_fd, 1);
#endif
}

void RouteThread::wait(std::vector<zmq_pollitem_t>& items) {
    items.clear();
#ifdef __linux__
    if (m_wake_fd >= 0) items.push_back({nullptr, m_wake_fd, ZMQ_POLLIN, 0});
#endif
    for (const auto& client : m_routes->clients) client->addPollItems(items);
    zmq_poll(items.data(), static_cast<int>(items.size()), kPollMs);  // an interruption is only an early look
#ifdef __linux__
    eventfd_t count = 0;
    if (m_wake_fd >= 0) (void)::eventfd_read(m_wake_fd, &count);
#endif
}

void RouteThread::turn() {
    RouteRequest request;
    while (m_length.load(std::memory_order_acquire) > 0 && m_requests.try_dequeue(request)) {
        m_length.fetch_sub(1, std::memory_order_acq_rel);
        const auto to = std::ranges::find_if(m_routes->clients, [&](const auto& client) { return client->config().name == request.route; });
        if (to == m_routes->clients.end() || (*to)->request(request)) continue;
        RouteReply reply;  // its own queue is full
        reply.route = request.route;
        reply.request = request.request;
        reply.op = request.op;
        reply.outcome = RouteReply::Outcome::NotSent;
        reply.code = Code::GatewayDown;
        reply.client_id = request.client_id;
        m_queue.push(makeFrame(makeSource("route." + request.route + "!"), m_clock, encode(reply)));
    }
    for (const auto& client : m_routes->clients) client->step();
    m_queue.flushDrops();
    m_heartbeat.fetch_add(1, std::memory_order_relaxed);
}

void RouteThread::run() {
#ifdef __linux__
    pthread_setname_np(pthread_self(), "orders");
#endif
    std::vector<zmq_pollitem_t> items;
    while (!m_stop.load(std::memory_order_acquire)) {
        wait(items);
        turn();
    }
    if (m_cancel.load(std::memory_order_relaxed)) leave();
    m_routes->clients.clear();
}

/// Cancels our own opening orders; nobody waits longer than kExitNs for a gateway.
void RouteThread::leave() {
    std::vector<zmq_pollitem_t> items;
    const MonoTime start = m_clock.mono();
    for (const auto& client : m_routes->clients) client->beginExit();
    const auto all_done = [this] { return std::ranges::all_of(m_routes->clients, [](const auto& client) { return client->exitDone(); }); };
    while (!all_done() && m_clock.mono() - start < kExitNs) {
        wait(items);
        turn();
    }
}

}  // namespace bw::feed
