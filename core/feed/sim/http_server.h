// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QHostAddress>
#include <QObject>
#include <QString>
#include <QTcpServer>
#include <QUrlQuery>
#include <functional>
#include <utility>
#include <vector>

#include "core/model/result.h"

class QTcpSocket;

namespace bw::sim {

struct HttpReply {
    int status = 200;
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    int delay_ms = 0;  // the line answers nothing else meanwhile
};

/// A small HTTP/1.1 server for GET, and for POST of up to 64 KiB where asked: keep-alive, pipelined requests in order,
/// request heads up to 16 KiB, 64 lines at a time (one more is closed at once). Lives on the demo thread.
class HttpServer : public QObject {
    Q_OBJECT
public:
    using Handler = std::function<HttpReply(const QString& path, const QUrlQuery& query)>;

    using PostHandler = std::function<HttpReply(const QString& path, const QByteArray& body)>;

    explicit HttpServer(Handler handler, QObject* parent = nullptr);
    /// Without one a POST is answered with 405.
    void setPost(PostHandler post) { m_post = std::move(post); }
    ~HttpServer() override;
    /// errors: PortInUse, Connect
    [[nodiscard]] Status listen(const QHostAddress& host, quint16 port);
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    void accept();
    void read(QTcpSocket* socket);
    /// False: the line ends, or waits for the rest of a body or for a delayed reply.
    [[nodiscard]] bool answer(QTcpSocket* socket, const QByteArray& head);
    [[nodiscard]] bool deliver(QTcpSocket* socket, const HttpReply& reply, bool keeps_alive);
    void refuse(QTcpSocket* socket, int status);

    Handler m_handler;
    PostHandler m_post;
    QTcpServer m_server;
    int m_lines = 0;
};

}  // namespace bw::sim
