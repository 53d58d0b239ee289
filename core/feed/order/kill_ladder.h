// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/feed/order_permit.h"
#include "core/model/times.h"

namespace bw::feed {

/// What a route can do about a stop.
enum class Reach : std::uint8_t {
    None,         // not connected, not known, or it cannot show that it has the key
    Watched,      // p0, p1: it cannot cancel
    MarketOnly,   // p2: nothing to cancel, nothing to ask
    PositionsOnly,// p3: no cancel, positions can be listed
    Full          // v6
};

/// What the ladder wants done; the client's side.
class LadderPort {
public:
    virtual ~LadderPort() = default;
    /// CANCEL_ALL and KILL; false: not handed over.
    virtual bool sendCancels() = 0;
    virtual bool sendQuery() = 0;
    virtual void reportStep(OrderPermit::Step step, OrderPermit::State state, Code code, std::string_view detail) = 0;
};

/// Steps 5 to 8 of a stop on one route (risk spec 1.5, 3.6): what is sent when, and what may be called done. No socket, no
/// clock of its own. The client's thread.
class KillLadder {
public:
    static constexpr std::int64_t kDurableWaitNs = 50 * kNsPerMs;  // step 3 may hold up the cancels so long
    static constexpr std::int64_t kQueryGapNs = 500 * kNsPerMs;    // between the two queries that verify
    static constexpr std::int64_t kFastNs = 5 * kNsPerSec, kMiddleNs = 65 * kNsPerSec;
    static constexpr std::int64_t kRetryNs = kNsPerSec, kSlowNs = 15 * kNsPerSec;
    static constexpr int kTries = 3;  // of a cancel that nobody answered, 1 s apart; then each 15 s

    explicit KillLadder(LadderPort& port) : m_port(&port) {}

    /// A trip to HALTED. `open_until`: an order on its way may still be carried out until then.
    void begin(MonoTime since, MonoTime open_until);
    void end() { m_active = false; }
    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] bool isVerified() const { return m_active && m_verified; }

    void step(MonoTime now, bool durable, Reach reach, std::string_view why, MonoTime last_reply);
    /// The answers to sendCancels. Code Ok: done; Timeout: none came.
    void onCancel(Code code, std::string_view text, MonoTime now) { onAnswer(m_cancel, code, text, now); }
    void onKill(Code code, std::string_view text, MonoTime now) { onAnswer(m_kill, code, text, now); }
    /// The answer to sendQuery. `working`: orders in scope that may still trade; -1: it failed or cannot tell.
    void onQuery(bool good, std::int64_t working, std::string_view detail, MonoTime now);

private:
    enum class Reply : std::uint8_t { None, Waiting, Good, Bad };
    void onAnswer(Reply& reply, Code code, std::string_view text, MonoTime now);
    void full(MonoTime now);
    void query(MonoTime now);
    void unreachable(std::string_view why);
    void notYet(MonoTime now, Code code, std::string_view detail);
    void report(OrderPermit::Step step, OrderPermit::State state, Code code, std::string_view detail);
    [[nodiscard]] std::int64_t pause(MonoTime now) const;

    LadderPort* m_port;
    bool m_active = false, m_verified = false;
    Reach m_reach = Reach::None;
    MonoTime m_since, m_open_until;
    Reply m_cancel = Reply::None, m_kill = Reply::None;
    Code m_refusal = Code::Ok;          // why the last cancel failed
    int m_tries = 0;
    MonoTime m_next_cancel;
    bool m_query_waits = false;
    MonoTime m_query_sent, m_next_query;
    std::optional<MonoTime> m_clean;    // when the first of the two good queries was sent
    std::optional<MonoTime> m_first_query;
    std::array<std::optional<std::pair<OrderPermit::State, Code>>, 5> m_reported;
    std::string m_last_detail;
};

}  // namespace bw::feed
