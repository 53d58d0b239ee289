// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <deque>
#include <limits>
#include <vector>

#include "core/model/random.h"
#include "core/signal/half_life.h"
#include "core/signal/normal_quantile.h"
#include "core/signal/z_window.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

double medianOf(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    const std::size_t half = v.size() / 2;
    return v.size() % 2 != 0 ? v[half] : (v[half - 1] + v[half]) / 2;
}
/// The formulas of the specification word by word, over plain copies.
double slowRank(const std::deque<double>& window, double x) {
    if (x == 0) return 0;
    int less = 0, less_or_equal = 0;
    for (const double h : window) {
        less += std::abs(h) < std::abs(x);
        less_or_equal += std::abs(h) <= std::abs(x);
    }
    const double f = (less + less_or_equal + 1) / (2.0 * (static_cast<double>(window.size()) + 1));
    const double z = boost::math::quantile(boost::math::normal(), (1 + f) / 2);
    return std::copysign(std::round(z * 1e6) / 1e6, x);
}
double slowWinsor(const std::deque<double>& window, double x, double k, double floor) {
    const std::vector<double> h(window.begin(), window.end());
    const auto count = static_cast<long double>(h.size());
    const double m = medianOf(h);
    std::vector<double> deviations;
    for (const double v : h) deviations.push_back(std::abs(v - m));
    long double s = static_cast<long double>(1.4826) * medianOf(deviations), sum = 0;
    for (const double d : deviations) sum += d;
    if (s == 0) s = static_cast<long double>(1.2533) * (sum / count);
    if (s == 0) return 0;
    const auto c = [&](long double v) { return std::clamp(v, m - k * s, m + k * s); };
    sum = 0;
    for (const double v : h) sum += c(v);
    const long double mean = sum / count;
    long double squares = 0;
    for (const double v : h) squares += (c(v) - mean) * (c(v) - mean);
    const long double sd = std::sqrt(squares / (count - 1));
    return static_cast<double>((c(x) - mean) / std::max(sd, static_cast<long double>(floor)));
}

/// Kinds of flow: heavy tails, whole numbers with many ties, mostly zeros, large level with small steps.
double draw(Random& random, int kind, double& level) {
    const double u = random.uniform() - 0.5;
    switch (kind) {
        case 0: return u / (0.01 + random.uniform() * random.uniform());
        case 1: return static_cast<double>(random.below(9)) - 4;
        case 2: return random.below(5) == 0 ? static_cast<double>(random.below(100)) - 50 : 0;
        default: return level += std::round(u * 40);
    }
}
ZWindow rank(int window) {
    return {ZMethod::Rank, window, 3, 0, kInf};
}
ZWindow winsor(int window, double k, double floor = 0) {
    return {ZMethod::Winsor, window, k, floor, kInf};
}

}  // namespace

class TestZWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halfPowIsAPowerOfTwo() {
        QCOMPARE(halfPow(0), 1.0);
        QCOMPARE(halfPow(-1), 1.0);
        QCOMPARE(halfPow(std::numeric_limits<double>::quiet_NaN()), 1.0);
        QVERIFY(std::abs(halfPow(1) - 0.5) < 1e-14);
        QVERIFY(std::abs(halfPow(10) - 1.0 / 1'024) < 1e-17);
        QVERIFY(std::abs(halfPow(0.5) - 0.7071067811865476) < 1e-14);
        QCOMPARE(halfPow(1'022), 0.0);
        QCOMPARE(halfPow(1e300), 0.0);
    }
    void halfPowErrorIsBelowOneInABillionEverywhere() {
        double worst = 0;
        for (int i = 0; i <= 400'000; ++i) {
            const double x = i < 300'000 ? i * 1e-5 : 3 + (i - 300'000) * 0.0101;
            const auto truth = static_cast<double>(std::exp2(-static_cast<long double>(x)));
            worst = std::max(worst, std::abs(halfPow(x) / truth - 1));
        }
        qInfo("worst relative error %.2g", worst);
        QVERIFY(worst <= 1e-13);  // 1e-9 is asked for
    }
    void quantileIsThatOfTheNormalDistribution() {
        double worst = 0;
        for (int i = 1; i <= 20'000; ++i) {
            const double tail = i / 40'000.0;
            const double truth = boost::math::quantile(boost::math::complement(boost::math::normal(), tail));
            worst = std::max(worst, std::abs(normalUpperQuantile(tail) - truth));
        }
        for (double tail = 1e-9; tail < 1e-4; tail *= 1.7) {
            const double truth = boost::math::quantile(boost::math::complement(boost::math::normal(), tail));
            worst = std::max(worst, std::abs(normalUpperQuantile(tail) - truth));
        }
        qInfo("worst error %.2g", worst);
        QVERIFY(worst <= 1e-12);
    }

    void nullUntilMaxOfThirtyAndAFifth_data() {
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("need");
        QTest::newRow("a fifth of 300") << 300 << 60;
        QTest::newRow("thirty at least") << 100 << 30;
        QTest::newRow("also where the window is shorter") << 20 << 30;
        QTest::newRow("a fifth of 512") << 512 << 102;
    }
    void nullUntilMaxOfThirtyAndAFifth() {
        QFETCH(int, window);
        QFETCH(int, need);
        ZWindow z = rank(window);
        QCOMPARE(z.warmupNeed(), need);
        for (int i = 0; i < need; ++i) QCOMPARE(z.update(i).reason, Reason::Warmup);
        QVERIFY(z.update(1).has());
        QCOMPARE(z.size(), std::min(need + 1, window));
    }

    /// Window |h| = 1..30 with changing signs, n = 30, so F = k/62.
    void rankByHand_data() {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("z");
        QTest::newRow("15 below, 15 at most: k = 31, F = 1/2, Phi^-1(.75)") << 15.5 << 0.674490;
        QTest::newRow("the sign goes with it") << -15.5 << -0.674490;
        QTest::newRow("above all: k = 61") << 1e9 << 2.405983;
        QTest::newRow("below all: k = 1") << -0.5 << -0.020216;
        QTest::newRow("a tie counts half: 9 below, 10 at most, k = 20") << 10.0 << 0.415987;
        QTest::newRow("zero is zero") << 0.0 << 0.0;
    }
    void rankByHand() {
        QFETCH(double, x);
        ZWindow z = rank(30);
        for (int i = 1; i <= 30; ++i) z.update(i % 2 != 0 ? i : -i);
        const Stat got = z.update(x);
        QVERIFY(got.has());
        QTEST(got.value, "z");
    }
    void rankIsBoundedAndClipped() {
        ZWindow z = rank(300);
        for (int i = 0; i < 300; ++i) z.update(1);
        QCOMPARE(z.update(5).value, 3.144954);  // k = 601 of 602: Phi^-1(1203/1204)
        ZWindow clipped(ZMethod::Rank, 300, 3, 0, 2.5);
        for (int i = 0; i < 300; ++i) clipped.update(1);
        QCOMPARE(clipped.update(-5).value, -2.5);
    }
    void rankKnowsNoUnitAndNoSign() {
        Random random(test::seedOr(3));
        ZWindow z = rank(100), scaled = rank(100), mirrored = rank(100);
        for (int i = 0; i < 1'000; ++i) {
            const double x = random.uniform() - 0.5;
            const Stat got = z.update(x), mirror = mirrored.update(-x);
            QCOMPARE(scaled.update(x * 1'024), got);
            QCOMPARE(mirror.reason, got.reason);
            QCOMPARE(mirror.value, -got.value);
        }
    }

    /// h = 1..30: m = 15.5, MAD = 7.5, s = 11.1195. k = 1 clamps 1..4 and 27..30 to m -+ 11.1195; what is inside are the
    /// deviations .5 .. 10.5 twice each, squares 885.5; mean stays m.
    void winsorByHand() {
        const double sd = std::sqrt((885.5 + 8 * 11.1195 * 11.1195) / 29);
        for (const auto& [x, c] : {std::pair{20.0, 4.5}, {100.0, 11.1195}, {-100.0, -11.1195}, {15.5, 0.0}}) {
            ZWindow z = winsor(30, 1);
            for (int i = 1; i <= 30; ++i) z.update(i * 7 % 31);
            const Stat got = z.update(x);
            QVERIFY(got.has());
            QVERIFY2(std::abs(got.value - c / sd) < 1e-12, qPrintable(QString::number(got.value, 'g', 17)));
        }
        QVERIFY(std::abs(4.5 / sd - 0.55970) < 1e-5);
    }
    /// 20 zeros and 10 threes: m = 0, MAD = 0, so s = 1.2533 * mean|h| = 1.2533; mean 1, sd = sqrt((10*4 + 20*1)/29).
    void winsorTakesTheMeanDeviationWhereMostAreEqual() {
        ZWindow z = winsor(30, 3);
        for (int i = 0; i < 30; ++i) z.update(i % 3 == 0 ? 3 : 0);
        QVERIFY(std::abs(z.update(3).value - 2 / std::sqrt(60.0 / 29)) < 1e-12);
        QCOMPARE(z.scaleZeros(), 0U);
    }
    void winsorOfOneValueIsZeroAndCounted() {
        ZWindow z = winsor(30, 3);
        for (int i = 0; i < 30; ++i) z.update(7);
        QCOMPARE(z.update(9), Stat::of(0));
        QCOMPARE(z.scaleZeros(), 1U);
        QVERIFY(z.update(9).value > 0);  // the 9 before counts now
    }
    void winsorNeverDividesByLessThanTheFloor() {
        ZWindow z = winsor(30, 10, 100);
        for (int i = 0; i < 30; ++i) z.update(i % 2);  // mean 1/2, sd about 1/2
        QVERIFY(std::abs(z.update(1).value - 0.5 / 100) < 1e-12);
    }

    void whatIsNotFiniteChangesNothing() {
        ZWindow z = rank(30), twin = rank(30);
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(z.update(i * 13 % 29), twin.update(i * 13 % 29));
            QCOMPARE(z.update(std::numeric_limits<double>::quiet_NaN()).reason, Reason::InvalidInput);
            QCOMPARE(z.update(-kInf).reason, Reason::InvalidInput);
            QCOMPARE(z.update(1e200).reason, Reason::InvalidInput);
        }
    }
    void extremesStayFinite() {
        ZWindow z = winsor(30, 10);
        for (int i = 0; i < 200; ++i) {
            const Stat got = z.update(i % 3 == 0 ? 1e150 : i % 3 == 1 ? -1e150 : 1e-300);
            QVERIFY(std::isfinite(got.value));
        }
    }
    void clearedEqualsFresh() {
        Random random(test::seedOr(5));
        for (const ZMethod method : {ZMethod::Rank, ZMethod::Winsor}) {
            ZWindow z(method, 77, 3, 1e-4, 5), fresh(method, 77, 3, 1e-4, 5);
            for (int i = 0; i < 500; ++i) z.update(random.uniform());
            z.clear();
            QCOMPARE(z.size(), 0);
            for (int i = 0; i < 500; ++i) {
                const double x = random.uniform() - 0.3;
                QCOMPARE(z.update(x), fresh.update(x));
            }
        }
    }
    void equalsTheSlowFormulas_data() {
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("kind");
        for (const int window : {20, 31, 60, 300, 512})
            for (int kind = 0; kind < 4; ++kind) QTest::addRow("window %d, kind %d", window, kind) << window << kind;
    }
    void equalsTheSlowFormulas() {
        QFETCH(int, window);
        QFETCH(int, kind);
        Random random(test::seedOr(7 + static_cast<std::uint64_t>(window * 4 + kind)));
        ZWindow by_rank = rank(window), by_winsor = winsor(window, 3, 1e-4), tight = winsor(window, 1, 0);
        std::deque<double> history;
        double level = 1e9;
        for (int i = 0; i < 1'500; ++i) {
            const double x = draw(random, kind, level);
            const Stat r = by_rank.update(x), w = by_winsor.update(x), t = tight.update(x);
            QCOMPARE(r.has(), i >= by_rank.warmupNeed());
            if (r.has()) {
                QVERIFY(std::abs(r.value - slowRank(history, x)) <= 1e-9);
                QVERIFY(std::abs(w.value - slowWinsor(history, x, 3, 1e-4)) <= 1e-9);
                QVERIFY(std::abs(t.value - slowWinsor(history, x, 1, 0)) <= 1e-9);
            }
            history.push_back(x);
            if (history.size() > static_cast<std::size_t>(window)) history.pop_front();
        }
    }
    void rankCallsTheTopFewPercentWhateverTheDistribution() {
        Random random(test::seedOr(11));
        for (int kind : {0, 3}) {
            ZWindow z = rank(300);
            double level = 0;
            int n = 0, gt2 = 0, gt3 = 0;
            for (int i = 0; i < 40'000; ++i) {
                const double before = level, drawn = draw(random, kind, level);
                const Stat got = z.update(kind == 3 ? drawn - before + random.uniform() : drawn);
                if (!got.has()) continue;
                ++n;
                gt2 += std::abs(got.value) > 2;
                gt3 += std::abs(got.value) > 3;
            }
            const double share = static_cast<double>(gt2) / n;
            QVERIFY2(share > 0.04 && share < 0.052, qPrintable(QString::number(share)));
            QVERIFY(static_cast<double>(gt3) / n <= 0.01);
        }
    }
};

QTEST_GUILESS_MAIN(TestZWindow)
#include "tst_z_window.moc"
