// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/fixed.h"
#include "core/model/order.h"
#include "core/trade/order_store.h"

namespace bw::trade {

/// a * b / c toward zero, exact where the result fits; c != 0, b and c below 2^63 in size.
[[nodiscard]] Int128 mulDiv(Int128 a, Int128 b, Int128 c) noexcept;
/// units x 10^-digits x contract x fx as money, rounded down (never flatters). nullopt: it does not fit.
[[nodiscard]] std::optional<Money> moneyOf(Int128 units, int digits, const Decimal& contract, const Decimal& fx) noexcept;
/// What a venue wrote, in units of 10^-digits, rounded half away from zero; nullopt: no decimal, or too large.
[[nodiscard]] std::optional<std::int64_t> unitsOf(std::string_view text, int digits) noexcept;

/// One position: netting accounts have at most one of an instrument, hedging ones a ticket each.
struct Lot {
    std::string ticket, client_id;  // of the venue; of the order that opened it, where known
    OrderSide side = OrderSide::Buy;
    Qty qty;                        // > 0
    Int128 cost = 0;                // sum of price units x quantity units
    bool external = false;
    std::string profit;             // the venue's own words about it

    /// The average price, rounded to the instrument's digits.
    [[nodiscard]] Price average() const noexcept;
};

/// What one fill did. Quantities of the instrument; `realized` in the account's currency, before fees.
struct FillEffect {
    Qty opened, closed;
    std::optional<Money> realized;  // absent: nothing closed, or it cannot be expressed
};

/// One instrument on one account.
struct Held {
    TradeSpec spec;
    std::vector<Lot> lots;
    Money realized;                 // since the account began
    std::optional<Decimal> fx;      // last known
    std::optional<Price> mark;      // last known, of the side a close would hit
    MonoTime changed;               // lots changed
    // reconciliation
    bool drift = false;
    int drift_rounds = 0, clean_rounds = 0, skipped_rounds = 0;

    [[nodiscard]] Qty net() const noexcept;  // long > 0
    [[nodiscard]] bool flat() const noexcept { return lots.empty(); }
};

/// The positions of one account. Engine thread.
class PositionBook {
public:
    [[nodiscard]] Held* find(std::string_view instrument);
    [[nodiscard]] const Held* find(std::string_view instrument) const;
    /// Made on first use; the specification is renewed as long as nothing is held.
    Held& at(const TradeSpec& spec);
    [[nodiscard]] std::map<std::string, Held, std::less<>>& all() { return m_held; }
    [[nodiscard]] const std::map<std::string, Held, std::less<>>& all() const { return m_held; }
    [[nodiscard]] int openPositions() const;
    void clear() { m_held.clear(); }

    /// A fill of `qty` for `cost` (sum of price x quantity). Netting: adds, reduces, or closes and opens the other way.
    /// `ticket` on hedging instruments: with `close` the position that shrinks, else the new one's.
    static FillEffect apply(Held& held, OrderSide side, Qty qty, Int128 cost, std::string_view ticket,
                            std::string_view client_id, bool close, MonoTime now);

private:
    std::map<std::string, Held, std::less<>> m_held;
};

/// What closing everything at `mark` would bring, in account currency; nullopt: it cannot be expressed.
[[nodiscard]] std::optional<Money> openProfit(const Held& held, Price mark, const Decimal& fx);

/// Position and orders of one instrument as the gate counts them: UNKNOWN ones in full, as position and as working.
struct Exposure {
    Qty net, working_buy, working_sell;
    Qty reducing;              // working orders against `net`
    Qty worst_long, worst_short;
    int positions = 0;
    bool unknown = false, in_flight = false;
};
[[nodiscard]] Exposure exposureOf(const Held* held, const OrderStore& store, std::string_view route,
                                  std::string_view instrument, const Tracked* except = nullptr);
/// What may still be filled of an order: the larger of what it has and what a replace asked for.
[[nodiscard]] Qty openQty(const Tracked& tracked) noexcept;

}  // namespace bw::trade
