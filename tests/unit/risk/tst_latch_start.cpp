// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QProcess>

#include "core/risk/companion.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

struct Start {
    LatchState state;
    Code cause;
};

/// A fresh process' start on the bench's disk, without its service steps: what the table alone decides.
Start start(Bench& bench) {
    KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
    latch.load(bench.hooks);
    const LatchView view = latch.snapshot();
    return {latch.state(), view.cause};
}

void trip(Bench& bench) {
    KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
    latch.load({});
    latch.trip(Code::ManualGui, "button", "test stop");
    latch.service({});
}

void remove(const std::string& path) {
    QVERIFY(QFile::remove(QString::fromStdString(path)));
}

}  // namespace

#define COMPARE_START(bench, wanted_state, wanted_cause)                                               \
    do {                                                                                               \
        const Start found = start(bench);                                                              \
        QCOMPARE(std::string(codeName(found.cause)), std::string(codeName(wanted_cause)));             \
        QCOMPARE(std::string(latchStateName(found.state)), std::string(latchStateName(wanted_state))); \
    } while (false)

class TestLatchStart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void memoryStartsHalted() {
        Bench bench;
        KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
        QCOMPARE(latch.state(), LatchState::Halted);
        QVERIFY(!latch.allowsOpening());
        QCOMPARE(latch.snapshot().cause, Code::Starting);
    }
    void aFirstRunIsActiveAndMakesItsFiles() {
        Bench bench;
        COMPARE_START(bench, LatchState::Active, Code::FirstRun);
        QCOMPARE(readBytes(bench.paths().latch).size(), kLatchFileSize);
        QVERIFY(!readBytes(bench.paths().instance).empty());
        COMPARE_START(bench, LatchState::Active, Code::Ok);  // and stays so
    }
    void aFirstRunInPaperModeIsActive() {
        Bench bench;
        bench.mode = ExecutionMode::Paper;
        COMPARE_START(bench, LatchState::Active, Code::FirstRun);
    }
    void aFirstRunWithLiveExecutionIsHalted() {
        Bench bench;
        bench.mode = ExecutionMode::Live;
        KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
        latch.load({});
        QCOMPARE(latch.snapshot().cause, Code::FirstRunLive);
        latch.service({});
        QVERIFY(latch.snapshot().durable);
        COMPARE_START(bench, LatchState::Halted, Code::FirstRunLive);
    }
    void noFilesButAJournalIsNoFirstRun() {
        Bench bench;
        bench.has_journal = true;
        COMPARE_START(bench, LatchState::Halted, Code::LatchMissing);
    }
    void aMissingFileIsHalted() {
        Bench bench;
        (void)start(bench);
        remove(bench.paths().latch);
        COMPARE_START(bench, LatchState::Halted, Code::LatchMissing);
    }
    void aMissingLockDirIsHalted() {
        Bench bench;
        (void)start(bench);
        QVERIFY(QDir(QString::fromStdString(bench.root() + "/lock")).removeRecursively());
        COMPARE_START(bench, LatchState::Halted, Code::LatchMissing);
    }
    void spoiledFilesAreHalted_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("truncated to nothing") << 0;
        QTest::newRow("half of it") << 1;
        QTest::newRow("zeroed") << 2;
        QTest::newRow("one byte more") << 3;
        QTest::newRow("a directory of that name") << 4;
        QTest::newRow("a link to a good copy elsewhere") << 5;
    }
    void spoiledFilesAreHalted() {
        QFETCH(int, kind);
        Bench bench;
        (void)start(bench);
        const std::string path = bench.paths().latch, good = readBytes(path);
        if (kind == 0) QVERIFY(writeBytes(path, ""));
        if (kind == 1) QVERIFY(writeBytes(path, good.substr(0, 4096)));
        if (kind == 2) QVERIFY(writeBytes(path, std::string(kLatchFileSize, '\0')));
        if (kind == 3) QVERIFY(writeBytes(path, good + "x"));
        if (kind >= 4) remove(path);
        if (kind == 4) QVERIFY(QDir().mkpath(QString::fromStdString(path)));
        if (kind == 5) {
            QVERIFY(writeBytes(bench.root() + "/copy", good));
            QVERIFY(QFile::link(QString::fromStdString(bench.root() + "/copy"), QString::fromStdString(path)));
        }
        COMPARE_START(bench, LatchState::Halted, Code::LatchCorrupt);
    }
    void oneFlippedByteOnDiskIsHalted_data() {
        QTest::addColumn<int>("at");
        for (const int at : {0, 8, 16, 24, 40, 56, 76, 120, 124, 4095, 4096, 4104, 4112, 4120, 4220, 8191})
            QTest::addRow("byte %d", at) << at;
    }
    void oneFlippedByteOnDiskIsHalted() {
        QFETCH(int, at);
        Bench bench;
        (void)start(bench);
        std::string bytes = readBytes(bench.paths().latch);
        bytes[static_cast<std::size_t>(at)] = static_cast<char>(bytes[static_cast<std::size_t>(at)] ^ 0x40);
        QVERIFY(writeBytes(bench.paths().latch, bytes));
        COMPARE_START(bench, LatchState::Halted, Code::LatchCorrupt);
    }
    void unusableDirectoriesAreHalted_data() {
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("part");
        QTest::addColumn<int>("error");
        QTest::newRow("cannot be entered") << "access"
                                           << "/lock" << EACCES;
        QTest::newRow("read-only file system") << "open"
                                               << "kill_latch.probe" << EROFS;
        QTest::newRow("no space left") << "write"
                                       << "kill_latch.probe" << ENOSPC;
        QTest::newRow("the disk fails at sync") << "sync"
                                                << "kill_latch.probe" << EIO;
        QTest::newRow("the latch file cannot be opened") << "open"
                                                         << "kill_latch.bin" << EACCES;
        QTest::newRow("the latch file cannot be read") << "read"
                                                       << "kill_latch.bin" << EIO;
        QTest::newRow("the latch file cannot be looked at") << "stat"
                                                            << "kill_latch.bin" << EACCES;
        QTest::newRow("the data directory is unusable") << "access"
                                                        << "/data/risk" << EACCES;
    }
    void unusableDirectoriesAreHalted() {
        QFETCH(QString, op);
        QFETCH(QString, part);
        QFETCH(int, error);
        Bench bench;
        (void)start(bench);
        bench.fs.before = failing(op.toStdString(), part.toStdString(), error);
        COMPARE_START(bench, LatchState::Halted, Code::LatchDirUnusable);
    }
    void aFileInPlaceOfTheDirectoryIsHalted() {
        Bench bench;
        (void)start(bench);
        QVERIFY(QDir(QString::fromStdString(bench.root() + "/lock")).removeRecursively());
        QVERIFY(writeBytes(bench.root() + "/lock", "x"));
        COMPARE_START(bench, LatchState::Halted, Code::LatchDirUnusable);
    }
    void anotherPlaceThanBeforeIsHalted() {
        Bench bench;
        (void)start(bench);
        LatchConfig config = bench.config();
        PathEnv env = bench.env();
        env.lock_dir_config = bench.root() + "/elsewhere";
        HookFs plain;
        plain.magic_override = 0xef53;
        config.paths = resolveLatchPaths(plain, env);
        KillLatch latch(bench.fs, bench.clock, nullptr, config);
        latch.load({});
        QCOMPARE(latch.state(), LatchState::Halted);
        QCOMPARE(latch.snapshot().cause, Code::LatchMoved);
    }
    void anInstanceFileThatCannotBeUnderstoodIsHalted_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("cut short") << QByteArray("{\"latch_id\": \"00");
        QTest::newRow("another form") << QByteArray("{\"a\": [1]}");
        QTest::newRow("a field missing") << QByteArray(
            "{\"latch_path\": \"/x\", \"lock_dir\": \"/x\", \"created_ns\": 1}");
    }
    void anInstanceFileThatCannotBeUnderstoodIsHalted() {
        QFETCH(QByteArray, text);
        Bench bench;
        (void)start(bench);
        QVERIFY(writeBytes(bench.paths().instance, text.toStdString()));
        COMPARE_START(bench, LatchState::Halted, Code::LatchMoved);
    }
    void aForeignLockFileIsHalted_data() {
        QTest::addColumn<bool>("shared");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty, by touch") << false << QByteArray("");
        QTest::newRow("four lines") << false
                                    << QByteArray("KILL_SWITCH_ACTIVE\nTimestamp: x\nReason: loss\nDO NOT MODIFY");
        QTest::newRow("JSON at the shared path") << true << QByteArray("{\"reason\": \"loss\", \"metadata\": {}}");
        QTest::newRow("another Bellwether's trip")
            << false << QByteArray::fromStdString(formatCompanion({1}, "x", randomId(), "0.1.0", 1, "h"));
    }
    void aForeignLockFileIsHalted() {
        QFETCH(bool, shared);
        QFETCH(QByteArray, text);
        Bench bench;
        (void)start(bench);
        const std::string path = bench.paths().watched[shared ? 1 : 0];
        QVERIFY(writeBytes(path, text.toStdString()));
        COMPARE_START(bench, LatchState::Halted, Code::ForeignLock);
        remove(path);
        COMPARE_START(bench, LatchState::Active, Code::Ok);  // it was never made durable here: no service step ran
    }
    void aStopAndItsOwnCompanionKeepTheFirstTrip() {
        Bench bench;
        (void)start(bench);
        trip(bench);
        const Id128 first = readLockFile(bench.fs, bench.paths().companion).trip_id;
        QVERIFY(!first.none());
        COMPARE_START(bench, LatchState::Halted, Code::ManualGui);
        remove(bench.paths().companion);
        KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
        latch.load({});
        latch.service({});
        QVERIFY(latch.snapshot().trip_id == first);
        QVERIFY(latch.snapshot().durable);
        QVERIFY(readLockFile(bench.fs, bench.paths().companion).trip_id == first);  // made again
    }
    void anotherLatchsFileIsHalted() {
        Bench bench, other;
        (void)start(bench);
        (void)start(other);
        QVERIFY(writeBytes(bench.paths().latch, readBytes(other.paths().latch)));
        COMPARE_START(bench, LatchState::Halted, Code::LatchMissing);
    }
    void aSecondDataDirectoryJoinsASharedLockDir() {
        Bench bench;
        (void)start(bench);
        LatchConfig config = bench.config();
        PathEnv env = bench.env();
        env.data_dir = bench.root() + "/data2";
        HookFs plain;
        plain.magic_override = 0xef53;
        config.paths = resolveLatchPaths(plain, env);
        KillLatch latch(bench.fs, bench.clock, nullptr, config);
        latch.load({});
        QCOMPARE(latch.state(), LatchState::Active);
        QVERIFY(!readBytes(config.paths.instance).empty());
    }
    void aTripWhileStartingIsNotOpenedAway() {
        Bench bench;
        (void)start(bench);
        KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
        latch.trip(Code::ManualHotkey, "key", "early");
        latch.load({});
        QCOMPARE(latch.state(), LatchState::Halted);
        latch.service({});
        QVERIFY(latch.snapshot().durable);
        QCOMPARE(latch.snapshot().cause, Code::ManualHotkey);
        const Start again = start(bench);
        QCOMPARE(again.state, LatchState::Halted);
    }
    void stoppedPartsAloneLeaveTheWholeActive() {
        Bench bench;
        (void)start(bench);
        LatchImage image = readLatchFile(bench.fs, bench.paths().latch, false);
        image.newest.seq += 1;
        image.newest.scopes.push_back({1, 3, 1, "binance.usdm"});
        QVERIFY(writeSlot(bench.fs, bench.paths().latch, image.newest));
        COMPARE_START(bench, LatchState::Active, Code::Ok);
        KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
        latch.load({});
        QVERIFY(latch.allowsOpening());
        QVERIFY(!latch.allows(true, false, "binance.usdm.BTCUSDT", "gui"));
        QVERIFY(latch.allows(false, false, "binance.coinm.BTCUSD_PERP", "gui"));
        QVERIFY(latch.snapshot().durable);
    }
};

QTEST_GUILESS_MAIN(TestLatchStart)
#include "tst_latch_start.moc"
