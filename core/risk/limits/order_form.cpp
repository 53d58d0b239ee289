// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/order_form.h"

#include <algorithm>
#include <initializer_list>

namespace bw::risk {
namespace {

constexpr std::size_t kClientIdMax = 20;

bool idGood(std::string_view id) {
    return !id.empty() && id.size() <= kClientIdMax && std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Code qtyForm(Qty qty, const TradeSpec& spec) {
    if (qty.units <= 0) return Code::OrderQtyRange;
    if (qty < spec.qty_min) return Code::OrderQtyRange;
    if (spec.qty_max.units > 0 && qty > spec.qty_max) return Code::OrderQtyRange;
    if (spec.qty_step.units > 0 && qty.units % spec.qty_step.units != 0) return Code::OrderQtyStep;
    return Code::Ok;
}

Code priceForm(const OrderIntent& intent, const TradeSpec& spec) {
    if (intent.type == OrderType::Limit && !intent.price) return Code::OrderPriceMissing;
    if (intent.type == OrderType::Stop && !intent.stop) return Code::OrderPriceMissing;
    for (const std::optional<Price>& price : {intent.price, intent.stop, intent.sl, intent.tp}) {
        if (!price) continue;
        if (price->units <= 0) return Code::OrderForm;
        if (spec.tick.units > 0 && price->units % spec.tick.units != 0) return Code::OrderPriceTick;
    }
    return Code::Ok;
}

}  // namespace

Code orderForm(const OrderIntent& intent, const TradeSpec* spec, bool can_cancel) noexcept {
    if (spec == nullptr) return Code::OrderInstrument;
    if (!idGood(intent.client_id)) return Code::OrderForm;
    if (const Code qty = qtyForm(intent.qty, *spec); qty != Code::Ok) return qty;
    if (const Code price = priceForm(intent, *spec); price != Code::Ok) return price;
    if (intent.type != OrderType::Market && !can_cancel) return Code::OrderNotCancellable;
    return Code::Ok;
}

}  // namespace bw::risk
