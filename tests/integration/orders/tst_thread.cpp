// SPDX-License-Identifier: GPL-3.0-or-later
// The thread "orders" against the gateway simulator, in real time; and the routes of a configuration.
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <atomic>
#include <mutex>
#include <vector>

#include "app/route_config.h"
#include "core/feed/order/route_frames.h"
#include "core/feed/order/route_kill.h"
#include "core/feed/order/route_thread.h"
#include "core/feed/order_sim/order_gateway_thread.h"

using namespace bw;
using namespace bw::feed;
using Outcome = RouteReply::Outcome;
using Step = OrderPermit::Step;

namespace {

constexpr std::string_view kKey = "a key of the gateway";

/// A latch for two threads.
class SharedPermit final : public OrderPermit {
public:
    [[nodiscard]] Stop stop() const noexcept override {
        const std::int64_t since = m_since.load();
        return {static_cast<std::uint8_t>(since == 0 ? 0 : 2), static_cast<std::uint64_t>(since == 0 ? 0 : 1), true, {since}};
    }
    void enter() noexcept override { ++m_inside; }
    void leave() noexcept override { --m_inside; }
    [[nodiscard]] bool allows(bool, bool flatten, std::string_view, std::string_view) const noexcept override {
        return m_since.load() == 0 || flatten;
    }
    void report(std::string_view, std::uint64_t, Step step, State state, Code, std::string_view) override {
        const std::scoped_lock lock(m_mutex);
        m_steps.emplace_back(step, state);
    }
    void trip(MonoTime now) { m_since.store(now.ns); }
    [[nodiscard]] bool has(Step step, State state) {
        const std::scoped_lock lock(m_mutex);
        return std::ranges::find(m_steps, std::pair(step, state)) != m_steps.end();
    }

private:
    std::atomic<std::int64_t> m_since{0};
    std::atomic<int> m_inside{0};
    std::mutex m_mutex;
    std::vector<std::pair<Step, State>> m_steps;
};

struct Bench {
    explicit Bench(sim::OrderSimOptions options = {}) : gateway(withKey(std::move(options))) {
        if (!gateway.start()) qFatal("the gateway did not start");
        config.name = "mt5.sim";
        config.endpoint = gateway.endpoint();
        config.key = kKey;
    }
    static sim::OrderSimOptions withKey(sim::OrderSimOptions options) {
        options.key = kKey;
        return options;
    }
    void read() {
        std::vector<Frame> frames;
        inbox.drain(frames, 1'000);
        for (const Frame& frame : frames) {
            if (*frame.source != "route.mt5.sim!") qFatal("another source");
            if (const auto reply = decodeReply(frame.bytes.view())) replies.push_back(*reply);
            if (const auto now = decodeStatus(frame.bytes.view())) status = *now;
        }
    }
    template <class Condition>
    bool until(Condition condition) {
        return QTest::qWaitFor([&] { return read(), condition(); }, 5'000);
    }
    bool connect() {
        return bool(thread.start({config})) && until([&] { return status.error == Code::Ok && status.dialect == Dialect::V6; });
    }
    static RouteRequest open(std::uint64_t number, OrderType type = OrderType::Market) {
        RouteRequest r;
        r.op = RouteOp::Open;
        r.route = "mt5.sim";
        r.request = number;
        r.client_id = "BWABCDEFGH-" + std::to_string(number);
        r.symbol = "EURUSD";
        r.type = type;
        r.qty = "0.01";
        if (type == OrderType::Limit) r.price = "1.00000";
        r.magic = 202401;
        return r;
    }
    bool answered(std::uint64_t number, Outcome outcome) {
        return until([&] {
            return std::ranges::any_of(replies, [&](const RouteReply& r) { return r.request == number && r.outcome == outcome; });
        });
    }

    SystemClock clock;
    Inbox inbox{clock};
    FrameQueue& queue = inbox.addQueue();
    SharedPermit permit;
    sim::OrderGatewayThread gateway;
    RouteConfig config;
    RouteThread thread{clock, permit, queue};
    std::vector<RouteReply> replies;
    RouteStatus status;
};

ops::Loaded configured(const QByteArray& yaml, const QTemporaryDir& dir) {
    QFile file(dir.filePath(QStringLiteral("system.yaml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(yaml) != yaml.size()) qFatal("no file");
    file.close();
    ops::LoadOptions options;
    options.config_path = file.fileName().toStdString();
    options.sets = {"data_dir=" + dir.path().toStdString()};
    return ops::load(options);
}

}  // namespace

class TestThread : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ordersAndAnswersCrossTheThreads() {
        Bench bench;
        QVERIFY(bench.connect());
        QVERIFY(bench.thread.send(Bench::open(1)));
        QVERIFY(bench.answered(1, Outcome::Filled));
        QVERIFY(bench.thread.send(Bench::open(2, OrderType::Limit)));
        QVERIFY(bench.answered(2, Outcome::Working));
        const std::uint64_t beats = bench.thread.heartbeat();
        QTRY_VERIFY(bench.thread.heartbeat() > beats + 3);
        RouteRequest stranger = Bench::open(3);
        stranger.route = "mt5.other";
        QVERIFY(!bench.thread.send(stranger));
        QCOMPARE(bench.thread.rejected(), 1U);
        bench.thread.stop();
        QVERIFY(!bench.thread.send(Bench::open(4)));
        QCOMPARE(bench.gateway.truth().executions.at("BWABCDEFGH-1"), 1);
    }
    void aStopReachesTheGatewayByItself() {
        Bench bench;
        QVERIFY(bench.connect());
        QVERIFY(bench.thread.send(Bench::open(1, OrderType::Limit)));
        QVERIFY(bench.answered(1, Outcome::Working));
        QElapsedTimer timer;
        timer.start();
        bench.permit.trip(bench.clock.mono());
        bench.thread.wake();
        while (!bench.gateway.truth().killed && timer.elapsed() < 2'000) QThread::yieldCurrentThread();
        const qint64 killed_ms = timer.elapsed();
        qInfo("halt at the gateway after %lld ms (60 on an idle machine)", killed_ms);
        QVERIFY(killed_ms <= 1'000);
        QTRY_VERIFY_WITH_TIMEOUT(bench.permit.has(Step::Verified, OrderPermit::State::Done), 5'000);
        QVERIFY(bench.permit.has(Step::Fence, OrderPermit::State::Done));
        const sim::SimTruth truth = bench.gateway.truth();
        QVERIFY(std::ranges::none_of(truth.orders, [](const sim::SimOrder& order) { return order.working(); }));
        QVERIFY(bench.thread.send(Bench::open(2)));
        QVERIFY(bench.answered(2, Outcome::NotSent));
        QCOMPARE(bench.gateway.truth().attempts.size(), truth.attempts.size());
    }
    void aCleanStopMayCancelWhatIsOurs() {
        for (const bool cancel : {true, false}) {
            Bench bench;
            QVERIFY(bench.connect());
            QVERIFY(bench.thread.send(Bench::open(1, OrderType::Limit)));
            QVERIFY(bench.answered(1, Outcome::Working));
            bench.thread.stop(cancel);
            const sim::SimTruth truth = bench.gateway.truth();
            QCOMPARE(std::ranges::any_of(truth.orders, [](const sim::SimOrder& order) { return order.working(); }), !cancel);
            QVERIFY(!truth.killed);
        }
    }
    void stoppingNeverWaitsForADeadGateway() {
        Bench bench;
        QVERIFY(bench.connect());
        bench.gateway.stop();
        QElapsedTimer timer;
        timer.start();
        bench.thread.stop(/*cancel_opening=*/false);
        QVERIFY(timer.elapsed() < 2'000);
    }
    void aStopNeedsNoEngine() {
        Bench bench;
        QVERIFY(bench.connect());
        QVERIFY(bench.thread.send(Bench::open(1, OrderType::Limit)));
        QVERIFY(bench.answered(1, Outcome::Working));
        RouteConfig dead = bench.config, off = bench.config;
        dead.name = "mt5.dead";
        dead.endpoint = "tcp://127.0.0.1:1";
        off.name = "mt5.off";
        off.enabled = false;
        const auto kills = killRoutes({bench.config, dead, off}, bench.clock, 3'000);
        QVERIFY(kills);
        QCOMPARE(kills->size(), 2U);
        QVERIFY((*kills)[0].sent && (*kills)[0].acknowledged && (*kills)[0].verified);
        QVERIFY(!(*kills)[1].sent && !(*kills)[1].verified && (*kills)[1].code == Code::GatewayDown);
        const sim::SimTruth truth = bench.gateway.truth();
        QVERIFY(truth.killed && std::ranges::none_of(truth.orders, [](const sim::SimOrder& order) { return order.working(); }));
        QVERIFY(killRoutes({off}, bench.clock, 3'000)->empty());
    }
    void badRoutesAreRefused() {
        Bench bench;
        QCOMPARE(bench.thread.start({bench.config, bench.config}).error().code, Code::CfgDuplicateKey);
        bench.config.endpoint = "tcp://nowhere";
        QCOMPARE(bench.thread.start({bench.config}).error().code, Code::CfgSyntax);
        bench.config.endpoint = bench.gateway.endpoint();
        bench.config.key = "short";
        const Status status = bench.thread.start({bench.config});
        QCOMPARE(status.error().code, Code::CfgSyntax);
        QVERIFY(status.error().detail.find("short") == std::string::npos);
    }
    void routesComeFromTheConfiguration() {
        QTemporaryDir dir;
        const QString key_path = dir.filePath(QStringLiteral("key"));
        QFile key(key_path);
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write("canary-secret-of-the-gateway\n");
        key.close();
        key.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        const QByteArray yaml = "execution:\n  magic: 77\nrisk:\n  kill:\n    cancel_scope: account\n    keep_protective: false\nroutes:\n"
                                "  - name: mt5.demo\n    enabled: true\n    endpoint: tcp://127.0.0.1:5999\n    dialect: v6\n    key_file: " +
                                key_path.toUtf8() + "\n  - name: other\n    socket: req\n    instruments: mt5.live\n";
        const ops::Loaded loaded = configured(yaml, dir);
        for (const ops::Problem& problem : loaded.problems) qWarning("%s", problem.line().c_str());
        QVERIFY(loaded.config);
        auto routes = app::routesOf(*loaded.config);
        QVERIFY(routes);
        QCOMPARE(routes->size(), 2U);
        const RouteConfig& first = (*routes)[0];
        QVERIFY(first.enabled && first.whole_account && !first.keep_protective);
        QCOMPARE(first.pinned, Dialect::V6);
        QCOMPARE(first.key, std::string("canary-secret-of-the-gateway"));
        QCOMPARE(first.magic, 77);
        QCOMPARE(first.endpoint, std::string("tcp://127.0.0.1:5999"));
        QCOMPARE(instrumentOf(first, "EURUSD"), std::string("mt5.demo.EURUSD"));
        const RouteConfig& second = (*routes)[1];
        QVERIFY(!second.enabled && second.key.empty() && second.pinned == Dialect::Unknown);
        QVERIFY(second.socket == RouteConfig::Socket::Req);
        QCOMPARE(instrumentOf(second, "EURUSD"), std::string("mt5.live.EURUSD"));
        QVERIFY(loaded.config->show().find("canary") == std::string::npos);
        key.setPermissions(QFileDevice::ReadOwner | QFileDevice::ReadOther);
        routes = app::routesOf(*loaded.config);
        QCOMPARE(routes.error().code, Code::CfgConflict);
        QVERIFY(routes.error().detail.find("canary") == std::string::npos);
        QVERIFY(key.remove());
        QCOMPARE(app::routesOf(*loaded.config).error().code, Code::FileOpen);
        QVERIFY(app::routesOf(*configured("ui:\n  theme: dark\n", dir).config)->empty());
        const ops::Loaded twice = configured("routes:\n  - name: a\n  - name: a\n", dir);
        QCOMPARE(app::routesOf(*twice.config).error().code, Code::CfgDuplicateKey);
    }
};
QTEST_GUILESS_MAIN(TestThread)
#include "tst_thread.moc"
