// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>

#include "core/model/times.h"

namespace bw::risk {

/// Sliding log of submit times (risk spec 2.2): one more is allowed iff the count of t with now - window < t <= now, plus
/// this one, is at most `max`; a time exactly one window old is out. Times come in order (a clock that goes back stands
/// still: the owner sees to it). Bound: `max` times, since only allowed ones are added. Engine thread.
class RateLog {
public:
    RateLog(std::int64_t window_ns, std::int64_t max) noexcept : m_window_ns(window_ns), m_max(max) {}
    [[nodiscard]] bool allows(MonoTime now) const noexcept;
    void add(MonoTime now);
    /// Times younger than `window_ns` (at most the log's own window).
    [[nodiscard]] std::size_t count(std::int64_t window_ns, MonoTime now) const noexcept;
    [[nodiscard]] std::size_t count(MonoTime now) const noexcept { return count(m_window_ns, now); }
    [[nodiscard]] std::int64_t max() const noexcept { return m_max; }
    [[nodiscard]] std::int64_t windowNs() const noexcept { return m_window_ns; }
    [[nodiscard]] std::size_t kept() const noexcept { return m_times.size(); }
    void clear() noexcept { m_times.clear(); }

private:
    std::int64_t m_window_ns, m_max;
    std::deque<MonoTime> m_times;
};

/// Refusals for rate in one minute; the third wants a trip. Engine thread.
class RateRefusals {
public:
    RateRefusals() noexcept;
    /// True: this was the third; the count begins again.
    [[nodiscard]] bool add(MonoTime now);
    [[nodiscard]] std::size_t count(MonoTime now) const noexcept { return m_log.count(now); }

private:
    RateLog m_log;
};

}  // namespace bw::risk
