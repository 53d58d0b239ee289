// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "core/signal/backtest/backtest.h"

using namespace bw;
using namespace bw::backtest;

namespace {

constexpr std::int64_t kMs = kNsPerMs, kT0 = 1'600'000'020 * kNsPerSec;  // on a minute

BacktestOptions options(Strategy strategy = Strategy::DivergenceFollow) {
    BacktestOptions o;
    o.strategy = strategy;
    o.price_digits = 2;
    o.qty_digits = 3;
    return o;
}

/// A market one sample a second, driven by hand.
class Desk {
public:
    explicit Desk(BacktestOptions o) : m_test(std::move(*Backtester::make(std::move(o)))) {}
    void quote(std::int64_t ms, std::int64_t bid, std::int64_t ask, std::int64_t qty = 0) { m_test->onQuote(kT0 + ms * kMs, {bid}, {ask}, {qty}, {qty}); }
    void sample(std::int64_t index) {
        signal::Sample s;
        s.index = index;
        s.t_ns = kT0 + index * kNsPerSec;
        m_test->onSample(s);
    }
    void signal(std::int64_t index, SignalType type, Grade grade = Grade::Normal) {
        SignalEvent e;
        e.type = type;
        e.grade = grade;
        e.detect = {index, kT0 + index * kNsPerSec, 0};
        e.params_hash = 0xabc;
        m_test->onEvent(e);
    }
    void gap(std::int64_t from_ms, std::int64_t to_ms, std::uint64_t id = 1) { m_test->onGap(kT0 + from_ms * kMs, to_ms < 0 ? INT64_MAX : kT0 + to_ms * kMs, id); }
    Backtester& test() { return *m_test; }
    BacktestResult finish() { return *m_test->finish(); }

private:
    std::unique_ptr<Backtester> m_test;
};

bool near(double a, double b) { return std::fabs(a - b) <= 1e-9 * std::max(1.0, std::fabs(b)); }

}  // namespace

class TestFills : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void buysAtTheAskAfterTheLatency() {
        Desk desk(options());
        desk.quote(0, 9999, 10001);
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        desk.quote(1099, 10009, 10011);  // a millisecond too early
        desk.quote(1100, 10019, 10021);
        desk.quote(2000, 10029, 10031);
        for (int i = 2; i <= 21; ++i) desk.sample(i);  // twenty samples later
        desk.quote(21'100, 10119, 10121);
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades.size(), size_t{1});
        const Trade& t = r.trades[0];
        QCOMPARE(t.side, 1);
        QCOMPARE(t.t_in_ns, kT0 + 1100 * kMs);
        QCOMPARE(t.t_out_ns, kT0 + 21'100 * kMs);
        QCOMPARE(t.detect_index, std::int64_t{1});
        QCOMPARE(int(t.reason), int(ExitReason::Hold));
        const double qty = 10000 / 100.21;
        QVERIFY(near(t.qty, qty));
        QVERIFY(near(t.p_in, 100.21 * 1.00005) && near(t.p_out, 101.19 * .99995));
        QVERIFY(near(t.gross, qty * (101.19 - 100.21)));
        QVERIFY(near(t.slippage, qty * (101.19 + 100.21) * .00005));
        QVERIFY(near(t.fee, qty * (t.p_in + t.p_out) * .0004));
        QVERIFY(near(t.net, qty * (t.p_out - t.p_in) - t.fee));
        QVERIFY(!t.touched_gap && !t.excess && t.spread == 0);
    }
    void sellsAtTheBid() {
        Desk desk(options());
        desk.quote(0, 9999, 10001);
        desk.sample(1);
        desk.signal(1, SignalType::BearDiv);
        desk.quote(1500, 10009, 10011);
        for (int i = 2; i <= 21; ++i) desk.sample(i);
        desk.quote(22'000, 9909, 9911);
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades[0].side, -1);
        QVERIFY(near(r.trades[0].gross, 10000 / 100.09 * (100.09 - 99.11)));
        QVERIFY(near(r.trades[0].p_in, 100.09 * .99995) && near(r.trades[0].p_out, 99.11 * 1.00005));
    }
    void fadeTurnsTheSign() {
        Desk desk(options(Strategy::DivergenceFade));
        desk.sample(1);
        desk.signal(1, SignalType::HiddenBull);
        desk.quote(1500, 10009, 10011);
        QCOMPARE(desk.finish().trades[0].side, -1);
    }
    void anOppositeEventReverses() {
        Desk desk(options());
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        desk.quote(1500, 10000, 10002);
        desk.sample(5);
        desk.signal(5, SignalType::BearDiv);
        desk.quote(5100, 10010, 10012);
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades.size(), size_t{2});
        QCOMPARE(int(r.trades[0].reason), int(ExitReason::Reverse));
        QCOMPARE(r.trades[0].t_out_ns, r.trades[1].t_in_ns);
        QCOMPARE(r.trades[1].side, -1);
        QCOMPARE(int(r.trades[1].reason), int(ExitReason::End));
        QVERIFY(near(r.trades[1].gross, 10000 / 100.10 * (100.10 - 100.12)));  // leaves through the spread
    }
    void theSameSideExtends() {
        Desk desk(options());
        for (int i = 1; i <= 40; ++i) {
            desk.sample(i);
            if (i == 1 || i == 15) desk.signal(i, SignalType::BullDiv);
            desk.quote(i * 1000 + 500, 10000, 10002);
        }
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades.size(), size_t{1});
        QCOMPARE(r.trades[0].t_out_ns, kT0 + 35'500 * kMs);  // 15 + 20, not 1 + 20
    }
    void weakEventsAndConflictsDoNothing() {
        Desk desk(options());
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv, Grade::Weak);
        desk.signal(1, SignalType::Conflict, Grade::Strong);
        desk.quote(1500, 10000, 10002);
        QCOMPARE(desk.finish().trades.size(), size_t{0});
        BacktestOptions weak = options();
        weak.config.min_grade = MinGrade::Weak;
        Desk other(weak);
        other.sample(1);
        other.signal(1, SignalType::BullDiv, Grade::Weak);
        other.quote(1500, 10000, 10002);
        QCOMPARE(other.finish().trades.size(), size_t{1});
    }
    void nothingFillsInsideAGap() {
        Desk desk(options());
        desk.quote(0, 9999, 10001);
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        desk.gap(1050, -1);              // no end is known yet
        desk.quote(1200, 10009, 10011);
        desk.quote(3000, 10019, 10021);
        desk.gap(1050, 4000);
        desk.quote(3900, 10029, 10031);  // still inside
        desk.quote(4000, 10039, 10041);
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades[0].t_in_ns, kT0 + 4000 * kMs);
        QVERIFY(!r.trades[0].touched_gap);  // its life began after the gap
    }
    void eachGapEndsByItself() {
        Desk desk(options());
        desk.quote(0, 9999, 10001);
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        desk.gap(1050, -1, 7);
        desk.gap(1060, -1, 8);
        desk.gap(1000, 2000, 7);         // its beginning was found to be earlier
        desk.quote(2500, 10009, 10011);  // 8 is open
        desk.gap(1060, 1060, 8);         // nothing was lost after all
        desk.quote(3000, 10019, 10021);
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades.size(), size_t{1});
        QCOMPARE(r.trades[0].t_in_ns, kT0 + 3000 * kMs);
    }
    void aTradeAcrossAGapIsFlaggedAndApart() {
        Desk desk(options());
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        desk.quote(1500, 10000, 10002);
        desk.gap(3000, 4000);
        for (int i = 2; i <= 21; ++i) desk.sample(i);
        desk.quote(22'000, 10010, 10012);
        const BacktestResult r = desk.finish();
        QVERIFY(r.trades[0].touched_gap);
        QCOMPARE(r.gap_touched.n, size_t{1});
        QCOMPARE(r.clean.n, size_t{0});
        QCOMPARE(r.metrics.gaps_touched, size_t{1});
        QVERIFY(!r.warnings.empty());
    }
    void aGapToldLateFindsTheTradesItTouches() {
        Desk desk(options());
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        desk.quote(1500, 10000, 10002);
        for (int i = 2; i <= 21; ++i) desk.sample(i);
        desk.quote(22'000, 10010, 10012);
        desk.gap(30'000, 31'000);
        desk.gap(500, 1400, 2);
        QVERIFY(!desk.test().trades()[0].touched_gap);
        desk.gap(10'000, 11'000, 3);
        QVERIFY(desk.test().trades()[0].touched_gap);
    }
    void sizeAboveTheLevelIsFlagged() {
        // 10000 at 100.02 is 99.98 pieces
        for (const auto& [shown, excess] : {std::pair{99'000, true}, {100'000, false}, {0, false}}) {
            Desk desk(options());
            desk.sample(1);
            desk.signal(1, SignalType::BullDiv);
            desk.quote(1500, 10000, 10002, shown);
            const BacktestResult r = desk.finish();
            QCOMPARE(r.trades[0].excess, excess);
            QVERIFY(near(r.trades[0].p_in, 100.02 * 1.00005));  // at the level all the same
        }
    }
    void ofOrdersDueTogetherTheNewestCounts() {
        Desk desk(options());
        desk.quote(0, 9999, 10001);
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        desk.sample(2);
        desk.signal(2, SignalType::BearDiv);
        desk.quote(5000, 10000, 10002);
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades.size(), size_t{1});
        QCOMPARE(r.trades[0].side, -1);
        QCOMPARE(r.superseded, std::uint64_t{1});
    }
    void ordersWithoutQuotesAreAnError() {
        Desk desk(options());
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        const auto r = desk.test().finish();
        QVERIFY(!r);
        QCOMPARE(r.error().code, Code::BacktestQuotes);
        QVERIFY(Desk(options()).test().finish());  // no orders, no complaint
    }
    void anOrderAtTheEndStaysUnfilled() {
        Desk desk(options());
        desk.quote(0, 9999, 10001);
        desk.sample(1);
        desk.signal(1, SignalType::BullDiv);
        const BacktestResult r = desk.finish();
        QCOMPARE(r.unfilled, std::uint64_t{1});
        QCOMPARE(r.trades.size(), size_t{0});
        QCOMPARE(r.status(), std::string_view("insufficient"));
    }
    void badQuotesAreRefused() {
        Desk desk(options());
        desk.quote(0, 10001, 9999);
        desk.quote(1, 0, 9999);
        desk.quote(2, -5, 5);
        desk.quote(3, 10000, 10000);  // locked is a price
        const BacktestResult r = desk.finish();
        QCOMPARE(r.quotes_refused, std::uint64_t{3});
        QCOMPARE(r.equity.size(), size_t{1});
    }
    void theCurveIsOnTheMinuteAtTheMid() {
        Desk desk(options(Strategy::BuyHold));
        desk.quote(0, 9999, 10001);        // decides
        desk.quote(500, 9999, 10001);      // buys at 100.01
        desk.quote(59'999, 10099, 10101);  // mid 101
        desk.quote(60'000, 10199, 10201);
        desk.quote(180'500, 10299, 10301);
        const auto& e = desk.test().equity();
        QCOMPARE(e.size(), size_t{4});
        const double qty = 10000 / 100.01, cost = 10000 * .00005 + 10000 * 1.00005 * .0004;
        QVERIFY(near(e[0].value, 10000));
        QCOMPARE(e[1].t_ns, kT0 + 60 * kNsPerSec);
        QVERIFY(near(e[1].value, 10000 + qty * (101 - 100.01) - cost));  // the quote at the minute is not in it
        QVERIFY(near(e[2].value, 10000 + qty * (102 - 100.01) - cost) && near(e[3].value, e[2].value));
    }
    void aLeapOfTimeIsNotFilledWithMinutes() {
        Desk desk(options(Strategy::BuyHold));
        desk.quote(0, 9999, 10001);
        desk.quote(86'400'000, 9999, 10001);
        QVERIFY(desk.test().equity().size() <= 3);
    }
    void timeSteppingBackIsHeld() {
        Desk desk(options(Strategy::BuyHold));
        desk.quote(1000, 9999, 10001);
        desk.quote(400, 9999, 10001);
        desk.quote(1100, 10009, 10011);
        QCOMPARE(desk.finish().trades[0].t_in_ns, kT0 + 1100 * kMs);
    }
    void barsFillAtTheNextOpenWithHalfTheSpread() {
        BacktestOptions o = options(Strategy::BuyHold);
        o.fills = Fills::Bars;
        Desk desk(o);
        const auto bar = [&](int k, std::int64_t open, std::int64_t close) {
            return indicator::Bar{kT0 + k * kNsPerMin, 60, open, std::max(open, close), std::min(open, close), close, 1};
        };
        QCOMPARE(desk.test().onBar(bar(0, 10000, 10100)), Code::Ok);
        QCOMPARE(desk.test().onBar(bar(1, 10200, 10300)), Code::Ok);
        QCOMPARE(desk.test().onBar(bar(1, 10200, 10300)), Code::BarInvalid);
        const BacktestResult r = desk.finish();
        const Trade& t = r.trades[0];
        QCOMPARE(t.t_in_ns, kT0 + kNsPerMin);
        const double qty = 10000 / 102., moved = .00005 + .00005;
        QVERIFY(near(t.p_in, 102 * (1 + moved)) && near(t.p_out, 103 * (1 - moved)));
        QVERIFY(near(t.gross, qty) && near(t.spread, qty * (102 + 103) * .00005));
        QVERIFY(near(t.net, t.gross - t.fee - t.slippage - t.spread));
        QCOMPARE(r.bars_refused, std::uint64_t{1});
        QCOMPARE(r.equity.size(), size_t{3});  // two bars and the sale at the end
        QVERIFY(near(r.equity.back().value, 10000 + t.net));
    }
    void anIncompleteBarFillsNothing() {
        BacktestOptions o = options(Strategy::BuyHold);
        o.fills = Fills::Bars;
        Desk desk(o);
        for (int k = 0; k < 6; ++k) {
            indicator::Bar bar{kT0 + k * kNsPerMin, 60, 10000, 10000, 10000, 10000, 1};
            bar.complete = k != 1 && k != 4;
            QCOMPARE(desk.test().onBar(bar), Code::Ok);
        }
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades[0].t_in_ns, kT0 + 2 * kNsPerMin);
        QVERIFY(r.trades[0].touched_gap);  // by bar 4
    }
    void barsShorterThanTheGridKeepTheMinute() {
        BacktestOptions o = options(Strategy::BuyHold);
        o.fills = Fills::Bars;
        Desk desk(o);
        for (int k = 0; k < 180; ++k)
            QCOMPARE(desk.test().onBar({kT0 + k * kNsPerSec, 1, 10000 + k, 10000 + k, 10000 + k, 10000 + k, 1}), Code::Ok);
        const auto& e = desk.test().equity();
        QCOMPARE(e.size(), size_t{4});
        QCOMPARE(e[1].t_ns, kT0 + 60 * kNsPerSec);
        const double qty = 10000 / 100.01, cost = 10000 * .0001 + 10000 * 1.0001 * .0004;
        QVERIFY(near(e[1].value, 10000 + qty * (100.59 - 100.01) - cost));
    }
    void divergencesTradeOnBarsAlone() {
        BacktestOptions o = options();
        o.fills = Fills::Bars;
        Desk desk(o);
        for (int k = 0; k < 40; ++k) {
            const std::int64_t p = 10000 + k;
            QCOMPARE(desk.test().onBar({kT0 + k * kNsPerSec, 1, p, p, p, p, 1}), Code::Ok);
            desk.sample(k + 1);
            if (k == 4) desk.signal(5, SignalType::BullDiv);
        }
        const BacktestResult r = desk.finish();
        QCOMPARE(r.trades[0].t_in_ns, kT0 + 5 * kNsPerSec);
        QCOMPARE(r.trades[0].t_out_ns, kT0 + 25 * kNsPerSec);
    }
    void settingsThatCannotBeAreRefused() {
        BacktestOptions o = options(Strategy::MaCross);
        o.config.fast = 50;
        QCOMPARE(Backtester::make(o).error().code, Code::CfgConflict);
        o = options();
        o.config.notional = 0;
        QCOMPARE(Backtester::make(o).error().code, Code::CfgRange);
        o = options();
        o.price_digits = 19;
        QCOMPARE(Backtester::make(o).error().code, Code::CfgRange);
        Strategy s = Strategy::Count;
        QVERIFY(strategyFromName("ma_cross", s) && s == Strategy::MaCross && !strategyFromName("x", s));
    }
};

QTEST_GUILESS_MAIN(TestFills)
#include "tst_fills.moc"
