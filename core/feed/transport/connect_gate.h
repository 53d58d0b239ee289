// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "core/model/times.h"

namespace bw::feed {

/// New connections per host: one in 350 ms, at most 250 in 300 s (feeds spec 4). Net thread. Holds at most 250 times a
/// host, and as many hosts as are configured.
class ConnectGate {
public:
    /// True and counted if a connection to `host` may start now.
    bool take(const std::string& host, MonoTime now) {
        std::deque<MonoTime>& times = m_times[host];
        while (!times.empty() && now - times.front() >= kWindowNs) times.pop_front();
        if (times.size() >= kPerWindow || (!times.empty() && now - times.back() < kSpacingNs)) return false;
        times.push_back(now);
        return true;
    }

private:
    static constexpr std::int64_t kSpacingNs = 350 * kNsPerMs;
    static constexpr std::int64_t kWindowNs = 300 * kNsPerSec;
    static constexpr std::size_t kPerWindow = 250;
    std::map<std::string, std::deque<MonoTime>> m_times;
};

}  // namespace bw::feed
