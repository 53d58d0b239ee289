// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/line_state.h"
#include "core/model/result.h"

namespace bw::feed {

/// One WebSocket entry point of a Binance-format venue. Hosts come from the caller: none is written in the sources.
struct BinanceEntry {
    std::string name;                  // as in the source name: "pub", "mkt"
    std::string url;                   // combined form: "ws://127.0.0.1:9080/public/stream"
    std::vector<std::string> streams;  // after the symbol: "depth@100ms", "trade"; one with "!" first is market-wide
};

/// REST of a market. Weights and limits are facts of the venue.
struct RestConfig {
    std::string url;         // "https://host", without path
    std::string prefix;      // "/fapi/v1"
    int weight_limit = 600;  // a minute, until the catalogue tells it
    int snapshot_limit = 1000, snapshot_weight = 20;
    int klines_limit = 180, klines_weight = 2;  // limit 0: no history at start
    int catalogue_weight = 1;
    bool catalogue_at_start = true;
    std::int64_t timeout_ms = 10'000;    // without progress; a whole reply may take six times as long
    std::int64_t retry_base_ms = 1'000;  // 1, 2, 4 s, then backoff
    std::int64_t busy_pause_ms = 60'000, banned_pause_ms = 120'000, blocked_pause_ms = 900'000;  // without Retry-After
};

struct BinanceMarketConfig {
    std::string venue_market;          // "demo.usdm": instruments are "demo.usdm.BTCUSDT"
    std::vector<std::string> symbols;  // upper case, as in the data
    std::vector<BinanceEntry> entries;
    RestConfig rest;
    LinePolicy line;
    std::size_t streams_per_line = 200;
};

struct NetConfig {
    std::vector<BinanceMarketConfig> binance;
    std::uint64_t seed = 0;  // of the backoff jitter
};

/// CfgSyntax for an unreadable URL or name, CfgConflict for plain text to another machine, CfgEmpty for no streams.
[[nodiscard]] Status validate(const BinanceMarketConfig& config);

/// 127.0.0.0/8 and ::1 as literals; a name is not loopback, whatever it resolves to.
[[nodiscard]] bool isLoopback(std::string_view host);

}  // namespace bw::feed
