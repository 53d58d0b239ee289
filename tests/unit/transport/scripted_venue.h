// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>
#include <functional>
#include <vector>

namespace bw::feed {

/// The WebSocket half of a venue on a real loopback socket: acknowledges subscriptions and does what the test says.
class ScriptedStream : public QObject {
public:
    ScriptedStream() : m_server(QStringLiteral("venue"), QWebSocketServer::NonSecureMode) {
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] { accept(); });
    }
    bool listen(quint16 port = 0) { return m_server.listen(QHostAddress::LocalHost, port); }
    void closeServer() { m_server.close(); }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] std::string url() const {
        return "ws://127.0.0.1:" + std::to_string(m_server.serverPort()) + "/public/stream";
    }
    [[nodiscard]] QWebSocket* client() const { return m_client; }
    [[nodiscard]] int accepted() const { return m_accepted; }
    void send(const QString& text) { m_client->sendTextMessage(text); }

    std::vector<QJsonObject> commands;  // everything the client asked, in order
    QStringList texts;                  // the same as it came
    bool acknowledge = true;
    std::function<QString(const QJsonObject& command)> answer;  // instead of the acknowledgement; empty: nothing

private:
    void accept() {
        m_client = m_server.nextPendingConnection();
        m_client->setParent(this);
        ++m_accepted;
        connect(m_client, &QWebSocket::textMessageReceived, this, [this, client = m_client](const QString& text) {
            commands.push_back(QJsonDocument::fromJson(text.toUtf8()).object());
            texts << text;
            if (answer) {
                if (const QString reply = answer(commands.back()); !reply.isEmpty()) client->sendTextMessage(reply);
            } else if (acknowledge)
                client->sendTextMessage(QStringLiteral("{\"result\":null,\"id\":%1}")
                                            .arg(commands.back()[QLatin1String("id")].toInteger()));
        });
    }
    QWebSocketServer m_server;
    QPointer<QWebSocket> m_client;
    int m_accepted = 0;
};

/// The REST half: answers each GET with what `respond` says; counts by path. Enough HTTP for one client.
class ScriptedRest : public QObject {
public:
    struct Answer {
        int status = 200;
        QByteArray body = "{}";
        QByteArray headers;   // whole lines, each with its "\r\n"
        bool silent = false;  // accepts the request and says nothing
    };
    ScriptedRest() {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* const socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }
    bool listen(quint16 port = 0) { return m_server.listen(QHostAddress::LocalHost, port); }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()); }

    std::function<Answer(const QByteArray& path)> respond = [](const QByteArray&) { return Answer{}; };
    QList<QByteArray> paths;  // in order of arrival
    QList<QByteArray> heads;  // the whole requests

private:
    void read(QTcpSocket* socket) {
        QByteArray& buffer = m_buffers[socket];
        buffer += socket->readAll();
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0) return;
        const QByteArray path = buffer.split(' ').value(1);
        heads.push_back(buffer.left(end));
        m_buffers.remove(socket);
        paths.push_back(path);
        const Answer answer = respond(path);
        if (answer.silent) return;
        socket->write("HTTP/1.1 " + QByteArray::number(answer.status) + " Scripted\r\nConnection: close\r\n" +
                      "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n" + answer.headers + "\r\n" +
                      answer.body);
        socket->disconnectFromHost();
    }
    QTcpServer m_server;
    QHash<QTcpSocket*, QByteArray> m_buffers;
};

}  // namespace bw::feed
