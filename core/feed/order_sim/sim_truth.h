// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/model/order.h"

namespace bw::sim {

inline constexpr int kSimDigits = 8;  // prices and volumes below are units of 1e-8

/// One request to open that reached the gateway, in the order of arrival.
struct SimAttempt {
    std::string client_id, symbol;
    OrderSide side = OrderSide::Buy;
    OrderType type = OrderType::Market;
    Qty qty;
    MonoTime at;
    bool executed = false;  // it traded or works now because of this very message
    bool repeated = false;  // answered from the store
    std::string why;        // not executed: the gateway's word
};

struct SimCancel {
    std::string client_id, ticket;  // both empty: all
    MonoTime at;
    bool done = false;
    std::string why;
};

enum class SimOrderState : std::uint8_t { Working, Partial, Filled, Cancelled, Rejected };

struct SimOrder {
    std::string ticket, client_id, symbol;
    OrderSide side = OrderSide::Buy;
    OrderType type = OrderType::Market;
    Qty qty, filled;
    Price price, sl, tp;            // price: of the order; 0 units: none
    Price avg_price;                // of what filled
    std::int64_t magic = 0;
    SimOrderState state = SimOrderState::Working;
    [[nodiscard]] bool working() const { return state == SimOrderState::Working || state == SimOrderState::Partial; }
};

struct SimPosition {
    std::string ticket, client_id, symbol;
    OrderSide side = OrderSide::Buy;
    Qty qty;
    Price open_price;
    std::int64_t magic = 0;
    std::int64_t opened_s = 0;  // since 1970
};

/// What really happened, for tests. Orders hold ended ones too.
struct SimTruth {
    std::vector<SimAttempt> attempts;
    std::vector<SimCancel> cancels;
    std::vector<SimOrder> orders;
    std::vector<SimPosition> positions;
    std::map<std::string, int> executions;  // by client_id: how often it was carried out
    std::uint64_t trade_attempts = 0;       // p0, p1: what the bare EA took for a trade
    std::uint64_t arrived = 0;              // messages taken from the socket, also those a restart dropped
    std::uint64_t requests = 0, replies = 0, dropped = 0, restarts = 0, kills = 0, unreadable = 0;
    std::map<std::string, std::uint64_t> refusals;  // by code: MAC_BAD, TS_WINDOW …
    bool killed = false;
};

}  // namespace bw::sim
