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
    QTest::newRow("stall 250 ms") << QByteArray("stall") << 250 << QByteArray("0 1 5") << 3;
}

void TestFaults::doesToTheStreamWhatItSays() {
    QFETCH(QByteArray, kind);
    QFETCH(int, n);
    QFETCH(QByteArray, out);
    QFETCH(int, injected);
    const auto parsed = faultFromName(std::string_view(kind.constData(), static_cast<std::size_t>(kind.size())));
    QVERIFY(parsed.has_value());
    QCOMPARE(QByteArray::fromStdString(std::string(faultName(*parsed))), kind);
    FaultInjector injector({{200, *parsed, "demo.usdm.BTCUSDT", "depth", n}}, 0.0, 1);
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
    FaultInjector injector({{500, FaultKind::Disconnect, "*", "*", 1006}}, 0.0, 1);
    QVERIFY(injector.takeDisconnects(499).empty());
    QCOMPARE(injector.takeDisconnects(500), std::vector<int>{1006});
    QVERIFY(injector.takeDisconnects(501).empty());
    QCOMPARE(run(injector).size(), std::size_t{6});
}

void TestFaults::randomFaultsRepeatForASeed() {
    FaultInjector a({}, 0.5, 7), b({}, 0.5, 7), never({}, 0.0, 7);
    QCOMPARE(run(a), run(b));
    QVERIFY(a.count() > 0);
    QCOMPARE(run(never).size(), std::size_t{6});
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
