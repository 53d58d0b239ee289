// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/feed/transport/okx_protocol.h"
#include "core/feed/transport/venue_rules.h"

namespace bw::feed {
namespace {

constexpr std::uint64_t kPage = 100;

/// "okx.swap.BTC-USDT-SWAP" -> "SWAP", as instType wants it.
std::string marketOf(std::string_view id) {
    const std::size_t dot = id.find('.');
    std::string market(id.substr(dot + 1, id.find('.', dot + 1) - dot - 1));
    for (char& c : market)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return market;
}

/// Channels of a whole market: the argument is instType, and an instrument is refused.
bool isMarketWide(std::string_view channel) {
    return channel == "liquidation-orders" || channel == "instruments";
}

bool isBusiness(std::string_view channel) {
    return channel.starts_with("candle") || channel == "trades-all";
}

/// Not every market has every channel; asking for one it lacks is refused.
bool exists(std::string_view channel, std::string_view market) {
    if (channel == "funding-rate") return market == "SWAP";
    if (channel == "open-interest" || channel == "mark-price") return market != "SPOT";
    if (channel == "liquidation-orders") return market == "SWAP" || market == "FUTURES" || market == "OPTION";
    return true;
}

class OkxRules final : public VenueRules {
public:
    explicit OkxRules(OkxMarketConfig config) : m_config(std::move(config)) {}

    const std::string& prefix() const override { return m_config.venue; }
    const RestConfig& rest() const override { return m_config.rest; }
    const LinePolicy& line() const override { return m_config.line; }
    std::size_t streamsPerLine() const override { return m_config.streams_per_line; }
    bool isQuick(std::string_view) const override { return true; }  // its ping keeps a quiet line
    std::unique_ptr<LineProtocol> protocol() const override { return std::make_unique<OkxProtocol>(); }

    std::vector<EntryPlan> entries() const override {
        EntryPlan open{prefix() + "/pub", m_config.public_urls, {{}}};
        EntryPlan business{prefix() + "/biz", m_config.business_urls, {}};
        std::set<std::string> markets;
        for (const std::string& id : m_config.instruments) markets.insert(marketOf(id));
        for (const std::string& channel : m_config.channels) {
            if (channel == "status") open.groups[0].push_back(channel);
            for (const std::string& market : markets)
                if (isMarketWide(channel) && exists(channel, market)) open.groups[0].push_back(channel + ":" + market);
        }
        for (const std::string& id : m_config.instruments) {
            open.groups.emplace_back();
            business.groups.emplace_back();
            for (const std::string& channel : m_config.channels)
                if (hasChannel(channel, id))
                    (isBusiness(channel) ? business : open).groups.back().push_back(stream(channel, id));
        }
        std::vector<EntryPlan> plans;
        for (EntryPlan* const plan : {&open, &business})
            if (std::any_of(plan->groups.begin(), plan->groups.end(), [](const auto& group) { return !group.empty(); }))
                plans.push_back(std::move(*plan));
        return plans;
    }
    std::vector<std::string> instruments() const override { return m_config.instruments; }
    std::string nameOf(std::string_view instrument) const override {
        const auto& all = m_config.instruments;
        return std::find(all.begin(), all.end(), instrument) == all.end() ? std::string{}
                                                                          : std::string(nameInId(instrument));
    }
    std::vector<std::string> streamsOf(const std::string& name, std::string_view prefix_text) const override {
        std::vector<std::string> names;
        for (const std::string& id : m_config.instruments)
            for (const std::string& channel : m_config.channels)
                if (nameInId(id) == name && channel.starts_with(prefix_text) && hasChannel(channel, id))
                    names.push_back(stream(channel, id));
        return names;
    }

    std::optional<RestJob> snapshot(const std::string&) const override { return std::nullopt; }
    std::optional<RestJob> klines(const std::string& name) const override {
        RestJob job;
        job.path = m_config.rest.prefix + "/market/candles?instId=" + queryText(name) +
                   "&bar=1m&limit=" + std::to_string(std::clamp(m_config.rest.klines_limit, 1, 300));
        return job;
    }
    std::vector<RestJob> catalogue() const override {
        std::set<std::string> markets;
        std::vector<RestJob> jobs;
        for (const std::string& id : m_config.instruments) {
            if (!markets.insert(marketOf(id)).second) continue;
            RestJob job;
            job.instrument = id.substr(0, id.find('.', id.find('.') + 1));  // "okx.swap"
            job.path = m_config.rest.prefix + "/public/instruments?instType=" + marketOf(id);
            jobs.push_back(std::move(job));
        }
        return jobs;
    }
    TimeCall timeCall() const override { return {m_config.rest.prefix + "/public/time", "\"ts\":"}; }

    RestJob tradesPage(const TradeCursor& cursor, const std::string& name) const override {
        RestJob job;
        const std::uint64_t after = cursor.next == 0 ? cursor.to_id + 1 : cursor.next;
        job.path = m_config.rest.prefix + "/market/history-trades?instId=" + queryText(name) +
                   "&type=1&after=" + std::to_string(after) + "&limit=" + std::to_string(kPage);
        return job;
    }
    bool readTrades(TradeCursor& cursor, std::string_view body) const override {
        const auto page = pageSpan(body, {"data"}, "tradeId", "ts");
        if (!page) return false;
        cursor.note(*page);
        // It goes down: a page that is not below the last one would go on for ever.
        cursor.done =
            page->count == 0 || page->lowest <= cursor.from_id || (cursor.next != 0 && page->lowest >= cursor.next);
        cursor.next = page->lowest;
        return true;
    }

private:
    static std::string stream(const std::string& channel, const std::string& id) {
        return channel + ":" + std::string(nameInId(id));
    }
    static bool hasChannel(const std::string& channel, const std::string& id) {
        return !isMarketWide(channel) && channel != "status" && exists(channel, marketOf(id));
    }

    const OkxMarketConfig m_config;
};

}  // namespace

std::unique_ptr<VenueRules> makeRules(OkxMarketConfig config) {
    return std::make_unique<OkxRules>(std::move(config));
}

}  // namespace bw::feed
