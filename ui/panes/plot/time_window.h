// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace bw::ui {

/// The stretch of time a chart shows. While it follows, its right edge stays a little ahead of the newest data;
/// scrolling back leaves it where the reader put it until he returns to the live edge.
class TimeWindow {
public:
    /// Smallest and largest stretch to show; the present one is brought between them.
    void setSpanLimits(std::int64_t min_ns, std::int64_t max_ns);
    void setSpan(std::int64_t span_ns);
    /// Where data begin and end. A window that follows moves along.
    void setData(std::int64_t from_ns, std::int64_t to_ns);
    /// + shows later times. Reaching the live edge follows again.
    void scroll(std::int64_t delta_ns);
    /// Factor below 1 zooms in; `anchor_ns` keeps its place (the right edge does while the window follows).
    void zoom(double factor, std::int64_t anchor_ns);
    void goLive();
    void goOldest();

    [[nodiscard]] bool following() const { return m_following; }
    [[nodiscard]] std::int64_t fromNs() const { return m_to_ns - m_span_ns; }
    [[nodiscard]] std::int64_t toNs() const { return m_to_ns; }
    [[nodiscard]] std::int64_t spanNs() const { return m_span_ns; }

private:
    [[nodiscard]] std::int64_t liveEdge() const { return m_data_to_ns + m_span_ns / kAheadParts; }
    void settle();
    static constexpr std::int64_t kAheadParts = 24;
    std::int64_t m_span_ns = 3'600'000'000'000, m_min_ns = 1, m_max_ns = INT64_MAX / 4;
    std::int64_t m_to_ns = 0, m_data_from_ns = 0, m_data_to_ns = 0;
    bool m_following = true;
};

/// A value range that does not twitch: it grows at once when data leave it, and shrinks only when they use less than
/// 60 % of it.
class SteadyRange {
public:
    void show(double low, double high);
    void reset() { m_set = false; }
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }

private:
    double m_low = 0, m_high = 1;
    bool m_set = false;
};

}  // namespace bw::ui
