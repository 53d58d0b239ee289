// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/signal/eval/evaluator.h"

namespace bw::signal::eval {

/// What a report says about its making; the clock and the build are the caller's.
struct ReportMeta {
    std::string version = "v1.0";  // of the file's shape
    std::string engine;            // name and version of the program
    std::string created_at;        // ISO 8601, UTC; empty: null
};

/// evaluation.json (signals spec 6). Figures that do not exist are null. Equal content gives equal bytes.
[[nodiscard]] std::string evaluationJson(const Study& study, const Evaluation& evaluation, const ReportMeta& meta);

/// One line an event of the study with a header line: ts = detection, pivot_ts = b, prices as exact decimals, and its label
/// and return at each horizon. `entries`: what the evaluation was made from.
[[nodiscard]] std::string eventsCsv(const Study& study, const std::vector<HorizonEntries>& entries);

/// A price in half units as an exact decimal: price2 = 2 x price.
[[nodiscard]] std::string decimalOfPrice2(std::int64_t price2, int digits);

/// ISO 8601 with milliseconds, UTC: "2024-08-08T09:30:00.250Z".
[[nodiscard]] std::string isoTime(std::int64_t t_ns);

}  // namespace bw::signal::eval
