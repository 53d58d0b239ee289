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
};

/// A small HTTP/1.1 server for GET: keep-alive, pipelined requests in order, request heads up to 16 KiB, 64 lines at a
/// time (one more is closed at once). Lives on the demo thread.
class HttpServer : public QObject {
    Q_OBJECT
public:
    using Handler = std::function<HttpReply(const QString& path, const QUrlQuery& query)>;

    explicit HttpServer(Handler handler, QObject* parent = nullptr);
    ~HttpServer() override;
    /// errors: PortInUse, Connect
    [[nodiscard]] Status listen(const QHostAddress& host, quint16 port);
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    void accept();
    void read(QTcpSocket* socket);
    [[nodiscard]] bool answer(QTcpSocket* socket, const QByteArray& head);

    Handler m_handler;
    QTcpServer m_server;
    int m_lines = 0;
};

}  // namespace bw::sim
