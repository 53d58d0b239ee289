// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/model/times.h"

namespace bw::feed {

/// Round trips of the last 60 minutes. Exact: nearest rank of at most 36,000 values (the oldest go first), sorted when
/// asked, which is each 5 s. Timeouts are not in it. One thread.
class PingWindow {
public:
    static constexpr std::int64_t kWindowNs = 60 * kNsPerMin;
    static constexpr std::size_t kValuesMax = 36'000;
    static constexpr std::size_t kP95Min = 20, kP99Min = 100;

    struct Summary {
        std::int64_t p50_ns = -1, p95_ns = -1, p99_ns = -1, max_ns = -1;  // -1: too few
        std::uint64_t count = 0;
        bool polls_slowly = false;  // as a gateway does that looks once a second
    };

    void add(MonoTime now, std::int64_t rtt_ns) {
        m_values.push_back({now, rtt_ns});
        drop(now);
    }
    [[nodiscard]] Summary summary(MonoTime now) {
        drop(now);
        Summary s;
        s.count = m_values.size();
        if (m_values.empty()) return s;
        std::vector<std::int64_t> sorted;
        sorted.reserve(m_values.size());
        for (const Value& value : m_values) sorted.push_back(value.rtt_ns);
        std::ranges::sort(sorted);
        const auto rank = [&sorted](std::size_t percent) { return sorted[(sorted.size() * percent + 99) / 100 - 1]; };
        s.p50_ns = rank(50);
        s.max_ns = sorted.back();
        if (sorted.size() >= kP95Min) s.p95_ns = rank(95);
        if (sorted.size() >= kP99Min) s.p99_ns = rank(99);
        s.polls_slowly = sorted.front() < 50 * kNsPerMs && s.p95_ns >= 900 * kNsPerMs && s.p95_ns <= 1'100 * kNsPerMs;
        return s;
    }

private:
    struct Value {
        MonoTime at;
        std::int64_t rtt_ns;
    };
    void drop(MonoTime now) {
        while (!m_values.empty() && (now - m_values.front().at > kWindowNs || m_values.size() > kValuesMax)) m_values.pop_front();
    }
    std::deque<Value> m_values;
};

}  // namespace bw::feed
