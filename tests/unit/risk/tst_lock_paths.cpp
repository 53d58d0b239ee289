// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QDir>

#include "core/risk/companion.h"
#include "core/risk/flat_json.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {
void makeDir(const std::string& path) {
    QVERIFY(QDir().mkpath(QString::fromStdString(path)));
}
}  // namespace

class TestLockPaths : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstMatchIsTheLockDir() {
        Bench bench;
        bench.fs.magic_override = 0xef53;
        PathEnv env = bench.env();
        env.lock_dir_env = bench.root() + "/from_env";
        env.runtime_dir = bench.root() + "/run";
        QCOMPARE(resolveLatchPaths(bench.fs, env).lock_dir, bench.root() + "/lock");  // 1 configured
        env.lock_dir_config.clear();
        QCOMPARE(resolveLatchPaths(bench.fs, env).lock_dir, bench.root() + "/from_env");  // 2 environment
        QVERIFY(QDir(QString::fromStdString(bench.root() + "/from_env")).exists());       // made
        env.lock_dir_env.clear();
        QCOMPARE(resolveLatchPaths(bench.fs, env).lock_dir, bench.root() + "/state/bellwether/lock");  // 5 own
        makeDir(bench.root() + "/run/mt5_crs");
        QCOMPARE(resolveLatchPaths(bench.fs, env).lock_dir, bench.root() + "/run/mt5_crs");  // 4 exists
        makeDir(bench.root() + "/var_run");
        QCOMPARE(resolveLatchPaths(bench.fs, env).lock_dir, bench.root() + "/var_run");  // 3 exists
    }
    void anUnwritableSystemDirIsPassedOverButWatched() {
        Bench bench;
        bench.fs.magic_override = 0xef53;
        PathEnv env = bench.env();
        env.lock_dir_config.clear();
        makeDir(bench.root() + "/var_run");
        bench.fs.before = [&](std::string_view op, const std::string& path) {
            static int calls = 0;  // the first access asks for existence only
            return op == "access" && path.ends_with("/var_run") && calls++ > 0 ? EACCES : 0;
        };
        const LatchPaths paths = resolveLatchPaths(bench.fs, env);
        QCOMPARE(paths.lock_dir, bench.root() + "/state/bellwether/lock");
        QCOMPARE(paths.watched.at(0), paths.companion);
        QCOMPARE(paths.watched.at(1), bench.root() + "/var_run/kill_switch.lock");
    }
    void aVolatileLockDirKeepsTheLatchOnDisk() {
        for (const std::uint64_t magic : {0x01021994U, 0x858458f6U}) {
            Bench bench;
            bench.fs.magic_override = magic;
            const LatchPaths paths = resolveLatchPaths(bench.fs, bench.env());
            QVERIFY(paths.volatile_lock_dir);
            QCOMPARE(paths.latch, bench.root() + "/data/risk/kill_latch.bin");
            QCOMPARE(paths.companion, bench.root() + "/lock/kill_switch.lock");
        }
    }
    void aHaltSurvivesAnEmptiedVolatileLockDir() {
        Bench bench;
        LatchConfig config = bench.config();
        bench.fs.magic_override = 0x01021994U;
        config.paths = resolveLatchPaths(bench.fs, bench.env());
        {
            KillLatch latch(bench.fs, bench.clock, nullptr, config);
            latch.load({});
            QVERIFY(latch.allowsOpening());
            latch.trip(Code::ManualGui, "button", "stop");
            latch.service({});
        }
        QVERIFY(QDir(QString::fromStdString(bench.root() + "/lock")).removeRecursively());
        KillLatch again(bench.fs, bench.clock, nullptr, config);
        again.load({});
        QCOMPARE(again.state(), LatchState::Halted);
        QCOMPARE(again.snapshot().cause, Code::ManualGui);
    }
    void remoteAndOpenDirectoriesAreWarnedOf() {
        Bench bench;
        makeDir(bench.root() + "/lock");
        QCOMPARE(::chmod((bench.root() + "/lock").c_str(), 0777), 0);
        bench.fs.magic_override = 0x6969;
        LatchConfig config = bench.config();
        config.paths = resolveLatchPaths(bench.fs, bench.env());
        QVERIFY(config.paths.remote && config.paths.world_writable);
        KillLatch latch(bench.fs, bench.clock, nullptr, config);
        latch.load(bench.hooks);
        QVERIFY(bench.heard("LATCH_DIR_REMOTE") && bench.heard("LATCH_DIR_OPEN"));
    }
    void watchPathsReplaceTheExtrasOnly() {
        Bench bench;
        PathEnv env = bench.env();
        QCOMPARE(resolveLatchPaths(bench.fs, env).watched.size(), 2U);
        env.watch_paths = std::vector<std::string>{};
        QCOMPARE(resolveLatchPaths(bench.fs, env).watched,
                 std::vector<std::string>{bench.root() + "/lock/kill_switch.lock"});
        env.watch_paths.reset();
        env.runtime_dir = "/run/user/1";
        const std::vector<std::string> defaults = resolveLatchPaths(bench.fs, env).watched;
        QCOMPARE(defaults.size(), 3U);
        QCOMPARE(defaults[1], std::string("/tmp/mt5_crs_kill_switch.lock"));
        QCOMPARE(defaults[2], std::string("/run/user/1/mt5_crs_kill_switch.lock"));
    }
    void theLogDirFallsBack() {
        Bench bench;
        const LogDir wanted = resolveLogDir(bench.fs, bench.root() + "/logs", bench.root() + "/state");
        QCOMPARE(wanted.path, bench.root() + "/logs");
        QVERIFY(!wanted.fallback);
        QVERIFY(writeBytes(bench.root() + "/file", ""));
        const LogDir other = resolveLogDir(bench.fs, bench.root() + "/file/logs", bench.root() + "/state");
        QCOMPARE(other.path, bench.root() + "/state/bellwether/log");
        QVERIFY(other.fallback);
        QCOMPARE(resolveLogDir(bench.fs, "", bench.root() + "/state").path, other.path);
    }
    void instanceGoesRound() {
        Bench bench;
        const std::string path = bench.root() + "/risk/instance.json";
        const Result<std::optional<Instance>> none = readInstance(bench.fs, path);
        QVERIFY(none && !*none);
        const Id128 id = randomId();
        QVERIFY(writeInstance(bench.fs, path, {id, "/a/\"b\"\\c", "/a", 17}));
        const Result<std::optional<Instance>> back = readInstance(bench.fs, path);
        QVERIFY(back && *back);
        QVERIFY((*back)->latch_id == id);
        QCOMPARE((*back)->latch_path, std::string("/a/\"b\"\\c"));
        QCOMPARE((*back)->created_wall_ns, 17);
        bench.fs.before = failing("sync", "instance", ENOSPC);
        QCOMPARE(writeInstance(bench.fs, path, {}).error().code, Code::LatchDirUnusable);
    }
    void lockFilesOfOthers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("four lines") << QByteArray(
                                           "KILL_SWITCH_ACTIVE\nTimestamp: 2026\nReason: daily loss\nDO NOT MODIFY\n")
                                    << QByteArray("daily loss");
        QTest::newRow("four lines, CRLF") << QByteArray("KILL_SWITCH_ACTIVE\r\nReason: x\r\n") << QByteArray("x");
        QTest::newRow("JSON") << QByteArray(
                                     "{\"timestamp\": 1, \"reason\": \"a \\\"b\\\"\", \"metadata\": {\"x\": [1]}}")
                              << QByteArray("a \"b\"");
        QTest::newRow("JSON cut short") << QByteArray("{\"reason\": \"a") << QByteArray();
        QTest::newRow("bytes") << QByteArray("\x00\xff\xfe\n", 4) << QByteArray();
    }
    void lockFilesOfOthers() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, reason);
        const LockFile lock = parseLockFile(text.toStdString());
        QCOMPARE(QByteArray::fromStdString(lock.reason), reason);
        QVERIFY(!lock.ours);
    }
    void ourCompanionGoesRound() {
        const Id128 id = randomId();
        const LockFile lock = parseLockFile(formatCompanion({0}, std::string(500, 'r'), id, "0.1.0", 7, "h"));
        QVERIFY(lock.ours && lock.trip_id == id);
        QCOMPARE(lock.reason.size(), 400U);
    }
    void flatJsonIsStrict_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("object") << QByteArray(" {\"a\" : 1, \"b\":\"x\"} \n") << true;
        QTest::newRow("empty object") << QByteArray("{}") << true;
        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("trailing comma") << QByteArray("{\"a\":1,}") << false;
        QTest::newRow("twice the same key") << QByteArray("{\"a\":1,\"a\":2}") << false;
        QTest::newRow("text after it") << QByteArray("{} x") << false;
        QTest::newRow("nested") << QByteArray("{\"a\":{}}") << false;
        QTest::newRow("unfinished string") << QByteArray("{\"a\":\"b") << false;
        QTest::newRow("a fraction") << QByteArray("{\"a\":1.5}") << false;
    }
    void flatJsonIsStrict() {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        const Result<FlatJson> json = FlatJson::parse(text.toStdString());
        QCOMPARE(bool(json), good);
        if (!json) QCOMPARE(json.error().code, Code::JsonSyntax);
        std::int64_t number = 0;
        QVERIFY(!FlatJson::parse("{\"a\":99999999999999999999}")->number("a", number));
    }
};

QTEST_GUILESS_MAIN(TestLockPaths)
#include "tst_lock_paths.moc"
