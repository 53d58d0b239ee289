// SPDX-License-Identifier: GPL-3.0-or-later
// Each strategy over whole markets: against an independent trade list, cut, poisoned, free of costs, and on noise.
#include <QTest>
#include <cmath>

#include "core/model/random.h"
#include "core/signal/backtest/backtest.h"
#include "core/signal/eval/statistics.h"
#include "tests/unit/model/seed.h"
#include "tests/unit/signal/indicator/shared_bars.h"

using namespace bw;
using namespace bw::backtest;

namespace {

constexpr Strategy kAll[] = {Strategy::DivergenceFollow, Strategy::DivergenceFade, Strategy::MaCross, Strategy::BuyHold, Strategy::RandomEntry};
constexpr std::int64_t kT0 = 1'600'000'020 * kNsPerSec;

/// One call of the backtester.
struct Step {
    enum Kind { Quote, Sample, Event, Bar, Gap } kind = Quote;
    std::int64_t t_ns = 0;
    std::int64_t bid = 0, ask = 0, index = 0;
    bool bull = false;
    indicator::Bar bar{};
    std::int64_t to_ns = 0;
};

/// An hour and a half: two quotes and one sample a second, bars of a minute, an event now and then, one gap.
std::vector<Step> world(std::uint64_t seed) {
    Random random(seed);
    std::vector<Step> steps;
    std::int64_t mid = 1'000'000;
    indicator::Bar bar{};
    const auto quote = [&](std::int64_t t) {
        mid += std::int64_t(random.below(41)) - 20;
        Step s{Step::Quote, t, mid - 1, mid + 1};
        steps.push_back(s);
    };
    for (int second = 0; second < 5400; ++second) {
        const std::int64_t t = kT0 + second * kNsPerSec;
        if (second % 60 == 0) {
            if (second > 0) {
                Step s{Step::Bar, t};
                s.bar = bar;
                steps.push_back(s);
            }
            bar = {t, 60, mid, mid, mid, mid, 10};
        }
        if (second == 2000) {
            Step s{Step::Gap, t};
            s.to_ns = t + 30 * kNsPerSec;
            steps.push_back(s);
        }
        quote(t + 100 * kNsPerMs);
        quote(t + 600 * kNsPerMs);
        bar.high = std::max(bar.high, mid);
        bar.low = std::min(bar.low, mid);
        bar.close = mid;
        Step s{Step::Sample, t + kNsPerSec};
        s.index = second;
        steps.push_back(s);
        if (random.below(30) == 0) {
            s.kind = Step::Event;
            s.bull = random.below(2) == 0;
            steps.push_back(s);
        }
    }
    return steps;
}

std::unique_ptr<Backtester> start(Strategy strategy, BacktestConfig config = {}) {
    BacktestOptions o;
    o.strategy = strategy;
    o.config = config;
    o.price_digits = 2;
    o.config.fast = 5;  // an hour and a half has few minutes
    o.config.slow = 12;
    return std::move(*Backtester::make(std::move(o)));
}

void run(Backtester& test, std::span<const Step> steps) {
    for (const Step& s : steps) switch (s.kind) {
            case Step::Quote: test.onQuote(s.t_ns, {s.bid}, {s.ask}, {}, {}); break;
            case Step::Bar: (void)test.onBar(s.bar); break;
            case Step::Gap: test.onGap(s.t_ns, s.to_ns); break;
            case Step::Sample: {
                signal::Sample sample;
                sample.index = s.index;
                sample.t_ns = s.t_ns;
                test.onSample(sample);
                break;
            }
            case Step::Event: {
                SignalEvent e;
                e.type = s.bull ? SignalType::BullDiv : SignalType::BearDiv;
                e.grade = Grade::Strong;
                e.detect = {s.index, s.t_ns, 0};
                test.onEvent(e);
                break;
            }
        }
}

template <class T>
bool isPrefix(const std::vector<T>& part, const std::vector<T>& whole) {
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

BacktestOptions dailyCross() {
    BacktestOptions o;
    o.strategy = Strategy::MaCross;
    o.fills = Fills::Bars;
    o.price_digits = 2;
    o.session_calendar = true;
    return o;
}

std::vector<indicator::Bar> dailyBars() {
    std::vector<indicator::Bar> bars = test::readBars(QStringLiteral("default.csv"), 2);
    for (indicator::Bar& bar : bars) bar.period_s = 86400;
    return bars;
}

}  // namespace

class TestStrategies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The list was worked out apart, in fractions: averages of integer cents, compared exactly; filled at the next open.
    void maCrossEqualsTheIndependentTradeList() {
        const std::vector<indicator::Bar> bars = dailyBars();
        if (bars.empty()) QSKIP("no recordings");
        QCOMPARE(bars.size(), size_t{502});
        auto test = *Backtester::make(dailyCross());
        for (const indicator::Bar& bar : bars) QCOMPARE(test->onBar(bar), Code::Ok);
        const BacktestResult r = *test->finish();
        struct Expected {
            int side, in, out;
            double p_in, p_out, gross, net;
        };
        const Expected expected[] = {{1, 50, 74, 225.9, 222.18, -164.674634794, -174.592304064}, {-1, 74, 84, 222.18, 226.62, -199.837969214, -209.937896192},
                                     {1, 84, 172, 226.62, 235.07, 372.870885182, 362.684464654}, {-1, 172, 173, 235.07, 236.51, -61.258348577, -71.288980202},
                                     {1, 173, 288, 236.51, 265.76, 1236.734176145, 1226.115858526}, {-1, 288, 344, 265.76, 262.19, 134.331727875, 124.398899112},
                                     {1, 344, 453, 262.19, 270.4, 313.131698387, 302.975145063}, {-1, 453, 501, 270.4, 245.28, 928.994082840, 919.458617041}};
        QCOMPARE(r.trades.size(), std::size(expected));
        for (std::size_t i = 0; i < std::size(expected); ++i) {
            const Trade& t = r.trades[i];
            const Expected& e = expected[i];
            const bool last = i + 1 == std::size(expected);
            QCOMPARE(t.side, e.side);
            QCOMPARE(t.t_in_ns, bars[size_t(e.in)].open_time_ns);
            QCOMPARE(t.t_out_ns, last ? bars[size_t(e.out)].endNs() : bars[size_t(e.out)].open_time_ns);
            QVERIFY(std::fabs(t.p_in - e.p_in * (1 + e.side * 1e-4)) < 1e-9 && std::fabs(t.p_out - e.p_out * (1 - e.side * 1e-4)) < 1e-9);
            QVERIFY(std::fabs(t.gross - e.gross) < 1e-6 && std::fabs(t.net - e.net) < 1e-6);
            QVERIFY(!t.touched_gap);
        }
        QVERIFY(std::fabs(r.metrics.gross_pnl - 2560.291617843) < 1e-6 && std::fabs(r.metrics.pnl - 2479.813803939) < 1e-6);
        QCOMPARE(r.status(), std::string_view("insufficient"));
        QVERIFY(r.metrics.sharpe && r.metrics.drawdown.share > 0);
        QVERIFY(std::fabs(r.equity.back().value - (10000 + r.metrics.pnl)) < 1e-6);
        QCOMPARE(r.equity.size(), size_t{503});
    }
    void withoutShortsItWaits() {
        const std::vector<indicator::Bar> bars = dailyBars();
        if (bars.empty()) QSKIP("no recordings");
        BacktestOptions o = dailyCross();
        o.config.allow_short = false;
        auto test = *Backtester::make(o);
        for (const indicator::Bar& bar : bars) (void)test->onBar(bar);
        const BacktestResult r = *test->finish();
        QCOMPARE(r.trades.size(), size_t{4});
        for (const Trade& t : r.trades) QCOMPARE(t.side, 1);
    }
    void withoutCostsNetIsGross() {
        const std::vector<Step> steps = world(test::seedOr(11));
        BacktestConfig free;
        free.fee_bps = free.slippage_bps = free.spread_bps = 0;
        for (const Strategy strategy : kAll) {
            auto test = start(strategy, free);
            run(*test, steps);
            const BacktestResult r = *test->finish();
            QVERIFY(!r.trades.empty());
            QCOMPARE(r.metrics.pnl, r.metrics.gross_pnl);
            for (const Trade& t : r.trades) QCOMPARE(t.net, t.gross);
        }
    }
    void costsOnlyEverCost() {
        const std::vector<Step> steps = world(test::seedOr(12));
        for (const Strategy strategy : kAll) {
            auto test = start(strategy);
            run(*test, steps);
            const BacktestResult r = *test->finish();
            for (const Trade& t : r.trades) QVERIFY(t.net < t.gross && t.t_out_ns >= t.t_in_ns);
            QVERIFY(std::fabs(r.equity.back().value - (r.options.config.notional + r.metrics.pnl)) < 1e-6);
        }
    }
    void aPrefixOfTheDataGivesAPrefixOfTheCurve() {
        const std::uint64_t seed = test::seedOr(13);
        const std::vector<Step> steps = world(seed);
        Random random(seed + 1);
        for (const Strategy strategy : kAll) {
            auto whole = start(strategy);
            run(*whole, steps);
            QVERIFY(whole->equity().size() > 80);
            for (int i = 0; i < 20; ++i) {
                auto part = start(strategy);
                run(*part, std::span(steps).first(random.below(steps.size())));
                QVERIFY(isPrefix(part->equity(), whole->equity()));
                QVERIFY(isPrefix(part->trades(), whole->trades()));
            }
        }
    }
    void poisonAfterTLeavesTheCurveUpToT() {
        const std::uint64_t seed = test::seedOr(14);
        const std::vector<Step> steps = world(seed);
        Random random(seed + 1);
        for (const Strategy strategy : kAll) {
            auto whole = start(strategy);
            run(*whole, steps);
            for (int i = 0; i < 20; ++i) {
                const std::size_t cut = random.below(steps.size());
                const std::int64_t t_ns = steps[cut].t_ns;
                std::vector<Step> poisoned = steps;
                for (std::size_t k = cut + 1; k < poisoned.size(); ++k) {
                    Step& s = poisoned[k];
                    s.bid = 1 + std::int64_t(random.below(5'000'000));
                    s.ask = s.bid + std::int64_t(random.below(1000));
                    s.bull = random.below(2) == 0;
                    s.bar.open = s.bar.high = s.bar.low = s.bar.close = s.bid;
                    if (s.kind == Step::Sample && random.below(3) == 0) s.kind = Step::Event;
                }
                // An event of a sample that never came is not an order of events that can happen.
                for (std::size_t k = cut + 1; k < poisoned.size(); ++k)
                    if (poisoned[k].kind == Step::Event && poisoned[k - 1].kind != Step::Sample) poisoned[k].kind = Step::Sample;
                auto after = start(strategy);
                run(*after, poisoned);
                std::size_t same = 0, closed = 0;
                while (same < whole->equity().size() && whole->equity()[same].t_ns <= t_ns) ++same;
                while (closed < whole->trades().size() && whole->trades()[closed].t_out_ns < t_ns) ++closed;
                QVERIFY(after->equity().size() >= same && after->trades().size() >= closed);
                QVERIFY(std::equal(whole->equity().begin(), whole->equity().begin() + std::ptrdiff_t(same), after->equity().begin()));
                QVERIFY(std::equal(whole->trades().begin(), whole->trades().begin() + std::ptrdiff_t(closed), after->trades().begin()));
            }
        }
    }
    void poisonAndPrefixHoldOnBarsAlone() {
        Random random(test::seedOr(15));
        std::vector<indicator::Bar> bars;
        std::int64_t price = 100'000;
        for (int i = 0; i < 1500; ++i) {
            const std::int64_t open = price;
            price += std::int64_t(random.below(401)) - 200;
            bars.push_back({kT0 + i * kNsPerMin, 60, open, std::max(open, price), std::min(open, price), price, 1});
        }
        for (const Strategy strategy : {Strategy::MaCross, Strategy::BuyHold, Strategy::RandomEntry}) {
            BacktestOptions o;
            o.strategy = strategy;
            o.fills = Fills::Bars;
            const auto feed = [&](std::span<const indicator::Bar> part, std::size_t poison_from) {
                auto test = *Backtester::make(o);
                for (std::size_t i = 0; i < part.size(); ++i) {
                    indicator::Bar bar = part[i];
                    if (i >= poison_from) bar.open = bar.high = bar.low = bar.close = 1 + std::int64_t(i * 7919 % 1'000'000);
                    (void)test->onBar(bar);
                }
                return test;
            };
            const auto whole = feed(bars, bars.size());
            QVERIFY(!whole->trades().empty() || strategy == Strategy::BuyHold);
            for (const std::size_t cut : {size_t{1}, size_t{50}, size_t{51}, size_t{300}, size_t{999}}) {
                QVERIFY(isPrefix(feed(std::span(bars).first(cut), bars.size())->equity(), whole->equity()));
                const auto poisoned = feed(bars, cut);
                QVERIFY(std::equal(whole->equity().begin(), whole->equity().begin() + std::ptrdiff_t(cut), poisoned->equity().begin()));
            }
        }
    }
    void randomEntryIsUniformOnNoise() {
        const std::uint64_t seed = test::seedOr(16);
        std::vector<double> p;
        for (std::uint64_t k = 0; k < 300; ++k) {
            Random random(seed + 1000 + k);
            BacktestOptions o;
            o.strategy = Strategy::RandomEntry;
            o.fills = Fills::Bars;
            o.seed = seed + 5000 + k;
            o.config.random_draws = 199;
            auto test = *Backtester::make(o);
            std::int64_t price = 1'000'000;
            for (int i = 0; i < 2000; ++i) {
                price += std::int64_t(random.below(201)) - 100;
                QCOMPARE(test->onBar({kT0 + i * kNsPerMin, 60, price, price, price, price, 1}), Code::Ok);
            }
            const BacktestResult r = *test->finish();
            QVERIFY(r.random && r.random->n >= 5);
            p.push_back(r.random->p);
        }
        const double ks = signal::eval::ksUniformP(p);
        QVERIFY2(ks > .01, qPrintable(QString::number(ks)));
    }
    void aStrategyThatKnowsTheFutureStandsOut() {
        // Events that tell the next twenty seconds: the reference must not explain them away.
        std::vector<Step> steps = world(test::seedOr(17));
        std::vector<std::int64_t> mids(5401);
        for (const Step& s : steps)
            if (s.kind == Step::Quote) mids[size_t((s.t_ns - kT0) / kNsPerSec)] = s.bid + 1;
        for (Step& s : steps)
            if (s.kind == Step::Event) s.bull = mids[size_t(std::min<std::int64_t>(s.index + 21, 5399))] > mids[size_t(s.index)];
        auto test = start(Strategy::DivergenceFollow);
        run(*test, steps);
        const BacktestResult r = *test->finish();
        QVERIFY(r.random && r.random->p < .01);
        auto fade = start(Strategy::DivergenceFade);
        run(*fade, steps);
        QVERIFY((*fade->finish()).random->p > .99);
    }
};

QTEST_GUILESS_MAIN(TestStrategies)
#include "tst_strategies.moc"
