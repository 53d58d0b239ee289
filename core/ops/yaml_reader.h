// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/ops/assignment.h"

namespace bw::ops {

/// A whole file. The parser's exceptions end here.
[[nodiscard]] LayerText readYaml(std::string_view text, const std::string& file_name);

/// The value of one key in flow form, "[BTCUSDT, ETHUSDT]": for --set and the environment.
[[nodiscard]] LayerText readFlow(const KeyPath& path, const std::string& text, const Origin& origin);

/// The text at a dotted path of venues.yaml; empty if absent.
[[nodiscard]] std::string venueDefault(std::string_view path);

}  // namespace bw::ops
