// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <filesystem>

#include "replay_run.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

// Whole raw sessions with their snapshots and instrument lists (feeds specification, "Done when" 2).
class TestReplaySessions : public QObject {
    Q_OBJECT
    std::filesystem::path m_folder;

    [[nodiscard]] ReplayOptions session(const char* name, const char* venue) const {
        ReplayOptions out;
        for (const char* part : {".0.gz", ".http.0.0.gz", ".ws.1.0.gz"})
            if (const auto path = m_folder / (std::string(name) + part); std::filesystem::exists(path))
                out.paths.push_back(path.string());
        out.format = "sec-json";
        out.venue = venue;
        return out;
    }
    static void checkBalance(const Run& run, qint64 lines) {
        QVERIFY2(run.error.empty(), run.error.c_str());
        QCOMPARE(run.unbalanced, 0U);
        QCOMPARE(run.figure("frames"), lines);
        QCOMPARE(run.figure("applied") + run.figure("rejected") + run.figure("in_gap") + run.figure("control"), lines);
    }
    /// A figure of the books of all instruments.
    static qint64 sumOf(const Run& run, const char* key) {
        qint64 sum = 0;
        for (const QJsonValue& in : run.report[QLatin1String("instruments")].toArray())
            sum += in[QLatin1String("book")][QLatin1String(key)].toInteger();
        return sum;
    }

private Q_SLOTS:
    void initTestCase() {
        m_folder = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data" / "venue_sessions";
        if (!std::filesystem::exists(m_folder))
            QSKIP("whole test: the public recordings are not here (BELLWETHER_SHARED)");
    }

    void everyBinanceSnapshotBridges_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("venue");
        QTest::addColumn<int>("snapshots");
        QTest::addColumn<qint64>("lines");  // that are not empty, in all files of the session
        QTest::addColumn<quint64>("unequal");  // tops that differ from the ticker in force: one ticker of BCHUSD_PERP is not in the file
        QTest::newRow("spot") << QByteArray("BINANCE") << QByteArray("binance.spot") << 4 << qint64(2 + 4 + 266) << quint64(0);
        QTest::newRow("usdm") << QByteArray("BINANCE_FUTURES") << QByteArray("binance.usdm") << 4 << qint64(2 + 4 + 1'536) << quint64(0);
        QTest::newRow("coinm") << QByteArray("BINANCE_DELIVERY") << QByteArray("binance.coinm") << 10 << qint64(2 + 10 + 4'372) << quint64(2);
        QTest::newRow("us") << QByteArray("BINANCE_US") << QByteArray("binance.spot") << 4 << qint64(4 + 481) << quint64(0);
    }
    void everyBinanceSnapshotBridges() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, venue);
        QFETCH(int, snapshots);
        QFETCH(qint64, lines);
        const Run run(session(name.constData(), venue.constData()), 0);
        checkBalance(run, lines);
        if (QTest::currentTestFailed()) return;
        QVERIFY2(run.report[QLatin1String("rejects_by_code")].toObject().isEmpty(), run.report_bytes.constData());
        QCOMPARE(run.figure("in_gap"), 0);
        QVERIFY(run.sink.gaps.empty());
        int bridged = 0;
        std::uint64_t unequal = 0;
        for (int i = 0; i < run.pipeline->instrumentCount(); ++i) {
            const Instrument& in = run.pipeline->instrument(i);
            if (in.sync().generation() == 0) continue;
            ++bridged;
            QVERIFY2(in.sync().state() == BookState::Synced, in.id().c_str());
            QVERIFY2(in.sync().updates() > 0, in.id().c_str());
            QCOMPARE(in.sync().generation(), 1U);
            QCOMPARE(in.sync().resyncs(), 0U);
            QCOMPARE(in.sync().crossedCount(), 0U);
            unequal += in.match().compared() - in.match().equal();
            QCOMPARE(in.counters().book_gaps, 0U);
        }
        QCOMPARE(bridged, snapshots);
        QTEST(quint64(unequal), "unequal");
    }

    /// In-band chains of OKX: the checksum of every book message holds.
    void checksumsOfOkx_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<qint64>("checksums");
        QTest::addColumn<qint64>("lines");
        QTest::newRow("okx") << QByteArray("OKX") << qint64(290) << qint64(26 + 414);
        QTest::newRow("okcoin") << QByteArray("OKCOIN") << qint64(6) << qint64(75);
    }
    void checksumsOfOkx() {
        QFETCH(QByteArray, name);
        QFETCH(qint64, checksums);
        QFETCH(qint64, lines);
        const Run run(session(name.constData(), "okx"), 0);
        checkBalance(run, lines);
        if (QTest::currentTestFailed()) return;
        QVERIFY2(run.report[QLatin1String("rejects_by_code")].toObject().isEmpty(), run.report_bytes.constData());
        QCOMPARE(sumOf(run, "checksums_ok"), checksums);
        QCOMPARE(sumOf(run, "checksums_bad"), 0);
        QCOMPARE(sumOf(run, "gaps"), 0);
    }

    void changesOfDeribit() {
        const Run run(session("DERIBIT", "deribit"), 0);
        checkBalance(run, 4 + 1 + 138);
        if (QTest::currentTestFailed()) return;
        QVERIFY2(run.report[QLatin1String("rejects_by_code")].toObject().isEmpty(), run.report_bytes.constData());
        QCOMPARE(sumOf(run, "snapshots"), 10);
        QCOMPARE(sumOf(run, "updates"), 36);
        QCOMPARE(sumOf(run, "gaps"), 0);
        QCOMPARE(sumOf(run, "level_anomalies"), 0);
        QVERIFY(run.sink.gaps.empty());
    }
};

QTEST_GUILESS_MAIN(TestReplaySessions)
#include "tst_sessions.moc"
