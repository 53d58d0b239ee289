// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <cstdlib>
#include <map>

#include "core/model/random.h"
#include "live_rig.h"
#include "tests/support/chaos_proxy.h"

using namespace bw;
using namespace bw::test;

namespace {

qsizetype entriesOf(const char* dir) {
    return QDir(QString::fromLatin1(dir)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System).size();
}
qint64 residentKiB() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:")) return line.mid(6).trimmed().split(' ').first().toLongLong();
    return 0;
}

}  // namespace

// Many lines that come and go (quality specification N7). BELLWETHER_STORM="lines seconds", as in the long lane.
class TestStorm : public QObject {
    Q_OBJECT
    std::uint64_t m_seed = 0x73746f72;
    int m_lines = 8, m_seconds = 3;

    struct Usage {
        qsizetype threads = 0, fds = 0;
        qint64 resident_kib = 0;
    };
    static Usage usage() {
        return {entriesOf("/proc/self/task"), entriesOf("/proc/self/fd"), residentKiB()};
    }
    /// Every line of the host is up again.
    bool allUp(LiveRig& rig, const ChaosProxy& proxy) {
        const auto is_up = [&] {
            int up = 0;
            for (const feed::FeedStatusRow& row : rig.board.rows())  // one more is of the REST host
                up += row.state == FeedState::Live && row.source.find("/pub") != std::string::npos ? 1 : 0;
            return up == m_lines && proxy.open() == m_lines;
        };
        return rig.waitFor(is_up, 1'000 * m_lines + 20'000);
    }
    void storm(LiveRig& rig, ChaosProxy& proxy, Random& random) {
        QElapsedTimer timer;
        timer.start();
        const std::uint64_t accepted = proxy.accepted();
        for (qint64 next_ms = 0; timer.elapsed() < m_seconds * 1000;) {
            static_cast<void>(rig.waitFor([&] { return timer.elapsed() >= next_ms; }, 2'000));
            if (random.below(2) == 0) proxy.resetAll();
            else proxy.closeAll();
            next_ms = timer.elapsed() + 100 + static_cast<qint64>(random.below(600));
        }
        // The gate of the host: one in 350 ms, whatever the lines want.
        const auto attempts = static_cast<qint64>(proxy.accepted() - accepted);
        QVERIFY2(attempts <= timer.elapsed() / 350 + 2, qPrintable(QString::number(attempts)));
        QVERIFY2(attempts >= timer.elapsed() / 350 / 3, qPrintable(QString::number(attempts)));
    }

private Q_SLOTS:
    void nothingGrowsAndTheGateHolds();
};

void TestStorm::nothingGrowsAndTheGateHolds() {
    if (const char* text = std::getenv("BELLWETHER_SEED")) m_seed = std::strtoull(text, nullptr, 0);
    qInfo("seed=0x%llx", static_cast<unsigned long long>(m_seed));
    if (const char* text = std::getenv("BELLWETHER_STORM")) {
        const QList<QByteArray> words = QByteArray(text).split(' ');
        QCOMPARE(words.size(), 2);
        m_lines = words[0].toInt();
        m_seconds = words[1].toInt();
    }
    Random random(m_seed);
    sim::DemoMarket demo({});
    QVERIFY(demo.start());
    ChaosProxy proxy(demo.wsPort(), m_seed);
    LiveRig rig;
    feed::BinanceMarketConfig config = LiveRig::market(demo, sim::Venue::Usdm, proxy.port());
    const feed::BinanceEntry entry = config.entries.front();
    config.entries.clear();
    for (int i = 0; i < m_lines; ++i) {
        config.entries.push_back(entry);
        config.entries.back().name = "pub" + std::to_string(i);
        config.entries.back().streams = {"bookTicker"};
    }
    config.line.stale_ms = 60'000;  // the flapping is the proxy's
    config.line.reconnect_ms = 120'000;
    config.line.first_data_ms = 60'000;
    QVERIFY(rig.start({config}));
    QVERIFY(allUp(rig, proxy));
    storm(rig, proxy, random);  // the first one warms pools and caches
    QVERIFY(allUp(rig, proxy));
    const Usage before = usage();
    storm(rig, proxy, random);
    QVERIFY(allUp(rig, proxy));
    const Usage after = usage();
    QCOMPARE(after.threads, before.threads);
    QVERIFY2(after.fds <= before.fds + 4, qPrintable(QString::number(after.fds - before.fds)));
    QVERIFY2(after.resident_kib < before.resident_kib + 8 * 1024,
             qPrintable(QString::number(after.resident_kib - before.resident_kib)));
    QVERIFY2(rig.breach.empty(), rig.breach.c_str());
}

QTEST_GUILESS_MAIN(TestStorm)
#include "tst_storm.moc"
