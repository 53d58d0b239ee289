// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <span>
#include <string>

#include "core/feed/sim/events.h"

namespace bw::sim {

// Binance texts as the venue writes them (feeds spec 6): field order, padding and quoting. Each function appends to
// `out`.

/// Spot lines opened with timeUnit=MICROSECOND carry microseconds; everything else ms.
enum class TimeUnit : std::uint8_t { Ms, Us };

/// The streams of one book instrument, in the order of their names below.
enum class Stream : std::uint8_t { Depth100, DepthStep, Top, Trade, Kline };
inline constexpr int kStreamCount = 5;
/// "depth@100ms", "depth@0ms", "bookTicker", "trade", "kline_1m".
[[nodiscard]] std::string_view streamSuffix(Stream stream);

/// `{"stream":"btcusdt@trade","data":{...}}`.
void appendDepth(std::string& out, const SimInstrument& i, const DepthUpdate& update, Stream stream, TimeUnit unit);
void appendTop(std::string& out, const SimInstrument& i, const SimTop& top);
void appendTrade(std::string& out, const SimInstrument& i, const SimTrade& trade, TimeUnit unit);
void appendKline(std::string& out, const SimInstrument& i, const Bar& bar, bool is_closed, std::int64_t time_ms,
                 TimeUnit unit);

/// REST bodies; times in ms.
void appendSnapshotBody(std::string& out, const SimInstrument& i, const SimSnapshot& snapshot);
void appendTradesBody(std::string& out, const SimInstrument& i, std::span<const SimTrade> trades);
void appendKlinesBody(std::string& out, const SimInstrument& i, std::span<const Bar> bars);
void appendTimeBody(std::string& out, std::int64_t time_ms);
void appendExchangeInfoBody(std::string& out, Venue venue, std::int64_t time_ms);

}  // namespace bw::sim
