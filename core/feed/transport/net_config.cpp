// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/net_config.h"

#include <QHostAddress>
#include <QString>
#include <QUrl>
#include <algorithm>
#include <iterator>

namespace bw::feed {
namespace {

Status checkUrl(const std::string& text, QLatin1String plain, QLatin1String secure) {
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != plain && url.scheme() != secure))
        return Error{Code::CfgSyntax, "net.url", text + ": write " + secure.data() + "://host[:port]/path"};
    if (url.scheme() == plain && !isLoopback(url.host().toStdString()))
        return Error{Code::CfgConflict, "net.url",
                     text + ": plain text leaves this machine; use " + secure.data() + ":// or 127.0.0.1"};
    return Done{};
}

/// Names go into JSON and URLs as they are.
bool plainName(std::string_view name) {
    return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7f || c == '"' || c == '\\' || c == '/' || c == '#';
    });
}

Status checkSockets(const std::string& url, const std::vector<std::string>& more_urls) {
    Status good = checkUrl(url, QLatin1String("ws"), QLatin1String("wss"));
    for (const std::string& other : more_urls)
        if (good) good = checkUrl(other, QLatin1String("ws"), QLatin1String("wss"));
    return good;
}

Status checkUrls(const std::vector<std::string>& urls, const std::string& venue) {
    if (urls.empty()) return Error{Code::CfgEmpty, "net.url", venue + ": give an entry point"};
    return checkSockets(urls.front(), {urls.begin() + 1, urls.end()});
}

Status checkRest(const RestConfig& rest) {
    Status good = checkUrl(rest.url, QLatin1String("http"), QLatin1String("https"));
    for (const std::string& other : rest.more_urls)
        if (good) good = checkUrl(other, QLatin1String("http"), QLatin1String("https"));
    for (const PollRow& row : rest.polls)
        if (good && (row.period_ms <= 0 || !row.path.starts_with('/') || row.purpose.empty()))
            good = Error{Code::CfgRange, "net.polls", row.purpose + ": a path from /, and a period above 0"};
    return good;
}

Status checkStreams(const std::vector<std::string>& streams) {
    for (const std::string& stream : streams)
        if (!plainName(stream)) return Error{Code::CfgSyntax, "net.streams", stream + ": write it as the venue does"};
    return Done{};
}

/// Instruments are full ids of the venue: "okx.swap.BTC-USDT-SWAP".
Status checkVenue(const std::string& venue, const std::vector<std::string>& instruments,
                  const std::vector<std::string>& channels) {
    if (!plainName(venue) || venue.find('.') != std::string::npos)
        return Error{Code::CfgSyntax, "net.venue", venue + ": a plain name without dot"};
    if (instruments.empty() || channels.empty())
        return Error{Code::CfgEmpty, "net.streams", venue + ": nothing to subscribe"};
    for (const std::string& id : instruments) {
        const std::size_t dot = id.find('.', venue.size() + 1);
        if (!plainName(id) || !id.starts_with(venue + ".") || dot == std::string::npos || dot + 1 == id.size())
            return Error{Code::CfgSyntax, "net.instruments", id + ": write " + venue + ".market.name"};
    }
    return checkStreams(channels);
}

}  // namespace

bool isLoopback(std::string_view host) {
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    return QHostAddress(QString::fromUtf8(host.data(), static_cast<qsizetype>(host.size()))).isLoopback();
}

Status validate(const BinanceMarketConfig& config) {
    if (!plainName(config.venue_market) || config.venue_market.find('.') == std::string::npos)
        return Error{Code::CfgSyntax, "net.venue_market", config.venue_market + ": write venue.market"};
    if (config.entries.empty())
        return Error{Code::CfgEmpty, "net.entries", config.venue_market + ": give an entry point"};
    for (const std::string& symbol : config.symbols)
        if (!plainName(symbol)) return Error{Code::CfgSyntax, "net.symbols", symbol + ": write it as the venue does"};
    bool any_stream = false;
    for (const BinanceEntry& entry : config.entries) {
        if (!plainName(entry.name)) return Error{Code::CfgSyntax, "net.entry", entry.name + ": a short plain name"};
        if (const Status urls = checkSockets(entry.url, entry.more_urls); !urls) return urls;
        if (const Status streams = checkStreams(entry.streams); !streams) return streams;
        any_stream = any_stream || !entry.streams.empty();
    }
    if (!any_stream || config.symbols.empty())
        return Error{Code::CfgEmpty, "net.streams", config.venue_market + ": nothing to subscribe"};
    return checkRest(config.rest);
}

Status validate(const OkxMarketConfig& config) {
    if (const Status common = checkVenue(config.venue, config.instruments, config.channels); !common) return common;
    for (const std::vector<std::string>* urls : {&config.public_urls, &config.business_urls})
        if (const Status good = checkUrls(*urls, config.venue); !good) return good;
    return checkRest(config.rest);
}

Status validate(const DeribitMarketConfig& config) {
    if (const Status common = checkVenue(config.venue, config.instruments, config.channels); !common) return common;
    if (config.client_id.empty() != config.client_secret.empty())
        return Error{Code::CfgConflict, "net.login", config.venue + ": a login needs an id and a secret"};
    if (const Status good = checkUrls(config.urls, config.venue); !good) return good;
    return checkRest(config.rest);
}

RestConfig OkxMarketConfig::defaultRest() {
    RestConfig rest;
    rest.prefix = "/api/v5";
    rest.weight_limit = 0;
    rest.count_limit = 20;
    rest.count_window_ms = 2'000;
    rest.count_by_path = true;
    rest.zero_code = true;
    rest.klines_limit = 0;
    return rest;
}

LinePolicy OkxMarketConfig::defaultLine() {
    LinePolicy line;
    line.stale_ms = 32'000;
    line.reconnect_ms = 60'000;  // its unanswered ping ends a dead line long before
    line.ping_ms = 20'000;
    line.max_age_ms = 0;
    return line;
}

RestConfig DeribitMarketConfig::defaultRest() {
    RestConfig rest;
    rest.prefix = "/api/v2";
    rest.weight_limit = 0;
    rest.count_limit = 5;
    rest.klines_limit = 0;
    return rest;
}

LinePolicy DeribitMarketConfig::defaultLine() {
    LinePolicy line;
    line.stale_ms = 15'000;
    line.reconnect_ms = 25'000;
    line.max_age_ms = 0;
    return line;
}

std::vector<BinanceEntry> assignStreams(const std::vector<EntryRule>& rules, const std::vector<std::string>& streams) {
    std::vector<BinanceEntry> entries;
    std::vector<std::size_t> entry_of;  // by rule
    for (const EntryRule& rule : rules) {
        const auto same = std::find_if(entries.begin(), entries.end(),
                                       [&rule](const BinanceEntry& entry) { return entry.url == rule.url; });
        entry_of.push_back(static_cast<std::size_t>(same - entries.begin()));
        if (same == entries.end()) entries.push_back({rule.name, rule.url, {}, {}, rule.keeper});
    }
    for (const std::string& stream : streams) {
        const auto rule = std::find_if(rules.begin(), rules.end(), [&stream](const EntryRule& candidate) {
            return candidate.prefixes.empty() ||
                   std::any_of(candidate.prefixes.begin(), candidate.prefixes.end(),
                               [&stream](const std::string& prefix) { return stream.starts_with(prefix); });
        });
        const auto index = rule == rules.end() ? std::size_t{0} : static_cast<std::size_t>(rule - rules.begin());
        if (!entries.empty()) entries[entry_of[index]].streams.push_back(stream);
    }
    return entries;
}

std::vector<PollRow> binancePolls(const std::string& prefix, bool coinm) {
    constexpr std::int64_t kMinuteMs = 60'000, kRatioMs = 300'000, kHourMs = 3'600'000, kRatioShiftMs = 30'000;
    const std::string ratio = std::string(coinm ? "?pair={pair}" : "?symbol={symbol}") + "&period=5m&limit=30";
    return {{"open_interest", prefix + "/openInterest?symbol={symbol}", kMinuteMs, 0, 1},
            {"mark", prefix + "/premiumIndex?symbol={symbol}", kMinuteMs, 0, coinm ? 10 : 1},
            {"funding_info", prefix + "/fundingInfo", kHourMs, 0, 1, 20'000, {}, /*whole_market=*/true},
            {"ratio_position", "/futures/data/topLongShortPositionRatio" + ratio, kRatioMs, kRatioShiftMs, 1},
            {"ratio_account", "/futures/data/topLongShortAccountRatio" + ratio, kRatioMs, kRatioShiftMs, 1},
            {"ratio_all", "/futures/data/globalLongShortAccountRatio" + ratio, kRatioMs, kRatioShiftMs, 1}};
}

std::vector<PollRow> okxPolls(const std::vector<std::string>& instruments) {
    constexpr std::int64_t kRatioMs = 300'000, kRatioShiftMs = 30'000;
    std::vector<std::string> derivatives;
    std::copy_if(instruments.begin(), instruments.end(), std::back_inserter(derivatives), [](const std::string& id) {
        return id.find(".swap.") != std::string::npos || id.find(".futures.") != std::string::npos;
    });
    if (derivatives.empty()) return {};
    const std::string base = "/api/v5/rubik/stat/contracts/long-short-";
    const std::string query = "?instId={symbol}&period=5m";
    return {{"ratio_position", base + "position-ratio-contract-top-trader" + query, kRatioMs, kRatioShiftMs, 1, 20'000,
             derivatives},
            {"ratio_account", base + "account-ratio-contract-top-trader" + query, kRatioMs, kRatioShiftMs, 1, 20'000,
             derivatives},
            {"ratio_all", base + "account-ratio-contract" + query, kRatioMs, kRatioShiftMs, 1, 20'000, derivatives}};
}

std::vector<PollRow> deribitPolls(const std::vector<std::string>& currencies) {
    PollRow row{"vol_index",
                "/api/v2/public/get_volatility_index_data?currency={symbol}&start_timestamp={from_ms}"
                "&end_timestamp={now_ms}&resolution=60",
                60'000,
                200,
                1,
                0};
    for (const std::string& currency : currencies) row.ids.push_back("deribit.index." + currency);
    return row.ids.empty() ? std::vector<PollRow>{} : std::vector<PollRow>{row};
}

}  // namespace bw::feed
