// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/signal/eval/evaluator.h"
#include "core/signal/eval/report_json.h"

namespace bw::signal::eval {

/// report.html: the whole evaluation on one page, charts as inline SVG, light or dark as the reader's system is. One
/// file, no script, nothing is loaded.
[[nodiscard]] std::string evaluationHtml(const Study& study, const Evaluation& evaluation, const ReportMeta& meta);

}  // namespace bw::signal::eval
