// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/risk_config.h"

#include <cstdio>

#include "core/risk/limits/limit_table.h"

namespace bw::app {
namespace {

#define BW_FROM_Int(type, member, key, choices) out.member = static_cast<type>(config.integer(key));
#define BW_FROM_Number(type, member, key, choices) out.member = config.number(key);
#define BW_FROM_Bool(type, member, key, choices) out.member = config.flag(key);
#define BW_FROM_Choice(type, member, key, choices) out.member = static_cast<type>(choiceIndex(choices, config.text(key)));
#define BW_FROM(kind, type, member, key, unit, initial, min, max, choices, env, help) BW_FROM_##kind(type, member, key, choices)
void fill(const ops::Config& config, LimitsConfig& out) { BW_LIMIT_KEYS(BW_FROM) }
void fill(const ops::Config& config, BreakerConfig& out) { BW_BREAKER_KEYS(BW_FROM) }
void fill(const ops::Config& config, PaperConfig& out) { BW_PAPER_KEYS(BW_FROM) }
void fill(const ops::Config& config, ExecutionConfig& out) { BW_EXECUTION_KEYS(BW_FROM) }

std::string shown(double value) {
    char room[40];
    std::snprintf(room, sizeof room, "%.15g", value);
    return room;
}

std::string placeOf(const ops::Config& config, std::string_view key) {
    const auto it = config.entries().find(key);
    return it == config.entries().end() ? std::string() : it->second.origin.text();
}

// How a variable of an older program is understood here; "" when it is not the one in force.
std::string reading(const ops::Config& config, std::string_view key, const std::string& meaning) {
    const ops::Config::Entry& entry = config.entries().find(key)->second;
    if (entry.origin.layer != ops::Layer::Environment || entry.origin.source != entry.spec->env) return {};
    return entry.origin.source + "=" + ops::toYaml(entry.value) + " -> " + meaning;
}

void addReadings(const ops::Config& config, const LimitsConfig& limits, std::vector<std::string>& lines) {
    const std::string size = shown(limits.max_position_notional_abs);
    for (std::string line :
         {reading(config, "risk.limits.max_daily_loss_abs", "a day's loss of " + shown(limits.max_daily_loss_abs) + " in account currency"),
          reading(config, "risk.limits.max_orders_per_minute", std::to_string(limits.max_orders_per_minute) + " orders per 60000 ms"),
          reading(config, "risk.limits.max_position_notional_abs",
                  limits.position_unit == PositionUnit::qty ? "a quantity of " + size + " per instrument"
                                                            : "a notional of " + size + " in account currency per instrument")})
        if (!line.empty()) lines.push_back(std::move(line));
}

std::string lineOf(const ops::Config& config, const risk::ConfigFinding& finding) {
    return "'" + std::string(finding.key) + "'" + placeOf(config, finding.key) + " (" + std::string(codeName(finding.code)) + "): " + finding.text;
}

RiskConfig read(const ops::Config& config, std::vector<std::string>& problems, std::vector<std::string>& remarks) {
    RiskConfig out;
    fill(config, out.limits);
    fill(config, out.breaker);
    fill(config, out.paper);
    fill(config, out.execution);
    out.paper_currency = config.text("paper.currency");
    for (const ops::Problem& problem : config.riskProblems()) problems.push_back(problem.line());
    for (const risk::ConfigFinding& finding : risk::repair(out)) {
        if (finding.code == Code::CfgSign)
            remarks.push_back("warning: " + lineOf(config, finding));
        else
            problems.push_back("error: " + lineOf(config, finding));
    }
    addReadings(config, out.limits, remarks);
    if (!problems.empty()) out.problem = problems.front();
    return out;
}

}  // namespace

RiskConfig riskConfigOf(const ops::Config& config, std::vector<std::string>& log_lines) {
    std::vector<std::string> problems, remarks;
    RiskConfig out = read(config, problems, remarks);
    log_lines.insert(log_lines.end(), remarks.begin(), remarks.end());
    for (const std::string& problem : problems)
        log_lines.push_back(std::string(codeName(Code::CfgRiskInvalid)) + ": " + problem + "; live execution is refused");
    return out;
}

ConfigCheck checkConfig(const ops::LoadOptions& options) {
    ConfigCheck out;
    const ops::Loaded loaded = ops::load(options);
    out.config_file = loaded.config_file;
    for (const ops::Problem& problem : loaded.problems) out.problems.push_back(problem.line());
    if (loaded.config) (void)read(*loaded.config, out.problems, out.remarks);
    return out;
}

}  // namespace bw::app
