// SPDX-License-Identifier: GPL-3.0-or-later
#include <zlib.h>

#include <QMap>
#include <QStringList>
#include <QTest>
#include <algorithm>
#include <filesystem>

#include "replay_run.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

namespace {

/// The lines of a packed file, without line ends.
QList<QByteArray> linesOf(const std::filesystem::path& path) {
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) return {};
    QByteArray text;
    QByteArray part(1 << 20, '\0');
    for (int n = 0; (n = gzread(file, part.data(), static_cast<unsigned>(part.size()))) > 0;) text.append(part.constData(), n);
    gzclose(file);
    QList<QByteArray> lines = text.split('\n');
    for (QByteArray& line : lines)
        if (line.endsWith('\r')) line.chop(1);
    lines.removeAll(QByteArray());
    return lines;
}

/// "0.107" and "5e-05" as counts of 10^-8; far simpler than the program's own reader, and independent of it.
qint64 hundredMillionths(QByteArray text) {
    qsizetype exponent = 0;
    if (const qsizetype e = text.indexOf('e'); e >= 0) {
        exponent = text.mid(e + 1).toLongLong();
        text.truncate(e);
    }
    const qsizetype point = text.indexOf('.');
    const qsizetype decimals = point < 0 ? 0 : text.size() - point - 1;
    qint64 value = text.replace(".", "").toLongLong();
    for (qsizetype i = decimals - exponent; i < 8; ++i) value *= 10;
    return value;
}
QString decimal(qint64 units) { return QString::fromStdString(formatUnitsTrimmed(units, 8)); }

ReplayOptions table(const std::filesystem::path& path, const char* format, const char* venue, const char* symbol = "") {
    ReplayOptions out;
    out.paths = {path.string()};
    out.format = format;
    out.venue = venue;
    out.symbol = symbol;
    return out;
}

}  // namespace

// Recordings in tables, against a second look at the same bytes.
class TestReplayTables : public QObject {
    Q_OBJECT
    std::filesystem::path m_data;

    static void checkBalance(const Run& run, qint64 lines) {
        QVERIFY2(run.error.empty(), run.error.c_str());
        QCOMPARE(run.unbalanced, 0U);
        QCOMPARE(run.figure("frames"), lines);
        QCOMPARE(run.figure("applied") + run.figure("rejected") + run.figure("in_gap") + run.figure("control"), lines);
    }
    static QString text(const QJsonObject& object, const char* key) { return object[QLatin1String(key)].toString(); }

private Q_SLOTS:
    void initTestCase() {
        m_data = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data";
        if (!std::filesystem::exists(m_data / "trades"))
            QSKIP("whole test: the public recordings are not here (BELLWETHER_SHARED)");
    }

    /// 14 files that overlap in time and in ids.
    void overlappingFilesAreMergedWithoutDuplicates() {
        QMap<qint64, QList<QByteArray>> by_id;
        qint64 rows = 0;
        qint64 files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_data / "trades")) {
            if (!QString::fromStdString(entry.path().filename().string()).startsWith(QLatin1String("LTCUSDT_"))) continue;
            ++files;
            QList<QByteArray> lines = linesOf(entry.path());
            QCOMPARE(lines.takeFirst(), QByteArray("timestamp,price,quantity,side,tradeId"));
            rows += lines.size();
            for (const QByteArray& line : lines) by_id.insert(line.split(',').at(4).toLongLong(), line.split(','));
        }
        QCOMPARE(files, 14);
        qint64 buy = 0;
        qint64 sell = 0;
        qint64 missing = 0;
        QJsonArray gaps;
        qint64 previous = by_id.firstKey() - 1;
        for (auto it = by_id.cbegin(); it != by_id.cend(); ++it) {
            (it->at(3) == "buy" ? buy : sell) += hundredMillionths(it->at(2));
            if (const qint64 size = it.key() - previous - 1; size > 0) {
                gaps.append(QJsonArray{previous + 1, it.key() - 1, size});
                missing += size;
            }
            previous = it.key();
        }

        const Run run(table(m_data / "trades", "trades-csv", "binance.usdm", "LTCUSDT"), 0);
        checkBalance(run, rows + files);
        if (QTest::currentTestFailed()) return;
        QCOMPARE(run.figure("control"), files);
        QCOMPARE(run.figure("rejected"), 0);
        const QJsonObject trades = run.instrument("binance.usdm.LTCUSDT")[QLatin1String("trades")].toObject();
        const auto figure = [&](const char* key) { return trades[QLatin1String(key)].toInteger(-1); };
        QCOMPARE(figure("count"), rows);
        QCOMPARE(figure("duplicates"), rows - by_id.size());
        QCOMPARE(figure("first_id"), by_id.firstKey());
        QCOMPARE(figure("last_id"), by_id.lastKey());
        QCOMPARE(figure("missing_ids"), missing);
        QCOMPARE(figure("count") - figure("duplicates") + figure("missing_ids"), figure("last_id") - figure("first_id") + 1);
        QCOMPARE(trades[QLatin1String("missing")].toArray(), gaps);
        QCOMPARE(text(trades, "buy_qty"), decimal(buy));
        QCOMPARE(text(trades, "sell_qty"), decimal(sell));
        QCOMPARE(text(trades, "cvd"), decimal(buy - sell));
        QCOMPARE(text(trades, "unknown_qty"), QStringLiteral("0"));
    }

    /// The order of the files on the command line changes nothing but which copy counts as the duplicate.
    void theOrderOfFilesDoesNotMatter() {
        ReplayOptions options = table(m_data / "trades", "trades-csv", "binance.usdm", "LTCUSDT");
        auto files = feed::recordingFiles(options.paths, options.format, options.symbol);
        QVERIFY(static_cast<bool>(files));
        const Run sorted(options, 0);
        options.paths.clear();
        for (auto it = files->rbegin(); it != files->rend(); ++it) options.paths.push_back(it->string());
        const Run reversed(options, 0);
        QCOMPARE(reversed.instrument("binance.usdm.LTCUSDT")[QLatin1String("trades")],
                 sorted.instrument("binance.usdm.LTCUSDT")[QLatin1String("trades")]);
    }

    /// No ids: nothing is a duplicate and no id is missing. Blank sides are unknown and in no CVD.
    void tradesWithoutIds() {
        const auto path = m_data / "trades" / "binance_spot_BTCUSDT_20251020_21.csv.gz";
        QList<QByteArray> lines = linesOf(path);
        QCOMPARE(lines.takeFirst(), QByteArray("event_ts_ms,recv_ts_ms,price,qty,is_buy"));
        QCOMPARE(lines.size(), 358'020);
        QMap<QByteArray, qint64> sums;
        for (const QByteArray& line : lines) sums[line.split(',').at(4)] += hundredMillionths(line.split(',').at(3));
        QCOMPARE(sums.keys(), (QList<QByteArray>{"\"\"", "0", "1"}));

        const Run run(table(path, "trades-csv", "binance.spot"), 0);
        checkBalance(run, lines.size() + 1);
        if (QTest::currentTestFailed()) return;
        QCOMPARE(run.figure("applied"), lines.size());
        const QJsonObject trades = run.instrument("binance.spot.BTCUSDT")[QLatin1String("trades")].toObject();
        QCOMPARE(trades[QLatin1String("count")].toInteger(), lines.size());
        QCOMPARE(trades[QLatin1String("duplicates")].toInteger(-1), 0);
        QCOMPARE(trades[QLatin1String("missing_ids")].toInteger(-1), 0);
        QCOMPARE(text(trades, "buy_qty"), decimal(sums["1"]));
        QCOMPARE(text(trades, "sell_qty"), decimal(sums["0"]));
        QCOMPARE(text(trades, "unknown_qty"), decimal(sums["\"\""]));
        QCOMPARE(text(trades, "cvd"), decimal(sums["1"] - sums["0"]));
    }

    /// Venue column names, receive times of their own, order types that stay out of CVD.
    void venueTables_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("venue");
        QTest::addColumn<QByteArray>("symbol");
        QTest::newRow("spot") << QStringLiteral("binance_trade_stream_spot_trxusdt_04-03-2025.csv.gz") << QByteArray("binance.spot") << QByteArray("TRXUSDT");
        QTest::newRow("usdm") << QStringLiteral("binance_trade_stream_usd_m_futures_trxusdt_04-03-2025.csv.gz") << QByteArray("binance.usdm") << QByteArray("TRXUSDT");
        QTest::newRow("coinm") << QStringLiteral("binance_trade_stream_coin_m_futures_trxusd_perp_04-03-2025.csv.gz") << QByteArray("binance.coinm") << QByteArray("TRXUSD_PERP");
    }
    void venueTables() {
        QFETCH(QString, file);
        QFETCH(QByteArray, venue);
        QFETCH(QByteArray, symbol);
        const auto path = m_data / "binance_csv" / file.toStdString();
        QList<QByteArray> lines = linesOf(path);
        const QList<QByteArray> names = lines.takeFirst().split(',');
        const bool futures = names.last() == "XUnknownParameter";
        qint64 cvd = 0;
        qint64 excluded = 0;
        for (const QByteArray& line : lines) {
            const QList<QByteArray> cells = line.split(',');
            const bool counts = !futures || cells.last() == "MARKET";
            excluded += !counts;
            const qint64 qty = hundredMillionths(cells.at(names.indexOf("Quantity")));
            if (counts) cvd += cells.at(names.indexOf("IsBuyerMarketMaker")) == "1" ? -qty : qty;
        }
        const Run run(table(path, "trades-csv", venue.constData()), 0);
        checkBalance(run, lines.size() + 1);
        if (QTest::currentTestFailed()) return;
        QVERIFY2(run.figure("rejected") == 0, run.report_bytes.constData());
        const QJsonObject trades = run.instrument(QByteArray(venue + "." + symbol).constData())[QLatin1String("trades")].toObject();
        QCOMPARE(trades[QLatin1String("count")].toInteger(), lines.size());
        QCOMPARE(trades[QLatin1String("excluded")].toInteger(-1), excluded);
        QCOMPARE(text(trades, "cvd"), decimal(cvd));
    }

    void quotesInAZipArchive() {
        const Run run(table(m_data / "fx_ticks" / "eurusd_oanda_20140501.zip", "ticks-csv", ""), 0);
        checkBalance(run, 24'179);
        if (QTest::currentTestFailed()) return;
        QCOMPARE(run.figure("applied"), 24'179);
        const QJsonValue ticks = run.instrument("mt5.file.EURUSD")[QLatin1String("ticks")];
        QCOMPARE(ticks[QLatin1String("count")].toInteger(), 24'179);
        QCOMPARE(ticks[QLatin1String("out_of_order")].toInteger(), 0);
    }

    void dailyBars() {
        const Run run(table(m_data / "indicators" / "default.csv", "klines-csv", "file.stocks", "SPY"), 0);
        checkBalance(run, 503);
        if (QTest::currentTestFailed()) return;
        QCOMPARE(run.figure("applied"), 502);
        QCOMPARE(run.figure("control"), 1);
        const QJsonObject spy = run.instrument("file.stocks.SPY");
        QCOMPARE(spy[QLatin1String("low_rate")][QLatin1String("klines")].toInteger(), 502);
        QCOMPARE(spy[QLatin1String("klines")][QLatin1String("1d")][QLatin1String("count")].toInteger(), 502);
        QCOMPARE(spy[QLatin1String("trades")][QLatin1String("count")].toInteger(-1), 0);
    }
    void hostileBars_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("rows");
        QTest::newRow("american dates, missing cells") << QStringLiteral("bad.csv") << 502;
        QTest::newRow("zeros") << QStringLiteral("zeros.csv") << 200;
    }
    void hostileBars() {
        QFETCH(QString, file);
        QFETCH(int, rows);
        const Run run(table(m_data / "indicators" / file.toStdString(), "klines-csv", ""), 0);
        checkBalance(run, rows + 1);
        if (QTest::currentTestFailed()) return;
        QCOMPARE(run.figure("rejected"), rows);
        QCOMPARE(run.report[QLatin1String("rejects_by_code")].toObject().keys(), QStringList{QStringLiteral("stamp")});
    }
};

QTEST_GUILESS_MAIN(TestReplayTables)
#include "tst_tables.moc"
