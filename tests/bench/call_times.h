// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/histogram.h"
#include "tests/bench/harness.h"

namespace bw::bench {

/// Time stamp counter where there is one, else the steady clock: calls of 50 ns are shorter than the clock's own noise.
[[nodiscard]] inline std::uint64_t ticks() noexcept {
#if defined(__x86_64__)
    __builtin_ia32_lfence();  // what came before has finished
    const std::uint64_t now = __builtin_ia32_rdtsc();
    __builtin_ia32_lfence();
    return now;
#else
    return static_cast<std::uint64_t>(nowNs());
#endif
}
[[nodiscard]] inline double nsPerTick() {
    static const double ratio = [] {
        const std::int64_t begin_ns = nowNs();
        const std::uint64_t begin = ticks();
        while (nowNs() - begin_ns < 50'000'000) {}
        return static_cast<double>(nowNs() - begin_ns) / static_cast<double>(ticks() - begin);
    }();
    return ratio;
}

/// Two rows, <id>.p50 and <id>.p99: ns of one call beside the budget of the signals spec, section 13; medians of 10 runs,
/// best and worst run as the interval. What two stamps cost with nothing between them is taken off. Information: no floor.
///   call(i)   one operation, i counts through all runs; what it returns is kept alive
template <class Call>
void callRows(std::vector<Row>& rows, const std::string& id, double budget_p50_ns, double budget_p99_ns, Call call) {
    constexpr int kRuns = 10, kCalls = 40'000, kWarm = 20'000;
    constexpr double kSteps = 16;  // of a tick in the histogram, so that short calls keep their digits
    const double step_ns = nsPerTick() / kSteps;
    const auto run = [&](auto&& one, double& p50, double& p99) {
        Histogram times;
        for (int i = 0; i < kCalls; ++i) {
            const std::uint64_t begin = ticks();
            one();
            times.add(static_cast<std::int64_t>(static_cast<double>(ticks() - begin) * kSteps));
        }
        p50 = static_cast<double>(times.quantile(0.50)) * step_ns;
        p99 = static_cast<double>(times.quantile(0.99)) * step_ns;
    };
    std::uint64_t i = 0;
    double kept = 0;
    const auto one = [&] { kept += static_cast<double>(call(i++)); };
    for (int w = 0; w < kWarm; ++w) one();
    StealMeter steal;
    std::vector<double> p50s, p99s;
    int discarded = 0;
    while (static_cast<int>(p50s.size()) < kRuns && discarded < 2 * kRuns) {
        double empty = 0, unused = 0, p50 = 0, p99 = 0;
        static_cast<void>(steal.share());
        run([] {}, empty, unused);
        run(one, p50, p99);
        if (steal.share() > 0.02) {
            ++discarded;
            continue;
        }
        p50s.push_back(std::max(0.0, p50 - empty));
        p99s.push_back(std::max(0.0, p99 - empty));
    }
    volatile double sink = kept;
    static_cast<void>(sink);
    const auto row = [&](const char* name, std::vector<double>& values, double budget_ns) {
        Row r;
        r.id = id + name;
        r.unit = "ns";
        r.higher_is_better = false;
        r.n = static_cast<int>(values.size());
        r.discarded = discarded;
        std::sort(values.begin(), values.end());
        if (!values.empty()) {
            r.value = values[values.size() / 2];
            r.lo = values.front();
            r.hi = values.back();
        }
        if (budget_ns > 0) r.raw = "\"budget_ns\":" + std::to_string(static_cast<int>(budget_ns));
        rows.push_back(std::move(r));
    };
    row(".p50", p50s, budget_p50_ns);
    row(".p99", p99s, budget_p99_ns);
}

}  // namespace bw::bench
