// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/feed/sim/draw.h"
#include "core/feed/sim/events.h"

namespace bw::sim {

/// One MT5 symbol: a noisy efficient price quoted 2 to 10 times a second (times `rate`). Every tick changes bid or ask.
/// Used on one thread.
class TickMarket {
public:
    TickMarket(const SimInstrument& instrument, std::uint64_t seed, double rate);
    void step(std::int64_t now_ms, EventSink& sink);
    [[nodiscard]] const SimInstrument& instrument() const { return m_instrument; }
    /// The last tick's sequence number; 0 before the first.
    [[nodiscard]] std::uint64_t lastSeq() const { return m_tick.seq; }

private:
    const SimInstrument& m_instrument;
    const double m_rate;
    Random m_random;
    double m_price;  // units
    double m_per_second = 4.0;
    bool m_is_active = false;
    SimTick m_tick;
};

}  // namespace bw::sim
