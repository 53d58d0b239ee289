// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHostAddress>
#include <QObject>
#include <QStringList>
#include <array>
#include <memory>
#include <vector>

#include "core/feed/sim/binance_wire.h"
#include "core/feed/sim/faults.h"
#include "core/model/result.h"

class QWebSocket;
class QWebSocketServer;

namespace bw::sim {

/// The Binance combined-stream server. The path says the market, as the venue's hosts do: /stream is spot,
/// /public/stream and /market/stream are usdm (the second carries klines, the first everything else). SUBSCRIBE,
/// UNSUBSCRIBE and LIST_SUBSCRIPTIONS are answered even for names that do not exist. Lives on the demo thread.
class StreamServer : public QObject {
    Q_OBJECT
public:
    static constexpr int kNamesMax = 1024;                  // streams a line
    static constexpr qint64 kUnsentMax = qint64{32} << 20;  // bytes a line may lag; beyond it is cut and counted

    explicit StreamServer(QObject* parent = nullptr);
    ~StreamServer() override;

    /// errors: PortInUse, Connect
    [[nodiscard]] Status listen(const QHostAddress& host, quint16 port);
    [[nodiscard]] quint16 port() const;
    /// Whether any line asked for it: what nobody reads is not written.
    [[nodiscard]] bool isWanted(const SimInstrument& instrument, Stream stream) const;
    /// Some line wants microseconds of this venue.
    [[nodiscard]] bool wantsMicroseconds(Venue venue) const { return venue == Venue::Spot && m_microsecond_lines > 0; }
    void send(const SimInstrument& instrument, Stream stream, const WireMessage& message);
    /// Closes every line: 1006 without a close frame, any other code with one.
    void disconnectAll(int code);
    [[nodiscard]] int clientCount() const { return static_cast<int>(m_clients.size()); }
    [[nodiscard]] std::uint64_t slowClosed() const { return m_slow_closed; }
    [[nodiscard]] std::uint64_t sent(const SimInstrument& instrument, Stream stream) const {
        return m_sent[bitOf(instrument, stream)];
    }

private:
    struct Client {
        QWebSocket* socket = nullptr;  // a child of the server
        Venue venue = Venue::Spot;
        bool has_market_path = false;
        bool is_microseconds = false;
        std::uint32_t streams = 0;  // bits of bitOf()
        QStringList names;          // as asked, unknown ones too
    };
    [[nodiscard]] static std::size_t bitOf(const SimInstrument& instrument, Stream stream) {
        return static_cast<std::size_t>(instrument.index * kStreamCount + static_cast<int>(stream));
    }
    void accept();
    void onText(Client& client, const QString& text);
    [[nodiscard]] QString answer(Client& client, const QString& text);
    void setNames(Client& client, const QStringList& names);
    void recount();
    void forget(QWebSocket* socket);

    QWebSocketServer* m_server;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::array<std::uint64_t, std::size_t{kBookCount} * kStreamCount> m_sent{};
    std::uint32_t m_wanted = 0;
    int m_microsecond_lines = 0;
    std::uint64_t m_slow_closed = 0;
};

}  // namespace bw::sim
