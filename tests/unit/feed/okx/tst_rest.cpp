// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <map>

#include "okx_test.h"

Q_DECLARE_METATYPE(bw::Code)

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::okx;
using namespace bw::feed::okx::test;

namespace {
std::string reply(std::string_view data) {
    return R"({"code":"0","msg":"","data":[)" + std::string(data) + "]}";
}
}  // namespace

class TestRest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tradesComeOldestFirst() {
        Bench bench;
        QCOMPARE(bench.rest("trades", reply(
            R"({"instId":"BTC-USDT","side":"sell","sz":"0.00013669","px":"102537.9","tradeId":"734864333","ts":"1747087163557"},
               {"instId":"BTC-USDT","side":"buy","sz":"0.0000125","px":"102537.9","tradeId":"734864332","ts":"1747087161666"})")), Code::Ok);
        const Message& m = bench.message;
        QVERIFY(m.kind == Kind::Trades && m.symbol == "BTC-USDT" && m.trades.size() == 2);
        QVERIFY(m.trades[0].id == 734864332 && m.trades[1].id == 734864333 && m.trades[0].side == Side::Buy);
        QCOMPARE(m.event_time.ns, 1747087163557 * kNsPerMs);
        QVERIFY(bench.rest("trades", reply("")) == Code::Ok && bench.message.trades.empty());
    }
    void lowRateSets() {
        Bench bench;
        QCOMPARE(bench.rest("funding", reply(
            R"({"instType":"SWAP","instId":"BTC-USDT-SWAP","fundingRate":"0.0001515032","fundingTime":"1704067200000"},
               {"instType":"SWAP","instId":"BTC-USDT-SWAP","fundingRate":"-0.0000236017","fundingTime":"1704038400000"})")), Code::Ok);
        QCOMPARE(bench.message.low_rate.size(), 2U);
        QVERIFY((std::get<Funding>(bench.message.low_rate[0].value).rate == Decimal{-236017, -10}));
        QCOMPARE(bench.rest("open_interest", reply(R"({"instId":"BTC-USD-SWAP","instType":"SWAP","oi":"4092973","oiCcy":"13840.0488","ts":"1654348683853"})")), Code::Ok);
        QVERIFY((std::get<OpenInterest>(bench.message.low_rate[0].value).oi == Decimal{4092973, 0}));
        QCOMPARE(bench.rest("mark", reply(R"({"instType":"SWAP","instId":"BTC-USDT-SWAP","markPx":"84660.1","ts":"1744590349506"})")), Code::Ok);
        QVERIFY((std::get<Mark>(bench.message.low_rate[0].value).mark == Decimal{846601, -1}));
    }
    void ratiosSayNoSymbolAndNoShares_data() {
        QTest::addColumn<QByteArray>("purpose");
        QTest::addColumn<int>("basis");
        QTest::newRow("position") << QByteArray("ratio_position") << int(LongShort::Basis::TopPosition);
        QTest::newRow("account") << QByteArray("ratio_account") << int(LongShort::Basis::TopAccount);
        QTest::newRow("all") << QByteArray("ratio_all") << int(LongShort::Basis::AllAccount);
    }
    void ratiosSayNoSymbolAndNoShares() {
        QFETCH(QByteArray, purpose);
        QFETCH(int, basis);
        Bench bench;
        QCOMPARE(bench.rest(purpose.toStdString(), reply(R"(["1789470300000","0.9"],["1789470000000","1.42"])")), Code::Ok);
        const Message& m = bench.message;
        QVERIFY(m.kind == Kind::LowRate && m.low_rate.size() == 2 && m.symbol.empty() && m.low_rate[0].symbol.empty());
        QCOMPARE(m.low_rate[0].time.ns, 1789470000000 * kNsPerMs);
        const auto& ratio = std::get<LongShort>(m.low_rate[0].value);
        QVERIFY((ratio.ratio == Decimal{142, -2}) && !ratio.has_shares && int(ratio.basis) == basis && ratio.period_s == 300);
    }
    void bars() {
        Bench bench({1, 2});
        const std::string body = reply(R"(["1747094040000","102806.1","102820.4","102806.1","102820.4","1040.37","10.4037","1069603.34883","0"],
            ["1747093980000","102806","102820.5","102783.1","102806.1","7164.04","71.6404","7364701.57952","1"])");
        QCOMPARE(bench.rest("klines", body), Code::Ok);
        QVERIFY(bench.message.low_rate.size() == 2 && bench.symbols.last.empty());
        const auto& first = std::get<Kline>(bench.message.low_rate[0].value);
        QVERIFY(first.is_closed && first.period_s == 60 && first.open_time.ns == 1747093980000 * kNsPerMs && first.low.units == 1'027'831);
        QVERIFY(!std::get<Kline>(bench.message.low_rate[1].value).is_closed);
        QCOMPARE(bench.rest("klines_1H", body), Code::Ok);
        QCOMPARE(std::get<Kline>(bench.message.low_rate[0].value).period_s, 3'600);
        QCOMPARE(bench.rest("klines_1M", body), Code::StreamUnknown);
        QCOMPARE(bench.rest("klinesx", body), Code::StreamUnknown);
    }
    void aCodeThatIsNotZeroIsTheVenuesError() {
        Bench bench;
        QCOMPARE(bench.rest("trades", R"({"code":"51001","msg":"Instrument ID does not exist","data":[]})"), Code::VenueError);
        QVERIFY(bench.message.note == "Instrument ID does not exist" && bench.message.id == 51001);
        QCOMPARE(bench.rest("trades", R"({"data":[],"msg":"Too Many Requests","code":"50011"})"), Code::VenueError);
        QCOMPARE(bench.message.id, 50011U);
    }
    void refusedWithItsCode_data() {
        QTest::addColumn<QByteArray>("purpose");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Code>("code");
        QTest::newRow("no JSON") << QByteArray("trades") << QByteArray("<html>") << Code::JsonSyntax;
        QTest::newRow("nothing") << QByteArray("trades") << QByteArray() << Code::JsonSyntax;
        QTest::newRow("no data") << QByteArray("trades") << QByteArray(R"({"code":"0"})") << Code::FieldMissing;
        QTest::newRow("data of another type") << QByteArray("trades") << QByteArray(R"({"code":"0","data":{}})") << Code::FieldType;
        QTest::newRow("no such purpose") << QByteArray("tea") << QByteArray(R"({"code":"0","data":[]})") << Code::StreamUnknown;
        QTest::newRow("a ratio that is none") << QByteArray("ratio_all") << QByteArray(R"({"code":"0","data":[["1789470000000","x"]]})") << Code::NumSyntax;
        QTest::newRow("a ratio alone") << QByteArray("ratio_all") << QByteArray(R"({"code":"0","data":[["1789470000000"]]})") << Code::FieldMissing;
    }
    void refusedWithItsCode() {
        QFETCH(QByteArray, purpose);
        QFETCH(QByteArray, body);
        QFETCH(Code, code);
        Bench bench;
        QCOMPARE(bench.rest(purpose.toStdString(), body.toStdString()), code);
    }
    void catalogueEntries() {
        Decoder decoder;
        std::vector<InstrumentSpec> specs;
        std::size_t skipped = 0;
        const FrameBytes body(std::string_view(R"({"code":"0","msg":"","data":[
            {"instType":"SPOT","instId":"BTC-USDT","baseCcy":"BTC","quoteCcy":"USDT","settleCcy":"","tickSz":"0.1","lotSz":"0.00000001","ctVal":"","ctMult":"","ctValCcy":"","expTime":"","state":"live","uly":""},
            {"instType":"SWAP","instId":"BTC-USD-SWAP","baseCcy":"","quoteCcy":"","settleCcy":"BTC","tickSz":"0.1","lotSz":"1","ctVal":"100","ctMult":"1","ctValCcy":"USD","expTime":"","state":"suspend","uly":"BTC-USD"},
            {"instType":"FUTURES","instId":"BTC-USD_UM-241220","instFamily":"BTC-USD_UM","settleCcy":"USDC","tickSz":"0.1","lotSz":"0.1","ctVal":"0.01","ctMult":"","ctValCcy":"BTC","expTime":"1734681600000","state":"live"},
            {"instType":"OPTION","instId":"BTC-USD-241217-92000-C","uly":"BTC-USD","settleCcy":"BTC","tickSz":"0.0005","lotSz":"1","ctVal":"1","ctMult":"0.01","ctValCcy":"BTC","expTime":"1734422400000","state":"live"},
            {"instType":"MARGIN","instId":"BTC-USDT","baseCcy":"BTC","quoteCcy":"USDT","tickSz":"0.1","lotSz":"0.00000001","state":"live"},
            {"instType":"SPOT","instId":"NEW-USDT","tickSz":"","lotSz":"","state":"preopen"},
            {"instType":"SWAP","instId":"NEW-USD-SWAP","tickSz":"0.1","lotSz":"1","ctVal":"","state":"live"}, 7]})"));
        QCOMPARE(decoder.decodeCatalogue(body.view(), specs, skipped), Code::Ok);
        QVERIFY(specs.size() == 4 && skipped == 4);
        const InstrumentSpec& spot = specs[0];
        QVERIFY(spot.symbol == "BTC-USDT" && spot.market == "spot" && spot.base == "BTC" && spot.quote == "USDT" && spot.qty_unit == "BTC");
        QVERIFY(spot.digits.price == 1 && spot.digits.qty == 8 && spot.contract_value.mantissa == 0 && spot.trading && spot.expiry.ns == 0);
        const InstrumentSpec& swap = specs[1];
        QVERIFY(swap.market == "swap" && swap.base == "BTC" && swap.quote == "USD" && swap.settle == "BTC" && !swap.trading);
        QVERIFY((swap.contract_value == Decimal{100, 0}) && swap.contract_ccy == "USD" && swap.qty_unit == "contracts");
        const InstrumentSpec& dated = specs[2];
        QVERIFY(dated.market == "futures" && dated.quote == "USD" && dated.digits.qty == 1 && (dated.contract_value == Decimal{1, -2}));
        QCOMPARE(dated.expiry.ns, 1734681600000 * kNsPerMs);
        const InstrumentSpec& option = specs[3];
        QVERIFY(option.market == "option" && option.digits.price == 4 && (option.contract_value == Decimal{1, -2}) && option.contract_ccy == "BTC");
        for (const InstrumentSpec& spec : specs) QCOMPARE(marketOf(spec.symbol), std::string_view(spec.market));
        const FrameBytes refused(std::string_view(R"({"code":"50011","msg":"Too Many Requests","data":[]})"));
        QCOMPARE(decoder.decodeCatalogue(refused.view(), specs, skipped), Code::VenueError);
    }
    void theRecordedCatalogues() {
        const std::filesystem::path data = sharedData();
        if (data.empty()) QSKIP("no recordings here");
        Decoder decoder;
        std::map<std::string, int> by_market;
        int bodies = 0;
        QVERIFY(forEachLine(data / "venue_sessions" / "OKX.0.gz", [&](std::string_view line) {
            const std::size_t at = line.find(": {");
            if (at == std::string_view::npos) return;
            const FrameBytes body(line.substr(at + 2));
            std::vector<InstrumentSpec> specs;
            std::size_t skipped = 0;
            if (decoder.decodeCatalogue(body.view(), specs, skipped) != Code::Ok) return;
            ++bodies;
            by_market["skipped"] += int(skipped);
            for (const InstrumentSpec& spec : specs) {
                ++by_market[spec.market];
                by_market["of another form"] += marketOf(spec.symbol) != spec.market;
                by_market["without pair"] += spec.base.empty() || spec.quote.empty();
            }
        }));
        for (const auto& [market, count] : by_market) qInfo("%s %d", market.c_str(), count);
        QCOMPARE(bodies, 25);
        QVERIFY(by_market["spot"] > 100 && by_market["swap"] > 50 && by_market["futures"] > 50 && by_market["option"] > 100);
        QVERIFY(by_market["of another form"] == 0 && by_market["without pair"] == 0);
    }
};

QTEST_GUILESS_MAIN(TestRest)
#include "tst_rest.moc"
