// SPDX-License-Identifier: GPL-3.0-or-later
// What the names of Deribit say: channels and instruments. Pure, any thread.
#pragma once
#include <cstdint>
#include <string_view>

namespace bw::feed::deribit {

/// "swap", "futures", "option", "combo" or "spot" from the form of an instrument's name; empty when it has none of them.
///   BTC-PERPETUAL   BTC-26MAR21   BTC-26MAR21-62000-C   BTC-FS-30SEP22_PERP, BTC-STRD-30SEP22-20000   BTC_USDC
[[nodiscard]] std::string_view marketOf(std::string_view instrument) noexcept;
/// Quantities of a future without a quote currency in its name ("BTC-PERPETUAL") are USD.
[[nodiscard]] bool isInverse(std::string_view instrument) noexcept;

enum class Stream : std::uint8_t { Unknown, Unused, Book, BookImage, Trades, Quote, Ticker, VolIndex, State, Chart };

/// One subscription channel. `instrument` is the index name of a VolIndex, and empty where the data name it.
struct Channel {
    Stream stream = Stream::Unknown;
    std::string_view instrument;
    std::int32_t period_s = 0;  // of Chart
};
[[nodiscard]] Channel channelOf(std::string_view name) noexcept;

}  // namespace bw::feed::deribit
