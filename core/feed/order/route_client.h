// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "core/feed/order/dialect.h"
#include "core/feed/order/kill_ladder.h"
#include "core/feed/order/lane.h"
#include "core/feed/order/ping_window.h"
#include "core/feed/order/route_config.h"
#include "core/feed/order_permit.h"
#include "core/feed/transport/clock.h"
#include "core/model/order.h"

namespace bw::feed {

/// One route: two sockets to a gateway (orders; everything else), its dialect, its heartbeat, its part of a stop. Steppable
/// without a thread: step() reads what is there and runs what is due by the given clock, and never waits. One thread owns it.
///
/// Each request() ends in exactly one risk.reply, late ones apart:
///   NotSent   nothing left: GATEWAY_DOWN, GATEWAY_UNKNOWN, GATEWAY_DIALECT, GATEWAY_UNAUTHENTIC, GATEWAY_INSECURE, LATCH_HALTED,
///             LATCH_REDUCING, UNSUPPORTED, ORDER_* of a request that cannot be written
///   Unknown   handed over; no answer in time (OUTCOME_UNKNOWN), one that proves nothing, or one not signed (REPLY_MAC_BAD)
///   Failed    a query that brought nothing: QUERY_FAILED; ORDER_NOT_FOUND when the gateway says that it has no such order
///   others    what the gateway said. A refused CANCEL is Rejected: the order still works. MODIFY and CANCEL_ALL end in Ok.
/// An OPEN is handed over at most once, one at a time; those behind it wait at most `timeout_ms`. A good SYNC_ALL gives
/// risk.snapshot, then the reply; GET_ACCOUNT gives risk.account, then the reply. Request 0: what the client asked by itself,
/// or (outcome Failed) a reply that could not be used, at most 10 of them a second.
class RouteClient final : private LadderPort {
public:
    static constexpr std::size_t kRequestsMax = 1'024;
    static constexpr std::size_t kLateMax = 256;   // requests whose answer may still come
    static constexpr int kProbesMax = 3;           // without an answer; then the dialect is unknown
    static constexpr int kMissesMax = 3;           // then the route has failed
    static constexpr std::int64_t kFenceNs = 20 * kNsPerMs;
    static constexpr std::int64_t kStatusNs = 5 * kNsPerSec;

    using Fill = std::function<void(std::span<std::uint8_t>)>;  // random bytes: ids and nonces
    using Sink = std::function<void(std::string)>;              // one control frame; called inside step()

    /// `context` and the others outlive it. The sockets are made in the first step().
    RouteClient(zmq::context_t& context, RouteConfig config, const Clock& clock, OrderPermit& permit, Fill fill, Sink sink);
    ~RouteClient() override;

    /// False: the queue is full, nothing was taken.
    [[nodiscard]] bool request(const RouteRequest& request);
    void step();
    void addPollItems(std::vector<zmq_pollitem_t>& items);
    /// When step() has something to do by time alone; at most 10 ms ahead while it is connected.
    [[nodiscard]] MonoTime nextDeadline() const;

    /// A clean stop: cancels our own opening orders (v6). exitDone() after the answer, or if there is nothing to ask.
    void beginExit();
    [[nodiscard]] bool exitDone() const { return m_exit != Exit::Waiting; }

    [[nodiscard]] const RouteConfig& config() const { return m_config; }
    [[nodiscard]] RouteStatus status() const;
    /// Requests that were handed over and have no answer yet.
    [[nodiscard]] std::size_t outstanding() const { return m_sent.size(); }

private:
    enum class Exit : std::uint8_t { No, Waiting, Done };
    enum class Purpose : std::uint8_t { User, Heartbeat, Ladder, Exit };
    struct Sent {
        Ask ask;
        Purpose purpose = Purpose::User;
        bool on_order = false;
        MonoTime at;
        bool late = false;
    };
    struct Waiting {
        RouteRequest request;
        MonoTime since;
    };

    // route_client.cpp: connection, heartbeat, requests
    void followLatch();
    void keepLanes();
    void onControlUp();
    void onControlDown();
    void failOrderLane(Code code);
    void receiveAll(Lane& lane, bool on_order);
    void runTimers();
    void heartbeat();
    void onMiss();
    void dispatch();
    bool dispatchOne(const Waiting& waiting, bool on_order);
    [[nodiscard]] Code barrier(const RouteRequest& request) const;
    [[nodiscard]] bool needsPermit(const RouteRequest& request) const;
    [[nodiscard]] bool onOrderLane(const RouteRequest& request) const;
    enum class Handed : std::uint8_t { Yes, No, Busy, Refused };
    Handed send(Ask ask, Purpose purpose, bool on_order, Code& why);
    [[nodiscard]] bool isExclusive() const;
    [[nodiscard]] bool isBusy(bool on_order) const;
    [[nodiscard]] Ask askOf(Act act) const;
    void stamp(Ask& ask);
    [[nodiscard]] std::string randomHex();
    void publish(bool force);
    [[nodiscard]] Code stateError() const;

    // route_replies.cpp: what came back
    void onMessage(const std::string& text, bool on_order);
    void onReply(std::map<std::string, Sent>::iterator it, const JsonTree& tree);
    void onProbe(const Sent& sent, const JsonTree& tree, std::int64_t rtt_ns);
    void usePinned();
    void settle(const Sent& sent, Answer answer, std::int64_t rtt_ns);
    void settleLadder(const Sent& sent, const Answer& answer);
    void onTimeout(Sent& sent);
    void onGoodHeartbeat(const Sent& sent, std::int64_t server_ms, std::int64_t rtt_ns);
    void noteServerTime(const Sent& sent, std::int64_t server_ms, std::int64_t rtt_ns);
    void reject(Code code, std::string_view text);
    void finish(const RouteRequest& request, const Answer& answer, bool late, std::int64_t rtt_ns);
    void notSent(const RouteRequest& request, Code code, std::string_view text);
    [[nodiscard]] std::int64_t workingInScope(const RouteSnapshot& snapshot) const;

    // LadderPort
    bool sendCancels() override;
    bool sendQuery() override;
    void reportStep(OrderPermit::Step step, OrderPermit::State state, Code code, std::string_view detail) override;
    [[nodiscard]] Reach reach() const;

    zmq::context_t& m_context;
    const RouteConfig m_config;
    const Clock& m_clock;
    OrderPermit& m_permit;
    Fill m_fill;
    Sink m_sink;
    Lane m_order, m_control;

    // the gateway
    Dialect m_dialect = Dialect::Unknown;   // as the probe found it, or as pinned
    Code m_probe_error = Code::GatewayUnknown;
    bool m_probed = false;                  // since the control line is up
    MonoTime m_probe_answered_at;           // when the last good probe was sent
    int m_probe_misses = 0;
    std::string m_session;
    std::uint8_t m_trade_mode = 2;
    bool m_authentic = false;
    std::uint32_t m_session_count = 0;

    // heartbeat
    RouteHealth m_health = RouteHealth::Unknown;
    PingWindow m_pings;
    MonoTime m_next_ping, m_last_reply;
    std::uint32_t m_fail_count = 0, m_timeouts = 0;
    std::optional<std::int64_t> m_server_offset;  // gateway's clock - mono, ns
    std::int64_t m_offset_error_ns = -1;
    MonoTime m_offset_at;

    // requests
    std::deque<Waiting> m_order_queue, m_control_queue;
    std::map<std::string, Sent> m_sent;   // by id
    std::map<std::string, Sent> m_late;   // the same, after the timeout
    std::deque<std::string> m_late_ids;   // oldest first
    MonoTime m_open_until;                // an OPEN handed over may be carried out until then
    std::string m_text;                   // of the message being read

    // stop
    KillLadder m_ladder;
    std::uint8_t m_level = 0;
    std::uint64_t m_trip = 0;
    bool m_order_barred = false;          // HALTED: no order socket
    std::optional<MonoTime> m_fence_since;
    bool m_fence_late = false;
    Exit m_exit = Exit::No;

    // telling
    MonoTime m_next_status, m_reject_second;
    std::string m_last_status;
    std::uint64_t m_rejects = 0;
    int m_rejects_told = 0;
    MonoTime m_reopen_order, m_reopen_control;
};

}  // namespace bw::feed
