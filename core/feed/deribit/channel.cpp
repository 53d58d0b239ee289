// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/deribit/channel.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace bw::feed::deribit {
namespace {

constexpr std::size_t kPartsMax = 6;

/// The parts of `text` between `mark`; more than kPartsMax count as kPartsMax + 1 and are not stored.
struct Parts {
    std::array<std::string_view, kPartsMax> at;
    std::size_t count = 0;

    Parts(std::string_view text, char mark) {
        for (;;) {
            const std::size_t end = text.find(mark);
            if (count < kPartsMax) at[count] = text.substr(0, end);
            if (++count > kPartsMax || end == std::string_view::npos) return;
            text.remove_prefix(end + 1);
        }
    }
    [[nodiscard]] bool anyEmpty() const {
        return std::any_of(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(std::min(count, kPartsMax)),
                           [](std::string_view part) { return part.empty(); });
    }
};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }

/// "6AUG21", "26MAR21"
bool isDate(std::string_view text) {
    if (text.size() != 6 && text.size() != 7) return false;
    if (text.size() == 7 && !isDigit(text.front())) return false;
    const std::string_view rest = text.substr(text.size() - 6);
    return isDigit(rest[0]) && isUpper(rest[1]) && isUpper(rest[2]) && isUpper(rest[3]) && isDigit(rest[4]) && isDigit(rest[5]);
}

/// Minutes, or "1D".
std::int32_t periodOf(std::string_view resolution) {
    if (resolution == "1D") return 86'400;
    std::int32_t minutes = 0;
    const auto [end, error] = std::from_chars(resolution.data(), resolution.data() + resolution.size(), minutes);
    const bool whole = error == std::errc{} && end == resolution.data() + resolution.size();
    return whole && minutes > 0 && minutes <= 720 ? minutes * 60 : 0;
}

/// Channels that exist and that nothing here uses.
bool isUnused(std::string_view family) {
    static constexpr std::array<std::string_view, 13> kFamilies = {
        "announcements", "block_rfq", "block_trade_confirmations", "deribit_price_index", "deribit_price_ranking",
        "deribit_price_statistics", "estimated_expiration_price", "incremental_ticker", "markprice", "perpetual",
        "platform_state", "rfq", "user"};
    return std::find(kFamilies.begin(), kFamilies.end(), family) != kFamilies.end();
}

}  // namespace

std::string_view marketOf(std::string_view instrument) noexcept {
    const Parts parts(instrument, '-');
    if (parts.anyEmpty() || parts.count > kPartsMax) return {};
    if (parts.count == 1) return instrument.find('_') != std::string_view::npos ? "spot" : std::string_view{};
    const std::string_view second = parts.at[1];
    if (parts.count == 2 && second == "PERPETUAL") return "swap";
    if (isDate(second)) {
        if (parts.count == 2) return "futures";
        return parts.count == 4 && (parts.at[3] == "C" || parts.at[3] == "P") ? "option" : std::string_view{};
    }
    return parts.count >= 3 && isUpper(second.front()) ? "combo" : std::string_view{};
}

bool isInverse(std::string_view instrument) noexcept {
    const std::string_view market = marketOf(instrument);
    return (market == "swap" || market == "futures") && instrument.find('_') == std::string_view::npos;
}

Channel channelOf(std::string_view name) noexcept {
    const Parts parts(name, '.');
    if (parts.anyEmpty() || parts.count > kPartsMax) return {};
    const std::string_view family = parts.at[0];
    if (family == "book") {
        if (parts.count == 3) return {Stream::Book, parts.at[1]};
        if (parts.count == 5) return {Stream::BookImage, parts.at[1]};  // book.<i>.<group>.<depth>.<interval>
        return {};
    }
    if (family == "trades") {
        if (parts.count == 3) return {Stream::Trades, parts.at[1]};
        if (parts.count == 4) return {Stream::Trades, {}};  // trades.<kind>.<currency>.<interval>
        return {};
    }
    if (family == "quote" && parts.count == 2) return {Stream::Quote, parts.at[1]};
    if (family == "ticker" && parts.count == 3) return {Stream::Ticker, parts.at[1]};
    if (family == "deribit_volatility_index" && parts.count == 2) return {Stream::VolIndex, parts.at[1]};
    if (family == "instrument" && parts.count >= 2 && parts.at[1] == "state") return {Stream::State, {}};
    if (family == "chart" && parts.count == 4 && parts.at[1] == "trades") {
        const std::int32_t period_s = periodOf(parts.at[3]);
        return period_s > 0 ? Channel{Stream::Chart, parts.at[2], period_s} : Channel{};
    }
    return isUnused(family) ? Channel{Stream::Unused, {}} : Channel{};
}

}  // namespace bw::feed::deribit
