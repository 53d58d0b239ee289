// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/feed/sim/fault_plan.h"

using namespace bw;
using namespace bw::sim;

class TestFaultPlan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAShortList();
    void refusesAListAndNamesTheKinds_data();
    void refusesAListAndNamesTheKinds();
    void everyKindCanBeTyped();
    void readsAPlan();
    void refusesAPlanWithItsLine_data();
    void refusesAPlanWithItsLine();
    void readsAFile();
};

void TestFaultPlan::readsAShortList() {
    const auto faults = parseFaultList("drop=0.5%,swap,stall=5s,disconnect=30s,corrupt");
    QVERIFY(faults);
    QCOMPARE(faults->size(), std::size_t{5});
    const auto& f = *faults;
    QCOMPARE(f[0].kind, FaultKind::Drop);
    QCOMPARE(f[0].rate, 0.005);
    QCOMPARE(f[0].instrument, std::string("*"));
    QCOMPARE(f[1].kind, FaultKind::Swap);
    QCOMPARE(f[1].rate, 0.005);
    QCOMPARE(f[2].kind, FaultKind::Stall);
    QCOMPARE(f[2].ms, std::int64_t{5'000});
    QCOMPARE(f[2].every_ms, std::int64_t{60'000});
    QCOMPARE(f[3].kind, FaultKind::Disconnect);
    QCOMPARE(f[3].at_ms, std::int64_t{30'000});
    QCOMPARE(f[3].every_ms, std::int64_t{30'000});
    QCOMPARE(f[3].code, 0);
    QCOMPARE(f[4].kind, FaultKind::CorruptSyntax);
    const auto starve = parseFaultList("starve=20s");
    QVERIFY(starve);
    QCOMPARE((*starve)[0].instrument, std::string("demo.usdm.BTCUSDT"));
    QCOMPARE((*starve)[0].stream, std::string("depth"));
}

void TestFaultPlan::refusesAListAndNamesTheKinds_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "drop,", "drops", "drop=5", "drop=0%", "drop=101%", "drop=-1%", "drop=nan%", "drop=5s",
                             "stall=5%", "stall=0s", "stall=1e3s", "disconnect=4000s", "drop=1%=2%", "DROP", " drop"})
        QTest::newRow(text) << QByteArray(text);
}

void TestFaultPlan::refusesAListAndNamesTheKinds() {
    QFETCH(QByteArray, text);
    const auto faults = parseFaultList(text.toStdString());
    QVERIFY(!faults);
    QCOMPARE(faults.error().code, Code::Args);
    QVERIFY(faults.error().detail.find("drop, swap, duplicate") != std::string::npos);
}

void TestFaultPlan::everyKindCanBeTyped() {
    const std::string names = faultNames();
    std::string list;
    for (const char c : names)
        if (c != ' ') list += c;
    const auto faults = parseFaultList(list);
    QVERIFY(faults);
    QCOMPARE(static_cast<int>(faults->size()), kFaultKinds);
    for (const Fault& fault : *faults) QVERIFY(fault.rate > 0.0 || fault.every_ms > 0);
}

void TestFaultPlan::readsAPlan() {
    const auto faults = parseFaultPlan(
        "# two of them\n"
        "- {at_ms: 5000, kind: drop, instrument: demo.usdm.BTCUSDT, stream: depth@100ms, n: 2}\n"
        "- kind: disconnect\n  code: rst\n  every_ms: 30000\n"
        "- {kind: rest_status, code: 418, ms: 9000, retry_after_s: 5}\n"
        "- {kind: clock_skew, skew_ms: -5000, rate: 0.25}\n",
        100);
    QVERIFY2(faults, faults ? "" : faults.error().detail.c_str());
    const auto& f = *faults;
    QCOMPARE(f.size(), std::size_t{4});
    QCOMPARE(f[0].at_ms, std::int64_t{5'000});
    QCOMPARE(f[0].stream, std::string("depth@100ms"));
    QCOMPARE(f[0].n, std::int64_t{2});
    QCOMPARE(f[1].at_ms, std::int64_t{100});
    QCOMPARE(f[1].code, Fault::kReset);
    QCOMPARE(f[2].code, 418);
    QCOMPARE(f[2].retry_after_s, 5);
    QCOMPARE(f[3].skew_ms, std::int64_t{-5'000});
    QCOMPARE(f[3].ms, std::int64_t{5'000});  // a while without a length
    const auto one = parseFaultPlan("{\"kind\": \"flood\", \"ms\": 2000}");
    QVERIFY(one);
    QCOMPARE((*one)[0].kind, FaultKind::Flood);
}

void TestFaultPlan::refusesAPlanWithItsLine_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("no list") << QByteArray("drop") << QByteArray("line 1");
    QTest::newRow("no kind") << QByteArray("- {at_ms: 1}") << QByteArray("line 1");
    QTest::newRow("unknown kind") << QByteArray("- {kind: drop}\n- {kind: dropp}") << QByteArray("line 2");
    QTest::newRow("unknown field") << QByteArray("- {kind: drop}\n- {kind: drop, count: 2}") << QByteArray("line 2");
    QTest::newRow("no number") << QByteArray("- {kind: drop, n: two}") << QByteArray("line 1");
    QTest::newRow("out of range") << QByteArray("- {kind: drop, n: 0}") << QByteArray("line 1");
    QTest::newRow("no such instrument") << QByteArray("- {kind: drop, instrument: demo.usdm.XRPUSDT}") << QByteArray("line 1");
    QTest::newRow("a stream with a quote") << QByteArray("- {kind: drop, stream: 'a\"b'}") << QByteArray("line 1");
    QTest::newRow("rate above 1") << QByteArray("- {kind: drop, rate: 2}") << QByteArray("line 1");
    QTest::newRow("close code") << QByteArray("- {kind: disconnect, code: 999}") << QByteArray("line 1");
    QTest::newRow("status") << QByteArray("- {kind: rest_status, code: 200}") << QByteArray("line 1");
    QTest::newRow("syntax") << QByteArray("- {kind: drop\n- [") << QByteArray("line ");
    QTest::newRow("a list of lists") << QByteArray("- [a]") << QByteArray("line 1");
}

void TestFaultPlan::refusesAPlanWithItsLine() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, line);
    const auto faults = parseFaultPlan(text.toStdString());
    QVERIFY(!faults);
    QVERIFY2(faults.error().detail.find(line.toStdString()) != std::string::npos, faults.error().detail.c_str());
}

void TestFaultPlan::readsAFile() {
    QTemporaryDir dir;
    const std::string path = dir.filePath(QStringLiteral("faults.yaml")).toStdString();
    QCOMPARE(readFaultPlan(path).error().code, Code::FileOpen);
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("- {kind: swap}\n- {kind: tickle}\n");
    file.close();
    const auto bad = readFaultPlan(path);
    QVERIFY(!bad);
    QVERIFY(bad.error().detail.find(path + " line 2") != std::string::npos);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(2 << 20, '#'));
    file.close();
    QCOMPARE(readFaultPlan(path).error().code, Code::CfgRange);
}

QTEST_GUILESS_MAIN(TestFaultPlan)
#include "tst_fault_plan.moc"
