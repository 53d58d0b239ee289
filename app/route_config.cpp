// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/route_config.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>

namespace bw::app {
namespace {

constexpr std::streamsize kKeyBytesMax = 4'096;

/// The first word of a file that nobody else may read.
Result<std::string> readKey(const std::string& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return Error{Code::FileOpen, "routes", path + ": not there or not readable"};
    if (!S_ISREG(facts.st_mode)) return Error{Code::FileOpen, "routes", path + ": not a file"};
    if ((facts.st_mode & 077) != 0) return Error{Code::CfgConflict, "routes", path + ": others may read this key; chmod 600 it"};
    std::ifstream file(path);
    std::string key;
    file.width(kKeyBytesMax);
    if (!(file >> key)) return Error{Code::FileOpen, "routes", path + ": holds no key"};
    return key;
}

Dialect dialectOf(const std::string& name) {
    for (const Dialect dialect : {Dialect::P0, Dialect::P1, Dialect::P2, Dialect::P3, Dialect::V6})
        if (dialectName(dialect) == name) return dialect;
    return Dialect::Unknown;  // auto
}

Result<feed::RouteConfig> readRoute(const ops::Config& config, const std::string& element) {
    feed::RouteConfig route;
    route.name = config.text(element + ".name");
    route.enabled = config.flag(element + ".enabled");
    route.endpoint = config.text(element + ".endpoint");
    route.instruments = config.text(element + ".instruments");
    route.pinned = dialectOf(config.text(element + ".dialect"));
    route.socket = config.text(element + ".socket") == "req" ? feed::RouteConfig::Socket::Req : feed::RouteConfig::Socket::Dealer;
    route.allow_plain = config.flag(element + ".allow_plain");
    route.allow_unverifiable = config.flag(element + ".allow_unverifiable");
    route.deadman_ms = config.integer(element + ".deadman_ms");
    route.magic = config.integer("execution.magic");
    route.whole_account = config.text("risk.kill.cancel_scope") == "account";
    route.keep_protective = config.flag("risk.kill.keep_protective");
    if (const std::string& path = config.text(element + ".key_file"); !path.empty()) {
        auto key = readKey(path);
        if (!key) return key.error();
        route.key = std::move(*key);
    }
    if (const std::string& server_key = config.text(element + ".curve_server_key"); !server_key.empty()) {
        auto secret = readKey(config.text(element + ".curve_secret_file"));
        if (!secret) return secret.error();
        route.curve = feed::CurveKeys{server_key, config.text(element + ".curve_public_key"), std::move(*secret)};
    }
    if (const Status valid = feed::validate(route); !valid) return valid.error();
    return route;
}

}  // namespace

Result<std::vector<feed::RouteConfig>> routesOf(const ops::Config& config) {
    std::vector<feed::RouteConfig> routes;
    const std::int64_t size = config.integer("routes");
    for (std::int64_t i = 0; i < size; ++i) {
        auto route = readRoute(config, "routes[" + std::to_string(i) + "]");
        if (!route) return route.error();
        if (std::ranges::find(routes, route->name, &feed::RouteConfig::name) != routes.end())
            return Error{Code::CfgDuplicateKey, "routes", route->name + ": give each route a name of its own"};
        routes.push_back(std::move(*route));
    }
    return routes;
}

}  // namespace bw::app
