// SPDX-License-Identifier: GPL-3.0-or-later
// The order gateway simulator on real sockets, spoken to by hand: each dialect, each refusal, each mood.
#include <QJsonArray>

#include "tests/integration/orders/sim_bench.h"

using namespace bw;
using sim::Mood;
using namespace bw::test;

class TestSimGateway : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBareEaAnswersTheProbeAndTakesAllElseForTrades() {
        Bench bench(speaking(Dialect::P0), ZMQ_REQ);
        QCOMPARE(bench.ask(kProbe), QByteArray(R"({"status":"ERROR","msg":"Symbol Not Found"})"));
        QCOMPARE(bench.gateway.log().trade_attempts, std::uint64_t{0});
        (void)bench.ask(R"({"action":"PING"})");
        (void)bench.ask("some text about magic");
        QCOMPARE(bench.gateway.log().trade_attempts, std::uint64_t{2});
        QVERIFY(bench.gateway.venue().positions().empty());
        bench.gateway.force(Mood::Dumb);
        (void)bench.ask(R"({"action":"SYNC_ALL"})");
        QCOMPARE(bench.gateway.venue().positions().size(), size_t{1});
    }
    void theProbeTellsTheDialectsApart() {
        Bench p1(speaking(Dialect::P1)), p2(speaking(Dialect::P2)), p3(speaking(Dialect::P3));
        QCOMPARE(p1.askJson(kProbe)[QLatin1String("req_id")].toString(), QStringLiteral("u1"));
        QVERIFY(p2.askJson(kProbe)[QLatin1String("error")].isBool());
        QCOMPARE(p3.askJson(kProbe)[QLatin1String("error_code")].toString(), QStringLiteral("UNKNOWN_ACTION"));
    }
    void p2CarriesOutMarketOrdersInItsRange() {
        Bench bench(speaking(Dialect::P2));
        const auto order = [](const char* volume) {
            return QByteArray(R"({"action":"ORDER_SEND","req_id":"1","payload":{"symbol":"EURUSD","type":"OP_SELL","volume":LOTS,"magic":7,"comment":"BW1","sl":0,"tp":0}})").replace("LOTS", volume);
        };
        QJsonObject reply = bench.askJson(order("0.02"));
        QCOMPARE(reply[QLatin1String("retcode")].toInt(), 10009);
        QCOMPARE(reply[QLatin1String("error")].toBool(true), false);
        QCOMPARE(bench.gateway.venue().positions().front().qty.units, std::int64_t{2'000'000});
        QCOMPARE(bench.gateway.venue().positions().front().side, OrderSide::Sell);
        QVERIFY(bench.askJson(order("0.005"))[QLatin1String("error")].toBool());
        bench.gateway.force(Mood::Lying);
        reply = bench.askJson(order("0.02"));
        QCOMPARE(reply[QLatin1String("msg")].toString(), QStringLiteral("FILLED"));
        QCOMPARE(reply[QLatin1String("retcode")].toInt(), 10013);
        QCOMPARE(bench.gateway.log().executions.at("BW1"), 1);
    }
    void p3ChecksTheSignatureOverTheNumbersAsWritten() {
        Bench bench(speaking(Dialect::P3));
        const auto order = [](const char* sum) {
            return QByteArray(R"({"uuid":"a","action":"OPEN","symbol":"EURUSD","type":"BUY","volume":0.10,"price":1.1001,"sl":0,"tp":0,"comment":"BW1","magic":7,"risk_signature":"RISK_PASS:SUM:2026-01-15T13:13:30Z"})").replace("SUM", sum);
        };
        // The sum was made by another implementation of SHA-256.
        QJsonObject reply = bench.askJson(order("de79f87c"));
        QCOMPARE(reply[QLatin1String("status")].toString(), QStringLiteral("FILLED"));
        QVERIFY(reply[QLatin1String("ticket")].toInteger() > 0);
        reply = bench.askJson(order("00000000"));
        QCOMPARE(reply[QLatin1String("error_code")].toString(), QStringLiteral("RISK_SIGNATURE_INVALID"));
        reply = bench.askJson(R"({"uuid":"b","action":"SYNC_ALL","magic_number":7})");
        QCOMPARE(reply[QLatin1String("positions")].toArray().size(), 1);
        const qint64 ticket = reply[QLatin1String("positions")][0][QLatin1String("ticket")].toInteger();
        QCOMPARE(bench.askJson(R"({"uuid":"d","action":"CANCEL","ticket":1})")[QLatin1String("error_code")].toString(),
                 QStringLiteral("UNKNOWN_ACTION"));
        reply = bench.askJson(QByteArray(R"({"uuid":"c","action":"CLOSE","ticket":NUM})").replace("NUM", QByteArray::number(ticket)));
        QCOMPARE(reply[QLatin1String("close_price")].toDouble(), 1.1);
        QVERIFY(bench.gateway.venue().positions().empty());
    }
    void theMacMatchesAnotherImplementation() {
        QCOMPARE(hex(hmacSha256(kKey, "6\nsess\nid1\nPING\n1768482810123\n00112233445566778899aabbccddeeff\n1768482812123\n{}")),
                 std::string("c64331cde8e23447c11e5150fd88252cfedd1d0d1eaf099148f64a9f2617df42"));
    }
    void v6TradesAndLists() {
        Bench bench;
        QCOMPARE(bench.retcode("OPEN", orderBody("BW1")), 10009);
        QCOMPARE(bench.retcode("OPEN", orderBody("BW2", "BUY_LIMIT", "1.09000")), 10008);
        QJsonObject sync = bench.v6("SYNC_ALL", "{}")[QLatin1String("content")].toObject();
        QCOMPARE(sync[QLatin1String("positions")].toArray().size(), 1);
        QCOMPARE(sync[QLatin1String("orders")][0][QLatin1String("client_id")].toString(), QStringLiteral("BW2"));
        QVERIFY(bench.gateway.setQuote("EURUSD", "1.08990", "1.09000"));
        QCOMPARE(bench.v6("GET_ORDER", R"({"client_id":"BW2"})")[QLatin1String("content")][QLatin1String("state")].toString(),
                 QStringLiteral("FILLED"));
        QCOMPARE(bench.gateway.venue().positions().front().qty.units, std::int64_t{20'000'000});
        QCOMPARE(bench.gateway.venue().positions().front().open_price.units, std::int64_t{109'505'000});
        QCOMPARE(bench.code("CANCEL", R"({"client_id":"BW2"})"), QByteArray("ORDER_CHANGED"));
        QCOMPARE(bench.code("CANCEL", R"({"client_id":"none"})"), QByteArray("NOT_FOUND"));
        QCOMPARE(bench.retcode("OPEN", orderBody("BW3", "SELL_LIMIT", "1.20000")), 10008);
        QCOMPARE(bench.retcode("MODIFY", R"({"client_id":"BW3","price":"1.19"})"), 10009);
        QCOMPARE(bench.retcode("MODIFY", R"({"client_id":"BW3","price":"1.19"})"), 10025);
        QCOMPARE(bench.v6("CANCEL_ALL", R"({"scope":"own","magic":202401})")[QLatin1String("content")][QLatin1String("cancelled")].toInt(), 1);
        QCOMPARE(bench.v6("SYNC_ALL", "{}")[QLatin1String("content")][QLatin1String("orders")].toArray().size(), 0);
    }
    void v6RefusesWhatIsNotFreshOrNotOurs_data() {
        QTest::addColumn<QByteArray>("what");
        for (const char* what : {"MAC_BAD", "TS_WINDOW", "NONCE_REUSED", "SESSION_OLD", "EXPIRED"}) QTest::newRow(what) << QByteArray(what);
    }
    void v6RefusesWhatIsNotFreshOrNotOurs() {
        QFETCH(QByteArray, what);
        Bench bench;
        bench.hello();
        QByteArray key(kKey.data());
        if (what == "MAC_BAD") key = "other";
        if (what == "TS_WINDOW") bench.ts_shift_ms = -5001, bench.life_ms = 9000;
        if (what == "EXPIRED") bench.ts_shift_ms = -2001;
        if (what == "SESSION_OLD") bench.session = "s0";
        if (what == "NONCE_REUSED") {
            bench.fixed_nonce = "00112233445566778899aabbccddeeff";
            QCOMPARE(bench.code("PING", "{}"), QByteArray());
        }
        const QJsonObject reply = Bench::open(bench.askJson(bench.signedRequest("OPEN", orderBody("BW1"), key)));
        QCOMPARE(Bench::text(reply, "status"), QByteArray("error"));
        QCOMPARE(Bench::text(reply, "code"), what);
        QVERIFY(bench.gateway.venue().positions().empty());
        QCOMPARE(bench.gateway.log().attempts.size(), size_t{1});
        QVERIFY(!bench.gateway.log().attempts.front().executed);
    }
    void aClientIdIsCarriedOutOnceAlsoAcrossARestart() {
        Bench bench;
        QCOMPARE(bench.retcode("OPEN", orderBody("BW1")), 10009);
        QCOMPARE(bench.retcode("OPEN", orderBody("BW1")), 10009);
        bench.gateway.restart(false);
        QCOMPARE(bench.code("PING", "{}"), QByteArray("SESSION_OLD"));
        bench.session.clear();
        QCOMPARE(bench.retcode("OPEN", orderBody("BW1")), 10009);
        QCOMPARE(bench.gateway.log().executions.at("BW1"), 1);
        QCOMPARE(bench.gateway.log().attempts.size(), size_t{3});
        QVERIFY(bench.gateway.log().attempts.back().repeated);
    }
    void killLatchesTheGatewayUntilResetThere() {
        Bench bench;
        QCOMPARE(bench.code("KILL", R"({"reason":"test"})"), QByteArray());
        QCOMPARE(bench.code("OPEN", orderBody("BW1")), QByteArray("KILLED"));
        bench.gateway.restart(false);
        bench.session.clear();
        QCOMPARE(bench.code("OPEN", orderBody("BW2")), QByteArray("KILLED"));
        QCOMPARE(bench.code("CANCEL_ALL", R"({"scope":"account"})"), QByteArray());
        bench.gateway.resetKill();
        QCOMPARE(bench.code("OPEN", orderBody("BW3")), QByteArray());
    }
    void silentSlowDuplicateAndReordered() {
        Bench bench;
        bench.hello();
        bench.gateway.force(Mood::Silent);
        QVERIFY(bench.ask(bench.signedRequest("OPEN", orderBody("BW1")), 20).isEmpty());
        QCOMPARE(bench.gateway.log().executions.at("BW1"), 1);
        bench.gateway.force(Mood::Slow);
        QVERIFY(bench.ask(bench.signedRequest("PING", "{}"), 20).isEmpty());
        bench.clock.pass(10'000);
        QCOMPARE(bench.gateway.step(), 1);
        QVERIFY(!bench.read(1000).isEmpty());
        bench.gateway.force(Mood::Duplicate);
        const QByteArray once = bench.ask(bench.signedRequest("PING", "{}"));
        QCOMPARE(bench.read(1000), once);
        bench.gateway.force(Mood::Reorder, "PING");
        QVERIFY(bench.ask(bench.signedRequest("PING", "{}"), 20).isEmpty());
        const QByteArray first = bench.ask(bench.signedRequest("GET_ACCOUNT", "{}"));
        QVERIFY(first.contains("GET_ACCOUNT"));
        QVERIFY(bench.read(1000).contains("PING"));
    }
    void restartsBeforeAfterAndReplied() {
        Bench bench;
        bench.hello();
        bench.gateway.force(Mood::RestartBefore, "OPEN");
        QVERIFY(bench.ask(bench.signedRequest("OPEN", orderBody("BW1")), 20).isEmpty());
        QVERIFY(bench.gateway.log().attempts.empty());
        bench.hello();
        bench.gateway.force(Mood::RestartAfter, "OPEN");
        QVERIFY(bench.ask(bench.signedRequest("OPEN", orderBody("BW2")), 20).isEmpty());
        QCOMPARE(bench.gateway.log().executions.at("BW2"), 1);
        bench.hello();
        bench.gateway.force(Mood::RestartReplied, "OPEN");
        QVERIFY(!bench.ask(bench.signedRequest("OPEN", orderBody("BW3"))).isEmpty());
        QCOMPARE(bench.gateway.log().restarts, std::uint64_t{3});
        bench.session.clear();
        bench.gateway.restart(true);  // its socket goes too; the peer finds the new one by itself
        QByteArray found;  // what is sent into the old connection is lost
        for (int i = 0; i < 200 && found.isEmpty(); ++i) {
            bench.send(kProbe);
            bench.gateway.step();
            if (bench.gateway.wait(20)) bench.gateway.step();
            found = bench.read(5);
        }
        QVERIFY(found.contains("HELLO"));
    }
    void liesDoubtsAndRefusals() {
        Bench bench;
        bench.gateway.force(Mood::Lying, "OPEN");
        QJsonObject reply = bench.v6("OPEN", orderBody("BW1"));
        QCOMPARE(reply[QLatin1String("retcode")].toInt(), 10013);
        QCOMPARE(reply[QLatin1String("content")][QLatin1String("state")].toString(), QStringLiteral("FILLED"));
        QVERIFY(!bench.gateway.log().executions.contains("BW1"));
        bench.gateway.force(Mood::NoTicket, "OPEN");
        QVERIFY(!bench.v6("OPEN", orderBody("BW2"))[QLatin1String("content")].toObject().contains(QLatin1String("ticket")));
        bench.gateway.force(Mood::Doubt, "OPEN");
        QCOMPARE(bench.retcode("OPEN", orderBody("BW3")), 10012);
        bench.gateway.force(Mood::Partial, "OPEN");
        QCOMPARE(bench.retcode("OPEN", orderBody("BW4")), 10010);
        QCOMPARE(bench.retcode("OPEN", orderBody("BW5", "BUY_LIMIT", "1.0")), 10008);
        bench.gateway.force(Mood::RefuseCancel, "CANCEL");
        QCOMPARE(bench.retcode("CANCEL", R"({"client_id":"BW5"})"), 10018);
        QCOMPARE(bench.retcode("CANCEL", R"({"client_id":"BW5"})"), 10009);
        QCOMPARE(bench.gateway.log().cancels.size(), size_t{2});
        QVERIFY(!bench.gateway.log().cancels.front().done);
        bench.gateway.force(Mood::Unsigned);
        QVERIFY(!bench.ask(bench.signedRequest("PING", "{}")).contains("\"mac\""));
        bench.gateway.force(Mood::Garbage);
        QVERIFY(QJsonDocument::fromJson(bench.ask(bench.signedRequest("PING", "{}"))).isNull());
    }
    void aGatewayOnATimerHandlesOneRequestATick() {
        sim::OrderSimOptions options = speaking(Dialect::P3);
        options.poll_ms = 1000;
        Bench bench(options);
        bench.clock.pass(1);
        QVERIFY(!bench.ask(R"({"uuid":"a","action":"PING"})").isEmpty());
        QVERIFY(bench.ask(R"({"uuid":"b","action":"PING"})", 20).isEmpty());
        bench.clock.pass(999);
        bench.gateway.step();
        QVERIFY(bench.read(20).isEmpty());
        bench.clock.pass(1);
        bench.gateway.step();
        QVERIFY(bench.read(1000).contains("\"b\""));
    }
    void hedgingKeepsOnePositionAnOrder() {
        sim::OrderSimOptions options;
        options.account.hedging = true;
        Bench bench(options);
        QCOMPARE(bench.retcode("OPEN", orderBody("BW1")), 10009);
        QCOMPARE(bench.retcode("OPEN", orderBody("BW2", "SELL")), 10009);
        QCOMPARE(bench.gateway.venue().positions().size(), size_t{2});
        const QByteArray ticket = QByteArray::fromStdString(bench.gateway.venue().positions().front().ticket);
        QCOMPARE(bench.retcode("CLOSE", QByteArray(R"({"ticket":"NUM","volume":"0.05"})").replace("NUM", ticket)), 10009);
        QCOMPARE(bench.gateway.venue().positions().front().qty.units, std::int64_t{5'000'000});
        QCOMPARE(bench.retcode("CLOSE", R"({"ticket":"1"})"), 10036);
        // 0.05 lots bought at 1.10010 and sold at 1.10000: 100 000 x 0.05 x -0.0001
        QCOMPARE(bench.gateway.venue().account().balance.units, std::int64_t{999'950'000'000});
    }
    void moodsAreReadFromAList() {
        const auto moods = sim::parseMoods("slow,duplicate=0.5");
        QVERIFY(moods);
        QCOMPARE((*moods)[Mood::Slow], 0.2);
        QCOMPARE((*moods)[Mood::Duplicate], 0.5);
        QCOMPARE((*moods)[Mood::Silent], 0.0);
        QVERIFY(!sim::parseMoods("sulky"));
        QVERIFY(!sim::parseMoods("slow=2"));
    }
};

QTEST_GUILESS_MAIN(TestSimGateway)
#include "tst_sim_gateway.moc"
