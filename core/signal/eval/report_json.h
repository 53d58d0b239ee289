// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/signal/eval/evaluator.h"

namespace bw::signal::eval {

/// What a report says about its making; the clock and the build are the caller's.
struct ReportMeta {
    std::string engine;      // name and version of the program
    std::string created_at;  // ISO 8601, UTC; empty: null
};

/// evaluation.json (signals spec 6), without a newline at the end. Figures that do not exist are null. Equal content
/// gives equal bytes.
[[nodiscard]] std::string evaluationJson(const Study& study, const Evaluation& evaluation, const ReportMeta& meta);

}  // namespace bw::signal::eval
