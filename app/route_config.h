// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/feed/order/route_config.h"
#include "core/model/result.h"
#include "core/ops/config.h"

namespace bw::app {

/// The order routes of the configuration, those that are not enabled too. Reads the key files. Codes of feed::validate,
/// CfgDuplicateKey for two of one name, FileOpen for a key file that is not there, CfgConflict for one that others may read;
/// the detail names the file and never shows a key. Any thread.
[[nodiscard]] Result<std::vector<feed::RouteConfig>> routesOf(const ops::Config& config);

}  // namespace bw::app
