// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/signal/sample.h"

namespace bw::engine {

/// Which series a line is of.
struct SeriesName {
    std::string_view instrument, sampling;
    int price_digits = 0;
};

// Members of the ledger's lines, in the order of signals spec 4 and 9: times in ns, prices as exact decimals, scores with two
// decimals, z and p with four, null written.
[[nodiscard]] std::string eventLine(const SeriesName& of, const SignalEvent& event);
[[nodiscard]] std::string suppressedLine(const SeriesName& of, const SignalEvent& event, Reason reason);
[[nodiscard]] std::string withheldLine(const SeriesName& of, const signal::WithheldPair& pair);
/// All that the scoreboard needs stands in it.
[[nodiscard]] std::string outcomeLine(const SeriesName& of, const SignalOutcome& outcome, double p0);
[[nodiscard]] std::string fusionLine(const SeriesName& of, const signal::Sample& sample, std::uint64_t reasons);
[[nodiscard]] std::string signalNoticeLine(const SeriesName& of, Code code, std::string_view what, double value, std::int64_t t_ns);

}  // namespace bw::engine
