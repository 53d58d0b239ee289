// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/risk/limits/gate.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;
using bw::test::kDay;
using bw::test::kHour;
using bw::test::kNoon;
using bw::test::money;
using Bs = BreakerUse::State;

/// A losing day: two fills, a breaker that is open, one on trial, one that stays, a deposit.
Desk losingDay() {
    Desk desk;
    desk.config.limits.max_daily_loss_abs = 5'000;
    desk.config.breaker.max_trips_per_day = 1;
    desk.start();
    const auto lose = [&](const char* name) { desk.gate->onClose(name, money(-1), desk.now()); };
    desk.pass(kNsPerSec);
    desk.read("102000", "101000");
    for (int i = 0; i < 3; ++i) lose("stays");
    for (int i = 0; i < 3; ++i) lose("trial");
    desk.pass(300 * kNsPerSec);
    lose("stays");
    desk.gate->onClose("trial", money(1), desk.now());
    for (int i = 0; i < 3; ++i) lose("open");
    lose("run");
    desk.gate->onOpeningFill("a", desk.now());
    desk.gate->onOpeningFill("a", desk.now());
    desk.pass(100 * kNsPerSec);
    desk.read("99000", "99500");
    return desk;
}
Desk restarted(const Desk& before, std::int64_t wall) {
    Desk desk;
    desk.config = before.config;
    desk.wall = wall;
    desk.mono = 5 * kNsPerSec;  // another boot
    desk.make();
    return desk;
}
}  // namespace

class TestDayState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRestartForgetsNothing() {
        Desk before = losingDay();
        const std::string text = before.gate->dayState(before.now());
        Desk after = restarted(before, before.wall + kHour);
        QVERIFY(after.gate->restoreDayState(text, after.now()));
        after.read("99000", "99500");
        const AccountUse a = before.gate->account(before.now()), b = after.gate->account(after.now());
        QCOMPARE(b.day_start->units, a.day_start->units);
        QCOMPARE(b.hwm->units, money(102'000).units);
        QCOMPARE(b.hwm->units, a.hwm->units);
        QCOMPARE(b.day_pnl->units, a.day_pnl->units);
        QCOMPARE(b.day_pnl->units, money(-2'000).units);
        QCOMPARE(*after.row("L06").value, 2.0);
        const auto one = before.gate->breakers(before.now()), two = after.gate->breakers(after.now());
        QCOMPARE(two.size(), one.size());
        for (size_t i = 0; i < one.size(); ++i) {
            QCOMPARE(two[i].instrument, one[i].instrument);
            QCOMPARE(two[i].state, one[i].state);
            QCOMPARE(two[i].losing_run, one[i].losing_run);
            QCOMPARE(two[i].trips_today, one[i].trips_today);
            QCOMPARE(two[i].day_loss.units, one[i].day_loss.units);
            QCOMPARE(two[i].reopens_in_ms, one[i].reopens_in_ms);
        }
        QCOMPARE(one[0].reopens_in_ms, 200'000);
        QCOMPARE(after.gate->dayState(after.now()), text);
        after.gate->onClose("trial", money(1), after.now());  // its second win
        QCOMPARE(after.gate->breakers(after.now())[3].state, Bs::Closed);
    }
    void theLossStillTrips() {
        Desk before;
        before.start();
        before.pass(kNsPerSec);
        before.read("99950");
        Desk after = restarted(before, before.wall + kNsPerSec);
        QVERIFY(after.gate->restoreDayState(before.gate->dayState(before.now()), after.now()));
        QCOMPARE(after.confirm("99900"), std::vector<Code>{Code::LimitDailyLoss});
    }
    void itMayComeAfterTheFirstReading() {
        Desk before = losingDay();
        Desk after = restarted(before, before.wall + kHour);
        after.read("103000", "99500");
        after.gate->onOpeningFill("a", after.now());
        QVERIFY(after.gate->restoreDayState(before.gate->dayState(before.now()), after.now()));
        QCOMPARE(after.gate->account(after.now()).day_start->units, money(100'000).units);
        QCOMPARE(after.gate->account(after.now()).hwm->units, money(103'000).units);
        QCOMPARE(*after.row("L06").value, 3.0);
    }
    void aCloseBeforeTheFirstReading() {
        Desk before;
        before.start();
        Desk after = restarted(before, before.wall);
        after.mono = kNsPerSec;
        QVERIFY(after.gate->restoreDayState(before.gate->dayState(before.now()), after.now()));
        after.gate->onClose("a", money(500), after.now());
        QCOMPARE(after.gate->account(after.now()).hwm->units, money(100'000).units);
        after.read("100500", "100500");
        QCOMPARE(after.gate->account(after.now()).day_pnl->units, money(500).units);
    }
    void depositsWhileAwayAreSeen() {
        Desk before = losingDay();
        Desk after = restarted(before, before.wall + kHour);
        QVERIFY(after.gate->restoreDayState(before.gate->dayState(before.now()), after.now()));
        after.read("109000", "109500");
        QCOMPARE(after.gate->account(after.now()).day_pnl->units, money(-2'000).units);
    }
    void onlyOfThisDay_data() {
        QTest::addColumn<qint64>("later_ns");
        QTest::addColumn<bool>("restores");
        QTest::newRow("a ns before midnight") << qint64(12 * kHour - 1) << true;
        QTest::newRow("midnight") << qint64(12 * kHour) << false;
        QTest::newRow("yesterday, by a clock set back") << qint64(-12 * kHour - 1) << false;
    }
    void onlyOfThisDay() {
        QFETCH(qint64, later_ns);
        Desk before;
        before.start();
        before.gate->onOpeningFill("a", before.now());
        Desk after = restarted(before, kNoon + later_ns);
        QTEST(after.gate->restoreDayState(before.gate->dayState(before.now()), after.now()), "restores");
        after.read("90000");
        QCOMPARE(after.gate->account(after.now()).day_start->units == money(100'000).units, later_ns > 0 && later_ns < 12 * kHour);
        QCOMPARE(*after.row("L06").value, later_ns > 0 && later_ns < 12 * kHour ? 1.0 : 0.0);
        QCOMPARE(after.gate->account(after.now()).hwm->units == money(100'000).units, later_ns > 0 && later_ns < 12 * kHour);
    }
    void theHighestEquityOfAllDaysLasts() {
        Desk before;
        before.config.limits.drawdown_basis = DrawdownBasis::all;
        before.start();
        const std::string text = before.gate->dayState(before.now());
        Desk first = restarted(before, kNoon + kDay), second = restarted(before, kNoon + kDay);
        QVERIFY(!first.gate->restoreDayState(text, first.now()));
        first.read("90000", "90000");
        QCOMPARE(first.gate->account(first.now()).hwm->units, money(100'000).units);
        QCOMPARE(first.gate->account(first.now()).day_start->units, money(90'000).units);
        second.read("90000", "90000");
        QVERIFY(!second.gate->restoreDayState(text, second.now()));
        QCOMPARE(second.gate->account(second.now()).hwm->units, money(100'000).units);
    }
    void damagedTextIsRefused() {
        Desk before = losingDay();
        const std::string text = before.gate->dayState(before.now());
        for (size_t i = 0; i < text.size(); ++i) {
            std::string bad = text;
            bad[i] = char(bad[i] ^ 1);
            Desk after = restarted(before, before.wall);
            QVERIFY2(!after.gate->restoreDayState(bad, after.now()), bad.c_str());
            if (i % 8 == 0) QVERIFY(!after.gate->restoreDayState(text.substr(0, i), after.now()));
        }
        Desk after = restarted(before, before.wall);
        QVERIFY(!after.gate->restoreDayState(text + " ", after.now()));
        QVERIFY(!after.gate->account(after.now()).day_start);
    }
    void anotherRollMinuteIsAnotherDay() {
        Desk before;
        before.start();
        const std::string text = before.gate->dayState(before.now());
        before.config.limits.day_roll_min = 1;
        Desk after = restarted(before, before.wall);
        QVERIFY(!after.gate->restoreDayState(text, after.now()));
    }
    void nothingToSaveBeforeTheFirstReading() {
        Desk desk;
        desk.make();
        QVERIFY(desk.gate->dayState(desk.now()).empty());
        QVERIFY(!desk.gate->restoreDayState("", desk.now()));
        QCOMPARE(desk.gate->dayStateVersion(), 0U);
    }
    void theVersionGrowsWithEachChange() {
        Desk desk;
        desk.make();
        std::uint64_t version = 0;
        const auto grew = [&] {
            const bool yes = desk.gate->dayStateVersion() > version;
            version = desk.gate->dayStateVersion();
            return yes;
        };
        desk.read("100000");
        QVERIFY(grew());
        desk.read("99990");
        QVERIFY(!grew());
        desk.read("100001");
        QVERIFY(grew());  // high-water mark
        desk.gate->onOpeningFill("a", desk.now());
        QVERIFY(grew());
        desk.gate->onClose("a", money(-1), desk.now());
        QVERIFY(grew());
        desk.gate->onTimer(true, desk.now());
        QVERIFY(!grew());
        desk.gate->onAccountReset(desk.now());
        QVERIFY(grew());
    }
};

static const bw::test::AddTest<TestDayState> kAdd;
#include "tst_day_state.moc"
