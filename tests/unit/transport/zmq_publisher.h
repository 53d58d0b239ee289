// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>
#include <zmq.hpp>

namespace bw::feed {

/// A gateway: a publisher on a loopback port of its own.
struct Publisher {
    zmq::context_t context{1};
    zmq::socket_t socket{context, zmq::socket_type::xpub};  // XPUB tells when the subscription has arrived
    std::string endpoint;
    bool has_subscriber = false;

    explicit Publisher(const std::string& where = "tcp://127.0.0.1:*", const std::string& curve_secret = {}) {
        socket.set(zmq::sockopt::linger, 0);
        socket.set(zmq::sockopt::xpub_verbose, true);  // of each new subscriber, not of the first alone
        if (!curve_secret.empty()) {
            socket.set(zmq::sockopt::curve_server, true);
            socket.set(zmq::sockopt::curve_secretkey, curve_secret);
        }
        socket.bind(where);
        endpoint = socket.get(zmq::sockopt::last_endpoint);
    }
    [[nodiscard]] bool subscribed() {
        zmq::message_t message;
        if (zmq_msg_recv(message.handle(), socket.handle(), ZMQ_DONTWAIT) == 1)
            has_subscriber = *message.data<char>() == 1;
        return has_subscriber;
    }
    void send(const std::vector<std::string>& parts) {
        for (std::size_t i = 0; i < parts.size(); ++i)
            socket.send(zmq::buffer(parts[i]), i + 1 < parts.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
    }
};

}  // namespace bw::feed
