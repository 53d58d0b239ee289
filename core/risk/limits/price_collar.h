// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "core/model/order.h"

namespace bw::risk {

/// L14: a limit price at most `collar_bp` through the opposite touch: buy <= ask (1 + c), sell >= bid (1 - c). Without that
/// touch a limit price is outside. Market orders have no price; a stop's trigger lies beyond the touch by nature and is
/// not tested here. Prices in units of one instrument.
[[nodiscard]] bool insideCollar(const OrderIntent& intent, std::optional<Price> bid, std::optional<Price> ask,
                                std::int64_t collar_bp) noexcept;

}  // namespace bw::risk
