// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QObject>
#include <QSslError>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/connect_gate.h"
#include "core/feed/transport/feed_status.h"
#include "core/feed/transport/frame_queue.h"
#include "core/feed/transport/line_protocol.h"
#include "core/feed/transport/line_state.h"
#include "core/feed/transport/net_fault.h"
#include "core/feed/transport/proxies.h"
#include "core/feed/transport/tls.h"
#include "core/feed/transport/ws_guard.h"

class QWebSocket;

namespace bw::feed {

/// What the lines of the net thread share. All of it outlives them.
struct NetShared {
    const Clock& clock;
    FrameQueue& queue;
    FeedStatusBoard& board;
    Random random;  // backoff jitter
    ConnectGate gate;
    TlsPolicy tls{};
    ProxyBook proxies{};
};

/// One WebSocket connection after the other to one entry point: connects, subscribes, keeps alive, stamps and hands
/// over each message, and never gives up. Net thread. Frames: `<line>#k` for messages, `<line>#k!` for open, sent,
/// notice, resume, close, fail; k is the number of the connection, and a failed attempt bears the k it would have got.
/// Every `open` is followed by exactly one `close`.
class WsConnection : public QObject {
public:
    struct Config {
        std::string line;                  // "demo.usdm/pub"
        std::vector<std::string> urls;     // the first that answers; the next after 403, 451 or three failures
        std::vector<std::string> streams;  // complete names: "btcusdt@depth@100ms"
        LinePolicy policy;
        std::function<std::unique_ptr<LineProtocol>()> protocol;
        ProxyRoute* route = nullptr;  // of the venue; nullptr: always direct
        std::string replaces{};       // source it shall take over; while set, failures are not told and no row is shown
    };
    static constexpr int kFailuresPerUrl = 3;

    /// `connections` counts k; lines of one entry point share it.
    WsConnection(NetShared& shared, Config config, std::shared_ptr<std::uint32_t> connections);
    ~WsConnection() override;

    void tick();  // every 50 ms: timers, sending, the status row
    /// Unsubscribes and subscribes those of `names` that are ours and already sent.
    void resubscribe(const std::vector<std::string>& names);
    void add(const std::vector<std::string>& names);     // from now on ours
    void remove(const std::vector<std::string>& names);  // no longer ours
    /// Closes an open line; the next attempt follows after the backoff.
    void reconnect(const std::string& reason);
    /// The machine slept: tells it, drops the socket and opens again at `at`.
    void resume(std::int64_t slept_ms, MonoTime at);
    void stop(const std::string& reason = "stop");  // clean close; no further attempt

    /// All subscriptions were sent on an open line: what is asked by REST from now on overlaps the stream.
    [[nodiscard]] bool ready() const { return m_state.isOpen() && m_to_subscribe.empty(); }
    [[nodiscard]] bool settled() const { return ready() && m_protocol && m_protocol->settled(); }
    [[nodiscard]] bool isOpen() const { return m_state.isOpen(); }
    [[nodiscard]] bool carries(const std::string& stream_name) const;
    [[nodiscard]] const std::vector<std::string>& streams() const { return m_streams; }
    /// Last message of each stream on this connection.
    [[nodiscard]] const std::map<std::string, MonoTime, std::less<>>& delivered() const { return m_delivered; }
    [[nodiscard]] std::string sourceText() const;  // "demo.usdm/pub#3"
    [[nodiscard]] const std::string& replaces() const { return m_config.replaces; }
    /// It is old enough, or the venue announced its end.
    [[nodiscard]] bool wantsHandover(MonoTime now) const;
    /// From now on this is the line that `old` was: its row and failures are shown.
    void takeOver(WsConnection& old);

private:
    void attempt(MonoTime now);
    void onConnected();
    void onMessage(std::string_view bytes);
    void onNotice(const LineProtocol::Inbound& in);
    void onSocketDown();
    void endOpen(int code, const char* by, const std::string& reason);
    void fail(NetFault fault);
    [[nodiscard]] std::int64_t turnUrl(NetFault& fault);
    void useUrl(std::size_t index);
    void dropSocket(bool abort);
    void goDown(const NetFault& fault);
    void pump(MonoTime now);
    [[nodiscard]] bool paced(MonoTime now);
    void keepAlive(MonoTime now);
    void sendText(const LineProtocol::Outbound& out);
    void emitControl(std::string_view text);
    void publishRow();

    NetShared& m_shared;
    Config m_config;  // const but for `replaces`
    std::vector<std::string> m_streams;
    std::size_t m_url_index = 0;
    std::string m_host;  // of the URL in use
    bool m_secure = false;
    int m_via = ProxyBook::kDirect;  // of this attempt
    int m_failures = 0;              // in a row, on this URL
    std::size_t m_refused = 0;       // URLs in a row that answered 403 or 451
    std::shared_ptr<std::uint32_t> m_connections;
    LineState m_state;
    std::unique_ptr<LineProtocol> m_protocol;  // a new one for each connection
    QWebSocket* m_socket = nullptr;            // child; a new one for each attempt
    WsGuard* m_guard = nullptr;                // its child
    QList<QSslError> m_ssl_errors;
    SourceName m_source, m_control;  // of the open connection
    std::uint32_t m_k = 0;
    std::vector<std::string> m_to_unsubscribe, m_to_subscribe;  // each at most the number of streams
    std::map<std::string, MonoTime, std::less<>> m_delivered;   // at most the number of streams
    std::deque<MonoTime> m_commands;                            // at most Pace::commands_max
    MonoTime m_last_sent, m_no_command_until;
    MonoTime m_last_ping, m_ping_waits;  // the second: sent and not answered; ns == 0: none
    bool m_closes_soon = false;
    bool m_stopped = false;
    FeedStatusRow m_row;
    std::optional<std::size_t> m_row_index;
};

}  // namespace bw::feed
