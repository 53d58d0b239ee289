// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/tick_publisher.h"

#include <algorithm>
#include <array>
#include <thread>
#include <zmq.hpp>

namespace bw::sim {
namespace {

constexpr const char* kZapAddress = "inproc://zeromq.zap.01";  // libzmq asks there before it accepts a key (RFC 27)
constexpr std::size_t kZapParts = 7;                            // version .. mechanism, public key
constexpr std::size_t kKeyBytes = 32;

/// Answers whether a key may subscribe, until the context goes. The request's parts: version, request id, domain,
/// address, identity, mechanism, credentials.
void answerKeys(zmq::socket_t& socket, const std::vector<std::string>& clients) {
    try {
        while (true) {
            std::array<zmq::message_t, kZapParts> parts;
            std::size_t n = 0;
            for (bool more = true; more;) {
                zmq::message_t part;
                if (!socket.recv(part)) return;
                more = part.more();
                if (n < kZapParts) parts[n++] = std::move(part);
            }
            std::array<char, 41> key{};
            const bool is_key = n == kZapParts && parts[6].size() == kKeyBytes &&
                                zmq_z85_encode(key.data(), parts[6].data<std::uint8_t>(), kKeyBytes) != nullptr;
            const bool may = is_key && std::find(clients.begin(), clients.end(), key.data()) != clients.end();
            const std::string id = parts[1].to_string();
            const std::array<std::string, 6> answer = {"1.0", id, may ? "200" : "400", may ? "OK" : "unknown key",
                                                       {},    {}};
            for (std::size_t i = 0; i < answer.size(); ++i)
                socket.send(zmq::buffer(answer[i]),
                            i + 1 < answer.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
        }
    } catch (const zmq::error_t&) {
        // The context was shut down: that is how this ends.
    }
}

}  // namespace

struct TickPublisher::Socket {
    zmq::context_t context{1};
    zmq::socket_t zap;  // bound before the thread and before any handshake
    std::thread zap_thread;
    zmq::socket_t socket{context, zmq::socket_type::xpub};  // a PUB that tells of its subscribers

    ~Socket() {
        socket.close();
        context.shutdown();
        if (zap_thread.joinable()) zap_thread.join();
        zap.close();
    }
};

TickPublisher::TickPublisher() = default;
TickPublisher::~TickPublisher() = default;

Status TickPublisher::bind(const std::string& endpoint, const PublisherOptions& options) {
    try {
        m_socket = std::make_unique<Socket>();
        zmq::socket_t& socket = m_socket->socket;
        socket.set(zmq::sockopt::sndhwm, options.send_queue_max);
        socket.set(zmq::sockopt::linger, 0);
        socket.set(zmq::sockopt::xpub_verboser, true);  // of each subscriber, not of the first and the last alone
        if (options.send_buffer_bytes > 0) socket.set(zmq::sockopt::sndbuf, options.send_buffer_bytes);
        if (!options.curve_secret.empty()) {
            socket.set(zmq::sockopt::curve_server, true);
            socket.set(zmq::sockopt::curve_secretkey, options.curve_secret);
        }
        if (!options.clients.empty()) {
            m_socket->zap = zmq::socket_t(m_socket->context, zmq::socket_type::rep);
            m_socket->zap.set(zmq::sockopt::linger, 0);
            m_socket->zap.bind(kZapAddress);
            m_socket->zap_thread =
                std::thread([&zap = m_socket->zap, clients = options.clients] { answerKeys(zap, clients); });
        }
        socket.bind(endpoint);
        m_endpoint = socket.get(zmq::sockopt::last_endpoint);
        return Done{};
    } catch (const zmq::error_t& error) {
        m_socket.reset();
        const bool in_use = error.num() == EADDRINUSE;
        return Error{in_use ? Code::PortInUse : Code::Connect, "sim.ticks",
                     in_use ? endpoint + " is in use: give another tick port, or * for a free one"
                            : endpoint + ": " + error.what()};
    }
}

void TickPublisher::send(const WireMessage& message) {
    if (message.topic.empty())
        sendParts(std::array<std::string_view, 1>{message.text});
    else
        sendParts(std::array<std::string_view, 2>{message.topic, message.text});
}

void TickPublisher::sendParts(std::span<const std::string_view> parts) {
    readSubscriptions();
    try {
        bool is_sent = true;
        for (std::size_t i = 0; i < parts.size() && is_sent; ++i) {
            const auto more = i + 1 < parts.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
            is_sent = m_socket->socket.send(zmq::buffer(parts[i]), more | zmq::send_flags::dontwait).has_value();
        }
        ++(is_sent ? m_sent : m_failed);
    } catch (const zmq::error_t&) {
        ++m_failed;  // reported in the heartbeat as send_fail
    }
}

void TickPublisher::readSubscriptions() {
    zmq::message_t message;
    while (m_socket && zmq_msg_recv(message.handle(), m_socket->socket.handle(), ZMQ_DONTWAIT) >= 1)
        m_subscribers += *message.data<char>() == 1 ? 1 : -1;
}

bool TickPublisher::hasSubscriber() {
    readSubscriptions();
    return m_subscribers > 0;
}

}  // namespace bw::sim
