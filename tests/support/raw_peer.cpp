// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_peer.h"

#include <QtEndian>

#include "tests/support/venue_server.h"

namespace bw::test {

RawPeer::RawPeer() {
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        if (m_client) m_client->disconnect(this);
        m_client = m_server.nextPendingConnection();
        ++connections;
        m_unread.clear();
        m_upgraded = false;
        connect(m_client, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(m_client, &QTcpSocket::bytesWritten, this, [this](qint64 bytes) {
            written += bytes;
            push();
        });
    });
}

RawPeer::~RawPeer() {
    if (m_client) m_client->disconnect(this);
}

std::string RawPeer::url() const {
    return "ws://" + m_server.serverAddress().toString().toStdString() + ":" + std::to_string(m_server.serverPort()) +
           "/stream";
}

void RawPeer::flood(std::function<QByteArray()> pieces) {
    more = std::move(pieces);
    if (m_client) push();
}

void RawPeer::push() {
    if (!m_upgraded || !more || m_client->bytesToWrite() > 0) return;
    if (const QByteArray piece = more(); !piece.isEmpty()) m_client->write(piece);
}

void RawPeer::read() {
    m_unread += m_client->readAll();
    if (!m_upgraded) {
        const qsizetype end = m_unread.indexOf("\r\n\r\n");
        if (end < 0) return;
        const QByteArray request = m_unread.left(end + 4);
        m_unread.remove(0, end + 4);
        m_upgraded = true;
        m_client->write((handshake.isEmpty() ? webSocketAccept(request) : handshake) + after);
        push();
    }
    while (takeFrame()) {
    }
}

bool RawPeer::takeFrame() {
    if (m_unread.size() < 6) return false;
    const auto byte = [this](qsizetype i) { return static_cast<quint8>(m_unread[i]); };
    qsizetype size = byte(1) & 0x7F, head = 2;
    if (size == 126) {
        size = byte(2) << 8 | byte(3);
        head = 4;
    }
    if (m_unread.size() < head + 4 + size) return false;
    QByteArray payload = m_unread.mid(head + 4, size);
    for (qsizetype i = 0; i < size; ++i) payload[i] = static_cast<char>(payload[i] ^ m_unread[head + i % 4]);
    const int opcode = byte(0) & 0x0F;
    m_unread.remove(0, head + 4 + size);
    if (opcode == 8)
        close_codes.push_back(size < 2 ? 1005 : qFromBigEndian<quint16>(payload.constData()));
    else if (opcode == 10) {
        ++pings_answered;
        if (pongs.size() < 100) pongs.push_back(payload);
    } else if (opcode == 1 && texts.size() < 100) {
        texts.push_back(payload);
    }
    return true;
}

}  // namespace bw::test
