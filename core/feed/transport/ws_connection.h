// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QObject>
#include <QSslError>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/connect_gate.h"
#include "core/feed/transport/feed_status.h"
#include "core/feed/transport/frame_queue.h"
#include "core/feed/transport/line_state.h"
#include "core/feed/transport/net_fault.h"
#include "core/feed/transport/tls.h"

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
};

/// One WebSocket line of a Binance-format entry point: connects, subscribes, stamps and hands over each message, and
/// never gives up. Net thread. Frames: `<line>#k` for messages, `<line>#k!` for open, sent, close, fail; k is the
/// number of the connection, and a failed attempt bears the k it would have got. Every `open` is followed by exactly
/// one `close`.
class WsConnection : public QObject {
public:
    struct Config {
        std::string line;  // "demo.usdm/pub"
        std::string url;
        std::vector<std::string> streams;  // complete names: "btcusdt@depth@100ms"
        LinePolicy policy;
    };
    static constexpr std::uint64_t kFrameBytesMax = 4U << 20;
    static constexpr std::uint64_t kMessageBytesMax = 16U << 20;
    static constexpr std::size_t kSubscribeBatch = 100;
    static constexpr std::int64_t kSendSpacingNs = 250 * kNsPerMs;  // at most 4 messages a second

    /// `connections` counts k; lines of one entry point share it.
    WsConnection(NetShared& shared, Config config, std::shared_ptr<std::uint32_t> connections);
    ~WsConnection() override;

    void tick();  // every 50 ms: timers, sending, the status row
    /// Unsubscribes and subscribes those of `names` that are ours and already sent.
    void resubscribe(const std::vector<std::string>& names);
    /// Closes an open line; the next attempt follows after the backoff.
    void reconnect(const std::string& reason);
    void stop();  // clean close; no further attempt

    /// All subscriptions were sent on an open line: what is asked by REST from now on overlaps the stream.
    [[nodiscard]] bool ready() const { return m_state.isOpen() && m_to_subscribe.empty(); }
    [[nodiscard]] bool carries(const std::string& stream_name) const;

private:
    void attempt(MonoTime now);
    void onConnected();
    void onMessage(std::string_view bytes);
    void onSocketDown();
    void endOpen(int code, const char* by, const std::string& reason);
    void fail(const NetFault& fault);
    void dropSocket(bool abort);
    void goDown(const NetFault& fault);
    void pump(MonoTime now);
    void sendCommand(const char* method, std::vector<std::string>& names);
    void emitControl(std::string_view text);
    void publishRow();
    [[nodiscard]] std::string sourceText() const;

    NetShared& m_shared;
    const Config m_config;
    const std::string m_host;
    const bool m_secure;
    std::shared_ptr<std::uint32_t> m_connections;
    LineState m_state;
    QWebSocket* m_socket = nullptr;  // child; a new one for each attempt
    QList<QSslError> m_ssl_errors;
    SourceName m_source, m_control;  // of the open connection
    std::uint32_t m_k = 0;
    std::vector<std::string> m_to_unsubscribe, m_to_subscribe;  // each at most the number of streams
    std::uint64_t m_next_id = 1;
    MonoTime m_last_sent;
    bool m_stopped = false;
    FeedStatusRow m_row;
    std::size_t m_row_index = 0;
};

}  // namespace bw::feed
