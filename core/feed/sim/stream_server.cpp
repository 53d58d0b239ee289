// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/stream_server.h"

#include <sys/socket.h>

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>
#include <algorithm>
#include <optional>

#include "core/feed/sim/text.h"

namespace bw::sim {
namespace {

constexpr quint64 kIncomingMax = 256 * 1024;
constexpr qint64 kSpotPingMs = 20'000, kUsdmPingMs = 180'000;

/// Ms of a clock that only this server reads.
qint64 clockMs() {
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

std::optional<Stream> streamFromSuffix(std::string_view suffix) {
    for (int i = 0; i < kStreamCount; ++i)
        if (streamSuffix(static_cast<Stream>(i)) == suffix) return static_cast<Stream>(i);
    return std::nullopt;
}

QString toText(const QJsonObject& object) {
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString refusal(const QString& why, const QJsonValue& id) {
    QJsonObject error{{QStringLiteral("code"), 2},
                      {QStringLiteral("msg"), QString(QStringLiteral("Invalid request: ") + why)}};
    QJsonObject reply{{QStringLiteral("error"), error}};
    if (!id.isUndefined()) reply.insert(QStringLiteral("id"), id);
    return toText(reply);
}

}  // namespace

StreamServer::StreamServer(QObject* parent, qint64 line_age_ms)
    : QObject(parent),
      m_server(new QWebSocketServer(QStringLiteral("bellwether demo"), QWebSocketServer::NonSecureMode, this)),
      m_line_age_ms(line_age_ms) {
    connect(&m_tcp, &QTcpServer::newConnection, this, &StreamServer::acceptTcp);
    connect(m_server, &QWebSocketServer::newConnection, this, &StreamServer::accept);
    connect(&m_keep_alive, &QTimer::timeout, this, &StreamServer::keepAlive);
    m_keep_alive.start(500);
}

StreamServer::~StreamServer() {
    // The WebSockets go before the sockets below them, which are children of m_tcp.
    for (const auto& client : m_clients) {
        client->socket->disconnect(this);
        delete client->socket;
    }
    for (const auto& socket : m_dead) delete socket.data();
}

Status StreamServer::listen(const QHostAddress& host, quint16 port) {
    if (m_tcp.listen(host, port)) return Done{};
    const bool in_use = m_tcp.serverError() == QAbstractSocket::AddressInUseError;
    const std::string where = host.toString().toStdString() + ":" + std::to_string(port);
    return Error{in_use ? Code::PortInUse : Code::Connect, "sim.ws",
                 in_use ? where + " is in use: give another WebSocket port, or 0 for a free one"
                        : where + ": " + m_tcp.errorString().toStdString()};
}

bool StreamServer::isWanted(const SimInstrument& instrument, Stream stream) const {
    return (m_wanted >> bitOf(instrument, stream) & 1U) != 0;
}

void StreamServer::acceptTcp() {
    while (QTcpSocket* socket = m_tcp.nextPendingConnection()) {
        std::erase_if(m_shaking, [](const auto& shaking) { return shaking.isNull(); });
        if (m_clients.size() + m_shaking.size() >= kLinesMax) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        m_shaking.emplace_back(socket);
        m_server->handleConnection(socket);
    }
}

QPointer<QTcpSocket> StreamServer::tcpOf(const QWebSocket& socket) {
    for (auto it = m_shaking.begin(); it != m_shaking.end(); ++it) {
        if (it->isNull() || (*it)->peerPort() != socket.peerPort()) continue;
        const QPointer<QTcpSocket> tcp = *it;
        m_shaking.erase(it);
        return tcp;
    }
    return {};
}

void StreamServer::accept() {
    while (QWebSocket* socket = m_server->nextPendingConnection()) {
        socket->setParent(this);
        socket->setMaxAllowedIncomingMessageSize(kIncomingMax);
        const QUrl url = socket->requestUrl();
        const QString path = url.path();
        auto client = std::make_unique<Client>();
        client->socket = socket;
        client->tcp = tcpOf(*socket);
        client->opened_ms = client->pinged_ms = client->ponged_ms = clockMs();
        client->has_market_path = path == QLatin1String("/market/stream");
        client->venue = path == QLatin1String("/stream") ? Venue::Spot : Venue::Usdm;
        if (client->venue == Venue::Usdm && !client->has_market_path && path != QLatin1String("/public/stream")) {
            connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
            socket->close(QWebSocketProtocol::CloseCodePolicyViolated, QStringLiteral("no such path"));
            continue;
        }
        const QUrlQuery query(url);
        client->is_microseconds =
            query.queryItemValue(QStringLiteral("timeUnit")).toUpper() == QLatin1String("MICROSECOND");
        Client& added = *m_clients.emplace_back(std::move(client));
        connect(socket, &QWebSocket::textMessageReceived, this,
                [this, &added](const QString& text) { onText(added, text); });
        connect(socket, &QWebSocket::pong, this, [&added] { added.ponged_ms = clockMs(); });
        connect(socket, &QWebSocket::disconnected, this, [this, socket] { forget(socket); });
        const QString streams = query.queryItemValue(QStringLiteral("streams"));
        setNames(added, streams.isEmpty() ? QStringList() : streams.split(QLatin1Char('/'), Qt::SkipEmptyParts));
    }
}

void StreamServer::onText(Client& client, const QString& text) {
    client.socket->sendTextMessage(answer(client, text));
}

QString StreamServer::answer(Client& client, const QString& text) {
    const QJsonObject request = QJsonDocument::fromJson(text.toUtf8()).object();
    const QJsonValue id = request.value(QStringLiteral("id"));
    const QString method = request.value(QStringLiteral("method")).toString();
    QStringList names = client.names;
    if (method == QLatin1String("LIST_SUBSCRIPTIONS")) {
        return toText({{QStringLiteral("result"), QJsonArray::fromStringList(names)}, {QStringLiteral("id"), id}});
    }
    const bool adds = method == QLatin1String("SUBSCRIBE");
    if (!adds && method != QLatin1String("UNSUBSCRIBE")) return refusal(QStringLiteral("unknown method"), id);
    if (id.isUndefined()) return refusal(QStringLiteral("id is missing"), id);
    const QJsonArray params = request.value(QStringLiteral("params")).toArray();
    if (params.isEmpty()) return refusal(QStringLiteral("params is missing"), id);
    for (const QJsonValue& param : params) {
        const QString name = param.toString();
        if (!adds)
            names.removeAll(name);
        else if (!names.contains(name))
            names.append(name);
    }
    if (names.size() > kNamesMax) return refusal(QStringLiteral("too many streams"), id);
    setNames(client, names);
    return toText({{QStringLiteral("result"), QJsonValue::Null}, {QStringLiteral("id"), id}});
}

void StreamServer::setNames(Client& client, const QStringList& names) {
    client.names = names;
    client.streams = 0;
    for (const QString& name : names) {
        const std::string text = name.toStdString();
        const std::size_t at = text.find('@');
        if (at == std::string::npos) continue;
        const SimInstrument* instrument = findByStream(client.venue, std::string_view(text).substr(0, at));
        const std::optional<Stream> stream = streamFromSuffix(std::string_view(text).substr(at + 1));
        if (instrument == nullptr || !stream || !hasStream(client.venue, *stream)) continue;
        // On usdm a name on the wrong entry point is acknowledged and stays silent, as at the venue.
        if (client.venue == Venue::Usdm && client.has_market_path != isMarketEntry(*stream)) continue;
        client.streams |= std::uint64_t{1} << bitOf(*instrument, *stream);
    }
    recount();
}

void StreamServer::recount() {
    m_wanted = 0;
    m_microsecond_lines = 0;
    for (const auto& client : m_clients) {
        m_wanted |= client->streams;
        m_microsecond_lines += client->is_microseconds ? 1 : 0;
    }
}

void StreamServer::send(const SimInstrument& instrument, Stream stream, const WireMessage& message) {
    const std::size_t bit = bitOf(instrument, stream);
    QString text, text_us;
    for (const auto& client : m_clients) {
        if ((client->streams >> bit & 1U) == 0) continue;
        if (client->socket->bytesToWrite() > kUnsentMax) {
            client->streams = 0;  // disconnected() comes through the event loop
            ++m_slow_closed;
            cut(*client);
            continue;
        }
        const bool is_us = client->is_microseconds && !message.text_us.empty();
        QString& out = is_us ? text_us : text;
        const std::string& raw = is_us ? message.text_us : message.text;
        ++m_sent[bit];
        if (m_is_slow && client->tcp) {
            sendByBytes(*client->tcp, raw);
            continue;
        }
        if (out.isEmpty()) out = QString::fromLatin1(raw.data(), static_cast<qsizetype>(raw.size()));
        client->socket->sendTextMessage(out);
    }
}

/// One text frame as RFC 6455 5.2 has it, unmasked, each byte handed to the system alone.
void StreamServer::sendByBytes(QTcpSocket& tcp, const std::string& text) {
    std::string frame("\x81");
    const std::uint64_t size = text.size();
    const int length_bytes = size < 126 ? 0 : size < 65'536 ? 2 : 8;
    frame += static_cast<char>(length_bytes == 0 ? size : length_bytes == 2 ? 126U : 127U);
    for (int i = length_bytes - 1; i >= 0; --i) frame += static_cast<char>(size >> (8 * i) & 0xff);
    frame += text;
    tcp.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (const char byte : frame) {
        tcp.write(&byte, 1);
        tcp.flush();
    }
}

void StreamServer::cut(Client& client) {
    QMetaObject::invokeMethod(
        client.socket, [socket = client.socket] { socket->abort(); }, Qt::QueuedConnection);
}

void StreamServer::disconnectAll(int code) {
    std::vector<std::pair<QWebSocket*, QPointer<QTcpSocket>>> sockets;  // closing changes m_clients
    for (const auto& client : m_clients) sockets.emplace_back(client->socket, client->tcp);
    for (const auto& [socket, tcp] : sockets) {
        if (code == Fault::kReset && tcp) {
            const linger now{1, 0};  // the close that follows is an RST
            ::setsockopt(static_cast<int>(tcp->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
        if (code == 1006 || code == Fault::kReset)
            socket->abort();
        else
            socket->close(static_cast<QWebSocketProtocol::CloseCode>(code));
    }
}

void StreamServer::halfOpenAll() {
    for (const auto& client : m_clients) {
        client->socket->disconnect(this);
        if (client->tcp) {
            client->tcp->setReadBufferSize(1);
            client->tcp->blockSignals(true);  // what comes is neither read nor answered, not even a ping or a close
        }
        m_dead.emplace_back(client->socket);
    }
    m_clients.clear();
    recount();
    while (m_dead.size() > kLinesMax) {
        delete m_dead.front().data();
        m_dead.erase(m_dead.begin());
    }
}

void StreamServer::announceShutdown(std::int64_t time_ms, int close_after_ms) {
    std::string text = R"({"e":"serverShutdown","E":)";
    appendInt(text, time_ms);
    text += '}';
    for (const auto& client : m_clients) {
        client->socket->sendTextMessage(QString::fromStdString(text));
        QTimer::singleShot(close_after_ms, client->socket, [socket = client->socket] {
            socket->close(QWebSocketProtocol::CloseCodeGoingAway);
        });
    }
}

void StreamServer::keepAlive() {
    const qint64 now_ms = clockMs();
    for (const auto& client : m_clients) {
        const qint64 each_ms = client->venue == Venue::Spot ? kSpotPingMs : kUsdmPingMs;
        if (now_ms - client->opened_ms >= m_line_age_ms) {
            QMetaObject::invokeMethod(
                client->socket, [socket = client->socket] { socket->close(QWebSocketProtocol::CloseCodeGoingAway); },
                Qt::QueuedConnection);
        } else if (now_ms - client->ponged_ms > 3 * each_ms) {
            cut(*client);
        } else if (now_ms - client->pinged_ms >= each_ms) {
            client->pinged_ms = now_ms;
            client->socket->ping();
        }
    }
}

void StreamServer::forget(QWebSocket* socket) {
    std::erase_if(m_clients, [socket](const auto& client) { return client->socket == socket; });
    socket->deleteLater();
    recount();
}

}  // namespace bw::sim
