// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/feed/transport/net_config.h"
#include "core/feed/transport/weight_limiter.h"
#include "core/feed/transport/ws_connection.h"

class QNetworkReply;

namespace bw::feed {

struct RestJob;

/// What came of a job, for whoever asked inside this thread.
struct RestAnswer {
    const RestJob& job;
    int status = 0;           // 0: no answer at all
    bool good = false;        // status 200 and no error of the venue inside
    std::string_view body{};  // of a good answer
    std::int64_t rtt_ns = 0;
    WallTime wall{};             // when it was read
    bool last = false;           // out: nothing more follows for this gap of trades
    std::int64_t again_ms = -1;  // out, after a failure: it was submitted again, to leave in so long; -1: not
};

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
    MonoTime due{};
    int failures = 0;
    int attempts_max = 4;                  // without `until_done`
    std::uint64_t from_id = 0, to_id = 0;  // the gap a page of trades belongs to; shown if to_id > 0
    bool with_key = false;                 // send the API key, if there is one
    bool silent = false;                   // no frames: only on_answer hears of it
    /// Called once, on the net thread, before the frames of a good answer and after the last failure. May submit.
    std::function<void(RestAnswer&)> on_answer{};
};

/// REST of one market. Net thread. A good answer becomes `<market>/rest!` {"ctl":"rest",...} and the body as
/// `<market>/rest`, neighbours in the queue; anything else {"ctl":"fail",...}, with retry_ms where it will be repeated
/// here. Bound: one waiting request for each (purpose, instrument), the newest wins; four under way.
class RestClient : public QObject {
public:
    static constexpr std::uint64_t kBodyBytesMax = 16U << 20;
    static constexpr std::uint64_t kCatalogueBytesMax = 64U << 20;
    static constexpr std::size_t kUnderWayMax = 4;

    /// `limiters` are the budgets of the hosts, shared by all markets there.
    /// `route` is the venue's way out; nullptr: always direct.
    RestClient(NetShared& shared, const RestConfig& config, const std::string& market, LimiterPool& limiters,
               ProxyRoute* route = nullptr);
    ~RestClient() override;

    void submit(RestJob job);
    void tick();  // every 50 ms: sends what is due and within the budget
    void stop();  // drops everything; nothing is emitted for it
    void setClock(std::int64_t offset_ns, std::int64_t error_ns);  // for the status row

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
        int via = ProxyBook::kDirect;
    };
    void send(RestJob job, MonoTime now);
    void onEncrypted(QNetworkReply* reply);
    void onReadable(QNetworkReply* reply);
    void onFinished(QNetworkReply* reply);
    void deliver(UnderWay& done, MonoTime now);
    void readLimits(std::string_view catalogue);
    void onRefused(UnderWay& done, int status, std::int64_t retry_after_ms, MonoTime now);
    void retryLater(RestJob job, const NetFault& fault, MonoTime now);
    void retryNow(RestJob job, const NetFault& fault);
    void failed(const RestJob& job, const NetFault& fault, std::int64_t retry_ms);
    [[nodiscard]] bool newerWaits(const RestJob& job) const;
    void useUrl(std::size_t index);
    void followRoute(MonoTime now);
    bool otherWay(int via, const NetFault& fault, MonoTime now);
    [[nodiscard]] bool turnUrl();
    [[nodiscard]] UnderWay* find(const QNetworkReply* reply);

    NetShared& m_shared;
    const RestConfig m_config;
    LimiterPool& m_limiters;
    WeightLimiter* m_limiter = nullptr;  // of the URL in use
    std::vector<std::string> m_urls;
    std::size_t m_url_index = 0, m_blocked = 0;  // the second: URLs in a row that answered 403 or 451
    ProxyRoute* const m_route;
    int m_via = ProxyBook::kDirect;  // in use now
    QNetworkAccessManager m_manager;
    SourceName m_source, m_control;
    std::vector<RestJob> m_waiting;
    std::vector<UnderWay> m_under_way;
    int m_bans = 0;
    FeedStatusRow m_row;
    std::size_t m_row_index = 0;
};

}  // namespace bw::feed
