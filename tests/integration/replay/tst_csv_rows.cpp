// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <initializer_list>
#include <utility>

#include "core/model/frame.h"
#include "replay_run.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

// Tables through the engine: whose rows they are, what is refused and counted.
class TestCsvRows : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    ReplayOptions table(const char* name, const QByteArray& text, const char* format, const char* venue, const char* symbol = "") const {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        ReplayOptions out;
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return out;
        out.paths = {file.fileName().toStdString()};
        out.format = format;
        out.venue = venue;
        out.symbol = symbol;
        return out;
    }
    static QStringList ids(const Run& run) {
        QStringList out;
        for (const QJsonValue& in : run.report[QLatin1String("instruments")].toArray()) out += in[QLatin1String("id")].toString();
        return out;
    }

private Q_SLOTS:
    void everyBadRowHasItsCode() {
        const Run run(table("t.csv",
                            "time,price,qty,side,id\r\n"
                            "1750507467001,83.29,0.1,buy,1\r\n"
                            "1750507467002,83.29,0.1,up,2\r\n"    // side
                            "1750507467003,abc,0.1,buy,3\r\n"     // price
                            "1750507467004,0,0.1,buy,4\r\n"       // price 0
                            "1750507467005,83.29,-1,buy,5\r\n"    // quantity below 0
                            "noon,83.29,0.1,buy,6\r\n"            // time
                            "1750507467007\r\n"                   // too short
                            "1750507467008,\"83.29,0.1,buy,8\r\n" // open quote
                            "\r\n"
                            "1750507467009,83.29,0.000000001,buy,9\r\n"  // too fine
                            "1750507467010,83.29,0.2,,10\r\n",
                            "trades-csv", "binance.usdm", "LTCUSDT"),
                      0);
        QVERIFY2(run.error.empty(), run.error.c_str());
        QCOMPARE(run.unbalanced, 0U);
        QCOMPARE(run.figure("frames"), 11);
        QCOMPARE(run.figure("applied"), 2);
        QCOMPARE(run.figure("rejected"), 8);
        QCOMPARE(run.figure("control"), 1);
        const QJsonObject codes = run.report[QLatin1String("rejects_by_code")].toObject();
        for (const char* code : {"side_invalid", "num_syntax", "price_zero", "num_sign", "stamp", "field_missing", "field_type", "num_precision"})
            QVERIFY2(codes[QLatin1String(code)].toInteger() == 1, code);
        const QJsonObject trades = run.instrument("binance.usdm.LTCUSDT")[QLatin1String("trades")].toObject();
        QCOMPARE(trades[QLatin1String("count")].toInteger(), 2);
        QCOMPARE(trades[QLatin1String("missing")].toArray(), (QJsonArray{QJsonArray{2, 9, 8}}));
        QCOMPARE(trades[QLatin1String("unknown_qty")].toString(), QStringLiteral("0.2"));
        QCOMPARE(trades[QLatin1String("cvd")].toString(), QStringLiteral("0.1"));
    }
    void aTableOfManySymbols() {
        const Run run(table("t.csv",
                            "symbol,time,price,qty,is_buyer_maker\n"
                            "BTCUSDT,1750507467001,100000,0.1,false\n"
                            "LTCUSDT,1750507467002,83.29,2,true\n"
                            "BTCUSDT,1750507467003,100001,0.2,true\n",
                            "trades-csv", "binance.usdm"),
                      0);
        QCOMPARE(run.figure("applied"), 3);
        QCOMPARE(ids(run), (QStringList{QStringLiteral("binance.usdm.BTCUSDT"), QStringLiteral("binance.usdm.LTCUSDT")}));
        QCOMPARE(run.instrument("binance.usdm.BTCUSDT")[QLatin1String("trades")][QLatin1String("cvd")].toString(), QStringLiteral("-0.1"));
        QCOMPARE(run.instrument("binance.usdm.LTCUSDT")[QLatin1String("trades")][QLatin1String("cvd")].toString(), QStringLiteral("-2"));
    }
    void badRowsMakeNoInstrument() {
        const Run run(table("t.csv", "symbol,time,price,qty\nNOSUCH,1750507467001,0,1\n", "trades-csv", "binance.usdm"), 0);
        QCOMPARE(run.figure("rejected"), 1);
        QCOMPARE(ids(run), QStringList());
    }
    void equalTradesWithoutIdsAreTwo() {
        const Run run(table("t.csv", "time,price,qty,side\n1750507467001,1,2,buy\n1750507467001,1,2,buy\n", "trades-csv", "binance.usdm", "X"), 0);
        const QJsonObject trades = run.instrument("binance.usdm.X")[QLatin1String("trades")].toObject();
        QCOMPARE(trades[QLatin1String("count")].toInteger(), 2);
        QCOMPARE(trades[QLatin1String("duplicates")].toInteger(-1), 0);
        QCOMPARE(trades[QLatin1String("buy_qty")].toString(), QStringLiteral("4"));
    }
    void tablesOfDifferentColumnsSideBySide() {
        ReplayOptions a = table("a.csv", "time,price,qty,side,id\n1750507467001,1,2,buy,1\n1750507467003,1,2,sell,3\n", "trades-csv", "binance.usdm", "X");
        const ReplayOptions b = table("b.csv", "id;qty;price;isBuyerMaker;timestamp\n2;5e-1;1;0;1750507467002\n3;2;1;1;1750507467003\n", "trades-csv", "", "");
        a.paths.push_back(b.paths.front());
        const Run run(a, 0);
        QCOMPARE(run.figure("rejected"), 0);
        const QJsonObject trades = run.instrument("binance.usdm.X")[QLatin1String("trades")].toObject();
        QCOMPARE(trades[QLatin1String("missing_ids")].toInteger(-1), 0);
        QCOMPARE(trades[QLatin1String("duplicates")].toInteger(), 1);
        QCOMPARE(trades[QLatin1String("cvd")].toString(), QStringLiteral("0.5"));
    }
    void barsCountOnceAndInTheirOwnPeriod() {
        const QByteArray header("open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume\n");
        const QByteArray one("1723161240000,1,3,0.5,2,10,1723161299999,15,7,4,6\n"), two("1723161300000,2,3,1,2,10,1723161359999,15,7,4,6\n"),
            later("1723161480000,2,3,1,2,10,1723161539999,15,7,4,6\n");
        ReplayOptions a = table("a.csv", header + one + two, "klines-csv", "binance.usdm", "X");
        a.paths.push_back(table("b.csv", header + two + later, "klines-csv", "").paths.front());
        const Run run(a, 0);
        QCOMPARE(run.figure("applied"), 4);
        const QJsonObject x = run.instrument("binance.usdm.X");
        QCOMPARE(x[QLatin1String("low_rate")][QLatin1String("klines")].toInteger(), 3);
        QCOMPARE(x[QLatin1String("low_rate")][QLatin1String("duplicates")].toInteger(), 1);
        QCOMPARE(x[QLatin1String("klines")][QLatin1String("1m")][QLatin1String("count")].toInteger(), 3);
        QCOMPARE(x[QLatin1String("klines")][QLatin1String("1m")][QLatin1String("gaps")].toInteger(), 1);
        QCOMPARE(QByteArray::fromStdString(run.sink.bars.csv(*run.pipeline)).split('\n').at(1), QByteArray("binance.usdm.X,1723161240000,1,3,0.5,2,10,4,6,7"));
    }
    void quotesUnderAnyVenue() {
        const QByteArray text("time,bid,ask,bid_qty,ask_qty\n1549238400000,1.14512,1.14514,1,2\n1549238400000,1.14512,1.14514,1,2\n1549238401000,1.14513,1.14514,1,2\n");
        for (const char* venue : {"", "mt5.demo", "binance.usdm"}) {
            const Run run(table("EURUSD.csv", text, "ticks-csv", venue), 0);
            QCOMPARE(run.figure("applied"), 3);
            const QJsonValue in = run.report[QLatin1String("instruments")][0];
            QVERIFY(in[QLatin1String("id")].toString().endsWith(QLatin1String(".EURUSD")));
            QCOMPARE(in[QLatin1String("ticks")][QLatin1String("count")].toInteger(), 3);
            QCOMPARE(in[QLatin1String("ticks")][QLatin1String("duplicates")].toInteger(), 1);
            QCOMPARE(in[QLatin1String("book")][QLatin1String("gaps")].toInteger(), 0);
        }
    }
    void pairsOfSymbols_data() {
        QTest::addColumn<QByteArray>("symbol");
        QTest::addColumn<QByteArray>("pair");
        for (const auto& [symbol, pair] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"BTCUSDT", "BTC-USDT"}, {"BTCUSD_PERP", "BTC-USD"}, {"BCHUSD_210924", "BCH-USD"}, {"BTCFDUSD", "BTC-FDUSD"}, {"BLZETH", "BLZ-ETH"},
                 {"EURUSD.s", "EUR-USD"}, {"USDCHF", "USD-CHF"}, {"BTC-USDT", "BTC-USDT"}, {"BTC-USDT-SWAP", "BTC-USDT"},
                 {"BTC-USD-220527", "BTC-USD"}, {"BTC-USD-220513-30000-C", "BTC-USD"}, {"BTC-AUD", "BTC-AUD"}, {"BTC-PERPETUAL", "BTC-USD"},
                 {"ETH-27DEC24-4000-P", "ETH-USD"}, {"BTC_USDC-PERPETUAL", "BTC-USDC"}, {"BTC_USDC", "BTC-USDC"}, {"BTC-FS-27DEC24_PERP", "BTC-USD"}})
            QTest::newRow(symbol) << QByteArray(symbol) << QByteArray(pair);
    }
    void pairsOfSymbols() {
        QFETCH(QByteArray, symbol);
        QFETCH(QByteArray, pair);
        QCOMPARE(QByteArray::fromStdString(pairOf(symbol.toStdString())), pair);
    }

    /// What a damaged journal could hold.
    void rowsAndHeadersThatDoNotFit() {
        Sink sink;
        Pipeline pipeline(EngineConfig{}, sink);
        const auto feed = [&](std::string_view source, std::string text) {
            const std::size_t size = text.size();
            text.append(kFramePadding, '\0');
            return pipeline.onFrame({source, {1'750'507'467 * kNsPerSec}, {1'750'507'467 * kNsPerSec}, std::string_view(text).substr(0, size)});
        };
        const std::string_view rows = "binance.usdm/csv-trades#x", header = "binance.usdm/csv-trades#x!";
        QCOMPARE(feed(rows, "1750507467001,1,2"), FrameClass::Rejected);
        QCOMPARE(feed(header, "{\"ctl\":\"csv\",\"content\":\"trades\",\"symbol\":\"X\",\"header\":\"price\"}"), FrameClass::Rejected);
        QCOMPARE(feed(header, "{\"ctl\":\"csv\",\"content\":\"fills\",\"symbol\":\"X\",\"header\":\"time,price,qty\"}"), FrameClass::Rejected);
        QCOMPARE(feed(header, "{\"ctl\":\"csv\",\"content\":\"trades\",\"header\":\"time,price,qty\"}"), FrameClass::Control);
        QVERIFY2(feed(rows, "1750507467001,1,2") == FrameClass::Rejected, "nobody said whose trades these are");
        QCOMPARE(feed(header, "{\"ctl\":\"csv\",\"content\":\"trades\",\"symbol\":\"X\",\"header\":\"time,price,qty\"}"), FrameClass::Control);
        QCOMPARE(feed(rows, "1750507467001,1,2"), FrameClass::Applied);
        const auto& rejects = pipeline.counters().rejects;
        for (const Code code : {Code::StreamUnknown, Code::FieldMissing, Code::FieldType, Code::SymbolUnknown})
            QCOMPARE(rejects[static_cast<std::size_t>(code)], 1U);
        QCOMPARE(pipeline.instrumentCount(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCsvRows)
#include "tst_csv_rows.moc"
