// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace bw::ui {

/// One value of a series at one time; NaN says that there is no value.
struct Sample {
    std::int64_t t_ns = 0;
    double value = 0;
    friend bool operator==(const Sample&, const Sample&) = default;
};

/// A half-open stretch of time [from, to); an empty one counts as one nanosecond.
struct TimeSpan {
    std::int64_t from_ns = 0, to_ns = 0;
    friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

/// Pixel columns over [from, to): column i covers [from + i*D, from + (i+1)*D), D = (to - from) / count.
struct PixelColumns {
    std::int64_t from_ns = 0, to_ns = 0;
    int count = 0;
    [[nodiscard]] int of(std::int64_t t_ns) const;  // floor; outside [0, count) when t is outside the columns
};

using Segment = std::vector<Sample>;

/// Columns so that `series` lines of two points a column keep within 3,600 points a chart (workstation spec 7.5).
[[nodiscard]] int columnLimit(int pixels, int series);

/// Sorted and disjoint: what overlaps or touches becomes one.
[[nodiscard]] std::vector<TimeSpan> unite(std::vector<TimeSpan> spans);

/// What a line draws: per column the first minimum and the first maximum, in time order (at most two points; one when
/// they are the same sample). NaN and samples outside the columns are skipped.
/// in:  samples ordered by time; breaks as unite() gives them. A break between two samples ends the segment, even when
///      it is narrower than a column: ticks may be merged, gaps never.
/// out: segments in time order, none empty
[[nodiscard]] std::vector<Segment> decimate(std::span<const Sample> samples, std::span<const TimeSpan> breaks,
                                            const PixelColumns& columns);

}  // namespace bw::ui
