// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/mt5_config.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/feed/transport/net_config.h"

namespace bw::feed {
namespace {

constexpr std::string_view kTcp = "tcp://";
constexpr std::size_t kKeyLength = 40;

bool plainName(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool readPort(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65'535;
}

bool hostText(std::string_view host) {
    return !host.empty() && std::none_of(host.begin(), host.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte >= 0x7f || c == '/' || c == '*' || c == ';' || c == '@';
    });
}

}  // namespace

std::string endpointHost(const std::string& endpoint) {
    std::string_view rest = endpoint;
    if (!rest.starts_with(kTcp)) return {};
    rest.remove_prefix(kTcp.size());
    const std::size_t colon = rest.rfind(':');
    if (colon == std::string_view::npos || !readPort(rest.substr(colon + 1))) return {};
    std::string_view host = rest.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return {};
    return hostText(host) ? std::string(host) : std::string{};
}

Status validate(const Mt5Gateway& gateway) {
    if (!plainName(gateway.name))
        return Error{Code::CfgSyntax, "mt5.name", "'" + gateway.name + "': use letters, digits, - and _"};
    const std::string host = endpointHost(gateway.endpoint);
    if (host.empty())
        return Error{Code::CfgSyntax, "mt5.endpoint",
                     "'" + gateway.endpoint.substr(0, 100) + "': write tcp://host:port with a port of 1 to 65535"};
    if (gateway.curve)
        for (const std::string* key :
             {&gateway.curve->server_key, &gateway.curve->public_key, &gateway.curve->secret_key})
            if (key->size() != kKeyLength)
                return Error{Code::CfgSyntax, "mt5.curve", gateway.name + ": a CURVE key has 40 characters (Z85)"};
    if (!gateway.curve && !gateway.allow_plain && !isLoopback(host))
        return Error{Code::CfgConflict, "mt5.endpoint",
                     gateway.endpoint + ": not encrypted; set curve keys, or allow_plain: true in a network you trust"};
    return Done{};
}

}  // namespace bw::feed
