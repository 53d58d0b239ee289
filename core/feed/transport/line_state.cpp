// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/line_state.h"

#include <algorithm>

namespace bw::feed {
namespace {

constexpr int kExponentMax = 30;  // far past any cap; keeps the shift defined

bool passed(MonoTime now, MonoTime start, std::int64_t limit_ms) {
    return limit_ms > 0 && now - start >= limit_ms * kNsPerMs;
}

}  // namespace

void LineState::enter(FeedState state, MonoTime now) {
    m_state = state;
    m_since = now;
}

void LineState::settle(MonoTime now) {
    if (m_live_since.ns == 0 || !passed(now, m_live_since, m_policy.stable_ms)) return;
    m_exponent = 0;
    m_bans = 0;
}

LineState::Due LineState::due(MonoTime now) {
    switch (m_state) {
        case FeedState::Down:
            return now >= m_retry_at ? Due::Attempt : Due::Nothing;
        case FeedState::Connecting:
            if (!m_open) return passed(now, m_since, m_policy.connect_timeout_ms) ? Due::ConnectTimeout : Due::Nothing;
            return passed(now, m_opened, m_policy.first_data_ms) ? Due::DataTimeout : Due::Nothing;
        case FeedState::Live:
        case FeedState::Starved:
            settle(now);
            if (!passed(now, m_last, m_policy.stale_ms)) return Due::Nothing;
            m_live_since = {};
            enter(FeedState::Stale, now);
            return Due::Stale;
        case FeedState::Stale:
            return passed(now, m_last, m_policy.reconnect_ms) ? Due::Silent : Due::Nothing;
    }
    return Due::Nothing;
}

void LineState::onAttempt(MonoTime now) {
    ++m_attempts;
    m_open = false;
    m_last = {};
    enter(FeedState::Connecting, now);
}

void LineState::onOpen(MonoTime now) {
    m_open = true;
    m_opened = now;
}

bool LineState::onMessage(MonoTime now, bool is_data) {
    m_last = now;
    if (m_state == FeedState::Live || !m_open) return false;
    if (m_state == FeedState::Connecting && !is_data) return false;
    if (m_state == FeedState::Connecting) m_attempts = 0;
    m_live_since = now;
    enter(FeedState::Live, now);
    return true;
}

std::int64_t LineState::onDown(MonoTime now, Random& random, std::int64_t least_ms) {
    settle(now);
    const std::int64_t base_ms =
        std::min(m_policy.backoff_max_ms, m_policy.backoff_base_ms << std::min(m_exponent, kExponentMax));
    m_exponent = std::min(m_exponent + 1, kExponentMax);
    const auto base_ns = static_cast<double>(base_ms * kNsPerMs);
    const auto delay_ns = static_cast<std::int64_t>(base_ns * (0.5 + 0.5 * random.uniform()));
    const std::int64_t pause_ns = std::max(delay_ns, least_ms * kNsPerMs);
    m_open = false;
    m_live_since = {};
    m_retry_at = now + pause_ns;
    m_least_until = now + least_ms * kNsPerMs;
    enter(FeedState::Down, now);
    return pause_ns;
}

void LineState::reopenAt(MonoTime now, MonoTime at) {
    m_open = false;
    m_live_since = {};
    m_retry_at = std::max(at, m_least_until);
    enter(FeedState::Down, now);
}

std::int64_t LineState::pauseFor(int http_status) {
    constexpr std::int64_t kThreeDaysMs = 3LL * 24 * 3600 * 1000;
    switch (http_status) {
        case 429:
            return m_policy.busy_pause_ms;
        case 418:
            return std::min(kThreeDaysMs, m_policy.banned_pause_ms << std::min(m_bans++, 20));
        case 403:
        case 451:
            return m_policy.blocked_pause_ms;
        default:
            return 0;
    }
}

}  // namespace bw::feed
