// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/model/order.h"
#include "core/risk/latch_file.h"
#include "core/risk/lock_paths.h"

namespace bw::risk {

struct StartFacts {
    ExecutionMode mode = ExecutionMode::Off;
    bool has_journal = false;  // any journal segment: then this is no first run
    bool simulated = false;
};

/// What the table of risk spec 1.3 says about the disk as it is.
struct StartFinding {
    LatchState state = LatchState::Halted;
    Code cause = Code::Starting;  // Ok when ACTIVE from a good file
    std::string detail;           // which file, which check
    bool first_run = false;       // nothing there yet: instance.json and the latch file are to be made
    LatchImage image;             // what was found at the latch path
    std::optional<Instance> instance;
};

/// Tests the rows in order; the first match wins. Makes the directories and a probe file in them, nothing else. Any
/// thread.
[[nodiscard]] StartFinding evaluateStart(LatchFs& fs, const LatchPaths& paths, const StartFacts& facts);

}  // namespace bw::risk
