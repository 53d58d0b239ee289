// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/signal/calib/calibration_json.h"
#include "core/signal/calib/tune.h"

// The files of a tuning (signals spec 8). Pure functions: equal results give equal bytes but for created_at.
namespace bw::signal::calib {

/// best_global.yaml: the parameters that won, or the defaults with status default_kept.
[[nodiscard]] std::string bestGlobalYaml(const TuneResult& result, const eval::Study& study, const Origin& origin);
/// best_by_bucket.yaml: leaves by liquidity, session and source, then the twelve full cells. A leaf that is not significant
/// has a status and no parameters: it inherits.
[[nodiscard]] std::string bestByBucketYaml(const TuneResult& result, const eval::Study& study, const Origin& origin);
/// summary.csv: one line a cell; n_ind is that of 10 samples.
[[nodiscard]] std::string summaryCsv(const TuneResult& result);
/// tuning_report.json: every cell with its corrected p, the family, the folds, the scopes, what to do.
[[nodiscard]] std::string tuningReportJson(const TuneResult& result, const eval::Study& study, const Origin& origin);
/// report.html: self-contained, opens offline, no script.
[[nodiscard]] std::string tuningReportHtml(const TuneResult& result, const eval::Study& study, const Origin& origin);

/// Sentences on what the result asks for.
[[nodiscard]] std::vector<std::string> tuneAdvice(const TuneResult& result);
/// "significant", "default_kept"; of a leaf "not_significant", "insufficient".
[[nodiscard]] std::string_view globalStatus(const TuneResult& result) noexcept;

}  // namespace bw::signal::calib
