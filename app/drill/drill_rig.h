// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "app/drill/drill_orders.h"
#include "app/drill/drill_report.h"
#include "app/order_permit.h"
#include "core/feed/order_sim/order_gateway_thread.h"
#include "core/risk/audit.h"
#include "core/risk/latch.h"
#include "core/risk/watchdog.h"

namespace bw::app {

/// Everything one drill measures, and nothing else's: a kill latch with audit and watchdog in a folder of its own, a
/// scripted v6 gateway on a loopback port of its own, and the order client that live routes use. One thread.
class DrillRig {
public:
    DrillRig(risk::LatchFs& fs, const std::string& dir);
    DrillRig(const DrillRig&) = delete;
    DrillRig& operator=(const DrillRig&) = delete;
    ~DrillRig();

    /// Until the gateway has shown who it is. errors: PortInUse, GatewayDown, and the latch's own
    [[nodiscard]] Status start();
    /// `orders` working at the gateway, then a stop, measured until it is verified, then back to the start. `cancelled`
    /// ends it early with Code::Timeout. errors: GatewayDown, Timeout
    [[nodiscard]] Result<DrillRound> round(int orders, const std::function<bool()>& cancelled);

private:
    [[nodiscard]] Status placeOrders(int orders, const std::function<bool()>& cancelled);
    [[nodiscard]] DrillRound measure(std::int64_t trip_ns);
    [[nodiscard]] Status back(const std::function<bool()>& cancelled);
    [[nodiscard]] bool gatewayIsFlat();

    risk::SystemRiskClock m_clock;
    std::unique_ptr<risk::Audit> m_audit;
    std::unique_ptr<risk::KillLatch> m_latch;
    std::unique_ptr<LatchPermit> m_permit;
    std::string m_key;
    std::unique_ptr<sim::OrderGatewayThread> m_gateway;
    std::unique_ptr<DrillOrders> m_orders;
    std::unique_ptr<risk::Watchdog> m_watchdog;
};

}  // namespace bw::app
