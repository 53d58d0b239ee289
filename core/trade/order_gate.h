// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/trade/desk_core.h"

namespace bw::trade {

/// Reads what was typed into units of the instrument. Pure. ORDER_FORM (no number, bad id), ORDER_QTY_STEP and
/// ORDER_PRICE_TICK (more decimals than there are), ORDER_QTY_RANGE (not above zero), ORDER_PRICE_MISSING; `detail` says
/// which field.
[[nodiscard]] Code readTicket(const TradeCommand& command, const TradeSpec& spec, OrderIntent& intent, std::string& detail);
/// One number of it; `too_fine` is the code of more decimals than `digits`.
[[nodiscard]] Code readNumber(std::string_view text, int digits, Code too_fine, std::int64_t& out);
/// An id of ours: 1 to 20 characters of printable ASCII without blanks.
[[nodiscard]] bool goodClientId(std::string_view id) noexcept;

/// What a route brings to a decision.
struct RouteDoor {
    bool known = false, armed = false, can_cancel = true, position_known = true;
    std::array<Code, 6> health{};
};

struct GateAsk {
    risk::GateRequest request;
    const TradeSpec* spec = nullptr;
    Code form = Code::Ok;             // not Ok: what the form said; only latch and mode come before it
    std::string form_detail;
    const Tracked* except = nullptr;  // replace: the order itself does not count
    bool id_used = false;
};

/// Collects what the limits look at and asks them; one ledger line a decision. Engine thread.
[[nodiscard]] risk::GateVerdict askGate(DeskCore& core, Account& account, const RouteDoor& door, const GateAsk& ask);

/// Position and working orders of every instrument of the account, each at the worst of its two sides. The views point
/// into the account's book.
[[nodiscard]] std::vector<risk::Holding> holdingsOf(DeskCore& core, Account& account, const Tracked* except = nullptr);
/// Positions open or on their way to be.
[[nodiscard]] int positionsOf(const DeskCore& core, const Account& account, std::string_view instrument, const Tracked* except);

}  // namespace bw::trade
