// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/risk/limits/symbol_breaker.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;
using bw::test::money;
using Bs = BreakerUse::State;

/// Breakers alone with a clock of their own.
struct Bench {
    RiskConfig config;
    std::unique_ptr<LimitTable> table;
    std::unique_ptr<SymbolBreakers> breakers;
    std::int64_t mono = 0;
    explicit Bench(RiskConfig c = {}) : config(c) {
        table = std::make_unique<LimitTable>(config);
        breakers = std::make_unique<SymbolBreakers>(*table);
    }
    void close(double net, const char* name = "a", std::optional<Money> equity = std::nullopt) { breakers->onClose(name, money(net), equity, {mono}); }
    void lose(int times, const char* name = "a") {
        for (int i = 0; i < times; ++i) close(-1, name);
    }
    Bs state(const char* name = "a") {
        const auto it = breakers->all().find(name);
        return it == breakers->all().end() ? Bs::Closed : breakers->stateOf(it->second, {mono});
    }
    Code allows() { return breakers->allows("a", {mono}); }
};
}  // namespace

class TestBreaker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void threeLosingClosesInARow() {
        Bench bench;
        bench.lose(2);
        QCOMPARE(bench.state(), Bs::Closed);
        QCOMPARE(bench.allows(), Code::Ok);
        bench.close(0);  // changes nothing
        bench.lose(1);
        QCOMPARE(bench.state(), Bs::Open);
        QCOMPARE(bench.allows(), Code::RiskBreaker);
        QCOMPARE(bench.breakers->allows("b", {0}), Code::Ok);
    }
    void aWinEndsTheRun() {
        Bench bench;
        bench.lose(2);
        bench.close(0.01);
        bench.lose(2);
        QCOMPARE(bench.state(), Bs::Closed);
        bench.lose(1);
        QCOMPARE(bench.state(), Bs::Open);
    }
    void theDaysLoss_data() {
        QTest::addColumn<double>("loss");
        QTest::addColumn<bool>("opens");
        QTest::newRow("a unit below") << 999.99999999 << false;
        QTest::newRow("at") << 1000.0 << true;
        QTest::newRow("above") << 1000.01 << true;
    }
    void theDaysLoss() {
        QFETCH(double, loss);
        QFETCH(bool, opens);
        Bench bench;
        bench.close(-500);
        bench.close(5000);  // gains do not make up for it
        bench.close(-(loss - 500));
        QCOMPARE(bench.state(), opens ? Bs::Open : Bs::Closed);
    }
    void theShareOfEquity_data() {
        QTest::addColumn<double>("loss");
        QTest::addColumn<double>("equity");
        QTest::addColumn<bool>("opens");
        QTest::newRow("below") << 199.99 << 10'000.0 << false;
        QTest::newRow("at") << 200.0 << 10'000.0 << true;
        QTest::newRow("above") << 200.01 << 10'000.0 << true;
        QTest::newRow("nothing left") << 0.01 << -1.0 << true;
        QTest::newRow("not known") << 200.0 << 0.0 << false;
    }
    void theShareOfEquity() {
        QFETCH(double, loss);
        QFETCH(double, equity);
        QFETCH(bool, opens);
        Bench bench;
        bench.close(-loss, "a", equity == 0 ? std::nullopt : std::optional(money(equity)));
        QCOMPARE(bench.state(), opens ? Bs::Open : Bs::Closed);
    }
    void theCooldownDoubles() {
        Bench bench;
        std::int64_t cooldown = 300 * kNsPerSec;
        bench.lose(3);
        for (int trip = 1; trip <= 3; ++trip) {
            const std::int64_t opened = bench.mono;
            QCOMPARE(bench.breakers->uses({opened})[0].reopens_in_ms, cooldown / kNsPerMs);
            bench.mono = opened + cooldown - 1;
            QCOMPARE(bench.state(), Bs::Open);
            QCOMPARE(bench.allows(), Code::RiskBreaker);
            bench.mono = opened + cooldown;
            QCOMPARE(bench.state(), Bs::HalfOpen);
            QCOMPARE(bench.allows(), Code::Ok);
            bench.lose(1);
            QCOMPARE(bench.state(), Bs::Open);
            cooldown *= 2;
        }
        QCOMPARE(bench.breakers->uses({bench.mono})[0].trips_today, 4);
        QCOMPARE(bench.breakers->uses({bench.mono})[0].reopens_in_ms, -1);
        bench.mono += 1000 * cooldown;
        QCOMPARE(bench.state(), Bs::Open);  // until the day rolls
        bench.breakers->onDayRoll();
        QCOMPARE(bench.state(), Bs::Closed);
        bench.lose(3);
        QCOMPARE(bench.breakers->uses({bench.mono})[0].reopens_in_ms, 300'000);
    }
    void theDayRollKeepsACooldown() {
        Bench bench;
        bench.close(-1000);
        bench.breakers->onDayRoll();
        QCOMPARE(bench.state(), Bs::Open);
        QCOMPARE(bench.breakers->uses({0})[0].day_loss.units, 0);
        QCOMPARE(bench.breakers->uses({0})[0].trips_today, 0);
    }
    void longCooldownsDoNotOverflow() {
        RiskConfig config;
        config.breaker.cooldown_s = 86'400;
        config.breaker.max_trips_per_day = 100;
        Bench bench(config);
        bench.lose(3);
        for (int i = 0; i < 30; ++i) {
            const std::int64_t left = bench.breakers->uses({bench.mono})[0].reopens_in_ms;
            QVERIFY(left > 0);
            bench.breakers->restore("a", [&] { auto b = bench.breakers->all().at("a"); b.reopens = {bench.mono}; return b; }());
            bench.lose(1);
        }
    }
    void theTrial() {
        Bench bench;
        bench.lose(3);
        bench.breakers->onOpening("a", {bench.mono});  // an order while OPEN is not of the trial
        bench.mono = 300 * kNsPerSec;
        QCOMPARE(bench.allows(), Code::Ok);
        bench.breakers->onOpening("a", {bench.mono});
        QCOMPARE(bench.allows(), Code::Ok);
        bench.breakers->onOpening("a", {bench.mono});
        QCOMPARE(bench.allows(), Code::RiskBreaker);
        bench.close(1);
        QCOMPARE(bench.state(), Bs::HalfOpen);
        bench.close(0);
        QCOMPARE(bench.state(), Bs::HalfOpen);
        bench.close(1);
        QCOMPARE(bench.state(), Bs::Closed);
        QCOMPARE(bench.allows(), Code::Ok);
        bench.lose(2);
        QCOMPARE(bench.state(), Bs::Closed);
    }
    void winsAndLossesWhileOpenDoNotCountForTheTrial() {
        Bench bench;
        bench.lose(3);
        bench.close(1);
        bench.close(1);
        bench.lose(5);
        QCOMPARE(bench.breakers->uses({0})[0].trips_today, 1);
        bench.mono = 300 * kNsPerSec;
        QCOMPARE(bench.state(), Bs::HalfOpen);
        bench.close(1);
        QCOMPARE(bench.state(), Bs::HalfOpen);
    }
    void eachTrialBeginsAnew() {
        Bench bench;
        bench.lose(3);
        bench.mono = 300 * kNsPerSec;
        bench.breakers->onOpening("a", {bench.mono});
        bench.breakers->onOpening("a", {bench.mono});
        bench.close(1);
        bench.lose(1);
        bench.mono += 600 * kNsPerSec;
        QCOMPARE(bench.allows(), Code::Ok);
        bench.close(1);
        QCOMPARE(bench.state(), Bs::HalfOpen);
    }
    void aManualClose() {
        Bench bench;
        QVERIFY(!bench.breakers->close("a", {0}));
        bench.lose(2);
        QVERIFY(!bench.breakers->close("a", {0}));
        bench.lose(1);
        QVERIFY(bench.breakers->close("a", {0}));
        QCOMPARE(bench.state(), Bs::Closed);
        QVERIFY(!bench.breakers->close("a", {0}));
        bench.lose(2);
        QCOMPARE(bench.state(), Bs::Closed);
        bench.lose(1);
        bench.mono = 3600 * kNsPerSec;
        QVERIFY(bench.breakers->close("a", {bench.mono}));  // on trial
    }
    void aManualCloseOfOneThatStays() {
        Bench bench;
        bench.config.breaker.max_trips_per_day = 1;
        bench = Bench(bench.config);
        bench.lose(3);
        bench.mono = 300 * kNsPerSec;
        bench.lose(1);
        bench.mono = 1'000'000 * kNsPerSec;
        QCOMPARE(bench.state(), Bs::Open);
        QVERIFY(bench.breakers->close("a", {bench.mono}));
        QCOMPARE(bench.state(), Bs::Closed);
    }
    void threeAtOnce() {
        Bench bench;
        bench.lose(3, "a");
        bench.lose(3, "b");
        QVERIFY(!bench.breakers->manyNow({0}));
        bench.lose(3, "c");
        QVERIFY(bench.breakers->manyNow({0}));
        QVERIFY(!bench.breakers->manyNow({0}));
        bench.mono = 300 * kNsPerSec;
        QVERIFY(!bench.breakers->manyNow({bench.mono}));
        QCOMPARE(bench.breakers->openCount({bench.mono}), 0);
        for (const char* name : {"a", "b", "c"}) bench.lose(1, name);
        QVERIFY(bench.breakers->manyNow({bench.mono}));
    }
    void offMeansOff() {
        Bench bench;
        bench.config.breaker.enabled = false;
        bench = Bench(bench.config);
        bench.lose(10);
        QCOMPARE(bench.state(), Bs::Closed);
        QCOMPARE(bench.allows(), Code::Ok);
    }
    void hugeLossesDoNotWrap() {
        Bench bench;
        bench.breakers->onClose("a", {INT64_MIN}, std::nullopt, {0});
        bench.breakers->onClose("a", {INT64_MIN}, std::nullopt, {0});
        QCOMPARE(bench.breakers->uses({0})[0].day_loss.units, kMantissaMax);
        QCOMPARE(bench.state(), Bs::Open);
    }
    void theGateAsksThem() {
        Desk desk;
        desk.config.limits.max_daily_loss_abs = 1e9;
        desk.start();
        for (int i = 0; i < 3; ++i) desk.gate->onClose(desk.spec.instrument, money(-1), desk.now());
        QCOMPARE(desk.code(), Code::RiskBreaker);
        QCOMPARE(*desk.row("L18").value, 1.0);
        QVERIFY(!desk.gate->causeStands(Code::BreakersMany, desk.now()));
        for (const char* name : {"x", "y"})
            for (int i = 0; i < 3; ++i) desk.gate->onClose(name, money(-1), desk.now());
        const auto trips = desk.gate->takeTrips();
        QCOMPARE(trips.size(), 1U);
        QCOMPARE(trips[0].cause, Code::BreakersMany);
        QCOMPARE(trips[0].target, LatchState::Reducing);
        QVERIFY(desk.gate->causeStands(Code::BreakersMany, desk.now()));
        QCOMPARE(desk.row("L18").state, LimitUse::State::Breach);
        const std::uint64_t version = desk.gate->dayStateVersion();
        QVERIFY(desk.gate->closeBreaker("x", desk.now()));
        QVERIFY(desk.gate->dayStateVersion() > version);
        QVERIFY(!desk.gate->closeBreaker("x", desk.now()));
        QVERIFY(!desk.gate->causeStands(Code::BreakersMany, desk.now()));
        desk.pass(300 * kNsPerSec);
        desk.read("100000");
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.next(), Code::RiskBreaker);
        QCOMPARE(desk.gate->breakers(desk.now())[0].state, Bs::HalfOpen);
    }
    void theLastEquityIsUsedForTheShare() {
        Desk desk;
        desk.start();
        desk.config.limits.max_daily_loss_abs = 1e9;
        desk.gate->onClose(desk.spec.instrument, money(-999.99), desk.now());
        QCOMPARE(desk.code(), Code::Ok);
        Desk small;
        small.make();
        small.read("10000", "10000");
        small.gate->onClose(small.spec.instrument, money(-200), small.now());
        QCOMPARE(small.preview().steps[7], Code::RiskBreaker);
    }
};

static const bw::test::AddTest<TestBreaker> kAdd;
#include "tst_breaker.moc"
