// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/feed/transport/deribit_protocol.h"
#include "core/feed/transport/venue_rules.h"

namespace bw::feed {
namespace {

constexpr std::uint64_t kPage = 1'000;
constexpr std::string_view kPlace = "{i}";

bool isMarketWide(const std::string& channel) {
    return channel.find(kPlace) == std::string::npos;
}

std::string stream(std::string channel, std::string_view name) {
    channel.replace(channel.find(kPlace), kPlace.size(), name);
    return channel;
}

class DeribitRules final : public VenueRules {
public:
    explicit DeribitRules(DeribitMarketConfig config) : m_config(std::move(config)) {}

    const std::string& prefix() const override { return m_config.venue; }
    const RestConfig& rest() const override { return m_config.rest; }
    const LinePolicy& line() const override { return m_config.line; }
    std::size_t streamsPerLine() const override { return m_config.streams_per_line; }
    bool isQuick(std::string_view) const override { return true; }  // heartbeats keep a quiet line
    std::unique_ptr<LineProtocol> protocol() const override {
        return std::make_unique<DeribitProtocol>(m_config.client_id, m_config.client_secret);
    }

    std::vector<EntryPlan> entries() const override {
        EntryPlan plan{prefix() + "/ws", m_config.urls, {{}}};
        for (const std::string& channel : m_config.channels)
            if (isMarketWide(channel)) plan.groups[0].push_back(channel);
        for (const std::string& id : m_config.instruments) {
            plan.groups.emplace_back();
            for (const std::string& channel : m_config.channels)
                if (!isMarketWide(channel)) plan.groups.back().push_back(stream(channel, nameInId(id)));
        }
        return {plan};
    }
    std::vector<std::string> instruments() const override { return m_config.instruments; }
    std::string nameOf(std::string_view instrument) const override {
        const auto& all = m_config.instruments;
        return std::find(all.begin(), all.end(), instrument) == all.end() ? std::string{}
                                                                          : std::string(nameInId(instrument));
    }
    std::vector<std::string> streamsOf(const std::string& name, std::string_view prefix_text) const override {
        std::vector<std::string> names;
        for (const std::string& channel : m_config.channels)
            if (!isMarketWide(channel) && channel.starts_with(prefix_text)) names.push_back(stream(channel, name));
        return names;
    }

    std::optional<RestJob> snapshot(const std::string&) const override { return std::nullopt; }
    std::optional<RestJob> klines(const std::string&) const override { return std::nullopt; }
    std::vector<RestJob> catalogue() const override {
        RestJob job;
        job.path = m_config.rest.prefix + "/public/get_instruments?currency=any";
        return {job};
    }
    TimeCall timeCall() const override { return {m_config.rest.prefix + "/public/get_time", "\"result\":"}; }

    RestJob tradesPage(const TradeCursor& cursor, const std::string& name) const override {
        RestJob job;
        const std::uint64_t first = cursor.next == 0 ? cursor.from_id : cursor.next;
        job.path = m_config.rest.prefix + "/public/get_last_trades_by_instrument?instrument_name=" + queryText(name) +
                   "&start_seq=" + std::to_string(first) + "&end_seq=" + std::to_string(cursor.to_id) +
                   "&count=" + std::to_string(kPage) + "&sorting=asc";
        return job;
    }
    bool readTrades(TradeCursor& cursor, std::string_view body) const override {
        const auto page = pageSpan(body, {"result", "trades"}, "trade_seq", "timestamp");
        if (!page) return false;
        cursor.note(*page);
        const bool moved = page->count > 0 && page->highest >= cursor.next;
        const bool has_more = body.find("\"has_more\":true") != std::string_view::npos;
        cursor.done = !moved || !has_more || page->highest >= cursor.to_id;
        if (moved) cursor.next = page->highest + 1;
        return true;
    }

private:
    const DeribitMarketConfig m_config;
};

}  // namespace

std::unique_ptr<VenueRules> makeRules(DeribitMarketConfig config) {
    return std::make_unique<DeribitRules>(std::move(config));
}

}  // namespace bw::feed
