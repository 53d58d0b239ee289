// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/api/history.h"
#include "core/api/views.h"

namespace bw::ui {

/// Bars of `period_s` seconds that touch [from, to), oldest first, made from the 1 s bars (periods below a minute) or
/// the 60 s bars of the display history plus the forming bar of the view. Volumes add up, `cvd` is the last one's,
/// flags are those of any part; Closed only when the period is over. Periods without any bar are absent, never zero.
/// Cost grows with what is asked for, not with what is held.
[[nodiscard]] std::vector<api::Bar> sliceBars(const api::InstrumentHistory& history, const api::MarketView& view,
                                              int period_s, std::int64_t from_ns, std::int64_t to_ns);

/// Open time of the oldest bar of that period and end of the newest (forming bar included); {0, 0} when none.
struct BarsExtent {
    std::int64_t from_ns = 0, to_ns = 0;
};
[[nodiscard]] BarsExtent barsExtent(const api::InstrumentHistory& history, const api::MarketView& view, int period_s);

/// The bar has a price to draw (a bar without a trade may have none).
[[nodiscard]] inline bool hasPrice(const api::Bar& bar) {
    return bar.count > 0 || bar.close.units != 0;
}

}  // namespace bw::ui
