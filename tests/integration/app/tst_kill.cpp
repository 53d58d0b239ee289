// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <csignal>

#include "tests/integration/app/program.h"

using namespace bw::test;

namespace {

QString str(const char* text) {
    return QString::fromUtf8(text);
}

constexpr const char* kKey = "correct horse 7";

/// A box whose engine was started and stopped: latch and identity are there.
struct Engine {
    Box box;
    std::unique_ptr<QProcess> process;

    [[nodiscard]] bool start() {
        process = box.start({str("--headless")});
        if (box.waitRunning(15'000)) return true;
        // Seen once in some hundred starts on a loaded machine, cause not found: told on stderr above, tried once more.
        process->kill();
        process->waitForFinished();
        process = box.start({str("--headless")});
        return box.waitRunning();
    }
    [[nodiscard]] QString state() const { return box.status().value(QLatin1String("state")).toString(); }
    [[nodiscard]] QString latchPath() const { return box.status().value(QLatin1String("latch_path")).toString(); }
    /// HALTED, and the disk holds it.
    [[nodiscard]] bool haltedDurably() const {
        return waitFor(
            [this] {
                const QJsonObject now = box.status();
                return now.value(QLatin1String("state")).toString() == QLatin1String("HALTED") &&
                       now.value(QLatin1String("durable")).toBool();
            },
            5'000);
    }
    void die() {
        process->kill();  // SIGKILL
        process->waitForFinished();
    }
    void writeKey(const QString& name, const QByteArray& key) const {
        box.write(name, QByteArray(key + '\n'));
        QFile::setPermissions(box.path(name), QFile::ReadOwner | QFile::WriteOwner);
    }
    [[nodiscard]] QByteArray demanded() const {
        return "RESET " + box.status().value(QLatin1String("trip_id")).toString().left(6).toLatin1();
    }
    [[nodiscard]] Outcome reset(const QByteArray& typed, const QString& key_file) const {
        QStringList list{str("kill"), str("--reset"), str("--reason"), str("the prices are right again")};
        if (!key_file.isEmpty()) list << str("--key-file") << key_file;
        return box.runHere(list, QByteArray(typed + '\n'));
    }
};

}  // namespace

// The stop of the real program: by every way in, through a crash, a damaged latch and a careful reset.
class TestAppKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void engages_data() {
        QTest::addColumn<QString>("way");
        QTest::addColumn<QString>("cause");
        QTest::newRow("by the command line") << str("command") << str("MANUAL_CLI");
        QTest::newRow("by SIGUSR1") << str("signal") << str("MANUAL_SIGNAL");
        QTest::newRow("by a lock file") << str("file") << str("FOREIGN_LOCK");
    }
    void engages() {
        QFETCH(QString, way);
        QFETCH(QString, cause);
        Engine engine;
        QVERIFY2(engine.start(), engine.box.stderrText().constData());
        QCOMPARE(engine.state(), str("ACTIVE"));
        QCOMPARE(engine.box.runHere({str("kill"), str("--status")}).exit, 0);
        if (way == QLatin1String("command")) {
            const Outcome kill = engine.box.runHere({str("kill"), str("--reason"), str("wrong prices")});
            QVERIFY2(kill.exit == 0, kill.err.constData());
            QVERIFY2(kill.out.contains("durable yes") && kill.out.contains("wrong prices"), kill.out.constData());
        } else if (way == QLatin1String("signal")) {
            QCOMPARE(::kill(static_cast<pid_t>(engine.process->processId()), SIGUSR1), 0);
        } else {
            engine.box.write(str("lock/kill_switch.lock"), {});
        }
        QVERIFY2(engine.haltedDurably(), engine.box.stderrText().constData());
        const Outcome status = engine.box.runHere({str("kill"), str("--status")});
        QCOMPARE(status.exit, 3);
        QVERIFY2(status.out.startsWith(QByteArray("HALTED  cause " + cause.toLatin1())), status.out.constData());
        QVERIFY2(status.out.contains("durable yes"), status.out.constData());
        const QString trip = engine.box.status().value(QLatin1String("trip_id")).toString();
        QCOMPARE(trip.size(), qsizetype(32));
        QVERIFY(QFileInfo::exists(engine.box.path(str("lock/kill_switch.lock"))));

        // The stop outlives the process, and the tools that look at the lock file still see it.
        engine.die();
        QVERIFY(QFileInfo::exists(engine.box.path(str("lock/kill_switch.lock"))));
        QCOMPARE(engine.box.runHere({str("kill"), str("--status")}).exit, 3);
        QVERIFY2(engine.start(), engine.box.stderrText().constData());
        QVERIFY2(engine.haltedDurably(), engine.box.stderrText().constData());
        QCOMPARE(engine.box.status().value(QLatin1String("trip_id")).toString(), trip);
        QCOMPARE(endProcess(*engine.process), 0);
        const Outcome verify = engine.box.runHere({str("kill"), str("--status"), str("--verify")});
        QVERIFY2(verify.exit == 3 && verify.out.contains("audit chain engine"),
                 QByteArray(verify.out + verify.err).constData());
        QVERIFY2(!verify.err.contains("error:"), verify.err.constData());
    }

    /// The command alone, with no engine to ask: the next start is halted.
    void engagesWithoutAnEngine() {
        Engine engine;
        QVERIFY(engine.start());
        QCOMPARE(endProcess(*engine.process), 0);
        const Outcome kill = engine.box.runHere({str("kill"), str("--reason"), str("nobody runs")});
        QVERIFY2(kill.exit == 0, QByteArray(kill.out + kill.err).constData());
        QVERIFY2(kill.out.contains("latch file says HALTED") && kill.out.contains("kill_switch.lock written"),
                 kill.out.constData());
        QCOMPARE(engine.box.runHere({str("kill"), str("--status")}).exit, 3);
        QVERIFY(engine.start());
        QCOMPARE(engine.state(), str("HALTED"));
        QCOMPARE(endProcess(*engine.process), 0);
    }

    void startsHaltedOnADamagedLatch_data() {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("cause");
        QTest::newRow("deleted") << str("deleted") << str("LATCH_MISSING");
        QTest::newRow("truncated") << str("truncated") << str("LATCH_CORRUPT");
        QTest::newRow("emptied") << str("emptied") << str("LATCH_CORRUPT");
        QTest::newRow("a bit of slot 0") << str("bit 100") << str("LATCH_CORRUPT");
        QTest::newRow("a bit of slot 1") << str("bit 4120") << str("LATCH_CORRUPT");
        QTest::newRow("a bit of the unused room") << str("bit 8191") << str("LATCH_CORRUPT");
    }
    void startsHaltedOnADamagedLatch() {
        QFETCH(QString, damage);
        QFETCH(QString, cause);
        Engine engine;
        QVERIFY(engine.start());
        QCOMPARE(engine.state(), str("ACTIVE"));
        const QString path = engine.latchPath();
        QCOMPARE(endProcess(*engine.process), 0);
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadWrite), qPrintable(path));
        QCOMPARE(file.size(), 8192);
        if (damage == QLatin1String("deleted")) {
            QVERIFY(file.remove());
        } else if (damage == QLatin1String("truncated")) {
            QVERIFY(file.resize(4096));
        } else if (damage == QLatin1String("emptied")) {
            QVERIFY(file.resize(0));
        } else {
            const int at = damage.mid(4).toInt();
            QVERIFY(file.seek(at));
            const char flipped = static_cast<char>(file.read(1).at(0) ^ 0x10);
            QVERIFY(file.seek(at) && file.write(&flipped, 1) == 1);
        }
        file.close();
        QVERIFY(engine.start());
        const QJsonObject status = engine.box.status();
        QCOMPARE(status.value(QLatin1String("state")).toString(), str("HALTED"));
        QCOMPARE(status.value(QLatin1String("cause")).toString(), cause);
        QCOMPARE(endProcess(*engine.process), 0);
    }

    void resetsOnlyWithKeyAndText() {
        Engine engine;
        engine.writeKey(str("key"), kKey);
        engine.writeKey(str("wrong"), "wrong horse 77");
        const Outcome set = engine.box.runHere({str("kill"), str("--set-key"), str("--key-file"), str("key")});
        QVERIFY2(set.exit == 0, set.err.constData());
        QVERIFY(engine.start());
        QCOMPARE(engine.box.runHere({str("kill"), str("--reason"), str("wrong prices")}).exit, 0);
        QVERIFY(engine.haltedDurably());
        const QByteArray text = engine.demanded();

        struct Refusal {
            QByteArray typed;
            QString key_file;
            const char* code;
        };
        for (const Refusal& refusal :
             {Refusal{text, {}, "RESET_NO_KEY"}, Refusal{text, str("wrong"), "RESET_KEY_WRONG"},
              Refusal{"RESET 000000", str("key"), "RESET_TEXT_WRONG"},
              Refusal{"yes", str("key"), "RESET_TEXT_WRONG"}}) {
            const Outcome refused = engine.reset(refusal.typed, refusal.key_file);
            QCOMPARE(refused.exit, 1);
            QCOMPARE(refused.told().code, QByteArray(refusal.code));
            QVERIFY(engine.haltedDurably());
        }
        const Outcome reset = engine.reset(text, str("key"));
        QVERIFY2(reset.exit == 0, reset.err.constData());
        QVERIFY2(reset.out.startsWith("ACTIVE"), reset.out.constData());
        QCOMPARE(engine.state(), str("ACTIVE"));
        QVERIFY(!QFileInfo::exists(engine.box.path(str("lock/kill_switch.lock"))));

        // It stays so over a restart, and the stop works as before.
        engine.die();
        QVERIFY(engine.start());
        QCOMPARE(engine.state(), str("ACTIVE"));
        QCOMPARE(engine.box.runHere({str("kill"), str("--reason"), str("again")}).exit, 0);
        QVERIFY(engine.haltedDurably());
        QVERIFY(engine.demanded() != text);
        QCOMPARE(endProcess(*engine.process), 0);
    }

    void resetsWithoutAnEngine() {
        Engine engine;
        engine.writeKey(str("key"), kKey);
        QCOMPARE(engine.box.runHere({str("kill"), str("--set-key"), str("--key-file"), str("key")}).exit, 0);
        QVERIFY(engine.start());
        QCOMPARE(engine.box.runHere({str("kill"), str("--reason"), str("wrong prices")}).exit, 0);
        QVERIFY(engine.haltedDurably());
        const QByteArray text = engine.demanded();
        engine.die();
        QCOMPARE(engine.reset("yes", str("key")).told().code, QByteArray("RESET_TEXT_WRONG"));
        QCOMPARE(engine.box.runHere({str("kill"), str("--status")}).exit, 3);
        const Outcome reset = engine.reset(text, str("key"));
        QVERIFY2(reset.exit == 0, reset.err.constData());
        QVERIFY(engine.start());
        QCOMPARE(engine.state(), str("ACTIVE"));
        QCOMPARE(endProcess(*engine.process), 0);
    }
};

QTEST_GUILESS_MAIN(TestAppKill)
#include "tst_kill.moc"
