// SPDX-License-Identifier: GPL-3.0-or-later
// The flow statistics of core/signal, call by call, beside the budgets of the signals spec, section 13.
#include <cstdio>
#include <vector>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/cvd_signal.h"
#include "core/signal/fusion.h"
#include "core/signal/ofi_signal.h"
#include "core/signal/scenario.h"
#include "tests/bench/call_times.h"
#include "tests/bench/rows.h"

namespace bw::bench {
namespace {

using namespace signal;

constexpr std::size_t kInputs = 1 << 14;  // walked through again and again

std::vector<std::int64_t> flows() {
    Random random(1);
    std::vector<std::int64_t> out;
    for (std::size_t i = 0; i < kInputs; ++i) {
        const double size = 1 + 2'000 * random.uniform() * random.uniform() * random.uniform();
        out.push_back(static_cast<std::int64_t>(random.below(2) == 0 ? size : -size));
    }
    return out;
}

/// A book whose best prices move one tick now and then, and one quantity each time.
std::vector<TopLevels> books() {
    Random random(2);
    std::vector<TopLevels> out;
    TopLevels now;
    now.bid_count = now.ask_count = kOfiLevels;
    std::int64_t best = 100'000;
    for (std::size_t i = 0; i < kInputs; ++i) {
        if (random.below(4) == 0) best += static_cast<std::int64_t>(random.below(3)) - 1;
        for (std::size_t k = 0; k < kOfiLevels; ++k) {
            now.bids[k].price.units = best - static_cast<std::int64_t>(k);
            now.asks[k].price.units = best + 1 + static_cast<std::int64_t>(k);
        }
        (random.below(2) == 0 ? now.bids : now.asks)[random.below(kOfiLevels)].qty.units = static_cast<std::int64_t>(1 + random.below(5'000));
        out.push_back(now);
    }
    return out;
}

OfiConfig ofiBy(ZMethod method) {
    OfiConfig config;
    config.z_method = method;
    return config;
}
CvdConfig cvdBy(CvdScale method) {
    CvdConfig config;
    config.z_method = method;
    return config;
}

/// Time of a call after 1e4 and after 1e6 values before it: the cost may not grow with the stream.
void flatRow(const std::vector<std::int64_t>& x, const PairOptions& options, std::vector<Row>& rows) {
    OfiSignal young{OfiConfig{}}, old{OfiConfig{}};
    const auto feed = [&x](OfiSignal& signal, std::size_t n) {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += signal.update(static_cast<double>(x[i % kInputs])).value;
        volatile double sink = sum;
        static_cast<void>(sink);
        return std::uint64_t{n};
    };
    feed(old, 1'000'000);
    rows.push_back(ratio("signal.flat", 0.9, options,
                         [&] {
                             young.onBreak(/*clear_windows=*/true);
                             return feed(young, 10'000);
                         },
                         [&] { return feed(old, 10'000); }));
}

}  // namespace

void signalRows(const PairOptions& options, std::vector<Row>& rows) {
    const std::vector<std::int64_t> x = flows();
    const std::vector<TopLevels> book = books();
    const auto at = [&x](std::uint64_t i) { return x[i % kInputs]; };
    OfiBook levels;
    callRows(rows, "signal.ofi_e", 40, 150, [&](std::uint64_t i) { return levels.onBook(book[i % kInputs])[0]; });
    OfiSignal ofi_rank(ofiBy(ZMethod::Rank)), ofi_winsor(ofiBy(ZMethod::Winsor));
    const auto ofi = [&](OfiSignal& signal) {
        return [&](std::uint64_t i) { return signal.update(static_cast<double>(at(i))).value; };
    };
    callRows(rows, "signal.ofi_rank", 250, 800, ofi(ofi_rank));
    callRows(rows, "signal.ofi_winsor", 800, 2'500, ofi(ofi_winsor));
    CvdSignal cvd_rank(cvdBy(CvdScale::Rank), true), cvd_scale(cvdBy(CvdScale::Scale), true);
    const auto cvd = [&](CvdSignal& signal) {
        return [&](std::uint64_t i) {
            return signal.update({.delta = at(i), .level = at(i), .t_ns = static_cast<std::int64_t>(i) * 50 * kNsPerMs, .trades = 1}).z.value;
        };
    };
    callRows(rows, "signal.cvd_rank", 250, 800, cvd(cvd_rank));
    callRows(rows, "signal.cvd_scale", 250, 800, cvd(cvd_scale));
    Fusion fusion(FusionConfig{}, true);
    callRows(rows, "signal.fusion", 40, 150, [&](std::uint64_t i) {
        const std::int64_t t_ns = static_cast<std::int64_t>(i) * 50 * kNsPerMs;
        const double z_ofi = static_cast<double>(at(i)) / 200, z_cvd = static_cast<double>(at(i / 3)) / 200;
        return fusion.update({t_ns, Stat::of(z_ofi), Stat::of(z_cvd), t_ns, t_ns}).score;
    });
    ScenarioClock trades{ScenarioConfig{}}, seconds{ScenarioConfig{}};
    callRows(rows, "signal.scenario_trade", 30, 150, [&](std::uint64_t i) {  // one call in 1,000 closes a second
        trades.onTrade(static_cast<std::int64_t>(i) * kNsPerMs);
        if (i % 1'000 == 999) trades.onSecond(static_cast<std::int64_t>(i / 1'000), 200'000 + at(i), true);
        return trades.tps();
    });
    callRows(rows, "signal.scenario_second", 0, 0, [&](std::uint64_t i) {
        seconds.onSecond(static_cast<std::int64_t>(i), 200'000 + at(i), true);
        return seconds.tps();
    });
    flatRow(x, options, rows);
    std::fprintf(stderr, "  signal\n");
}

}  // namespace bw::bench
