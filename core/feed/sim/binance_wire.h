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
enum class Stream : std::uint8_t {
    Depth100, DepthStep, Top, Trade, Kline,  // the first five are those of a recording
    AggTrade, MarkPrice, ForceOrder,
    Depth5, Depth10, Depth20, Depth5At100, Depth10At100, Depth20At100, Depth5At500, Depth10At500, Depth20At500
};
inline constexpr int kStreamCount = static_cast<int>(Stream::Depth20At500) + 1;
/// "depth@100ms", "depth@0ms", "bookTicker", "trade", "kline_1m", "aggTrade", "markPrice@1s", "forceOrder", "depth5",
/// ... "depth5@100ms", ... "depth20@500ms".
[[nodiscard]] std::string_view streamSuffix(Stream stream);
/// Levels a side of a partial book, and each how many 100 ms it comes; 0 levels for other streams.
struct PartialDepth {
    int levels = 0, every = 1;
};
[[nodiscard]] PartialDepth partialDepth(Stream stream);
/// Whether a usdm stream belongs to the entry point /market; the others belong to /public.
[[nodiscard]] bool isMarketEntry(Stream stream);
/// Whether a market has it: spot has no mark price and no liquidations.
[[nodiscard]] bool hasStream(Venue venue, Stream stream);

/// `{"stream":"btcusdt@trade","data":{...}}`.
void appendDepth(std::string& out, const SimInstrument& i, const DepthUpdate& update, Stream stream, TimeUnit unit);
void appendTop(std::string& out, const SimInstrument& i, const SimTop& top);
void appendTrade(std::string& out, const SimInstrument& i, const SimTrade& trade, TimeUnit unit);
void appendKline(std::string& out, const SimInstrument& i, const Bar& bar, bool is_closed, std::int64_t time_ms,
                 TimeUnit unit);

void appendAggTrade(std::string& out, const SimInstrument& i, const SimAggTrade& trade, TimeUnit unit);
void appendMark(std::string& out, const SimInstrument& i, const SimMark& mark);
void appendLiquidation(std::string& out, const SimInstrument& i, const SimLiquidation& order);
/// A partial book: spot has lastUpdateId, bids and asks; usdm is a depthUpdate of the whole top.
void appendPartialDepth(std::string& out, const SimInstrument& i, const SimSnapshot& top, Stream stream);

/// REST bodies; times in ms.
void appendAggTradesBody(std::string& out, const SimInstrument& i, std::span<const SimAggTrade> trades);
void appendPremiumBody(std::string& out, const SimInstrument& i, const SimMark& mark);
void appendFundingInfoBody(std::string& out);
void appendOpenInterestBody(std::string& out, const SimInstrument& i, Qty contracts, std::int64_t time_ms);
/// `long_e4` is the long share in 1/10000 of each period.
struct SimRatio {
    std::int64_t time_ms = 0, long_e4 = 0;
};
void appendRatiosBody(std::string& out, const SimInstrument& i, std::span<const SimRatio> ratios);
void appendSnapshotBody(std::string& out, const SimInstrument& i, const SimSnapshot& snapshot);
void appendTradesBody(std::string& out, const SimInstrument& i, std::span<const SimTrade> trades);
void appendKlinesBody(std::string& out, const SimInstrument& i, std::span<const Bar> bars);
void appendTimeBody(std::string& out, std::int64_t time_ms);
void appendExchangeInfoBody(std::string& out, Venue venue, std::int64_t time_ms);

}  // namespace bw::sim
