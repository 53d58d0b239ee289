// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTest>
#include <sstream>
#include <thread>

#include "core/feed/transport/listen.h"
#include "zmq_publisher.h"

using namespace bw;
using namespace bw::feed;

namespace {

using Messages = std::vector<std::vector<std::string>>;

const std::vector<std::string> kT1 = {R"({"type":"TICK","symbol":"EURUSD","bid":1.08500,"ask":1.08520})"};
const std::vector<std::string> kT2 = {
    R"({"type":"TICK","symbol":"EURUSD","bid":1.08500,"ask":1.08520,"time":1736906400123})"};
const std::vector<std::string> kT3 = {
    "EURUSD",
    R"({"symbol":"EURUSD","price":1.0851,"bid":1.0850,"ask":1.0852,"timestamp":1705329600,"source":"EODHD"})"};
const std::vector<std::string> kT4 = {
    R"({"symbol":"EURUSD.s","bid":1.085,"ask":1.0852,"volume":12,"spread":0.0002,"timestamp":1705329600.5,"type":"tick"})"};

std::vector<std::string> v6(int seq) {
    return {"tick.EURUSD.s", R"({"v":6,"type":"tick","gw":"demo","epoch":1736899200123,"seq":)" + std::to_string(seq) +
                                 R"(,"symbol":"EURUSD.s","bid":1.08500,"ask":1.08520,"last":0,"volume":0,)" +
                                 R"("volume_real":0,"flags":6,"time_msc":1736906400123,"tz_s":7200})"};
}

struct Outcome {
    int exit_code = -1;
    std::string out, err;
    [[nodiscard]] bool has(const std::string& text) const { return out.find(text) != std::string::npos; }
};

/// Runs `listen` while `publish` does its part on this thread.
template <class Publish>
Outcome listenWhile(ListenOptions options, Publish publish) {
    std::ostringstream out, err;
    Outcome outcome;
    std::thread listener([&] { outcome.exit_code = runListen(options, out, err); });
    publish();
    listener.join();
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
}

Outcome hear(const Messages& messages, bool json = false) {
    Publisher publisher;
    return listenWhile({publisher.endpoint, 20, int(messages.size()), json}, [&] {
        if (!QTest::qWaitFor([&] { return publisher.subscribed(); })) return;
        for (const auto& message : messages) publisher.send(message);
    });
}

}  // namespace

class TestListen : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachDialectIsNamed_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("time");
        QTest::newRow("T1") << 0 << QStringLiteral("EURUSD: dialect T1, 1 part, 1 ticks")
                            << QStringLiteral("time: none");
        QTest::newRow("T2") << 1 << QStringLiteral("EURUSD: dialect T2, 1 part, 1 ticks")
                            << QStringLiteral("time: time in ms, zone not known yet");
        QTest::newRow("T3") << 2 << QStringLiteral("EURUSD: dialect T3, 2 parts, 1 ticks")
                            << QStringLiteral("time: timestamp in s, zone UTC");
        QTest::newRow("T4") << 3 << QStringLiteral("EURUSD.s: dialect T4, 1 part, 1 ticks")
                            << QStringLiteral("time: timestamp in s, zone not known yet");
        QTest::newRow("v6") << 4 << QStringLiteral("EURUSD.s: dialect v6, 2 parts, 1 ticks")
                            << QStringLiteral("time: time_msc in ms, zone +02:00");
    }
    void eachDialectIsNamed() {
        QFETCH(int, which);
        QFETCH(QString, line);
        QFETCH(QString, time);
        const std::vector<std::string> message = Messages{kT1, kT2, kT3, kT4, v6(1)}[size_t(which)];
        const Outcome o = hear({message});
        QCOMPARE(o.exit_code, 0);
        QVERIFY2(o.has(line.toStdString()), o.out.c_str());
        QVERIFY2(o.has(time.toStdString()), o.out.c_str());
        QVERIFY(o.has("sample: "));
    }

    void whatIsKnownIsSaidInOrder() {
        const Outcome o = hear({kT1, kT1, kT1, kT1});
        const size_t connecting = o.out.find("[RECONNAISSANCE] connecting"),
                     connected = o.out.find("[RECONNAISSANCE] connected");
        const size_t first = o.out.find("[RECONNAISSANCE] first message");
        const size_t tick = o.out.find("[LIVE_TICK] EURUSD: 1.08500/1.08520\n");
        QVERIFY2(connecting < connected && connected < first && first < tick && tick != std::string::npos,
                 o.out.c_str());
        QCOMPARE(QByteArray::fromStdString(o.out).count("[LIVE_TICK]"), 3);  // of each symbol the first three
        QVERIFY2(o.has("4 messages: 4 ticks"), o.out.c_str());
        QVERIFY2(o.has("keys: ask number, bid number, symbol text, type text"), o.out.c_str());
    }

    void lostNumbersAndRejectsAreCounted() {
        const std::vector<std::string> heartbeat = {
            "hb.demo",
            R"({"v":6,"type":"hb","gw":"demo","epoch":1736899200123,"n":17,"interval_ms":1000,"seqs":{"EURUSD.s":9}})"};
        const Outcome o =
            hear({v6(1), v6(2), v6(5), heartbeat, {"EURUSD"}, {R"({"type":"TICK","symbol":"X","bid":0,"ask":1})"}});
        QCOMPARE(o.exit_code, 0);
        QVERIFY2(o.has("seq gaps 2 (6 lost)"), o.out.c_str());
        QVERIFY2(o.has("rejected 1: parts"), o.out.c_str());
        QVERIFY2(o.has("rejected 1: price_zero"), o.out.c_str());
        QVERIFY2(o.has("1 heartbeats"), o.out.c_str());
    }

    void messagesWithoutAValidTickAreExit3() {
        const Outcome o = hear({{"not json"}, {R"({"hello":"world"})"}});
        QCOMPARE(o.exit_code, 3);
        QVERIFY2(o.has("none was a valid tick"), o.out.c_str());
        QVERIFY2(o.has("rejected "), o.out.c_str());
    }

    void jsonIsOneObjectALine() {
        const Outcome o = hear({v6(1), v6(2)}, /*json=*/true);
        QCOMPARE(o.exit_code, 0);
        QJsonObject last;
        for (const QByteArray& line : QByteArray::fromStdString(o.out).trimmed().split('\n')) {
            last = QJsonDocument::fromJson(line).object();
            QVERIFY2(last.contains(QLatin1String("event")), line.constData());
        }
        QCOMPARE(last[QLatin1String("event")].toString(), QStringLiteral("summary"));
        QCOMPARE(last[QLatin1String("ticks")].toInt(), 2);
        const QJsonObject symbol = last[QLatin1String("symbols")].toArray().first().toObject();
        QCOMPARE(symbol[QLatin1String("dialect")].toString(), QStringLiteral("v6"));
        QCOMPARE(symbol[QLatin1String("zone")].toString(), QStringLiteral("+02:00"));
    }

    void aClosedPortIsExit1AndSaysSo() {
        std::string endpoint;
        {
            Publisher gone;
            endpoint = gone.endpoint;
        }
        const Outcome o = listenWhile({endpoint, 1, 0, false}, [] {});
        QCOMPARE(o.exit_code, 1);
        QVERIFY2(o.has("connect: nobody answers at " + endpoint), o.out.c_str());
        QVERIFY2(!o.has("connected:"), o.out.c_str());
    }

    void aPortThatAcceptsAndStaysSilentIsExit1() {
        QTcpServer mute;
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        const Outcome o = listenWhile({"tcp://127.0.0.1:" + std::to_string(mute.serverPort()), 1, 0, false}, [] {});
        QCOMPARE(o.exit_code, 1);
        QVERIFY2(o.has("accepts TCP but does not speak ZeroMQ"), o.out.c_str());
    }

    void aPublisherWithNothingToSayIsExit1() {
        Publisher publisher;
        const Outcome o = listenWhile({publisher.endpoint, 1, 0, false}, [] {});
        QCOMPARE(o.exit_code, 1);
        QVERIFY2(o.has("connected, but nothing was sent"), o.out.c_str());
    }

    void aPublisherThatWantsKeysIsExit1() {
        if (zmq_has("curve") == 0) QSKIP("libzmq without CURVE: whole test");
        char server_public[41], server_secret[41];
        QCOMPARE(zmq_curve_keypair(server_public, server_secret), 0);
        Publisher publisher("tcp://127.0.0.1:*", server_secret);
        const Outcome o = listenWhile({publisher.endpoint, 1, 0, false}, [] {});
        QCOMPARE(o.exit_code, 1);
        QVERIFY2(o.has("CURVE keys"), o.out.c_str());
        QVERIFY2(o.has("TCP connected"), o.out.c_str());
        QVERIFY2(!o.has("connected: the ZeroMQ handshake"), o.out.c_str());
    }

    void aTickOfNowSuggestsItsZone() {
        const auto now = [](qint64 ahead_s) {
            return R"({"type":"TICK","symbol":"EURUSD","bid":1.1,"ask":1.2,"time":)" +
                   std::to_string(QDateTime::currentMSecsSinceEpoch() + ahead_s * 1'000) + "}";
        };
        const Outcome one = hear({{now(7'200)}});
        QVERIFY2(one.has("time: time in ms, zone +02:00 by this tick"), one.out.c_str());
        Messages many;
        for (int i = 0; i < 31; ++i) many.push_back({now(10'800)});
        const Outcome sure = hear(many);
        QVERIFY2(sure.has("time: time in ms, zone +03:00\n"), sure.out.c_str());
    }

    void anAddressThatMayBeABroadcastIsNamed() {
        const Outcome o = listenWhile({"tcp://10.255.255.255:5556", 1, 0, false}, [] {});
        QCOMPARE(o.exit_code, 1);
        QVERIFY2(o.has("10.255.255.255 may be a broadcast address"), o.out.c_str());
    }

    void everythingIsToldOfAMixedStream() {
        const Outcome o = hear({kT1, kT2, kT3, kT4, v6(1), v6(4), {"one", "two", "three"}, {"{\"bid\":"}});
        QCOMPARE(o.exit_code, 0);
        QVERIFY2(o.has("8 messages: 6 ticks"), o.out.c_str());
        QVERIFY2(o.has("EURUSD: dialect T1"), o.out.c_str());
        QVERIFY2(o.has("EURUSD.s: dialect T4"), o.out.c_str());
        QVERIFY2(o.has("rejected 1: parts"), o.out.c_str());
        QVERIFY2(o.has("rejected 1: json_syntax"), o.out.c_str());
        QVERIFY2(o.has("/s, seq gaps 1 (2 lost)"), o.out.c_str());
    }

    void theEndpointComesFromTheEnvironment() {
        Publisher publisher;
        qputenv("ZMQ_INTERNAL_IP", "127.0.0.1");
        qputenv("ZMQ_DATA_PORT", QByteArray::fromStdString(publisher.endpoint.substr(publisher.endpoint.rfind(':') + 1)));
        const Outcome o = listenWhile({{}, 20, 1, false}, [&] {
            if (QTest::qWaitFor([&] { return publisher.subscribed(); })) publisher.send(kT1);
        });
        qunsetenv("ZMQ_INTERNAL_IP");
        qunsetenv("ZMQ_DATA_PORT");
        QCOMPARE(o.exit_code, 0);
        QVERIFY2(o.has("connecting to " + publisher.endpoint), o.out.c_str());
    }

    void aBadEndpointIsExit2() {
        const Outcome o = listenWhile({"tcp://nowhere", 1, 0, false}, [] {});
        QCOMPARE(o.exit_code, 2);
        QVERIFY2(o.err.starts_with("error: cannot listen (E_CFG_SYNTAX): "), o.err.c_str());
        QVERIFY(o.out.empty());
    }
};

QTEST_GUILESS_MAIN(TestListen)
#include "tst_listen.moc"
