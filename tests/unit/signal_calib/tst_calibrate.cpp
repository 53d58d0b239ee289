// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "core/signal/calib/calibrate.h"
#include "core/signal/calibration.h"
#include "tests/unit/model/seed.h"
#include "tests/unit/signal_calib/planted.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::signal::calib;

namespace {

eval::EvaluateOptions quick() {
    eval::EvaluateOptions options;
    options.config.permutations = 400;
    options.config.bootstrap = 300;
    return options;
}

CalibrationResult calibrated(const eval::Study& study, const eval::EvaluateOptions& options = quick()) {
    const auto result = calibrate(study, options);
    if (!result) qFatal("calibrate failed: %s", result.error().detail.c_str());
    return *result;
}

}  // namespace

class TestCalibrate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reliabilityOfHandWorkedPredictions();
    void truePredictionsLieBelowTheNullQuantile();
    void wrongPredictionsLieAboveIt();
    void aPlantedSignalIsPublishedAndItsIntervalsCoverTheTruth();
    void noiseIsNeverPublished();
    void anInvertedSignalIsNotPublished();
    void fewEventsAreInsufficient();
    void aConstantEdgeHasNoSkillOverTheBaseRate();
    void tiesAreLeftOutAndTheirShareIsKept();
    void theSameSeedGivesTheSameResult();
    void nothingAtAllIsInsufficient();
};

void TestCalibrate::reliabilityOfHandWorkedPredictions() {
    // Ten bins of two: sorted by p each holds one hit and one miss at the same p.
    std::vector<Predicted> predicted;
    for (int b = 0; b < 10; ++b) {
        predicted.push_back({0.05 + 0.1 * b, true});
        predicted.push_back({0.05 + 0.1 * b, false});
    }
    const Reliability r = reliabilityOf(predicted, 1);
    QCOMPARE(r.points.size(), 10U);
    QCOMPARE(r.points[3].n, 2U);
    QVERIFY(std::abs(r.points[3].p_mean - 0.35) < 1e-9);
    QVERIFY(std::abs(r.points[3].rate - 0.5) < 1e-9);
    // |p - .5| is .45 .35 .25 .15 .05 twice: 2.5 / 10.
    QVERIFY(std::abs(r.ece - 0.25) < 1e-9);
    // Brier: mean of ((1-p)^2 + p^2)/2 = .25 + (p-.5)^2; mean of (p-.5)^2 is .0825.
    QVERIFY(std::abs(r.brier - 0.3325) < 1e-9);
    QVERIFY(std::isnan(reliabilityOf({}, 1).brier));
    QCOMPARE(reliabilityOf({{0.5, true}, {0.5, false}}, 1).points.size(), 2U);
}

void TestCalibrate::truePredictionsLieBelowTheNullQuantile() {
    const std::uint64_t seed = test::seedOr(0xca11);
    int below = 0;
    for (std::uint64_t run = 0; run < 40; ++run) {
        Random random(seed + run);
        std::vector<Predicted> predicted;
        for (int i = 0; i < 500; ++i) {
            const double p = 0.3 + 0.4 * random.uniform();
            predicted.push_back({p, random.uniform() < p});
        }
        const Reliability r = reliabilityOf(predicted, run);
        below += r.ece <= r.ece_null95;
    }
    QVERIFY2(below >= 33, qPrintable(QString::number(below)));  // 38 expected; 32 or fewer has p < .002
}

void TestCalibrate::wrongPredictionsLieAboveIt() {
    Random random(test::seedOr(0xca12));
    std::vector<Predicted> predicted;
    for (int i = 0; i < 2000; ++i) {
        const double p = 0.3 + 0.4 * random.uniform();
        predicted.push_back({p, random.uniform() < p - 0.1});
    }
    const Reliability r = reliabilityOf(predicted, 1);
    QVERIFY(r.ece > 0.07 && r.ece > r.ece_null95);
}

void TestCalibrate::aPlantedSignalIsPublishedAndItsIntervalsCoverTheTruth() {
    const std::uint64_t seed = test::seedOr(0xca13);
    const CalibrationResult result = calibrated(test::plantedStudy(seed, 8000, 0.35, 0.40));
    QCOMPARE(result.status, CalibrationStatus::Published);
    CalibrationData data;
    int blocks = 0, covered = 0;
    for (const HorizonResult& horizon : result.horizons) {
        QCOMPARE(horizon.file.status, CalibrationStatus::Published);
        QCOMPARE(horizon.file.n_ind, 8000U);
        QCOMPARE(horizon.folds, 5);
        QVERIFY(horizon.file.spearman_corr > 0.06 && horizon.file.spearman_p < 0.01);
        QVERIFY(horizon.file.brier_skill > 0 && horizon.skill_gain.lo > 0);
        // The null quantile is of predictions that are true; those of a fold carry the error of a fit on less data.
        QVERIFY(horizon.file.ece <= 1.6 * horizon.file.ece_null95);
        QVERIFY(horizon.file.monotonic());
        for (const CalibrationBlock& block : horizon.file.blocks) {
            ++blocks;
            covered += block.ci_low <= 0.35 + 0.40 * block.score_mean / 100 && 0.35 + 0.40 * block.score_mean / 100 <= block.ci_high;
        }
        data.horizons.push_back(horizon.file);
    }
    QVERIFY2(covered >= blocks - 3, qPrintable(QStringLiteral("%1 of %2").arg(covered).arg(blocks)));
    // Scores are uniform: the tenths of the events are tenths of 35..100.
    const Calibration calibration(data);
    for (int bin = 0; bin < 10; ++bin) {
        const double score = 35 + 6.5 * (bin + 0.5), q = 0.35 + 0.40 * score / 100;
        const Probability p = calibration.lookup(score, 20);
        QVERIFY2(std::abs(p.value - q) <= 0.06, qPrintable(QStringLiteral("%1: %2, not %3").arg(score).arg(p.value).arg(q)));
    }
}

void TestCalibrate::noiseIsNeverPublished() {
    const std::uint64_t seed = test::seedOr(0xca14);
    int published = 0;
    for (std::uint64_t run = 0; run < 20; ++run) {
        const CalibrationResult result = calibrated(test::plantedStudy(seed + run, 800, 0.5, 0));
        published += result.status == CalibrationStatus::Published;
        for (const HorizonResult& horizon : result.horizons)
            QVERIFY((horizon.file.status == CalibrationStatus::Published) == !horizon.file.blocks.empty());
    }
    QVERIFY2(published <= 2, qPrintable(QString::number(published)));
}

void TestCalibrate::anInvertedSignalIsNotPublished() {
    const CalibrationResult result = calibrated(test::plantedStudy(test::seedOr(0xca15), 3000, 0.65, -0.40));
    QCOMPARE(result.status, CalibrationStatus::NotSignificant);
    QVERIFY(result.horizons[1].file.spearman_corr < 0);
    QVERIFY(result.horizons[1].file.blocks.empty() && !result.horizons[1].fitted.empty());
}

void TestCalibrate::fewEventsAreInsufficient() {
    const CalibrationResult result = calibrated(test::plantedStudy(test::seedOr(0xca16), 150, 0.1, 0.9));
    QCOMPARE(result.status, CalibrationStatus::Insufficient);
    QVERIFY(result.horizons[0].why.find("150 of 200") == 0);
    QVERIFY(result.horizons[0].file.blocks.empty());
}

void TestCalibrate::aConstantEdgeHasNoSkillOverTheBaseRate() {
    const CalibrationResult result = calibrated(test::plantedStudy(test::seedOr(0xca17), 3000, 0.65, 0));
    QVERIFY(result.horizons[1].file.brier_skill < 0.005);
    QVERIFY(result.status != CalibrationStatus::Published);
}

void TestCalibrate::tiesAreLeftOutAndTheirShareIsKept() {
    eval::Study study = test::plantedStudy(test::seedOr(0xca18), 400, 0.5, 0);
    for (std::size_t i = 0; i < study.samples.size(); ++i) {  // each other event has 21 equal prices
        const std::size_t event = i / 25;
        if (event % 2 == 0 && event > 0) study.samples[i].price2 = study.samples[event * 25].price2;
    }
    const CalibrationResult result = calibrated(study);
    QCOMPARE(result.horizons[1].file.n, 200U);
    QCOMPARE(result.horizons[1].file.tie_share, 0.5);
}

void TestCalibrate::theSameSeedGivesTheSameResult() {
    const eval::Study study = test::plantedStudy(test::seedOr(0xca19), 600, 0.35, 0.4);
    const CalibrationResult a = calibrated(study), b = calibrated(study);
    for (std::size_t h = 0; h < 2; ++h) {
        QVERIFY(a.horizons[h].file == b.horizons[h].file);
        QVERIFY(a.horizons[h].reliability == b.horizons[h].reliability);
        QCOMPARE(a.horizons[h].skill_gain.lo, b.horizons[h].skill_gain.lo);
    }
}

void TestCalibrate::nothingAtAllIsInsufficient() {
    const CalibrationResult result = calibrated(eval::Study{});
    QCOMPARE(result.status, CalibrationStatus::Insufficient);
    QCOMPARE(result.horizons.size(), 2U);
    QCOMPARE(result.horizons[0].file.n_ind, 0U);
}

QTEST_GUILESS_MAIN(TestCalibrate)
#include "tst_calibrate.moc"
