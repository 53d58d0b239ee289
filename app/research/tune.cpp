// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <fstream>
#include <thread>

#include "app/engine_config.h"
#include "app/research/commands.h"
#include "app/research_runs.h"
#include "app/version.h"
#include "core/ops/grid_file.h"
#include "core/signal/calib/tune_report.h"

namespace bw::app {
namespace {

using namespace signal::calib;

Result<TuneGrid> gridOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{Code::FileOpen, "tune.grid", path + " cannot be opened"};
    const auto read = ops::readGrid(std::string((std::istreambuf_iterator<char>(file)), {}), path);
    if (!read) return read.error();
    TuneGrid grid;
    for (const auto& [name, values] : *read) {
        if (name == "z_hi") grid.z_hi = values;
        else if (name == "z_mid") grid.z_mid = values;
        else {
            grid.swing_L.clear();
            for (const double value : values) grid.swing_L.push_back(static_cast<int>(value));
        }
    }
    return grid;
}

void print(const TuneResult& result) {
    const TuneScope& all = result.global();
    std::printf("%zu cells (%zu parameter sets in %zu buckets), family of %zu tests%s\n", result.cells.size(), result.params.size(),
                kTuneBuckets, result.family_size, result.resumed > 0 ? (", " + std::to_string(result.resumed) + " cells from the checkpoint").c_str() : "");
    std::size_t significant = 0, insufficient = 0;
    for (const TuneCell& cell : result.cells) {
        significant += cell.verdict() == signal::eval::Verdict::Significant;
        insufficient += cell.verdict() == signal::eval::Verdict::Insufficient;
    }
    std::printf("cells: %zu significant, %zu not significant, %zu insufficient\n", significant, result.cells.size() - significant - insufficient, insufficient);
    std::printf("best_global: %s (%s)\n", std::string(globalStatus(result)).c_str(), std::string(signal::eval::verdictName(all.verdict)).c_str());
    for (const std::string& line : tuneAdvice(result)) std::printf("%s\n", line.c_str());
}

}  // namespace

int tuneCommand(const TuneCommandOptions& options) {
    const auto config = loadConfig(options.input.common);
    if (!config) return kExitArgs;
    const std::string data_dir = dataDirOf(*config);
    const auto engine_config = researchConfig(options.input, *config, data_dir);
    if (!engine_config) return printError(engine_config.error());
    TuneOptions how;
    if (!options.grid.empty()) {
        auto grid = gridOf(options.grid);
        if (!grid) return printError(grid.error());
        how.grid = std::move(*grid);
    }
    const auto study = collectStudy(options.input, *engine_config);
    if (!study) return printError(study.error());
    const auto dir = outDir(options.out, "tuning", data_dir);
    if (!dir) return printError(dir.error());
    how.base = engine_config->signals.divergence;
    how.evaluate = evaluateConfigOf(*config);
    how.seed = options.input.seed;
    how.threads = options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    how.code_version = kVersionLine;
    how.checkpoint = *dir + "/checkpoint.jsonl";
    Progress progress("tune");
    how.progress = [&progress](std::size_t done, std::size_t cells) { progress.show(static_cast<double>(done) / static_cast<double>(cells)); };
    const auto result = tune(*study, how);
    if (!result) return printError(result.error());
    const Origin origin{symbolOf(study->instrument), kVersionLine, nowText(), options.input.seed};
    for (const auto& [name, text] : {std::pair{std::string("best_global.yaml"), bestGlobalYaml(*result, *study, origin)},
                                     std::pair{std::string("best_by_bucket.yaml"), bestByBucketYaml(*result, *study, origin)},
                                     std::pair{std::string("summary.csv"), summaryCsv(*result)},
                                     std::pair{std::string("tuning_report.json"), tuningReportJson(*result, *study, origin) + "\n"},
                                     std::pair{std::string(kResearchReport), tuningReportJson(*result, *study, origin) + "\n"},
                                     std::pair{std::string("report.html"), tuningReportHtml(*result, *study, origin)}})
        if (const Status written = writeWhole(*dir + "/" + name, text); !written) return printError(written.error());
    print(*result);
    std::printf("%s/report.html\n", dir->c_str());
    return kExitDone;
}

}  // namespace bw::app
