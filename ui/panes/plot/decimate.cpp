// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/plot/decimate.h"

#include <algorithm>
#include <cmath>

#include "core/model/fixed.h"

namespace bw::ui {
namespace {

constexpr int kPointsPerChart = 3'600;

/// The extremes of the column that is being read.
struct Column {
    int index = -1;
    Sample low, high;

    void start(int at, const Sample& sample) {
        index = at;
        low = high = sample;
    }
    void add(const Sample& sample) {
        if (sample.value < low.value) low = sample;
        if (sample.value > high.value) high = sample;
    }
    void flush(Segment& out) {
        if (index < 0) return;
        if (low == high) {
            out.push_back(low);
        } else {
            const bool low_first = low.t_ns <= high.t_ns;
            out.push_back(low_first ? low : high);
            out.push_back(low_first ? high : low);
        }
        index = -1;
    }
};

}  // namespace

int PixelColumns::of(std::int64_t t_ns) const {
    const std::int64_t span = to_ns - from_ns;
    if (span <= 0 || t_ns < from_ns) return -1;
    if (t_ns >= to_ns) return count;
    return static_cast<int>(static_cast<Int128>(t_ns - from_ns) * count / span);
}

int columnLimit(int pixels, int series) {
    return std::clamp(kPointsPerChart / (2 * std::max(series, 1)), 1, std::max(pixels, 1));
}

std::vector<TimeSpan> unite(std::vector<TimeSpan> spans) {
    for (TimeSpan& span : spans) span.to_ns = std::max(span.to_ns, span.from_ns + 1);
    std::sort(spans.begin(), spans.end(), [](const TimeSpan& a, const TimeSpan& b) { return a.from_ns < b.from_ns; });
    std::vector<TimeSpan> out;
    for (const TimeSpan& span : spans) {
        if (!out.empty() && span.from_ns <= out.back().to_ns)
            out.back().to_ns = std::max(out.back().to_ns, span.to_ns);
        else
            out.push_back(span);
    }
    return out;
}

std::vector<Segment> decimate(std::span<const Sample> samples, std::span<const TimeSpan> breaks,
                              const PixelColumns& columns) {
    std::vector<Segment> out;
    Segment segment;
    Column column;
    std::size_t next_break = 0;
    bool has_last = false;
    std::int64_t last_ns = 0;
    const auto endSegment = [&] {
        column.flush(segment);
        if (!segment.empty()) out.push_back(std::move(segment));
        segment.clear();
    };
    for (const Sample& sample : samples) {
        if (std::isnan(sample.value)) continue;
        const int at = columns.of(sample.t_ns);
        if (at < 0) continue;
        if (at >= columns.count) break;
        if (has_last) {
            while (next_break < breaks.size() && breaks[next_break].to_ns <= last_ns) ++next_break;
            if (next_break < breaks.size() && breaks[next_break].from_ns < sample.t_ns) endSegment();
        }
        if (at == column.index) {
            column.add(sample);
        } else {
            column.flush(segment);
            column.start(at, sample);
        }
        has_last = true;
        last_ns = sample.t_ns;
    }
    endSegment();
    return out;
}

}  // namespace bw::ui
