// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <simdjson.h>

#include <vector>

#include "core/model/json_writer.h"
#include "core/risk/alerts/alert_engine.h"

namespace bw::engine {

/// The rules in force as a journal keeps them: member "alerts", a list of objects. Reading is the reverse; a recording of
/// before there were alerts has no such member and is replayed without them.
void writeAlertRules(JsonWriter& json, const std::vector<risk::AlertRule>& rules);
[[nodiscard]] std::vector<risk::AlertRule> readAlertRules(simdjson::dom::element root);

}  // namespace bw::engine
