// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/line_protocol.h"
#include "core/feed/transport/net_config.h"
#include "core/feed/transport/rest_client.h"

namespace bw::feed {

/// One entry point with all its streams.
struct EntryPlan {
    std::string source;  // "binance.usdm/pub": the source name without #k
    std::vector<std::string> urls;
    std::vector<std::vector<std::string>> groups;  // streams that share a line, so that it breaks and mends as a whole
    std::string keeper{};                          // for a line that may be quiet; empty: none
};

/// Lowest and highest number under `key` in a list of objects, numbers or text, and the time span of the list.
struct PageSpan {
    std::size_t count = 0;
    std::uint64_t lowest = 0, highest = 0;
    std::int64_t oldest_ms = 0, newest_ms = 0;
};

/// A gap of trades that is being fetched, page by page (feeds spec 10).
struct TradeCursor {
    std::string instrument, stream;
    std::uint64_t from_id = 0, to_id = 0;       // what is missing, both included
    std::uint64_t next = 0;                     // where the next page begins, as the venue counts; 0: not begun
    int mode = 0;                               // which of the venue's ways to ask, from 0
    bool done = false;                          // every page there is was read
    std::int64_t oldest_ms = 0, newest_ms = 0;  // of the trades read so far; 0: none yet

    void note(const PageSpan& page) {
        if (page.count == 0) return;
        oldest_ms = oldest_ms == 0 ? page.oldest_ms : std::min(oldest_ms, page.oldest_ms);
        newest_ms = std::max(newest_ms, page.newest_ms);
    }
};

/// What one venue says differently: names, paths, pages. Texts from configuration, nothing else: no socket, no clock.
/// Net thread.
class VenueRules {
public:
    VenueRules() = default;
    VenueRules(const VenueRules&) = delete;
    VenueRules& operator=(const VenueRules&) = delete;
    virtual ~VenueRules() = default;

    [[nodiscard]] virtual const std::string& prefix() const = 0;  // of sources and ids: "demo.usdm", "okx"
    [[nodiscard]] virtual const RestConfig& rest() const = 0;
    [[nodiscard]] virtual const LinePolicy& line() const = 0;
    [[nodiscard]] virtual std::size_t streamsPerLine() const = 0;
    [[nodiscard]] virtual std::vector<EntryPlan> entries() const = 0;
    /// A stream that stays silent on one entry point is tried on the next.
    [[nodiscard]] virtual bool streamsMayMove() const { return false; }
    [[nodiscard]] virtual bool isQuick(std::string_view stream) const = 0;  // data expected each 5 s
    [[nodiscard]] virtual std::unique_ptr<LineProtocol> protocol() const = 0;

    [[nodiscard]] virtual std::vector<std::string> instruments() const = 0;           // full ids
    [[nodiscard]] virtual std::string nameOf(std::string_view instrument) const = 0;  // empty: not configured
    /// Complete names of the streams of `name` that begin with `stream`, after the symbol where it comes first.
    [[nodiscard]] virtual std::vector<std::string> streamsOf(const std::string& name,
                                                             std::string_view stream) const = 0;

    /// None: the snapshot comes in band when the book's channel is subscribed again.
    [[nodiscard]] virtual std::optional<RestJob> snapshot(const std::string& name) const = 0;
    [[nodiscard]] virtual std::optional<RestJob> klines(const std::string& name) const = 0;
    [[nodiscard]] virtual std::vector<RestJob> catalogue() const = 0;
    /// Path and the key before the milliseconds in the answer.
    struct TimeCall {
        std::string path;
        std::string_view key;
    };
    [[nodiscard]] virtual TimeCall timeCall() const = 0;

    /// The next page: path, weight, key. Only for a cursor that is not done.
    [[nodiscard]] virtual RestJob tradesPage(const TradeCursor& cursor, const std::string& name) const = 0;
    /// Moves the cursor behind a page. False if the body is no page of trades.
    [[nodiscard]] virtual bool readTrades(TradeCursor& cursor, std::string_view body) const = 0;
    /// The venue refused this way to ask. False if there is no other.
    [[nodiscard]] virtual bool otherMode(TradeCursor& cursor) const {
        static_cast<void>(cursor);
        return false;
    }
};

[[nodiscard]] std::unique_ptr<VenueRules> makeRules(BinanceMarketConfig config);
[[nodiscard]] std::unique_ptr<VenueRules> makeRules(OkxMarketConfig config);
[[nodiscard]] std::unique_ptr<VenueRules> makeRules(DeribitMarketConfig config);

/// The name in a full id: "okx.swap.BTC-USDT-SWAP" -> "BTC-USDT-SWAP"; empty without two dots.
[[nodiscard]] std::string_view nameInId(std::string_view id);
/// For a query: percent-encoded.
[[nodiscard]] std::string queryText(const std::string& text);

/// `path` leads to the list: {} for the body itself, {"result","trades"}. Nothing if there is no such list.
[[nodiscard]] std::optional<PageSpan> pageSpan(std::string_view body, const std::vector<const char*>& path,
                                               const char* key, const char* time_key);

}  // namespace bw::feed
