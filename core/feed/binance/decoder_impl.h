// SPDX-License-Identifier: GPL-3.0-or-later
// Small pure parts of the Binance decoder, apart so that tests reach them.
#pragma once
#include <cstdint>
#include <string_view>

#include "core/model/types.h"

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
    return at != std::string_view::npos && at + kDepth.size() < stream.size() && stream[at + kDepth.size()] != '@';
}

/// ns of an integer stamp by its magnitude (feeds spec 2.2): ns, us, ms or s. 0 outside 2000..2100: "no event time".
[[nodiscard]] std::int64_t timeByMagnitude(std::uint64_t stamp) noexcept;

/// Valid event kinds that this version does not use: their frames are applied and carry nothing.
[[nodiscard]] bool isUnusedEvent(std::string_view name);

}  // namespace bw::feed::binance
