// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/engine/context.h"
#include "core/ops/config.h"

namespace bw::app {

/// The engine's part of the configuration. Parameter and calibration files are read from their keys, else from
/// <data_dir>/config where they are there. Codes: CfgConflict, CfgRange, CfgUnknownKey, ParamsFile, CalibSchema, FileOpen.
[[nodiscard]] Result<engine::EngineConfig> engineConfigOf(const ops::Config& config, const std::string& data_dir);
[[nodiscard]] EvaluateConfig evaluateConfigOf(const ops::Config& config);
[[nodiscard]] BacktestConfig backtestConfigOf(const ops::Config& config);

}  // namespace bw::app
