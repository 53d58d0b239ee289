// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <deque>
#include <vector>

#include "core/api/views.h"

namespace bw::ui {

/// Counts of a histogram, so that two readings can be subtracted: the bars of a window.
struct HistogramCounts {
    std::array<std::uint64_t, Histogram::kBuckets> buckets{};
    std::uint64_t negative = 0;
    [[nodiscard]] static HistogramCounts of(const Histogram& histogram);
    /// What came since `earlier`; everything when `earlier` is no earlier reading of the same histogram (it restarted).
    [[nodiscard]] HistogramCounts since(const HistogramCounts& earlier) const;
    [[nodiscard]] std::uint64_t count() const;
};

/// Figures of one stage. A percentile q is -1 with fewer than 10 / (1 - q) values: it would say nothing.
struct StageFigures {
    std::uint64_t count = 0, negative = 0;
    std::int64_t p50_ns = -1, p95_ns = -1, p99_ns = -1, p999_ns = -1, max_ns = -1;
};
[[nodiscard]] StageFigures figuresOf(const HistogramCounts& counts);
/// Values needed for percentile q: 200 for 0.95, 1,000 for 0.99, 10,000 for 0.999.
[[nodiscard]] std::uint64_t valuesNeeded(double q);

/// The log axis of the view: 100 ns to 10 s.
inline constexpr double kAxisFromNs = 1e2, kAxisToNs = 1e10;
[[nodiscard]] double axisPart(double ns);  // 0..1, clamped
inline constexpr std::size_t kLatencyBins = 60;
using LatencyBins = std::array<std::uint64_t, kLatencyBins>;
[[nodiscard]] LatencyBins binsOf(const HistogramCounts& counts);

/// Every stage of the engine, the journal's sync, and the paint that the GUI measures. GUI thread, no widgets.
class LatencyModel {
public:
    enum class Window { Start, TenMinutes, Minute, TenSeconds };
    static constexpr std::size_t kStages = static_cast<std::size_t>(api::Stage::Count);
    static constexpr std::size_t kSyncRow = kStages, kPaintRow = kStages + 1, kRows = kStages + 2;

    /// Takes a reading; keeps about 25 for the windows (every 5 s at first, thinner with age, 11 min at most).
    void read(MonoTime now, const api::EngineView& engine, const Histogram& paint);
    void setWindow(Window window) { m_window = window; }
    /// The present state becomes the start, in this view only.
    void reset() { m_base = m_now; }

    [[nodiscard]] HistogramCounts counts(std::size_t row) const;
    [[nodiscard]] StageFigures figures(std::size_t row) const { return figuresOf(counts(row)); }
    /// What the window really covers, ns; less than asked for while readings are young. 0: since start.
    [[nodiscard]] std::int64_t coveredNs() const;

private:
    using Rows = std::array<HistogramCounts, kRows>;
    struct Reading {
        MonoTime at;
        Rows rows;
    };
    [[nodiscard]] const Reading* baseOf(Window window) const;
    void thin();
    Rows m_now{}, m_base{};
    MonoTime m_now_at;
    std::deque<Reading> m_readings;  // oldest first
    Window m_window = Window::Start;
};

}  // namespace bw::ui
