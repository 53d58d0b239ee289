// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSet>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>
#include <memory>
#include <zmq.hpp>

#include "core/feed/sim/demo_market.h"
#include "tests/unit/sim/map_book.h"

using namespace bw;
using namespace bw::sim;

namespace {

constexpr int kDeadlineMs = 20'000;

/// A reader that knows only the address: keeps every message, in order.
class Line {
public:
    explicit Line(const QString& url) {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this](const QString& text) {
            const QJsonDocument json = QJsonDocument::fromJson(text.toUtf8());
            if (!json.isObject()) {
                ++bad;
            } else if (json.object().contains(QLatin1String("stream"))) {
                data[json[QLatin1String("stream")].toString()].append(json[QLatin1String("data")].toObject());
                order.append(json.object());
            } else {
                replies.append(json.object());
            }
        });
        m_socket.open(QUrl(url));
    }
    [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void subscribe(const QStringList& names, int id = 17) {
        const QJsonObject request{{QStringLiteral("method"), QStringLiteral("SUBSCRIBE")},
                                  {QStringLiteral("params"), QJsonArray::fromStringList(names)},
                                  {QStringLiteral("id"), id}};
        sendText(QJsonDocument(request).toJson(QJsonDocument::Compact));
    }
    void sendText(const QByteArray& text) { m_socket.sendTextMessage(QString::fromUtf8(text)); }
    [[nodiscard]] QWebSocket& socket() { return m_socket; }

    QMap<QString, QList<QJsonObject>> data;
    QList<QJsonObject> order, replies;
    int bad = 0;

private:
    QWebSocket m_socket;
};

QJsonObject get(const QString& url) {
    QNetworkAccessManager manager;
    std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(QUrl(url))));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!finished.wait(kDeadlineMs)) return {};
    return QJsonDocument::fromJson(reply->readAll()).object();
}

}  // namespace

class TestDemoMarket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSubscriberGetsMovingData();
    void restSnapshotBridgesWithTheLiveStream_data();
    void restSnapshotBridgesWithTheLiveStream();
    void namesOnTheWrongPathAreAcknowledgedAndSilent();
    void refusesWhatItCannotRead();
    void unsubscribedStreamsFallSilent();
    void spotLinesGiveMicrosecondsOnRequest();
    void aSubscriberReceivesTicks_data();
    void aSubscriberReceivesTicks();
    void portInUseNamesThePort();
    void injectedFaultsReachTheLine();
    void aReaderThatStopsReadingIsCut();
    void stopsAndStartsAgain();
};

void TestDemoMarket::aSubscriberGetsMovingData() {
    DemoOptions options;
    options.rate = 4;  // alive within a second
    DemoMarket market(options);
    QVERIFY(market.start());
    Line line(market.wsUrl(Venue::Usdm));
    QTRY_VERIFY_WITH_TIMEOUT(line.isOpen(), kDeadlineMs);
    const QStringList names{QStringLiteral("btcusdt@depth@100ms"), QStringLiteral("btcusdt@bookTicker"),
                            QStringLiteral("btcusdt@trade"), QStringLiteral("ethusdt@trade"),
                            QStringLiteral("nosuch@trade")};
    line.subscribe(names);
    QTRY_COMPARE_WITH_TIMEOUT(line.replies.size(), qsizetype{1}, kDeadlineMs);
    QCOMPARE(QJsonDocument(line.replies[0]).toJson(QJsonDocument::Compact), QByteArray(R"({"id":17,"result":null})"));
    line.sendText(R"({"method":"LIST_SUBSCRIPTIONS","id":"a"})");
    QTRY_COMPARE_WITH_TIMEOUT(line.replies.size(), qsizetype{2}, kDeadlineMs);
    QCOMPARE(line.replies[1].value(QLatin1String("result")).toArray(), QJsonArray::fromStringList(names));

    QTRY_VERIFY_WITH_TIMEOUT(line.data[names[0]].size() >= 20, kDeadlineMs);
    QTRY_VERIFY_WITH_TIMEOUT(line.data[names[1]].size() >= 20, kDeadlineMs);
    QTRY_VERIFY_WITH_TIMEOUT(line.data[names[2]].size() >= 5, kDeadlineMs);
    QTRY_VERIFY_WITH_TIMEOUT(line.data[names[3]].size() >= 5, kDeadlineMs);
    QVERIFY(!line.data.contains(names[4]));
    QCOMPARE(line.bad, 0);
    QSet<QString> tops;
    for (const QJsonObject& top : line.data[names[1]])
        tops.insert(QString(top.value(QLatin1String("b")).toString() + top.value(QLatin1String("B")).toString()));
    QVERIFY(tops.size() > 5);
    const qint64 event_ms = line.data[names[0]].last().value(QLatin1String("E")).toInteger();
    QVERIFY(std::abs(QDateTime::currentMSecsSinceEpoch() - event_ms) < 5000);

    QTRY_VERIFY_WITH_TIMEOUT(market.stats().sent_by_stream["demo.usdm.BTCUSDT@depth@100ms"] >= 20, kDeadlineMs);
    QCOMPARE(market.stats().clients, 1);
}

void TestDemoMarket::restSnapshotBridgesWithTheLiveStream_data() {
    QTest::addColumn<bool>("is_usdm");
    QTest::addColumn<QString>("speed");
    QTest::newRow("spot each 100 ms") << false << QStringLiteral("100ms");
    QTest::newRow("usdm each 100 ms") << true << QStringLiteral("100ms");
    QTest::newRow("usdm each step") << true << QStringLiteral("0ms");
}

void TestDemoMarket::restSnapshotBridgesWithTheLiveStream() {
    QFETCH(bool, is_usdm);
    QFETCH(QString, speed);
    const Venue venue = is_usdm ? Venue::Usdm : Venue::Spot;
    DemoOptions options;
    options.seed = testSeed();
    options.rate = 5;
    DemoMarket market(options);
    QVERIFY(market.start());
    Line line(market.wsUrl(venue));
    QTRY_VERIFY_WITH_TIMEOUT(line.isOpen(), kDeadlineMs);
    const QString depth = QStringLiteral("btcusdt@depth@") + speed, ticker = QStringLiteral("btcusdt@bookTicker");
    line.subscribe({depth, ticker});
    QTRY_VERIFY_WITH_TIMEOUT(line.data[depth].size() >= 3, kDeadlineMs);
    MapBook book;
    const QJsonObject snapshot = get(market.restUrl(venue) + QStringLiteral("/depth?symbol=BTCUSDT&limit=1000"));
    QVERIFY(snapshot.value(QLatin1String("bids")).toArray().size() > 100);
    book.setSnapshot(snapshot);
    const qsizetype behind = line.data[depth].size();
    QTRY_VERIFY_WITH_TIMEOUT(line.data[depth].size() >= behind + 15, kDeadlineMs);
    QJsonObject top;
    int applied = 0, compared = 0, equal = 0;
    for (const QJsonObject& message : line.order) {
        const QJsonObject data = message.value(QLatin1String("data")).toObject();
        if (message.value(QLatin1String("stream")).toString() == ticker) {
            top = data;
            continue;
        }
        const MapBook::Step step = book.onDepth(data);
        QVERIFY(step != MapBook::Step::Broken);
        if (step != MapBook::Step::Applied) continue;
        ++applied;
        if (top.isEmpty()) continue;
        const auto text = [&top](const char* key) { return top.value(QLatin1String(key)).toString().toStdString(); };
        ++compared;
        equal += book.bid() == MapBook::Top{text("b"), text("B")} && book.ask() == MapBook::Top{text("a"), text("A")};
    }
    QVERIFY(applied >= 14);
    QVERIFY(compared >= 10);
    QCOMPARE(equal, compared);
}

void TestDemoMarket::namesOnTheWrongPathAreAcknowledgedAndSilent() {
    DemoMarket market(DemoOptions{});
    QVERIFY(market.start());
    QString url = market.wsUrl(Venue::Usdm);
    Line wrong(url.replace(QLatin1String("/public/"), QLatin1String("/market/")));
    QTRY_VERIFY_WITH_TIMEOUT(wrong.isOpen(), kDeadlineMs);
    wrong.subscribe({QStringLiteral("btcusdt@bookTicker"), QStringLiteral("btcusdt@kline_1m")});
    QTRY_COMPARE_WITH_TIMEOUT(wrong.replies.size(), qsizetype{1}, kDeadlineMs);
    QTRY_VERIFY_WITH_TIMEOUT(wrong.data[QStringLiteral("btcusdt@kline_1m")].size() >= 2, kDeadlineMs);
    QCOMPARE(wrong.data.size(), qsizetype{1});
    const QJsonObject bar = wrong.data.first().last().value(QLatin1String("k")).toObject();
    QCOMPARE(bar.value(QLatin1String("T")).toInteger() - bar.value(QLatin1String("t")).toInteger(), qint64{59'999});

    Line nowhere(market.wsUrl(Venue::Spot).replace(QLatin1String("/stream"), QLatin1String("/nowhere")));
    QSignalSpy closed(&nowhere.socket(), &QWebSocket::disconnected);
    QTRY_VERIFY_WITH_TIMEOUT(!closed.isEmpty(), kDeadlineMs);
}

void TestDemoMarket::refusesWhatItCannotRead() {
    DemoMarket market(DemoOptions{});
    QVERIFY(market.start());
    Line line(market.wsUrl(Venue::Spot));
    QTRY_VERIFY_WITH_TIMEOUT(line.isOpen(), kDeadlineMs);
    line.sendText("{not json");
    line.sendText(R"({"method":"SUBSCRIBE","params":[],"id":3})");
    QTRY_COMPARE_WITH_TIMEOUT(line.replies.size(), qsizetype{2}, kDeadlineMs);
    for (const QJsonObject& reply : line.replies)
        QCOMPARE(reply.value(QLatin1String("error")).toObject().value(QLatin1String("code")).toInteger(), qint64{2});
    QCOMPARE(line.replies[1].value(QLatin1String("id")).toInteger(), qint64{3});
}

void TestDemoMarket::unsubscribedStreamsFallSilent() {
    DemoMarket market(DemoOptions{});
    QVERIFY(market.start());
    Line line(QString(market.wsUrl(Venue::Spot) + QStringLiteral("?streams=btcusdt@bookTicker/btcusdt@depth@100ms")));
    const QString ticker = QStringLiteral("btcusdt@bookTicker"), depth = QStringLiteral("btcusdt@depth@100ms");
    QTRY_VERIFY_WITH_TIMEOUT(line.data[ticker].size() >= 2, kDeadlineMs);
    line.sendText(R"({"method":"UNSUBSCRIBE","params":["btcusdt@bookTicker"],"id":4})");
    QTRY_COMPARE_WITH_TIMEOUT(line.replies.size(), qsizetype{1}, kDeadlineMs);
    const qsizetype tickers = line.data[ticker].size(), depths = line.data[depth].size();
    QTRY_VERIFY_WITH_TIMEOUT(line.data[depth].size() >= depths + 10, kDeadlineMs);
    QCOMPARE(line.data[ticker].size(), tickers);
}

void TestDemoMarket::spotLinesGiveMicrosecondsOnRequest() {
    DemoMarket market(DemoOptions{});
    QVERIFY(market.start());
    const QString depth = QStringLiteral("btcusdt@depth@100ms");
    Line ms(market.wsUrl(Venue::Spot)),
        us(QString(market.wsUrl(Venue::Spot) + QStringLiteral("?timeUnit=MICROSECOND")));
    QTRY_VERIFY_WITH_TIMEOUT(ms.isOpen() && us.isOpen(), kDeadlineMs);
    ms.subscribe({depth});
    us.subscribe({depth});
    QTRY_VERIFY_WITH_TIMEOUT(!ms.data[depth].isEmpty() && !us.data[depth].isEmpty(), kDeadlineMs);
    const qint64 ms_time = ms.data[depth].first().value(QLatin1String("E")).toInteger();
    const qint64 us_time = us.data[depth].first().value(QLatin1String("E")).toInteger();
    QVERIFY(std::abs(us_time / 1000 - ms_time) < 5000);
}

void TestDemoMarket::aSubscriberReceivesTicks_data() {
    QTest::addColumn<int>("dialect");
    QTest::addColumn<int>("parts");
    QTest::addColumn<QByteArray>("key");  // a key each tick has
    QTest::newRow("v6") << int(Dialect::V6) << 2 << QByteArray("time_msc");
    QTest::newRow("T1") << int(Dialect::T1) << 1 << QByteArray("bid");
    QTest::newRow("T2") << int(Dialect::T2) << 1 << QByteArray("time");
    QTest::newRow("T3") << int(Dialect::T3) << 2 << QByteArray("source");
    QTest::newRow("T4") << int(Dialect::T4) << 1 << QByteArray("timestamp");
}

void TestDemoMarket::aSubscriberReceivesTicks() {
    QFETCH(int, dialect);
    QFETCH(int, parts);
    QFETCH(QByteArray, key);
    DemoOptions options;
    options.dialect = static_cast<Dialect>(dialect);
    options.rate = 10;
    DemoMarket market(options);
    QVERIFY(market.start());
    zmq::context_t context;
    zmq::socket_t socket(context, zmq::socket_type::sub);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::subscribe, "");
    socket.connect(market.tickEndpoint().toStdString());
    QSet<QString> symbols;
    int ticks = 0, beats = 0;
    const auto receive = [&] {
        zmq::message_t first;
        while (socket.recv(first, zmq::recv_flags::dontwait)) {
            QByteArray body(first.data<char>(), static_cast<qsizetype>(first.size()));
            int seen = 1;
            while (socket.get(zmq::sockopt::rcvmore)) {
                zmq::message_t next;
                if (!socket.recv(next)) return false;
                body = QByteArray(next.data<char>(), static_cast<qsizetype>(next.size()));
                ++seen;
            }
            const QJsonObject json = QJsonDocument::fromJson(body).object();
            if (json.isEmpty() || seen != parts) return false;
            if (json.value(QLatin1String("type")).toString() == QLatin1String("hb")) ++beats;
            if (!json.contains(QLatin1String("bid"))) continue;
            if (!json.contains(QLatin1String(key))) return false;
            symbols.insert(json.value(QLatin1String("symbol")).toString());
            ++ticks;
        }
        return true;
    };
    const bool has_beats = options.dialect == Dialect::V6;
    QVERIFY(QTest::qWaitFor(
        [&] { return !receive() || (symbols.size() == 3 && ticks >= 10 && (!has_beats || beats > 0)); }, kDeadlineMs));
    QVERIFY(receive());
    QCOMPARE(symbols.size(), qsizetype{3});
    QVERIFY(ticks >= 10);
    if (!has_beats) QCOMPARE(beats, 0);
}

void TestDemoMarket::portInUseNamesThePort() {
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const std::string port = std::to_string(taken.serverPort());
    for (int k = 0; k < 3; ++k) {
        DemoOptions options;
        if (k == 0) options.ws_port = taken.serverPort();
        if (k == 1) options.rest_port = taken.serverPort();
        if (k == 2) options.tick_endpoint = "tcp://127.0.0.1:" + port;
        DemoMarket market(options);
        const Status status = market.start();
        QVERIFY(!status);
        QCOMPARE(status.error().code, Code::PortInUse);
        QVERIFY2(status.error().detail.find(port) != std::string::npos, status.error().detail.c_str());
    }
}

void TestDemoMarket::injectedFaultsReachTheLine() {
    DemoOptions options;
    options.faults.push_back({0, FaultKind::CorruptSyntax, "demo.usdm.BTCUSDT", "bookTicker", 1});
    options.faults.push_back({1500, FaultKind::Disconnect, "*", "*", 1, 0, 1001});
    DemoMarket market(options);
    QVERIFY(market.start());
    Line line(market.wsUrl(Venue::Usdm));
    QSignalSpy closed(&line.socket(), &QWebSocket::disconnected);
    QTRY_VERIFY_WITH_TIMEOUT(line.isOpen(), kDeadlineMs);
    line.subscribe({QStringLiteral("btcusdt@bookTicker")});
    QTRY_COMPARE_WITH_TIMEOUT(line.bad, 1, kDeadlineMs);
    QTRY_VERIFY_WITH_TIMEOUT(!closed.isEmpty(), kDeadlineMs);
    QCOMPARE(line.socket().closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QTRY_COMPARE_WITH_TIMEOUT(market.stats().injected.size(), std::size_t{2}, kDeadlineMs);
    QCOMPARE(market.stats().injected[0].kind, FaultKind::CorruptSyntax);
    QCOMPARE(market.stats().injected[1].value, std::int64_t{1001});
}

void TestDemoMarket::aReaderThatStopsReadingIsCut() {
    DemoOptions options;
    options.rate = 3000;
    DemoMarket market(options);
    QVERIFY(market.start());
    QTcpSocket lazy;
    lazy.setReadBufferSize(1024);
    lazy.connectToHost(QHostAddress::LocalHost, market.wsPort());
    QTRY_COMPARE_WITH_TIMEOUT(lazy.state(), QAbstractSocket::ConnectedState, kDeadlineMs);
    lazy.write(
        "GET /public/stream?streams=btcusdt@depth@0ms/btcusdt@bookTicker/ethusdt@bookTicker/ethusdt@trade HTTP/1.1\r\n"
        "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_COMPARE_WITH_TIMEOUT(market.stats().slow_closed, std::uint64_t{1}, kDeadlineMs);
    QTRY_COMPARE_WITH_TIMEOUT(market.stats().clients, 0, kDeadlineMs);
}

void TestDemoMarket::stopsAndStartsAgain() {
    DemoMarket market(DemoOptions{});
    for (int i = 0; i < 3; ++i) {
        QVERIFY(market.start());
        QVERIFY(!get(market.restUrl(Venue::Usdm) + QStringLiteral("/time")).isEmpty());
        market.stop();
        market.stop();
    }
    DemoOptions options;
    options.rate = 0.0;
    DemoMarket still(options);
    const Status status = still.start();
    QVERIFY(!status);
    QCOMPARE(status.error().code, Code::Args);
}

QTEST_GUILESS_MAIN(TestDemoMarket)
#include "tst_demo_market.moc"
