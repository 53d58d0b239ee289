// SPDX-License-Identifier: GPL-3.0-or-later
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "core/engine/alert_rules_json.h"
#include "core/engine/context.h"
#include "core/engine/signal_files.h"
#include "core/model/json_writer.h"

namespace bw::engine {
namespace {

/// Shortest text that reads back the same.
void shortest(JsonWriter& json, std::string_view name, double value) {
    char room[64];
    const auto [end, problem] = std::to_chars(room, room + sizeof room, value);
    static_cast<void>(problem);  // 64 characters hold every double
    json.raw(name, {room, static_cast<std::size_t>(end - room)});
}

#define BW_WRITE_Int(member, key, choices) json.integer(key, c.member);
#define BW_WRITE_Number(member, key, choices) shortest(json, key, c.member);
#define BW_WRITE_Bool(member, key, choices) json.flag(key, c.member);
#define BW_WRITE_Choice(member, key, choices) json.str(key, choiceAt(choices, static_cast<int>(c.member)));
#define BW_WRITE(kind, type, member, key, unit, initial, min, max, choices, env, help) BW_WRITE_##kind(member, key, choices)
void write(JsonWriter& json, const OfiConfig& c) { BW_OFI_KEYS(BW_WRITE) }
void write(JsonWriter& json, const CvdConfig& c) { BW_CVD_KEYS(BW_WRITE) }
void write(JsonWriter& json, const FusionConfig& c) { BW_FUSION_KEYS(BW_WRITE) }
void write(JsonWriter& json, const DivergenceConfig& c) { BW_DIVERGENCE_KEYS(BW_WRITE) }
void write(JsonWriter& json, const ScenarioConfig& c) { BW_SCENARIO_KEYS(BW_WRITE) }
void write(JsonWriter& json, const SamplingConfig& c) { BW_SAMPLING_KEYS(BW_WRITE) }
void write(JsonWriter& json, const EvaluateConfig& c) { BW_EVALUATE_KEYS(BW_WRITE) }
void write(JsonWriter& json, const RiskConfig& risk) {
    const auto group = [&json](const char* name, auto&& body) {
        json.open(name);
        body();
        json.close();
    };
    group("limits", [&] {
        const LimitsConfig& c = risk.limits;
        BW_LIMIT_KEYS(BW_WRITE)
    });
    group("breaker", [&] {
        const BreakerConfig& c = risk.breaker;
        BW_BREAKER_KEYS(BW_WRITE)
    });
    group("paper", [&] {
        const PaperConfig& c = risk.paper;
        BW_PAPER_KEYS(BW_WRITE)
    });
    group("execution", [&] {
        const ExecutionConfig& c = risk.execution;
        BW_EXECUTION_KEYS(BW_WRITE)
    });
    json.str("paper_currency", risk.paper_currency).str("problem", risk.problem);
}

using simdjson::dom::element;
using simdjson::dom::object;
#define BW_READ_Int(type, member, key, choices) \
    if (std::int64_t v = 0; keys[key].get_int64().get(v) == simdjson::SUCCESS) c.member = static_cast<type>(v);
#define BW_READ_Number(type, member, key, choices) \
    if (double v = 0; keys[key].get_double().get(v) == simdjson::SUCCESS) c.member = v;
#define BW_READ_Bool(type, member, key, choices) \
    if (bool v = false; keys[key].get_bool().get(v) == simdjson::SUCCESS) c.member = v;
#define BW_READ_Choice(type, member, key, choices)                                                        \
    if (std::string_view v; keys[key].get_string().get(v) == simdjson::SUCCESS && choiceIndex(choices, v) >= 0) \
        c.member = static_cast<type>(choiceIndex(choices, v));
#define BW_READ(kind, type, member, key, unit, initial, min, max, choices, env, help) BW_READ_##kind(type, member, key, choices)
void read(const object& keys, OfiConfig& c) { BW_OFI_KEYS(BW_READ) }
void read(const object& keys, CvdConfig& c) { BW_CVD_KEYS(BW_READ) }
void read(const object& keys, FusionConfig& c) { BW_FUSION_KEYS(BW_READ) }
void read(const object& keys, DivergenceConfig& c) { BW_DIVERGENCE_KEYS(BW_READ) }
void read(const object& keys, ScenarioConfig& c) { BW_SCENARIO_KEYS(BW_READ) }
void read(const object& keys, SamplingConfig& c) { BW_SAMPLING_KEYS(BW_READ) }
void read(const object& keys, EvaluateConfig& c) { BW_EVALUATE_KEYS(BW_READ) }
void read(const object& keys, LimitsConfig& c) { BW_LIMIT_KEYS(BW_READ) }
void read(const object& keys, BreakerConfig& c) { BW_BREAKER_KEYS(BW_READ) }
void read(const object& keys, PaperConfig& c) { BW_PAPER_KEYS(BW_READ) }
void read(const object& keys, ExecutionConfig& c) { BW_EXECUTION_KEYS(BW_READ) }

void readText(const object& keys, const char* key, std::string& out) {
    if (std::string_view text; keys[key].get_string().get(text) == simdjson::SUCCESS) out = text;
}
void readFlag(const object& keys, const char* key, bool& out) {
    if (bool flag = false; keys[key].get_bool().get(flag) == simdjson::SUCCESS) out = flag;
}

void writeRoutes(JsonWriter& json, const std::vector<RouteSetting>& routes) {
    json.openList("routes");
    for (const RouteSetting& route : routes)
        json.open()
            .str("name", route.name)
            .str("endpoint", route.endpoint)
            .str("instruments", route.instruments)
            .flag("enabled", route.enabled)
            .flag("allow_unverifiable", route.allow_unverifiable)
            .flag("allow_plain", route.allow_plain)
            .integer("pinned", static_cast<int>(route.pinned))
            .close();
    json.closeList();
}

void readRisk(const element& root, EngineConfig& config) {
    object risk;
    if (root["risk"].get_object().get(risk) == simdjson::SUCCESS) {
        const auto group = [&risk](const char* name, auto& out) {
            if (object keys; risk[name].get_object().get(keys) == simdjson::SUCCESS) read(keys, out);
        };
        group("limits", config.risk.limits);
        group("breaker", config.risk.breaker);
        group("paper", config.risk.paper);
        group("execution", config.risk.execution);
        readText(risk, "paper_currency", config.risk.paper_currency);
        readText(risk, "problem", config.risk.problem);
    }
    simdjson::dom::array routes;
    if (root["routes"].get_array().get(routes) != simdjson::SUCCESS) return;
    for (const element one : routes) {
        object keys;
        if (one.get_object().get(keys) != simdjson::SUCCESS) continue;
        RouteSetting route;
        readText(keys, "name", route.name);
        readText(keys, "endpoint", route.endpoint);
        readText(keys, "instruments", route.instruments);
        readFlag(keys, "enabled", route.enabled);
        readFlag(keys, "allow_unverifiable", route.allow_unverifiable);
        readFlag(keys, "allow_plain", route.allow_plain);
        if (std::int64_t pinned = 0; keys["pinned"].get_int64().get(pinned) == simdjson::SUCCESS)
            route.pinned = static_cast<Dialect>(std::clamp<std::int64_t>(pinned, 0, static_cast<int>(Dialect::V6)));
        config.routes.push_back(std::move(route));
    }
}

void writeSignals(JsonWriter& json, const EngineConfig& config) {
    const signal::SignalConfig& s = config.signals;
    json.openList("ofi_weights");
    for (const double weight : s.weights) shortest(json, {}, weight);
    json.closeList().openList("samplings");
    for (const std::string& name : s.samplings) json.str({}, name);
    json.closeList().open("signals");
    write(json, s.ofi);
    write(json, s.cvd);
    write(json, s.fusion);
    write(json, s.divergence);
    write(json, s.scenario);
    write(json, s.sampling);
    write(json, s.evaluate);
    json.close().openList("overrides");
    for (const signal::SymbolOverride& one : s.overrides) {
        json.openList().str({}, one.symbol).str({}, one.key);
        shortest(json, {}, one.value);
        json.closeList();
    }
    json.closeList().integer("primaries", s.primaries).openList("params");
    for (const std::string& text : config.params_texts) json.str({}, text);
    json.closeList().str("calibration", config.calibration_text);
}

void readSignals(const element& root, EngineConfig& config) {
    signal::SignalConfig& s = config.signals;
    simdjson::dom::array list;
    if (root["ofi_weights"].get_array().get(list) == simdjson::SUCCESS && list.size() == s.weights.size()) {
        std::size_t k = 0;
        for (const element weight : list) {
            double value = 0;
            if (weight.get_double().get(value) == simdjson::SUCCESS) s.weights[k] = value;
            ++k;
        }
    }
    // A journal of before the signals had settings: it is replayed as it was recorded, without them.
    s.samplings.clear();
    if (root["samplings"].get_array().get(list) == simdjson::SUCCESS)
        for (const element name : list)
            if (std::string_view text; name.get_string().get(text) == simdjson::SUCCESS) s.samplings.emplace_back(text);
    if (object keys; root["signals"].get_object().get(keys) == simdjson::SUCCESS) {
        read(keys, s.ofi);
        read(keys, s.cvd);
        read(keys, s.fusion);
        read(keys, s.divergence);
        read(keys, s.scenario);
        read(keys, s.sampling);
        read(keys, s.evaluate);
    }
    if (root["overrides"].get_array().get(list) == simdjson::SUCCESS)
        for (const element row : list) {
            simdjson::dom::array cells;
            std::string_view symbol, key;
            double value = 0;
            if (row.get_array().get(cells) == simdjson::SUCCESS && cells.at(0).get_string().get(symbol) == simdjson::SUCCESS &&
                cells.at(1).get_string().get(key) == simdjson::SUCCESS && cells.at(2).get_double().get(value) == simdjson::SUCCESS)
                s.overrides.push_back({std::string(symbol), std::string(key), value});
        }
    if (std::int64_t bits = 0; root["primaries"].get_int64().get(bits) == simdjson::SUCCESS) s.primaries = static_cast<unsigned>(bits);
    if (root["params"].get_array().get(list) == simdjson::SUCCESS)
        for (const element item : list)
            if (std::string_view text; item.get_string().get(text) == simdjson::SUCCESS) config.params_texts.emplace_back(text);
    if (std::string_view text; root["calibration"].get_string().get(text) == simdjson::SUCCESS) config.calibration_text = text;
    static_cast<void>(loadSignalTexts(config));  // they were whole when they were recorded
}

}  // namespace

std::string EngineConfig::toJson() const {
    JsonWriter json;
    json.open();
    writeSignals(json, *this);
    json.integer("watermark_ns", watermark_ns).num("buffer_len", buffer_len).integer("resync_max", resync_max);
    json.integer("resync_window_ns", resync_window_ns).num("levels_max", levels_max).integer("audit_ns", audit_ns);
    json.openList("starve_ns");
    for (const std::int64_t ns : starve_ns) json.integer({}, ns);
    json.closeList().open("mt5_time_zones");
    for (const auto& [gateway, zone] : mt5_time_zones) json.str(gateway, zone);
    json.close().open("risk");
    write(json, risk);
    json.close();
    writeRoutes(json, routes);
    writeAlertRules(json, alert_rules);
    json.integer("price_digits", default_price_digits).integer("qty_digits", default_qty_digits).close();
    return json.take();
}

EngineConfig EngineConfig::fromJson(std::string_view json) {
    EngineConfig config;
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) return config;
    const auto read = [&](const char* key, auto& out) {
        std::int64_t value = 0;
        if (root[key].get_int64().get(value) == simdjson::SUCCESS) out = static_cast<std::decay_t<decltype(out)>>(value);
    };
    readSignals(root, config);
    readRisk(root, config);
    config.alert_rules = readAlertRules(root);
    simdjson::dom::array starve;
    if (root["starve_ns"].get_array().get(starve) == simdjson::SUCCESS && starve.size() == config.starve_ns.size()) {
        std::size_t k = 0;
        for (const element value : starve) {
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
    object zones;
    if (root["mt5_time_zones"].get_object().get(zones) == simdjson::SUCCESS)
        for (const auto [gateway, value] : zones) {
            std::string_view zone;
            if (value.get_string().get(zone) == simdjson::SUCCESS) config.mt5_time_zones[std::string(gateway)] = zone;
        }
    return config;
}

}  // namespace bw::engine
