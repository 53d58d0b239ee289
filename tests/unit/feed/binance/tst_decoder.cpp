// SPDX-License-Identifier: GPL-3.0-or-later
#include "binance_test.h"

Q_DECLARE_METATYPE(bw::Code)

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::binance;
using namespace bw::feed::binance::test;

// The messages of the feeds specification 6, whole, wrong and rearranged.
class TestDecoder : public QObject {
    Q_OBJECT
    Decoder m_decoder;
    Symbols m_symbols;
    Message m_message;

    Code decode(std::string_view text) {
        m_symbols = Symbols{};
        m_frame = FrameBytes(text);
        const Code plain = m_decoder.decode(m_frame.view(), m_symbols, m_message);
        // Whatever the plain scanner says, the JSON library must say too.
        Message other;
        const FrameBytes forced = notPlain(text);
        Symbols symbols;
        const Code json = m_decoder.decode(forced.view(), symbols, other);
        if (plain != json) {
            qWarning("plain %s, json %s", codeName(plain).data(), codeName(json).data());
            return Code::Count;
        }
        if (plain == Code::Ok && !sameMessage(m_message, other)) return Code::Count;
        return plain;
    }
    FrameBytes m_frame;  // the message's views point into it

    static constexpr std::string_view kSpotDepth =
        R"({"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":50093239189,"u":50093239202,"b":[["61737.63000000","0.00000000"]],"a":[["61837.64000000","1.54698000"]]})";
    static constexpr std::string_view kCoinDepth =
        R"({"e":"depthUpdate","E":1723161257440,"T":1723161257432,"s":"BTCUSD_PERP","ps":"BTCUSD","U":1007198631260,"u":1007198631565,"pu":1007198631198,"b":[["61773.6","1001"]],"a":[["61801.4","0"]]})";
    static constexpr std::string_view kSpotTicker =
        R"({"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"})";
    static constexpr std::string_view kTicker =
        R"({"e":"bookTicker","u":5123107839020,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1723161256313,"E":1723161256313})";
    static constexpr std::string_view kSpotTrade =
        R"({"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true})";
    static constexpr std::string_view kInsurance =
        R"({"e":"trade","E":1596034530241,"T":1596034530235,"s":"ETHUSDT","t":73701056,"p":"2366.55","q":"0.070","X":"INSURANCE_FUND","m":true})";

    static std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
        std::string out(text);
        const std::size_t at = out.find(from);
        if (at == std::string::npos) qFatal("the test's own message lacks %s", std::string(from).c_str());
        return out.replace(at, from.size(), to);
    }

private Q_SLOTS:
    void spotDepth() {
        QCOMPARE(decode(wrapped("btcusdt@depth@100ms", kSpotDepth)), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Depth);
        QVERIFY(m_message.symbol == "BTCUSDT");
        QCOMPARE(m_message.event_time.ns, 1'723'161'255'208 * kNsPerMs);
        QCOMPARE(m_message.depth.first_id, 50'093'239'189U);
        QCOMPARE(m_message.depth.last_id, 50'093'239'202U);
        QCOMPARE(m_message.depth.prev_id, 50'093'239'188U);  // no pu: U - 1
        const std::vector<Level> bids{{{6'173'763'000'000}, {0}}};
        const std::vector<Level> asks{{{6'183'764'000'000}, {154'698'000}}};
        QVERIFY(m_message.depth.bids == bids && m_message.depth.asks == asks);
    }
    void coinDepthKeepsPuAndPrefersT() {
        QCOMPARE(decode(wrapped("btcusd_perp@depth@0ms", kCoinDepth)), Code::Ok);
        QCOMPARE(m_message.depth.prev_id, 1'007'198'631'198U);
        QCOMPARE(m_message.event_time.ns, 1'723'161'257'432 * kNsPerMs);
        QCOMPARE(m_message.depth.event_time.ns, m_message.event_time.ns);
        QCOMPARE(m_message.depth.bids[0].qty.units, 100'100'000'000);
        QCOMPARE(m_message.depth.asks[0].qty.units, 0);
    }
    void bookTickers() {
        QCOMPARE(decode(wrapped("btcusdt@bookTicker", kSpotTicker)), Code::Ok);
        QCOMPARE(m_message.kind, Kind::BookTicker);
        QCOMPARE(m_message.id, 50'093'239'212U);
        QCOMPARE(m_message.event_time.ns, 0);  // spot sends none
        QCOMPARE(m_message.quote.bid.price.units, 6'183'763'000'000);
        QCOMPARE(m_message.quote.ask.qty.units, 154'698'000);
        QVERIFY(m_message.quote.has_bid && m_message.quote.has_ask);
        QCOMPARE(decode(wrapped("btcusdt@bookTicker", kTicker)), Code::Ok);
        QCOMPARE(m_message.event_time.ns, 1'723'161'256'313 * kNsPerMs);
        QCOMPARE(decode(wrapped("!bookTicker", kTicker)), Code::Ok);  // of all symbols: nothing to compare with
        // A price of zero is the venue's way to say that a side is empty.
        QCOMPARE(decode(wrapped("btcusdt@bookTicker", replaced(kTicker, "61800.20", "0.00"))), Code::Ok);
        QVERIFY(!m_message.quote.has_bid && m_message.quote.has_ask);
    }
    void trades() {
        QCOMPARE(decode(wrapped("btcusdt@trade", kSpotTrade)), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Trade);
        QCOMPARE(m_message.trade.id, 3'735'683'259U);
        QCOMPARE(m_message.trade.price.units, 6'183'763'000'000);
        QCOMPARE(m_message.trade.qty.units, 2'000'000);
        QCOMPARE(m_message.trade.side, Side::Sell);  // the buyer was maker
        QCOMPARE(m_message.trade.exclusion, Exclusion::None);
        QCOMPARE(m_message.event_time.ns, 1'723'161'255'342 * kNsPerMs);
        QCOMPARE(decode(wrapped("btcusdt@trade", replaced(kSpotTrade, "\"m\":true", "\"m\":false"))), Code::Ok);
        QCOMPARE(m_message.trade.side, Side::Buy);
    }
    void excludedTrades_data() {
        QTest::addColumn<QByteArray>("x");
        QTest::addColumn<int>("exclusion");
        QTest::newRow("market") << QByteArray("MARKET") << static_cast<int>(Exclusion::None);
        QTest::newRow("insurance fund") << QByteArray("INSURANCE_FUND") << static_cast<int>(Exclusion::InsuranceFund);
        QTest::newRow("adl") << QByteArray("ADL") << static_cast<int>(Exclusion::Adl);
        QTest::newRow("na") << QByteArray("NA") << static_cast<int>(Exclusion::Na);
        QTest::newRow("of tomorrow") << QByteArray("RFQ") << static_cast<int>(Exclusion::Other);
        QTest::newRow("lower case is not MARKET") << QByteArray("market") << static_cast<int>(Exclusion::Other);
    }
    void excludedTrades() {
        QFETCH(QByteArray, x);
        QFETCH(int, exclusion);
        QCOMPARE(decode(wrapped("ethusdt@trade", replaced(kInsurance, "INSURANCE_FUND", x.toStdString()))), Code::Ok);
        QCOMPARE(static_cast<int>(m_message.trade.exclusion), exclusion);
        QCOMPARE(m_message.trade.id, 73'701'056U);
    }
    void aTradeOfNothingIsAnIdWithoutAFill() {
        const std::string none = replaced(replaced(kInsurance, "2366.55", "0"), "0.070", "0");
        QCOMPARE(decode(wrapped("ethusdt@trade", replaced(none, "INSURANCE_FUND", "MARKET"))), Code::Ok);
        QCOMPARE(m_message.trade.exclusion, Exclusion::Na);
        QCOMPARE(decode(wrapped("ethusdt@trade", replaced(kInsurance, "2366.55", "0.00"))), Code::PriceZero);
        QCOMPARE(decode(wrapped("ethusdt@trade", replaced(kInsurance, "0.070", "0.000"))), Code::QtyZero);
    }
    void kindsThatAreNotUsed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("24hrTicker") << QByteArray(
            R"({"stream":"btcusdt@ticker","data":{"e":"24hrTicker","E":1653815205866,"s":"BTCUSDT","p":"-88.17","P":"-0.855","w":"10223.98","c":"10223.74","Q":"2.097","o":"10311.91","O":1568606704662,"C":1568693104662,"F":1,"L":2,"n":2}})");
        QTest::newRow("24hrMiniTicker") << QByteArray(
            R"({"stream":"btcusdt@miniTicker","data":{"e":"24hrMiniTicker","E":1672515782136,"s":"BTCUSDT","c":"0.0025","v":"10000","q":"18"}})");
        QTest::newRow("miniTickers of all symbols") << QByteArray(
            R"({"stream":"!miniTicker@arr","data":[{"e":"24hrMiniTicker","E":1672515782136,"s":"BTCUSDT","c":"0.0025"}]})");
        QTest::newRow("a list of nothing") << QByteArray(R"({"stream":"!forceOrder@arr","data":[]})");
        QTest::newRow("continuous_kline") << QByteArray(
            R"({"stream":"btcusdt_perpetual@continuousKline_1m","data":{"e":"continuous_kline","E":1607443058651,"ps":"BTCUSDT","ct":"PERPETUAL","k":{"t":1607443020000,"i":"1m","x":false}}})");
        QTest::newRow("a recorder's own snapshot") << QByteArray(
            R"({"stream":"btcusdc@depthSnapshot","generated":true,"data":{"lastUpdateId":16084251,"bids":[["4091.92","0.009"]],"asks":[]}})");
    }
    void kindsThatAreNotUsed() {
        QFETCH(QByteArray, text);
        QCOMPARE(decode(text.toStdString()), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Unused);
    }
    void answersAndNotices() {
        QCOMPARE(decode(R"({"result":null,"id":17})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(decode(R"({"result":["btcusdt@trade"],"id":3})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(decode(R"({"error":{"code":2,"msg":"Invalid request"},"id":17})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Refused);
        QVERIFY(m_message.note == "Invalid request");
        QCOMPARE(decode(R"({"id":17,"error":{"msg":"Too many requests\u0021","code":3}})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Refused);
        QVERIFY(m_message.note == "Too many requests!");
        QCOMPARE(decode(R"({"code":-1121,"msg":"Invalid symbol."})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Refused);
        QVERIFY(m_message.note == "Invalid symbol.");
        QCOMPARE(decode(R"({"code":-1121})"), Code::Ok);  // says nothing
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(decode(R"({"e":"serverShutdown","E":1770123456789})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::ServerShutdown);
    }
    void snapshots() {
        constexpr std::string_view kCoin =
            R"({"lastUpdateId":1027024,"E":1723161257835,"T":1723161257823,"symbol":"BTCUSD_PERP","pair":"BTCUSD","bids":[["61804.7","35"],["61804.6","1"]],"asks":[["61804.8","7"]]})";
        QCOMPARE(decode(kCoin), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Snapshot);
        QVERIFY(m_message.symbol == "BTCUSD_PERP");
        QCOMPARE(m_message.depth.last_id, 1'027'024U);
        QCOMPARE(m_message.depth.bids.size(), std::size_t{2});
        QCOMPARE(m_message.depth.asks[0].price.units, 6'180'480'000'000);
        constexpr std::string_view kSpot =
            R"({"lastUpdateId":1027024,"bids":[["4.0","431.0"]],"asks":[["4.000002","12.0"]]})";
        QCOMPARE(decode(kSpot), Code::Ok);
        QVERIFY(m_message.symbol.empty());
        QCOMPARE(decode(R"({"lastUpdateId":1027024,"bids":[],"asks":[]})"), Code::Ok);
        QCOMPARE(decode(R"({"lastUpdateId":1027024,"bids":[["4.0","431.0"]]})"), Code::FieldMissing);
        Symbols nobody;
        nobody.snapshot_known = false;
        const FrameBytes frame(kSpot);
        QCOMPARE(m_decoder.decode(frame.view(), nobody, m_message), Code::SnapshotOrphan);
    }

    void oneCodeEach_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Code>("code");
        const auto row = [](const char* name, const char* from, const char* to, Code code) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << code;
        };
        row("nothing changed", "BTCUSD_PERP", "BTCUSD_PERP", Code::Ok);
        row("a blank", "\"U\":", "\"U\": ", Code::Ok);
        row("a line break", "\"pu\":", "\n\"pu\":", Code::Ok);
        row("ids as text", "1007198631565", "\"1007198631565\"", Code::Ok);
        row("a number not quoted", "\"61773.6\"", "61773.6", Code::Ok);
        row("an exponent", "61773.6", "6.17736e4", Code::Ok);
        row("an unknown field", "\"ps\":\"BTCUSD\"", "\"zz\":{\"a\":[1,{}]}", Code::Ok);
        row("a third cell", "\"1001\"]", "\"1001\",\"4\"]", Code::Ok);
        row("no price", "61773.6", "", Code::NumSyntax);
        row("a comma in a number", "61773.6", "61,7", Code::NumSyntax);
        row("NaN", "61773.6", "NaN", Code::NumSyntax);
        row("hex", "61773.6", "0x10", Code::NumSyntax);
        row("a plus", "61773.6", "+61773.6", Code::NumSyntax);
        row("nine decimals", "61773.6", "0.123456789", Code::NumPrecision);
        row("too large", "61773.6", "99999999999999999999", Code::NumOverflow);
        row("price zero", "61773.6", "0.0", Code::PriceZero);
        row("price below zero", "61773.6", "-1", Code::NumSign);
        row("quantity below zero", "1001", "-1", Code::NumSign);
        row("a level of one cell", ",\"1001\"", "", Code::FieldMissing);
        row("a level that is none", "[\"61773.6\",\"1001\"]", "7", Code::FieldType);
        row("bids that are no list", "[[\"61773.6\",\"1001\"]]", "{}", Code::NumSyntax);
        row("null for an id", "1007198631565", "null", Code::FieldType);
        row("a negative id", "1007198631565", "-5", Code::NumSyntax);
        row("an id with a point", "1007198631565", "1.5", Code::FieldType);
        row("a symbol that is a number", "\"BTCUSD_PERP\"", "7", Code::FieldType);
        row("another symbol than the wrapper's", "BTCUSD_PERP", "BTCUSD_PERQ", Code::SymbolUnknown);
        row("one bit from the wrapper's", "BTCUSD_PERP", "BTCUSd_PERP", Code::SymbolUnknown);
        row("no U", "\"U\":", "\"V\":", Code::FieldMissing);
        row("no u", "\"u\":", "\"w\":", Code::FieldMissing);
        row("no asks", "\"a\":", "\"c\":", Code::FieldMissing);
        row("no symbol", "\"s\":", "\"x\":", Code::FieldMissing);
        row("an event of tomorrow", "depthUpdate", "depthOpdate", Code::StreamUnknown);
        row("a quote is missing", "\"U\":", "U\":", Code::JsonSyntax);
        row("a bracket is missing", "\"1001\"]]", "\"1001\"]", Code::FieldType);
        row("two commas", ",\"U\"", ",,\"U\"", Code::JsonSyntax);
        row("bytes that are no UTF-8", "BTCUSD_PERP", "\xff\xfe", Code::Utf8);
    }
    void oneCodeEach() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(Code, code);
        const std::string data = replaced(kCoinDepth, from.toStdString(), to.toStdString());
        QCOMPARE(decode(wrapped("btcusd_perp@depth@0ms", data)), code);
        if (code != Code::Ok) return;
        QCOMPARE(m_message.depth.last_id, 1'007'198'631'565U);
        QCOMPARE(m_message.depth.bids[0].price.units, 6'177'360'000'000);
    }
    void aPriceTwiceOnASide() {
        const auto bids = [](const char* levels) { return replaced(kCoinDepth, "[[\"61773.6\",\"1001\"]]", levels); };
        QCOMPARE(decode(wrapped("btcusd_perp@depth", bids(R"([["5","1"],["4","1"],["3","1"]])"))), Code::Ok);
        QCOMPARE(decode(wrapped("btcusd_perp@depth", bids(R"([["3","1"],["5","1"],["4","1"]])"))),
                 Code::Ok);  // any order
        QCOMPARE(decode(wrapped("btcusd_perp@depth", bids(R"([["5","1"],["4","1"],["5","2"]])"))), Code::LevelDup);
        QCOMPARE(decode(wrapped("btcusd_perp@depth", bids(R"([["5","1"],["5.0","0"]])"))), Code::LevelDup);
        QCOMPARE(decode(wrapped("btcusd_perp@depth", bids("[]"))), Code::Ok);
    }
    void fieldsInAnyOrder() {
        const std::string turned =
            R"({"a":[["61801.4","0"]],"b":[["61773.6","1001"]],"pu":1007198631198,"u":1007198631565,"U":1007198631260,"s":"BTCUSD_PERP","T":1723161257432,"e":"depthUpdate"})";
        QCOMPARE(decode(wrapped("btcusd_perp@depth", turned)), Code::Ok);
        QCOMPARE(m_message.depth.asks[0].price.units, 6'180'140'000'000);
        QCOMPARE(decode(turned), Code::Ok);  // and without a wrapper
        const std::string data_first = "{\"data\":" + std::string(kCoinDepth) + ",\"stream\":\"btcusd_perp@depth\"}";
        QCOMPARE(decode(data_first), Code::Ok);
        QCOMPARE(decode("{\"data\":" + std::string(kCoinDepth) + ",\"stream\":\"ethusd_perp@depth\"}"),
                 Code::SymbolUnknown);
    }
    void frames_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Code>("code");
        QTest::newRow("empty") << QByteArray() << Code::JsonSyntax;
        QTest::newRow("a blank") << QByteArray(" ") << Code::JsonSyntax;
        QTest::newRow("half") << QByteArray("{\"stream\":\"btcusdt@tra") << Code::JsonSyntax;
        QTest::newRow("a list") << QByteArray("[1,2]") << Code::FieldType;
        QTest::newRow("a word") << QByteArray("pong") << Code::JsonSyntax;
        QTest::newRow("a damaged word that nobody reads") << QByteArray(R"({"result":nall,"id":1})") << Code::JsonSyntax;
        QTest::newRow("deeper than any message") << QByteArray(R"({"id":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]})") << Code::Size;
        QTest::newRow("an object of nothing") << QByteArray("{}") << Code::StreamUnknown;
        QTest::newRow("a wrapper of nothing")
            << QByteArray(R"({"stream":"btcusdt@trade","data":{}})") << Code::FieldMissing;
        QTest::newRow("data that is text") << QByteArray(R"({"stream":"btcusdt@trade","data":"x"})") << Code::FieldType;
        QTest::newRow("two messages") << QByteArray(R"({"result":null,"id":1}{"result":null,"id":2})")
                                      << Code::JsonSyntax;
    }
    void frames() {
        QFETCH(QByteArray, text);
        QFETCH(Code, code);
        QCOMPARE(decode(text.toStdString()), code);
        QCOMPARE(m_decoder.decode({}, m_symbols, m_message), Code::JsonSyntax);  // no bytes at all
    }
    void aSymbolNobodyKnows() {
        const std::string unknown = replaced(kSpotTrade, "BTCUSDT", "NOPEUSDT");
        QCOMPARE(decode(wrapped("nopeusdt@trade", unknown)), Code::SymbolUnknown);
    }
    void digitsOfTheInstrumentDecide() {
        Symbols cents(Digits{2, 3});
        const FrameBytes good(wrapped("btcusdt@bookTicker", kTicker));
        QCOMPARE(m_decoder.decode(good.view(), cents, m_message), Code::Ok);
        QCOMPARE(m_message.quote.bid.price.units, 6'180'020);
        QCOMPARE(m_message.quote.bid.qty.units, 2'507);
        const FrameBytes finer(wrapped("btcusdt@bookTicker", replaced(kTicker, "61800.20", "61800.201")));
        QCOMPARE(m_decoder.decode(finer.view(), cents, m_message), Code::NumPrecision);
    }
    void timesByMagnitude_data() {
        QTest::addColumn<QByteArray>("stamp");
        QTest::addColumn<qint64>("ns");
        constexpr qint64 kNs = 1'723'161'255'342'000'000;
        QTest::newRow("ns") << QByteArray("1723161255342000000") << kNs;
        QTest::newRow("us") << QByteArray("1723161255342000") << kNs;
        QTest::newRow("ms") << QByteArray("1723161255342") << kNs;
        QTest::newRow("s") << QByteArray("1723161255") << kNs - 342'000'000;
        QTest::newRow("before 2000 is no event time; E stands in") << QByteArray("900000000") << kNs + 1'000'000;
        QTest::newRow("after 2100") << QByteArray("4102444800000") << kNs + 1'000'000;
        QTest::newRow("us past 2262 do not wrap") << QByteArray("20170044073709552") << kNs + 1'000'000;
        QTest::newRow("zero") << QByteArray("0") << kNs + 1'000'000;
        QTest::newRow("largest") << QByteArray("18446744073709551615") << kNs + 1'000'000;
    }
    void timesByMagnitude() {
        QFETCH(QByteArray, stamp);
        QFETCH(qint64, ns);
        QCOMPARE(decode(wrapped("btcusdt@trade", replaced(kSpotTrade, "1723161255342", stamp.toStdString()))),
                 Code::Ok);
        QCOMPARE(qint64(m_message.event_time.ns), ns);
    }
    void twentyThousandLevelsAndNoMore() {
        const auto frame = [](int n) {
            std::string bids = "[";
            for (int i = 0; i < n; ++i) bids += (i ? ",[\"" : "[\"") + std::to_string(100'000 - i) + "\",\"1\"]";
            return wrapped("btcusd_perp@depth", replaced(kCoinDepth, "[[\"61773.6\",\"1001\"]]", bids + "]"));
        };
        QCOMPARE(decode(frame(20'000)), Code::Ok);
        QCOMPARE(m_message.depth.bids.size(), std::size_t{20'000});
        QCOMPARE(decode(frame(20'001)), Code::Size);
    }
};

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
