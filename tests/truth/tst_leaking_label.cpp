// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

/// A pivot is known L samples after it happened. Whoever enters at the pivot uses what nobody knew. The mutants live
/// here only.
class TestLeakingLabel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLeakingLabelThatEntersAtThePivotIsCaught() {
        const Study study = simStudy("noise", seedOr(1), 200'000);
        const DivergenceConfig params;
        EvaluateOptions options = quick();
        options.horizons = {params.swing_L};
        const auto honest = evaluate(study, options);
        QVERIFY(honest);
        Study leaking = study;
        for (SignalEvent& e : leaking.events) e.detect = e.b;
        const auto mutant = evaluate(leaking, options);
        QVERIFY(mutant);
        const Figures &real = at(*honest, params.swing_L), &leak = at(*mutant, params.swing_L);
        qInfo("honest %.4f, entered at the pivot %.4f, n %llu", real.acc_ex_ties, leak.acc_ex_ties,
              static_cast<unsigned long long>(real.n_ind));
        QVERIFY(leak.acc_ex_ties >= 0.90);
        BW_VERIFY_NEAR(independentAccuracy(real), 0.5, threeSe(real.ind_hits + real.ind_misses));
        QVERIFY(real.acc_ex_ties < leak.acc_ex_ties);
    }
    void everyEntryIsTheDetectionSample() {
        const Study study = simStudy("noise", 3, 20'000);
        const auto entries = collectEntries(study, quick());
        QVERIFY(entries);
        QVERIFY(!entries->front().events.empty());
        for (const HorizonEntries& one : *entries)
            for (const Entry& entry : one.events) {
                const SignalEvent& e = study.events[entry.event];
                QCOMPARE(study.samples[entry.place].index, e.detect.index);
                QCOMPARE(e.detect.index, e.b.index + e.lag_samples);
                if (entry.labelled) QVERIFY(entry.exit > entry.place);
            }
    }
    void aLabelThatLeaksTheScoreIsTold() {
        // Scores made from the outcome: the rank correlation shows it, the honest score has none.
        const Study study = simStudy("noise", 4, 100'000);
        const EvaluateOptions options = quick();
        auto entries = collectEntries(study, options);
        QVERIFY(entries);
        const Figures honest = at(assess(study, *entries, options), 10);
        QVERIFY(honest.rho_p > 0.001 && std::abs(honest.rho) < 0.1);
        for (Entry& entry : entries->front().events) entry.score = entry.r2 > 0 ? 90 : 40;
        QVERIFY(at(assess(study, *entries, options), 10).rho > 0.8);
    }
};

QTEST_GUILESS_MAIN(TestLeakingLabel)
#include "tst_leaking_label.moc"
