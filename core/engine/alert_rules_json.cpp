// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/alert_rules_json.h"

#include <algorithm>

#include "core/risk/alerts/alert_text.h"

namespace bw::engine {

using simdjson::dom::element;

void writeAlertRules(JsonWriter& json, const std::vector<risk::AlertRule>& rules) {
    json.openList("alerts");
    for (const risk::AlertRule& rule : rules) {
        json.open().str("id", rule.id).str("metric", rule.metric).open("labels");
        for (const auto& [key, value] : rule.labels) json.str(key, value);
        json.close().str("op", risk::opName(rule.op)).raw("threshold", risk::numberText(rule.threshold));
        json.integer("for_ms", rule.for_ms).integer("clear_ms", rule.clear_ms).integer("severity", static_cast<int>(rule.severity));
        json.num("min_n", rule.min_n).str("type", rule.type).flag("stays_visible", rule.stays_visible).close();
    }
    json.closeList();
}

std::vector<risk::AlertRule> readAlertRules(element root) {
    std::vector<risk::AlertRule> rules;
    simdjson::dom::array list;
    if (root["alerts"].get_array().get(list) != simdjson::SUCCESS) return rules;
    for (const element one : list) {
        risk::AlertRule rule;
        const auto text = [&one](const char* key) {
            std::string_view value;
            return one[key].get_string().get(value) == simdjson::SUCCESS ? value : std::string_view{};
        };
        const auto integer = [&one](const char* key, std::int64_t otherwise) {
            std::int64_t value = 0;
            return one[key].get_int64().get(value) == simdjson::SUCCESS ? value : otherwise;
        };
        rule.id = text("id");
        rule.metric = text("metric");
        rule.type = text("type");
        if (rule.id.empty() || rule.metric.empty() || !risk::opFromName(text("op"), rule.op)) continue;
        if (one["threshold"].get_double().get(rule.threshold) != simdjson::SUCCESS) continue;
        rule.for_ms = integer("for_ms", 0);
        rule.clear_ms = integer("clear_ms", rule.clear_ms);
        rule.severity = static_cast<AlertSeverity>(std::clamp<std::int64_t>(integer("severity", 1), 0, static_cast<int>(AlertSeverity::Critical)));
        rule.min_n = static_cast<std::uint64_t>(std::max<std::int64_t>(integer("min_n", 0), 0));
        if (one["stays_visible"].get_bool().get(rule.stays_visible) != simdjson::SUCCESS) rule.stays_visible = false;
        if (simdjson::dom::object labels; one["labels"].get_object().get(labels) == simdjson::SUCCESS)
            for (const auto& [key, value] : labels)
                if (std::string_view word; value.get_string().get(word) == simdjson::SUCCESS) rule.labels.emplace(key, word);
        rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace bw::engine
