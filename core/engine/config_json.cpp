// SPDX-License-Identifier: GPL-3.0-or-later
#include <simdjson.h>

#include <sstream>

#include "core/engine/context.h"

namespace bw::engine {

std::string EngineConfig::toJson() const {
    std::ostringstream out;
    out.precision(17);
    out << "{\"ofi_weights\":[";
    for (std::size_t k = 0; k < ofi_weights.size(); ++k) out << (k ? "," : "") << ofi_weights[k];
    out << "],\"watermark_ns\":" << watermark_ns << ",\"buffer_len\":" << buffer_len << ",\"resync_max\":" << resync_max
        << ",\"resync_window_ns\":" << resync_window_ns << ",\"levels_max\":" << levels_max << ",\"audit_ns\":" << audit_ns << ",\"starve_ns\":[";
    for (std::size_t k = 0; k < starve_ns.size(); ++k) out << (k ? "," : "") << starve_ns[k];
    out << "],\"mt5_time_zones\":{";
    const char* comma = "";
    for (const auto& [gateway, zone] : mt5_time_zones) {
        out << comma << "\"" << gateway << "\":\"" << zone << "\"";  // names and zones were checked: no quotes in them
        comma = ",";
    }
    out << "},\"price_digits\":" << default_price_digits << ",\"qty_digits\":" << default_qty_digits << "}";
    return out.str();
}

EngineConfig EngineConfig::fromJson(std::string_view json) {
    EngineConfig config;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) return config;
    const auto read = [&](const char* key, auto& out) {
        std::int64_t value = 0;
        if (root[key].get_int64().get(value) == simdjson::SUCCESS) out = static_cast<std::decay_t<decltype(out)>>(value);
    };
    simdjson::dom::array weights;
    if (root["ofi_weights"].get_array().get(weights) == simdjson::SUCCESS && weights.size() == config.ofi_weights.size()) {
        std::size_t k = 0;
        for (const simdjson::dom::element weight : weights) {
            double value = 0;
            if (weight.get_double().get(value) == simdjson::SUCCESS) config.ofi_weights[k] = value;
            ++k;
        }
    }
    simdjson::dom::array starve;
    if (root["starve_ns"].get_array().get(starve) == simdjson::SUCCESS && starve.size() == config.starve_ns.size()) {
        std::size_t k = 0;
        for (const simdjson::dom::element value : starve) {
            std::int64_t ns = 0;
            if (value.get_int64().get(ns) == simdjson::SUCCESS) config.starve_ns[k] = ns;
            ++k;
        }
    }
    read("watermark_ns", config.watermark_ns);
    read("buffer_len", config.buffer_len);
    read("resync_max", config.resync_max);
    read("resync_window_ns", config.resync_window_ns);
    read("levels_max", config.levels_max);
    read("audit_ns", config.audit_ns);
    read("price_digits", config.default_price_digits);
    read("qty_digits", config.default_qty_digits);
    simdjson::dom::object zones;
    if (root["mt5_time_zones"].get_object().get(zones) == simdjson::SUCCESS)
        for (const auto [gateway, value] : zones) {
            std::string_view zone;
            if (value.get_string().get(zone) == simdjson::SUCCESS) config.mt5_time_zones[std::string(gateway)] = zone;
        }
    return config;
}

}  // namespace bw::engine
