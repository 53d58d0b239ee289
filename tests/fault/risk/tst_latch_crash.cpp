// SPDX-License-Identifier: GPL-3.0-or-later
// A real process killed with SIGKILL after every single file call of the latch, then a fresh start on what it left.
#include <signal.h>

#include <QProcess>

#include "core/risk/companion.h"
#include "core/risk/reset_key.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

struct Outcome {
    bool finished = false;  // came to its end before call N
    bool durable = false, reset_ok = false, latch_written = false;
    QByteArray output;
};

Outcome run(const std::string& root, const QString& mode, int kill_after) {
    QProcess child;
    child.start(QStringLiteral(BW_LATCH_CRASHER), {QString::fromStdString(root), mode, QString::number(kill_after)});
    Outcome out;
    if (!child.waitForFinished(30'000)) return out;
    out.output = child.readAllStandardOutput();
    out.finished = child.exitStatus() == QProcess::NormalExit;
    out.durable = out.output.contains("DURABLE\n");
    out.reset_ok = out.output.contains("RESET_OK\n");
    out.latch_written = out.output.contains("LATCH_WRITTEN\n");
    return out;
}

/// A first run that ended well, stopped or not; with a key for resets.
void prepare(Bench& bench, bool stopped) {
    QVERIFY(setResetKey(bench.fs, bench.clock, bench.paths(), "", "correct horse", 1000));
    KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
    latch.load({});
    if (stopped) latch.trip(Code::ManualGui, "button", "before the crash");
    latch.service({});
    QCOMPARE(latch.allowsOpening(), !stopped);
}

LatchState restart(Bench& bench) {
    KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
    latch.load({});
    latch.service({});
    return latch.state();
}

}  // namespace

class TestLatchCrash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTripKilledAfterEachCall_data() {
        QTest::addColumn<QString>("mode");
        QTest::newRow("engine") << "trip";
        QTest::newRow("command line") << "offline";
    }
    void aTripKilledAfterEachCall() {
        QFETCH(QString, mode);
        int reported = 0, calls = 1;
        for (;; ++calls) {
            Bench bench;
            prepare(bench, /*stopped=*/false);
            const Outcome outcome = run(bench.root(), mode, calls);
            const LatchState after = restart(bench);
            reported += outcome.durable;
            if (outcome.durable) QVERIFY2(after == LatchState::Halted, qPrintable(QString::number(calls)));
            // Before the report: the stop, or the state before it untouched. A file written must already be the stop.
            if (outcome.latch_written) QVERIFY2(after == LatchState::Halted, qPrintable(QString::number(calls)));
            if (outcome.finished) {
                QVERIFY(outcome.durable);
                break;
            }
            QVERIFY2(calls < 500, outcome.output.constData());
        }
        qInfo("%d file calls, %d of them after the report", calls, reported);
        QVERIFY(mode == QLatin1String("offline") || reported > 3);  // the command line reports at its end
    }
    void aFirstRunKilledAfterEachCall() {
        int active = 0, calls = 1;
        for (;; ++calls) {
            Bench bench;
            const Outcome outcome = run(bench.root(), QStringLiteral("start"), calls);
            // Nothing yet, HALTED, or whole; the next start never finds a half-made file ACTIVE.
            const LatchImage image = readLatchFile(bench.fs, bench.paths().latch, false);
            const bool instance = bench.fs.access(bench.paths().instance, 0) == 0;
            const LatchState after = restart(bench);
            if (image.kind == LatchImage::Kind::Missing && instance) QCOMPARE(after, LatchState::Halted);
            if (image.kind == LatchImage::Kind::Corrupt) QCOMPARE(after, LatchState::Halted);
            active += after == LatchState::Active;
            if (outcome.finished) break;
            QVERIFY2(calls < 500, outcome.output.constData());
        }
        QVERIFY(active > 0 && active <= calls);
    }
    void aStartInHaltedKilledAfterEachCallStaysHalted() {
        for (int calls = 1;; ++calls) {
            Bench bench;
            prepare(bench, /*stopped=*/true);
            QVERIFY(QFile::remove(QString::fromStdString(bench.paths().companion)));  // it will be made again
            const Outcome outcome = run(bench.root(), QStringLiteral("start"), calls);
            QCOMPARE(restart(bench), LatchState::Halted);
            if (outcome.finished) break;
            QVERIFY(calls < 500);
        }
    }
    void aResetKilledAfterEachCall() {
        int halted = 0, calls = 1;
        for (;; ++calls) {
            Bench bench;
            prepare(bench, /*stopped=*/true);
            const Outcome outcome = run(bench.root(), QStringLiteral("reset"), calls);
            const LatchState after = restart(bench);
            if (!outcome.latch_written) QVERIFY2(after == LatchState::Halted, qPrintable(QString::number(calls)));
            if (outcome.reset_ok) QCOMPARE(after, LatchState::Active);
            halted += after == LatchState::Halted;
            if (outcome.finished) {
                QVERIFY(outcome.reset_ok);
                break;
            }
            QVERIFY2(calls < 500, outcome.output.constData());
        }
        qInfo("%d file calls, HALTED after %d of them", calls, halted);
        QVERIFY(halted > 10);
    }
    void aStoppedPartKilledAfterEachCall() {
        int reported = 0;
        for (int calls = 1;; ++calls) {
            Bench bench;
            prepare(bench, /*stopped=*/false);
            const Outcome outcome = run(bench.root(), QStringLiteral("part"), calls);
            KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
            latch.load({});
            const bool told = outcome.output.contains("PART_HELD\n");
            reported += told;
            if (told) QVERIFY2(!latch.allows(true, false, "okx.swap.X", "gui"), qPrintable(QString::number(calls)));
            if (outcome.durable) QCOMPARE(latch.state(), LatchState::Halted);
            if (outcome.finished) {
                QVERIFY(told && outcome.durable);
                QCOMPARE(latch.snapshot().scopes.size(), std::size_t(1));
                break;
            }
            QVERIFY(calls < 500);
        }
        QVERIFY(reported > 5);
    }
    void aPausedProcessDoesNotTripAndASignalDoes() {
        Bench bench;
        QProcess child;
        child.start(QStringLiteral(BW_LATCH_CRASHER),
                    {QString::fromStdString(bench.root()), QStringLiteral("watch"), QStringLiteral("0")});
        QByteArray output;
        const auto said = [&](const char* what) {
            child.waitForReadyRead(10);
            output += child.readAllStandardOutput();
            return output.contains(what);
        };
        QTRY_VERIFY(said("READY\n"));
        const auto pid = static_cast<pid_t>(child.processId());
        QCOMPARE(::kill(pid, SIGSTOP), 0);
        QTest::qWait(2500);  // the length of the pause is the case
        QCOMPARE(::kill(pid, SIGCONT), 0);
        QTRY_VERIFY(said("NOTICE PROCESS_PAUSED"));
        QTest::qWait(2500);  // past the grace: a trip would have come by now
        (void)said("");
        QCOMPARE(output.count("NOTICE PROCESS_PAUSED"), 1);
        QVERIFY2(!output.contains("VIEW HALTED") && !output.contains("THREAD_LATE"), output.constData());
        QCOMPARE(::kill(pid, SIGUSR1), 0);
        QTRY_VERIFY(said("VIEW HALTED MANUAL_SIGNAL"));
        QTRY_VERIFY(said("DURABLE\n"));
        QCOMPARE(::kill(pid, SIGKILL), 0);
        QVERIFY(child.waitForFinished());
        QCOMPARE(restart(bench), LatchState::Halted);
    }
};

QTEST_GUILESS_MAIN(TestLatchCrash)
#include "tst_latch_crash.moc"
