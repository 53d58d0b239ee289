// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/signal/eval/evaluator.h"

namespace bw::signal::eval {

/// events.csv: a header and one line an event of the study: ts = detection, pivot_ts = b, prices as exact decimals, and
/// its label and return at each horizon (empty: none).
[[nodiscard]] std::string eventsCsv(const Study& study, const Evaluation& evaluation);

/// A price in half units as an exact decimal: price2 = 2 x price.
[[nodiscard]] std::string decimalOfPrice2(std::int64_t price2, int digits);

/// ISO 8601 with milliseconds, UTC: "2024-08-08T09:30:00.250Z".
[[nodiscard]] std::string isoTime(std::int64_t t_ns);

}  // namespace bw::signal::eval
