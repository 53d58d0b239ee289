// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/risk/limits/order_form.h"
#include "core/risk/limits/price_collar.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;

OrderIntent limitOrder(OrderSide side, std::int64_t price) {
    OrderIntent intent;
    intent.client_id = "BW-1";
    intent.side = side;
    intent.type = OrderType::Limit;
    intent.price = Price{price};
    intent.qty = {100};
    return intent;
}
}  // namespace

class TestForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRule_data() {
        QTest::addColumn<Code>("code");
        const std::pair<const char*, Code> rows[] = {
            {"good", Code::Ok}, {"no instrument", Code::OrderInstrument}, {"empty id", Code::OrderForm}, {"id of 20", Code::Ok},
            {"id of 21", Code::OrderForm}, {"id with a blank", Code::OrderForm}, {"id not ASCII", Code::OrderForm}, {"id with ~", Code::Ok},
            {"zero", Code::OrderQtyRange}, {"zero, no range known", Code::OrderQtyRange}, {"negative", Code::OrderQtyRange}, {"at the least", Code::Ok}, {"below the least", Code::OrderQtyRange},
            {"at the most", Code::Ok}, {"above the most", Code::OrderQtyRange}, {"off the step", Code::OrderQtyStep},
            {"no step known", Code::Ok}, {"no range known", Code::Ok}, {"limit without price", Code::OrderPriceMissing},
            {"stop without stop", Code::OrderPriceMissing}, {"stop", Code::Ok}, {"market without price", Code::Ok}, {"zero price", Code::OrderForm},
            {"negative stop", Code::OrderForm}, {"price off the tick", Code::OrderPriceTick}, {"stop off the tick", Code::OrderPriceTick},
            {"sl off the tick", Code::OrderPriceTick}, {"tp off the tick", Code::OrderPriceTick}, {"no tick known", Code::Ok},
            {"pending without cancel", Code::OrderNotCancellable}, {"stop without cancel", Code::OrderNotCancellable}, {"market without cancel", Code::Ok}};
        for (const auto& [name, code] : rows) QTest::newRow(name) << code;
    }
    void everyRule() {
        QFETCH(Code, code);
        const std::string is = QTest::currentDataTag();
        TradeSpec spec;
        spec.qty_min = {100};
        spec.qty_max = {1'000};
        spec.qty_step = {50};
        spec.tick = {5};
        OrderIntent intent = limitOrder(OrderSide::Buy, 100);
        bool can_cancel = true;
        const TradeSpec* given = is == "no instrument" ? nullptr : &spec;
        if (is == "empty id") intent.client_id = "";
        if (is == "id of 20") intent.client_id = std::string(20, 'a');
        if (is == "id of 21") intent.client_id = std::string(21, 'a');
        if (is == "id with a blank") intent.client_id = "a b";
        if (is == "id not ASCII") intent.client_id = "a\x7f";
        if (is == "id with ~") intent.client_id = "~";
        if (is == "zero") intent.qty = {0};
        if (is == "negative") intent.qty = {-100};
        if (is == "below the least") intent.qty = {99};
        if (is == "at the most") intent.qty = {1'000};
        if (is == "above the most") intent.qty = {1'001};
        if (is == "off the step") intent.qty = {101};
        if (is == "no step known") {
            spec.qty_step = {0};
            intent.qty = {101};
        }
        if (is.ends_with("no range known")) {
            spec.qty_min = spec.qty_max = {0};
            intent.qty = {is == "no range known" ? 50 : 0};
        }
        if (is == "limit without price") intent.price.reset();
        if (is.starts_with("stop")) intent.type = OrderType::Stop;
        if (is == "stop" || is == "stop without cancel") intent.stop = Price{100};
        if (is.starts_with("market")) intent.type = OrderType::Market;
        if (is == "market without price") intent.price.reset();
        if (is == "zero price") intent.price = Price{0};
        if (is == "negative stop") intent.stop = Price{-5};
        if (is == "price off the tick" || is == "no tick known") intent.price = Price{101};
        if (is == "stop off the tick") intent.stop = Price{101};
        if (is == "sl off the tick") intent.sl = Price{101};
        if (is == "tp off the tick") intent.tp = Price{101};
        if (is == "no tick known") spec.tick = {0};
        if (is.ends_with("without cancel")) can_cancel = false;
        QCOMPARE(orderForm(intent, given, can_cancel), code);
    }

    void theCollar_data() {
        QTest::addColumn<OrderSide>("side");
        QTest::addColumn<qint64>("price");
        QTest::addColumn<bool>("inside");
        QTest::newRow("buy below") << OrderSide::Buy << qint64(10'000) << true;
        QTest::newRow("buy at 1 %") << OrderSide::Buy << qint64(20'200) << true;
        QTest::newRow("buy a tick over") << OrderSide::Buy << qint64(20'201) << false;
        QTest::newRow("sell above") << OrderSide::Sell << qint64(30'000) << true;
        QTest::newRow("sell at 1 %") << OrderSide::Sell << qint64(9'900) << true;
        QTest::newRow("sell a tick under") << OrderSide::Sell << qint64(9'899) << false;
    }
    void theCollar() {
        QFETCH(OrderSide, side);
        QFETCH(qint64, price);
        QTEST(insideCollar(limitOrder(side, price), Price{10'000}, Price{20'000}, 100), "inside");
    }
    void theCollarNeedsItsOwnTouch() {
        const OrderIntent buy = limitOrder(OrderSide::Buy, 10'000), sell = limitOrder(OrderSide::Sell, 10'000);
        QVERIFY(!insideCollar(buy, Price{10'000}, std::nullopt, 100));
        QVERIFY(insideCollar(buy, std::nullopt, Price{10'000}, 100));
        QVERIFY(!insideCollar(sell, std::nullopt, Price{10'000}, 100));
        QVERIFY(insideCollar(sell, Price{10'000}, std::nullopt, 100));
    }
    void marketAndStopHaveNoCollar() {
        OrderIntent intent = limitOrder(OrderSide::Buy, 90'000);
        intent.type = OrderType::Stop;
        intent.stop = Price{90'000};
        QVERIFY(insideCollar(intent, Price{10'000}, Price{10'000}, 100));
        intent.type = OrderType::Market;
        QVERIFY(insideCollar(intent, std::nullopt, std::nullopt, 100));
    }
    void theGateAsksBoth() {
        Desk desk;
        desk.start();
        desk.intent.type = OrderType::Limit;
        QCOMPARE(desk.code(), Code::OrderPriceMissing);
        desk.intent.price = Price{109'081};
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.price = Price{109'082};
        QCOMPARE(desk.code(), Code::RiskPrice);
        desk.intent.side = OrderSide::Sell;
        desk.intent.price = Price{106'920};
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.price = Price{106'919};
        QCOMPARE(desk.code(), Code::RiskPrice);
        desk.config.limits.price_collar_bp = 101;
        desk.start();
        QCOMPARE(desk.code(), Code::Ok);
    }
};

static const bw::test::AddTest<TestForm> kAdd;
#include "tst_form.moc"
