// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/feed/sim/http_server.h"
#include "core/feed/sim/market_model.h"

namespace bw::sim {

/// Binance REST over the model: time, exchangeInfo, depth, trades, historicalTrades, klines (1m) under /api/v3 (spot)
/// and /fapi/v1 (usdm), with the venue's error bodies and X-MBX-USED-WEIGHT-1M. Lives on the demo thread.
class RestApi {
public:
    explicit RestApi(const MarketModel& model) : m_model(model) {}
    [[nodiscard]] HttpReply answer(const QString& path, const QUrlQuery& query);
    [[nodiscard]] std::uint64_t requests() const { return m_requests; }

private:
    [[nodiscard]] HttpReply body(Venue venue, const QString& name, const QUrlQuery& query, int& weight) const;
    [[nodiscard]] int useWeight(Venue venue, int weight);

    const MarketModel& m_model;
    std::uint64_t m_requests = 0;
    std::int64_t m_minute_ms[2] = {0, 0};
    int m_used[2] = {0, 0};  // per venue: two hosts have two budgets
};

}  // namespace bw::sim
