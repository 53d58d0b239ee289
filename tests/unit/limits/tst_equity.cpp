// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/risk/limits/equity_watch.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;
using bw::test::kDay;
using bw::test::kHour;
using bw::test::money;
using Codes = std::vector<Code>;

/// Only the loss limit under test can trip.
Desk alone(std::string_view limit) {
    Desk desk;
    LimitsConfig& l = desk.config.limits;
    if (limit != "L01") l.max_daily_loss_abs = 1e9;
    if (limit != "L02") l.max_daily_loss_bp = 10'000;
    if (limit != "L03") {
        l.drawdown_reduce_bp = 9'999;
        l.drawdown_halt_bp = 10'000;
    }
    return desk;
}
}  // namespace

class TestEquity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void limitsBelowAtAndAbove_data() {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<QByteArray>("equity");
        QTest::addColumn<Code>("cause");
        const auto row = [](const char* name, const char* limit, const char* equity, Code cause) {
            QTest::newRow(name) << QByteArray(limit) << QByteArray(equity) << cause;
        };
        row("L01 a gain", "L01", "100100.00", Code::Ok);
        row("L01 no change", "L01", "100000", Code::Ok);
        row("L01 99.99", "L01", "99900.01", Code::Ok);
        row("L01 a unit below", "L01", "99900.00000001", Code::Ok);
        row("L01 100.00", "L01", "99900.00", Code::LimitDailyLoss);
        row("L01 above", "L01", "99899.99", Code::LimitDailyLoss);
        row("L01 far above", "L01", "50000", Code::LimitDailyLoss);
        row("L02 a gain", "L02", "105000", Code::Ok);
        row("L02 below", "L02", "95000.00000001", Code::Ok);
        row("L02 at", "L02", "95000", Code::LimitDailyLossBp);
        row("L02 above", "L02", "94999.99", Code::LimitDailyLossBp);
        row("L03 below reduce", "L03", "95000.00000001", Code::Ok);
        row("L03 at reduce", "L03", "95000", Code::LimitDrawdown);
        row("L03 above reduce", "L03", "94000", Code::LimitDrawdown);
    }
    void limitsBelowAtAndAbove() {
        QFETCH(QByteArray, limit);
        QFETCH(QByteArray, equity);
        QFETCH(Code, cause);
        Desk desk = alone(limit.toStdString());
        if (limit == "L02") desk.config.limits.max_daily_loss_bp = 500;
        desk.start();
        QCOMPARE(desk.confirm(equity.toStdString()), cause == Code::Ok ? Codes{} : Codes{cause});
        QCOMPARE(desk.gate->causeStands(cause, desk.now()), cause != Code::Ok);
        desk.facts.bid = desk.facts.ask = Price{1};  // no notional in the way
        QCOMPARE(desk.code(), cause == Code::Ok ? Code::Ok : Code::RiskLoss);
        QCOMPARE(desk.preview().steps[10], cause == Code::Ok ? Code::Ok : Code::RiskLoss);
    }
    void aNegativeLimitTripsAtTheSamePlace() {
        Desk desk = alone("L01");
        desk.config.limits.max_daily_loss_abs = -100.0;
        desk.start();
        QVERIFY(desk.confirm("100000").empty());
        QVERIFY(desk.confirm("99900.01").empty());
        QCOMPARE(desk.confirm("99900"), Codes{Code::LimitDailyLoss});
    }
    void theShareIsOfTheDaysStart() {
        Desk desk = alone("L02");
        desk.config.limits.max_daily_loss_bp = 1'000;
        desk.make();
        desk.read("200000", "200000");
        for (int i = 0; i < 3; ++i) {
            desk.pass(kNsPerSec);
            desk.read("180000.01", "200000");
        }
        QVERIFY(desk.causes().empty());
        for (int i = 0; i < 3; ++i) {
            desk.pass(kNsPerSec);
            desk.read("180000", "200000");
        }
        QCOMPARE(desk.causes(), Codes{Code::LimitDailyLossBp});
    }
    void theShareIsNotOfTheHighest() {
        Desk desk = alone("L02");
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("110000");
        QVERIFY(desk.confirm("95000.01").empty());
        QCOMPARE(desk.confirm("95000"), Codes{Code::LimitDailyLossBp});
    }
    void drawdownTiers() {
        Desk desk = alone("L03");
        desk.start();
        QVERIFY(desk.confirm("95000.01").empty());
        desk.pass(500 * kNsPerMs);
        for (int i = 0; i < 3; ++i) {
            desk.pass(500 * kNsPerMs);
            desk.read("93000.00000001");
        }
        auto trips = desk.gate->takeTrips();
        QCOMPARE(trips.size(), 1U);
        QCOMPARE(trips[0].target, LatchState::Reducing);
        for (int i = 0; i < 3; ++i) {
            desk.pass(500 * kNsPerMs);
            desk.read("93000");
        }
        trips = desk.gate->takeTrips();
        QCOMPARE(trips.size(), 1U);
        QCOMPARE(trips[0].target, LatchState::Halted);
        QCOMPARE(trips[0].cause, Code::LimitDrawdown);
    }
    void drawdownIsFromTheHighestEquity() {
        Desk desk = alone("L03");
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("110000");
        QVERIFY(desk.confirm("104500.01").empty());
        QCOMPARE(desk.confirm("104500"), Codes{Code::LimitDrawdown});
        QCOMPARE(desk.gate->account(desk.now()).hwm->units, money(110'000).units);
        QCOMPARE(desk.gate->account(desk.now()).drawdown_bp, 500);
    }
    void theDrawdownWarningHasTwoEdges() {
        Desk desk;
        desk.config.limits.max_daily_loss_abs = 1e9;
        desk.config.limits.max_daily_loss_bp = 10'000;
        desk.start();
        const auto warns = [&](const char* equity) {
            desk.pass(kNsPerSec);
            desk.read(equity);
            return desk.row("L03w").state == LimitUse::State::Warn;
        };
        QVERIFY(!warns("97000.01"));
        QVERIFY(warns("97000"));
        QVERIFY(warns("97500"));
        QVERIFY(warns("98000"));
        QVERIFY(!warns("98000.01"));
        QVERIFY(!warns("97500"));
        QVERIFY(desk.causes().empty());
    }

    void oneBadTickNeverTrips() {
        Desk desk;
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("1");
        QVERIFY(desk.causes().empty());
        QVERIFY(desk.gate->wantsFastReadings());
        QCOMPARE(desk.preview().steps[10], Code::RiskPendingConfirm);
        desk.facts.bid = desk.facts.ask = Price{1};
        QCOMPARE(desk.preview().detail, std::string("a reading reached a loss limit; it is being confirmed"));
        desk.pass(kNsPerSec);
        desk.read("1");
        QVERIFY(desk.causes().empty());
        desk.pass(kNsPerSec);
        desk.read("100000");
        QVERIFY(!desk.gate->wantsFastReadings());
        QCOMPARE(desk.code(), Code::Ok);
        desk.pass(kNsPerSec);
        desk.read("1");
        desk.pass(kNsPerSec);
        desk.read("1");
        QVERIFY(desk.causes().empty());
        desk.pass(kNsPerSec);
        desk.read("1");
        QVERIFY(!desk.causes().empty());
        QVERIFY(!desk.gate->wantsFastReadings());
    }
    void threeReadingsOfFastPollingTakeOneSecond() {
        Desk desk = alone("L01");
        desk.start();
        desk.pass(5 * kNsPerSec);
        const std::int64_t first = desk.mono;
        Codes causes;
        for (desk.read("99000"); causes.empty(); causes = desk.causes()) {
            desk.pass(500 * kNsPerMs);
            desk.read("99000");
        }
        QCOMPARE(causes, Codes{Code::LimitDailyLoss});
        QCOMPARE(desk.mono - first, kNsPerSec);
        desk.pass(500 * kNsPerMs);
        desk.read("99000");
        QVERIFY(desk.causes().empty());  // told once
        QVERIFY(desk.confirm("100000").empty());
        QCOMPARE(desk.confirm("99000"), Codes{Code::LimitDailyLoss});
    }
    void readingsMustBe200MsApart_data() {
        QTest::addColumn<qint64>("step_ns");
        QTest::addColumn<bool>("trips");
        QTest::newRow("1 ms short") << qint64(199 * kNsPerMs) << false;
        QTest::newRow("1 ns short") << qint64(200 * kNsPerMs - 1) << false;
        QTest::newRow("200 ms") << qint64(200 * kNsPerMs) << true;
    }
    void readingsMustBe200MsApart() {
        QFETCH(qint64, step_ns);
        Desk desk;
        desk.start();
        for (int i = 0; i < 3; ++i) {
            desk.pass(step_ns);
            desk.read("99000");
        }
        QTEST(!desk.causes().empty(), "trips");
    }
    void neighboursMustBe15SecondsApartAtMost_data() {
        QTest::addColumn<qint64>("step_ns");
        QTest::addColumn<bool>("trips");
        QTest::newRow("15 s") << qint64(15 * kNsPerSec) << true;
        QTest::newRow("1 ns more") << qint64(15 * kNsPerSec + 1) << false;
        QTest::newRow("1 ms more") << qint64(15'001 * kNsPerMs) << false;
    }
    void neighboursMustBe15SecondsApartAtMost() {
        QFETCH(qint64, step_ns);
        Desk desk;
        desk.start();
        for (int i = 0; i < 3; ++i) {
            desk.pass(step_ns);
            desk.read("99000");
        }
        QTEST(!desk.causes().empty(), "trips");
    }
    void aGapBeginsTheCountAnew() {
        Streak streak;
        QVERIFY(!streak.step(true, {0}, 3, 100 * kNsPerSec));
        QCOMPARE(streak.count(), 1);
        QVERIFY(!streak.step(true, {kNsPerSec}, 3, 100 * kNsPerSec));
        QVERIFY(!streak.step(true, {102 * kNsPerSec}, 3, 100 * kNsPerSec));
        QCOMPARE(streak.count(), 1);
        QVERIFY(!streak.step(true, {103 * kNsPerSec}, 3, 100 * kNsPerSec));
        QVERIFY(streak.step(true, {104 * kNsPerSec}, 3, 100 * kNsPerSec));
        QVERIFY(!streak.step(true, {105 * kNsPerSec}, 3, 100 * kNsPerSec));
        QCOMPARE(streak.count(), 3);
        QVERIFY(!streak.step(false, {106 * kNsPerSec}, 3, 100 * kNsPerSec));
        QCOMPARE(streak.count(), 0);
        QVERIFY(streak.step(true, {107 * kNsPerSec}, 1, 100 * kNsPerSec));
    }
    void aRepeatedReplyNeverCounts() {
        Desk desk;
        desk.start();
        for (int i = 0; i < 5; ++i) {
            desk.pass(kNsPerSec);
            QCOMPARE(desk.read("99000", "100000", "0", i % 2 == 0 ? "same" : "other"), Code::Ok);
        }
        QVERIFY(desk.causes().empty());
        desk.pass(14 * kNsPerSec);
        desk.read("100000", "100000", "0", "same");
        QCOMPARE(desk.gate->account(desk.now()).quality, Code::RiskInputStale);  // nor does it freshen
        QCOMPARE(desk.gate->account(desk.now()).equity->units, money(99'000).units);
    }
    void manyRepliesLaterAnIdMayComeAgain() {
        Desk desk;
        desk.start();
        for (int i = 0; i < 16; ++i) desk.read("100000");
        desk.pass(kNsPerSec);
        desk.read("100001", "100000", "0", "r1");
        QCOMPARE(desk.gate->account(desk.now()).equity->units, money(100'001).units);
        desk.read("100002", "100000", "0", "r3");
        QCOMPARE(desk.gate->account(desk.now()).equity->units, money(100'001).units);
    }
    void anInvalidReadingNeitherAddsNorClears_data() {
        QTest::addColumn<QByteArray>("equity");
        QTest::addColumn<QByteArray>("balance");
        QTest::addColumn<QByteArray>("margin");
        QTest::addColumn<QByteArray>("id");
        const auto row = [](const char* name, const char* equity, const char* balance, const char* margin, const char* id) {
            QTest::newRow(name) << QByteArray(equity) << QByteArray(balance) << QByteArray(margin) << QByteArray(id);
        };
        row("NaN", "NaN", "100000", "0", "x");
        row("inf", "inf", "100000", "0", "x");
        row("null", "null", "100000", "0", "x");
        row("empty equity", "", "100000", "0", "x");
        row("an exponent that overflows", "1e999", "100000", "0", "x");
        row("empty balance", "99000", "", "0", "x");
        row("NaN balance", "99000", "nan", "0", "x");
        row("empty margin", "99000", "100000", "", "x");
        row("negative margin", "99000", "100000", "-0.01", "x");
        row("no reply id", "99000", "100000", "0", "");
    }
    void anInvalidReadingNeitherAddsNorClears() {
        QFETCH(QByteArray, equity);
        QFETCH(QByteArray, balance);
        QFETCH(QByteArray, margin);
        QFETCH(QByteArray, id);
        Desk desk;
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("99000");
        desk.pass(kNsPerSec);
        desk.read("99000");
        desk.pass(kNsPerSec);
        QCOMPARE(desk.read(equity.toStdString(), balance.toStdString(), margin.toStdString(), id.toStdString()), Code::RiskInputInvalid);
        QVERIFY(desk.causes().empty());
        QCOMPARE(desk.code(), Code::RiskInputStale);
        QCOMPARE(desk.gate->account(desk.now()).equity->units, money(99'000).units);
        QVERIFY(desk.gate->causeStands(Code::LimitDailyLoss, desk.now()));
        desk.pass(kNsPerSec);
        QCOMPARE(desk.read("99000"), Code::Ok);
        QVERIFY(!desk.causes().empty());
    }
    void anAccountThatNeverHeldAnythingIsInvalid() {
        Desk desk;
        desk.make();
        QCOMPARE(desk.read("0"), Code::RiskInputInvalid);
        QCOMPARE(desk.read("-1"), Code::RiskInputInvalid);
        QVERIFY(!desk.gate->account(desk.now()).day_start);
        QCOMPARE(desk.read("0.01"), Code::Ok);
        QCOMPARE(desk.read("-500"), Code::Ok);
    }
    void readingsGoStale_data() {
        QTest::addColumn<qint64>("age_ns");
        QTest::addColumn<Code>("code");
        QTest::newRow("1 ms young") << qint64(14'999 * kNsPerMs) << Code::Ok;
        QTest::newRow("15 s") << qint64(15 * kNsPerSec) << Code::Ok;
        QTest::newRow("1 ns old") << qint64(15 * kNsPerSec + 1) << Code::RiskInputStale;
        QTest::newRow("1 ms old") << qint64(15'001 * kNsPerMs) << Code::RiskInputStale;
    }
    void readingsGoStale() {
        QFETCH(qint64, age_ns);
        Desk desk;
        desk.start();
        desk.pass(age_ns);
        QTEST(desk.code(), "code");
        QTEST(desk.gate->account(desk.now()).quality, "code");
        QCOMPARE(desk.gate->account(desk.now()).age_ms, age_ns / kNsPerMs);
        for (const Code cause : {Code::LimitDailyLoss, Code::LimitDailyLossBp, Code::LimitDrawdown, Code::RiskInputLost})
            QCOMPARE(desk.gate->causeStands(cause, desk.now()), desk.code() != Code::Ok);
        QVERIFY(!desk.gate->causeStands(Code::LimitOrderRate, desk.now()));
    }
    void withoutAReadingNothingOpens() {
        Desk desk;
        desk.make();
        QCOMPARE(desk.code(), Code::RiskInputStale);
        QCOMPARE(desk.gate->account(desk.now()).age_ms, -1);
        QVERIFY(!desk.gate->account(desk.now()).day_pnl);
        QVERIFY(desk.gate->causeStands(Code::LimitDailyLoss, desk.now()));
    }

    void sixtySecondsWithoutInputGiveReducing_data() {
        QTest::addColumn<qint64>("age_ns");
        QTest::addColumn<bool>("exposed");
        QTest::addColumn<bool>("trips");
        QTest::newRow("1 ns short") << qint64(60 * kNsPerSec - 1) << true << false;
        QTest::newRow("1 ms short") << qint64(59'999 * kNsPerMs) << true << false;
        QTest::newRow("60 s") << qint64(60 * kNsPerSec) << true << true;
        QTest::newRow("60 s with nothing at risk") << qint64(60 * kNsPerSec) << false << false;
    }
    void sixtySecondsWithoutInputGiveReducing() {
        QFETCH(qint64, age_ns);
        QFETCH(bool, exposed);
        Desk desk;
        desk.start();
        desk.gate->onTimer(exposed, desk.now());
        desk.pass(age_ns);
        desk.read("NaN");  // no usable one
        desk.gate->onTimer(exposed, desk.now());
        const auto trips = desk.gate->takeTrips();
        QTEST(!trips.empty(), "trips");
        if (trips.empty()) return;
        QCOMPARE(trips[0].cause, Code::RiskInputLost);
        QCOMPARE(trips[0].target, LatchState::Reducing);
        desk.gate->onTimer(true, desk.now());
        QVERIFY(desk.causes().empty());
        desk.read("100000");
        desk.pass(60 * kNsPerSec);
        desk.gate->onTimer(true, desk.now());
        QCOMPARE(desk.causes(), Codes{Code::RiskInputLost});
    }
    void theMinuteBeginsWithTheExposure() {
        Desk desk;
        desk.start();
        desk.pass(100 * kNsPerSec);
        desk.gate->onTimer(true, desk.now());
        desk.pass(60 * kNsPerSec - 1);
        desk.gate->onTimer(true, desk.now());
        QVERIFY(desk.causes().empty());
        desk.gate->onTimer(false, desk.now());
        desk.pass(30 * kNsPerSec);
        desk.gate->onTimer(true, desk.now());
        QVERIFY(desk.causes().empty());
        desk.pass(60 * kNsPerSec);
        desk.gate->onTimer(true, desk.now());
        QCOMPARE(desk.causes(), Codes{Code::RiskInputLost});
    }
    void neverAReadingWhileExposedTripsToo() {
        Desk desk;
        desk.make();
        desk.gate->onTimer(true, desk.now());
        desk.pass(60 * kNsPerSec);
        desk.gate->onTimer(true, desk.now());
        QCOMPARE(desk.causes(), Codes{Code::RiskInputLost});
    }

    void depositsRaiseTheBaselineAndLossesDoNot() {
        Desk desk = alone("L01");
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("105000", "105000");
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, 0);
        QCOMPARE(desk.gate->account(desk.now()).hwm->units, money(105'000).units);
        QCOMPARE(desk.gate->takeNotes().size(), 1U);
        QVERIFY(desk.confirm("104950").empty());  // balance 100000 again: an unexplained fall is a loss
        desk.pass(kNsPerSec);
        desk.read("104900", "104900");
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, money(-5'000).units);
    }
    void aClosedGainIsNoDeposit() {
        Desk desk = alone("L01");
        desk.start();
        desk.gate->onClose("a", money(500), desk.now());
        desk.pass(kNsPerSec);
        desk.read("100500", "100500");
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, money(500).units);
        QVERIFY(desk.gate->takeNotes().empty());
        desk.gate->onClose("a", money(-200), desk.now());
        desk.pass(kNsPerSec);
        desk.read("100300", "100300");
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, money(300).units);
    }
    void aGainToldLateIsTakenBack_data() {
        QTest::addColumn<qint64>("late_ns");
        QTest::addColumn<qint64>("pnl");
        QTest::newRow("5 s") << qint64(5 * kNsPerSec) << qint64(500);
        QTest::newRow("1 ns too late") << qint64(5 * kNsPerSec + 1) << qint64(0);
    }
    void aGainToldLateIsTakenBack() {
        QFETCH(qint64, late_ns);
        QFETCH(qint64, pnl);
        Desk desk = alone("L01");
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("100500", "100500");
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, 0);
        desk.pass(late_ns);
        desk.gate->onClose("a", money(500), desk.now());
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, money(double(pnl)).units);
        QCOMPARE(desk.gate->account(desk.now()).hwm->units, money(100'500).units);
        desk.pass(kNsPerSec);
        desk.read("100500", "100500");
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, money(double(pnl)).units);
        desk.gate->onClose("a", money(500), desk.now());  // only what rose is taken back
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, money(double(pnl)).units);
    }
    void anAnnouncedOperationMovesTheBaseline() {
        Desk desk = alone("L01");
        desk.start();
        AccountReading reading;
        reading.reply_id = "w";
        reading.equity = reading.balance = "90000";
        reading.margin_used = "0";
        reading.balance_op = "-10000";
        desk.pass(kNsPerSec);
        QCOMPARE(desk.gate->onReading(reading, desk.now()), Code::Ok);
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, 0);
        QCOMPARE(desk.gate->account(desk.now()).hwm->units, money(90'000).units);
        reading.reply_id = "d";
        reading.equity = reading.balance = "95000";
        reading.balance_op = "5000";
        QCOMPARE(desk.gate->onReading(reading, desk.now()), Code::Ok);
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, 0);
        reading.reply_id = "e";
        reading.balance_op = "much";
        QCOMPARE(desk.gate->onReading(reading, desk.now()), Code::RiskInputInvalid);
    }
    void aCloseBeforeTheFirstReading() {
        Desk desk = alone("L01");
        desk.make();
        desk.gate->onClose("a", money(500), desk.now());
        desk.read("100000");
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, 0);
    }
    void notesAreBounded() {
        Desk desk;
        desk.start();
        for (int i = 1; i <= 70; ++i) desk.read("200000", std::to_string(100'000 + i));
        QCOMPARE(desk.gate->takeNotes().size(), 64U);
        QVERIFY(desk.gate->takeNotes().empty());
    }
    void whatDoesNotFitIsInvalid() {
        Desk desk;
        desk.make();
        desk.read("46116860184", "-46116860184");
        desk.pass(kNsPerSec);
        QCOMPARE(desk.read("46116860184", "46116860184"), Code::RiskInputInvalid);
    }

    void theDayRollsAtItsMinute_data() {
        QTest::addColumn<int>("roll_min");
        QTest::addColumn<qint64>("until_ns");
        QTest::addColumn<bool>("rolls");
        QTest::newRow("midnight, a ns before") << 0 << qint64(12 * kHour - 1) << false;
        QTest::newRow("midnight") << 0 << qint64(12 * kHour) << true;
        QTest::newRow("22:00, a ns before") << 22 * 60 << qint64(10 * kHour - 1) << false;
        QTest::newRow("22:00") << 22 * 60 << qint64(10 * kHour) << true;
    }
    void theDayRollsAtItsMinute() {
        QFETCH(int, roll_min);
        QFETCH(qint64, until_ns);
        QFETCH(bool, rolls);
        Desk desk = alone("L01");
        desk.config.limits.day_roll_min = roll_min;
        desk.start();
        desk.gate->onOpeningFill("a", desk.now());
        desk.confirm("99000");
        desk.pass(until_ns - 1500 * kNsPerMs);
        desk.gate->onTimer(false, desk.now());
        QCOMPARE(desk.gate->account(desk.now()).day_start->units, money(100'000).units);  // until a reading comes
        desk.read("98000");
        QCOMPARE(desk.gate->account(desk.now()).day_start->units, money(rolls ? 98'000 : 100'000).units);
        QCOMPARE(desk.gate->account(desk.now()).hwm->units, money(rolls ? 98'000 : 100'000).units);
        QCOMPARE(desk.gate->account(desk.now()).day_pnl->units, money(rolls ? 0 : -2'000).units);
        QCOMPARE(*desk.row("L06").value, rolls ? 0.0 : 1.0);
        QCOMPARE(desk.gate->causeStands(Code::LimitDailyLoss, desk.now()), !rolls);
        if (rolls) QCOMPARE(desk.confirm("97900"), Codes{Code::LimitDailyLoss});
    }
    void theDayRollReachesTheBreakers() {
        Desk desk = alone("L01");
        desk.start();
        for (int i = 0; i < 3; ++i) desk.gate->onClose("a", money(-1), desk.now());
        desk.pass(12 * kHour - 1);
        desk.read("100000");
        QCOMPARE(desk.gate->breakers(desk.now())[0].trips_today, 1);
        desk.pass(kNsPerSec);
        desk.read("100000");
        QCOMPARE(desk.gate->breakers(desk.now())[0].trips_today, 0);
    }
    void theHighestEquityMayLast() {
        Desk desk = alone("L03");
        desk.config.limits.drawdown_basis = DrawdownBasis::all;
        desk.start();
        desk.pass(12 * kHour);
        desk.read("96000");
        QCOMPARE(desk.gate->account(desk.now()).day_start->units, money(96'000).units);
        QCOMPARE(desk.gate->account(desk.now()).hwm->units, money(100'000).units);
    }
    void aSetClockIsToldAndTheDayGoesOn() {
        Desk desk = alone("L01");
        desk.start();
        desk.gate->onTimer(false, desk.now());
        desk.wall += 15 * kHour;
        desk.gate->onTimer(false, desk.now());
        const auto notes = desk.gate->takeNotes();
        QCOMPARE(notes.size(), 1U);
        QCOMPARE(notes[0].code, Code::ClockJump);
        desk.read("99000");
        QCOMPARE(desk.gate->account(desk.now()).day_start->units, money(100'000).units);
        QVERIFY(desk.gate->takeNotes().empty());
    }
    void aNewPaperAccountBeginsAnew() {
        Desk desk = alone("L01");
        desk.start();
        desk.pass(kNsPerSec);
        desk.read("50000");
        desk.gate->onAccountReset(desk.now());
        QCOMPARE(desk.code(), Code::RiskInputStale);
        desk.read("70000", "70000");
        QCOMPARE(desk.code(), Code::Ok);
        QCOMPARE(desk.gate->account(desk.now()).day_start->units, money(70'000).units);
        QCOMPARE(desk.gate->account(desk.now()).hwm->units, money(70'000).units);
        for (int i = 0; i < 3; ++i) {
            desk.pass(kNsPerSec);
            desk.read("69950", "70000");
        }
        QVERIFY(desk.causes().empty());
    }
};

static const bw::test::AddTest<TestEquity> kAdd;
#include "tst_equity.moc"
