// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/model/code.h"
#include "core/model/order.h"

namespace bw::risk {

/// Step 3, the order by itself: ORDER_INSTRUMENT (no spec), ORDER_FORM (id), ORDER_QTY_RANGE, ORDER_QTY_STEP,
/// ORDER_PRICE_MISSING, ORDER_FORM (a price that is not positive), ORDER_PRICE_TICK, ORDER_NOT_CANCELLABLE; Ok. Pure.
[[nodiscard]] Code orderForm(const OrderIntent& intent, const TradeSpec* spec, bool can_cancel) noexcept;

}  // namespace bw::risk
