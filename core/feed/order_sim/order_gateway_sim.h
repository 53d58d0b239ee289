// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/feed/order_sim/sim_backend.h"
#include "core/model/result.h"

namespace bw::sim {

/// A MetaTrader order gateway on a real ZeroMQ socket, with a broker behind it and moods (risk spec 3.5). It speaks p0,
/// p1, p2, p3 or v6 to REQ peers and to DEALER peers that send an empty frame first, and keeps a log of what really
/// happened. Any one thread; it starts none: step() does what is due by the given clock and never waits.
class OrderGatewaySim {
public:
    /// `context` of the caller, or null for one of its own. The clock must outlive it.
    OrderGatewaySim(OrderSimOptions options, const feed::Clock& clock, void* context = nullptr);
    OrderGatewaySim(const OrderGatewaySim&) = delete;
    OrderGatewaySim& operator=(const OrderGatewaySim&) = delete;
    ~OrderGatewaySim();

    /// PortInUse or Args.
    [[nodiscard]] Status start();
    /// Where it listens, e.g. tcp://127.0.0.1:41234.
    [[nodiscard]] const std::string& endpoint() const { return m_endpoint; }
    /// Handles what has arrived and sends what is due. Returns how many messages that were.
    int step();
    /// Waits so long, at most, for a message to arrive; real time. True: one is there.
    [[nodiscard]] bool wait(int real_ms);

    /// The next request with this action ("" for any) meets `mood`, whatever the shares say. Several add up.
    void force(Mood mood, std::string_view action = {});
    void setMoods(const MoodShares& moods) { m_moods = moods; }
    /// The gateway process starts again: requests that wait and replies that are due are gone, v6 gets a new session.
    /// `new_socket`: its socket goes too, and with it every connection.
    void restart(bool new_socket);
    void resetKill() { m_dialect->resetKill(); }

    bool setQuote(std::string_view symbol, std::string_view bid, std::string_view ask) {
        return m_backend.venue.setQuote(symbol, bid, ask);
    }
    [[nodiscard]] SimVenue& venue() { return m_backend.venue; }
    [[nodiscard]] SimTruth truth() const;
    /// Without copying orders and positions in: those are in venue().
    [[nodiscard]] const SimTruth& log() const { return m_backend.truth; }

private:
    struct Outgoing {
        std::int64_t due_ns = 0;
        bool after_next = false;  // or as soon as another reply has gone
        std::string peer, text;
    };
    [[nodiscard]] Status bind(const std::string& endpoint);
    [[nodiscard]] bool receive(std::string& peer, std::string& text);
    void handle(const std::string& peer, const std::string& text);
    [[nodiscard]] MoodDraw draw(const SimFields& fields);
    void queue(const std::string& peer, std::string reply, const MoodDraw& moods);
    void send(const Outgoing& reply);
    int flush();
    void dropPending();

    OrderSimOptions m_options;
    const feed::Clock& m_clock;
    void* m_context;
    bool m_owns_context;
    void* m_socket = nullptr;
    std::string m_endpoint;
    SimBackend m_backend;
    std::unique_ptr<WireDialect> m_dialect;
    MoodShares m_moods;
    std::vector<std::pair<Mood, std::string>> m_forced;
    std::deque<Outgoing> m_outgoing;  // bounded by kOutgoingMax, the oldest is dropped and counted
    std::int64_t m_away_until_ns = 0, m_next_poll_ns = 0;
    bool m_bound = false;
};

}  // namespace bw::sim
