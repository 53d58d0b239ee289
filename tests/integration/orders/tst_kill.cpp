// SPDX-License-Identifier: GPL-3.0-or-later
// A stop on a route: what is cut, what is sent, and what may be called done, by dialect. Real sockets, a clock that stands.
#include <QTest>

#include "tests/integration/orders/client_rig.h"

using namespace bw;
using namespace bw::feed;
using test::Rig;
using Outcome = RouteReply::Outcome;
using Step = OrderPermit::Step;
using State = OrderPermit::State;

class TestKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWholeLadder() {
        Rig rig;
        rig.gateway.working = {"BWX-1", "BWX-2"};
        rig.trip();
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Fence, State::Done); }));
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Acknowledged, State::Done); }));
        QVERIFY(rig.permit.is(Step::Sent, State::Done));
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 1);
        QCOMPARE(rig.gateway.count["KILL"], 1);
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Queried, State::Done); }));
        QVERIFY(!rig.permit.of(Step::Verified));
        rig.pass(490);
        QVERIFY(!rig.permit.of(Step::Verified));
        QCOMPARE(rig.gateway.count["SYNC_ALL"], 1);
        rig.pass(20);
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Verified, State::Done); }));
        QCOMPARE(rig.gateway.count["SYNC_ALL"], 2);
        rig.pass(60'000);
        QCOMPARE(rig.gateway.count["SYNC_ALL"], 2);
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 1);
        QCOMPARE(rig.snapshots.size(), 2U);
        QCOMPARE(rig.snapshots[0].request, 0U);
        for (const auto& report : rig.permit.reports) QCOMPARE(report.trip, 1U);
    }
    void theDiskHoldsTheCancelsUpFor50Ms() {
        Rig rig;
        rig.trip(2, /*durable=*/false);
        rig.pass(40);
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 0);
        QVERIFY(rig.permit.is(Step::Fence, State::Done));
        rig.pass(10);
        QVERIFY(rig.until([&] { return rig.gateway.count["CANCEL_ALL"] == 1; }));
        Rig quick;
        quick.trip(2, false);
        quick.pass(10);
        quick.permit.now.durable = true;
        QVERIFY(quick.until([&] { return quick.gateway.count["CANCEL_ALL"] == 1; }));
    }
    void anOrderOnItsWayIsUnknownAndTheRestIsNotSent() {
        Rig rig;
        rig.gateway.dropped = {"OPEN"};
        for (std::uint64_t i = 1; i <= 3; ++i) QVERIFY(rig.client->request(rig.open(i)));
        QVERIFY(rig.until([&] { return rig.gateway.count["OPEN"] == 1; }));
        rig.trip();
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Acknowledged, State::Done); }));
        QCOMPARE(rig.of(1).outcome, Outcome::Unknown);
        QCOMPARE(rig.of(2).code, Code::LatchHalted);
        QCOMPARE(rig.of(3).code, Code::LatchHalted);
        QCOMPARE(rig.answer(rig.open(4)).code, Code::LatchHalted);
        rig.pass(5'000);
        QCOMPARE(rig.gateway.count["OPEN"], 1);
    }
    void withoutTheGatewaysOwnHaltAnOrderOnItsWayDelaysTheGreen() {
        Rig rig;
        rig.gateway.dropped = {"OPEN", "KILL"};
        QVERIFY(rig.client->request(rig.open(1)));
        QVERIFY(rig.until([&] { return rig.gateway.count["OPEN"] == 1; }));
        rig.trip();
        rig.pass(2'100);  // no answer to KILL; the first look is older than the order's end
        QVERIFY(rig.permit.is(Step::Acknowledged, State::Failed, Code::Timeout));
        QVERIFY(!rig.permit.is(Step::Verified, State::Done));
        rig.gateway.dropped = {};
        rig.pass(4'000);
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Acknowledged, State::Done); }));  // the gateway's own halt is still due
    }
    void silenceIsNotAcknowledgedAndTriedAgain() {
        Rig rig;
        rig.gateway.dropped = {"CANCEL_ALL", "KILL", "SYNC_ALL"};
        rig.trip();
        rig.pass(1'990);
        QVERIFY(!rig.permit.of(Step::Acknowledged));
        rig.pass(30);
        QVERIFY(rig.permit.is(Step::Acknowledged, State::Failed, Code::Timeout));
        rig.pass(7'000);
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 3);
        QVERIFY(rig.permit.is(Step::Queried, State::Failed, Code::QueryFailed));
        rig.pass(30'000);
        QVERIFY(rig.gateway.count["CANCEL_ALL"] <= 5);
        QVERIFY(!rig.permit.is(Step::Verified, State::Done));
        rig.gateway.dropped = {};
        rig.pass(16'000);
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
    }
    void aClosedMarketIsRefusedAndTriedEach15s() {
        Rig rig;
        rig.gateway.working = {"BWX-1"};
        bool open_again = false;
        rig.gateway.handler = [&](const test::ScriptedGateway::Message& m) {
            const auto before = rig.gateway.working;
            auto e = rig.gateway.envelope(m);
            if (m.action == "CANCEL_ALL" && !open_again) {
                rig.gateway.working = before;
                e.status = "error";
                e.retcode = 10018;
            }
            rig.gateway.send(m, rig.gateway.sign(e));
        };
        rig.trip();
        rig.pass(1'000);
        QVERIFY(rig.permit.is(Step::Acknowledged, State::Failed, Code::MarketClosed));
        QVERIFY(rig.permit.is(Step::Verified, State::Failed, Code::MarketClosed));
        rig.pass(13'000);
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 1);
        rig.pass(2'000);
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 2);
        open_again = true;
        rig.pass(20'000);
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 3);
    }
    void ordersThatGoOnWorkingAreNeverGreen() {
        Rig rig;
        rig.gateway.working = {"BWX-1"};
        rig.gateway.cancel_all_works = false;
        rig.trip();
        rig.pass(4'900);
        QVERIFY(rig.permit.is(Step::Verified, State::Pending));
        const int fast = rig.gateway.count["SYNC_ALL"];
        QVERIFY2(fast >= 8 && fast <= 11, qPrintable(QString::number(fast)));
        rig.pass(300);
        QVERIFY(rig.permit.is(Step::Verified, State::Failed, Code::OutcomeUnknown));
        QVERIFY(rig.permit.of(Step::Verified)->detail.starts_with("1 working order"));
        rig.pass(60'000);
        const int middle = rig.gateway.count["SYNC_ALL"] - fast;
        QVERIFY2(middle >= 55 && middle <= 63, qPrintable(QString::number(middle)));
        rig.pass(60'000);
        const int slow = rig.gateway.count["SYNC_ALL"] - fast - middle;
        QVERIFY2(slow >= 3 && slow <= 10, qPrintable(QString::number(slow)));
        QVERIFY(!rig.permit.is(Step::Verified, State::Done));
        rig.gateway.cancel_all_works = true;  // the cancel is repeated
        rig.pass(46'000);
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
    }
    void theScopeIsOursUnlessTheAccountIsAsked() {
        for (const bool whole : {false, true}) {
            RouteConfig config;
            config.whole_account = whole;
            Rig rig(config);
            rig.gateway.working = {"somebody else"};
            rig.gateway.cancel_all_works = false;
            rig.trip();
            rig.pass(6'000);
            QCOMPARE(rig.permit.is(Step::Verified, State::Done), !whole);
            const auto body = parseJson(rig.gateway.last("CANCEL_ALL").tree["body"].text);
            QVERIFY(body && (*body)["scope"].text == (whole ? "account" : "own"));
        }
    }
    void aDeadGatewayIsUnreachableUntilItComesBack() {
        Rig rig;
        rig.gateway.die();
        QVERIFY(rig.until([&] { return rig.client->status().error == Code::GatewayDown; }));
        rig.trip();
        rig.pass(2'000);
        QVERIFY(rig.permit.is(Step::Fence, State::Done));
        QVERIFY(rig.permit.is(Step::Sent, State::Failed, Code::GatewayDown));
        QVERIFY(rig.permit.is(Step::Verified, State::Failed, Code::GatewayDown));
        rig.gateway.comeBack();
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Acknowledged, State::Done); }));
        rig.pass(1'000);
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
        // the halt of the gateway itself is repeated to each new run of it, and what is green stays green
        rig.gateway.die();
        rig.pass(500);
        rig.gateway.comeBack();
        QVERIFY(rig.until([&] { rig.clock.ns += kNsPerMs; return rig.gateway.count["KILL"] == 2; }));
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
    }
    void afterTheResetOrdersLeaveAgain() {
        Rig rig;
        rig.trip();
        rig.pass(1'000);
        QCOMPARE(rig.answer(rig.open(1)).code, Code::LatchHalted);
        RouteRequest close = rig.ask(RouteOp::Close, 2);
        QCOMPARE(rig.answer(close).code, Code::LatchHalted);
        close.flatten = true;
        close.request = 3;
        QCOMPARE(rig.answer(close).outcome, Outcome::Filled);  // the operator's own act
        rig.permit.now = {0, 0, true, {}};
        QVERIFY(rig.until([&] {
            const Outcome outcome = rig.answer(rig.open(100 + rig.replies.size())).outcome;
            return outcome == Outcome::Filled;
        }));
        QCOMPARE(rig.gateway.count["OPEN"], 1);
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 1);
    }
    void reducingCutsTheLineAndCancelsNothing() {
        Rig rig;
        rig.trip(1);
        rig.pass(500);
        QVERIFY(rig.permit.is(Step::Fence, State::Done));
        QVERIFY(rig.permit.is(Step::Sent, State::NotApplicable));
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 0);
        rig.trip(2);
        rig.pass(1'000);
        QVERIFY(rig.permit.is(Step::Verified, State::Done));
        QCOMPARE(rig.permit.reports.back().trip, 2U);
    }
    void aStartWhileHaltedCancelsToo() {
        Rig rig({}, /*connect=*/false);
        rig.trip();
        rig.pass(2'000);
        QVERIFY(rig.until([&] { return rig.permit.is(Step::Verified, State::Done); }) || (rig.pass(1'000), rig.permit.is(Step::Verified, State::Done)));
        QCOMPARE(rig.gateway.count["OPEN"], 0);
        QCOMPARE(rig.gateway.count["CANCEL_ALL"], 1);
    }
};
QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
