// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/event.h"

namespace bw::feed::binance {

/// Decodes one frame of a Binance stream (combined or bare) or a REST body. Exact: no number passes through double.
/// Source: Binance spot and USD-M/COIN-M WebSocket stream documents; message samples in feeds spec 6. Engine thread.
class Decoder {
public:
    Decoder();
    ~Decoder();
    /// `bytes` has kFramePadding readable bytes behind it. Codes of feeds spec 2.3; on an error `out` is not used.
    [[nodiscard]] Code decode(std::string_view bytes, SymbolResolver& symbols, Message& out);
    /// REST /klines: array of arrays, oldest first.
    [[nodiscard]] Code decodeKlines(std::string_view bytes, Digits digits, std::vector<Kline>& out);
    /// REST /exchangeInfo: symbols with tickSize and stepSize. A symbol with unreadable filters is left out, counted.
    [[nodiscard]] Code decodeCatalogue(std::string_view bytes, std::vector<InstrumentSpec>& out, std::size_t& skipped);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace bw::feed::binance
