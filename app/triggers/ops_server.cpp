// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/triggers/ops_server.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSemaphore>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>
#include <array>
#include <chrono>

#include "app/triggers/http_token.h"

namespace bw::app {
namespace {

using namespace std::chrono_literals;

constexpr qsizetype kLinesMax = 16;
constexpr auto kLineTime = 5000ms, kTripTime = 100ms, kLinger = 200ms;
constexpr int kReasonMax = 400;
const QByteArray kKillPath = QByteArrayLiteral("/api/v1/kill");

struct Refusal {
    int status;
    const char* phrase;
    const char* code;
    const char* detail;
};
constexpr std::array kRefusals{
    Refusal{400, "Bad Request", "E_HTTP_REQUEST", "not a request this server reads"},
    Refusal{401, "Unauthorized", "E_HTTP_TOKEN", "send `Authorization: Bearer <token>`; the token is in ops.http.token_file"},
    Refusal{403, "Forbidden", "E_HTTP_HOST", "this server serves programs on this machine: no web pages, no other host name"},
    Refusal{404, "Not Found", "E_HTTP_PATH", "there is /api/v1/kill"},
    Refusal{405, "Method Not Allowed", "E_HTTP_METHOD", "POST engages, GET shows the state; a reset is `bellwether kill --reset`"},
    Refusal{411, "Length Required", "E_HTTP_LENGTH", "send Content-Length"},
    Refusal{413, "Content Too Large", "E_HTTP_SIZE", "a body has at most 4096 bytes"},
    Refusal{415, "Unsupported Media Type", "E_HTTP_TYPE", "send Content-Type: application/json"},
    Refusal{431, "Request Header Fields Too Large", "E_HTTP_SIZE", "a head has at most 8192 bytes"},
    Refusal{505, "HTTP Version Not Supported", "E_HTTP_REQUEST", "HTTP/1.1 or HTTP/1.0"},
};

QByteArray phraseOf(int status) {
    for (const Refusal& refusal : kRefusals)
        if (refusal.status == status) return refusal.phrase;
    return status == 202 ? "Accepted" : "OK";
}

OpsAnswer refuse(int status, const QString& detail) {
    OpsAnswer answer = refuseOps(status);
    answer.body.insert(QStringLiteral("detail"), detail);
    return answer;
}

bool isLoopbackHost(QByteArray host) {
    const qsizetype port = host.lastIndexOf(':');
    if (port > host.lastIndexOf(']')) host.truncate(port);
    return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

bool isBearer(const QByteArray& authorization, const std::string& token) {
    if (authorization.left(7).toLower() != "bearer ") return false;
    const QByteArray given = authorization.mid(7).trimmed();
    return sameSecret({given.constData(), static_cast<std::size_t>(given.size())}, token);
}

OpsAnswer engage(const HttpRequest& request, const KillPort& port) {
    const QByteArray type = request.header("content-type").split(';').front().trimmed().toLower();
    if (type != "application/json") return refuseOps(415);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &problem);
    if (!document.isObject()) return refuse(400, QStringLiteral("the body is not a JSON object"));
    const QJsonValue reason = document[QLatin1String("reason")], scope = document[QLatin1String("scope")];
    if (!reason.isString() || reason.toString().trimmed().isEmpty()) return refuse(400, QStringLiteral("\"reason\" is missing"));
    const std::string why = reason.toString().left(kReasonMax).toStdString();
    const std::string where = scope.isUndefined() ? "all" : scope.toString().toStdString();
    if (where != "all") {
        if (!port.halt_scope) return refuse(400, QStringLiteral("\"scope\": this engine stops all or nothing"));
        const Status halted = port.halt_scope(where, "http", why);
        if (!halted) return refuse(400, QString::fromStdString(halted.error().detail));
        OpsAnswer answer{202, port.status(), {}};
        answer.body.insert(QStringLiteral("scope"), scope);
        return answer;
    }
    const risk::LatchView before = port.view();
    const risk::Id128 trip = port.trip(Code::ManualHttp, "http", why);
    // The same id as before: it was stopped already, and by this view durably or as durably as it will be.
    const bool repeat = before.state == risk::LatchState::Halted && before.trip_id == trip;
    OpsAnswer answer{repeat ? 200 : 202, {}, repeat ? risk::Id128{} : trip};
    if (repeat) answer.body = port.status();
    return answer;
}

}  // namespace

OpsAnswer refuseOps(int status) {
    for (const Refusal& refusal : kRefusals)
        if (refusal.status == status)
            return {status,
                    {{QStringLiteral("ok"), false},
                     {QStringLiteral("code"), QString::fromLatin1(refusal.code)},
                     {QStringLiteral("detail"), QString::fromLatin1(refusal.detail)}},
                    {}};
    return refuseOps(400);
}

OpsAnswer answerOps(const HttpRequest& request, const std::string& token, const KillPort& port) {
    if (!isBearer(request.header("authorization"), token)) return refuseOps(401);
    if (request.headers.contains("origin") || !isLoopbackHost(request.header("host"))) return refuseOps(403);
    if (request.target.split('?').front() != kKillPath) return refuseOps(404);
    if (request.method == "GET") return {200, port.status(), {}};
    if (request.method != "POST") return refuseOps(405);
    return engage(request, port);
}

namespace {

/// One connection: one request, one answer. The ops thread.
class Line : public QObject {
    Q_OBJECT
public:
    Line(QTcpSocket* socket, const std::string& token, const KillPort& port, QObject* parent)
        : QObject(parent), m_socket(socket), m_token(token), m_port(port) {
        socket->setParent(this);
        connect(socket, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        m_poll.setInterval(2);
        connect(&m_poll, &QTimer::timeout, this, [this] { awaitTrip(); });
        QTimer::singleShot(kLineTime, this, [this] { m_socket->abort(); });
        read();
    }
    [[nodiscard]] bool isOver() const { return m_socket->state() == QAbstractSocket::UnconnectedState; }
    void drop() { m_socket->abort(); }

private:
    void read() {
        const QByteArray bytes = m_socket->read(HttpReader::kHeadMax + HttpReader::kBodyMax + 4);
        if (m_answered || bytes.isEmpty()) return;  // the rest of a refused request is read and forgotten
        const int state = m_reader.feed(bytes);
        if (state == HttpReader::kMore) return;
        m_answered = true;
        m_whole = state == HttpReader::kWhole;
        m_answer = m_whole ? answerOps(m_reader.request(), m_token, m_port) : refuseOps(state);
        if (m_answer.await_trip.none()) return write();
        QTimer::singleShot(kTripTime, this, [this] { if (m_poll.isActive()) write(); });
        m_poll.start();
        awaitTrip();
    }
    void awaitTrip() {
        const risk::LatchView view = m_port.view();
        if (view.trip_id == m_answer.await_trip && view.durable) write();
    }
    void write() {
        m_poll.stop();
        if (!m_answer.await_trip.none()) {
            m_answer.body = m_port.status();
            m_answer.body.insert(QStringLiteral("trip_id"), QString::fromStdString(m_answer.await_trip.text()));
        }
        const QByteArray body = QJsonDocument(m_answer.body).toJson(QJsonDocument::Compact) + '\n';
        m_socket->write("HTTP/1.1 " + QByteArray::number(m_answer.status) + ' ' + phraseOf(m_answer.status) +
                        "\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n" +
                        (m_answer.status == 401 ? "WWW-Authenticate: Bearer\r\n" : "") +
                        (m_answer.status == 405 ? "Allow: GET, POST\r\n" : "") +
                        "Connection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        if (m_whole) return m_socket->disconnectFromHost();
        // Bytes of the refused request may still come; closing on them at once would take the answer away from the peer.
        QTimer::singleShot(kLinger, this, [this] { m_socket->disconnectFromHost(); });
    }

    QTcpSocket* m_socket;
    const std::string& m_token;
    const KillPort& m_port;
    HttpReader m_reader;
    OpsAnswer m_answer;
    QTimer m_poll;
    bool m_answered = false, m_whole = false;
};

}  // namespace

/// Everything that lives on the thread is a local of run().
class OpsServer::Thread : public QThread {
public:
    Thread(OpsServer& owner, std::uint16_t tcp_port, std::string token)
        : m_owner(owner), m_tcp_port(tcp_port), m_token(std::move(token)) {
        setObjectName(QStringLiteral("ops"));
    }
    [[nodiscard]] Status waitStarted() {
        m_started.acquire();
        return m_status;
    }

private:
    void run() override {
        QTcpServer server;
        if (server.listen(QHostAddress::LocalHost, m_tcp_port)) {
            m_owner.m_tcp_port = server.serverPort();
        } else {
            const bool used = server.serverError() == QAbstractSocket::AddressInUseError;
            m_status = Error{used ? Code::PortInUse : Code::Connect, "ops.http",
                             "127.0.0.1:" + std::to_string(m_tcp_port) + ": " + server.errorString().toStdString()};
        }
        const bool listening = server.isListening();
        m_started.release();
        if (!listening) return;
        QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
            while (QTcpSocket* socket = server.nextPendingConnection()) {
                // Oldest first: idle lines must not keep a stop out.
                auto lines = server.findChildren<Line*>(QString(), Qt::FindDirectChildrenOnly);
                lines.removeIf([](const Line* line) { return line->isOver(); });
                if (lines.size() >= kLinesMax) lines.front()->drop();
                new Line(socket, m_token, m_owner.m_port, &server);
            }
        });
        QTimer beat;
        QObject::connect(&beat, &QTimer::timeout, &beat, [this] { m_owner.m_beats.fetch_add(1, std::memory_order_release); });
        beat.start(500);
        exec();
    }

    OpsServer& m_owner;
    const std::uint16_t m_tcp_port;
    const std::string m_token;
    QSemaphore m_started;
    Status m_status = Done{};
};

OpsServer::OpsServer(KillPort port) : m_port(std::move(port)) {}

OpsServer::~OpsServer() {
    if (!m_thread) return;
    m_thread->quit();
    m_thread->wait();
}

Status OpsServer::start(std::uint16_t tcp_port, std::string token) {
    m_thread = std::make_unique<Thread>(*this, tcp_port, std::move(token));
    m_thread->start();
    return m_thread->waitStarted();
}

}  // namespace bw::app

#include "ops_server.moc"
