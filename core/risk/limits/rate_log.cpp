// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/rate_log.h"

#include <algorithm>

namespace bw::risk {
namespace {
constexpr std::int64_t kRefusalsNs = 60 * kNsPerSec;
constexpr std::int64_t kRefusalsTrip = 3;
}  // namespace

bool RateLog::allows(MonoTime now) const noexcept {
    return static_cast<std::int64_t>(count(now)) + 1 <= m_max;
}

void RateLog::add(MonoTime now) {
    while (!m_times.empty() && now - m_times.front() >= m_window_ns) m_times.pop_front();
    m_times.push_back(now);
}

std::size_t RateLog::count(std::int64_t window_ns, MonoTime now) const noexcept {
    const auto first = std::partition_point(m_times.begin(), m_times.end(),
                                            [&](MonoTime t) { return now - t >= window_ns; });
    return static_cast<std::size_t>(m_times.end() - first);
}

RateRefusals::RateRefusals() noexcept : m_log(kRefusalsNs, kRefusalsTrip) {}

bool RateRefusals::add(MonoTime now) {
    m_log.add(now);
    if (static_cast<std::int64_t>(m_log.count(now)) < kRefusalsTrip) return false;
    m_log.clear();
    return true;
}

}  // namespace bw::risk
