// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/feed/transport/net_fault.h"
#include "core/model/times.h"

class QAbstractSocket;
class QWebSocket;

namespace bw::feed {

/// The limits of one WebSocket connection, and those that QWebSocket does not know: an answer to the handshake that
/// does not end, a refusal that leaves the socket open, pings that make us write without end. Child of the socket. Net
/// thread.
class WsGuard : public QObject {
public:
    static constexpr std::uint64_t kFrameBytesMax = 4U << 20;
    static constexpr std::uint64_t kMessageBytesMax = 16U << 20;
    static constexpr std::int64_t kHandshakeBytesMax = 64 << 10;
    /// Ours are a few subscriptions; the rest answers pings. A pong has at most 131 bytes.
    static constexpr std::int64_t kWrittenPerSecondMax = 64 << 10;

    /// Before open(). `refused` is called from the event loop when the handshake failed and the socket did not say so
    /// by closing.
    WsGuard(QWebSocket& socket, std::function<void()> refused);

    void opened();  // the handshake is done
    /// On each tick: why the connection must end now.
    [[nodiscard]] std::optional<NetFault> due(MonoTime now);

private:
    QWebSocket& m_socket;
    bool m_open = false;
    std::int64_t m_written = 0;  // in the second that began at m_second
    MonoTime m_second;
};

}  // namespace bw::feed
