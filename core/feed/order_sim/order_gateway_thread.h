// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "core/feed/order_sim/order_gateway_sim.h"

namespace bw::sim {

/// An OrderGatewaySim on a thread of its own, by the machine's clock. Start, stop and `with` from one other thread.
class OrderGatewayThread {
public:
    explicit OrderGatewayThread(OrderSimOptions options);
    OrderGatewayThread(const OrderGatewayThread&) = delete;
    OrderGatewayThread& operator=(const OrderGatewayThread&) = delete;
    ~OrderGatewayThread() { stop(); }

    [[nodiscard]] Status start();
    void stop();
    [[nodiscard]] const std::string& endpoint() const { return m_sim.endpoint(); }
    /// Runs `body` on the gateway while its thread stands still between two steps.
    void with(const std::function<void(OrderGatewaySim&)>& body);
    [[nodiscard]] SimTruth truth();

private:
    void run();

    feed::SystemClock m_clock;
    OrderGatewaySim m_sim;
    std::mutex m_mutex;  // held for a step and for `with`
    std::atomic<bool> m_stop{false};
    std::atomic<int> m_waiting{0};
    std::thread m_thread;
};

}  // namespace bw::sim
