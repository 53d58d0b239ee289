// SPDX-License-Identifier: GPL-3.0-or-later
// Orders on a live route against a scripted gateway and a clock of their own.
#include <QTest>

#include "tests/unit/trade/live_orders.h"

using namespace bw;
using namespace bw::trade;
using namespace bw::trade::test;

class TestLiveOrders : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anOrderGoesOutAndFills() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit({});
        QCOMPARE(rig.state(id), OrderState::Sending);
        const RouteRequest& open = *rig.port.last(RouteOp::Open);
        QCOMPARE(open.symbol, std::string("EURUSD"));
        QCOMPARE(open.qty, std::string("0.10"));
        QCOMPARE(open.client_id, id);
        QCOMPARE(open.magic, 202401);
        rig.reply(open, Outcome::Filled, filled);
        QCOMPARE(rig.state(id), OrderState::Filled);
        const api::TradeView view = rig.view();
        QCOMPARE(view.position_count, 1);
        QCOMPARE(view.positions[0].open.units, 108512);
        QVERIFY(view.positions[0].ticket.view() == "77");
    }

    void anUnansweredOpenBecomesUnknownAndIsNeverSentAgain() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit({});
        const RouteRequest open = *rig.port.last(RouteOp::Open);
        rig.wait(1'900);
        QCOMPARE(rig.state(id), OrderState::Sending);
        rig.wait(100);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        QCOMPARE(rig.desk->unknownOrders(), 1u);
        QVERIFY(rig.port.noticed(Code::OrderUnknown));
        rig.wait(100);
        QCOMPARE(rig.port.count(RouteOp::QueryOrder, id), 1);  // at once
        // Its instrument is closed, others are not.
        QCOMPARE(rig.code(rig.submit({})), Code::OrderUnknown);
        rig.wait(4'000);
        QCOMPARE(rig.port.count(RouteOp::QueryOrder, id), 3);  // 0, 1 and 3 s
        rig.reply(open, Outcome::Filled, [](RouteReply& reply) {  // 10 s late
            filled(reply);
            reply.late = true;
        });
        QCOMPARE(rig.state(id), OrderState::Filled);
        rig.reply(open, Outcome::Filled, filled);  // and once more
        QCOMPARE(rig.view().positions[0].qty.units, 10);
        rig.live(60'000);
        QCOMPARE(rig.port.count(RouteOp::Open, id), 1);
        QCOMPARE(rig.desk->unknownOrders(), 0u);
    }

    void theVenueDoesNotKnowIt() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit({});
        rig.live(2'100);
        const auto notThere = [](RouteReply& reply) { reply.code = Code::OrderNotFound; };
        rig.reply(*rig.port.last(RouteOp::QueryOrder), Outcome::Failed, notThere);
        rig.live(1'000);
        rig.reply(*rig.port.last(RouteOp::QueryOrder), Outcome::Failed, notThere);
        QCOMPARE(rig.state(id), OrderState::Unknown);  // the first look was before the OPEN had expired
        rig.live(2'000);
        rig.reply(*rig.port.last(RouteOp::QueryOrder), Outcome::Failed, notThere);
        QCOMPARE(rig.state(id), OrderState::Rejected);
        QCOMPARE(rig.code(id), Code::OutcomeUnknown);
        // The venue changes its mind: the order stays, the account is reconciled before anything else.
        rig.desk->onReply([&rig, &id] {
            RouteReply late;
            late.route = kRoute;
            late.request = rig.port.last(RouteOp::Open)->request;
            late.op = RouteOp::Open;
            late.outcome = Outcome::Filled;
            late.client_id = id;
            filled(late);
            return late;
        }(), rig.now());
        QCOMPARE(rig.state(id), OrderState::Rejected);
        QVERIFY(!rig.view().gateways[0].reconciled);
        rig.positions.push_back(rig.position("77", "0.10"));
        rig.live(3'000);
        QCOMPARE(rig.view().position_count, 1);
    }

    void aLookBeforeTheOpenExpiredProvesNothing() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit({});
        rig.reply(*rig.port.last(RouteOp::Open), Outcome::Unknown);  // at once: an unsigned answer, a broken line
        QCOMPARE(rig.state(id), OrderState::Unknown);
        const auto notThere = [](RouteReply& reply) { reply.code = Code::OrderNotFound; };
        rig.live(100);
        rig.reply(*rig.port.last(RouteOp::QueryOrder), Outcome::Failed, notThere);
        rig.live(3'100);
        QCOMPARE(rig.port.count(RouteOp::QueryOrder), 3);
        rig.reply(*rig.port.last(RouteOp::QueryOrder), Outcome::Failed, notThere);
        QCOMPARE(rig.state(id), OrderState::Unknown);  // the OPEN may have been on its way at the first look
    }

    void twoLooksAreTwoSecondsApart() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::P3);
        const std::string id = rig.submit({});
        rig.wait(60'000);  // nothing is answered
        QCOMPARE(rig.state(id), OrderState::Unknown);
        rig.desk->onPaused(rig.now());
        rig.live(200);
        rig.desk->onPaused(rig.now());
        rig.live(200);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        rig.live(2'000);
        rig.desk->onPaused(rig.now());
        rig.live(200);
        QCOMPARE(rig.state(id), OrderState::Rejected);
    }

    void aCancelOfAllSaysNothingAboutAnUnknownOne() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit({});
        rig.wait(2'100);
        rig.command(TradeCommand::Kind::CancelAll);
        rig.reply(*rig.port.last(RouteOp::CancelAll), Outcome::Ok);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        QCOMPARE(rig.desk->unknownOrders(), 1u);
    }

    void anAnswerToSomethingElseIsNone() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        RouteReply strange;
        strange.route = kRoute;
        strange.request = rig.port.last(RouteOp::Open)->request;
        strange.op = RouteOp::Cancel;
        strange.outcome = Outcome::Cancelled;
        strange.client_id = id;
        rig.desk->onReply(strange, rig.now());
        strange.request = 999'999;
        rig.desk->onReply(strange, rig.now());
        strange.request = 0;
        strange.op = RouteOp::Open;
        strange.outcome = Outcome::Filled;
        rig.desk->onReply(strange, rig.now());
        QCOMPARE(rig.state(id), OrderState::Working);
    }

    void p3FindsTheOneNewTicket() {
        DeskRig rig(ExecutionMode::Live);
        rig.positions.push_back(rig.position("5", "0.10"));
        rig.ready(Dialect::P3);
        const std::string id = rig.submit({});
        rig.wait(2'100);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        rig.positions.push_back(rig.position("77", "0.20"));  // another volume: not it
        rig.live(1'000);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        rig.positions.back() = rig.position("78", "0.10", OrderSide::Buy, "1.08513");
        rig.live(3'000);
        QCOMPARE(rig.state(id), OrderState::Filled);
        QCOMPARE(rig.desk->find(id)->venue_id, std::string("78"));
        QCOMPARE(rig.desk->find(id)->avg_price->units, 108513);
        QCOMPARE(rig.port.count(RouteOp::Open), 1);
    }

    void p3TwoCandidatesStayUnknown() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::P3);
        const std::string id = rig.submit({});
        rig.wait(2'100);
        rig.positions.push_back(rig.position("78", "0.10"));
        rig.positions.push_back(rig.position("79", "0.10"));
        rig.live(30'000);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        rig.command(TradeCommand::Kind::ResolveUnknown, [&id](TradeCommand& c) { c.client_id = id; });
        QCOMPARE(rig.state(id), OrderState::ResolvedByOperator);
        QVERIFY(std::any_of(rig.port.audits.begin(), rig.port.audits.end(),
                            [](const std::string& line) { return line.starts_with("order.resolve"); }));
        rig.live(4'000);
        QCOMPARE(rig.view().position_count, 2);  // adopted, told, never closed by us
        QCOMPARE(rig.port.count(RouteOp::Close), 0);
    }

    void p3NotThereCountsOnlyLongAfterTheSend() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::P3);
        const std::string id = rig.submit({});
        rig.live(14'000);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        rig.live(45'000);
        QCOMPARE(rig.state(id), OrderState::Rejected);
        QCOMPARE(rig.port.count(RouteOp::Open), 1);
    }

    void whatDidNotLeaveIsRefusedHere() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit({});
        rig.reply(*rig.port.last(RouteOp::Open), Outcome::NotSent, [](RouteReply& reply) { reply.code = Code::GatewayDown; });
        QCOMPARE(rig.state(id), OrderState::RejectedLocal);
        QCOMPARE(rig.code(id), Code::GatewayDown);
        rig.port.accepts = false;
        const std::string other = rig.submit({});
        QCOMPARE(rig.state(other), OrderState::RejectedLocal);
        rig.port.accepts = true;
        rig.live(20'000);
        QCOMPARE(rig.port.count(RouteOp::Open), 1);
    }

    void oneOpenAtATime() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        rig.submit({});
        const std::string second = rig.submit({});
        QCOMPARE(rig.state(second), OrderState::RejectedLocal);
        QCOMPARE(rig.code(second), Code::GatewayDown);
        QCOMPARE(rig.port.count(RouteOp::Open), 1);
    }

    void cancelsPassInEveryState_data() {
        QTest::addColumn<int>("state");
        QTest::newRow("active") << 0;
        QTest::newRow("reducing") << 1;
        QTest::newRow("halted") << 3;
    }

    void cancelsPassInEveryState() {
        QFETCH(int, state);
        DeskRig rig(ExecutionMode::Live, [](DeskConfig& config) {
            config.risk.limits.max_orders_per_minute = 1;  // used up by the order itself
            config.risk.limits.max_orders_per_burst = 1;
        });
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        rig.latch(static_cast<risk::LatchState>(state));
        rig.cancel(id);
        QCOMPARE(rig.state(id), OrderState::CancelPending);
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 1);
        QCOMPARE(rig.port.last(RouteOp::Cancel)->venue_id, std::string("77"));
        rig.command(TradeCommand::Kind::Cancel, [](TradeCommand& c) {
            c.client_id = "unknown";
            c.subject = "4711";
            c.route = kRoute;
        });
        QCOMPARE(rig.port.last(RouteOp::Cancel)->venue_id, std::string("4711"));
        rig.command(TradeCommand::Kind::CancelAll);
        QCOMPARE(rig.port.count(RouteOp::CancelAll), 1);
        rig.reply(*rig.port.last(RouteOp::Cancel), Outcome::Cancelled);
        QCOMPARE(rig.state(id), OrderState::Cancelled);
    }

    void aCancelIsRepeatedThreeTimes() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        rig.cancel(id);
        rig.wait(900);
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 1);
        rig.wait(100);
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 2);
        rig.wait(1'000);
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 3);
        rig.wait(1'900);
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 3);
        QCOMPARE(rig.state(id), OrderState::CancelPending);
        rig.wait(100);
        QCOMPARE(rig.state(id), OrderState::Unknown);
        // It turns up as working: the wish to cancel stands.
        rig.live(20'000);
        QVERIFY(rig.port.count(RouteOp::Cancel, id) > 3);
        rig.orders_there.clear();
        rig.reply(*rig.port.last(RouteOp::Cancel), Outcome::Cancelled, [](RouteReply& reply) { reply.filled_qty = "0"; });
        QCOMPARE(rig.state(id), OrderState::Cancelled);
    }

    void aRefusedCancelLeavesItWorking() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        rig.cancel(id);
        rig.reply(*rig.port.last(RouteOp::Cancel), Outcome::Rejected, [](RouteReply& reply) { reply.code = Code::MarketClosed; });
        QCOMPARE(rig.state(id), OrderState::Working);
        QCOMPARE(rig.code(id), Code::MarketClosed);
        rig.wait(5'000);
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 1);
    }

    void cancelledBeforeItWasAnswered() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit(limit());
        const RouteRequest open = *rig.port.last(RouteOp::Open);
        rig.cancel(id);
        QCOMPARE(rig.port.count(RouteOp::Cancel, id), 1);
        QCOMPARE(rig.state(id), OrderState::Sending);
        rig.reply(open, Outcome::Working, [](RouteReply& reply) { reply.venue_id = "77"; });
        QCOMPARE(rig.state(id), OrderState::CancelPending);
        QCOMPARE(rig.port.last(RouteOp::Cancel)->venue_id, std::string("77"));
    }

    void aRestingOrderThatFilledIsFound() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        rig.live(4'000);
        rig.orders_there.clear();
        rig.positions.push_back(rig.position("77", "0.10", OrderSide::Buy, "1.08000", id));
        rig.live(16'000);
        QVERIFY(rig.port.count(RouteOp::QueryOrder, id) >= 1);
        rig.reply(*rig.port.last(RouteOp::QueryOrder), Outcome::Filled, [](RouteReply& reply) {
            reply.venue_id = "77";
            reply.filled_qty = "0.10";
            reply.avg_price = "1.08000";
        });
        QCOMPARE(rig.state(id), OrderState::Filled);
        rig.live(40'000);
        QCOMPARE(rig.view().position_count, 1);
        QCOMPARE(rig.view().gateways[0].findings, 0u);
    }

    void partialThenFilledCountsOnce() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = rig.submit(limit("1.08500", "0.30"));
        const RouteRequest open = *rig.port.last(RouteOp::Open);
        rig.reply(open, Outcome::Partial, [](RouteReply& reply) {
            reply.venue_id = "77";
            reply.filled_qty = "0.10";
            reply.avg_price = "1.08500";
        });
        QCOMPARE(rig.state(id), OrderState::Partial);
        rig.reply(open, Outcome::Partial, [](RouteReply& reply) { reply.filled_qty = "0.10"; });
        rig.reply(open, Outcome::Filled, [](RouteReply& reply) {
            reply.venue_id = "77";
            reply.filled_qty = "0.30";
            reply.avg_price = "1.08490";
        });
        QCOMPARE(rig.state(id), OrderState::Filled);
        Qty sum;
        const api::TradeView view = rig.view();
        for (int i = 0; i < view.position_count; ++i) sum = sum + view.positions[std::size_t(i)].qty;
        QCOMPARE(sum.units, 30);
        QCOMPARE(view.position_count, 1);
    }

    void replacingNeedsTheGateOrIsACut() {
        DeskRig rig(ExecutionMode::Live);
        rig.ready(Dialect::V6);
        const std::string id = working(rig);
        const auto replace = [&rig, &id](const std::string& qty, const std::string& price) {
            rig.command(TradeCommand::Kind::Replace, [&](TradeCommand& c) {
                c.client_id = id;
                c.qty = qty;
                c.price = price;
            });
        };
        replace("0.20", "");
        QCOMPARE(rig.port.count(RouteOp::Modify, id), 1);
        QVERIFY(!rig.port.last(RouteOp::Modify)->reduces);
        rig.reply(*rig.port.last(RouteOp::Modify), Outcome::Ok);
        QCOMPARE(rig.desk->find(id)->intent.qty.units, 20);
        rig.latch(risk::LatchState::Halted);
        rig.orders_there.back().qty = "0.20";
        rig.live(2'000);
        replace("0.30", "");
        replace("", "1.08100");
        QCOMPARE(rig.port.count(RouteOp::Modify, id), 1);
        QVERIFY(rig.port.noticed(Code::LatchHalted));
        replace("0.05", "");
        QCOMPARE(rig.port.count(RouteOp::Modify, id), 2);
        QVERIFY(rig.port.last(RouteOp::Modify)->reduces);
        rig.reply(*rig.port.last(RouteOp::Modify), Outcome::Rejected, [](RouteReply& reply) { reply.code = Code::VenueInvalid; });
        QCOMPARE(rig.desk->find(id)->intent.qty.units, 20);
    }

    void flattenClosesTicketByTicketAndIsFlatOnlyWhenTheVenueSaysSo() {
        DeskRig rig(ExecutionMode::Live);
        rig.positions = {rig.position("1", "0.10"), rig.position("2", "0.20", OrderSide::Sell), rig.position("3", "0.30")};
        rig.ready(Dialect::V6);
        rig.live(3'000);
        QCOMPARE(rig.view().position_count, 3);
        rig.latch(risk::LatchState::Halted);
        rig.command(TradeCommand::Kind::Flatten, [](TradeCommand& c) { c.route = kRoute; });
        QCOMPARE(rig.port.count(RouteOp::Close), 3);
        std::vector<RouteRequest> closes;
        for (const RouteRequest& request : rig.port.sent)
            if (request.op == RouteOp::Close) closes.push_back(request);
        QVERIFY(closes[0].flatten && closes[0].reduces);
        QCOMPARE(closes[1].side, OrderSide::Buy);
        rig.reply(closes[0], Outcome::Filled, [](RouteReply& reply) { reply.filled_qty = "0.10"; });
        rig.reply(closes[1], Outcome::Rejected, [](RouteReply& reply) { reply.code = Code::MarketClosed; });
        rig.positions.erase(rig.positions.begin());
        rig.live(3'000);  // the third gets no answer
        QVERIFY(rig.port.said("1 closed"));
        QVERIFY(rig.port.noticed(Code::MarketClosed, "2 refused"));
        QVERIFY(rig.port.noticed(Code::OutcomeUnknown, "3 UNKNOWN"));
        QVERIFY(rig.port.said("is NOT flat"));
        QVERIFY(!rig.port.said("is flat"));
        rig.command(TradeCommand::Kind::Flatten, [](TradeCommand& c) { c.route = kRoute; });
        QCOMPARE(rig.port.count(RouteOp::Close), 5);
        rig.positions.clear();
        rig.live(3'000);
        QVERIFY(rig.port.said("is flat, the venue says so"));
    }

    void anUnansweredCloseIsJudgedByItsPosition() {
        DeskRig rig(ExecutionMode::Live);
        rig.positions = {rig.position("1", "0.10"), rig.position("2", "0.20")};
        rig.ready(Dialect::V6);
        rig.live(3'000);
        DeskRig::Ticket ticket;
        ticket.side = OrderSide::Sell;
        ticket.ticket = "1";
        const std::string done = rig.submit(ticket);
        rig.wait(2'100);
        ticket.ticket = "2";
        ticket.qty = "0.20";
        QCOMPARE(rig.code(rig.submit(ticket)), Code::OrderUnknown);
        rig.positions.erase(rig.positions.begin());
        rig.live(2'000);
        QCOMPARE(rig.state(done), OrderState::Filled);
        QCOMPARE(rig.port.count(RouteOp::QueryOrder), 0);
        const std::string not_done = rig.submit(ticket);
        QCOMPARE(rig.state(not_done), OrderState::Sending);
        rig.live(40'000);
        QCOMPARE(rig.state(not_done), OrderState::Rejected);
        QCOMPARE(rig.view().position_count, 1);
        QCOMPARE(rig.port.count(RouteOp::Close), 2);
    }

    void aClosingOrderGoesOutAsCloseOfItsTicket() {
        DeskRig rig(ExecutionMode::Live);
        rig.positions = {rig.position("1", "0.10")};
        rig.ready(Dialect::P3);
        rig.live(3'000);
        DeskRig::Ticket ticket;
        ticket.side = OrderSide::Sell;
        ticket.ticket = "1";
        ticket.reduce_only = true;
        ticket.qty = "0.05";
        QCOMPARE(rig.code(rig.submit(ticket)), Code::OrderQtyRange);  // p3 closes whole tickets
        ticket.qty = "0.10";
        rig.latch(risk::LatchState::Reducing);
        rig.live(2'000);
        const std::string id = rig.submit(ticket);
        QCOMPARE(rig.state(id), OrderState::Sending);
        QCOMPARE(rig.port.last(RouteOp::Close)->venue_id, std::string("1"));
        QVERIFY(rig.port.last(RouteOp::Close)->reduces);
        rig.reply(*rig.port.last(RouteOp::Close), Outcome::Filled, [](RouteReply& reply) { reply.filled_qty = "0.10"; });
        QCOMPARE(rig.state(id), OrderState::Filled);
        QCOMPARE(rig.view().position_count, 0);
        QCOMPARE(rig.port.count(RouteOp::Open), 0);
    }
};

QTEST_GUILESS_MAIN(TestLiveOrders)
#include "tst_live_orders.moc"
