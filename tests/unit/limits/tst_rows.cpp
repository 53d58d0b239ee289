// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <set>

#include "core/risk/limits/gate.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;
using bw::test::money;
using S = LimitUse::State;

Holding holding(std::string_view instrument, double notional, std::string_view group = "", std::string_view sector = "") {
    return {instrument, group, sector, money(notional), 1, notional / 1000};
}
}  // namespace

class TestRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLimitHasItsLine() {
        Desk desk;
        desk.start();
        std::set<std::string> ids;
        for (const LimitUse& use : desk.rows()) QVERIFY(ids.insert(std::string(use.id)).second);
        for (const char* id : {"L01", "L02", "L03w", "L03r", "L03h", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11t", "L11s", "L11g", "L11c",
                               "L12", "L13", "L14", "L15", "L16", "L17", "L18"})
            QVERIFY2(ids.contains(id), id);
    }
    void warnsAt80AndClearsBelow75() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 100;
        desk.config.limits.max_daily_loss_abs = 1000;
        desk.config.limits.warn_pct = 80;
        desk.start();
        const auto state = [&](const char* equity) {
            desk.pass(kNsPerSec);
            desk.read(equity);
            return desk.row("L01").state;
        };
        QCOMPARE(state("99200.01"), S::Ok);
        QCOMPARE(state("99200"), S::Warn);
        QCOMPARE(desk.row("L01").used_bp, 8'000);
        QCOMPARE(state("99205"), S::Warn);
        QCOMPARE(state("99250"), S::Warn);
        QCOMPARE(state("99250.01"), S::Ok);
        QCOMPARE(state("99205"), S::Ok);
        QCOMPARE(state("99000"), S::Breach);
        QCOMPARE(state("99000.01"), S::Warn);
        QCOMPARE(state("101000"), S::Ok);
        QCOMPARE(desk.row("L01").used_bp, 0);
        QCOMPARE(*desk.row("L01").value, -1000.0);
    }
    void lossesCarryStreakAndAge() {
        Desk desk;
        desk.make();
        QCOMPARE(desk.row("L01").state, S::Unknown);
        QVERIFY(!desk.row("L01").value && !desk.row("L02").value && !desk.row("L03w").value);
        QCOMPARE(desk.row("L01").age_ms, -1);
        desk.read("100000");
        desk.pass(kNsPerSec);
        desk.read("93000");
        desk.pass(1500 * kNsPerMs);
        const LimitUse row = desk.row("L01");
        QCOMPARE(row.streak, 1);
        QCOMPARE(row.streak_need, 3);
        QCOMPARE(row.age_ms, 1500);
        QCOMPARE(*row.value, 7000.0);
        QCOMPARE(row.limit, 100.0);
        QCOMPARE(row.state, S::Breach);
        QCOMPARE(*desk.row("L02").value, 700.0);
        QCOMPARE(desk.row("L02").state, S::Breach);
        QCOMPARE(*desk.row("L03h").value, 700.0);
        QCOMPARE(desk.row("L03h").state, S::Breach);
        QCOMPARE(desk.row("L03r").state, S::Breach);
        QCOMPARE(desk.row("L03w").state, S::Warn);
    }
    void ratesAndTrades() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 4;
        desk.config.limits.max_daily_trades = 1;
        desk.start();
        for (int i = 0; i < 3; ++i) desk.next();
        QCOMPARE(*desk.row("L04").value, 3.0);
        QCOMPARE(desk.row("L04").window_ms, 60'000);
        QCOMPARE(desk.row("L04").state, S::Ok);
        QCOMPARE(desk.row("L05").window_ms, 100);
        desk.next();
        QCOMPARE(desk.row("L04").state, S::Breach);
        desk.next();
        QCOMPARE(desk.row("L04").streak, 1);
        QCOMPARE(desk.row("L06").state, S::Ok);
        desk.gate->onOpeningFill("a", desk.now());
        QCOMPARE(desk.row("L06").state, S::Breach);
        desk.config.limits.max_daily_trades = 0;
        desk.start();
        QCOMPARE(desk.row("L06").state, S::Off);
    }
    void positionsNameTheLargest() {
        Desk desk;
        desk.config.limits.max_position_qty_mt5 = 10;
        desk.config.limits.max_position_qty = 20;
        desk.start();
        QCOMPARE(*desk.row("L07").value, 0.0);
        QCOMPARE(*desk.row("L08").value, 0.0);
        desk.holdings = {holding("mt5.demo.A", 7'000), holding("mt5.demo.B", 10'000), holding("mt5.demo.C", 9'000)};
        QCOMPARE(desk.row("L07").subject, std::string("mt5.demo.B"));
        QCOMPARE(*desk.row("L07").value, 10'000.0);
        QCOMPARE(desk.row("L07").state, S::Warn);
        QCOMPARE(desk.row("L08").subject, std::string("mt5.demo.B"));
        QCOMPARE(desk.row("L08").limit, 10.0);
        QCOMPARE(desk.row("L08").state, S::Warn);
        desk.holdings.push_back(holding("okx.D", 10'000.01));
        QCOMPARE(desk.row("L07").state, S::Breach);
        QCOMPARE(desk.row("L08").limit, 20.0);
        QCOMPARE(desk.row("L08").state, S::Ok);
        QCOMPARE(desk.gate->limits(desk.holdings, 9, desk.now())[11].state, S::Warn);
        QCOMPARE(desk.gate->limits(desk.holdings, 10, desk.now())[11].state, S::Breach);
        for (Holding& h : desk.holdings) h.worst_qty.reset();
        QCOMPARE(desk.row("L08").state, S::Unknown);
        desk.config.limits.position_unit = PositionUnit::qty;
        desk.config.limits.max_position_notional_abs = 9.99;
        desk.start();
        desk.holdings = {holding("mt5.demo.B", 10'000)};
        QCOMPARE(desk.row("L07").state, S::Breach);
        QCOMPARE(desk.row("L07").limit, 9.99);
    }
    void shares() {
        Desk desk;
        desk.start();
        desk.holdings = {holding("a", 20'000, "fx", "x"), holding("b", 15'000, "fx", "y"), holding("c", 10'000, "", "y"), holding("d", 10'000)};
        QCOMPARE(*desk.row("L11t").value, 5'500.0);
        QCOMPARE(*desk.row("L11s").value, 2'000.0);
        QCOMPARE(desk.row("L11s").subject, std::string("a"));
        QCOMPARE(desk.row("L11s").state, S::Warn);
        QCOMPARE(*desk.row("L11g").value, 3'500.0);
        QCOMPARE(desk.row("L11g").subject, std::string("fx"));
        QCOMPARE(*desk.row("L11c").value, 2'500.0);
        QCOMPARE(desk.row("L11c").subject, std::string("y"));
        desk.holdings[0].worst_notional = money(20'000.01);  // less than a basis point over
        QCOMPARE(desk.row("L11s").state, S::Breach);
        desk.holdings = {holding("a", 299'999)};
        QCOMPARE(desk.row("L12").state, S::Ok);
        desk.holdings = {holding("a", 300'000)};
        QCOMPARE(desk.row("L12").state, S::Warn);
        QCOMPARE(*desk.row("L12").value, 3.0);
        desk.holdings = {holding("a", 279'000)};
        QCOMPARE(desk.row("L12").state, S::Ok);
        desk.holdings = {holding("a", 501'000)};
        QCOMPARE(desk.row("L12").state, S::Breach);
        desk.pass(kNsPerSec);
        desk.read("-1");
        QCOMPARE(desk.row("L11t").state, S::Breach);
        QCOMPARE(desk.row("L12").state, S::Unknown);
        desk.make();
        QCOMPARE(desk.row("L11t").state, S::Unknown);
    }
    void margin_data() {
        QTest::addColumn<QByteArray>("equity");
        QTest::addColumn<QByteArray>("used");
        QTest::addColumn<int>("state");
        QTest::newRow("nothing used") << QByteArray("100000") << QByteArray("0") << int(S::Ok);
        QTest::newRow("plenty") << QByteArray("187500.01") << QByteArray("100000") << int(S::Ok);
        QTest::newRow("80 %") << QByteArray("187500") << QByteArray("100000") << int(S::Warn);
        QTest::newRow("at") << QByteArray("150000") << QByteArray("100000") << int(S::Warn);
        QTest::newRow("below") << QByteArray("149999.99") << QByteArray("100000") << int(S::Breach);
    }
    void margin() {
        QFETCH(QByteArray, equity);
        QFETCH(QByteArray, used);
        Desk desk;
        desk.make();
        QCOMPARE(desk.row("L13").state, S::Unknown);
        desk.read(equity.toStdString(), equity.toStdString(), used.toStdString());
        QTEST(int(desk.row("L13").state), "state");
        desk.pass(kNsPerSec);
        desk.read("-1", equity.toStdString(), "1");
        QCOMPARE(desk.row("L13").state, S::Breach);
        desk.config.limits.min_margin_level_pct = 0;
        desk.start();
        QCOMPARE(desk.row("L13").state, S::Off);
    }
    void settingsOfSingleOrders() {
        Desk desk;
        desk.start();
        QCOMPARE(desk.row("L14").limit, 100.0);
        QCOMPARE(desk.row("L14").state, S::Ok);
        QCOMPARE(desk.row("L15").limit, 500.0);
        QCOMPARE(desk.row("L16").state, S::Off);
        QCOMPARE(desk.row("L17").state, S::Off);
        QCOMPARE(desk.row("L18").state, S::Ok);
        desk.config.breaker.enabled = false;
        desk.start();
        QCOMPARE(desk.row("L18").state, S::Off);
    }
    void theAccount() {
        Desk desk;
        desk.make();
        desk.read("100000", "100000", "40000");
        desk.pass(kNsPerSec);
        desk.read("97500", "100000", "40000");
        const AccountUse use = desk.gate->account(desk.now());
        QCOMPARE(use.margin_level_bp, 24'375);
        QCOMPARE(use.drawdown_bp, 250);
        QCOMPARE(use.day_pnl->units, money(-2'500).units);
        QCOMPARE(use.balance->units, money(100'000).units);
        QCOMPARE(use.quality, Code::Ok);
    }
};

static const bw::test::AddTest<TestRows> kAdd;
#include "tst_rows.moc"
