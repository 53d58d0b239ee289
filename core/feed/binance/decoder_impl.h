// SPDX-License-Identifier: GPL-3.0-or-later
// Small pure parts of the Binance decoder, apart so that tests reach them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/feed/event.h"

namespace bw::feed::binance {

/// Length of a key that stands before its closing quote.
inline std::size_t keyLength(const char* key) {
    std::size_t n = 0;
    while (key[n] != '"') ++n;
    return n;
}

/// "btcusdt@depth@100ms" is a stream of "BTCUSDT". Venues write symbols in capitals: "BTCUsDT" is one flipped bit away
/// and must not become an instrument.
[[nodiscard]] inline bool sameSymbol(std::string_view stream, std::string_view symbol) {
    if (stream.size() <= symbol.size() || stream[symbol.size()] != '@') return false;
    for (std::size_t i = 0; i < symbol.size(); ++i) {
        const char c = symbol[i];
        if (c >= 'a' && c <= 'z') return false;
        if (stream[i] != (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c)) return false;
    }
    return true;
}

/// "btcusdt@depth20@100ms": each message is the best levels as they are, not a change of the book.
[[nodiscard]] inline bool isImageStream(std::string_view stream) {
    constexpr std::string_view kDepth = "@depth";
    const std::size_t at = stream.find(kDepth);
    if (at == std::string_view::npos || at + kDepth.size() >= stream.size()) return false;
    const char next = stream[at + kDepth.size()];
    return next >= '0' && next <= '9';
}

/// "!bookTicker", "!forceOrder@arr": a stream of all symbols, so its name says nothing of a message's symbol.
[[nodiscard]] inline bool isAllStream(std::string_view stream) { return !stream.empty() && stream.front() == '!'; }

/// "btcusdt@depth5" -> "BTCUSDT".
inline void symbolOfStream(std::string_view stream, std::string& out) {
    out.assign(stream.substr(0, stream.find('@')));
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
}

/// Seconds of "1m", "4h", "1w"; a month counts 30 days; 0: no such period.
[[nodiscard]] std::int32_t periodOf(std::string_view name) noexcept;

/// ns of an integer stamp by its magnitude (feeds spec 2.2): ns, us, ms or s. 0 outside 2000..2100: "no event time".
[[nodiscard]] std::int64_t timeByMagnitude(std::uint64_t stamp) noexcept;

/// The fills of an aggregate from its first and last id. SeqInvalid: no such range. Ids of fills begin at 1 here: 0 says
/// that a trade is no aggregate, which costs one symbol's very first fill.
[[nodiscard]] inline Code setCount(Trade& trade) {
    if (trade.first_id == 0 || trade.last_id < trade.first_id || trade.last_id - trade.first_id >= 0xffff'ffffU) return Code::SeqInvalid;
    trade.count = static_cast<std::uint32_t>(trade.last_id - trade.first_id + 1);
    return Code::Ok;
}

/// A trade of nothing for nothing is an id without a fill; half of one is an error.
[[nodiscard]] inline Code checkFill(Trade& trade) {
    if (trade.price.units != 0 && trade.qty.units != 0) [[likely]] return Code::Ok;
    if (trade.price.units != 0) return Code::QtyZero;
    if (trade.qty.units != 0) return Code::PriceZero;
    trade.exclusion = Exclusion::Na;
    return Code::Ok;
}

/// Valid event kinds that this version does not use: their frames are applied and carry nothing.
[[nodiscard]] bool isUnusedEvent(std::string_view name);

}  // namespace bw::feed::binance
