// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/http_server.h"

#include <QList>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

namespace bw::sim {
namespace {

constexpr qsizetype kHeadMax = 16 * 1024;
constexpr int kLinesMax = 64;
constexpr qint64 kBodyMax = 64 * 1024;
constexpr const char* kWaits = "waits";  // property of a line with a delayed reply

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
        case 413:
            return QByteArrayLiteral("Payload Too Large");
        case 429:
            return QByteArrayLiteral("Too Many Requests");
        case 503:
            return QByteArrayLiteral("Service Unavailable");
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
    while (socket->state() == QAbstractSocket::ConnectedState && !socket->property(kWaits).toBool()) {
        const QByteArray seen = socket->peek(kHeadMax);
        const qsizetype end = seen.indexOf("\r\n\r\n");
        if (end < 0) {
            if (seen.size() >= kHeadMax) refuse(socket, 431);
            return;
        }
        if (!answer(socket, seen.left(end + 4))) return;
    }
}

void HttpServer::refuse(QTcpSocket* socket, int status) {
    write(socket, {status, QByteArrayLiteral("{}"), {}}, /*keeps_alive=*/false);
    socket->disconnectFromHost();
}

bool HttpServer::deliver(QTcpSocket* socket, const HttpReply& reply, bool keeps_alive) {
    if (reply.delay_ms > 0) {
        socket->setProperty(kWaits, true);
        HttpReply later = reply;
        later.delay_ms = 0;
        QTimer::singleShot(reply.delay_ms, socket, [this, socket, later, keeps_alive] {
            socket->setProperty(kWaits, false);
            if (deliver(socket, later, keeps_alive)) read(socket);
        });
        return false;
    }
    write(socket, reply, keeps_alive);
    if (!keeps_alive) socket->disconnectFromHost();
    return keeps_alive;
}

bool HttpServer::answer(QTcpSocket* socket, const QByteArray& head) {
    const QList<QByteArray> request = head.left(head.indexOf("\r\n")).split(' ');
    const QByteArray lower = head.toLower();
    if (request.size() != 3 || !request[2].startsWith("HTTP/1.")) {
        refuse(socket, 400);
        return false;
    }
    const bool is_post = request[0] == "POST" && m_post;
    if (request[0] != "GET" && !is_post) {
        refuse(socket, 405);
        return false;
    }
    const bool keeps_alive = request[2] == "HTTP/1.1" && !lower.contains("\r\nconnection: close\r\n");
    const QUrl target = QUrl::fromEncoded(request[1]);
    if (!is_post) {
        socket->skip(head.size());
        return deliver(socket, m_handler(target.path(), QUrlQuery(target)), keeps_alive);
    }
    const qsizetype at = lower.indexOf("\r\ncontent-length:");
    bool is_number = false;
    const qint64 length = at < 0 ? -1 : lower.mid(at + 17, lower.indexOf("\r\n", at + 2) - at - 17).trimmed().toLongLong(&is_number);
    if (!is_number || length < 0 || length > kBodyMax) {
        refuse(socket, 413);
        return false;
    }
    if (socket->bytesAvailable() < head.size() + length) return false;  // the rest comes
    socket->skip(head.size());
    return deliver(socket, m_post(target.path(), socket->read(length)), keeps_alive);
}

}  // namespace bw::sim
