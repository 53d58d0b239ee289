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
    GapBand band;
    band.row = row;
    band.from_ns = row.from_event.ns != 0 ? row.from_event.ns : row.from.ns;
    if (row.close == GapClose::Open || row.to.ns == 0) return band;
    // Start and end on one clock: a venue start with a receive end could end before it began.
    if (row.from_event.ns != 0 && row.to_event.ns != 0)
        band.to_ns = row.to_event.ns;
    else
        band.to_ns = band.from_ns + (row.to - row.from);
    band.to_ns = std::max(band.to_ns, band.from_ns);
    return band;
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
