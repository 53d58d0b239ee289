// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "core/signal/detector.h"
#include "detector_market.h"
#include "tests/support/detector_reference.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

namespace {

constexpr unsigned kOfi = 1, kCvd = 2, kFusion = 4;

/// Small rings, so that a series can be read: L 2, pivots may be one apart, warm after 5 samples.
DivergenceConfig small() {
    DivergenceConfig config;
    config.swing_L = 2;
    config.min_separation = 1;
    config.warmup_min = 5;
    return config;
}
bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance; }
std::uint64_t rejects(const Detector& detector, Reason reason) { return detector.stats().by_reason[static_cast<std::size_t>(reason)]; }

/// A low at sample 2 (price 60) and one at 7 (price `low_b`), every step but the last ones 20: scale 20 while low_b is 40.
std::vector<Sample> twoLows(std::int64_t low_b = 40) {
    std::vector<Sample> out;
    for (const std::int64_t p : {100L, 80L, 60L, 80L, 100L, 80L, 60L + (low_b > 40 ? 20L : 0L), static_cast<long>(low_b), 60L + (low_b > 40 ? 20L : 0L), 80L + (low_b > 40 ? 20L : 0L)})
        out.push_back(plainSample(static_cast<std::int64_t>(out.size()), p));
    return out;
}
/// The same upside down: highs at 2 and 7.
std::vector<Sample> twoHighs(std::int64_t low_b = 40) {
    std::vector<Sample> out = twoLows(low_b);
    for (Sample& s : out) s.price2 = 400 - s.price2;
    return out;
}
void set(std::vector<Sample>& samples, Channel channel, double at_a, double at_b) {
    const auto put = [&](Sample& s, double value) { (channel == Channel::Ofi ? s.z_ofi : channel == Channel::Cvd ? s.z_cvd : s.fused) = Stat::of(value); };
    for (Sample& s : samples) put(s, 0);
    put(samples[2], at_a);
    put(samples[7], at_b);
}

struct Ran {
    Detector detector;
    Recorder told;
    Ran(const std::vector<Sample>& samples, const DivergenceConfig& config, unsigned primaries = kAllChannels) : detector(config, primaries) {
        for (const Sample& s : samples) detector.update(s, told);
    }
    [[nodiscard]] const SignalEvent& only() const {
        if (told.said.size() != 1) qFatal("one thing should have been said, not %zu", told.said.size());
        return told.said.front().event;
    }
};

/// Centres of the pivots of a price series, high ones and low ones.
void pivots(const std::vector<int>& prices, int L, std::vector<int>& highs, std::vector<int>& lows) {
    DivergenceConfig config = small();
    config.swing_L = L;
    Detector detector(config);
    Recorder told;
    for (std::size_t i = 0; i < prices.size(); ++i) {
        const DetectorStats before = detector.stats();
        detector.update(plainSample(static_cast<std::int64_t>(i), prices[i]), told);
        if (detector.stats().pivots_high > before.pivots_high) highs.push_back(static_cast<int>(i) - L);
        if (detector.stats().pivots_low > before.pivots_low) lows.push_back(static_cast<int>(i) - L);
    }
}

}  // namespace

class TestDetector : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- pivots
    void pivot_data() {
        QTest::addColumn<std::vector<int>>("prices");
        QTest::addColumn<std::vector<int>>("highs");
        QTest::addColumn<std::vector<int>>("lows");
        using V = std::vector<int>;
        QTest::newRow("high") << V{1, 2, 3, 2, 1} << V{2} << V{};
        QTest::newRow("low") << V{3, 2, 1, 2, 3} << V{} << V{2};
        QTest::newRow("confirmed only by the second sample after it") << V{1, 2, 3, 2} << V{} << V{};
        QTest::newRow("of two equal highs the first") << V{1, 2, 3, 3, 1, 0} << V{2} << V{};
        QTest::newRow("equal highs two apart: the first") << V{1, 2, 3, 2, 3, 1, 0} << V{2} << V{};
        QTest::newRow("of two equal lows the first") << V{3, 2, 1, 1, 3, 4} << V{} << V{2};
        QTest::newRow("higher on the right") << V{1, 2, 3, 2, 4, 5, 6} << V{} << V{};
        QTest::newRow("flat after a rise as far as it sees") << V{1, 2, 3, 3, 3, 3, 3} << V{} << V{};
        QTest::newRow("flat run") << V{5, 5, 5, 5, 5, 5, 5, 5} << V{} << V{};
        QTest::newRow("steady rise") << V{1, 2, 3, 4, 5, 6, 7} << V{} << V{};
        QTest::newRow("alternating: never both") << V{1, 5, 1, 5, 1, 5, 1, 5, 1} << V{} << V{};
    }
    void pivot() {
        QFETCH(std::vector<int>, prices);
        QFETCH(std::vector<int>, highs);
        QFETCH(std::vector<int>, lows);
        std::vector<int> got_highs, got_lows;
        pivots(prices, 2, got_highs, got_lows);
        QCOMPARE(got_highs, highs);
        QCOMPARE(got_lows, lows);
    }
    void aPlateauOfFiveEqualHighsIsOnePivotAtItsFirstSample() {
        std::vector<int> prices(13);
        std::iota(prices.begin(), prices.end(), 1);
        prices.insert(prices.end(), 5, 50);
        for (int p = 40; p > 20; --p) prices.push_back(p);
        std::vector<int> highs, lows;
        pivots(prices, 13, highs, lows);
        QCOMPARE(highs, std::vector<int>{13});
        QVERIFY(lows.empty());
    }
    void aMillionEqualPricesHaveNoPivot() {
        Detector detector{DivergenceConfig{}};
        Recorder told;
        for (int i = 0; i < 1'000'000; ++i) detector.update(plainSample(i, 12'345), told);
        QCOMPARE(detector.stats().samples, 1'000'000U);
        QCOMPARE(detector.stats().pivots_high + detector.stats().pivots_low, 0U);
        QVERIFY(told.said.empty());
    }

    // --- types
    void type_data() {
        QTest::addColumn<bool>("high");
        QTest::addColumn<int>("price_b");  // of the lows; upside down for highs
        QTest::addColumn<double>("ind_a");
        QTest::addColumn<double>("ind_b");
        QTest::addColumn<SignalType>("type");
        using T = SignalType;
        QTest::newRow("low, lower, flow higher") << false << 40 << -1.5 << -0.5 << T::BullDiv;
        QTest::newRow("low, higher, flow lower") << false << 70 << 0.5 << -1.5 << T::HiddenBull;
        QTest::newRow("high, higher, flow lower") << true << 40 << 1.5 << 0.5 << T::BearDiv;
        QTest::newRow("high, lower, flow higher") << true << 70 << -0.5 << 1.5 << T::HiddenBear;
        QTest::newRow("low, lower, flow lower") << false << 40 << -0.5 << -1.5 << T::Count;
        QTest::newRow("low, higher, flow higher") << false << 70 << -1.5 << -0.5 << T::Count;
        QTest::newRow("high, higher, flow higher") << true << 40 << 0.5 << 1.5 << T::Count;
        QTest::newRow("high, lower, flow lower") << true << 70 << 1.5 << 0.5 << T::Count;
        QTest::newRow("equal flow") << false << 40 << 1.5 << 1.5 << T::Count;
        QTest::newRow("equal price") << false << 60 << -1.5 << 1.5 << T::Count;
    }
    void type() {
        QFETCH(bool, high);
        QFETCH(int, price_b);
        QFETCH(double, ind_a);
        QFETCH(double, ind_b);
        QFETCH(SignalType, type);
        auto samples = high ? twoHighs(price_b) : twoLows(price_b);
        set(samples, Channel::Cvd, ind_a, ind_b);
        const Ran ran(samples, small());
        QVERIFY(ran.detector.stats().balanced());
        if (type != SignalType::Count) {
            QCOMPARE(ran.only().type, type);
            QCOMPARE(ran.detector.stats().candidates, 1U);
            return;
        }
        QCOMPARE(ran.told.count(Said::What::Event), 0U);
        QCOMPARE(rejects(ran.detector, Reason::NoPattern), 1U);
        // The price structure alone is what the evaluation's control counts; equal prices have none.
        QCOMPARE(ran.told.count(Said::What::Control), price_b == 60 ? 0U : 1U);
        if (price_b == 60) return;
        const ControlPair& control = ran.told.said.front().control;
        QCOMPARE(control.side, high ? -1 : 1);
        QCOMPARE(control.channel, Channel::Cvd);
        QCOMPARE(control.detect_index, 9);
        QCOMPARE(control.a_index, 2);
    }

    // --- score, by hand
    void scoreOfOneChannel() {
        auto samples = twoLows();
        set(samples, Channel::Cvd, -1.5, -0.5);
        const SignalEvent e = Ran(samples, small()).only();
        QVERIFY(near(e.parts.z.value, 10.0 / 13));  // 1 - .5/(1 + 2*.7/1.2)
        // sep f((5-1)/2) = 2/3; mag sqrt(f(20/(20 sqrt 5)) f(1/2)) = sqrt(.3090170 / 3); prom f(40/(20 sqrt 2)) = .5857864
        QVERIFY(near(e.parts.p.value, (2.0 / 3 + 0.3209450 + 0.5857864) / 3, 1e-7));
        QVERIFY(!e.parts.a.has() && !e.parts.c.has());
        QVERIFY(near(e.score, 77.87424284902966));  // 100 ((.35*.7692308 + .25*.5244660)/.6 - .2)/.6
        QCOMPARE(e.grade, Grade::Strong);
    }
    void scoreOfAllParts() {
        auto samples = twoLows();
        set(samples, Channel::Cvd, -1.5, -0.5);
        set(samples, Channel::Ofi, 0.4, 1.0);
        samples[7].consistency = Stat::of(0.65);
        const SignalEvent e = Ran(samples, small(), kCvd).only();
        QVERIFY(near(e.parts.a.value, (1 + 0.6 / 2.6) / 2));  // OFI rose as CVD did
        QVERIFY(near(e.parts.c.value, 0.5));                  // (.65 - .3)/.7
        QVERIFY(near(e.score, 71.53223801711009));            // 100 (.35 Z + .25 P + .25*.6153846 + .15*.5 - .2)/.6
    }
    void strength_data() {
        QTest::addColumn<double>("ind_a");
        QTest::addColumn<double>("ind_b");
        QTest::addColumn<double>("z");
        QTest::newRow("z_mid is a half") << -0.8 << 0.3 << 0.5;
        QTest::newRow("z_hi is five sixths") << -2.0 << 0.3 << 5.0 / 6;
        QTest::newRow("half of z_mid") << -0.4 << 0.3 << 0.25;
        QTest::newRow("the larger of both") << -0.1 << 2.0 << 5.0 / 6;
        QTest::newRow("just above z_mid") << -0.801 << 0.3 << 1 - 0.5 / (1 + 0.002 / 1.2);
        QTest::newRow("clipped to five") << -50.0 << 0.0 << 1 - 0.5 / 8;  // 1 + 2*4.2/1.2
    }
    void strength() {
        QFETCH(double, ind_a);
        QFETCH(double, ind_b);
        QFETCH(double, z);
        auto samples = twoLows();
        set(samples, Channel::Cvd, ind_a, ind_b);
        const SignalEvent e = Ran(samples, small()).only();
        QVERIFY(near(e.parts.z.value, z));
        QVERIFY(near(e.ind_a, std::max(ind_a, -5.0)) && near(e.ind_b, ind_b));
    }
    void agreement_data() {
        QTest::addColumn<double>("ofi_a");
        QTest::addColumn<double>("ofi_b");
        QTest::addColumn<double>("a");
        QTest::newRow("no opinion") << 1.0 << 1.0 << 0.5;
        QTest::newRow("with it by z_hi") << -1.0 << 1.0 << 0.75;
        QTest::newRow("against it by z_hi") << 1.0 << -1.0 << 0.25;
    }
    void agreement() {
        QFETCH(double, ofi_a);
        QFETCH(double, ofi_b);
        QFETCH(double, a);
        auto samples = twoLows();
        set(samples, Channel::Cvd, -1.5, -0.5);
        set(samples, Channel::Ofi, ofi_a, ofi_b);
        QVERIFY(near(Ran(samples, small(), kCvd).only().parts.a.value, a));
        // With fusion as the primary both flows have a say: (a + .5 (1 + 1/3))/2, as CVD rose by one.
        set(samples, Channel::Fusion, -3, 3);
        QVERIFY(near(Ran(samples, small(), kFusion).only().parts.a.value, (a + 2.0 / 3) / 2));
    }
    void consistencyCountsFromItsMinimum() {
        for (const auto& [given, c] : {std::pair{0.3, 0.0}, {0.1, 0.0}, {1.0, 1.0}, {0.65, 0.5}}) {
            auto samples = twoLows();
            set(samples, Channel::Cvd, -1.5, -0.5);
            samples[7].consistency = Stat::of(given);
            samples[9].consistency = Stat::of(0.9);  // that of the pivot counts, not that of detection
            QVERIFY(near(Ran(samples, small()).only().parts.c.value, c));
        }
    }
    void theRawScoreIsStretchedAndClamped() {
        DivergenceConfig config = small();
        config.weak = 0;
        config.weight_p = config.weight_a = config.weight_c = 0;  // raw = Z
        const auto scoreAt = [&](double ind_a) {
            auto samples = twoLows();
            set(samples, Channel::Cvd, ind_a, 0);
            return Ran(samples, config).only().score;
        };
        QCOMPARE(scoreAt(-0.16), 0.0);               // Z = .1
        QVERIFY(near(scoreAt(-0.8), 50));            // Z = .5
        QVERIFY(near(scoreAt(-0.64), 100.0 / 3));    // Z = .4
        QCOMPARE(scoreAt(-5), 100.0);                // Z = .9375
        config.weight_z = 0;
        config.weight_p = 1;                         // raw = P
        QVERIFY(near(scoreAt(-1), 100 * (0.5244660201029502 - 0.2) / 0.6));
    }
    void theScaleHasAFloorAndFollowsTheSteps() {
        // Ten ticks down and up in one jump, else flat: steps 0 but for the pivots.
        std::vector<Sample> samples;
        for (const std::int64_t p : {100L, 100L, 80L, 100L, 100L, 100L, 100L, 70L, 100L, 100L}) samples.push_back(plainSample(static_cast<std::int64_t>(samples.size()), p));
        set(samples, Channel::Cvd, -1.5, -0.5);
        double sigma = 0;
        for (const double step : {20.0, 20.0, 0.0, 0.0, 0.0, 30.0, 30.0, 0.0}) sigma = 2.0 / 61 * step + 59.0 / 61 * sigma;  // the first step was 0
        const auto f = [](double x) { return x / (1 + x); };
        const double sep = f(2), mag = std::sqrt(f(10 / (sigma * std::sqrt(5.0))) / 3), prom = f(30 / (sigma * std::sqrt(2.0)));
        QVERIFY(near(Ran(samples, small()).only().parts.p.value, (sep + mag + prom) / 3));
        for (Sample& s : samples) s.tick2 = 1'000;  // floor .05 tick = 50
        const double wide_mag = std::sqrt(f(10 / (50 * std::sqrt(5.0))) / 3), wide_prom = f(30 / (50 * std::sqrt(2.0)));
        QVERIFY(near(Ran(samples, small()).only().parts.p.value, (sep + wide_mag + wide_prom) / 3));
    }

    // --- tests in order, dispositions
    void dispositions_data() {
        QTest::addColumn<int>("warmup");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        QTest::addColumn<double>("ind_a");
        QTest::addColumn<double>("weak");
        QTest::addColumn<Reason>("reason");
        QTest::newRow("warmup comes first") << 11 << 6 << 7 << 0.0 << 99.0 << Reason::Warmup;
        QTest::newRow("then the least distance") << 10 << 6 << 7 << 0.0 << 99.0 << Reason::TooClose;
        QTest::newRow("then the largest") << 10 << 3 << 4 << 0.0 << 99.0 << Reason::TooFar;
        QTest::newRow("then the pattern") << 10 << 5 << 6 << 0.0 << 99.0 << Reason::NoPattern;
        QTest::newRow("then the score") << 10 << 5 << 6 << -1.5 << 99.0 << Reason::ScoreBelow;
        QTest::newRow("all passed") << 10 << 5 << 6 << -1.5 << 35.0 << Reason::None;
    }
    void dispositions() {
        QFETCH(int, warmup);
        QFETCH(int, least);
        QFETCH(int, most);
        QFETCH(double, ind_a);
        QFETCH(double, weak);
        QFETCH(Reason, reason);
        DivergenceConfig config = small();
        config.warmup_min = warmup;
        config.min_separation = least;
        config.max_separation = most;
        config.weak = weak;
        config.normal = config.strong = 100;
        auto samples = twoLows();
        set(samples, Channel::Cvd, ind_a, -0.5);
        const Ran ran(samples, config);
        QCOMPARE(ran.detector.stats().candidates, 1U);
        QCOMPARE(ran.detector.stats().emitted, reason == Reason::None ? 1U : 0U);
        if (reason != Reason::None) QCOMPARE(rejects(ran.detector, reason), 1U);
        QCOMPARE(ran.told.count(Said::What::Suppressed), reason == Reason::ScoreBelow ? 1U : 0U);
        QVERIFY(ran.detector.stats().balanced());
    }
    void theLargestDistanceIsTenTimesLUnlessSet() {
        QCOMPARE(DivergenceConfig{}.maxSeparation(), 130);
        for (const int gap : {20, 21}) {  // L 2
            std::vector<Sample> samples;
            for (int i = 0; i < gap + 5; ++i) samples.push_back(plainSample(i, i == 2 ? 60 : i == 2 + gap ? 40 : 1'000 + i));
            for (Sample& s : samples) s.z_cvd = Stat::of(s.price2 == 40 ? 1 : -1);
            const Ran ran(samples, small());
            QCOMPARE(rejects(ran.detector, Reason::TooFar), gap == 20 ? 0U : 1U);
            QCOMPARE(ran.detector.stats().emitted, gap == 20 ? 1U : 0U);
        }
    }
    void cooldownIsPerTypeAndFromTheLastOneTold() {
        // Lows every four samples, each lower with flow that rises: a bull_div each time, 4 s apart.
        const auto run = [](std::int64_t cooldown_ms, bool hidden_between) {
            DivergenceConfig config = small();
            config.cooldown_ms = cooldown_ms;
            config.weak = 0;
            Detector detector(config, kCvd);
            Recorder told;
            for (int i = 0; i < 42; ++i) {
                const int low = i / 4;
                const bool up = hidden_between && low % 3 == 2;
                Sample s = plainSample(i, i % 4 == 2 ? 10'000 - 10 * low + (up ? 25 : 0) : 20'000 + i);
                s.z_cvd = Stat::of(i % 4 == 2 ? 0.1 * low - (up ? 1 : 0) : 0);
                detector.update(s, told);
            }
            return std::pair(detector, told);
        };
        const auto [free, all] = run(4'000, false);  // exactly 4 s is enough
        QCOMPARE(free.stats().emitted, 9U);
        const auto [cooled, some] = run(4'001, false);
        QCOMPARE(cooled.stats().emitted, 5U);        // every other one: what was not told does not cool
        QCOMPARE(rejects(cooled, Reason::Cooldown), 4U);
        QCOMPARE(some.count(Said::What::Suppressed), 4U);
        const auto [mixed, both] = run(4'001, true);
        QVERIFY(mixed.stats().by_type[static_cast<std::size_t>(SignalType::HiddenBull)] > 0);
        for (const Said& s : both.said)
            if (s.what == Said::What::Event && s.event.type == SignalType::HiddenBull) QVERIFY(s.reason == Reason::None);
        QVERIFY(mixed.stats().balanced() && cooled.stats().balanced());
    }

    // --- channels
    void oneEventForAllChannelsOfAPair() {
        auto samples = twoLows();
        set(samples, Channel::Ofi, -1, -0.5);
        set(samples, Channel::Cvd, -2.5, -0.5);
        set(samples, Channel::Fusion, -1.5, -0.5);
        const Ran ran(samples, small());
        const SignalEvent e = ran.only();
        QCOMPARE(e.channel, Channel::Cvd);
        QCOMPARE(unsigned{e.also}, kOfi | kFusion);
        QCOMPARE(ran.detector.stats().candidates, 3U);
        QCOMPARE(ran.detector.stats().emitted, 1U);
        QCOMPARE(ran.detector.stats().merged, 2U);
        QVERIFY(ran.detector.stats().balanced());
        // A channel that does not diverge is not among them, though it is asked for its opinion.
        set(samples, Channel::Ofi, 1, -1);
        const SignalEvent two = Ran(samples, small()).only();
        QCOMPARE(two.also | 1U << static_cast<unsigned>(two.channel), kCvd | kFusion);
    }
    void ofEqualScoresFusionLeadsThenOfi() {
        DivergenceConfig config = small();
        config.weight_a = 0;  // else the flows agree with each other more than with themselves
        auto samples = twoLows();
        for (const Channel c : {Channel::Ofi, Channel::Cvd, Channel::Fusion}) set(samples, c, -1.5, -0.5);
        QCOMPARE(Ran(samples, config).only().channel, Channel::Fusion);
        QCOMPARE(Ran(samples, config, kOfi | kCvd).only().channel, Channel::Ofi);
        QCOMPARE(unsigned{Ran(samples, config, kOfi | kCvd).only().also}, kCvd);
        QCOMPARE(Ran(samples, config, kCvd).only().channel, Channel::Cvd);
    }
    void aChannelWithoutAValueAtAPivotIsSkipped() {
        for (const std::size_t pivot : {std::size_t{2}, std::size_t{7}})
            for (const Stat& none : {Stat::none(Reason::Freeze), Stat::of(std::numeric_limits<double>::quiet_NaN()),
                                     Stat::of(std::numeric_limits<double>::infinity())}) {
                auto samples = twoLows();
                set(samples, Channel::Cvd, -1.5, -0.5);
                set(samples, Channel::Ofi, -2.5, -0.5);
                samples[pivot].z_ofi = none;
                const Ran ran(samples, small());
                QCOMPARE(ran.only().channel, Channel::Cvd);
                QVERIFY(!ran.only().parts.a.has());
                QVERIFY(near(ran.only().score, 77.87424284902966));
                samples[pivot].z_cvd = none;
                const Ran silent(samples, small());
                QVERIFY(silent.told.said.empty());
                QCOMPARE(rejects(silent.detector, Reason::InvalidInput), 1U);
            }
        auto samples = twoLows();  // elsewhere it does not matter
        set(samples, Channel::Cvd, -1.5, -0.5);
        for (const std::size_t i : {0U, 1U, 3U, 5U, 9U}) samples[i].z_cvd = Stat::none(Reason::Freeze);
        samples[7].consistency = Stat::of(std::numeric_limits<double>::quiet_NaN());
        QVERIFY(near(Ran(samples, small()).only().score, 77.87424284902966));
    }
    void theAverageOfTheFlowKeepsItsVariance() {
        DivergenceConfig config = small();
        config.ind_ema_span = 3;  // alpha .5, unit sqrt(.5/1.5)
        auto samples = twoLows();
        for (Sample& s : samples) s.z_cvd = Stat::of(0);
        samples[2].z_cvd = Stat::of(-0.8);  // after two zeros: -.4
        samples[3].z_cvd = Stat::none(Reason::Freeze);
        samples[7].z_cvd = Stat::of(1);     // -.4, none, -.2, -.1, -.05, .475
        const SignalEvent e = Ran(samples, config).only();
        QVERIFY(near(e.ind_a, -0.4 * std::sqrt(3.0)));
        QVERIFY(near(e.ind_b, 0.475 * std::sqrt(3.0)));
        for (std::size_t i = 5; i < samples.size(); ++i) samples[i].epoch[static_cast<std::size_t>(Channel::Cvd)] = 1;
        Detector begun_anew(config);
        Recorder told;
        for (const Sample& s : samples) begun_anew.update(s, told);
        QCOMPARE(rejects(begun_anew, Reason::Gap), 1U);
    }

    // --- breaks
    void aPairAcrossABreakIsWithheldOnce() {
        DivergenceConfig config = small();
        config.weak = 0;
        Detector detector(config, kCvd);
        Recorder told;
        std::int64_t index = 0;
        const auto part = [&](std::int32_t segment, int samples) {  // a low in the middle of each four
            for (int i = 0; i < samples; ++i, ++index) {
                Sample s = plainSample(index, i % 4 == 2 ? 1'000 - 10 * index : 5'000 + index);
                s.segment = segment;
                s.z_cvd = Stat::of(0.01 * static_cast<double>(index));
                detector.update(s, told);
            }
        };
        part(0, 5);   // low at 2
        part(1, 4);   // too short for a pivot
        part(2, 13);  // lows at 11, 15, 19, the highs beside them are none
        QCOMPARE(detector.stats().withheld_by_gap, 1U);
        QCOMPARE(told.count(Said::What::Withheld), 1U);
        const WithheldPair& pair = told.said.front().withheld;
        QVERIFY(pair.low);
        QCOMPARE(pair.a.index, 2);
        QCOMPARE(pair.b.index, 11);
        QCOMPARE(pair.detect_index, 13);
        QCOMPARE(pair.segment, 2);
        QCOMPARE(detector.stats().candidates, 2U);  // 11-15 and 15-19
        for (const Said& s : told.said)
            if (s.what == Said::What::Event) QVERIFY(s.event.a.index >= 9);
        part(3, 9);
        QCOMPARE(detector.stats().withheld_by_gap, 2U);
        QVERIFY(detector.stats().balanced());
    }
    void aPivotNeedsBothSidesInItsSegment() {
        auto samples = twoLows();
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i].segment = i < 4 ? 0 : 1;  // the low at 2 has one sample after it
        Detector detector(small());
        Recorder told;
        for (const Sample& s : samples) detector.update(s, told);
        QCOMPARE(detector.stats().pivots_low, 1U);
        QCOMPARE(detector.stats().pivots_high, 0U);
        QCOMPARE(detector.stats().withheld_by_gap, 0U);
    }
    void warmupBeginsAnewWithTheSegment() {
        DivergenceConfig config = small();
        config.warmup_min = 10;
        auto samples = twoLows();
        set(samples, Channel::Cvd, -1.5, -0.5);
        QCOMPARE(Ran(samples, config).detector.stats().emitted, 1U);
        std::vector<Sample> longer;
        for (int i = 0; i < 20; ++i) longer.push_back(plainSample(i, 100));
        for (Sample s : samples) {
            s.index += 20;
            s.t_ns += 20 * kNsPerSec;
            s.segment = 1;
            longer.push_back(s);
        }
        QCOMPARE(Ran(longer, config).detector.stats().emitted, 1U);
        config.warmup_min = 11;
        QCOMPARE(rejects(Ran(longer, config).detector, Reason::Warmup), 1U);
    }
    void valuesOfDifferentEpochsAreNotCompared() {
        auto samples = twoLows();
        set(samples, Channel::Cvd, -1.5, -0.5);
        set(samples, Channel::Ofi, -2.5, -0.5);
        for (std::size_t i = 5; i < samples.size(); ++i) samples[i].epoch[static_cast<std::size_t>(Channel::Ofi)] = 1;
        const Ran ran(samples, small());
        QCOMPARE(ran.only().channel, Channel::Cvd);
        QVERIFY(!ran.only().parts.a.has());
        const Ran ofi(samples, small(), kOfi);
        QVERIFY(ofi.told.said.empty());
        QCOMPARE(rejects(ofi.detector, Reason::Gap), 1U);
        QVERIFY(ofi.detector.stats().balanced());
    }

    // --- the record
    void anEventTellsWhatWasKnownAtDetection() {
        auto samples = twoLows();
        set(samples, Channel::Cvd, -1.5, -0.5);
        Sample& now = samples.back();
        now.z_ofi = Stat::of(0.25);
        now.consistency = Stat::none(Reason::LagExceeded);
        now.scenario = Scenario::QuietHigh;
        now.session = Session::NewYork;
        now.day_session = DaySession::Night;
        now.trade_priced = true;
        const SignalEvent e = Ran(samples, small()).only();
        QVERIFY(samePoint(e.a, {2, samples[2].t_ns, 60}));
        QVERIFY(samePoint(e.b, {7, samples[7].t_ns, 40}));
        QVERIFY(samePoint(e.detect, {9, now.t_ns, 80}));
        QCOMPARE(e.lag_samples, 2);
        QCOMPARE(e.gap_bars, 5);
        QCOMPARE(e.prominence2, 40.0);
        QCOMPARE(e.ind_a, -1.5);
        QCOMPARE(e.ind_b, -0.5);
        QCOMPARE(e.best_bid.units, 39);
        QCOMPARE(e.best_ask.units, 41);
        QCOMPARE(e.z_ofi, Stat::of(0.25));
        QCOMPARE(e.z_cvd, Stat::of(0));
        QCOMPARE(e.consistency, Stat::none(Reason::LagExceeded));
        QCOMPARE(e.scenario, Scenario::QuietHigh);
        QCOMPARE(e.session, Session::NewYork);
        QCOMPARE(e.day_session, DaySession::Night);
        QVERIFY(e.trade_priced && e.has_quote);
        QCOMPARE(e.params_hash, paramsHash(small(), kAllChannels));
        QCOMPARE(e.side(), 1);
    }
    void theHashFollowsEverySetting() {
        const DivergenceConfig standard;
        std::vector<std::uint64_t> hashes{paramsHash(standard, 7), paramsHash(standard, 3)};
#define BW_ONE(kind, type, member, key, unit, initial, min, max, choices, env, help) \
    {                                                                                \
        DivergenceConfig other;                                                      \
        other.member += 1;                                                           \
        hashes.push_back(paramsHash(other, 7));                                      \
    }
        BW_DIVERGENCE_KEYS(BW_ONE)
#undef BW_ONE
        QCOMPARE(paramsHash(standard, 7), hashes.front());
        std::sort(hashes.begin(), hashes.end());
        QVERIFY(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
        QCOMPARE(Detector(standard).hash(), paramsHash(standard, kAllChannels));
        QCOMPARE(Detector(standard, 7, 42).hash(), 42U);
    }
    void afterResetItIsAsNew() {
        Random random(seedOr(11));
        DivergenceConfig config;
        config.swing_L = 5;
        config.warmup_min = 20;
        config.ind_ema_span = 3;
        const auto samples = fuzzedMarket(random, 5'000);
        Detector used(config, 3), fresh(config, 3);
        Recorder first, again, once;
        for (const Sample& s : samples) used.update(s, first);
        QVERIFY(!(used == fresh));
        used.reset();
        QVERIFY(used == fresh);
        for (const Sample& s : samples) used.update(s, again), fresh.update(s, once);
        QVERIFY(used == fresh);
        QCOMPARE(QByteArray::fromStdString(firstDifference(again.said, first.said)), QByteArray());
        QCOMPARE(QByteArray::fromStdString(firstDifference(once.said, first.said)), QByteArray());
        QVERIFY(!first.said.empty());
    }
};

QTEST_GUILESS_MAIN(TestDetector)
#include "tst_detector.moc"
