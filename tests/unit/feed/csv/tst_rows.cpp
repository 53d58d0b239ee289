// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "core/feed/csv/rows.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::csv;

namespace {

constexpr Digits kDigits{8, 8};

std::string_view view(const QByteArray& bytes) { return {bytes.constData(), static_cast<std::size_t>(bytes.size())}; }

template <class T, class Decode>
Code read(std::string_view header, Content content, std::string_view row, Decode decode, T& out, const FileFacts& facts = {}) {
    const auto columns = Columns::fromHeader(header, content);
    if (!columns) return columns.error().code;
    Cells cells;
    if (const Code code = columns->split(row, cells); code != Code::Ok) return code;
    return decode(cells, *columns, facts, kDigits, out);
}
Code trade(std::string_view header, std::string_view row, Trade& out) {
    return read(header, Content::Trades, row, decodeTrade, out);
}
Code tick(std::string_view header, std::string_view row, csv::Tick& out, const FileFacts& facts = {}) {
    return read(header, Content::Ticks, row, decodeTick, out, facts);
}
Code bar(std::string_view header, std::string_view row, Kline& out, const FileFacts& facts = {}) {
    return read(header, Content::Klines, row, decodeKline, out, facts);
}

}  // namespace

class TestRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTrade() {
        Trade out;
        QCOMPARE(trade("timestamp,price,quantity,side,tradeId", "1750507467356,83.29,0.107,buy,293517768", out), Code::Ok);
        QCOMPARE(out.time.ns, 1'750'507'467'356 * kNsPerMs);
        QCOMPARE(out.price.units, 8'329'000'000);
        QCOMPARE(out.qty.units, 10'700'000);
        QCOMPARE(out.side, Side::Buy);
        QCOMPARE(out.id, 293'517'768U);
        QCOMPARE(out.count, 1U);
    }
    void scientificQuantitiesAreExact() {
        Trade out;
        QCOMPARE(trade("time,price,qty", "1760999625094,1.10E5,5e-05", out), Code::Ok);
        QCOMPARE(out.qty.units, 5'000);
        QCOMPARE(out.price.units, 11'000'000'000'000);
        QCOMPARE(trade("time,price,qty", "1760999625094,1,5e-09", out), Code::NumPrecision);
    }
    void sides_data() {
        QTest::addColumn<QByteArray>("column");
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<int>("side");  // -1: refused
        const auto add = [](const char* column, const char* cell, int side) {
            QTest::addRow("%s=%s", column, cell) << QByteArray(column) << QByteArray(cell) << side;
        };
        for (const char* cell : {"buy", "BUY", "B", "1"}) add("side", cell, int(Side::Buy));
        for (const char* cell : {"sell", "Sell", "s", "-1"}) add("side", cell, int(Side::Sell));
        for (const char* cell : {"", "\"\"", "null", "unknown"}) add("side", cell, int(Side::Unknown));
        for (const char* cell : {"2", "up", "0"}) add("side", cell, -1);
        for (const char* cell : {"1", "true", "True", "1.0"}) add("is_buy", cell, int(Side::Buy));
        for (const char* cell : {"0", "false", "0.0"}) add("is_buy", cell, int(Side::Sell));
        for (const char* cell : {"", "\"\"", "NaN"}) add("is_buy", cell, int(Side::Unknown));
        add("is_buy", "maybe", -1);
        add("isBuyerMaker", "true", int(Side::Sell));
        add("is_buyer_maker", "False", int(Side::Buy));
        add("m", "", int(Side::Unknown));
    }
    void sides() {
        QFETCH(QByteArray, column);
        QFETCH(QByteArray, cell);
        QFETCH(int, side);
        Trade out;
        const QByteArray header = "time,price,qty," + column;
        const QByteArray row = "1760999625094,1,2," + cell;
        const Code code = trade(view(header), view(row), out);
        QCOMPARE(code, side < 0 ? Code::SideInvalid : Code::Ok);
        if (side >= 0) QCOMPARE(int(out.side), side);
    }
    void badTrades_data() {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<int>("code");
        QTest::newRow("no price") << QByteArray("1760999625094,,2,1") << int(Code::FieldMissing);
        QTest::newRow("no quantity") << QByteArray("1760999625094,1,,1") << int(Code::FieldMissing);
        QTest::newRow("no time") << QByteArray(",1,2,1") << int(Code::FieldMissing);
        QTest::newRow("word for a time") << QByteArray("noon,1,2,1") << int(Code::NumSyntax);
        QTest::newRow("not a number") << QByteArray("1760999625094,NaN,2,1") << int(Code::NumSyntax);
        QTest::newRow("decimal comma") << QByteArray("1760999625094,\"1,5\",2,1") << int(Code::NumSyntax);
        QTest::newRow("hexadecimal") << QByteArray("1760999625094,0x10,2,1") << int(Code::NumSyntax);
        QTest::newRow("price 0") << QByteArray("1760999625094,0,2,1") << int(Code::PriceZero);
        QTest::newRow("price below 0") << QByteArray("1760999625094,-1,2,1") << int(Code::NumSign);
        QTest::newRow("quantity below 0") << QByteArray("1760999625094,1,-2,1") << int(Code::NumSign);
        QTest::newRow("too large") << QByteArray("1760999625094,1e30,2,1") << int(Code::NumOverflow);
        QTest::newRow("id is a word") << QByteArray("1760999625094,1,2,x") << int(Code::NumSyntax);
        QTest::newRow("id past 2^53") << QByteArray("1760999625094,1,2,225046781992378368") << int(Code::Ok);
        QTest::newRow("id with a prefix") << QByteArray("1760999625094,1,2,ETH-284830839") << int(Code::Ok);
        QTest::newRow("a year no one traded in") << QByteArray("9999999999999999,1,2,1") << int(Code::Ok);
    }
    void badTrades() {
        QFETCH(QByteArray, row);
        Trade out;
        QTEST(int(trade("time,price,qty,id", view(row), out)), "code");
    }
    void outOfRangeTimesLeaveTheTradeWithoutOne() {
        Trade out;
        QCOMPARE(trade("time,price,qty", "5000000000,1,2", out), Code::Ok);
        QCOMPARE(out.time.ns, 0);
    }
    void aggregatesAndExclusions() {
        Trade out;
        QCOMPARE(trade("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker",
                       "26129,0.01633102,4.70443515,27781,27790,1498793709153,true", out),
                 Code::Ok);
        QCOMPARE(out.id, 26'129U);
        QCOMPARE(out.first_id, 27'781U);
        QCOMPARE(out.last_id, 27'790U);
        QCOMPARE(out.count, 10U);
        QCOMPARE(out.side, Side::Sell);
        QCOMPARE(trade("time,price,qty,id,XUnknownParameter", "1741046404349,1,2,3,MARKET", out), Code::Ok);
        QCOMPARE(out.exclusion, Exclusion::None);
        QCOMPARE(trade("time,price,qty,id,x", "1741046404349,1,2,3,INSURANCE_FUND", out), Code::Ok);
        QCOMPARE(out.exclusion, Exclusion::InsuranceFund);
        QCOMPARE(trade("time,price,qty,id,x", "1741046404349,0,0,3,NA", out), Code::Ok);
        QCOMPARE(out.exclusion, Exclusion::Na);
        QCOMPARE(trade("time,price,qty,id", "1741046404349,0,0,3", out), Code::PriceZero);
    }

    void times_data() {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<qint64>("ns");
        QTest::newRow("s") << QByteArray("1483401600") << qint64(1'483'401'600) * kNsPerSec;
        QTest::newRow("s with fraction") << QByteArray("1483401600.25") << qint64(1'483'401'600'250) * kNsPerMs;
        QTest::newRow("us") << QByteArray("1483401600000001") << qint64(1'483'401'600'000'001) * kNsPerUs;
        QTest::newRow("date") << QByteArray("2017-01-03") << qint64(1'483'401'600) * kNsPerSec;
        QTest::newRow("date and time") << QByteArray("2017-01-03 00:00:01") << qint64(1'483'401'601) * kNsPerSec;
        QTest::newRow("with offset") << QByteArray("2017-01-03T02:00:00+02:00") << qint64(1'483'401'600) * kNsPerSec;
    }
    void times() {
        QFETCH(QByteArray, cell);
        std::int64_t ns = 0;
        QCOMPARE(readTime(view(cell), ns), Code::Ok);
        QTEST(qint64(ns), "ns");
    }
    void unreadableTimes_data() {
        QTest::addColumn<QByteArray>("cell");
        for (const char* cell : {"", "01/03/2017", "01/03/17", "2017-13-01", "2017-02-30", "20170103", "yesterday", "1e99", "-1"})
            QTest::addRow("'%s'", cell) << QByteArray(cell);
    }
    void unreadableTimes() {
        QFETCH(QByteArray, cell);
        std::int64_t ns = 7;
        QVERIFY(readTime(view(cell), ns) != Code::Ok);
        QCOMPARE(ns, 7);
    }

    void quotes() {
        csv::Tick out;
        QCOMPARE(tick("time,bid,ask,bid_qty,ask_qty", "1549238400000,1.14512,1.14514,5e-1,2", out), Code::Ok);
        QCOMPARE(out.quote.bid.price.units, 114'512'000);
        QCOMPARE(out.quote.bid.qty.units, 50'000'000);
        QCOMPARE(out.quote.ask.qty.units, 200'000'000);
        QCOMPARE(tick("time,bid,ask", "1549238400000,,1.14514", out), Code::Ok);
        QVERIFY(!out.quote.has_bid && out.quote.has_ask);
        QCOMPARE(tick("time,bid,ask", "1549238400000,,", out), Code::FieldMissing);
        QCOMPARE(tick("time,bid,ask", "1549238400000,0,1", out), Code::PriceZero);
    }
    void millisecondsOfADay() {
        csv::Tick out;
        FileFacts facts;
        facts.day_ns = 1'398'902'400 * kNsPerSec;
        QCOMPARE(tick("ms_of_day,bid,ask", "46.2042,1284.065,1284.405", out, facts), Code::Ok);
        QCOMPARE(out.time.ns, facts.day_ns + 46'204'200);
        std::int64_t ns = 0;
        const auto columns = Columns::fromHeader("ms_of_day,bid,ask", Content::Ticks);
        Cells cells;
        QCOMPARE(columns->split("86400000,1,2", cells), Code::Ok);
        QCOMPARE(receiveTime(cells, *columns, facts, ns), Code::TimeRange);
    }

    void bars() {
        Kline out;
        QCOMPARE(bar("open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume",
                     "1723161240000,1,3,0.5,2,10,1723161299999,15.123456789012,7,4,6", out),
                 Code::Ok);
        QCOMPARE(out.period_s, 60);
        QCOMPARE(out.open_time.ns, 1'723'161'240'000 * kNsPerMs);
        QCOMPARE(out.close_time.ns, 1'723'161'299'999 * kNsPerMs);
        QCOMPARE(out.high.units, 300'000'000);
        QCOMPARE(out.volume.units, 1'000'000'000);
        QCOMPARE(out.count, 7U);
        QCOMPARE(out.taker_buy.units, 400'000'000);
        QVERIFY(out.has_taker && out.has_count && out.is_closed);
        QCOMPARE(out.quote_volume, (Decimal{15'123'456'789'012, -12}));
    }
    void dailyBars() {
        Kline out;
        FileFacts facts;
        facts.period_s = 86'400;
        QCOMPARE(bar("date,open,high,low,close,volume", "2017-01-03,212.61,213.35,211.52,212.8,96708880", out, facts), Code::Ok);
        QCOMPARE(out.open_time.ns, 1'483'401'600 * kNsPerSec);
        QCOMPARE(out.period_s, 86'400);
        QCOMPARE(out.volume.units, 9'670'888'000'000'000);
        QVERIFY(!out.has_taker && !out.has_count);
    }
    void badBars_data() {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<int>("code");
        QTest::newRow("zeros") << QByteArray("2017-01-03,0.00,0.00,0.00,0.00,0.00") << int(Code::PriceZero);
        QTest::newRow("american date") << QByteArray("01/03/2017,1,1,1,1,1") << int(Code::NumSyntax);
        QTest::newRow("high below low") << QByteArray("2017-01-03,2,1,2,2,1") << int(Code::Crossed);
        QTest::newRow("low above close") << QByteArray("2017-01-03,3,4,2,1,1") << int(Code::Crossed);
        QTest::newRow("empty price") << QByteArray("2017-01-03,1,1,,1,1") << int(Code::FieldMissing);
        QTest::newRow("negative volume") << QByteArray("2017-01-03,1,1,1,1,-1") << int(Code::NumSign);
        QTest::newRow("volume absent") << QByteArray("2017-01-03,1,1,1,1,") << int(Code::Ok);
    }
    void badBars() {
        QFETCH(QByteArray, row);
        Kline out;
        FileFacts facts;
        facts.period_s = 86'400;
        QTEST(int(bar("date,open,high,low,close,volume", view(row), out, facts)), "code");
    }
    void aBarOfUnknownLengthIsRefused() {
        Kline out;
        QCOMPARE(bar("date,open,high,low,close", "2017-01-03,1,1,1,1", out), Code::FieldMissing);
    }
};

QTEST_GUILESS_MAIN(TestRows)
#include "tst_rows.moc"
