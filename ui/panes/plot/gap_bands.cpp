// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/plot/gap_bands.h"

#include <algorithm>

namespace bw::ui {
namespace {

bool concerns(StreamKind stream, GapStreams wanted) {
    if (wanted == GapStreams::Any || stream == StreamKind::All) return true;
    const bool trades = stream == StreamKind::Trade || stream == StreamKind::Tick;
    const bool book = stream == StreamKind::Book || stream == StreamKind::Top;
    return wanted == GapStreams::Trades ? trades : book;
}

GapBand bandOf(const api::GapRow& row) {
    const api::GapSpan span = api::spanOf(row);
    return {span.from_ns, span.to_ns, row};
}

}  // namespace

std::vector<GapBand> gapBands(const api::Ring<api::GapRow>& gaps, int instrument, GapStreams streams,
                              std::int64_t from_ns, std::int64_t to_ns) {
    std::vector<GapBand> out;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const api::GapRow& row = gaps[i];
        if (row.instrument >= 0 && row.instrument != instrument) continue;
        if (!concerns(row.stream, streams)) continue;
        const GapBand band = bandOf(row);
        if (band.from_ns >= to_ns || band.to_ns < from_ns) continue;
        out.push_back(band);
    }
    std::stable_sort(out.begin(), out.end(), [](const GapBand& a, const GapBand& b) { return a.from_ns < b.from_ns; });
    return out;
}

std::vector<TimeSpan> breaksOf(const std::vector<GapBand>& bands) {
    std::vector<TimeSpan> spans;
    for (const GapBand& band : bands)
        if (!band.healed()) spans.push_back({band.from_ns, band.to_ns});
    return unite(std::move(spans));
}

}  // namespace bw::ui
