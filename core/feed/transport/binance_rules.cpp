// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/feed/transport/binance_protocol.h"
#include "core/feed/transport/venue_rules.h"

namespace bw::feed {
namespace {

constexpr std::uint64_t kPage = 1'000;

/// Lower case in stream names; only ASCII letters have a case here.
std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::string streamName(const std::string& symbol, const std::string& stream) {
    return stream.starts_with('!') ? stream : lower(symbol) + "@" + stream;
}

/// Ways to ask for old trades, in the order they are tried.
enum Mode : int {
    ById,       // historicalTrades from an id; may want a key
    Newest,     // the last 1,000, one page
    Aggregates  // aggTrades, back from the newest; or upwards by their own id when the stream is aggTrade
};

class BinanceRules final : public VenueRules {
public:
    explicit BinanceRules(BinanceMarketConfig config) : m_config(std::move(config)) {}

    const std::string& prefix() const override { return m_config.venue_market; }
    const RestConfig& rest() const override { return m_config.rest; }
    const LinePolicy& line() const override { return m_config.line; }
    std::size_t streamsPerLine() const override { return m_config.streams_per_line; }
    bool streamsMayMove() const override { return m_config.entries.size() > 1; }
    std::unique_ptr<LineProtocol> protocol() const override { return std::make_unique<BinanceProtocol>(); }
    bool isQuick(std::string_view stream) const override {
        return stream.find("@depth") != std::string_view::npos ||
               stream.find("@bookTicker") != std::string_view::npos ||
               stream.find("@markPrice") != std::string_view::npos;
    }

    std::vector<EntryPlan> entries() const override {
        std::vector<EntryPlan> plans;
        for (const BinanceEntry& entry : m_config.entries) {
            EntryPlan plan{prefix() + "/" + entry.name, {entry.url}, {{}}, entry.keeper};
            plan.urls.insert(plan.urls.end(), entry.more_urls.begin(), entry.more_urls.end());
            for (const std::string& stream : entry.streams)
                if (stream.starts_with('!')) plan.groups[0].push_back(stream);
            for (const std::string& symbol : m_config.symbols) {
                plan.groups.emplace_back();
                for (const std::string& stream : entry.streams)
                    if (!stream.starts_with('!')) plan.groups.back().push_back(streamName(symbol, stream));
            }
            plans.push_back(std::move(plan));
        }
        return plans;
    }
    std::vector<std::string> instruments() const override {
        std::vector<std::string> ids;
        for (const std::string& symbol : m_config.symbols) ids.push_back(prefix() + "." + symbol);
        return ids;
    }
    std::string nameOf(std::string_view instrument) const override {
        if (instrument.size() <= prefix().size() + 1) return {};
        const std::string name(instrument.substr(prefix().size() + 1));
        const auto& symbols = m_config.symbols;
        return std::find(symbols.begin(), symbols.end(), name) == symbols.end() ? std::string{} : name;
    }
    std::vector<std::string> streamsOf(const std::string& name, std::string_view stream) const override {
        std::vector<std::string> names;
        for (const BinanceEntry& entry : m_config.entries)
            for (const std::string& other : entry.streams)
                if (!other.starts_with('!') && other.starts_with(stream)) names.push_back(streamName(name, other));
        return names;
    }

    std::optional<RestJob> snapshot(const std::string& name) const override {
        RestJob job;
        job.path = path("depth", name) + "&limit=" + std::to_string(m_config.rest.snapshot_limit);
        job.weight = m_config.rest.snapshot_weight;
        return job;
    }
    std::optional<RestJob> klines(const std::string& name) const override {
        RestJob job;
        job.path =
            path("klines", name) + "&interval=1m&limit=" + std::to_string(std::max(1, m_config.rest.klines_limit));
        job.weight = m_config.rest.klines_weight;
        return job;
    }
    std::vector<RestJob> catalogue() const override {
        RestJob job;
        job.path = m_config.rest.prefix + "/exchangeInfo";
        job.weight = m_config.rest.catalogue_weight;
        return {job};
    }
    TimeCall timeCall() const override { return {m_config.rest.prefix + "/time", "\"serverTime\":"}; }

    RestJob tradesPage(const TradeCursor& cursor, const std::string& name) const override {
        RestJob job;
        job.weight = m_config.rest.trades_weight;
        const std::string limit = "&limit=" + std::to_string(kPage);
        const bool backwards = cursor.mode == Aggregates && !cursor.stream.starts_with("aggTrade");
        const std::uint64_t first = cursor.next == 0 && !backwards ? cursor.from_id : cursor.next;
        const std::string from = "&fromId=" + std::to_string(first);
        if (cursor.stream.starts_with("aggTrade"))
            job.path = path("aggTrades", name) + from + limit;
        else if (cursor.mode == ById)
            job.path = path("historicalTrades", name) + from + limit;
        else if (cursor.mode == Newest)
            job.path = path("trades", name) + limit;
        else
            job.path = path("aggTrades", name) + (cursor.next == 0 ? std::string{} : from) + limit;
        job.with_key = cursor.mode == ById;
        return job;
    }
    bool readTrades(TradeCursor& cursor, std::string_view body) const override {
        const bool by_aggregate = cursor.stream.starts_with("aggTrade");
        const bool aggregates = by_aggregate || cursor.mode == Aggregates;
        const auto page = pageSpan(body, {}, aggregates ? "a" : "id", aggregates ? "T" : "time");
        if (!page) return false;
        cursor.note(*page);
        if (page->count == 0) {
            cursor.done = true;
        } else if (by_aggregate || cursor.mode == ById) {
            cursor.next = page->highest + 1;
            cursor.done = page->highest >= cursor.to_id || page->count < kPage;
        } else if (cursor.mode == Newest) {
            cursor.done = page->lowest <= cursor.from_id;
            if (!cursor.done) {
                cursor.mode = Aggregates;
                cursor.next = 0;
            }
        } else {
            const auto firsts = pageSpan(body, {}, "f", "T");
            cursor.done = !firsts || firsts->lowest <= cursor.from_id || page->lowest <= 1;
            cursor.next = page->lowest > kPage ? page->lowest - kPage : 1;
        }
        return true;
    }
    bool otherMode(TradeCursor& cursor) const override {
        if (cursor.stream.starts_with("aggTrade") || cursor.mode >= Aggregates) return false;
        ++cursor.mode;
        cursor.next = 0;
        return true;
    }

private:
    [[nodiscard]] std::string path(const char* call, const std::string& name) const {
        return m_config.rest.prefix + "/" + call + "?symbol=" + queryText(name);
    }

    const BinanceMarketConfig m_config;
};

}  // namespace

std::unique_ptr<VenueRules> makeRules(BinanceMarketConfig config) {
    return std::make_unique<BinanceRules>(std::move(config));
}

}  // namespace bw::feed
