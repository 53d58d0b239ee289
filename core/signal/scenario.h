// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/model/signal.h"
#include "core/model/signal_keys.h"
#include "core/signal/sorted_window.h"

namespace bw::signal {

/// UTC: 0-8, 8-16, 16-24, half open.
[[nodiscard]] Session sessionOf(std::int64_t t_ns) noexcept;
/// day_start_h <= hour < day_end_h, UTC; a start past the end spans midnight.
[[nodiscard]] DaySession daySessionOf(const ScenarioConfig& config, std::int64_t t_ns) noexcept;

/// Regime of the last window_s seconds: active or quiet by trades a second, high or low by the rank of its volatility
/// among the last 1,440 one-a-minute values (signals spec 5). The label is that of the last closed second: later data never
/// change it. A trade costs O(1), a second one pass over the window. Engine thread.
///   tps = trades / covered seconds;  vol = sqrt(sum r^2), r = simple returns of one second;
///   F = (#< + 0.5 #=) / n over the references, all of windows that ended earlier;  A iff tps >= active_tps, H iff F >= vol_split
class ScenarioClock {
public:
    struct Counts {
        std::array<std::uint64_t, static_cast<std::size_t>(Scenario::Count)> labels{};  // seconds by label; None: no label
        std::uint64_t coverage_miss = 0;       // seconds without label because too little of the window was covered
    };

    explicit ScenarioClock(const ScenarioConfig& config);

    /// A counted trade. One of a second already closed counts in the next.
    void onTrade(std::int64_t t_ns) noexcept;
    /// Once for each closed UTC second (since 1970), ascending: twice its last price, 0 where there is none, and whether
    /// the streams were whole during it. Seconds left out are uncovered.
    void onSecond(std::int64_t second, std::int64_t price2, bool covered) noexcept;
    /// The window starts again; the references stay. For breaks that clear windows only: a short gap shows as coverage.
    void onBreak() noexcept;

    [[nodiscard]] Scenario scenario() const noexcept { return m_scenario; }
    /// None beside a label (and where the scheme is off); Warmup, Gap.
    [[nodiscard]] Reason reason() const noexcept { return m_reason; }
    /// Of the last closed second; 0 where nothing was covered.
    [[nodiscard]] double tps() const noexcept { return m_tps; }
    [[nodiscard]] double vol() const noexcept { return m_vol; }
    [[nodiscard]] const Counts& counts() const noexcept { return m_counts; }

private:
    struct Slot {
        std::int64_t second = 0;
        std::int64_t price2 = 0;
        std::uint32_t trades = 0;
        bool used = false, covered = false;
        double r2 = 0;                         // square of the return since the second before
    };
    [[nodiscard]] Slot& slot(std::int64_t second) noexcept;
    [[nodiscard]] Slot& openSlot(std::int64_t second) noexcept;
    void close(std::int64_t second, std::int64_t price2, bool covered) noexcept;
    void skipTo(std::int64_t second) noexcept;
    void label(std::int64_t second) noexcept;
    void emptyWindow() noexcept;

    ScenarioConfig m_config;
    std::vector<Slot> m_slots;                 // the window and the seconds still open, by second modulo its size
    SortedWindow m_references;
    std::int64_t m_last = 0;                   // last closed second
    bool m_has_last = false;
    int m_covered = 0;                         // seconds of the window
    std::int64_t m_covered_ever = 0;           // since the window started, up to window_s
    std::uint64_t m_trades = 0;                // in covered seconds of the window
    Scenario m_scenario = Scenario::None;
    Reason m_reason = Reason::Warmup;
    double m_tps = 0, m_vol = 0;
    Counts m_counts;
};

}  // namespace bw::signal
