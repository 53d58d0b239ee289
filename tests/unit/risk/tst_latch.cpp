// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <QDir>

#include <cstdlib>
#include <new>
#include <thread>

#include "core/model/histogram.h"
#include "core/risk/companion.h"
#include "core/risk/kill_signal.h"
#include "core/risk/offline_trip.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {
thread_local std::uint64_t t_allocations = 0;
}
// Counts what trip() allocates on this thread: nothing.
void* operator new(std::size_t size) {
    ++t_allocations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}

namespace {

std::unique_ptr<KillLatch> started(Bench& bench, Audit* audit = nullptr) {
    auto latch = std::make_unique<KillLatch>(bench.fs, bench.clock, audit, bench.config());
    latch->load(bench.hooks);
    latch->service(bench.hooks);
    return latch;
}

StepState stepOf(const KillLatch& latch, StepId id) {
    return latch.snapshot().step(id).state;
}

}  // namespace

class TestLatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTripIsSeenAtOnceAndDurableAfterService() {
        Bench bench;
        const auto latch = started(bench);
        QVERIFY(latch->allowsOpening());
        const Id128 id = latch->trip(Code::ManualGui, "button", "two\nlines");
        QVERIFY(!latch->allowsOpening());
        const LatchView early = latch->snapshot();  // nobody has served it yet
        QCOMPARE(early.state, LatchState::Halted);
        QVERIFY(early.trip_id == id && !early.durable);
        latch->service(bench.hooks);
        const LatchView view = latch->snapshot();
        QVERIFY(view.durable && view.trip_id == id);
        QCOMPARE(view.cause, Code::ManualGui);
        QCOMPARE(view.actor, std::string("button"));
        QCOMPARE(view.reason, std::string("two lines"));
        QCOMPARE(view.step(StepId::Flag).state, StepState::Done);
        QCOMPARE(view.step(StepId::Fence).state, StepState::Done);
        QCOMPARE(view.step(StepId::Durable).state, StepState::Done);
        QCOMPARE(view.step(StepId::Companion).state, StepState::Done);
        QCOMPARE(view.step(StepId::Cancel).state, StepState::NotApplicable);
        QCOMPARE(
            view.step(StepId::Cancel).detail,
            std::string("Latched. No order route, nothing was cancelled. Tools that honour kill_switch.lock stop."));
        QVERIFY(bench.heard("MANUAL_GUI"));
        const auto again = started(bench);
        QCOMPARE(again->state(), LatchState::Halted);
        QVERIFY(again->snapshot().trip_id == id);
        QCOMPARE(again->snapshot().cause, Code::ManualGui);
        QCOMPARE(again->snapshot().reason, std::string("MANUAL_GUI two lines"));
    }
    void theCompanionHasTheFourLinesAndTwo() {
        Bench bench;
        const auto latch = started(bench);
        const Id128 id = latch->trip(Code::ManualHotkey, "key", "stop");
        latch->service({});
        const QByteArray text = QByteArray::fromStdString(readBytes(bench.paths().companion));
        const QList<QByteArray> lines = text.split('\n');
        QCOMPARE(lines.size(), 7);  // six and the end
        QCOMPARE(lines[0], QByteArray("KILL_SWITCH_ACTIVE"));
        QCOMPARE(lines[1], QByteArray("Timestamp: 2026-01-15T13:13:30.123Z"));
        QCOMPARE(lines[2], QByteArray("Reason: MANUAL_HOTKEY stop"));
        QCOMPARE(lines[3], QByteArray("DO NOT MODIFY - Manual reset required"));
        QCOMPARE(lines[4], QByteArray("Trip: ") + QByteArray::fromStdString(id.text()));
        QVERIFY(lines[5].startsWith("Writer: bellwether 0.1.0 pid "));
        QVERIFY(lines[5].endsWith(" host desk"));
    }
    void theFirstTripWinsAndOthersAreAudited() {
        Bench bench;
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
        const auto latch = started(bench, &audit);
        const Id128 first = latch->trip(Code::ManualGui, "button", "first");
        QVERIFY(latch->trip(Code::ManualHotkey, "key", "second") == first);
        for (int i = 0; i < 100; ++i) QVERIFY(latch->trip(Code::ManualCli, "cli", "many") == first);
        latch->service(bench.hooks);
        QCOMPARE(latch->snapshot().cause, Code::ManualGui);
        QCOMPARE(latch->snapshot().also_count, 101U);
        const std::string log = readBytes(audit.path());
        QVERIFY(log.find("\"action\":\"latch.trip\"") != std::string::npos);
        QVERIFY(
            log.find("\"action\":\"latch.also\",\"before\":\"\",\"after\":\"HALTED\",\"cause\":\"MANUAL_HOTKEY\"") !=
            std::string::npos);
        QVERIFY(log.find("37 more triggers") != std::string::npos);  // 102 - 1 - 64
        QVERIFY(verifyAudit(bench.fs, bench.logDir(), "engine"));
    }
    void reducingRisesToHaltedUnderOneTrip() {
        Bench bench;
        const auto latch = started(bench);
        const Id128 first = latch->trip(Code::EngineStall, "limits", "reduce", LatchState::Reducing);
        latch->service({});
        QCOMPARE(latch->snapshot().state, LatchState::Reducing);
        QVERIFY(!latch->allowsOpening());
        QCOMPARE(stepOf(*latch, StepId::Companion), StepState::NotApplicable);
        QCOMPARE(started(bench)->state(), LatchState::Reducing);
        QVERIFY(latch->trip(Code::ManualGui, "button", "stop") == first);
        latch->service({});
        QCOMPARE(latch->snapshot().state, LatchState::Halted);
        QVERIFY(latch->snapshot().trip_id == first);
        latch->trip(Code::ManualGui, "limits", "reduce", LatchState::Reducing);
        QCOMPARE(latch->state(), LatchState::Halted);  // never to the left
        QCOMPARE(started(bench)->state(), LatchState::Halted);
    }
    void tripAllocatesNothing() {
        Bench bench;
        const auto latch = started(bench);
        const std::string reason(1000, 'r');
        const std::uint64_t before = t_allocations;
        latch->trip(Code::ManualGui, "an actor with a name longer than the record holds", reason);
        latch->trip(Code::ManualHotkey, "key", reason);
        QCOMPARE(t_allocations - before, 0U);
        latch->service({});
        QCOMPARE(latch->snapshot().reason.size(), 400U);
    }
    void flagLatencyIsPrinted() {
        Bench bench;
        SystemRiskClock clock;
        Histogram first, also;
        for (int i = 0; i < 500; ++i) {
            KillLatch latch(bench.fs, clock, nullptr, bench.config());
            if (i == 0) latch.load({});
            const MonoTime from = clock.mono();
            latch.trip(Code::ManualGui, "button", "a reason of ordinary length");
            (i == 0 ? first : also).add(clock.mono() - from);
        }
        const auto latch = started(bench);
        latch->trip(Code::ManualGui, "button", "measured");
        const std::int64_t flag_ns = (latch->service({}), latch->snapshot().step(StepId::Flag).ns);
        qInfo("trip(): n=%llu p50=%lld ns p99=%lld ns max=%lld ns; flag step %lld ns",
              static_cast<unsigned long long>(also.count()), static_cast<long long>(also.quantile(0.5)),
              static_cast<long long>(also.quantile(0.99)), static_cast<long long>(also.max()),
              static_cast<long long>(flag_ns));
        QVERIFY(also.quantile(0.5) < 1'000'000);  // a loose guard: the budget is printed, not asserted
    }
    void aBusySenderIsAnAlertAndTheStopGoesOn() {
        Bench bench;
        const auto latch = started(bench);
        latch->fence().enter();
        latch->trip(Code::ManualGui, "button", "stop");
        latch->service(bench.hooks);
        latch->fence().leave();
        QCOMPARE(stepOf(*latch, StepId::Fence), StepState::Failed);
        QCOMPARE(stepOf(*latch, StepId::Durable), StepState::Done);
        QVERIFY(bench.heard("FENCE_TIMEOUT"));
    }
    void aFailedWriteGoesToTheFallback_data() {
        QTest::addColumn<QString>("op");
        for (const char* op : {"open", "write", "sync"}) QTest::newRow(op) << QString::fromLatin1(op);
    }
    void aFailedWriteGoesToTheFallback() {
        QFETCH(QString, op);
        Bench bench;
        const auto latch = started(bench);
        const std::string path = bench.paths().latch;
        bool reading = op == QLatin1String("open");  // the first open of the file is the read before the write
        bench.fs.before = [&](std::string_view called, const std::string& where) {
            if (called != op.toStdString() || where != path) return 0;
            if (reading) return std::exchange(reading, false) ? 0 : EIO;
            return EIO;
        };
        latch->trip(Code::ManualGui, "button", "stop");
        latch->service(bench.hooks);
        bench.fs.before = failing("none", "", 0);
        QVERIFY(latch->snapshot().durable);
        QCOMPARE(latch->snapshot().step(StepId::Durable).detail, std::string("durable (fallback)"));
        QCOMPARE(started(bench)->state(), LatchState::Halted);
    }
    void aDeadDiskIsSaidAndTriedAgainEachSecond() {
        Bench bench;
        const auto latch = started(bench);
        bench.fs.before = failing("sync", "kill_latch.bin", EIO);
        latch->trip(Code::ManualGui, "button", "stop");
        latch->service(bench.hooks);
        const LatchView view = latch->snapshot();
        QVERIFY(!view.durable);
        QVERIFY(!view.not_durable_reason.empty());
        QCOMPARE(view.step(StepId::Durable).state, StepState::Failed);
        QCOMPARE(view.step(StepId::Companion).state, StepState::Done);  // not held up by it
        QVERIFY(bench.heard("LATCH_NOT_DURABLE"));
        QVERIFY(!latch->allowsOpening());
        bench.fs.before = failing("none", "", 0);
        latch->service(bench.hooks);
        QVERIFY(!latch->snapshot().durable);  // not before the second is over
        bench.clock.advance(kNsPerSec);
        latch->service(bench.hooks);
        QVERIFY(latch->snapshot().durable);
        QCOMPARE(latch->snapshot().step(StepId::Durable).detail, std::string("durable (fallback)"));
        QVERIFY(!readBytes(bench.paths().companion).empty());
    }
    void aHaltSeenInTheFileIsSyncedBeforeItCounts() {
        Bench bench;
        started(bench)->trip(Code::ManualGui, "x", "lost: never served");
        {
            const auto latch = started(bench);
            latch->trip(Code::ManualGui, "button", "stop");
            latch->service({});
        }
        int syncs = 0;
        bench.fs.before = [&](std::string_view op, const std::string& path) {
            syncs += op == "sync" && path == bench.paths().latch;
            return 0;
        };
        QVERIFY(started(bench)->snapshot().durable);
        QCOMPARE(syncs, 1);
    }
    void findingsOfAPoll_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("polls");
        QTest::addColumn<Code>("cause");
        QTest::newRow("touch kill_switch.lock") << "companion" << 1 << Code::ForeignLock;
        QTest::newRow("the shared lock file") << "shared" << 1 << Code::ForeignLock;
        QTest::newRow("a dangling link counts") << "link" << 1 << Code::ForeignLock;
        QTest::newRow("latch file deleted") << "deleted" << 1 << Code::LatchMissing;
        QTest::newRow("directory gone") << "dir" << 1 << Code::LatchMissing;
        QTest::newRow("file replaced by a copy") << "copy" << 1 << Code::LatchMissing;
        QTest::newRow("spoiled in place, seen twice") << "spoiled" << 2 << Code::LatchCorrupt;
        QTest::newRow("directory unreadable, three times") << "unreadable" << 3 << Code::LockDirUnreadable;
    }
    void findingsOfAPoll() {
        QFETCH(QString, what);
        QFETCH(int, polls);
        QFETCH(Code, cause);
        Bench bench;
        const auto latch = started(bench);
        const LatchPaths paths = bench.paths();
        latch->poll({});
        QVERIFY(latch->allowsOpening());
        if (what == QLatin1String("companion")) QVERIFY(writeBytes(paths.companion, ""));
        if (what == QLatin1String("shared")) QVERIFY(writeBytes(paths.watched[1], "{}"));
        if (what == QLatin1String("link"))
            QVERIFY(QFile::link(QStringLiteral("/nowhere/at/all"), QString::fromStdString(paths.companion)));
        if (what == QLatin1String("deleted")) QVERIFY(QFile::remove(QString::fromStdString(paths.latch)));
        if (what == QLatin1String("dir")) QVERIFY(QDir(QString::fromStdString(paths.lock_dir)).removeRecursively());
        if (what == QLatin1String("copy")) {
            QVERIFY(writeBytes(paths.latch + ".copy", readBytes(paths.latch)));
            QCOMPARE(bench.fs.rename(paths.latch + ".copy", paths.latch), 0);
        }
        if (what == QLatin1String("spoiled")) {
            std::string bytes = readBytes(paths.latch);
            bytes[100] ^= 1;
            QFile file(QString::fromStdString(paths.latch));
            QVERIFY(file.open(QIODevice::ReadWrite));
            QCOMPARE(file.write(bytes.data(), qint64(bytes.size())), qint64(bytes.size()));
        }
        if (what == QLatin1String("unreadable")) bench.fs.before = failing("stat", "kill_switch.lock", EACCES);
        for (int i = 1; i <= polls; ++i) {
            QVERIFY2(latch->allowsOpening(), qPrintable(QStringLiteral("tripped before poll %1").arg(i)));
            latch->poll({});
        }
        QVERIFY(!latch->allowsOpening());
        bench.fs.before = failing("none", "", 0);
        latch->service({});
        QCOMPARE(std::string(codeName(latch->snapshot().cause)), std::string(codeName(cause)));
        QVERIFY(latch->snapshot().durable);
        QVERIFY(started(bench)->state() == LatchState::Halted);
    }
    void itsOwnCompanionDoesNotTripAndAVanishedOneDoesNotOpen() {
        Bench bench;
        const auto latch = started(bench);
        latch->trip(Code::ManualGui, "button", "stop");
        latch->service({});
        latch->poll({});
        latch->service({});
        QCOMPARE(latch->snapshot().also_count, 0U);
        QVERIFY(QFile::remove(QString::fromStdString(bench.paths().companion)));
        latch->poll({});
        latch->service({});
        QCOMPARE(latch->state(), LatchState::Halted);
    }
    void aStoppedLatchWhoseFileVanishesWritesItAgain() {
        Bench bench;
        const auto latch = started(bench);
        latch->trip(Code::ManualGui, "button", "stop");
        latch->service({});
        QVERIFY(QFile::remove(QString::fromStdString(bench.paths().latch)));
        latch->poll({});
        QVERIFY(!latch->snapshot().durable);
        latch->service({});
        QVERIFY(latch->snapshot().durable);
        QCOMPARE(started(bench)->snapshot().cause, Code::ManualGui);
    }
    void twoEnginesOnOneLockDir() {
        Bench bench;
        const auto a = started(bench);
        const auto b = started(bench);
        const Id128 id = a->trip(Code::ManualGui, "button", "a stops");
        a->service({});
        const std::string file = readBytes(bench.paths().latch);
        b->poll({});
        QCOMPARE(b->state(), LatchState::Halted);
        b->service({});
        const LatchView view = b->snapshot();
        QCOMPARE(view.cause, Code::PeerHalt);
        QVERIFY(view.trip_id == id);
        QVERIFY(view.durable);
        QCOMPARE(readBytes(bench.paths().latch), file);  // taken over, not written again
        a->poll({});
        a->service({});
        QCOMPARE(a->snapshot().also_count, 0U);
    }
    void twoTripsAtOnceEndUnderOneId() {
        Bench bench;
        const auto a = started(bench);
        const auto b = started(bench);
        const Id128 first = a->trip(Code::ManualGui, "button", "a");
        QVERIFY(b->trip(Code::ManualHotkey, "key", "b") != first);
        a->service({});
        b->service({});
        QVERIFY(b->snapshot().trip_id == first);
        QCOMPARE(b->snapshot().cause, Code::ManualHotkey);
        b->poll({});
        b->service({});
        QCOMPARE(b->snapshot().also_count, 0U);
    }
    void aSimulatedTripTouchesNoWatchedPath() {
        Bench bench;
        LatchConfig config = bench.config();
        config.paths = simulatedLatchPaths(bench.root() + "/data");
        config.facts.simulated = true;
        KillLatch latch(bench.fs, bench.clock, nullptr, config);
        latch.load({});
        QVERIFY(latch.allowsOpening());
        latch.trip(Code::EngineStall, "demo", "simulated");
        latch.service({});
        QVERIFY(latch.snapshot().durable);
        QCOMPARE(latch.snapshot().step(StepId::Companion).state, StepState::NotApplicable);
        QVERIFY(!QFile::exists(QString::fromStdString(config.paths.companion)));
        QCOMPARE(started(bench)->state(), LatchState::Active);  // the real one
    }
    void armingNeedsActiveAndATripKeepsNobodyArmedPastAStart() {
        Bench bench;
        const auto latch = started(bench);
        QVERIFY(!latch->armed());
        QVERIFY(latch->arm());
        latch->trip(Code::ManualGui, "button", "stop");
        QCOMPARE(latch->arm().error().code, Code::LatchHalted);
        QVERIFY(!started(bench)->armed());
    }
    void sigusr1Trips() {
        Bench bench;
        const auto latch = started(bench);
        {
            KillSignal handler(*latch);
            QCOMPARE(::raise(SIGUSR1), 0);
        }
        QVERIFY(!latch->allowsOpening());
        latch->service({});
        QCOMPARE(latch->snapshot().cause, Code::ManualSignal);
    }
    void theCommandLineStopsWithoutAnEngine() {
        Bench bench;
        Audit audit(bench.fs, bench.clock, bench.logDir(), "cli", "0.1.0", "");
        (void)started(bench);
        const OfflineTrip trip = tripOffline(bench.fs, bench.clock, &audit, bench.config(), "user:x", "by hand");
        QCOMPARE(trip.exitCode(), 0);
        QVERIFY(!trip.was_stopped && trip.view.durable);
        QCOMPARE(trip.done.size(), 2U);
        QCOMPARE(trip.not_done.size(), 1U);  // no order route
        const auto latch = started(bench);
        QCOMPARE(latch->snapshot().cause, Code::ManualCli);
        const OfflineTrip again = tripOffline(bench.fs, bench.clock, &audit, bench.config(), "user:x", "twice");
        QVERIFY(again.was_stopped);
        QVERIFY(again.view.trip_id == trip.view.trip_id);
        QVERIFY(verifyAudit(bench.fs, bench.logDir(), "cli"));
        Bench dead;
        (void)started(dead);
        dead.fs.before = failing("sync", "", EIO);
        const OfflineTrip failed = tripOffline(dead.fs, dead.clock, nullptr, dead.config(), "user:x", "by hand");
        QCOMPARE(failed.exitCode(), 1);
        QVERIFY(failed.not_done.size() >= 2);
    }
    void anUnwritableAuditIsSaidOnceAndDelaysNothing() {
        Bench bench;
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
        const auto latch = started(bench, &audit);
        bench.fs.before = failing("*", "risk_audit", EROFS);
        latch->trip(Code::ManualGui, "button", "stop");
        latch->service(bench.hooks);
        QVERIFY(latch->snapshot().durable);
        QVERIFY(bench.heard("AUDIT_UNWRITABLE"));
    }
    void aLostAuditLogIsNoticedAtTheNextStart() {
        Bench bench;
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
        {
            const auto latch = started(bench, &audit);
            latch->trip(Code::ManualGui, "button", "stop");
            latch->service({});
        }
        (void)started(bench, &audit);
        QVERIFY(!bench.heard("AUDIT_MISMATCH"));
        QVERIFY(QFile::remove(QString::fromStdString(audit.path())));
        (void)started(bench, &audit);
        QVERIFY(bench.heard("AUDIT_MISMATCH"));
    }
};

QTEST_GUILESS_MAIN(TestLatch)
#include "tst_latch.moc"
