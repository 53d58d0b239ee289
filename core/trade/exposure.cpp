// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/exposure.h"

#include <algorithm>
#include <limits>

namespace bw::trade {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr Int128 kRatio = 1'000'000'000'000;  // 1e12: relative moves of inverse contracts

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

/// value * factor, giving up decimals (digits) where it would not fit; false: it does not fit at all.
bool scale(Int128& value, int& digits, std::int64_t factor) {
    Int128 product = 0;
    while (__builtin_mul_overflow(value, static_cast<Int128>(factor), &product)) {
        if (digits <= kMoneyDigits) return false;
        value /= 10;
        --digits;
    }
    value = product;
    return true;
}

/// Profit of closing `qty` that cost `paid` and brought `got` (price x quantity units), long.
std::optional<Money> profitOf(const TradeSpec& spec, Qty qty, Int128 paid, Int128 got, bool is_long, const Decimal& fx) {
    const Int128 diff = is_long ? got - paid : paid - got;
    if (!spec.inverse) return moneyOf(diff, spec.price_digits + spec.qty_digits, spec.contract_size, fx);
    // q cv (1/p0 - 1/p) of the base, told in quote at p: q cv (p - p0) / p0.
    if (paid == 0) return std::nullopt;
    return moneyOf(mulDiv(diff, kRatio, paid) * qty.units, spec.qty_digits + 12, spec.contract_size, fx);
}

Qty plus(Qty a, Qty b) {
    std::int64_t sum = 0;
    return {__builtin_add_overflow(a.units, b.units, &sum) ? kMax : sum};
}

}  // namespace

Int128 mulDiv(Int128 a, Int128 b, Int128 c) noexcept {
    const Int128 whole = a / c, rest = a % c;
    Int128 part = 0;
    if (!__builtin_mul_overflow(rest, b, &part)) return whole * b + part / c;
    // Too long to be exact: twelve digits of the fraction are kept.
    return whole * b + (rest / (magnitude(c) / kRatio + 1)) * b / (c / (magnitude(c) / kRatio + 1));
}

std::optional<Money> moneyOf(Int128 units, int digits, const Decimal& contract, const Decimal& fx) noexcept {
    if (!scale(units, digits, contract.mantissa)) return std::nullopt;
    digits -= contract.exponent;
    if (!scale(units, digits, fx.mantissa)) return std::nullopt;
    digits -= fx.exponent;
    for (; digits < kMoneyDigits; ++digits)
        if (__builtin_mul_overflow(units, Int128{10}, &units)) return std::nullopt;
    const bool negative = units < 0;
    bool rest = false;
    for (; digits > kMoneyDigits && units != 0; --digits) {
        rest = rest || units % 10 != 0;
        units /= 10;
    }
    if (rest && negative) --units;
    if (magnitude(units) > kMax) return std::nullopt;
    return Money{static_cast<std::int64_t>(units)};
}

std::optional<std::int64_t> unitsOf(std::string_view text, int digits) noexcept {
    Decimal value;
    if (parseDecimal(text, value) != Code::Ok) return std::nullopt;
    Int128 units = value.mantissa;
    int shift = value.exponent + digits;
    for (; shift > 0; --shift) {
        units *= 10;
        if (magnitude(units) > kMax) return std::nullopt;
    }
    for (; shift < 0 && units != 0; ++shift) units = shift == -1 ? (units + (units < 0 ? -5 : 5)) / 10 : units / 10;
    return static_cast<std::int64_t>(units);
}

Price Lot::average() const noexcept {
    if (qty.units == 0) return {};
    return {static_cast<std::int64_t>((cost + qty.units / 2) / qty.units)};
}

Qty Held::net() const noexcept {
    Qty sum;
    for (const Lot& lot : lots) sum.units += lot.side == OrderSide::Buy ? lot.qty.units : -lot.qty.units;
    return sum;
}

Held* PositionBook::find(std::string_view instrument) {
    const auto found = m_held.find(instrument);
    return found == m_held.end() ? nullptr : &found->second;
}

const Held* PositionBook::find(std::string_view instrument) const {
    const auto found = m_held.find(instrument);
    return found == m_held.end() ? nullptr : &found->second;
}

Held& PositionBook::at(const TradeSpec& spec) {
    Held& held = m_held[spec.instrument];
    if (held.flat()) held.spec = spec;
    return held;
}

int PositionBook::openPositions() const {
    std::size_t count = 0;
    for (const auto& [name, held] : m_held) count += held.lots.size();
    return static_cast<int>(count);
}

FillEffect PositionBook::apply(Held& held, OrderSide side, Qty qty, Int128 cost, std::string_view ticket,
                               std::string_view client_id, bool close, MonoTime now) {
    FillEffect effect;
    if (qty.units <= 0) return effect;
    held.changed = now;
    const bool hedging = held.spec.hedging;
    auto lot = hedging ? std::find_if(held.lots.begin(), held.lots.end(), [&](const Lot& l) { return l.ticket == ticket; })
                       : held.lots.begin();
    if (hedging && !close) {  // more of the same order goes into its own position
        lot = std::find_if(held.lots.begin(), held.lots.end(), [&](const Lot& l) {
            return l.side == side && ((!ticket.empty() && l.ticket == ticket) || (!client_id.empty() && l.client_id == client_id));
        });
    }
    if (lot != held.lots.end() && lot->side != side) {
        const Qty closed = std::min(lot->qty, qty);
        const Int128 paid = mulDiv(lot->cost, closed.units, lot->qty.units);
        const Int128 got = mulDiv(cost, closed.units, qty.units);
        effect.closed = closed;
        effect.realized = profitOf(held.spec, closed, paid, got, lot->side == OrderSide::Buy, held.fx.value_or(Decimal{1, 0}));
        if (effect.realized) held.realized = held.realized + *effect.realized;
        lot->qty = lot->qty - closed;
        lot->cost -= paid;
        if (lot->qty.units == 0) held.lots.erase(lot);
        qty = qty - closed;
        cost -= got;
        if (qty.units == 0 || close) return effect;
        lot = held.lots.end();
    }
    if (close) return effect;
    effect.opened = qty;
    if (lot == held.lots.end()) {
        held.lots.push_back({std::string(ticket), std::string(client_id), side, qty, cost, false, {}});
        return effect;
    }
    lot->qty = plus(lot->qty, qty);
    lot->cost += cost;
    return effect;
}

std::optional<Money> openProfit(const Held& held, Price mark, const Decimal& fx) {
    Money sum;
    for (const Lot& lot : held.lots) {
        const auto profit =
            profitOf(held.spec, lot.qty, lot.cost, Int128{mark.units} * lot.qty.units, lot.side == OrderSide::Buy, fx);
        if (!profit || __builtin_add_overflow(sum.units, profit->units, &sum.units)) return std::nullopt;
    }
    return sum;
}

Qty openQty(const Tracked& tracked) noexcept {
    const Qty whole = std::max(tracked.order.intent.qty, tracked.new_qty.value_or(Qty{0}));
    return std::max(whole - tracked.order.filled, Qty{0});
}

Exposure exposureOf(const Held* held, const OrderStore& store, std::string_view route, std::string_view instrument,
                    const Tracked* except) {
    Exposure out;
    Qty longs, shorts, unknown_buy, unknown_sell;
    if (held != nullptr) {
        out.net = held->net();
        out.positions = static_cast<int>(held->lots.size());
        for (const Lot& lot : held->lots) (lot.side == OrderSide::Buy ? longs : shorts) =
            plus(lot.side == OrderSide::Buy ? longs : shorts, lot.qty);
    }
    for (const Tracked* tracked : store.live()) {
        const Order& order = tracked->order;
        if (tracked == except || order.intent.instrument != instrument || order.intent.route != route) continue;
        if (!orderIsLive(order.state)) continue;
        const Qty open = openQty(*tracked);
        const bool buy = order.intent.side == OrderSide::Buy;
        (buy ? out.working_buy : out.working_sell) = plus(buy ? out.working_buy : out.working_sell, open);
        if (order.state == OrderState::Unknown) {
            out.unknown = true;
            (buy ? unknown_buy : unknown_sell) = plus(buy ? unknown_buy : unknown_sell, open);
        }
        out.in_flight = out.in_flight || order.state == OrderState::Sending || order.state == OrderState::CancelPending ||
                        tracked->modify.request != 0 || tracked->query.request != 0 || tracked->query_wanted;
    }
    if (out.net.units > 0) out.reducing = out.working_sell;
    if (out.net.units < 0) out.reducing = out.working_buy;
    out.worst_long = plus(plus(longs, out.working_buy), unknown_buy);
    out.worst_short = plus(plus(shorts, out.working_sell), unknown_sell);
    return out;
}

}  // namespace bw::trade
