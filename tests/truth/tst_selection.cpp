// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/signal/calib/tune.h"
#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

/// The best of 324 cells of noise looks good; a tuning must not fall for it. The mutant that judges the best cell by
/// its own p, without the correction and the control, must.
class TestSelection : public QObject {
    Q_OBJECT
    static void run(std::uint64_t runs, std::size_t samples, std::uint64_t winners_most) {
        const std::uint64_t seed = seedOr(1);
        std::uint64_t winners = 0, fooled = 0;
        for (std::uint64_t i = 0; i < runs; ++i) {
            calib::TuneOptions options;
            options.evaluate = quick().config;
            options.evaluate.permutations = options.evaluate.bootstrap = 100;
            const auto result = calib::tune(simStudy("noise", seed + i, samples), options);
            QVERIFY(bool(result));
            QCOMPARE(result->cells.size(), 324U);
            bool winner = false, uncorrected = false;
            for (const calib::TuneCell& cell : result->cells) {
                winner |= cell.verdict() == eval::Verdict::Significant;
                for (const calib::TuneHorizon& horizon : cell.horizons)
                    uncorrected |= horizon.figures.in_family && horizon.figures.p_binom <= 0.05;
            }
            for (const calib::TuneScope& scope : result->scopes)
                QVERIFY(winner || scope.verdict != eval::Verdict::Significant);
            winners += winner;
            fooled += uncorrected;
        }
        QVERIFY2(winners <= winners_most, qPrintable(QString::number(winners)));
        QVERIFY2(fooled * 3 >= runs * 2, qPrintable(QString::number(fooled)));
    }
private Q_SLOTS:
    void leakBySelectionNamesNoWinner() { run(3, 40'000, 1); }
    void leakBySelectionNamesAtMostTwoWinnersInTwenty() { run(20, 100'000, 2); }
};

QTEST_GUILESS_MAIN(TestSelection)
#include "tst_selection.moc"
