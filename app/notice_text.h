// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/api/views.h"

namespace bw::app {
/// A notice as one line for the log file: English, with codes as they are.
[[nodiscard]] std::string noticeText(const api::Notice& notice, std::string_view instrument);
}  // namespace bw::app
