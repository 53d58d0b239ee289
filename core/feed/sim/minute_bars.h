// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <deque>

#include "core/feed/sim/events.h"

namespace bw::sim {

/// The one-minute bars of one instrument, the last one still open. Bound 1,500 bars, drop_oldest. One thread.
class MinuteBars {
public:
    static constexpr std::size_t kBarsMax = 1500;

    /// Opens a flat bar at `price`; the previous one is closed by it.
    void open(std::int64_t open_ms, Price price, std::uint64_t next_trade_id) {
        Bar bar;
        bar.open_ms = open_ms;
        bar.open = bar.high = bar.low = bar.close = price;
        bar.first_id = next_trade_id;
        bar.last_id = next_trade_id;
        m_bars.push_back(bar);
        if (m_bars.size() > kBarsMax) m_bars.pop_front();
    }
    void add(const SimTrade& trade, int count = 1) {
        Bar& bar = m_bars.back();
        if (bar.count == 0) bar.first_id = trade.id;
        bar.last_id = trade.id + static_cast<std::uint64_t>(count - 1);
        bar.high = std::max(bar.high, trade.price);
        bar.low = std::min(bar.low, trade.price);
        bar.close = trade.price;
        const std::int64_t quote = trade.price.units * trade.qty.units;
        bar.volume.units += trade.qty.units;
        bar.quote_volume += quote;
        bar.count += count;
        if (trade.buyer_is_maker) return;
        bar.taker_buy.units += trade.qty.units;
        bar.taker_buy_quote += quote;
    }
    [[nodiscard]] const std::deque<Bar>& all() const { return m_bars; }
    [[nodiscard]] const Bar& last() const { return m_bars.back(); }

private:
    std::deque<Bar> m_bars;
};

}  // namespace bw::sim
