// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/book_sync.h"
#include "core/model/code.h"
#include "core/model/types.h"

namespace bw::feed::binance {

/// Decimals of an instrument's prices and quantities.
struct Digits {
    int price = kDefaultDigits;
    int qty = kDefaultDigits;
};

/// Says how a symbol's numbers are scaled; makes the instrument known on first sight. nullptr: not one of ours.
class SymbolResolver {
public:
    virtual ~SymbolResolver() = default;
    virtual const Digits* resolve(std::string_view symbol) = 0;
};

/// Why a trade stays out of CVD (feeds spec 3).
enum class Exclusion : std::uint8_t { None, InsuranceFund, Adl, Na, Other };
[[nodiscard]] std::string_view exclusionName(Exclusion e) noexcept;

enum class Kind : std::uint8_t { Depth, Trade, BookTicker, Snapshot, Ack, Unused, ServerShutdown };

/// One decoded message; reused, so that nothing is allocated after warm-up. Views point into the frame.
struct Message {
    Kind kind = Kind::Ack;
    std::string_view symbol;      // empty on a spot snapshot
    EventTime event_time;         // T if present, else E; ns 0: none
    book::DepthEvent depth;       // Depth; Snapshot uses last_id and the levels
    std::uint64_t id = 0;         // BookTicker u, Trade t
    Quote quote;                  // BookTicker
    Price price;                  // Trade
    Qty qty;
    Side side = Side::Unknown;
    Exclusion exclusion = Exclusion::None;
};

/// One bar of a REST kline answer.
struct Kline {
    EventTime open_time;
    Price open, high, low, close;
    Qty volume, taker_buy;
    std::uint32_t count = 0;
};

/// One entry of exchangeInfo.
struct Spec {
    std::string symbol, base, quote;
    Digits digits;
};

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
    [[nodiscard]] Code decodeCatalogue(std::string_view bytes, std::vector<Spec>& out, std::size_t& skipped);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace bw::feed::binance
