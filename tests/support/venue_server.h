// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <string>

#include "tests/support/test_ca.h"

namespace bw::test {

/// The 101 answer to the upgrade request in `request`.
[[nodiscard]] QByteArray webSocketAccept(const QByteArray& request);
/// One unmasked frame; `first` is the first byte, 0x81 for a whole text.
[[nodiscard]] QByteArray webSocketFrame(const QByteArray& payload, char first = '\x81');

/// WebSocket and REST of a venue behind one port of 127.0.0.1, with TLS once it has a certificate. An upgrade is
/// accepted and followed at once by one data frame; any other GET is answered with `body`. Main thread.
class VenueServer : public QObject {
public:
    VenueServer();
    ~VenueServer() override;
    /// `chain` goes out behind the leaf. Takes effect for the next connection.
    void setCertificate(const TestCa::Cert& leaf, const QList<TestCa::Cert>& chain = {});
    bool listen();
    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    [[nodiscard]] std::string authority(const char* host = "127.0.0.1") const {
        return std::string(host) + ":" + std::to_string(port());
    }
    void cut();  // ends every connection

    QByteArray data = "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":1}}";
    QByteArray body = "{}";
    QByteArray redirect_to;                               // not empty: every request is answered 301 to it
    std::function<int(const QHostAddress& peer)> refuse;  // the status of the refusal, 0 to serve it
    int accepted = 0;                                     // connections, with TLS those that are encrypted
    QList<QByteArray> requests;
    QList<QHostAddress> served;  // the peer of each request that was not refused

private:
    void watch(QTcpServer& server);
    void read(QTcpSocket* socket);
    QSslServer m_tls;
    QTcpServer m_plain;
    QTcpServer* m_server = &m_plain;
    QHash<QTcpSocket*, QByteArray> m_unread;
};

}  // namespace bw::test
