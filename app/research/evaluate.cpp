// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>

#include "app/engine_config.h"
#include "app/research/commands.h"
#include "app/research_runs.h"
#include "app/version.h"
#include "core/engine/verify_ledger.h"
#include "core/signal/eval/evaluator.h"
#include "core/signal/eval/report_csv.h"
#include "core/signal/eval/report_html.h"
#include "core/signal/eval/report_json.h"

namespace bw::app {
namespace {

using namespace signal::eval;

std::string figure(double value, int decimals) {
    if (!std::isfinite(value)) return "-";
    char room[64];
    std::snprintf(room, sizeof room, "%.*f", decimals, value);
    return room;
}

void printHorizon(const HorizonResult& h) {
    const Figures& f = h.test;
    std::printf("%-6s %6llu %6llu  %7s %7s [%s, %s]  %6s  %7s %7s %8s  %6s %7s %7s  %8s %8s  %s%s\n", h.horizon.name().c_str(),
                static_cast<unsigned long long>(f.n), static_cast<unsigned long long>(f.n_ind), figure(f.acc_strict, 3).c_str(),
                figure(f.acc_ex_ties, 3).c_str(), figure(f.wilson.lo, 3).c_str(), figure(f.wilson.hi, 3).c_str(), figure(f.p0, 3).c_str(),
                figure(f.control.acc_ex_ties, 3).c_str(), figure(f.p_binom, 4).c_str(), figure(f.control.p, 4).c_str(),
                figure(f.rho, 3).c_str(), figure(f.rho_p, 4).c_str(), figure(f.q, 4).c_str(), figure(f.gross_bps, 3).c_str(),
                figure(f.net_bps, 3).c_str(), std::string(verdictName(f.verdict)).c_str(), f.covers_cost ? ", covers cost" : "");
}

void print(const Study& study, const Evaluation& e) {
    std::printf("%s, %s samples: %zu samples in %d segments, %.1f h covered, %llu gaps\n", study.instrument.c_str(), study.sampling.c_str(),
                study.samples.size(), study.segments, study.covered_s / 3600, static_cast<unsigned long long>(study.gaps));
    std::printf("%llu candidates, %llu emitted (%llu directional, %llu conflicts), %llu pairs withheld by gaps, family of %zu tests\n\n",
                static_cast<unsigned long long>(study.candidates), static_cast<unsigned long long>(e.emitted),
                static_cast<unsigned long long>(e.directional), static_cast<unsigned long long>(e.conflicts),
                static_cast<unsigned long long>(study.withheld_by_gap), e.family_size);
    std::printf("ahead       n  n_ind   strict ex_ties   95 %% interval      p0  control p_binom p_control     rho   rho_p       q     gross      net  verdict\n");
    for (const HorizonResult& h : e.whole().horizons) printHorizon(h);
    std::printf("(test spans of the walk-forward; n_ind: independent events, which every interval and p stands on; bps of the price)\n");
    for (const std::string& warning : e.warnings) std::printf("warning: %s\n", warning.c_str());
}

int verify(const std::string& path) {
    const auto broken = engine::verifyLedger(path);
    if (!broken) return printError(broken.error());
    if (*broken == 0) {
        std::printf("%s: every line is as it was written\n", path.c_str());
        return kExitDone;
    }
    std::fprintf(stderr, "error: %s is broken at line %llu (E_LEDGER_CHAIN): make it again from the journal with replay --ledger\n",
                 path.c_str(), static_cast<unsigned long long>(*broken));
    return kExitProblems;
}

Status writeAll(const std::string& dir, const Study& study, const Evaluation& e) {
    const ReportMeta meta{kVersionLine, nowText()};
    for (const auto& [name, text] : {std::pair{std::string(kResearchReport), evaluationJson(study, e, meta) + "\n"},
                                     std::pair{std::string("report.html"), evaluationHtml(study, e, meta)},
                                     std::pair{std::string("events.csv"), eventsCsv(study, e)}})
        if (const Status written = writeWhole(dir + "/" + name, text); !written) return written;
    return Done{};
}

}  // namespace

int evaluateCommand(const EvaluateCommandOptions& options) {
    if (!options.verify_ledger.empty()) return verify(options.verify_ledger);
    const auto config = loadConfig(options.input.common);
    if (!config) return kExitArgs;
    const std::string data_dir = dataDirOf(*config);
    const auto engine_config = researchConfig(options.input, *config, data_dir);
    if (!engine_config) return printError(engine_config.error());
    if (options.input.paths.empty() && !options.input.format.starts_with("sim:"))
        return printError({Code::Args, "evaluate", "no recording was given; name its files, or take --format sim:noise"});
    const auto study = collectStudy(options.input, *engine_config);
    if (!study) return printError(study.error());
    EvaluateOptions how;
    how.config = evaluateConfigOf(*config);
    if (options.cost_bps >= 0) how.config.cost_bps = options.cost_bps;
    if (!options.fee_tier.empty()) how.config.cost_bps = options.fee_tier == "TL" ? 2 : options.fee_tier == "TM" ? 4 : 6;
    if (!options.horizons.empty()) how.horizons = options.horizons;
    how.seconds = options.seconds;
    how.seed = options.input.seed;
    how.params = widestParams(*engine_config, study->instrument);
    const auto evaluation = evaluate(*study, how);
    if (!evaluation) return printError(evaluation.error());
    const auto dir = outDir(options.out, "evaluation", data_dir);
    if (!dir) return printError(dir.error());
    if (const Status written = writeAll(*dir, *study, *evaluation); !written) return printError(written.error());
    print(*study, *evaluation);
    std::printf("%s/report.html\n", dir->c_str());
    return options.require.empty() || evaluation->significant() ? kExitDone : kExitProblems;
}

}  // namespace bw::app
