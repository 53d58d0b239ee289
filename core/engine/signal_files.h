// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/engine/context.h"

namespace bw::engine {

/// Reads config.params_texts and config.calibration_text into the signals' rules and calibration. Codes: ParamsFile,
/// CalibSchema; the configuration is left as it was where one of them is refused.
[[nodiscard]] Status loadSignalTexts(EngineConfig& config);

}  // namespace bw::engine
