// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include "core/signal/chain.h"
#include "core/signal/detector_bank.h"
#include "detector_market.h"
#include "tests/support/detector_reference.h"
#include "tests/unit/model/seed.h"

namespace {
std::uint64_t g_allocations_n = 0, g_held_bytes = 0;
constexpr std::size_t kFront = alignof(std::max_align_t);  // holds the size before each block
}

void* operator new(std::size_t size) {
    ++g_allocations_n;
    g_held_bytes += size;
    auto* memory = static_cast<std::byte*>(std::malloc(size + kFront));
    if (memory == nullptr) throw std::bad_alloc();
    std::memcpy(memory, &size, sizeof size);
    return memory + kFront;
}
void operator delete(void* memory) noexcept {
    if (memory == nullptr) return;
    std::byte* block = static_cast<std::byte*>(memory) - kFront;
    std::size_t size;
    std::memcpy(&size, block, sizeof size);
    g_held_bytes -= size;
    std::free(block);
}
void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

class TestDetectorInvariance : public QObject {
    Q_OBJECT

    static std::vector<Said> run(const std::vector<Sample>& samples, const DivergenceConfig& config) {
        Detector detector(config);
        Recorder told;
        for (const Sample& s : samples) detector.update(s, told);
        return told.said;
    }
    static std::vector<Sample> market(std::uint64_t seed, bool fuzzed) {
        Random random(seed);
        return fuzzed ? fuzzedMarket(random, 30'000) : noiseMarket(random, 30'000, false);
    }
    static DivergenceConfig quickRing() {
        DivergenceConfig config;
        config.swing_L = 5;
        config.warmup_min = 20;
        return config;
    }

    static void markets_data() {
        QTest::addColumn<bool>("fuzzed");
        QTest::newRow("noise") << false;
        QTest::newRow("fuzzed") << true;
    }
    template <class Change>
    static void same(std::uint64_t seed, Change change) {
        QFETCH(bool, fuzzed);
        QCOMPARE(QByteArray::fromStdString(differenceUnder(change, market(seedOr(seed), fuzzed), quickRing())), QByteArray());
    }

private Q_SLOTS:
    void tenfoldPriceAndTick_data() { markets_data(); }
    void tenfoldPriceAndTick() { same(21, [](const auto& x) { return tenfold(x); }); }
    void mirroredPriceAndFlow_data() { markets_data(); }
    void mirroredPriceAndFlow() { same(22, [](const auto& x) { return mirrored(x); }); }
    void wholeDaysLater_data() { markets_data(); }
    void wholeDaysLater() { same(23, [](const auto& x) { return later(x); }); }
    /// A larger z_hi lowers Z and mag of every pair, a little when it is a little larger.
    void thresholdsActContinuously() {
        const auto samples = market(seedOr(24), false);
        DivergenceConfig config = quickRing();
        config.weak = 0;
        config.cooldown_ms = 0;
        config.weight_a = config.weight_c = 0;
        const auto before = run(samples, config);
        DivergenceConfig higher = config;
        higher.z_hi += 0.01;
        const auto after = run(samples, higher);
        QCOMPARE(after.size(), before.size());
        int lower = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i].what != Said::What::Event) continue;
            const double fell = before[i].event.score - after[i].event.score;
            QVERIFY(fell >= -1e-9 && fell < 1);
            lower += fell > 0;
        }
        QVERIFY(lower > 100);
    }

    // --- memory
    void nothingIsAllocatedInUpdate() {
        struct Silent final : DetectorSink {
            std::uint64_t events = 0;
            void onEvent(const SignalEvent&) override { ++events; }
            void onSuppressed(const SignalEvent&, Reason) override {}
            void onWithheld(const WithheldPair&) override {}
        } sink;
        const auto samples = market(seedOr(25), true);
        Detector detector(quickRing());
        std::vector<ParamRule> rules(2);
        rules[0].day_session = DaySession::Night;
        rules[0].set = {{"swing_L", 8}};
        rules[1].source = Channel::Cvd;
        rules[1].set = {{"z_hi", 1.2}};
        auto sets = ParamSets::make(quickRing(), rules, "BTCUSDT");
        QVERIFY(sets);
        DetectorBank bank(*sets, kAllChannels);
        QVERIFY(bank.count() > 2);
        const std::uint64_t before_n = g_allocations_n;
        for (const Sample& s : samples) {
            detector.update(s, sink);
            bank.update(s, sink);
        }
        const std::uint64_t during_n = g_allocations_n - before_n;
        QCOMPARE(during_n, 0U);
        QVERIFY(sink.events > 100);
    }
    /// Sixteen parameter sets of the tuning grid in two samplings of one instrument, everything of its chain included.
    void anInstrumentStaysBelow256KiB() {
        SignalConfig config;
        config.samplings = {"tick", "1s"};
        int set = 0;
        constexpr int kSwings[] = {8, 13, 21};
        for (const DaySession session : {DaySession::Day, DaySession::Night})
            for (const Liquidity liquidity : {Liquidity::Active, Liquidity::Quiet})
                for (const Channel source : {Channel::Ofi, Channel::Cvd, Channel::Fusion}) {
                    ParamRule& rule = config.rules.emplace_back();
                    rule.day_session = session;
                    rule.liquidity = liquidity;
                    rule.source = source;
                    rule.set = {{"swing_L", kSwings[set % 3]}, {"z_hi", 1.2 + 0.01 * set}};
                    ++set;
                }
        for (const Channel source : {Channel::Ofi, Channel::Cvd, Channel::Fusion}) {  // where the regime is not known
            ParamRule rule;
            rule.source = source;
            rule.set = {{"swing_L", kSwings[set % 3]}, {"z_hi", 1.2 + 0.01 * set}};
            ++set;
            config.rules.insert(config.rules.begin(), rule);
        }
        struct Nobody final : ChainSink {
            void onSample(int, const Sample&) override {}
            void onEvent(int, const SignalEvent&) override {}
            void onSuppressed(int, const SignalEvent&, Reason) override {}
            void onWithheld(int, const WithheldPair&) override {}
            void onControl(int, const ControlPair&) override {}
            void onFusion(int, const Sample&, std::uint64_t) override {}
            void onOutcome(int, const SignalOutcome&, double) override {}
            void onSignalNotice(int, Code, std::string_view, double) override {}
        } nobody;
        const std::uint64_t before = g_held_bytes;
        const Chain chain(config, "BTCUSDT", nobody);
        const std::uint64_t bytes = g_held_bytes - before + sizeof chain;
        qInfo("detector %zu bytes; a chain of 2 samplings with %d sets each: %llu bytes", sizeof(Detector), chain.series(0).bank().count(),
              static_cast<unsigned long long>(bytes));
        QCOMPARE(chain.series(0).bank().count(), 16);
        QVERIFY(bytes <= 256 * 1024);
    }
};

QTEST_GUILESS_MAIN(TestDetectorInvariance)
#include "tst_detector_invariance.moc"
