// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "core/feed/transport/ws_connection.h"
#include "fake_clock.h"
#include "net_harness.h"

using namespace bw;
using namespace bw::feed;

class TestWsConnection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opensSubscribesAndPassesBytesThroughUnchanged() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(h.control("sent").size(), size_t(1));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QCOMPARE(stream.commands[0][QLatin1String("method")].toString(), QStringLiteral("SUBSCRIBE"));
        QCOMPARE(stream.commands[0][QLatin1String("params")].toArray().toVariantList(),
                 QVariantList({QStringLiteral("btcusdt@depth@100ms"), QStringLiteral("btcusdt@bookTicker"),
                               QStringLiteral("btcusdt@trade")}));
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(1));  // the acknowledgement is a frame as well
        QCOMPARE(h.row("demo.usdm/pub").state, FeedState::Connecting);
        const QString text =
            QStringLiteral("{\"stream\":\"币安人生usdt@trade\",\"data\":{\"p\":\"1.50\\u00e9\",\"n\":\"é€𝄞\"}}");
        stream.send(text);
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(2));
        QCOMPARE(h.from("demo.usdm/pub#1")[1].bytes, text.toUtf8());
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        const auto open = h.control("open", "demo.usdm/pub#1!");
        QCOMPARE(open.size(), size_t(1));
        QCOMPARE(open[0].bytes, QByteArray::fromStdString("{\"ctl\":\"open\",\"url\":\"" + stream.url() +
                                                          "\",\"proxy\":\"\",\"attempt\":1}"));
        QCOMPARE(h.control("sent")[0].json()[QLatin1String("text")].toString(),
                 QStringLiteral("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth@100ms\",\"btcusdt@bookTicker\","
                                "\"btcusdt@trade\"],\"id\":1}"));
        h.net.stop();
        h.collect();
        QVERIFY(std::is_sorted(h.got.begin(), h.got.end(),
                               [](const auto& a, const auto& b) { return a.mono_ns < b.mono_ns; }));
        QCOMPARE(h.control("close").size(), size_t(1));
        QCOMPARE(h.control("close")[0].json()[QLatin1String("by")].toString(), QStringLiteral("self"));
        QCOMPARE(h.row("demo.usdm/pub").state, FeedState::Down);
    }

    void aClosedLineReopensUnderTheNextNumber() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_VERIFY(stream.client() != nullptr && !stream.commands.empty());
        stream.send(tickerText());
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        stream.client()->close(QWebSocketProtocol::CloseCodeGoingAway, QStringLiteral("maintenance"));
        QTRY_COMPARE(h.control("open").size(), size_t(2));
        const auto close = h.control("close");
        QCOMPARE(close.size(), size_t(1));
        QCOMPARE(close[0].source, std::string("demo.usdm/pub#1!"));
        QCOMPARE(close[0].bytes,
                 QByteArray("{\"ctl\":\"close\",\"code\":1001,\"by\":\"peer\",\"reason\":\"maintenance\"}"));
        QCOMPARE(h.control("open")[1].source, std::string("demo.usdm/pub#2!"));
        QTRY_COMPARE(stream.commands.size(), size_t(2));  // everything is subscribed again
        stream.send(tickerText());
        QTRY_VERIFY(h.from("demo.usdm/pub#2").size() >= 2);
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        QCOMPARE(h.row("demo.usdm/pub").connects, 2U);
        QCOMPARE(h.row("demo.usdm/pub").error, Code::Ok);
    }

    void aPortThatRefusesIsDownUntilItAppears() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        const quint16 port = stream.port();
        const BinanceMarketConfig config = NetHarness::market(stream, rest);
        stream.closeServer();
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_VERIFY(h.control("fail").size() >= 2);
        const QJsonObject fail = h.control("fail")[0].json();
        QCOMPARE(fail[QLatin1String("code")].toString(), QStringLiteral("connect"));
        QVERIFY(!fail[QLatin1String("detail")].toString().isEmpty());
        QVERIFY(fail[QLatin1String("retry_ms")].toInteger() >= 10);
        QVERIFY(h.control("open").empty());
        const FeedStatusRow down = h.row("demo.usdm/pub");
        QCOMPARE(down.error, Code::Connect);
        QVERIFY(down.attempts >= 2);
        QVERIFY(stream.listen(port));
        QTRY_VERIFY(stream.client() != nullptr && !stream.commands.empty());
        stream.send(tickerText());
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        QVERIFY(h.control("open")[0].json()[QLatin1String("attempt")].toInteger() >= 3);
        QCOMPARE(h.control("open")[0].source, std::string("demo.usdm/pub#1!"));
    }

    void aRefusedHandshakeNamesItsStatusAndWaits() {
        SystemClock clock;
        ScriptedRest busy;  // speaks HTTP where a WebSocket was asked for
        ScriptedRest rest;
        QVERIFY(busy.listen() && rest.listen());
        busy.respond = [](const QByteArray&) { return ScriptedRest::Answer{429, "{}", {}, false}; };
        ScriptedStream none;
        BinanceMarketConfig config = NetHarness::market(none, rest);
        config.entries[0].url = "ws://127.0.0.1:" + std::to_string(busy.port()) + "/public/stream";
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_COMPARE(h.control("fail").size(), size_t(1));
        const QJsonObject fail = h.control("fail")[0].json();
        QCOMPARE(fail[QLatin1String("code")].toString(), QStringLiteral("http_429"));
        QVERIFY(fail[QLatin1String("retry_ms")].toInteger() >= 60'000);
        QCOMPARE(h.row("demo.usdm/pub").error, Code::HttpStatus);
        QVERIFY(h.row("demo.usdm/pub").retry_at.ns > clock.mono().ns + 50 * kNsPerSec);
        QCOMPARE(busy.paths.size(), 1);
    }

    void silenceTurnsStaleThenReconnects() {
        FakeClock clock;  // the line's timers run on it; the sockets are real
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_VERIFY(stream.client() != nullptr && !stream.commands.empty());
        stream.send(tickerText());
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        clock.advanceMs(9'999);
        QTest::qWait(120);  // longer than a tick of the line: it must not have changed
        QCOMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        clock.advanceMs(1);
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Stale);
        stream.send(tickerText());
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Live);
        clock.advanceMs(10'000);
        QTRY_COMPARE(h.row("demo.usdm/pub").state, FeedState::Stale);
        clock.advanceMs(20'000);
        QTRY_COMPARE(h.control("fail").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("silent"));
        QCOMPARE(h.control("close").size(), size_t(1));
        QCOMPARE(h.control("close")[0].json()[QLatin1String("code")].toInteger(), 1006);
        clock.advanceMs(1'000);
        QTRY_COMPARE(stream.accepted(), 2);
    }

    void aLineWithoutDataIsGivenUpAfter15Seconds() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(1));  // the acknowledgement
        clock.advanceMs(15'000);
        QTRY_COMPARE(h.control("close").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("silent"));
    }

    void aPortThatAcceptsAndStaysSilentTimesOut() {
        FakeClock clock;
        QTcpServer mute;
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        ScriptedStream none;
        ScriptedRest rest;
        QVERIFY(rest.listen());
        BinanceMarketConfig config = NetHarness::market(none, rest);
        config.entries[0].url = "ws://127.0.0.1:" + std::to_string(mute.serverPort()) + "/public/stream";
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_VERIFY(mute.hasPendingConnections());
        QVERIFY(h.control("fail").empty());
        clock.advanceMs(10'000);
        QTRY_COMPARE(h.control("fail").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("timeout"));
        QVERIFY(h.control("open").empty());
    }

    void manyStreamsGoInBatchesOf100AtFourASecond() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.symbols.clear();
        for (int i = 0; i < 110; ++i) config.symbols.push_back("S" + std::to_string(i) + "USDT");
        NetHarness h(clock);
        QVERIFY(h.start(config));
        QTRY_COMPARE(stream.accepted(), 1);
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QCOMPARE(stream.commands[0][QLatin1String("params")].toArray().size(), 100);
        clock.advanceMs(249);
        QTest::qWait(120);
        QCOMPARE(stream.commands.size(), size_t(1));
        clock.advanceMs(1);
        QTRY_COMPARE(stream.commands.size(), size_t(2));
        QCOMPARE(stream.commands[1][QLatin1String("params")].toArray().size(), 98);  // 66 symbols of three fill a line
        clock.advanceMs(350);  // the second line waits for its turn at the host
        QTRY_COMPARE(stream.accepted(), 2);
        QTRY_COMPARE(stream.commands.size(), size_t(3));
        clock.advanceMs(250);
        QTRY_COMPARE(stream.commands.size(), size_t(4));
        QSet<QString> names;
        for (const QJsonObject& command : stream.commands)
            for (const QJsonValue name : command[QLatin1String("params")].toArray()) names.insert(name.toString());
        QCOMPARE(names.size(), 330);
        QTRY_COMPARE(h.from("demo.usdm/pub#2").size(), size_t(2));  // k counts over all lines of the entry point
    }

    void aResubscriptionTouchesOneStream() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QVERIFY(h.requests.push(
            {.kind = FeedRequest::Kind::Resubscribe, .instrument = "demo.usdm.BTCUSDT", .stream = "depth"}));
        QTRY_COMPARE(stream.commands.size(), size_t(3));
        QCOMPARE(stream.commands[1][QLatin1String("method")].toString(), QStringLiteral("UNSUBSCRIBE"));
        QCOMPARE(stream.commands[2][QLatin1String("method")].toString(), QStringLiteral("SUBSCRIBE"));
        for (const size_t i : {size_t(1), size_t(2)})
            QCOMPARE(stream.commands[i][QLatin1String("params")].toArray().toVariantList(),
                     QVariantList({QStringLiteral("btcusdt@depth@100ms")}));
        QTRY_COMPARE(h.control("sent").size(), size_t(3));
        QVERIFY(h.requests.push({.kind = FeedRequest::Kind::Resubscribe, .instrument = "demo.usdm.NOUSDT"}));
        QTRY_COMPARE(h.net.unroutedRequests(), std::uint64_t(1));
    }

    void aRequestedReconnectClosesAndComesBack() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        QPointer<QWebSocket> first = stream.client();
        QSignalSpy closed(first, &QWebSocket::disconnected);
        QVERIFY(
            h.requests.push({.kind = FeedRequest::Kind::Reconnect, .instrument = "demo.usdm", .reason = "starved"}));
        QTRY_COMPARE(h.control("open").size(), size_t(2));
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(first->closeCode(), QWebSocketProtocol::CloseCodeNormal);
        QCOMPARE(h.control("close")[0].bytes,
                 QByteArray("{\"ctl\":\"close\",\"code\":1000,\"by\":\"self\",\"reason\":\"starved\"}"));
    }

    void aMessageAboveTheLimitEndsTheLine() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_VERIFY(stream.client() != nullptr && !stream.commands.empty());
        stream.client()->setOutgoingFrameSize(1U << 20);
        stream.client()->sendTextMessage(QString(17 << 20, QLatin1Char('x')));
        QTRY_COMPARE_WITH_TIMEOUT(h.control("close").size(), size_t(1), 20'000);
        QCOMPARE(h.control("close")[0].json()[QLatin1String("code")].toInteger(), 1009);
        for (const auto& frame : h.from("demo.usdm/pub#1")) QVERIFY(frame.bytes.size() < 1000);
    }

    void aRefusedSubscriptionIsShown() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        stream.acknowledge = false;
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        stream.send(QStringLiteral("{\"error\":{\"code\":2,\"msg\":\"Invalid request\"},\"id\":1}"));
        QTRY_COMPARE(h.row("demo.usdm/pub").error, Code::SubscribeRefused);
        QVERIFY(h.row("demo.usdm/pub").detail.find("Invalid request") != std::string::npos);
    }

    void aFullQueueIsCountedAndAnnouncedOnce() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        NetHarness h(clock, {.frames = 100, .bytes = 1U << 20});
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QTRY_COMPARE(stream.commands.size(), size_t(1));
        for (int i = 0; i < 500; ++i) stream.send(tickerText());
        QTRY_COMPARE(h.queue.counters().pushed, std::uint64_t(503));  // open, sent, acknowledgement
        QCOMPARE(h.queue.counters().dropped, std::uint64_t(403));
        QTRY_COMPARE(h.control("drop").size(), size_t(1));  // draining makes room; the line's timer announces
        QCOMPARE(h.control("drop")[0].source, std::string("demo.usdm/pub#1!"));
        QCOMPARE(h.control("drop")[0].json()[QLatin1String("n")].toInteger(), 403);
        stream.send(tickerText());
        QTRY_COMPARE(h.from("demo.usdm/pub#1").size(), size_t(99));
        h.net.stop();
        h.collect();
        const FrameQueueCounters c = h.queue.counters();
        QCOMPARE(c.pushed, c.popped + c.dropped);
    }

    void configurationsThatCannotWorkAreRefused_data() {
        QTest::addColumn<QString>("ws");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<Code>("code");
        const QString ok_ws = QStringLiteral("wss://venue.example/stream"),
                      ok_rest = QStringLiteral("https://venue.example");
        QTest::newRow("plain ws to another machine")
            << QStringLiteral("ws://192.0.2.1/stream") << ok_rest << Code::CfgConflict;
        QTest::newRow("a name is not loopback")
            << QStringLiteral("ws://localhost/stream") << ok_rest << Code::CfgConflict;
        QTest::newRow("plain http to another machine")
            << ok_ws << QStringLiteral("http://192.0.2.1") << Code::CfgConflict;
        QTest::newRow("not a WebSocket") << QStringLiteral("http://127.0.0.1/") << ok_rest << Code::CfgSyntax;
        QTest::newRow("no host") << QStringLiteral("wss:///stream") << ok_rest << Code::CfgSyntax;
        QTest::newRow("fine") << ok_ws << ok_rest << Code::Ok;
        QTest::newRow("plain to loopback")
            << QStringLiteral("ws://127.8.9.1:1/s") << QStringLiteral("http://[::1]:2") << Code::Ok;
    }
    void configurationsThatCannotWorkAreRefused() {
        QFETCH(QString, ws);
        QFETCH(QString, rest);
        QFETCH(Code, code);
        BinanceMarketConfig config;
        config.venue_market = "binance.usdm";
        config.symbols = {"BTCUSDT"};
        config.entries = {{"pub", ws.toStdString(), {"trade"}}};
        config.rest.url = rest.toStdString();
        const Status status = validate(config);
        QCOMPARE(status ? Code::Ok : status.error().code, code);
        if (!status) QVERIFY(!status.error().detail.empty());
    }
};

QTEST_GUILESS_MAIN(TestWsConnection)
#include "tst_ws_connection.moc"
