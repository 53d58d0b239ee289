// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/level_rules.h"

#include <algorithm>

#include "core/model/fixed.h"

namespace bw::feed {

bool hasDuplicatePrice(const std::vector<Level>& levels) {
    std::vector<std::int64_t> room;
    return hasDuplicatePrice(levels, room);
}

bool hasDuplicatePrice(const std::vector<Level>& levels, std::vector<std::int64_t>& room) {
    bool rising = true, falling = true;
    for (std::size_t i = 1; i < levels.size(); ++i) {
        rising = rising && levels[i - 1].price < levels[i].price;
        falling = falling && levels[i].price < levels[i - 1].price;
    }
    if (rising || falling) return false;
    room.clear();
    for (const Level& level : levels) room.push_back(level.price.units);
    std::sort(room.begin(), room.end());
    return std::adjacent_find(room.begin(), room.end()) != room.end();
}

int decimalsOf(std::string_view step) {
    Decimal d;
    if (parseDecimal(step, d) != Code::Ok || d.mantissa <= 0) return -1;
    return d.exponent >= 0 ? 0 : -d.exponent;
}

}  // namespace bw::feed
