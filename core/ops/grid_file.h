// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"

namespace bw::ops {

/// A tuning grid in YAML: names, each with a list of numbers. `where` names the text in errors. Code: ParamsFile with the line.
[[nodiscard]] Result<std::map<std::string, std::vector<double>>> readGrid(std::string_view text, std::string_view where);

}  // namespace bw::ops
