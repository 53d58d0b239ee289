// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/api/engine_api.h"
#include "core/feed/sim/demo_market.h"
#include "core/feed/transport/mt5_config.h"
#include "core/feed/transport/net_config.h"
#include "core/ops/config.h"

namespace bw::app {

/// What the feeds of a session connect to.
struct FeedPlan {
    feed::NetConfig net;
    std::vector<feed::Mt5Gateway> gateways;
    std::string summary;
};

/// The lines that the configuration wants; `choice` (from the window) names the symbols or the gateway instead of it.
/// Codes: Args (nothing to connect to), CfgSyntax, CfgConflict, CfgRange, FileOpen; the detail says how to mend it.
[[nodiscard]] Result<FeedPlan> planLive(const ops::Config& config, const api::SourceChoice* choice);
[[nodiscard]] FeedPlan planDemo(const ops::Config& config, const sim::DemoMarket& demo);

}  // namespace bw::app
