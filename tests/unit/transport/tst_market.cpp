// SPDX-License-Identifier: GPL-3.0-or-later
// Trade back-fill, polls, the venue's clock and REST endpoints, over real sockets.
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

#include "core/feed/transport/market.h"
#include "fake_clock.h"
#include "net_harness.h"

using namespace bw;
using namespace bw::feed;
using Answer = ScriptedRest::Answer;

namespace {

constexpr qint64 kTradeMs = 1'700'000'000'000;

qint64 queryNumber(const QByteArray& path, const char* key) {
    return QUrlQuery(QUrl(QString::fromLatin1(path)).query()).queryItemValue(QLatin1String(key)).toLongLong();
}

QByteArray compact(const QJsonArray& list) {
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}

/// A Binance-format venue that knows the trades 1 ... newest; each aggregate holds ten of them.
Answer binanceTrades(const QByteArray& path, qint64 newest) {
    const qint64 limit = queryNumber(path, "limit");
    QJsonArray list;
    if (path.contains("/aggTrades")) {
        const qint64 last = newest / 10 - 1;
        const qint64 first = path.contains("fromId") ? queryNumber(path, "fromId") : last - limit + 1;
        for (qint64 a = first; a < first + limit && a <= last; ++a)
            list.append(QJsonObject{{QStringLiteral("a"), a},
                                    {QStringLiteral("f"), 10 * a + 1},
                                    {QStringLiteral("l"), 10 * a + 10},
                                    {QStringLiteral("T"), kTradeMs + a}});
    } else {
        const qint64 first = path.contains("fromId") ? queryNumber(path, "fromId") : newest - limit + 1;
        for (qint64 id = first; id < first + limit && id <= newest; ++id)
            list.append(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("time"), kTradeMs + id}});
    }
    return {200, compact(list), {}, false};
}

FeedRequest tradesRequest(std::uint64_t from, std::uint64_t to, std::string instrument = "demo.usdm.BTCUSDT") {
    return {.kind = FeedRequest::Kind::Trades,
            .instrument = std::move(instrument),
            .stream = "trade",
            .from_id = from,
            .to_id = to};
}

}  // namespace

class TestMarket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void missingTradesComePageByPageAndTheLastOneSaysSo() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray& path) { return binanceTrades(path, 9'000); };
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QVERIFY(h.requests.push(tradesRequest(1'001, 3'500)));
        QVERIFY(h.requests.push(tradesRequest(1'001, 3'500)));  // asked again meanwhile: one is enough
        QVERIFY(h.requests.push(tradesRequest(5'000, 5'000)));  // waits for its turn
        QTRY_COMPARE(h.control("rest").size(), size_t(4));
        QCOMPARE(rest.paths, (QList<QByteArray>{"/fapi/v1/historicalTrades?symbol=BTCUSDT&fromId=1001&limit=1000",
                                                "/fapi/v1/historicalTrades?symbol=BTCUSDT&fromId=2001&limit=1000",
                                                "/fapi/v1/historicalTrades?symbol=BTCUSDT&fromId=3001&limit=1000",
                                                "/fapi/v1/historicalTrades?symbol=BTCUSDT&fromId=5000&limit=1000"}));
        const auto frames = h.control("rest");
        for (size_t i = 0; i < frames.size(); ++i) {
            const QJsonObject frame = frames[i].json();
            QCOMPARE(frame[QLatin1String("purpose")].toString(), QStringLiteral("trades"));
            QCOMPARE(frame[QLatin1String("instrument")].toString(), QStringLiteral("demo.usdm.BTCUSDT"));
            QCOMPARE(frame[QLatin1String("from_id")].toInteger(), i < 3 ? 1'001 : 5'000);
            QCOMPARE(frame[QLatin1String("to_id")].toInteger(), i < 3 ? 3'500 : 5'000);
            QCOMPARE(frame[QLatin1String("last")].toBool(), i >= 2);
        }
        QCOMPARE(h.from("demo.usdm/rest").size(), size_t(4));
    }

    void withoutAKeyTheNewestTradesAndThenTheAggregatesServe() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray& path) {
            if (path.contains("historicalTrades")) return Answer{401, "{\"code\":-2014}", {}, false};
            return binanceTrades(path, 30'000);
        };
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QVERIFY(h.requests.push(tradesRequest(15'000, 15'500)));
        QTRY_COMPARE(h.control("rest").size(), size_t(3));
        QVERIFY(h.control("rest")[2].json()[QLatin1String("last")].toBool());
        for (const auto& frame : h.control("fail")) {  // another way is tried: not given up
            QVERIFY(!frame.json().contains(QLatin1String("last")));
            QVERIFY(frame.json()[QLatin1String("retry_ms")].toInteger() > 0);
        }
        QCOMPARE(rest.paths, (QList<QByteArray>{"/fapi/v1/historicalTrades?symbol=BTCUSDT&fromId=15000&limit=1000",
                                                "/fapi/v1/trades?symbol=BTCUSDT&limit=1000",
                                                "/fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000",
                                                "/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=1000&limit=1000"}));
    }

    void theKeyGoesInAHeaderAndNowhereElse() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray& path) { return binanceTrades(path, 9'000); };
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.rest.api_key = "k3y";
        QVERIFY(h.start(std::move(config)));
        QVERIFY(h.requests.push(tradesRequest(1, 2)));
        QTRY_COMPARE(h.control("rest").size(), size_t(1));
        QVERIFY(rest.heads[0].toLower().contains("x-mbx-apikey: k3y"));
        for (const auto& frame : h.got) QVERIFY(!frame.bytes.contains("k3y"));
    }

    void okxTradesComeDownwards() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray& path) {
            QJsonArray list;
            const qint64 after = queryNumber(path, "after");
            for (qint64 id = after - 1; id >= after - 100; --id)
                list.append(QJsonObject{{QStringLiteral("tradeId"), QString::number(id)},
                                        {QStringLiteral("ts"), QString::number(kTradeMs + id)}});
            return Answer{200, "{\"code\":\"0\",\"msg\":\"\",\"data\":" + compact(list) + "}", {}, false};
        };
        OkxMarketConfig config;
        config.instruments = {"okx.spot.BTC-USDT"};
        config.channels = {"trades"};
        config.public_urls = config.business_urls = {stream.url()};
        config.rest.url = rest.url();
        config.rest.catalogue_at_start = false;
        config.rest.clock_period_ms = 0;
        NetConfig net;
        net.okx.push_back(config);
        NetHarness h(clock);
        QVERIFY(h.start(std::move(net)));
        QVERIFY(h.requests.push(tradesRequest(9'850, 9'999, "okx.spot.BTC-USDT")));
        QTRY_COMPARE(h.control("rest").size(), size_t(2));
        QCOMPARE(rest.paths,
                 (QList<QByteArray>{"/api/v5/market/history-trades?instId=BTC-USDT&type=1&after=10000&limit=100",
                                    "/api/v5/market/history-trades?instId=BTC-USDT&type=1&after=9900&limit=100"}));
        QVERIFY(!h.control("rest")[0].json().contains(QLatin1String("last")));
        QVERIFY(h.control("rest")[1].json()[QLatin1String("last")].toBool());
    }

    void okxCodesOtherThanZeroAreErrors() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray&) {
            return Answer{200, "{\"code\":\"51001\",\"msg\":\"Instrument ID does not exist\",\"data\":[]}", {}, false};
        };
        OkxMarketConfig config;
        config.instruments = {"okx.spot.BTC-USDT"};
        config.channels = {"trades"};
        config.public_urls = config.business_urls = {stream.url()};
        config.rest.url = rest.url();
        config.rest.clock_period_ms = 0;
        NetConfig net;
        net.okx.push_back(config);
        NetHarness h(clock);
        QVERIFY(h.start(std::move(net)));
        QTRY_VERIFY(!h.control("fail", "okx/rest").empty());
        const QJsonObject fail = h.control("fail", "okx/rest")[0].json();
        QCOMPARE(fail[QLatin1String("code")].toString(), QStringLiteral("venue_error"));
        QVERIFY(fail[QLatin1String("detail")].toString().contains(QLatin1String("51001")));
        QVERIFY(h.from("okx/rest").empty());
        QCOMPARE(rest.paths[0], QByteArray("/api/v5/public/instruments?instType=SPOT"));
    }

    void deribitTradesAreAskedBySequence() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray& path) {
            QJsonArray list;
            const qint64 from = queryNumber(path, "start_seq"), to = queryNumber(path, "end_seq");
            const qint64 end = std::min(to, from + queryNumber(path, "count") - 1);
            for (qint64 seq = from; seq <= end; ++seq)
                list.append(QJsonObject{{QStringLiteral("trade_seq"), seq}, {QStringLiteral("timestamp"), kTradeMs}});
            return Answer{200,
                          "{\"jsonrpc\":\"2.0\",\"result\":{\"trades\":" + compact(list) +
                              ",\"has_more\":" + (end < to ? "true" : "false") + "}}",
                          {},
                          false};
        };
        DeribitMarketConfig config;
        config.instruments = {"deribit.perpetual.BTC-PERPETUAL"};
        config.channels = {"trades.{i}.100ms"};
        config.urls = {stream.url()};
        config.rest.url = rest.url();
        config.rest.catalogue_at_start = false;
        config.rest.clock_period_ms = 0;
        NetConfig net;
        net.deribit.push_back(config);
        NetHarness h(clock);
        QVERIFY(h.start(std::move(net)));
        QVERIFY(h.requests.push(tradesRequest(10, 1'509, "deribit.perpetual.BTC-PERPETUAL")));
        QTRY_COMPARE(h.control("rest").size(), size_t(2));
        QCOMPARE(rest.paths[1], QByteArray("/api/v2/public/get_last_trades_by_instrument?instrument_name=BTC-PERPETUAL"
                                           "&start_seq=1010&end_seq=1509&count=1000&sorting=asc"));
        QVERIFY(h.control("rest")[1].json()[QLatin1String("last")].toBool());
    }

    void aGapIsGivenUpWithItsBounds_data() {
        QTest::addColumn<qulonglong>("to");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("requests");
        QTest::newRow("100,001 ids") << 100'001ULL << 200 << QStringLiteral("limited") << 0;
        QTest::newRow("refused in every way") << 10ULL << 400 << QStringLiteral("http_400") << 3;
        QTest::newRow("no list of trades") << 10ULL << 200 << QString() << 1;
    }
    void aGapIsGivenUpWithItsBounds() {
        QFETCH(qulonglong, to);
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(int, requests);
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [status](const QByteArray&) { return Answer{status, "{\"code\":-1}", {}, false}; };
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QVERIFY(h.requests.push(tradesRequest(1, to)));
        const char* const ctl = code.isEmpty() ? "rest" : "fail";
        QTRY_VERIFY(!h.control(ctl).empty() && h.control(ctl).back().json()[QLatin1String("last")].toBool());
        const QJsonObject frame = h.control(ctl).back().json();
        if (!code.isEmpty()) QCOMPARE(frame[QLatin1String("code")].toString(), code);
        QCOMPARE(frame[QLatin1String("purpose")].toString(), QStringLiteral("trades"));
        QCOMPARE(frame[QLatin1String("instrument")].toString(), QStringLiteral("demo.usdm.BTCUSDT"));
        QCOMPARE(frame[QLatin1String("from_id")].toInteger(), 1);
        QCOMPARE(frame[QLatin1String("to_id")].toInteger(), qint64(to));
        QVERIFY(!frame.contains(QLatin1String("retry_ms")));
        QCOMPARE(rest.paths.size(), requests);
    }

    void aGapOutlivesAVenueThatIsDown() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        bool up = false;
        rest.respond = [&up](const QByteArray& path) {
            return up ? binanceTrades(path, 9'000) : Answer{503, "{}", {}, false};
        };
        NetHarness h(clock);
        QVERIFY(h.start(NetHarness::market(stream, rest)));
        QVERIFY(h.requests.push(tradesRequest(100, 200)));
        for (int i = 0; i < 8; ++i) {
            QTest::qWait(60);
            clock.advanceMs(i < 5 ? 100 : 10'000);
        }
        QTRY_VERIFY(h.control("fail").size() >= 4);
        for (const auto& frame : h.control("fail")) {
            QVERIFY(!frame.json().contains(QLatin1String("last")));
            QVERIFY(frame.json()[QLatin1String("retry_ms")].toInteger() > 0);
        }
        up = true;
        for (int i = 0; i < 40 && h.control("rest").empty(); ++i) {
            clock.advanceMs(10'000);
            QTest::qWait(60);
        }
        QCOMPARE(h.control("rest").size(), size_t(1));
        QVERIFY(h.control("rest")[0].json()[QLatin1String("last")].toBool());
    }

    void pollsComeAtTheirTimesOnceAPeriod() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.venue_market = "demo.coinm";
        config.symbols = {"BTCUSD_PERP"};
        config.rest.prefix = "/dapi/v1";
        config.rest.polls = binancePolls("/dapi/v1", /*coinm=*/true);
        config.line.stale_ms = config.line.first_data_ms = config.line.max_age_ms = 0;
        NetHarness h(clock);
        QVERIFY(h.start(std::move(config)));
        for (int i = 0; i < 9 && rest.paths.size() < 6; ++i) {  // the first round: within 20 s
            clock.advanceMs(4'000);
            QTest::qWait(120);
        }
        QTRY_COMPARE(rest.paths.size(), 6);
        QVERIFY(rest.paths.contains("/dapi/v1/openInterest?symbol=BTCUSD_PERP"));
        QVERIFY(rest.paths.contains("/dapi/v1/premiumIndex?symbol=BTCUSD_PERP"));
        QVERIFY(rest.paths.contains("/dapi/v1/fundingInfo"));
        QVERIFY(rest.paths.contains("/futures/data/topLongShortPositionRatio?pair=BTCUSD&period=5m&limit=30"));
        for (int i = 0; i < 35; ++i) {  // eleven minutes and 40 s
            clock.advanceMs(20'000);
            QTest::qWait(60);
        }
        const auto count = [&rest](const char* part) {
            return std::count_if(rest.paths.begin(), rest.paths.end(),
                                 [part](const QByteArray& path) { return path.contains(part); });
        };
        QVERIFY2(count("openInterest") >= 12 && count("openInterest") <= 14,
                 qPrintable(QString::number(count("openInterest"))));
        QVERIFY(count("topLongShortAccountRatio") >= 3 && count("topLongShortAccountRatio") <= 4);
        QCOMPARE(count("fundingInfo"), 1);
        QSet<QString> purposes;
        for (const auto& frame : h.control("rest")) purposes.insert(frame.json()[QLatin1String("purpose")].toString());
        QCOMPARE(purposes, (QSet<QString>{QStringLiteral("open_interest"), QStringLiteral("mark"),
                                          QStringLiteral("funding_info"), QStringLiteral("ratio_position"),
                                          QStringLiteral("ratio_account"), QStringLiteral("ratio_all")}));
    }

    void theVenuesClockIsMeasuredFromTheQuickestOfFive() {
        SystemClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        constexpr qint64 kAheadMs = 5'000;
        rest.respond = [](const QByteArray&) {
            return Answer{200,
                          "{\"serverTime\":" + QByteArray::number(QDateTime::currentMSecsSinceEpoch() + kAheadMs) + "}",
                          {},
                          false};
        };
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.rest.clock_period_ms = 600'000;
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(h.control("clock").size(), size_t(1));
        QCOMPARE(rest.paths, QList<QByteArray>(5, "/fapi/v1/time"));
        const QJsonObject frame = h.control("clock")[0].json();
        QCOMPARE(h.control("clock")[0].source, std::string("demo.usdm/rest!"));
        const qint64 offset_ms = frame[QLatin1String("offset_ns")].toInteger() / 1'000'000;
        const qint64 error_ms = frame[QLatin1String("error_ns")].toInteger() / 1'000'000 + 2;
        QVERIFY2(std::abs(offset_ms - kAheadMs) <= error_ms, qPrintable(QString::number(offset_ms)));
        QTRY_VERIFY(h.row("demo.usdm/rest").clock_error_ns > 0);
        QVERIFY(h.from("demo.usdm/rest").empty());
    }

    void aForbiddenEndpointGivesWayToTheNext() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest forbidden, rest;
        QVERIFY(stream.listen() && rest.listen() && forbidden.listen());
        forbidden.respond = [](const QByteArray&) { return Answer{451, "{}", {}, false}; };
        BinanceMarketConfig config = NetHarness::market(stream, forbidden);
        config.rest.catalogue_at_start = true;
        config.rest.more_urls = {rest.url()};
        NetHarness h(clock);
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(h.control("rest").size(), size_t(1));
        QCOMPARE(forbidden.paths.size(), 1);
        QCOMPARE(rest.paths.size(), 1);
        rest.respond = forbidden.respond;  // now both refuse
        QVERIFY(h.requests.push({.kind = FeedRequest::Kind::Catalogue, .instrument = "demo.usdm"}));
        QTRY_COMPARE(h.control("fail").size(), size_t(3));
        QCOMPARE(h.control("fail")[2].json()[QLatin1String("code")].toString(), QStringLiteral("blocked"));
        QCOMPARE(h.control("fail")[2].json()[QLatin1String("retry_ms")].toInteger(), 900'000);
        QTRY_COMPARE(h.row("demo.usdm/rest").error, Code::Blocked);
        clock.advanceMs(899'000);
        QTest::qWait(150);
        QCOMPARE(forbidden.paths.size() + rest.paths.size(), 4);
        clock.advanceMs(1'000);
        QTRY_VERIFY(forbidden.paths.size() + rest.paths.size() > 4);
    }

    void aBanDoublesAndLeavesTheStreamAlone() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        rest.respond = [](const QByteArray&) { return Answer{418, "{\"code\":-1003}", {}, false}; };
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.rest.catalogue_at_start = true;
        config.line.first_data_ms = 0;
        NetHarness h(clock);
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(stream.accepted(), 1);
        for (const qint64 pause_ms : {120'000, 240'000, 480'000}) {
            QTRY_VERIFY(!h.control("fail").empty() &&
                        h.control("fail").back().json()[QLatin1String("retry_ms")].toInteger() == pause_ms);
            const auto asked = rest.paths.size();
            clock.advanceMs(pause_ms - 1);
            QTest::qWait(110);
            QCOMPARE(rest.paths.size(), asked);
            clock.advanceMs(1);
            QTRY_COMPARE(rest.paths.size(), asked + 1);
        }
        QVERIFY(h.control("close").empty());
    }
};

QTEST_GUILESS_MAIN(TestMarket)
#include "tst_market.moc"
