// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <string>

namespace bw::test {

/// A WebSocket server that writes whatever bytes the test wants, on a real loopback socket. It never closes by itself.
/// Main thread.
class RawPeer : public QObject {
public:
    RawPeer();
    ~RawPeer() override;
    bool listen(const QHostAddress& address = QHostAddress::LocalHost) { return m_server.listen(address); }
    [[nodiscard]] std::string url() const;
    void flood(std::function<QByteArray()> pieces);  // sets `more` and begins if the client is there

    /// The answer to the upgrade request; without one the request is accepted.
    QByteArray handshake;
    QByteArray after;                  // follows the answer
    std::function<QByteArray()> more;  // then, each time the last piece left; an empty piece ends it. Bounds our memory

    int connections = 0, pings_answered = 0;
    qint64 written = 0;              // bytes the kernel took
    QList<int> close_codes;          // of the close frames the client sent; 1005 without a code
    QList<QByteArray> pongs, texts;  // payloads the client sent

private:
    void read();
    void push();
    bool takeFrame();
    QTcpServer m_server;
    QPointer<QTcpSocket> m_client;
    QByteArray m_unread;
    bool m_upgraded = false;
};

}  // namespace bw::test
