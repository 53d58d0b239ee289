// SPDX-License-Identifier: GPL-3.0-or-later
// Scripted differences between us and a venue: found within two rounds, and only where nothing is on its way.
#include <QTest>

#include "core/model/random.h"
#include "tests/unit/model/seed.h"
#include "tests/unit/trade/trade_test.h"

using namespace bw;
using namespace bw::trade;
using namespace bw::trade::test;
using Outcome = RouteReply::Outcome;
using Recon = api::GatewayRow::Recon;

namespace {

constexpr std::int64_t kRound = 15'000;

api::GatewayRow gateway(const DeskRig& rig) { return rig.view().gateways[0]; }

/// A route with one position of ours, long settled.
struct HoldingRig : DeskRig {
    explicit HoldingRig(bool hedging = true) : DeskRig(ExecutionMode::Live) {
        port.specs[std::string(kEur)].hedging = hedging;
        ready(Dialect::V6);
        id = submit({});
        reply(*port.last(RouteOp::Open), Outcome::Filled, [](RouteReply& told) {
            told.venue_id = "77";
            told.filled_qty = "0.10";
            told.avg_price = "1.08510";
        });
        positions = {position("77", "0.10", OrderSide::Buy, "1.08510", id)};
        live(2 * kRound);
        if (gateway(*this).findings != 0) qFatal("findings where there is nothing to find");
    }
    std::string id;
};

}  // namespace

class TestReconciler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theGateOpensAfterTheFirstRound() {
        DeskRig rig(ExecutionMode::Live);
        rig.latch(risk::LatchState::Active);
        rig.status(Dialect::V6);
        rig.wait(100);
        QVERIFY(!gateway(rig).reconciled);
        QCOMPARE(rig.port.count(RouteOp::SyncAll), 1);
        rig.answerSync();
        QVERIFY(gateway(rig).reconciled);
        QCOMPARE(gateway(rig).recon, Recon::Success);
    }

    void threeTriesOfThreeSecondsThenAgainIn15() {
        DeskRig rig(ExecutionMode::Live);
        rig.latch(risk::LatchState::Active);
        rig.status(Dialect::V6);
        rig.wait(3'000);
        QCOMPARE(rig.port.count(RouteOp::SyncAll), 1);
        rig.wait(8'100);  // 0 s, 4 s and 8 s, each given 3 s
        QCOMPARE(rig.port.count(RouteOp::SyncAll), 3);
        QCOMPARE(gateway(rig).recon, Recon::Failed);
        QVERIFY(!gateway(rig).reconciled);
        rig.wait(14'800);
        QCOMPARE(rig.port.count(RouteOp::SyncAll), 3);
        rig.wait(300);
        QCOMPARE(rig.port.count(RouteOp::SyncAll), 4);
        rig.wait(12'000);
        QVERIFY(std::any_of(rig.port.notices.begin(), rig.port.notices.end(), [](const api::Notice& notice) {
            return notice.code == Code::ReconFailed && notice.severity == Severity::Critical;
        }));
    }

    void aRefusedLookIsATry() {
        DeskRig rig(ExecutionMode::Live);
        rig.latch(risk::LatchState::Active);
        rig.status(Dialect::V6);
        rig.wait(100);
        rig.reply(*rig.port.last(RouteOp::SyncAll), Outcome::Failed);
        rig.wait(1'000);
        QCOMPARE(rig.port.count(RouteOp::SyncAll), 2);
    }

    void aRecoveryIsAdoptedAfterTheSecondLook() {
        HoldingRig rig;
        rig.positions.push_back(rig.position("99", "0.50", OrderSide::Sell, "1.08400"));
        const int looks = rig.port.count(RouteOp::SyncAll);
        while (rig.port.count(RouteOp::SyncAll) == looks) rig.live(100);
        QCOMPARE(rig.view().position_count, 1);  // seen once
        rig.live(1'100);
        QCOMPARE(rig.view().position_count, 2);
        const api::TradeView view = rig.view();
        QVERIFY(view.positions[1].external);
        QVERIFY(!view.positions[0].external);
        QVERIFY(rig.port.noticed(Code::ReconRecovery));
        QCOMPARE(gateway(rig).recon, Recon::Partial);
        rig.live(kRound);
        QCOMPARE(gateway(rig).recon, Recon::Success);
        QCOMPARE(rig.port.count(RouteOp::Close), 0);
        QVERIFY(rig.port.trips.empty());
    }

    void whatIsThereOnceOnlyIsNoFinding() {
        HoldingRig rig;
        rig.positions.push_back(rig.position("99", "0.50"));
        const int looks = rig.port.count(RouteOp::SyncAll);
        while (rig.port.count(RouteOp::SyncAll) == looks) rig.live(100);
        rig.positions.pop_back();
        rig.live(2 * kRound);
        QCOMPARE(gateway(rig).findings, 0u);
        QCOMPARE(rig.view().position_count, 1);
    }

    void aGhostIsClosed() {
        HoldingRig rig;
        rig.positions.clear();
        rig.live(2 * kRound);
        QCOMPARE(rig.view().position_count, 0);
        QVERIFY(rig.port.noticed(Code::ReconGhost));
        QCOMPARE(gateway(rig).findings, 1u);
    }

    void driftTakesTheVenuesValueAndClosesTheGateForTwoCleanRounds() {
        HoldingRig rig;
        rig.positions[0].qty = "0.08";
        rig.live(kRound + 1'500);
        QVERIFY(rig.port.noticed(Code::ReconDrift));
        QCOMPARE(rig.view().positions[0].qty.units, 8);
        QVERIFY(rig.view().positions[0].drift);
        QCOMPARE(rig.code(rig.submit({})), Code::GateDrift);
        QVERIFY(rig.desk->causeStands(Code::Drift, rig.now()));
        rig.live(kRound);
        QVERIFY(rig.view().positions[0].drift);
        rig.live(kRound);
        QVERIFY(!rig.view().positions[0].drift);
        QVERIFY(!rig.desk->causeStands(Code::Drift, rig.now()));
        QVERIFY(rig.port.trips.empty());
    }

    void driftInThreeRoundsTrips() {
        HoldingRig rig;
        for (int round = 0; round < 3; ++round) {
            QVERIFY(rig.port.trips.empty());
            rig.positions[0].qty = round % 2 == 0 ? "0.08" : "0.12";
            rig.live(kRound + 1'500);
        }
        QCOMPARE(rig.port.trips.size(), 1u);
        QCOMPARE(rig.port.trips[0].cause, Code::Drift);
        QCOMPARE(rig.port.trips[0].target, risk::LatchState::Reducing);
        QVERIFY(!rig.port.trips[0].simulated);
    }

    void theOtherSideTripsAtOnce() {
        HoldingRig rig(false);
        rig.positions[0].side = OrderSide::Sell;
        rig.live(kRound + 1'500);
        QCOMPARE(rig.port.trips.size(), 1u);
        QCOMPARE(rig.port.trips[0].cause, Code::Drift);
        QVERIFY(!rig.view().positions[0].is_long);
    }

    void driftThresholds_data() {
        QTest::addColumn<QByteArray>("qty");
        QTest::addColumn<QByteArray>("price");
        QTest::addColumn<bool>("drifts");
        QTest::newRow("the same") << QByteArray("0.100") << QByteArray("1.08510") << false;
        QTest::newRow("a thousandth of a lot") << QByteArray("0.101") << QByteArray("1.08510") << false;
        QTest::newRow("more than that") << QByteArray("0.102") << QByteArray("1.08510") << true;
        QTest::newRow("less than a thousandth of the price") << QByteArray("0.100") << QByteArray("1.08618") << false;
        QTest::newRow("more than a thousandth") << QByteArray("0.100") << QByteArray("1.08619") << true;
        QTest::newRow("below") << QByteArray("0.100") << QByteArray("1.08402") << false;
        QTest::newRow("further below") << QByteArray("0.100") << QByteArray("1.08400") << true;
    }
    void driftThresholds() {
        QFETCH(QByteArray, qty);
        QFETCH(QByteArray, price);
        QFETCH(bool, drifts);
        DeskRig rig(ExecutionMode::Live);
        rig.port.specs[std::string(kEur)].qty_digits = 3;
        rig.positions = {rig.position("77", "0.100")};
        rig.ready(Dialect::V6);
        const std::uint32_t before = gateway(rig).findings;
        rig.positions[0].qty = qty.toStdString();
        rig.positions[0].open_price = price.toStdString();
        rig.live(2 * kRound);
        QCOMPARE(gateway(rig).findings - before, drifts ? 1u : 0u);
    }

    void orphansAndStrangersAreAdopted() {
        HoldingRig rig;
        RouteOrder orphan;
        orphan.symbol = "EURUSD";
        orphan.venue_id = "500";
        orphan.client_id = "BWOTHERRUN-1";
        orphan.qty = "0.10";
        orphan.price = "1.07000";
        orphan.magic = 202401;
        RouteOrder stranger = orphan;
        stranger.venue_id = "501";
        stranger.client_id.clear();
        stranger.magic = 7;
        rig.orders_there = {orphan, stranger};
        rig.live(2 * kRound);
        QVERIFY(rig.port.noticed(Code::ReconOrphan));
        QVERIFY(rig.port.noticed(Code::ReconRecovery));
        QCOMPARE(rig.state("BWOTHERRUN-1"), OrderState::Working);
        QCOMPARE(rig.state("ext-501"), OrderState::Working);
        QVERIFY(rig.desk->find("ext-501")->external);
        rig.cancel("BWOTHERRUN-1");
        QCOMPARE(rig.port.last(RouteOp::Cancel)->venue_id, std::string("500"));
        rig.reply(*rig.port.last(RouteOp::Cancel), Outcome::Cancelled);
        rig.orders_there.clear();
        rig.live(2 * kRound);
        QCOMPARE(rig.state("ext-501"), OrderState::Cancelled);
        QCOMPARE(rig.code("ext-501"), Code::ReconGhost);
    }

    void anOrderThatEndedHereAndWorksThereIsAStranger() {
        HoldingRig rig;
        DeskRig::Ticket ticket;
        ticket.type = OrderType::Limit;
        ticket.price = "1.08000";
        const std::string id = rig.submit(ticket);
        rig.reply(*rig.port.last(RouteOp::Open), Outcome::Rejected, [](RouteReply& told) { told.code = Code::VenueRejected; });
        RouteOrder there;
        there.symbol = "EURUSD";
        there.venue_id = "500";
        there.client_id = id;
        there.qty = "0.10";
        there.price = "1.08000";
        there.magic = 202401;
        rig.orders_there = {there};
        rig.live(2 * kRound);
        QCOMPARE(rig.state(id), OrderState::Rejected);  // nothing rises again
        QCOMPARE(rig.state("ext-500"), OrderState::Working);
    }

    void nothingIsFoundWhileAnOrderIsInFlight() {
        HoldingRig rig;
        rig.live(kRound - 3'000);
        rig.submit({});
        const RouteRequest open = *rig.port.last(RouteOp::Open);
        rig.positions.push_back(rig.position("78", "0.10"));  // done there, not told here
        for (int i = 0; i < 40; ++i) {
            rig.live(1'000);
            QCOMPARE(gateway(rig).findings, 0u);
            for (const RouteRequest& request : rig.port.sent)
                if (request.op == RouteOp::QueryOrder && i == 30) {
                    rig.reply(request, Outcome::Filled, [](RouteReply& told) {
                        told.venue_id = "78";
                        told.filled_qty = "0.10";
                        told.avg_price = "1.08510";
                    });
                    break;
                }
        }
        QCOMPARE(rig.view().position_count, 2);
        rig.reply(open, Outcome::Filled, [](RouteReply& told) {
            told.venue_id = "78";
            told.filled_qty = "0.10";
        });
        rig.live(3 * kRound);
        QCOMPARE(rig.view().position_count, 2);
        QCOMPARE(gateway(rig).findings, 0u);
    }

    void whatChangedInTheLastTwoSecondsIsLeftOut() {
        HoldingRig rig;
        rig.submit({});
        rig.reply(*rig.port.last(RouteOp::Open), Outcome::Filled, [](RouteReply& told) {
            told.venue_id = "78";
            told.filled_qty = "0.10";
            told.avg_price = "1.08510";
        });
        rig.desk->onPaused(rig.now());
        rig.live(1'700);  // its list is behind its own answer
        rig.positions.push_back(rig.position("78", "0.10"));
        rig.live(2 * kRound);
        QCOMPARE(gateway(rig).findings, 0u);
        QCOMPARE(rig.view().position_count, 2);
    }

    void skippedTwiceIsDegraded() {
        HoldingRig rig;
        rig.submit({});
        rig.live(3 * kRound);
        QCOMPARE(gateway(rig).recon, Recon::Degraded);
    }

    void reconnectPauseAndTripAskAgain() {
        HoldingRig rig;
        rig.status(Dialect::V6, RouteHealth::Healthy, 2);
        QVERIFY(!gateway(rig).reconciled);
        rig.live(500);
        QVERIFY(gateway(rig).reconciled);
        rig.desk->onPaused(rig.now());
        QVERIFY(!gateway(rig).reconciled);
        QCOMPARE(rig.code(rig.submit({})), Code::NotReconciled);
        rig.live(500);
        QVERIFY(gateway(rig).reconciled);
        rig.latch(risk::LatchState::Halted);
        QVERIFY(!gateway(rig).reconciled);
        rig.live(500);
        QVERIFY(gateway(rig).reconciled);
        QVERIFY(rig.port.trips.empty());
    }

    void watchingAloneNeverTripsForTradesByHand() {
        DeskRig rig(ExecutionMode::Off);
        rig.latch(risk::LatchState::Active);
        rig.positions = {rig.position("1", "0.10")};
        rig.status(Dialect::V6);
        for (int round = 0; round < 6; ++round) {
            rig.positions[0].qty = round % 2 == 0 ? "0.20" : "0.30";
            rig.live(kRound + 1'500);
        }
        QVERIFY(rig.port.trips.empty());
        QVERIFY(std::none_of(rig.port.notices.begin(), rig.port.notices.end(),
                             [](const api::Notice& notice) { return notice.severity == Severity::Critical; }));
    }

    void tenThousandRoundsBelowTheThresholdsFindNothing() {
        Random random(bw::test::seedOr(0x7ade5eed));
        HoldingRig rig;
        rig.port.specs[std::string(kEur)].tick = {5};
        const std::uint32_t before = gateway(rig).findings;
        for (int round = 0; round < 10'000; ++round) {
            const std::int64_t price = 108510 + static_cast<std::int64_t>(random.below(217)) - 108;
            rig.positions[0].open_price = formatUnits(price, 5);
            rig.live(500);  // whatever is asked in between is answered too
            rig.ms += kRound - 500;
            rig.desk->onTimer(rig.now());
            rig.answerSync();
            rig.port.sent.clear();
            rig.looked_at = 0;
        }
        QCOMPARE(gateway(rig).findings, before);
        QVERIFY(rig.port.trips.empty());
    }
};

QTEST_GUILESS_MAIN(TestReconciler)
#include "tst_reconciler.moc"
