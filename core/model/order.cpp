// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/order.h"

#include <array>

namespace bw {
namespace {

template <std::size_t N, class Enum>
std::string_view nameOf(const std::array<std::string_view, N>& names, Enum value) noexcept {
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : std::string_view("?");
}
template <std::size_t N, class Enum>
bool fromName(const std::array<std::string_view, N>& names, std::string_view name, Enum& out) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] != name) continue;
        out = static_cast<Enum>(i);
        return true;
    }
    return false;
}

constexpr std::array<std::string_view, 2> kSides{"buy", "sell"};
constexpr std::array<std::string_view, 3> kTypes{"market", "limit", "stop"};
constexpr std::array<std::string_view, 3> kTifs{"gtc", "ioc", "day"};
constexpr std::array<std::string_view, kOrderStates> kStates{"NEW", "REJECTED_LOCAL", "SENDING", "WORKING", "PARTIAL", "FILLED",
                                                             "REJECTED", "CANCELLED", "EXPIRED", "CANCEL_PENDING", "UNKNOWN",
                                                             "RESOLVED_BY_OPERATOR"};
constexpr std::array<std::string_view, kRouteOps> kOps{"open", "modify", "cancel", "cancel_all", "close", "query_order", "sync_all",
                                                       "get_account"};
constexpr std::array<std::string_view, 10> kOutcomes{"not_sent", "working",  "partial",   "filled", "cancelled",
                                                     "rejected", "unknown", "unchanged", "ok",     "failed"};
constexpr std::array<std::string_view, 6> kDialects{"unknown", "p0", "p1", "p2", "p3", "v6"};
constexpr std::array<std::string_view, 4> kHealths{"UNKNOWN", "HEALTHY", "DEGRADED", "FAILED"};

}  // namespace

std::string_view orderSideName(OrderSide side) noexcept { return nameOf(kSides, side); }
std::string_view orderTypeName(OrderType type) noexcept { return nameOf(kTypes, type); }
std::string_view tifName(Tif tif) noexcept { return nameOf(kTifs, tif); }
std::string_view orderStateName(OrderState state) noexcept { return nameOf(kStates, state); }
std::string_view routeOpName(RouteOp op) noexcept { return nameOf(kOps, op); }
std::string_view routeOutcomeName(RouteReply::Outcome outcome) noexcept { return nameOf(kOutcomes, outcome); }
std::string_view dialectName(Dialect dialect) noexcept { return nameOf(kDialects, dialect); }
std::string_view routeHealthName(RouteHealth health) noexcept { return nameOf(kHealths, health); }
bool orderSideFromName(std::string_view name, OrderSide& out) noexcept { return fromName(kSides, name, out); }
bool orderTypeFromName(std::string_view name, OrderType& out) noexcept { return fromName(kTypes, name, out); }
bool tifFromName(std::string_view name, Tif& out) noexcept { return fromName(kTifs, name, out); }

bool orderIsLive(OrderState state) noexcept {
    switch (state) {
        case OrderState::Sending:
        case OrderState::Working:
        case OrderState::Partial:
        case OrderState::CancelPending:
        case OrderState::Unknown: return true;
        default: return false;
    }
}

}  // namespace bw
