// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/ops/config.h"

namespace bw::app {

inline constexpr int kExitDone = 0, kExitFailed = 1, kExitArgs = 2, kExitProblems = 3;

/// "error: <what> (<code>): <how to mend it>" on stderr; returns the exit code that fits the code.
int printError(const Error& error);

struct CommonOptions {
    std::string config_path;
    std::vector<std::string> sets;
};
/// Loads the configuration; prints every problem and returns nullopt when there is one.
[[nodiscard]] std::optional<ops::Config> loadConfig(const CommonOptions& options);
/// data_dir of the configuration, else of the system.
[[nodiscard]] std::string dataDirOf(const ops::Config& config);

/// A progress line on stderr for long work: a bar in place on a terminal, silent elsewhere.
class Progress {
public:
    explicit Progress(std::string_view what);
    ~Progress();
    void show(double fraction);

private:
    std::string m_what;
    bool m_terminal = false, m_shown = false;
    std::int64_t m_last_ns = 0;
};

struct RunOptions {
    CommonOptions common;
    bool headless = false;
    std::int64_t run_seconds = 0;   // headless: stop by itself; 0: until a signal
    std::string demo_fault;         // faults of the demo market, which then runs whatever is configured
    std::string frame_stats;        // workstation: write frame times as JSON at the end
};
int runCommand(const RunOptions& options, int argc, char** argv);

struct ReplayCommandOptions {
    CommonOptions common;
    std::vector<std::string> paths;
    std::string format = "journal", venue, symbol, speed = "max", report, ledger, klines_out, exponents;
    int session = 0;
    bool gui = false;
};
int replayCommand(const ReplayCommandOptions& options, int argc, char** argv);

struct ImportCommandOptions {
    std::vector<std::string> paths;
    std::string format, venue, symbol, out;
};
int importCommand(const ImportCommandOptions& options);

/// Exit 0: nothing wrong, 3: problems found, each told with its place.
int checkConfigCommand(const CommonOptions& options);

struct KillCommandOptions {
    CommonOptions common;
    std::string reason;
    bool status = false, reset = false, verify = false, set_key = false, json = false, all = false, reducing = false;
    bool acknowledge_audit = false, guard = false;
    std::string key_file, old_key_file, scope;
    std::vector<std::string> waive;
};
int killCommand(const KillCommandOptions& options, int argc, char** argv);

struct DrillCommandOptions {
    CommonOptions common;
    int rounds = 20, orders = 50;
    double load_msgs_per_s = 0;  // 0: the usual 10,000
    std::string report;          // JSON; "-": standard output
};
int drillCommand(const DrillCommandOptions& options, int argc, char** argv);

}  // namespace bw::app
