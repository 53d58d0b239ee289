// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <cstdint>
#include <string>
#include <vector>

#include "core/feed/transport/net_config.h"
#include "core/feed/transport/weight_limiter.h"
#include "core/feed/transport/ws_connection.h"

class QNetworkReply;

namespace bw::feed {

/// One REST request. Lower `order` leaves first: snapshot, back-fill, polls, history.
struct RestJob {
    enum Order : std::uint8_t { Snapshot, Backfill, Poll, History };
    std::string purpose;     // "snapshot", "klines", "catalogue"
    std::string instrument;  // empty for a whole market
    std::uint32_t gen = 0;
    std::string path;  // with query, as the control frame shows it
    int weight = 1;
    Order order = Snapshot;
    std::uint64_t bytes_max = 16U << 20;
    bool until_done = false;  // ours: repeated for ever; the engine repeats its own
    MonoTime due;
    int failures = 0;
};

/// REST of one market. Net thread. A good answer becomes `<market>/rest!` {"ctl":"rest",...} and the body as
/// `<market>/rest`, neighbours in the queue; anything else {"ctl":"fail",...}, with retry_ms where it will be repeated
/// here. Bound: one waiting request for each (purpose, instrument), the newest wins; four under way.
class RestClient : public QObject {
public:
    static constexpr std::uint64_t kBodyBytesMax = 16U << 20;
    static constexpr std::uint64_t kCatalogueBytesMax = 64U << 20;
    static constexpr std::size_t kUnderWayMax = 4;

    /// `limiter` is the budget of the host, shared by all markets there.
    RestClient(NetShared& shared, const RestConfig& config, const std::string& market, WeightLimiter& limiter);
    ~RestClient() override;

    void submit(RestJob job);
    void tick();  // every 50 ms: sends what is due and within the budget
    void stop();  // drops everything; nothing is emitted for it

private:
    struct UnderWay {
        QNetworkReply* reply = nullptr;
        RestJob job;
        MonoTime sent;
        QByteArray body;
        QList<QSslError> ssl_errors;
        bool oversize = false;
        bool in_handshake = false;  // TLS asked for, the request not yet sent
        NetFault pin{};             // code Ok: none
    };
    void send(RestJob job, MonoTime now);
    void onEncrypted(QNetworkReply* reply);
    void onReadable(QNetworkReply* reply);
    void onFinished(QNetworkReply* reply);
    void deliver(const UnderWay& done, MonoTime now);
    void readLimit(std::string_view catalogue);
    void onRefused(UnderWay& done, int status, std::int64_t retry_after_ms, MonoTime now);
    void retryLater(RestJob job, const NetFault& fault, MonoTime now);
    void failed(const RestJob& job, const NetFault& fault, std::int64_t retry_ms);
    [[nodiscard]] UnderWay* find(const QNetworkReply* reply);

    NetShared& m_shared;
    const RestConfig m_config;
    WeightLimiter& m_limiter;
    QNetworkAccessManager m_manager;
    SourceName m_source, m_control;
    std::vector<RestJob> m_waiting;
    std::vector<UnderWay> m_under_way;
    int m_bans = 0;
    FeedStatusRow m_row;
    std::size_t m_row_index = 0;
};

}  // namespace bw::feed
