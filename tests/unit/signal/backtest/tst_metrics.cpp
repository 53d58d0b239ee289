// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "core/model/times.h"
#include "core/signal/backtest/metrics.h"

using namespace bw;
using namespace bw::backtest;

namespace {

bool near(double a, double b, double tolerance = 1e-12) { return std::fabs(a - b) <= tolerance * std::max(1.0, std::fabs(b)); }

std::vector<EquityPoint> curve(std::initializer_list<double> values) {
    std::vector<EquityPoint> out;
    for (const double v : values) out.push_back({static_cast<std::int64_t>(out.size()) * kNsPerMin, v});
    return out;
}

Trade trade(double gross, double net, bool touched = false) {
    Trade t;
    t.side = 1;
    t.qty = 2;
    t.p_in = 100;
    t.p_out = 110;
    t.gross = gross;
    t.net = net;
    t.fee = gross - net;
    t.touched_gap = touched;
    return t;
}

}  // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void returnsAreSimple() {
        const auto r = simpleReturns(curve({100, 110, 99, 0, 50}));
        QCOMPARE(r.size(), size_t{3});  // nothing grows from 0
        QVERIFY(near(r[0], .1) && near(r[1], -.1) && near(r[2], -1));
    }
    void sharpeByHand() {
        std::vector<double> r;
        for (int i = 0; i < 15; ++i) r.insert(r.end(), {.01, -.005});
        // mean .0025, each .0075 away from it
        QVERIFY(near(*sharpe(r, 252), .0025 / (.0075 * std::sqrt(30. / 29)) * std::sqrt(252.)));
        QVERIFY(near(*sortino(r, 252), .0025 / (.005 / std::sqrt(2.)) * std::sqrt(252.)));
        r.pop_back();
        QVERIFY(!sharpe(r, 252) && !sortino(r, 252));  // 29 returns say nothing
    }
    void noVarianceNoSharpe() {
        QVERIFY(!sharpe(std::vector<double>(40, .001), 252));
        QVERIFY(!sharpe(std::vector<double>(40, 0), 252));
        QVERIFY(!sortino(std::vector<double>(40, .001), 252));  // no loss either
    }
    void drawdownHasItsDates() {
        const Drawdown d = maxDrawdown(curve({100, 120, 90, 130, 104, 110}));
        QVERIFY(near(d.share, .25));
        QCOMPARE(d.peak_ns, 1 * kNsPerMin);
        QCOMPARE(d.trough_ns, 2 * kNsPerMin);
        QCOMPARE(maxDrawdown(curve({1, 2, 3})).share, 0.0);
        QCOMPARE(maxDrawdown({}).share, 0.0);
    }
    void theBestOfManyNoiseTrials() {
        QCOMPARE(*bestSharpeOfNoise(1, 100, 100), 0.0);
        QVERIFY(near(*bestSharpeOfNoise(10, 100, 100), 1.57459830134575, 1e-9));
        QVERIFY(near(*bestSharpeOfNoise(10, 100, 400), 2 * 1.57459830134575, 1e-9));
        QVERIFY(!bestSharpeOfNoise(10, 29, 100));
    }
    void yearsOfTwoKinds() {
        QCOMPARE(periodsPerYear(60, false), 525600.0);
        QCOMPARE(periodsPerYear(86400, false), 365.0);
        QCOMPARE(periodsPerYear(86400, true), 252.0);
        QCOMPARE(periodsPerYear(60, true), 252.0 * 1440);
    }
    void tiesAreLossesAndGapsStandApart() {
        std::vector<Trade> trades;
        for (int i = 0; i < 10; ++i) trades.push_back(trade(20, 15));
        for (int i = 0; i < 6; ++i) trades.push_back(trade(-20, -25));
        trades.push_back(trade(5, 0));
        trades.push_back(trade(7, 2, true));
        const TradeSums clean = sumTrades(trades, false);
        QCOMPARE(clean.n, size_t{17});
        QCOMPARE(clean.wins, size_t{10});
        QVERIFY(near(*clean.hit_rate, 10. / 17) && near(*clean.hit_lo, .3601, 1e-4) && near(*clean.hit_hi, .7839, 1e-4));
        QCOMPARE(sumTrades(trades, true).n, size_t{1});
        QCOMPARE(sumTrades(trades, {}).n, size_t{18});
        QVERIFY(!sumTrades({}, {}).hit_rate);
    }
    void turnoverExposureAndCosts() {
        Trade a = trade(20, 15), b = trade(-20, -25);
        a.t_in_ns = 0;
        a.t_out_ns = kNsPerMin;
        b.t_in_ns = kNsPerMin;
        b.t_out_ns = 2 * kNsPerMin;
        const Metrics m = metricsOf(std::vector{a, b}, curve({100, 120, 110, 100, 120}), 525600, 1);
        QVERIFY(near(m.pnl, -10) && near(m.gross_pnl, 0));
        QVERIFY(near(*m.cost_share, 10. / 40));
        QVERIFY(near(*m.exposure, .5));
        // 2 * 2 * 210 traded, mean equity 110, four minutes of a day
        QVERIFY(near(*m.turnover, 840. / 110 * 360));
        QVERIFY(!m.sharpe && !m.sharpe_noise);
        QCOMPARE(m.n_returns, size_t{4});
    }
    void nothingAtAllHasNoFigures() {
        const Metrics m = metricsOf({}, {}, 252, 1);
        QVERIFY(!m.hit_rate && !m.turnover && !m.exposure && !m.cost_share && !m.sharpe);
        QCOMPARE(m.pnl, 0.0);
    }
    /// One long trade over one step of a grid of six points: draws see all five steps alike, of which one is as good.
    void randomReferenceCountsTheSteps() {
        GridPrices grid;
        for (const double p : {100., 100., 110., 110., 110., 110.}) {
            grid.buy.push_back(p);
            grid.sell.push_back(p);
        }
        Trade t = trade(0, 0);
        t.grid_in = 1;
        t.grid_out = 2;
        const auto r = randomReference(std::vector{t}, grid, {}, 1000, 20000, 7);
        QVERIFY(r);
        QVERIFY(near(r->net, 100));
        QVERIFY(near(r->p, .2, .02));
        QVERIFY(near(r->mean, 20, .05));
        QVERIFY(near(r->sd, 40, .05));
        QCOMPARE(r->n, size_t{1});
    }
    void theResultCountsAmongItsDraws() {
        GridPrices grid;
        grid.buy.assign(10'001, 110.);
        grid.buy[0] = 100;
        grid.sell = grid.buy;
        Trade t = trade(0, 0);
        t.grid_in = 0;
        t.grid_out = 1;
        // One place of ten thousand is as good: none of nine draws finds it, and p is still not 0.
        QCOMPARE(randomReference(std::vector{t}, grid, {}, 1000, 9, 1)->p, .1);
    }
    /// Two trades of two steps each on five steps leave one step free; the first one covers step 0 unless both start later,
    /// which is one case of four. Overlapping ones would meet it twice.
    void drawsDoNotOverlap() {
        GridPrices grid;
        grid.buy = grid.sell = {100, 110, 110, 110, 110, 110};
        Trade a = trade(0, 0), b = a;
        a.grid_in = 0;
        a.grid_out = b.grid_in = 2;
        b.grid_out = 4;
        const auto r = randomReference(std::vector{a, b}, grid, {}, 1000, 20000, 7);
        QVERIFY(near(r->net, 100) && near(r->mean, 75, .02) && near(r->p, .75, .02));
    }
    void randomReferenceNeedsRoom() {
        GridPrices grid{{1, 2, 3}, {1, 2, 3}};
        Trade t = trade(0, 0);
        t.grid_in = 0;
        t.grid_out = 2;
        QVERIFY(!randomReference(std::vector{t}, grid, {}, 1000, 10, 1));
        t.grid_out = -1;  // closed by the end of the data
        QVERIFY(!randomReference(std::vector{t}, grid, {}, 1000, 10, 1));
        QVERIFY(!randomReference({}, grid, {}, 1000, 10, 1));
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
