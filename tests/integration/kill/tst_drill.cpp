// SPDX-License-Identifier: GPL-3.0-or-later
#include <poll.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/drill/drill.h"
#include "tests/unit/risk/hook_fs.h"

using namespace bw;
using namespace bw::app;

namespace {

constexpr WallTime kStart{1'768'482'810'123'000'000};
constexpr std::int64_t kHourNs = 3'600 * kNsPerSec;

DrillRound goodRound(double factor = 1) {
    DrillRound round;
    for (std::size_t i = 0; i < kDrillBudgets.size(); ++i) round.ms[i] = kDrillBudgets[i].budget_ms * .5 * factor;
    round.verified = true;
    return round;
}

DrillReport judge(const std::vector<DrillRound>& rounds) { return judgeDrill(rounds, 50, 10'000, kStart); }

DrillReport reportAt(std::int64_t ns, bool pass) {
    DrillReport report = judge({goodRound()});
    report.started.ns = ns;
    report.pass = pass;
    return report;
}

}  // namespace

class TestDrill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void percentilesAreSamples() {
        std::vector<DrillRound> rounds;
        for (int i = 100; i >= 1; --i) {
            rounds.push_back(goodRound());
            rounds.back()[DrillStepId::Verified] = i;
        }
        const DrillStep hundred = judge(rounds).steps.back();
        QCOMPARE(hundred.count, std::uint64_t(100));
        QCOMPARE(hundred.min_ms, 1.0);
        QCOMPARE(hundred.p50_ms, 50.0);
        QCOMPARE(hundred.p95_ms, 95.0);
        QCOMPARE(hundred.p99_ms, 99.0);
        QCOMPARE(hundred.max_ms, 100.0);
        rounds.pop_back();
        QCOMPARE(judge(rounds).steps.back().p99_ms, -1.0);  // 99 samples have no 99th percentile
        QCOMPARE(judge({goodRound()}).steps.front().p95_ms, judge({goodRound()}).steps.front().max_ms);
    }
    void aDrillFailsForEachOfItsReasons_data() {
        QTest::addColumn<int>("change");
        QTest::addColumn<Code>("code");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("good") << 0 << Code::Ok << QByteArray();
        QTest::newRow("an order after the fence") << 1 << Code::DrillFailed << QByteArray("1 orders left after the fence");
        QTest::newRow("not verified") << 2 << Code::DrillFailed << QByteArray("1 of 2 rounds verified");
        QTest::newRow("a step that never came") << 3 << Code::DrillFailed << QByteArray("step 6 acknowledged ended in 1 of 2");
        QTest::newRow("slow fence") << 4 << Code::DrillFailed << QByteArray("step 2 fence 21.000 ms, at most 20 ms");
        QTest::newRow("slow flag") << 5 << Code::DrillFailed << QByteArray("step 1 flag 0.011 ms");
        QTest::newRow("slow disk") << 6 << Code::DrillSlowDisk << QByteArray("step 3 durable 11.000 ms, at most 10 ms");
        QTest::newRow("slow disk in both files") << 7 << Code::DrillSlowDisk << QByteArray("step 4 companion");
        QTest::newRow("slow disk and fence") << 8 << Code::DrillFailed << QByteArray("step 2 fence");
        QTest::newRow("a slow companion alone") << 9 << Code::DrillFailed << QByteArray("step 4 companion 51.000 ms");
        QTest::newRow("slow cancel") << 10 << Code::DrillFailed << QByteArray("step 5 cancel sent 5.100 ms");
        QTest::newRow("just in time") << 11 << Code::Ok << QByteArray();
    }
    void aDrillFailsForEachOfItsReasons() {
        QFETCH(int, change);
        DrillRound bad = goodRound();
        switch (change) {
            case 1: bad.opens_after_fence = 1; break;
            case 2: bad.verified = false; break;
            case 3: bad[DrillStepId::Acknowledged] = -1; break;
            case 5: bad[DrillStepId::Flag] = .011; break;
            case 7: bad[DrillStepId::Companion] = 51; [[fallthrough]];
            case 6: bad[DrillStepId::Durable] = 11; break;
            case 8: bad[DrillStepId::Durable] = 11; [[fallthrough]];
            case 4: bad[DrillStepId::Fence] = 21; break;
            case 9: bad[DrillStepId::Companion] = 51; break;
            case 10: bad[DrillStepId::Cancel] = 5.1; break;
            case 11: bad = goodRound(2); break;
            default: break;
        }
        const DrillReport report = judge({goodRound(), bad});
        QTEST(report.code, "code");
        QCOMPARE(report.pass, report.code == Code::Ok);
        QFETCH(QByteArray, says);
        const QByteArray said = QByteArray::fromStdString(drillProblem(report));
        QVERIFY2(said.contains(says) && said.isEmpty() == says.isEmpty(), said.constData());
    }
    void noRoundIsNoPass() { QCOMPARE(judge({}).code, Code::DrillFailed); }
    void aTailBudgetForgivesOneInAHundred() {
        std::vector<DrillRound> rounds(100, goodRound());
        rounds[40][DrillStepId::Flag] = 3;
        QCOMPARE(judge(rounds).code, Code::Ok);
        rounds[41][DrillStepId::Flag] = 3;
        QCOMPARE(judge(rounds).code, Code::DrillFailed);
    }
    void theHistoryKeepsTheNewest400() {
        QTemporaryDir dir;
        risk::PosixLatchFs fs;
        const std::string path = dir.path().toStdString() + "/risk/drills.jsonl";
        QVERIFY(loadDrills(fs, path)->reports.empty());
        QByteArray old;
        for (int i = 0; i < 400; ++i) old += QByteArray::fromStdString(drillToJson(reportAt(kStart.ns + i, true))) + '\n';
        QVERIFY(addDrill(fs, path, reportAt(kStart.ns, true)));  // makes the folder
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no json\n" + old) > 0);
        file.close();
        QCOMPARE(loadDrills(fs, path)->unreadable, std::size_t(1));
        QVERIFY(addDrill(fs, path, reportAt(kStart.ns + 5'000, false)));
        const auto history = loadDrills(fs, path);
        QCOMPARE(history->reports.size(), std::size_t(400));
        QCOMPARE(history->reports.front().started.ns, kStart.ns + 5'000);
        QVERIFY(!history->reports.front().pass);
        QCOMPARE(history->reports.back().started.ns, kStart.ns + 1);
        QCOMPARE(history->unreadable, std::size_t(0));
    }
    void aReportComesBackAsItWas() {
        std::vector<DrillRound> rounds(100, goodRound());
        rounds[7].opens_after_fence = 3;
        rounds[8][DrillStepId::Queried] = -1;
        const DrillReport report = judge(rounds);
        const auto back = drillFromJson(drillToJson(report));
        QVERIFY(back);
        QCOMPARE(drillToJson(*back), drillToJson(report));
        QVERIFY(!drillFromJson("{}"));
        QVERIFY(!drillFromJson("[1]"));
    }
    void overdueAfterADayWithoutAGoodOne() {
        const auto overdue = [](const std::vector<DrillReport>& history, ExecutionMode mode) {
            return drillOverdue(history, kStart, mode);
        };
        QVERIFY(overdue({}, ExecutionMode::Paper));
        QVERIFY(!overdue({}, ExecutionMode::Off));
        QVERIFY(!overdue({reportAt(kStart.ns - 24 * kHourNs, true)}, ExecutionMode::Live));
        QVERIFY(overdue({reportAt(kStart.ns - 24 * kHourNs - 1, true)}, ExecutionMode::Live));
        QVERIFY(overdue({reportAt(kStart.ns - kHourNs, false)}, ExecutionMode::Paper));
        QVERIFY(!overdue({reportAt(kStart.ns - kHourNs, false), reportAt(kStart.ns - 2 * kHourNs, true)}, ExecutionMode::Paper));
        QVERIFY(overdue({reportAt(kStart.ns + 25 * kHourNs, true)}, ExecutionMode::Paper));  // the clock went back
    }

    void aShortDrillStopsEveryOrder() {
        QTemporaryDir dir;
        risk::test::HookFs fs;
        DrillOptions options;
        options.rounds = 3;
        options.orders = 10;
        options.load_msgs_per_s = 2'000;
        options.dir = dir.path().toStdString();
        std::vector<double> progress;
        options.on_progress = [&](double done) { progress.push_back(done); };
        const auto report = runDrill(fs, options);
        QVERIFY2(report, report ? "" : report.error().detail.c_str());
        qInfo("%s", drillToJson(*report).c_str());
        QCOMPARE(report->sent_after_fence, std::uint64_t(0));
        QCOMPARE(report->verified, std::uint64_t(3));
        QCOMPARE(report->rounds, 3);
        for (const DrillStep& step : report->steps) QCOMPARE(step.count, std::uint64_t(3));
        QVERIFY(report->load_msgs_per_s > 1'000);
        QCOMPARE(progress.size(), std::size_t(3));
        QCOMPARE(progress.back(), 1.0);
        QVERIFY2(QDir(dir.path()).isEmpty(), "the drill's folder is gone");
    }
    void aSyncOf100MsIsASlowDisk() {
        QTemporaryDir dir;
        risk::test::HookFs fs;
        fs.before = [](std::string_view op, const std::string& path) {
            if (op == "sync" && path.find("kill_latch.bin") != std::string::npos)
                ::poll(nullptr, 0, 100);  // what a slow disk does
            return 0;
        };
        DrillOptions options;
        options.rounds = 1;
        options.orders = 5;
        options.load_msgs_per_s = 1'000;
        options.dir = dir.path().toStdString();
        const auto report = runDrill(fs, options);
        QVERIFY2(report, report ? "" : report.error().detail.c_str());
        QVERIFY(!report->pass);
        const std::string problem = drillProblem(*report);
        QVERIFY2(problem.find("step 3 durable") != std::string::npos, problem.c_str());
        QVERIFY(report->steps[2].min_ms >= 100);
        QCOMPARE(report->sent_after_fence, std::uint64_t(0));
        QCOMPARE(report->verified, std::uint64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestDrill)
#include "tst_drill.moc"
