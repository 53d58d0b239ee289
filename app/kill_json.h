// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <cstdint>
#include <string>

#include "core/model/code.h"
#include "core/risk/latch_view.h"

namespace bw::app {

/// What stands beside the latch in its status.
struct KillFacts {
    std::string companion;         // path of kill_switch.lock
    std::string drills;            // path of drills.jsonl; "": none
    std::uint32_t fail_count = 0;  // consecutive failed gateway heartbeats
};

/// The latch as `kill --status --json` and `GET /api/v1/kill` show it: ours, and beside it the names of MT5-CRS (risk spec
/// 1.11): status SAFE or ENGAGED, fail_count, is_active, activation_time, activation_reason, lock_file, circuit_breaker;
/// last_drill when there was one. Reads the history of drills. Any thread.
[[nodiscard]] QJsonObject latchJson(const risk::LatchView& view, const KillFacts& facts);
/// {"ok":false,"code","detail"}.
[[nodiscard]] QJsonObject failureJson(Code code, const std::string& detail);

}  // namespace bw::app
