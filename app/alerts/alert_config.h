// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/model/result.h"
#include "core/ops/config.h"
#include "core/risk/alerts/alert_engine.h"

namespace bw::app {

/// The built-in rules with `alerts.rules` laid over them: an entry whose id is known changes the fields it names, another
/// one is added. A bad entry is refused as a whole (E_ALERT_RULE, with its place); what was there before stays.
struct AlertRules {
    std::vector<risk::AlertRule> rules;
    std::vector<Error> refused;
};
[[nodiscard]] AlertRules alertRulesOf(const ops::Config& config);

/// How alerts leave the program.
struct AlertDeliveryConfig {
    std::string url;                 // empty: no webhook. A secret: never logged
    std::string secret;              // of the signature; empty: unsigned
    int volume_pct[4] = {0, 60, 80, 100};  // by AlertSeverity; 0: silent
    bool sound = false;
    std::vector<Error> problems;     // a missing secret file, an address that is none, plain http to another machine
};
/// `has_window`: sounds are wanted. Reads the secret file (at most 4 KiB, one line).
[[nodiscard]] AlertDeliveryConfig alertDeliveryOf(const ops::Config& config, bool has_window);

}  // namespace bw::app
