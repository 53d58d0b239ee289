// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/feed/csv/columns.h"

using namespace bw;
using namespace bw::feed::csv;

namespace {

std::string_view view(const QByteArray& bytes) { return {bytes.constData(), static_cast<std::size_t>(bytes.size())}; }
QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

}  // namespace

// Headers people really write, and rows cut by them.
class TestColumns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesOfTrades_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QByteArray>("expected");  // time|recv|price|qty|side|is_buy|is_maker|id|symbol
        const auto add = [](const char* name, const char* header, const char* row, const char* expected) {
            QTest::newRow(name) << QByteArray(header) << QByteArray(row) << QByteArray(expected);
        };
        add("plain", "time,price,qty,side,id", "1,2,3,buy,4", "1||2|3|buy|||4|");
        add("camel case", "timestamp,price,quantity,side,tradeId", "1,2,3,sell,4", "1||2|3|sell|||4|");
        add("two times", "event_ts_ms,recv_ts_ms,price,qty,is_buy", "1,2,3,5e-05,\"\"", "1|2|3|5e-05|||||");
        add("venue archive", "id,price,qty,quote_qty,time,is_buyer_maker", "7,1,2,3,9,true", "9||1|2|||true|7|");
        add("aggregates", "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker",
            "7,1,2,5,6,9,false", "9||1|2|||false|7|");
        add("trade time before event time", "TimestampOfReceive,EventTime,TransactionTime,Symbol,TradeId,Price,Quantity,IsBuyerMarketMaker",
            "1,2,3,TRX,4,5,6,1", "3|1|5|6|||1|4|TRX");
        add("semicolons", "Time;Price;Size;isBuyerMaker", "1;2;3;0", "1||2|3|||0||");
        add("tabs", "ts\tpx\tsz\tside", "1\t2\t3\tb", "1||2|3|b||||");
        add("quoted names and cells", "\"time\",\"price\",\"qty\"", "\"1\", \"2\" ,3", "1||2|3|||||");
        add("blanks, case, byte order mark", "\xef\xbb\xbf TIME , Price,VOLUME", " 1 , 2,3 ", "1||2|3|||||");
        add("separator in quotes", "time,note,price,qty", "1,\"a,b \"\"c\"\"\",2,3", "1||2|3|||||");
        add("short names", "t,p,q,m,a,s", "1,2,3,true,4,BTCUSDT", "1||2|3|||true|4|BTCUSDT");
    }
    void namesOfTrades() {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, row);
        const auto columns = Columns::fromHeader(view(header), Content::Trades);
        QVERIFY2(static_cast<bool>(columns), columns ? "" : columns.error().detail.c_str());
        Cells cells;
        QCOMPARE(columns->split(view(row), cells), Code::Ok);
        QByteArray got;
        for (const Field field : {Field::Time, Field::RecvTime, Field::Price, Field::Qty, Field::Side, Field::IsBuy,
                                  Field::IsMaker, Field::Id, Field::Symbol})
            got += (field == Field::Time ? "" : "|") + bytes(cells[field]);
        QTEST(got, "expected");
    }

    void namesOfBars() {
        const auto columns = Columns::fromHeader(
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore",
            Content::Klines);
        QVERIFY(static_cast<bool>(columns));
        Cells cells;
        QCOMPARE(columns->split("1,2,3,4,5,6,7,8,9,10,11,0", cells), Code::Ok);
        QCOMPARE(cells[Field::Time], "1");
        QCOMPARE(cells[Field::Close], "5");
        QCOMPARE(cells[Field::Volume], "6");
        QCOMPARE(cells[Field::CloseTime], "7");
        QCOMPARE(cells[Field::QuoteVolume], "8");
        QCOMPARE(cells[Field::TradeCount], "9");
        QCOMPARE(cells[Field::TakerBuy], "10");
        QCOMPARE(cells[Field::TakerBuyQuote], "11");
    }
    void namesOfQuotes() {
        const auto columns = Columns::fromHeader("timestamp,bid_price,ask_price,bid_size,ask_size", Content::Ticks);
        QVERIFY(static_cast<bool>(columns));
        Cells cells;
        QCOMPARE(columns->split("1,2,3,4,5", cells), Code::Ok);
        QCOMPARE(cells[Field::Bid], "2");
        QCOMPARE(cells[Field::Ask], "3");
        QCOMPARE(cells[Field::BidQty], "4");
        QCOMPARE(cells[Field::AskQty], "5");
    }

    void whatIsMissingIsNamed() {
        const auto columns = Columns::fromHeader("when,price,qty", Content::Trades);
        QVERIFY(!columns);
        QCOMPARE(columns.error().code, Code::FieldMissing);
        QVERIFY(columns.error().detail.find("`time`") != std::string::npos);
        QVERIFY(columns.error().detail.find("when") != std::string::npos);
        QVERIFY(!Columns::fromHeader("", Content::Klines));
        QVERIFY(!Columns::fromHeader("time,bid", Content::Ticks));
        QVERIFY(!Columns::fromHeader("\"time,price,qty", Content::Trades));
    }

    void damagedRows_data() {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<int>("code");
        QTest::newRow("too short") << QByteArray("1,2") << int(Code::FieldMissing);
        QTest::newRow("empty") << QByteArray() << int(Code::FieldMissing);
        QTest::newRow("open quote") << QByteArray("1,\"2,3") << int(Code::FieldType);
        QTest::newRow("text behind a quote") << QByteArray("1,\"2\"x,3") << int(Code::FieldType);
        QTest::newRow("longer than the header") << QByteArray("1,2,3,4,5,6,7") << int(Code::Ok);
        QTest::newRow("what is not needed may be left out") << QByteArray("1,2,3") << int(Code::Ok);
    }
    void damagedRows() {
        QFETCH(QByteArray, row);
        const auto columns = Columns::fromHeader("time,price,qty,side", Content::Trades);
        QVERIFY(static_cast<bool>(columns));
        Cells cells;
        QTEST(int(columns->split(view(row), cells)), "code");
    }

    void moreColumnsThanAnyFileHas() {
        QByteArray header("time,price,qty");
        for (int i = 0; i < 500; ++i) header += ",c" + QByteArray::number(i);
        const auto columns = Columns::fromHeader(view(header), Content::Trades);
        QVERIFY(static_cast<bool>(columns));
        Cells cells;
        const QByteArray row = "1,2,3" + QByteArray(500, ',');
        QCOMPARE(columns->split(view(row), cells), Code::Ok);
        QCOMPARE(cells[Field::Qty], "3");
    }
};

QTEST_GUILESS_MAIN(TestColumns)
#include "tst_columns.moc"
