// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/feed/transport/line_state.h"
#include "core/model/result.h"

namespace bw::feed {

/// Z85 keys of 40 characters. The secret comes from the key store and is never logged.
struct CurveKeys {
    std::string server_key, public_key, secret_key;
};

/// One gateway of MetaTrader 5: a publisher we subscribe to.
struct Mt5Gateway {
    std::string name;          // of the sources and instruments: "demo" gives "mt5.demo/ticks#1"
    std::string endpoint;      // "tcp://127.0.0.1:5556"
    bool allow_plain = false;  // another machine without CURVE
    std::optional<CurveKeys> curve;
    std::int64_t connect_timeout_ms = 10'000;  // TCP and handshake
    std::int64_t reconnect_min_ms = 1'000, reconnect_max_ms = 60'000;
    std::int64_t stale_ms = 10'000;           // until a heartbeat shows that the gateway speaks v6
    std::int64_t heartbeat_stale_ms = 3'000;  // from then on
    std::int64_t heartbeat_reconnect_ms = 10'000;
};

/// CfgSyntax for a bad endpoint, name or key, CfgConflict for an open line to another machine. The detail says how to
/// mend it.
[[nodiscard]] Status validate(const Mt5Gateway& gateway);

/// Host of "tcp://host:port", "[::1]" without brackets; empty if it is no such endpoint.
[[nodiscard]] std::string endpointHost(const std::string& endpoint);

}  // namespace bw::feed
