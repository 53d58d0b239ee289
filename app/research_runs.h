// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/api/engine_api.h"

namespace bw::app {

/// Results of evaluate, tune, calibrate and backtest: one folder a run under <data_dir>/research, its kind the name up to
/// the last '-', its report report.json. Newest first, at most 1,000.
[[nodiscard]] std::vector<api::EngineApi::ResearchRun> listResearch(const std::string& data_dir);
/// Bound 64 MiB. Codes: Args (a name with a folder in it), FileOpen, Size.
[[nodiscard]] Result<std::string> readResearch(const std::string& data_dir, std::string_view name);
/// The folder a run of `kind` that began at `wall` writes to when --out does not say.
[[nodiscard]] std::string researchDir(const std::string& data_dir, std::string_view kind, WallTime wall);

inline constexpr std::string_view kResearchReport = "report.json";

}  // namespace bw::app
