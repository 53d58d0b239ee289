// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/price_collar.h"

#include "core/risk/limits/money.h"

namespace bw::risk {

bool insideCollar(const OrderIntent& intent, std::optional<Price> bid, std::optional<Price> ask,
                  std::int64_t collar_bp) noexcept {
    if (intent.type != OrderType::Limit || !intent.price) return true;
    const Wide price = Wide{intent.price->units} * 10'000;
    if (intent.side == OrderSide::Buy) return ask && price <= Wide{ask->units} * (10'000 + collar_bp);
    return bid && price >= Wide{bid->units} * (10'000 - collar_bp);
}

}  // namespace bw::risk
