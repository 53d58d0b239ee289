// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/feed/sim/faults.h"
#include "core/feed/sim/http_server.h"
#include "core/feed/sim/market_model.h"

namespace bw::sim {

/// Binance REST over the model, with the venue's error bodies and X-MBX-USED-WEIGHT-1M: time, exchangeInfo, depth,
/// trades, historicalTrades, aggTrades, klines (1m) under /api/v3 (spot) and /fapi/v1 (usdm); on usdm also premiumIndex,
/// fundingInfo, openInterest and the long/short ratios under /futures/data. Lives on the demo thread.
class RestApi {
public:
    /// `faults` of kind snapshot_old, snapshot_late and rest_status are asked for each request; may be nullptr.
    explicit RestApi(const MarketModel& model, FaultInjector* faults = nullptr);
    [[nodiscard]] HttpReply answer(const QString& path, const QUrlQuery& query);
    [[nodiscard]] std::uint64_t requests() const { return m_requests; }

private:
    [[nodiscard]] HttpReply body(Venue venue, const QString& name, const QUrlQuery& query, int& weight) const;
    [[nodiscard]] HttpReply instrumentBody(const SimInstrument& instrument, const QString& name, const QUrlQuery& query,
                                           int& weight) const;
    [[nodiscard]] HttpReply futuresBody(const SimInstrument& instrument, const QString& name, const QUrlQuery& query,
                                        int& weight) const;
    [[nodiscard]] int useWeight(Venue venue, int weight);

    const MarketModel& m_model;
    FaultInjector* m_faults;
    std::vector<SimSnapshot> m_first;  // of each book at the start: what snapshot_old answers
    std::uint64_t m_requests = 0;
    std::int64_t m_minute_ms[2] = {0, 0};
    int m_used[2] = {0, 0};  // per venue: two hosts have two budgets
};

}  // namespace bw::sim
