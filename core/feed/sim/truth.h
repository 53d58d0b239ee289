// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/feed/sim/events.h"

namespace bw::sim {
/// One line of truth.jsonl, newline included.
void appendTruthLine(std::string& out, const TruthRecord& record);
}  // namespace bw::sim
