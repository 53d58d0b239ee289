// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cstdlib>
#include <filesystem>

#include "core/feed/formats/frame_reader.h"
#include "core/feed/mt5/csv_row.h"
#include "core/feed/mt5/tick_rules.h"

using namespace bw;
using namespace bw::feed;

// Real recordings, as they come.
class TestRecordings : public QObject {
    Q_OBJECT
    std::filesystem::path m_data;
private Q_SLOTS:
    void initTestCase() {
        const char* shared = std::getenv("BELLWETHER_SHARED");
        m_data = std::filesystem::path(shared != nullptr ? shared : "") / "data";
        if (shared == nullptr || !std::filesystem::exists(m_data)) QSKIP("no recordings here, whole test");
    }
    void everyRowOfTheMetaTraderExportDecodes() {
        auto reader = openFile(m_data / "mt5_ticks" / "EURUSD_20190204.csv.gz", "mt5-csv", {"mt5", "", 0});
        QVERIFY(reader);
        FileFrame frame;
        mt5::TickRules rules;
        Quote known;
        std::uint64_t rows = 0;
        for (;;) {
            const auto more = (*reader)->next(frame);
            QVERIFY(more);
            if (!*more) break;
            ++rows;
            mt5::Tick tick;
            QCOMPARE(frame.stamp_code, Code::Ok);
            QCOMPARE(mt5::decodeMt5CsvRow(frame.bytes, {}, tick), Code::Ok);
            QCOMPARE(tick.time.ns, frame.wall.ns);
            mt5::carrySides(known, tick);
            QVERIFY(tick.quote.has_bid && tick.quote.has_ask);
            rules.onTick(tick);
        }
        QVERIFY(frame.symbol == "EURUSD" && frame.source == "mt5.file/csv");
        QCOMPARE(rows, 136'741U);
        QCOMPARE(rules.counters().count, 136'741U);
        QCOMPARE(rules.counters().duplicates, 0U);
        QCOMPARE(rules.counters().out_of_order, 0U);
        QCOMPARE(rules.counters().crossed, 0U);
        QCOMPARE(known.bid.price.units, 114'349'000);
        QCOMPARE(known.ask.price.units, 114'355'000);
    }
    void everyLineOfTheBinanceRecordings_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("venue");
        QTest::addColumn<quint64>("frames");
        QTest::newRow("usdm") << "usdm_btcusdt_20240808.gz"
                              << "binance.usdm" << quint64(93'954);
        QTest::newRow("spot") << "spot_btcusdt_20240808.gz"
                              << "binance.spot" << quint64(41'249);
        QTest::newRow("coinm") << "cm_btcusd_perp_20240808.gz"
                               << "binance.coinm" << quint64(48'270);
    }
    void everyLineOfTheBinanceRecordings() {
        QFETCH(QString, file);
        QFETCH(QString, venue);
        QFETCH(quint64, frames);
        auto reader = openFile(m_data / "binance_raw" / file.toStdString(), "ts-json", {venue.toStdString(), "", 0});
        QVERIFY(reader);
        FileFrame frame;
        std::uint64_t read = 0;
        std::uint64_t snapshots = 0;
        std::int64_t mono_ns = 0;
        for (;;) {
            const auto more = (*reader)->next(frame);
            QVERIFY(more);
            if (!*more) break;
            ++read;
            QCOMPARE(frame.stamp_code, Code::Ok);
            QVERIFY(frame.bytes.front() == '{' && frame.bytes.back() == '}');
            QVERIFY(frame.mono.ns >= mono_ns);
            mono_ns = frame.mono.ns;
            if (frame.source.ends_with("/rest")) ++snapshots;
        }
        QCOMPARE(read, frames);
        QCOMPARE(snapshots, 1U);
    }
};

QTEST_GUILESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
