// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

namespace bw::test {

/// A SOCKS5 server (RFC 1928) that takes every destination for `port` of 127.0.0.1 and remembers what it was asked for.
/// No authentication. Main thread.
class SocksProxy : public QObject {
public:
    explicit SocksProxy(quint16 to_port) : m_to_port(to_port) {
        connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(m_server.nextPendingConnection()); });
    }
    bool listen() { return m_server.listen(QHostAddress::LocalHost); }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

    QList<QByteArray> names;  // asked for by name
    int addresses = 0;        // asked for by address: somebody looked the name up before

private:
    void accept(QTcpSocket* client) {
        auto* const venue = new QTcpSocket(client);
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        connect(venue, &QTcpSocket::connected, this,
                [client] { client->write(QByteArray::fromHex("05000001000000000000")); });
        connect(venue, &QTcpSocket::readyRead, this, [client, venue] { client->write(venue->readAll()); });
        connect(venue, &QTcpSocket::disconnected, this, [client] { client->disconnectFromHost(); });
        connect(client, &QTcpSocket::readyRead, this, [this, client, venue] { read(client, venue); });
    }
    void read(QTcpSocket* client, QTcpSocket* venue) {
        if (venue->state() == QAbstractSocket::ConnectedState) {
            venue->write(client->readAll());
            return;
        }
        const QByteArray ask = client->peek(512);
        if (ask.size() >= 3 && ask.size() <= 2 + ask[1] && ask[0] == 5) {  // the methods it offers
            client->readAll();
            client->write(QByteArray::fromHex("0500"));
            return;
        }
        if (ask.size() < 7 || ask[1] != 1) return;
        client->readAll();
        if (ask[3] == 3)
            names.push_back(ask.mid(5, static_cast<quint8>(ask[4])));
        else
            ++addresses;
        venue->connectToHost(QHostAddress(QHostAddress::LocalHost), m_to_port);
    }
    QTcpServer m_server;
    const quint16 m_to_port;
};

}  // namespace bw::test
