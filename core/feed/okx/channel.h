// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

namespace bw::feed::okx {

/// What a public channel carries.
enum class ChannelKind : std::uint8_t {
    Unknown, Book, Image, TopOfBook, Trades, Mark, Index, Funding, OpenInterest, Liquidations, Candle, Instruments, Unused
};
struct Channel {
    ChannelKind kind = ChannelKind::Unknown;
    std::int32_t period_s = 0;  // of a Candle
};
/// By name: "books", "candle1m", "sprd-books5". Bars of a month or a year have no fixed length and are Unused.
/// Source: OKX API v5, public and business channels. Any thread.
[[nodiscard]] Channel channelOf(std::string_view name);

/// "1m", "4H", "1Dutc": seconds; 0 when it has no fixed length or is none.
[[nodiscard]] std::int32_t periodOf(std::string_view bar);

}  // namespace bw::feed::okx
