// SPDX-License-Identifier: GPL-3.0-or-later
// The divergence detector, sample by sample, beside the budgets of the signals spec, section 13.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/detector_bank.h"
#include "tests/bench/call_times.h"
#include "tests/bench/rows.h"

namespace bw::bench {
namespace {

using namespace signal;

constexpr std::size_t kInputs = 1 << 12;  // walked through again and again
constexpr double kFlatMax = 1.2;          // cost after 1e6 samples over cost after 1e3

class Silent final : public DetectorSink {
public:
    void onEvent(const SignalEvent& event) override { kept += event.score; }
    void onSuppressed(const SignalEvent& event, Reason) override { kept += event.score; }
    void onWithheld(const WithheldPair&) override {}
    double kept = 0;
};

/// Three channels on a random walk that ends where it began, so that it can be walked again.
class Market {
public:
    Market() {
        Random random(3);
        std::vector<std::int64_t> steps;
        for (std::size_t i = 0; i < kInputs / 2; ++i) steps.push_back(static_cast<std::int64_t>(random.below(9)) - 4);
        for (std::size_t i = 0; i < kInputs / 2; ++i) steps.push_back(-steps[i]);
        for (std::size_t i = steps.size() - 1; i > 0; --i) std::swap(steps[i], steps[random.below(i + 1)]);
        std::int64_t price2 = 200'000;
        for (const std::int64_t step : steps) {
            m_walk.push_back(price2 += 2 * step);
            m_z.push_back(4 * random.uniform() - 2);
        }
    }
    /// The walk: about one sample in thirteen confirms a pivot.
    const Sample& walk(std::uint64_t i) { return at(i, m_walk[i % kInputs]); }
    /// A rise in which every other sample looks like a high or a low until its whole ring is looked at: never a pivot.
    const Sample& rise(std::uint64_t i) {
        const auto n = static_cast<std::int64_t>(i);
        return at(i, 200'000 + 20 * n + (n % 2 == 0 ? 0 : 30));
    }

private:
    const Sample& at(std::uint64_t i, std::int64_t price2) {
        m_sample.index = static_cast<std::int64_t>(i);
        m_sample.t_ns = static_cast<std::int64_t>(i) * kNsPerSec;
        m_sample.price2 = price2;
        m_sample.tick2 = 2;
        m_sample.z_ofi = Stat::of(m_z[i % kInputs]);
        m_sample.z_cvd = Stat::of(m_z[(i + 7) % kInputs]);
        m_sample.fused = Stat::of(m_z[(i + 13) % kInputs]);
        m_sample.consistency = Stat::of(0.5);
        return m_sample;
    }
    std::vector<std::int64_t> m_walk;
    std::vector<double> m_z;
    Sample m_sample;
};

/// The same 20,000 samples after 1e3 and after 1e6 before them. Value: cost of the first over cost of the second.
void flatRow(Market& market, const PairOptions& options, std::vector<Row>& rows) {
    Silent sink;
    const auto aged = [&](std::uint64_t n) {
        Detector detector{DivergenceConfig{}};
        for (std::uint64_t i = 0; i < n; ++i) detector.update(market.walk(i), sink);
        return detector;
    };
    const std::uint64_t many = (1'000'000 / kInputs + 1) * kInputs + 1'000;  // at the same place of the walk as 1,000
    const Detector young = aged(1'000), old = aged(many);
    const auto run = [&](const Detector& state, std::uint64_t from) {
        Detector detector = state;
        for (std::uint64_t i = from; i < from + 20'000; ++i) detector.update(market.walk(i), sink);
        return std::uint64_t{20'000};
    };
    rows.push_back(ratio("signal.detector_flat", 1 / kFlatMax, options, [&] { return run(young, 1'000); }, [&] { return run(old, many); }));
    volatile double kept = sink.kept;
    static_cast<void>(kept);
}

/// As many parameter sets as there may be: base and fifteen contexts.
ParamSets sixteenSets() {
    std::vector<ParamRule> rules;
    for (int i = 0; i < ParamSets::kSetsMax - 1; ++i) {
        ParamRule& rule = rules.emplace_back();
        rule.source = static_cast<Channel>(i % 3);
        rule.liquidity = static_cast<Liquidity>(i / 3 % 3);
        rule.day_session = i < 9 ? DaySession::Day : DaySession::Night;
        rule.set = {{"swing_L", 14 + i}};
    }
    return *ParamSets::make({}, rules, "BENCH");
}

}  // namespace

void detectorRows(const PairOptions& options, double ref_depth20_ns, std::vector<Row>& rows) {
    Market market;
    Silent sink;
    // The row just made is the p99 of `id`: the budget as a gate, wider on a slower host.
    const auto gate = [&](double budget_ns) {
        rows.back().floor = budget_ns;
        rows.back().scaled_floor = budget_ns * std::max(1.0, ref_depth20_ns / 350);
    };
    Detector quiet{DivergenceConfig{}}, busy{DivergenceConfig{}};
    callRows(rows, "signal.detector_no_pivot", 120, 1'000, [&](std::uint64_t i) {
        quiet.update(market.rise(i), sink);
        return sink.kept;
    });
    gate(2'000);
    callRows(rows, "signal.detector_walk", 120, 1'000, [&](std::uint64_t i) {
        busy.update(market.walk(i), sink);
        return sink.kept;
    });
    gate(2'000);
    DetectorBank bank(sixteenSets(), kAllChannels);
    callRows(rows, "signal.detector_16_sets", 2'000, 8'000, [&](std::uint64_t i) {
        bank.update(market.walk(i), sink);
        return sink.kept;
    });
    gate(8'000);
    flatRow(market, options, rows);
    std::fprintf(stderr, "  detector: %s\n", quiet.stats().pivots_high + quiet.stats().pivots_low == 0 ? "no pivot in the rise" : "PIVOTS in the rise");
}

}  // namespace bw::bench
