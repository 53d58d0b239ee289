// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/proxy_health.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

namespace bw::feed {

ProxyHealth::ProxyHealth(NetShared& shared, const std::string& url) : m_shared(shared), m_url(url) {
    for (int i = 0; i < shared.proxies.count(); ++i) {
        Check check;
        check.manager = std::make_unique<QNetworkAccessManager>();
        check.manager->setProxy(shared.proxies.socketProxy(i));
        check.manager->setAutoDeleteReplies(false);
        check.due = check.row.since = shared.clock.mono();
        check.row.source = "proxy/" + shared.proxies.name(i);
        check.row.endpoint = shared.proxies.shown(i);
        check.row.state = FeedState::Connecting;
        check.row_index = shared.board.add(check.row);
        m_checks.push_back(std::move(check));
    }
}

ProxyHealth::~ProxyHealth() {
    for (Check& check : m_checks) {
        if (check.reply == nullptr) continue;
        check.reply->disconnect(this);
        check.reply->abort();
        delete check.reply;
    }
}

void ProxyHealth::tick() {
    if (m_url.empty()) return;
    const MonoTime now = m_shared.clock.mono();
    for (std::size_t i = 0; i < m_checks.size(); ++i)
        if (m_checks[i].reply == nullptr && now >= m_checks[i].due) send(i, now);
}

void ProxyHealth::send(std::size_t index, MonoTime now) {
    Check& check = m_checks[index];
    QNetworkRequest request(QUrl(QString::fromStdString(m_url), QUrl::StrictMode));
    request.setSslConfiguration(m_shared.tls.configuration());
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(kTimeoutMs);
    request.setRawHeader("Connection", "close");  // the next check shall shake hands again
    check.sent = now;
    check.due = now + ProxyBook::kCheckNs;
    check.ssl_errors.clear();
    ++check.row.attempts;
    check.reply = check.manager->get(request);
    QNetworkReply* const reply = check.reply;
    connect(reply, &QNetworkReply::sslErrors, this,
            [this, index](const QList<QSslError>& errors) { m_checks[index].ssl_errors += errors; });
    connect(reply, &QNetworkReply::encrypted, this, [this, reply] {
        if (!m_shared.tls.check(reply->url().host().toStdString(), reply->sslConfiguration().peerCertificate()))
            reply->abort();
    });
    connect(reply, &QNetworkReply::readyRead, this, [reply] {
        constexpr qint64 kBodyBytesMax = 64 << 10;
        if (reply->bytesAvailable() > kBodyBytesMax) reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, index] { onFinished(index); });
}

void ProxyHealth::onFinished(std::size_t index) {
    Check& check = m_checks[index];
    QNetworkReply* const reply = check.reply;
    check.reply = nullptr;
    reply->deleteLater();
    const MonoTime now = m_shared.clock.mono();
    const int proxy = static_cast<int>(index);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 200 && reply->error() == QNetworkReply::NoError) {
        m_shared.proxies.onGood(proxy, now - check.sent);
        check.row.error = Code::Ok;
        check.row.attempts = 0;
        ++check.row.connects;
        check.row.last = now;
        check.row.detail = std::to_string(m_shared.proxies.latencyNs(proxy) / kNsPerMs) + " ms";
    } else {
        const NetFault fault = status != 0 && status != 200
                                   ? faultOfStatus(status, reply->errorString())
                                   : faultOfReply(reply->error(), reply->errorString(), check.ssl_errors, false,
                                                  m_shared.proxies.socketProxy(proxy).type());
        m_shared.proxies.onFault(proxy, now);
        check.row.error = fault.code;
        check.row.detail = fault.word + ": " + fault.detail;
    }
    const bool up = check.row.error == Code::Ok;
    const FeedState state = up                                     ? FeedState::Live
                            : m_shared.proxies.healthy(proxy, now) ? FeedState::Stale
                                                                   : FeedState::Down;
    if (state != check.row.state) check.row.since = now;
    check.row.state = state;
    check.row.retry_at = check.due;
    m_shared.board.update(check.row_index, check.row);
}

}  // namespace bw::feed
