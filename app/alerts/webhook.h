// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "core/model/code.h"
#include "core/risk/alerts/alert_event.h"

class QNetworkAccessManager;
class QNetworkReply;

namespace bw::app {

struct WebhookOptions {
    QUrl url;                    // http or https; empty: nothing is sent
    std::string secret;          // of X-Bellwether-Signature; empty: no such header
    std::vector<int> retry_ms = {1'000, 5'000, 25'000};
    int timeout_ms = 5'000;
    double per_s = 1, burst = 10;
    std::size_t queue_max = 256;
};

/// POSTs alerts to one address: 5 s for each attempt, any 2xx is success, redirects are not followed, TLS is verified.
/// Neither the address nor the secret is ever said. One attempt at a time, at most 1 a second after a burst of 10; critical
/// ones first, those of one alert in their order. Queue: 256; the oldest non-critical one is dropped and counted.
/// One thread, with an event loop.
class Webhook final : public QObject {
    Q_OBJECT
public:
    /// `counters` lives longer. `on_problem`: a message was given up (WEBHOOK_FAILED) or dropped (WEBHOOK_DROPPED).
    Webhook(WebhookOptions options, risk::WebhookCounters& counters, std::function<void(Code, const std::string&)> on_problem);
    ~Webhook() override;

    struct Message {
        std::uint64_t alert_id = 0;
        std::string id;           // of the delivery: the same for every attempt
        bool critical = false;
        bool foldable = false;    // a firing that a storm may count instead
        QByteArray body;
    };
    void post(Message message);
    /// Takes firings back that were not tried yet; their alert ids.
    [[nodiscard]] std::vector<std::uint64_t> takeFoldable();
    [[nodiscard]] std::size_t waiting() const { return m_queue.size(); }

private:
    struct Entry {
        Message message;
        std::size_t attempts = 0;
        qint64 due_ms = 0;
    };
    void pump();
    void send(std::deque<Entry>::iterator it);
    void onFinished();
    void giveUp(const Entry& entry, const std::string& why);
    void makeRoom();
    [[nodiscard]] std::deque<Entry>::iterator next(qint64 now_ms);
    [[nodiscard]] static std::string failureOf(const QNetworkReply& reply, bool timed_out);

    WebhookOptions m_options;
    risk::WebhookCounters& m_counters;
    std::function<void(Code, const std::string&)> m_on_problem;
    QNetworkAccessManager* m_network;
    QNetworkReply* m_reply = nullptr;
    std::deque<Entry> m_queue;   // the one in flight is taken out
    Entry m_current;
    bool m_timed_out = false;
    QTimer m_pump, m_timeout;
    QElapsedTimer m_clock;
    double m_tokens;
    qint64 m_tokens_at_ms = 0;
};

}  // namespace bw::app
