// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <string>

#include "core/model/code.h"
#include "core/risk/latch_view.h"

namespace bw::app {

/// The latch as `kill --status --json` and `GET /api/v1/kill` show it: ours, and beside it the names of MT5-CRS (risk spec
/// 1.11): is_active, activation_time, activation_reason, lock_file, circuit_breaker. `companion`: path of
/// kill_switch.lock. Any thread.
[[nodiscard]] QJsonObject latchJson(const risk::LatchView& view, const std::string& companion);
/// {"ok":false,"code","detail"}.
[[nodiscard]] QJsonObject failureJson(Code code, const std::string& detail);

}  // namespace bw::app
