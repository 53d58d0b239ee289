// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <map>

#include "binance_test.h"
#include "core/feed/formats/frame_reader.h"

Q_DECLARE_METATYPE(bw::Code)

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::binance;
using namespace bw::feed::binance::test;

// REST bodies by the purpose of their request, and the venue's real catalogues.
class TestRestEvents : public QObject {
    Q_OBJECT
    Decoder m_decoder;
    Symbols m_symbols;
    Message m_message;
    FrameBytes m_frame;  // the message's views point into it

    Code decode(std::string_view purpose, std::string_view text) {
        m_frame = FrameBytes(text);
        return m_decoder.decodeRest(purpose, m_frame.view(), m_symbols, m_message);
    }
    template <class T>
    const T& item(std::size_t i = 0) {
        if (m_message.kind != Kind::LowRate || m_message.low_rate.size() <= i) qFatal("no element %zu: %s", i, render(m_message).c_str());
        return std::get<T>(m_message.low_rate[i].value);
    }
    static constexpr std::string_view kRecent =
        R"([{"id":28457,"price":"4.00000100","qty":"12.00","quoteQty":"48.00","time":1499865549590,"isBuyerMaker":true,"isBestMatch":true},
            {"id":28458,"price":"4.00000200","qty":"1.50","quoteQty":"6.00","time":1499865549591,"isBuyerMaker":false}])";
    static constexpr std::string_view kAggregates =
        R"([{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27783,"T":1498793709153,"m":true,"M":true}])";

private Q_SLOTS:
    void init() { m_symbols = Symbols{}; }

    void recentTrades() {
        QCOMPARE(decode("trades", kRecent), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Trades);
        QVERIFY(m_message.symbol.empty() && m_symbols.last.empty());  // asked for by the caller
        QCOMPARE(m_message.trades.size(), std::size_t{2});
        const Trade& first = m_message.trades[0];
        QCOMPARE(first.id, 28'457U);
        QCOMPARE(first.first_id, 0U);
        QCOMPARE(first.count, 1U);
        QCOMPARE(first.price.units, 400'000'100);
        QCOMPARE(first.qty.units, 1'200'000'000);
        QCOMPARE(first.side, Side::Sell);
        QCOMPARE(first.time.ns, 1'499'865'549'590 * kNsPerMs);
        QCOMPARE(m_message.trades[1].side, Side::Buy);
        QCOMPARE(m_message.bad_elements, 0U);
    }
    void tradesComeOutOldestFirst() {
        QCOMPARE(decode("trades", R"([{"id":3,"price":"1","qty":"1","time":1499865549590,"isBuyerMaker":true},{"id":2,"price":"1","qty":"1","time":1499865549590,"isBuyerMaker":true}])"),
                 Code::Ok);
        QCOMPARE(m_message.trades[0].id, 2U);
        QCOMPARE(m_message.trades[1].id, 3U);
    }
    void aggregates() {
        QCOMPARE(decode("trades", kAggregates), Code::Ok);
        const Trade& t = m_message.trades[0];
        QCOMPARE(t.id, 26'129U);
        QCOMPARE(t.first_id, 27'781U);
        QCOMPARE(t.last_id, 27'783U);
        QCOMPARE(t.count, 3U);
        QCOMPARE(t.side, Side::Sell);
        QCOMPARE(t.qty.units, 470'443'515);
    }
    void badElementsAreLeftOut() {
        // Spot keeps aggregates of nothing, with ids of minus one.
        QCOMPARE(decode("trades", R"([{"a":1,"p":"0.0","q":"0.0","f":-1,"l":-1,"T":1498793709153,"m":true},{"a":2,"p":"1.0","q":"2.0","f":5,"l":4,"T":1498793709153,"m":true},7,{"a":3,"p":"1.0","q":"2.0","f":5,"l":5,"T":1498793709153,"m":true},{"id":4,"price":"0","qty":"0","time":1498793709153,"isBuyerMaker":true}])"),
                 Code::Ok);
        QCOMPARE(m_message.trades.size(), std::size_t{2});
        QCOMPARE(m_message.trades[0].id, 3U);
        QCOMPARE(static_cast<int>(m_message.trades[1].exclusion), static_cast<int>(Exclusion::Na));
        QCOMPARE(m_message.bad_elements, 3U);
        QCOMPARE(m_message.element_code, Code::NumSyntax);
        QCOMPARE(decode("trades", R"([{"id":1,"price":"1","qty":"0","time":1,"isBuyerMaker":true}])"), Code::QtyZero);  // none is good
        QCOMPARE(decode("trades", "[]"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Trades);
        QVERIFY(m_message.trades.empty());
    }
    void openInterest() {
        QCOMPARE(decode("open_interest", R"({"symbol":"BTCUSDT","openInterest":"10659.509","time":1789470000000})"), Code::Ok);
        QVERIFY(m_message.low_rate[0].symbol == "BTCUSDT");
        QCOMPARE(m_message.low_rate[0].time.ns, 1'789'470'000'000 * kNsPerMs);
        QVERIFY(item<OpenInterest>().oi == (Decimal{10'659'509, -3}) && !item<OpenInterest>().has_base);
        QCOMPARE(decode("open_interest", R"({"symbol":"BTCUSD_PERP","pair":"BTCUSD","openInterest":"5827897","contractType":"PERPETUAL","time":1654336819740})"),
                 Code::Ok);
        QVERIFY(item<OpenInterest>().oi == (Decimal{5'827'897, 0}));
    }
    void markAndFunding() {
        QCOMPARE(decode("mark", R"({"symbol":"BTCUSDT","markPrice":"11793.63104562","indexPrice":"11781.80495970","estimatedSettlePrice":"11781.16138815","lastFundingRate":"0.00038246","interestRate":"0.00010000","nextFundingTime":1597392000000,"time":1597370495002})"),
                 Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{2});
        QVERIFY(item<Mark>().mark == (Decimal{1'179'363'104'562, -8}) && item<Mark>().has_index && item<Mark>().has_settle);
        const Funding& funding = item<Funding>(1);
        QVERIFY(funding.rate == (Decimal{38'246, -8}));
        QVERIFY(!funding.has_estimate);  // interestRate is none
        QCOMPARE(funding.funding_time.ns, 1'597'392'000'000 * kNsPerMs);
        QCOMPARE(m_message.low_rate[1].time.ns, 1'597'370'495'002 * kNsPerMs);
        // COIN-M answers with a list; a dated contract pays nothing; a symbol that is not ours is left out.
        QCOMPARE(decode("mark", R"([{"symbol":"BTCUSD_200925","pair":"BTCUSD","markPrice":"9501.1","indexPrice":"9429.3","estimatedSettlePrice":"9429.3","lastFundingRate":"","interestRate":"","nextFundingTime":0,"time":1597370495002},{"symbol":"NOPEUSDT","markPrice":"1","time":1597370495002},{"symbol":"BTCUSD_PERP","pair":"BTCUSD","markPrice":"9500.1","indexPrice":"","estimatedSettlePrice":"0","lastFundingRate":"-0.0001","nextFundingTime":1597392000000,"time":1597370495002}])"),
                 Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{3});
        QVERIFY(m_message.low_rate[0].symbol == "BTCUSD_200925" && m_message.low_rate[1].symbol == "BTCUSD_PERP");
        QVERIFY(!item<Mark>(1).has_index && !item<Mark>(1).has_settle);
        QVERIFY(item<Funding>(2).rate == (Decimal{-1, -4}));
    }
    void fundingInterval() {
        QCOMPARE(decode("funding_info", R"([{"symbol":"BLZUSDT","adjustedFundingRateCap":"0.02500000","adjustedFundingRateFloor":"-0.02500000","fundingIntervalHours":8,"disclaimer":false},{"symbol":"X","fundingIntervalHours":0}])"),
                 Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{1});
        QCOMPARE(item<Funding>().interval_h, 8);
        QCOMPARE(item<Funding>().funding_time.ns, 0);
        QCOMPARE(m_message.bad_elements, 1U);
        QCOMPARE(m_message.element_code, Code::TimeRange);
    }
    void ratios_data() {
        QTest::addColumn<QByteArray>("purpose");
        QTest::addColumn<int>("basis");
        QTest::newRow("position") << QByteArray("ratio_position") << static_cast<int>(LongShort::Basis::TopPosition);
        QTest::newRow("account") << QByteArray("ratio_account") << static_cast<int>(LongShort::Basis::TopAccount);
        QTest::newRow("all") << QByteArray("ratio_all") << static_cast<int>(LongShort::Basis::AllAccount);
    }
    void ratios() {
        QFETCH(QByteArray, purpose);
        QFETCH(int, basis);
        QCOMPARE(decode(purpose.toStdString(), R"([{"symbol":"BTCUSDT","longShortRatio":"1.8105","longAccount":"0.6442","shortAccount":"0.3558","timestamp":1789470000000},{"symbol":"BTCUSDT","longShortRatio":"1.8","longAccount":"0.6429","shortAccount":"0.3571","timestamp":"1789470300000"}])"),
                 Code::Ok);
        QCOMPARE(m_message.low_rate.size(), std::size_t{2});
        const LongShort& value = item<LongShort>();
        QCOMPARE(static_cast<int>(value.basis), basis);
        QVERIFY(value.ratio == (Decimal{18'105, -4}) && value.has_shares);
        QVERIFY(value.long_share == (Decimal{6'442, -4}) && value.short_share == (Decimal{3'558, -4}));
        QCOMPARE(m_message.low_rate[1].time.ns, 1'789'470'300'000 * kNsPerMs);  // as text
        QCOMPARE(decode(purpose.toStdString(), R"([{"pair":"BTCUSD","longShortRatio":"0.7869","longPosition":"0.4404","shortPosition":"0.5596","timestamp":1592870400000}])"),
                 Code::Ok);
        QVERIFY(m_message.low_rate[0].symbol == "BTCUSD");
        QVERIFY(item<LongShort>().short_share == (Decimal{5'596, -4}));
    }
    void serverTime() {
        QCOMPARE(decode("time", R"({"serverTime":1499827319559})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Ack);
        QCOMPARE(m_message.event_time.ns, 1'499'827'319'559 * kNsPerMs);
        QCOMPARE(decode("time", "{}"), Code::FieldMissing);
    }
    void snapshot() {
        QCOMPARE(decode("snapshot", R"({"lastUpdateId":1027024,"bids":[["4.0","431.0"]],"asks":[["4.000002","12.0"]]})"), Code::Ok);
        QCOMPARE(m_message.kind, Kind::Snapshot);
        QCOMPARE(decode("snapshot", R"({"code":-1121,"msg":"Invalid symbol."})"), Code::VenueError);
        QVERIFY(m_message.note == "Invalid symbol.");
    }
    void bodiesThatAreNone_data() {
        QTest::addColumn<QByteArray>("purpose");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Code>("code");
        const auto row = [](const char* name, const char* purpose, const char* text, Code code) {
            QTest::newRow(name) << QByteArray(purpose) << QByteArray(text) << code;
        };
        row("an error answer", "trades", R"({"code":-1003,"msg":"Too many requests."})", Code::VenueError);
        row("an error answer, for a list", "ratio_all", R"({"code":-1121,"msg":"Invalid symbol."})", Code::VenueError);
        row("nothing", "trades", "", Code::JsonSyntax);
        row("a page for people", "mark", "<html><body>403</body></html>", Code::JsonSyntax);
        row("cut", "trades", "[{\"id\":28457,\"price\":\"4.00", Code::JsonSyntax);
        row("two bodies", "time", R"({"serverTime":1}{"serverTime":2})", Code::JsonSyntax);
        row("a number", "time", "17", Code::JsonSyntax);
        row("a list of numbers", "mark", "[1,2]", Code::FieldType);
        row("a purpose nobody has", "weather", "{}", Code::StreamUnknown);
        row("an element without a symbol", "open_interest", R"({"openInterest":"1"})", Code::FieldMissing);
        row("a negative interest", "open_interest", R"({"symbol":"A","openInterest":"-1"})", Code::NumSign);
        row("a mark of zero", "mark", R"({"symbol":"A","markPrice":"0.0"})", Code::PriceZero);
        row("a field twice", "time", R"({"serverTime":1,"serverTime":2})", Code::JsonSyntax);
    }
    void bodiesThatAreNone() {
        QFETCH(QByteArray, purpose);
        QFETCH(QByteArray, text);
        QFETCH(Code, code);
        QCOMPARE(decode(purpose.toStdString(), text.toStdString()), code);
    }
    void tradesOfNobody() {
        m_symbols.snapshot_known = false;
        QCOMPARE(decode("trades", kRecent), Code::SnapshotOrphan);
    }
    void everyCutOfABodyIsCoded() {
        for (const auto& [purpose, text] : {std::pair{"trades", kRecent}, std::pair{"trades", kAggregates}})
            for (std::size_t size = 0; size < text.size(); ++size) QVERIFY(decode(purpose, text.substr(0, size)) != Code::Ok);
    }

    void realCatalogues_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("symbols");
        QTest::newRow("spot") << QByteArray("BINANCE.0.gz") << 1'000;
        QTest::newRow("usdm") << QByteArray("BINANCE_FUTURES.0.gz") << 100;
        QTest::newRow("coinm") << QByteArray("BINANCE_DELIVERY.0.gz") << 20;
    }
    void realCatalogues() {
        QFETCH(QByteArray, file);
        QFETCH(int, symbols);
        const auto path = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data" / "venue_sessions" / file.toStdString();
        if (!std::filesystem::exists(path)) QSKIP("the public sessions are not here (BELLWETHER_SHARED)");
        auto reader = openFile(path, "sec-json", {"binance.spot", "", 0});
        QVERIFY(bool(reader));
        FileFrame frame;
        std::vector<InstrumentSpec> specs;
        std::size_t skipped = 0;
        for (auto more = (*reader)->next(frame); more && *more; more = (*reader)->next(frame))
            if (!frame.source.ends_with('!')) QCOMPARE(m_decoder.decodeCatalogue(frame.bytes, specs, skipped), Code::Ok);
        qInfo("%zu symbols, %zu left out", specs.size(), skipped);
        QVERIFY(int(specs.size()) > symbols);
        QCOMPARE(skipped, std::size_t{0});
        std::map<std::string, InstrumentSpec> by_name;
        for (const InstrumentSpec& spec : specs) by_name[spec.symbol] = spec;
        if (file.startsWith("BINANCE_D")) {
            const InstrumentSpec& perp = by_name["BTCUSD_PERP"];
            QVERIFY(perp.contract_value == (Decimal{100, 0}));
            QCOMPARE(perp.qty_unit + "/" + perp.contract_ccy + "/" + perp.settle + "/" + perp.base, std::string("contracts/USD/BTC/BTC"));
            QCOMPARE(perp.expiry.ns, 0);
            QVERIFY(by_name["BTCUSD_210924"].expiry.ns > 1'632'400'000 * kNsPerSec);
            QVERIFY(perp.trading);
        } else if (file.startsWith("BINANCE_F")) {
            const InstrumentSpec& perp = by_name["BTCUSDT"];
            QCOMPARE(perp.qty_unit + "/" + perp.settle + "/" + perp.quote, std::string("BTC/USDT/USDT"));
            QCOMPARE(perp.contract_value.mantissa, 0);
            QCOMPARE(perp.digits.price, 2);
            QCOMPARE(perp.digits.qty, 3);
        } else {
            QCOMPARE(by_name["BTCUSDT"].digits.price, 2);
            QCOMPARE(by_name["BTCUSDT"].qty_unit, std::string("BTC"));
            QVERIFY(by_name["BTCUSDT"].trading);
        }
    }
    void unitsOfContracts() {
        std::vector<InstrumentSpec> specs;
        std::size_t skipped = 0;
        const auto read = [&](const char* extra) {
            std::string text =
                R"({"symbols":[{"symbol":"A","baseAsset":"B","quoteAsset":"USD","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.1"},{"filterType":"LOT_SIZE","stepSize":"1"}]}]})";
            text.insert(text.size() - 3, extra);
            const FrameBytes frame(text);
            static_cast<void>(m_decoder.decodeCatalogue(frame.view(), specs, skipped));
            return specs.size();
        };
        QCOMPARE(read(",\"contractSize\":10"), std::size_t{1});
        QVERIFY(specs[0].contract_value == (Decimal{10, 0}));
        QCOMPARE(read(",\"contractSize\":\"0.5\""), std::size_t{1});
        QVERIFY(specs[0].contract_value == (Decimal{5, -1}));
        QCOMPARE(read(",\"contractSize\":null"), std::size_t{1});
        QVERIFY(specs[0].contract_value.mantissa == 0);
        for (const char* bad : {",\"contractSize\":0", ",\"contractSize\":-1", ",\"contractSize\":\"x\"", ",\"contractSize\":0.5"}) {
            QCOMPARE(read(bad), std::size_t{0});  // a fraction that is no text cannot be read exactly
            QCOMPARE(skipped, std::size_t{1});
        }
        QCOMPARE(read(",\"status\":\"BREAK\""), std::size_t{1});
        QVERIFY(!specs[0].trading);
        QCOMPARE(read(",\"contractStatus\":\"PENDING_TRADING\",\"deliveryDate\":1632470400000"), std::size_t{1});
        QVERIFY(!specs[0].trading);
        QCOMPARE(specs[0].expiry.ns, 1'632'470'400'000 * kNsPerMs);
    }
};

QTEST_GUILESS_MAIN(TestRestEvents)
#include "tst_rest_events.moc"
