// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include "ui/signal_log.h"
#include "ui/theme/theme.h"

namespace bw::ui {

class Hub;

// What the signal views say of one row, in the language in force. GUI thread.

/// "0.53 [0.47–0.59] n 212", "insufficient n 23/200", "not calibrated".
[[nodiscard]] QString probabilityText(const Probability& p);
/// The same as a sentence; says when it is no better than chance.
[[nodiscard]] QString probabilitySentence(const Probability& p, int horizon);
/// The interval includes one half.
[[nodiscard]] bool noBetterThanChance(const Probability& p);

/// "✓ hit", "withheld"; horizon is a place in kHorizonSamples.
[[nodiscard]] QString statusText(const SignalRow& row, std::size_t horizon);
[[nodiscard]] Token statusToken(const SignalRow& row, std::size_t horizon);
/// "✓ hit · open" of all horizons, or why there is none.
[[nodiscard]] QString statusText(const SignalRow& row);
/// Colour of the type: up, down, plain; dimmed unless it was emitted.
[[nodiscard]] Token typeToken(const SignalRow& row);
/// "day · active · FUSION"
[[nodiscard]] QString bucketText(const SignalEvent& event);
/// Reasons in words, joined by commas; what stands in the way of the probability is among them.
[[nodiscard]] QString reasonsText(const SignalRow& row);
/// "3f2a9c01"
[[nodiscard]] QString shortHash(std::uint64_t hash);
/// Half of a doubled price with the decimals of the instrument and the half tick where there is one.
[[nodiscard]] QString price2Text(const api::MarketView& view, std::int64_t price2);
/// "BTC-USDT"
[[nodiscard]] QString symbolText(const Hub& hub, int instrument);
/// "▲ bullish divergence · FUSION · score 71.2 strong"
[[nodiscard]] QString signalSentence(const SignalRow& row);
/// "13 samples and 13.0 s after pivot B"
[[nodiscard]] QString lagText(const SignalEvent& event);

}  // namespace bw::ui
