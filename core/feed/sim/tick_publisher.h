// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "core/feed/sim/faults.h"
#include "core/model/result.h"

namespace bw::sim {

/// The gateway's ZeroMQ PUB socket: SNDHWM 100,000, LINGER 0, never blocks. Lives on the demo thread.
class TickPublisher {
public:
    TickPublisher();
    ~TickPublisher();
    /// "tcp://127.0.0.1:5556"; "tcp://127.0.0.1:*" takes a free port.  errors: PortInUse, Connect
    [[nodiscard]] Status bind(const std::string& endpoint);
    /// The bound address, port filled in.
    [[nodiscard]] const std::string& endpoint() const { return m_endpoint; }
    /// One part, or two when there is a topic.
    void send(const WireMessage& message);
    [[nodiscard]] std::uint64_t sent() const { return m_sent; }
    [[nodiscard]] std::uint64_t failed() const { return m_failed; }

private:
    struct Socket;
    std::unique_ptr<Socket> m_socket;
    std::string m_endpoint;
    std::uint64_t m_sent = 0, m_failed = 0;
};

}  // namespace bw::sim
