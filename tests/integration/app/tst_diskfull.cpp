// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/mount.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QStorageInfo>
#include <QTest>
#include <cerrno>
#include <cstring>

#include "tests/integration/app/program.h"

using namespace bw::test;

namespace {

QString str(const char* text) {
    return QString::fromUtf8(text);
}

/// A small volume; unmounted at the end.
class Volume {
public:
    explicit Volume(QString dir) : m_dir(std::move(dir)) {
        QDir().mkpath(m_dir);
        m_mounted = ::mount("none", qPrintable(m_dir), "tmpfs", 0, "size=24m") == 0;
        m_problem = m_mounted ? 0 : errno;
    }
    ~Volume() {
        if (m_mounted) ::umount2(qPrintable(m_dir), MNT_DETACH);
    }
    Volume(const Volume&) = delete;
    Volume& operator=(const Volume&) = delete;
    [[nodiscard]] bool mounted() const { return m_mounted; }
    [[nodiscard]] const char* problem() const { return std::strerror(m_problem); }
    [[nodiscard]] qint64 freeBytes() const {
        QStorageInfo info(m_dir);
        return info.bytesAvailable();
    }

private:
    QString m_dir;
    bool m_mounted = false;
    int m_problem = 0;
};

}  // namespace

// The disk of a recording engine runs full and gets room again.
class TestAppDiskFull : public QObject {
    Q_OBJECT

    /// Heartbeat lines of stderr after `from` that say so.
    static bool heartbeatSays(const Box& box, const char* recording, qsizetype from) {
        const QByteArray log = box.stderrText().mid(from);
        for (const QByteArray& line : log.split('\n'))
            if (line.contains("[Heartbeat]") && line.contains(recording)) return true;
        return false;
    }

private Q_SLOTS:
    void stopsAndResumesRecording() {
        Box box;
        const QString dir = box.path(str("small"));
        const Volume volume(dir);
        if (!volume.mounted())
            QSKIP(QByteArray(QByteArray("no right to mount a small volume (") + volume.problem() +
                             "): the whole test is left out")
                      .constData());
        box.setDataDir(dir);
        const auto engine = box.start({str("--headless"), str("--set"), str("feeds.demo_rate=20"), str("--set"),
                                       str("disk.stop_bytes=65536"), str("--set"),
                                       QString(str("logging.dir=") + box.path(str("logs")))});
        QVERIFY2(box.waitRunning(), box.stderrText().constData());
        QVERIFY2(waitFor([&] { return heartbeatSays(box, "recording=yes", 0); }, 15'000), box.stderrText().constData());

        QFile filler(dir + str("/filler"));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        const QByteArray block(64 * 1024, 'x');
        const auto full = [&] {
            while (volume.freeBytes() > 0 && filler.write(block) > 0) {
            }
            return box.stderrText().contains("[journal] journal.full");
        };
        QVERIFY2(waitFor(full, 60'000), box.stderrText().right(2'000).constData());
        const qsizetype stopped_at = box.stderrText().indexOf("[journal] journal.full");
        QVERIFY2(waitFor([&] { return heartbeatSays(box, "recording=NO", stopped_at); }, 15'000),
                 box.stderrText().right(2'000).constData());
        QVERIFY(engine->state() == QProcess::Running);
        // The stop needs no room: latch and audit lie elsewhere, and the engine still answers.
        QCOMPARE(box.status().value(QLatin1String("state")).toString(), str("ACTIVE"));

        const qsizetype freed_at = box.stderrText().size();
        filler.close();
        QVERIFY(filler.remove());
        const auto again = [&] {
            const QByteArray log = box.stderrText().mid(freed_at);
            return log.contains("[journal] recording, ") && log.contains("frames were not recorded");
        };
        QVERIFY2(waitFor(again, 15'000), box.stderrText().right(2'000).constData());
        QVERIFY2(waitFor([&] { return heartbeatSays(box, "recording=yes", freed_at); }, 15'000),
                 box.stderrText().right(2'000).constData());
        QCOMPARE(endProcess(*engine), 0);

        const Stopped stopped = stoppedLine(box.stderrText());
        QCOMPARE(stopped.ledger.size(), qsizetype(64));
        const Outcome replayed =
            box.runHere({str("replay"), str("--report"), box.path(str("report.json")), QString(dir + str("/demo"))});
        QVERIFY2(replayed.exit == 0, replayed.err.constData());
        const QJsonObject report = json(box.read(str("report.json")));
        QVERIFY(balances(report));
        QCOMPARE(report.value(QLatin1String("ledger_sha256")).toString().toLatin1(), stopped.ledger);
    }
};

QTEST_GUILESS_MAIN(TestAppDiskFull)
#include "tst_diskfull.moc"
