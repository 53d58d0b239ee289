// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "core/feed/order/route_client.h"

namespace bw::app {

/// The order side of a drill: a RouteClient on the thread "drill-orders", which keeps placing limit orders that work, before
/// the stop and all through it. Made, started and stopped by one other thread.
class DrillOrders {
public:
    static constexpr const char* kRoute = "drill";
    DrillOrders(feed::RouteConfig route, feed::OrderPermit& permit);
    DrillOrders(const DrillOrders&) = delete;
    DrillOrders& operator=(const DrillOrders&) = delete;
    ~DrillOrders();

    /// The gateway is known and takes orders.
    [[nodiscard]] bool isReady() const { return m_ready.load(std::memory_order_acquire); }
    /// Places until so many more have been taken as working; a number above what will come keeps on placing.
    void place(int count) { m_wanted.store(m_working.load() + static_cast<std::uint64_t>(count)); }
    [[nodiscard]] bool isPlaced() const { return m_working.load() >= m_wanted.load(); }
    void pause() { m_wanted.store(0); }
    /// Orders that were handed to the socket later than `mono_ns`.
    [[nodiscard]] std::uint64_t sentAfter(std::int64_t mono_ns) const;
    /// Orders the latch kept from leaving.
    [[nodiscard]] std::uint64_t refused() const { return m_refused.load(); }

private:
    void run();
    void feedOrders(feed::RouteClient& client);
    void onFrame(const std::string& frame);

    const feed::RouteConfig m_route;
    feed::OrderPermit& m_permit;
    feed::SystemClock m_clock;
    std::atomic<bool> m_stop{false}, m_ready{false};
    std::atomic<std::uint64_t> m_wanted{0}, m_working{0}, m_refused{0};
    int m_outstanding = 0;            // the thread's own, with all below
    std::uint64_t m_next_request = 0;
    std::int64_t m_next_try_ns = 0;
    mutable std::mutex m_mutex;       // m_sent_ns
    std::vector<std::int64_t> m_sent_ns;
    std::thread m_thread;
};

}  // namespace bw::app
