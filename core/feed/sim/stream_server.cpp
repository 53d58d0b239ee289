// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/stream_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>
#include <algorithm>
#include <optional>

namespace bw::sim {
namespace {

constexpr quint64 kIncomingMax = 256 * 1024;

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

StreamServer::StreamServer(QObject* parent)
    : QObject(parent),
      m_server(new QWebSocketServer(QStringLiteral("bellwether demo"), QWebSocketServer::NonSecureMode, this)) {
    connect(m_server, &QWebSocketServer::newConnection, this, &StreamServer::accept);
}

StreamServer::~StreamServer() {
    for (const auto& client : m_clients) client->socket->disconnect(this);
}

Status StreamServer::listen(const QHostAddress& host, quint16 port) {
    if (m_server->listen(host, port)) return Done{};
    // The WebSocket server does not say why; a plain one on the same port does.
    QTcpServer probe;
    const bool in_use = !probe.listen(host, port) && probe.serverError() == QAbstractSocket::AddressInUseError;
    const std::string where = host.toString().toStdString() + ":" + std::to_string(port);
    return Error{in_use ? Code::PortInUse : Code::Connect, "sim.ws",
                 in_use ? where + " is in use: give another WebSocket port, or 0 for a free one"
                        : where + ": " + m_server->errorString().toStdString()};
}

quint16 StreamServer::port() const {
    return m_server->serverPort();
}

bool StreamServer::isWanted(const SimInstrument& instrument, Stream stream) const {
    return (m_wanted >> bitOf(instrument, stream) & 1U) != 0;
}

void StreamServer::accept() {
    while (QWebSocket* socket = m_server->nextPendingConnection()) {
        socket->setParent(this);
        socket->setMaxAllowedIncomingMessageSize(kIncomingMax);
        const QUrl url = socket->requestUrl();
        const QString path = url.path();
        auto client = std::make_unique<Client>();
        client->socket = socket;
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
        if (instrument == nullptr || !stream) continue;
        // On usdm a name on the wrong entry point is acknowledged and stays silent, as at the venue.
        if (client.venue == Venue::Usdm && client.has_market_path != (*stream == Stream::Kline)) continue;
        client.streams |= 1U << bitOf(*instrument, *stream);
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
            QMetaObject::invokeMethod(
                client->socket, [socket = client->socket] { socket->abort(); }, Qt::QueuedConnection);
            continue;
        }
        const bool is_us = client->is_microseconds && !message.text_us.empty();
        QString& out = is_us ? text_us : text;
        const std::string& raw = is_us ? message.text_us : message.text;
        if (out.isEmpty()) out = QString::fromLatin1(raw.data(), static_cast<qsizetype>(raw.size()));
        client->socket->sendTextMessage(out);
        ++m_sent[bit];
    }
}

void StreamServer::disconnectAll(int code) {
    std::vector<QWebSocket*> sockets;  // closing changes m_clients
    for (const auto& client : m_clients) sockets.push_back(client->socket);
    for (QWebSocket* socket : sockets) {
        if (code == 1006)
            socket->abort();
        else
            socket->close(static_cast<QWebSocketProtocol::CloseCode>(code));
    }
}

void StreamServer::forget(QWebSocket* socket) {
    std::erase_if(m_clients, [socket](const auto& client) { return client->socket == socket; });
    socket->deleteLater();
    recount();
}

}  // namespace bw::sim
