// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <cstdio>

#include "app/cli.h"
#include "app/drill/drill.h"

namespace bw::app {
namespace {

void printReport(const DrillReport& report) {
    std::printf("%d stops, %d working orders each, %.0f messages/s beside them\n", report.rounds, report.orders, report.load_msgs_per_s);
    std::printf("  %-14s %5s %10s %10s %10s %10s %10s %10s\n", "step, ms", "n", "min", "p50", "p95", "p99", "max", "at most");
    for (const DrillStep& step : report.steps) {
        char p99[16] = "-";
        if (step.p99_ms >= 0) std::snprintf(p99, sizeof p99, "%.4f", step.p99_ms);
        std::printf("  %-14s %5llu %10.4f %10.4f %10.4f %10s %10.4f %10g\n", step.name.c_str(),
                    static_cast<unsigned long long>(step.count), step.min_ms, step.p50_ms, step.p95_ms, p99, step.max_ms, step.budget_ms);
    }
    std::printf("orders after the fence %llu, verified %llu of %d\n%s\n", static_cast<unsigned long long>(report.sent_after_fence),
                static_cast<unsigned long long>(report.verified), report.rounds, report.pass ? "PASS" : "FAIL");
}

Status writeReport(const std::string& path, const DrillReport& report) {
    const std::string text = drillToJson(report) + '\n';
    std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    if (file == nullptr) return Error{Code::FileWrite, "drill.report", path + " cannot be written: choose another place"};
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
    const bool closed = file == stdout || std::fclose(file) == 0;
    if (!written || !closed) return Error{Code::FileWrite, "drill.report", path + ": the disk took only a part"};
    return Done{};
}

std::string mendOf(Code code) {
    return code == Code::DrillSlowDisk ? "; put the latch on a faster disk (risk.lock_dir, data_dir)"
                                       : "; run it again on an idle machine, and do not trade while it fails";
}

}  // namespace

int drillCommand(const DrillCommandOptions& options, int argc, char** argv) {
    const auto config = loadConfig(options.common);
    if (!config) return kExitArgs;
    QCoreApplication app(argc, argv);
    const std::string data_dir = dataDirOf(*config);
    DrillOptions drill;
    drill.rounds = options.rounds;
    drill.orders = options.orders;
    if (options.load_msgs_per_s > 0) drill.load_msgs_per_s = options.load_msgs_per_s;
    drill.dir = data_dir + "/risk";
    risk::PosixLatchFs fs;
    Result<DrillReport> report = Error{Code::DrillFailed, "drill", ""};
    {
        Progress progress("drill");
        drill.on_progress = [&progress](double done) { progress.show(done); };
        report = runDrill(fs, drill);
    }
    if (!report) return printError(report.error());
    if (!options.report.empty())
        if (const Status written = writeReport(options.report, *report); !written) return printError(written.error());
    if (options.report != "-") printReport(*report);
    if (const Status kept = addDrill(fs, drillHistoryPath(data_dir), *report); !kept) return printError(kept.error());
    if (report->pass) return kExitDone;
    static_cast<void>(printError({report->code, "drill", drillProblem(*report) + mendOf(report->code)}));
    return kExitProblems;
}

}  // namespace bw::app
