// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <vector>

#include "core/model/times.h"
#include "core/signal/eval/labels.h"
#include "core/signal/eval/walk_forward.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::signal::eval;

namespace {

std::vector<Sample> series(std::initializer_list<std::int64_t> prices2, std::int64_t step_ns = kNsPerSec) {
    std::vector<Sample> out;
    for (const std::int64_t price2 : prices2) {
        Sample s;
        s.index = static_cast<std::int64_t>(out.size());
        s.t_ns = s.index * step_ns;
        s.price2 = price2;
        out.push_back(s);
    }
    return out;
}

}  // namespace

class TestLabels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hitMissAndTieBySide() {
        const auto samples = series({100, 103, 99, 100});
        const Labeller labeller(samples, kNsPerSec);
        const Label bull = labeller.label(0, 1, Horizon::ofSamples(1));
        QCOMPARE(bull.label, OutcomeLabel::Hit);
        QCOMPARE(bull.r2, 3);
        QCOMPARE(bull.exit, std::size_t{1});
        const Label bear = labeller.label(0, -1, Horizon::ofSamples(1));
        QCOMPARE(bear.label, OutcomeLabel::Miss);
        QCOMPARE(bear.r2, -3);
        QCOMPARE(labeller.label(0, -1, Horizon::ofSamples(2)).label, OutcomeLabel::Hit);
        QCOMPARE(labeller.label(0, -1, Horizon::ofSamples(3)).label, OutcomeLabel::Tie);
    }
    void aWindowThatLeavesTheDataIsUnlabelled() {
        const auto samples = series({100, 103, 99, 100});
        const Labeller labeller(samples, kNsPerSec);
        QCOMPARE(labeller.label(0, 1, Horizon::ofSamples(4)).label, OutcomeLabel::Unlabelled);
        QCOMPARE(labeller.label(3, 1, Horizon::ofSamples(1)).label, OutcomeLabel::Unlabelled);
        QCOMPARE(labeller.label(2, 1, Horizon::ofSamples(1)).label, OutcomeLabel::Hit);
    }
    void aWindowThatLeavesTheSegmentIsUnlabelled() {
        auto samples = series({100, 101, 102, 103});
        samples[2].segment = samples[3].segment = 1;
        const Labeller labeller(samples, kNsPerSec);
        QCOMPARE(labeller.label(0, 1, Horizon::ofSamples(1)).label, OutcomeLabel::Hit);
        QCOMPARE(labeller.label(0, 1, Horizon::ofSamples(2)).label, OutcomeLabel::Unlabelled);
        QCOMPARE(labeller.label(1, 1, Horizon::ofSamples(1)).label, OutcomeLabel::Unlabelled);
        QCOMPARE(labeller.label(2, 1, Horizon::ofSamples(1)).label, OutcomeLabel::Hit);
    }
    void secondsTakeTheFirstSampleThatIsLateEnough() {
        auto samples = series({100, 101, 102, 103, 104});
        samples[3].t_ns = 3'400 * kNsPerMs;
        const Labeller labeller(samples, kNsPerSec);
        QCOMPARE(labeller.label(0, 1, Horizon::ofSeconds(2)).exit, std::size_t{2});
        QCOMPARE(labeller.label(0, 1, Horizon::ofSeconds(3)).exit, std::size_t{3});
        QCOMPARE(labeller.label(1, 1, Horizon::ofSeconds(2)).exit, std::size_t{3});
        QCOMPARE(labeller.label(1, 1, Horizon::ofSeconds(4)).label, OutcomeLabel::Unlabelled);
    }
    void secondsForgiveTwoSamplesOrFiveSecondsAndNoMore() {
        auto samples = series({100, 101, 102});
        samples[2].t_ns = 10 * kNsPerSec + 5 * kNsPerSec;
        QCOMPARE(Labeller(samples, kNsPerSec).label(0, 1, Horizon::ofSeconds(10)).label, OutcomeLabel::Hit);
        samples[2].t_ns += 1;
        QCOMPARE(Labeller(samples, kNsPerSec).label(0, 1, Horizon::ofSeconds(10)).label, OutcomeLabel::Unlabelled);
        QCOMPARE(Labeller(samples, 0).label(0, 1, Horizon::ofSeconds(10)).label, OutcomeLabel::Unlabelled);
        QCOMPARE(Labeller(samples, 10 * kNsPerSec).label(0, 1, Horizon::ofSeconds(10)).label, OutcomeLabel::Hit);
    }
    void aHorizonIsForwardOrRefused() {
        const auto samples = series({100, 101, 102});
        const Labeller labeller(samples, kNsPerSec);
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)labeller.label(1, 1, Horizon{-1, 0}));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)labeller.label(1, 1, Horizon{0, -kNsPerSec}));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)labeller.label(1, 1, Horizon{}));
        QVERIFY_THROWS_EXCEPTION(InvariantBroken, (void)labeller.label(1, 0, Horizon::ofSamples(1)));
    }
    void names() {
        QCOMPARE(Horizon::ofSamples(10).name(), std::string("10"));
        QCOMPARE(Horizon::ofSeconds(60).name(), std::string("60s"));
        QCOMPARE(Horizon::ofSeconds(60).words(), std::string("60 s"));
    }
    void theIndependentSubsetIsEarliestFirst() {
        struct At {
            std::size_t place;
            std::int64_t t_ns;
        };
        const std::vector<At> entries = {{5, 50}, {9, 90}, {14, 140}, {15, 150}, {24, 240}, {25, 250}};
        QCOMPARE(independentSubset(entries, Horizon::ofSamples(10)), (std::vector<std::size_t>{0, 3, 5}));
        QCOMPARE(independentSubset(entries, Horizon{0, 90}), (std::vector<std::size_t>{0, 2, 4}));
        QCOMPARE(independentSubset(entries, Horizon::ofSamples(1)).size(), entries.size());
    }
    void spansAreEqualAndCoverTheRange() {
        const std::vector<Sample> samples(1003);
        const WalkForward walk(samples, 6, 20, 13);
        QCOMPARE(walk.from(0), std::size_t{0});
        QCOMPARE(walk.from(6), std::size_t{1003});
        for (int span = 0; span < 6; ++span) {
            QVERIFY(walk.from(span + 1) - walk.from(span) >= 167 && walk.from(span + 1) - walk.from(span) <= 168);
            QCOMPARE(walk.spanOf(walk.from(span)), span);
            QCOMPARE(walk.spanOf(walk.from(span + 1) - 1), span);
        }
    }
    void trainingIsPurgedAndEmbargoed() {
        std::vector<Sample> samples(600);
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i].t_ns = static_cast<std::int64_t>(i) * kNsPerSec;
        const WalkForward walk(samples, 6, 20, 13);  // fold 2 tests from place 200; embargo 27 samples and 60 s
        QVERIFY(walk.trains(2, 139, 159));
        QVERIFY(!walk.trains(2, 140, 160));  // 60 s before
        QVERIFY(!walk.trains(2, 139, 200));  // its label needs the test span
        QVERIFY(!walk.trains(2, 200, 220));
        for (auto& sample : samples) sample.t_ns *= 10;
        QVERIFY(walk.trains(2, 172, 192));
        QVERIFY(!walk.trains(2, 173, 193));  // 27 samples before
        const WalkForward far(samples, 6, 50, 13);
        QVERIFY(far.trains(2, 149, 159) && !far.trains(2, 150, 160));
    }
};

QTEST_GUILESS_MAIN(TestLabels)
#include "tst_labels.moc"
