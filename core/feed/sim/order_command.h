// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/feed/sim/sim_command.h"

namespace bw::sim {

/// `bellwether sim --orders`: an order gateway on its own until Ctrl+C or the given time; the market's MT5 symbols at the
/// prices they start from. Needs no event loop. Returns the exit code: 0 done, 1 failed, 2 bad arguments.
[[nodiscard]] int runOrderSim(const SimCommandOptions& options);

}  // namespace bw::sim
