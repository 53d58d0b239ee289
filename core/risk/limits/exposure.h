// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <span>

#include "core/risk/limits/gate.h"
#include "core/risk/limits/limit_table.h"

namespace bw::risk {

/// What an order would lead to at worst (risk spec 2.3): position + all same-side working and UNKNOWN orders + this one.
struct WorstCase {
    std::optional<Money> order;      // notional of this order alone; absent: does not fit, or no price
    Wide qty = 0;                    // of the instrument, in units of its quantity
    std::optional<Money> symbol;     // notional of that; absent as above
    Wide total = 0, group = 0, sector = 0;  // gross, this instrument included; valid with `symbol`
    int open_positions = 0, positions_of_instrument = 0;
};
/// `facts.spec` must be there.
[[nodiscard]] WorstCase worstCase(const OrderIntent& intent, const GateFacts& facts);

/// The worse of the order's own price and the mid (rounded up): what makes the notional larger.
[[nodiscard]] std::optional<Price> worsePrice(const OrderIntent& intent, std::optional<Price> bid, std::optional<Price> ask) noexcept;

struct Finding {
    Code code = Code::Ok;
    std::string detail;
};
/// L09.
[[nodiscard]] Finding orderSize(const WorstCase& worst, const LimitTable& table);
/// L10, L08, L07.
[[nodiscard]] Finding positionSize(const WorstCase& worst, const OrderIntent& intent, const GateFacts& facts, const LimitTable& table);
/// L11, L12, L13. `equity` absent: nothing fits.
[[nodiscard]] Finding accountExposure(const WorstCase& worst, std::optional<Money> equity, std::optional<Money> margin_used,
                                      const LimitTable& table);

/// L11 and L12 by themselves, for the view: gross * 10^4 > bp * equity.
[[nodiscard]] bool overShare(Wide gross, std::int64_t limit_bp, Money equity) noexcept;

}  // namespace bw::risk
