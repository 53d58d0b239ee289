// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTest>
#include <memory>

#include "core/feed/sim/rest_api.h"

using namespace bw;
using namespace bw::sim;

namespace {

constexpr int kDeadlineMs = 10'000;

struct Quiet final : EventSink {
    void onTrade(const SimInstrument&, const SimTrade&) override {}
    void onTop(const SimInstrument&, const SimTop&) override {}
    void onDepth(const SimInstrument&, const DepthUpdate&, DepthSpeed) override {}
    void onBar(const SimInstrument&, const Bar&, bool, std::int64_t) override {}
    void onTick(const SimInstrument&, const SimTick&) override {}
    void onTruth(const TruthRecord&) override {}
};

}  // namespace

class TestRestApi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void answersWithTheVenuesStatus_data();
    void answersWithTheVenuesStatus();
    void exchangeInfoNamesStepsAndLimits();
    void depthHonoursTheLimitAndTheWeightHeaderRises();
    void historicalTradesGoOnFromAnId();
    void klinesFillThreeHours();
    void servesPipelinedRequestsOverOneSocket();
    void refusesForeignRequests();

private:
    QJsonDocument body(const QString& url) const {
        const QUrl parsed(url);
        return QJsonDocument::fromJson(m_api->answer(parsed.path(), QUrlQuery(parsed)).body);
    }
    std::unique_ptr<MarketModel> m_model;
    std::unique_ptr<RestApi> m_api;
};

void TestRestApi::init() {
    m_model = std::make_unique<MarketModel>(1, 1.0, 1'736'899'230'000);
    m_api = std::make_unique<RestApi>(*m_model);
    Quiet sink;
    for (int i = 0; i < 3100; ++i) m_model->step(sink);
}

void TestRestApi::answersWithTheVenuesStatus_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("status");
    QTest::newRow("time") << QStringLiteral("/api/v3/time") << 200;
    QTest::newRow("usdm depth") << QStringLiteral("/fapi/v1/depth?symbol=ETHUSDT&limit=5") << 200;
    QTest::newRow("a symbol of the other market") << QStringLiteral("/api/v3/depth?symbol=ETHUSDT") << 400;
    QTest::newRow("no symbol") << QStringLiteral("/fapi/v1/trades") << 400;
    QTest::newRow("an interval we have no bars of")
        << QStringLiteral("/api/v3/klines?symbol=BTCUSDT&interval=3d") << 400;
    QTest::newRow("unknown path") << QStringLiteral("/api/v3/order") << 404;
    QTest::newRow("unknown root") << QStringLiteral("/") << 404;
}

void TestRestApi::answersWithTheVenuesStatus() {
    QFETCH(QString, url);
    QFETCH(int, status);
    const QUrl parsed(url);
    const HttpReply reply = m_api->answer(parsed.path(), QUrlQuery(parsed));
    QCOMPARE(reply.status, status);
    const QJsonDocument json = QJsonDocument::fromJson(reply.body);
    QVERIFY(json.isObject());
    if (status != 200) QVERIFY(json[QLatin1String("code")].toInteger() < 0);
}

void TestRestApi::exchangeInfoNamesStepsAndLimits() {
    const QJsonDocument spot = body(QStringLiteral("/api/v3/exchangeInfo"));
    const QJsonDocument usdm = body(QStringLiteral("/fapi/v1/exchangeInfo"));
    QCOMPARE(spot[QLatin1String("rateLimits")][0][QLatin1String("limit")].toInteger(), qint64{6000});
    QCOMPARE(spot[QLatin1String("symbols")].toArray().size(), qsizetype{1});
    QCOMPARE(usdm[QLatin1String("symbols")].toArray().size(), qsizetype{2});
    const QJsonArray filters = usdm[QLatin1String("symbols")][0][QLatin1String("filters")].toArray();
    QCOMPARE(filters[0][QLatin1String("tickSize")].toString(), QStringLiteral("0.10"));
    QCOMPARE(filters[1][QLatin1String("stepSize")].toString(), QStringLiteral("0.001"));
}

void TestRestApi::depthHonoursTheLimitAndTheWeightHeaderRises() {
    const QUrl url(QStringLiteral("/fapi/v1/depth?symbol=BTCUSDT&limit=1000"));
    const HttpReply first = m_api->answer(url.path(), QUrlQuery(url)),
                    second = m_api->answer(url.path(), QUrlQuery(url));
    QCOMPARE(first.headers[0].first, QByteArray("X-MBX-USED-WEIGHT-1M"));
    QCOMPARE(first.headers[0].second, QByteArray("20"));
    QCOMPARE(second.headers[0].second, QByteArray("40"));
    QVERIFY(QJsonDocument::fromJson(first.body)[QLatin1String("bids")].toArray().size() > 150);
    const QJsonDocument few = body(QStringLiteral("/fapi/v1/depth?symbol=BTCUSDT&limit=5"));
    QCOMPARE(few[QLatin1String("bids")].toArray().size(), qsizetype{5});
    QVERIFY(few[QLatin1String("bids")][0][0].toString().toDouble() <
            few[QLatin1String("asks")][0][0].toString().toDouble());
}

void TestRestApi::historicalTradesGoOnFromAnId() {
    const QJsonArray last = body(QStringLiteral("/fapi/v1/trades?symbol=BTCUSDT&limit=40")).array();
    QCOMPARE(last.size(), qsizetype{40});
    const qint64 first_id = last[0][QLatin1String("id")].toInteger();
    const QJsonArray from =
        body(QStringLiteral("/fapi/v1/historicalTrades?symbol=BTCUSDT&fromId=%1&limit=7").arg(first_id + 3)).array();
    QCOMPARE(from.size(), qsizetype{7});
    for (qsizetype i = 0; i < from.size(); ++i) QCOMPARE(from[i].toObject(), last[i + 3].toObject());
    QVERIFY(body(QStringLiteral("/fapi/v1/historicalTrades?symbol=BTCUSDT&fromId=%1").arg(first_id + 1000))
                .array()
                .isEmpty());
}

void TestRestApi::klinesFillThreeHours() {
    const QJsonArray bars = body(QStringLiteral("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000")).array();
    QCOMPARE(bars.size(), qsizetype{182});  // 180, the one the start fell in, and the one begun since
    for (qsizetype i = 0; i < bars.size(); ++i) {
        QCOMPARE(bars[i].toArray().size(), qsizetype{12});
        QCOMPARE(bars[i][6].toInteger() - bars[i][0].toInteger(), qint64{59'999});
        if (i > 0) QCOMPARE(bars[i][0].toInteger(), bars[i - 1][0].toInteger() + 60'000);
    }
    const QJsonArray some = body(QStringLiteral("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=3&startTime=%1")
                                     .arg(bars[10][0].toInteger()))
                                .array();
    QCOMPARE(some.size(), qsizetype{3});
    QCOMPARE(some[0].toArray(), bars[10].toArray());
}

void TestRestApi::servesPipelinedRequestsOverOneSocket() {
    HttpServer server([this](const QString& path, const QUrlQuery& query) { return m_api->answer(path, query); });
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.port());
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, kDeadlineMs);
    socket.write(
        "GET /api/v3/time HTTP/1.1\r\nHost: x\r\n\r\nGET /fapi/v1/time HTTP/1.1\r\nHost: x\r\n\r\nGET /api/v3/ti");
    QByteArray seen;
    QTRY_VERIFY_WITH_TIMEOUT((seen += socket.readAll()).count("HTTP/1.1 200 OK") == 2, kDeadlineMs);
    QCOMPARE(seen.count("keep-alive"), qsizetype{2});
    socket.write("me HTTP/1.1\r\nConnection: close\r\n\r\n");
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, kDeadlineMs);
    QCOMPARE((seen += socket.readAll()).count("serverTime"), qsizetype{3});
}

void TestRestApi::refusesForeignRequests() {
    HttpServer server([](const QString&, const QUrlQuery&) { return HttpReply{}; });
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    const QByteArrayList requests{"POST / HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n", "GET /" + QByteArray(20'000, 'a')};
    for (const QByteArray& request : requests) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, server.port());
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, kDeadlineMs);
        socket.write(request);
        QByteArray seen;
        QTRY_VERIFY_WITH_TIMEOUT((seen += socket.readAll()).startsWith("HTTP/1.1 4"), kDeadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, kDeadlineMs);
    }
}

QTEST_GUILESS_MAIN(TestRestApi)
#include "tst_rest_api.moc"
