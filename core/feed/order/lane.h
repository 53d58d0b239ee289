// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "core/feed/order/route_config.h"
#include "core/feed/transport/clock.h"

namespace bw::feed {

/// One socket of a route with its monitor. Nothing is ever queued on it while nobody listens (IMMEDIATE), and what was
/// handed over and has not left goes away with close(). The owner's thread.
class Lane {
public:
    static constexpr int kSendQueueMax = 8;      // messages inside libzmq; beyond it send() says no
    static constexpr int kReceiveQueueMax = 64;  // beyond it the peer waits
    static constexpr std::int64_t kMessageBytesMax = 1 << 20;

    Lane(zmq::context_t& context, const Clock& clock, const RouteConfig& route);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// Makes the socket and lets it connect. False, and errorText() says why, if libzmq refuses.
    bool open();
    /// Takes the socket down with all that it holds. isGone() tells when libzmq has finished with it.
    void close();
    [[nodiscard]] bool isOpen() const { return m_socket.has_value(); }
    /// No closed socket is still being taken down: no byte of before can leave any more.
    [[nodiscard]] bool isGone() const { return m_dying.empty(); }
    [[nodiscard]] bool isConnected() const { return m_connected; }
    [[nodiscard]] MonoTime connectedAt() const { return m_connected_at; }
    /// Grows with each handshake.
    [[nodiscard]] std::uint32_t connections() const { return m_connections; }
    [[nodiscard]] const std::string& errorText() const { return m_error; }

    /// Reads the monitor. True if the line broke since the last look; the socket is then closed.
    bool drainMonitor();
    /// Hands one message to libzmq, without waiting. False: nothing was handed over and nothing will leave.
    [[nodiscard]] bool send(std::string_view json);
    enum class Received : std::uint8_t { None, Message, Parts };
    /// The next message; Parts: one that is not a single text behind an empty part.
    [[nodiscard]] Received receive(std::string& json);
    void addPollItems(std::vector<zmq_pollitem_t>& items);

private:
    void setOptions();
    [[nodiscard]] bool drain(zmq::socket_t& monitor, bool dying);

    zmq::context_t& m_context;
    const Clock& m_clock;
    const RouteConfig& m_route;
    std::optional<zmq::socket_t> m_socket, m_monitor;
    std::vector<zmq::socket_t> m_dying;  // monitors of closed sockets
    bool m_connected = false;
    MonoTime m_connected_at;
    std::uint32_t m_connections = 0;
    std::string m_error;
};

}  // namespace bw::feed
