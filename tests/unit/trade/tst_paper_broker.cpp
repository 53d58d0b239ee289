// SPDX-License-Identifier: GPL-3.0-or-later
// Fills of the paper broker against numbers computed by hand.
#include <QTest>

#include "tests/unit/trade/trade_test.h"

using namespace bw;
using namespace bw::trade;
using namespace bw::trade::test;

namespace {

constexpr std::string_view kPaper = "paper";

struct PaperRig : DeskRig {
    explicit PaperRig(const std::function<void(DeskConfig&)>& change = {}) : DeskRig(ExecutionMode::Paper, change) {
        latch(risk::LatchState::Active);
        wait(200);
    }
    std::string order(std::string_view instrument, OrderSide side, const std::string& qty, const std::function<void(Ticket&)>& more = {}) {
        Ticket ticket;
        ticket.route = kPaper;
        ticket.instrument = instrument;
        ticket.side = side;
        ticket.qty = qty;
        if (more) more(ticket);
        return submit(ticket);
    }
    std::string filled(std::string_view instrument, OrderSide side, const std::string& qty) {
        const std::string id = order(instrument, side, qty);
        wait(100);
        return id;
    }
    double balance() const { return view().accounts[1].balance; }  // the paper account stands behind the live one
    double equityNow() const { return view().accounts[1].equity; }
    api::PositionRow position() const { return view().positions[0]; }
    QByteArray avg(const std::string& id, int digits) const {
        const Order* const found = desk->find(id);
        return found != nullptr && found->avg_price ? QByteArray::fromStdString(formatUnits(found->avg_price->units, digits)) : QByteArray("-");
    }
};

}  // namespace

class TestPaperBroker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMarketOrderFillsAtTheTouchAfterTheLatency() {
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.10");
        QCOMPARE(rig.state(id), OrderState::Sending);
        rig.ms += 49;
        rig.desk->onMarket(kEur, rig.now());
        QCOMPARE(rig.state(id), OrderState::Sending);
        rig.port.quote(kEur, "1.08600", "1.08620");
        rig.ms += 1;
        rig.desk->onMarket(kEur, rig.now());
        QCOMPARE(rig.state(id), OrderState::Filled);
        QCOMPARE(rig.avg(id, 5), QByteArray("1.08620"));
        QCOMPARE(rig.port.count(RouteOp::Open), 0);
    }

    void aMarketOrderWalksTheBook() {
        PaperRig rig;
        rig.port.depth(kBtc, OrderSide::Buy, {{"60000.10", "1.000"}, {"60001.00", "2.000"}, {"60003.00", "5.000"}});
        const std::string id = rig.filled(kBtc, OrderSide::Buy, "4.000");
        QCOMPARE(rig.state(id), OrderState::Filled);
        // (60000.10 + 2 x 60001.00 + 60003.00) / 4 = 60001.275
        QCOMPARE(rig.avg(id, 2), QByteArray("60001.28"));
        rig.wait(1'000);
        // at the bid 60000.00: (60000 - 60001.275) x 4 = -5.10
        QCOMPARE(rig.equityNow(), 100000.0 - 5.10);
        QCOMPARE(rig.balance(), 100000.0);
    }

    void theRestOfTooLittleDepthIsCancelled() {
        PaperRig rig;
        rig.port.depth(kBtc, OrderSide::Sell, {{"60000.00", "1.500"}});
        const std::string id = rig.filled(kBtc, OrderSide::Sell, "4.000");
        QCOMPARE(rig.state(id), OrderState::Cancelled);
        QCOMPARE(rig.desk->find(id)->filled.units, 1500);
        QVERIFY(!rig.position().is_long);
        QCOMPARE(rig.position().qty.units, 1500);
    }

    void slippageAndFeeMakeItWorse() {
        PaperRig rig([](DeskConfig& config) {
            config.risk.paper.slip_ticks = 3;
            config.risk.paper.fee_bp = 2.5;
        });
        const std::string buy = rig.filled(kBtc, OrderSide::Buy, "1.000");
        QCOMPARE(rig.avg(buy, 2), QByteArray("60000.40"));  // three ticks of 0.10
        // 60000.40 x 2.5 bp = 15.0001
        QCOMPARE(rig.balance(), 100000.0 - 15.0001);
        const std::string sell = rig.filled(kBtc, OrderSide::Sell, "1.000");
        QCOMPARE(rig.avg(sell, 2), QByteArray("59999.70"));
        // -0.70 realized, fee 59999.70 x 2.5 bp = 14.999925
        QCOMPARE(rig.balance(), 100000.0 - 15.0001 - 0.70 - 14.999925);
    }

    void averageWhenAddingAndRealizedWhenReducing() {
        PaperRig rig;
        rig.filled(kEur, OrderSide::Buy, "0.10");  // 1.08510
        rig.port.quote(kEur, "1.08600", "1.08610");
        rig.filled(kEur, OrderSide::Buy, "0.30");  // 1.08610
        // (0.10 x 1.08510 + 0.30 x 1.08610) / 0.40 = 1.08585
        QCOMPARE(rig.position().open.units, 108585);
        QCOMPARE(rig.position().qty.units, 40);
        rig.port.quote(kEur, "1.08700", "1.08710");
        rig.filled(kEur, OrderSide::Sell, "0.20");
        // (1.08700 - 1.08585) x 0.20 x 100000 = 23.00
        QCOMPARE(rig.balance(), 100023.0);
        QCOMPARE(rig.position().open.units, 108585);
        QCOMPARE(rig.position().realized, 23.0);
    }

    void throughZeroItClosesThenOpensAtThePrice() {
        PaperRig rig;
        rig.filled(kEur, OrderSide::Buy, "0.10");  // 1.08510
        rig.port.quote(kEur, "1.08400", "1.08410");
        rig.filled(kEur, OrderSide::Sell, "0.25");  // 1.08400
        // (1.08400 - 1.08510) x 0.10 x 100000 = -11.00
        QCOMPARE(rig.balance(), 99989.0);
        QVERIFY(!rig.position().is_long);
        QCOMPARE(rig.position().qty.units, 15);
        QCOMPARE(rig.position().open.units, 108400);
        rig.port.quote(kEur, "1.08290", "1.08300");
        rig.filled(kEur, OrderSide::Buy, "0.15");  // 1.08300: +0.00100 x 0.15 x 100000 = 15.00
        QCOMPARE(rig.balance(), 100004.0);
        QCOMPARE(rig.view().position_count, 0);
        QVERIFY(rig.desk->idle());
    }

    void anInverseContractPaysInItsBase() {
        PaperRig rig;
        rig.filled(kInv, OrderSide::Buy, "10");  // 10 x 100 USD at 50000.10
        rig.port.quote(kInv, "62500.00", "62500.10");
        rig.filled(kInv, OrderSide::Sell, "10");
        // 1000 x (1/50000.10 - 1/62500.00) BTC = 0.003999960...; at 62500.00: 1000 x (62500 - 50000.10) / 50000.10 = 249.9975000
        const double expected = 1000.0 * (62500.0 - 50000.10) / 50000.10;
        QVERIFY2(qAbs(rig.balance() - 100000.0 - expected) < 2e-7, qPrintable(QString::number(rig.balance(), 'f', 9)));
    }

    void aLimitFillsAtItsOwnPrice() {
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.10", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.08400";
        });
        rig.wait(100);
        QCOMPARE(rig.state(id), OrderState::Working);
        QVERIFY(rig.desk->wants(kEur));
        QVERIFY(!rig.desk->wants(kBtc));
        rig.port.quote(kEur, "1.08390", "1.08401");
        rig.desk->onMarket(kEur, rig.now());
        rig.desk->onPrint(kEur, Price{108400}, Qty{1}, rig.now());  // at the price is not through it
        QCOMPARE(rig.state(id), OrderState::Working);
        rig.desk->onPrint(kEur, Price{108399}, Qty{1}, rig.now());
        QCOMPARE(rig.state(id), OrderState::Filled);
        QCOMPARE(rig.avg(id, 5), QByteArray("1.08400"));
        const std::string touch = rig.order(kEur, OrderSide::Sell, "0.10", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.08600";
        });
        rig.wait(100);
        rig.port.quote(kEur, "1.08650", "1.08660");
        rig.desk->onMarket(kEur, rig.now());
        QCOMPARE(rig.avg(touch, 5), QByteArray("1.08600"));
    }

    void anIocLimitThatIsNotReachedIsCancelled() {
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.10", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.08400";
            t.tif = Tif::Ioc;
        });
        rig.wait(100);
        QCOMPARE(rig.state(id), OrderState::Cancelled);
    }

    void aStopBecomesMarketAtATouchOrATrade() {
        PaperRig rig;
        const auto stop = [](DeskRig::Ticket& t) {
            t.type = OrderType::Stop;
            t.stop = "1.08600";
        };
        const std::string touched = rig.order(kEur, OrderSide::Buy, "0.10", stop);
        rig.wait(100);
        QCOMPARE(rig.state(touched), OrderState::Working);
        rig.port.quote(kEur, "1.08595", "1.08605");
        rig.desk->onMarket(kEur, rig.now());
        QCOMPARE(rig.state(touched), OrderState::Filled);
        QCOMPARE(rig.avg(touched, 5), QByteArray("1.08605"));

        rig.port.quote(kEur, "1.08500", "1.08510");
        const std::string printed = rig.order(kEur, OrderSide::Buy, "0.10", stop);
        rig.wait(100);
        rig.port.markets[std::string(kEur)].book_valid = false;  // a gap: the trigger is kept, the fill waits
        rig.desk->onPrint(kEur, Price{108600}, Qty{1}, rig.now());
        QCOMPARE(rig.state(printed), OrderState::Working);
        rig.port.quote(kEur, "1.08520", "1.08530");
        rig.desk->onMarket(kEur, rig.now());
        QCOMPARE(rig.state(printed), OrderState::Filled);
        QCOMPARE(rig.avg(printed, 5), QByteArray("1.08530"));
    }

    void noUsableMarketNoFill_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("stale") << 0;
        QTest::newRow("crossed") << 1;
        QTest::newRow("one-sided") << 2;
        QTest::newRow("gapped") << 3;
    }
    void noUsableMarketNoFill() {
        QFETCH(int, what);
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.10");
        MarketFacts& facts = rig.port.markets[std::string(kEur)];
        if (what == 0) facts.quote_age_ms = 10'001;
        if (what == 1) std::swap(facts.bid, facts.ask);
        if (what == 2) facts.ask.reset();
        if (what == 3) facts.book_valid = false;
        rig.wait(100);
        QCOMPARE(rig.state(id), OrderState::Rejected);
        QCOMPARE(rig.code(id), Code::PaperNoMarket);
    }

    void reduceOnlyNeverOpens() {
        PaperRig rig;
        rig.filled(kEur, OrderSide::Buy, "0.10");
        const std::string stop = rig.order(kEur, OrderSide::Sell, "0.10", [](DeskRig::Ticket& t) {
            t.type = OrderType::Stop;
            t.stop = "1.08300";
            t.reduce_only = true;
        });
        rig.wait(100);
        QCOMPARE(rig.state(stop), OrderState::Working);
        rig.latch(risk::LatchState::Active);
        rig.wait(600);
        rig.filled(kEur, OrderSide::Sell, "0.06");  // 0.04 are left; together more than the position: it counts as opening
        QCOMPARE(rig.position().qty.units, 4);
        rig.port.quote(kEur, "1.08290", "1.08300");
        rig.desk->onMarket(kEur, rig.now());
        QCOMPARE(rig.state(stop), OrderState::Cancelled);
        QCOMPARE(rig.desk->find(stop)->filled.units, 4);
        QCOMPARE(rig.view().position_count, 0);
    }

    void aHaltCancelsEverythingAndReducingWhatOpens() {
        PaperRig rig;
        rig.filled(kEur, OrderSide::Buy, "0.10");
        const std::string opening = rig.order(kEur, OrderSide::Buy, "0.10", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.08000";
        });
        const std::string closing = rig.order(kEur, OrderSide::Sell, "0.10", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.09000";
        });
        rig.wait(100);
        rig.latch(risk::LatchState::Active, risk::LatchState::Reducing);
        QCOMPARE(rig.state(opening), OrderState::Cancelled);
        QCOMPARE(rig.code(opening), Code::LatchReducing);
        QCOMPARE(rig.state(closing), OrderState::Working);
        const std::string refused = rig.order(kEur, OrderSide::Buy, "0.10");
        QCOMPARE(rig.code(refused), Code::LatchReducing);
        const std::string in_flight = rig.order(kEur, OrderSide::Sell, "0.10", [](DeskRig::Ticket& t) { t.reduce_only = true; });
        QCOMPARE(rig.code(in_flight), Code::LatchReducing);  // the other closing order has the position already
        rig.latch(risk::LatchState::Halted, risk::LatchState::Active);
        QCOMPARE(rig.state(closing), OrderState::Cancelled);
        QVERIFY(rig.port.noticed(Code::LatchHalted));
    }

    void whatIsOnItsWayIsStoppedToo() {
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.10");
        rig.latch(risk::LatchState::Halted);
        QCOMPARE(rig.state(id), OrderState::Rejected);
        rig.wait(500);
        QCOMPARE(rig.view().position_count, 0);
    }

    void flattenWorksWhileHalted() {
        PaperRig rig;
        rig.filled(kEur, OrderSide::Buy, "0.10");
        rig.filled(kBtc, OrderSide::Sell, "1.000");
        rig.latch(risk::LatchState::Halted, risk::LatchState::Halted);
        rig.command(TradeCommand::Kind::Flatten, [](TradeCommand& c) { c.route = kPaper; });
        rig.latch(risk::LatchState::Halted, risk::LatchState::Halted);  // told again: flatten goes on
        rig.wait(100);
        QCOMPARE(rig.view().position_count, 0);
        QCOMPARE(rig.state("BWABCDEFGH-F1"), OrderState::Filled);
        QCOMPARE(rig.state("BWABCDEFGH-F2"), OrderState::Filled);
    }

    void aResetDisarmsAndNothingIsSentAgain() {
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.10", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.08000";
        });
        rig.wait(100);
        rig.latch(risk::LatchState::Halted, risk::LatchState::Halted);
        rig.latch(risk::LatchState::Active, risk::LatchState::Active);
        rig.wait(5'000);
        QCOMPARE(rig.state(id), OrderState::Cancelled);
        const std::string refused = rig.order(kEur, OrderSide::Buy, "0.10");
        QCOMPARE(rig.code(refused), Code::NotArmed);
        rig.command(TradeCommand::Kind::Arm, [](TradeCommand& c) { c.route = kPaper; });
        const std::string taken = rig.filled(kEur, OrderSide::Buy, "0.10");
        QCOMPARE(rig.state(taken), OrderState::Filled);
    }

    void aPaperLossTripsTheSimulatedLatchAlone() {
        PaperRig rig([](DeskConfig& config) { config.risk.limits.max_daily_loss_abs = 100; });
        rig.filled(kEur, OrderSide::Buy, "1.00");
        rig.port.quote(kEur, "1.08400", "1.08410");  // -110.00
        rig.wait(900);
        QVERIFY(rig.port.trips.empty());
        rig.wait(4'000);
        QVERIFY(!rig.port.trips.empty());
        for (const FakePort::Trip& trip : rig.port.trips) {
            QCOMPARE(trip.cause, Code::LimitDailyLoss);
            QCOMPARE(trip.target, risk::LatchState::Halted);
            QVERIFY(trip.simulated);
        }
        rig.latch(risk::LatchState::Active, risk::LatchState::Halted);
        QVERIFY(rig.desk->causeStands(Code::LimitDailyLoss, rig.now()));
    }

    void theDayStateIsSavedAndComesBack() {
        PaperRig rig;
        rig.filled(kEur, OrderSide::Buy, "0.10");
        rig.wait(2'000);
        QVERIFY(rig.port.saved.contains("paper"));
        PaperRig next;
        next.command(TradeCommand::Kind::Restore, [&rig](TradeCommand& c) {
            c.subject = kPaper;
            c.text = rig.port.saved["paper"];
        });
        QVERIFY(!next.port.noticed(Code::RiskDayStateMissing));
    }

    void aNewAccountForgetsTheOldOne() {
        PaperRig rig;
        rig.filled(kEur, OrderSide::Buy, "0.10");
        rig.port.quote(kEur, "1.07000", "1.07010");
        rig.filled(kEur, OrderSide::Sell, "0.05");
        QVERIFY(rig.balance() < 100000.0);
        rig.command(TradeCommand::Kind::PaperReset);
        QCOMPARE(rig.balance(), 100000.0);
        QCOMPARE(rig.view().position_count, 0);
        QVERIFY(std::any_of(rig.port.audits.begin(), rig.port.audits.end(),
                            [](const std::string& line) { return line.starts_with("paper.reset"); }));
    }

    void replacingAndCancelling() {
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.20", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.08000";
        });
        rig.wait(100);
        rig.command(TradeCommand::Kind::Replace, [&id](TradeCommand& c) {
            c.client_id = id;
            c.price = "1.08100";
        });
        QCOMPARE(rig.desk->find(id)->intent.price->units, 108100);
        rig.latch(risk::LatchState::Active, risk::LatchState::Reducing);
        QCOMPARE(rig.state(id), OrderState::Cancelled);
        rig.latch(risk::LatchState::Active);
        rig.command(TradeCommand::Kind::Arm, [](TradeCommand& c) { c.route = kPaper; });
        const std::string other = rig.order(kEur, OrderSide::Buy, "0.20");
        rig.cancel(other);  // before it arrived
        QCOMPARE(rig.state(other), OrderState::Cancelled);
        rig.cancel(other);
        QVERIFY(rig.port.noticed(Code::OrderNotFound));
    }

    void aDayOrderEndsWithItsDay() {
        PaperRig rig;
        const std::string id = rig.order(kEur, OrderSide::Buy, "0.20", [](DeskRig::Ticket& t) {
            t.type = OrderType::Limit;
            t.price = "1.08000";
            t.tif = Tif::Day;
        });
        rig.wait(100);
        QCOMPARE(rig.state(id), OrderState::Working);
        rig.ms += 24 * 3'600'000;
        rig.desk->onTimer(rig.now());
        QCOMPARE(rig.state(id), OrderState::Expired);
    }
};

QTEST_GUILESS_MAIN(TestPaperBroker)
#include "tst_paper_broker.moc"
