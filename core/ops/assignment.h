// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ops/config.h"

namespace bw::ops {

/// "key = value" as one layer says it, before layers are merged. For a MapList the value is the number of elements and
/// the assignment empties the list first; the fields of the elements follow.
struct Assignment {
    std::string key;  // "feeds.mt5[0].name"
    const KeySpec* spec = nullptr;
    Value value;
    Origin origin;
};

/// What a layer yields: as many assignments as are good, and every problem found on the way.
struct LayerText {
    std::vector<Assignment> assignments;
    std::vector<Problem> problems;
};

struct KeyPath {
    std::string key;      // with indices: "feeds.mt5[0].ticks"
    std::string pattern;  // with "[]": "feeds.mt5[].ticks"
    const KeySpec* spec = nullptr;
};

/// Longest list of maps; an index past the end of the list is a problem, not a hole.
inline constexpr std::size_t kMapListMax = 64;

/// Quotes foreign text for a message: 40 bytes at most, control characters as '?'.
[[nodiscard]] std::string quoteForeign(std::string_view text);
[[nodiscard]] Problem unknownKey(std::string_view section_pattern, std::string_view path, std::string_view segment,
                                 const Origin& origin);
/// A problem with the value of a key; `error.detail` says what was expected.
[[nodiscard]] Problem badValue(std::string_view key, std::string_view text, const Error& error, const Origin& origin);

/// config_sources.cpp: the environment and --set.
[[nodiscard]] LayerText readEnvironment(const std::vector<std::pair<std::string, std::string>>& environment);
[[nodiscard]] LayerText readSets(const std::vector<std::string>& sets);

}  // namespace bw::ops
