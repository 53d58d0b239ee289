// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>

#include <fcntl.h>

#include "core/risk/audit.h"
#include "core/risk/companion.h"
#include "core/risk/reset.h"
#include "core/risk/reset_key.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

constexpr std::string_view kKey = "correct horse";
constexpr std::uint32_t kFastRounds = 1000;  // the real count is checked once below

/// A latch that was stopped by the button, with a key set.
struct Stopped {
    Bench bench;
    Audit audit{bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", ""};
    KillLatch latch{bench.fs, bench.clock, &audit, bench.config()};
    Code standing = Code::Ok;
    KillReset reset{latch, bench.fs, bench.clock, &audit, ResetChecks{[this](Code code) { return code == standing; }, {}}};

    explicit Stopped(bool with_key = true) {
        if (with_key) QVERIFY(setResetKey(bench.fs, bench.clock, bench.paths(), "", kKey, kFastRounds));
        latch.load({});
        latch.trip(Code::ManualGui, "button", "test stop");
        latch.service(bench.hooks);
    }
    [[nodiscard]] ResetRequest request() {
        const Result<ResetTicket> ticket = reset.prepare();
        ResetRequest request;
        if (!ticket) return request;
        request.nonce = ticket->nonce;
        request.typed = ticket->typed;
        request.reason = "all positions checked";
        request.key = kKey;
        request.actor = "user:test";
        request.channel = "cli";
        return request;
    }
    [[nodiscard]] std::string commit(const ResetRequest& request) {
        const Status done = reset.commit(request);
        latch.service(bench.hooks);
        return std::string(codeName(done ? Code::Ok : done.error().code));
    }
    [[nodiscard]] LatchState afterRestart() {
        KillLatch again(bench.fs, bench.clock, nullptr, bench.config());
        again.load({});
        return again.state();
    }
};

}  // namespace

class TestReset : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twoStepsWithTheKeyOpenOnceAndDisarm() {
        Stopped stopped;
        const Id128 trip = stopped.latch.snapshot().trip_id;
        const Result<ResetTicket> ticket = stopped.reset.prepare();
        QVERIFY(ticket);
        QCOMPARE(ticket->typed, "RESET " + trip.text().substr(0, 6));
        QCOMPARE(ticket->cause, Code::ManualGui);
        QVERIFY(ticket->blockers.empty());
        const ResetRequest request = stopped.request();
        QCOMPARE(stopped.commit(request), std::string("ok"));
        QVERIFY(stopped.latch.allowsOpening());
        QVERIFY(!stopped.latch.armed());
        QVERIFY(!QFile::exists(QString::fromStdString(stopped.bench.paths().companion)));
        const LatchView view = stopped.latch.snapshot();
        QVERIFY(view.durable && view.trip_id.none() && view.cause == Code::Ok);
        QCOMPARE(stopped.afterRestart(), LatchState::Active);
        QCOMPARE(stopped.commit(request), std::string("RESET_NOT_PREPARED"));  // once
        QCOMPARE(stopped.reset.prepare().error().code, Code::ResetNotHalted);
        const std::string log = readBytes(stopped.audit.path());
        QVERIFY(log.find("\"action\":\"latch.reset\",\"before\":\"HALTED\",\"after\":\"ACTIVE\"") != std::string::npos);
        QVERIFY(log.find(kKey) == std::string::npos);
        QVERIFY(verifyAudit(stopped.bench.fs, stopped.bench.logDir(), "engine"));
        const Id128 next = stopped.latch.trip(Code::ManualGui, "button", "again");
        QVERIFY(next != trip && !next.none());
        stopped.latch.service({});
        QVERIFY(stopped.latch.snapshot().durable);
        QCOMPARE(stopped.afterRestart(), LatchState::Halted);
    }
    void refusals_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("code");
        QTest::newRow("no key given") << "no key"
                                      << "RESET_NO_KEY";
        QTest::newRow("wrong key") << "key"
                                   << "RESET_KEY_WRONG";
        QTest::newRow("wrong text") << "text"
                                    << "RESET_TEXT_WRONG";
        QTest::newRow("text in lower case") << "lower"
                                            << "RESET_TEXT_WRONG";
        QTest::newRow("seven characters of reason") << "reason"
                                                    << "RESET_REASON";
        QTest::newRow("after 60 s") << "late"
                                    << "RESET_EXPIRED";
        QTest::newRow("another nonce") << "nonce"
                                       << "RESET_NOT_PREPARED";
        QTest::newRow("to HALTED") << "target"
                                   << "E_ARGS";
        QTest::newRow("a foreign lock file") << "foreign"
                                             << "RESET_FOREIGN_LOCK";
        QTest::newRow("the cause still stands") << "cause"
                                                << "RESET_CAUSE_PERSISTS";
        QTest::newRow("a watched path cannot be looked at") << "unreadable"
                                                            << "RESET_CAUSE_PERSISTS";
        QTest::newRow("latch directory unusable") << "dir"
                                                  << "LATCH_DIR_UNUSABLE";
        QTest::newRow("another trigger since") << "also"
                                               << "RESET_NOT_PREPARED";
        QTest::newRow("the key file is open to others") << "mode"
                                                        << "RESET_NO_KEY";
        QTest::newRow("the slot cannot be written") << "write"
                                                    << "LATCH_NOT_DURABLE";
        QTest::newRow("the companion cannot be removed") << "unlink"
                                                         << "LATCH_DIR_UNUSABLE";
        QTest::newRow("another process holds the latch") << "busy"
                                                         << "LATCH_BUSY";
    }
    void refusals() {
        QFETCH(QString, what);
        QFETCH(QString, code);
        Stopped stopped;
        ResetRequest request = stopped.request();
        const LatchPaths paths = stopped.bench.paths();
        auto& fs = stopped.bench.fs;
        PosixLatchFs plain;
        OpenFile other(plain);
        if (what == QLatin1String("no key")) request.key.clear();
        if (what == QLatin1String("key")) request.key += "r";
        if (what == QLatin1String("text")) request.typed = "RESET 000000x";
        if (what == QLatin1String("lower")) request.typed = "reset" + request.typed.substr(5);
        if (what == QLatin1String("reason")) request.reason = "1234567";
        if (what == QLatin1String("late")) stopped.bench.clock.advance(60 * kNsPerSec + 1);
        if (what == QLatin1String("nonce")) request.nonce = randomId().text();
        if (what == QLatin1String("target")) request.target = LatchState::Halted;
        if (what == QLatin1String("foreign")) QVERIFY(writeBytes(paths.watched[1], ""));
        if (what == QLatin1String("cause")) stopped.standing = Code::ManualGui;
        if (what == QLatin1String("unreadable")) fs.before = failing("stat", "shared_kill_switch", EACCES);
        if (what == QLatin1String("dir")) fs.before = failing("access", "/lock", EACCES);
        if (what == QLatin1String("also")) {
            stopped.latch.trip(Code::ManualHotkey, "key", "again");
            stopped.latch.service({});
        }
        if (what == QLatin1String("mode"))
            QVERIFY(QFile::setPermissions(QString::fromStdString(paths.reset_key),
                                          QFileDevice::ReadOwner | QFileDevice::ReadGroup));
        if (what == QLatin1String("write")) fs.before = failing("write", "kill_latch.bin", EIO);
        if (what == QLatin1String("unlink")) fs.before = failing("unlink", "kill_switch.lock", EPERM);
        if (what == QLatin1String("busy")) {
            QCOMPARE(other.open(paths.os_lock, O_RDWR | O_CREAT, 0600), 0);
            QCOMPARE(plain.tryLock(other.fd()), 0);
        }
        QCOMPARE(QString::fromStdString(stopped.commit(request)), code);
        QVERIFY(!stopped.latch.allowsOpening());
        QCOMPARE(stopped.afterRestart(), LatchState::Halted);
        QVERIFY(readBytes(stopped.audit.path()).find("\"cause\":\"" + code.toStdString() + "\"") != std::string::npos);
        if (what != QLatin1String("write") && what != QLatin1String("unlink")) return;
        fs.before = failing("none", "", 0);  // and once the disk is well the stop is whole again
        stopped.bench.clock.advance(2 * kNsPerSec);
        stopped.latch.service({});
        QVERIFY(stopped.latch.snapshot().durable);
        QVERIFY(readLockFile(fs, paths.companion).trip_id == stopped.latch.snapshot().trip_id);
        QCOMPARE(stopped.commit(stopped.request()), std::string("ok"));
    }
    void withoutAnyKeyNobodyResets() {
        Stopped stopped(/*with_key=*/false);
        ResetRequest request = stopped.request();
        QCOMPARE(stopped.commit(request), std::string("RESET_NO_KEY"));
        request.key.clear();
        QCOMPARE(stopped.commit(request), std::string("RESET_NO_KEY"));
        QVERIFY(stopped.reset.commit(request).error().detail.find("--set-key") != std::string::npos);
        QVERIFY(setResetKey(stopped.bench.fs, stopped.bench.clock, stopped.bench.paths(), "", kKey, kFastRounds));
        request.key = kKey;
        QCOMPARE(stopped.commit(request), std::string("ok"));
    }
    void theSixthTryIsLockedEvenWithTheRightKey() {
        Stopped stopped;
        ResetRequest request = stopped.request();
        request.key = "wrong wrong";
        for (int i = 0; i < 5; ++i) QCOMPARE(stopped.commit(request), std::string("RESET_KEY_WRONG"));
        request.key = kKey;
        QCOMPARE(stopped.commit(request), std::string("RESET_LOCKED"));
        KillReset other(stopped.latch, stopped.bench.fs, stopped.bench.clock, nullptr,
                        {});  // another process is no way round
        QCOMPARE(other.commit(request).error().code, Code::ResetLocked);
        stopped.bench.clock.advance(299 * kNsPerSec);
        QCOMPARE(stopped.commit(stopped.request()), std::string("RESET_LOCKED"));
        stopped.bench.clock.advance(kNsPerSec);
        QCOMPARE(stopped.commit(stopped.request()), std::string("ok"));
    }
    void aRightKeyClearsTheCount() {
        Bench bench;
        const LatchPaths paths = bench.paths();
        QVERIFY(setResetKey(bench.fs, bench.clock, paths, "", kKey, kFastRounds));
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 4; ++i)
                QCOMPARE(checkResetKey(bench.fs, bench.clock, paths, "not the key").error().code, Code::ResetKeyWrong);
            QVERIFY(checkResetKey(bench.fs, bench.clock, paths, kKey));
        }
    }
    void aSpoiledTriesFileLocks() {
        Stopped stopped;
        QVERIFY(writeBytes(stopped.bench.paths().reset_tries, "{"));
        QCOMPARE(stopped.commit(stopped.request()), std::string("RESET_LOCKED"));
    }
    void aTryThatCannotBeWrittenDownIsNotJudged() {
        Stopped stopped;
        stopped.bench.fs.before = failing("*", "reset_tries", EROFS);
        const std::string code = stopped.commit(stopped.request());
        QVERIFY2(code == "RESET_LOCKED" || code == "LATCH_DIR_UNUSABLE", code.c_str());
        QVERIFY(!stopped.latch.allowsOpening());
    }
    void theKeyIsChangedWithTheOldOneOnly() {
        Bench bench;
        const LatchPaths paths = bench.paths();
        QVERIFY(!resetKeySet(bench.fs, paths));
        QCOMPARE(setResetKey(bench.fs, bench.clock, paths, "", "short", kFastRounds).error().code, Code::Args);
        QVERIFY(setResetKey(bench.fs, bench.clock, paths, "", kKey));  // the real round count
        QVERIFY(readBytes(paths.reset_key).find("\"rounds\": 200000") != std::string::npos);
        FileStat st;
        QCOMPARE(bench.fs.stat(paths.reset_key, st), 0);
        QCOMPARE(st.mode, 0600U);
        QCOMPARE(setResetKey(bench.fs, bench.clock, paths, "", "another key", kFastRounds).error().code,
                 Code::ResetNoKey);
        QCOMPARE(setResetKey(bench.fs, bench.clock, paths, "guessed it", "another key", kFastRounds).error().code,
                 Code::ResetKeyWrong);
        QVERIFY(setResetKey(bench.fs, bench.clock, paths, kKey, "another key", kFastRounds));
        QVERIFY(checkResetKey(bench.fs, bench.clock, paths, "another key"));
        QVERIFY(readBytes(paths.reset_key).find("another key") == std::string::npos);
    }
    void toReducingKeepsTheTripAndTheNextStepIsActive() {
        Stopped stopped;
        const Id128 trip = stopped.latch.snapshot().trip_id;
        ResetRequest request = stopped.request();
        request.target = LatchState::Reducing;
        QCOMPARE(stopped.commit(request), std::string("ok"));
        QCOMPARE(stopped.latch.state(), LatchState::Reducing);
        QVERIFY(!stopped.latch.allowsOpening());
        QVERIFY(stopped.latch.snapshot().trip_id == trip);
        QCOMPARE(stopped.afterRestart(), LatchState::Reducing);
        QCOMPARE(stopped.commit(stopped.request()), std::string("ok"));
        QVERIFY(stopped.latch.allowsOpening());
    }
    void aSpoiledFileIsWrittenWholeByTheReset() {
        Bench bench;
        {
            KillLatch first(bench.fs, bench.clock, nullptr, bench.config());
            first.load({});
        }
        QVERIFY(writeBytes(bench.paths().latch, std::string(100, 'x')));
        QVERIFY(setResetKey(bench.fs, bench.clock, bench.paths(), "", kKey, kFastRounds));
        KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
        latch.load({});
        latch.service({});
        KillReset reset(latch, bench.fs, bench.clock, nullptr, {});
        const Result<ResetTicket> ticket = reset.prepare();
        QVERIFY(ticket);
        QCOMPARE(ticket->cause, Code::LatchCorrupt);
        QVERIFY(reset.commit(
            {ticket->nonce, LatchState::Active, "file restored", ticket->typed, std::string(kKey), "u", "cli"}));
        KillLatch again(bench.fs, bench.clock, nullptr, bench.config());
        again.load({});
        QCOMPARE(again.state(), LatchState::Active);
    }
    void twoResetsFreeTwoEnginesAndNobodyTripsTheOther() {
        Stopped a;
        KillLatch b(a.bench.fs, a.bench.clock, nullptr, a.bench.config());
        b.load({});
        b.service({});
        QCOMPARE(a.commit(a.request()), std::string("ok"));
        for (int i = 0; i < 3; ++i) {
            b.poll({});
            b.service({});
            a.latch.poll({});
            a.latch.service({});
        }
        QVERIFY(a.latch.allowsOpening());
        QCOMPARE(b.state(), LatchState::Halted);  // until its own reset
        QVERIFY(!b.snapshot().durable);
        KillReset reset(b, a.bench.fs, a.bench.clock, nullptr, {});
        const Result<ResetTicket> ticket = reset.prepare();
        QVERIFY(ticket);
        QVERIFY(reset.commit(
            {ticket->nonce, LatchState::Active, "both are free", ticket->typed, std::string(kKey), "u", "cli"}));
        b.poll({});
        a.latch.poll({});
        QVERIFY(a.latch.allowsOpening() && b.allowsOpening());
    }
    void aPeersNewerStopIsNotResetAway() {
        Stopped a;
        KillLatch b(a.bench.fs, a.bench.clock, nullptr, a.bench.config());
        b.load({});
        b.service({});
        QCOMPARE(a.commit(a.request()), std::string("ok"));
        KillReset reset(b, a.bench.fs, a.bench.clock, nullptr, {});
        const Result<ResetTicket> ticket = reset.prepare();
        QVERIFY(ticket);
        a.latch.trip(Code::ManualGui, "button", "a stops again");
        a.latch.service({});
        const Status refused = reset.commit(
            {ticket->nonce, LatchState::Active, "too late now", ticket->typed, std::string(kKey), "u", "cli"});
        QVERIFY(!refused);
        QCOMPARE(a.afterRestart(), LatchState::Halted);
    }
    void noKeyStandsInAnyFileOrNotice() {
        Stopped stopped;
        ResetRequest wrong = stopped.request();
        wrong.key = "canary-7f3a-wrong";
        QCOMPARE(stopped.commit(wrong), std::string("RESET_KEY_WRONG"));
        QCOMPARE(stopped.commit(stopped.request()), std::string("ok"));
        QVERIFY(setResetKey(stopped.bench.fs, stopped.bench.clock, stopped.bench.paths(), kKey, "canary-7f3a-new", kFastRounds));
        int files = 0;
        QDirIterator it(stopped.bench.dir.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const std::string bytes = readBytes(it.next().toStdString());
            ++files;
            QVERIFY2(bytes.find("canary-7f3a") == std::string::npos && bytes.find(kKey) == std::string::npos,
                     qPrintable(it.filePath()));
        }
        QVERIFY(files >= 4);  // latch, instance, key, audit
        for (const std::string& notice : stopped.bench.notices) QVERIFY(notice.find("canary") == std::string::npos);
    }
    void afterAMoveTheResetAcceptsThePlaceInUse() {
        Bench bench;
        QVERIFY(setResetKey(bench.fs, bench.clock, bench.paths(), "", kKey, kFastRounds));
        {
            KillLatch first(bench.fs, bench.clock, nullptr, bench.config());
            first.load({});
        }
        LatchConfig config = bench.config();
        PathEnv env = bench.env();
        env.lock_dir_config = bench.root() + "/elsewhere";
        HookFs plain;
        plain.magic_override = 0xef53;
        config.paths = resolveLatchPaths(plain, env);
        KillLatch latch(bench.fs, bench.clock, nullptr, config);
        latch.load({});
        latch.service({});
        KillReset reset(latch, bench.fs, bench.clock, nullptr, {});
        const Result<ResetTicket> ticket = reset.prepare();
        QVERIFY(ticket);
        QCOMPARE(ticket->cause, Code::LatchMoved);
        QVERIFY(reset.commit(
            {ticket->nonce, LatchState::Active, "moved on purpose", ticket->typed, std::string(kKey), "u", "c"}));
        KillLatch again(bench.fs, bench.clock, nullptr, config);
        again.load({});
        QCOMPARE(again.state(), LatchState::Active);
    }
};

QTEST_GUILESS_MAIN(TestReset)
#include "tst_reset.moc"
