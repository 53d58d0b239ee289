// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/feed/transport/mt5_config.h"
#include "core/model/order.h"
#include "core/model/result.h"

namespace bw::feed {

/// One way to send orders: a gateway's command endpoint.
struct RouteConfig {
    enum class Socket : std::uint8_t { Dealer, Req };

    std::string name;                          // "mt5.demo": as the engine and the latch call it
    bool enabled = true;                       // else it is never connected
    std::string endpoint = "tcp://127.0.0.1:5555";
    std::string instruments;                   // "mt5.demo": it trades mt5.demo.<symbol>; empty: the name
    Dialect pinned = Dialect::Unknown;         // Unknown: what the probe finds
    std::string key;                           // HMAC key of v6; never printed
    std::optional<CurveKeys> curve;
    Socket socket = Socket::Dealer;
    std::int64_t magic = 202401;
    bool whole_account = false;                // a kill cancels the account's orders, not only ours
    bool keep_protective = true;               // a kill leaves stops that only reduce
    bool allow_plain = false;                  // another machine without CURVE or v6 MAC
    bool allow_unverifiable = false;           // orders through p2
    std::int64_t ping_ms = 5'000;
    std::int64_t timeout_ms = 2'000;           // of every answer; also how long an order may wait for its turn
    std::int64_t deadman_ms = 0;               // v6: the gateway latches itself without a PING for so long; 0: off
};

/// CfgSyntax for a bad endpoint, name, key or time. The detail says how to mend it and shows no key.
[[nodiscard]] Status validate(const RouteConfig& route);

/// "mt5.demo.EURUSD" of the route's own symbol.
[[nodiscard]] std::string instrumentOf(const RouteConfig& route, std::string_view symbol);

/// This machine or CURVE. A v6 MAC makes a route secure too, but only once the gateway has shown that it has the key.
[[nodiscard]] bool isPrivate(const RouteConfig& route);

}  // namespace bw::feed
