// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <functional>

#include "core/risk/limits/gate.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;
using bw::test::kDay;
using bw::test::money;

/// A thing that makes one step fail, and only that.
struct Fault {
    const char* name;
    int step;  // from 0
    Code code;
    std::function<void(Desk&)> spoil;           // before the gate is made
    std::function<void(Desk&)> after = nullptr; // after its first reading
};

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all = {
        {"halted", 0, Code::LatchHalted, [](Desk& d) { d.facts.latch = LatchState::Halted; }},
        {"reducing", 0, Code::LatchReducing, [](Desk& d) { d.facts.latch = LatchState::Reducing; }},
        {"scope halted", 0, Code::LatchHalted, [](Desk& d) { d.facts.scope_halted = true; }},
        {"scope reducing", 0, Code::LatchReducing, [](Desk& d) { d.facts.scope_reducing = true; }},
        {"mode off", 1, Code::NotArmed, [](Desk& d) { d.facts.mode = ExecutionMode::Off; }},
        {"source", 1, Code::SourceDisabled, [](Desk& d) { d.facts.source_allowed = false; }},
        {"not armed", 1, Code::NotArmed, [](Desk& d) { d.facts.armed = false; }},
        {"no route", 1, Code::NotArmed, [](Desk& d) { d.facts.route_known = false; }},
        {"form", 2, Code::OrderQtyStep, [](Desk& d) { d.spec.qty_step = {2}; }},
        {"not reducing", 2, Code::NotReducing, [](Desk& d) { d.intent.reduce_only = true; }},
        {"gateway", 3, Code::GatewayDown, [](Desk& d) { d.facts.health[0] = Code::GatewayDown; }},
        {"last health", 3, Code::GateDrift, [](Desk& d) { d.facts.health[5] = Code::GateDrift; }},
        {"no quote", 4, Code::RiskInputStale, [](Desk& d) { d.facts.quote_age_ms = -1; }},
        {"old quote", 4, Code::RiskInputStale, [](Desk& d) { d.facts.quote_age_ms = 10'001; }},
        {"no bid", 4, Code::RiskInputStale, [](Desk& d) { d.facts.bid.reset(); }},
        {"no ask", 4, Code::RiskInputStale, [](Desk& d) { d.facts.ask.reset(); }},
        {"book", 4, Code::RiskBookInvalid, [](Desk& d) { d.facts.book_valid = false; }},
        {"crossed", 4, Code::RiskBookInvalid, [](Desk& d) { d.facts.bid = Price{108'002}; }},
        {"account", 4, Code::RiskInputStale, [](Desk&) {}, [](Desk& d) { d.pass(15'001 * kNsPerMs); }},
        {"id used", 5, Code::OrderDuplicateId, [](Desk& d) { d.facts.id_used = true; }},
        {"duplicate", 5, Code::RiskDuplicate, [](Desk&) {}, [](Desk& d) { (void)d.decide(); }},
        {"hours", 6, Code::RiskSession, [](Desk& d) { d.config.limits.trading_hours = TradingHours::us_cash; }},
        {"volatility", 7, Code::RiskVolatility, [](Desk& d) { d.config.limits.max_volatility_ann_bp = 5'000; d.facts.volatility_ann_bp = 5'000.1; }},
        {"breaker", 7, Code::RiskBreaker, [](Desk&) {}, [](Desk& d) { for (int i = 0; i < 3; ++i) d.gate->onClose(d.spec.instrument, money(-1), d.now()); }},
        {"collar", 8, Code::RiskPrice, [](Desk& d) { d.intent.type = OrderType::Limit; d.intent.price = Price{109'082}; }},
        {"order size", 8, Code::RiskOrderSize, [](Desk& d) { d.config.limits.max_order_notional_abs = 1'000; }},
        {"position", 9, Code::RiskPosition, [](Desk& d) { d.config.limits.max_position_notional_abs = 1'000; }},
        {"exposure", 9, Code::RiskExposure, [](Desk& d) { d.config.limits.exposure_symbol_bp = 1; }},
        {"margin", 9, Code::RiskMargin, [](Desk&) {}, [](Desk& d) { d.pass(kNsPerSec); d.read("100000", "100000", "70000"); }},
        {"confirming", 10, Code::RiskPendingConfirm, [](Desk&) {}, [](Desk& d) { d.pass(kNsPerSec); d.read("99000"); }},
        {"loss", 10, Code::RiskLoss, [](Desk&) {}, [](Desk& d) { d.confirm("99000"); }},
        {"trades", 11, Code::RiskTrades, [](Desk&) {}, [](Desk& d) { for (int i = 0; i < 50; ++i) d.gate->onOpeningFill("a", d.now()); }},
        {"rate", 12, Code::RiskOrderRate, [](Desk& d) { d.config.limits.max_orders_per_burst = 1; },
         [](Desk& d) { d.code(); risk::GateRequest other = d.request; OrderIntent first = d.intent; first.source = "other"; other.intent = &first; (void)d.gate->decide(other, d.facts, d.now()); }},
    };
    return all;
}
/// Later ones need a good order to have passed or the clock to stand still; they go last.
Desk deskWith(std::initializer_list<const Fault*> list) {
    Desk desk;
    for (const Fault* fault : list)
        if (!fault->after) fault->spoil(desk);
    const Desk spoilt = desk;
    Desk good;
    good.config = desk.config;
    for (const Fault* fault : list)
        if (fault->after) fault->spoil(good);
    good.start();
    // rate and duplicate pass an order through a gate in order, before the facts are spoilt
    std::vector<const Fault*> after(list);
    std::stable_sort(after.begin(), after.end(), [](const Fault* a, const Fault* b) { return a->step > b->step; });
    for (const Fault* fault : after)
        if (fault->after && fault->step != 4) fault->after(good);
    good.spec = spoilt.spec;
    good.intent = spoilt.intent;
    good.facts = spoilt.facts;
    for (const Fault* fault : after)
        if (fault->after && fault->step == 4) fault->after(good);
    return good;
}
}  // namespace

class TestGate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGoodOrderPasses() {
        Desk desk;
        desk.start();
        const GateVerdict verdict = desk.decide();
        QCOMPARE(verdict.code, Code::Ok);
        QVERIFY(verdict.detail.empty() && !verdict.reduces);
        for (const Code code : verdict.steps) QCOMPARE(code, Code::Ok);
    }
    void eachStepAloneFailsWithItsCode_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Fault& fault : faults()) QTest::newRow(fault.name) << index++;
    }
    void eachStepAloneFailsWithItsCode() {
        QFETCH(int, index);
        const Fault& fault = faults()[size_t(index)];
        Desk desk = deskWith({&fault});
        const GateVerdict verdict = desk.preview();
        QCOMPARE(verdict.code, fault.code);
        const bool half_quote = !desk.facts.bid || !desk.facts.ask;  // then the sizes are not known either
        for (int step = 0; step < (half_quote ? 5 : 13); ++step) QCOMPARE(verdict.steps[size_t(step)], step == fault.step ? fault.code : Code::Ok);
    }
    void ofTwoFailuresTheEarlierIsTheAnswer() {
        // one fault a step, each with each
        std::vector<const Fault*> one;
        for (const Fault& fault : faults())
            if (one.empty() || one.back()->step != fault.step) one.push_back(&fault);
        QCOMPARE(one.size(), 13U);
        for (size_t a = 0; a < one.size(); ++a)
            for (size_t b = a + 1; b < one.size(); ++b) {
                if (one[b]->name == std::string_view("rate")) continue;  // below
                Desk desk = deskWith({one[a], one[b]});
                const GateVerdict verdict = desk.preview();
                QVERIFY2(verdict.code == one[a]->code, one[b]->name);
                QVERIFY2(verdict.steps[size_t(one[b]->step)] == one[b]->code, one[b]->name);
            }
        const Fault* rate = one.back();
        for (size_t a = 0; a + 1 < one.size(); ++a) {
            if (one[a]->after) continue;
            Desk desk;
            desk.config.limits.max_orders_per_burst = 1;
            Desk spoilt = desk;
            one[a]->spoil(spoilt);
            desk.start();
            rate->after(desk);
            if (one[a]->step == 6) continue;
            desk.spec = spoilt.spec;
            desk.intent = spoilt.intent;
            desk.facts = spoilt.facts;
            if (one[a]->step == 7 || one[a]->step >= 9) continue;  // a setting, not a fact
            QVERIFY2(desk.preview().code == one[a]->code, one[a]->name);
            QVERIFY2(desk.preview().steps[12] == Code::RiskOrderRate, one[a]->name);
        }
    }
    void sameStepSameOrder() {
        const auto both = [](std::initializer_list<const char*> names) {
            Desk desk;
            std::vector<const Fault*> list;
            for (const char* name : names)
                for (const Fault& fault : faults())
                    if (fault.name == std::string_view(name)) list.push_back(&fault);
            return deskWith({list[0], list[1]}).code();
        };
        QCOMPARE(both({"halted", "scope reducing"}), Code::LatchHalted);
        QCOMPARE(both({"reducing", "scope halted"}), Code::LatchHalted);
        QCOMPARE(both({"source", "mode off"}), Code::NotArmed);
        QCOMPARE(both({"source", "not armed"}), Code::SourceDisabled);
        QCOMPARE(both({"gateway", "last health"}), Code::GatewayDown);
        QCOMPARE(both({"old quote", "book"}), Code::RiskInputStale);
        QCOMPARE(both({"id used", "duplicate"}), Code::OrderDuplicateId);
        QCOMPARE(both({"volatility", "breaker"}), Code::RiskVolatility);
        QCOMPARE(both({"collar", "order size"}), Code::RiskPrice);
        QCOMPARE(both({"position", "exposure"}), Code::RiskPosition);
    }
    void quoteAge_data() {
        QTest::addColumn<qint64>("age_ms");
        QTest::addColumn<Code>("code");
        QTest::newRow("1 ms young") << qint64(9'999) << Code::Ok;
        QTest::newRow("10 s") << qint64(10'000) << Code::Ok;
        QTest::newRow("1 ms old") << qint64(10'001) << Code::RiskInputStale;
        QTest::newRow("none") << qint64(-1) << Code::RiskInputStale;
    }
    void quoteAge() {
        QFETCH(qint64, age_ms);
        Desk desk;
        desk.start();
        desk.facts.quote_age_ms = age_ms;
        QTEST(desk.code(), "code");
    }
    void aLockedMarketIsNotCrossed() {
        Desk desk;
        desk.start();
        desk.facts.bid = desk.facts.ask;
        QCOMPARE(desk.code(), Code::Ok);
    }
    void missingMoneyFactsRefuse() {
        Desk desk;
        desk.start();
        desk.facts.fx.reset();
        QCOMPARE(desk.code(), Code::RiskFxMissing);
        QCOMPARE(desk.preview().steps[8], Code::RiskOrderSize);
        desk.facts.fx = Decimal{0, 0};
        QCOMPARE(desk.code(), Code::RiskFxMissing);
        desk.facts.fx = Decimal{1, 0};
        desk.spec.contract_size = {0, 0};
        QCOMPARE(desk.code(), Code::RiskFxMissing);
    }
    void noInstrumentFailsEverywhereItMatters() {
        Desk desk;
        desk.start();
        (void)desk.code();
        desk.facts.spec = nullptr;
        const GateVerdict verdict = desk.gate->preview(desk.request, desk.facts, desk.now());
        QCOMPARE(verdict.code, Code::OrderInstrument);
        QCOMPARE(verdict.steps[4], Code::RiskFxMissing);
        QCOMPARE(verdict.steps[8], Code::RiskOrderSize);
        QCOMPARE(verdict.steps[9], Code::RiskPosition);
    }
    void volatility_data() {
        QTest::addColumn<int>("limit");
        QTest::addColumn<double>("value");
        QTest::addColumn<Code>("code");
        QTest::newRow("below") << 5'000 << 4'999.9 << Code::Ok;
        QTest::newRow("at") << 5'000 << 5'000.0 << Code::Ok;
        QTest::newRow("above") << 5'000 << 5'000.1 << Code::RiskVolatility;
        QTest::newRow("NaN") << 5'000 << std::nan("") << Code::RiskVolatility;
        QTest::newRow("infinite") << 5'000 << HUGE_VAL << Code::RiskVolatility;
        QTest::newRow("off") << 0 << 9e9 << Code::Ok;
    }
    void volatility() {
        QFETCH(int, limit);
        QFETCH(double, value);
        Desk desk;
        desk.config.limits.max_volatility_ann_bp = limit;
        desk.start();
        QCOMPARE(desk.code(), Code::Ok);  // fewer than 30 returns
        desk.facts.volatility_ann_bp = value;
        QTEST(desk.code(), "code");
    }
    void trades_data() {
        QTest::addColumn<int>("max");
        QTest::addColumn<int>("fills");
        QTest::addColumn<Code>("code");
        QTest::newRow("below") << 3 << 1 << Code::Ok;
        QTest::newRow("at") << 3 << 2 << Code::Ok;
        QTest::newRow("above") << 3 << 3 << Code::RiskTrades;
        QTest::newRow("off") << 0 << 300 << Code::Ok;
    }
    void trades() {
        QFETCH(int, max);
        QFETCH(int, fills);
        Desk desk;
        desk.config.limits.max_daily_trades = max;
        desk.start();
        for (int i = 0; i < fills; ++i) desk.gate->onOpeningFill("a", desk.now());
        QTEST(desk.code(), "code");
    }
    void badConfigurationClosesTheLiveGateOnly() {
        Desk desk;
        desk.config.problem = "RISK_MAX_DAILY_LOSS=nan";
        desk.start();
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.mode = ExecutionMode::Live;
        QCOMPARE(desk.code(), Code::CfgRiskInvalid);
        desk.config.problem.clear();
        desk.start();
        QCOMPARE(desk.code(), Code::Ok);
        desk.config.limits.max_orders_per_minute = 0;
        desk.start();
        QCOMPARE(desk.code(), Code::CfgRiskInvalid);
    }

    void onlyReducing_data() {
        QTest::addColumn<qint64>("net");
        QTest::addColumn<bool>("buy");
        QTest::addColumn<qint64>("qty");
        QTest::addColumn<qint64>("working");
        QTest::addColumn<bool>("reduces");
        const auto row = [](const char* name, int net, bool buy, int qty, int working, bool reduces) {
            QTest::newRow(name) << qint64(net) << buy << qint64(qty) << qint64(working) << reduces;
        };
        row("part of a long", 10, false, 5, 0, true);
        row("all of a long", 10, false, 10, 0, true);
        row("more than a long", 10, false, 11, 0, false);
        row("what working orders leave", 10, false, 6, 4, true);
        row("more than they leave", 10, false, 7, 4, false);
        row("same side", 10, true, 1, 0, false);
        row("part of a short", -10, true, 5, 0, true);
        row("all of a short", -10, true, 10, 0, true);
        row("more than a short", -10, true, 11, 0, false);
        row("short, same side", -10, false, 1, 0, false);
        row("nothing held, buy", 0, true, 1, 0, false);
        row("nothing held, sell", 0, false, 1, 0, false);
        row("a sum that overflows", 10, false, 5, 100, false);
    }
    void onlyReducing() {
        QFETCH(qint64, net);
        QFETCH(bool, buy);
        QFETCH(qint64, qty);
        QFETCH(qint64, working);
        QFETCH(bool, reduces);
        Desk desk;
        desk.start();
        desk.facts.net = {net};
        desk.intent.side = buy ? OrderSide::Buy : OrderSide::Sell;
        desk.intent.qty = {qty};
        desk.facts.working_reducing = {working == 100 ? INT64_MAX : working};
        desk.facts.latch = LatchState::Reducing;
        desk.intent.reduce_only = true;
        const GateVerdict verdict = desk.preview();
        QCOMPARE(verdict.reduces, reduces);
        QCOMPARE(verdict.code, reduces ? Code::Ok : Code::LatchReducing);
        QCOMPARE(verdict.steps[2], reduces ? Code::Ok : Code::NotReducing);
        desk.facts.position_known = false;
        QVERIFY(!desk.preview().reduces);
    }
    void nothingReducesNothing() {
        Desk desk;
        desk.start();
        desk.facts.net = {10};
        desk.intent.side = OrderSide::Sell;
        desk.intent.qty = {0};
        QVERIFY(!desk.preview().reduces);
    }
    void hedgingNeedsTheTicket() {
        Desk desk;
        desk.spec.hedging = true;
        desk.start();
        desk.facts.latch = LatchState::Reducing;
        desk.facts.net = {10};
        desk.intent.side = OrderSide::Sell;
        desk.intent.qty = {4};
        QCOMPARE(desk.code(), Code::LatchReducing);
        desk.intent.ticket = "77";
        QCOMPARE(desk.code(), Code::LatchReducing);  // no such ticket on the other side
        desk.facts.ticket_qty = Qty{3};
        QCOMPARE(desk.code(), Code::LatchReducing);
        desk.facts.ticket_qty = Qty{4};
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.ticket.clear();
        QCOMPARE(desk.code(), Code::LatchReducing);
    }
    void whatAReducingOrderSkips_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Fault& fault : faults()) QTest::newRow(fault.name) << index++;
    }
    void whatAReducingOrderSkips() {
        QFETCH(int, index);
        const Fault& fault = faults()[size_t(index)];
        Desk desk = deskWith({&fault});
        desk.facts.net = {desk.intent.side == OrderSide::Buy ? -100 : 100};
        const std::string_view name = fault.name;
        const bool passes = name == "reducing" || name == "scope reducing" || name == "not reducing" || name == "order size" ||
                            fault.step == 4 || fault.step == 6 || fault.step == 7 || (fault.step >= 9 && fault.step <= 11);
        const GateVerdict verdict = desk.preview();
        QVERIFY(verdict.reduces);
        QCOMPARE(verdict.code, passes ? Code::Ok : fault.code);
    }
    void aReducingLimitNeedsAFreshQuote() {
        Desk desk;
        desk.start();
        desk.facts.net = {-100};
        desk.facts.quote_age_ms = 10'001;
        QCOMPARE(desk.code(), Code::Ok);  // a market order always gets out
        desk.intent.type = OrderType::Limit;
        desk.intent.price = Price{108'000};
        QCOMPARE(desk.code(), Code::RiskPrice);
        desk.facts.quote_age_ms = 10'000;
        QCOMPARE(desk.code(), Code::Ok);
        desk.intent.side = OrderSide::Sell;
        desk.facts.net = {100};
        desk.facts.quote_age_ms = -1;
        QCOMPARE(desk.code(), Code::RiskPrice);
    }
    void reducingOrdersCountIntoTheRates() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 2;
        desk.start();
        desk.facts.net = {-100};
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.next(), Code::RiskOrderRate);
    }
    void reducingOrdersAreNoTrial() {
        Desk desk;
        desk.start();
        for (int i = 0; i < 3; ++i) desk.gate->onClose(desk.spec.instrument, money(-1), desk.now());
        desk.pass(300 * kNsPerSec);
        desk.read("100000");
        desk.facts.net = {-100};
        for (int i = 0; i < 4; ++i) QCOMPARE(desk.next(), Code::Ok);
        desk.facts.net = {0};
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.next(), Code::RiskBreaker);
    }

    void aSmallerQuantityPassesAlways_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Fault& fault : faults()) QTest::newRow(fault.name) << index++;
    }
    void aSmallerQuantityPassesAlways() {
        QFETCH(int, index);
        const Fault& fault = faults()[size_t(index)];
        Desk desk = deskWith({&fault});
        desk.request.replaces_qty = Qty{desk.intent.qty.units + 1};
        const GateVerdict verdict = desk.preview();
        QCOMPARE(verdict.code, fault.code == Code::OrderQtyStep ? fault.code : Code::Ok);
        QVERIFY(verdict.reduces);
    }
    void cutsAreNotCounted() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 1;
        desk.start();
        desk.request.replaces_qty = Qty{5};
        for (int i = 0; i < 4; ++i) QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.gate->ordersWithin(60 * kNsPerSec, desk.now()), 0U);
        desk.request.replaces_qty.reset();
        QCOMPARE(desk.next(), Code::Ok);
        desk.request.replaces_qty = Qty{5};
        QCOMPARE(desk.next(), Code::Ok);
        QVERIFY(desk.causes().empty());
    }
    void otherReplacesTakeAllSteps() {
        Desk desk;
        desk.start();
        desk.facts.id_used = true;  // its own id
        for (const auto& [before, price_changed] : {std::pair{1, false}, {0, false}, {2, true}, {1, true}}) {
            desk.request.replaces_qty = Qty{before};
            desk.request.price_changed = price_changed;
            desk.facts.latch = LatchState::Active;
            QCOMPARE(desk.code(), Code::Ok);
            desk.facts.book_valid = false;
            QCOMPARE(desk.code(), Code::RiskBookInvalid);
            desk.facts.book_valid = true;
            desk.facts.net = {-100};  // though it would reduce
            desk.facts.latch = LatchState::Reducing;
            QCOMPARE(desk.code(), Code::LatchReducing);
            QVERIFY(!desk.preview().reduces);
            desk.facts.latch = LatchState::Halted;
            QCOMPARE(desk.code(), Code::LatchHalted);
            desk.facts.net = {0};
        }
        desk.facts.latch = LatchState::Active;
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.gate->ordersWithin(60 * kNsPerSec, desk.now()), 1U);
    }

    void flatten_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Fault& fault : faults()) QTest::newRow(fault.name) << index++;
    }
    void flatten() {
        QFETCH(int, index);
        const Fault& fault = faults()[size_t(index)];
        Desk desk = deskWith({&fault});
        desk.request.flatten = true;
        desk.facts.net = {desk.intent.side == OrderSide::Buy ? -100 : 100};
        const std::string_view name = fault.name;
        const bool stops = name == "mode off" || name == "source" || name == "no route" || name == "form" || name == "gateway" ||
                           name == "last health" || name == "id used";
        QCOMPARE(desk.preview().code, stops ? fault.code : Code::Ok);
        QVERIFY(desk.preview().reduces);
    }
    void flattenMustReduce() {
        Desk desk;
        desk.start();
        desk.request.flatten = true;
        QCOMPARE(desk.code(), Code::NotReducing);
        desk.facts.latch = LatchState::Reducing;
        QCOMPARE(desk.code(), Code::LatchReducing);
        desk.facts.latch = LatchState::Halted;
        QCOMPARE(desk.code(), Code::LatchHalted);
        QVERIFY(!desk.preview().reduces);
        desk.facts.net = {-100};
        desk.facts.working_reducing = {100};
        QCOMPARE(desk.code(), Code::LatchHalted);
        desk.facts.working_reducing = {99};
        QCOMPARE(desk.code(), Code::Ok);
        desk.facts.position_known = false;
        QCOMPARE(desk.code(), Code::LatchHalted);
    }
    void flattenByTicket() {
        Desk desk;
        desk.spec.hedging = true;
        desk.start();
        desk.request.flatten = true;
        desk.facts.latch = LatchState::Halted;
        desk.intent.ticket = "77";
        QCOMPARE(desk.code(), Code::LatchHalted);
        desk.facts.ticket_qty = Qty{1};
        QCOMPARE(desk.code(), Code::Ok);  // net is flat, but the ticket is not
        desk.intent.qty = {2};
        QCOMPARE(desk.code(), Code::LatchHalted);
    }
    void flattenIsNeverHeldUpByOurOwnBooks_data() {
        QTest::addColumn<Code>("code");
        QTest::addColumn<bool>("passes");
        for (const Code code : {Code::AuditUnwritable, Code::JournalStalled, Code::CfgRiskInvalid, Code::PeerMismatch})
            QTest::newRow(codeName(code).data()) << code << true;
        for (const Code code : {Code::GatewayDown, Code::NotReconciled, Code::OrderUnknown})
            QTest::newRow(codeName(code).data()) << code << false;
    }
    void flattenIsNeverHeldUpByOurOwnBooks() {
        QFETCH(Code, code);
        QFETCH(bool, passes);
        Desk desk;
        desk.config.problem = "x";
        desk.start();
        desk.facts.mode = ExecutionMode::Live;
        desk.request.flatten = true;
        desk.facts.net = {-100};
        desk.facts.health[2] = code;
        QCOMPARE(desk.code(), passes ? Code::Ok : code);
        desk.request.flatten = false;
        QCOMPARE(desk.code(), code);
    }
    void flattenIsNotCounted() {
        Desk desk;
        desk.start();
        desk.request.flatten = true;
        desk.facts.net = {-100};
        for (int i = 0; i < 20; ++i) QCOMPARE(desk.decide().code, Code::Ok);
        QCOMPARE(desk.gate->ordersWithin(60 * kNsPerSec, desk.now()), 0U);
    }
    void theSameCallsGiveTheSameAnswers() {
        const auto run = [] {
            Desk desk;
            desk.start();
            std::string out;
            for (int i = 0; i < 300; ++i) {
                desk.pass((i * 37 % 500) * kNsPerMs);
                if (i % 7 == 0) desk.read(std::to_string(100'000 - i));
                if (i % 11 == 0) desk.gate->onClose(desk.spec.instrument, money(i % 2 == 0 ? 5 : -5), desk.now());
                out += std::to_string(int(desk.next())) + ",";
            }
            return out + desk.gate->dayState(desk.now());
        };
        QCOMPARE(run(), run());
    }
};

static const bw::test::AddTest<TestGate> kAdd;
#include "tst_gate.moc"
