// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/code.h"
#include "core/model/times.h"
#include "core/model/types.h"
#include "core/risk/latch_file.h"

namespace bw::risk {

enum class StepState : std::uint8_t { Pending, Done, Failed, NotApplicable };
[[nodiscard]] std::string_view stepStateName(StepState state) noexcept;

/// One step of the engage sequence. `ns` is the time since the trip call at which the step ended, -1 while pending.
struct LatchStep {
    std::string_view name;  // a literal
    StepState state = StepState::Pending;
    std::int64_t ns = -1;
    std::string detail;  // "durable (fallback)", an error, a route note
};
enum class StepId : std::uint8_t { Flag, Fence, Durable, Companion, Cancel, Count };
inline constexpr std::size_t kStepCount = static_cast<std::size_t>(StepId::Count);

/// How far a stop is with one way of sending orders (steps 2 and 5 to 8 of risk spec 1.5).
enum class RouteStep : std::uint8_t { Fence, Sent, Acknowledged, Queried, Verified, Count };
inline constexpr std::size_t kRouteStepCount = static_cast<std::size_t>(RouteStep::Count);
[[nodiscard]] std::string_view routeStepName(RouteStep step) noexcept;  // "sent"
struct RouteMark {
    StepState state = StepState::Pending;
    std::int64_t ns = -1;  // since the trip call; -1 while pending
    Code code = Code::Ok;
    std::string detail;
};
struct LatchRoute {
    std::string name;  // "mt5.12345"
    std::array<RouteMark, kRouteStepCount> marks;
    bool green = false;   // verified or none_working: the only good ends
    /// none_working, verified, acknowledged_not_verified, not_acknowledged, refused(CODE), unsupported, unreachable; ""
    /// while the deadlines of the steps still run.
    std::string outcome;
    [[nodiscard]] const RouteMark& mark(RouteStep step) const { return marks[static_cast<std::size_t>(step)]; }
};

/// A copy of the latch for people: plain values, no link back.
struct LatchView {
    LatchState state = LatchState::Halted;
    Code cause = Code::Starting;  // Ok when ACTIVE after a reset or load
    std::string reason, actor;
    std::int64_t since_wall_ns = 0;
    Id128 trip_id;         // none when ACTIVE
    bool durable = false;  // a start from the disk as it is now gives this state
    std::string not_durable_reason;
    std::array<LatchStep, kStepCount> steps{{{"flag", {}, -1, {}},
                                             {"fence", {}, -1, {}},
                                             {"durable", {}, -1, {}},
                                             {"companion", {}, -1, {}},
                                             {"cancel", {}, -1, {}}}};
    std::string latch_path;
    std::vector<std::string> watched_paths;
    bool simulated = false;
    bool armed = false;
    std::uint64_t also_count = 0;  // further triggers since the trip
    std::vector<LatchRoute> routes;  // of a HALTED latch: every route it has to reach
    std::vector<LatchScope> scopes;  // halted or reducing parts, also while the whole is ACTIVE
    Id128 scope_id;                  // what a reset of the scopes alone is typed with; none without scopes
    bool flat = false;               // HALTED, fenced, and no route or all of them green

    [[nodiscard]] LatchStep& step(StepId id) { return steps[static_cast<std::size_t>(id)]; }
    [[nodiscard]] const LatchStep& step(StepId id) const { return steps[static_cast<std::size_t>(id)]; }
};

/// Called on the service thread (the watchdog's) with no lock held; must not block. Each may be empty. The last three come
/// from a Watchdog only.
struct LatchHooks {
    std::function<void(const LatchView&)> on_change{};
    std::function<void(Severity, Code, const std::string&)> on_notice{};
    std::function<void(Code, bool closed)> on_gate{};     // a thread without which no live order may go is late, or back
    std::function<void(std::int64_t ns)> on_paused{};     // the process was away: routes reconcile before orders go
    std::function<void(MonoTime)> on_sample{};            // every sample_ms
};

}  // namespace bw::risk
