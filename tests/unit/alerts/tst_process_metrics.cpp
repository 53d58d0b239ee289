// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>

#include "app/alerts/alert_sound.h"
#include "app/alerts/process_metrics.h"

using namespace bw;
using namespace bw::app;

namespace {

constexpr std::int64_t kSec = 1'000'000'000;

void write(const QString& path, const QByteArray& text) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write");
}
QJsonObject parsed(const std::string& frame) { return QJsonDocument::fromJson(QByteArray::fromStdString(frame)).object(); }
double number(const QJsonObject& frame, const char* key) { return frame.value(QLatin1String(key)).toDouble(-1); }

}  // namespace

class TestProcessMetrics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figuresOfAMadeUpMachine() {
        const QTemporaryDir dir;
        const auto task = [&](int id, const char* name, int user) {
            write(dir.filePath(QStringLiteral("self/task/%1/stat").arg(id)),
                  QByteArray::number(id) + " (" + name + ") S 1 2 3 4 5 6 7 8 9 10 " + QByteArray::number(user) + " 0 0 0\n");
        };
        const auto machine = [&](int busy, int idle) {
            write(dir.filePath(QStringLiteral("stat")), "cpu  " + QByteArray::number(busy) + " 0 0 " + QByteArray::number(idle) + " 0 0 0 0 0 0\ncpu0 1\n");
        };
        write(dir.filePath(QStringLiteral("self/statm")), "9999 1000 10 1 0 5 0\n");
        write(dir.filePath(QStringLiteral("meminfo")), "MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  250 kB\n");
        task(1, "engine", 0);
        task(2, "ZMQbg/IO/0", 0);
        task(3, "gui (x) y", 0);
        machine(1'000, 1'000);
        ProcessSampler sampler(dir.path().toStdString());
        QJsonObject frame = parsed(sampler.sample({}, 100 * kSec));
        QCOMPARE(frame.value(QLatin1String("ctl")).toString(), QStringLiteral("metrics"));
        QCOMPARE(number(frame, "mem_rss_bytes"), 1'000.0 * static_cast<double>(::sysconf(_SC_PAGESIZE)));
        QCOMPARE(number(frame, "mem_host_pct"), 75.0);
        QVERIFY(!frame.contains(QLatin1String("cpu_ingest_pct")) && !frame.contains(QLatin1String("queue_len")));
        const int hz = static_cast<int>(::sysconf(_SC_CLK_TCK));
        task(1, "engine", hz);       // 1 s of CPU
        task(2, "ZMQbg/IO/0", hz);
        task(3, "gui (x) y", 50 * hz);
        machine(1'900, 1'100);
        ProcessFacts facts;
        facts.queues = {{"net", 3}, {"zmq", 4}};
        facts.guard_lost = true;
        facts.audit_unwritable = false;
        facts.loop_p95_ns = 5'000;
        frame = parsed(sampler.sample(facts, 110 * kSec));
        QCOMPARE(number(frame, "cpu_ingest_pct"), 20.0);
        QCOMPARE(number(frame, "cpu_host_pct"), 90.0);
        QCOMPARE(number(frame, "queue_len"), 7.0);
        QCOMPARE(number(frame.value(QLatin1String("queues")).toObject(), "zmq"), 4.0);
        QCOMPARE(number(frame, "guard_lost"), 1.0);
        QCOMPARE(number(frame, "audit_unwritable"), 0.0);
        QVERIFY(!frame.contains(QLatin1String("drill_age_s")));
    }

    void theMeanIsOfTheLastMinute() {
        const QTemporaryDir dir;
        write(dir.filePath(QStringLiteral("self/statm")), "1 1\n");
        ProcessSampler sampler(dir.path().toStdString());
        QJsonObject frame;
        for (int s = 0; s <= 120; ++s) {  // idle for a minute, then all of it busy
            write(dir.filePath(QStringLiteral("stat")), "cpu  " + QByteArray::number(s < 60 ? 0 : (s - 60) * 100) + " 0 0 " + QByteArray::number(1 + std::min(s, 60) * 100) + "\n");
            frame = parsed(sampler.sample({}, s * kSec));
            if (s == 90) QCOMPARE(number(frame, "cpu_host_pct"), 50.0);
        }
        QCOMPARE(number(frame, "cpu_host_pct"), 100.0);
    }

    void aFileThatIsNotThereCostsOnlyItsFigure() {
        const QTemporaryDir dir;
        ProcessSampler sampler(dir.path().toStdString());
        const QJsonObject frame = parsed(sampler.sample({}, kSec));
        QCOMPARE(frame.size(), 1);
    }

    void thisProcessHasFigures() {
        std::atomic<int> frames{0};
        std::string first;
        {
            const ProcessMetrics metrics([] { return ProcessFacts{}; }, [&](const std::string& frame) {
                if (frames == 0) first = frame;
                ++frames;
            });
            QTRY_VERIFY(frames > 0);
        }
        QVERIFY(number(parsed(first), "mem_rss_bytes") > 1e6);
        QVERIFY(number(parsed(first), "mem_host_pct") > 0);
    }

    void aWaveOfEachSeverity() {
        const QByteArray quiet = AlertSound::wave(AlertSeverity::Warning, 10), loud = AlertSound::wave(AlertSeverity::Critical, 100);
        QVERIFY(quiet.startsWith("RIFF") && quiet.mid(8, 4) == "WAVE");
        QVERIFY(loud.size() > quiet.size());
        const auto peak = [](const QByteArray& wave) {
            int out = 0;
            for (qsizetype i = 44; i + 1 < wave.size(); i += 2)
                out = std::max(out, std::abs(static_cast<int>(static_cast<qint16>(static_cast<quint8>(wave[i]) | (static_cast<quint8>(wave[i + 1]) << 8)))));
            return out;
        };
        QVERIFY(peak(quiet) < 3'000);
        QVERIFY(peak(loud) > 20'000);
    }
};

QTEST_GUILESS_MAIN(TestProcessMetrics)
#include "tst_process_metrics.moc"
