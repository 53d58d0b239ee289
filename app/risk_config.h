// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/model/risk_keys.h"
#include "core/ops/config.h"

namespace bw::app {

/// Limits, breakers, paper broker and execution as configured, made safe: what cannot be used keeps what stood below it,
/// `problem` then says why live execution is refused. `log_lines` gets how each variable was read
/// ("RISK_MAX_ORDER_RATE=100 -> 100 orders per 60000 ms"), each CFG_SIGN and each CFG_RISK_INVALID.
[[nodiscard]] RiskConfig riskConfigOf(const ops::Config& config, std::vector<std::string>& log_lines);

/// Everything that is wrong with a configuration, one line each with its place, and what is only remarkable.
struct ConfigCheck {
    std::vector<std::string> problems, remarks;
    std::string config_file;  // "" if there was none
};
[[nodiscard]] ConfigCheck checkConfig(const ops::LoadOptions& options);

}  // namespace bw::app
