// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/signal/calib/calibrate.h"
#include "core/signal/calibration.h"
#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

/// What a calibration says of markets whose probabilities are known.
class TestCalibrationTruth : public QObject {
    Q_OBJECT
    static calib::CalibrationResult calibrated(const eval::Study& study) {
        const auto result = calib::calibrate(study, quick());
        if (!result) qFatal("calibrate: %s", result.error().detail.c_str());
        return *result;
    }

    static void planted(std::uint64_t runs, std::uint64_t published_least) {
        const std::uint64_t seed = seedOr(1);
        std::uint64_t published = 0, ece_below = 0, bins = 0, bins_near = 0, covered = 0, scores = 0;
        for (std::uint64_t run = 0; run < runs; ++run) {
            const eval::Study study = simStudy("planted", seed + run, 500'000);
            const calib::CalibrationResult result = calibrated(study);
            const calib::HorizonResult& twenty = result.horizons[1];
            QVERIFY(twenty.file.n_ind >= 5000);
            ece_below += twenty.file.ece <= twenty.file.ece_null95;
            QVERIFY(twenty.file.ece <= 1.8 * twenty.file.ece_null95);  // each fold's fit has an error of its own
            if (twenty.file.status != CalibrationStatus::Published) continue;
            ++published;
            CalibrationData data;
            data.horizons = {twenty.file};
            const Calibration calibration(data);
            std::vector<double> score;
            for (const SignalEvent& event : study.events) score.push_back(event.score);
            std::sort(score.begin(), score.end());
            for (std::size_t bin = 0; bin < 10; ++bin, ++bins) {
                double p = 0, q = 0;
                const std::size_t from = score.size() * bin / 10, to = score.size() * (bin + 1) / 10;
                for (std::size_t i = from; i < to; ++i, ++scores) {
                    const Probability own = calibration.lookup(score[i], 20);
                    const double truth = eval::plantedTruth(score[i]);
                    p += own.value;
                    q += truth;
                    covered += own.lo <= truth && truth <= own.hi;
                }
                bins_near += std::abs(p - q) / static_cast<double>(to - from) <= 0.06;
            }
        }
        qInfo("published %llu of %llu, ECE below its null %llu, bins within .06 %llu of %llu, intervals cover %.3f",
              static_cast<unsigned long long>(published), static_cast<unsigned long long>(runs),
              static_cast<unsigned long long>(ece_below), static_cast<unsigned long long>(bins_near),
              static_cast<unsigned long long>(bins), eval::share(covered, scores));
        QVERIFY(published >= published_least);
        QVERIFY(runs == 1 || 2 * ece_below >= runs);
        QVERIFY2(bins_near * 100 >= bins * 95, qPrintable(QString::number(bins_near)));
        QVERIFY2(eval::share(covered, scores) >= 0.85, qPrintable(QString::number(eval::share(covered, scores))));
    }

    static void nothingIn(const char* name, std::uint64_t runs, std::uint64_t published_most) {
        const std::uint64_t seed = seedOr(1);
        std::uint64_t published = 0;
        for (std::uint64_t run = 0; run < runs; ++run)
            published += calibrated(simStudy(name, seed + run, 100'000)).status == CalibrationStatus::Published;
        QVERIFY2(published <= published_most, qPrintable(QString::number(published)));
    }

private Q_SLOTS:
    void aPlantedSignalIsPublishedWithItsProbabilities() { planted(1, 1); }
    void noiseIsNotPublished() { nothingIn("noise", 6, 1); }
    void aPlantedInverseIsNotPublished() { nothingIn("planted_inverse", 2, 0); }
    void aPlantedSignalIsPublishedWithItsProbabilitiesInTenRuns() { planted(10, 9); }
    void noiseIsNotPublishedInEighteenOfTwenty() { nothingIn("noise", 20, 2); }
};

QTEST_GUILESS_MAIN(TestCalibrationTruth)
#include "tst_calibration.moc"
