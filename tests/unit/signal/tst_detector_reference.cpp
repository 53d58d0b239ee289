// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/signal/detector.h"
#include "detector_market.h"
#include "tests/support/detector_reference.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

namespace {

/// Settings with small and large rings, with and without average, few and many rejects.
DivergenceConfig drawn(Random& random) {
    constexpr int kSwings[] = {2, 3, 5, 8, 13, 21, 63};
    DivergenceConfig config;
    config.swing_L = kSwings[random.below(std::size(kSwings))];
    config.z_mid = 0.3 + random.uniform();
    config.z_hi = config.z_mid + 0.2 + 2 * random.uniform();
    config.min_separation = 1 + static_cast<int>(random.below(10));
    config.max_separation = random.below(2) == 0 ? 0 : config.min_separation + 1 + static_cast<int>(random.below(300));
    config.cooldown_ms = static_cast<std::int64_t>(random.below(4)) * 5'000;
    config.warmup_min = 2 * config.swing_L + 1 + static_cast<int>(random.below(80));
    config.cons_min = 0.9 * random.uniform();
    config.weight_a = random.below(3) == 0 ? 0 : random.uniform();
    config.weak = random.below(4) == 0 ? 0 : 35;
    config.ind_ema_span = random.below(3) == 0 ? 2 + static_cast<int>(random.below(8)) : 1;
    return config;
}

std::vector<double> candidateScores(const Recorder& told) {
    std::vector<double> out;
    for (const Said& s : told.said)
        if (s.what == Said::What::Event || s.what == Said::What::Suppressed) out.push_back(s.event.score);
    std::sort(out.begin(), out.end());
    return out;
}
double quantile(const std::vector<double>& sorted, double q) { return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))]; }

/// Spearman's rank correlation with mid-ranks.
std::vector<double> ranks(const std::vector<double>& x) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    std::vector<double> out(x.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t j = i;
        while (j < order.size() && x[order[j]] == x[order[i]]) ++j;
        for (std::size_t k = i; k < j; ++k) out[order[k]] = static_cast<double>(i + j - 1) / 2;
        i = j;
    }
    return out;
}
double spearman(const std::vector<double>& x, const std::vector<double>& y) {
    const auto a = ranks(x), b = ranks(y);
    const double mean = static_cast<double>(x.size() - 1) / 2;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        xy += (a[i] - mean) * (b[i] - mean);
        xx += (a[i] - mean) * (a[i] - mean);
        yy += (b[i] - mean) * (b[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

}  // namespace

class TestDetectorReference : public QObject {
    Q_OBJECT

    /// Runs both over the series and compares everything that was said, and the counters.
    static std::uint64_t compare(const std::vector<Sample>& samples, const DivergenceConfig& config, unsigned primaries) {
        Detector detector(config, primaries);
        Recorder told;
        for (const Sample& s : samples) detector.update(s, told);
        DetectorReference reference(config, primaries, samples);
        reference.run();
        const std::string difference = firstDifference(told.said, reference.said);
        const DetectorStats& stats = detector.stats();
        if (!difference.empty()) qWarning("L %d, primaries %u: %s", config.swing_L, primaries, difference.c_str());
        const bool same = difference.empty() && stats.balanced() && stats.candidates == reference.candidates &&
                          stats.emitted == reference.emitted && stats.merged == reference.merged && stats.by_reason == reference.by_reason &&
                          stats.pivots_high == reference.highs && stats.pivots_low == reference.lows;
        return same ? stats.candidates : 0;
    }

private Q_SLOTS:
    /// 1e5 samples of anything that may come, in ten series with settings of their own.
    void everythingSaidIsWhatTheReferenceSays_data() {
        QTest::addColumn<quint64>("number");
        for (quint64 i = 0; i < 10; ++i) QTest::addRow("series %d", static_cast<int>(i)) << i;
    }
    void everythingSaidIsWhatTheReferenceSays() {
        QFETCH(quint64, number);
        Random random(seedOr(0x64657465) + number);
        const auto samples = fuzzedMarket(random, 10'000);
        std::uint64_t candidates = 0;
        for (int set = 0; set < 6; ++set) {
            const std::uint64_t one = compare(samples, drawn(random), set < 3 ? kAllChannels : 1 + static_cast<unsigned>(random.below(7)));
            QVERIFY(one > 0);
            candidates += one;
        }
        QVERIFY(candidates > 500);
    }
    void theSameOnNoise() {
        Random random(seedOr(5));
        for (const bool one_channel : {true, false}) {
            const auto samples = noiseMarket(random, 100'000, one_channel);
            QVERIFY(compare(samples, DivergenceConfig{}, kAllChannels) > 3'000);
        }
    }

    /// What was said over the first k samples is the beginning of what is said over all.
    void theBeginningNeverDependsOnTheRest() {
        Random random(seedOr(6));
        const auto samples = fuzzedMarket(random, 20'000);
        DivergenceConfig config;
        config.swing_L = 5;
        config.warmup_min = 30;
        Recorder whole;
        Detector all(config);
        for (const Sample& s : samples) all.update(s, whole);
        for (int cut = 0; cut < 50; ++cut) {
            const std::size_t k = random.below(samples.size());
            Recorder told;
            Detector detector(config);
            for (std::size_t i = 0; i < k; ++i) detector.update(samples[i], told);
            QVERIFY(told.said.size() <= whole.said.size());
            const std::vector<Said> beginning(whole.said.begin(), whole.said.begin() + static_cast<std::ptrdiff_t>(told.said.size()));
            QCOMPARE(QByteArray::fromStdString(firstDifference(told.said, beginning)), QByteArray());
            for (const Said& s : told.said)
                if (s.what == Said::What::Event) QVERIFY(s.event.detect.index < static_cast<std::int64_t>(k) && s.event.b.index == s.event.detect.index - 5);
            const Said* next = told.said.size() < whole.said.size() ? &whole.said[told.said.size()] : nullptr;
            if (next != nullptr) QVERIFY(next->event.detect.index + next->withheld.detect_index + next->control.detect_index >= static_cast<std::int64_t>(k));
        }
    }

    /// The classes add up after each of 1e6 samples, and every score is a number in its range.
    void theCountersCloseOnAMillionFuzzedSamples() {
        Random random(seedOr(7));
        DivergenceConfig config;
        config.swing_L = 3;
        config.warmup_min = 20;
        config.min_separation = 4;
        Detector detector(config);
        struct Checker final : DetectorSink {
            std::uint64_t events = 0, suppressed = 0, withheld = 0, bad = 0;
            std::int64_t index = 0;
            void check(const SignalEvent& e) {
                bad += !(e.score >= 0 && e.score <= 100) || e.detect.index != index || e.b.index != index - 3 || e.side() == 0;
                for (const Stat* part : {&e.parts.z, &e.parts.p, &e.parts.a, &e.parts.c}) bad += part->has() && !(part->value >= 0 && part->value <= 1);
            }
            void onEvent(const SignalEvent& e) override { ++events, check(e), bad += e.grade == Grade::Below; }
            void onSuppressed(const SignalEvent& e, Reason) override { ++suppressed, check(e); }
            void onWithheld(const WithheldPair&) override { ++withheld; }
        } checker;
        std::uint64_t unbalanced = 0;
        for (std::int32_t part = 0; part < 100; ++part)
            for (const Sample& s : fuzzedMarket(random, 10'000, part)) {
                checker.index = s.index;
                detector.update(s, checker);
                unbalanced += !detector.stats().balanced();
            }
        const DetectorStats& stats = detector.stats();
        QCOMPARE(unbalanced, 0U);
        QCOMPARE(checker.bad, 0U);
        QCOMPARE(stats.samples, 1'000'000U);
        QCOMPARE(stats.emitted, checker.events);
        QCOMPARE(stats.by_reason[static_cast<std::size_t>(Reason::ScoreBelow)] + stats.by_reason[static_cast<std::size_t>(Reason::Cooldown)], checker.suppressed);
        QCOMPARE(stats.withheld_by_gap, checker.withheld);
        QVERIFY(checker.events > 1'000 && checker.suppressed > 1'000 && checker.withheld > 100);
    }

    // --- the score on noise
    void quantilesOnNoise_data() {
        QTest::addColumn<bool>("one_channel");
        QTest::addColumn<double>("p5");
        QTest::addColumn<double>("p50");
        QTest::addColumn<double>("p95");
        QTest::newRow("one channel") << true << 18.0 << 66.0 << 91.0;
        QTest::newRow("three channels") << false << 15.0 << 50.0 << 78.0;
    }
    void quantilesOnNoise() {
        QFETCH(bool, one_channel);
        QFETCH(double, p5);
        QFETCH(double, p50);
        QFETCH(double, p95);
        Random random(seedOr(8));
        Detector detector{DivergenceConfig{}};
        Recorder told;
        for (const Sample& s : noiseMarket(random, 300'000, one_channel)) detector.update(s, told);
        const auto scores = candidateScores(told);
        const std::uint64_t below = detector.stats().by_reason[static_cast<std::size_t>(Reason::ScoreBelow)];
        const double below_share = static_cast<double>(below) / static_cast<double>(scores.size());
        qInfo("%zu pairs: p5 %.1f p50 %.1f p95 %.1f, below weak %.3f", scores.size(), quantile(scores, 0.05), quantile(scores, 0.5),
              quantile(scores, 0.95), below_share);
        QVERIFY(std::abs(quantile(scores, 0.05) - p5) <= 4);
        QVERIFY(std::abs(quantile(scores, 0.5) - p50) <= 4);
        QVERIFY(std::abs(quantile(scores, 0.95) - p95) <= 4);
        if (!one_channel) QVERIFY(below_share >= 0.15 && below_share <= 0.30);
    }
    void noScoreIsTheScoreOfManyAndEachPartRaisesIt() {
        Random random(seedOr(9));
        Detector detector{DivergenceConfig{}};
        Recorder told;
        for (const Sample& s : noiseMarket(random, 300'000, false)) detector.update(s, told);
        std::vector<double> scores;
        std::array<std::vector<double>, 4> parts;
        for (const Said& s : told.said) {
            if (s.what != Said::What::Event) continue;
            scores.push_back(s.event.score);
            const SignalEvent::Parts& p = s.event.parts;
            for (const auto& [i, part] : {std::pair{0U, p.z}, {1U, p.p}, {2U, p.a}, {3U, p.c}}) {
                QVERIFY(part.has());
                parts[i].push_back(part.value);
            }
        }
        for (const auto& part : parts) QVERIFY(spearman(part, scores) > 0.05);
        qInfo("rho with Z %.2f P %.2f A %.2f C %.2f", spearman(parts[0], scores), spearman(parts[1], scores), spearman(parts[2], scores), spearman(parts[3], scores));
        std::sort(scores.begin(), scores.end());
        std::size_t longest = 0;
        for (std::size_t i = 0, j = 0; i < scores.size(); i = j) {
            while (j < scores.size() && scores[j] == scores[i]) ++j;
            longest = std::max(longest, j - i);
        }
        QVERIFY(static_cast<double>(longest) <= 0.01 * static_cast<double>(scores.size()));
    }
};

QTEST_GUILESS_MAIN(TestDetectorReference)
#include "tst_detector_reference.moc"
