// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/engine_config.h"
#include "app/research/commands.h"
#include "app/research_runs.h"
#include "app/version.h"
#include "core/signal/calib/calibration_json.h"

namespace bw::app {
namespace {

void print(const signal::calib::CalibrationResult& result) {
    std::printf("ahead  status             n  n_ind     rho   p(rho)   skill      ece  null 95 %%\n");
    for (const auto& h : result.horizons) {
        const CalibrationHorizon& f = h.file;
        std::printf("%-6d %-15s %5u %6u  %6.3f   %6.4f  %6.4f   %6.4f     %6.4f\n", f.horizon, std::string(calibrationStatusName(f.status)).c_str(),
                    f.n, f.n_ind, f.spearman_corr, f.spearman_p, f.brier_skill, f.ece, f.ece_null95);
        for (const CalibrationBlock& b : f.blocks)
            std::printf("       score %5.1f to %5.1f: %.3f [%.3f, %.3f], n %u\n", b.score_min, b.score_max, b.winrate, b.ci_low, b.ci_high, b.n);
        if (!h.why.empty()) std::printf("       %s\n", h.why.c_str());
    }
}

}  // namespace

int calibrateCommand(const CalibrateCommandOptions& options) {
    const auto config = loadConfig(options.input.common);
    if (!config) return kExitArgs;
    const std::string data_dir = dataDirOf(*config);
    const auto engine_config = researchConfig(options.input, *config, data_dir);
    if (!engine_config) return printError(engine_config.error());
    const auto study = collectStudy(options.input, *engine_config);
    if (!study) return printError(study.error());
    const auto dir = outDir(options.out, "calibration", data_dir);
    if (!dir) return printError(dir.error());
    signal::eval::EvaluateOptions how;
    how.config = evaluateConfigOf(*config);
    how.seed = options.input.seed;
    how.params = widestParams(*engine_config, study->instrument);
    const auto calibrated = signal::calib::calibrate(*study, how);
    if (!calibrated) return printError(calibrated.error());
    const signal::calib::CalibrationResult& result = *calibrated;
    const signal::calib::Origin origin{symbolOf(study->instrument), kVersionLine, nowText(), options.input.seed};
    const std::string file = signal::calib::calibrationJson(result, *study, origin);
    const std::string monotonicity = signal::calib::monotonicityJson(result, *study, origin);
    for (const auto& [name, text] : {std::pair{std::string("divergence_score_calibration.json"), file + "\n"},
                                     std::pair{std::string("monotonicity_report.json"), monotonicity + "\n"},
                                     std::pair{std::string(kResearchReport), "{\"calibration\":" + file + ",\"monotonicity\":" + monotonicity + "}\n"}})
        if (const Status written = writeWhole(*dir + "/" + name, text); !written) return printError(written.error());
    print(result);
    std::printf("%s/divergence_score_calibration.json\n", dir->c_str());
    return result.status == CalibrationStatus::Published ? kExitDone : kExitProblems;
}

}  // namespace bw::app
