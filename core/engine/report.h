// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/engine/pipeline.h"

namespace bw::engine {

/// Bars of a run by instrument, for the report and `--klines-out`. Engine thread.
class BarBook {
public:
    void add(int instrument, const api::Bar& bar) {
        if (bar.period_s < 60 || (bar.count == 0 && bar.volume == 0) || (bar.flags & api::Bar::Backfilled) != 0) return;
        m_bars[instrument][bar.period_s][bar.open_time.ns] = bar;
    }
    [[nodiscard]] std::size_t count(int instrument, std::int32_t period_s = 60) const;
    /// Runs of absent bars between the first and the last one.
    [[nodiscard]] std::size_t gaps(int instrument, std::int32_t period_s = 60) const;
    /// Periods of the bars of an instrument besides one minute: those of recorded bars.
    [[nodiscard]] std::vector<std::int32_t> otherPeriods(int instrument) const;
    /// CSV of the one-minute bars of all instruments: instrument, open_time_ms, open, high, low, close, volume, buy, sell, count.
    [[nodiscard]] std::string csv(const Pipeline& pipeline) const;

private:
    using Bars = std::map<std::int64_t, api::Bar>;
    [[nodiscard]] const Bars& bars(int instrument, std::int32_t period_s) const;
    std::map<int, std::map<std::int32_t, Bars>> m_bars;
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
