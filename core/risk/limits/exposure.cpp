// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/exposure.h"

#include <algorithm>

namespace bw::risk {
namespace {

bool sameTag(std::string_view mine, std::string_view other, bool is_same_instrument) {
    return is_same_instrument || (!mine.empty() && mine == other);
}

Finding over(Code code, std::string_view what, std::string used, std::string limit) {
    return {code, std::string(what) + " " + std::move(used) + ", limit " + std::move(limit)};
}

std::optional<Money> notional(const GateFacts& facts, Wide qty, std::optional<Price> price) {
    if (!facts.fx || !price || !fitsMoney(qty)) return std::nullopt;
    return notionalOf(*facts.spec, Qty{static_cast<std::int64_t>(qty)}, *price, *facts.fx);
}

// A position that this order may open counts where none is held and none may come by another order.
int openAtWorst(const OrderIntent& intent, const GateFacts& facts) {
    const bool hedging = facts.spec->hedging;
    const bool fresh = hedging || (facts.net.units == 0 && facts.working_same_side.units == 0);
    int others = 0, here = 0;
    for (const Holding& holding : facts.holdings) {
        const int count = std::max(holding.open_positions, holding.worst_notional.units != 0 ? 1 : 0);
        if (holding.instrument == intent.instrument)
            here += count;
        else
            others += count;
    }
    here = hedging ? here + 1 : 1;
    return std::max(others + here, facts.open_positions + (fresh ? 1 : 0));
}

}  // namespace

std::optional<Price> worsePrice(const OrderIntent& intent, std::optional<Price> bid, std::optional<Price> ask) noexcept {
    std::optional<Price> price = intent.type == OrderType::Stop ? intent.stop : intent.price;
    if (!bid || !ask) return price;
    const Wide mid = (Wide{bid->units} + ask->units + 1) / 2;
    if (!price || mid > price->units) price = Price{static_cast<std::int64_t>(mid)};
    return price;
}

WorstCase worstCase(const OrderIntent& intent, const GateFacts& facts) {
    WorstCase out;
    const std::optional<Price> price = worsePrice(intent, facts.bid, facts.ask);
    const Wide side = Wide{facts.working_same_side.units} + intent.qty.units;
    const Wide after = intent.side == OrderSide::Buy ? facts.net.units + side : facts.net.units - side;
    out.qty = std::max(wideAbs(after), wideAbs(facts.net.units));
    out.order = notional(facts, intent.qty.units, price);
    out.symbol = notional(facts, out.qty, price);
    out.open_positions = openAtWorst(intent, facts);
    out.positions_of_instrument = facts.positions_of_instrument + 1;
    if (!out.symbol) return out;
    Wide held = 0;  // the other side of this instrument may weigh more than ours
    for (const Holding& holding : facts.holdings) {
        const bool same = holding.instrument == intent.instrument;
        if (same) held = holding.worst_notional.units;
        const Wide amount = same ? 0 : holding.worst_notional.units;
        out.total += amount;
        if (sameTag(facts.spec->group, holding.group, same)) out.group += amount;
        if (sameTag(facts.spec->sector, holding.sector, same)) out.sector += amount;
    }
    const Wide mine = std::max<Wide>(held, out.symbol->units);
    out.symbol = Money{static_cast<std::int64_t>(mine)};
    out.total += mine;
    out.group += mine;
    out.sector += mine;
    return out;
}

Finding orderSize(const WorstCase& worst, const LimitTable& table) {
    if (!worst.order) return {Code::RiskOrderSize, "the order's value is not known or does not fit"};
    if (worst.order->units <= table.order_notional) return {};
    return over(Code::RiskOrderSize, "L09: this order", moneyText(worst.order->units), moneyText(table.order_notional));
}

Finding positionSize(const WorstCase& worst, const OrderIntent& intent, const GateFacts& facts, const LimitTable& table) {
    if (!facts.position_known) return {Code::RiskPosition, "the position is not known"};
    const LimitsConfig& limits = table.limits;
    if (worst.open_positions > limits.max_open_positions)
        return over(Code::RiskPosition, "L10: open positions", std::to_string(worst.open_positions), std::to_string(limits.max_open_positions));
    if (facts.spec->hedging && worst.positions_of_instrument > limits.max_positions_per_symbol)
        return over(Code::RiskPosition, "L10: positions of it", std::to_string(worst.positions_of_instrument),
                    std::to_string(limits.max_positions_per_symbol));
    const int digits = facts.spec->qty_digits;
    const auto qtyOver = [&](std::string_view what, Wide limit) {
        return over(Code::RiskPosition, what, formatUnitsTrimmed(worst.qty, digits), formatUnitsTrimmed(limit, digits) + " " + facts.spec->qty_unit);
    };
    if (const Wide limit = table.positionQty(intent.instrument, digits); limit > 0 && worst.qty > limit) return qtyOver("L08: position", limit);
    if (const Wide limit = table.positionSizeQty(digits); limit > 0) return worst.qty > limit ? qtyOver("L07: position", limit) : Finding{};
    if (!worst.symbol) return {Code::RiskPosition, "the position's value is not known or does not fit"};
    if (worst.symbol->units <= table.position_notional) return {};
    return over(Code::RiskPosition, "L07: position", moneyText(worst.symbol->units), moneyText(table.position_notional));
}

bool overShare(Wide gross, std::int64_t limit_bp, Money equity) noexcept {
    return gross * 10'000 > Wide{limit_bp} * equity.units;
}

Finding accountExposure(const WorstCase& worst, std::optional<Money> equity, std::optional<Money> margin_used,
                        const LimitTable& table) {
    if (!worst.symbol || !equity || !margin_used) return {Code::RiskExposure, "the exposure is not known or does not fit"};
    const LimitsConfig& limits = table.limits;
    struct Share {
        std::string_view what;
        Wide gross;
        std::int64_t limit_bp;
    };
    for (const Share& share : {Share{"L11: in all", worst.total, limits.exposure_total_bp},
                               Share{"L11: symbol", worst.symbol->units, limits.exposure_symbol_bp},
                               Share{"L11: group", worst.group, limits.exposure_group_bp},
                               Share{"L11: sector", worst.sector, limits.exposure_sector_bp}})
        if (overShare(share.gross, share.limit_bp, *equity))
            return over(Code::RiskExposure, share.what, moneyText(share.gross),
                        std::to_string(share.limit_bp) + " bp of " + moneyText(equity->units));
    if (worst.total * 100 > Wide{limits.max_leverage_x100} * equity->units)
        return over(Code::RiskExposure, "L12: gross", moneyText(worst.total),
                    "leverage " + formatUnitsTrimmed(limits.max_leverage_x100, 2) + " of " + moneyText(equity->units));
    if (Wide{equity->units} * 100 < Wide{limits.min_margin_level_pct} * margin_used->units)
        return over(Code::RiskMargin, "L13: equity " + moneyText(equity->units) + " on margin", moneyText(margin_used->units),
                    std::to_string(limits.min_margin_level_pct) + " %");
    return {};
}

}  // namespace bw::risk
