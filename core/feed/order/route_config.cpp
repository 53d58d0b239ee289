// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/route_config.h"

#include <algorithm>

#include "core/feed/transport/net_config.h"

namespace bw::feed {
namespace {

constexpr std::size_t kCurveKeyLength = 40, kNameMax = 64, kHmacKeyMin = 16;

bool plainName(std::string_view name) {
    return !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

}  // namespace

Status validate(const RouteConfig& route) {
    if (!plainName(route.name) || route.name == kPaperRoute)
        return Error{Code::CfgSyntax, "route.name", "'" + route.name.substr(0, kNameMax) + "': use letters, digits, - _ and ., not \"paper\""};
    if (endpointHost(route.endpoint).empty())
        return Error{Code::CfgSyntax, "route.endpoint",
                     "'" + route.endpoint.substr(0, 100) + "': write tcp://host:port with a port of 1 to 65535"};
    if (route.curve)
        for (const std::string* key : {&route.curve->server_key, &route.curve->public_key, &route.curve->secret_key})
            if (key->size() != kCurveKeyLength)
                return Error{Code::CfgSyntax, "route.curve", route.name + ": a CURVE key has 40 characters (Z85)"};
    if (!route.key.empty() && route.key.size() < kHmacKeyMin)
        return Error{Code::CfgSyntax, "route.key", route.name + ": the key of a gateway has at least 16 characters"};
    if (route.ping_ms < 10 || route.timeout_ms < 10 || route.deadman_ms < 0)
        return Error{Code::CfgRange, "route.times", route.name + ": ping_ms and timeout_ms are at least 10"};
    return Done{};
}

std::string instrumentOf(const RouteConfig& route, std::string_view symbol) {
    return (route.instruments.empty() ? route.name : route.instruments) + "." + std::string(symbol);
}

bool isPrivate(const RouteConfig& route) { return route.curve.has_value() || isLoopback(endpointHost(route.endpoint)); }

}  // namespace bw::feed
