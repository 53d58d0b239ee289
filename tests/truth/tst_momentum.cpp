// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

/// Prices that trend and flow that knows nothing: events after pivots look right, and so does every pivot without one.
class TestMomentum : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void momentumIsPriceStructureAndNotSignificant() {
        const Study study = simStudy("momentum", seedOr(1), 400'000);
        const auto evaluation = evaluate(study, quick());
        QVERIFY(evaluation);
        const Figures& f = at(*evaluation, 10);
        qInfo("events %.4f, control %.4f, p %.2g", f.acc_ex_ties, f.control.acc_ex_ties, f.p_binom);
        QVERIFY(f.acc_ex_ties >= 0.52 && f.p_binom < 0.01);
        const double error =
            3 * std::sqrt(0.25 / static_cast<double>(f.n_ind) + 0.25 / static_cast<double>(f.control.n_ind));
        BW_VERIFY_NEAR(f.control.acc_ex_ties, f.acc_ex_ties, error);
        QVERIFY(f.control.p > 0.05);
        QCOMPARE(f.verdict, Verdict::NotSignificant);
        const auto told = [](const std::string& w) {
            return w.starts_with("price structure alone explains the accuracy (events .");
        };
        QVERIFY(std::any_of(evaluation->warnings.begin(), evaluation->warnings.end(), told));
    }
    void withoutTheControlItWouldHaveBeenASignal() {
        // The mutant: a control that is even. The verdict flips, so the control is what holds it back.
        const Study study = simStudy("momentum", seedOr(1), 400'000);
        auto entries = collectEntries(study, quick());
        QVERIFY(entries);
        for (HorizonEntries& one : *entries) {
            std::int64_t sign = 1;
            for (Entry& entry : one.controls) entry.r2 = sign = -sign;
        }
        QCOMPARE(at(assess(study, *entries, quick()), 10).verdict, Verdict::Significant);
    }
};

QTEST_GUILESS_MAIN(TestMomentum)
#include "tst_momentum.moc"
