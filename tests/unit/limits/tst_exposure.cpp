// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/risk/limits/exposure.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;
using bw::test::money;

/// 1,000 USD for each 0.01 lots, and no limit of size in the way but the ones a test sets.
Desk loose() {
    Desk desk;
    LimitsConfig& l = desk.config.limits;
    l.max_position_notional_abs = l.max_order_notional_abs = 1e12;
    l.max_open_positions = 10'000;
    l.max_positions_per_symbol = 1'000;
    l.exposure_total_bp = l.exposure_symbol_bp = l.exposure_group_bp = l.exposure_sector_bp = 1'000'000;
    l.max_leverage_x100 = 100'000;
    l.min_margin_level_pct = 0;
    desk.facts.bid = desk.facts.ask = Price{100'000};
    return desk;
}
Holding holding(std::string_view instrument, double notional, std::string_view group = "", std::string_view sector = "", int open = 0) {
    return {instrument, group, sector, money(notional), open};
}
}  // namespace

class TestExposure : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneOrder() {  // L09
        Desk desk = loose();
        desk.config.limits.max_order_notional_abs = 10'000;
        desk.start();
        desk.intent.qty = {10};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.fx = Decimal{1'000'000'000'001, -12};
        QCOMPARE(desk.code(), Code::RiskOrderSize);
        desk.facts.fx = Decimal{999'999'999'999, -12};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.net = {5};  // L09 is of the order alone
        QCOMPARE(desk.code(), Code::Ok);
    }
    void onePosition() {  // L07
        Desk desk = loose();
        desk.config.limits.max_position_notional_abs = 10'000;
        desk.start();
        desk.intent.qty = {3};
        desk.facts.net = {4};
        desk.facts.working_same_side = {3};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.working_same_side = {4};
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.facts.working_same_side = {3};
        desk.facts.fx = Decimal{1'000'000'000'001, -12};
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.facts.fx = Decimal{1, 0};
        desk.intent.side = OrderSide::Sell;
        desk.facts.net = {-4};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.net = {-5};
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.facts.net = {2};  // through zero: 2 - 3 - 3
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.net = {11};
        desk.intent.qty = {12};
        QCOMPARE(desk.code(), Code::RiskPosition);
    }
    void onePositionAsAQuantity() {  // L07, position_unit qty
        Desk desk = loose();
        desk.config.limits.position_unit = PositionUnit::qty;
        desk.config.limits.max_position_notional_abs = 0.05;
        desk.start();
        desk.intent.qty = {5};
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.qty = {6};
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.intent.qty = {3};
        desk.facts.working_same_side = {3};
        QCOMPARE(desk.code(), Code::RiskPosition);
    }
    void theQuantityOfAPosition() {  // L08
        Desk desk = loose();
        desk.config.limits.max_position_qty_mt5 = 1.0;
        desk.start();
        desk.intent.qty = {50};
        desk.facts.net = {50};
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.qty = {51};
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.intent.instrument = desk.spec.instrument = "binance.usdm.BTCUSDT";
        QCOMPARE(desk.code(), Code::Ok);  // off elsewhere
        desk.config.limits.max_position_qty = 1.0;
        desk.start();
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.intent.qty = {50};
        QCOMPARE(desk.code(), Code::Ok);
    }
    void openPositions() {  // L10
        Desk desk = loose();
        desk.config.limits.max_open_positions = 3;
        desk.start();
        desk.facts.open_positions = 2;
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.open_positions = 3;
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.facts.net = {1};  // adding opens no other
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.net = {0};
        desk.facts.working_same_side = {1};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.working_same_side = {0};
        desk.spec.hedging = true;
        desk.facts.net = {1};
        QCOMPARE(desk.code(), Code::RiskPosition);
    }
    void positionsThatMayComeCountToo() {
        Desk desk = loose();
        desk.config.limits.max_open_positions = 3;
        desk.start();
        desk.holdings = {holding("a", 0, "", "", 1), holding("b", 5)};
        QCOMPARE(desk.code(), Code::Ok);
        desk.holdings.push_back(holding("c", 0));
        QCOMPARE(desk.code(), Code::Ok);
        desk.holdings.push_back(holding("d", -5));
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.holdings.pop_back();
        desk.holdings.push_back(holding(desk.spec.instrument, 5, "", "", 1));
        QCOMPARE(desk.code(), Code::Ok);
        desk.spec.hedging = true;
        QCOMPARE(desk.code(), Code::RiskPosition);
    }
    void positionsOfOneInstrument() {
        Desk desk = loose();
        desk.config.limits.max_positions_per_symbol = 2;
        desk.start();
        desk.facts.positions_of_instrument = 2;
        QCOMPARE(desk.code(), Code::Ok);  // netting: there is but one
        desk.spec.hedging = true;
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.facts.positions_of_instrument = 1;
        QCOMPARE(desk.code(), Code::Ok);
    }
    void shares_data() {  // L11
        QTest::addColumn<QByteArray>("which");
        for (const char* name : {"total", "symbol", "group", "sector"}) QTest::newRow(name) << QByteArray(name);
    }
    void shares() {
        QFETCH(QByteArray, which);
        Desk desk = loose();
        LimitsConfig& l = desk.config.limits;
        (which == "total" ? l.exposure_total_bp : which == "symbol" ? l.exposure_symbol_bp : which == "group" ? l.exposure_group_bp : l.exposure_sector_bp) = 2'000;
        desk.spec.group = "fx";
        desk.spec.sector = "euro";
        desk.start();
        desk.intent.qty = {5};
        desk.facts.net = {5};
        const std::string_view group = which == "group" ? "fx" : "other", sector = which == "sector" ? "euro" : "other";
        if (which == "symbol") {
            desk.facts.working_same_side = {10};
            desk.holdings = {holding("x", 90'000)};
        } else {
            desk.holdings = {holding("x", 4'000, group, sector), holding("y", 6'000, group, sector), holding(desk.spec.instrument, 5'000, "fx", "euro")};
            if (which != "total") desk.holdings.push_back(holding("z", 70'000, "elsewhere", "elsewhere"));
        }
        QCOMPARE(desk.code(), Code::Ok);  // 20,000 of 100,000
        desk.pass(kNsPerSec);
        desk.read("99999.99");
        QCOMPARE(desk.code(), Code::RiskExposure);
        desk.pass(kNsPerSec);
        desk.read("100000.01", "100000.01");
        QCOMPARE(desk.code(), Code::Ok);
    }
    void anUntaggedInstrumentIsItsOwnGroup() {
        Desk desk = loose();
        desk.config.limits.exposure_group_bp = desk.config.limits.exposure_sector_bp = 1'000;
        desk.start();
        desk.intent.qty = {10};
        desk.holdings = {holding("x", 50'000), holding(desk.spec.instrument, 0)};
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.qty = {11};
        QCOMPARE(desk.code(), Code::RiskExposure);
    }
    void theOtherSideOfTheInstrumentMayWeighMore() {
        Desk desk = loose();
        desk.config.limits.exposure_total_bp = 2'000;
        desk.start();
        desk.holdings = {holding(desk.spec.instrument, 20'000)};
        QCOMPARE(desk.code(), Code::Ok);
        desk.holdings = {holding(desk.spec.instrument, 20'000.01)};
        QCOMPARE(desk.code(), Code::RiskExposure);
    }
    void leverage() {  // L12
        Desk desk = loose();
        desk.config.limits.max_leverage_x100 = 500;
        desk.start();
        desk.intent.qty = {500};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.fx = Decimal{1'000'000'000'001, -12};
        QCOMPARE(desk.code(), Code::RiskExposure);
    }
    void marginLevel_data() {  // L13
        QTest::addColumn<QByteArray>("equity");
        QTest::addColumn<QByteArray>("margin");
        QTest::addColumn<int>("pct");
        QTest::addColumn<Code>("code");
        QTest::newRow("above") << QByteArray("150000.01") << QByteArray("100000") << 150 << Code::Ok;
        QTest::newRow("at") << QByteArray("150000") << QByteArray("100000") << 150 << Code::Ok;
        QTest::newRow("below") << QByteArray("149999.99") << QByteArray("100000") << 150 << Code::RiskMargin;
        QTest::newRow("nothing used") << QByteArray("150000") << QByteArray("0") << 150 << Code::Ok;
        QTest::newRow("off") << QByteArray("1000") << QByteArray("100000") << 0 << Code::Ok;
    }
    void marginLevel() {
        QFETCH(QByteArray, equity);
        QFETCH(QByteArray, margin);
        QFETCH(int, pct);
        Desk desk = loose();
        desk.config.limits.min_margin_level_pct = pct;
        desk.make();
        desk.read(equity.toStdString(), equity.toStdString(), margin.toStdString());
        QTEST(desk.code(), "code");
    }
    void nothingFitsAnEmptyAccount() {
        Desk desk = loose();
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("0");
        QCOMPARE(desk.preview().steps[9], Code::RiskExposure);
    }
    void thePriceIsTheWorseOne_data() {
        QTest::addColumn<qint64>("price");
        QTest::addColumn<qint64>("worse");
        QTest::newRow("below the mid") << qint64(100) << qint64(201);
        QTest::newRow("at the mid") << qint64(201) << qint64(201);
        QTest::newRow("above the mid") << qint64(300) << qint64(300);
    }
    void thePriceIsTheWorseOne() {
        QFETCH(qint64, price);
        OrderIntent intent;
        QCOMPARE(worsePrice(intent, Price{200}, Price{202})->units, 201);
        QCOMPARE(worsePrice(intent, Price{200}, Price{201})->units, 201);  // rounded up
        QVERIFY(!worsePrice(intent, std::nullopt, Price{202}));
        intent.price = Price{price};
        QTEST(qint64(worsePrice(intent, Price{200}, Price{202})->units), "worse");
        QCOMPARE(worsePrice(intent, Price{200}, std::nullopt)->units, price);
        intent.type = OrderType::Stop;
        intent.price = Price{999};
        intent.stop = Price{price};
        QTEST(qint64(worsePrice(intent, Price{200}, Price{202})->units), "worse");
    }
    void theNotionalUsesIt() {
        Desk desk = loose();
        desk.config.limits.max_order_notional_abs = 10'000;
        desk.config.limits.price_collar_bp = 10'000;
        desk.start();
        desk.intent.qty = {10};
        desk.intent.type = OrderType::Limit;
        desk.intent.price = Price{100'000};
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.price = Price{100'001};
        QCOMPARE(desk.code(), Code::RiskOrderSize);
        desk.intent.price = Price{50'000};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.ask = Price{100'002};
        QCOMPARE(desk.code(), Code::RiskOrderSize);
    }
    void whatDoesNotFitIsABreach() {
        Desk desk = loose();
        desk.start();
        desk.spec.qty_max = {0};
        desk.intent.qty = {INT64_MAX};
        QCOMPARE(desk.preview().steps[8], Code::RiskOrderSize);
        QCOMPARE(desk.preview().steps[9], Code::RiskPosition);
        desk.intent.qty = {1};
        desk.facts.net = {INT64_MAX};
        QCOMPARE(desk.preview().steps[8], Code::Ok);
        QCOMPARE(desk.code(), Code::RiskPosition);
        desk.config.limits.position_unit = PositionUnit::qty;
        desk.config.limits.max_position_notional_abs = 1e12;
        desk.start();
        desk.facts.net = {10'000'000'000'000};
        QCOMPARE(desk.code(), Code::RiskExposure);
    }
    void anUnknownPositionIsABreach() {
        Desk desk = loose();
        desk.start();
        desk.facts.position_known = false;
        QCOMPARE(desk.code(), Code::RiskPosition);
    }
    void detailsNameTheNumbers() {
        Desk desk = loose();
        desk.config.limits.max_order_notional_abs = 10'000;
        desk.start();
        desk.intent.qty = {11};
        QCOMPARE(desk.preview().detail, std::string("L09: this order 11000.00, limit 10000.00"));
    }
};

static const bw::test::AddTest<TestExposure> kAdd;
#include "tst_exposure.moc"
