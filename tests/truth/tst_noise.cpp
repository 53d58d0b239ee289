// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

/// A random walk and independent flow: there is nothing to find. `full` judges every cell of the breakdown, too.
class TestNoise : public QObject {
    Q_OBJECT
    static void run(bool breakdown) {
        const std::uint64_t seed = seedOr(1);
        int significant = 0;
        std::array<std::uint64_t, kHorizons> hits{}, decided{};
        EvaluateOptions options = quick();
        options.breakdown = breakdown;
        for (std::uint64_t i = 0; i < 20; ++i) {
            const Study study = simStudy("noise", seed + i, 100'000);
            const auto evaluation = evaluate(study, options);
            QVERIFY(evaluation);
            bool found = false;
            for (const Cell& cell : evaluation->cells)
                for (const HorizonResult& one : cell.horizons) found |= one.test.verdict == Verdict::Significant;
            significant += found;
            for (std::size_t h = 0; h < kHorizons; ++h) {
                const Figures& f = at(*evaluation, kHorizonSamples[h]);
                QVERIFY(f.verdict != Verdict::Insufficient);
                hits[h] += f.ind_hits;
                decided[h] += f.ind_hits + f.ind_misses;
            }
        }
        QVERIFY2(significant <= 2, qPrintable(QString::number(significant)));
        for (std::size_t h = 0; h < kHorizons; ++h)
            BW_VERIFY_NEAR(share(hits[h], decided[h]), 0.5, threeSe(decided[h]));
    }
private Q_SLOTS:
    void noiseIsNotSignificant() { run(/*breakdown=*/false); }
    void noiseIsNotSignificantInAnyCell() { run(/*breakdown=*/true); }
};

QTEST_GUILESS_MAIN(TestNoise)
#include "tst_noise.moc"
