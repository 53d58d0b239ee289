// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alerts/alert_delivery.h"

#include <QElapsedTimer>
#include <QThread>
#include <deque>
#include <mutex>
#include <optional>

#include "app/alerts/alert_dispatch.h"
#include "app/alerts/alert_sound.h"

namespace bw::app {
namespace {
constexpr std::size_t kEventsMax = 4'096;
constexpr int kTickMs = 200;
}  // namespace

/// Lives on the thread "alerts", but for `waiting` and the counters.
struct AlertDelivery::Impl final : QThread, AlertPort {
    Options options;
    std::function<void(Severity, Code, const std::string&)> tell;
    risk::WebhookCounters counters;
    std::mutex mutex;                               // `waiting`: held for a copy, never over I/O
    std::deque<std::optional<risk::AlertEvent>> waiting;  // absent: a new run
    Webhook* webhook = nullptr;
    AlertSound* speaker = nullptr;

    void run() override {
        const auto problem = [this](Code code, const std::string& text) { tell(Severity::Warning, code, text); };
        Webhook out(options.webhook, counters, problem);
        std::optional<AlertSound> player;
        if (options.config.sound) player.emplace(options.config.volume_pct, problem);
        webhook = &out;
        speaker = player ? &*player : nullptr;
        AlertDispatch dispatch({options.host, options.version, options.run}, *this);
        QElapsedTimer clock;
        clock.start();
        QTimer tick;
        QObject::connect(&tick, &QTimer::timeout, &tick, [&] { work(dispatch, clock.elapsed()); });
        tick.start(kTickMs);
        exec();
        work(dispatch, clock.elapsed());
        webhook = nullptr;
        speaker = nullptr;
    }
    void work(AlertDispatch& dispatch, std::int64_t now_ms) {
        std::deque<std::optional<risk::AlertEvent>> events;
        {
            const std::scoped_lock lock(mutex);
            events.swap(waiting);
        }
        for (const auto& event : events)
            if (event) dispatch.onEvent(*event, now_ms);
            else dispatch.clear();
        dispatch.onTimer(now_ms);
    }
    // --- AlertPort
    void post(Post post) override {
        webhook->post({post.alert_id, std::move(post.id), post.critical, post.foldable, QByteArray::fromStdString(post.body)});
    }
    [[nodiscard]] std::vector<std::uint64_t> takeFoldable() override { return webhook->takeFoldable(); }
    void sound(AlertSeverity severity) override {
        if (speaker != nullptr) speaker->play(severity);
    }
};

AlertDelivery::AlertDelivery(Options options, std::function<void(Severity, Code, const std::string&)> tell) : m_impl(std::make_unique<Impl>()) {
    m_impl->options = std::move(options);
    m_impl->options.webhook.url = QUrl(QString::fromStdString(m_impl->options.config.url));
    m_impl->options.webhook.secret = m_impl->options.config.secret;
    m_impl->tell = std::move(tell);
    for (const Error& one : m_impl->options.config.problems) m_impl->tell(Severity::Warning, one.code, std::string(one.where) + ": " + one.detail);
    m_impl->counters.configured = !m_impl->options.config.url.empty();
    m_impl->setObjectName(QStringLiteral("alerts"));
    m_impl->start();
}

AlertDelivery::~AlertDelivery() {
    m_impl->quit();
    m_impl->wait();
}

void AlertDelivery::push(const risk::AlertEvent& event) {
    const std::scoped_lock lock(m_impl->mutex);
    if (m_impl->waiting.size() < kEventsMax) m_impl->waiting.emplace_back(event);
    else ++m_impl->counters.dropped;
}

void AlertDelivery::clear() {
    const std::scoped_lock lock(m_impl->mutex);
    m_impl->waiting.emplace_back();
}

const risk::WebhookCounters& AlertDelivery::counters() const { return m_impl->counters; }

}  // namespace bw::app
