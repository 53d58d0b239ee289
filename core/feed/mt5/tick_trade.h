// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/feed/mt5/message.h"

namespace bw::feed::mt5 {

/// A deal seen in a tick.
struct TickTrade {
    Price price;
    Qty qty;
    Side side = Side::Unknown;  // the aggressor's where exactly one of BUY and SELL is set, else to be inferred
    SideSource side_source = SideSource::Unknown;
};

/// True if this tick is a deal: LAST or VOLUME set, last and volume above 0 (feeds spec 9). The second rule keeps the
/// zeros that an FX feed sends from becoming trades.
[[nodiscard]] inline bool tradeOf(const Tick& tick, TickTrade& out) noexcept {
    if ((tick.flags & (kFlagLast | kFlagVolume)) == 0 || !tick.has_last || tick.last.units <= 0 || !tick.has_volume ||
        tick.volume.units <= 0)
        return false;
    const bool buy = (tick.flags & kFlagBuy) != 0;
    const bool sell = (tick.flags & kFlagSell) != 0;
    out = {tick.last, tick.volume};
    if (buy != sell) {
        out.side = buy ? Side::Buy : Side::Sell;
        out.side_source = SideSource::Venue;
    }
    return true;
}

}  // namespace bw::feed::mt5
