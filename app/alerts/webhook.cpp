// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alerts/webhook.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <algorithm>
#include <cmath>

#include "core/model/sha256.h"

namespace bw::app {

Webhook::Webhook(WebhookOptions options, risk::WebhookCounters& counters, std::function<void(Code, const std::string&)> on_problem)
    : m_options(std::move(options)), m_counters(counters), m_on_problem(std::move(on_problem)),
      m_network(new QNetworkAccessManager(this)), m_tokens(m_options.burst) {
    m_counters.configured = !m_options.url.isEmpty();
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_clock.start();
    m_pump.setSingleShot(true);
    m_timeout.setSingleShot(true);
    connect(&m_pump, &QTimer::timeout, this, &Webhook::pump);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        m_timed_out = true;
        if (m_reply != nullptr) m_reply->abort();
    });
}

Webhook::~Webhook() {
    if (m_reply == nullptr) return;
    m_reply->disconnect(this);
    m_reply->abort();
}

void Webhook::post(Message message) {
    if (m_options.url.isEmpty()) return;
    m_queue.push_back({std::move(message), 0, 0});
    if (m_queue.size() > m_options.queue_max) makeRoom();
    pump();
}

/// The oldest one that is not critical; if all are, the oldest.
void Webhook::makeRoom() {
    auto victim = std::find_if(m_queue.begin(), m_queue.end(), [](const Entry& one) { return !one.message.critical; });
    if (victim == m_queue.end()) victim = m_queue.begin();
    const std::string id = victim->message.id;
    m_queue.erase(victim);
    const std::uint64_t dropped = ++m_counters.dropped;
    // Once per doubling: an overflow must not become a flood of its own.
    if ((dropped & (dropped - 1)) == 0) m_on_problem(Code::WebhookDropped, std::to_string(dropped) + " so far, newest " + id);
}

std::vector<std::uint64_t> Webhook::takeFoldable() {
    std::vector<std::uint64_t> taken;
    std::erase_if(m_queue, [&](const Entry& one) {
        if (!one.message.foldable || one.attempts > 0) return false;
        taken.push_back(one.message.alert_id);
        return true;
    });
    return taken;
}

/// Critical ones first, else the oldest; never past an earlier one of the same alert.
std::deque<Webhook::Entry>::iterator Webhook::next(qint64 now_ms) {
    auto best = m_queue.end();
    for (auto it = m_queue.begin(); it != m_queue.end(); ++it) {
        if (it->due_ms > now_ms || (best != m_queue.end() && (best->message.critical || !it->message.critical))) continue;
        const bool later = std::any_of(m_queue.begin(), it, [&](const Entry& one) { return one.message.alert_id == it->message.alert_id; });
        if (!later) best = it;
    }
    return best;
}

void Webhook::pump() {
    if (m_reply != nullptr || m_queue.empty()) return;
    const qint64 now = m_clock.elapsed();
    m_tokens = std::min(m_options.burst, m_tokens + static_cast<double>(now - m_tokens_at_ms) * m_options.per_s / 1'000);
    m_tokens_at_ms = now;
    if (m_tokens < 1) {
        m_pump.start(static_cast<int>(std::ceil((1 - m_tokens) * 1'000 / m_options.per_s)));
        return;
    }
    const auto it = next(now);
    if (it != m_queue.end()) {
        m_tokens -= 1;
        send(it);
        return;
    }
    qint64 due = now + 60'000;
    for (const Entry& one : m_queue)
        if (one.due_ms > now) due = std::min(due, one.due_ms);
    m_pump.start(static_cast<int>(due - now));
}

void Webhook::send(std::deque<Entry>::iterator it) {
    m_current = std::move(*it);
    m_queue.erase(it);
    ++m_current.attempts;
    QNetworkRequest request(m_options.url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("bellwether"));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setRawHeader("X-Bellwether-Delivery", QByteArray::fromStdString(m_current.message.id));
    const QByteArray& body = m_current.message.body;
    if (!m_options.secret.empty()) {
        const Digest mac = hmacSha256(m_options.secret, {body.constData(), static_cast<std::size_t>(body.size())});
        request.setRawHeader("X-Bellwether-Signature", QByteArray("sha256=").append(QByteArray::fromStdString(hex(mac))));
    }
    m_timed_out = false;
    m_reply = m_network->post(request, body);
    connect(m_reply, &QNetworkReply::finished, this, &Webhook::onFinished);
    // What the server says is not wanted; it must not pile up either.
    connect(m_reply, &QNetworkReply::readyRead, m_reply, [reply = m_reply] { static_cast<void>(reply->readAll()); });
    m_timeout.start(m_options.timeout_ms);
}

void Webhook::onFinished() {
    m_timeout.stop();
    QNetworkReply* reply = m_reply;
    m_reply = nullptr;
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!m_timed_out && status >= 200 && status < 300) {
        ++m_counters.sent;
    } else if (m_current.attempts > m_options.retry_ms.size()) {
        giveUp(m_current, failureOf(*reply, m_timed_out));
    } else {
        m_current.due_ms = m_clock.elapsed() + m_options.retry_ms[m_current.attempts - 1];
        m_current.message.foldable = false;
        m_queue.push_front(std::move(m_current));  // before later ones of the same alert
        if (m_queue.size() > m_options.queue_max) makeRoom();
    }
    pump();
}

void Webhook::giveUp(const Entry& entry, const std::string& why) {
    ++m_counters.failed;
    m_on_problem(Code::WebhookFailed, entry.message.id + " after " + std::to_string(entry.attempts) + " attempts: " + why);
}

/// Qt's own texts name the address.
std::string Webhook::failureOf(const QNetworkReply& reply, bool timed_out) {
    if (timed_out) return "no answer in time";
    if (const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); status != 0)
        return (status >= 300 && status < 400 ? "redirects are not followed, HTTP " : "HTTP ") + std::to_string(status);
    switch (reply.error()) {
        case QNetworkReply::ConnectionRefusedError: return "connection refused";
        case QNetworkReply::HostNotFoundError: return "host not found";
        case QNetworkReply::RemoteHostClosedError: return "closed by the other side";
        case QNetworkReply::SslHandshakeFailedError: return "TLS: the certificate is not trusted";
        default: return "network error " + std::to_string(static_cast<int>(reply.error()));
    }
}

}  // namespace bw::app
