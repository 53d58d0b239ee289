// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/model/types.h"

namespace bw::feed {

/// Times of one line (feeds spec 4). The defaults are those of a Binance line.
struct LinePolicy {
    std::int64_t connect_timeout_ms = 10'000;  // TCP, TLS and handshake together
    std::int64_t first_data_ms = 15'000;       // after the handshake; 0: no limit
    std::int64_t stale_ms = 10'000;
    std::int64_t reconnect_ms = 30'000;  // silence that ends the line; 0: never
    std::int64_t backoff_base_ms = 1'000;
    std::int64_t backoff_max_ms = 60'000;
    std::int64_t stable_ms = 300'000;         // LIVE this long without a break: the backoff starts over
    std::int64_t busy_pause_ms = 60'000;      // least pause after 429 without Retry-After
    std::int64_t banned_pause_ms = 120'000;   // after 418, doubled each time up to 3 days
    std::int64_t blocked_pause_ms = 900'000;  // after 403 and 451
    std::int64_t ping_ms = 0;                 // 0: we send none. A text ping leaves after this long without inbound,
                                              // a WebSocket ping each time
    std::int64_t pong_timeout_ms = 10'000;
    std::int64_t max_age_ms = 86'100'000;  // hand over to a second connection at this age; 0: never
};

/// State of one line: when to try, when to give up waiting, how long to pause. Total, no I/O, no clock of its own;
/// attempts never end. Owned by one thread. The owner calls due() on a timer and does what it says.
///   delay(n) = min(max, base 2^n) (0.5 + 0.5 u), u uniform in [0, 1); the first attempt is immediate (feeds spec 4)
class LineState {
public:
    enum class Due : std::uint8_t {
        Nothing,
        Attempt,         // start one, then onAttempt()
        ConnectTimeout,  // the handshake took too long: close, then onDown()
        DataTimeout,     // open, but no data came: close, then onDown()
        Stale,           // LIVE became STALE: tell it; nothing to do
        Silent           // STALE for too long: close, then onDown()
    };

    LineState(LinePolicy policy, MonoTime now) : m_policy(policy), m_since(now), m_retry_at(now) {}

    [[nodiscard]] Due due(MonoTime now);

    void onAttempt(MonoTime now);
    void onOpen(MonoTime now);  // handshake done; LIVE comes with the first data
    /// Any inbound message. `is_data` is false for acknowledgements: they keep an open line from STALE, but only data
    /// makes it LIVE. True if the state changed.
    bool onMessage(MonoTime now, bool is_data);
    /// The attempt or the connection ended. Returns the pause before the next attempt in ns, at least `least_ms`.
    std::int64_t onDown(MonoTime now, Random& random, std::int64_t least_ms = 0);
    /// The machine slept: the next attempt is at `at`, without backoff; only a pause the venue asked for goes on.
    void reopenAt(MonoTime now, MonoTime at);
    /// The least pause an HTTP refusal of the handshake asks for, in ms; 0 for other answers.
    [[nodiscard]] std::int64_t pauseFor(int http_status);

    [[nodiscard]] FeedState state() const { return m_state; }
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] MonoTime since() const { return m_since; }
    [[nodiscard]] MonoTime opened() const { return m_opened; }
    [[nodiscard]] MonoTime last() const { return m_last; }
    [[nodiscard]] MonoTime retryAt() const { return m_retry_at; }
    [[nodiscard]] std::uint32_t attempts() const { return m_attempts; }
    void setStaleMs(std::int64_t stale_ms) { m_policy.stale_ms = stale_ms; }
    void setReconnectMs(std::int64_t reconnect_ms) { m_policy.reconnect_ms = reconnect_ms; }

private:
    void enter(FeedState state, MonoTime now);
    void settle(MonoTime now);

    LinePolicy m_policy;
    FeedState m_state = FeedState::Down;
    bool m_open = false;
    MonoTime m_since;  // of the state
    MonoTime m_opened;
    MonoTime m_last;                     // newest message of this connection; ns == 0: none
    MonoTime m_live_since;               // ns == 0: not LIVE without a break
    MonoTime m_retry_at, m_least_until;  // the second: asked for by the venue
    std::uint32_t m_attempts = 0;
    int m_exponent = 0;  // n of the formula
    int m_bans = 0;
};

}  // namespace bw::feed
