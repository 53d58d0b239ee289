// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/model/assert.h"
#include "core/model/random.h"
#include "core/signal/eval/statistics.h"

using namespace bw;
using namespace bw::signal::eval;

namespace {
bool near(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}
}  // namespace

// Every number here was worked out by hand or with exact fractions.
class TestStatistics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wilsonOfTenOfSeventeen() {
        const Interval w = wilson95(10, 17);
        QVERIFY(near(w.lo, 0.3601, 5e-5) && near(w.hi, 0.7839, 5e-5));
        QVERIFY(near(w.lo, 0.36005442642999785, 1e-9) && near(w.hi, 0.7838894320978519, 1e-9));
    }
    void wilsonAtTheEdges() {
        QCOMPARE(wilson95(0, 10).lo, 0.0);
        QVERIFY(near(wilson95(0, 10).hi, 0.2775327998628892, 1e-9));
        QVERIFY(near(wilson95(10, 10).lo, 0.7224672001371106, 1e-9));
        QCOMPARE(wilson95(10, 10).hi, 1.0);
        QVERIFY(std::isnan(wilson95(0, 0).lo) && std::isnan(wilson95(0, 0).hi));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)wilson95(2, 1));
    }
    void binomialIsExactAndOneSided() {
        QVERIFY(near(binomialUpper(10, 17, 0.5), 0.3145294189453125, 1e-9));
        QVERIFY(near(binomialUpper(60, 100, 0.5), 0.028443966820490395, 1e-9));
        QVERIFY(near(binomialUpper(2, 2, 0.25), 0.0625, 1e-12));
        QVERIFY(near(binomialUpper(1, 2, 0.25), 1 - 0.5625, 1e-12));
        QCOMPARE(binomialUpper(0, 5, 0.5), 1.0);
        QCOMPARE(binomialUpper(0, 0, 0.5), 1.0);
    }
    void fisherIsExactAndOneSided() {
        QVERIFY(near(fisherUpper(3, 1, 1, 3), 17.0 / 70, 1e-9));  // the lady and the tea, three of four
        QVERIFY(near(fisherUpper(60, 40, 50, 50), 0.10035380006799038, 1e-9));
        QVERIFY(near(fisherUpper(10, 7, 40, 43), 0.297731341059794, 1e-9));
        QVERIFY(near(fisherUpper(12, 0, 0, 9) / 3.4021705848331236e-06, 1, 1e-9));
        QCOMPARE(fisherUpper(0, 5, 3, 2), 1.0);
        QCOMPARE(fisherUpper(0, 0, 3, 2), 1.0);
        QCOMPARE(fisherUpper(4, 0, 5, 0), 1.0);
    }
    void fisherHoldsForLargeTables() {
        // Against the normal law of the same table, which is close at this size.
        const double p = fisherUpper(50500, 49500, 50000, 50000);
        const double z =
            (50500 - 50250 - 0.5) / std::sqrt(100000.0 * 100000 * 100500 * 99500 / (200000.0 * 200000 * 199999));
        QVERIFY(near(p, 0.5 * std::erfc(z / std::sqrt(2.0)), 1e-4));
    }
    void midranksShareTheMeanOfTheirPlaces() {
        const std::array<double, 5> x = {7, 1, 7, 3, 7};
        QCOMPARE(midranks2(x), (std::vector<std::int64_t>{8, 2, 8, 4, 8}));
        const std::array<double, 1> bad = {std::nan("")};
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)midranks2(bad));
    }
    void spearmanByHand() {
        const std::array<double, 5> x = {1, 2, 3, 4, 5}, y = {2, 1, 4, 3, 5};
        QVERIFY(near(spearman(x, y), 0.8, 1e-12));  // 1 - 6 * 4 / (5 * 24)
        QVERIFY(near(spearmanP(x, y, 1, 100), 8.0 / 120, 1e-12));
        const std::array<double, 4> tx = {1, 2, 2, 4}, ty = {1, 3, 2, 4};
        QVERIFY(near(spearman(tx, ty), 4.5 / std::sqrt(4.5 * 5), 1e-12));
        QVERIFY(near(spearmanP(tx, ty, 1, 100), 2.0 / 24, 1e-12));
        const std::array<double, 4> flat = {1, 1, 1, 1};
        QVERIFY(std::isnan(spearman(tx, flat)) && std::isnan(spearmanP(tx, flat, 1, 100)));
        QVERIFY(std::isnan(spearman({}, {})));
    }
    void spearmanByPermutationAgreesWithStudentsT() {
        const std::array<double, 12> x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                                     y = {7, 2, 9, 1, 5, 12, 3, 8, 4, 11, 6, 10};
        const double rho = spearman(x, y);
        QVERIFY(near(rho, 1 - 6.0 * 188 / (12 * 143), 1e-12));
        const double t = rho * std::sqrt(10 / (1 - rho * rho));
        const double p = spearmanP(x, y, 5, 20000);
        // Student's t with 10 degrees of freedom, by Simpson's rule.
        double tail = 0;
        const double step = (60 - t) / 6000;
        const auto density = [](double v) { return 0.389108383966031 * std::pow(1 + v * v / 10, -5.5); };
        for (int i = 0; i < 6000; i += 2)
            tail += step / 3 * (density(t + i * step) + 4 * density(t + (i + 1) * step) + density(t + (i + 2) * step));
        QVERIFY2(near(p, tail, 0.02), qPrintable(QStringLiteral("%1 %2").arg(p).arg(tail)));
        QCOMPARE(spearmanP(x, y, 5, 20000), p);  // same seed, same figure
    }
    void perfectOrderHasTheSmallestP() {
        std::vector<double> x(40);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
        QCOMPARE(spearman(x, x), 1.0);
        QCOMPARE(spearmanP(x, x, 1, 999), 1.0 / 1000);
    }
    void benjaminiHochbergByHand() {
        const std::array<double, 4> p = {0.01, 0.04, 0.03, 0.20};
        const std::vector<double> q = benjaminiHochberg(p);
        const std::array<double, 4> expected = {0.04, 0.16 / 3, 0.16 / 3, 0.20};
        for (std::size_t i = 0; i < q.size(); ++i) QVERIFY(near(q[i], expected[i], 1e-12));
        QCOMPARE(benjaminiHochberg({}).size(), std::size_t{0});
        const std::array<double, 2> high = {0.9, 1.0};
        QVERIFY(near(benjaminiHochberg(high)[0], 1.0, 1e-12));
    }
    void bootstrapCoversTheMeanAndIsSeeded() {
        std::vector<double> x(1000);
        int covered = 0;
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            Random random(seed);
            for (double& v : x) v = random.uniform();
            const Interval i = movingBlockBootstrapMean(x, 400, seed);
            QVERIFY(i.lo <= mean(x) && mean(x) <= i.hi);
            covered += i.lo <= 0.5 && 0.5 <= i.hi;
        }
        QVERIFY2(covered >= 85, qPrintable(QString::number(covered)));
        const Interval a = movingBlockBootstrapMean(x, 400, 3), b = movingBlockBootstrapMean(x, 400, 3);
        QCOMPARE(a.lo, b.lo);
        QCOMPARE(a.hi, b.hi);
        const std::array<double, 1> one = {4};
        QCOMPARE(movingBlockBootstrapMean(one, 100, 1).lo, 4.0);
        QVERIFY(std::isnan(movingBlockBootstrapMean({}, 100, 1).lo));
    }
    void bootstrapBlocksWidenTheIntervalOfADependentSeries() {
        std::vector<double> x(1000);  // runs of ten equal values: blocks of ten see them, single draws do not
        Random random(9);
        for (std::size_t i = 0; i < x.size(); i += 10)
            std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(i), 10, random.uniform());
        std::vector<double> shuffled = x;
        for (std::size_t i = shuffled.size() - 1; i > 0; --i) std::swap(shuffled[i], shuffled[random.below(i + 1)]);
        const Interval dependent = movingBlockBootstrapMean(x, 1000, 1),
                       free = movingBlockBootstrapMean(shuffled, 1000, 1);
        QVERIFY(dependent.hi - dependent.lo > 1.8 * (free.hi - free.lo));
    }
    void smallestDetectableAccuracy() {
        QVERIFY(near(minDetectable(100), 0.6243, 1e-12));
        QCOMPARE(minDetectable(4), 1.0);
        QVERIFY(std::isnan(minDetectable(0)));
    }
    void kolmogorovSmirnov() {
        std::vector<double> even(200), low(200);
        for (std::size_t i = 0; i < even.size(); ++i) {
            even[i] = (static_cast<double>(i) + 0.5) / 200;
            low[i] = even[i] * even[i];
        }
        QCOMPARE(ksUniformP(even), 1.0);
        QVERIFY(ksUniformP(low) < 1e-6);
        // D = 0.1 at n = 100: lambda = 10.131 * 0.1 = 1.0131, Q = 2 (e^-2.05274 - e^-8.21097 + ...).
        std::vector<double> shifted(100);
        for (std::size_t i = 0; i < shifted.size(); ++i) shifted[i] = std::min(1.0, static_cast<double>(i) / 100 + 0.1);
        QVERIFY(near(ksUniformP(shifted), 0.25622, 2e-4));
    }
    void quantilesAndMeans() {
        const std::array<double, 5> x = {1, 2, 3, 4, 10};
        QCOMPARE(mean(x), 4.0);
        QCOMPARE(quantileSorted(x, 0.5), 3.0);
        QCOMPARE(quantileSorted(x, 0.9), 7.6);
        QCOMPARE(quantileSorted(x, 1.0), 10.0);
        QVERIFY(std::isnan(mean({})) && std::isnan(quantileSorted({}, 0.5)) && std::isnan(share(0, 0)));
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
