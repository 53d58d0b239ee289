// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/z_window.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/model/assert.h"
#include "core/signal/normal_quantile.h"

namespace bw::signal {
namespace {

constexpr int kWarmupMin = 30, kWarmupShare = 5;
constexpr double kMadToSd = 1.4826;      // of a normal value
constexpr double kMeanDevToSd = 1.2533;  // the same for the mean deviation
constexpr double kLargest = 1e150;       // squares of it still add up

/// z of the share F = k / (2(n+1)) of sizes below this one, to 6 decimals.
double rankQuantile(std::size_t k, std::size_t n) noexcept {
    const auto cells = static_cast<double>(2 * (n + 1));
    const double z = normalUpperQuantile((cells - static_cast<double>(k)) / (2 * cells));
    return std::floor(z * 1e6 + 0.5) / 1e6;
}

/// Sums of d and d^2 of four lanes: a chain of additions costs its latency each, four chains share it.
struct Moments {
    double sum = 0, squares = 0;
};
template <class At>
Moments moments(std::size_t from, std::size_t to, At at) noexcept {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0, q0 = 0, q1 = 0, q2 = 0, q3 = 0;
    std::size_t i = from;
    for (; i + 4 <= to; i += 4) {
        const double d0 = at(i), d1 = at(i + 1), d2 = at(i + 2), d3 = at(i + 3);
        s0 += d0, s1 += d1, s2 += d2, s3 += d3;
        q0 += d0 * d0, q1 += d1 * d1, q2 += d2 * d2, q3 += d3 * d3;
    }
    for (; i < to; ++i) {
        const double d = at(i);
        s0 += d;
        q0 += d * d;
    }
    return {(s0 + s1) + (s2 + s3), (q0 + q1) + (q2 + q3)};
}

}  // namespace

ZWindow::ZWindow(ZMethod method, int window, double winsor_k, double std_floor, double clip)
    : m_method(method), m_window(window), m_winsor_k(winsor_k), m_std_floor(std_floor), m_clip(clip),
      m_need(std::max(kWarmupMin, window / kWarmupShare)) {
    BW_ASSERT(window > 1 && winsor_k > 0 && std_floor >= 0 && clip > 0);
    if (method != ZMethod::Rank) return;
    const auto n = static_cast<std::size_t>(window);
    m_quantile.resize(2 * (n + 1));  // #< + #<= + 1 is 1 .. 2n+1
    for (std::size_t k = 1; k < m_quantile.size(); ++k) m_quantile[k] = rankQuantile(k, n);
}

Stat ZWindow::update(double x) noexcept {
    if (!(std::abs(x) <= kLargest)) return Stat::none(Reason::InvalidInput);
    const double key = m_method == ZMethod::Rank ? std::abs(x) : x;
    Stat z = Stat::none(Reason::Warmup);
    if (m_seen >= m_need)
        z = Stat::of(std::clamp(m_method == ZMethod::Rank ? rankZ(x) : winsorZ(x), -m_clip, m_clip));
    else
        ++m_seen;
    m_window.push(key);
    return z;
}

void ZWindow::clear() noexcept {
    m_window.clear();
    m_seen = 0;
}

double ZWindow::rankZ(double x) const noexcept {
    if (x == 0) return 0;
    const double size = std::abs(x);
    const std::size_t below = m_window.lowerRank(size);
    const bool tied = below < m_window.size() && m_window[below] == size;
    const std::size_t k = below + (tied ? m_window.upperRank(size) : below) + 1;
    const double z = m_window.size() == m_window.capacity() ? m_quantile[k] : rankQuantile(k, m_window.size());
    return x > 0 ? z : -z;
}

double ZWindow::winsorZ(double x) noexcept {
    const std::size_t n = m_window.size();
    const auto count = static_cast<double>(n);
    const double median = m_window.median();
    double s = kMadToSd * medianDeviation(median);
    if (s == 0) {
        const Moments m = moments(0, n, [this, median](std::size_t i) { return std::abs(m_window[i] - median); });
        s = kMeanDevToSd * (m.sum / count);
    }
    const double limit = m_winsor_k * s;
    // Everything as a difference from the median, so that large levels lose no digits. What lies outside the limits is at
    // both ends of the sorted window.
    const std::size_t from = m_window.lowerRank(median - limit), to = m_window.upperRank(median + limit);
    Moments m = moments(from, to, [this, median](std::size_t i) { return m_window[i] - median; });
    m.sum += limit * (static_cast<double>(n - to) - static_cast<double>(from));
    m.squares += limit * limit * static_cast<double>(n - to + from);
    const double mean = m.sum / count;
    const double variance = (m.squares - m.sum * mean) / (count - 1);
    const double scale = std::max(variance > 0 ? std::sqrt(variance) : 0, m_std_floor);
    if (s == 0 || scale == 0) {
        ++m_scale_zeros;
        return 0;
    }
    return (std::clamp(x - median, -limit, limit) - mean) / scale;
}

/// Median of |h - median|. The deviations left of the median and right of it are sorted already: the middle of two sorted
/// rows by bisection.
double ZWindow::medianDeviation(double median) const noexcept {
    const std::size_t n = m_window.size(), left_n = n / 2, right_n = n - left_n;
    const auto left = [&](std::size_t i) { return median - m_window[left_n - 1 - i]; };
    const auto right = [&](std::size_t j) { return m_window[left_n + j] - median; };
    const std::size_t want = (n + 1) / 2;  // so many smallest: i from the left, the others from the right
    std::size_t lo = want > right_n ? want - right_n : 0, hi = std::min(want, left_n);
    while (lo < hi) {
        const std::size_t i = (lo + hi) / 2;
        if (left(i) < right(want - i - 1))
            lo = i + 1;
        else
            hi = i;
    }
    constexpr double kNone = -1;
    const std::size_t i = lo, j = want - lo;
    const double at = std::max(i > 0 ? left(i - 1) : kNone, j > 0 ? right(j - 1) : kNone);
    if (n % 2 != 0) return at;
    constexpr double kInf = std::numeric_limits<double>::infinity();
    const double next = std::min(i < left_n ? left(i) : kInf, j < right_n ? right(j) : kInf);
    return (at + next) * 0.5;
}

}  // namespace bw::signal
