// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "core/model/times.h"

namespace bw::feed {

/// At most `limit` requests in `window_ns`. No clock of its own. Owner's thread. Holds `limit` times.
class CountWindow {
public:
    CountWindow(int limit, std::int64_t window_ns)
        : m_limit(static_cast<std::size_t>(std::max(limit, 1))), m_window_ns(window_ns) {}
    [[nodiscard]] std::int64_t delayNs(MonoTime now) {
        forget(now);
        return m_sent.size() < m_limit ? 0 : m_sent[m_sent.size() - m_limit] + m_window_ns - now;
    }
    void onSent(MonoTime now) {
        forget(now);
        m_sent.push_back(now);
    }

private:
    void forget(MonoTime now) {
        while (!m_sent.empty() && now - m_sent.front() >= m_window_ns) m_sent.pop_front();
    }
    std::size_t m_limit;
    std::int64_t m_window_ns;
    std::deque<MonoTime> m_sent;
};

/// Request budget of one REST host: the weights of the last 60 s stay at or below 0.8 of the limit; used is the larger
/// of our own sum and what the venue last reported. Beside it the number of requests, of the host or of each path of
/// it. No clock of its own. Owner's thread.
class WeightLimiter {
public:
    explicit WeightLimiter(int limit) : m_limit(limit) {}  // 0: no limit by weight

    /// At most `count` requests in `window_ns`, of all paths together or of each. Once; another call starts over.
    void setCountLimit(int count, std::int64_t window_ns, bool by_path) {
        m_count = count;
        m_count_window_ns = window_ns;
        m_by_path = by_path;
        m_counts.clear();
    }
    /// The whole wait: weight, number, pauses. `path` without its query.
    [[nodiscard]] std::int64_t delayNs(MonoTime now, int weight, const std::string& path) {
        const std::int64_t by_weight_ns = delayNs(now, weight);
        return m_count == 0 ? by_weight_ns : std::max(by_weight_ns, window(path).delayNs(now));
    }
    void onSent(MonoTime now, int weight, const std::string& path) {
        onSent(now, weight);
        if (m_count > 0) window(path).onSent(now);
    }

    /// How long to wait in ns before a request of `weight` may leave; 0: now. A weight above the whole budget passes
    /// when nothing else is inside the window: it would wait for ever.
    [[nodiscard]] std::int64_t delayNs(MonoTime now, int weight) {
        if (now < m_paused_until) return m_paused_until - now;
        if (m_limit == 0) return 0;
        forget(now);
        const std::int64_t budget = budgetAt(now);
        if (used(now) == 0 || used(now) + weight <= budget) return 0;
        if (m_reported.ns != 0 && now - m_reported < kWindowNs) {
            const std::int64_t wait_reported_ns = m_reported + kWindowNs - now;
            if (m_reported_used + m_since_report + weight > budget) return wait_reported_ns;
        }
        std::int64_t sum = m_sum;
        for (const Sent& sent : m_sent) {
            sum -= sent.weight;
            if (sum == 0 || sum + weight <= budget) return sent.at + kWindowNs - now;
        }
        return kNsPerSec;
    }
    void onSent(MonoTime now, int weight) {
        forget(now);
        m_sent.push_back({now, weight});
        m_sum += weight;
        m_since_report += weight;
    }
    /// The venue's own count of the running minute, from its reply header.
    void onReported(MonoTime now, std::int64_t used_weight) {
        m_reported = now;
        m_reported_used = used_weight;
        m_since_report = 0;
    }
    void setLimit(int limit) { m_limit = limit; }
    /// Nothing leaves before `until`.
    void pauseUntil(MonoTime until) { m_paused_until = std::max(m_paused_until, until); }
    /// Half the budget until then: the venue said 429.
    void halveUntil(MonoTime until) { m_halved_until = std::max(m_halved_until, until); }
    [[nodiscard]] std::int64_t used(MonoTime now) {
        forget(now);
        const bool fresh = m_reported.ns != 0 && now - m_reported < kWindowNs;
        return fresh ? std::max(m_sum, m_reported_used + m_since_report) : m_sum;
    }
    [[nodiscard]] MonoTime pausedUntil() const { return m_paused_until; }

private:
    static constexpr std::int64_t kWindowNs = kNsPerMin;
    struct Sent {
        MonoTime at;
        int weight;
    };
    [[nodiscard]] std::int64_t budgetAt(MonoTime now) const {
        const std::int64_t budget = static_cast<std::int64_t>(m_limit) * 8 / 10;
        return now < m_halved_until ? budget / 2 : budget;
    }
    void forget(MonoTime now) {
        while (!m_sent.empty() && now - m_sent.front().at >= kWindowNs) {
            m_sum -= m_sent.front().weight;
            m_sent.pop_front();
        }
    }

    CountWindow& window(const std::string& path) {
        return m_counts.try_emplace(m_by_path ? path : std::string(), m_count, m_count_window_ns).first->second;
    }

    std::int64_t m_limit;
    int m_count = 0;  // 0: no limit by number
    std::int64_t m_count_window_ns = 0;
    bool m_by_path = false;
    std::map<std::string, CountWindow> m_counts;  // as many as paths in use
    std::deque<Sent> m_sent;                      // at most the budget: every weight is at least 1
    std::int64_t m_sum = 0;
    MonoTime m_reported;
    std::int64_t m_reported_used = 0, m_since_report = 0;
    MonoTime m_paused_until, m_halved_until;
};

/// The budgets of all hosts, shared by the markets there. Net thread. As many as hosts are configured.
class LimiterPool {
public:
    /// `key` names host and port. The first caller's limit counts until the catalogue tells another.
    [[nodiscard]] WeightLimiter& at(const std::string& key, int limit) {
        return m_limiters.try_emplace(key, limit).first->second;
    }

private:
    std::map<std::string, WeightLimiter> m_limiters;
};

}  // namespace bw::feed
