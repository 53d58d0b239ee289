// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/feed/transport/rest_client.h"
#include "fake_clock.h"
#include "net_harness.h"

using namespace bw;
using namespace bw::feed;
using Answer = ScriptedRest::Answer;

namespace {

FeedRequest snapshotRequest(std::uint32_t gen, std::int64_t delay_ms = 0) {
    return {.kind = FeedRequest::Kind::Snapshot, .instrument = "demo.usdm.BTCUSDT", .gen = gen, .delay_ms = delay_ms};
}

}  // namespace

class TestRestClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSnapshotIsAControlFrameAndThenTheBody() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        const QByteArray body =
            "{\"lastUpdateId\":1027024,\"bids\":[[\"61804.7\",\"35\"]],\"asks\":[],\"备注\":\"深度\"}";
        rest.respond = [&](const QByteArray&) { return Answer{200, body, "X-MBX-USED-WEIGHT-1M: 55\r\n", false}; };
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QVERIFY(h.requests.push(snapshotRequest(4)));
        QTRY_COMPARE(h.from("demo.usdm/rest").size(), size_t(1));
        QCOMPARE(rest.paths, QList<QByteArray>{"/fapi/v1/depth?symbol=BTCUSDT&limit=1000"});
        for (size_t i = 0; i + 1 < h.got.size(); ++i) {
            if (h.got[i].source != "demo.usdm/rest!") continue;
            QCOMPARE(h.got[i + 1].source, std::string("demo.usdm/rest"));
            QCOMPARE(h.got[i + 1].bytes, body);
            QVERIFY(h.got[i].bytes.startsWith(
                "{\"ctl\":\"rest\",\"purpose\":\"snapshot\",\"instrument\":\"demo.usdm.BTCUSDT\",\"gen\":4,"
                "\"path\":\"/fapi/v1/depth?symbol=BTCUSDT&limit=1000\",\"status\":200,\"used_weight\":55,\"rtt_ns\":"));
            QVERIFY(h.got[i].json()[QLatin1String("rtt_ns")].toInteger() > 0);
        }
        QCOMPARE(h.row("demo.usdm/rest").state, FeedState::Live);
    }

    void theStreamComesFirstAndTheRequestSecond() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        const quint16 port = stream.port();
        const BinanceMarketConfig config = NetHarness::market(stream, rest);
        stream.closeServer();
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QVERIFY(h.requests.push(snapshotRequest(1)));
        QVERIFY(h.requests.push(snapshotRequest(2)));
        QTRY_VERIFY(h.control("fail").size() >= 2);
        QVERIFY(rest.paths.isEmpty());
        QVERIFY(stream.listen(port));
        QTRY_COMPARE(h.from("demo.usdm/rest").size(), size_t(1));  // the newer request replaced the older one
        QCOMPARE(h.control("rest")[0].json()[QLatin1String("gen")].toInteger(), 2);
        h.collect();
        const auto index = [&h](auto&& test) { return std::find_if(h.got.begin(), h.got.end(), test) - h.got.begin(); };
        QVERIFY(
            index([](const auto& f) { return f.json()[QLatin1String("ctl")].toString() == QLatin1String("sent"); }) <
            index([](const auto& f) { return f.json()[QLatin1String("ctl")].toString() == QLatin1String("rest"); }));
    }

    void historyAndCatalogueAreAskedAtStart() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.rest.klines_limit = 180;
        config.rest.catalogue_at_start = true;
        config.symbols = {"BTCUSDT", "币安人生USDT"};
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_COMPARE(h.from("demo.usdm/rest").size(), size_t(3));
        QCOMPARE(rest.paths.count("/fapi/v1/exchangeInfo"), 1);
        QCOMPARE(rest.paths.count("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=180"), 1);
        QStringList purposes;
        QSet<QString> instruments;
        for (const auto& frame : h.control("rest")) {
            purposes << frame.json()[QLatin1String("purpose")].toString();
            instruments << frame.json()[QLatin1String("instrument")].toString();
        }
        QCOMPARE(purposes.count(QStringLiteral("klines")), 2);
        QCOMPARE(purposes.count(QStringLiteral("catalogue")), 1);
        QVERIFY(instruments.contains(QStringLiteral("demo.usdm.币安人生USDT")));
    }

    void theDelayIsKept() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QVERIFY(h.requests.push(snapshotRequest(1, 2'000)));
        QTest::qWait(150);
        clock.advanceMs(1'999);
        QTest::qWait(150);
        QVERIFY(rest.paths.isEmpty());
        clock.advanceMs(1);
        QTRY_COMPARE(rest.paths.size(), 1);
    }

    void afterA429NothingLeavesBeforeItsTime() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [&](const QByteArray&) {
            if (rest.paths.size() > 1) return Answer{};
            return Answer{429, "{\"code\":-1003,\"msg\":\"Too many requests\"}", "Retry-After: 7\r\n", false};
        };
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.symbols = {"BTCUSDT", "ETHUSDT"};
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QVERIFY(h.requests.push(snapshotRequest(1)));
        QTRY_COMPARE(h.control("fail").size(), size_t(1));
        const QJsonObject fail = h.control("fail")[0].json();
        QCOMPARE(h.control("fail")[0].source, std::string("demo.usdm/rest!"));
        QCOMPARE(fail[QLatin1String("code")].toString(), QStringLiteral("http_429"));
        QCOMPARE(fail[QLatin1String("retry_ms")].toInteger(), 7'000);
        QVERIFY(fail[QLatin1String("detail")].toString().contains(QLatin1String("Too many requests")));
        QCOMPARE(fail[QLatin1String("instrument")].toString(), QStringLiteral("demo.usdm.BTCUSDT"));
        QVERIFY(h.requests.push({.kind = FeedRequest::Kind::Snapshot,
                                 .instrument = "demo.usdm.ETHUSDT",
                                 .gen = 1}));  // same host: waits too
        clock.advanceMs(6'999);
        QTest::qWait(150);
        QCOMPARE(rest.paths.size(), 1);
        clock.advanceMs(1);
        QTRY_COMPARE(h.control("rest").size(), size_t(2));
        QCOMPARE(rest.paths.size(), 3);
    }

    void answersDecideWhetherToRepeat_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("requests");  // seen when everything came to rest
        QTest::addColumn<QString>("word");
        QTest::newRow("503 is tried three times more") << 503 << 4 << QStringLiteral("http_503");
        QTest::newRow("400 is not repeated") << 400 << 1 << QStringLiteral("http_400");
        QTest::newRow("a redirect is not followed") << 302 << 1 << QStringLiteral("http_302");
    }
    void answersDecideWhetherToRepeat() {
        QFETCH(int, status);
        QFETCH(int, requests);
        QFETCH(QString, word);
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [&](const QByteArray&) {
            return Answer{status, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", "Location: /elsewhere\r\n", false};
        };
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QVERIFY(h.requests.push(snapshotRequest(9)));
        QTRY_COMPARE(h.control("fail").size(), size_t(requests));
        const auto fails = h.control("fail");
        for (const auto& frame : fails) {
            QCOMPARE(frame.json()[QLatin1String("code")].toString(), word);
            QCOMPARE(frame.json()[QLatin1String("gen")].toInteger(), 9);
            QCOMPARE(frame.json().contains(QLatin1String("retry_ms")), &frame != &fails.back());
        }
        QTest::qWait(300);  // nothing more may come
        QCOMPARE(rest.paths.size(), requests);
        QVERIFY(h.from("demo.usdm/rest").empty());
        QCOMPARE(h.row("demo.usdm/rest").error, Code::HttpStatus);
    }

    void aSilentServerTimesOut() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [&](const QByteArray&) { return Answer{200, "{}", {}, rest.paths.size() == 1}; };
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.rest.timeout_ms = 200;
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QVERIFY(h.requests.push(snapshotRequest(1)));
        QTRY_COMPARE(h.control("fail").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("timeout"));
        QTRY_COMPARE(h.control("rest").size(), size_t(1));  // the retry
    }

    void aRefusingPortIsConnect() {
        SystemClock clock;
        ScriptedStream stream;
        QVERIFY(stream.listen());
        quint16 closed_port = 0;
        {
            QTcpServer taken;
            QVERIFY(taken.listen(QHostAddress::LocalHost));
            closed_port = taken.serverPort();
        }
        ScriptedRest unused;
        BinanceMarketConfig config = NetHarness::market(stream, unused);
        config.rest.url = "http://127.0.0.1:" + std::to_string(closed_port);
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QVERIFY(h.requests.push(snapshotRequest(1)));
        QTRY_VERIFY(!h.control("fail").empty());
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("connect"));
        QCOMPARE(h.row("demo.usdm/rest").error, Code::Connect);
    }

    void aBodyAboveTheLimitIsCutOff() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray&) {
            return Answer{200, QByteArray(qsizetype(RestClient::kBodyBytesMax) + 1, 'x'), {}, false};
        };
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QVERIFY(h.requests.push(snapshotRequest(1)));
        QTRY_COMPARE_WITH_TIMEOUT(h.control("fail").size(), size_t(1), 20'000);
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("size"));
        QVERIFY(h.from("demo.usdm/rest").empty());
    }

    void theCatalogueTellsTheNumberOfRequestsToo() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray& path) {
            if (!path.endsWith("exchangeInfo")) return Answer{};
            return Answer{
                200,
                "{\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\",\"intervalNum\":"
                "1,\"limit\":6000},{\"rateLimitType\":\"RAW_REQUESTS\",\"interval\":\"MINUTE\",\"intervalNum\":5,"
                "\"limit\":3}]}",
                {},
                false};
        };
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.rest.catalogue_at_start = true;
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_COMPARE(h.from("demo.usdm/rest").size(), size_t(1));
        for (std::uint32_t gen = 1; gen <= 3; ++gen) {  // 0.8 x 3 is two in five minutes
            QVERIFY(h.requests.push(snapshotRequest(gen)));
            if (gen < 3) QTRY_COMPARE(rest.paths.size(), qsizetype(1 + gen));
        }
        clock.advanceMs(299'000);
        QTest::qWait(150);
        QCOMPARE(rest.paths.size(), 3);
        clock.advanceMs(2'000);
        QTRY_COMPARE(rest.paths.size(), 4);
    }

    void theCatalogueTellsTheLimit() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray& path) {
            if (!path.endsWith("exchangeInfo")) return Answer{};
            return Answer{200,
                          "{\"rateLimits\":[{\"rateLimitType\":\"RAW_REQUESTS\",\"limit\":1},{\"rateLimitType\":"
                          "\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\",\"intervalNum\":1,\"limit\":50}]}",
                          {},
                          false};
        };
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.rest.catalogue_at_start = true;
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_COMPARE(h.from("demo.usdm/rest").size(), size_t(1));
        for (std::uint32_t gen = 1; gen <= 2; ++gen) {  // 1 + 20 fit into 0.8 x 50, 1 + 40 do not
            QVERIFY(h.requests.push(snapshotRequest(gen)));
            if (gen == 1) QTRY_COMPARE(rest.paths.size(), 2);
        }
        QTest::qWait(150);
        QCOMPARE(rest.paths.size(), 2);
        clock.advanceMs(60'000);
        QTRY_COMPARE(rest.paths.size(), 3);
    }
};

QTEST_GUILESS_MAIN(TestRestClient)
#include "tst_rest_client.moc"
