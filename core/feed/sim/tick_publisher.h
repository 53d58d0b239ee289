// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/sim/faults.h"
#include "core/model/result.h"

namespace bw::sim {

/// How the gateway publishes.
struct PublisherOptions {
    int send_queue_max = 100'000;      // messages a subscriber may be behind (SNDHWM); more are lost, unseen by the sender
    int send_buffer_bytes = 0;         // of the socket; 0 leaves it to the system
    std::string curve_secret;          // Z85, 40 characters: encrypted; empty: plain
    std::vector<std::string> clients;  // public keys that may subscribe (ZAP); empty: who knows the server key
};

/// The gateway's ZeroMQ PUB socket: LINGER 0, never blocks. Lives on one thread; the allow-list of keys, where there is
/// one, is answered on a thread of its own that it joins.
class TickPublisher {
public:
    TickPublisher();
    ~TickPublisher();
    /// "tcp://127.0.0.1:5556"; "tcp://127.0.0.1:*" takes a free port.  errors: PortInUse, Connect
    [[nodiscard]] Status bind(const std::string& endpoint, const PublisherOptions& options = {});
    /// The bound address, port filled in.
    [[nodiscard]] const std::string& endpoint() const { return m_endpoint; }
    /// One part, or two when there is a topic.
    void send(const WireMessage& message);
    /// Any number of parts, as no gateway should send them.
    void sendParts(std::span<const std::string_view> parts);
    [[nodiscard]] std::uint64_t sent() const { return m_sent; }
    [[nodiscard]] std::uint64_t failed() const { return m_failed; }
    /// True while somebody is subscribed: what is sent before is sent to nobody.
    [[nodiscard]] bool hasSubscriber();

private:
    void readSubscriptions();
    struct Socket;
    std::unique_ptr<Socket> m_socket;
    std::string m_endpoint;
    std::uint64_t m_sent = 0, m_failed = 0;
    int m_subscribers = 0;
};

}  // namespace bw::sim
