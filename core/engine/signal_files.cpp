// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/signal_files.h"

#include "core/ops/calibration_file.h"
#include "core/ops/params_file.h"

namespace bw::engine {

Status loadSignalTexts(EngineConfig& config) {
    std::vector<ParamRule> rules;
    for (const std::string& text : config.params_texts) {
        auto read = ops::readParams(text, "parameters");
        if (!read) return read.error();
        rules.insert(rules.end(), read->begin(), read->end());
    }
    std::shared_ptr<const signal::Calibration> calibration;
    if (!config.calibration_text.empty()) {
        auto read = ops::readCalibration(config.calibration_text);
        if (!read) return read.error();
        calibration = std::make_shared<const signal::Calibration>(std::move(*read));
    }
    config.signals.rules = std::move(rules);
    config.signals.calibration = std::move(calibration);
    return Done{};
}

}  // namespace bw::engine
