// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order_sim/order_gateway_thread.h"

namespace bw::sim {

OrderGatewayThread::OrderGatewayThread(OrderSimOptions options) : m_sim(std::move(options), m_clock) {}

Status OrderGatewayThread::start() {
    if (Status status = m_sim.start(); !status) return status;
    m_stop.store(false);
    m_thread = std::thread([this] { run(); });
    return Done{};
}

void OrderGatewayThread::stop() {
    m_stop.store(true);
    if (m_thread.joinable()) m_thread.join();
}

void OrderGatewayThread::run() {
    while (!m_stop.load()) {
        if (m_waiting.load() > 0) std::this_thread::yield();  // a mutex alone would starve `with`
        const std::lock_guard lock(m_mutex);
        (void)m_sim.step();
        (void)m_sim.wait(1);
    }
}

void OrderGatewayThread::with(const std::function<void(OrderGatewaySim&)>& body) {
    m_waiting.fetch_add(1);
    {
        const std::lock_guard lock(m_mutex);
        body(m_sim);
    }
    m_waiting.fetch_sub(1);
}

SimTruth OrderGatewayThread::truth() {
    SimTruth truth;
    with([&truth](OrderGatewaySim& sim) { truth = sim.truth(); });
    return truth;
}

}  // namespace bw::sim
