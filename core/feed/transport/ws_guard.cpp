// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/ws_guard.h"

#include <QTcpSocket>
#include <QWebSocket>

namespace bw::feed {

WsGuard::WsGuard(QWebSocket& socket, std::function<void()> refused) : QObject(&socket), m_socket(socket) {
    socket.setMaxAllowedIncomingFrameSize(kFrameBytesMax);
    socket.setMaxAllowedIncomingMessageSize(kMessageBytesMax);
    // What is not read stays in the kernel, and the peer stops sending.
    socket.setReadBufferSize(kHandshakeBytesMax);
    connect(&socket, &QWebSocket::bytesWritten, this, [this](qint64 bytes) { m_written += bytes; });
    connect(
        &socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this,
        [this, tell = std::move(refused)] {
            if (!m_open) tell();
        },
        Qt::QueuedConnection);
}

void WsGuard::opened() {
    m_open = true;
    m_socket.setReadBufferSize(static_cast<qint64>(kFrameBytesMax) + kHandshakeBytesMax);
}

std::optional<NetFault> WsGuard::due(MonoTime now) {
    if (!m_open) {
        // The socket below is a child: its unread bytes are the answer so far.
        const auto* const raw = m_socket.findChild<QTcpSocket*>(QString(), Qt::FindDirectChildrenOnly);
        if (raw != nullptr && raw->bytesAvailable() >= kHandshakeBytesMax)
            return NetFault{Code::Connect, "connect", "the answer to the handshake is above 64 KiB", 0};
        return std::nullopt;
    }
    if (m_written + m_socket.bytesToWrite() > kWrittenPerSecondMax)
        return NetFault{Code::PeerClose, "peer_close", "its pings ask for more than 64 KiB of answers a second", 0};
    if (now - m_second >= kNsPerSec) {
        m_second = now;
        m_written = 0;
    }
    return std::nullopt;
}

}  // namespace bw::feed
