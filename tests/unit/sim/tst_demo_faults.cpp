// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <memory>

#include "core/feed/sim/demo_market.h"

using namespace bw;
using namespace bw::sim;

namespace {

constexpr int kDeadlineMs = 15'000;

struct Line {
    QWebSocket socket;
    QMap<QString, QList<QJsonObject>> data;
    QList<QJsonObject> others;  // without a stream name
    int pongs = 0, bad = 0;

    Line(const QString& url, const QStringList& streams) {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [this](const QString& text) {
            const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
            const QString stream = json[QLatin1String("stream")].toString();
            if (json.isEmpty()) ++bad;
            if (stream.isEmpty()) others.append(json);
            else data[stream].append(json[QLatin1String("data")].toObject());
        });
        QObject::connect(&socket, &QWebSocket::pong, &socket, [this] { ++pongs; });
        socket.open(QUrl(QString(url + QStringLiteral("?streams=") + streams.join(QLatin1Char('/')))));
    }
};

struct Reply {
    int status = 0;
    QByteArray body, retry_after;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QJsonArray list() const { return QJsonDocument::fromJson(body).array(); }
};
Reply ask(const QString& url, const QByteArray& post = {}) {
    QNetworkAccessManager manager;
    QNetworkRequest request{QUrl(url)};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(post.isEmpty() ? manager.get(request) : manager.post(request, post));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!reply->isFinished() && !finished.wait(kDeadlineMs)) return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(), reply->rawHeader("Retry-After")};
}

const QString kTicker = QStringLiteral("btcusdt@bookTicker");

}  // namespace

// The demo market's further streams and paths, and the faults of lines and REST on real sockets.
class TestDemoFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_market.reset(); }
    void theMarketEntryHasItsStreams();
    void partialBooksComeUnderTheNameAsked();
    void spotHasAggregatesAndNoMarks();
    void restHasTheLowRatePaths_data();
    void restHasTheLowRatePaths();
    void aggregatesAreTheTrades();
    void anRstEndsTheLine();
    void aDeadPeerAnswersNothing();
    void oneByteAWriteIsStillTheSame();
    void aShutdownIsAnnounced();
    void restFaultsAnswerAsPlanned();
    void faultsArePostedWhileItRuns();

private:
    std::unique_ptr<DemoMarket> m_market;
};

void TestDemoFaults::init() {
    DemoOptions options;
    options.rate = 20;
    options.has_control = true;
    m_market = std::make_unique<DemoMarket>(options);
    QVERIFY(m_market->start());
}

void TestDemoFaults::theMarketEntryHasItsStreams() {
    const QStringList names{QStringLiteral("btcusdt@kline_1m"), QStringLiteral("btcusdt@markPrice@1s"),
                            QStringLiteral("btcusdt@aggTrade"), QStringLiteral("btcusdt@forceOrder")};
    Line right(m_market->wsMarketUrl(), names), wrong(m_market->wsUrl(Venue::Usdm), names + QStringList{kTicker});
    for (const QString& name : names) QTRY_VERIFY_WITH_TIMEOUT(!right.data[name].isEmpty(), kDeadlineMs);
    QTRY_VERIFY_WITH_TIMEOUT(wrong.data[kTicker].size() > 20, kDeadlineMs);
    QCOMPARE(wrong.data.keys(), QStringList{kTicker});  // acknowledged, silent
    const QJsonObject mark = right.data[names[1]].first();
    QCOMPARE(mark[QLatin1String("e")].toString(), QStringLiteral("markPriceUpdate"));
    QVERIFY(mark[QLatin1String("T")].toInteger() > mark[QLatin1String("E")].toInteger());
    QVERIFY(std::abs(mark[QLatin1String("p")].toString().toDouble() - mark[QLatin1String("i")].toString().toDouble()) < 50);
    const QJsonObject order = right.data[names[3]].first()[QLatin1String("o")].toObject();
    QVERIFY(order[QLatin1String("S")] == QLatin1String("BUY") || order[QLatin1String("S")] == QLatin1String("SELL"));
    QCOMPARE(order[QLatin1String("q")].toString(), order[QLatin1String("z")].toString());
}

void TestDemoFaults::partialBooksComeUnderTheNameAsked() {
    for (const auto& [name, levels] : {std::pair{"btcusdt@depth5", 5}, {"btcusdt@depth10@500ms", 10}, {"btcusdt@depth20@100ms", 20}}) {
        const QString stream = QString::fromLatin1(name);
        Line usdm(m_market->wsUrl(Venue::Usdm), {stream}), spot(m_market->wsUrl(Venue::Spot), {stream});
        QTRY_VERIFY_WITH_TIMEOUT(usdm.data[stream].size() >= 2 && spot.data[stream].size() >= 2, kDeadlineMs);
        QCOMPARE(usdm.data[stream].last()[QLatin1String("b")].toArray().size(), levels);
        QCOMPARE(spot.data[stream].last()[QLatin1String("asks")].toArray().size(), levels);
        QVERIFY(spot.data[stream].last()[QLatin1String("lastUpdateId")].toInteger() >=
                spot.data[stream].first()[QLatin1String("lastUpdateId")].toInteger());
    }
}

void TestDemoFaults::spotHasAggregatesAndNoMarks() {
    Line line(m_market->wsUrl(Venue::Spot), {QStringLiteral("btcusdt@aggTrade"), QStringLiteral("btcusdt@markPrice@1s"),
                                             QStringLiteral("btcusdt@kline_1m")});
    QTRY_VERIFY_WITH_TIMEOUT(line.data[QStringLiteral("btcusdt@aggTrade")].size() > 20, kDeadlineMs);
    QTRY_VERIFY_WITH_TIMEOUT(!line.data[QStringLiteral("btcusdt@kline_1m")].isEmpty(), kDeadlineMs);
    QVERIFY(!line.data.contains(QStringLiteral("btcusdt@markPrice@1s")));
    qint64 next_id = 0, next_trade = 0;
    for (const QJsonObject& agg : line.data[QStringLiteral("btcusdt@aggTrade")]) {
        if (next_id != 0) QCOMPARE(agg[QLatin1String("a")].toInteger(), next_id);
        if (next_trade != 0) QCOMPARE(agg[QLatin1String("f")].toInteger(), next_trade);
        next_id = agg[QLatin1String("a")].toInteger() + 1;
        next_trade = agg[QLatin1String("l")].toInteger() + 1;
    }
}

void TestDemoFaults::restHasTheLowRatePaths_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("field");
    QTest::newRow("premiumIndex") << QStringLiteral("/fapi/v1/premiumIndex?symbol=BTCUSDT") << QStringLiteral("lastFundingRate");
    QTest::newRow("openInterest") << QStringLiteral("/fapi/v1/openInterest?symbol=ETHUSDT") << QStringLiteral("openInterest");
    QTest::newRow("fundingInfo") << QStringLiteral("/fapi/v1/fundingInfo") << QStringLiteral("fundingIntervalHours");
    for (const char* set : {"topLongShortPositionRatio", "topLongShortAccountRatio", "globalLongShortAccountRatio"})
        QTest::newRow(set) << QString(QStringLiteral("/futures/data/") + QString::fromLatin1(set) +
                                      QStringLiteral("?symbol=BTCUSDT&period=5m&limit=30"))
                           << QStringLiteral("longShortRatio");
}

void TestDemoFaults::restHasTheLowRatePaths() {
    QFETCH(QString, path);
    QFETCH(QString, field);
    const Reply reply = ask(m_market->restBase() + path);
    QCOMPARE(reply.status, 200);
    const QJsonObject first = reply.list().isEmpty() ? reply.json() : reply.list().first().toObject();
    QVERIFY2(first.contains(field), reply.body.constData());
    if (field == QLatin1String("longShortRatio")) QCOMPARE(reply.list().size(), 30);
}

void TestDemoFaults::aggregatesAreTheTrades() {
    const QString trades = m_market->restUrl(Venue::Usdm) + QStringLiteral("/historicalTrades?symbol=BTCUSDT&limit=1000");
    const QString aggs = m_market->restUrl(Venue::Usdm) + QStringLiteral("/aggTrades?symbol=BTCUSDT&limit=1000");
    QTRY_VERIFY_WITH_TIMEOUT(ask(aggs).list().size() > 50, kDeadlineMs);
    QMap<qint64, double> qty;
    for (const QJsonValue& trade : ask(trades).list())
        qty[trade[QLatin1String("id")].toInteger()] = trade[QLatin1String("qty")].toString().toDouble();
    int compared = 0;
    for (const QJsonValue& agg : ask(aggs).list()) {
        double sum = 0;
        bool is_whole = true;
        for (qint64 id = agg[QLatin1String("f")].toInteger(); id <= agg[QLatin1String("l")].toInteger(); ++id) {
            is_whole = is_whole && qty.contains(id);
            sum += qty.value(id);
        }
        if (!is_whole) continue;
        ++compared;
        QVERIFY(std::abs(sum - agg[QLatin1String("q")].toString().toDouble()) < 1e-9);
    }
    QVERIFY(compared > 30);
}

void TestDemoFaults::anRstEndsTheLine() {
    Line line(m_market->wsUrl(Venue::Usdm), {kTicker});
    QTRY_VERIFY_WITH_TIMEOUT(!line.data[kTicker].isEmpty(), kDeadlineMs);
    QSignalSpy closed(&line.socket, &QWebSocket::disconnected);
    QVERIFY(m_market->inject({0, FaultKind::Disconnect, "*", "*", 1, 0, Fault::kReset}));
    QTRY_VERIFY_WITH_TIMEOUT(!closed.isEmpty(), kDeadlineMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_market->stats().clients, 0, kDeadlineMs);
}

void TestDemoFaults::aDeadPeerAnswersNothing() {
    Line line(m_market->wsUrl(Venue::Usdm), {kTicker});
    QTRY_VERIFY_WITH_TIMEOUT(!line.data[kTicker].isEmpty(), kDeadlineMs);
    line.socket.ping();
    QTRY_COMPARE_WITH_TIMEOUT(line.pongs, 1, kDeadlineMs);
    QVERIFY(m_market->inject({0, FaultKind::HalfOpen}));
    QTRY_COMPARE_WITH_TIMEOUT(m_market->stats().clients, 0, kDeadlineMs);
    line.socket.ping();
    const qsizetype before = line.data[kTicker].size();
    Line other(m_market->wsUrl(Venue::Usdm), {kTicker});  // a new line is served
    QTRY_VERIFY_WITH_TIMEOUT(other.data[kTicker].size() > 30, kDeadlineMs);
    QCOMPARE(line.socket.state(), QAbstractSocket::ConnectedState);
    QCOMPARE(line.pongs, 1);
    QVERIFY(line.data[kTicker].size() <= before + 2);
}

void TestDemoFaults::oneByteAWriteIsStillTheSame() {
    const QString depth = QStringLiteral("btcusdt@depth@100ms");
    Line line(m_market->wsUrl(Venue::Usdm), {depth});
    Fault slow{0, FaultKind::Slow};
    slow.ms = 1'500;
    QVERIFY(m_market->inject(slow));
    QTRY_VERIFY_WITH_TIMEOUT(line.data[depth].size() > 25, kDeadlineMs);
    QCOMPARE(line.bad, 0);
    for (qsizetype i = 1; i < line.data[depth].size(); ++i)
        QCOMPARE(line.data[depth][i][QLatin1String("pu")], line.data[depth][i - 1][QLatin1String("u")]);
}

void TestDemoFaults::aShutdownIsAnnounced() {
    Line line(m_market->wsUrl(Venue::Usdm), {kTicker});
    QTRY_VERIFY_WITH_TIMEOUT(!line.data[kTicker].isEmpty(), kDeadlineMs);
    QSignalSpy closed(&line.socket, &QWebSocket::disconnected);
    Fault shutdown{0, FaultKind::Shutdown};
    shutdown.ms = 300;
    QVERIFY(m_market->inject(shutdown));
    QTRY_COMPARE_WITH_TIMEOUT(line.others.size(), qsizetype{1}, kDeadlineMs);
    QCOMPARE(line.others.first()[QLatin1String("e")].toString(), QStringLiteral("serverShutdown"));
    QTRY_VERIFY_WITH_TIMEOUT(!closed.isEmpty(), kDeadlineMs);
    QCOMPARE(line.socket.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
}

void TestDemoFaults::restFaultsAnswerAsPlanned() {
    const QString depth = m_market->restUrl(Venue::Usdm) + QStringLiteral("/depth?symbol=BTCUSDT&limit=5");
    const auto idNow = [&] { return ask(depth).json()[QLatin1String("lastUpdateId")].toInteger(); };
    const qint64 id = idNow();
    QTRY_VERIFY_WITH_TIMEOUT(idNow() > id, kDeadlineMs);
    Fault busy{0, FaultKind::RestStatus};
    busy.code = 429;
    busy.retry_after_s = 7;
    QVERIFY(m_market->inject(busy));
    const Reply refused = ask(depth);
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.retry_after, QByteArray("7"));
    QVERIFY(m_market->inject({0, FaultKind::SnapshotOld}));
    QVERIFY(idNow() <= id);  // of the start
    QVERIFY(idNow() > id);
    Fault late{0, FaultKind::SnapshotLate};
    late.ms = 400;
    QVERIFY(m_market->inject(late));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(ask(depth).status, 200);
    QVERIFY(timer.elapsed() >= 380);
}

void TestDemoFaults::faultsArePostedWhileItRuns() {
    QCOMPARE(ask(m_market->controlUrl(), "{kind: dropp}").status, 400);
    QVERIFY(ask(m_market->controlUrl(), "{kind: dropp}").body.contains("line 1"));
    QCOMPARE(ask(m_market->controlUrl()).status, 404);  // GET
    Line line(m_market->wsUrl(Venue::Usdm), {kTicker});
    QTRY_VERIFY_WITH_TIMEOUT(!line.data[kTicker].isEmpty(), kDeadlineMs);
    const QByteArray plan = R"([{"kind": "corrupt_syntax", "n": 2, "stream": "bookTicker"}])";
    QCOMPARE(ask(m_market->controlUrl(), plan).body, QByteArray("{\"added\":1}"));
    QTRY_COMPARE_WITH_TIMEOUT(line.bad, 2, kDeadlineMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_market->stats().faults, std::uint64_t{2}, kDeadlineMs);
}

QTEST_GUILESS_MAIN(TestDemoFaults)
#include "tst_demo_faults.moc"
