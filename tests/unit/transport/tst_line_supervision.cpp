// SPDX-License-Identifier: GPL-3.0-or-later
// Keep-alive, planned handover, sleep and moved streams, over real sockets.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "core/feed/transport/line.h"
#include "fake_clock.h"
#include "net_harness.h"

using namespace bw;
using namespace bw::feed;

namespace {

QString okxData(const char* channel) {
    return QStringLiteral("{\"arg\":{\"channel\":\"%1\",\"instId\":\"BTC-USDT-SWAP\"},\"data\":[{}]}")
        .arg(QLatin1String(channel));
}

QString binanceData(const char* stream) {
    return QStringLiteral("{\"stream\":\"btcusdt@%1\",\"data\":{}}").arg(QLatin1String(stream));
}

NetConfig okx(const ScriptedStream& stream, const ScriptedRest& rest) {
    OkxMarketConfig config;
    config.instruments = {"okx.swap.BTC-USDT-SWAP"};
    config.channels = {"books", "trades"};
    config.public_urls = {stream.url()};
    config.business_urls = {stream.url()};
    config.rest.url = rest.url();
    config.rest.catalogue_at_start = false;
    config.rest.clock_period_ms = 0;
    config.line.backoff_base_ms = 20;
    NetConfig net;
    net.okx.push_back(config);
    return net;
}

NetConfig deribit(const ScriptedStream& stream, const ScriptedRest& rest) {
    DeribitMarketConfig config;
    config.instruments = {"deribit.perpetual.BTC-PERPETUAL", "deribit.perpetual.ETH-PERPETUAL"};
    config.channels = {"book.{i}.100ms", "quote.{i}"};
    config.urls = {stream.url()};
    config.rest.url = rest.url();
    config.rest.catalogue_at_start = false;
    config.rest.clock_period_ms = 0;
    NetConfig net;
    net.deribit.push_back(config);
    return net;
}

}  // namespace

class TestLineSupervision : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void okxPingsAQuietLineAndGivesUpWithoutAnswer() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        stream.acknowledge = false;
        NetHarness h(clock);
        QVERIFY(h.start(okx(stream, rest)));
        QTRY_COMPARE(stream.texts.size(), 1);
        QCOMPARE(stream.commands[0][QLatin1String("op")].toString(), QStringLiteral("subscribe"));
        QCOMPARE(stream.commands[0][QLatin1String("args")].toArray().size(), 2);
        stream.send(okxData("books"));
        QTRY_COMPARE(h.row("okx/pub").state, FeedState::Live);
        clock.advanceMs(19'900);
        QTest::qWait(120);
        QCOMPARE(stream.texts.size(), 1);
        clock.advanceMs(100);
        QTRY_COMPARE(stream.texts.size(), 2);
        QCOMPARE(stream.texts[1], QStringLiteral("ping"));
        stream.send(QStringLiteral("pong"));
        QTRY_COMPARE(h.from("okx/pub#1").size(), size_t(2));
        clock.advanceMs(19'900);
        QTest::qWait(120);
        QVERIFY(h.control("fail").empty());
        clock.advanceMs(100);
        QTRY_COMPARE(stream.texts.size(), 3);
        stream.send(okxData("trades"));  // any message is an answer
        QTRY_COMPARE(h.from("okx/pub#1").size(), size_t(3));
        clock.advanceMs(20'000);
        QTRY_COMPARE(stream.texts.size(), 4);
        clock.advanceMs(9'900);
        QTest::qWait(120);
        QVERIFY(h.control("fail").empty());
        clock.advanceMs(100);
        QTRY_COMPARE(h.control("fail").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("idle_pong"));
        QTRY_COMPARE(h.row("okx/pub").error, Code::IdlePong);
        QCOMPARE(h.control("close").size(), size_t(1));
    }

    void okxASnapshotIsANewSubscriptionOfThatBookAlone() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        stream.acknowledge = false;
        NetHarness h(clock);
        NetConfig config = okx(stream, rest);
        config.okx[0].instruments.push_back("okx.spot.ETH-USDT");
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(stream.texts.size(), 1);
        QVERIFY(h.requests.push({.kind = FeedRequest::Kind::Snapshot, .instrument = "okx.spot.ETH-USDT"}));
        QTRY_COMPARE(stream.texts.size(), 3);
        const QString arg = QStringLiteral("\"args\":[{\"channel\":\"books\",\"instId\":\"ETH-USDT\"}]}");
        QCOMPARE(stream.texts[1], QStringLiteral("{\"op\":\"unsubscribe\",") + arg);
        QCOMPARE(stream.texts[2], QStringLiteral("{\"op\":\"subscribe\",") + arg);
        QTRY_COMPARE(h.control("sent", "okx/pub#1!").size(), size_t(3));
        QVERIFY(rest.paths.isEmpty());
    }

    void okxAWidenedSubscriptionIsANotice() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        stream.answer = [](const QJsonObject&) {
            return QStringLiteral("{\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\"}}");
        };
        NetHarness h(clock);
        QVERIFY(h.start(okx(stream, rest)));
        QTRY_COMPARE(h.control("notice").size(), size_t(1));
        QCOMPARE(h.control("notice")[0].json()[QLatin1String("code")].toString(),
                 QStringLiteral("SUBSCRIPTION_WIDENED"));
        QTRY_COMPARE(h.row("okx/pub").error, Code::SubscriptionWidened);
    }

    void deribitAnswersItsTestsAndRepeatsWhatWasTooMuch() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        int refusals = 0;
        stream.answer = [&refusals](const QJsonObject& command) {
            const auto id = command[QLatin1String("id")].toInteger();
            if (command[QLatin1String("method")].toString() != QLatin1String("public/subscribe"))
                return QStringLiteral("{\"jsonrpc\":\"2.0\",\"id\":%1,\"result\":\"ok\"}").arg(id);
            if (refusals++ == 0)
                return QStringLiteral("{\"jsonrpc\":\"2.0\",\"id\":%1,\"error\":{\"code\":10028}}").arg(id);
            const QJsonArray channels = command[QLatin1String("params")][QLatin1String("channels")].toArray();
            return QStringLiteral("{\"jsonrpc\":\"2.0\",\"id\":%1,\"result\":%2}")
                .arg(id)
                .arg(QString::fromUtf8(QJsonDocument(channels).toJson(QJsonDocument::Compact)));
        };
        NetHarness h(clock);
        QVERIFY(h.start(deribit(stream, rest)));
        QTRY_COMPARE(stream.commands.size(), size_t(2));  // heartbeat, subscription
        QTRY_COMPARE(h.from("deribit/ws#1").size(), size_t(2));
        clock.advanceMs(9'900);
        QTest::qWait(120);
        QCOMPARE(stream.commands.size(), size_t(2));
        stream.send(
            QStringLiteral("{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{\"type\":\"test_request\"}}"));
        QTRY_COMPARE(stream.commands.size(), size_t(3));  // in spite of the pause
        QCOMPARE(stream.commands[2][QLatin1String("method")].toString(), QStringLiteral("public/test"));
        clock.advanceMs(100);
        QTRY_COMPARE(stream.commands.size(), size_t(4));
        QCOMPARE(stream.commands[3][QLatin1String("params")][QLatin1String("channels")].toArray().size(), 4);
        QCOMPARE(stream.commands[3][QLatin1String("id")].toInteger(), 4);
        QVERIFY(h.control("fail").empty());
    }

    void deribitNeverRecordsItsSecret() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        stream.answer = [](const QJsonObject& command) {
            if (command[QLatin1String("method")].toString() != QLatin1String("public/auth")) return QString();
            return QStringLiteral(
                       "{\"jsonrpc\":\"2.0\",\"id\":%1,\"result\":{\"access_token\":\"tok3n\","
                       "\"expires_in\":900,\"refresh_token\":\"tok3n\"}}")
                .arg(command[QLatin1String("id")].toInteger());
        };
        NetHarness h(clock);
        NetConfig config = deribit(stream, rest);
        config.deribit[0].client_id = "user";
        config.deribit[0].client_secret = "s3cret";
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(stream.commands.size(), size_t(3));
        QVERIFY(stream.texts[1].contains(QLatin1String("s3cret")));
        QTRY_VERIFY(h.from("deribit/ws#1").size() == 1);
        QVERIFY(h.from("deribit/ws#1")[0].bytes.contains("\"access_token\":\"***\""));
        QVERIFY(h.control("sent").size() == 3);
        for (const auto& frame : h.got) QVERIFY(!frame.bytes.contains("s3cret") && !frame.bytes.contains("\"tok3n\""));
    }

    void anOldLineHandsOverWithoutABreak() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.line.max_age_ms = 100;  // too short for a spread
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QPointer<QWebSocket> old = stream.client();
        QSignalSpy closed(old, &QWebSocket::disconnected);
        stream.send(binanceData("depth@100ms"));
        stream.send(binanceData("trade"));
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(3));
        clock.advanceMs(400);
        QTRY_COMPARE(stream.accepted(), 2);  // a second line opens ...
        QTRY_COMPARE(stream.commands.size(), size_t(2));
        const auto opens = h.control("open");
        QCOMPARE(opens.size(), size_t(2));
        QCOMPARE(opens[1].json()[QLatin1String("replaces")].toString(), QStringLiteral("demo.usdm/pub#1"));
        stream.send(binanceData("depth@100ms"));
        QTRY_COMPARE(h.from("demo.usdm/pub#2").size(), size_t(2));
        old->sendTextMessage(binanceData("trade"));  // ... and both are recorded
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(4));
        QVERIFY(h.control("handover").empty());
        stream.send(binanceData("trade"));
        QTRY_COMPARE(h.control("handover").size(), size_t(1));
        QCOMPARE(h.control("handover")[0].source, std::string("demo.usdm/pub#2!"));
        QCOMPARE(h.control("handover")[0].bytes,
                 QByteArray("{\"ctl\":\"handover\",\"from\":\"demo.usdm/pub#1\",\"to\":\"demo.usdm/pub#2\"}"));
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(old->closeCode(), QWebSocketProtocol::CloseCodeNormal);
        QTRY_COMPARE(h.control("close").size(), size_t(1));
        QCOMPARE(h.control("close")[0].source, std::string("demo.usdm/pub#1!"));
        QCOMPARE(h.control("close")[0].bytes,
                 QByteArray("{\"ctl\":\"close\",\"code\":1000,\"by\":\"self\",\"reason\":\"handover\"}"));
        QVERIFY(h.control("fail").empty());
        QTRY_COMPARE(h.row("demo.usdm/pub").connects, 2U);
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        QCOMPARE(h.board.rows().size(), size_t(2));  // the line and REST: a successor has no row of its own
    }

    void aVenueThatGoesAwayIsLeftInTime_data() {
        QTest::addColumn<bool>("delivers");
        QTest::newRow("the new line delivers") << true;
        QTest::newRow("the new line stays silent for 30 s") << false;
    }
    void aVenueThatGoesAwayIsLeftInTime() {
        QFETCH(bool, delivers);
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.line.first_data_ms = 0;
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QPointer<QWebSocket> old = stream.client();
        stream.send(binanceData("trade"));
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        stream.send(QStringLiteral("{\"e\":\"serverShutdown\",\"E\":1770123456789}"));
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(3));
        clock.advanceMs(350);
        QTRY_COMPARE(stream.commands.size(), size_t(2));
        QTRY_COMPARE(h.from("demo.usdm/pub#2").size(), size_t(1));
        if (delivers) {
            stream.send(binanceData("trade"));
        } else {
            QTest::qWait(120);
            for (int s = 0; s < 29; s += 8) {  // the old line goes on
                old->sendTextMessage(binanceData("trade"));
                QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(4 + s / 8));
                clock.advanceMs(7'400);
                QTest::qWait(60);
            }
            QVERIFY(h.control("handover").empty());
            old->sendTextMessage(binanceData("trade"));
            QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(8));
            clock.advanceMs(400);
        }
        QTRY_COMPARE(h.control("handover").size(), size_t(1));
        QTRY_COMPARE(h.control("close").size(), size_t(1));
        QVERIFY(h.control("fail").empty());
    }

    void aSuccessorThatCannotConnectIsNoFailureOfTheLine() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        stream.send(binanceData("trade"));
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        stream.closeServer();  // the open line stays
        stream.send(QStringLiteral("{\"e\":\"serverShutdown\",\"E\":1}"));
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(3));
        for (int i = 0; i < 6; ++i) {
            clock.advanceMs(400);
            QTest::qWait(70);
        }
        QVERIFY(h.control("fail").empty());
        stream.send(binanceData("trade"));
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(4));
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
    }

    void afterAPauseEveryLineIsOpenedAnewWithoutBackoff() {
        FakeClock clock;
        ScriptedStream stream, other;
        ScriptedRest rest;
        QVERIFY(stream.listen() && other.listen() && rest.listen());
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.entries.push_back({"mkt", other.url(), {"kline_1m"}});
        config.line.backoff_base_ms = 60'000;
        NetConfig net;
        net.binance.push_back(std::move(config));
        QVERIFY(h.start(std::move(net), /*pause_ms=*/5'000));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        clock.advanceMs(400);
        QTRY_COMPARE(other.commands.size(), size_t(1));
        stream.send(binanceData("trade"));
        other.send(binanceData("kline_1m"));
        QTRY_COMPARE(h.row("demo.usdm/mkt").state, FeedState::Live);
        for (int i = 0; i < 4; ++i) {  // a clock that is set changes nothing here
            clock.stepWallMs(i % 2 == 0 ? 3'600'000 : -3'600'000);
            clock.advanceMs(1'100);
            QTRY_COMPARE(h.control("clock_step").size(), size_t(i + 1));
        }
        QCOMPARE(h.control("clock_step")[0].json()[QLatin1String("delta_ms")].toInteger(), 3'600'000);
        QVERIFY(h.control("close").empty() && h.control("resume").empty());
        clock.advanceMs(30'000);
        QTRY_COMPARE(h.control("resume").size(), size_t(2));
        QCOMPARE(h.control("resume")[0].source, std::string("demo.usdm/pub#1!"));
        QCOMPARE(h.control("resume")[1].source, std::string("demo.usdm/mkt#1!"));
        QVERIFY(h.control("resume")[0].json()[QLatin1String("slept_ms")].toInteger() >= 30'000);
        QTRY_COMPARE(stream.accepted(), 2);
        clock.advanceMs(350);  // one host: its spacing is kept
        QTRY_COMPARE(other.accepted(), 2);
        QTRY_COMPARE(h.control("open").size(), size_t(4));
        QCOMPARE(h.control("close").size(), size_t(2));
    }

    void aStarvedStreamIsTriedOnTheOtherEntryPointAndNoOtherStreamIsTouched() {
        SystemClock clock;
        ScriptedStream open, market;
        ScriptedRest rest;
        QVERIFY(open.listen() && market.listen() && rest.listen());
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(open, rest);
        config.entries[0].streams = {"depth@100ms", "trade", "markPrice@1s"};  // the last one does not belong here
        config.entries.push_back({"mkt", market.url(), {"kline_1m"}});
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(open.commands.size(), size_t(1));
        QTRY_COMPARE(market.commands.size(), size_t(1));
        open.send(binanceData("trade"));
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        const auto starved = [&h](const char* stream) {
            return h.requests.push({.kind = FeedRequest::Kind::Resubscribe,
                                    .instrument = "demo.usdm.BTCUSDT",
                                    .stream = stream,
                                    .reason = "DATA_STARVED"});
        };
        QVERIFY(starved("markPrice"));
        QTRY_COMPARE(open.commands.size(), size_t(2));
        QTRY_COMPARE(market.commands.size(), size_t(2));
        const QVariantList name{QStringLiteral("btcusdt@markPrice@1s")};
        QCOMPARE(open.commands[1][QLatin1String("method")].toString(), QStringLiteral("UNSUBSCRIBE"));
        QCOMPARE(open.commands[1][QLatin1String("params")].toArray().toVariantList(), name);
        QCOMPARE(market.commands[1][QLatin1String("method")].toString(), QStringLiteral("SUBSCRIBE"));
        QCOMPARE(market.commands[1][QLatin1String("params")].toArray().toVariantList(), name);
        QVERIFY(starved("trade"));  // it came here before: it stays
        QTRY_COMPARE(open.commands.size(), size_t(4));
        QCOMPARE(open.commands[3][QLatin1String("params")].toArray().toVariantList(),
                 QVariantList{QStringLiteral("btcusdt@trade")});
        QCOMPARE(market.commands.size(), size_t(2));
        QVERIFY(h.control("close").empty());
    }

    void aWebSocketPingThatIsNotAnsweredEndsTheLine() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.line.ping_ms = 20'000;
        config.line.stale_ms = 1'000'000;
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        stream.send(binanceData("trade"));
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        for (int i = 0; i < 3; ++i) {  // the server's socket answers by itself
            clock.advanceMs(20'000);
            QTest::qWait(150);
            clock.advanceMs(10'000);
            QTest::qWait(100);
        }
        QVERIFY(h.control("fail").empty());
        // The server is this thread, and it answers nothing now. Its time runs 200 times as fast as ours.
        QElapsedTimer real;
        real.start();
        for (qint64 given_ms = 0; h.control("fail").empty() && real.elapsed() < 5'000;) {
            const qint64 due_ms = 200 * real.elapsed();
            clock.advanceMs(due_ms - given_ms);
            given_ms = due_ms;
        }
        QCOMPARE(h.control("fail").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("idle_pong"));
    }

    void aKeeperJoinsALineThatMayBeQuiet() {
        SystemClock clock;
        ScriptedStream quiet, busy;
        ScriptedRest rest;
        QVERIFY(quiet.listen() && busy.listen() && rest.listen());
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(busy, rest);
        config.entries[0].keeper = "btcusdt@depth5@500ms";
        config.entries.push_back({"mkt", quiet.url(), {"forceOrder"}, {}, "btcusdt@markPrice@1s"});
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(busy.commands.size(), size_t(1));
        QTRY_COMPARE(quiet.commands.size(), size_t(1));
        QCOMPARE(busy.commands[0][QLatin1String("params")].toArray().size(), 3);
        QCOMPARE(quiet.commands[0][QLatin1String("params")].toArray().toVariantList(),
                 QVariantList({QStringLiteral("btcusdt@forceOrder"), QStringLiteral("btcusdt@markPrice@1s")}));
    }

    void anEntryPointThatRefusesGivesWayToTheNext() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest, forbidden;
        QVERIFY(stream.listen() && rest.listen() && forbidden.listen());
        forbidden.respond = [](const QByteArray&) { return ScriptedRest::Answer{451, "{}", {}, false}; };
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.entries[0].url = "ws://127.0.0.1:" + std::to_string(forbidden.port()) + "/stream";
        config.entries[0].more_urls = {stream.url()};
        QVERIFY(h.start(config));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QCOMPARE(h.control("fail").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("http_451"));
        QTRY_COMPARE(h.row("demo.usdm/pub").endpoint, stream.url());
        h.net.stop();
        config.entries[0].more_urls.clear();
        NetHarness alone(clock);
        QVERIFY(alone.start(config));
        QTRY_COMPARE(alone.control("fail").size(), size_t(1));
        const QJsonObject fail = alone.control("fail")[0].json();
        QCOMPARE(fail[QLatin1String("code")].toString(), QStringLiteral("blocked"));
        QCOMPARE(fail[QLatin1String("retry_ms")].toInteger(), 900'000);
        QTRY_COMPARE(alone.row("demo.usdm/pub").error, Code::Blocked);
    }
};

QTEST_GUILESS_MAIN(TestLineSupervision)
#include "tst_line_supervision.moc"
