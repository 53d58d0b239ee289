// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/ws_connection.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QSslCipher>
#include <QString>
#include <QUrl>
#include <QWebSocket>
#include <algorithm>
#include <utility>

#include "core/feed/transport/control_frame.h"
#include "core/model/hash.h"

namespace bw::feed {
namespace {

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
      m_streams(m_config.streams),
      m_connections(std::move(connections)),
      m_state(m_config.policy, shared.clock.mono()) {
    m_row.source = m_config.line;
    m_row.since = m_state.since();
    useUrl(0);
    if (m_config.replaces.empty()) m_row_index = m_shared.board.add(m_row);
}

WsConnection::~WsConnection() {
    stop();
}

void WsConnection::useUrl(std::size_t index) {
    m_url_index = index;
    m_failures = 0;
    const std::string& url = m_config.urls[index];
    m_host = QUrl(toQString(url)).host().toStdString();
    m_secure = url.starts_with("wss:");
    m_row.endpoint = url;
}

bool WsConnection::carries(const std::string& stream_name) const {
    return contains(m_streams, stream_name);
}

std::string WsConnection::sourceText() const {
    return m_config.line + "#" + std::to_string(m_state.isOpen() ? m_k : *m_connections + 1);
}

bool WsConnection::wantsHandover(MonoTime now) const {
    if (!m_state.isOpen()) return false;
    const std::int64_t max_age_ms = m_config.policy.max_age_ms;
    if (max_age_ms <= 0) return m_closes_soon;
    // Lines that opened together do not renew together.
    const std::int64_t spread_ms = max_age_ms / 144;
    const std::int64_t early_ms =
        spread_ms == 0 ? 0 : static_cast<std::int64_t>(fnv1a(*m_source) % static_cast<std::uint64_t>(spread_ms));
    return m_closes_soon || now - m_state.opened() >= (max_age_ms - early_ms) * kNsPerMs;
}

void WsConnection::takeOver(WsConnection& old) {
    m_config.replaces.clear();
    m_row.frames += old.m_row.frames;
    m_row.bytes += old.m_row.bytes;
    m_row_index = std::exchange(old.m_row_index, std::nullopt);
    publishRow();
}

void WsConnection::emitControl(std::string_view text) {
    m_shared.queue.push(
        makeFrame(m_state.isOpen() ? m_control : makeSource(controlName(sourceText())), m_shared.clock, text));
}

void WsConnection::tick() {
    if (m_stopped) return;
    const MonoTime now = m_shared.clock.mono();
    if (m_socket != nullptr)
        if (const std::optional<NetFault> fault = m_guard->due(now)) {
            if (!m_state.isOpen()) dropSocket(/*abort=*/true);
            fail(*fault);
        }
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
    keepAlive(now);
    pump(now);
    publishRow();
}

void WsConnection::attempt(MonoTime now) {
    m_state.onAttempt(now);
    m_ssl_errors.clear();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_via = m_config.route == nullptr ? ProxyBook::kDirect : m_config.route->use(now);
    m_row.proxy = m_shared.proxies.name(m_via);
    m_socket->setProxy(m_shared.proxies.socketProxy(m_via));
    m_socket->setSslConfiguration(m_shared.tls.configuration());
    m_guard = new WsGuard(*m_socket, [this] { onSocketDown(); });
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
    connect(m_socket, &QWebSocket::pong, this, [this] { m_ping_waits = {}; });
    m_socket->open(QUrl(toQString(m_config.urls[m_url_index])));
}

void WsConnection::onConnected() {
    if (m_secure) {
        const Status pinned = m_shared.tls.check(m_host, m_socket->sslConfiguration().peerCertificate());
        if (!pinned) {
            dropSocket(/*abort=*/true);
            return fail(faultOfPin(pinned.error()));
        }
    }
    m_guard->opened();
    m_state.onOpen(m_shared.clock.mono());
    m_k = ++*m_connections;
    m_source = makeSource(sourceText());
    m_control = makeSource(controlName(*m_source));
    m_row.connects = m_k;
    m_protocol = m_config.protocol();
    m_to_unsubscribe.clear();
    m_to_subscribe = m_streams;
    m_delivered.clear();
    m_commands.clear();
    m_last_sent = m_no_command_until = m_ping_waits = {};
    m_last_ping = m_state.opened();
    m_closes_soon = false;
    ControlFrame open("open");
    open.add("url", m_config.urls[m_url_index])
        .add("proxy", m_shared.proxies.shown(m_via))
        .add("attempt", m_state.attempts());
    if (!m_config.replaces.empty()) open.add("replaces", m_config.replaces);
    emitControl(open.text());
    pump(m_shared.clock.mono());
    publishRow();
}

void WsConnection::onMessage(std::string_view bytes) {
    const WallTime wall = m_shared.clock.wall();
    const MonoTime now = m_shared.clock.mono();
    const LineProtocol::Inbound in = m_protocol->read(bytes, now);
    m_ping_waits = {};
    ++m_row.frames;
    m_row.bytes += bytes.size();
    m_shared.queue.push({m_source, wall, now, FrameBytes(in.recorded.empty() ? bytes : std::string_view(in.recorded))});
    if (in.is_data) {
        const std::string_view name = m_protocol->streamOf(bytes);
        if (const auto known = m_delivered.find(name); known != m_delivered.end())
            known->second = now;
        else if (contains(m_streams, std::string(name)))
            m_delivered.emplace(name, now);
        if (m_config.route != nullptr) m_config.route->onGood(m_via);
        m_failures = 0;
        m_refused = 0;
    } else {
        onNotice(in);
    }
    if (m_state.onMessage(now, in.is_data)) {
        m_row.error = Code::Ok;
        m_row.detail.clear();
        publishRow();
    }
}

void WsConnection::onNotice(const LineProtocol::Inbound& in) {
    if (!in.reply.empty()) sendText({in.reply});
    if (in.closes_soon) m_closes_soon = true;
    for (const std::string& name : in.again)
        if (carries(name) && !contains(m_to_subscribe, name)) m_to_subscribe.push_back(name);
    if (in.pause_ms > 0) m_no_command_until = m_shared.clock.mono() + in.pause_ms * kNsPerMs;
    if (in.notice == Code::Ok) return;
    m_row.error = in.notice;
    m_row.detail = std::string(codeName(in.notice)) + ": " + shortText(toQString(in.detail));
    emitControl(
        ControlFrame("notice").add("code", codeName(in.notice)).add("detail", shortText(toQString(in.detail))).text());
}

void WsConnection::onSocketDown() {
    if (m_socket == nullptr) return;
    if (m_state.isOpen()) {
        endOpen(m_socket->closeCode(), "peer", shortText(m_socket->closeReason()));
        return;
    }
    const bool in_handshake = m_secure && m_socket->sslConfiguration().sessionCipher().isNull();
    const NetFault fault = faultOfSocket(m_socket->error(), m_socket->errorString(), m_ssl_errors, in_handshake);
    dropSocket(/*abort=*/true);
    fail(fault);
}

void WsConnection::endOpen(int code, const char* by, const std::string& reason) {
    emitControl(ControlFrame("close").add("code", code).add("by", by).add("reason", reason).text());
    dropSocket(/*abort=*/false);
    m_state.onDown(m_shared.clock.mono(), m_shared.random);
    const std::string detail = "closed by " + std::string(by) + ", code " + std::to_string(code);
    goDown({Code::PeerClose, "peer_close", reason.empty() ? detail : detail + ", " + reason, 0});
}

/// The least pause in ms before the next attempt, which may go to another URL.
std::int64_t WsConnection::turnUrl(NetFault& fault) {
    const bool other_way =
        m_config.route != nullptr && !m_state.isOpen() && m_config.route->onFault(m_via, fault, m_shared.clock.mono());
    if (other_way) return 0;
    const std::size_t next = (m_url_index + 1) % m_config.urls.size();
    ++m_failures;
    if (fault.http_status != 403 && fault.http_status != 451) {
        if (m_failures % kFailuresPerUrl == 0 && next != m_url_index) useUrl(next);
        return m_state.pauseFor(fault.http_status);
    }
    const bool all_refused = ++m_refused >= m_config.urls.size();
    if (next != m_url_index) useUrl(next);
    if (!all_refused) return 0;
    m_refused = 0;
    fault.code = Code::Blocked;
    fault.detail = fault.word + ": " + fault.detail;
    fault.word = "blocked";
    return m_state.pauseFor(fault.http_status);
}

void WsConnection::fail(NetFault fault) {
    const bool was_open = m_state.isOpen();
    const std::string control = controlName(sourceText());
    const std::int64_t least_ms = turnUrl(fault);
    const std::int64_t pause_ns = m_state.onDown(m_shared.clock.mono(), m_shared.random, least_ms);
    if (m_config.replaces.empty())
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
    m_guard = nullptr;  // goes with the socket
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

void WsConnection::add(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (carries(name)) continue;
        m_streams.push_back(name);
        if (m_state.isOpen()) m_to_subscribe.push_back(name);
    }
}

void WsConnection::remove(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (std::erase(m_streams, name) == 0) continue;
        if (m_state.isOpen() && std::erase(m_to_subscribe, name) == 0) m_to_unsubscribe.push_back(name);
        if (const auto known = m_delivered.find(name); known != m_delivered.end()) m_delivered.erase(known);
    }
}

void WsConnection::reconnect(const std::string& reason) {
    if (!m_state.isOpen()) return;
    QWebSocket* const socket = m_socket;
    endOpen(QWebSocketProtocol::CloseCodeNormal, "self", shortText(toQString(reason)));
    socket->close(QWebSocketProtocol::CloseCodeNormal);
}

void WsConnection::resume(std::int64_t slept_ms, MonoTime at) {
    if (m_stopped) return;
    emitControl(ControlFrame("resume").add("slept_ms", slept_ms).text());
    if (m_state.isOpen())
        emitControl(ControlFrame("close").add("code", 1006).add("by", "self").add("reason", "resume").text());
    dropSocket(/*abort=*/true);
    m_state.reopenAt(m_shared.clock.mono(), at);
    goDown({Code::Resume, "resume", "slept " + std::to_string(slept_ms) + " ms", 0});
}

void WsConnection::stop(const std::string& reason) {
    if (m_stopped) return;
    reconnect(reason);
    dropSocket(/*abort=*/true);
    m_stopped = true;
    if (m_state.state() != FeedState::Down) m_state.onDown(m_shared.clock.mono(), m_shared.random);
    publishRow();
}

bool WsConnection::paced(MonoTime now) {
    const LineProtocol::Pace pace = m_protocol->pace();
    if (now < m_no_command_until) return false;
    if (m_last_sent.ns != 0 && now - m_last_sent < pace.spacing_ns) return false;
    if (pace.commands_max == 0) return true;
    while (!m_commands.empty() && now - m_commands.front() >= pace.window_ns) m_commands.pop_front();
    return m_commands.size() < pace.commands_max;
}

void WsConnection::pump(MonoTime now) {
    if (!m_state.isOpen()) return;
    while (const std::optional<LineProtocol::Outbound> out = m_protocol->announce(now)) sendText(*out);
    if (m_to_unsubscribe.empty() && m_to_subscribe.empty()) return;
    if (!m_protocol->mayCommand() || !paced(now)) return;
    const bool first = !m_to_unsubscribe.empty();
    sendText(first ? m_protocol->command(LineProtocol::Command::Unsubscribe, m_to_unsubscribe)
                   : m_protocol->command(LineProtocol::Command::Subscribe, m_to_subscribe));
    m_last_sent = now;
    if (m_protocol->pace().commands_max > 0) m_commands.push_back(now);
}

void WsConnection::keepAlive(MonoTime now) {
    const LinePolicy& policy = m_config.policy;
    if (policy.ping_ms <= 0 || !m_state.isOpen()) return;
    if (m_ping_waits.ns != 0) {
        if (now - m_ping_waits < policy.pong_timeout_ms * kNsPerMs) return;
        return fail({Code::IdlePong, "idle_pong", "a ping was not answered in time", 0});
    }
    const std::string_view text = m_protocol->ping();
    const MonoTime quiet_since = text.empty() ? m_last_ping : std::max(m_state.last(), m_last_ping);
    if (now - quiet_since < policy.ping_ms * kNsPerMs) return;
    m_last_ping = m_ping_waits = now;
    if (text.empty())
        m_socket->ping();
    else
        sendText({std::string(text)});
}

void WsConnection::sendText(const LineProtocol::Outbound& out) {
    m_socket->sendTextMessage(toQString(out.text));
    emitControl(ControlFrame("sent").add("text", out.shown.empty() ? out.text : out.shown).text());
}

void WsConnection::publishRow() {
    m_row.state = m_state.state();
    m_row.since = m_state.since();
    if (m_state.last().ns != 0) m_row.last = m_state.last();
    m_row.retry_at = m_state.state() == FeedState::Down && !m_stopped ? m_state.retryAt() : MonoTime{};
    m_row.attempts = m_state.attempts();
    m_row.streams = static_cast<std::uint32_t>(m_streams.size());
    if (m_row_index) m_shared.board.update(*m_row_index, m_row);
}

}  // namespace bw::feed
