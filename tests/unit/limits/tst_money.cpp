// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>

#include "core/risk/limits/gate.h"
#include "core/risk/limits/limit_table.h"
#include "tests/unit/limits/all_tests.h"

namespace {
using namespace bw;
using namespace bw::risk;

TradeSpec specOf(int price_digits, int qty_digits, Decimal contract, bool inverse = false) {
    TradeSpec spec;
    spec.price_digits = price_digits;
    spec.qty_digits = qty_digits;
    spec.contract_size = contract;
    spec.inverse = inverse;
    return spec;
}
}  // namespace

class TestMoney : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsOnlyFiniteDecimals_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        QTest::addColumn<qint64>("units");
        QTest::newRow("plain") << QByteArray("100.25") << true << qint64(10'025'000'000);
        QTest::newRow("negative") << QByteArray("-0.01") << true << qint64(-1'000'000);
        QTest::newRow("zero") << QByteArray("0") << true << qint64(0);
        QTest::newRow("an exponent up") << QByteArray("1e3") << true << qint64(100'000'000'000);
        QTest::newRow("an exponent down") << QByteArray("15e-9") << true << qint64(1);
        QTest::newRow("negative rounds down") << QByteArray("-15e-9") << true << qint64(-2);
        QTest::newRow("a double's tail") << QByteArray("10000.349999999999") << true << qint64(1'000'034'999'999);
        QTest::newRow("nan") << QByteArray("NaN") << false << qint64(0);
        QTest::newRow("inf") << QByteArray("inf") << false << qint64(0);
        QTest::newRow("null") << QByteArray("null") << false << qint64(0);
        QTest::newRow("empty") << QByteArray("") << false << qint64(0);
        QTest::newRow("a large exponent") << QByteArray("1e30") << false << qint64(0);
        QTest::newRow("an exponent that overflows") << QByteArray("1e400") << false << qint64(0);
        QTest::newRow("just fits") << QByteArray("46116860184.27387903") << true << qint64(4'611'686'018'427'387'903);
        QTest::newRow("just does not") << QByteArray("46116860184.3") << false << qint64(0);
    }
    void readsOnlyFiniteDecimals() {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        const auto read = moneyOf(std::string_view(text.constData(), size_t(text.size())));
        QCOMPARE(read.has_value(), good);
        if (read) QTEST(qint64(read->units), "units");
    }

    void notionalIsExact() {
        const TradeSpec lots = specOf(5, 2, {1, 5});
        QCOMPARE(notionalOf(lots, {100}, {108'543}, {1, 0})->units, 10'854'300'000'000);
        QCOMPARE(notionalOf(lots, {-100}, {108'543}, {1, 0})->units, 10'854'300'000'000);
        QCOMPARE(notionalOf(lots, {100}, {108'543}, {12, -1})->units, 13'025'160'000'000);
        const TradeSpec coin = specOf(2, 0, {100, 0}, true);
        QCOMPARE(notionalOf(coin, {7}, {6'000'000}, {1, 0})->units, 70'000'000'000);
        QCOMPARE(notionalOf(lots, {0}, {108'543}, {1, 0})->units, 0);
    }
    void notionalRoundsAwayFromZero() {
        QCOMPARE(notionalOf(specOf(8, 8, {1, 0}), {1}, {1}, {1, 0})->units, 1);
    }
    void notionalOfManyDigitsIsNotRefused() {
        // 9 + 13 + 18 digits are more than 128 bits hold: the tail is dropped, upwards
        const auto value = notionalOf(specOf(8, 8, {1, 0}), {123'456'789}, {6'165'912'345'679}, {123'456'789'012'345'679, -18});
        QVERIFY(value);
        QVERIFY(std::abs(double(value->units) * 1e-8 - 1.23456789 * 61659.12345679 * 0.123456789012345679) < 1e-6);
    }
    void notionalRefusesWhatIsNotKnownOrDoesNotFit() {
        const TradeSpec lots = specOf(5, 2, {1, 5});
        QVERIFY(!notionalOf(specOf(5, 2, {0, 0}), {100}, {108'543}, {1, 0}));
        QVERIFY(!notionalOf(specOf(5, 2, {-1, 0}), {100}, {108'543}, {1, 0}));
        QVERIFY(!notionalOf(lots, {100}, {108'543}, {0, 0}));
        QVERIFY(!notionalOf(lots, {100}, {108'543}, {-1, 0}));
        QVERIFY(!notionalOf(lots, {INT64_MAX}, {INT64_MAX}, {1, 0}));
        QVERIFY(!notionalOf(lots, {INT64_MIN}, {INT64_MAX}, {1, 0}));
        QVERIFY(!notionalOf(specOf(0, 0, {1, 10}), {47}, {1}, {1, 0}));
        QVERIFY(notionalOf(specOf(0, 0, {1, 9}), {46}, {1}, {1, 0}));
        QVERIFY(!notionalOf(specOf(0, 0, {1, 130}), {1}, {1}, {1, 0}));
    }
    void textHasTwoDecimals() {
        QCOMPARE(moneyText(950'000'000'000), std::string("9500.00"));
        QCOMPARE(moneyText(10'000'000), std::string("0.10"));
        QCOMPARE(moneyText(-12'345'678), std::string("-0.12345678"));
    }
    void configuredAmountsAreExact() {
        QVERIFY(wideUnits(100.10, 8) == 10'010'000'000);
        QVERIFY(wideUnits(-99.99, 8) == -9'999'000'000);
        QVERIFY(wideUnits(1e12, 8) == Wide{1'000'000'000'000} * 100'000'000);
    }

    void badLossLimitsGiveTheDefault_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("stands");
        QTest::addColumn<bool>("problem");
        QTest::addColumn<bool>("sign");
        const double inf = std::numeric_limits<double>::infinity();
        QTest::newRow("good") << 250.0 << 250.0 << false << false;
        QTest::newRow("negative is a magnitude") << -250.0 << 250.0 << false << true;
        QTest::newRow("zero") << 0.0 << 100.0 << true << false;
        QTest::newRow("nothing but rounding") << 1e-12 << 100.0 << true << false;
        QTest::newRow("nan") << std::nan("") << 100.0 << true << false;
        QTest::newRow("inf") << inf << 100.0 << true << false;
        QTest::newRow("-inf") << -inf << 100.0 << true << false;
        QTest::newRow("too large") << 2e12 << 100.0 << true << false;
    }
    void badLossLimitsGiveTheDefault() {
        QFETCH(double, value);
        QFETCH(bool, problem);
        QFETCH(bool, sign);
        RiskConfig config;
        config.limits.max_daily_loss_abs = value;
        const LimitTable table(config);
        QTEST(table.limits.max_daily_loss_abs, "stands");
        QVERIFY(table.loss_abs == wideUnits(table.limits.max_daily_loss_abs, 8));
        QCOMPARE(!table.problem.empty(), problem);
        const auto findings = repair(config);
        QCOMPARE(std::any_of(findings.begin(), findings.end(), [](const ConfigFinding& f) { return f.code == Code::CfgSign; }), sign);
    }
    void rangesAndNeighboursAreRepaired_data() {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 14; ++i) QTest::addRow("%d", i) << i;
    }
    void rangesAndNeighboursAreRepaired() {
        QFETCH(int, which);
        RiskConfig config;
        LimitsConfig& l = config.limits;
        switch (which) {
            case 0: l.max_orders_per_minute = 0; break;
            case 1: l.max_position_notional_abs = std::nan(""); break;
            case 2: l.max_position_qty = -1; break;
            case 3: l.drawdown_warn_bp = 500; break;
            case 4: l.drawdown_reduce_bp = 700; break;
            case 5: l.drawdown_clear_bp = 300; break;
            case 6: l.warn_leverage_x100 = 500; break;
            case 7: l.warn_clear_pct = 80; break;
            case 8: config.breaker.losing_closes = 0; break;
            case 9: config.breaker.day_loss_abs = std::nan(""); break;
            case 10: config.paper.balance = 0; break;
            case 11: config.execution.magic = -1; break;
            case 12: l.confirm_readings = 0; break;
            default: l.drawdown_halt_bp = 10'001; break;
        }
        const LimitTable table(config);
        QVERIFY(!table.problem.empty());
        RiskConfig safe = config;
        QVERIFY(!repair(safe).empty());
        QVERIFY(repair(safe).empty());
        const LimitsConfig defaults;
        QCOMPARE(table.limits.drawdown_warn_bp, defaults.drawdown_warn_bp);
        QCOMPARE(table.limits.drawdown_reduce_bp, defaults.drawdown_reduce_bp);
        QCOMPARE(table.limits.drawdown_clear_bp, defaults.drawdown_clear_bp);
        QCOMPARE(table.limits.drawdown_halt_bp, defaults.drawdown_halt_bp);
        QCOMPARE(table.limits.warn_leverage_x100, defaults.warn_leverage_x100);
        QCOMPARE(table.limits.warn_clear_pct, defaults.warn_clear_pct);
        QCOMPARE(table.limits.max_orders_per_minute, defaults.max_orders_per_minute);
        QCOMPARE(table.breaker.losing_closes, BreakerConfig{}.losing_closes);
    }
    void edgesOfRangesAreGood() {
        RiskConfig config;
        config.limits.drawdown_clear_bp = 1;
        config.limits.drawdown_warn_bp = 2;
        config.limits.drawdown_reduce_bp = 3;
        config.limits.drawdown_halt_bp = 4;
        config.limits.warn_leverage_x100 = 499;
        config.limits.warn_clear_pct = 79;
        config.limits.max_orders_per_minute = 100'000;
        config.limits.max_orders_per_burst = 1;
        QVERIFY(repair(config).empty());
        QVERIFY(LimitTable(RiskConfig{}).problem.empty());
    }
    void aProblemOfTheReaderStays() {
        RiskConfig config;
        config.problem = "RISK_MAX_DAILY_LOSS=nan";
        config.limits.max_orders_per_minute = 0;
        QCOMPARE(LimitTable(config).problem, std::string("RISK_MAX_DAILY_LOSS=nan"));
    }
};

static const bw::test::AddTest<TestMoney> kAdd;
#include "tst_money.moc"
