// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/feed/order/route_config.h"
#include "core/feed/transport/clock.h"
#include "core/model/result.h"

namespace bw::feed {

/// How far a stop came on one route.
struct RouteKill {
    std::string route;
    bool sent = false, acknowledged = false, verified = false;
    Code code = Code::Ok;  // why not further
    std::string detail;    // for people
};

/// Stops the enabled routes without an engine: cancels, halts the gateways themselves (v6) and looks twice whether anything
/// still works, as the orders thread does. For the guard and the command line. Blocks until all are verified or cannot be,
/// at most `timeout_ms`. The routes must be valid; Connect if libzmq gives no context. Any thread.
[[nodiscard]] Result<std::vector<RouteKill>> killRoutes(const std::vector<RouteConfig>& routes, const Clock& clock,
                                                        std::int64_t timeout_ms);

}  // namespace bw::feed
