// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/feed/mt5/message.h"

namespace bw::feed::mt5 {

/// What one accepted tick is next to the ticks before it.
struct TickVerdict {
    bool duplicate = false;     // equal in all fields, time included, to its predecessor: not used again
    bool repeat = false;        // equal, but without a time to tell: kept
    bool out_of_order = false;  // time below the symbol's maximum: kept
    bool crossed = false;       // ask < bid: kept, out of OFI and mid
    bool locked = false;        // ask == bid
};

struct TickCounters {
    std::uint64_t count = 0;  // accepted rows, duplicates included
    std::uint64_t duplicates = 0, repeats = 0, out_of_order = 0, crossed = 0, locked = 0;
};

/// The row rules of feeds spec 9, one object a symbol. Engine thread.
class TickRules {
public:
    TickVerdict onTick(const Tick& tick) noexcept {
        TickVerdict verdict;
        ++m_counters.count;
        if (m_started && equalFields(tick)) (tick.stamp_ns != 0 ? verdict.duplicate : verdict.repeat) = true;
        verdict.out_of_order = tick.time.ns != 0 && tick.time < m_max_time;
        if (m_max_time < tick.time) m_max_time = tick.time;
        if (tick.quote.has_bid && tick.quote.has_ask) {
            verdict.crossed = tick.quote.ask.price < tick.quote.bid.price;
            verdict.locked = tick.quote.ask.price == tick.quote.bid.price;
        }
        m_started = true;
        m_quote = tick.quote;
        m_last = tick.last;
        m_volume = tick.volume;
        m_has_last = tick.has_last;
        m_has_volume = tick.has_volume;
        m_flags = tick.flags;
        m_stamp_ns = tick.stamp_ns;
        m_seq = tick.seq;
        m_epoch = tick.epoch;
        m_counters.duplicates += verdict.duplicate;
        m_counters.repeats += verdict.repeat;
        m_counters.out_of_order += verdict.out_of_order;
        m_counters.crossed += verdict.crossed;
        m_counters.locked += verdict.locked;
        return verdict;
    }
    [[nodiscard]] const TickCounters& counters() const noexcept { return m_counters; }

private:
    [[nodiscard]] bool equalFields(const Tick& tick) const noexcept {
        return tick.quote == m_quote && tick.last == m_last && tick.volume == m_volume && tick.has_last == m_has_last &&
               tick.has_volume == m_has_volume && tick.flags == m_flags && tick.stamp_ns == m_stamp_ns &&
               tick.seq == m_seq && tick.epoch == m_epoch;
    }
    // Not a whole Tick: its symbol would point into a frame that is gone.
    Quote m_quote;
    Price m_last;
    Qty m_volume;
    bool m_has_last = false, m_has_volume = false, m_started = false;
    std::uint32_t m_flags = 0;
    std::int64_t m_stamp_ns = 0;
    std::uint64_t m_seq = 0, m_epoch = 0;
    EventTime m_max_time;
    TickCounters m_counters;
};

}  // namespace bw::feed::mt5
