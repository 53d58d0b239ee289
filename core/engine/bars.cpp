// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/bars.h"

#include <algorithm>

namespace bw::engine {

void BarBuilder::revise(std::size_t index) noexcept {
    m_bars[index].flags = static_cast<std::uint8_t>(m_bars[index].flags | api::Bar::Late);
    m_dirty[index] = true;
    m_revised = true;
}

api::Bar* BarBuilder::older(std::int64_t time_ns, std::optional<Price> price) noexcept {
    std::size_t next = m_bars.size() - 1;  // the first bar that begins after this time
    while (next > 0 && m_bars[next - 1].open_time.ns > time_ns) --next;
    if (next > 0 && time_ns - m_bars[next - 1].open_time.ns < m_period_ns) {
        if (m_bars[next - 1].flags & api::Bar::Closed) revise(next - 1);
        return &m_bars[next - 1];
    }
    const bool kept = m_bars.back().open_time.ns - time_ns <= static_cast<std::int64_t>(kKept) * m_period_ns;
    if (kept && (next > 0 || (price && m_bars.size() < kKept))) return insert(next, time_ns, price);
    ++m_too_late;
    return nullptr;
}

api::Bar* BarBuilder::insert(std::size_t index, std::int64_t time_ns, std::optional<Price> price) noexcept {
    if (m_bars.size() == kKept) {
        m_bars.erase(m_bars.begin());
        std::copy(m_dirty + 1, m_dirty + kKept, m_dirty);
        --index;
    }
    api::Bar bar;
    bar.open_time = {floorTo(time_ns, m_period_ns)};
    bar.period_s = m_period_s;
    bar.flags = m_gap_flags;
    bar.open = bar.high = bar.low = bar.close = price ? *price : m_bars[index - 1].close;
    if (index > 0) bar.cvd = m_bars[index - 1].cvd;
    else if (!m_bars.empty()) bar.cvd = m_bars[0].cvd - (m_bars[0].buy - m_bars[0].sell);
    std::copy_backward(m_dirty + index, m_dirty + m_bars.size(), m_dirty + m_bars.size() + 1);
    m_dirty[index] = false;
    m_next_close_ns = std::min(m_next_close_ns, bar.open_time.ns + m_period_ns);
    return &*m_bars.insert(m_bars.begin() + static_cast<std::ptrdiff_t>(index), bar);
}

void BarBuilder::raiseCvd(const api::Bar* from, std::int64_t by) noexcept {
    if (by == 0) return;
    for (auto i = static_cast<std::size_t>(from - m_bars.data()); i < m_bars.size(); ++i) {
        m_bars[i].cvd += by;
        if (m_bars[i].flags & api::Bar::Closed) revise(i);
    }
}

}  // namespace bw::engine
