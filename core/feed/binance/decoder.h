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
    /// `bytes` has kFramePadding readable bytes behind it. Codes of feeds spec 2.3; on an error `out` is not used. What is
    /// Ok is valid JSON to its last byte. Of `out`, what the kind names is filled; views hold until the next call.
    /// An aggTrade is Kind::Trade with first_id != 0: its ids are another space than those of trades. A message of a "!"
    /// stream whose symbols are not ours is Unused.
    [[nodiscard]] Code decode(std::string_view bytes, SymbolResolver& symbols, Message& out);
    /// A REST body, by the purpose of its request:
    ///   snapshot                                   Snapshot
    ///   trades (trades, historicalTrades, aggTrades) Trades, oldest first; asks for the symbol "" (the body names none)
    ///   open_interest, mark (premiumIndex: Mark and Funding), funding_info (Funding of interval_h alone)   LowRate
    ///   ratio_position, ratio_account, ratio_all   LowRate; on COIN-M `symbol` is the pair
    ///   time                                       Ack with event_time
    /// Codes also: VenueError (note: the venue's words), StreamUnknown (no such purpose), SnapshotOrphan (trades of
    /// nobody). Of a list, bad_elements are left out; when all are bad, their code is returned.
    [[nodiscard]] Code decodeRest(std::string_view purpose, std::string_view bytes, SymbolResolver& symbols, Message& out);
    /// REST /klines: array of arrays, oldest first. Of the last one, whoever knows the time knows whether it is closed.
    [[nodiscard]] Code decodeKlines(std::string_view bytes, Digits digits, std::vector<Kline>& out);
    /// REST /exchangeInfo of each market. A symbol whose digits or contract size cannot be read is left out, counted.
    [[nodiscard]] Code decodeCatalogue(std::string_view bytes, std::vector<InstrumentSpec>& out, std::size_t& skipped);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace bw::feed::binance
