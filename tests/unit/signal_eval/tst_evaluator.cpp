// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/signal/detector.h"
#include "core/signal/eval/evaluator.h"
#include "core/signal/eval/report_json.h"
#include "core/signal/eval/sim_series.h"
#include "tests/unit/signal_eval/studies.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

namespace {

bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

/// 60 samples that rise from even places and fall from odd ones; spans of ten.
Study zigzag() {
    return handStudy(60, [](std::int64_t i) { return 1000 + 2 * (i % 2); });
}
EvaluateOptions oneAhead() {
    EvaluateOptions options;
    options.horizons = {1};
    options.breakdown = false;
    return options;
}
Study handWorked() {
    Study study = zigzag();
    addEvent(study, 5, SignalType::BullDiv, 60);      // span 0: never tested
    addEvent(study, 10, SignalType::BullDiv, 80);     // hit
    addEvent(study, 12, SignalType::HiddenBull, 70);  // hit
    addEvent(study, 14, SignalType::BullDiv, 60);     // hit
    addEvent(study, 21, SignalType::BullDiv, 50);     // miss
    addEvent(study, 30, SignalType::Conflict, 90);    // no side
    addEvent(study, 59, SignalType::BullDiv, 50);     // no data behind it
    addControl(study, 21, 1);                         // an event was emitted there: no control
    addControl(study, 31, 1);                         // miss
    addControl(study, 32, 1);                         // hit
    addControl(study, 32, 1);                         // the same pair again
    return study;
}
const Figures& first(const Evaluation& evaluation) {
    return evaluation.whole().horizons.front().test;
}
bool told(const Evaluation& evaluation, std::string_view text) {
    return std::any_of(evaluation.warnings.begin(), evaluation.warnings.end(),
                       [&](const std::string& w) { return w.find(text) != std::string::npos; });
}

}  // namespace

class TestEvaluator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsAccuracyAndBaseRateByHand() {
        const Study study = handWorked();
        const auto evaluation = evaluate(study, oneAhead());
        QVERIFY(evaluation);
        QCOMPARE(evaluation->emitted, std::uint64_t{7});
        QCOMPARE(evaluation->directional, std::uint64_t{6});
        QCOMPARE(evaluation->conflicts, std::uint64_t{1});
        const Figures& f = first(*evaluation);
        QCOMPARE(f.n, std::uint64_t{4});
        QCOMPARE(f.hits, std::uint64_t{3});
        QCOMPARE(f.misses, std::uint64_t{1});
        QCOMPARE(f.unlabelled, std::uint64_t{1});
        QCOMPARE(f.n_ind, std::uint64_t{4});
        QVERIFY(near(f.acc_strict, 0.75) && near(f.acc_ex_ties, 0.75));
        QVERIFY(near(f.p0, 25.0 / 49));  // windows from places 10 to 58: 25 rise, 24 fall; all events are bulls
        // P(3 or 4 hits of 4) at 25/49.
        QVERIFY(near(f.p_binom, (4.0 * 25 * 25 * 25 * 24 + 25.0 * 25 * 25 * 25) / (49.0 * 49 * 49 * 49)));
        QVERIFY(near(f.p_strict, 5.0 / 16));
        QVERIFY(near(f.wilson.lo, wilson95(3, 4).lo) && near(f.min_detectable, minDetectable(4)));
        QCOMPARE(f.verdict, Verdict::Insufficient);
        QVERIFY(!f.in_family && std::isnan(f.q));
        QVERIFY(told(*evaluation, "insufficient: 4 of 100 independent events at 1 samples"));
        QVERIFY(told(*evaluation, "1 events without label at 1 samples"));
    }
    void controlIsDeduplicatedAndLeavesEventsOut() {
        const auto evaluation = evaluate(handWorked(), oneAhead());
        const ControlFigures& control = first(*evaluation).control;
        QCOMPARE(control.n, std::uint64_t{2});
        QCOMPARE(control.hits, std::uint64_t{1});
        QVERIFY(near(control.acc_ex_ties, 0.5));
        QVERIFY(near(control.p, 9.0 / 15));  // (C(4,3) C(2,1) + C(4,4) C(2,0)) / C(6,4)
    }
    void returnsWithoutQuotesAreGrossMinusBothFees() {
        const auto evaluation = evaluate(handWorked(), oneAhead());
        const Figures& f = first(*evaluation);
        const double gross = (3 * 1e4 * 2 / 1000 - 1e4 * 2 / 1002) / 4;
        QVERIFY(near(f.gross_bps, gross));
        QVERIFY(near(f.net_bps, gross - 8));
        QCOMPARE(f.spread_unknown, std::uint64_t{4});
        QVERIFY(told(*evaluation, "no quotes: the spread is missing in net figures"));
    }
    void returnsWithQuotesPayTheSpreadAfterTheDelay() {
        Study study = handWorked();
        for (std::int64_t i = 0; i < 60; ++i) {
            study.quotes.push_back({i * kNsPerSec + 99 * kNsPerMs, 1, 2});  // too early to be traded at
            study.quotes.push_back({i * kNsPerSec + 100 * kNsPerMs, 499 + i % 2, 501 + i % 2});
        }
        EvaluateOptions options = oneAhead();
        options.config.cost_bps = 2;
        const auto evaluation = evaluate(study, options);
        const Figures& f = first(*evaluation);
        const double hit = 1e4 * (500.0 - 501) / 501 - 4;  // bought at 501, sold at the bid of 500
        const double miss = 1e4 * (499.0 - 502) / 502 - 4;
        QVERIFY(near(f.net_bps, (3 * hit + miss) / 4));
        QCOMPARE(f.spread_unknown, std::uint64_t{0});
        QVERIFY(!f.covers_cost && !told(*evaluation, "spread"));
    }
    void tiesAreWrongOrLeftOut() {
        Study study = handStudy(60, [](std::int64_t) { return 1000; });
        addEvent(study, 20, SignalType::BearDiv, 60);
        const auto evaluation = evaluate(study, oneAhead());
        const Figures& f = first(*evaluation);
        QCOMPARE(f.ties, std::uint64_t{1});
        QCOMPARE(f.acc_strict, 0.0);
        QVERIFY(std::isnan(f.acc_ex_ties) && std::isnan(f.p0) && f.p0_strict == 0);
        QCOMPARE(f.p_binom, 1.0);
    }
    void theBaseRateFollowsTheMixOfSides() {
        Study study =
            handStudy(600, [](std::int64_t i) { return 1000 + i / 2 * 2; });  // rises from odd places, else rests
        for (std::int64_t place = 101; place < 580; place += 20) addEvent(study, place, SignalType::BullDiv, 60);
        addEvent(study, 590, SignalType::BearDiv, 60);
        auto evaluation = evaluate(study, oneAhead());
        QVERIFY(near(first(*evaluation).p0, 1.0));  // ties left out, only bulls were decided
        QVERIFY(near(first(*evaluation).p_binom, 1.0));
        QVERIFY(first(*evaluation).p0_strict > 0.4 && first(*evaluation).p0_strict < 0.5);
    }
    void foldsTestTheirSpanAndTrainingIsInSample() {
        const Study study = simStudy();
        EvaluateOptions options;
        options.breakdown = false;
        const auto evaluation = evaluate(study, options);
        const HorizonResult& one = evaluation->whole().horizons.front();
        QCOMPARE(one.folds.size(), std::size_t{5});
        std::uint64_t n = 0, before = 0;
        for (const Fold& fold : one.folds) {
            n += fold.n;
            QVERIFY(fold.n_train >= before && fold.from_ns < fold.to_ns);
            before = fold.n_train;
        }
        QCOMPARE(n, one.test.n);
        QCOMPARE(one.in_sample.n, one.folds.back().n_train);
        QVERIFY(std::isnan(one.in_sample.p_binom) && one.in_sample.verdict == Verdict::Insufficient);
    }
    void partsAddUpToTheWhole() {
        const Study study = simStudy();
        const auto evaluation = evaluate(study, {});
        const std::uint64_t all = evaluation->whole().horizons.front().test.n;
        for (const std::string_view dimension :
             {"type", "channel", "grade", "scenario", "session", "day_session", "liquidity", "symbol"}) {
            std::uint64_t n = 0;
            for (const Cell& cell : evaluation->cells)
                if (cell.dimension == dimension) n += cell.horizons.front().test.n;
            QVERIFY2(n == all, std::string(dimension).c_str());
        }
        std::size_t family = 0;
        for (const Cell& cell : evaluation->cells)
            for (const HorizonResult& one : cell.horizons)
                if (cell.dimension != "symbol") {
                    QCOMPARE(one.test.in_family, one.test.n_ind >= 50);
                    QCOMPARE(std::isnan(one.test.q), !one.test.in_family);
                    QVERIFY(!one.test.in_family || one.test.q >= one.test.p_binom);
                    family += one.test.in_family;
                }
        QCOMPARE(evaluation->family_size, family);
    }
    void scoreBinsHoldEveryTestEventOnce() {
        const Study study = simStudy();
        const auto evaluation = evaluate(study, {});
        const HorizonResult& one = evaluation->whole().horizons.back();
        QCOMPARE(one.bins.size(), std::size_t{10});
        std::uint64_t n = 0, ind = 0;
        double before = -1;
        for (const ScoreBin& bin : one.bins) {
            n += bin.n;
            ind += bin.n_ind;
            QVERIFY(bin.score_lo >= before && bin.score_mean >= bin.score_lo && bin.score_mean <= bin.score_hi);
            before = bin.score_hi;
        }
        QCOMPARE(n, one.test.n);
        QCOMPARE(ind, one.test.n_ind);
    }
    void sameSeedSameBytes() {
        const Study study = simStudy();
        EvaluateOptions options;
        options.config.permutations = 200;
        const auto text = [&] { return evaluationJson(study, *evaluate(study, options), {"test", ""}); };
        const std::string one = text();
        QCOMPARE(text(), one);
        options.seed = 2;
        QVERIFY(text() != one);
    }
    void secondsHorizonsAgreeWithSamplesOnAnEvenGrid() {
        const Study study = simStudy();
        EvaluateOptions options;
        options.horizons = {10};
        options.seconds = {10};
        options.breakdown = false;
        const auto evaluation = evaluate(study, options);
        const Figures &by_samples = evaluation->whole().horizons[0].test,
                      &by_time = evaluation->whole().horizons[1].test;
        QCOMPARE(by_time.hits, by_samples.hits);
        QCOMPARE(by_time.n_ind, by_samples.n_ind);
        QVERIFY(near(by_time.gross_bps, by_samples.gross_bps));
    }
    void tradePricesAreTold() {
        Study study = handWorked();
        for (auto& sample : study.samples) sample.trade_priced = true;
        const auto evaluation = evaluate(study, oneAhead());
        QVERIFY(evaluation->trade_priced &&
                told(*evaluation, "trade prices: ties and spread are inside these figures"));
    }
    void nothingIsInsufficientAndValid() {
        const auto empty = evaluate({}, {});
        QVERIFY(empty);
        QCOMPARE(first(*empty).verdict, Verdict::Insufficient);
        QVERIFY(std::isnan(first(*empty).acc_strict) && std::isnan(first(*empty).wilson.lo) && !empty->significant());
        const auto silent = evaluate(zigzag(), oneAhead());
        QVERIFY(silent);
        QCOMPARE(first(*silent).n, std::uint64_t{0});
        QVERIFY(std::isnan(first(*silent).p_binom) && told(*silent, "no directional events"));
    }
    void aForeignOrShortSeriesIsRefused() {
        Study foreign = handWorked();
        foreign.events.front().detect.price2 += 1;
        QCOMPARE(evaluate(foreign, oneAhead()).error().code, Code::EvalRange);
        Study outside = handWorked();
        outside.events.back().detect.index = 999;
        QCOMPARE(evaluate(outside, oneAhead()).error().code, Code::EvalRange);
        Study control = handWorked();
        control.controls.back().detect_index = 1060;
        QCOMPARE(evaluate(control, oneAhead()).error().code, Code::EvalRange);
        EvaluateOptions options = oneAhead();
        options.horizons = {60};
        QCOMPARE(evaluate(handWorked(), options).error().code, Code::EvalRange);
        options.horizons = {0};
        QCOMPARE(evaluate(handWorked(), options).error().code, Code::EvalRange);
        Study lost = handWorked();
        lost.samples.clear();
        QCOMPARE(evaluate(lost, oneAhead()).error().code, Code::EvalRange);
    }
    void gapsTakeLabelsAndNothingElse() {
        Study study = handWorked();
        for (std::size_t i = 13; i < study.samples.size(); ++i)
            study.samples[i].segment = 1;  // between 12 and its label
        const auto evaluation = evaluate(study, oneAhead());
        QCOMPARE(first(*evaluation).n, std::uint64_t{3});
        QCOMPARE(first(*evaluation).unlabelled, std::uint64_t{2});
    }
    void runningADetectorAgainGivesTheSameStudy() {
        Study study = simStudy();
        const auto events = study.events;
        const auto controls = study.controls.size();
        const auto candidates = study.candidates;
        runDetector({}, bw::signal::kAllChannels, study);
        QCOMPARE(study.events.size(), events.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            QCOMPARE(study.events[i].detect.index, events[i].detect.index);
            QCOMPARE(study.events[i].score, events[i].score);
        }
        QCOMPARE(study.controls.size(), controls);
        QCOMPARE(study.candidates, candidates);
        QCOMPARE(study.candidates, study.events.size() + study.suppressed);
        QVERIFY(study.params_hash != 0);
        runDetector({}, 2, study);
        for (const SignalEvent& e : study.events) QCOMPARE(e.channel, Channel::Cvd);
    }
    void simulatedMarketsAreSeededAndNamed() {
        SimSeries options;
        options.samples = 2000;
        for (const std::string_view name : kSimNames) {
            options.name = name;
            options.seed = 1;
            const auto a = makeSimStudy(options), b = makeSimStudy(options);
            QVERIFY(a && b);
            QCOMPARE(a->data_sha256, b->data_sha256);
            QCOMPARE(a->samples.size(), std::size_t{2000});
            QCOMPARE(a->covered_s, 1999.0);
            QCOMPARE(a->segments, 1);
            options.seed = 2;
            QVERIFY(makeSimStudy(options)->data_sha256 != a->data_sha256);
        }
        options.name = "gold";
        QCOMPARE(makeSimStudy(options).error().code, Code::FormatUnknown);
    }

private:
    static Study simStudy() {
        SimSeries options;
        options.samples = 30'000;
        return *makeSimStudy(options);
    }
};

QTEST_GUILESS_MAIN(TestEvaluator)
#include "tst_evaluator.moc"
