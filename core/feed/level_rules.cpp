// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/level_rules.h"

#include <algorithm>

#include "core/model/fixed.h"

namespace bw::feed {

bool hasDuplicatePrice(const std::vector<Level>& levels) {
    std::vector<std::int64_t> prices;
    prices.reserve(levels.size());
    for (const Level& level : levels) prices.push_back(level.price.units);
    std::sort(prices.begin(), prices.end());
    return std::adjacent_find(prices.begin(), prices.end()) != prices.end();
}

int decimalsOf(std::string_view step) {
    Decimal d;
    if (parseDecimal(step, d) != Code::Ok || d.mantissa <= 0) return -1;
    return d.exponent >= 0 ? 0 : -d.exponent;
}

}  // namespace bw::feed
