// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTcpServer>
#include <QTcpSocket>
#include <string>

namespace bw::test {

/// A TCP line in between that can stop reading from the far side: the sender then stands before a full line, as with a
/// subscriber that hangs. One connection. Needs an event loop.
class SlowLink {
public:
    explicit SlowLink(std::uint16_t to_port) : m_to_port(to_port) {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    }
    [[nodiscard]] std::string endpoint() const { return "tcp://127.0.0.1:" + std::to_string(m_server.serverPort()); }
    void setStalled(bool stalled) {
        m_stalled = stalled;
        pump();
    }

private:
    static constexpr qint64 kHeldBytesMax = 4'096;  // while stalled; the rest stays in the system, which is small too

    void accept() {
        m_near = m_server.nextPendingConnection();
        m_far.setReadBufferSize(kHeldBytesMax);
        m_far.connectToHost(QHostAddress::LocalHost, m_to_port);
        m_far.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4'096);
        QObject::connect(m_near, &QTcpSocket::readyRead, &m_far, [this] { m_far.write(m_near->readAll()); });
        QObject::connect(&m_far, &QTcpSocket::readyRead, m_near, [this] { pump(); });
    }
    void pump() {
        if (!m_stalled && m_near != nullptr) m_near->write(m_far.readAll());
    }

    QTcpServer m_server;
    QTcpSocket m_far;
    QTcpSocket* m_near = nullptr;  // the server's child
    const std::uint16_t m_to_port;
    bool m_stalled = false;
};

}  // namespace bw::test
