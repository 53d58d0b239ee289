// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/net_config.h"
#include "core/feed/transport/requests.h"
#include "core/feed/transport/rest_client.h"
#include "core/feed/transport/ws_connection.h"

namespace bw::feed {

/// One Binance-format market: its lines, its REST client, and the requests of the engine for it. Net thread.
/// Stream first, request second: a snapshot or history leaves only when every line that carries the instrument has sent
/// its subscriptions; until then it waits here, one for each instrument, the newest wins.
class BinanceMarket {
public:
    BinanceMarket(NetShared& shared, BinanceMarketConfig config, WeightLimiter& limiter);

    void tick();
    void stop();
    /// True if `id` is one of ours: "demo.usdm" or "demo.usdm.BTCUSDT".
    [[nodiscard]] bool owns(std::string_view id) const;
    /// False if it names an instrument or stream that is not configured.
    bool serve(const FeedRequest& request);

private:
    void addLines(const BinanceEntry& entry);
    void askHistory();
    void hold(RestJob job);
    [[nodiscard]] bool linesReady(const std::string& instrument) const;
    [[nodiscard]] std::string symbolOf(std::string_view instrument) const;  // empty: not configured
    [[nodiscard]] std::vector<std::string> streamsOf(const std::string& symbol, std::string_view prefix) const;
    [[nodiscard]] RestJob snapshotJob(const std::string& symbol, std::uint32_t gen) const;
    [[nodiscard]] RestJob klinesJob(const std::string& symbol, std::uint32_t gen) const;
    [[nodiscard]] RestJob catalogueJob() const;

    NetShared& m_shared;
    const BinanceMarketConfig m_config;
    std::vector<std::unique_ptr<WsConnection>> m_lines;
    RestClient m_rest;
    std::vector<RestJob> m_held;  // until the lines are ready
};

}  // namespace bw::feed
