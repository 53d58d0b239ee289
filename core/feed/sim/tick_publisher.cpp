// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/tick_publisher.h"

#include <zmq.hpp>

namespace bw::sim {

struct TickPublisher::Socket {
    zmq::context_t context{1};
    zmq::socket_t socket{context, zmq::socket_type::pub};
};

TickPublisher::TickPublisher() = default;
TickPublisher::~TickPublisher() = default;

Status TickPublisher::bind(const std::string& endpoint) {
    try {
        m_socket = std::make_unique<Socket>();
        m_socket->socket.set(zmq::sockopt::sndhwm, 100'000);
        m_socket->socket.set(zmq::sockopt::linger, 0);
        m_socket->socket.bind(endpoint);
        m_endpoint = m_socket->socket.get(zmq::sockopt::last_endpoint);
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
    try {
        bool is_sent = true;
        if (!message.topic.empty())
            is_sent =
                m_socket->socket.send(zmq::buffer(message.topic), zmq::send_flags::sndmore | zmq::send_flags::dontwait)
                    .has_value();
        if (is_sent) is_sent = m_socket->socket.send(zmq::buffer(message.text), zmq::send_flags::dontwait).has_value();
        ++(is_sent ? m_sent : m_failed);
    } catch (const zmq::error_t&) {
        ++m_failed;  // reported in the heartbeat as send_fail
    }
}

}  // namespace bw::sim
