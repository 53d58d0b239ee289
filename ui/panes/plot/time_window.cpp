// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/plot/time_window.h"

#include <algorithm>
#include <cmath>

namespace bw::ui {

void TimeWindow::setSpanLimits(std::int64_t min_ns, std::int64_t max_ns) {
    m_min_ns = min_ns;
    m_max_ns = std::max(max_ns, min_ns);
    setSpan(m_span_ns);
}

void TimeWindow::setSpan(std::int64_t span_ns) {
    m_span_ns = std::clamp(span_ns, m_min_ns, m_max_ns);
    settle();
}

void TimeWindow::setData(std::int64_t from_ns, std::int64_t to_ns) {
    m_data_from_ns = from_ns;
    m_data_to_ns = to_ns;
    settle();
}

void TimeWindow::scroll(std::int64_t delta_ns) {
    m_to_ns += delta_ns;
    m_following = delta_ns > 0 && m_to_ns >= liveEdge();
    settle();
}

void TimeWindow::zoom(double factor, std::int64_t anchor_ns) {
    const auto wanted = static_cast<std::int64_t>(std::min(static_cast<double>(m_span_ns) * factor, 9e17));
    const std::int64_t span = std::clamp(wanted, m_min_ns, m_max_ns);
    if (!m_following) {
        const double right_part = static_cast<double>(m_to_ns - anchor_ns) / static_cast<double>(m_span_ns);
        m_to_ns = anchor_ns + std::llround(right_part * static_cast<double>(span));
    }
    m_span_ns = span;
    settle();
}

void TimeWindow::goLive() {
    m_following = true;
    settle();
}

void TimeWindow::goOldest() {
    m_following = false;
    m_to_ns = m_data_from_ns + m_span_ns - m_span_ns / kAheadParts;
    settle();
}

void TimeWindow::settle() {
    if (m_following) {
        m_to_ns = liveEdge();
        return;
    }
    // Some data stay in sight: a tenth of the window at least.
    const std::int64_t least = m_data_from_ns + m_span_ns / 10;
    m_to_ns = std::clamp(m_to_ns, least, std::max(least, liveEdge()));
}

void SteadyRange::show(double low, double high) {
    if (!(low <= high)) return;  // also NaN
    const double least = std::max(std::abs(high), 1e-12) * 1e-9;
    const double pad = std::max((high - low) * 0.06, least);
    const bool outside = !m_set || low < m_low || high > m_high;
    const bool loose = (high - low) + 2 * pad < 0.6 * (m_high - m_low);
    if (!outside && !loose) return;
    m_low = low - pad;
    m_high = high + pad;
    m_set = true;
}

}  // namespace bw::ui
