// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tls_venue.h"

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

TlsVenue::TlsVenue() {
    connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, [this] {
        auto* const socket = qobject_cast<QSslSocket*>(m_server.nextPendingConnection());
        ++encrypted;
        connect(socket, &QSslSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QSslSocket::disconnected, this, [this, socket] {
            m_unread.remove(socket);
            socket->deleteLater();
        });
        m_unread.insert(socket, {});
        read(socket);
    });
}

TlsVenue::~TlsVenue() {
    const QList<QSslSocket*> open = m_unread.keys();
    for (QSslSocket* const socket : open) socket->disconnect(this);
}

void TlsVenue::setCertificate(const TestCa::Cert& leaf, const QList<TestCa::Cert>& chain) {
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QList<QSslCertificate> certificates = QSslCertificate::fromData(leaf.cert());
    for (const TestCa::Cert& cert : chain) certificates += QSslCertificate::fromData(cert.cert());
    tls.setLocalCertificateChain(certificates);
    const QByteArray key = leaf.key();
    const bool rsa = certificates.value(0).publicKey().algorithm() == QSsl::Rsa;
    tls.setPrivateKey(QSslKey(key, rsa ? QSsl::Rsa : QSsl::Ec));
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_server.setSslConfiguration(tls);
}

bool TlsVenue::listen() {
    return m_server.listen(QHostAddress::LocalHost);
}

void TlsVenue::cut() {
    const QList<QSslSocket*> open = m_unread.keys();
    for (QSslSocket* const socket : open) socket->abort();
}

void TlsVenue::read(QSslSocket* socket) {
    QByteArray& unread = m_unread[socket];
    unread += socket->readAll();
    const qsizetype end = unread.indexOf("\r\n\r\n");
    if (end < 0) return;
    const QByteArray request = unread.left(end + 4);
    unread.remove(0, end + 4);
    if (!request.startsWith("GET ")) return;  // frames of the client
    requests.push_back(request);
    if (!redirect_to.isEmpty()) {
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
