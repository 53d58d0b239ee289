// SPDX-License-Identifier: GPL-3.0-or-later
// Done when 3 of the storage specification: kill -9 at random moments loses nothing that was acknowledged.
#include <signal.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/journal/reader.h"
#include "core/journal/records.h"
#include "core/journal/writer.h"
#include "core/model/random.h"

using namespace bw;
using namespace bw::journal;

namespace {
constexpr std::uint64_t kLifeMaxUs = 12'000;
constexpr std::uint64_t kStartMaxUs = 6'000;
constexpr int kEarlyEvery = 5;  // each fifth is killed wherever its start has come

std::uint64_t seedOfTest() {
    bool given = false;
    const qulonglong seed = qEnvironmentVariable("BELLWETHER_SEED").toULongLong(&given, 0);
    return given ? seed : 0xB011;
}

/// Runs the appender, kills it `life_us` after its start (`early`) or its first acknowledgement; the last acknowledged
/// sequence, 0 if there was none.
std::uint64_t runAndKill(const QString& dir, std::uint64_t seed, std::uint64_t life_us, bool early) {
    QProcess child;
    child.start(QStringLiteral(BW_CRASHER), {dir, QString::number(seed)});
    if (!child.waitForStarted() || (!early && !child.waitForReadyRead())) return 0;
    QElapsedTimer timer;
    timer.start();
    QByteArray acknowledged = child.readAllStandardOutput();
    while (timer.nsecsElapsed() < qint64(life_us) * 1000 && child.state() == QProcess::Running) {
        child.waitForReadyRead(1);
        acknowledged += child.readAllStandardOutput();
    }
    ::kill(pid_t(child.processId()), SIGKILL);
    child.waitForFinished();
    acknowledged += child.readAllStandardOutput();
    if (child.exitStatus() != QProcess::CrashExit) return 0;
    const qsizetype end = acknowledged.lastIndexOf('\n');
    if (end < 0) return 0;
    const qsizetype begin = acknowledged.lastIndexOf('\n', end - 1) + 1;
    return acknowledged.mid(begin, end - begin).toULongLong();
}
}  // namespace

class TestKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyAcknowledgedRecordIsThereOnce_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("kills");
        const QString memory = QStringLiteral("/dev/shm");
        QTest::newRow("in memory, where a start is quick")
            << (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) << 180;
        QTest::newRow("on the disk, with syncs that take their time") << QDir::tempPath() << 20;
    }
    void everyAcknowledgedRecordIsThereOnce() {
        QFETCH(QString, place);
        QFETCH(int, kills);
        const std::uint64_t seed = seedOfTest();
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        Random random(seed);
        QTemporaryDir dir(place + QStringLiteral("/bw-kill-XXXXXX"));
        QElapsedTimer timer;
        timer.start();
        std::size_t sessions = 0;
        std::size_t crashes = 0;
        std::uint64_t next = 1;  // read so far
        for (int run = 0; run < kills; ++run) {
            const bool early = run % kEarlyEvery == kEarlyEvery - 1;
            const std::uint64_t life_us = random.below(early ? kStartMaxUs : kLifeMaxUs);
            const std::uint64_t acknowledged = runAndKill(dir.path(), random.next() >> 1, life_us, early);
            if (!early) QVERIFY2(acknowledged >= next, "the appender did not run");
            if (!early) ++sessions;
            ReaderOptions options;
            options.from_seq = next;
            Result<Reader> reader = Reader::open(dir.path().toStdString() + "/journal", options);
            QVERIFY(reader);
            Item item;
            Reader::Step step = Reader::Step::Item;
            while ((step = reader->next(item)) == Reader::Step::Item) {
                QVERIFY2(!item.missing,
                         qPrintable(QStringLiteral("%1..%2 missing").arg(item.first_missing).arg(item.last_missing)));
                // A footer that the kill prevented has its number kept free; the next start writes it.
                QVERIFY2(item.seq == next || item.seq == next + 1, qPrintable(QString::number(item.seq)));
                next = item.seq + 1;
                if (item.type == RecordType::Frame) {
                    // The payload holds the sequence before it; a footer and a SOURCE may have come between.
                    const std::string_view number = item.payload.substr(0, item.payload.find(' '));
                    const std::uint64_t before = QByteArray(number.data(), qsizetype(number.size())).toULongLong();
                    QVERIFY(before < item.seq && item.seq - before <= 3);
                } else if (item.type == RecordType::Gap) {
                    const Result<GapInfo> gap = decodeGap(item.payload);
                    QVERIFY(gap);
                    QVERIFY(gap->cause == GapCause::Crash);
                    ++crashes;
                }
            }
            QVERIFY(step == Reader::Step::End);
            QVERIFY2(next > acknowledged,
                     qPrintable(QStringLiteral("acknowledged %1, read to %2").arg(acknowledged).arg(next - 1)));
        }
        QVERIFY(crashes >= sessions - 1);
        verifyAllOnce(dir.path().toStdString(), next - 1);
        qInfo("%d kills in %lld ms, %llu records", kills, timer.elapsed(), static_cast<unsigned long long>(next - 1));
    }

private:
    /// After one more start and a clean end every number from 1 is in the journal once.
    static void verifyAllOnce(const std::filesystem::path& data_dir, std::uint64_t last) {
        Result<DirLock> lock = DirLock::take(data_dir, "test", "test", WallTime{1});
        QVERIFY(lock);
        WriterOptions options;
        options.dir = data_dir / "journal";
        Result<std::unique_ptr<Writer>> writer = Writer::open(options, *lock);
        QVERIFY(writer);
        (*writer)->close("test", WallTime{2}, MonoTime{2});
        Result<Reader> reader = Reader::open(options.dir);
        QVERIFY(reader);
        Item item;
        std::uint64_t expected = 1;
        while (reader->next(item) == Reader::Step::Item) {
            QVERIFY(!item.missing);
            QCOMPARE(item.seq, expected++);
        }
        QVERIFY(expected > last);
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
