// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_config.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/alerts/alert_config.h"
#include "app/risk_config.h"
#include "app/route_config.h"
#include "core/engine/signal_files.h"

namespace bw::app {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kFileMax = 4U << 20;

#define BW_FROM_Int(type, member, key, choices) out.member = static_cast<type>(config.integer(key));
#define BW_FROM_Number(type, member, key, choices) out.member = config.number(key);
#define BW_FROM_Bool(type, member, key, choices) out.member = config.flag(key);
#define BW_FROM_Choice(type, member, key, choices) out.member = static_cast<type>(choiceIndex(choices, config.text(key)));
#define BW_FROM(kind, type, member, key, unit, initial, min, max, choices, env, help) BW_FROM_##kind(type, member, key, choices)
void fill(const ops::Config& config, OfiConfig& out) { BW_OFI_KEYS(BW_FROM) }
void fill(const ops::Config& config, CvdConfig& out) { BW_CVD_KEYS(BW_FROM) }
void fill(const ops::Config& config, FusionConfig& out) {
    BW_FUSION_KEYS(BW_FROM)
    if (config.text("fusion.profile") != "conservative") return;
#define BW_CONSERVATIVE(member, key, value) \
    if (config.isDefault(key)) out.member = value;
    BW_FUSION_CONSERVATIVE(BW_CONSERVATIVE)
#undef BW_CONSERVATIVE
}
void fill(const ops::Config& config, DivergenceConfig& out) { BW_DIVERGENCE_KEYS(BW_FROM) }
void fill(const ops::Config& config, ScenarioConfig& out) { BW_SCENARIO_KEYS(BW_FROM) }
void fill(const ops::Config& config, SamplingConfig& out) { BW_SAMPLING_KEYS(BW_FROM) }
void fill(const ops::Config& config, EvaluateConfig& out) { BW_EVALUATE_KEYS(BW_FROM) }
void fill(const ops::Config& config, BacktestConfig& out) { BW_BACKTEST_KEYS(BW_FROM) }

Status addRisk(const ops::Config& config, engine::EngineConfig& out) {
    std::vector<std::string> said;  // at the start of the program, once
    out.risk = riskConfigOf(config, said);
    const auto routes = routesOf(config);
    if (!routes) return routes.error();
    for (const feed::RouteConfig& route : *routes)
        out.routes.push_back({route.name, route.endpoint, route.instruments.empty() ? route.name : route.instruments, route.enabled,
                              route.allow_unverifiable, route.allow_plain, route.pinned});
    return Done{};
}

/// The text of the file a key names, else of the usual one; "" when the usual one is not there.
Result<std::string> textOf(const ops::Config& config, std::string_view key, const std::string& usual) {
    const std::string& named = config.text(key);
    const std::string& path = named.empty() ? usual : named;
    std::error_code error;
    if (named.empty() && !fs::exists(path, error)) return std::string();
    if (fs::file_size(path, error) > kFileMax && !error)
        return Error{Code::Size, key, path + " is larger than 4 MiB; give the file that tune or calibrate wrote"};
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{Code::FileOpen, key, path + " cannot be opened"};
    return std::string((std::istreambuf_iterator<char>(file)), {});
}

Status addSignals(const ops::Config& config, const std::string& data_dir, engine::EngineConfig& out) {
    signal::SignalConfig& s = out.signals;
    const std::vector<double> weights = config.ofiWeights();
    s.weights.fill(0);
    std::copy_n(weights.begin(), std::min(weights.size(), s.weights.size()), s.weights.begin());
    s.samplings = config.list("signals.samplings");
    fill(config, s.ofi);
    fill(config, s.cvd);
    fill(config, s.fusion);
    fill(config, s.divergence);
    fill(config, s.scenario);
    fill(config, s.sampling);
    fill(config, s.evaluate);
    const auto count = static_cast<std::size_t>(config.integer("signals.overrides"));
    for (std::size_t i = 0; i < count; ++i) {
        const std::string element = "signals.overrides[" + std::to_string(i) + "]";
        s.overrides.push_back({config.text(element + ".symbol"), config.text(element + ".key"), config.number(element + ".value")});
    }
    for (const auto& [key, usual] : {std::pair{"signals.params_global", "/config/params/best_global.yaml"},
                                     std::pair{"signals.params_by_bucket", "/config/params/best_by_bucket.yaml"}}) {
        auto text = textOf(config, key, data_dir + usual);
        if (!text) return text.error();
        if (!text->empty()) out.params_texts.push_back(std::move(*text));
    }
    auto calibration = textOf(config, "signals.calibration", data_dir + "/config/calibration/divergence_score_calibration.json");
    if (!calibration) return calibration.error();
    out.calibration_text = std::move(*calibration);
    if (const Status loaded = engine::loadSignalTexts(out); !loaded) return loaded;
    return s.validate();
}

}  // namespace

EvaluateConfig evaluateConfigOf(const ops::Config& config) {
    EvaluateConfig out;
    fill(config, out);
    return out;
}

BacktestConfig backtestConfigOf(const ops::Config& config) {
    BacktestConfig out;
    fill(config, out);
    return out;
}

Result<engine::EngineConfig> engineConfigOf(const ops::Config& config, const std::string& data_dir) {
    engine::EngineConfig out;
    if (const Status signals = addSignals(config, data_dir, out); !signals) return signals.error();
    if (const Status risk = addRisk(config, out); !risk) return risk.error();
    out.watermark_ns = config.integer("feeds.watermark_ms") * kNsPerMs;
    out.buffer_len = static_cast<std::size_t>(config.integer("feeds.book.buffer_len"));
    out.resync_max = static_cast<int>(config.integer("feeds.book.resync_max"));
    out.resync_window_ns = config.integer("feeds.book.resync_window_s") * kNsPerSec;
    out.audit_ns = config.integer("feeds.book.audit_s") * kNsPerSec;
    out.levels_max = static_cast<std::size_t>(config.integer("feeds.book.levels_max"));
    const auto starve = [&](StreamKind kind, const char* name) {
        out.starve_ns[static_cast<std::size_t>(kind)] = config.integer(std::string("feeds.supervise.starve_ms.") + name) * kNsPerMs;
    };
    starve(StreamKind::Book, "book");
    starve(StreamKind::Top, "top");
    starve(StreamKind::Tick, "tick");
    starve(StreamKind::Trade, "trade");
    starve(StreamKind::Kline, "kline");
    starve(StreamKind::Mark, "mark");
    out.alert_rules = alertRulesOf(config).rules;
    for (const ops::Mt5Gateway& gateway : config.mt5Gateways()) out.mt5_time_zones[gateway.name] = gateway.time_zone;
    return out;
}

}  // namespace bw::app
