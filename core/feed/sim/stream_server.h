// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHostAddress>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/feed/sim/binance_wire.h"
#include "core/feed/sim/faults.h"
#include "core/model/result.h"

class QWebSocket;
class QWebSocketServer;

namespace bw::sim {

/// The Binance combined-stream server. The path says the market, as the venue's hosts do: /stream is spot,
/// /public/stream and /market/stream are usdm (see isMarketEntry). SUBSCRIBE, UNSUBSCRIBE and LIST_SUBSCRIPTIONS are
/// answered even for names that do not exist. Pings spot lines each 20 s and usdm lines each 3 min, closes a line at
/// `line_age_ms`. Lives on the demo thread.
class StreamServer : public QObject {
    Q_OBJECT
public:
    static constexpr int kNamesMax = 1024;                  // streams a line
    static constexpr std::size_t kLinesMax = 256;           // one more is cut at once; as many dead ones
    static constexpr qint64 kUnsentMax = qint64{32} << 20;  // bytes a line may lag; beyond it is cut and counted
    static constexpr qint64 kLineAgeMs = 86'400'000;        // the venue's 24 h

    explicit StreamServer(QObject* parent = nullptr, qint64 line_age_ms = kLineAgeMs);
    ~StreamServer() override;

    /// errors: PortInUse, Connect
    [[nodiscard]] Status listen(const QHostAddress& host, quint16 port);
    [[nodiscard]] quint16 port() const { return m_tcp.serverPort(); }
    /// Whether any line asked for it: what nobody reads is not written.
    [[nodiscard]] bool isWanted(const SimInstrument& instrument, Stream stream) const;
    /// Some line wants microseconds of this venue.
    [[nodiscard]] bool wantsMicroseconds(Venue venue) const { return venue == Venue::Spot && m_microsecond_lines > 0; }
    void send(const SimInstrument& instrument, Stream stream, const WireMessage& message);
    /// Closes every line: 1006 without a close frame, Fault::kReset with an RST, any other code with a close frame.
    void disconnectAll(int code);
    /// The present lines fall silent for ever: nothing is sent, read or answered any more. New ones are served.
    void halfOpenAll();
    /// One byte a write, while on.
    void setSlow(bool is_slow) { m_is_slow = is_slow; }
    /// {"e":"serverShutdown"} to every line, then 1001 after `close_after_ms`.
    void announceShutdown(std::int64_t time_ms, int close_after_ms);
    [[nodiscard]] int clientCount() const { return static_cast<int>(m_clients.size()); }
    [[nodiscard]] std::uint64_t slowClosed() const { return m_slow_closed; }
    [[nodiscard]] std::uint64_t sent(const SimInstrument& instrument, Stream stream) const {
        return m_sent[bitOf(instrument, stream)];
    }

private:
    struct Client {
        QWebSocket* socket = nullptr;  // a child of the server
        QPointer<QTcpSocket> tcp;      // below it
        Venue venue = Venue::Spot;
        bool has_market_path = false;
        bool is_microseconds = false;
        qint64 opened_ms = 0, pinged_ms = 0, ponged_ms = 0;  // of m_clock
        std::uint64_t streams = 0;                           // bits of bitOf()
        QStringList names;                                   // as asked, unknown ones too
    };
    [[nodiscard]] static std::size_t bitOf(const SimInstrument& instrument, Stream stream) {
        return static_cast<std::size_t>(instrument.index * kStreamCount + static_cast<int>(stream));
    }
    void acceptTcp();
    void accept();
    [[nodiscard]] QPointer<QTcpSocket> tcpOf(const QWebSocket& socket);
    void onText(Client& client, const QString& text);
    [[nodiscard]] QString answer(Client& client, const QString& text);
    void setNames(Client& client, const QStringList& names);
    void recount();
    void forget(QWebSocket* socket);
    void cut(Client& client);
    void keepAlive();
    static void sendByBytes(QTcpSocket& tcp, const std::string& text);

    QTcpServer m_tcp;
    QWebSocketServer* m_server;  // shakes hands only; the sockets come from m_tcp
    std::vector<QPointer<QTcpSocket>> m_shaking;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<QPointer<QWebSocket>> m_dead;  // half open; the oldest is cut beyond kLinesMax
    std::array<std::uint64_t, std::size_t{kBookCount} * kStreamCount> m_sent{};
    std::uint64_t m_wanted = 0;
    int m_microsecond_lines = 0;
    bool m_is_slow = false;
    std::uint64_t m_slow_closed = 0;
    const qint64 m_line_age_ms;
    QTimer m_keep_alive;
};
static_assert(kBookCount * kStreamCount <= 64, "one bit a stream");

}  // namespace bw::sim
