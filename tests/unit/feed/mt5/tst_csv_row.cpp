// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/feed/mt5/csv_row.h"

using namespace bw;
using namespace bw::feed::mt5;

class TestCsvRow : public QObject {
    Q_OBJECT
    static constexpr std::int64_t kMidnightNs = 1'549'238'400 * kNsPerSec;  // 2019-02-04 UTC
private Q_SLOTS:
    void aFullRow() {
        Tick tick;
        QCOMPARE(decodeMt5CsvRow("2019.02.04\t00:00:00.994\t1.14543\t1.14545\t\t\t6", {}, tick), Code::Ok);
        QCOMPARE(tick.dialect, Dialect::Csv);
        QCOMPARE(tick.time.ns, kMidnightNs + 994 * kNsPerMs);
        QCOMPARE(tick.quality, TimeQuality::Broker);
        QCOMPARE(tick.quote.bid.price.units, 114'543'000);
        QCOMPARE(tick.quote.ask.price.units, 114'545'000);
        QCOMPARE(tick.flags, 6U);
        QVERIFY(!tick.has_last && !tick.has_volume);
    }
    void digitsAndZoneAreTheCallers() {
        Tick tick;
        QCOMPARE(decodeMt5CsvRow("2019.02.04\t02:00:00\t1.14543\t1.14545\t1.14544\t3\t30\r", {5, 0, 7'200}, tick),
                 Code::Ok);
        QCOMPARE(tick.time.ns, kMidnightNs);
        QCOMPARE(tick.quote.bid.price.units, 114'543);
        QCOMPARE(tick.last.units, 114'544);
        QCOMPARE(tick.volume.units, 3);
    }
    void anEmptySideIsAsBefore() {
        Quote known;
        Tick tick;
        QCOMPARE(decodeMt5CsvRow("2019.02.04\t00:00:01\t\t1.2\t\t\t4", {}, tick), Code::Ok);
        carrySides(known, tick);
        QVERIFY2(!tick.quote.has_bid && tick.quote.has_ask, "before the first bid there is nothing to carry");
        QCOMPARE(decodeMt5CsvRow("2019.02.04\t00:00:02\t1.1\t\t\t\t2", {}, tick), Code::Ok);
        QVERIFY2(tick.quote.has_bid && !tick.quote.has_ask, "the row itself is one-sided");
        carrySides(known, tick);
        QCOMPARE(tick.quote.bid.price.units, 110'000'000);
        QCOMPARE(tick.quote.ask.price.units, 120'000'000);
    }
    void refusals_data() {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<Code>("code");
        const auto row = [](const char* name, const char* text, Code code) {
            QTest::newRow(name) << QByteArray(text) << code;
        };
        row("no flags column", "2019.02.04\t00:00:01\t1.1\t1.2", Code::Ok);
        row("last of zero is none", "2019.02.04\t00:00:01\t1.1\t1.2\t0.0\t0\t6", Code::Ok);
        row("only a deal", "2019.02.04\t00:00:01\t\t\t1.1\t2\t24", Code::Ok);
        row("empty", "", Code::FieldMissing);
        row("commas", "2019.02.04,00:00:01,1.1,1.2", Code::FieldMissing);
        row("three columns", "2019.02.04\t00:00:01\t1.1", Code::FieldMissing);
        row("no price", "2019.02.04\t00:00:01\t\t\t\t\t0", Code::FieldMissing);
        row("flag says bid, bid is empty", "2019.02.04\t00:00:01\t\t1.2\t\t\t6", Code::FieldMissing);
        row("header", "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>", Code::NumSyntax);
        row("no such day", "2019.02.30\t00:00:01\t1.1\t1.2\t\t\t6", Code::TimeRange);
        row("before 2000", "1999.12.31\t00:00:01\t1.1\t1.2\t\t\t6", Code::TimeRange);
        row("zero bid", "2019.02.04\t00:00:01\t0.00000\t1.2\t\t\t6", Code::PriceZero);
        row("negative ask", "2019.02.04\t00:00:01\t1.1\t-1.2\t\t\t6", Code::NumSign);
        row("word", "2019.02.04\t00:00:01\tx\t1.2\t\t\t6", Code::NumSyntax);
        row("negative flags", "2019.02.04\t00:00:01\t1.1\t1.2\t\t\t-6", Code::NumSyntax);
    }
    void refusals() {
        QFETCH(QByteArray, row);
        Tick tick;
        QTEST(decodeMt5CsvRow({row.constData(), static_cast<std::size_t>(row.size())}, {}, tick), "code");
    }
};

QTEST_GUILESS_MAIN(TestCsvRow)
#include "tst_csv_row.moc"
