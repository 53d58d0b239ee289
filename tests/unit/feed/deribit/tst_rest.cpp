// SPDX-License-Identifier: GPL-3.0-or-later
#include "deribit_test.h"

Q_DECLARE_METATYPE(bw::Code)

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::deribit;
using namespace bw::feed::deribit::test;

class TestRest : public QObject {
    Q_OBJECT
    Decoder m_decoder;
    Symbols m_symbols;
    Message m_message;
    FrameBytes m_frame;  // the message's views point into it
    std::vector<InstrumentSpec> m_specs;
    std::size_t m_skipped = 0;

    Code rest(std::string_view purpose, std::string_view result) {
        m_frame = FrameBytes(R"({"jsonrpc":"2.0","id":1,"result":)" + std::string(result) + R"(,"usIn":1779107382051000,"testnet":false})");
        return m_decoder.decodeRest(purpose, m_frame.view(), m_symbols, m_message);
    }
    Code catalogue(std::string_view result) {
        const FrameBytes frame(R"({"jsonrpc":"2.0","result":)" + std::string(result) + "}");
        return m_decoder.decodeCatalogue(frame.view(), m_specs, m_skipped);
    }

    static constexpr std::string_view kTrade =
        R"({"amount":1.0,"direction":"sell","instrument_name":"ETH-PERPETUAL","price":2968.3,"timestamp":1766332040636,"trade_id":"ETH-284830839","trade_seq":203024587})";
    static constexpr std::string_view kFuture =
        R"({"kind":"future","instrument_name":"BTC-27DEC24","instrument_type":"reversed","expiration_timestamp":1735300800000,"is_active":true,"tick_size":0.5,"contract_size":10.0,"min_trade_amount":10.0,"block_trade_tick_size":0.01,"settlement_currency":"BTC","settlement_period":"month","base_currency":"BTC","counter_currency":"USD","quote_currency":"USD","tick_size_steps":[]})";

private Q_SLOTS:
    void aPageOfTrades() {
        const std::string two = "[" + std::string(kTrade) + "," + replaced(kTrade, "203024587", "203024588") + "]";
        QCOMPARE(rest("trades", R"({"has_more":true,"trades":)" + two + "}"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Trades);
        QVERIFY(m_message.symbol == "ETH-PERPETUAL");
        QCOMPARE(m_message.trades.size(), 2U);
        QCOMPARE(m_message.trades[1].id, 203'024'588U);
        QVERIFY(m_message.note == "has_more");
        QCOMPARE(rest("trades", R"({"trades":)" + two + R"(,"has_more":false})"), Code::Ok);
        QVERIFY(m_message.note.empty());
        QCOMPARE(rest("trades", R"({"trades":[],"has_more":false})"), Code::Ok);
        QVERIFY(m_message.trades.empty() && m_message.symbol.empty());
        QCOMPARE(rest("trades", R"({"has_more":false})"), Code::FieldMissing);
        QCOMPARE(rest("trades", "[]"), Code::FieldType);
    }
    void aComboTradeAndItsLegs() {
        const std::string combo = R"([{"timestamp":1779118041756,"price":-0.0639,"amount":0.1,"direction":"sell","instrument_name":"BTC-CS-19MAY26-70000_75000","trade_seq":1,)"
                                  R"("legs":[{"price":0.0174,"combo_id":"BTC-CS-19MAY26-70000_75000","trade_seq":8}],"trade_id":"244365193"}])";
        QCOMPARE(rest("trades", R"({"trades":)" + combo + R"(,"has_more":false})"), Code::Ok);
        QCOMPARE(m_message.trades.size(), 1U);
        QCOMPARE(m_message.trades[0].id, 1U);
        QCOMPARE(m_message.trades[0].price.units, -6'390'000);
        QCOMPARE(m_message.trades[0].exclusion, Exclusion::None);  // the combo's own trade; its legs' are elsewhere
    }
    void volatilityBars() {
        QCOMPARE(rest("vol_index", R"({"data":[[1789470000000,56.1,56.2,56.0,56.15],[1789470060000,56.1,null,56.0,56.15],[1789470120000,1,2]],"continuation":null})"),
                 Code::Ok);
        QCOMPARE(m_message.kind, Kind::LowRate);
        QCOMPARE(m_message.low_rate.size(), 1U);
        QCOMPARE(m_message.bad_elements, 2U);
        const auto* const bar = std::get_if<VolIndex>(&m_message.low_rate[0].value);
        QVERIFY(bar != nullptr && bar->is_bar);
        QCOMPARE(bar->open, (Decimal{561, -1}));
        QCOMPARE(bar->high, (Decimal{562, -1}));
        QCOMPARE(bar->low, (Decimal{56, 0}));
        QCOMPARE(bar->value, (Decimal{5615, -2}));
        QCOMPARE(m_message.low_rate[0].time.ns, 1'789'470'000'000 * kNsPerMs);
        QCOMPARE(rest("vol_index", R"({"continuation":null})"), Code::FieldMissing);
    }
    void tickerAndSummaries() {
        const std::string summary = R"({"open_interest":272308070,"mark_price":29727.97,"instrument_name":"BTC-24JUN22","creation_timestamp":1654338604906,"bid_price":null})";
        QCOMPARE(rest("ticker", summary), Code::Ok);
        QCOMPARE(m_message.low_rate.size(), 2U);
        QCOMPARE(rest("book_summary", "[" + summary + "," + replaced(summary, "BTC-24JUN22", "NOPE-PERPETUAL") + "," +
                                          replaced(summary, "BTC-24JUN22", "ETH-24JUN22") + "]"),
                 Code::Ok);
        QCOMPARE(m_message.low_rate.size(), 4U);
        QVERIFY(m_message.low_rate[0].symbol == "BTC-24JUN22" && m_message.low_rate[3].symbol == "ETH-24JUN22");
        QCOMPARE(m_message.low_rate[3].time.ns, 1'654'338'604'906 * kNsPerMs);
        QCOMPARE(m_message.bad_elements, 0U);
    }
    void otherReplies() {
        QCOMPARE(rest("time", "1733338800000"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(rest("weather", "1"), Code::StreamUnknown);
        const FrameBytes refused(R"({"jsonrpc":"2.0","error":{"code":10028,"message":"too_many_requests","data":null}})");
        QCOMPARE(m_decoder.decodeRest("trades", refused.view(), m_symbols, m_message), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Refused);
        QVERIFY(m_message.note == "10028 too_many_requests");
        QVERIFY(m_decoder.decodeCatalogue(refused.view(), m_specs, m_skipped) != Code::Ok);
        for (const char* text : {"", "{}", "[]", R"({"result":{"trades":[]}}{})", R"({"result":{"trades":[]})"}) {
            const FrameBytes frame{std::string_view(text)};
            QVERIFY2(m_decoder.decodeRest("trades", frame.view(), m_symbols, m_message) != Code::Ok, text);
        }
    }

    void anInverseFuture() {
        QCOMPARE(catalogue("[" + std::string(kFuture) + "]"), Code::Ok);
        QCOMPARE(m_specs.size(), 1U);
        QCOMPARE(m_skipped, 0U);
        const InstrumentSpec& spec = m_specs[0];
        QCOMPARE(spec.symbol, std::string("BTC-27DEC24"));
        QCOMPARE(spec.market, std::string("futures"));
        QCOMPARE(spec.base, std::string("BTC"));
        QCOMPARE(spec.quote, std::string("USD"));
        QCOMPARE(spec.settle, std::string("BTC"));
        QCOMPARE(spec.qty_unit, std::string("USD"));
        QCOMPARE(spec.digits.price, 2);  // a block trade may be priced so
        QCOMPARE(spec.digits.qty, 0);
        QCOMPARE(spec.expiry.ns, 1'735'300'800'000 * kNsPerMs);
        QVERIFY(spec.trading);
        QCOMPARE(catalogue(kFuture), Code::Ok);  // get_instrument: one, not a list
        QCOMPARE(m_specs.size(), 1U);
    }
    void theFinestTickCounts() {
        QCOMPARE(catalogue("[" + replaced(kFuture, "\"tick_size_steps\":[]", R"("tick_size_steps":[{"above_price":0.005,"tick_size":0.0005},{"tick_size":1e-5}])") + "]"),
                 Code::Ok);
        QCOMPARE(m_specs[0].digits.price, 5);
    }
    void combosSpotAndClosed() {
        const std::string combo = replaced(replaced(kFuture, "\"future\"", "\"future_combo\""), "BTC-27DEC24", "BTC-FS-19MAY26_PERP");
        const std::string spot = R"({"kind":"spot","instrument_name":"BTC_USDC","is_active":true,"state":"inactive","tick_size":1,"min_trade_amount":0.0001,"base_currency":"BTC","quote_currency":"USDC"})";
        QCOMPARE(catalogue("[" + combo + "," + spot + "," + replaced(kFuture, "true", "false") + "]"), Code::Ok);
        QCOMPARE(m_specs.size(), 3U);
        QVERIFY(m_specs[0].combo && m_specs[0].market == "combo" && m_specs[0].qty_unit == "USD");
        QVERIFY(m_specs[1].market == "spot" && m_specs[1].qty_unit == "BTC" && m_specs[1].settle == "USDC" && !m_specs[1].trading);
        QCOMPARE(m_specs[1].digits.qty, 4);
        QVERIFY(!m_specs[2].trading);
    }
    void unreadableInstrumentsAreCounted_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("no name") << QByteArray("\"instrument_name\":\"BTC-27DEC24\",") << QByteArray();
        QTest::newRow("no tick") << QByteArray("\"tick_size\":0.5,") << QByteArray();
        QTest::newRow("tick of zero") << QByteArray("\"tick_size\":0.5,") << QByteArray("\"tick_size\":0.0,");
        QTest::newRow("tick too fine") << QByteArray("\"tick_size\":0.5,") << QByteArray("\"tick_size\":1e-9,");
        QTest::newRow("a step of no number") << QByteArray("[]") << QByteArray("[{\"tick_size\":\"x\"}]");
        QTest::newRow("no amount") << QByteArray("\"min_trade_amount\":10.0,") << QByteArray();
    }
    void unreadableInstrumentsAreCounted() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QCOMPARE(catalogue("[" + replaced(kFuture, from.toStdString(), to.toStdString()) + "," + std::string(kFuture) + "]"), Code::Ok);
        QCOMPARE(m_specs.size(), 1U);
        QCOMPARE(m_skipped, 1U);
    }
    void examplesOfRest() {
        int pages = 0, instruments = 0;
        for (const Example& example : examples()) {
            if (example.kind != "rest/other") continue;
            const FrameBytes frame(example.text);
            if (m_decoder.decodeRest("trades", frame.view(), m_symbols, m_message) == Code::Ok && m_message.kind == Kind::Trades) {
                ++pages;
                QCOMPARE(m_message.bad_elements, 0U);
                QVERIFY(!m_message.trades.empty());
            }
            if (example.text.find("\"tick_size\"") == std::string::npos) continue;
            QCOMPARE(m_decoder.decodeCatalogue(frame.view(), m_specs, m_skipped), Code::Ok);
            QCOMPARE(m_skipped, 0U);
            for (const InstrumentSpec& spec : m_specs) QVERIFY2(marketOf(spec.symbol) == spec.market, spec.symbol.c_str());
            instruments += static_cast<int>(m_specs.size());
        }
        if (instruments == 0) QSKIP("the public examples are not here (BELLWETHER_SHARED)");
        QCOMPARE(pages, 5);
        qInfo("%d instruments", instruments);
    }
};

QTEST_GUILESS_MAIN(TestRest)
#include "tst_rest.moc"
