// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/trade/desk_core.h"
#include "core/trade/order_gate.h"
#include "core/trade/paper_broker.h"
#include "core/trade/route_desk.h"

namespace bw::trade {

/// The inside of TradeDesk: paper account and broker, the live routes, the commands. Engine thread.
struct TradeDesk::State {
    State(DeskConfig config, DeskPort& port);

    DeskCore core;
    Account paper_account;
    PaperBroker paper;
    std::map<std::string, std::unique_ptr<RouteDesk>, std::less<>> routes;
    bool paper_armed = false;
    std::uint64_t flattens = 0;
    std::uint64_t view_version = 0;

    void begin(DeskTime now);
    /// Trips and day states, after whatever happened.
    void drain();
    [[nodiscard]] RouteDesk* route(std::string_view name);
    [[nodiscard]] RouteDoor paperDoor() const;
    [[nodiscard]] Account& accountOf(std::string_view route_name);

    void submit(const TradeCommand& command);
    void replace(const TradeCommand& command);
    void cancel(const TradeCommand& command);
    void cancelAll(const TradeCommand& command);
    void flatten(const TradeCommand& command);
    void flattenPaper(const TradeCommand& command);
    void arm(const TradeCommand& command);
    void disarm(const TradeCommand& command);
    void disarmAll(Code why, std::string_view words, bool paper_too, bool live_too);
    void closeBreaker(const TradeCommand& command);
    void resolveUnknown(const TradeCommand& command);
    void paperReset(const TradeCommand& command);
    void restore(const TradeCommand& command);
    void restoreIds(const TradeCommand& command);
    void acknowledge(const TradeCommand& command);
    void condition(const TradeCommand& command);
    void refuse(Code code, std::string_view what, std::string_view detail);
    /// The form of an order for its route; Ok: `intent` is filled.
    [[nodiscard]] Code form(const TradeCommand& command, Account& account, RouteDesk* live, OrderIntent& intent, std::string& detail);
};

}  // namespace bw::trade
