// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/theme/format.h"

namespace bw::ui {

class Hub;

/// How far the newest frame of an instrument may be behind before its views grey.
inline constexpr std::int64_t kStaleNs = 5'000'000'000;
/// Quote streams without a tape or a book (MT5) tick when the price moves; silence is ordinary for longer.
inline constexpr std::int64_t kStaleQuotesNs = 10'000'000'000;

/// What a view of one instrument says about itself in its header. GUI thread.
struct Freshness {
    StateWord state;
    QString tooltip;
    bool stale = false;    // grey the body
    bool waiting = false;  // nothing came yet
    std::int64_t age_ns = -1;
};
[[nodiscard]] Freshness freshnessOf(const Hub& hub, int instrument);

/// "BTC-USDT · binance.usdm"
[[nodiscard]] QString subjectOf(const Hub& hub, int instrument);

}  // namespace bw::ui
