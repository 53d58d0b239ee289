// SPDX-License-Identifier: GPL-3.0-or-later
// The other kinds of gateway, and the heartbeat: what never leaves for whom, and what the round trips show.
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>

#include "tests/integration/orders/client_rig.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::feed;
using test::Rig;
using Message = test::ScriptedGateway::Message;
using Outcome = RouteReply::Outcome;
using Step = OrderPermit::Step;
using State = OrderPermit::State;

namespace {

/// A bare EA: any text with `action` or `magic` in it is a trade.
struct BareEa {
    explicit BareEa(Rig& r) : rig(r) {
        rig.gateway.handler = [this](const Message& m) {
            if (m.text.find("action") != std::string::npos || m.text.find("magic") != std::string::npos) ++trades;
            rig.gateway.send(m, "{\"status\":\"ERROR\",\"msg\":\"Unknown\"}");
        };
    }
    Rig& rig;
    int trades = 0;
};

void answerP3(Rig& rig, const Message& m) {
    const std::string head = "{\"uuid\":\"" + m.tree["uuid"].text + "\",";
    if (m.action == "HELLO") rig.gateway.send(m, head + "\"status\":\"ERROR\",\"error_code\":\"UNKNOWN_ACTION\"}");
    if (m.action == "PING") rig.gateway.send(m, head + "\"status\":\"ok\",\"server_time\":1768482811}");
    if (m.action == "OPEN") rig.gateway.send(m, head + "\"status\":\"FILLED\",\"ticket\":9,\"volume\":0.01,\"price\":1.1}");
    if (m.action == "SYNC_ALL")
        rig.gateway.send(m, head + "\"account\":{\"equity\":1},\"positions\":[{\"symbol\":\"EURUSD\",\"ticket\":9,\"volume\":0.01,\"type\":\"BUY\"}]}");
}

RouteConfig pinned(Dialect dialect) {
    RouteConfig config;
    config.pinned = dialect;
    return config;
}

std::int64_t percentile(std::vector<std::int64_t> values, int percent) {
    std::ranges::sort(values);
    return values[(values.size() * static_cast<std::size_t>(percent) + 99) / 100 - 1];
}

}  // namespace

class TestGateways : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBareEaIsNeverTradedWith() {
        Rig rig({}, /*connect=*/false);
        BareEa ea(rig);
        QVERIFY(rig.until([&] { return rig.client->status().dialect == Dialect::P0; }));
        for (int op = 0; op < kRouteOps; ++op)
            QCOMPARE(rig.answer(rig.ask(static_cast<RouteOp>(op), 1 + static_cast<std::uint64_t>(op))).outcome, Outcome::NotSent);
        rig.pass(200'000);
        rig.trip();
        rig.pass(100'000);
        QVERIFY(rig.permit.is(Step::Fence, State::Done));
        QVERIFY(rig.permit.is(Step::Acknowledged, State::Failed, Code::Unsupported));
        QVERIFY(rig.permit.is(Step::Verified, State::Failed, Code::Unsupported));
        rig.gateway.die();
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::GatewayDown; }));
        rig.pass(20'000);
        rig.gateway.comeBack();
        QVERIFY(rig.until([&] { rig.clock.ns += kNsPerMs; return rig.client->status().error == Code::Unsupported; }));
        rig.pass(100'000);
        rig.permit.now = {0, 0, true, {}};
        rig.client->beginExit();
        rig.pass(200'000);
        QCOMPARE(rig.client->status().dialect, Dialect::P0);
        QCOMPARE(ea.trades, 0);
        QCOMPARE(rig.gateway.count.size(), 1U);  // probes, each 5 s
        QVERIFY2(rig.gateway.count["HELLO"] >= 110 && rig.gateway.count["HELLO"] <= 135, qPrintable(QString::number(rig.gateway.count["HELLO"])));
        QCOMPARE(rig.client->status().health, RouteHealth::Healthy);
    }
    void whatNobodyKnowsIsLeftAlone_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("silence") << QByteArray();
        QTest::newRow("another program") << QByteArray("{\"hello\":\"world\"}");
    }
    void whatNobodyKnowsIsLeftAlone() {
        QFETCH(QByteArray, answer);
        for (const bool is_pinned : {false, true}) {
            Rig rig(pinned(is_pinned ? Dialect::P3 : Dialect::Unknown), /*connect=*/false);
            rig.gateway.handler = [&](const Message& m) {
                if (!answer.isEmpty()) rig.gateway.send(m, answer.toStdString());
            };
            QVERIFY(rig.until([&] { return rig.gateway.count["HELLO"] == 1; }));
            rig.pass(15'000);
            if (is_pinned) {  // the user says what it is, and the probe says nothing else
                QCOMPARE(rig.client->status().dialect, Dialect::P3);
                QVERIFY(rig.gateway.count["PING"] > 0);
                continue;
            }
            QCOMPARE(rig.client->status().dialect, Dialect::Unknown);
            QCOMPARE(rig.client->status().error, Code::GatewayUnknown);
            QCOMPARE(rig.answer(rig.open(1)).code, Code::GatewayUnknown);
            rig.trip();
            rig.pass(3'000);
            QVERIFY(rig.permit.is(Step::Sent, State::Failed, Code::GatewayDown));
            QCOMPARE(rig.gateway.count.size(), 1U);
        }
    }
    void aPinThatTheProbeContradictsIsWatchedOnly() {
        Rig rig(pinned(Dialect::P3), /*connect=*/false);
        BareEa ea(rig);
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::GatewayDialect; }));
        QCOMPARE(rig.answer(rig.open(1)).code, Code::GatewayDialect);
        rig.trip();
        rig.pass(30'000);
        QCOMPARE(ea.trades, 0);
        QCOMPARE(rig.gateway.count.size(), 1U);
    }
    void p3TradesAndCannotCancel() {
        Rig rig({}, /*connect=*/false);
        rig.gateway.handler = [&](const Message& m) { answerP3(rig, m); };
        QVERIFY(rig.until([&] { return rig.client->status().dialect == Dialect::P3 && rig.ready(); }));
        RouteReply reply = rig.answer(rig.open(1));
        QCOMPARE(reply.outcome, Outcome::Filled);
        QCOMPARE(reply.venue_id, std::string("9"));
        RouteRequest limit = rig.open(2);
        limit.type = OrderType::Limit;
        limit.price = "1.1";
        QCOMPARE(rig.answer(limit).code, Code::OrderNotCancellable);
        QCOMPARE(rig.answer(rig.ask(RouteOp::Cancel, 3)).code, Code::Unsupported);
        QCOMPARE(rig.answer(rig.ask(RouteOp::QueryOrder, 4)).code, Code::Unsupported);
        QCOMPARE(rig.answer(rig.ask(RouteOp::SyncAll, 5)).outcome, Outcome::Ok);
        QVERIFY(!rig.snapshots[0].has_orders);
        rig.trip();
        rig.pass(1'000);
        QVERIFY(rig.permit.is(Step::Sent, State::NotApplicable, Code::Unsupported));
        QVERIFY(rig.permit.is(Step::Queried, State::Done));
        QVERIFY(rig.permit.is(Step::Verified, State::Failed, Code::Unsupported));
        QVERIFY(rig.permit.of(Step::Verified)->detail.starts_with("1 position;"));
        QCOMPARE(rig.gateway.count.contains("CANCEL_ALL"), false);
        QCOMPARE(rig.gateway.count.contains("KILL"), false);
    }
    void p2TakesOneOrderAtATimeAndIsRemadeAfterSilence() {
        RouteConfig config;
        config.allow_unverifiable = true;
        Rig rig(config, /*connect=*/false);
        bool silent = false;
        rig.gateway.handler = [&](const Message& m) {
            if (m.action == "HELLO") rig.gateway.send(m, "{\"error\":true,\"ticket\":0,\"msg\":\"?\",\"retcode\":0}");
            if (m.action == "ORDER_SEND" && !silent) rig.gateway.send(m, "{\"error\":false,\"ticket\":5,\"msg\":\"\",\"retcode\":10009}");
        };
        QVERIFY(rig.until([&] { return rig.client->status().dialect == Dialect::P2 && rig.ready(); }));
        QCOMPARE(rig.answer(rig.open(1)).outcome, Outcome::Filled);
        silent = true;
        QVERIFY(rig.client->request(rig.open(2)));
        rig.settle();
        rig.pass(2'010);
        QCOMPARE(rig.of(2).outcome, Outcome::Unknown);
        // the answer comes late, on a line that is gone: nobody takes it for another order's
        const Message late = rig.gateway.last("ORDER_SEND");
        rig.pass(300);
        silent = false;
        rig.gateway.send(late, "{\"error\":true,\"retcode\":10013}");
        rig.pass(300);
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::Ok && rig.ready(); }));
        QCOMPARE(rig.answer(rig.open(3)).outcome, Outcome::Filled);
        QCOMPARE(rig.gateway.count["ORDER_SEND"], 3);
        rig.trip();
        rig.pass(8'000);
        QVERIFY(rig.permit.is(Step::Acknowledged, State::Done));
        QVERIFY(rig.permit.is(Step::Verified, State::Failed, Code::NotReconcilable));
        QCOMPARE(rig.gateway.count.size(), 2U);
    }
    void p2NeedsTheUsersConsent() {
        Rig rig({}, /*connect=*/false);
        rig.gateway.handler = [&](const Message& m) { rig.gateway.send(m, "{\"error\":true,\"retcode\":0}"); };
        QVERIFY(rig.until([&] { return rig.client->status().dialect == Dialect::P2; }));
        QCOMPARE(rig.client->status().error, Code::NotReconcilable);
        QCOMPARE(rig.answer(rig.open(1)).code, Code::NotReconcilable);
    }
    void aStrictPeerGetsReqSockets() {
        RouteConfig config;
        config.socket = RouteConfig::Socket::Req;
        Rig rig(config);
        QVERIFY(rig.gateway.got.front().has_delimiter);
        QCOMPARE(rig.answer(rig.open(1)).outcome, Outcome::Filled);
        QCOMPARE(rig.answer(rig.ask(RouteOp::Cancel, 2)).outcome, Outcome::Cancelled);
        rig.trip();
        rig.pass(1'000);
        QVERIFY(rig.permit.is(Step::Acknowledged, State::Done));
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
        QCOMPARE(rig.gateway.count["KILL"], 1);
    }
    void aStrictPeerThatHangsIsKilledOnANewLine() {
        RouteConfig config;
        config.socket = RouteConfig::Socket::Req;
        Rig rig(config);
        rig.gateway.dropped = {"SYNC_ALL"};
        QVERIFY(rig.client->request(rig.ask(RouteOp::SyncAll, 1)));
        QVERIFY(rig.until([&] { return rig.gateway.count["SYNC_ALL"] == 1; }));
        rig.trip();
        QVERIFY(rig.until([&] { rig.clock.ns += kNsPerMs; return rig.permit.is(Step::Acknowledged, State::Done); }));
        QCOMPARE(rig.of(1).outcome, Outcome::Failed);
    }
    void pingPercentilesAreThoseOfTheDelays() {
        RouteConfig config;
        config.ping_ms = 500;
        Rig rig(config);
        Random random(test::seedOr(0x91460));
        std::vector<std::int64_t> delays;
        rig.gateway.handler = [&](const Message& m) {
            const std::int64_t delay = static_cast<std::int64_t>(1 + random.below(random.below(10) == 0 ? 400 : 40)) * kNsPerMs;
            rig.clock.ns += delay;
            delays.push_back(delay);
            rig.gateway.send(m, rig.gateway.v6(m));
        };
        const std::uint64_t before = rig.client->status().ping_count;
        const auto until = [&](std::size_t n) {
            while (delays.size() < n) rig.pass(delays.size() < 100 ? 500 : 50'000);
        };
        until(10);
        QVERIFY(rig.client->status().ping_p50_ns > 0);
        QCOMPARE(rig.client->status().ping_p95_ns, -1);
        until(90);
        QVERIFY(rig.client->status().ping_p95_ns > 0);
        QCOMPARE(rig.client->status().ping_p99_ns, -1);
        until(400);
        const RouteStatus status = rig.client->status();
        QCOMPARE(status.ping_count, before + delays.size());
        QCOMPARE(status.timeouts, 0U);
        const auto near = [](std::int64_t got, std::int64_t want) { return std::abs(double(got - want)) <= 0.05 * double(want); };
        for (const auto& [got, percent] : {std::pair(status.ping_p50_ns, 50), std::pair(status.ping_p95_ns, 95), std::pair(status.ping_p99_ns, 99)}) {
            const std::int64_t want = percentile(delays, percent);
            QVERIFY2(near(got, want), qPrintable(QStringLiteral("p%1 %2 ns, injected %3 ns").arg(percent).arg(got).arg(want)));
        }
        QCOMPARE(status.ping_max_ns, *std::ranges::max_element(delays));
        QVERIFY(!status.polls_slowly);
    }
    void aGatewayOnASlowTimerIsSeen() {
        Rig rig;
        rig.gateway.handler = [&](const Message& m) {
            // looks each second: pings each 5.03 s drift over its second
            rig.clock.ns += kNsPerSec - rig.clock.ns % kNsPerSec;
            rig.gateway.send(m, rig.gateway.v6(m));
        };
        for (int i = 0; i < 40; ++i) {
            rig.pass(5'000);
            rig.clock.ns += 30 * kNsPerMs;
        }
        QVERIFY(rig.client->status().polls_slowly);
    }
    void threeMissesFailTheRouteAndPingingGoesOn() {
        Rig rig;
        rig.pass(11'000);
        QCOMPARE(rig.client->status().health, RouteHealth::Healthy);
        rig.gateway.dropped = {"PING", "HELLO"};
        rig.pass(8'000);
        QCOMPARE(rig.client->status().health, RouteHealth::Degraded);
        rig.pass(20'000);
        QCOMPARE(rig.client->status().health, RouteHealth::Failed);
        QVERIFY(rig.client->status().fail_count >= 3);
        const int asked = rig.gateway.count["PING"] + rig.gateway.count["HELLO"];
        rig.pass(30'000);
        QVERIFY(rig.gateway.count["PING"] + rig.gateway.count["HELLO"] >= asked + 5);
        rig.gateway.dropped = {};
        rig.pass(6'000);
        QCOMPARE(rig.client->status().health, RouteHealth::Healthy);
        QCOMPARE(rig.client->status().fail_count, 0U);
        QCOMPARE(rig.client->status().error, Code::Ok);
    }
    void theStateIsToldAtEachChangeAndEach5s() {
        Rig rig;
        const std::size_t before = rig.statuses.size();
        rig.pass(50'000);
        const std::size_t told = rig.statuses.size() - before;
        QVERIFY2(told >= 9 && told <= 12, qPrintable(QString::number(told)));
        rig.gateway.die();
        QVERIFY(rig.until([&] { return rig.statuses.back().error == Code::GatewayDown; }));
    }
    void anOpenLineToAnotherMachineCarriesNoOrders() {
        // 0.0.0.0 reaches this machine, but is no loopback address
        const auto connect = [](Rig& rig, bool allow_plain) {
            rig.config.endpoint.replace(rig.config.endpoint.find("127.0.0.1"), 9, "0.0.0.0");
            rig.config.allow_plain = allow_plain;
            rig.start();
            return rig.until([&] { return rig.client->status().dialect != Dialect::Unknown && rig.ready(); });
        };
        const auto speakP3 = [](Rig& rig) { rig.gateway.handler = [&rig](const Message& m) { answerP3(rig, m); }; };
        Rig plain({}, /*connect=*/false);
        speakP3(plain);
        QVERIFY(connect(plain, false));
        QCOMPARE(plain.client->status().error, Code::GatewayInsecure);
        QVERIFY(!plain.client->status().secure);
        QCOMPARE(plain.answer(plain.open(1)).code, Code::GatewayInsecure);
        QCOMPARE(plain.answer(plain.ask(RouteOp::Close, 2)).code, Code::GatewayInsecure);
        QCOMPARE(plain.answer(plain.ask(RouteOp::SyncAll, 3)).outcome, Outcome::Ok);
        QCOMPARE(plain.gateway.count.contains("OPEN"), false);
        Rig allowed({}, /*connect=*/false);
        speakP3(allowed);
        QVERIFY(connect(allowed, true));
        QVERIFY(!allowed.client->status().secure);
        QCOMPARE(allowed.answer(allowed.open(1)).outcome, Outcome::Filled);
        Rig signed_line({}, /*connect=*/false);
        QVERIFY(connect(signed_line, false));
        QVERIFY(signed_line.client->status().secure);
        QCOMPARE(signed_line.answer(signed_line.open(1)).outcome, Outcome::Filled);
    }
    void theLineMayBeEncrypted() {
        std::array<char, 41> server_public{}, server_secret{}, our_public{}, our_secret{};
        if (zmq_curve_keypair(server_public.data(), server_secret.data()) != 0 || zmq_curve_keypair(our_public.data(), our_secret.data()) != 0)
            QSKIP("libzmq without CURVE");
        Rig rig({}, /*connect=*/false);
        rig.client.reset();
        rig.gateway.die();
        rig.gateway.curve_secret = server_secret.data();
        rig.gateway.bind("tcp://127.0.0.1:*");
        rig.config.endpoint = rig.gateway.endpoint;
        rig.start();  // without keys nobody gets in
        QVERIFY(!rig.until([&] { return rig.client->status().error != Code::GatewayDown; }, 200));
        rig.config.curve = CurveKeys{server_public.data(), our_public.data(), our_secret.data()};
        rig.start();
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::Ok && rig.ready(); }));
        QCOMPARE(rig.answer(rig.open(1)).outcome, Outcome::Filled);
    }
};
QTEST_GUILESS_MAIN(TestGateways)
#include "tst_gateways.moc"
