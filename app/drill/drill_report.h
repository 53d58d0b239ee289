// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/engine_api.h"
#include "core/model/order.h"
#include "core/risk/latch_fs.h"

namespace bw::app {

using DrillReport = api::EngineApi::DrillReport;
using DrillStep = api::EngineApi::DrillStep;

/// The steps of a drill and what each may take (risk spec 1.5), once. `tail`: the budget is one of the 99th percentile,
/// which 100 samples show; with fewer the 95th stands for it. The others are for every single round.
struct DrillBudget {
    std::string_view name;
    double budget_ms;
    bool tail, disk;
};
enum class DrillStepId : std::uint8_t { Flag, Fence, Durable, Companion, Cancel, Acknowledged, Queried, Verified };
inline constexpr std::array<DrillBudget, 8> kDrillBudgets{{
    {"flag", 0.010, true, false},          // the call itself
    {"fence", 20, false, false},           // since the trip
    {"durable", 10, true, true},           // after the fence
    {"companion", 50, false, true},        // after durable
    {"cancel sent", 5, false, false},      // after durable, or after 50 ms without it
    {"acknowledged", 2'000, false, false}, // after the cancel was sent
    {"queried", 2'000, false, false},      // after it was acknowledged
    {"verified", 5'000, false, false},     // since the trip
}};

/// One stop as it was measured. A step below 0 never came.
struct DrillRound {
    std::array<double, kDrillBudgets.size()> ms{-1, -1, -1, -1, -1, -1, -1, -1};
    std::uint64_t opens_after_fence = 0;
    bool verified = false;
    double& operator[](DrillStepId step) { return ms[static_cast<std::size_t>(step)]; }
};

/// Percentiles are samples (nearest rank). Fails with DrillSlowDisk when only files were too slow, step 3 among them, else
/// with DrillFailed: an order after the fence, a round not verified, a step missing or too slow, no round at all.
[[nodiscard]] DrillReport judgeDrill(const std::vector<DrillRound>& rounds, int orders, double load_msgs_per_s, WallTime started);
/// What its budget is held against.
[[nodiscard]] double judgedMs(const DrillStep& step);
/// "step 3 durable 101.200 ms, at most 10 ms and …": what failed; empty when it passed.
[[nodiscard]] std::string drillProblem(const DrillReport& report);

/// One line of JSON, and back. errors: JsonSyntax, FieldMissing
[[nodiscard]] std::string drillToJson(const DrillReport& report);
[[nodiscard]] Result<DrillReport> drillFromJson(std::string_view line);

inline constexpr std::size_t kDrillsMax = 400;
struct DrillHistory {
    std::vector<DrillReport> reports;  // newest first
    std::size_t unreadable = 0;        // lines that were no report
};
/// drills.jsonl, oldest line first; a missing file is an empty history. Any thread. errors: FileOpen
[[nodiscard]] Result<DrillHistory> loadDrills(risk::LatchFs& fs, const std::string& path);
/// Adds one, keeps the newest 400, replaces the file whole: written, synced, read back, renamed. errors: FileOpen, FileWrite
[[nodiscard]] Status addDrill(risk::LatchFs& fs, const std::string& path, const DrillReport& report);
/// No good drill within 24 h while orders are possible.
[[nodiscard]] bool drillOverdue(const std::vector<DrillReport>& history, WallTime now, ExecutionMode mode);

}  // namespace bw::app
