// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/json_writer.h"
#include "core/risk/limits/gate.h"
#include "core/trade/desk.h"
#include "core/trade/exposure.h"
#include "core/trade/order_store.h"

namespace bw::trade {

/// What the parts of the desk share: configuration, the time of the frame in hand, the latch, the orders, and the ways to
/// tell what happened. Engine thread.
class DeskCore {
public:
    DeskCore(DeskConfig desk_config, DeskPort& desk_port);

    const DeskConfig config;
    DeskPort& port;
    DeskTime now;
    LatchFacts latch;
    bool latch_known = false;
    ExecutionMode mode;               // `execution.mode`; off becomes paper by one click
    OrderStore store;
    std::map<std::string, Code, std::less<>> conditions;  // "audit", "journal", "peer", "guard": not Ok
    std::uint32_t orders_today = 0, cancels_today = 0, rejects_today = 0;
    std::int64_t today = 0;           // UTC day of the counts

    [[nodiscard]] std::uint64_t nextRequest() { return ++m_request; }
    [[nodiscard]] risk::GateTime gateTime() const { return {now.wall, now.mono}; }
    [[nodiscard]] Code condition(std::string_view subject) const;

    /// One step of an order: ledger, notice, and the audit where it ended. False: not an allowed step, nothing was told.
    bool move(Tracked& tracked, OrderState to, Code code = Code::Ok, std::string_view text = {});
    void notice(api::Notice::Kind kind, Severity severity, Code code, std::string_view text, std::string_view text2) const;
    void risk(Severity severity, Code code, std::string_view text, std::string_view text2) const {
        notice(api::Notice::Kind::Risk, severity, code, text, text2);
    }
    void ledgerFill(const Tracked* tracked, std::string_view route, std::string_view instrument, OrderSide side,
                    const FillEffect& effect, Qty qty, int qty_digits, std::string_view price) const;
    void trip(std::string_view route, Code cause, risk::LatchState target, std::string_view reason) const;

    /// The latch as it counts for a route: a paper order needs both open.
    [[nodiscard]] risk::LatchState latchFor(std::string_view route) const;
    struct Scope {
        bool halted = false, reducing = false;
    };
    [[nodiscard]] Scope scopeFor(const OrderIntent& intent) const;

private:
    std::uint64_t m_request = 0;
};

/// The account behind one route: its limits and positions. Engine thread.
class Account {
public:
    Account(const RiskConfig& config, std::string account_route, bool nets_always);

    const std::string route;
    const bool netting;               // the paper broker nets whatever the venue does
    risk::RiskGate gate;
    PositionBook book;
    std::string currency, masked;
    bool day_state_missing = false;

    /// The specification as this account trades it; nullptr: no such instrument.
    [[nodiscard]] const TradeSpec* spec(DeskCore& core, std::string_view instrument);
    /// Account currency for one unit of the quote currency: a fresh quote of the same venue, or 1.
    [[nodiscard]] std::optional<Decimal> fx(DeskCore& core, const TradeSpec& spec) const;
    [[nodiscard]] bool exposed(const DeskCore& core) const;
    /// A fill into the positions, the limits and the ledger. `cost`: sum of price x quantity units. `fee` lessens what
    /// was realized.
    FillEffect fill(DeskCore& core, Tracked* tracked, Held& held, OrderSide side, Qty qty, Int128 cost,
                    std::string_view ticket, bool close, Money fee = {});
    void reading(DeskCore& core, const AccountReading& reading);
    /// Trips wanted, day state to be saved. After everything that may have changed the limits.
    void drain(DeskCore& core);
    void onTimer(DeskCore& core, bool armed);

private:
    std::map<std::string, TradeSpec, std::less<>> m_specs;
    std::uint64_t m_saved_version = 0;
    MonoTime m_saved;
    Code m_reading_code = Code::Ok;
    bool m_ever_saved = false;
};

/// Cuts a text to what fits into a view, at most `max` bytes.
[[nodiscard]] inline std::string_view cut(std::string_view text, std::size_t max) { return text.substr(0, max); }

}  // namespace bw::trade
