// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

/// A label that looks backward sees the very swing that made the event. The mutant lives here only.
class TestBackwardLabel : public QObject {
    Q_OBJECT
    static constexpr std::size_t kHorizon = 10;
    static Label backwardLabel(const std::vector<bw::signal::Sample>& samples, std::size_t i, int side) {
        const std::int64_t r2 = side * (samples[i].price2 - samples[i - kHorizon].price2);
        return {labelOf(r2), r2, i};
    }
private Q_SLOTS:
    void aBackwardLabelIsCaughtOnNoise() {
        const Study study = simStudy("noise", seedOr(1), 400'000);
        EvaluateOptions options = quick();
        auto entries = collectEntries(study, options);
        QVERIFY(entries);
        const Figures honest = at(assess(study, *entries, options), kHorizon);
        for (Entry& entry : entries->front().events) {
            const Label label = backwardLabel(study.samples, entry.place, entry.side);
            QVERIFY(entry.place >= kHorizon);
            entry.r2 = label.r2;
            entry.labelled = true;
        }
        const Figures mutant = at(assess(study, *entries, options), kHorizon);
        qInfo("honest %.4f, backward %.4f, n %llu", honest.acc_ex_ties, mutant.acc_ex_ties,
              static_cast<unsigned long long>(honest.n_ind));
        QVERIFY(mutant.acc_ex_ties >= 0.70);
        BW_VERIFY_NEAR(independentAccuracy(honest), 0.5, threeSe(honest.ind_hits + honest.ind_misses));
    }
    void theForwardAccessorRefusesThePresentAndThePast() {
        const Study study = simStudy("noise", 1, 100);
        const Forward ahead(study.samples, 50);
        QCOMPARE(ahead.at(51).index, 51);
        QCOMPARE(ahead.at(99).index, 99);
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)ahead.at(50));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)ahead.at(49));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)ahead.at(0));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)ahead.at(100));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, Forward(study.samples, 100));
    }
    void labelsDoNotChangeWhenTheirPastDoes() {
        Study study = simStudy("noise", 2, 500);
        const auto labels = [&] {
            std::vector<std::int64_t> out;
            const Labeller labeller(study.samples, 0);
            for (std::size_t i = 250; i < 480; ++i) out.push_back(labeller.label(i, 1, Horizon::ofSamples(20)).r2);
            return out;
        };
        const auto before = labels();
        for (std::size_t i = 0; i < 250; ++i) study.samples[i].price2 += 1000 + static_cast<std::int64_t>(i);
        QCOMPARE(labels(), before);
    }
};

QTEST_GUILESS_MAIN(TestBackwardLabel)
#include "tst_backward_label.moc"
