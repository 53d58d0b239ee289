// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "replay_run.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

namespace {

QByteArray told(const char* what, const QJsonValue& a, const QJsonValue& b) {
    return QByteArray(what) + ": report " + a.toVariant().toString().toUtf8() + ", expected " +
           b.toVariant().toString().toUtf8();
}

}  // namespace

// The public recordings against facts that were computed independently (feeds specification, "Done when" 1).
class TestReplayRecordings : public QObject {
    Q_OBJECT
    std::filesystem::path m_shared;

    static void rows() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("venue");
        QTest::addColumn<QString>("id");
        QTest::newRow("usdm") << QStringLiteral("usdm_btcusdt_20240808") << QStringLiteral("binance.usdm")
                              << QStringLiteral("binance.usdm.BTCUSDT");
        QTest::newRow("spot") << QStringLiteral("spot_btcusdt_20240808") << QStringLiteral("binance.spot")
                              << QStringLiteral("binance.spot.BTCUSDT");
        QTest::newRow("coinm") << QStringLiteral("cm_btcusd_perp_20240808") << QStringLiteral("binance.coinm")
                               << QStringLiteral("binance.coinm.BTCUSD_PERP");
    }
    [[nodiscard]] ReplayOptions options(const QString& name, const QString& venue) const {
        ReplayOptions out;
        out.paths = {(m_shared / "data" / "binance_raw" / (name.toStdString() + ".gz")).string()};
        out.format = "ts-json";
        out.venue = venue.toStdString();
        return out;
    }
    [[nodiscard]] std::filesystem::path expectedPath(const QString& name) const {
        return m_shared / "data" / "expected" / (name.toStdString() + ".json");
    }
    [[nodiscard]] QJsonObject expected(const QString& name) const {
        QFile file(QString::fromStdString(expectedPath(name).string()));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

    static void compareTrades(const QJsonObject& got, const QJsonObject& want) {
        for (const char* key :
             {"count", "first_id", "last_id", "missing_ids", "duplicates", "excluded", "buy_qty", "sell_qty", "cvd"}) {
            const QLatin1String k(key);
            QVERIFY2(want.contains(k), key);
            QVERIFY2(sameNumber(got[k], want[k]), told(key, got[k], want[k]).constData());
        }
        QVERIFY(sameNumber(got[QLatin1String("unknown_qty")], QStringLiteral("0")));
    }
    static void compareBook(const QJsonObject& got, const QJsonObject& want) {
        QCOMPARE(got[QLatin1String("state")].toString(), QStringLiteral("synced"));
        for (const char* zero : {"gaps", "resyncs", "crossed"}) QCOMPARE(got[QLatin1String(zero)].toInteger(-1), 0);
        for (const char* side : {"best_bid", "best_ask"})
            for (int i = 0; i < 2; ++i) {
                const QJsonValue a = got[QLatin1String(side)][i];
                const QJsonValue b = want[QLatin1String(side)][i];
                QVERIFY2(sameNumber(a, b), told(side, a, b).constData());
            }
        QCOMPARE(got[QLatin1String("levels")], want[QLatin1String("levels")]);
        QCOMPARE(got[QLatin1String("ticker_match")], want[QLatin1String("ticker_match")]);
        const QJsonValue match = got[QLatin1String("ticker_match")];
        QCOMPARE(match[QLatin1String("compared")], match[QLatin1String("equal")]);
    }
    /// Each line of the CSV against [open, high, low, close, volume, taker buy, count] of its minute.
    static void compareKlines(const QString& csv, const QJsonObject& want) {
        QStringList lines = csv.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.takeFirst(),
                 QStringLiteral("instrument,open_time_ms,open,high,low,close,volume,buy,sell,count"));
        QCOMPARE(lines.size(), want.size());
        for (const QString& line : lines) {
            const QStringList cells = line.split(QLatin1Char(','));
            QCOMPARE(cells.size(), 10);
            QVERIFY2(want.contains(cells[1]), qPrintable(cells[1]));
            const QJsonArray bar = want[cells[1]].toArray();
            QCOMPARE(bar.size(), 7);
            static constexpr int kCells[] = {2, 3, 4, 5, 6, 7, 9};
            for (int i = 0; i < 7; ++i)
                QVERIFY2(sameNumber(cells[kCells[i]], bar[i]),
                         told(qPrintable(cells[1]), cells[kCells[i]], bar[i]).constData());
        }
    }

private Q_SLOTS:
    void initTestCase() {
        m_shared = qEnvironmentVariable("BELLWETHER_SHARED").toStdString();
        if (m_shared.empty() || !std::filesystem::exists(m_shared / "data" / "binance_raw"))
            QSKIP("whole test: the public recordings are not here (BELLWETHER_SHARED)");
    }

    void everyExpectedFigure_data() { rows(); }
    void everyExpectedFigure() {
        QFETCH(QString, name);
        QFETCH(QString, venue);
        QFETCH(QString, id);
        const QJsonObject want = expected(name);
        QVERIFY(!want.isEmpty());
        const Run run(options(name, venue), 64);
        QVERIFY2(run.error.empty(), run.error.c_str());
        QCOMPARE(run.unbalanced, 0U);
        QVERIFY(run.sink.gaps.empty());

        const QJsonObject counts = want[QLatin1String("counts")].toObject();
        const auto figure = [&](const char* key) { return run.report[QLatin1String(key)].toInteger(-1); };
        QCOMPARE(figure("frames"), counts[QLatin1String("frames")].toInteger());
        QCOMPARE(figure("applied"), figure("frames"));
        for (const char* zero : {"rejected", "in_gap", "control"}) QCOMPARE(figure(zero), 0);
        QVERIFY(run.report[QLatin1String("rejects_by_code")].toObject().isEmpty());

        const QJsonArray instruments = run.report[QLatin1String("instruments")].toArray();
        QCOMPARE(instruments.size(), 1);
        const QJsonObject instrument = instruments[0].toObject();
        QCOMPARE(instrument[QLatin1String("id")].toString(), id);
        compareTrades(instrument[QLatin1String("trades")].toObject(), want[QLatin1String("trades")].toObject());
        if (QTest::currentTestFailed()) return;
        compareBook(instrument[QLatin1String("book")].toObject(), want[QLatin1String("book")].toObject());
        if (QTest::currentTestFailed()) return;
        const QJsonValue ofi = instrument[QLatin1String("ofi_l1")];
        QVERIFY2(sameNumber(ofi, want[QLatin1String("ofi_l1_bookticker")]),
                 told("ofi_l1", ofi, want[QLatin1String("ofi_l1_bookticker")]).constData());
        const QJsonObject klines = want[QLatin1String("klines_1m")].toObject();
        const QJsonValue minutes = instrument[QLatin1String("klines")][QLatin1String("1m")];
        QCOMPARE(minutes[QLatin1String("count")].toInteger(-1), klines.size());
        QCOMPARE(minutes[QLatin1String("gaps")].toInteger(-1), 0);
        compareKlines(QString::fromStdString(run.sink.bars.csv(*run.pipeline)), klines);
    }

    void theComparisonScriptAgrees_data() { rows(); }
    void theComparisonScriptAgrees() {
        QFETCH(QString, name);
        QFETCH(QString, venue);
        QFETCH(QString, id);
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        const auto script = QString::fromStdString((m_shared / "tools" / "compare_report.py").string());
        if (python.isEmpty() || !QFile::exists(script)) QSKIP("python3 or the comparison script is not here");
        const Run run(options(name, venue), 0);
        QVERIFY2(run.error.empty(), run.error.c_str());
        const QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("report.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(run.report_bytes), run.report_bytes.size());
        file.close();
        QProcess process;
        process.start(python, {script, file.fileName(), QString::fromStdString(expectedPath(name).string()), id});
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0, said.constData());
    }

    void theLedgerDoesNotDependOnHowItWasRun_data() { rows(); }
    void theLedgerDoesNotDependOnHowItWasRun() {
        QFETCH(QString, name);
        QFETCH(QString, venue);
        const auto sha = [](const Run& run) { return run.report[QLatin1String("ledger_sha256")].toString(); };
        const Run never(options(name, venue), 0);
        QVERIFY2(never.error.empty(), never.error.c_str());
        QCOMPARE(sha(never).size(), 64);
        for (const std::uint64_t each : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{1'000}})
            QCOMPARE(sha(Run(options(name, venue), each)), sha(never));
    }

    void everyRowOfTheMetaTraderExport() {
        ReplayOptions csv;
        csv.paths = {(m_shared / "data" / "mt5_ticks" / "EURUSD_20190204.csv.gz").string()};
        csv.format = "mt5-csv";
        const Run run(csv, 64);
        QVERIFY2(run.error.empty(), run.error.c_str());
        QCOMPARE(run.unbalanced, 0U);
        QCOMPARE(run.report[QLatin1String("frames")].toInteger(-1), 136'741);
        QCOMPARE(run.report[QLatin1String("applied")].toInteger(-1), 136'741);
        QCOMPARE(run.report[QLatin1String("rejected")].toInteger(-1), 0);
        const QJsonValue instrument = run.report[QLatin1String("instruments")][0];
        QVERIFY(instrument[QLatin1String("id")].toString().endsWith(QLatin1String(".EURUSD")));
        const QJsonValue ticks = instrument[QLatin1String("ticks")];
        QCOMPARE(ticks[QLatin1String("count")].toInteger(-1), 136'741);
        for (const char* zero : {"crossed", "duplicates", "out_of_order"})
            QCOMPARE(ticks[QLatin1String(zero)].toInteger(-1), 0);
        // No trades: absent figures stay zero, nothing is made of quotes.
        QCOMPARE(instrument[QLatin1String("trades")][QLatin1String("count")].toInteger(-1), 0);
    }
};

QTEST_GUILESS_MAIN(TestReplayRecordings)
#include "tst_recordings.moc"
