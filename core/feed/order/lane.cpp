// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/lane.h"

#include <atomic>
#include <cstring>
#include <utility>

namespace bw::feed {
namespace {

constexpr int kReconnectMinMs = 100, kReconnectMaxMs = 1'000, kHandshakeMs = 5'000, kGoneMs = 1'000;
std::atomic<std::uint64_t> g_sockets{0};  // monitors are named within a context, which several routes share

}  // namespace

Lane::Lane(zmq::context_t& context, const Clock& clock, const RouteConfig& route)
    : m_context(context), m_clock(clock), m_route(route) {}

/// libzmq's own thread tells a monitor of the end of its socket, and waits without end where nobody can read it: then no
/// socket of the context is ever taken down again. So the monitors go last.
Lane::~Lane() {
    if (m_socket) zmq_socket_monitor(m_socket->handle(), nullptr, 0);
    m_socket.reset();
    for (zmq::socket_t& monitor : m_dying)
        for (zmq_pollitem_t item{monitor.handle(), 0, ZMQ_POLLIN, 0}; !drain(monitor, /*dying=*/true);)
            if (zmq_poll(&item, 1, kGoneMs) <= 0) break;
}

bool Lane::open() {
    if (m_socket) return true;
    m_connected = false;
    try {
        m_socket.emplace(m_context, m_route.socket == RouteConfig::Socket::Req ? zmq::socket_type::req : zmq::socket_type::dealer);
        setOptions();
        const std::string address = "inproc://order.monitor." + std::to_string(g_sockets.fetch_add(1));
        if (zmq_socket_monitor(m_socket->handle(), address.c_str(), ZMQ_EVENT_ALL) != 0) throw zmq::error_t();
        m_monitor.emplace(m_context, zmq::socket_type::pair);
        m_monitor->set(zmq::sockopt::linger, 0);
        m_monitor->connect(address);
        m_socket->connect(m_route.endpoint);
    } catch (const zmq::error_t& error) {
        m_error = error.what();
        m_socket.reset();
        m_monitor.reset();
        return false;
    }
    return true;
}

void Lane::setOptions() {
    zmq::socket_t& socket = *m_socket;
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::immediate, 1);
    socket.set(zmq::sockopt::sndtimeo, 0);
    socket.set(zmq::sockopt::sndhwm, kSendQueueMax);
    socket.set(zmq::sockopt::rcvhwm, kReceiveQueueMax);
    socket.set(zmq::sockopt::maxmsgsize, kMessageBytesMax);
    socket.set(zmq::sockopt::reconnect_ivl, kReconnectMinMs);
    socket.set(zmq::sockopt::reconnect_ivl_max, kReconnectMaxMs);
    socket.set(zmq::sockopt::handshake_ivl, kHandshakeMs);
    socket.set(zmq::sockopt::connect_timeout, kHandshakeMs);
    socket.set(zmq::sockopt::tcp_keepalive, 1);
    socket.set(zmq::sockopt::tcp_keepalive_idle, 30);
    socket.set(zmq::sockopt::tcp_keepalive_intvl, 10);
    socket.set(zmq::sockopt::tcp_keepalive_cnt, 3);
    socket.set(zmq::sockopt::ipv6, m_route.endpoint.find('[') != std::string::npos ? 1 : 0);
    if (m_route.curve) {
        socket.set(zmq::sockopt::curve_serverkey, m_route.curve->server_key);
        socket.set(zmq::sockopt::curve_publickey, m_route.curve->public_key);
        socket.set(zmq::sockopt::curve_secretkey, m_route.curve->secret_key);
    }
}

void Lane::close() {
    if (!m_socket) return;
    m_socket.reset();  // LINGER 0: what has not left is dropped, by libzmq's own threads
    m_dying.push_back(std::move(*m_monitor));
    m_monitor.reset();
    m_connected = false;
}

bool Lane::drain(zmq::socket_t& monitor, bool dying) {
    zmq::message_t head, address;
    bool ended = false;
    while (zmq_msg_recv(head.handle(), monitor.handle(), ZMQ_DONTWAIT) >= 0) {
        if (head.more() && zmq_msg_recv(address.handle(), monitor.handle(), ZMQ_DONTWAIT) < 0) break;
        std::uint16_t event = 0;
        if (head.size() < sizeof event) continue;
        std::memcpy(&event, head.data(), sizeof event);
        if (event == ZMQ_EVENT_MONITOR_STOPPED && dying) ended = true;
        if (dying) continue;
        if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
            m_connected = true;
            m_connected_at = m_clock.mono();
            ++m_connections;
        } else if (event == ZMQ_EVENT_DISCONNECTED) {
            ended = true;
        }
    }
    return ended;
}

bool Lane::drainMonitor() {
    std::erase_if(m_dying, [this](zmq::socket_t& monitor) { return drain(monitor, /*dying=*/true); });
    if (!m_monitor || !drain(*m_monitor, /*dying=*/false)) return false;
    close();
    return true;
}

bool Lane::send(std::string_view json) {
    if (!m_socket || !m_connected) return false;
    const bool is_req = m_route.socket == RouteConfig::Socket::Req;  // writes its empty part by itself
    if (!is_req && zmq_send(m_socket->handle(), "", 0, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0) return false;
    return zmq_send(m_socket->handle(), json.data(), json.size(), ZMQ_DONTWAIT) >= 0;
}

Lane::Received Lane::receive(std::string& json) {
    if (!m_socket) return Received::None;
    int parts = 0, texts = 0;
    for (bool more = true; more; ++parts) {
        zmq::message_t part;
        // libzmq hands over whole messages only: the later parts are there when the first one is
        if (zmq_msg_recv(part.handle(), m_socket->handle(), ZMQ_DONTWAIT) < 0) return parts == 0 ? Received::None : Received::Parts;
        more = part.more();
        if (part.size() == 0 && parts == 0 && more) continue;
        if (++texts == 1) json.assign(static_cast<const char*>(part.data()), part.size());
    }
    return texts == 1 && parts <= 2 ? Received::Message : Received::Parts;
}

void Lane::addPollItems(std::vector<zmq_pollitem_t>& items) {
    for (zmq::socket_t& monitor : m_dying) items.push_back({monitor.handle(), 0, ZMQ_POLLIN, 0});
    if (!m_socket) return;
    items.push_back({m_monitor->handle(), 0, ZMQ_POLLIN, 0});
    items.push_back({m_socket->handle(), 0, ZMQ_POLLIN, 0});
}

}  // namespace bw::feed
