// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <vector>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/cvd_signal.h"
#include "core/signal/side_suspect.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {

constexpr std::int64_t kS = kNsPerSec;

CvdConfig byScale() {
    CvdConfig config;
    config.z_method = CvdScale::Scale;
    config.freeze_min = config.freeze_min_bars = 1;
    return config;
}
CvdInput bar(std::int64_t t_ns, std::int64_t delta, int trades) {
    return {.delta = delta, .t_ns = t_ns, .trades = trades};
}
CvdInput trade(std::int64_t t_ns, std::int64_t delta) {
    return {.delta = delta, .t_ns = t_ns, .trades = 1};
}
bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

/// The formulas of the specification in long double, nothing kept but the history.
struct SlowScale {
    struct Past {
        std::int64_t t_ns;
        long double size, trades;
        bool empty;
    };
    std::vector<Past> past;

    double scale(const CvdConfig& c, std::int64_t t_ns, double& floor) const {
        const auto sums = [&](double tau_s, long double& s, long double& n, long double& trades) {
            s = n = trades = 0;
            for (const Past& p : past) {
                const long double g = std::exp2(-static_cast<long double>(t_ns - p.t_ns) / (static_cast<long double>(tau_s) * kS));
                s += g * p.size;
                n += g;
                trades += g * p.trades;
            }
        };
        long double sf, nf, tf, ss, ns, ts;
        sums(c.tau_fast_s, sf, nf, tf);
        sums(c.tau_slow_s, ss, ns, ts);
        const auto tps = static_cast<double>(tf * std::log(2.0L) / static_cast<long double>(c.tau_fast_s));
        const double wf = c.scale_weight_fast / (c.scale_weight_fast + c.scale_weight_slow) * std::min(1.0, tps / 1.5);
        const double mix = nf > 0 ? static_cast<double>(wf * (sf / nf) + (1 - wf) * (ss / ns)) : 0;
        std::vector<double> sizes;
        for (auto p = past.rbegin(); p != past.rend() && sizes.size() < static_cast<std::size_t>(c.mad_window); ++p)
            if (!p->empty) sizes.push_back(static_cast<double>(p->size));
        std::sort(sizes.begin(), sizes.end());
        const std::size_t half = sizes.size() / 2;
        const double median = sizes.empty() ? 0 : sizes.size() % 2 != 0 ? sizes[half] : (sizes[half - 1] + sizes[half]) / 2;
        floor = c.mad_multiplier * 1.4826 * median * std::max(1.0, 1.5 / std::max(tps, 0.2));
        return std::max({mix, floor, 1.0});
    }
};

}  // namespace

class TestCvdSignal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- delta by rank
    void rankWaitsForItsWindowAndForFreezeMin() {
        CvdSignal by_trade(CvdConfig{}, /*per_trade=*/true);  // window 300: 60; freeze_min 50
        for (int i = 0; i < 60; ++i) QCOMPARE(by_trade.update(trade(i * kS, 1 + i)).z.reason, Reason::Warmup);
        QVERIFY(by_trade.update(trade(60 * kS, 5)).z.has());
        CvdConfig slow;
        slow.freeze_min_bars = 75;
        CvdSignal by_bar(slow, /*per_trade=*/false);
        for (int i = 0; i < 75; ++i) QCOMPARE(by_bar.update(bar(i * kS, 1 + i, 3)).z.reason, Reason::Warmup);
        QVERIFY(by_bar.update(bar(75 * kS, 5, 3)).z.has());
        QCOMPARE(by_bar.withheld(Reason::Warmup), 75U);
    }
    void rankByHand() {
        CvdConfig config;
        config.z_window = 30;
        config.freeze_min = 1;
        CvdSignal signal(config, true);
        for (int i = 1; i <= 30; ++i) signal.update(trade(i * kS, i % 2 != 0 ? i : -i));
        const CvdOut out = signal.update(trade(31 * kS, -20));  // 19 below, 20 at most: k = 40, F = 40/62
        QVERIFY(near(out.z.value, -0.925245));
        QCOMPARE(out.z_raw, out.z);
    }
    void emptySamplesAreTrueZeros() {
        CvdConfig config;
        config.z_window = 30;
        CvdSignal signal(config, false);
        for (int i = 0; i < 60; ++i) signal.update({.t_ns = i * kS, .empty = true});
        const CvdOut out = signal.update({.t_ns = 60 * kS, .empty = true});
        QCOMPARE(out.z, Stat::of(0));
        QCOMPARE(signal.update(bar(61 * kS, 3, 1)).z.value, 2.405983);  // 30 zeros below: k = 61, F = 61/62
    }

    // --- delta over scale
    /// First bar: x = 10, 1000 trades at t = 0. At 60 s both means are 10, and 500 trades are left of the fast count:
    /// tps = 500 ln2 / 60 = 5.776, so w_f' = .3 and the floor is not raised.
    void scaleByHand() {
        CvdConfig config = byScale();
        CvdSignal signal(config, false);
        QCOMPARE(signal.update(bar(0, 10, 1'000)).z.reason, Reason::Warmup);
        CvdOut out = signal.update(bar(60 * kS, -20, 1'000));
        QVERIFY(near(out.floor, 1.30 * 1.4826 * 10));  // 19.2738
        QVERIFY(out.floor_used);
        QVERIFY(near(out.scale, 19.2738));
        QVERIFY(near(out.z_raw.value, -20 / 19.2738));
        QCOMPARE(out.z, out.z_raw);
        config.mad_multiplier = 0;
        CvdSignal bare(config, false);
        bare.update(bar(0, 10, 1'000));
        out = bare.update(bar(60 * kS, -20, 1'000));
        QVERIFY(near(out.scale, 10));
        QVERIFY(near(out.z_raw.value, -2));
        QVERIFY(!out.floor_used);
        // At 120 s: fast (10/2 + 20)/2 over (1/2 + 1)/2; slow with g = 2^-.1: (10 g + 20) over (g + 1).
        const double g = 0.9330329915368074;
        const double fast = (5 + 20) / 1.5, slow = (10 * g + 20) / (g + 1);
        out = bare.update(bar(120 * kS, 31, 1'000));
        QVERIFY(near(fast, 16.666666666666668));
        QVERIFY(near(out.scale, 0.3 * fast + 0.7 * slow));
        QVERIFY(near(out.z_raw.value, 31 / (0.3 * fast + 0.7 * slow)));
    }
    /// One trade at t = 0, the next at 3 s: n_fast = 2^-.05, tps = .011158; w_f' = .3 * tps/1.5, floor * 1.5/.2.
    void fewTradesRaiseTheFloorAndTakeTheFastMeansWeight() {
        CvdSignal signal(byScale(), true);
        signal.update(trade(0, 10));
        CvdOut out = signal.update(trade(3 * kS, -20));
        QVERIFY(near(out.floor, 1.30 * 1.4826 * 10 * 7.5));
        QVERIFY(near(out.z_raw.value, -20 / 144.5535));
        CvdConfig config = byScale();
        config.mad_multiplier = 0;
        CvdSignal bare(config, true);
        bare.update(trade(0, 10));
        bare.update(trade(3 * kS, -20));
        out = bare.update(trade(6 * kS, 30));
        const double gf = 0.9659363289248456, gs = 0.9965402628278678;  // 2^-1/20, 2^-1/200
        const double tps = (gf * gf + gf) * 0.6931471805599453 / 60;
        const double wf = 0.3 * tps / 1.5;
        QVERIFY(near(out.scale, wf * (10 * gf + 20) / (gf + 1) + (1 - wf) * (10 * gs + 20) / (gs + 1)));
    }
    void scaleIsOneQuantumAtLeast() {
        CvdSignal signal(byScale(), false);
        signal.update({.t_ns = 0, .empty = true});
        const CvdOut out = signal.update(bar(kS, 3, 1));
        QCOMPARE(out.scale, 1.0);
        QCOMPARE(out.z_raw.value, 3.0);
    }
    void emptySamplesCountInTheMeanButNotInTheMedian() {
        CvdConfig config = byScale();
        CvdSignal signal(config, false);
        signal.update(bar(0, 10, 1'000'000));
        for (int i = 1; i <= 3; ++i) signal.update({.t_ns = 0, .empty = true});
        CvdOut out = signal.update(bar(0, 20, 1));
        QVERIFY(near(out.floor, 1.30 * 1.4826 * 10));  // of {10}, not of {10, 0, 0, 0}
        config.mad_multiplier = 0;
        CvdSignal bare(config, false);
        bare.update(bar(0, 10, 1'000'000));
        for (int i = 1; i <= 3; ++i) bare.update({.t_ns = 0, .empty = true});
        out = bare.update(bar(0, 20, 1));
        QVERIFY(near(out.scale, 2.5));                 // 10 over 4
    }
    void clipKeepsTheRawValueBeside() {
        CvdConfig config = byScale();
        config.winsor_limit = 1.9;
        CvdSignal signal(config, false);
        signal.update(bar(0, 1, 1'000));
        const CvdOut out = signal.update(bar(kS, -1'000, 1'000));
        QCOMPARE(out.z.value, -1.9);
        QVERIFY(out.z_raw.value < -100);
    }
    void extremeSizesStayFinite() {
        CvdSignal signal(byScale(), true);
        signal.update(trade(0, std::numeric_limits<std::int64_t>::max()));
        QVERIFY(std::isfinite(signal.update(trade(kS, std::numeric_limits<std::int64_t>::min())).z.value));
        QVERIFY(std::isfinite(signal.update(trade(std::numeric_limits<std::int64_t>::max() - 1, 1)).scale));
    }
    void scaleEqualsTheSlowFormulas() {
        Random random(test::seedOr(21));
        for (const bool per_trade : {true, false}) {
            CvdConfig config = byScale();
            config.mad_window = 40;
            config.soft_ms = config.hard_ms = 3'600'000;
            CvdSignal signal(config, per_trade);
            SlowScale slow;
            std::int64_t t = 1'700'000'000 * kS;
            for (int i = 0; i < 1'500; ++i) {
                t += static_cast<std::int64_t>(random.below(i % 100 == 0 ? 200'000 : 2'000)) * kNsPerMs;
                const bool empty = !per_trade && random.below(3) == 0;
                const auto size = empty ? 0 : static_cast<std::int64_t>(1 + random.below(1'000));
                const int trades = per_trade ? 1 : empty ? 0 : static_cast<int>(1 + random.below(20));
                const std::int64_t delta = random.below(2) == 0 ? size : -size;
                const CvdOut out = signal.update({.delta = delta, .t_ns = t, .trades = trades, .empty = empty});
                double floor = 0;
                const double scale = slow.scale(config, t, floor);
                QVERIFY2(near(out.scale, scale), qPrintable(QString::number(out.scale / scale - 1)));
                QVERIFY(near(out.floor, floor));
                if (i > 0) QVERIFY(near(out.z_raw.value, static_cast<double>(delta) / scale));
                slow.past.push_back({t, static_cast<long double>(size), static_cast<long double>(trades), empty});
            }
        }
    }
    void millisecondsSharedByTradesChangeNothingButTheirOrder() {
        CvdSignal a(byScale(), true), b(byScale(), true);
        for (int i = 0; i < 200; ++i) {
            const CvdOut same = a.update(trade(i / 5 * kS, 1 + i % 7));
            QCOMPARE(b.update(trade(i / 5 * kS, 1 + i % 7)).z_raw, same.z_raw);
        }
    }

    // --- freeze
    void silenceFreezes_data() {
        QTest::addColumn<qint64>("gap_ms");
        QTest::addColumn<int>("frozen");
        QTest::newRow("4000 ms is no silence") << qint64(4'000) << 0;
        QTest::newRow("a little more: this and the next") << qint64(4'001) << 2;
        QTest::newRow("5000 ms is soft still") << qint64(5'000) << 2;
        QTest::newRow("more: this and the next two") << qint64(5'001) << 3;
        QTest::newRow("an hour: the same") << qint64(3'600'000) << 3;
    }
    void silenceFreezes() {
        QFETCH(qint64, gap_ms);
        QFETCH(int, frozen);
        CvdSignal signal(byScale(), true);
        std::int64_t t = 0;
        for (int i = 0; i < 10; ++i) signal.update(trade(t += kS, 5));
        t += (gap_ms - 1'000) * kNsPerMs;
        for (int i = 0; i < 10; ++i) {
            const CvdOut out = signal.update(trade(t += kS, 5));
            QCOMPARE(out.z.reason, i < frozen ? Reason::Freeze : Reason::None);
            QCOMPARE(out.z_raw.has(), out.z.has());
        }
        QCOMPARE(signal.counters().frozen, static_cast<std::uint64_t>(frozen));
    }
    void barsDoNotFreeze() {
        CvdSignal signal(byScale(), false);
        for (int i = 0; i < 10; ++i) QCOMPARE(signal.update(bar(i * 60 * kS, 5, 1)).z.has(), i > 0);
    }
    void frozenTradesStillEnterTheStatistics() {
        CvdConfig never = byScale();
        never.soft_ms = never.hard_ms = 3'600'000;
        CvdSignal signal(byScale(), true), twin(never, true);
        std::int64_t t = 0;
        for (int i = 0; i < 100; ++i) {
            t += i % 10 == 0 ? 7 * kS : kS;
            const CvdOut a = signal.update(trade(t, 1 + i % 9)), b = twin.update(trade(t, 1 + i % 9));
            QCOMPARE(a.scale, b.scale);
            if (a.z.has()) QCOMPARE(a.z, b.z);
        }
        QCOMPARE(signal.counters().frozen, 27U);  // three after each of nine silences
    }

    // --- withheld, breaks
    void withheldValuesChangeNothing() {
        for (const CvdScale method : {CvdScale::Rank, CvdScale::Scale}) {
            CvdConfig config = byScale();
            config.z_method = method;
            CvdSignal signal(config, true), twin(config, true);
            for (int i = 0; i < 200; ++i) {
                const CvdInput in = trade(i * kS, i * 7 % 13 - 6);
                const CvdOut a = signal.update(in), b = twin.update(in);
                QCOMPARE(a.z, b.z);
                QCOMPARE(a.scale, b.scale);
                const CvdOut none = signal.update({.delta = 999, .level = 5, .t_ns = i * kS + 1, .trades = 9, .withheld = Reason::SideUnknown});
                QCOMPARE(none.z.reason, Reason::SideUnknown);
                QCOMPARE(none.z_raw.reason, Reason::SideUnknown);
                QCOMPARE(signal.ema(), twin.ema());
            }
            QCOMPARE(signal.withheld(Reason::SideUnknown), 200U);
        }
    }
    void clearedEqualsFresh() {
        Random random(test::seedOr(4));
        for (const CvdMode mode : {CvdMode::Delta, CvdMode::Level}) {
            for (const CvdScale method : {CvdScale::Rank, CvdScale::Scale}) {
                CvdConfig config;
                config.z_mode = mode;
                config.z_method = method;
                CvdSignal signal(config, true), fresh(config, true);
                const auto next = [&](std::int64_t t_ns) {
                    const auto v = static_cast<std::int64_t>(random.below(999)) - 500;
                    return CvdInput{.delta = v, .level = v * 3, .t_ns = t_ns, .trades = 1};
                };
                for (int i = 0; i < 400; ++i) signal.update(next(i * kS));
                signal.onBreak(/*clear_windows=*/false);
                QVERIFY(signal.update(next(400 * kS)).z.has());
                signal.onBreak(/*clear_windows=*/true);
                for (int i = 0; i < 400; ++i) {
                    const CvdInput in = next((9'000 + i * 2) * kS);
                    const CvdOut a = signal.update(in), b = fresh.update(in);
                    QCOMPARE(a.z, b.z);
                    QCOMPARE(a.z_raw, b.z_raw);
                    QCOMPARE(a.scale, b.scale);
                    QCOMPARE(signal.ema(), fresh.ema());
                }
            }
        }
    }

    // --- level
    void levelIsTheWinsorOfTheLevelsFromTheOldest() {
        Random random(test::seedOr(9));
        CvdConfig config;
        config.z_mode = CvdMode::Level;
        config.z_window = 50;
        CvdSignal signal(config, false), shifted(config, false);
        const OfiConfig ofi;
        std::deque<std::int64_t> history;
        std::int64_t level = 0;
        for (int i = 0; i < 2'000; ++i) {
            level += static_cast<std::int64_t>(random.below(2'001)) - 990;
            const CvdOut out = signal.update({.level = level, .t_ns = i * kS, .trades = 1});
            // A level of 4e18 is past what a double counts one by one: differences come first.
            QCOMPARE(shifted.update({.level = level + 4'000'000'000'000'000'000, .t_ns = i * kS, .trades = 1}).z, out.z);
            if (i >= 60) {
                QVERIFY(out.z.has());
                ZWindow slow(ZMethod::Winsor, 50, ofi.winsor_k, ofi.std_floor, config.winsor_limit);
                for (const std::int64_t h : history) slow.update(static_cast<double>(h - history.front()));
                QVERIFY(std::abs(slow.update(static_cast<double>(level - history.front())).value - out.z.value) < 1e-9);
            }
            history.push_back(level);
            if (history.size() > 50) history.pop_front();
        }
    }
    void levelOutOfReachIsAnOverflow() {
        CvdConfig config;
        config.z_mode = CvdMode::Level;
        CvdSignal signal(config, false);
        signal.update({.level = std::numeric_limits<std::int64_t>::min(), .trades = 1});
        QCOMPARE(signal.update({.level = 5, .trades = 1}).z.reason, Reason::Overflow);
    }
    void averageOfTheLevel() {
        CvdSignal signal(CvdConfig{}, true);
        signal.update({.delta = 5, .level = 100, .trades = 1});
        QCOMPARE(signal.ema(), 100.0);
        signal.update({.delta = -5, .level = 50, .trades = 1});
        QCOMPARE(signal.ema(), 0.2 * 50 + 0.8 * 100);
    }
    void refusesSettingsThatDoNotFit() {
        QVERIFY(validate(CvdConfig{}));
        CvdConfig config;
        config.scale_weight_fast = config.scale_weight_slow = 0;
        QCOMPARE(validate(config).error().code, Code::CfgConflict);
        config = {};
        config.hard_ms = config.soft_ms - 1;
        QCOMPARE(validate(config).error().code, Code::CfgConflict);
        config = {};
        config.tau_slow_s = config.tau_fast_s / 2;
        QCOMPARE(validate(config).error().code, Code::CfgConflict);
    }

    // --- sides that cannot be true
    void suspectSides_data() {
        QTest::addColumn<int>("buys");
        QTest::addColumn<qint64>("span_s");
        QTest::addColumn<bool>("suspect");
        QTest::newRow("98 % are not more than 98 %") << 490 << qint64(600) << false;
        QTest::newRow("491 of 500") << 491 << qint64(600) << true;
        QTest::newRow("2 % are not fewer than 2 %") << 10 << qint64(600) << false;
        QTest::newRow("9 of 500") << 9 << qint64(600) << true;
        QTest::newRow("all, but within less than ten minutes") << 500 << qint64(599) << false;
        QTest::newRow("none at all") << 0 << qint64(10'000) << true;
    }
    void suspectSides() {
        QFETCH(int, buys);
        QFETCH(qint64, span_s);
        QFETCH(bool, suspect);
        SideSuspect sides;
        for (int i = 0; i < 50; ++i) sides.onTrade(i % 2 != 0 ? Side::Buy : Side::Sell, 0);  // pushed out by what follows
        for (int i = 0; i < 500; ++i) {
            const std::int64_t t = span_s * kS * i / 499;
            if (i < 499) QVERIFY(i >= 450 || !sides.suspect());
            sides.onTrade(i < buys ? Side::Buy : Side::Sell, t);
            sides.onTrade(Side::Unknown, t);
        }
        QCOMPARE(sides.suspect(), suspect);
        QCOMPARE(sides.takeWarning(span_s * kS), suspect);
    }
    void warnsOnceAnHour() {
        SideSuspect sides;
        for (int i = 0; i < 499; ++i) QVERIFY(!sides.onTrade(Side::Buy, i * 10 * kS));
        QVERIFY(sides.onTrade(Side::Buy, 4'990 * kS));
        QVERIFY(sides.takeWarning(5'000 * kS));
        QVERIFY(!sides.takeWarning(5'000 * kS + 3'599 * kS));
        QVERIFY(sides.takeWarning(5'000 * kS + 3'600 * kS));
        for (int i = 0; i < 10; ++i) sides.onTrade(Side::Sell, 9'000 * kS);
        QVERIFY(!sides.suspect());
        QVERIFY(!sides.takeWarning(99'000 * kS));
    }
};

QTEST_GUILESS_MAIN(TestCvdSignal)
#include "tst_cvd_signal.moc"
