// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/model/random.h"
#include "core/signal/calib/pava.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal::calib;

namespace {

std::vector<PavaBlock> points(const std::vector<double>& means, const std::vector<double>& weights = {}) {
    std::vector<PavaBlock> blocks;
    for (std::size_t i = 0; i < means.size(); ++i) {
        const auto score = static_cast<double>(i + 1);
        blocks.push_back({score, score, score, weights.empty() ? 1.0 : weights[i], means[i], i, 1});
    }
    return blocks;
}

/// The fit at each input place.
std::vector<double> spread(const std::vector<PavaBlock>& blocks) {
    std::vector<double> values;
    for (const PavaBlock& block : blocks) values.insert(values.end(), block.count, block.mean);
    return values;
}

void compare(const std::vector<double>& got, const std::vector<double>& want) {
    QCOMPARE(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i)
        QVERIFY2(std::abs(got[i] - want[i]) < 1e-9, qPrintable(QStringLiteral("%1: %2").arg(i).arg(got[i])));
}

/// min over right ends of max over left ends of the weighted mean: isotonic regression told another way.
std::vector<double> minMax(const std::vector<double>& y, const std::vector<double>& w) {
    std::vector<double> fit;
    for (std::size_t i = 0; i < y.size(); ++i) {
        double best = -1e300;
        for (std::size_t l = 0; l <= i; ++l) {
            double least = 1e300;
            for (std::size_t r = i; r < y.size(); ++r) {
                double sum = 0, weight = 0;
                for (std::size_t k = l; k <= r; ++k) {
                    sum += y[k] * w[k];
                    weight += w[k];
                }
                least = std::min(least, sum / weight);
            }
            best = std::max(best, least);
        }
        fit.push_back(best);
    }
    return fit;
}

}  // namespace

class TestPava : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handWorkedVectors();
    void weightsCount();
    void equalScoresArePooledFirst();
    void smallBlocksJoinTheNeighbourWithTheNearerMean();
    void theFitEqualsTheMinMaxFormula();
    void noiseGivesFewBlocksAndEachIsLargeEnough();
    void theValueIsLinearBetweenBlocks();
};

void TestPava::handWorkedVectors() {
    compare(spread(pava(points({1, 2, 3}))), {1, 2, 3});
    compare(spread(pava(points({3, 2, 1}))), {2, 2, 2});
    compare(spread(pava(points({1, 3, 2, 4, 3.5, 5}))), {1, 2.5, 2.5, 3.75, 3.75, 5});
    compare(spread(pava(points({4, 5, 1, 6, 8, 7}))), {10.0 / 3, 10.0 / 3, 10.0 / 3, 6, 7.5, 7.5});
    compare(spread(pava(points({1, 1, 1}))), {1, 1, 1});
    QCOMPARE(pava(points({1, 1, 1})).size(), 1U);
    QVERIFY(pava({}).empty());
}

void TestPava::weightsCount() {
    const auto fit = pava(points({0.6, 0.2, 0.9}, {1, 3, 2}));
    compare(spread(fit), {0.3, 0.3, 0.9});
    QVERIFY(std::abs(fit[0].score_mean - 1.75) < 1e-9);
    QCOMPARE(fit[0].score_min, 1.0);
    QCOMPARE(fit[0].score_max, 2.0);
    QCOMPARE(fit[0].weight, 4.0);
}

void TestPava::equalScoresArePooledFirst() {
    const auto blocks = poolEqualScores({{40, 1}, {40, 0}, {40, 0}, {50, 1}, {60, 0}, {60, 1}});
    QCOMPARE(blocks.size(), 3U);
    compare({blocks[0].mean, blocks[1].mean, blocks[2].mean}, {1.0 / 3, 1, 0.5});
    QCOMPARE(blocks[2].first, 4U);
    QCOMPARE(blocks[2].count, 2U);
    compare(spread(pava(blocks)), {1.0 / 3, 1.0 / 3, 1.0 / 3, 2.0 / 3, 2.0 / 3, 2.0 / 3});
}

void TestPava::smallBlocksJoinTheNeighbourWithTheNearerMean() {
    auto blocks = joinSmall(points({0.1, 0.4, 0.5}, {30, 5, 30}), 20);  // nearer to .5
    QCOMPARE(blocks.size(), 2U);
    QVERIFY(std::abs(blocks[1].mean - 17.0 / 35) < 1e-9);
    blocks = joinSmall(points({0.25, 0.5, 0.75}, {30, 5, 30}), 20);     // equal: the lower one
    QCOMPARE(blocks.size(), 2U);
    QVERIFY(std::abs(blocks[0].mean - 10.0 / 35) < 1e-9);
    blocks = joinSmall(points({0.1, 0.2, 0.9}, {5, 5, 30}), 20);        // together still too small
    QCOMPARE(blocks.size(), 1U);
    QVERIFY(std::abs(blocks[0].mean - 28.5 / 40) < 1e-9);
    QCOMPARE(joinSmall(points({0.1}, {5}), 20).size(), 1U);
    blocks = joinSmall(points({0.1, 0.2, 0.3}, {30, 30, 5}), 20);
    QCOMPARE(blocks.size(), 2U);
    QCOMPARE(blocks[1].count, 2U);
}

void TestPava::theFitEqualsTheMinMaxFormula() {
    Random random(test::seedOr(0x9a7a));
    for (int run = 0; run < 300; ++run) {
        std::vector<double> y, w;
        const std::uint64_t n = 1 + random.below(12);
        for (std::uint64_t i = 0; i < n; ++i) {
            y.push_back(static_cast<double>(random.below(10)) / 10);
            w.push_back(static_cast<double>(1 + random.below(5)));
        }
        compare(spread(pava(points(y, w))), minMax(y, w));
    }
}

void TestPava::noiseGivesFewBlocksAndEachIsLargeEnough() {
    Random random(test::seedOr(0x9a7b));
    std::vector<Observation> observations;
    for (int i = 0; i < 5000; ++i) observations.push_back({static_cast<double>(i) / 50, random.below(2) == 0 ? 0.0 : 1.0});
    const auto fit = fitCalibration(observations);
    std::size_t members = 0;
    for (std::size_t i = 0; i < fit.size(); ++i) {
        QVERIFY(fit[i].weight >= 100);  // n/50
        QVERIFY(fit[i].first == members);
        QVERIFY(i == 0 || fit[i - 1].mean < fit[i].mean);
        members += fit[i].count;
    }
    QCOMPARE(members, observations.size());
    QVERIFY(fitCalibration({}).empty());
}

void TestPava::theValueIsLinearBetweenBlocks() {
    const auto blocks = points({0.4, 0.6});  // at scores 1 and 2
    compare({valueAt(blocks, 0), valueAt(blocks, 1), valueAt(blocks, 1.25), valueAt(blocks, 2), valueAt(blocks, 9)},
            {0.4, 0.4, 0.45, 0.6, 0.6});
    QVERIFY(std::isnan(valueAt({}, 1)));
}

QTEST_GUILESS_MAIN(TestPava)
#include "tst_pava.moc"
