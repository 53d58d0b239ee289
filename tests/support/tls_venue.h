// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSslServer>
#include <QSslSocket>
#include <string>

#include "tests/support/test_ca.h"

namespace bw::test {

/// The 101 answer to the upgrade request in `request`.
[[nodiscard]] QByteArray webSocketAccept(const QByteArray& request);
/// One unmasked frame; `first` is the first byte, 0x81 for a whole text.
[[nodiscard]] QByteArray webSocketFrame(const QByteArray& payload, char first = '\x81');

/// WebSocket and REST of a venue behind one TLS port of 127.0.0.1. An upgrade is accepted and followed at once by one
/// data frame; any other GET is answered with `body`. Main thread.
class TlsVenue : public QObject {
public:
    TlsVenue();
    ~TlsVenue() override;
    /// `chain` goes out behind the leaf. Takes effect for the next connection.
    void setCertificate(const TestCa::Cert& leaf, const QList<TestCa::Cert>& chain = {});
    bool listen();
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] std::string authority(const char* host = "127.0.0.1") const {
        return std::string(host) + ":" + std::to_string(port());
    }
    void cut();  // ends every connection

    QByteArray data = "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":1}}";
    QByteArray body = "{}";
    QByteArray redirect_to;  // not empty: every request is answered 301 to it
    int encrypted = 0;       // handshakes that were completed
    QList<QByteArray> requests;

private:
    void read(QSslSocket* socket);
    QSslServer m_server;
    QHash<QSslSocket*, QByteArray> m_unread;
};

}  // namespace bw::test
