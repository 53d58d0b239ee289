// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/ws_connection.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QSslCipher>
#include <QString>
#include <QUrl>
#include <QWebSocket>
#include <algorithm>

#include "core/feed/transport/control_frame.h"

namespace bw::feed {
namespace {

/// Data of a combined stream bears its stream name; acknowledgements, errors and notices do not.
bool isData(std::string_view text) {
    return text.find("\"stream\"") != std::string_view::npos;
}

bool isRefusal(std::string_view text) {
    return text.find("\"error\"") != std::string_view::npos;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

WsConnection::WsConnection(NetShared& shared, Config config, std::shared_ptr<std::uint32_t> connections)
    : m_shared(shared),
      m_config(std::move(config)),
      m_host(QUrl(toQString(m_config.url)).host().toStdString()),
      m_secure(m_config.url.starts_with("wss:")),
      m_connections(std::move(connections)),
      m_state(m_config.policy, shared.clock.mono()) {
    m_row.source = m_config.line;
    m_row.endpoint = m_config.url;
    m_row.since = m_state.since();
    m_row_index = m_shared.board.add(m_row);
}

WsConnection::~WsConnection() {
    stop();
}

bool WsConnection::carries(const std::string& stream_name) const {
    return contains(m_config.streams, stream_name);
}

std::string WsConnection::sourceText() const {
    return m_config.line + "#" + std::to_string(m_state.isOpen() ? m_k : *m_connections + 1);
}

void WsConnection::emitControl(std::string_view text) {
    m_shared.queue.push(
        makeFrame(m_state.isOpen() ? m_control : makeSource(controlName(sourceText())), m_shared.clock, text));
}

void WsConnection::tick() {
    if (m_stopped) return;
    const MonoTime now = m_shared.clock.mono();
    switch (m_state.due(now)) {
        case LineState::Due::Attempt:
            if (m_shared.gate.take(m_host, now)) attempt(now);
            break;
        case LineState::Due::ConnectTimeout:
            dropSocket(/*abort=*/true);
            fail({Code::Timeout, "timeout", "no WebSocket handshake in time", 0});
            break;
        case LineState::Due::DataTimeout:
            fail({Code::Silent, "silent", "open, but no data came", 0});
            break;
        case LineState::Due::Silent:
            fail({Code::Silent, "silent", "no message for too long", 0});
            break;
        case LineState::Due::Stale:
        case LineState::Due::Nothing:
            break;
    }
    pump(now);
    publishRow();
}

void WsConnection::attempt(MonoTime now) {
    m_state.onAttempt(now);
    m_ssl_errors.clear();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setProxy(QNetworkProxy::NoProxy);  // never one that the desktop happens to set
    m_socket->setSslConfiguration(m_shared.tls.configuration());
    m_socket->setMaxAllowedIncomingFrameSize(kFrameBytesMax);
    m_socket->setMaxAllowedIncomingMessageSize(kMessageBytesMax);
    connect(m_socket, &QWebSocket::connected, this, [this] { onConnected(); });
    connect(m_socket, &QWebSocket::disconnected, this, [this] { onSocketDown(); });
    connect(m_socket, &QWebSocket::sslErrors, this, [this](const QList<QSslError>& errors) { m_ssl_errors += errors; });
    connect(m_socket, &QWebSocket::stateChanged, this, [this](QAbstractSocket::SocketState state) {
        // A handshake that fails does not always say "disconnected". Queued: the error text is set by then.
        if (state == QAbstractSocket::UnconnectedState)
            QMetaObject::invokeMethod(
                this,
                [this, socket = m_socket] {
                    if (socket == m_socket) onSocketDown();
                },
                Qt::QueuedConnection);
    });
    connect(m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        const QByteArray utf8 = text.toUtf8();
        onMessage({utf8.constData(), static_cast<std::size_t>(utf8.size())});
    });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& bytes) {
        onMessage({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    });
    m_socket->open(QUrl(toQString(m_config.url)));
}

void WsConnection::onConnected() {
    if (m_secure) {
        const Status pinned = m_shared.tls.check(m_host, m_socket->sslConfiguration().peerCertificate());
        if (!pinned) {
            dropSocket(/*abort=*/true);
            return fail(faultOfPin(pinned.error()));
        }
    }
    m_state.onOpen(m_shared.clock.mono());
    m_k = ++*m_connections;
    m_source = makeSource(sourceText());
    m_control = makeSource(controlName(*m_source));
    m_row.connects = m_k;
    m_to_unsubscribe.clear();
    m_to_subscribe = m_config.streams;
    m_last_sent = {};
    emitControl(
        ControlFrame("open").add("url", m_config.url).add("proxy", "").add("attempt", m_state.attempts()).text());
    pump(m_shared.clock.mono());
    publishRow();
}

void WsConnection::onMessage(std::string_view bytes) {
    Frame frame = makeFrame(m_source, m_shared.clock, bytes);
    const MonoTime now = frame.recv_mono;
    const bool data = isData(bytes);
    if (!data && isRefusal(bytes)) {
        m_row.error = Code::SubscribeRefused;
        m_row.detail = "subscribe_refused: " + shortText(toQString(bytes));
    }
    ++m_row.frames;
    m_row.bytes += bytes.size();
    m_shared.queue.push(std::move(frame));
    if (m_state.onMessage(now, data)) {
        m_row.error = Code::Ok;
        m_row.detail.clear();
        publishRow();
    }
}

void WsConnection::onSocketDown() {
    if (m_socket == nullptr) return;
    if (m_state.isOpen()) {
        endOpen(m_socket->closeCode(), "peer", shortText(m_socket->closeReason()));
        return;
    }
    const bool in_handshake = m_secure && m_socket->sslConfiguration().sessionCipher().isNull();
    const NetFault fault = faultOfSocket(m_socket->error(), m_socket->errorString(), m_ssl_errors, in_handshake);
    dropSocket(/*abort=*/false);
    fail(fault);
}

void WsConnection::endOpen(int code, const char* by, const std::string& reason) {
    emitControl(ControlFrame("close").add("code", code).add("by", by).add("reason", reason).text());
    dropSocket(/*abort=*/false);
    m_state.onDown(m_shared.clock.mono(), m_shared.random);
    const std::string detail = "closed by " + std::string(by) + ", code " + std::to_string(code);
    goDown({Code::PeerClose, "peer_close", reason.empty() ? detail : detail + ", " + reason, 0});
}

void WsConnection::fail(const NetFault& fault) {
    const bool was_open = m_state.isOpen();
    const std::string control = controlName(sourceText());
    const std::int64_t pause_ns =
        m_state.onDown(m_shared.clock.mono(), m_shared.random, m_state.pauseFor(fault.http_status));
    m_shared.queue.push(makeFrame(makeSource(control), m_shared.clock,
                                  ControlFrame("fail")
                                      .add("code", fault.word)
                                      .add("detail", fault.detail)
                                      .add("retry_ms", pause_ns / kNsPerMs)
                                      .text()));
    if (was_open) {
        m_shared.queue.push(
            makeFrame(makeSource(control), m_shared.clock,
                      ControlFrame("close").add("code", 1006).add("by", "self").add("reason", fault.word).text()));
        dropSocket(/*abort=*/true);
    }
    goDown(fault);
}

void WsConnection::goDown(const NetFault& fault) {
    m_row.error = fault.code;
    m_row.detail = fault.word + ": " + fault.detail;
    publishRow();
}

void WsConnection::dropSocket(bool abort) {
    if (m_socket == nullptr) return;
    m_socket->disconnect(this);
    if (abort) m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}

void WsConnection::resubscribe(const std::vector<std::string>& names) {
    if (!m_state.isOpen()) return;  // the next connection subscribes to everything anyway
    for (const std::string& name : names) {
        if (!carries(name) || contains(m_to_subscribe, name)) continue;
        m_to_unsubscribe.push_back(name);
        m_to_subscribe.push_back(name);
    }
    pump(m_shared.clock.mono());
}

void WsConnection::reconnect(const std::string& reason) {
    if (!m_state.isOpen()) return;
    QWebSocket* const socket = m_socket;
    endOpen(QWebSocketProtocol::CloseCodeNormal, "self", shortText(toQString(reason)));
    socket->close(QWebSocketProtocol::CloseCodeNormal);
}

void WsConnection::stop() {
    if (m_stopped) return;
    reconnect("stop");
    dropSocket(/*abort=*/true);
    m_stopped = true;
    if (m_state.state() != FeedState::Down) m_state.onDown(m_shared.clock.mono(), m_shared.random);
    publishRow();
}

void WsConnection::pump(MonoTime now) {
    if (!m_state.isOpen() || (m_last_sent.ns != 0 && now - m_last_sent < kSendSpacingNs)) return;
    if (!m_to_unsubscribe.empty())
        sendCommand("UNSUBSCRIBE", m_to_unsubscribe);
    else if (!m_to_subscribe.empty())
        sendCommand("SUBSCRIBE", m_to_subscribe);
    else
        return;
    m_last_sent = now;
}

void WsConnection::sendCommand(const char* method, std::vector<std::string>& names) {
    const std::size_t count = std::min(names.size(), kSubscribeBatch);
    std::string text = std::string("{\"method\":\"") + method + "\",\"params\":[";
    for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "\"" : ",\"") + names[i] + "\"";
    text += "],\"id\":" + std::to_string(m_next_id++) + "}";
    names.erase(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    m_socket->sendTextMessage(toQString(text));
    emitControl(ControlFrame("sent").add("text", text).text());
}

void WsConnection::publishRow() {
    m_row.state = m_state.state();
    m_row.since = m_state.since();
    if (m_state.last().ns != 0) m_row.last = m_state.last();
    m_row.retry_at = m_state.state() == FeedState::Down && !m_stopped ? m_state.retryAt() : MonoTime{};
    m_row.attempts = m_state.attempts();
    m_shared.board.update(m_row_index, m_row);
}

}  // namespace bw::feed
