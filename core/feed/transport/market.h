// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/line.h"
#include "core/feed/transport/poller.h"
#include "core/feed/transport/requests.h"
#include "core/feed/transport/trade_backfill.h"
#include "core/feed/transport/venue_rules.h"

namespace bw::feed {

/// One market, or a venue whose markets share their lines: lines, REST client, polls, and the requests of the engine.
/// Net thread. Stream first, request second: a snapshot or history leaves only when every line that carries the
/// instrument has sent its subscriptions; until then it waits here, one for each instrument, the newest wins. Where the
/// venue sends snapshots in band, a snapshot is a new subscription of the book of that instrument.
class Market {
public:
    Market(NetShared& shared, std::unique_ptr<VenueRules> rules, LimiterPool& limiters);

    /// The time of the venue, for the checks of the proxies; empty if it is never asked through one.
    [[nodiscard]] std::string checkUrl() const;
    void tick();
    void stop();
    /// True if `id` is one of ours: "demo.usdm" or "demo.usdm.BTCUSDT".
    [[nodiscard]] bool owns(std::string_view id) const;
    /// False if it names an instrument or stream that is not configured.
    bool serve(const FeedRequest& request);
    /// The machine slept: every line is opened anew, the first at `at`, each 100 ms after the other. Returns the time
    /// for the next market.
    MonoTime resume(std::int64_t slept_ms, MonoTime at);
    void clockStep(std::int64_t delta_ms);

private:
    struct Entry {
        EntryPlan plan;
        std::shared_ptr<std::uint32_t> connections;
    };
    void addLines(const Entry& entry);
    Line& addLine(const Entry& entry, std::vector<std::string> streams);
    void ask(RestJob job, const char* purpose, const std::string& instrument, std::uint32_t gen);
    void hold(RestJob job);
    bool serveSnapshot(const FeedRequest& request, const std::string& name);
    bool serveReconnect(const FeedRequest& request, const std::string& name);
    void askCatalogue();
    void resubscribe(const std::vector<std::string>& names, bool starved);
    void moveStream(const std::string& stream);
    [[nodiscard]] bool linesReady(const std::string& instrument) const;
    [[nodiscard]] Line* lineOf(const std::string& stream) const;

    NetShared& m_shared;
    const std::unique_ptr<VenueRules> m_rules;
    ProxyRoute m_route;
    RestClient m_rest;
    SourceName m_rest_control;
    Poller m_poller;
    TradeBackfill m_backfill;
    std::vector<Entry> m_entries;
    std::vector<std::unique_ptr<Line>> m_lines;
    std::vector<RestJob> m_held;  // until the lines are ready
};

}  // namespace bw::feed
