// SPDX-License-Identifier: GPL-3.0-or-later
#include "deribit_test.h"
#include "spec_messages.h"

Q_DECLARE_METATYPE(bw::Code)

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::deribit;
using namespace bw::feed::deribit::test;

// The messages of the feeds specification 8, whole, wrong and rearranged.
class TestDecoder : public QObject {
    Q_OBJECT
    Decoder m_decoder;
    Symbols m_symbols;
    Message m_message;
    FrameBytes m_frame;  // the message's views point into it

    Code decode(std::string_view text, Digits digits = {}) {
        m_symbols = Symbols(digits);
        m_frame = FrameBytes(text);
        const Code plain = m_decoder.decode(m_frame.view(), m_symbols, m_message);
        // Whatever the plain scan says, the JSON library must say too.
        Message other;
        Symbols symbols(digits);
        Decoder decoder;
        const FrameBytes forced = notPlain(text);
        const Code json = decoder.decode(forced.view(), symbols, other);
        if (plain == json && (plain != Code::Ok || textOf(m_message) == textOf(other))) return plain;
        qWarning("plain %s, json %s", codeName(plain).data(), codeName(json).data());
        return Code::Count;
    }
    template <class T>
    const T* lowRate(std::size_t i) const {
        return i < m_message.low_rate.size() ? std::get_if<T>(&m_message.low_rate[i].value) : nullptr;
    }

private Q_SLOTS:
    void bookChange() {
        QCOMPARE(decode(kBookChange), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Depth);
        QVERIFY(m_message.symbol == "BTC-PERPETUAL");
        QCOMPARE(m_message.event_time.ns, 1'789'344'931'639 * kNsPerMs);
        QCOMPARE(m_message.depth.event_time.ns, m_message.event_time.ns);
        QCOMPARE(m_message.depth.prev_id, 118'850'968'930U);
        QCOMPARE(m_message.depth.last_id, 118'850'969'743U);
        QVERIFY(m_message.chained);
        QCOMPARE(m_message.depth.bids.size(), 2U);
        QCOMPARE(m_message.depth.bids[0].price.units, 76'914'00000000);
        QCOMPARE(m_message.depth.bids[0].qty.units, 1'000'200'00000000);  // 1.0002e6, exactly
        QCOMPARE(m_message.depth.bids[1].price.units, 76'893'00000000);
        QCOMPARE(m_message.depth.bids[1].qty.units, 0);
        QCOMPARE(m_message.depth.asks.size(), 1U);
        QCOMPARE(m_message.depth.asks[0].qty.units, 10'00000000);
        QCOMPARE(m_message.bid_actions, (std::vector{LevelAction::Change, LevelAction::Delete}));
        QCOMPARE(m_message.ask_actions, (std::vector{LevelAction::New}));
        QCOMPARE(m_symbols.asked, 1);
    }
    void bookSnapshot() {
        for (const char* prev : {R"("prev_change_id":null,)", R"("prev_change_id":20,)", ""}) {
            QCOMPARE(decode(replaced(replaced(kBookChange, "\"change\",\"prev_change_id\":118850968930,", "\"snapshot\"," + std::string(prev)),
                                     R"(,["delete",76893.0,0.0])", "")),
                     Code::Ok);
            QCOMPARE(m_message.kind, Kind::Snapshot);
            QCOMPARE(m_message.depth.last_id, 118'850'969'743U);
            QCOMPARE(m_message.depth.prev_id, 0U);
            QVERIFY(m_message.bid_actions.empty() && m_message.ask_actions.empty());
        }
    }
    void bookOfTheYearsWithoutAType() {
        QCOMPARE(decode(replaced(kBookChange, R"("type":"change",)", "")), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Depth);
        const std::string first = replaced(replaced(kBookChange, R"("type":"change","prev_change_id":118850968930,)", ""), "\"delete\",76893.0,0.0",
                                           "\"new\",76893.0,1.0");
        QCOMPARE(decode(first), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Snapshot);
    }
    void emptyAndOneSidedBooks() {
        QCOMPARE(decode(message("book.BTC-PERPETUAL.raw",
                                R"({"type":"snapshot","timestamp":1626993723632,"instrument_name":"BTC-PERPETUAL","change_id":7,"bids":[],"asks":[]})")),
                 Code::Ok);
        QVERIFY(m_message.depth.bids.empty() && m_message.depth.asks.empty());
        QCOMPARE(decode(message("book.BTC-PERPETUAL.agg2",
                                R"({"type":"snapshot","timestamp":1626993723632,"instrument_name":"BTC-PERPETUAL","change_id":7,"bids":[],"asks":[["new",0.001,274.0]]})")),
                 Code::Ok);
        QCOMPARE(m_message.depth.asks.size(), 1U);
    }
    void groupedBookIsAnImage() {
        QCOMPARE(decode(kBookImage), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Image);
        QCOMPARE(m_message.depth.last_id, 45'176'371'821U);
        QCOMPARE(m_message.depth.bids.size(), 2U);
        QCOMPARE(m_message.depth.bids[1].qty.units, 2200'00000000);
        QVERIFY(m_message.bid_actions.empty());
        QCOMPARE(decode(replaced(kBookImage, ".none.20", "")), Code::FieldType);  // pairs where actions belong
        QCOMPARE(decode(replaced(kBookImage, "[31966.0", "[\"new\",31966.0")), Code::NumSyntax);
    }
    void blanksAndOrderDoNotMatter() {
        QCOMPARE(decode(kBookChange), Code::Ok);
        const std::string want = textOf(m_message);
        for (const std::string_view text : {kBookSpaced, kBookDataFirst, kBookNameLast}) {
            QCOMPARE(decode(text), Code::Ok);
            QCOMPARE(textOf(m_message), want);
        }
    }

    void wrongBooks_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Code>("code");
        const auto row = [](const char* name, const char* from, const char* to, Code code) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << code;
        };
        row("no change_id", "\"change_id\":118850969743,", "", Code::FieldMissing);
        row("a change that follows nothing", "\"prev_change_id\":118850968930,", "", Code::FieldMissing);
        row("ids are whole numbers", "118850969743", "118850969743.5", Code::NumSyntax);
        row("id past 64 bits", "118850969743", "18446744073709551616", Code::NumOverflow);
        row("unknown type", "\"type\":\"change\"", "\"type\":\"chance\"", Code::FieldType);
        row("unknown action", "\"delete\"", "\"remove\"", Code::FieldType);
        row("no asks", ",\"asks\":[[\"new\",77023.0,10.0]]", "", Code::FieldMissing);
        row("bids twice", "\"asks\":[[\"new\",77023.0,10.0]]", "\"bids\":[]", Code::JsonSyntax);
        row("change_id twice", "\"timestamp\":1789344931639", "\"change_id\":1", Code::JsonSyntax);
        row("a level without amount", "77023.0,10.0", "77023.0", Code::FieldMissing);
        row("null amount", "77023.0,10.0", "77023.0,null", Code::FieldMissing);
        row("zero price", "77023.0", "0.0", Code::PriceZero);
        row("negative price", "77023.0", "-77023.0", Code::NumSign);
        row("negative amount", "77023.0,10.0", "77023.0,-10.0", Code::NumSign);
        row("new with nothing", "77023.0,10.0", "77023.0,0.0", Code::QtyZero);
        row("too many decimals", "77023.0", "77023.123456789", Code::NumPrecision);
        row("too large", "77023.0", "1e19", Code::NumOverflow);
        row("NaN", "77023.0", "NaN", Code::NumSyntax);
        row("hexadecimal", "77023.0", "0x77", Code::NumSyntax);
        row("leading zero", "77023.0", "077023.0", Code::NumSyntax);
        row("decimal comma", "77023.0,10.0", "77023,0,10.0", Code::QtyZero);
        row("a word for a price", "77023.0", "true", Code::FieldType);
        row("one price twice", "76893.0", "76914.00", Code::LevelDup);
        row("another instrument inside", "\"instrument_name\":\"BTC-PERPETUAL\"", "\"instrument_name\":\"BTC-PERPETUAM\"", Code::SymbolUnknown);
        row("no instrument inside", "\"instrument_name\":\"BTC-PERPETUAL\",", "", Code::FieldMissing);
        row("bids are no list", "\"asks\":[[\"new\",77023.0,10.0]]", "\"asks\":{}", Code::FieldType);
        row("levels are no lists", "[\"new\",77023.0,10.0]", "77023.0", Code::FieldType);
        row("cut", "10.0]]}}}", "10.0]]}", Code::JsonSyntax);
        row("more behind", "10.0]]}}}", "10.0]]}}}{}", Code::JsonSyntax);
        row("bracket of the wrong kind", "10.0]]}}}", "10.0]}}}}", Code::JsonSyntax);
        row("broken in a field nobody reads", "\"jsonrpc\":\"2.0\"", "\"jsonrpc\":2.0.1", Code::NumSyntax);
        row("a broken escape nobody reads", "\"jsonrpc\":\"2.0\"", "\"jsonrpc\":\"2\\x0\"", Code::JsonSyntax);
        row("no UTF-8", "\"jsonrpc\":\"2.0\"", "\"jsonrpc\":\"\xff\"", Code::Utf8);
        row("unknown channel", "book.BTC", "cook.BTC", Code::StreamUnknown);
        row("channel of no form", "book.BTC-PERPETUAL.100ms", "book.BTC-PERPETUAL", Code::StreamUnknown);
        row("unknown method", "subscription", "subscribed", Code::StreamUnknown);
    }
    void wrongBooks() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(Code, code);
        QCOMPARE(decode(replaced(kBookChange, from.toStdString(), to.toStdString())), code);
    }
    void aDamagedNameBecomesNoInstrument() {
        QCOMPARE(decode(replaced(kBookChange, "\"instrument_name\":\"BTC-P", "\"instrument_name\":\"BTD-P")), Code::SymbolUnknown);
        QCOMPARE(decode(replaced(kTrades, "\"instrument_name\":\"BTC-P", "\"instrument_name\":\"BTD-P")), Code::Ok);
        QCOMPARE(m_message.bad_elements, 1U);
        QCOMPARE(decode(replaced(kQuote, "\"instrument_name\":\"BTC-P", "\"instrument_name\":\"BTD-P")), Code::SymbolUnknown);
        QCOMPARE(decode(replaced(kTicker, "\"instrument_name\":\"BTC-P", "\"instrument_name\":\"BTD-P")), Code::SymbolUnknown);
        QCOMPARE(m_symbols.asked, 0);
    }
    void nobodysInstrument() {
        std::string text(kBookChange);
        for (std::size_t at = 0; (at = text.find("BTC-PERPETUAL", at)) != std::string::npos; ++at) text.replace(at, 3, "NOPE");
        QCOMPARE(decode(text), Code::SymbolUnknown);
    }
    void combosMayCostLessThanNothing() {
        const std::string combo = R"({"type":"change","timestamp":1662681659203,"instrument_name":"BTC-FS-30SEP22_PERP","prev_change_id":1,)"
                                  R"("change_id":2,"bids":[["new",-7.0,300000.0],["new",0.0,5.0]],"asks":[["new",-5.0,300000.0]]})";
        QCOMPARE(decode(message("book.BTC-FS-30SEP22_PERP.100ms", combo)), Code::Ok);
        QCOMPARE(m_message.depth.bids[0].price.units, -7'00000000);
        QCOMPARE(m_message.depth.bids[1].price.units, 0);
    }
    void deeperThanSixteenIsRefused() {
        const auto nested = [](int depth) {
            return R"({"jsonrpc":"2.0","result":)" + std::string(static_cast<std::size_t>(depth), '[') +
                   std::string(static_cast<std::size_t>(depth), ']') + "}";
        };
        QCOMPARE(decode(nested(15)), Code::Ok);
        QCOMPARE(decode(nested(16)), Code::Size);
    }
    void manyLevels() {
        const auto book = [](int count) {
            std::string bids;
            for (int i = 0; i < count; ++i) bids += (i > 0 ? R"(,["new",)" : R"(["new",)") + std::to_string(i + 1) + ".5,10.0]";
            return message("book.BTC-PERPETUAL.raw", R"({"type":"snapshot","instrument_name":"BTC-PERPETUAL","change_id":2,"bids":[)" + bids + R"(],"asks":[]})");
        };
        QCOMPARE(decode(book(20'000)), Code::Ok);
        QCOMPARE(m_message.depth.bids.size(), 20'000U);
        QCOMPARE(decode(book(20'001)), Code::Size);
    }

    void trades() {
        QCOMPARE(decode(kTrades), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Trades);
        QVERIFY(m_message.symbol == "BTC-PERPETUAL");
        QCOMPARE(m_message.trades.size(), 1U);
        const Trade& trade = m_message.trades[0];
        QCOMPARE(trade.id, 140'284'854U);
        QCOMPARE(trade.time.ns, 1'789'344'933'994 * kNsPerMs);
        QCOMPARE(trade.price.units, 76'917'50000000);
        QCOMPARE(trade.qty.units, 8450'00000000);
        QCOMPARE(trade.side, Side::Buy);
        QCOMPARE(trade.exclusion, Exclusion::None);
        QCOMPARE(m_message.bad_elements, 0U);
        QVERIFY(m_message.low_rate.empty());
    }
    void idsAboveTwoToTheFiftyThirdAreExact() {
        QCOMPARE(decode(replaced(kTrades, "\"trade_seq\":140284854", "\"trade_seq\":225046781992378368")), Code::Ok);
        QCOMPARE(m_message.trades[0].id, 225'046'781'992'378'368U);
        QCOMPARE(decode(replaced(kTrades, "\"trade_seq\":140284854", "\"trade_seq\":\"225046781992378369\"")), Code::Ok);
        QCOMPARE(m_message.trades[0].id, 225'046'781'992'378'369U);
    }
    void exclusions() {
        QCOMPARE(decode(replaced(kTrades, "\"contracts\":845.0", "\"block_trade_id\":\"BLOCK-6\",\"combo_id\":\"X\"")), Code::Ok);
        QCOMPARE(m_message.trades[0].exclusion, Exclusion::Block);
        QCOMPARE(decode(replaced(kTrades, "\"contracts\":845.0", "\"combo_trade_id\":\"43\"")), Code::Ok);
        QCOMPARE(m_message.trades[0].exclusion, Exclusion::Combo);
        QCOMPARE(decode(replaced(kTrades, "\"contracts\":845.0", "\"combo_id\":\"BTC-FS-25DEC26_PERP\"")), Code::Ok);
        QCOMPARE(m_message.trades[0].exclusion, Exclusion::Combo);
        QCOMPARE(decode(replaced(kTrades, "\"contracts\":845.0", "\"combo_id\":null,\"block_trade_id\":\"\"")), Code::Ok);
        QCOMPARE(m_message.trades[0].exclusion, Exclusion::None);
    }
    void liquidations_data() {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<std::vector<Side>>("sides");
        QTest::newRow("the taker bought") << QByteArray("\"T\"") << std::vector{Side::Buy};
        QTest::newRow("the maker sold") << QByteArray("\"M\"") << std::vector{Side::Sell};
        QTest::newRow("both") << QByteArray("\"MT\"") << std::vector{Side::Buy, Side::Sell};
        QTest::newRow("nobody, in a word") << QByteArray("\"none\"") << std::vector<Side>{};
        QTest::newRow("nobody") << QByteArray("null") << std::vector<Side>{};
    }
    void liquidations() {
        QFETCH(QByteArray, who);
        QFETCH(std::vector<Side>, sides);
        QCOMPARE(decode(replaced(kTrades, "\"contracts\":845.0", "\"liquidation\":" + who.toStdString())), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Trades);
        QCOMPARE(m_message.trades.size(), 1U);
        QCOMPARE(m_message.low_rate.size(), sides.size());
        for (std::size_t i = 0; i < sides.size(); ++i) {
            const auto* const item = lowRate<Liquidation>(i);
            QVERIFY(item != nullptr);
            QCOMPARE(item->side, sides[i]);
            QCOMPARE(item->price, (Decimal{769175, -1}));
            QCOMPARE(item->qty, (Decimal{8450, 0}));
            QVERIFY(m_message.low_rate[i].symbol == "BTC-PERPETUAL");
            QCOMPARE(m_message.low_rate[i].time.ns, m_message.trades[0].time.ns);
        }
    }
    void anUnknownLiquidationLeavesTheTrade() {
        QCOMPARE(decode(replaced(kTrades, "\"contracts\":845.0", "\"liquidation\":\"Q\"")), Code::Ok);
        QCOMPARE(m_message.trades.size(), 1U);
        QCOMPARE(m_message.bad_elements, 1U);
        QCOMPARE(m_message.element_code, Code::FieldType);
    }
    void goodTradesBesideABadOneCount_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Code>("code");
        const auto row = [](const char* name, const char* from, const char* to, Code code) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << code;
        };
        row("no number", "\"trade_seq\":140284854,", "", Code::FieldMissing);
        row("no direction", "\"direction\":\"buy\",", "", Code::FieldMissing);
        row("direction of no side", "\"buy\"", "\"bye\"", Code::SideInvalid);
        row("nothing traded", "8450.0", "0.0", Code::QtyZero);
        row("less than nothing traded", "8450.0", "-1.0", Code::NumSign);
        row("no price", "\"price\":76917.5,", "", Code::FieldMissing);
        row("zero price", "\"price\":76917.5", "\"price\":0.0", Code::PriceZero);
        row("negative price", "\"price\":76917.5", "\"price\":-0.5", Code::NumSign);
        row("price is a list", "\"price\":76917.5", "\"price\":[1,{}]", Code::FieldType);
        row("a time of no number", "1789344933994", "\"now\"", Code::NumSyntax);
    }
    void goodTradesBesideABadOneCount() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(Code, code);
        const std::string list(kTrades.substr(kTrades.find("[{") + 1, kTrades.find("}]") - kTrades.find("[{")));
        const std::string bad = replaced(list, from.toStdString(), to.toStdString());
        QCOMPARE(decode(message("trades.BTC-PERPETUAL.100ms", "[" + bad + "," + list + "]")), Code::Ok);
        QCOMPARE(m_message.trades.size(), 1U);
        QCOMPARE(m_message.bad_elements, 1U);
        QCOMPARE(m_message.element_code, code);
        QVERIFY(m_message.symbol == "BTC-PERPETUAL");
    }
    void aTimeOutOfRangeIsNoTime() {
        QCOMPARE(decode(replaced(kTrades, "1789344933994", "32503708800000")), Code::Ok);
        QCOMPARE(m_message.trades[0].time.ns, 0);
        QCOMPARE(decode(replaced(kTrades, "\"timestamp\":1789344933994,", "")), Code::Ok);
        QCOMPARE(m_message.trades[0].time.ns, 0);
    }
    void tradesOfSeveralInstruments() {
        const std::string one = R"({"trade_seq":1706,"trade_id":"137488100","timestamp":1616321732986,"price":0.007,"instrument_name":"BTC-26MAR21-62000-C","direction":"buy","amount":0.1})";
        QCOMPARE(decode(message("trades.option.any.raw", "[" + one + "," + replaced(one, "62000", "63000") + "]")), Code::Ok);
        QVERIFY(m_message.symbol == "BTC-26MAR21-62000-C");
        QCOMPARE(m_message.trades.size(), 1U);
        QCOMPARE(m_message.bad_elements, 1U);
        QCOMPARE(m_message.element_code, Code::ChannelUnrequested);
    }
    void tooManyTrades() {
        std::string list;
        for (int i = 0; i < 5'001; ++i)
            list += std::string(i > 0 ? "," : "") + R"({"trade_seq":1,"price":1.0,"instrument_name":"BTC-PERPETUAL","direction":"buy","amount":1.0})";
        QCOMPARE(decode(message("trades.BTC-PERPETUAL.raw", "[" + list + "]")), Code::Size);
    }

    void quote() {
        QCOMPARE(decode(kQuote), Code::Ok);
        QCOMPARE(m_message.kind, Kind::BookTicker);
        QCOMPARE(m_message.id, 1'765'541'767'174U);
        QVERIFY(m_message.quote.has_bid && m_message.quote.has_ask);
        QCOMPARE(m_message.quote.bid.price.units, 92'288'00000000);
        QCOMPARE(m_message.quote.bid.qty.units, 133'440'00000000);
        QCOMPARE(m_message.quote.ask.price.units, 92'288'50000000);
    }
    void noQuoteOnASide_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("price 0") << QByteArray("92288.0,") << QByteArray("0.0,");
        QTest::newRow("price null") << QByteArray("92288.0,") << QByteArray("null,");
        QTest::newRow("price absent") << QByteArray("\"best_bid_price\":92288.0,") << QByteArray();
        QTest::newRow("amount 0") << QByteArray("133440.0") << QByteArray("0.0");
        QTest::newRow("amount null") << QByteArray("133440.0") << QByteArray("null");
    }
    void noQuoteOnASide() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QCOMPARE(decode(replaced(kQuote, from.toStdString(), to.toStdString())), Code::Ok);
        QVERIFY(!m_message.quote.has_bid);
        QCOMPARE(m_message.quote.bid, Level{});
        QVERIFY(m_message.quote.has_ask);
    }
    void aNegativeQuoteIsWrong() { QCOMPARE(decode(replaced(kQuote, "92288.0,", "-92288.0,")), Code::NumSign); }

    void ticker() {
        QCOMPARE(decode(kTicker), Code::Ok);
        QCOMPARE(m_message.kind, Kind::LowRate);
        QVERIFY(!m_message.quote.has_bid && !m_message.quote.has_ask);
        QCOMPARE(m_message.low_rate.size(), 3U);
        QVERIFY(lowRate<Mark>(0) && lowRate<Funding>(1) && lowRate<OpenInterest>(2));
        QCOMPARE(lowRate<Mark>(0)->mark, (Decimal{9228178, -2}));
        QCOMPARE(lowRate<Mark>(0)->index, (Decimal{9226355, -2}));
        QVERIFY(!lowRate<Mark>(0)->has_settle);
        QCOMPARE(lowRate<Funding>(1)->rate, (Decimal{255, -8}));  // 2.55e-06
        QVERIFY(lowRate<Funding>(1)->has_estimate);
        QCOMPARE(lowRate<Funding>(1)->estimated_rate, Decimal{});
        QCOMPARE(lowRate<Funding>(1)->interval_h, 8);
        QCOMPARE(lowRate<OpenInterest>(2)->oi, (Decimal{1132329370, 0}));
        for (const LowRate& item : m_message.low_rate) {
            QVERIFY(item.symbol == "BTC-PERPETUAL");
            QCOMPARE(item.time.ns, 1'765'541'474'086 * kNsPerMs);
        }
    }
    void tickerOfASettledOption() {
        QCOMPARE(decode(message("ticker.BTC-8JUN20-8750-P.raw",
                                R"({"timestamp":1591603200048,"open_interest":0.0,"mark_price":0.0,"instrument_name":"BTC-8JUN20-8750-P","index_price":9729.25,"estimated_delivery_price":"expired","greeks":{"vega":7e-05}})")),
                 Code::Ok);
        QCOMPARE(m_message.low_rate.size(), 2U);
        QVERIFY(lowRate<Mark>(0) && !lowRate<Mark>(0)->has_settle && lowRate<Mark>(0)->has_mark);
    }
    void oneBadValueOfATickerLeavesTheOthers() {
        QCOMPARE(decode(replaced(kTicker, "92281.78", "-92281.78")), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), 2U);
        QCOMPARE(m_message.bad_elements, 1U);
        QCOMPARE(m_message.element_code, Code::NumSign);
        QCOMPARE(decode(message("ticker.BTC-PERPETUAL.raw", R"({"instrument_name":"BTC-PERPETUAL"})")), Code::FieldMissing);
    }
    void volatilityIndex() {
        QCOMPARE(decode(kVolIndex), Code::Ok);
        QCOMPARE(m_message.kind, Kind::LowRate);
        QVERIFY(lowRate<VolIndex>(0));
        QCOMPARE(lowRate<VolIndex>(0)->value, (Decimal{12936, -2}));
        QVERIFY(m_message.low_rate[0].symbol == "btc_usd");
        QCOMPARE(m_message.low_rate[0].time.ns, 1'619'777'946'007 * kNsPerMs);
        QCOMPARE(m_symbols.asked, 0);
        QCOMPARE(decode(replaced(kVolIndex, "\"index_name\":\"btc_usd\"", "\"index_name\":\"eth_usd\"")), Code::SymbolUnknown);
        QCOMPARE(decode(replaced(kVolIndex, "129.36", "null")), Code::FieldMissing);
    }
    void chartBars() {
        const std::string inverse = R"({"volume":0.02120555,"tick":1654079340000,"open":31595.5,"low":31595.0,"high":31596.5,"cost":670.0,"close":31596.0})";
        QCOMPARE(decode(message("chart.trades.BTC-PERPETUAL.1", inverse), {1, 0}), Code::Ok);
        QVERIFY(lowRate<Kline>(0));
        QCOMPARE(lowRate<Kline>(0)->open_time.ns, 1'654'079'340'000 * kNsPerMs);
        QCOMPARE(lowRate<Kline>(0)->close_time.ns, 1'654'079'399'999 * kNsPerMs);
        QCOMPARE(lowRate<Kline>(0)->volume.units, 670);  // USD
        QCOMPARE(lowRate<Kline>(0)->quote_volume, (Decimal{2120555, -8}));
        QCOMPARE(lowRate<Kline>(0)->high.units, 315'965);
        QVERIFY(!lowRate<Kline>(0)->is_closed && !lowRate<Kline>(0)->has_count && !lowRate<Kline>(0)->has_taker);
        const std::string option = R"({"volume":0.1,"tick":1679559480000,"open":0.003,"low":0.003,"high":0.003,"cost":0.0003,"close":0.003})";
        QCOMPARE(decode(message("chart.trades.BTC-25MAR23-26500-P.1D", option), {4, 1}), Code::Ok);
        QCOMPARE(lowRate<Kline>(0)->volume.units, 1);
        QCOMPARE(lowRate<Kline>(0)->period_s, 86'400);
        QCOMPARE(decode(message("chart.trades.BTC-PERPETUAL.1W", inverse)), Code::StreamUnknown);
    }
    void instrumentState() {
        QCOMPARE(decode(message("instrument.state.any.any", R"({"timestamp":1553080940000,"state":"created","instrument_name":"BTC-22MAR19"})")), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Catalogue);
        QVERIFY(m_message.symbol == "BTC-22MAR19");
        QCOMPARE(m_symbols.asked, 0);
    }
    void knownButUnused_data() {
        QTest::addColumn<QByteArray>("channel");
        for (const char* channel : {"user.orders.BTC-PERPETUAL.raw", "estimated_expiration_price.btc_usd", "markprice.options.btc_usd",
                                    "perpetual.BTC-PERPETUAL.raw", "deribit_price_index.btc_usd", "platform_state", "announcements", "incremental_ticker.BTC-PERPETUAL"})
            QTest::newRow(channel) << QByteArray(channel);
    }
    void knownButUnused() {
        QFETCH(QByteArray, channel);
        QCOMPARE(decode(message(channel.toStdString(), R"([{"a":1.5e3,"b":[null,true,"x\n"]}])")), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Unused);
        QCOMPARE(decode(message(channel.toStdString(), R"([{"a":1.5e,"b":[]}])")), Code::NumSyntax);
    }

    void control() {
        QCOMPARE(decode(R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(decode(R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(decode(kSubscribed), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(decode(R"({"jsonrpc":"2.0","id":1,"result":{"version":"1.2.26"}})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(decode(R"({"jsonrpc":"2.0","id":1,"result":"ok"})"), Code::Ok);
    }
    void refused() {
        QCOMPARE(decode(kRefused), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Refused);
        QVERIFY(m_message.note == "10028 too_many_requests");
    }
    void nothingOfOurs_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Code>("code");
        QTest::newRow("empty") << QByteArray("") << Code::JsonSyntax;
        QTest::newRow("blank") << QByteArray("  ") << Code::JsonSyntax;
        QTest::newRow("no object") << QByteArray("[1]") << Code::FieldType;
        QTest::newRow("a word") << QByteArray("pong") << Code::JsonSyntax;
        QTest::newRow("says nothing") << QByteArray("{}") << Code::StreamUnknown;
        QTest::newRow("a version only") << QByteArray("{\"jsonrpc\":\"2.0\"}") << Code::StreamUnknown;
        QTest::newRow("no data") << QByteArray(R"({"method":"subscription","params":{"channel":"quote.BTC-PERPETUAL"}})") << Code::FieldMissing;
        QTest::newRow("no channel") << QByteArray(R"({"method":"subscription","params":{"data":{}}})") << Code::FieldMissing;
        QTest::newRow("no params") << QByteArray(R"({"method":"subscription"})") << Code::FieldMissing;
        QTest::newRow("params of no object") << QByteArray(R"({"method":"subscription","params":[]})") << Code::FieldType;
    }
    void nothingOfOurs() {
        QFETCH(QByteArray, text);
        const Code code = decode({text.constData(), static_cast<std::size_t>(text.size())});
        QVERIFY(code != Code::Ok);
        if (text != "" && text != "  " && text != "pong") QTEST(code, "code");
    }

    void markets_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("market");
        QTest::addColumn<bool>("inverse");
        const auto row = [](const char* name, const char* market, bool inverse = false) {
            QTest::newRow(name) << QByteArray(name) << QByteArray(market) << inverse;
        };
        row("BTC-PERPETUAL", "swap", true);
        row("SOL_USDC-PERPETUAL", "swap");
        row("BTC-26MAR21", "futures", true);
        row("BTC-6AUG21", "futures", true);
        row("BTC_USDC-27DEC24", "futures");
        row("BTC-6AUG21-40000-C", "option");
        row("MATIC_USDC-9MAR24-1d02-C", "option");
        row("BTC-FS-30SEP22_PERP", "combo");
        row("BTC-STRD-30SEP22-20000", "combo");
        row("BTC-CSR12-16SEP22-21000_23000", "combo");
        row("BTC-BOX-25DEC26-58000_60000", "combo");
        row("BTC_USDC", "spot");
        row("BTC", "");
        row("", "");
        row("BTC-", "");
        row("-PERPETUAL", "");
        row("BTC-PERP", "");
        row("BTC-6AUG21-40000", "");
        row("BTC-6AUG21-40000-X", "");
    }
    void markets() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, market);
        QCOMPARE(QByteArray::fromStdString(std::string(marketOf(name.toStdString()))), market);
        QTEST(isInverse(name.toStdString()), "inverse");
    }
};

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
