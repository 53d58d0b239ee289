// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <vector>

#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

namespace {

/// Deals the unsigned price changes out among the events anew; sides and scores stay.
void shuffleLabels(std::vector<HorizonEntries>& entries, Random& random) {
    for (HorizonEntries& one : entries) {
        std::vector<Entry*> labelled;
        for (Entry& entry : one.events)
            if (entry.labelled) labelled.push_back(&entry);
        std::vector<std::int64_t> changes;
        for (const Entry* entry : labelled) changes.push_back(entry->side * entry->r2);
        for (std::size_t i = changes.size(); i > 1; --i) std::swap(changes[i - 1], changes[random.below(i)]);
        for (std::size_t i = 0; i < changes.size(); ++i) labelled[i]->r2 = labelled[i]->side * changes[i];
    }
}

}  // namespace

/// A planted market whose labels are dealt out anew: the evaluation must find nothing.
class TestShuffledLabels : public QObject {
    Q_OBJECT
    static void uniform(std::size_t samples, int permutations) {
        const std::uint64_t seed = seedOr(1);
        const Study study = simStudy("planted", seed, samples);
        EvaluateOptions options = quick();
        options.config.permutations = permutations;
        const auto entries = collectEntries(study, options);
        QVERIFY(entries);
        QVERIFY(assess(study, *entries, options).significant());  // the real labels are found
        Random random(seed);
        constexpr int kRuns = 200;
        for (const int horizon : kHorizonSamples) {
            options.horizons = {horizon};
            std::vector<double> rank_p;
            int rank_low = 0, binom_low = 0;
            std::uint64_t hits = 0, decided = 0;
            for (int run = 0; run < kRuns; ++run) {
                std::vector<HorizonEntries> shuffled;
                std::copy_if(entries->begin(), entries->end(), std::back_inserter(shuffled),
                             [&](const HorizonEntries& one) { return one.horizon.samples == horizon; });
                shuffleLabels(shuffled, random);
                options.seed = random.next();
                const Evaluation evaluation = assess(study, shuffled, options);
                const Figures& f = at(evaluation, horizon);
                rank_p.push_back(f.rho_p);
                rank_low += f.rho_p < 0.05;
                binom_low += f.p_binom < 0.05;
                hits += f.ind_hits;
                decided += f.ind_hits + f.ind_misses;
            }
            QVERIFY2(ksUniformP(rank_p) > 0.01, qPrintable(QString::number(ksUniformP(rank_p))));
            QVERIFY2(rank_low >= kRuns / 100 && rank_low <= kRuns / 10, qPrintable(QString::number(rank_low)));
            QVERIFY2(binom_low >= kRuns / 100 && binom_low <= kRuns / 10, qPrintable(QString::number(binom_low)));
            // One series dealt out often: its own imbalance of rises and falls stays, hence the error of one run.
            BW_VERIFY_NEAR(share(hits, decided), 0.5, threeSe(decided / kRuns));
        }
    }
    static void findings(std::size_t samples, bool breakdown) {
        const std::uint64_t seed = seedOr(1);
        int silent = 0, silent_without_shuffle = 0;
        EvaluateOptions options = quick();
        options.breakdown = breakdown;
        options.config.permutations = 100;
        for (std::uint64_t i = 0; i < 100; ++i) {
            const Study study = simStudy("planted", seed + i, samples);
            auto entries = collectEntries(study, options);
            QVERIFY(entries);
            const auto found = [](const Evaluation& evaluation) {
                for (const Cell& cell : evaluation.cells)
                    for (const HorizonResult& one : cell.horizons)
                        if (one.test.verdict == Verdict::Significant) return true;
                return false;
            };
            silent_without_shuffle += !found(assess(study, *entries, options));
            Random random(seed + i);
            shuffleLabels(*entries, random);
            silent += !found(assess(study, *entries, options));
        }
        QVERIFY2(silent >= 95, qPrintable(QString::number(silent)));
        QVERIFY2(silent_without_shuffle <= 5, qPrintable(QString::number(silent_without_shuffle)));
    }
private Q_SLOTS:
    void shuffledLabelsGiveUniformP() { uniform(50'000, 200); }
    void shuffledLabelsGiveNoFinding() { findings(30'000, /*breakdown=*/false); }
    void shuffledLabelsGiveUniformPAtFullSize() { uniform(400'000, 1000); }
    void shuffledLabelsGiveNoFindingInAnyCell() { findings(100'000, /*breakdown=*/true); }
};

QTEST_GUILESS_MAIN(TestShuffledLabels)
#include "tst_shuffled_labels.moc"
