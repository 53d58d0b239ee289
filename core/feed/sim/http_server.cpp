// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/http_server.h"

#include <QList>
#include <QTcpSocket>
#include <QUrl>

namespace bw::sim {
namespace {

constexpr qsizetype kHeadMax = 16 * 1024;
constexpr int kLinesMax = 64;

QByteArray reason(int status) {
    switch (status) {
        case 200:
            return QByteArrayLiteral("OK");
        case 400:
            return QByteArrayLiteral("Bad Request");
        case 404:
            return QByteArrayLiteral("Not Found");
        case 405:
            return QByteArrayLiteral("Method Not Allowed");
        case 431:
            return QByteArrayLiteral("Request Header Fields Too Large");
        default:
            return QByteArrayLiteral("Status");
    }
}

void write(QTcpSocket* socket, const HttpReply& reply, bool keeps_alive) {
    QByteArray head = QByteArrayLiteral("HTTP/1.1 ") + QByteArray::number(reply.status) + ' ' + reason(reply.status) +
                      QByteArrayLiteral("\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: ") +
                      QByteArray::number(reply.body.size());
    for (const auto& [name, value] : reply.headers) head += QByteArrayLiteral("\r\n") + name + ": " + value;
    head += keeps_alive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
    socket->write(head + reply.body);
}

}  // namespace

HttpServer::HttpServer(Handler handler, QObject* parent) : QObject(parent), m_handler(std::move(handler)) {
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
}

HttpServer::~HttpServer() {
    // The sockets are children of m_server and die with it, after this object's own connections must be gone.
    const auto sockets = m_server.findChildren<QTcpSocket*>();
    for (QTcpSocket* socket : sockets) socket->disconnect(this);
}

Status HttpServer::listen(const QHostAddress& host, quint16 port) {
    if (m_server.listen(host, port)) return Done{};
    const bool in_use = m_server.serverError() == QAbstractSocket::AddressInUseError;
    const std::string where = host.toString().toStdString() + ":" + std::to_string(port);
    return Error{in_use ? Code::PortInUse : Code::Connect, "sim.rest",
                 in_use ? where + " is in use: give another REST port, or 0 for a free one"
                        : where + ": " + m_server.errorString().toStdString()};
}

void HttpServer::accept() {
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        if (m_lines >= kLinesMax) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_lines;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            --m_lines;
            socket->deleteLater();
        });
    }
}

void HttpServer::read(QTcpSocket* socket) {
    while (socket->state() == QAbstractSocket::ConnectedState) {
        const QByteArray seen = socket->peek(kHeadMax);
        const qsizetype end = seen.indexOf("\r\n\r\n");
        if (end < 0) {
            if (seen.size() < kHeadMax) return;
            write(socket, {431, QByteArrayLiteral("{}"), {}}, /*keeps_alive=*/false);
            socket->disconnectFromHost();
            return;
        }
        if (answer(socket, socket->read(end + 4))) continue;
        socket->disconnectFromHost();
        return;
    }
}

bool HttpServer::answer(QTcpSocket* socket, const QByteArray& head) {
    const QList<QByteArray> request = head.left(head.indexOf("\r\n")).split(' ');
    if (request.size() != 3 || !request[2].startsWith("HTTP/1.")) {
        write(socket, {400, QByteArrayLiteral("{}"), {}}, /*keeps_alive=*/false);
        return false;
    }
    if (request[0] != "GET") {
        write(socket, {405, QByteArrayLiteral("{}"), {}}, /*keeps_alive=*/false);
        return false;
    }
    const bool keeps_alive = request[2] == "HTTP/1.1" && !head.toLower().contains("\r\nconnection: close\r\n");
    const QUrl target = QUrl::fromEncoded(request[1]);
    write(socket, m_handler(target.path(), QUrlQuery(target)), keeps_alive);
    return keeps_alive;
}

}  // namespace bw::sim
