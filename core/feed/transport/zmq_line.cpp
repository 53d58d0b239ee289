// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/zmq_line.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/feed/mt5/parts.h"
#include "core/feed/transport/control_frame.h"

namespace bw::feed {
namespace {

constexpr const char* kNoHandshake = "no ZeroMQ publisher, or one that wants CURVE keys";

LinePolicy policyOf(const Mt5Gateway& gateway) {
    LinePolicy policy;
    policy.connect_timeout_ms = 0;  // libzmq's own
    policy.first_data_ms = 0;       // outside market hours nothing comes for days
    policy.stale_ms = gateway.stale_ms;
    policy.reconnect_ms = 0;  // until a heartbeat proves that one is due each second
    policy.backoff_base_ms = gateway.reconnect_min_ms;
    policy.backoff_max_ms = gateway.reconnect_max_ms;
    return policy;
}

}  // namespace

ZmqLine::ZmqLine(zmq::context_t& context, const Clock& clock, FrameQueue& queue, FeedStatusBoard& board,
                 Mt5Gateway gateway, std::uint64_t seed)
    : m_context(context),
      m_clock(clock),
      m_queue(queue),
      m_board(board),
      m_gateway(std::move(gateway)),
      m_line("mt5." + m_gateway.name + "/ticks"),
      m_random(seed),
      m_state(policyOf(m_gateway), clock.mono()) {
    m_row.source = m_line;
    m_row.endpoint = m_gateway.endpoint;
    m_row.since = m_state.since();
    m_row_index = m_board.add(m_row);
}

ZmqLine::~ZmqLine() {
    closeSocket();
}

std::string ZmqLine::sourceText() const {
    return m_line + "#" + std::to_string(m_state.isOpen() ? m_row.connects : m_row.connects + 1);
}

void ZmqLine::emitControl(std::string_view text) {
    m_queue.push(makeFrame(m_state.isOpen() ? m_control : makeSource(controlName(sourceText())), m_clock, text));
}

Status ZmqLine::openSocket() {
    try {
        m_socket.emplace(m_context, zmq::socket_type::sub);
        setOptions();
        const std::string address =
            "inproc://monitor." + std::to_string(m_row_index) + "." + std::to_string(m_sockets_made++);
        if (zmq_socket_monitor(m_socket->handle(), address.c_str(), ZMQ_EVENT_ALL) != 0) throw zmq::error_t();
        m_monitor.emplace(m_context, zmq::socket_type::pair);
        m_monitor->set(zmq::sockopt::linger, 0);
        m_monitor->connect(address);
        m_socket->connect(m_gateway.endpoint);
    } catch (const zmq::error_t& error) {
        closeSocket();
        return Error{Code::CfgSyntax, "mt5.endpoint", m_gateway.endpoint + ": " + error.what()};
    }
    return Done{};
}

void ZmqLine::setOptions() {
    zmq::socket_t& socket = *m_socket;
    socket.set(zmq::sockopt::rcvhwm, kReceiveQueueMax);
    socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(kMessageBytesMax));
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::reconnect_ivl, static_cast<int>(m_gateway.reconnect_min_ms));
    socket.set(zmq::sockopt::reconnect_ivl_max, static_cast<int>(m_gateway.reconnect_max_ms));
    socket.set(zmq::sockopt::handshake_ivl, static_cast<int>(m_gateway.connect_timeout_ms));
    socket.set(zmq::sockopt::connect_timeout, static_cast<int>(m_gateway.connect_timeout_ms));
    socket.set(zmq::sockopt::tcp_keepalive, 1);
    socket.set(zmq::sockopt::tcp_keepalive_idle, 30);
    socket.set(zmq::sockopt::tcp_keepalive_intvl, 10);
    socket.set(zmq::sockopt::tcp_keepalive_cnt, 3);
    socket.set(zmq::sockopt::ipv6, m_gateway.endpoint.find('[') != std::string::npos ? 1 : 0);
    if (m_gateway.curve) {
        socket.set(zmq::sockopt::curve_serverkey, m_gateway.curve->server_key);
        socket.set(zmq::sockopt::curve_publickey, m_gateway.curve->public_key);
        socket.set(zmq::sockopt::curve_secretkey, m_gateway.curve->secret_key);
    }
    socket.set(zmq::sockopt::subscribe, "");
}

void ZmqLine::closeSocket() {
    m_state.setStaleMs(m_gateway.stale_ms);  // another program may answer next time
    m_state.setReconnectMs(0);
    if (m_socket) zmq_socket_monitor(m_socket->handle(), nullptr, 0);
    m_monitor.reset();
    m_socket.reset();
}

void ZmqLine::addPollItems(std::vector<zmq_pollitem_t>& items) {
    if (!m_socket || !m_monitor) return;
    items.push_back({m_monitor->handle(), 0, ZMQ_POLLIN, 0});
    items.push_back({m_socket->handle(), 0, ZMQ_POLLIN, 0});
}

void ZmqLine::work() {
    if (!m_socket) return;
    drainMonitor();
    drainData();
}

void ZmqLine::drainMonitor() {
    zmq::message_t head, address;
    while (m_monitor && zmq_msg_recv(head.handle(), m_monitor->handle(), ZMQ_DONTWAIT) >= 0) {
        // An event is two parts: u16 event, u32 value; then the address.
        if (head.more() && zmq_msg_recv(address.handle(), m_monitor->handle(), ZMQ_DONTWAIT) < 0) return;
        std::uint16_t event = 0;
        std::uint32_t value = 0;
        if (head.size() < sizeof event + sizeof value) continue;
        std::memcpy(&event, head.data(), sizeof event);
        std::memcpy(&value, static_cast<const char*>(head.data()) + sizeof event, sizeof value);
        onEvent(event, value);
    }
}

void ZmqLine::onEvent(int event, std::uint32_t value) {
    switch (event) {
        case ZMQ_EVENT_CONNECT_DELAYED:
        case ZMQ_EVENT_CONNECTED:
            if (m_state.state() == FeedState::Down) m_state.onAttempt(m_clock.mono());
            if (event == ZMQ_EVENT_CONNECTED) m_row.detail = "TCP connected, no handshake yet";
            break;
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
            onOpen();
            break;
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
            onHandshakeFailed(event, value);
            break;
        case ZMQ_EVENT_CLOSED:
            if (m_fault.empty()) setFault(Code::Connect, "nobody answers at " + m_gateway.endpoint);
            break;
        case ZMQ_EVENT_DISCONNECTED:
            onClosed();
            break;
        case ZMQ_EVENT_CONNECT_RETRIED:
            onRetry(static_cast<std::int64_t>(value));
            break;
        default:
            break;
    }
}

void ZmqLine::onHandshakeFailed(int event, std::uint32_t value) {
    m_fault_code = Code::CurveRefused;
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) {
        m_fault = "the gateway refused our public key (" + std::to_string(value) + ")";
    } else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL && value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH) {
        m_fault = m_gateway.curve ? "the gateway is not encrypted: take the curve keys out, or give it keys"
                                  : "the gateway wants CURVE keys: set curve";
    } else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL && value == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC) {
        m_fault = "the CURVE keys do not fit each other: check curve.server_key, public_key and secret";
    } else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL && m_gateway.curve) {
        // A gateway that cannot read our greeting hangs up without a word.
        m_fault = "the gateway hung up during the handshake: check curve.server_key";
    } else {
        m_fault_code = Code::Connect;
        m_fault = event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
                      ? "handshake failed: another protocol"
                      : std::string("handshake failed, ") + kNoHandshake + " (" +
                            std::strerror(static_cast<int>(value)) + ")";
    }
}

void ZmqLine::onOpen() {
    const MonoTime now = m_clock.mono();
    if (m_state.state() == FeedState::Down) m_state.onAttempt(now);
    m_state.onOpen(now);
    ++m_row.connects;
    m_source = makeSource(sourceText());
    m_control = makeSource(controlName(*m_source));
    m_fault.clear();
    m_row.error = Code::Ok;
    m_row.detail = m_gateway.curve ? "encrypted" : "unencrypted";
    emitControl(
        ControlFrame("open").add("url", m_gateway.endpoint).add("proxy", "").add("attempt", m_state.attempts()).text());
    publishRow();
}

void ZmqLine::onClosed() {
    // libzmq never returns to a line that broke the protocol (wrong keys, a message above the limit), so we do.
    if (m_state.isOpen()) {
        while (drainData() > 0) {
        }  // what arrived before the line broke belongs to it
        emitClose("peer", "");
        m_state.onDown(m_clock.mono(), m_random);
        m_row.error = Code::PeerClose;
        m_row.detail = "peer_close: the line to the gateway broke";
    } else {
        if (m_fault.empty()) setFault(Code::Connect, std::string("closed during the handshake, ") + kNoHandshake);
        const std::int64_t pause_ns = m_state.onDown(m_clock.mono(), m_random);
        fail(m_fault_code, m_fault, pause_ns / kNsPerMs);
    }
    reopenLater();
}

/// Drops the socket; tick() makes a new one when the backoff is over.
void ZmqLine::reopenLater() {
    m_fault.clear();
    closeSocket();
    m_reopen = true;
    m_row.retry_at = m_state.retryAt();
    publishRow();
}

void ZmqLine::onRetry(std::int64_t retry_ms) {
    if (!m_fault.empty()) fail(m_fault_code, m_fault, retry_ms);
    m_fault.clear();
    m_row.retry_at = m_clock.mono() + retry_ms * kNsPerMs;
    publishRow();
}

void ZmqLine::setFault(Code code, std::string detail) {
    m_fault_code = code;
    m_fault = std::move(detail);
}

void ZmqLine::fail(Code code, const std::string& detail, std::int64_t retry_ms) {
    emitControl(
        ControlFrame("fail").add("code", codeName(code)).add("detail", detail).add("retry_ms", retry_ms).text());
    m_row.error = code;
    m_row.detail = std::string(codeName(code)) + ": " + detail;
    if (code == Code::CurveRefused) m_row.detail += " (" + std::to_string(++m_curve_refused) + " times)";
    if (m_state.state() == FeedState::Connecting && !m_state.isOpen()) m_state.onDown(m_clock.mono(), m_random);
}

void ZmqLine::emitClose(std::string_view by, std::string_view reason) {
    emitControl(
        ControlFrame("close").add("code", by == "peer" ? 1006 : 1000).add("by", by).add("reason", reason).text());
}

int ZmqLine::drainData() {
    int count = 0;
    while (count < kBatchMax && m_socket && receive()) ++count;
    return count;
}

bool ZmqLine::receive() {
    m_parts.clear();
    std::size_t size = 0;
    bool more = true, oversize = false;
    while (more) {
        zmq::message_t part;
        // libzmq hands over whole messages only: the later parts are there when the first one is.
        if (zmq_msg_recv(part.handle(), m_socket->handle(), m_parts.empty() && !oversize ? ZMQ_DONTWAIT : 0) < 0)
            return false;
        more = part.more();
        size += mt5::kPartLengthBytes + part.size();
        oversize = oversize || size > kMessageBytesMax;
        if (!oversize) m_parts.push_back(std::move(part));
    }
    const WallTime wall = m_clock.wall();
    const MonoTime now = m_clock.mono();
    if (!m_state.isOpen()) drainMonitor();  // the handshake came between the last look at the events and this message
    if (oversize) {
        ++m_oversize;
        emitControl(ControlFrame("fail")
                        .add("code", "size")
                        .add("detail", "message above " + std::to_string(kMessageBytesMax) + " bytes dropped")
                        .text());
        m_row.detail = "size: " + std::to_string(m_oversize) + " messages above the limit dropped";
        return true;
    }
    m_views.clear();
    for (const zmq::message_t& part : m_parts) m_views.push_back(part.to_string_view());
    Frame frame{m_source ? m_source : makeSource(sourceText()), wall, now, mt5::encodeParts(m_views)};
    ++m_row.frames;
    m_row.bytes += frame.bytes.size();
    m_queue.push(std::move(frame));
    if (m_views.front().starts_with("hb.")) {  // only v6 has heartbeats: one a second, open market or not
        m_state.setStaleMs(m_gateway.heartbeat_stale_ms);
        m_state.setReconnectMs(m_gateway.heartbeat_reconnect_ms);
    }
    m_state.onMessage(now, /*is_data=*/true);
    return true;
}

void ZmqLine::tick(MonoTime now) {
    switch (m_state.due(now)) {
        case LineState::Due::Silent:
            emitControl(ControlFrame("fail").add("code", "silent").add("detail", "no heartbeat for too long").text());
            emitClose("self", "silent");
            m_state.onDown(now, m_random);
            m_row.error = Code::Silent;
            m_row.detail = "silent: no heartbeat for too long";
            reopenLater();
            break;
        case LineState::Due::Attempt:
            if (!m_reopen) break;  // libzmq tries by itself
            m_reopen = false;
            if (const Status status = openSocket(); !status) {
                m_state.onAttempt(now);
                fail(Code::Connect, status.error().detail, m_gateway.reconnect_max_ms);
                m_reopen = true;
            }
            break;
        default:
            break;
    }
    publishRow();
}

void ZmqLine::stop() {
    if (m_state.isOpen()) emitClose("self", "stop");
    closeSocket();
    m_state.onDown(m_clock.mono(), m_random);
    m_row.retry_at = {};
    publishRow();
}

void ZmqLine::publishRow() {
    m_row.state = m_state.state();
    m_row.since = m_state.since();
    if (m_state.last().ns != 0) m_row.last = m_state.last();
    if (m_row.state != FeedState::Down) m_row.retry_at = {};
    m_row.attempts = m_state.attempts();
    m_board.update(m_row_index, m_row);
}

}  // namespace bw::feed
