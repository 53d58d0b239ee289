// SPDX-License-Identifier: GPL-3.0-or-later
// Each indicator with its default parameters, bar by bar, beside the budget of the signals spec, section 13.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "core/model/random.h"
#include "core/signal/indicator/indicator.h"
#include "tests/bench/call_times.h"
#include "tests/bench/rows.h"

namespace bw::bench {
namespace {

using indicator::Bar;

constexpr std::size_t kBars = 1 << 13;  // walked through again and again, at later times

std::vector<Bar> bars() {
    Random random(3);
    std::vector<Bar> out;
    std::int64_t price = 6'000'000;
    for (std::size_t i = 0; i < kBars; ++i) {
        Bar bar;
        bar.period_s = 60;
        bar.open = price;
        price += static_cast<std::int64_t>(random.below(401)) - 200;
        bar.close = price;
        bar.high = std::max(bar.open, bar.close) + static_cast<std::int64_t>(random.below(60));
        bar.low = std::min(bar.open, bar.close) - static_cast<std::int64_t>(random.below(60));
        bar.volume = static_cast<std::int64_t>(random.below(1'000'000));
        out.push_back(bar);
    }
    return out;
}

std::string lower(std::string_view id) {
    std::string out(id);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace

void indicatorRows(std::vector<Row>& rows) {
    const std::vector<Bar> market = bars();
    for (const indicator::IndicatorInfo& info : indicator::indicatorTable()) {
        auto made = indicator::makeIndicator(info.id, {.price_digits = 2, .qty_digits = 3});
        if (!made) continue;
        indicator::Values out;
        callRows(rows, "indicator." + lower(info.id), 60, 300, [&](std::uint64_t i) {
            Bar bar = market[i % kBars];
            bar.open_time_ns = static_cast<std::int64_t>(i) * 60 * kNsPerSec;
            static_cast<void>((*made)->update(bar, out));
            return out[0].value;
        });
    }
    std::fprintf(stderr, "  indicator\n");
}

}  // namespace bw::bench
