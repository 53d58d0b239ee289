// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/net_config.h"

#include <QHostAddress>
#include <QString>
#include <QUrl>
#include <algorithm>

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
    for (const BinanceEntry& entry : config.entries) {
        if (!plainName(entry.name)) return Error{Code::CfgSyntax, "net.entry", entry.name + ": a short plain name"};
        if (const Status url = checkUrl(entry.url, QLatin1String("ws"), QLatin1String("wss")); !url) return url.error();
        if (entry.streams.empty() || config.symbols.empty())
            return Error{Code::CfgEmpty, "net.streams",
                         config.venue_market + "/" + entry.name + ": nothing to subscribe"};
        for (const std::string& stream : entry.streams)
            if (!plainName(stream))
                return Error{Code::CfgSyntax, "net.streams", stream + ": write it as the venue does"};
    }
    return checkUrl(config.rest.url, QLatin1String("http"), QLatin1String("https"));
}

}  // namespace bw::feed
