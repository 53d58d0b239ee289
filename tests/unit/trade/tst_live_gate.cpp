// SPDX-License-Identifier: GPL-3.0-or-later
// What may leave on a live route, and when.
#include <QTest>

#include "tests/unit/trade/live_orders.h"

using namespace bw;
using namespace bw::trade;
using namespace bw::trade::test;

class TestLiveGate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void armingNeedsEverything_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("mode paper") << 0 << QByteArray("NOT_ARMED");
        QTest::newRow("route not enabled") << 1 << QByteArray("NOT_ARMED");
        QTest::newRow("latch halted") << 2 << QByteArray("LATCH_HALTED");
        QTest::newRow("not reconciled") << 3 << QByteArray("NOT_RECONCILED");
        QTest::newRow("dialect p1") << 4 << QByteArray("E_GATEWAY_DIALECT");
        QTest::newRow("real account") << 5 << QByteArray("ACCOUNT_IS_REAL");
        QTest::newRow("not secure") << 6 << QByteArray("GATEWAY_INSECURE");
        QTest::newRow("wrong text") << 7 << QByteArray("NOT_ARMED");
        QTest::newRow("limits not readable") << 8 << QByteArray("CFG_RISK_INVALID");
        QTest::newRow("audit mismatch") << 9 << QByteArray("AUDIT_MISMATCH");
        QTest::newRow("day state missing") << 10 << QByteArray("RISK_DAY_STATE_MISSING");
        QTest::newRow("nothing is missing") << 11 << QByteArray("ok");
    }
    void armingNeedsEverything() {
        QFETCH(int, what);
        QFETCH(QByteArray, code);
        DeskRig rig(what == 0 ? ExecutionMode::Paper : ExecutionMode::Live, [what](DeskConfig& config) {
            if (what == 1) config.routes[0].enabled = false;
            if (what == 8) config.risk.problem = "max_daily_loss_abs is nan";
        });
        rig.latch(what == 2 ? risk::LatchState::Halted : risk::LatchState::Active);
        RouteStatus status;
        status.route = kRoute;
        status.dialect = what == 4 ? Dialect::P1 : Dialect::V6;
        status.health = RouteHealth::Healthy;
        status.secure = what != 6;
        status.trade_mode = what == 5 ? 2 : 0;
        rig.desk->onRoute(status, rig.now());
        if (what != 3) rig.live(2'000);
        if (what == 9)
            rig.command(TradeCommand::Kind::Condition, [](TradeCommand& c) {
                c.subject = "audit";
                c.text = "AUDIT_MISMATCH";
            });
        if (what == 10) rig.command(TradeCommand::Kind::Restore, [](TradeCommand& c) { c.subject = kRoute; });
        rig.command(TradeCommand::Kind::Arm, [what](TradeCommand& c) {
            c.route = kRoute;
            c.text = what == 7 ? "mt5" : std::string(kRoute);
        });
        const bool armed = rig.view().gateways[0].armed;
        QCOMPARE(armed, what == 11);
        if (what == 4) code = "GATEWAY_DIALECT";
        if (!armed) {
            QVERIFY(std::any_of(rig.port.notices.begin(), rig.port.notices.end(), [&code](const api::Notice& notice) {
                return codeName(notice.code) == code.toStdString();
            }));
            rig.submit({});
            QCOMPARE(rig.port.count(RouteOp::Open), 0);
        }
        if (what != 9 && what != 10) return;
        rig.command(TradeCommand::Kind::AcknowledgeState);
        rig.command(TradeCommand::Kind::Arm, [](TradeCommand& c) { c.route = c.text = kRoute; });
        QVERIFY(rig.view().gateways[0].armed);
    }

    void offSendsNothingButQuestions() {
        DeskRig rig(ExecutionMode::Off);
        rig.latch(risk::LatchState::Active);
        rig.status(Dialect::V6);
        rig.live(60'000);
        const std::string id = rig.submit({});
        QCOMPARE(rig.code(id), Code::NotArmed);
        DeskRig::Ticket paper;
        paper.route = kPaperRoute;
        QCOMPARE(rig.code(rig.submit(paper)), Code::NotArmed);
        rig.cancel(id);
        rig.command(TradeCommand::Kind::CancelAll);
        rig.command(TradeCommand::Kind::Flatten, [](TradeCommand& c) { c.route = kRoute; });
        rig.command(TradeCommand::Kind::Cancel, [](TradeCommand& c) {
            c.route = kRoute;
            c.subject = "123";
        });
        QVERIFY(!rig.port.sent.empty());
        for (const RouteRequest& request : rig.port.sent) QVERIFY(request.op == RouteOp::SyncAll || request.op == RouteOp::GetAccount);
    }

    void aBareGatewayIsNeverAsked() {
        DeskRig rig(ExecutionMode::Live);
        rig.latch(risk::LatchState::Active);
        rig.status(Dialect::P0);
        rig.wait(600'000);
        rig.latch(risk::LatchState::Halted);
        rig.status(Dialect::P0, RouteHealth::Healthy, 2);
        rig.wait(60'000);
        QVERIFY(rig.port.sent.empty());
        QCOMPARE(rig.view().gateways[0].recon, api::GatewayRow::Recon::Impossible);
    }

    void otherSourcesAreRefused() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        DeskRig::Ticket ticket;
        ticket.source = "signal";
        QCOMPARE(rig.code(rig.submit(ticket)), Code::SourceDisabled);
    }

    void anIdIsUsedOnce() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        rig.command(TradeCommand::Kind::RestoreIds, [](TradeCommand& c) { c.text = "BWOLDRUNXX-1\nBWOLDRUNXX-2\n"; });
        DeskRig::Ticket old;
        old.id = "BWOLDRUNXX-2";
        rig.submit(old);
        QVERIFY(rig.port.noticed(Code::OrderDuplicateId));
        QVERIFY(rig.desk->find("BWOLDRUNXX-2") == nullptr);
        const std::string id = rig.submit({});
        rig.reply(*rig.port.last(RouteOp::Open), Outcome::Filled, filled);
        DeskRig::Ticket again;
        again.id = id;
        rig.submit(again);
        QCOMPARE(rig.state(id), OrderState::Filled);
        QCOMPARE(rig.port.count(RouteOp::Open), 1);
    }

    void pendingOrdersNeedADialectThatCancels() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::P3);
        QCOMPARE(rig.code(rig.submit(limit())), Code::OrderNotCancellable);
        QCOMPARE(rig.port.count(RouteOp::Open), 0);
    }

    void badForms_data() {
        QTest::addColumn<QByteArray>("qty");
        QTest::addColumn<QByteArray>("price");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("too fine a quantity") << QByteArray("0.101") << QByteArray("1.08") << QByteArray("ORDER_QTY_STEP");
        QTest::newRow("no number") << QByteArray("ten") << QByteArray("1.08") << QByteArray("ORDER_FORM");
        QTest::newRow("nothing") << QByteArray("0") << QByteArray("1.08") << QByteArray("ORDER_QTY_RANGE");
        QTest::newRow("below nothing") << QByteArray("-0.10") << QByteArray("1.08") << QByteArray("ORDER_QTY_RANGE");
        QTest::newRow("too much") << QByteArray("100.01") << QByteArray("1.08") << QByteArray("ORDER_QTY_RANGE");
        QTest::newRow("too fine a price") << QByteArray("0.10") << QByteArray("1.080001") << QByteArray("ORDER_PRICE_TICK");
        QTest::newRow("no price") << QByteArray("0.10") << QByteArray("") << QByteArray("ORDER_PRICE_MISSING");
        QTest::newRow("not a price") << QByteArray("0.10") << QByteArray("nan") << QByteArray("ORDER_FORM");
    }

    void badForms() {
        QFETCH(QByteArray, qty);
        QFETCH(QByteArray, price);
        QFETCH(QByteArray, code);
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit(limit(price.toStdString(), qty.toStdString()));
        QCOMPARE(rig.state(id), OrderState::RejectedLocal);
        QCOMPARE(QByteArray::fromStdString(std::string(codeName(rig.code(id)))), code);
        QCOMPARE(rig.port.count(RouteOp::Open), 0);
        rig.latch(risk::LatchState::Halted);  // the latch is answered before the form
        const std::string halted = rig.submit(limit(price.toStdString(), qty.toStdString()));
        QCOMPARE(rig.code(halted), Code::LatchHalted);
    }

    void aLostGatewayClosesTheGateAndStopsWhatIsArmed() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        rig.status(Dialect::V6, RouteHealth::Failed);
        QCOMPARE(rig.port.trips.size(), 1u);
        QCOMPARE(rig.port.trips[0].cause, Code::HeartbeatFailure);
        QVERIFY(!rig.port.trips[0].simulated);
        QCOMPARE(rig.code(rig.submit({})), Code::GatewayDown);
        QVERIFY(rig.desk->causeStands(Code::HeartbeatFailure, rig.now()));
        rig.status(Dialect::V6, RouteHealth::Healthy);
        QCOMPARE(rig.code(rig.submit({})), Code::NotReconciled);  // recovery opens the gate only after a look
        rig.live(1'000);
        QCOMPARE(rig.state(rig.submit({})), OrderState::Sending);

        DeskRig gate(ExecutionMode::Live, [](DeskConfig& config) { config.risk.execution.on_fail = OnFail::gate; });
        gate.ready(Dialect::V6);
        gate.status(Dialect::V6, RouteHealth::Failed);
        QVERIFY(gate.port.trips.empty());
    }

    void aResetDisarmsEveryRoute() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        rig.latch(risk::LatchState::Halted);
        rig.desk->onReply([] {  // the route's own thread asked for it
            RouteReply all;
            all.route = kRoute;
            all.op = RouteOp::CancelAll;
            all.outcome = Outcome::Ok;
            return all;
        }(), rig.now());
        QCOMPARE(rig.state(id), OrderState::CancelPending);
        rig.orders_there.clear();
        rig.live(1'000);
        rig.reply(*rig.port.last(RouteOp::QueryOrder), Outcome::Cancelled, [](RouteReply& reply) { reply.filled_qty = "0"; });
        QCOMPARE(rig.state(id), OrderState::Cancelled);
        rig.latch(risk::LatchState::Active);
        QVERIFY(!rig.view().gateways[0].armed);
        rig.live(30'000);
        QCOMPARE(rig.port.count(RouteOp::Open), 1);
        QCOMPARE(rig.code(rig.submit({})), Code::NotArmed);
    }

    void aHaltedScopeCancelsItsOrders() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        LatchFacts facts;
        facts.real = facts.simulated = risk::LatchState::Active;
        facts.scopes.push_back({2, true, std::string(kEur)});
        rig.desk->onLatch(facts, rig.now());
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 1);
        QCOMPARE(rig.code(rig.submit({})), Code::LatchHalted);
        facts.scopes.clear();
        rig.desk->onLatch(facts, rig.now());
        QVERIFY(!rig.view().gateways[0].armed);  // a part was reset: armed again by hand alone
    }

    void anUnknownOrderCountsAsPositionAndAsWorking() {
        DeskRig rig(ExecutionMode::Live, [](DeskConfig& config) { config.risk.limits.max_open_positions = 1; });
        rig.port.specs["mt5.demo.GBPUSD"] = rig.port.specs[std::string(kEur)];
        rig.port.specs["mt5.demo.GBPUSD"].instrument = "mt5.demo.GBPUSD";
        rig.port.quote("mt5.demo.GBPUSD", "1.25000", "1.25010");
        rig.ready(Dialect::V6);
        rig.submit({});
        rig.wait(2'100);
        QCOMPARE(rig.desk->unknownOrders(), 1u);
        DeskRig::Ticket other;
        other.instrument = "mt5.demo.GBPUSD";
        QCOMPARE(rig.code(rig.submit(other)), Code::RiskPosition);
    }

    void accountsArePolledFasterWhileAReadingWaitsForItsConfirmation() {
        DeskRig rig(ExecutionMode::Live, [](DeskConfig& config) { config.risk.limits.max_daily_loss_abs = 100; });
        rig.ready(Dialect::V6);
        const int before = rig.port.count(RouteOp::GetAccount);
        rig.live(10'000);
        QCOMPARE(rig.port.count(RouteOp::GetAccount), before + 2);
        rig.equity = "99900.00";
        rig.live(5'000);
        const int fast = rig.port.count(RouteOp::GetAccount);
        rig.live(2'000);
        QVERIFY(rig.port.count(RouteOp::GetAccount) >= fast);
        QVERIFY(std::any_of(rig.port.trips.begin(), rig.port.trips.end(), [](const FakePort::Trip& trip) {
            return trip.cause == Code::LimitDailyLoss && trip.target == risk::LatchState::Halted && !trip.simulated;
        }));
    }
};

QTEST_GUILESS_MAIN(TestLiveGate)
#include "tst_live_gate.moc"
