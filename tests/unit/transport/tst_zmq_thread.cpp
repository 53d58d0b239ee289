// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/feed/mt5/parts.h"
#include "core/feed/transport/zmq_thread.h"
#include "fake_clock.h"
#include "zmq_publisher.h"

using namespace bw;
using namespace bw::feed;

namespace {

constexpr char kTick[] = R"({"type":"TICK","symbol":"EURUSD","bid":1.08500,"ask":1.08520})";

struct Harness {
    struct Got {
        std::string source, bytes;
        [[nodiscard]] QJsonObject json() const {
            return QJsonDocument::fromJson(QByteArray::fromStdString(bytes)).object();
        }
    };
    explicit Harness(const Clock& clock) : inbox(clock), queue(inbox.addQueue()), thread(clock, queue, board) {}

    [[nodiscard]] static Mt5Gateway gateway(const std::string& name, const std::string& endpoint) {
        Mt5Gateway g;
        g.name = name;
        g.endpoint = endpoint;
        g.reconnect_min_ms = 20;
        g.reconnect_max_ms = 100;
        return g;
    }
    void collect() {
        std::vector<Frame> frames;
        while (inbox.drain(frames, 1000) > 0) {
        }
        for (const Frame& frame : frames) got.push_back({*frame.source, std::string(frame.bytes.view())});
    }
    [[nodiscard]] std::vector<Got> from(const std::string& source) {
        collect();
        std::vector<Got> out;
        for (const Got& frame : got)
            if (frame.source == source) out.push_back(frame);
        return out;
    }
    [[nodiscard]] std::vector<Got> control(const char* ctl) {
        collect();
        std::vector<Got> out;
        for (const Got& frame : got)
            if (frame.source.ends_with('!') && frame.json()[QLatin1String("ctl")].toString() == QLatin1String(ctl))
                out.push_back(frame);
        return out;
    }
    [[nodiscard]] FeedStatusRow row(const std::string& source) const {
        for (const FeedStatusRow& r : board.rows())
            if (r.source == source) return r;
        return {};
    }
    Inbox inbox;
    FrameQueue& queue;
    FeedStatusBoard board;
    ZmqThread thread;
    std::vector<Got> got;
};

struct KeyPair {
    std::string public_key, secret_key;
    KeyPair() {
        std::array<char, 41> open{}, secret{};
        if (zmq_curve_keypair(open.data(), secret.data()) != 0) qFatal("no key pair");
        public_key = open.data();
        secret_key = secret.data();
    }
};

std::string encoded(const std::vector<std::string>& parts) {
    const std::vector<std::string_view> views(parts.begin(), parts.end());
    return std::string(mt5::encodeParts(views).view());
}

}  // namespace

class TestZmqThread : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyShapeOfMessageArrivesByteForByte() {
        SystemClock clock;
        Publisher publisher;
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("demo", publisher.endpoint)}));
        QTRY_VERIFY(publisher.subscribed());
        const std::vector<std::vector<std::string>> messages = {
            {kTick},
            {"EURUSD", R"({"symbol":"EURUSD","price":1.0851,"timestamp":1705329600,"source":"EODHD"})"},
            {"tick.EURUSD.s", R"({"v":6,"type":"tick","seq":48211,"symbol":"EURUSD.s","bid":1.08500,"ask":1.08520})"},
            {"hb.demo", R"({"v":6,"type":"hb","gw":"demo","n":17})"},
            {"tick.黄金", "{\"symbol\":\"黄金\",\"bid\":1,\"ask\":2}"},
            {"EURUSD"},
            {"EURUSD", ""},
            {"a", "b", "c"},
            {std::string("\x00\xff\x80 not text", 12)},
            {std::string(900'000, 'x')}};
        for (const auto& message : messages) publisher.send(message);
        QTRY_COMPARE(h.from("mt5.demo/ticks#1").size(), messages.size());
        const auto frames = h.from("mt5.demo/ticks#1");
        for (std::size_t i = 0; i < messages.size(); ++i) QVERIFY(frames[i].bytes == encoded(messages[i]));
        const auto open = h.control("open");
        QCOMPARE(open.size(), size_t(1));
        QCOMPARE(open[0].source, std::string("mt5.demo/ticks#1!"));
        QCOMPARE(h.got[0].source, open[0].source);  // before the first message
        QCOMPARE(open[0].json()[QLatin1String("url")].toString().toStdString(), publisher.endpoint);
        QTRY_COMPARE(h.row("mt5.demo/ticks").state, FeedState::Live);
        QTRY_COMPARE(h.row("mt5.demo/ticks").frames, std::uint64_t(messages.size()));
    }

    void connectedIsNotLive() {
        SystemClock clock;
        Publisher publisher;
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("demo", publisher.endpoint)}));
        QTRY_COMPARE(h.control("open").size(), size_t(1));
        QTRY_COMPARE(h.row("mt5.demo/ticks").connects, 1U);
        QCOMPARE(h.row("mt5.demo/ticks").state, FeedState::Connecting);
        QCOMPARE(h.row("mt5.demo/ticks").detail, std::string("unencrypted"));
    }

    void theSameSymbolOfTwoGatewaysStaysApart() {
        SystemClock clock;
        Publisher first, second;
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("one", first.endpoint), Harness::gateway("two", second.endpoint)}));
        QTRY_VERIFY(first.subscribed());
        QTRY_VERIFY(second.subscribed());
        first.send({R"({"type":"TICK","symbol":"EURUSD","bid":1,"ask":2})"});
        second.send({R"({"type":"TICK","symbol":"EURUSD","bid":3,"ask":4})"});
        QTRY_COMPARE(h.from("mt5.one/ticks#1").size(), size_t(1));
        QTRY_COMPARE(h.from("mt5.two/ticks#1").size(), size_t(1));
        QVERIFY(h.from("mt5.one/ticks#1")[0].bytes.find("\"bid\":1") != std::string::npos);
        QVERIFY(h.from("mt5.two/ticks#1")[0].bytes.find("\"bid\":3") != std::string::npos);
    }

    void aGatewayThatIsAbsentIsDownUntilItAppears() {
        SystemClock clock;
        std::string endpoint;
        {
            Publisher gone;
            endpoint = gone.endpoint;
        }
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("demo", endpoint)}));
        QTRY_VERIFY(h.control("fail").size() >= 2);
        const QJsonObject fail = h.control("fail")[0].json();
        QCOMPARE(fail[QLatin1String("code")].toString(), QStringLiteral("connect"));
        QVERIFY(fail[QLatin1String("retry_ms")].toInteger() >= 20);
        QVERIFY(fail[QLatin1String("detail")].toString().contains(QLatin1String("nobody answers")));
        QTRY_COMPARE(h.row("mt5.demo/ticks").error, Code::Connect);
        Publisher publisher(endpoint);
        QTRY_VERIFY(publisher.subscribed());
        publisher.send({kTick});
        QTRY_COMPARE(h.from("mt5.demo/ticks#1").size(), size_t(1));
        QTRY_COMPARE(h.row("mt5.demo/ticks").state, FeedState::Live);
        QCOMPARE(h.row("mt5.demo/ticks").error, Code::Ok);
    }

    void aGatewayThatRestartsGivesCloseThenOpen() {
        SystemClock clock;
        auto publisher = std::make_unique<Publisher>();
        const std::string endpoint = publisher->endpoint;
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("demo", endpoint)}));
        QTRY_VERIFY(publisher->subscribed());
        publisher->send({kTick});
        QTRY_COMPARE(h.from("mt5.demo/ticks#1").size(), size_t(1));
        publisher.reset();
        QTRY_COMPARE(h.control("close").size(), size_t(1));
        QCOMPARE(h.control("close")[0].bytes, std::string(R"({"ctl":"close","code":1006,"by":"peer","reason":""})"));
        QTRY_COMPARE(h.row("mt5.demo/ticks").state, FeedState::Down);
        publisher = std::make_unique<Publisher>(endpoint);
        QTRY_VERIFY(publisher->subscribed());
        publisher->send({kTick});
        QTRY_COMPARE(h.from("mt5.demo/ticks#2").size(), size_t(1));
        QCOMPARE(h.control("open").size(), size_t(2));
        QCOMPARE(h.control("open")[1].source, std::string("mt5.demo/ticks#2!"));
        h.thread.stop();
        QCOMPARE(h.control("close").size(), size_t(2));
        QCOMPARE(h.control("close")[1].json()[QLatin1String("by")].toString(), QStringLiteral("self"));
        QCOMPARE(h.row("mt5.demo/ticks").state, FeedState::Down);
    }

    void silenceIsStaleAndAfterAHeartbeatReconnects() {
        FakeClock clock;
        Publisher publisher;
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("demo", publisher.endpoint)}));
        QTRY_VERIFY(publisher.subscribed());
        publisher.send({kTick});
        QTRY_COMPARE(h.row("mt5.demo/ticks").state, FeedState::Live);
        clock.advanceMs(10'000);
        QTRY_COMPARE(h.row("mt5.demo/ticks").state, FeedState::Stale);
        clock.advanceMs(3'600'000);  // a quiet market is no fault: without heartbeats the line stays
        QTest::qWait(150);
        QCOMPARE(h.row("mt5.demo/ticks").state, FeedState::Stale);
        publisher.send({"hb.demo", R"({"v":6,"type":"hb","gw":"demo"})"});
        QTRY_COMPARE(h.row("mt5.demo/ticks").state, FeedState::Live);
        clock.advanceMs(3'000);
        QTRY_COMPARE(h.row("mt5.demo/ticks").state, FeedState::Stale);
        clock.advanceMs(7'000);
        QTRY_COMPARE(h.control("close").size(), size_t(1));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("silent"));
        clock.advanceMs(100);
        QTRY_COMPARE(h.control("open").size(), size_t(2));
    }

    void aMessageAboveTheLimitIsNotTaken() {
        SystemClock clock;
        Publisher publisher;
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("demo", publisher.endpoint)}));
        QTRY_VERIFY(publisher.subscribed());
        publisher.send({std::string(600'000, 'x'), std::string(600'000, 'y')});  // each part alone would do
        publisher.send({kTick});
        QTRY_COMPARE(h.from("mt5.demo/ticks#1").size(), size_t(1));
        QCOMPARE(h.from("mt5.demo/ticks#1")[0].bytes, encoded({kTick}));
        QCOMPARE(h.control("fail")[0].json()[QLatin1String("code")].toString(), QStringLiteral("size"));
        publisher.send({std::string(2'000'000, 'x')});  // libzmq itself ends the line
        QTRY_COMPARE(h.control("close").size(), size_t(1));
        QTRY_COMPARE(h.control("open").size(), size_t(2));  // and would never open it again
        publisher.has_subscriber = false;
        QTRY_VERIFY(publisher.subscribed());
        publisher.send({kTick});
        QTRY_COMPARE(h.from("mt5.demo/ticks#2").size(), size_t(1));
    }

    void curveKeysOpenAnEncryptedLine() {
        if (zmq_has("curve") == 0) QSKIP("libzmq without CURVE: whole test");
        const KeyPair server, client;
        SystemClock clock;
        Publisher publisher("tcp://127.0.0.1:*", server.secret_key);
        Harness h(clock);
        Mt5Gateway good = Harness::gateway("good", publisher.endpoint);
        good.curve = CurveKeys{server.public_key, client.public_key, client.secret_key};
        QVERIFY(h.thread.start({good}));
        QTRY_VERIFY(publisher.subscribed());
        publisher.send({kTick});
        QTRY_COMPARE(h.from("mt5.good/ticks#1").size(), size_t(1));
        QCOMPARE(h.row("mt5.good/ticks").detail, std::string("encrypted"));
        QVERIFY(h.control("fail").empty());
    }

    void wrongOrMissingKeysAreDown_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("detail");
        QTest::newRow("none at all") << 0 << QStringLiteral("wants CURVE keys");
        QTest::newRow("of another server") << 1 << QStringLiteral("check curve.server_key");
        QTest::newRow("a secret that is not of the public key") << 2 << QString();
        QTest::newRow("a server without encryption") << 3 << QStringLiteral("not encrypted");
    }
    void wrongOrMissingKeysAreDown() {
        if (zmq_has("curve") == 0) QSKIP("libzmq without CURVE: whole test");
        QFETCH(int, which);
        QFETCH(QString, detail);
        const KeyPair server, client, other;
        SystemClock clock;
        Publisher publisher("tcp://127.0.0.1:*", which == 3 ? std::string() : server.secret_key);
        Harness h(clock);
        Mt5Gateway gateway = Harness::gateway("demo", publisher.endpoint);
        if (which == 1) gateway.curve = CurveKeys{other.public_key, client.public_key, client.secret_key};
        if (which == 2) gateway.curve = CurveKeys{server.public_key, client.public_key, other.secret_key};
        if (which == 3) gateway.curve = CurveKeys{server.public_key, client.public_key, client.secret_key};
        QVERIFY(h.thread.start({gateway}));
        // It goes on trying; an attempt that the other side cuts before it has told its mechanism names no reason.
        const auto told = [&] {
            for (const auto& fail : h.control("fail"))
                if (fail.json()[QLatin1String("code")].toString() == QLatin1String("curve_refused") &&
                    fail.json()[QLatin1String("detail")].toString().contains(detail))
                    return true;
            return false;
        };
        QTRY_VERIFY(told() && h.control("fail").size() >= 2);
        for (int i = 0; i < 20; ++i) publisher.send({kTick});
        QTRY_COMPARE(h.row("mt5.demo/ticks").error, Code::CurveRefused);
        QTRY_VERIFY(h.row("mt5.demo/ticks").detail.ends_with(" times)"));
        h.thread.stop();
        QCOMPARE(h.row("mt5.demo/ticks").state, FeedState::Down);
        QCOMPARE(h.row("mt5.demo/ticks").frames, std::uint64_t{0});
        QVERIFY(h.control("open").empty());
        QVERIFY(h.from("mt5.demo/ticks#1").empty());
    }

    void stopInterruptsTheWait() {
        SystemClock clock;
        Publisher publisher;
        Harness h(clock);
        QVERIFY(h.thread.start({Harness::gateway("demo", publisher.endpoint)}));
        QElapsedTimer timer;
        timer.start();
        h.thread.stop();
        QVERIFY(timer.elapsed() < 2'000);
    }

    void badGatewaysAreRefusedWithAWayToMendThem_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<Code>("code");
        const QString demo = QStringLiteral("demo");
        QTest::newRow("no scheme") << demo << QStringLiteral("127.0.0.1:5556") << Code::CfgSyntax;
        QTest::newRow("no port") << demo << QStringLiteral("tcp://127.0.0.1") << Code::CfgSyntax;
        QTest::newRow("port 0") << demo << QStringLiteral("tcp://127.0.0.1:0") << Code::CfgSyntax;
        QTest::newRow("port too high") << demo << QStringLiteral("tcp://127.0.0.1:65536") << Code::CfgSyntax;
        QTest::newRow("a wildcard cannot be connected to") << demo << QStringLiteral("tcp://*:5556") << Code::CfgSyntax;
        QTest::newRow("IPv6 without brackets") << demo << QStringLiteral("tcp://::1:5556") << Code::CfgSyntax;
        QTest::newRow("a web address") << demo << QStringLiteral("http://127.0.0.1:5556") << Code::CfgSyntax;
        QTest::newRow("not encrypted to another machine")
            << demo << QStringLiteral("tcp://192.0.2.1:5556") << Code::CfgConflict;
        QTest::newRow("a name with a slash")
            << QStringLiteral("a/b") << QStringLiteral("tcp://127.0.0.1:5556") << Code::CfgSyntax;
        QTest::newRow("fine") << demo << QStringLiteral("tcp://127.0.0.1:5556") << Code::Ok;
        QTest::newRow("fine, IPv6") << demo << QStringLiteral("tcp://[::1]:5556") << Code::Ok;
    }
    void badGatewaysAreRefusedWithAWayToMendThem() {
        QFETCH(QString, name);
        QFETCH(QString, endpoint);
        QFETCH(Code, code);
        Mt5Gateway gateway;
        gateway.name = name.toStdString();
        gateway.endpoint = endpoint.toStdString();
        const Status status = validate(gateway);
        QCOMPARE(status ? Code::Ok : status.error().code, code);
        if (status) return;
        QVERIFY(!status.error().detail.empty());
        SystemClock clock;
        Harness h(clock);
        QVERIFY(!h.thread.start({gateway}));
    }
};

QTEST_GUILESS_MAIN(TestZmqThread)
#include "tst_zmq_thread.moc"
