// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/tick_market.h"

#include <algorithm>

#include "core/model/hash.h"

namespace bw::sim {

TickMarket::TickMarket(const SimInstrument& instrument, std::uint64_t seed, double rate)
    : m_instrument(instrument),
      m_rate(rate),
      m_random(seed * 0x9e3779b97f4a7c15ULL ^ fnv1a(instrument.symbol)),
      m_price(static_cast<double>(instrument.start_units)) {}

void TickMarket::step(std::int64_t now_ms, EventSink& sink) {
    if (chance(m_random, m_is_active ? kStepSeconds / 45 : kStepSeconds / 180)) m_is_active = !m_is_active;
    m_price += (m_is_active ? m_instrument.sigma_active : m_instrument.sigma_calm) * 0.1 * bell(m_random);
    m_per_second = std::clamp(m_per_second + 0.05 * bell(m_random), m_is_active ? 5.0 : 2.0, m_is_active ? 10.0 : 6.0);
    const int count = arrivals(m_random, m_per_second * kStepSeconds * m_rate);
    for (int i = 0; i < count; ++i) {
        const std::int64_t mean = m_instrument.lot_units;
        const std::int64_t spread = mean - mean / 4 + between(m_random, 0, mean / 2);
        const double noisy = m_price + 0.5 * bell(m_random);
        const Price bid{static_cast<std::int64_t>(noisy - static_cast<double>(spread) * 0.5 + 0.5)};
        Price ask{bid.units + spread};
        if (bid == m_tick.bid && ask == m_tick.ask) ++ask.units;
        m_tick.flags = (bid != m_tick.bid ? 2 : 0) | (ask != m_tick.ask ? 4 : 0);
        m_tick.bid = bid;
        m_tick.ask = ask;
        m_tick.volume = static_cast<int>(1 + m_random.below(20));
        m_tick.time_ms = now_ms + std::int64_t{i} * kStepMs / count;
        ++m_tick.seq;
        sink.onTick(m_instrument, m_tick);
    }
}

}  // namespace bw::sim
