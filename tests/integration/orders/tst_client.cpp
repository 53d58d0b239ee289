// SPDX-License-Identifier: GPL-3.0-or-later
// A route's client against a gateway whose every answer the test writes, over real sockets and with a clock that stands
// still: what leaves, how often, and what silence and strange answers become.
#include <QTest>

#include "tests/integration/orders/client_rig.h"

using namespace bw;
using namespace bw::feed;
using test::Rig;
using Outcome = RouteReply::Outcome;

class TestClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theProbeComesFirstAndShowsV6() {
        Rig rig;
        QCOMPARE(rig.gateway.got.front().action, std::string("HELLO"));
        QVERIFY(rig.gateway.got.front().has_delimiter);
        const RouteStatus status = rig.client->status();
        QCOMPARE(status.dialect, Dialect::V6);
        QCOMPARE(status.health, RouteHealth::Healthy);
        QVERIFY(status.authentic && status.secure);
        QCOMPARE(int(status.trade_mode), 0);
        QCOMPARE(status.session, 1U);
        QVERIFY(!rig.statuses.empty());
    }
    void anOrderLeavesOnceAndIsAnswered() {
        Rig rig;
        const RouteReply reply = rig.answer(rig.open(5));
        QCOMPARE(reply.outcome, Outcome::Filled);
        QCOMPARE(reply.venue_id, std::string("77"));
        QCOMPARE(reply.avg_price, std::string("1.10010"));
        QCOMPARE(reply.retcode, 10009);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
        QVERIFY(rig.permit.asked == 1 && rig.permit.inside == 0);
        rig.pass(3'000);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
        QCOMPARE(rig.replies.size(), 1U);
    }
    void nobodyThereIsNotSentAndNothingWaits() {
        Rig rig;
        rig.gateway.die();
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::GatewayDown; }));
        const RouteReply reply = rig.answer(rig.open(1));
        QCOMPARE(reply.outcome, Outcome::NotSent);
        QCOMPARE(reply.code, Code::GatewayDown);
        QCOMPARE(rig.answer(rig.ask(RouteOp::Cancel, 2)).code, Code::GatewayDown);
        rig.gateway.comeBack();
        rig.pass(200);
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::Ok; }));
        rig.pass(500);
        QCOMPARE(rig.gateway.count["OPEN"], 0);
        QCOMPARE(rig.gateway.count["CANCEL"], 0);
        QCOMPARE(rig.client->status().session, 2U);
    }
    void silenceIsUnknownAndALateAnswerIsTold() {
        Rig rig;
        rig.gateway.dropped = {"OPEN"};
        QVERIFY(rig.client->request(rig.open(1)));
        rig.settle();
        rig.pass(1'990);
        QVERIFY(rig.replies.empty());
        rig.pass(20);
        QCOMPARE(rig.replies.size(), 1U);
        QCOMPARE(rig.replies[0].outcome, Outcome::Unknown);
        QCOMPARE(rig.replies[0].code, Code::OutcomeUnknown);
        rig.pass(8'000);
        const auto& open = rig.gateway.last("OPEN");
        const std::string late = rig.gateway.v6(open);
        for (int i = 0; i < 3; ++i) rig.gateway.send(open, late);
        QVERIFY(rig.until([&] { return rig.client->status().rejects >= 2; }));
        QCOMPARE(rig.replies[1].outcome, Outcome::Filled);
        QVERIFY(rig.replies[1].late);
        QCOMPARE(rig.replies[2].code, Code::ReplyUnmatched);  // the same once more
        QCOMPARE(rig.replies[2].request, 0U);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
    }
    void aDeathInTheMiddleIsUnknownAndNothingOldArrives() {
        Rig rig;
        rig.gateway.dropped = {"OPEN"};
        QVERIFY(rig.client->request(rig.open(1)));
        QVERIFY(rig.client->request(rig.open(2)));  // behind it
        QVERIFY(rig.until([&] { return rig.gateway.count["OPEN"] == 1; }));
        rig.gateway.die();
        QVERIFY(rig.until([&] { return rig.replies.size() == 2; }));
        QCOMPARE(rig.of(1).outcome, Outcome::Unknown);
        QCOMPARE(rig.of(2).outcome, Outcome::NotSent);
        rig.gateway.comeBack();
        rig.pass(200);
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::Ok; }));
        rig.pass(4'000);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
        QCOMPARE(rig.replies.size(), 2U);
        QCOMPARE(rig.client->status().session, 2U);
    }
    void oneOrderAtATimeAndCancelsPassIt() {
        Rig rig;
        rig.gateway.dropped = {"OPEN"};
        for (std::uint64_t i = 1; i <= 3; ++i) QVERIFY(rig.client->request(rig.open(i)));
        QCOMPARE(rig.answer(rig.ask(RouteOp::Cancel, 9)).outcome, Outcome::Cancelled);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
        rig.gateway.dropped = {};
        rig.pass(2'010);
        QVERIFY(rig.until([&] { return rig.replies.size() >= 4; }));
        // the first is Unknown; the others waited longer than anybody should wait
        QCOMPARE(rig.gateway.count["OPEN"], 1);
        QCOMPARE(rig.of(1).outcome, Outcome::Unknown);
        QCOMPARE(rig.of(2).outcome, Outcome::NotSent);
        QCOMPARE(rig.of(3).outcome, Outcome::NotSent);
    }
    void theQueueIsBounded() {
        Rig rig;
        std::size_t taken = 0;
        while (rig.client->request(rig.open(taken + 1))) ++taken;
        QCOMPARE(taken, RouteClient::kRequestsMax);
    }
    void aFullLineSaysNo() {
        test::StepClock clock;
        zmq::context_t context;
        zmq::socket_t peer(context, zmq::socket_type::router);
        peer.set(zmq::sockopt::rcvhwm, 1);
        peer.set(zmq::sockopt::linger, 0);
        peer.bind("tcp://127.0.0.1:*");
        RouteConfig config;
        config.endpoint = peer.get(zmq::sockopt::last_endpoint);
        Lane lane(context, clock, config);
        QVERIFY(!lane.send("{}"));  // no socket
        QVERIFY(lane.open());
        QVERIFY(!lane.send("{}"));  // no connection
        QTRY_VERIFY((lane.drainMonitor(), lane.isConnected()));
        const std::string big(1U << 19, 'x');
        int sent = 0;
        while (sent < 1'000 && lane.send(big)) ++sent;
        QVERIFY2(sent > 0 && sent < 1'000, "a peer that reads nothing");
        lane.close();
        QTRY_VERIFY((lane.drainMonitor(), lane.isGone()));
    }
    void theLatchIsAskedNextToTheSend() {
        Rig rig;
        rig.permit.barred = "mt5.test.EURUSD";
        RouteReply reply = rig.answer(rig.open(1));
        QCOMPARE(reply.outcome, Outcome::NotSent);
        QCOMPARE(reply.code, Code::LatchScope);
        reply = rig.answer(rig.ask(RouteOp::Close, 2));
        QCOMPARE(reply.code, Code::LatchScope);
        QCOMPARE(rig.answer(rig.ask(RouteOp::Cancel, 3)).outcome, Outcome::Cancelled);
        rig.permit.barred.clear();
        rig.trip(1);
        rig.pass(50);
        QVERIFY(rig.until([&] { return rig.answer(rig.open(4)).code == Code::LatchReducing; }));
        RouteRequest reducing = rig.open(5);
        reducing.reduces = true;
        QCOMPARE(rig.answer(reducing).outcome, Outcome::Filled);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
    }
    void answersHaveTheirKind() {
        Rig rig;
        QCOMPARE(rig.answer(rig.ask(RouteOp::GetAccount, 1)).outcome, Outcome::Ok);
        QCOMPARE(rig.readings.size(), 1U);
        QCOMPARE(rig.readings[0].equity, std::string("1000.10"));
        QCOMPARE(rig.readings[0].account, std::string("***345"));
        rig.gateway.working = {"BWX-1", "BWX-2"};
        rig.gateway.positions = 1;
        QCOMPARE(rig.answer(rig.ask(RouteOp::SyncAll, 2)).outcome, Outcome::Ok);
        QCOMPARE(rig.snapshots.size(), 1U);
        QCOMPARE(rig.snapshots[0].request, 2U);
        QVERIFY(rig.snapshots[0].has_orders && rig.snapshots[0].orders.size() == 2 && rig.snapshots[0].positions.size() == 1);
        RouteReply reply = rig.answer(rig.ask(RouteOp::QueryOrder, 3));
        QCOMPARE(reply.outcome, Outcome::Failed);
        QCOMPARE(reply.code, Code::OrderNotFound);
        rig.gateway.cancel_retcode = 10018;
        reply = rig.answer(rig.ask(RouteOp::Cancel, 4));
        QCOMPARE(reply.outcome, Outcome::Rejected);
        QCOMPARE(reply.code, Code::MarketClosed);
        QCOMPARE(rig.answer(rig.ask(RouteOp::CancelAll, 5)).outcome, Outcome::Ok);
        rig.gateway.open_retcode = 10013;  // whatever the status says
        reply = rig.answer(rig.open(6));
        QCOMPARE(reply.outcome, Outcome::Rejected);
        QCOMPARE(reply.code, Code::VenueInvalid);
    }
    void strangeAnswersAreCountedAndChangeNothing_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("unknown_at_once");
        const auto row = [](const char* kind, Code code, bool at_once) { QTest::newRow(kind) << QString::fromLatin1(kind) << int(code) << at_once; };
        row("no JSON", Code::JsonSyntax, false);
        row("a list", Code::JsonSyntax, false);
        row("cut off", Code::JsonSyntax, false);
        row("another id", Code::ReplyUnmatched, false);
        row("no id", Code::ReplyUnmatched, false);
        row("on the other line", Code::ReplyUnmatched, false);
        row("unsigned", Code::ReplyMacBad, true);
        row("another key", Code::ReplyMacBad, true);
        row("status changed on the way", Code::ReplyMacBad, true);
        row("old session", Code::SessionOld, false);
        row("another action", Code::ReplyUnmatched, false);
        row("another nonce", Code::ReplyUnmatched, false);
        row("a field missing", Code::FieldMissing, false);
        row("a line end in a field", Code::FieldType, false);
        row("three parts", Code::Parts, false);
    }
    void strangeAnswersAreCountedAndChangeNothing() {
        QFETCH(QString, kind);
        QFETCH(int, code);
        QFETCH(bool, unknown_at_once);
        Rig rig;
        rig.gateway.dropped = {"OPEN"};
        QVERIFY(rig.client->request(rig.open(1)));
        QVERIFY(rig.until([&] { return rig.gateway.count["OPEN"] == 1; }));
        const auto open = rig.gateway.last("OPEN");
        sendStrange(rig, kind, open);
        QVERIFY(rig.until([&] { return rig.client->status().rejects == 1; }));
        QCOMPARE(rig.replies.front().code, Code(code));
        QCOMPARE(rig.replies.front().request, 0U);
        QCOMPARE(rig.replies.size(), unknown_at_once ? 2U : 1U);
        if (unknown_at_once) {
            QCOMPARE(rig.replies[1].outcome, Outcome::Unknown);
            QCOMPARE(rig.replies[1].code, Code::ReplyMacBad);
        }
        // the true answer counts all the same
        rig.gateway.send(open, rig.gateway.v6(open));
        QVERIFY(rig.until([&] { return rig.replies.back().outcome == Outcome::Filled; }));
        QCOMPARE(rig.replies.back().late, unknown_at_once);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
    }
    void anOversizeAnswerEndsTheLineAndIsUnknown() {
        Rig rig;
        rig.gateway.dropped = {"OPEN"};
        QVERIFY(rig.client->request(rig.open(1)));
        QVERIFY(rig.until([&] { return rig.gateway.count["OPEN"] == 1; }));
        rig.gateway.send(rig.gateway.last("OPEN"), std::string((1U << 20) + 1, 'x'));
        QVERIFY(rig.until([&] { return !rig.replies.empty(); }));
        QCOMPARE(rig.replies[0].outcome, Outcome::Unknown);
        rig.pass(300);
        rig.gateway.dropped = {};
        QVERIFY(rig.until([&] { return rig.answer(rig.open(2)).outcome == Outcome::Filled; }));
        QCOMPARE(rig.gateway.count["OPEN"], 2);
    }
    void theGatewaysRefusalsHaveTheirCodes_data() {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("code");
        const auto row = [](const char* word, Outcome outcome, Code code) { QTest::newRow(word) << QByteArray(word) << int(outcome) << int(code); };
        row("MAC_BAD", Outcome::Rejected, Code::MacBad);
        row("TS_WINDOW", Outcome::Rejected, Code::TsWindow);
        row("SESSION_OLD", Outcome::Rejected, Code::SessionOld);
        row("EXPIRED", Outcome::Rejected, Code::Expired);
        row("NONCE_REUSED", Outcome::Unknown, Code::NonceReused);
        row("WHATEVER", Outcome::Unknown, Code::OutcomeUnknown);
    }
    void theGatewaysRefusalsHaveTheirCodes() {
        QFETCH(QByteArray, word);
        QFETCH(int, outcome);
        QFETCH(int, code);
        Rig rig;
        rig.gateway.handler = [&](const test::ScriptedGateway::Message& m) {
            auto e = rig.gateway.envelope(m);
            if (m.action == "OPEN") {
                e.status = "error";
                e.code = word.toStdString();
                e.retcode = 0;
                if (word == "SESSION_OLD") e.session = rig.gateway.session = "s2";
            }
            rig.gateway.send(m, rig.gateway.sign(e));
        };
        const RouteReply reply = rig.answer(rig.open(1));
        QCOMPARE(reply.outcome, Outcome(outcome));
        QCOMPARE(reply.code, Code(code));
        if (word != "SESSION_OLD") return;
        // another run of the gateway: a new HELLO, and the route is told to reconcile
        QVERIFY(rig.until([&] { return rig.client->status().session == 2; }));
        QCOMPARE(rig.answer(rig.ask(RouteOp::Cancel, 2)).outcome, Outcome::Cancelled);
    }
    void aGatewayWithoutTheKeyIsOnlyWatched() {
        Rig rig({}, /*connect=*/false);
        rig.gateway.handler = [&](const test::ScriptedGateway::Message& m) {
            rig.gateway.send(m, rig.gateway.sign(rig.gateway.envelope(m), "another key, another key"));
        };
        QVERIFY(rig.until([&] { return rig.client->status().dialect == Dialect::V6; }));
        QCOMPARE(rig.client->status().error, Code::GatewayUnauthentic);
        for (const RouteOp op : {RouteOp::Open, RouteOp::Cancel, RouteOp::SyncAll, RouteOp::Close})
            QCOMPARE(rig.answer(rig.ask(op, 1)).code, Code::GatewayUnauthentic);
        rig.trip();
        rig.pass(12'000);
        QCOMPARE(rig.gateway.count.size(), 1U);  // probes alone
        QVERIFY(rig.permit.is(OrderPermit::Step::Sent, OrderPermit::State::Failed, Code::GatewayDown));
    }
    void theGatewaysClockIsUsed() {
        Rig rig({}, /*connect=*/false);
        rig.gateway.clock_offset_ms = -90'000;
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::Ok && rig.ready(); }));
        QCOMPARE(rig.answer(rig.open(1)).outcome, Outcome::Filled);
        std::int64_t ts = 0, expires = 0;
        const auto& open = rig.gateway.last("OPEN").tree;
        QVERIFY(open["ts_ms"].integer(ts) && open["expires_ms"].integer(expires));
        const std::int64_t gateway_ms = rig.clock.wall().ns / kNsPerMs - 90'000;
        QVERIFY(std::abs(ts - gateway_ms) <= 2);
        QCOMPARE(expires - ts, 2'000);
        QVERIFY(std::abs(rig.client->status().offset_ns + 90'000 * kNsPerMs) <= 2 * kNsPerMs);
    }
    void aCleanStopCancelsWhatIsOurs() {
        Rig rig;
        rig.client->beginExit();
        QVERIFY(!rig.client->exitDone());
        QVERIFY(rig.until([&] { return rig.client->exitDone(); }));
        const auto body = parseJson(rig.gateway.last("CANCEL_ALL").tree["body"].text);
        QVERIFY(body && (*body)["scope"].text == "own" && (*body)["keep_protective"].isTrue());
        QCOMPARE(rig.gateway.count["KILL"], 0);
    }

private:
    static void sendStrange(Rig& rig, const QString& kind, const test::ScriptedGateway::Message& open) {
        auto e = rig.gateway.envelope(open);
        std::string text = rig.gateway.sign(e);
        auto to = open;
        if (kind == QStringLiteral("no JSON")) text = "what?";
        if (kind == QStringLiteral("a list")) text = "[" + text + "]";
        if (kind == QStringLiteral("cut off")) text.resize(text.size() / 2);
        if (kind == QStringLiteral("no id")) text = R"({"status":"ok","retcode":10009})";
        if (kind == QStringLiteral("on the other line")) to.peer = rig.gateway.last("HELLO").peer;
        if (kind == QStringLiteral("unsigned")) text = v6::encode(e);
        if (kind == QStringLiteral("another key")) text = rig.gateway.sign(e, "another key, another key");
        if (kind == QStringLiteral("status changed on the way")) {
            e.mac = v6::macOf(e, test::kKey);
            e.retcode = 10010;
            text = v6::encode(e);
        }
        if (kind == QStringLiteral("another id")) e.id = "0123";
        if (kind == QStringLiteral("old session")) e.session = "s0";
        if (kind == QStringLiteral("another action")) e.action = "CANCEL";
        if (kind == QStringLiteral("another nonce")) e.re = "0123";
        if (kind == QStringLiteral("a line end in a field")) e.code = "A\nB";
        if (e.id == "0123" || e.session == "s0" || e.action == "CANCEL" || e.re == "0123" || e.code == "A\nB") text = rig.gateway.sign(e);
        if (kind == QStringLiteral("a field missing")) text = "{\"v\":6,\"id\":\"" + e.id + "\",\"status\":\"ok\"}";
        rig.gateway.send(to, text, /*extra_part=*/kind == QStringLiteral("three parts"));
    }
};
QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
