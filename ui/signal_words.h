// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include "core/model/signal.h"

// Words of the signals, translated in the language in force; ledger and reports keep the codes. GUI thread.
namespace bw::ui::texts {

/// Why a value is absent or an event withheld: "warming up"; "" for None.
[[nodiscard]] QString signalReason(Reason reason);
/// The same of a code from a report: "too_close" -> "pivots too close"; an unknown code shows itself.
[[nodiscard]] QString signalReasonFromName(std::string_view name);
/// "strong buy"
[[nodiscard]] QString fusionLevel(FusionLevel level);

}  // namespace bw::ui::texts
