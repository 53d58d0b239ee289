// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>

#include "core/engine/pipeline.h"

namespace bw::engine {

/// Bars of a run by instrument, for the report and `--klines-out`. Engine thread.
class BarBook {
public:
    void add(int instrument, const api::Bar& bar) {
        if (bar.period_s == 60 && bar.count > 0 && !(bar.flags & api::Bar::Backfilled)) m_bars[instrument][bar.open_time.ns] = bar;
    }
    [[nodiscard]] std::size_t count(int instrument) const;
    /// Runs of absent minutes between the first and the last bar.
    [[nodiscard]] std::size_t gaps(int instrument) const;
    /// CSV of all instruments: instrument, open_time_ms, open, high, low, close, volume, buy, sell, count.
    [[nodiscard]] std::string csv(const Pipeline& pipeline) const;

private:
    std::map<int, std::map<std::int64_t, api::Bar>> m_bars;
};

/// The replay report of ARCHITECTURE.md section 6 as JSON.
struct ReportInput {
    const Pipeline& pipeline;
    const BarBook& bars;
    std::uint64_t timer_frames = 0;  // made by replay: not counted
    double wall_seconds = 0;
};
[[nodiscard]] std::string makeReport(const ReportInput& input);

}  // namespace bw::engine
