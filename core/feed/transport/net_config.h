// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/line_state.h"
#include "core/feed/transport/proxies.h"
#include "core/feed/transport/tls.h"
#include "core/model/result.h"

namespace bw::feed {

/// One WebSocket entry point of a Binance-format venue. Hosts come from the caller: none is written in the sources.
struct BinanceEntry {
    std::string name;                  // as in the source name: "pub", "mkt"
    std::string url;                   // combined form: "ws://127.0.0.1:9080/public/stream"
    std::vector<std::string> streams;  // after the symbol: "depth@100ms", "trade"; one with "!" first is market-wide.
                                       // Empty: only a second try for streams that stay silent on another entry
    std::vector<std::string> more_urls{};  // the next ones, in turn, when `url` refuses or fails three times
    std::string keeper{};                  // complete name, for lines without a stream expected each 5 s; empty: none
};

/// Which streams belong to an entry point: those that begin with one of `prefixes`; an empty one takes the rest.
struct EntryRule {
    std::string name, url;
    std::vector<std::string> prefixes;
    std::string keeper{};
};

/// The entry points of a market with their share of `streams`, by the first rule that fits; one without any stays, as
/// the second try. Two rules with one URL (single-path mode) make one entry under the first name.
[[nodiscard]] std::vector<BinanceEntry> assignStreams(const std::vector<EntryRule>& rules,
                                                      const std::vector<std::string>& streams);

/// One data set that is asked for again and again (feeds spec 11). `path` may hold {symbol}, {pair} (the symbol before
/// its '_'), {now_ms} and {from_ms} (two periods ago). Times are multiples of the period of wall time + offset_ms +
/// FNV-1a(instrument) mod spread_ms; the first one comes right after the start.
struct PollRow {
    std::string purpose;  // "open_interest", as in the control frame
    std::string path;     // complete: "/fapi/v1/openInterest?symbol={symbol}"
    std::int64_t period_ms = 60'000;
    std::int64_t offset_ms = 0;
    int weight = 1;
    std::int64_t spread_ms = 20'000;
    std::vector<std::string> ids{};  // full ids to ask for: "deribit.index.BTC"; empty: every instrument of the market
    bool whole_market = false;       // one request without an instrument
};

/// REST of a market. Weights and limits are facts of the venue.
struct RestConfig {
    std::string url;         // "https://host", without path
    std::string prefix;      // "/fapi/v1"
    int weight_limit = 600;  // a minute, until the catalogue tells it; 0: the venue has none
    int snapshot_limit = 1000, snapshot_weight = 20;
    int klines_limit = 180, klines_weight = 2;  // limit 0: no history at start
    int catalogue_weight = 1;
    bool catalogue_at_start = true;
    std::int64_t timeout_ms = 10'000;    // without progress; a whole reply may take six times as long
    std::int64_t retry_base_ms = 1'000;  // 1, 2, 4 s, then backoff
    std::int64_t busy_pause_ms = 60'000, banned_pause_ms = 120'000, blocked_pause_ms = 900'000;  // without Retry-After
    std::vector<std::string> more_urls{};  // the next ones, in turn, after 403 and 451
    int count_limit = 0;                   // requests in count_window_ms; 0: none
    std::int64_t count_window_ms = 1'000;
    bool count_by_path = false;  // ... of each path by itself
    bool zero_code = false;      // {"code":"0",...} is success, another code an error, whatever the status
    std::string api_key{};       // secret, of historicalTrades; never shown or recorded
    std::string api_key_header = "X-MBX-APIKEY";
    int trades_weight = 20;  // of one page of trades
    std::vector<PollRow> polls{};
    std::int64_t clock_period_ms = 600'000;  // five time calls each; 0: none
    ProxyPolicy proxy = {"auto"};            // of the lines as well
};

struct BinanceMarketConfig {
    std::string venue_market;          // "demo.usdm": instruments are "demo.usdm.BTCUSDT"
    std::vector<std::string> symbols;  // upper case, as in the data
    std::vector<BinanceEntry> entries;
    RestConfig rest;
    LinePolicy line;
    std::size_t streams_per_line = 200;
};

/// OKX, one venue with all its markets: sources "okx/pub", "okx/biz", "okx/rest".
struct OkxMarketConfig {
    std::string venue = "okx";
    std::vector<std::string> instruments;  // full ids: "okx.swap.BTC-USDT-SWAP"
    std::vector<std::string> channels;     // "books", "bbo-tbt", "trades", "candle1m", "funding-rate", ... Of
                                           // "liquidation-orders" one goes out for each derivative market in use
    std::vector<std::string> public_urls, business_urls;  // "wss://host:port/ws/v5/public"; the others are next in turn
    RestConfig rest = defaultRest();
    LinePolicy line = defaultLine();
    std::size_t streams_per_line = 400;

    [[nodiscard]] static RestConfig defaultRest();
    [[nodiscard]] static LinePolicy defaultLine();
};

/// Deribit: sources "deribit/ws", "deribit/rest".
struct DeribitMarketConfig {
    std::string venue = "deribit";
    std::vector<std::string> instruments;  // full ids: "deribit.perpetual.BTC-PERPETUAL"; the part after the second dot
    std::vector<std::string> channels;     // "book.{i}.100ms", "quote.{i}", "deribit_volatility_index.btc_usd"; the
                                           // ones with {i} go out for each instrument
    std::vector<std::string> urls;         // "wss://host/ws/api/v2"; the others are next in turn
    std::string client_id{}, client_secret{};  // both or none; the secret is never shown or recorded
    RestConfig rest = defaultRest();
    LinePolicy line = defaultLine();
    std::size_t streams_per_line = 500;

    [[nodiscard]] static RestConfig defaultRest();
    [[nodiscard]] static LinePolicy defaultLine();
};

struct NetConfig {
    std::vector<BinanceMarketConfig> binance;
    std::uint64_t seed = 0;  // of the backoff jitter
    TlsConfig tls{};
    std::vector<ProxyConfig> proxies{};
    std::vector<OkxMarketConfig> okx{};
    std::vector<DeribitMarketConfig> deribit{};
    std::int64_t pause_ms = 5'000;  // a 1 s timer this late means the machine slept or we were stopped; 0: never
};

/// CfgSyntax for an unreadable URL or name, CfgConflict for plain text to another machine, CfgEmpty for no streams.
[[nodiscard]] Status validate(const BinanceMarketConfig& config);
[[nodiscard]] Status validate(const OkxMarketConfig& config);
[[nodiscard]] Status validate(const DeribitMarketConfig& config);

/// The usual polls (feeds spec 11). `prefix` as in RestConfig; the ratio paths stand outside it. None for spot.
[[nodiscard]] std::vector<PollRow> binancePolls(const std::string& prefix, bool coinm);
[[nodiscard]] std::vector<PollRow> okxPolls(const std::vector<std::string>& instruments);
/// `currencies` as the venue writes them: "BTC", "ETH".
[[nodiscard]] std::vector<PollRow> deribitPolls(const std::vector<std::string>& currencies);

/// 127.0.0.0/8 and ::1 as literals; a name is not loopback, whatever it resolves to.
[[nodiscard]] bool isLoopback(std::string_view host);

}  // namespace bw::feed
