// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/okx/channel.h"

#include <algorithm>
#include <array>

namespace bw::feed::okx {
namespace {

struct Name {
    std::string_view text;
    ChannelKind kind;
};
constexpr std::array kNames = {
    Name{"books", ChannelKind::Book},
    Name{"trades", ChannelKind::Trades},
    Name{"bbo-tbt", ChannelKind::TopOfBook},
    Name{"books-l2-tbt", ChannelKind::Book},
    Name{"books50-l2-tbt", ChannelKind::Book},
    Name{"books5", ChannelKind::Image},
    Name{"trades-all", ChannelKind::Trades},
    Name{"mark-price", ChannelKind::Mark},
    Name{"index-tickers", ChannelKind::Index},
    Name{"funding-rate", ChannelKind::Funding},
    Name{"open-interest", ChannelKind::OpenInterest},
    Name{"liquidation-orders", ChannelKind::Liquidations},
    Name{"instruments", ChannelKind::Instruments},
    Name{"tickers", ChannelKind::Unused},  // last price and day figures; it lags bbo-tbt and is never the quote
    Name{"status", ChannelKind::Unused},
    Name{"estimated-price", ChannelKind::Unused},
    Name{"price-limit", ChannelKind::Unused},
    Name{"opt-summary", ChannelKind::Unused},
    Name{"option-trades", ChannelKind::Unused},
    Name{"adl-warning", ChannelKind::Unused},
    Name{"block-tickers", ChannelKind::Unused},
    Name{"public-block-trades", ChannelKind::Unused},
    Name{"public-struc-block-trades", ChannelKind::Unused},
    Name{"call-auction-details", ChannelKind::Unused},
    Name{"economic-calendar", ChannelKind::Unused},
};

/// A length of time as the venue writes it: "1m", "1Mutc". `seconds` 0: a month or a year.
bool readBar(std::string_view bar, std::int32_t& seconds) {
    if (bar.ends_with("utc")) bar.remove_suffix(3);
    if (bar.size() < 2 || bar.size() > 3) return false;
    std::int32_t count = 0;
    for (const char c : bar.substr(0, bar.size() - 1)) {
        if (c < '0' || c > '9') return false;
        count = count * 10 + (c - '0');
    }
    switch (bar.back()) {
        case 's': seconds = count; break;
        case 'm': seconds = count * 60; break;
        case 'H': seconds = count * 3'600; break;
        case 'D': seconds = count * 86'400; break;
        case 'W': seconds = count * 604'800; break;
        case 'M':
        case 'Y': seconds = 0; break;
        default: return false;
    }
    return count > 0;
}

}  // namespace

Channel channelOf(std::string_view name) {
    const auto* const found = std::find_if(kNames.begin(), kNames.end(), [name](const Name& n) { return n.text == name; });
    if (found != kNames.end()) return {found->kind};
    if (name.starts_with("sprd-")) return {ChannelKind::Unused};
    std::int32_t seconds = 0;
    for (const std::string_view prefix : {"mark-price-candle", "index-candle"})
        if (name.starts_with(prefix) && readBar(name.substr(prefix.size()), seconds)) return {ChannelKind::Unused};
    constexpr std::string_view kCandle = "candle";
    if (!name.starts_with(kCandle) || !readBar(name.substr(kCandle.size()), seconds)) return {};
    if (seconds == 0) return {ChannelKind::Unused};
    return {ChannelKind::Candle, seconds};
}

std::int32_t periodOf(std::string_view bar) {
    std::int32_t seconds = 0;
    return readBar(bar, seconds) ? seconds : 0;
}

}  // namespace bw::feed::okx
