// SPDX-License-Identifier: GPL-3.0-or-later
#include "binance_test.h"
#include "core/feed/binance/decoder_impl.h"

Q_DECLARE_METATYPE(bw::Code)

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::binance;
using namespace bw::feed::binance::test;

// The stream kinds beside depth, trade and bookTicker: aggregates, bars, marks, liquidations, images, lists.
class TestEvents : public QObject {
    Q_OBJECT
    Decoder m_decoder;
    Symbols m_symbols;
    Message m_message;
    FrameBytes m_frame;  // the message's views point into it

    Code decode(std::string_view text) {
        m_symbols = Symbols{};
        m_frame = FrameBytes(text);
        return m_decoder.decode(m_frame.view(), m_symbols, m_message);
    }
    template <class T>
    const T& item(std::size_t i = 0) {
        if (m_message.kind != Kind::LowRate || m_message.low_rate.size() <= i) qFatal("no element %zu: %s", i, render(m_message).c_str());
        return std::get<T>(m_message.low_rate[i].value);
    }
    static std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
        std::string out(text);
        const std::size_t at = out.find(from);
        if (at == std::string::npos) qFatal("the test's own message lacks %s", std::string(from).c_str());
        return out.replace(at, from.size(), to);
    }

    static constexpr std::string_view kAgg =
        R"({"e":"aggTrade","E":1791391082024,"a":3478018549,"s":"BTCUSDT","p":"83434.40","q":"0.016","nq":"0.015","f":8154045700,"l":8154045704,"T":1791391081874,"m":true,"st":1})";
    static constexpr std::string_view kKline =
        R"({"e":"kline","E":1653818762502,"s":"BTCUSDT","k":{"t":1653818760000,"T":1653818819999,"s":"BTCUSDT","i":"1m","f":1384844002,"L":1384844032,"o":"29038.46","c":"29038.47","h":"29038.48","l":"29038.45","v":"0.20926","n":31,"x":false,"q":"6076.58918","V":"0.10436","Q":"3030.45473","B":"0"}})";
    static constexpr std::string_view kMark =
        R"({"e":"markPriceUpdate","E":1790757114000,"s":"BTCUSDT","p":"83018.14569565","ap":"83018.14569565","P":"83205.55947150","i":"83062.53108696","r":"-0.00001012","T":1790784000000,"st":1})";
    static constexpr std::string_view kForce =
        R"({"e":"forceOrder","E":1791391083124,"o":{"s":"ILVUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"116.5","p":"3.80300","ap":"3.85642","X":"FILLED","l":"25.2","z":"116.4","T":1791391082119,"ps":"ILVUSDT","st":1}})";

private Q_SLOTS:
    void anAggregateKnowsItsFills() {
        QCOMPARE(decode(wrapped("btcusdt@aggTrade", kAgg)), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Trade);
        QVERIFY(m_message.symbol == "BTCUSDT");
        QCOMPARE(m_message.trade.id, 3'478'018'549U);
        QCOMPARE(m_message.trade.first_id, 8'154'045'700U);
        QCOMPARE(m_message.trade.last_id, 8'154'045'704U);
        QCOMPARE(m_message.trade.count, 5U);
        QCOMPARE(m_message.trade.price.units, 8'343'440'000'000);
        QCOMPARE(m_message.trade.qty.units, 1'600'000);  // q, not nq
        QCOMPARE(m_message.trade.side, Side::Sell);
        QCOMPARE(m_message.trade.exclusion, Exclusion::None);
        QCOMPARE(m_message.event_time.ns, 1'791'391'081'874 * kNsPerMs);
        QCOMPARE(m_message.trade.time.ns, m_message.event_time.ns);
        // And the trade after it is none.
        QCOMPARE(decode(wrapped(
                     "btcusdt@trade",
                     R"({"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63","q":"0.02","T":1723161255342,"m":false,"M":true})")),
                 Code::Ok);
        QCOMPARE(m_message.trade.first_id, 0U);
        QCOMPARE(m_message.trade.last_id, 0U);
        QCOMPARE(m_message.trade.count, 1U);
    }
    void anAggregateOfSpotAndOfNothing() {
        QCOMPARE(decode(R"({"e":"aggTrade","E":1616176861895,"s":"BTCUSDT","a":640283266,"p":"58942.01","q":"0.000356","f":716849523,"l":716849523,"T":1616176861893,"m":false,"M":true})"),
                 Code::Ok);
        QCOMPARE(m_message.trade.count, 1U);
        QCOMPARE(m_message.trade.first_id, 716'849'523U);
        QCOMPARE(decode(wrapped("btcusdt@aggTrade", replaced(replaced(kAgg, "83434.40", "0"), "0.016", "0.000"))), Code::Ok);
        QCOMPARE(m_message.trade.exclusion, Exclusion::Na);
    }
    void aggregatesThatAreNone_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Code>("code");
        const auto row = [](const char* name, const char* from, const char* to, Code code) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << code;
        };
        row("no id", "\"a\":", "\"c\":", Code::FieldMissing);
        row("no first", "\"f\":", "\"c\":", Code::FieldMissing);
        row("no last", "\"l\":", "\"c\":", Code::FieldMissing);
        row("no price", "\"p\":", "\"c\":", Code::FieldMissing);
        row("no side", "\"m\":", "\"c\":", Code::FieldMissing);
        row("a side that is none", "\"m\":true", "\"m\":1", Code::SideInvalid);
        row("last before first", "8154045704", "8154045699", Code::SeqInvalid);
        row("more fills than fit", "8154045704", "12449013000", Code::SeqInvalid);
        row("first is zero", "8154045700", "0", Code::SeqInvalid);
        row("first is minus one", "8154045700", "-1", Code::NumSyntax);
        row("half of nothing", "0.016", "0.000", Code::QtyZero);
        row("another symbol", "BTCUSDT", "ETHUSDT", Code::SymbolUnknown);
    }
    void aggregatesThatAreNone() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(Code, code);
        QCOMPARE(decode(wrapped("btcusdt@aggTrade", replaced(kAgg, from.toStdString(), to.toStdString()))), code);
    }

    void aBarThatStillForms() {
        QCOMPARE(decode(wrapped("btcusdt@kline_1m", kKline)), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{1});
        QVERIFY(m_message.symbol == "BTCUSDT" && m_message.low_rate[0].symbol == "BTCUSDT");
        QCOMPARE(m_message.event_time.ns, 1'653'818'762'502 * kNsPerMs);
        QCOMPARE(m_message.low_rate[0].time.ns, m_message.event_time.ns);
        const Kline& k = item<Kline>();
        QCOMPARE(k.period_s, 60);
        QCOMPARE(k.open_time.ns, 1'653'818'760'000 * kNsPerMs);
        QCOMPARE(k.close_time.ns, 1'653'818'819'999 * kNsPerMs);
        QCOMPARE(k.open.units, 2'903'846'000'000);
        QCOMPARE(k.high.units, 2'903'848'000'000);
        QCOMPARE(k.low.units, 2'903'845'000'000);
        QCOMPARE(k.close.units, 2'903'847'000'000);
        QCOMPARE(k.volume.units, 20'926'000);
        QCOMPARE(k.taker_buy.units, 10'436'000);
        QVERIFY(k.quote_volume == (Decimal{607'658'918, -5}) && k.taker_buy_quote == (Decimal{303'045'473, -5}));
        QCOMPARE(k.count, 31U);
        QVERIFY(k.has_count && k.has_taker && !k.is_closed);
        QCOMPARE(decode(wrapped("btcusdt@kline_1m", replaced(kKline, "\"x\":false", "\"x\":true"))), Code::Ok);
        QVERIFY(item<Kline>().is_closed);
    }
    void periods() {
        QCOMPARE(periodOf("1s"), 1);
        QCOMPARE(periodOf("1m"), 60);
        QCOMPARE(periodOf("15m"), 900);
        QCOMPARE(periodOf("12h"), 43'200);
        QCOMPARE(periodOf("3d"), 259'200);
        QCOMPARE(periodOf("1w"), 604'800);
        QCOMPARE(periodOf("1M"), 2'592'000);
        for (const char* none : {"", "m", "1", "1x", "-1m", "1000m", "m1"}) QCOMPARE(periodOf(none), 0);
    }
    void barsThatAreNone_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Code>("code");
        const auto row = [](const char* name, const char* from, const char* to, Code code) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << code;
        };
        row("no bar in it", "\"k\":", "\"kk\":", Code::FieldMissing);
        row("a bar of somebody else", "9999,\"s\":\"BTCUSDT\"", "9999,\"s\":\"ETHUSDT\"", Code::SymbolUnknown);
        row("a stream of somebody else", "2502,\"s\":\"BTCUSDT\"", "2502,\"s\":\"ETHUSDT\"", Code::SymbolUnknown);
        row("no opening time", "1653818760000", "123400000", Code::TimeRange);
        row("no price", "\"29038.46\"", "\"\"", Code::FieldMissing);
        row("a price of zero", "29038.46", "0.00", Code::PriceZero);
        row("a negative volume", "0.20926", "-1", Code::NumSign);
        row("a price too fine", "29038.46", "29038.123456789", Code::NumPrecision);
        row("a truth that is none", "\"x\":false", "\"x\":0", Code::FieldType);
        row("a period of tomorrow", "\"1m\"", "\"1q\"", Code::StreamUnknown);
        row("more trades than fit", "\"n\":31", "\"n\":4294967296", Code::NumOverflow);
        row("cut inside", "\"x\":false,", "\"x\":false", Code::JsonSyntax);
        row("a field twice", "\"n\":31", "\"n\":31,\"n\":32", Code::JsonSyntax);
    }
    void barsThatAreNone() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(Code, code);
        QCOMPARE(decode(wrapped("btcusdt@kline_1m", replaced(kKline, from.toStdString(), to.toStdString()))), code);
    }

    void markAndFunding() {
        QCOMPARE(decode(wrapped("btcusdt@markPrice@1s", kMark)), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{2});
        QVERIFY(m_message.symbol == "BTCUSDT");
        QCOMPARE(m_message.event_time.ns, 1'790'757'114'000 * kNsPerMs);  // E: T is the time of the payment
        const Mark& mark = item<Mark>(0);
        QVERIFY(mark.has_mark && mark.mark == (Decimal{8'301'814'569'565, -8}));
        QVERIFY(mark.has_index && mark.index == (Decimal{8'306'253'108'696, -8}));
        QVERIFY(mark.has_settle && mark.settle_estimate == (Decimal{832'055'594'715, -7}));
        const Funding& funding = item<Funding>(1);
        QVERIFY(funding.rate == (Decimal{-1'012, -8}) && !funding.has_estimate);
        QCOMPARE(funding.funding_time.ns, 1'790'784'000'000 * kNsPerMs);
        QCOMPARE(funding.next_time.ns, 0);
        QCOMPARE(funding.interval_h, 0);
    }
    void marksWithoutFunding_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<bool>("pays");
        const auto row = [](const char* name, const char* stream, const char* data, bool pays) {
            QTest::newRow(name) << QByteArray(stream) << QByteArray(data) << pays;
        };
        row("dated, zeros", "btcbusd_210129@markPrice@1s",
            R"({"e":"markPriceUpdate","E":1609830121004,"s":"BTCBUSD_210129","p":"31799.2773","P":"31235.82439517","i":"31307.034","r":"0.00000000","T":0})", false);
        row("dated, empty rate", "btcusd_210625@markPrice@1s",
            R"({"e":"markPriceUpdate","E":1609830121004,"s":"BTCUSD_210625","p":"31799.2773","P":"31235.8","r":"","T":0})", false);
        row("dated, neither", "btcusd_200925@markPrice@1s",
            R"({"e":"markPriceUpdate","E":1592265602000,"s":"BTCUSD_200925","p":"9501.15723333","P":"9429.39675"})", false);
        row("dated, a zero rate with a time", "btcusdt_210625@markPrice@1s",
            R"({"e":"markPriceUpdate","E":1609830121004,"s":"BTCUSDT_210625","p":"31799.2773","r":"0.0","T":1790784000000})", false);
        row("a perpetual that pays nothing this time", "btcusdt@markPrice@1s",
            R"({"e":"markPriceUpdate","E":1609830121004,"s":"BTCUSDT","p":"31799.2773","i":"","r":"0.00000000","T":1790784000000})", true);
        row("COIN-M has no index here", "btcusd_perp@markPrice",
            R"({"e":"markPriceUpdate","E":1617309477000,"s":"BTCUSD_PERP","p":"59012.56007222","P":"58896.00503145","r":"0.00073689","T":1617321600000})", true);
    }
    void marksWithoutFunding() {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, data);
        QFETCH(bool, pays);
        QCOMPARE(decode(wrapped(stream.toStdString(), data.toStdString())), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), pays ? std::size_t{2} : std::size_t{1});
        QVERIFY(item<Mark>().has_mark);
        QCOMPARE(item<Mark>().has_index, data.contains("31307.034"));
    }
    void aLiquidation() {
        QCOMPARE(decode(wrapped("ilvusdt@forceOrder", kForce)), Code::Ok);
        QVERIFY(m_message.symbol == "ILVUSDT");
        QCOMPARE(m_message.event_time.ns, 1'791'391'082'119 * kNsPerMs);  // the order's own
        const Liquidation& order = item<Liquidation>();
        QCOMPARE(order.side, Side::Sell);
        QCOMPARE(static_cast<int>(order.price_kind), static_cast<int>(Liquidation::PriceKind::Average));
        QVERIFY(order.price == (Decimal{385'642, -5}));
        QVERIFY(order.qty == (Decimal{1'164, -1}));
        QCOMPARE(decode(wrapped("ilvusdt@forceOrder", replaced(kForce, "SELL", "BUY"))), Code::Ok);
        QCOMPARE(item<Liquidation>().side, Side::Buy);
        QCOMPARE(decode(wrapped("ilvusdt@forceOrder", replaced(kForce, "3.85642", "0"))), Code::Ok);
        QCOMPARE(static_cast<int>(item<Liquidation>().price_kind), static_cast<int>(Liquidation::PriceKind::Order));
        QVERIFY(item<Liquidation>().price == (Decimal{3'803, -3}));
        QCOMPARE(decode(wrapped("ilvusdt@forceOrder", replaced(kForce, "116.4", "0"))), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Unused);  // met nobody
        QCOMPARE(decode(wrapped("ilvusdt@forceOrder", replaced(kForce, "SELL", "HOLD"))), Code::SideInvalid);
        QCOMPARE(decode(wrapped("ilvusdt@forceOrder", replaced(kForce, "\"z\"", "\"y\""))), Code::FieldMissing);
        QCOMPARE(decode(wrapped("btcusdt@forceOrder", kForce)), Code::SymbolUnknown);
    }

    void listsOfAllSymbols() {
        const std::string other = replaced(replaced(kMark, "BTCUSDT", "ETHUSDT"), "83018.14569565", "2000.5");
        const std::string foreign = replaced(kMark, "BTCUSDT", "NOPEUSDT");
        const std::string bad = replaced(kMark, "83018.14569565", "x");
        QCOMPARE(decode(wrapped("!markPrice@arr@1s", "[" + std::string(kMark) + "," + foreign + "," + bad + "," + other + ",7]")), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{4});
        QVERIFY(m_message.symbol.empty());
        QVERIFY(m_message.low_rate[0].symbol == "BTCUSDT" && m_message.low_rate[3].symbol == "ETHUSDT");
        QVERIFY(item<Mark>(2).mark == (Decimal{20'005, -1}));
        QCOMPARE(m_message.bad_elements, 2U);
        QCOMPARE(m_message.element_code, Code::NumSyntax);
        QCOMPARE(decode(wrapped("!markPrice@arr", "[" + bad + "]")), Code::NumSyntax);  // nothing good in it
        QCOMPARE(decode(wrapped("!markPrice@arr", "[" + foreign + "]")), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Unused);
        QCOMPARE(decode(wrapped("!markPrice@arr", "[" + std::string(kMark))), Code::JsonSyntax);
        // The liquidations of all symbols come one by one, or as a list; without a wrapper too.
        QCOMPARE(decode(wrapped("!forceOrder@arr", kForce)), Code::Ok);
        QVERIFY(m_message.symbol == "ILVUSDT");
        QCOMPARE(decode(wrapped("!forceOrder@arr", "[" + std::string(kForce) + "]")), Code::Ok);
        QVERIFY(m_message.symbol == "ILVUSDT");
        QCOMPARE(decode("[" + std::string(kForce) + "," + std::string(kMark) + "]"), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{3});
        QCOMPARE(decode(wrapped("!forceOrder@arr", replaced(kForce, "ILVUSDT", "NOPEUSDT"))), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Unused);  // not ours, and nobody asked for it by name
        QCOMPARE(decode(wrapped("nopeusdt@markPrice", foreign)), Code::SymbolUnknown);
        const std::string ticker = R"({"u":19575390521,"s":"NOPEUSDT","b":"29010.9","B":"13.9","a":"29010.91","A":"3.9"})";
        QCOMPARE(decode(wrapped("!bookTicker", ticker)), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Unused);
        QCOMPARE(decode(wrapped("!bookTicker", replaced(ticker, "NOPEUSDT", "BTCUSDT"))), Code::Ok);
        QCOMPARE(m_message.kind, Kind::BookTicker);
        QCOMPARE(decode(wrapped("!bookTicker", "[" + ticker + "]")), Code::FieldMissing);  // never sent so: no event name
    }
    void aListOfMoreElementsThanAnyIs() {
        const auto list = [](int n) {
            std::string out = "[7";
            for (int i = 1; i < n; ++i) out += ",7";
            return wrapped("!markPrice@arr", out + "]");
        };
        QCOMPARE(decode(list(5'000)), Code::FieldType);
        QCOMPARE(decode(list(5'001)), Code::Size);
    }

    void imagesOfSpotAndOfFutures() {
        QCOMPARE(decode(wrapped("btcusdt@depth5@100ms", R"({"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"],["0.0027","0"]]})")), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Image);
        QVERIFY(m_message.symbol == "BTCUSDT");
        QCOMPARE(m_symbols.last, std::string("BTCUSDT"));
        QCOMPARE(m_message.depth.last_id, 160U);
        QCOMPARE(m_message.event_time.ns, 0);
        QCOMPARE(m_message.depth.bids.size(), std::size_t{1});
        QCOMPARE(m_message.depth.asks.size(), std::size_t{2});
        QCOMPARE(m_message.depth.asks[0].price.units, 260'000);
        QCOMPARE(decode(wrapped(
                     "btcusd_220624@depth20",
                     R"({"e":"depthUpdate","E":1653863834495,"T":1653863834489,"s":"BTCUSD_220624","ps":"BTCUSD","U":5,"u":9,"pu":-1,"b":[["29538.2","195"]],"a":[]})")),
                 Code::Ok);  // pu -1: the first image of a stream
        QCOMPARE(decode(wrapped(
                     "btcusd_220624@depth20",
                     R"({"e":"depthUpdate","E":1653863834495,"T":1653863834489,"s":"BTCUSD_220624","ps":"BTCUSD","U":5,"u":9,"pu":4,"b":[["29538.2","195"]],"a":[]})")),
                 Code::Ok);
        QCOMPARE(m_message.kind, Kind::Image);
        QVERIFY(m_message.symbol == "BTCUSD_220624");
        QCOMPARE(m_message.depth.last_id, 9U);
        QCOMPARE(m_message.event_time.ns, 1'653'863'834'489 * kNsPerMs);
        // The wrapper's name may stand behind what it names.
        QCOMPARE(decode(R"({"data":{"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[]},"stream":"ethusdt@depth10"})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Image);
        QVERIFY(m_message.symbol == "ETHUSDT");
        QCOMPARE(decode(wrapped("nopeusdt@depth5", R"({"lastUpdateId":160,"bids":[],"asks":[]})")), Code::SymbolUnknown);
        QCOMPARE(decode(wrapped("btcusdt@depth5", R"({"lastUpdateId":160,"bids":[]})")), Code::FieldMissing);
        QCOMPARE(decode(wrapped("btcusdt@depth5", R"({"lastUpdateId":160,"bids":{},"asks":[]})")), Code::FieldType);
    }
    void aContractThatChanges() {
        QCOMPARE(decode(wrapped(
                     "!contractInfo",
                     R"({"e":"contractInfo","E":1669356423908,"s":"IOTAUSDT","ps":"IOTAUSDT","ct":"PERPETUAL","dt":4133404800000,"ot":1569398400000,"cs":"TRADING","bks":[{"bs":1,"bnf":0,"bnc":5000,"mmr":0.01,"cf":0,"mi":21,"ma":50}]})")),
                 Code::Ok);
        QCOMPARE(m_message.kind, Kind::Catalogue);
        QVERIFY(m_message.symbol == "IOTAUSDT");
    }
    void spotInMicroseconds() {
        QCOMPARE(decode(wrapped(
                     "btcusdt@trade",
                     R"({"e":"trade","E":1741046401271969,"s":"BTCUSDT","t":348656870,"p":"0.2312","q":"2619.4","T":1741046401271497,"m":true,"M":true})")),
                 Code::Ok);
        QCOMPARE(m_message.event_time.ns, 1'741'046'401'271'497'000);
        QCOMPARE(decode(wrapped("btcusdt@depth", R"({"e":"depthUpdate","E":1741046400062507,"s":"BTCUSDT","U":1,"u":2,"b":[],"a":[]})")), Code::Ok);
        QCOMPARE(m_message.depth.event_time.ns, 1'741'046'400'062'507'000);
        QCOMPARE(decode(wrapped("btcusdt@kline_1m", replaced(replaced(replaced(kKline, "1653818762502", "1653818762502001"), "1653818760000", "1653818760000000"),
                                                             "1653818819999", "1653818819999999"))),
                 Code::Ok);
        QCOMPARE(item<Kline>().open_time.ns, 1'653'818'760'000'000'000);
        QCOMPARE(item<Kline>().close_time.ns, 1'653'818'819'999'999'000);
        QCOMPARE(m_message.event_time.ns, 1'653'818'762'502'001'000);
    }
    void ordersOfATradeAreNoPrices() {
        QCOMPARE(decode(wrapped(
                     "bnbbtc@trade",
                     R"({"e":"trade","E":1554076800945,"s":"BNBBTC","t":40756030,"p":"0.00426990","q":"33.82","b":4612047757752932782,"a":4612057653433061439,"T":1554076800940,"m":false,"M":true})")),
                 Code::Ok);
        QCOMPARE(m_message.trade.id, 40'756'030U);
    }
    void theNameOfTheEventMayComeLast() {
        const auto turned = [](std::string_view text) {  // {"e":"x",…} -> {…,"e":"x"}
            const std::size_t comma = text.find(',');
            return "{" + std::string(text.substr(comma + 1, text.size() - comma - 2)) + "," + std::string(text.substr(1, comma - 1)) + "}";
        };
        QCOMPARE(decode(wrapped("btcusdt@aggTrade", turned(kAgg))), Code::Ok);
        QCOMPARE(m_message.trade.count, 5U);
        QCOMPARE(decode(wrapped("btcusdt@markPrice", turned(kMark))), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{2});
        QCOMPARE(decode(wrapped("btcusdt@kline_1m", turned(kKline))), Code::Ok);
        QCOMPARE(item<Kline>().count, 31U);
        QCOMPARE(decode(wrapped("ilvusdt@forceOrder", turned(kForce))), Code::Ok);
        QVERIFY(m_message.symbol == "ILVUSDT");
    }
    void symbolsWithEscapes() {
        // As JSON allows it: BTC and U as an escape.
        QCOMPARE(decode(replaced(kAgg, "BTCUSDT", "BTC\\u0055SDT")), Code::Ok);
        QVERIFY(m_message.symbol == "BTCUSDT");
        QCOMPARE(decode(wrapped("btcusdt@markPrice", replaced(kMark, "BTCUSDT", "BTC\\u0055SDT"))), Code::Ok);
        QVERIFY(m_message.symbol == "BTCUSDT");
        // Not every symbol is ASCII.
        QCOMPARE(decode(wrapped("\u5e01\u5b89usdt@markPrice", replaced(kMark, "BTCUSDT", "\u5e01\u5b89USDT"))), Code::Ok);
        QVERIFY(m_message.symbol == "\u5e01\u5b89USDT");
        QCOMPARE(decode(replaced(kAgg, "BTCUSDT", "")), Code::FieldMissing);
        QCOMPARE(decode(replaced(kAgg, "BTCUSDT", std::string(257, 'A'))), Code::Size);
    }
};

QTEST_GUILESS_MAIN(TestEvents)
#include "tst_events.moc"
