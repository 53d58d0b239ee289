// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed_config.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "core/feed/deribit/channel.h"
#include "core/feed/mt5/time_zone.h"
#include "core/feed/okx/decoder.h"

namespace bw::app {
namespace {

/// "https://host/fapi/v1" -> url and prefix.
void splitRest(const std::string& text, feed::RestConfig& out) {
    const std::size_t scheme = text.find("://");
    const std::size_t path = text.find('/', scheme == std::string::npos ? 0 : scheme + 3);
    out.url = text.substr(0, path);
    out.prefix = path == std::string::npos ? "" : text.substr(path);
}

/// The quiet connections of a market carry a stream that is never silent (feeds spec 4, keep-alive).
std::vector<feed::EntryRule> entryRules(const std::string& market, const std::string& ws_url, const std::string& market_url) {
    const std::string pub = ws_url + "/stream";
    if (market == "spot") return {{"pub", pub, {}, "btcusdt@kline_1m"}};
    if (market == "coinm") return {{"pub", pub, {}, "btcusd_perp@markPrice@1s"}};
    return {{"mkt", market_url + "/stream", {"aggTrade", "kline", "markPrice", "forceOrder", "ticker", "miniTicker"}, "btcusdt@markPrice@1s"},
            {"pub", pub, {}, "btcusdt@depth5@500ms"}};
}

std::vector<std::string> streamNames(const std::vector<std::string>& wanted, const std::string& depth_speed) {
    std::vector<std::string> out;
    for (const std::string& name : wanted) out.push_back(name == "depth" ? "depth@" + depth_speed : name);
    return out;
}

feed::BinanceMarketConfig binance(const std::string& venue_market, std::vector<std::string> symbols,
                                  std::vector<feed::BinanceEntry> entries, const std::string& rest_url) {
    feed::BinanceMarketConfig out;
    out.venue_market = venue_market;
    out.symbols = std::move(symbols);
    out.entries = std::move(entries);
    splitRest(rest_url, out.rest);
    if (venue_market.ends_with(".spot")) {  // weights of the venue's REST documents; the limit is read from the catalogue
        out.rest.weight_limit = 1'200;
        out.rest.snapshot_weight = 50;
    } else {
        out.rest.polls = feed::binancePolls(out.rest.prefix, venue_market.ends_with(".coinm"));
    }
    return out;
}

void supervise(const ops::Config& config, feed::LinePolicy& line) {
    line.connect_timeout_ms = config.integer("feeds.supervise.connect_timeout_ms");
    line.backoff_max_ms = config.integer("feeds.supervise.backoff_max_s") * 1000;
    line.stable_ms = config.integer("feeds.supervise.stable_s") * 1000;
}

void addBinance(const ops::Config& config, const api::SourceChoice* choice, FeedPlan& plan) {
    for (const std::string name : {"spot", "usdm", "coinm"}) {
        const std::string key = "feeds.binance." + name, venue = "binance." + name;
        std::vector<std::string> symbols;
        if (choice == nullptr) symbols = config.list(key + ".symbols");
        else
            for (const std::string& id : choice->symbols)
                if (id.starts_with(venue + ".")) symbols.push_back(id.substr(venue.size() + 1));
        if (symbols.empty()) continue;
        const std::string market_url = name == "usdm" ? config.text(key + ".market_url") : std::string{};
        std::vector<feed::EntryRule> rules = entryRules(name, config.text(key + ".ws_url"), market_url);
        if (name == "spot" && config.text(key + ".time_unit") == "us") rules[0].url += "?timeUnit=MICROSECOND";
        auto market = binance(venue, symbols,
                              feed::assignStreams(rules, streamNames(config.list(key + ".streams"), config.text(key + ".depth_speed"))),
                              config.text(key + ".rest_url"));
        market.rest.snapshot_limit = static_cast<int>(config.integer(key + ".snapshot_limit"));
        market.rest.proxy = config.list(key + ".proxy");
        supervise(config, market.line);
        market.line.stale_ms = config.integer("feeds.supervise.stale_ms");
        market.line.reconnect_ms = config.integer("feeds.supervise.reconnect_ms");
        market.line.max_age_ms = config.integer("feeds.supervise.max_age_s") * 1000;
        market.line.ping_ms = config.integer("feeds.supervise.ping_ms");
        plan.summary += (plan.summary.empty() ? "" : ", ") + venue;
        plan.net.binance.push_back(std::move(market));
    }
}

Status addOkx(const ops::Config& config, FeedPlan& plan) {
    const std::vector<std::string>& names = config.list("feeds.okx.instruments");
    if (names.empty()) return Done{};
    feed::OkxMarketConfig okx;
    for (const std::string& name : names) {
        const std::string_view market = feed::okx::marketOf(name);
        if (market.empty())
            return Error{Code::SymbolUnknown, "feeds.okx.instruments", name + ": write it as OKX does, BTC-USDT or BTC-USDT-SWAP"};
        okx.instruments.push_back(okx.venue + "." + std::string(market) + "." + name);
    }
    okx.channels = config.list("feeds.okx.channels");
    okx.public_urls = {config.text("feeds.okx.public_url")};
    okx.business_urls = {config.text("feeds.okx.business_url")};
    okx.rest.url = config.text("feeds.okx.rest_url");
    okx.rest.proxy = config.list("feeds.okx.proxy");
    okx.rest.polls = feed::okxPolls(okx.instruments);
    supervise(config, okx.line);
    plan.summary += (plan.summary.empty() ? "" : ", ") + okx.venue;
    plan.net.okx.push_back(std::move(okx));
    return Done{};
}

Status addDeribit(const ops::Config& config, FeedPlan& plan) {
    const std::vector<std::string>& names = config.list("feeds.deribit.instruments");
    if (names.empty()) return Done{};
    feed::DeribitMarketConfig deribit;
    for (const std::string& name : names) {
        const std::string_view market = feed::deribit::marketOf(name);
        if (market.empty())
            return Error{Code::SymbolUnknown, "feeds.deribit.instruments", name + ": write it as Deribit does, BTC-PERPETUAL"};
        deribit.instruments.push_back(deribit.venue + "." + std::string(market) + "." + name);
    }
    const std::string& interval = config.text("feeds.deribit.interval");
    deribit.channels = {"book.{i}." + interval, "trades.{i}." + interval, "quote.{i}", "ticker.{i}." + interval};
    std::vector<std::string> currencies;
    for (const std::string& index : config.list("feeds.deribit.vol_index")) {
        deribit.channels.push_back("deribit_volatility_index." + index);
        std::string currency = index.substr(0, index.find('_'));
        std::transform(currency.begin(), currency.end(), currency.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        currencies.push_back(std::move(currency));
    }
    deribit.urls = {config.text("feeds.deribit.ws_url")};
    deribit.rest.url = config.text("feeds.deribit.rest_url");
    deribit.rest.proxy = config.list("feeds.deribit.proxy");
    deribit.rest.polls = feed::deribitPolls(currencies);
    supervise(config, deribit.line);
    plan.summary += (plan.summary.empty() ? "" : ", ") + deribit.venue;
    plan.net.deribit.push_back(std::move(deribit));
    return Done{};
}

Status addGuards(const ops::Config& config, FeedPlan& plan) {
    for (const ops::Proxy& proxy : config.proxies()) {
        feed::ProxyConfig one;
        one.name = proxy.name;
        one.type = proxy.type == "http" ? feed::ProxyConfig::Type::Http : feed::ProxyConfig::Type::Socks5;
        one.host = proxy.host;
        one.port = static_cast<std::uint16_t>(proxy.port);
        plan.net.proxies.push_back(std::move(one));
    }
    plan.net.tls.ca_file = config.text("feeds.tls.ca_file");
    for (const std::string& pin : config.list("feeds.tls.pins")) {
        const std::size_t equals = pin.find('=');
        if (equals == std::string::npos)
            return Error{Code::CfgSyntax, "feeds.tls.pins", pin + ": write host=SHA-256 in hex"};
        const std::string host = pin.substr(0, equals);
        auto& pins = plan.net.tls.pins;
        auto it = std::find_if(pins.begin(), pins.end(), [&](const auto& p) { return p.host == host; });
        if (it == pins.end()) it = pins.insert(pins.end(), {host, {}});
        it->sha256.push_back(pin.substr(equals + 1));
    }
    return Done{};
}

/// The secret key, from a file that nobody else may read.
Result<std::string> readSecret(const std::string& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return Error{Code::FileOpen, "feeds.mt5", path + ": not there or not readable"};
    if ((facts.st_mode & 077) != 0) return Error{Code::CfgConflict, "feeds.mt5", path + ": others may read this key; chmod 600 it"};
    std::ifstream file(path);
    std::string key;
    if (!(file >> key)) return Error{Code::FileOpen, "feeds.mt5", path + ": holds no key"};
    return key;
}

Status addGateways(const ops::Config& config, const api::SourceChoice* choice, FeedPlan& plan) {
    const auto add = [&](feed::Mt5Gateway gateway) {
        plan.summary += (plan.summary.empty() ? "" : ", ") + gateway.endpoint;
        plan.gateways.push_back(std::move(gateway));
    };
    if (choice != nullptr) {
        feed::Mt5Gateway gateway;
        gateway.name = "gateway";
        gateway.endpoint = choice->endpoint;
        if (choice->kind == api::SourceChoice::Kind::Mt5Gateway) add(std::move(gateway));
        return Done{};
    }
    for (const ops::Mt5Gateway& g : config.mt5Gateways()) {
        feed::Mt5Gateway gateway;
        gateway.name = g.name;
        gateway.endpoint = g.ticks;
        gateway.allow_plain = g.allow_plain;
        if (const auto zone = feed::mt5::GatewayZone::fromText(g.time_zone); !zone) return zone.error();
        if (!g.curve_server_key.empty()) {
            const Result<std::string> secret = readSecret(g.curve_secret_file);
            if (!secret) return secret.error();
            gateway.curve = feed::CurveKeys{g.curve_server_key, g.curve_public_key, *secret};
        }
        add(std::move(gateway));
    }
    return Done{};
}

Status check(const FeedPlan& plan) {
    if (const Status valid = feed::validate(plan.net.proxies); !valid) return valid;
    for (const auto& market : plan.net.binance)
        if (const Status valid = feed::validate(market); !valid) return valid;
    for (const auto& market : plan.net.okx)
        if (const Status valid = feed::validate(market); !valid) return valid;
    for (const auto& market : plan.net.deribit)
        if (const Status valid = feed::validate(market); !valid) return valid;
    for (const auto& gateway : plan.gateways)
        if (const Status valid = feed::validate(gateway); !valid) return valid;
    if (const auto tls = feed::TlsPolicy::make(plan.net.tls); !tls) return tls.error();
    return Done{};
}

}  // namespace

Result<FeedPlan> planLive(const ops::Config& config, const api::SourceChoice* choice) {
    FeedPlan plan;
    addBinance(config, choice, plan);
    if (choice == nullptr) {
        if (const Status okx = addOkx(config, plan); !okx) return okx.error();
        if (const Status deribit = addDeribit(config, plan); !deribit) return deribit.error();
    }
    if (const Status guards = addGuards(config, plan); !guards) return guards.error();
    if (const Status gateways = addGateways(config, choice, plan); !gateways) return gateways.error();
    if (plan.summary.empty())
        return Error{Code::Args, "session.source", "no symbol and no gateway was given: name at least one"};
    if (const Status valid = check(plan); !valid) return valid.error();
    return plan;
}

FeedPlan planDemo(const ops::Config& config, const sim::DemoMarket& demo) {
    FeedPlan plan;
    const auto url = [](const QString& text) { return text.toStdString(); };
    const auto market = [&](const std::string& name, std::vector<std::string> symbols, std::vector<feed::EntryRule> rules, sim::Venue venue) {
        const std::string key = "feeds.binance." + name;
        plan.net.binance.push_back(binance("demo." + name, std::move(symbols),
                                           feed::assignStreams(rules, streamNames(config.list(key + ".streams"), "100ms")),
                                           url(demo.restUrl(venue))));
    };
    market("usdm", {"BTCUSDT", "ETHUSDT"},
           {{"mkt", url(demo.wsMarketUrl()), {"aggTrade", "kline", "markPrice", "forceOrder"}},
            {"pub", url(demo.wsUrl(sim::Venue::Usdm)), {}}},
           sim::Venue::Usdm);
    market("spot", {"BTCUSDT"}, {{"pub", url(demo.wsUrl(sim::Venue::Spot)), {}}}, sim::Venue::Spot);
    feed::Mt5Gateway gateway;
    gateway.name = "demo";
    gateway.endpoint = url(demo.tickEndpoint());
    plan.gateways.push_back(std::move(gateway));
    return plan;
}

}  // namespace bw::app
