// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/api/engine_api.h"

namespace bw::app {
/// The source chosen last, as a small JSON document.
[[nodiscard]] std::string sourceToJson(const api::SourceChoice& choice);
/// nullopt when it cannot be understood.
[[nodiscard]] std::optional<api::SourceChoice> sourceFromJson(std::string_view json);
}  // namespace bw::app
