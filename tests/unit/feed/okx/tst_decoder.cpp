// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "okx_test.h"

Q_DECLARE_METATYPE(bw::Code)

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::okx;
using namespace bw::feed::okx::test;

namespace {
constexpr std::int64_t kMs = 1'000'000;

/// `text` with the first `from` replaced.
std::string with(std::string_view text, std::string_view from, std::string_view to) {
    std::string out(text);
    const std::size_t at = out.find(from);
    if (at == std::string::npos) return {};
    return out.replace(at, from.size(), to);
}
std::string trades(std::string_view elements) {
    return R"({"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[)" + std::string(elements) + "]}";
}
}  // namespace

// Every kind of feeds spec 7, with the message of the spec.
class TestDecoder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anUpdateOfTheBook() {
        Bench bench;
        QCOMPARE(bench(kUpdate), Code::Ok);
        const Message& m = bench.message;
        QCOMPARE(m.kind, Kind::Depth);
        QVERIFY(m.symbol == "BTC-USDT" && bench.symbols.last == "BTC-USDT");
        QVERIFY(m.chained && !m.has_checksum && m.ask_texts.empty());
        QVERIFY(m.depth.prev_id == 123456 && m.depth.last_id == 123457 && m.depth.first_id == 0);
        QCOMPARE(m.event_time.ns, 1652459225464 * kMs);
        QCOMPARE(m.depth.event_time.ns, 1652459225464 * kMs);
        QVERIFY(m.depth.bids.empty());
        QCOMPARE(m.depth.asks.size(), 2U);
        QVERIFY((m.depth.asks[0] == Level{{3'024'750'000'000}, {0}}));
        QVERIFY((m.depth.asks[1] == Level{{3'025'480'000'000}, {63'500'000}}));
    }
    void aSnapshotOfTheBookWithItsTexts() {
        Bench bench;
        QCOMPARE(bench(kSnapshot), Code::Ok);
        const Message& m = bench.message;
        QCOMPARE(m.kind, Kind::Snapshot);
        QVERIFY(m.chained && m.has_checksum && m.checksum == -855196043);
        QVERIFY(m.depth.prev_id == 0 && m.depth.last_id == 123456);
        QVERIFY(m.bid_texts.size() == 2 && m.ask_texts.size() == 2);
        QVERIFY(m.bid_texts[1].price == "8475.55" && m.bid_texts[1].qty == "101");
        QVERIFY(m.ask_texts[0].price == "8476.98" && m.ask_texts[0].qty == "415");
        QVERIFY(m.depth.bids[1].price.units == 847'555'000'000 && m.depth.asks[1].qty.units == 700'000'000);
    }
    void theVenueBeginsItsIdsAnewOrRepeatsOne() {
        Bench bench;
        QCOMPARE(bench(with(kUpdate, "\"seqId\":123457", "\"seqId\":7")), Code::Ok);
        QVERIFY(bench.message.depth.prev_id == 123456 && bench.message.depth.last_id == 7);
        QCOMPARE(bench(with(kUpdate, "\"seqId\":123457", "\"seqId\":123456")), Code::Ok);
        QVERIFY(bench.message.depth.prev_id == bench.message.depth.last_id);
    }
    void aBookWithoutIdsIsNotChained() {
        Bench bench;
        QCOMPARE(bench(with(kUpdate, ",\"prevSeqId\":123456,\"seqId\":123457", "")), Code::Ok);
        QVERIFY(!bench.message.chained && bench.message.depth.last_id == 0);
        QCOMPARE(bench(with(kUpdate, "\"checksum\":0", "\"checksum\":\"-9\"")), Code::Ok);
        QVERIFY(bench.message.has_checksum && bench.message.checksum == -9 && bench.message.ask_texts.size() == 2);
    }
    void theOtherBookChannels_data() {
        QTest::addColumn<QByteArray>("channel");
        QTest::newRow("tick by tick") << QByteArray("books-l2-tbt");
        QTest::newRow("tick by tick, 50 levels") << QByteArray("books50-l2-tbt");
    }
    void theOtherBookChannels() {
        QFETCH(QByteArray, channel);
        Bench bench;
        QCOMPARE(bench(with(kUpdate, "books", channel.toStdString())), Code::Ok);
        QCOMPARE(bench.message.kind, Kind::Depth);
    }
    void anImageOfTheBestFive() {
        Bench bench;
        QCOMPARE(bench(kImage), Code::Ok);
        QCOMPARE(bench.message.kind, Kind::Image);
        QVERIFY(bench.message.symbol == "BTC-USD-220624-50000-C" && bench.message.depth.bids.empty());
        QVERIFY((bench.message.depth.asks == std::vector<Level>{{{100'000}, {60'600'000'000}}}));
        QCOMPARE(bench(with(kImage, "\"instId\":\"BTC-USD-220624-50000-C\",\"ts\"", "\"instId\":\"BTC-USD-220624-60000-C\",\"ts\"")),
                 Code::SymbolUnknown);
    }
    void theTopOfTheBook() {
        Bench bench({2, 0});
        QCOMPARE(bench(kTop), Code::Ok);
        const Message& m = bench.message;
        QCOMPARE(m.kind, Kind::BookTicker);
        QVERIFY(m.id == 123456 && m.event_time.ns == 1597026383085 * kMs);
        QVERIFY((m.quote == Quote{{{847'697}, {256}}, {{847'698}, {415}}, true, true}));
        QCOMPARE(bench(with(kTop, R"([["8476.97","256","0","12"]])", "[]")), Code::Ok);
        QVERIFY(!bench.message.quote.has_bid && bench.message.quote.has_ask);
        QCOMPARE(bench(with(kTop, R"("415","0")", R"("0","0")")), Code::Ok);
        QVERIFY(bench.message.quote.has_bid && !bench.message.quote.has_ask);
    }
    void aTradeOfSeveralFills() {
        Bench bench;
        QCOMPARE(bench(kTrades), Code::Ok);
        const Message& m = bench.message;
        QCOMPARE(m.kind, Kind::Trades);
        QVERIFY(m.symbol == "BTC-USDT" && m.trades.size() == 1 && m.bad_elements == 0);
        const Trade& trade = m.trades[0];
        QVERIFY(trade.id == 130639474 && trade.first_id == 130639472 && trade.last_id == 130639474 && trade.count == 3);
        QVERIFY(trade.price.units == 4'221'990'000'000 && trade.qty.units == 12'060'306 && trade.side == Side::Buy);
        QVERIFY(trade.time.ns == 1630048897897 * kMs && trade.exclusion == Exclusion::None);
        QCOMPARE(bench(with(kTrades, ",\"count\":\"3\"", "")), Code::Ok);
        QVERIFY(bench.message.trades[0].count == 1 && bench.message.trades[0].first_id == 0);
        QCOMPARE(bench(with(kTrades, "trades", "trades-all")), Code::Ok);
        QCOMPARE(bench.message.kind, Kind::Trades);
    }
    void everyElementOfATradeListCountsForItself() {
        Bench bench;
        const std::string good = R"({"instId":"BTC-USDT","tradeId":"1","px":"1.5","sz":"2","side":"buy","ts":"1630048897897"})";
        const std::string bad = with(good, "buy", "bye");
        QCOMPARE(bench(trades(good + "," + bad + "," + with(good, "\"1\"", "\"2\""))), Code::Ok);
        QVERIFY(bench.message.trades.size() == 2 && bench.message.trades[1].id == 2);
        QVERIFY(bench.message.bad_elements == 1 && bench.message.element_code == Code::SideInvalid);
        QCOMPARE(bench(trades(bad + ",17")), Code::SideInvalid);
        QCOMPARE(bench(trades(good + "," + with(good, "\"instId\":\"BTC-USDT\"", "\"instId\":\"ETH-USDT\""))), Code::Ok);
        QVERIFY(bench.message.trades.size() == 1 && bench.message.element_code == Code::SymbolUnknown);
        QCOMPARE(bench(trades("")), Code::Ok);
        QVERIFY(bench.message.trades.empty() && bench.message.bad_elements == 0);
    }
    void aWidenedTradeChannelTakesItsSymbolFromTheElements() {
        Bench bench;
        QCOMPARE(bench(with(kTrades, ",\"instId\":\"BTC-USDT\"},\"data\"", "},\"data\"")), Code::Ok);
        QVERIFY(bench.message.symbol == "BTC-USDT" && bench.message.trades.size() == 1);
    }
    void aTickerIsNeverTheQuote() {
        Bench bench;
        QCOMPARE(bench(kTicker), Code::Ok);
        QCOMPARE(bench.message.kind, Kind::Unused);
        QVERIFY(!bench.message.quote.has_bid && !bench.message.quote.has_ask);
    }
    void fundingWithAndWithoutAnEstimate() {
        Bench bench;
        QCOMPARE(bench(kFunding), Code::Ok);
        QVERIFY(bench.message.kind == Kind::LowRate && bench.message.low_rate.size() == 1);
        const LowRate& item = bench.message.low_rate[0];
        QVERIFY(item.symbol == "BTC-USDT-SWAP" && item.time.ns == 1744590349506 * kMs);
        const auto& funding = std::get<Funding>(item.value);
        QVERIFY((funding.rate == Decimal{1, -4}) && !funding.has_estimate);
        QVERIFY(funding.funding_time.ns == 1744590349506 * kMs && funding.next_time.ns == 1744619149506 * kMs);
        QCOMPARE(funding.interval_h, 8);
        QCOMPARE(bench(with(kFunding, "\"nextFundingRate\":\"\"", "\"nextFundingRate\":\"-2.8e-4\"")), Code::Ok);
        const auto& estimated = std::get<Funding>(bench.message.low_rate[0].value);
        QVERIFY(estimated.has_estimate && (estimated.estimated_rate == Decimal{-28, -5}));
    }
    void openInterestInContractsAndCoins() {
        Bench bench;
        QCOMPARE(bench(kInterest), Code::Ok);
        const auto& interest = std::get<OpenInterest>(bench.message.low_rate.at(0).value);
        QVERIFY((interest.oi == Decimal{5000, 0}) && interest.has_base && (interest.oi_base == Decimal{55555, -2}));
        // 20 digits occur: the coins are left out then, the contracts stay.
        QCOMPARE(bench(with(kInterest, "555.55", "13840.048827662696883")), Code::Ok);
        const auto& wide = std::get<OpenInterest>(bench.message.low_rate.at(0).value);
        QVERIFY((wide.oi == Decimal{5000, 0}) && !wide.has_base);
    }
    void aLiquidationAtItsBankruptcyPrice() {
        Bench bench;
        QCOMPARE(bench(kLiquidation), Code::Ok);
        QVERIFY(bench.message.kind == Kind::LowRate && bench.message.symbol.empty());
        const LowRate& item = bench.message.low_rate.at(0);
        QVERIFY(item.symbol == "MINA-USDT-SWAP" && item.time.ns == 1789678209470 * kMs);
        const auto& liquidation = std::get<Liquidation>(item.value);
        QCOMPARE(liquidation.price_kind, Liquidation::PriceKind::Bankruptcy);
        QVERIFY(liquidation.side == Side::Buy && (liquidation.price == Decimal{9859, -5}) && (liquidation.qty == Decimal{10975, 0}));
    }
    void liquidationsOfSeveralSymbols() {
        Bench bench;
        const std::string two = with(kLiquidation, "\"data\":[",
            R"("data":[{"instId":"BTC-USDT-SWAP","details":[{"bkPx":"1","side":"sell","sz":"2","ts":""},{"bkPx":"0","side":"sell","sz":"2"},{"bkPx":"3","side":"sell","sz":4}]},)");
        QCOMPARE(bench(two), Code::Ok);
        QCOMPARE(bench.message.low_rate.size(), 3U);
        QVERIFY(bench.message.low_rate[1].symbol == "BTC-USDT-SWAP" && bench.message.low_rate[2].symbol == "MINA-USDT-SWAP");
        QVERIFY(bench.message.low_rate[0].time.ns == 0);
        QVERIFY(bench.message.bad_elements == 1 && bench.message.element_code == Code::PriceZero);
    }
    void aBarThatIsOpen() {
        Bench bench;
        QCOMPARE(bench(kCandle), Code::Ok);
        QCOMPARE(bench.message.low_rate.size(), 1U);
        QCOMPARE(bench.message.low_rate[0].time.ns, 0);
        const auto& bar = std::get<Kline>(bench.message.low_rate[0].value);
        QVERIFY(bar.period_s == 60 && bar.open_time.ns == 1662716640000 * kMs && bar.close_time.ns == 1662716699999 * kMs);
        QVERIFY(bar.open.units == 2'070'240'000'000 && bar.high.units == 2'071'000'000'000);
        QVERIFY(bar.low.units == 2'070'230'000'000 && bar.close.units == 2'070'380'000'000);
        QVERIFY(bar.volume.units == 407'000'000'000 && (bar.quote_volume == Decimal{8420001, -1}));
        QVERIFY(!bar.is_closed && !bar.has_count && !bar.has_taker);
        QCOMPARE(bench(with(kCandle, "\"842000.1\",\"0\"", "\"842000.1\",\"1\"")), Code::Ok);
        QVERIFY(std::get<Kline>(bench.message.low_rate[0].value).is_closed);
    }
    void aBarOfSevenFieldsHasItsQuoteVolumeBeforeTheEnd() {
        Bench bench;
        const std::string seven = with(kCandle, ",\"842000.1\",\"0\"", "");
        QCOMPARE(bench(seven), Code::Ok);
        QVERIFY((std::get<Kline>(bench.message.low_rate[0].value).quote_volume == Decimal{}));
        QCOMPARE(bench(with(seven, "BTC-USDT-SWAP", "BTC-USDT")), Code::Ok);
        const auto& bar = std::get<Kline>(bench.message.low_rate[0].value);
        QVERIFY((bar.quote_volume == Decimal{407, -1}) && !bar.is_closed);
    }
    void barsOfOtherLengths_data() {
        QTest::addColumn<QByteArray>("channel");
        QTest::addColumn<int>("period_s");
        QTest::addColumn<Code>("code");
        QTest::newRow("a second") << QByteArray("candle1s") << 1 << Code::Ok;
        QTest::newRow("four hours") << QByteArray("candle4H") << 14'400 << Code::Ok;
        QTest::newRow("a day in UTC") << QByteArray("candle1Dutc") << 86'400 << Code::Ok;
        QTest::newRow("a week") << QByteArray("candle1W") << 604'800 << Code::Ok;
        QTest::newRow("a month is not used") << QByteArray("candle1M") << 0 << Code::Ok;
        QTest::newRow("no length") << QByteArray("candle") << 0 << Code::StreamUnknown;
        QTest::newRow("no such unit") << QByteArray("candle1x") << 0 << Code::StreamUnknown;
        QTest::newRow("zero") << QByteArray("candle0m") << 0 << Code::StreamUnknown;
    }
    void barsOfOtherLengths() {
        QFETCH(QByteArray, channel);
        QFETCH(int, period_s);
        QFETCH(Code, code);
        Bench bench;
        QCOMPARE(bench(with(kCandle, "candle1m", channel.toStdString())), code);
        if (code != Code::Ok) return;
        QCOMPARE(bench.message.kind, period_s == 0 ? Kind::Unused : Kind::LowRate);
        if (period_s != 0) QCOMPARE(std::get<Kline>(bench.message.low_rate.at(0).value).period_s, period_s);
    }
    void markAndIndexPrices() {
        Bench bench;
        QCOMPARE(bench(kMark), Code::Ok);
        const auto& mark = std::get<Mark>(bench.message.low_rate.at(0).value);
        QVERIFY(mark.has_mark && !mark.has_index && (mark.mark == Decimal{36232, -3}));
        QCOMPARE(bench(kIndex), Code::Ok);
        const auto& index = std::get<Mark>(bench.message.low_rate.at(0).value);
        QVERIFY(index.has_index && !index.has_mark && (index.index == Decimal{35583, -3}));
    }
    void controlMessages() {
        Bench bench;
        QCOMPARE(bench("pong"), Code::Ok);
        QCOMPARE(bench.message.kind, Kind::Ack);
        QCOMPARE(bench(kAck), Code::Ok);
        QVERIFY(bench.message.kind == Kind::Ack && bench.message.symbol == "BTC-USDT" && bench.message.note == "trades");
        QCOMPARE(bench(kRefused), Code::Ok);
        QVERIFY(bench.message.kind == Kind::Refused && bench.message.note == "Wrong URL or channel" && bench.message.id == 60018);
        QCOMPARE(bench(kNotice), Code::Ok);
        QVERIFY(bench.message.kind == Kind::ServerShutdown && bench.message.note.starts_with("The connection will soon"));
        QCOMPARE(bench(with(kNotice, "64008", "64003")), Code::Ok);
        QCOMPARE(bench.message.kind, Kind::Ack);
        QCOMPARE(bench(R"({"event":"dance"})"), Code::StreamUnknown);
    }
    void aCatalogueMessageAsksForTheCatalogue() {
        Bench bench;
        QCOMPARE(bench(R"({"arg":{"channel":"instruments","instType":"SPOT"},"data":[{"instId":"BTC-USDT"}]})"), Code::Ok);
        QCOMPARE(bench.message.kind, Kind::Catalogue);
    }
    void theFieldsMayStandInAnyOrderWithBlanks() {
        Bench bench;
        QCOMPARE(bench(R"( { "data" : [ { "seqId" : "9" , "prevSeqId" : 8, "bids" : [ [ 1.5e1 , "2" ] ] , "asks" : [ ] } ] ,
                           "action" : "update" , "arg" : { "instId" : "BTC-USDT" , "channel" : "books" } } )"), Code::Ok);
        const Message& m = bench.message;
        QVERIFY(m.kind == Kind::Depth && m.depth.prev_id == 8 && m.depth.last_id == 9 && m.event_time.ns == 0);
        QVERIFY((m.depth.bids == std::vector<Level>{{{1'500'000'000}, {200'000'000}}}));
    }
    void aFrameInFrontOfOtherTextIsReadToItsOwnEnd() {
        // A buffer that holds more behind the frame: digits there must not lengthen its last number.
        Symbols symbols;
        Decoder decoder;
        Message message;
        const std::string text = std::string(kTop) + std::string(kFramePadding, '7');
        QCOMPARE(decoder.decode(std::string_view(text).substr(0, kTop.size()), symbols, message), Code::Ok);
        QVERIFY(message.kind == Kind::BookTicker && message.symbol == "BTC-USDT");
        const std::string bare = "12" + std::string(kFramePadding, '7');
        QCOMPARE(decoder.decode(std::string_view(bare).substr(0, 2), symbols, message), Code::FieldType);
        QCOMPARE(decoder.decode({}, symbols, message), Code::JsonSyntax);
    }
    void refusedWithItsCode_data();
    void refusedWithItsCode() {
        QFETCH(QByteArray, text);
        QFETCH(Code, code);
        Bench bench;
        QCOMPARE(bench(text.toStdString()), code);
    }
    void limits();
    void theMarketByTheFormOfAName_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("market");
        QTest::newRow("pair") << QByteArray("BTC-USDT") << QByteArray("spot");
        QTest::newRow("perpetual") << QByteArray("BTC-USD-SWAP") << QByteArray("swap");
        QTest::newRow("perpetual of another margin") << QByteArray("BTC-USD_UM-SWAP") << QByteArray("swap");
        QTest::newRow("dated") << QByteArray("BTC-USD-220527") << QByteArray("futures");
        QTest::newRow("option") << QByteArray("BTC-USD-220624-50000-C") << QByteArray("option");
        QTest::newRow("one word") << QByteArray("BTC") << QByteArray();
        QTest::newRow("no date") << QByteArray("BTC-USD-2205") << QByteArray();
        QTest::newRow("empty part") << QByteArray("BTC--SWAP") << QByteArray();
        QTest::newRow("six parts") << QByteArray("BTC-USD-220624-50000-C-X") << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void theMarketByTheFormOfAName() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, market);
        QCOMPARE(QByteArray::fromStdString(std::string(marketOf(name.toStdString()))), market);
    }
};

void TestDecoder::refusedWithItsCode_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, const std::string& text, Code code) {
        QVERIFY2(!text.empty(), name);
        QTest::newRow(name) << QByteArray::fromStdString(text) << code;
    };
    row("no JSON", "hello", Code::JsonSyntax);
    row("cut", std::string(kUpdate.substr(0, 120)), Code::JsonSyntax);
    row("more behind", std::string(kUpdate) + "x", Code::JsonSyntax);
    row("a number that is none in a field nobody reads", with(kUpdate, "\"0\",\"0\"", "01,\"0\""), Code::JsonSyntax);
    row("bytes that are no UTF-8", with(kUpdate, "BTC-USDT", "BTC-\xff\xfe"), Code::SymbolUnknown);
    row("bytes that are no UTF-8, unread", with(kTicker, "SPOT", "\xff"), Code::Utf8);
    row("a list", "[1]", Code::FieldType);
    row("a name twice", with(kUpdate, "\"action\":\"update\"", "\"action\":\"update\",\"action\":\"update\""), Code::JsonSyntax);
    row("old form", R"({"table":"spot/depth","action":"update","data":[]})", Code::StreamUnknown);
    row("a REST reply", R"({"code":"0","msg":"","data":[]})", Code::StreamUnknown);
    row("no such channel", with(kUpdate, "books", "bocks"), Code::StreamUnknown);
    row("unknown symbol", with(kUpdate, "BTC-USDT", "NOPE-USDT"), Code::SymbolUnknown);
    row("damaged symbol", with(kUpdate, "BTC-USDT", "BTC-UsDT"), Code::SymbolUnknown);
    row("no symbol", with(kUpdate, ",\"instId\":\"BTC-USDT\"", ""), Code::FieldMissing);
    row("no data", R"({"arg":{"channel":"books","instId":"BTC-USDT"}})", Code::FieldMissing);
    row("empty data", R"({"arg":{"channel":"bbo-tbt","instId":"BTC-USDT"},"data":[]})", Code::FieldMissing);
    row("two books", with(kUpdate, "\"data\":[", "\"data\":[{\"asks\":[],\"bids\":[],\"seqId\":1,\"prevSeqId\":1},"), Code::Size);
    row("no asks", with(kUpdate, "\"asks\"", "\"casks\""), Code::FieldMissing);
    row("no action", with(kUpdate, "\"action\":\"update\",", ""), Code::FieldMissing);
    row("another action", with(kUpdate, "\"update\"", "\"partial\""), Code::FieldType);
    row("no id before", with(kUpdate, "\"prevSeqId\":123456,", ""), Code::FieldMissing);
    row("a negative id", with(kUpdate, "\"seqId\":123457", "\"seqId\":-2"), Code::NumSign);
    row("an id past 64 bits", with(kUpdate, "\"seqId\":123457", "\"seqId\":99999999999999999999"), Code::NumOverflow);
    row("a checksum past 32 bits", with(kUpdate, "\"checksum\":0", "\"checksum\":4294967296"), Code::NumOverflow);
    row("price zero", with(kUpdate, "30247.5", "0"), Code::PriceZero);
    row("price below zero", with(kUpdate, "30247.5", "-1"), Code::NumSign);
    row("price with too many decimals", with(kUpdate, "30247.5", "30247.123456789"), Code::NumPrecision);
    row("price without end", with(kUpdate, "30247.5", "99999999999999999999"), Code::NumOverflow);
    row("price as a word", with(kUpdate, "30247.5", "NaN"), Code::NumSyntax);
    row("price empty", with(kUpdate, "30247.5", ""), Code::FieldMissing);
    row("price true", with(kUpdate, "\"30247.5\"", "true"), Code::FieldType);
    row("a level of one", with(kUpdate, ",\"0\",\"0\",\"0\"", ""), Code::FieldMissing);
    row("one price twice", with(kUpdate, "30254.8\",\"0.635\",\"0\",\"1\"]", "1\",\"1\"],[\"2\",\"1\"],[\"30247.50\",\"1\"]"),
        Code::LevelDup);
    row("trade without quantity", with(kTrades, "0.12060306", "0"), Code::QtyZero);
    row("trade of more fills than ids", with(kTrades, "130639474", "2"), Code::SeqInvalid);
    row("bar without time", with(kCandle, "1662716640000", ""), Code::FieldMissing);
    row("bar of another century", with(kCandle, "1662716640000", "9962716640000"), Code::TimeRange);
}

void TestDecoder::limits() {
    Bench bench;
    const auto repeated = [](int count, const std::function<std::string(int)>& text) {
        std::string out;
        for (int i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + text(i);
        return out;
    };
    const auto level = [](int i) { return "[\"" + std::to_string(i + 1) + "\",\"1\",\"0\",\"1\"]"; };
    QCOMPARE(bench(with(kUpdate, "\"bids\":[", "\"bids\":[" + repeated(20'000, level))), Code::Ok);
    QCOMPARE(bench.message.depth.bids.size(), 20'000U);
    QCOMPARE(bench(with(kUpdate, "\"bids\":[", "\"bids\":[" + repeated(20'001, level))), Code::Size);
    const auto trade = [](int i) {
        return R"({"instId":"BTC-USDT","tradeId":")" + std::to_string(i + 1) + R"(","px":"1","sz":"2","side":"sell","ts":""})";
    };
    QCOMPARE(bench(trades(repeated(5'000, trade))), Code::Ok);
    QVERIFY(bench.message.trades.size() == 5'000 && bench.message.trades.back().id == 5'000);
    QCOMPARE(bench(trades(repeated(5'001, trade))), Code::Size);
    const auto nested = [](int depth) { return std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']'); };
    QCOMPARE(bench(with(kTicker, "\"SPOT\"", nested(13))), Code::Ok);  // three stand around it
    QCOMPARE(bench(with(kTicker, "\"SPOT\"", nested(14))), Code::Size);
    QCOMPARE(bench(with(kUpdate, "30247.5", "30247." + std::string(250, '0'))), Code::Ok);
    QCOMPARE(bench(with(kUpdate, "30247.5", "30247." + std::string(251, '0'))), Code::Size);
}

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
