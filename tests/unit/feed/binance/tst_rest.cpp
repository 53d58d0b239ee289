// SPDX-License-Identifier: GPL-3.0-or-later
#include "binance_test.h"
#include "core/feed/binance/decoder_impl.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::binance;
using namespace bw::feed::binance::test;

class TestRest : public QObject {
    Q_OBJECT
    Decoder m_decoder;
    std::vector<Kline> m_klines;
    std::vector<InstrumentSpec> m_specs;
    std::size_t m_skipped = 0;

    Code klines(std::string_view text) {
        const FrameBytes frame(text);
        return m_decoder.decodeKlines(frame.view(), {2, 3}, m_klines);
    }
    Code catalogue(std::string_view text) {
        const FrameBytes frame(text);
        return m_decoder.decodeCatalogue(frame.view(), m_specs, m_skipped);
    }

private Q_SLOTS:
    void klinesOldestFirst() {
        QCOMPARE(
            klines(
                R"([[1723161240000,"61800.30","61839.80","61800.00","61807.80","125.967",1723161299999,"7785.1",1751,"50.874","3144.2","0"],
                            [1723161300000,"61807.70","61839.90","61760.30","61760.30","136.450",1723161359999,"8433.0",2005,"57.185","3533.8","0"]])"),
            Code::Ok);
        QCOMPARE(m_klines.size(), std::size_t{2});
        QCOMPARE(m_klines[0].open_time.ns, 1'723'161'240'000 * kNsPerMs);
        QCOMPARE(m_klines[0].open.units, 6'180'030);
        QCOMPARE(m_klines[0].high.units, 6'183'980);
        QCOMPARE(m_klines[0].low.units, 6'180'000);
        QCOMPARE(m_klines[0].close.units, 6'180'780);
        QCOMPARE(m_klines[0].volume.units, 125'967);
        QCOMPARE(m_klines[0].taker_buy.units, 50'874);
        QCOMPARE(m_klines[1].count, 2'005U);
        QCOMPARE(klines("[]"), Code::Ok);
        QVERIFY(m_klines.empty());
    }
    void klinesThatAreNone_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* text, Code code) {
            QTest::newRow(name) << QByteArray(text) << static_cast<int>(code);
        };
        row("an error answer", R"({"code":-1121,"msg":"Invalid symbol."})", Code::JsonSyntax);
        row("cut", R"([[1723161240000,"61800.30")", Code::JsonSyntax);
        row("nothing", "", Code::JsonSyntax);
        row("a short row", R"([[1723161240000,"1","1","1","1","1"]])", Code::FieldMissing);
        row("numbers for prices", R"([[1723161240000,1,2,3,4,"1",0,"0",1,"0"]])", Code::FieldType);
        row("a price finer than the instrument", R"([[1723161240000,"1.001","2","1","1","1",0,"0",1,"0"]])",
            Code::FieldType);
        row("a negative volume", R"([[1723161240000,"1","2","1","1","-1",0,"0",1,"0"]])", Code::FieldType);
        row("rows that are none", R"([1,2,3])", Code::FieldType);
    }
    void klinesThatAreNone() {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QCOMPARE(static_cast<int>(klines(text.toStdString())), code);
    }

    void theCatalogueGivesDigits() {
        QCOMPARE(catalogue(R"({"timezone":"UTC","symbols":[
            {"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.10"},{"filterType":"LOT_SIZE","stepSize":"0.001"}]},
            {"symbol":"BTCUSD_PERP","baseAsset":"BTC","quoteAsset":"USD","filters":[{"filterType":"LOT_SIZE","stepSize":"1"},{"filterType":"PRICE_FILTER","tickSize":"0.1"}]},
            {"symbol":"ODD","baseAsset":"A","quoteAsset":"B","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.00025000"},{"filterType":"LOT_SIZE","stepSize":"5e-3"}]},
            {"symbol":"NOFILTER","filters":[]},
            {"symbol":"ZERO","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.0"},{"filterType":"LOT_SIZE","stepSize":"1"}]},
            {"symbol":"FINE","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.0000000001"},{"filterType":"LOT_SIZE","stepSize":"1"}]},
            {"noname":1}]})"),
                 Code::Ok);
        QCOMPARE(m_specs.size(), std::size_t{3});
        QCOMPARE(m_skipped, std::size_t{4});
        QCOMPARE(m_specs[0].symbol, std::string("BTCUSDT"));
        QCOMPARE(m_specs[0].base, std::string("BTC"));
        QCOMPARE(m_specs[0].quote, std::string("USDT"));
        QCOMPARE(m_specs[0].digits.price, 1);
        QCOMPARE(m_specs[0].digits.qty, 3);
        QCOMPARE(m_specs[1].digits.qty, 0);
        QCOMPARE(m_specs[2].digits.price, 5);
        QCOMPARE(m_specs[2].digits.qty, 3);
        QCOMPARE(catalogue(R"({"code":-1,"msg":"no"})"), Code::FieldMissing);
        QCOMPARE(catalogue("{\"symbols\":[{"), Code::FieldMissing);
        QVERIFY(m_specs.empty());
    }

    void streamNamesAndSymbols() {
        QVERIFY(sameSymbol("btcusdt@depth@100ms", "BTCUSDT"));
        QVERIFY(sameSymbol("btcusd_perp@trade", "BTCUSD_PERP"));
        QVERIFY(sameSymbol("1000pepeusdt@trade", "1000PEPEUSDT"));
        QVERIFY(!sameSymbol("btcusdt", "BTCUSDT"));
        QVERIFY(!sameSymbol("btcusdt@depth", "BTCUSD"));
        QVERIFY(!sameSymbol("btcusd@depth", "BTCUSDT"));
        QVERIFY(!sameSymbol("ethusdt@depth", "BTCUSDT"));
        QVERIFY(!sameSymbol("btcusdt@depth", "btcusdt"));
        QVERIFY(!sameSymbol("", ""));
    }
    void exclusionsHaveNames() {
        QVERIFY(exclusionName(Exclusion::InsuranceFund) == "insurance_fund");
        QVERIFY(exclusionName(Exclusion::Adl) == "adl");
        QVERIFY(exclusionName(Exclusion::Na) == "na");
        QVERIFY(exclusionName(Exclusion::Other) == "other");
    }
};

QTEST_GUILESS_MAIN(TestRest)
#include "tst_rest.moc"
