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
/// ▲ bull, ▼ bear, hidden ones in outline, ◇ conflict, ◦ without a side.
[[nodiscard]] QString signalGlyph(SignalType type);
/// "bull", "hidden bull", "conflict"; for a table beside the glyph.
[[nodiscard]] QString signalTypeShort(SignalType type);
/// "bullish divergence": for sentences.
[[nodiscard]] QString signalType(SignalType type);
/// "OFI": an id, the same in every language.
[[nodiscard]] QString channelId(Channel channel);
/// "order flow imbalance (OFI)"
[[nodiscard]] QString channelText(Channel channel);
[[nodiscard]] QString grade(Grade grade);             // "strong"; "" below the least grade
[[nodiscard]] QString outcomeLabel(OutcomeLabel label);  // "hit"
[[nodiscard]] QString scenario(Scenario scenario);    // "active, high volatility"; "" for None
[[nodiscard]] QString liquidity(Liquidity liquidity);  // "active"; "" for None
[[nodiscard]] QString session(Session session);        // "London"
[[nodiscard]] QString daySession(DaySession session);  // "day"

}  // namespace bw::ui::texts
