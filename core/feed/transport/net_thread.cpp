// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/net_thread.h"

#include <QObject>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <vector>

#include "core/feed/transport/market.h"
#include "core/feed/transport/proxy_health.h"
#include "core/feed/transport/sleep_watch.h"

namespace bw::feed {
namespace {

constexpr int kTickMs = 50;

struct DelayedRequest {
    MonoTime due;
    FeedRequest request;
};

}  // namespace

/// Everything that lives on the thread is a local of run().
class NetThread::Thread final : public QThread {
public:
    Thread(NetThread& owner, NetConfig config, TlsPolicy tls)
        : m_owner(owner), m_config(std::move(config)), m_tls(std::move(tls)), m_watch(m_config.pause_ms) {
        setObjectName(QStringLiteral("net"));
    }

protected:
    void run() override {
        NetShared shared{m_owner.m_clock,
                         m_owner.m_queue,
                         m_owner.m_board,
                         Random(m_config.seed),
                         {},
                         m_tls,
                         ProxyBook(m_config.proxies)};
        LimiterPool limiters;
        Markets markets;
        const auto make = [&](auto& configs) {
            for (auto& config : configs)
                markets.push_back(std::make_unique<Market>(shared, makeRules(std::move(config)), limiters));
        };
        make(m_config.binance);
        make(m_config.okx);
        make(m_config.deribit);
        std::string check_url;
        for (const auto& market : markets)
            if (check_url.empty()) check_url = market->checkUrl();
        ProxyHealth health(shared, check_url);
        QObject target;
        std::atomic<bool> posted{false};
        m_owner.m_requests.setWake([&] {
            if (posted.exchange(true, std::memory_order_acq_rel)) return;
            QMetaObject::invokeMethod(
                &target,
                [&] {
                    posted.store(false, std::memory_order_release);
                    serveRequests(markets);
                },
                Qt::QueuedConnection);
        });
        serveRequests(markets);  // what was asked before the wake was set
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, &target, [&] {
            health.tick();
            tick(markets);
        });
        timer.start(kTickMs);
        tick(markets);
        exec();
        m_owner.m_requests.setWake({});
        for (const auto& market : markets) market->stop();
        m_owner.m_queue.flushDrops();
    }

private:
    using Markets = std::vector<std::unique_ptr<Market>>;

    void tick(const Markets& markets) {
        const MonoTime now = m_owner.m_clock.mono();
        watch(markets, now);
        const auto due = std::stable_partition(m_delayed.begin(), m_delayed.end(),
                                               [now](const DelayedRequest& d) { return now < d.due; });
        for (auto it = due; it != m_delayed.end(); ++it) serve(markets, it->request);
        m_delayed.erase(due, m_delayed.end());
        for (const auto& market : markets) market->tick();
        m_owner.m_queue.flushDrops();
    }

    void watch(const Markets& markets, MonoTime now) {
        const SleepWatch::Finding found = m_watch.look(m_owner.m_clock.wall(), now, m_owner.m_clock.boot());
        MonoTime at = now;
        for (const auto& market : markets) {
            if (found.slept_ms != 0) at = market->resume(found.slept_ms, at);
            if (found.clock_step_ms != 0) market->clockStep(found.clock_step_ms);
        }
    }

    void serveRequests(const Markets& markets) {
        FeedRequest request;
        while (m_owner.m_requests.pop(request)) {
            // No more of them wait here than the queue itself holds.
            if (request.delay_ms > 0 && m_delayed.size() < RequestQueue::kCapacity)
                m_delayed.push_back({m_owner.m_clock.mono() + request.delay_ms * kNsPerMs, request});
            else
                serve(markets, request);
        }
        for (const auto& market : markets) market->tick();
    }

    void serve(const Markets& markets, const FeedRequest& request) {
        for (const auto& market : markets)
            if (market->owns(request.instrument) && market->serve(request)) return;
        m_owner.m_unrouted.fetch_add(1, std::memory_order_relaxed);
    }

    NetThread& m_owner;
    NetConfig m_config;
    const TlsPolicy m_tls;
    SleepWatch m_watch;
    std::vector<DelayedRequest> m_delayed;
};

NetThread::NetThread(const Clock& clock, FrameQueue& queue, RequestQueue& requests, FeedStatusBoard& board)
    : m_clock(clock), m_queue(queue), m_requests(requests), m_board(board) {}

NetThread::~NetThread() {
    stop();
}

Status NetThread::start(NetConfig config) {
    Status valid = validate(config.proxies);
    const auto check = [&valid, &config](const auto& markets) {
        for (const auto& market : markets)
            if (valid) valid = validate(market);
        for (const auto& market : markets)
            if (valid) valid = validate(market.rest.proxy, config.proxies);
    };
    check(config.binance);
    check(config.okx);
    check(config.deribit);
    if (!valid) return valid.error();
    Result<TlsPolicy> tls = TlsPolicy::make(config.tls);
    if (!tls) return tls.error();
    m_thread = std::make_unique<Thread>(*this, std::move(config), std::move(*tls));
    m_thread->start();
    return Done{};
}

void NetThread::stop() {
    if (!m_thread) return;
    m_thread->quit();
    m_thread->wait();
    m_thread.reset();
}

}  // namespace bw::feed
