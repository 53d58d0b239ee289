// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/bars.h"

#include <algorithm>

namespace bw::engine {

void BarBuilder::revise(std::size_t index) noexcept {
    m_bars[index].flags = static_cast<std::uint8_t>(m_bars[index].flags | api::Bar::Late);
    m_dirty[index] = true;
    m_revised = true;
}

api::Bar* BarBuilder::older(std::int64_t time_ns) noexcept {
    for (std::size_t i = m_bars.size(); i-- > 0;) {
        const std::int64_t into = time_ns - m_bars[i].open_time.ns;
        if (into < 0) continue;
        if (into >= m_period_ns) break;  // a period that had no bar: it stays absent
        if (m_bars[i].flags & api::Bar::Closed) revise(i);
        return &m_bars[i];
    }
    ++m_too_late;
    return nullptr;
}

api::Bar* BarBuilder::open(std::int64_t time_ns, Price price) noexcept {
    if (m_bars.size() == kKept) {
        m_bars.erase(m_bars.begin());
        std::copy(m_dirty + 1, m_dirty + kKept, m_dirty);
        m_dirty[kKept - 1] = false;
    }
    api::Bar bar;
    bar.open_time = {floorTo(time_ns, m_period_ns)};
    bar.period_s = m_period_s;
    bar.flags = m_gap_flags;
    bar.open = bar.high = bar.low = bar.close = price;
    if (!m_bars.empty()) bar.cvd = m_bars.back().cvd;
    m_bars.push_back(bar);
    m_next_close_ns = std::min(m_next_close_ns, bar.open_time.ns + m_period_ns);
    return &m_bars.back();
}

}  // namespace bw::engine
