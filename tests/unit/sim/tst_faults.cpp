// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QTest>
#include <string>
#include <vector>

#include "core/feed/sim/faults.h"

using namespace bw::sim;

namespace {

const SimInstrument& btc() {
    return *findBySymbol(Venue::Usdm, "BTCUSDT");
}

/// What leaves for six messages {"id":0} ... {"id":5}, one each 100 ms.
std::vector<std::string> run(FaultInjector& injector) {
    std::vector<std::string> out;
    for (int i = 0; i < 6; ++i) {
        const std::string text = "{\"id\":" + std::to_string(i) + "}";
        injector.pass(i * 100, btc(), 0, "depth@100ms", static_cast<std::uint64_t>(i), {{}, text, {}},
                      [&out](const WireMessage& message) { out.push_back(message.text); });
    }
    return out;
}

}  // namespace

class TestFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void doesToTheStreamWhatItSays_data();
    void doesToTheStreamWhatItSays();
    void leavesOtherInstrumentsAndStreamsAlone();
    void disconnectsOnce();
    void repeatsAndTakesTheClosesInTurn();
    void aRateHitsItsShare();
    void restFaultsAreTakenByPathAndInstrument();
    void damagesWhatItNames_data();
    void damagesWhatItNames();
    void writesOneLineAFault();
    void randomFaultsRepeatForASeed();
};

void TestFaults::doesToTheStreamWhatItSays_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("n");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<int>("injected");
    QTest::newRow("drop two") << QByteArray("drop") << 2 << QByteArray("0 1 4 5") << 2;
    QTest::newRow("swap one pair") << QByteArray("swap") << 1 << QByteArray("0 1 3 2 4 5") << 1;
    QTest::newRow("duplicate one") << QByteArray("duplicate") << 1 << QByteArray("0 1 2 2 3 4 5") << 1;
    QTest::newRow("corrupt one") << QByteArray("corrupt_syntax") << 1 << QByteArray("0 1 bad 3 4 5") << 1;
    QTest::newRow("truncate one") << QByteArray("truncate") << 1 << QByteArray("0 1 bad 3 4 5") << 1;
    QTest::newRow("stall 250 ms, one entry") << QByteArray("stall") << 250 << QByteArray("0 1 5") << 1;
}

void TestFaults::doesToTheStreamWhatItSays() {
    QFETCH(QByteArray, kind);
    QFETCH(int, n);
    QFETCH(QByteArray, out);
    QFETCH(int, injected);
    const auto parsed = faultFromName(std::string_view(kind.constData(), static_cast<std::size_t>(kind.size())));
    QVERIFY(parsed.has_value());
    QCOMPARE(QByteArray::fromStdString(std::string(faultName(*parsed))), kind);
    const bool is_while = *parsed == FaultKind::Stall;
    FaultInjector injector({{200, *parsed, "demo.usdm.BTCUSDT", "depth", is_while ? 1 : n, is_while ? n : 0}}, 0.0, 1);
    QByteArrayList seen;
    for (const std::string& text : run(injector)) {
        const QJsonDocument json = QJsonDocument::fromJson(QByteArray::fromStdString(text));
        seen << (json.isObject() ? QByteArray::number(json[QStringLiteral("id")].toInteger()) : QByteArray("bad"));
    }
    QCOMPARE(seen.join(' '), out);
    QCOMPARE(static_cast<int>(injector.injected().size()), injected);
    QCOMPARE(injector.injected()[0].id, std::uint64_t{2});
    QCOMPARE(injector.injected()[0].instrument, &btc());
}

void TestFaults::leavesOtherInstrumentsAndStreamsAlone() {
    FaultInjector injector(
        {{0, FaultKind::Drop, "demo.spot.BTCUSDT", "*", 100}, {0, FaultKind::Drop, "*", "trade", 100}}, 0.0, 1);
    QCOMPARE(run(injector).size(), std::size_t{6});
    QVERIFY(injector.injected().empty());
}

void TestFaults::disconnectsOnce() {
    FaultInjector injector({{500, FaultKind::Disconnect, "*", "*", 1, 0, 1006}}, 0.0, 1);
    QVERIFY(injector.takeDue(499).empty());
    QCOMPARE(injector.takeDue(500).at(0).code, 1006);
    QVERIFY(injector.takeDue(501).empty());
    QCOMPARE(injector.injected().at(0).value, std::int64_t{1006});
    QCOMPARE(run(injector).size(), std::size_t{6});
}

void TestFaults::repeatsAndTakesTheClosesInTurn() {
    Fault fault{1000, FaultKind::Disconnect};
    fault.every_ms = 1000;
    FaultInjector injector({fault}, 0.0, 1);
    std::vector<int> codes;
    for (int at_ms = 0; at_ms < 5000; at_ms += 10)
        for (const Fault& due : injector.takeDue(at_ms)) codes.push_back(due.code);
    QCOMPARE(codes, (std::vector<int>{1001, Fault::kReset, 1000, 1006}));
}

void TestFaults::aRateHitsItsShare() {
    Fault fault;
    fault.rate = 0.25;
    FaultInjector injector({fault}, 0.0, 3);
    int sent = 0;
    for (int i = 0; i < 4000; ++i)
        injector.pass(i, btc(), 0, "depth@100ms", 1, {{}, "{}", {}}, [&sent](const WireMessage&) { ++sent; });
    QVERIFY(sent > 2800 && sent < 3200);
    QCOMPARE(injector.count(), static_cast<std::uint64_t>(4000 - sent));
}

void TestFaults::restFaultsAreTakenByPathAndInstrument() {
    Fault old{0, FaultKind::SnapshotOld, "demo.usdm.BTCUSDT"};
    Fault busy{1000, FaultKind::RestStatus, "*", "trades", 2, 0, 429};
    FaultInjector injector({old, busy}, 0.0, 1);
    const SimInstrument& eth = *findBySymbol(Venue::Usdm, "ETHUSDT");
    QVERIFY(!injector.takeRest(0, &btc(), "trades"));
    QVERIFY(!injector.takeRest(0, &eth, "depth"));
    QCOMPARE(injector.takeRest(0, &btc(), "depth")->kind, FaultKind::SnapshotOld);
    QVERIFY(!injector.takeRest(0, &btc(), "depth"));
    QCOMPARE(injector.takeRest(1000, &btc(), "trades")->code, 429);
    QCOMPARE(injector.takeRest(1000, nullptr, "trades")->code, 429);
    QVERIFY(!injector.takeRest(1000, &btc(), "trades"));
}

void TestFaults::damagesWhatItNames_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("out");  // empty: nothing to damage
    const QByteArray depth = R"({"e":"depthUpdate","E":1700000000000,"b":[["9.0","1.5"],["9.5","0.0"]],)"
                             R"("a":[["9.6","0.0"],["9.7","9.1"]]}})";
    QTest::newRow("quantity of the best ask") << QByteArray("corrupt_value") << depth << QByteArray(depth).replace("9.1", "8.1");
    QTest::newRow("quantity of the best bid when no ask changed")
        << QByteArray("corrupt_value") << QByteArray(depth).replace("9.1", "0.0")
        << QByteArray(depth).replace("9.1", "0.0").replace("1.5", "2.5");
    QTest::newRow("no quantity in a trade") << QByteArray("corrupt_value") << QByteArray(R"({"e":"trade","q":"1"})") << QByteArray();
    QTest::newRow("a bid at the ask") << QByteArray("crossed") << depth
                                      << QByteArray(depth).replace(R"("0.0"]],"a")", R"("0.0"],["9.7","9.1"]],"a")");
    QTest::newRow("no bids in the message") << QByteArray("crossed") << QByteArray(R"({"e":"depthUpdate","b":[],"a":[["7","2"]]})")
                                            << QByteArray(R"({"e":"depthUpdate","b":[["7","2"]],"a":[["7","2"]]})");
    QTest::newRow("an ask that is a bid too") << QByteArray("crossed")
                                              << QByteArray(R"({"e":"depthUpdate","b":[["7","0"]],"a":[["7","2"]]})") << QByteArray();
    QTest::newRow("milliseconds") << QByteArray("clock_skew") << QByteArray(R"({"e":"trade","E":1700000000000,"T":1700000000001})")
                                  << QByteArray(R"({"e":"trade","E":1700000005000,"T":1700000005001})");
    QTest::newRow("microseconds") << QByteArray("clock_skew") << QByteArray(R"({"e":"trade","E":1700000000000000})")
                                  << QByteArray(R"({"e":"trade","E":1700000005000000})");
    QTest::newRow("the end of a bar is no stamp") << QByteArray("clock_skew")
                                                  << QByteArray(R"({"e":"kline","E":1700000000000,"k":{"T":1700000059999}})")
                                                  << QByteArray(R"({"e":"kline","E":1700000005000,"k":{"T":1700000059999}})");
    QTest::newRow("a spot ticker has no time") << QByteArray("clock_skew") << QByteArray(R"({"u":1,"b":"1"})") << QByteArray();
}

void TestFaults::damagesWhatItNames() {
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, out);
    WireMessage message{{}, text.toStdString(), {}};
    QCOMPARE(damage(message, *faultFromName(kind.toStdString()), 5000), !out.isEmpty());
    QCOMPARE(QByteArray::fromStdString(message.text), out.isEmpty() ? text : out);
}

void TestFaults::writesOneLineAFault() {
    std::string lines;
    FaultInjector injector({{0, FaultKind::Drop}, {0, FaultKind::Flood, "*", "*", 1, 2000}}, 0.0, 1);
    injector.on_injected = [&lines](const InjectedFault& fault) { appendFaultLine(lines, fault); };
    static_cast<void>(run(injector));
    static_cast<void>(injector.takeDue(700));
    QCOMPARE(QByteArray::fromStdString(lines),
             QByteArray(R"({"at_ms":0,"kind":"drop","instrument":"demo.usdm.BTCUSDT","stream":"depth@100ms","id":0,"value":0})"
                        "\n"
                        R"({"at_ms":700,"kind":"flood","instrument":"*","stream":"*","id":0,"value":2000})"
                        "\n"));
}

void TestFaults::randomFaultsRepeatForASeed() {
    FaultInjector a({}, 0.5, 7), b({}, 0.5, 7), never({}, 0.0, 7);
    QCOMPARE(run(a), run(b));
    QVERIFY(a.count() > 0);
    QCOMPARE(run(never).size(), std::size_t{6});
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
