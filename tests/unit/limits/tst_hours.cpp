// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <chrono>

#include "core/risk/limits/trading_hours.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::kDay;
using bw::test::kHour;

WallTime at(int y, unsigned m, unsigned d, std::int64_t hour, std::int64_t minute) {
    using namespace std::chrono;
    const sys_days day = year{y} / month{m} / std::chrono::day{d};
    return {day.time_since_epoch().count() * kDay + hour * kHour + minute * kNsPerMin};
}
}  // namespace

class TestHours : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void windowsStartInclusiveAndEndExclusive() {
        const DayWindow day{9 * kHour, 16 * kHour};
        QVERIFY(!day.holds(9 * kHour - 1) && day.holds(9 * kHour));
        QVERIFY(day.holds(16 * kHour - 1) && !day.holds(16 * kHour));
    }
    void windowsMayCrossMidnight() {
        const DayWindow night{22 * kHour, 2 * kHour};
        QVERIFY(!night.holds(22 * kHour - 1) && night.holds(22 * kHour) && night.holds(kDay - 1));
        QVERIFY(night.holds(0) && night.holds(2 * kHour - 1) && !night.holds(2 * kHour) && !night.holds(12 * kHour));
        QVERIFY((DayWindow{0, 0}.holds(5 * kHour)));
    }
    void newYorkChangesByRule_data() {
        QTest::addColumn<qint64>("change_ns");
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("after");
        QTest::newRow("2026 spring: 8 March") << qint64(at(2026, 3, 8, 7, 0).ns) << -5 << -4;
        QTest::newRow("2026 autumn: 1 November") << qint64(at(2026, 11, 1, 6, 0).ns) << -4 << -5;
        QTest::newRow("2027 spring: 14 March") << qint64(at(2027, 3, 14, 7, 0).ns) << -5 << -4;
        QTest::newRow("2027 autumn: 7 November") << qint64(at(2027, 11, 7, 6, 0).ns) << -4 << -5;
    }
    void newYorkChangesByRule() {
        QFETCH(qint64, change_ns);
        QFETCH(int, before);
        QFETCH(int, after);
        QCOMPARE(newYorkOffsetNs({change_ns - 1}), before * kHour);
        QCOMPARE(newYorkOffsetNs({change_ns}), after * kHour);
    }
    void usCash_data() {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<bool>("open");
        const auto row = [](const char* name, WallTime wall, bool open) { QTest::newRow(name) << qint64(wall.ns) << open; };
        row("winter, a ns before", {at(2026, 1, 15, 14, 30).ns - 1}, false);
        row("winter, 09:30", at(2026, 1, 15, 14, 30), true);
        row("winter, a ns before the end", {at(2026, 1, 15, 21, 0).ns - 1}, true);
        row("winter, 16:00", at(2026, 1, 15, 21, 0), false);
        row("summer, a ns before", {at(2026, 7, 15, 13, 30).ns - 1}, false);
        row("summer, 09:30", at(2026, 7, 15, 13, 30), true);
        row("summer, 16:00", at(2026, 7, 15, 20, 0), false);
        row("the Friday before the spring change", at(2026, 3, 6, 13, 30), false);
        row("the Monday after it", at(2026, 3, 9, 13, 30), true);
        row("the Friday before the autumn change", at(2026, 10, 30, 13, 30), true);
        row("the Monday after it", at(2026, 11, 2, 13, 30), false);
    }
    void usCash() {
        QFETCH(qint64, ns);
        QTEST(tradingOpen(TradingHours::us_cash, true, {ns}), "open");
    }
    void utcHours() {
        const auto open = [](std::int64_t ns) { return tradingOpen(TradingHours::utc_0930_1600, true, {ns}); };
        QVERIFY(!open(at(2026, 7, 15, 9, 30).ns - 1) && open(at(2026, 7, 15, 9, 30).ns));
        QVERIFY(open(at(2026, 7, 15, 16, 0).ns - 1) && !open(at(2026, 7, 15, 16, 0).ns));
        QVERIFY(tradingOpen(TradingHours::none, true, at(2026, 7, 15, 3, 0)));
    }
    void weekends() {
        for (const auto& [day, weekday] : {std::pair{9U, true}, {10U, false}, {11U, false}, {12U, true}}) {  // Friday to Monday
            QCOMPARE(tradingOpen(TradingHours::none, false, at(2026, 1, day, 0, 0)), weekday);
            QCOMPARE(tradingOpen(TradingHours::none, false, {at(2026, 1, day + 1, 0, 0).ns - 1}), weekday);
            QVERIFY(tradingOpen(TradingHours::none, true, at(2026, 1, day, 12, 0)));
        }
        QVERIFY(!tradingOpen(TradingHours::utc_0930_1600, false, at(2026, 1, 10, 12, 0)));
    }
    void theGateAsksThem() {
        bw::test::Desk desk;
        desk.config.limits.trading_hours = TradingHours::us_cash;
        desk.config.limits.weekend_trading = false;
        desk.start();
        QCOMPARE(desk.code(), Code::RiskSession);  // noon UTC in January
        QCOMPARE(desk.row("L17").state, LimitUse::State::Breach);
        desk.wall = at(2026, 1, 15, 15, 0).ns;
        QCOMPARE(desk.code(), Code::Ok);
        QCOMPARE(desk.row("L17").state, LimitUse::State::Ok);
        desk.wall = at(2026, 1, 17, 15, 0).ns;
        QCOMPARE(desk.code(), Code::RiskSession);
    }
};

static const bw::test::AddTest<TestHours> kAdd;
#include "tst_hours.moc"
