// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/venue_server.h"

#include <QCryptographicHash>
#include <QSslKey>
#include <QtEndian>

namespace bw::test {

QByteArray webSocketAccept(const QByteArray& request) {
    QByteArray key;
    for (const QByteArray& line : request.split('\n'))
        if (line.toLower().startsWith("sec-websocket-key:")) key = line.mid(18).trimmed();
    key += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const QByteArray accept = QCryptographicHash::hash(key, QCryptographicHash::Sha1).toBase64();
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           accept + "\r\n\r\n";
}

QByteArray webSocketFrame(const QByteArray& payload, char first) {
    QByteArray frame(1, first);
    const auto size = static_cast<quint64>(payload.size());
    if (size < 126) {
        frame += static_cast<char>(size);
    } else if (size <= 0xFFFF) {
        frame += char(126);
        const quint16 big = qToBigEndian(static_cast<quint16>(size));
        frame.append(reinterpret_cast<const char*>(&big), 2);
    } else {
        frame += char(127);
        const quint64 big = qToBigEndian(size);
        frame.append(reinterpret_cast<const char*>(&big), 8);
    }
    return frame + payload;
}

VenueServer::VenueServer() {
    watch(m_tls);
    watch(m_plain);
}

void VenueServer::watch(QTcpServer& server) {
    connect(&server, &QTcpServer::pendingConnectionAvailable, this, [this, &server] {
        QTcpSocket* const socket = server.nextPendingConnection();
        ++accepted;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_unread.remove(socket);
            socket->deleteLater();
        });
        m_unread.insert(socket, {});
        read(socket);
    });
}

VenueServer::~VenueServer() {
    const QList<QTcpSocket*> open = m_unread.keys();
    for (QTcpSocket* const socket : open) socket->disconnect(this);
}

void VenueServer::setCertificate(const TestCa::Cert& leaf, const QList<TestCa::Cert>& chain) {
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QList<QSslCertificate> certificates = QSslCertificate::fromData(leaf.cert());
    for (const TestCa::Cert& cert : chain) certificates += QSslCertificate::fromData(cert.cert());
    tls.setLocalCertificateChain(certificates);
    const QByteArray key = leaf.key();
    const bool rsa = certificates.value(0).publicKey().algorithm() == QSsl::Rsa;
    tls.setPrivateKey(QSslKey(key, rsa ? QSsl::Rsa : QSsl::Ec));
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_tls.setSslConfiguration(tls);
    m_server = &m_tls;
}

bool VenueServer::listen() {
    return m_server->listen(QHostAddress::LocalHost);
}

void VenueServer::cut() {
    const QList<QTcpSocket*> open = m_unread.keys();
    for (QTcpSocket* const socket : open) socket->abort();
}

void VenueServer::read(QTcpSocket* socket) {
    QByteArray& unread = m_unread[socket];
    unread += socket->readAll();
    const qsizetype end = unread.indexOf("\r\n\r\n");
    if (end < 0) return;
    const QByteArray request = unread.left(end + 4);
    unread.remove(0, end + 4);
    if (!request.startsWith("GET ")) return;  // frames of the client
    requests.push_back(request);
    const int refused = refuse ? refuse(socket->peerAddress()) : 0;
    if (refused == 0) served.push_back(socket->peerAddress());
    if (refused != 0) {
        socket->write("HTTP/1.1 " + QByteArray::number(refused) +
                      " Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        socket->disconnectFromHost();
    } else if (!redirect_to.isEmpty()) {
        socket->write("HTTP/1.1 301 Moved Permanently\r\nConnection: close\r\nContent-Length: 0\r\nLocation: " +
                      redirect_to + "\r\n\r\n");
        socket->disconnectFromHost();
    } else if (request.toLower().contains("upgrade: websocket")) {
        socket->write(webSocketAccept(request) + webSocketFrame(data));
    } else {
        socket->write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
                      "\r\n\r\n" + body);
        socket->disconnectFromHost();
    }
}

}  // namespace bw::test
