// SPDX-License-Identifier: GPL-3.0-or-later
// Elements of a message's "data": the same on a channel and in a REST reply. A bad element is counted and left out, the
// others count (feeds spec 1.2); only a broken text or a limit refuses the whole. Engine thread.
#pragma once
#include <string_view>

#include "core/feed/event.h"
#include "core/feed/okx/channel.h"
#include "core/feed/okx/json_cursor.h"

namespace bw::feed::okx {

/// What the elements are read with.
struct RowContext {
    SymbolResolver& symbols;
    Message& out;
    std::string_view symbol{};     // the channel's; empty: each element names its own
    const Digits* digits = nullptr;  // of `symbol`, where the kind needs them
    std::int32_t period_s = 0;     // of bars
};

/// Trades of one symbol into out.trades, in their order. Without a channel's symbol the first good one's holds for all.
/// Codes: JsonSyntax, Size (over 5,000); the first element's when not one is good.
[[nodiscard]] Code readTrades(JsonCursor& json, RowContext& context);

/// Elements of Mark, Index, Funding, OpenInterest, Liquidations or Candle into out.low_rate. Codes as readTrades.
[[nodiscard]] Code readLowRate(JsonCursor& json, RowContext& context, ChannelKind kind);

/// ["ts","ratio"] pairs into LongShort elements without a symbol: the asker knows it. The shares r/(1+r) are not exact
/// and stay unset. Codes as readTrades.
[[nodiscard]] Code readRatios(JsonCursor& json, RowContext& context, LongShort::Basis basis);

}  // namespace bw::feed::okx
