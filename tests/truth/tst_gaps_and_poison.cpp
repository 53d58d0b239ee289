// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/model/times.h"
#include "core/signal/detector.h"
#include "core/signal/eval/report_csv.h"
#include "tests/truth/truth.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

/// What a gap touches is not judged, and what comes later changes nothing that was said before. On samples; the same
/// holds for whole recordings.
class TestGapsAndPoison : public QObject {
    Q_OBJECT
    static Study rerun(Study study) {
        runDetector({}, bw::signal::kAllChannels, study);
        return study;
    }
private Q_SLOTS:
    void nothingReachesAcrossAGap() {
        const std::uint64_t seed = seedOr(1);
        Study study = simStudy("noise", seed, 50'000);
        Random random(seed);
        std::set<std::size_t> gaps;
        while (gaps.size() < 60) gaps.insert(200 + random.below(49'000));
        std::int32_t segment = 0;
        for (std::size_t i = 0; i < study.samples.size(); ++i) {
            segment += gaps.contains(i);
            study.samples[i].segment = segment;
            study.samples[i].t_ns += segment * 10 * kNsPerSec;
        }
        study.quotes.clear();
        study = rerun(std::move(study));
        countCoverage(study);
        QCOMPARE(study.segments, 61);
        QVERIFY(study.withheld_by_gap > 0);
        const auto segmentAt = [&](std::int64_t index) {
            return study.samples[static_cast<std::size_t>(index)].segment;
        };
        for (const SignalEvent& e : study.events)
            QCOMPARE(segmentAt(e.a.index - e.lag_samples), segmentAt(e.detect.index));
        for (const bw::signal::ControlPair& pair : study.controls)
            QCOMPARE(segmentAt(pair.a_index), segmentAt(pair.detect_index));
        const auto entries = collectEntries(study, quick());
        QVERIFY(entries);
        std::size_t unlabelled = 0;
        for (const HorizonEntries& one : *entries)
            for (const Entry& entry : one.events) {
                const std::size_t exit = entry.place + static_cast<std::size_t>(one.horizon.samples);
                const bool inside =
                    exit < study.samples.size() && study.samples[exit].segment == study.samples[entry.place].segment;
                QCOMPARE(entry.labelled, inside);
                unlabelled += !inside;
            }
        QVERIFY(unlabelled > 0);
    }
    void poisonAfterAMomentChangesNothingBefore() {
        const std::uint64_t seed = seedOr(1);
        const Study clean = simStudy("noise", seed, 20'000);
        Random random(seed);
        for (int round = 0; round < 10; ++round) {
            const std::size_t cut = 1000 + random.below(18'000);
            Study poisoned = clean;
            for (std::size_t i = cut; i < poisoned.samples.size(); ++i)
                poisoned.samples[i].price2 = 2 + static_cast<std::int64_t>(random.below(1'000'000));
            poisoned = rerun(std::move(poisoned));
            const auto before = [cut](const SignalEvent& e) { return e.detect.index < static_cast<std::int64_t>(cut); };
            const auto count = std::count_if(clean.events.begin(), clean.events.end(), before);
            QCOMPARE(std::count_if(poisoned.events.begin(), poisoned.events.end(), before), count);
            Study a, b;  // the events up to the cut, as they are written
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
                a.events.push_back(clean.events[i]);
                b.events.push_back(poisoned.events[i]);
            }
            QCOMPARE(eventsCsv(a, {}), eventsCsv(b, {}));
            const Labeller clean_labels(clean.samples, kNsPerSec), poisoned_labels(poisoned.samples, kNsPerSec);
            for (std::size_t i = cut - 500; i + 20 < cut; ++i)
                QCOMPARE(poisoned_labels.label(i, 1, Horizon::ofSamples(20)).r2,
                         clean_labels.label(i, 1, Horizon::ofSamples(20)).r2);
        }
    }
};

QTEST_GUILESS_MAIN(TestGapsAndPoison)
#include "tst_gaps_and_poison.moc"
