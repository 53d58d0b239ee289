// SPDX-License-Identifier: GPL-3.0-or-later
// Small rules that every venue's decoder applies alike. Any thread.
#pragma once
#include <string_view>
#include <vector>

#include "core/model/types.h"

namespace bw::feed {

inline constexpr std::size_t kLevelsMax = 20'000;  // of one message, feeds spec 1.3

/// True when one price stands twice on a side; only asked when the levels are not sorted, which venues never do.
[[nodiscard]] bool hasDuplicatePrice(const std::vector<Level>& levels);
/// The same for levels in any order; sorted ones cost one pass, and `room` keeps its memory between calls.
[[nodiscard]] bool hasDuplicatePrice(const std::vector<Level>& levels, std::vector<std::int64_t>& room);

/// Decimals of a tick or step as a catalogue writes it: "0.00100000" gives 3, "10" gives 0; -1 when unreadable or not
/// above zero.
[[nodiscard]] int decimalsOf(std::string_view step);

}  // namespace bw::feed
