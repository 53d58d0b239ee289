// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

namespace {

/// Mean truth of the tested independent events.
double meanTruth(const Study& study, const EvaluateOptions& options) {
    const auto entries = collectEntries(study, options);
    std::vector<Entry> test;
    for (const Entry& entry : entries->front().events)
        if (entry.span > 0 && entry.labelled) test.push_back(entry);
    std::vector<double> truth;
    for (const std::size_t i : independentSubset(test, entries->front().horizon))
        truth.push_back(plantedTruth(test[i].score));
    return mean(truth);
}

}  // namespace

/// Markets in which each event draws its truth with a known probability.
class TestPlanted : public QObject {
    Q_OBJECT
    static void planted(std::size_t samples, std::uint64_t least) {
        const Study study = simStudy("planted", seedOr(1), samples);
        EvaluateOptions options = quick();
        options.horizons = {20, 10};
        const auto evaluation = evaluate(study, options);
        QVERIFY(evaluation);
        const Figures& f = at(*evaluation, 20);
        QVERIFY2(f.n_ind >= least, qPrintable(QString::number(f.n_ind)));
        const double truth = meanTruth(study, options);
        qInfo("acc %.4f truth %.4f rho %.3f control %.4f n_ind %llu", independentAccuracy(f), truth, f.rho,
              f.control.acc_ex_ties, static_cast<unsigned long long>(f.n_ind));
        BW_VERIFY_NEAR(truth, 0.63, 0.02);
        BW_VERIFY_NEAR(independentAccuracy(f), truth, threeSe(f.ind_hits + f.ind_misses, truth));
        QVERIFY(f.p_binom < 0.01 && f.control.p < 0.01 && f.q < 0.01);
        QVERIFY2(f.rho >= 0.06 && f.rho <= 0.15, qPrintable(QString::number(f.rho)));
        QVERIFY(f.rho_p < 0.01);
        QCOMPARE(f.verdict, Verdict::Significant);
        QCOMPARE(at(*evaluation, 10).verdict, Verdict::Significant);
        BW_VERIFY_NEAR(f.control.acc_ex_ties, 0.5, 0.03);
        QVERIFY(evaluation->dod.accuracy && evaluation->dod.rank);
    }
    static void inverse(std::size_t samples, std::uint64_t runs) {
        const std::uint64_t seed = seedOr(1);
        for (std::uint64_t i = 0; i < runs; ++i) {
            const Study study = simStudy("planted_inverse", seed + i, samples);
            EvaluateOptions options = quick();
            options.horizons = {20, 10};
            const auto evaluation = evaluate(study, options);
            QVERIFY(evaluation);
            const Figures& f = at(*evaluation, 20);
            BW_VERIFY_NEAR(independentAccuracy(f), 0.37, 0.02 + threeSe(f.ind_hits + f.ind_misses));
            for (const int horizon : kHorizonSamples)
                QCOMPARE(at(*evaluation, horizon).verdict, Verdict::NotSignificant);
            QVERIFY(f.p_binom > 0.99 && f.rho < 0);
            const auto told = [](const std::string& w) { return w.find("below chance") != std::string::npos; };
            QVERIFY(std::any_of(evaluation->warnings.begin(), evaluation->warnings.end(), told));
            for (const SignalEvent& e : study.events)  // no sign is turned: the type alone decides the side
                QCOMPARE(e.side(), sideOf(e.type));
        }
    }
    static void coverage(std::size_t samples, std::uint64_t runs, int least) {
        const std::uint64_t seed = seedOr(1);
        int covered = 0;
        EvaluateOptions options = quick();
        options.horizons = {20};
        for (std::uint64_t i = 0; i < runs; ++i) {
            const Study study = simStudy("planted", seed + i, samples);
            const auto evaluation = evaluate(study, options);
            QVERIFY(evaluation);
            const double truth = meanTruth(study, options);
            covered += at(*evaluation, 20).wilson.lo <= truth && truth <= at(*evaluation, 20).wilson.hi;
        }
        QVERIFY2(covered >= least, qPrintable(QString::number(covered)));
    }
private Q_SLOTS:
    void aPlantedSignalIsFound() { planted(500'000, 5000); }
    void aPlantedInverseIsNeverSignificant() { inverse(100'000, 3); }
    void intervalsCoverTheTruth() { coverage(40'000, 30, 24); }
    void aPlantedSignalIsFoundAtFullSize() { planted(2'000'000, 20'000); }
    void aPlantedInverseIsNeverSignificantInTwentyRuns() { inverse(200'000, 20); }
    void intervalsCoverTheTruthInNineteenOfTwenty() { coverage(100'000, 200, 180); }
};

QTEST_GUILESS_MAIN(TestPlanted)
#include "tst_planted.moc"
