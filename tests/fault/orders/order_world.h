// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTemporaryDir>
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "core/feed/order/route_client.h"
#include "core/feed/order_sim/order_gateway_sim.h"
#include "core/model/random.h"
#include "core/trade/desk.h"

namespace bw::test {

inline constexpr std::string_view kRoute = "mt5.demo";
inline constexpr std::string_view kSymbol = "EURUSD";
inline constexpr std::string_view kInstrument = "mt5.demo.EURUSD";

/// One clock for all three sides. It moves when the scenario says so.
class WorldClock final : public feed::Clock {
public:
    [[nodiscard]] WallTime wall() const override { return {1'768'482'810'000'000'000 + ns}; }
    [[nodiscard]] MonoTime mono() const override { return {ns}; }
    std::int64_t ns = kNsPerSec;
};

/// What a scenario is made of, all from its seed.
struct Plan {
    explicit Plan(std::uint64_t seed);
    std::uint64_t seed;
    Random random;
    Dialect dialect = Dialect::V6;
    sim::OrderSimOptions gateway;
    bool calm = false;     // no moods, no restarts, no stops: nothing may be in doubt
    int busy_ticks = 0;    // of 100 ms
    [[nodiscard]] std::string describe() const;
};

/// What the harness does wrong on purpose, to see it caught.
enum class Mutant { None, ResendsUnknown, IgnoresTheStop, ForgesCancels };

/// A desk, a route client and a gateway on real sockets and one clock, all on the caller's thread; it watches that what
/// each of them believes is allowed by what really happened (risk spec, "Done when" 13 and 14). Violations are collected.
class OrderWorld final : private trade::DeskPort, private feed::OrderPermit {
public:
    OrderWorld(zmq::context_t& context, const std::string& dir, std::uint64_t seed, Mutant mutant = Mutant::None);
    ~OrderWorld() override;

    void run();
    [[nodiscard]] const std::vector<std::string>& violations() const { return m_violations; }
    [[nodiscard]] const Plan& plan() const { return m_plan; }

    struct Counts {
        std::uint64_t submitted = 0, executed = 0, cancels = 0, stops = 0, verified = 0, restarts = 0, unknown = 0, frames = 0;
        Counts& operator+=(const Counts& other);
    };
    [[nodiscard]] const Counts& counts() const { return m_counts; }

private:
    // DeskPort
    const TradeSpec* spec(std::string_view instrument) override;
    trade::MarketFacts market(std::string_view instrument) override;
    std::string instrumentOf(std::string_view route, std::string_view symbol) override;
    bool send(const RouteRequest& request) override;
    void trip(Code cause, risk::LatchState target, std::string_view reason, bool simulated) override;
    void notice(api::Notice notice) override;
    void ledger(std::string_view) override {}
    void audit(std::string_view, std::string_view, std::string_view, Code, std::string_view, std::string_view) override {}
    void save(std::string_view, std::string_view) override {}
    // OrderPermit
    Stop stop() const noexcept override;
    void enter() noexcept override {}
    void leave() noexcept override {}
    bool allows(bool reduces, bool flatten, std::string_view instrument, std::string_view source) const noexcept override;
    void report(std::string_view route, std::uint64_t trip, Step step, State state, Code code, std::string_view detail) override;

    struct Asked {
        std::string client_id;
        std::size_t log_before = 0;      // cancels in the gateway's log
        std::uint64_t notices_before = 0;
    };

    void tick(std::int64_t ns);
    void pump();
    bool settleClient(int real_ms);
    void drainFrames();
    void apply(const std::string& frame);
    void act();
    void submit();
    void cancelOne();
    void replaceOne();
    void movePrice();
    void engage(std::uint8_t level);
    void reset();
    void quiet();
    void tellLatch();
    void watch();
    void checkEnd();
    void checkOrders();
    void checkCancels();
    void checkPositions();
    void fail(std::string text);
    void trace(std::string_view what, std::string_view text) const;
    [[nodiscard]] trade::DeskTime now() const { return {m_clock.wall(), m_clock.mono()}; }
    [[nodiscard]] std::string pickLive();
    [[nodiscard]] bool isWorkingAtVenue() const;

    const bool m_traces = qEnvironmentVariableIsSet("BELLWETHER_TRACE");  // what passes by, for one scenario
    Plan m_plan;
    const Mutant m_mutant;
    WorldClock m_clock;
    TradeSpec m_spec;
    sim::OrderGatewaySim m_gateway;
    Random m_bytes;                      // ids and nonces
    Random m_choice;                     // what the user does
    std::unique_ptr<trade::TradeDesk> m_desk;
    std::unique_ptr<feed::RouteClient> m_client;
    std::deque<std::string> m_frames;
    std::uint64_t m_fills = 0;           // calls for random bytes: how the harness knows that something left
    std::uint64_t m_expected = 0;        // messages that should arrive at the gateway
    bool m_wants_step = false;
    std::int64_t m_price = 110'000;      // bid, 1e-5

    Stop m_stop{0, 0, true, {}};
    std::uint64_t m_trips = 0, m_verified_trip = 0;
    std::int64_t m_latch_told_at = -1;   // when the desk hears of the latch; -1: it knows
    mutable std::uint64_t m_refused = 0;  // written, but not handed over
    mutable std::uint64_t m_passed = 0;  // OPEN, MODIFY and CLOSE that the permit let through
    std::uint8_t m_wanted_level = 0;     // a limit of the desk wants the latch to move
    int m_connects_left = 100;           // moments of real time that may still be spent on connecting
    std::vector<zmq_pollitem_t> m_items;

    int m_next_id = 0;
    std::map<std::string, RouteRequest> m_sent_opens;  // by client id, as the desk sent them
    std::vector<std::string> m_ids;
    std::vector<Asked> m_cancels;
    std::set<std::string> m_resent;
    std::map<std::string, std::uint64_t> m_last_notice;  // by client id: number of its latest warning
    std::uint64_t m_notices = 0;
    std::size_t m_seen_attempts = 0;
    std::map<std::string, int> m_arrivals;
    Counts m_counts;
    std::vector<std::string> m_violations;
};

}  // namespace bw::test
