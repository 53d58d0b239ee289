// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/api/ribbon.h"
#include "ui/panes/plot/decimate.h"

namespace bw::ui {

/// A gap as a time view draws it. `to_ns` is the end of time while the gap is open.
struct GapBand {
    static constexpr std::int64_t kNoEnd = api::GapSpan::kNoEnd;
    std::int64_t from_ns = 0, to_ns = kNoEnd;
    api::GapRow row;
    [[nodiscard]] bool open() const { return to_ns == kNoEnd; }
    /// Nothing is missing any more; the band keeps a quiet mark and lines run through it.
    [[nodiscard]] bool healed() const { return api::isHealed(row.close); }
};

enum class GapStreams { Trades, Book, Any };  // Trades: trades and ticks; All counts for each

/// Bands of one instrument (and of gaps that touch all) that overlap [from, to), ordered by start. Venue time where it
/// is known, else the time of receipt.
[[nodiscard]] std::vector<GapBand> gapBands(const api::Ring<api::GapRow>& gaps, int instrument, GapStreams streams,
                                            std::int64_t from_ns, std::int64_t to_ns);

/// Where no line may be drawn: the bands that are not healed.
[[nodiscard]] std::vector<TimeSpan> breaksOf(const std::vector<GapBand>& bands);

}  // namespace bw::ui
