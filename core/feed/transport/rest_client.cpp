// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/rest_client.h"

#include <QDateTime>
#include <QLocale>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrl>
#include <algorithm>
#include <charconv>

#include "core/feed/transport/control_frame.h"

namespace bw::feed {
namespace {

constexpr std::int64_t kThreeDaysMs = 3LL * 24 * 3600 * 1000;
constexpr std::int64_t kHalvedNs = 600 * kNsPerSec;
constexpr int kQuickRetries = 3;

/// Retry-After in ms: seconds or an HTTP date; -1 when absent or unreadable.
std::int64_t retryAfterMs(const QNetworkReply& reply) {
    const QByteArray text = reply.rawHeader("Retry-After").trimmed();
    if (text.isEmpty()) return -1;
    bool ok = false;
    const qint64 seconds = text.toLongLong(&ok);
    if (ok && seconds >= 0) return std::min<std::int64_t>(seconds, kThreeDaysMs / 1000) * 1000;
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(text), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid()) return -1;
    date.setTimeSpec(Qt::UTC);
    return std::clamp<std::int64_t>(QDateTime::currentDateTimeUtc().msecsTo(date), 0, kThreeDaysMs);
}

std::string pathOnly(const std::string& path) {
    return path.substr(0, path.find('?'));
}

/// The bytes of the JSON object around `at`; empty if it has none.
std::string_view objectAround(std::string_view text, std::size_t at) {
    const std::size_t begin = text.rfind('{', at), end = text.find('}', at);
    return begin == std::string_view::npos || end == std::string_view::npos ? std::string_view{}
                                                                            : text.substr(begin, end - begin);
}

/// The number after "key":, which may stand in quotation marks; 0 if there is none.
int numberAfter(std::string_view object, std::string_view key) {
    const std::size_t at = object.find(key);
    if (at == std::string_view::npos) return 0;
    object.remove_prefix(at + key.size());
    while (object.starts_with(' ') || object.starts_with('"')) object.remove_prefix(1);
    int number = 0;
    std::from_chars(object.data(), object.data() + object.size(), number);
    return number;
}

/// {"code":"0",...}
bool saysZero(const QByteArray& body) {
    QByteArray head = body.left(64);
    head.replace(' ', QByteArray());
    return head.contains("\"code\":\"0\"");
}

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

RestClient::RestClient(NetShared& shared, const RestConfig& config, const std::string& market, LimiterPool& limiters,
                       ProxyRoute* route)
    : m_shared(shared),
      m_config(config),
      m_limiters(limiters),
      m_urls{config.url},
      m_route(route),
      m_source(makeSource(market + "/rest")),
      m_control(makeSource(market + "/rest!")) {
    m_manager.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));  // never one that the desktop happens to set
    m_manager.setAutoDeleteReplies(false);
    m_row.source = *m_source;
    m_urls.insert(m_urls.end(), m_config.more_urls.begin(), m_config.more_urls.end());
    useUrl(0);
    m_row.since = m_shared.clock.mono();
    m_row_index = m_shared.board.add(m_row);
}

RestClient::~RestClient() {
    stop();
}

void RestClient::useUrl(std::size_t index) {
    m_url_index = index;
    // The venue counts by address: each way out has a budget of its own.
    const std::string way = m_via == ProxyBook::kDirect ? std::string() : " by " + m_shared.proxies.name(m_via);
    m_limiter = &m_limiters.at(QUrl(toQString(m_urls[index])).authority().toStdString() + way, m_config.weight_limit);
    if (m_config.count_limit > 0)
        m_limiter->setCountLimit(m_config.count_limit, m_config.count_window_ms * kNsPerMs, m_config.count_by_path);
    m_row.endpoint = m_urls[index] + m_config.prefix;
}

void RestClient::followRoute(MonoTime now) {
    const int via = m_route == nullptr ? ProxyBook::kDirect : m_route->use(now);
    if (via == m_via) return;
    m_via = via;
    m_manager.setProxy(m_shared.proxies.socketProxy(via));
    m_row.proxy = m_shared.proxies.name(via);
    useUrl(m_url_index);
}

bool RestClient::otherWay(int via, const NetFault& fault, MonoTime now) {
    return m_route != nullptr && m_route->onFault(via, fault, now);
}

/// To the next endpoint of the list. False when all of them refused in a row.
bool RestClient::turnUrl() {
    const bool all_refused = ++m_blocked >= m_urls.size();
    if (m_urls.size() > 1) useUrl((m_url_index + 1) % m_urls.size());
    if (all_refused) m_blocked = 0;
    return !all_refused;
}

void RestClient::setClock(std::int64_t offset_ns, std::int64_t error_ns) {
    m_row.clock_offset_ns = offset_ns;
    m_row.clock_error_ns = error_ns;
}

void RestClient::stop() {
    m_waiting.clear();
    for (UnderWay& entry : m_under_way) {
        entry.reply->disconnect(this);
        entry.reply->abort();
        entry.reply->deleteLater();
    }
    m_under_way.clear();
}

void RestClient::submit(RestJob job) {
    const auto same = std::find_if(m_waiting.begin(), m_waiting.end(), [&job](const RestJob& other) {
        return other.purpose == job.purpose && other.instrument == job.instrument;
    });
    if (same == m_waiting.end())
        m_waiting.push_back(std::move(job));
    else
        *same = std::move(job);
}

void RestClient::tick() {
    const MonoTime now = m_shared.clock.mono();
    followRoute(now);
    while (m_under_way.size() < kUnderWayMax) {
        auto best = m_waiting.end();
        for (auto it = m_waiting.begin(); it != m_waiting.end(); ++it)
            if (now >= it->due && (best == m_waiting.end() || it->order < best->order)) best = it;
        if (best == m_waiting.end() || m_limiter->delayNs(now, best->weight, pathOnly(best->path)) > 0) break;
        RestJob job = std::move(*best);
        m_waiting.erase(best);
        send(std::move(job), now);
    }
    if (m_row.retry_at.ns != 0 && now >= m_row.retry_at) m_row.retry_at = {};
    m_shared.board.update(m_row_index, m_row);
}

void RestClient::send(RestJob job, MonoTime now) {
    QNetworkRequest request(QUrl(toQString(m_urls[m_url_index] + job.path), QUrl::StrictMode));
    if (job.with_key && !m_config.api_key.empty())
        request.setRawHeader(QByteArray::fromStdString(m_config.api_key_header),
                             QByteArray::fromStdString(m_config.api_key));
    request.setSslConfiguration(m_shared.tls.configuration());
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(static_cast<int>(m_config.timeout_ms));
    request.setDecompressedSafetyCheckThreshold(-1);  // bytes_max does it
    m_limiter->onSent(now, job.weight, pathOnly(job.path));
    QNetworkReply* const reply = m_manager.get(request);
    reply->setParent(this);
    m_under_way.push_back({.reply = reply,
                           .job = std::move(job),
                           .sent = now,
                           .body = {},
                           .ssl_errors = {},
                           .in_handshake = request.url().scheme() == QLatin1String("https"),
                           .via = m_via});
    connect(reply, &QNetworkReply::readyRead, this, [this, reply] { onReadable(reply); });
    connect(reply, &QNetworkReply::finished, this, [this, reply] { onFinished(reply); });
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply](const QList<QSslError>& errors) {
        if (UnderWay* entry = find(reply)) entry->ssl_errors += errors;
    });
    connect(reply, &QNetworkReply::encrypted, this, [this, reply] { onEncrypted(reply); });
    connect(reply, &QNetworkReply::requestSent, this, [this, reply] {
        if (UnderWay* entry = find(reply)) entry->in_handshake = false;
    });
    // The transfer time-out is about silence; a body that drips must end as well.
    QTimer::singleShot(static_cast<int>(6 * m_config.timeout_ms), reply, [reply] { reply->abort(); });
}

RestClient::UnderWay* RestClient::find(const QNetworkReply* reply) {
    const auto it = std::find_if(m_under_way.begin(), m_under_way.end(),
                                 [reply](const UnderWay& entry) { return entry.reply == reply; });
    return it == m_under_way.end() ? nullptr : &*it;
}

void RestClient::onEncrypted(QNetworkReply* reply) {
    UnderWay* const entry = find(reply);
    if (entry == nullptr) return;
    entry->in_handshake = false;
    const std::string host = reply->url().host().toStdString();
    const Status pinned = m_shared.tls.check(host, reply->sslConfiguration().peerCertificate());
    if (pinned) return;
    entry->pin = faultOfPin(pinned.error());
    reply->abort();  // before the request is sent
}

void RestClient::onReadable(QNetworkReply* reply) {
    UnderWay* const entry = find(reply);
    if (entry == nullptr || entry->oversize) return;
    const auto room = static_cast<qint64>(entry->job.bytes_max) - entry->body.size();
    entry->body += reply->read(room + 1);
    if (entry->body.size() <= static_cast<qint64>(entry->job.bytes_max)) return;
    entry->oversize = true;
    reply->abort();
}

void RestClient::onFinished(QNetworkReply* reply) {
    UnderWay* const found = find(reply);
    if (found == nullptr) return;
    const MonoTime now = m_shared.clock.mono();
    if (!found->oversize && reply->isOpen()) onReadable(reply);
    UnderWay done = std::move(*found);
    m_under_way.erase(m_under_way.begin() + (found - m_under_way.data()));
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    bool has_weight = false;
    const qint64 used_weight = reply->rawHeader("X-MBX-USED-WEIGHT-1M").toLongLong(&has_weight);
    if (has_weight) m_limiter->onReported(now, used_weight);
    if (done.oversize) {
        failed(done.job, {Code::Size, "size", "body above " + std::to_string(done.job.bytes_max) + " bytes", 0}, -1);
    } else if (done.pin.code != Code::Ok) {
        if (otherWay(done.via, done.pin, now))
            retryNow(std::move(done.job), done.pin);
        else
            retryLater(std::move(done.job), done.pin, now);
    } else if (status == 200 && reply->error() == QNetworkReply::NoError) {
        if (m_config.zero_code && !saysZero(done.body))
            failed(done.job,
                   {Code::VenueError, "venue_error",
                    done.job.path + ": " + shortText(QString::fromUtf8(done.body.left(160))), 400},
                   -1);
        else
            deliver(done, now);
    } else if (status != 0 && status != 200) {
        onRefused(done, status, retryAfterMs(*reply), now);
    } else {
        const NetFault fault = faultOfReply(reply->error(), reply->errorString(), done.ssl_errors, done.in_handshake,
                                            m_shared.proxies.socketProxy(done.via).type());
        if (otherWay(done.via, fault, now))
            retryNow(std::move(done.job), fault);
        else
            retryLater(std::move(done.job), fault, now);
    }
    tick();
}

void RestClient::deliver(UnderWay& done, MonoTime now) {
    const std::string_view body(done.body.constData(), static_cast<std::size_t>(done.body.size()));
    const WallTime wall = m_shared.clock.wall();
    RestAnswer answer{done.job, 200, true, body, now - done.sent, wall};
    if (done.job.on_answer) done.job.on_answer(answer);
    ControlFrame frame("rest");
    frame.add("purpose", done.job.purpose)
        .add("instrument", done.job.instrument)
        .add("gen", done.job.gen)
        .add("path", done.job.path)
        .add("status", 200)
        .add("used_weight", m_limiter->used(now))
        .add("rtt_ns", answer.rtt_ns);
    if (done.job.to_id > 0) frame.add("from_id", done.job.from_id).add("to_id", done.job.to_id);
    if (answer.last) frame.addTrue("last");
    const std::string text = frame.text();
    if (!done.job.silent)
        m_shared.queue.pushPair({m_control, wall, now, FrameBytes(std::string_view(text))},
                                {m_source, wall, now, FrameBytes(body)});
    if (done.job.purpose == "catalogue") readLimits(body);
    if (m_route != nullptr) m_route->onGood(done.via);
    m_bans = 0;
    m_blocked = 0;
    if (m_row.state != FeedState::Live) m_row.since = now;
    m_row.state = FeedState::Live;
    m_row.error = Code::Ok;
    m_row.detail.clear();
    m_row.last = now;
    m_row.retry_at = {};
    m_row.attempts = 0;
    ++m_row.connects;
    ++m_row.frames;
    m_row.bytes += body.size();
}

void RestClient::readLimits(std::string_view catalogue) {
    // Many megabytes of JSON for two numbers: the objects that name them are enough.
    const std::string_view weight = objectAround(catalogue, catalogue.find("\"REQUEST_WEIGHT\""));
    const int weight_limit = numberAfter(weight, "\"limit\":");
    if (weight_limit > 0 && weight.find("\"MINUTE\"") != std::string_view::npos) m_limiter->setLimit(weight_limit);
    const std::string_view raw = objectAround(catalogue, catalogue.find("\"RAW_REQUESTS\""));
    const int raw_limit = numberAfter(raw, "\"limit\":") * 8 / 10;
    if (raw_limit > 0 && raw.find("\"MINUTE\"") != std::string_view::npos)
        m_limiter->setCountLimit(raw_limit, std::max(1, numberAfter(raw, "\"intervalNum\":")) * kNsPerMin,
                                 /*by_path=*/false);
}

void RestClient::onRefused(UnderWay& done, int status, std::int64_t retry_after_ms, MonoTime now) {
    NetFault fault =
        faultOfStatus(status, toQString(done.job.path) + QLatin1String(": ") + QString::fromUtf8(done.body.left(160)));
    if (fault.code == Code::ProxyAuth && otherWay(done.via, fault, now)) return retryNow(std::move(done.job), fault);
    if (status >= 500 || fault.code == Code::ProxyAuth) return retryLater(std::move(done.job), fault, now);
    std::int64_t pause_ms = 0;
    if (status == 429) {
        pause_ms = retry_after_ms >= 0 ? retry_after_ms : m_config.busy_pause_ms;
        m_limiter->halveUntil(now + kHalvedNs);
    } else if (status == 418) {
        const std::int64_t ban_ms = std::min(kThreeDaysMs, m_config.banned_pause_ms << std::min(m_bans++, 20));
        pause_ms = retry_after_ms >= 0 ? retry_after_ms : ban_ms;
    } else if (status == 403 || status == 451) {
        // The next proxy, or else the next endpoint, at once.
        if (otherWay(done.via, fault, now) || turnUrl()) return retryNow(std::move(done.job), fault);
        fault = {Code::Blocked, "blocked", fault.word + ": " + fault.detail, status};
        pause_ms = m_config.blocked_pause_ms;
    }
    if (pause_ms == 0) {  // repeating it would not mend it
        done.job.failures = done.job.attempts_max;
        return failed(done.job, fault, -1);
    }
    m_limiter->pauseUntil(now + pause_ms * kNsPerMs);
    failed(done.job, fault, pause_ms);
    RestJob job = std::move(done.job);
    job.due = now + pause_ms * kNsPerMs;
    if (!newerWaits(job)) m_waiting.push_back(std::move(job));
}

void RestClient::retryNow(RestJob job, const NetFault& fault) {
    failed(job, fault, 0);
    if (!newerWaits(job)) m_waiting.push_back(std::move(job));
}

bool RestClient::newerWaits(const RestJob& job) const {
    return std::any_of(m_waiting.begin(), m_waiting.end(), [&job](const RestJob& newer) {
        return newer.purpose == job.purpose && newer.instrument == job.instrument;
    });
}

void RestClient::retryLater(RestJob job, const NetFault& fault, MonoTime now) {
    ++job.failures;
    if (newerWaits(job) || (job.failures >= job.attempts_max && !job.until_done)) return failed(job, fault, -1);
    const std::int64_t base_ms =
        std::min<std::int64_t>(60'000, m_config.retry_base_ms << std::min(job.failures - 1, 20));
    std::int64_t pause_ms = base_ms;
    if (job.failures > kQuickRetries)
        pause_ms = static_cast<std::int64_t>(static_cast<double>(base_ms) * (0.5 + 0.5 * m_shared.random.uniform()));
    failed(job, fault, pause_ms);
    job.due = now + pause_ms * kNsPerMs;
    m_waiting.push_back(std::move(job));
}

void RestClient::failed(const RestJob& job, const NetFault& fault, std::int64_t retry_ms) {
    RestAnswer answer{job, fault.http_status};
    if (retry_ms < 0 && job.on_answer) {
        job.on_answer(answer);
        retry_ms = answer.again_ms;
    }
    ControlFrame frame("fail");
    frame.add("code", fault.word).add("detail", fault.detail);
    // Never 0: without a time, or with none to wait, it would read as given up.
    if (retry_ms >= 0) frame.add("retry_ms", std::max<std::int64_t>(retry_ms, 1));
    frame.add("purpose", job.purpose).add("instrument", job.instrument).add("gen", job.gen);
    if (job.to_id > 0) frame.add("from_id", job.from_id).add("to_id", job.to_id);
    if (answer.last) frame.addTrue("last");
    if (!job.silent) m_shared.queue.push(makeFrame(m_control, m_shared.clock, frame.text()));
    const MonoTime now = m_shared.clock.mono();
    if (m_row.state != FeedState::Down) m_row.since = now;
    m_row.state = FeedState::Down;
    m_row.error = fault.code;
    m_row.detail = fault.word + ": " + fault.detail;
    m_row.retry_at = retry_ms >= 0 ? now + retry_ms * kNsPerMs : MonoTime{};
    ++m_row.attempts;
}

}  // namespace bw::feed
