// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/ui/fake_engine.h"

namespace bw::uitest {

/// A busy desk: limits free, near, breached and unknown, a paper and a gateway route, orders in every state, positions
/// with marks, a breaker that is open. What is absent is absent.
[[nodiscard]] api::TradeView busyDesk(WallTime now);
/// A desk that only watches.
[[nodiscard]] api::TradeView watchingDesk();
/// Firing, acknowledged, pending and ended alerts, one of them muted, one critical and not acknowledged.
[[nodiscard]] api::AlertsView someAlerts(WallTime now);
/// A good drill, a missed one and one with too few rounds for a p99.
[[nodiscard]] api::EngineApi::DrillStatus someDrills(WallTime now);
/// HALTED with steps of two routes: one verified, one that cannot cancel.
void haltWithRoutes(FakeEngine& engine);

}  // namespace bw::uitest
