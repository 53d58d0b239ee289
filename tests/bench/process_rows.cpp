// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that run the real program.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/bench/rows.h"

namespace bw::bench {
namespace {

/// Runs a command to its end, output thrown away; returns the exit code.
int runQuiet(const std::string& command) {
    return WEXITSTATUS(std::system((command + " >/dev/null 2>&1").c_str()));
}

double field(const std::string& text, const std::string& key) {
    const std::size_t at = text.find("\"" + key + "\":");
    return at == std::string::npos ? -1 : std::atof(text.c_str() + at + key.size() + 3);
}

}  // namespace

void replayRows(const std::string& program, const std::string& data, const Inputs& in, std::vector<Row>& rows) {
    if (!in.recorded()) return;
    const struct {
        const char *file, *venue;
        const Recording& recording;
    } cases[] = {{"usdm_btcusdt_20240808.gz", "binance.usdm", in.usdm},
                 {"spot_btcusdt_20240808.gz", "binance.spot", in.spot},
                 {"cm_btcusd_perp_20240808.gz", "binance.coinm", in.coinm}};
    const std::string temp =
        (std::filesystem::temp_directory_path() / ("bw_bench_replay_" + std::to_string(getpid()))).string();
    for (const auto& c : cases) {
        const std::int64_t begin = nowNs();
        const int code =
            runQuiet("'" + program + "' replay --format ts-json --speed max --venue " + c.venue + " --report '" + temp +
                     ".json' --ledger '" + temp + ".ledger' '" + data + "/binance_raw/" + c.file + "'");
        const double seconds = static_cast<double>(nowNs() - begin) * 1e-9;
        Row row;
        row.id = std::string("replay.") + c.venue;
        row.unit = "x real time";
        row.floor = 100;
        row.n = code == 0 ? 5 : 0;
        row.value = code == 0 ? c.recording.seconds() / seconds : 0;
        char raw[120];
        std::snprintf(raw, sizeof raw, "\"process_s\":%.3f,\"frames_per_s\":%.0f,\"exit\":%d", seconds,
                      static_cast<double>(c.recording.frames.size()) / seconds, code);
        row.raw = raw;
        rows.push_back(row);
    }
    std::filesystem::remove(temp + ".json");
    std::filesystem::remove(temp + ".ledger");
    std::fprintf(stderr, "  replay\n");
}

void guiRows(const std::string& program, double seconds, std::vector<Row>& rows) {
    const std::string dir =
        (std::filesystem::temp_directory_path() / ("bw_bench_gui_" + std::to_string(getpid()))).string();
    std::filesystem::create_directories(dir);
    const std::string stats = dir + "/frames.json";
    // An own X server, so that the real window system path is measured; the demo market at 10,000 messages a second and
    // more.
    const std::string display = runQuiet("command -v xvfb-run") == 0 ? "xvfb-run -a -s '-screen 0 1920x1080x24' "
                                                                     : "env QT_QPA_PLATFORM=offscreen ";
    const std::string command = "cd '" + dir + "' && MT5_CRS_LOCK_DIR='" + dir + "/lock' MT5_CRS_LOG_DIR='" + dir +
                                "/log' " + display + "timeout -s TERM " + std::to_string(static_cast<int>(seconds)) +
                                " '" + program + "' --set data_dir='" + dir +
                                "/data' --set feeds.demo_rate=125 --frame-stats '" + stats + "'";
    static_cast<void>(runQuiet(command));
    std::ifstream file(stats);
    std::stringstream text;
    text << file.rdbuf();
    const auto add = [&](const char* id, const char* key, const char* unit, double scale, double floor) {
        Row row;
        row.id = id;
        row.unit = unit;
        row.higher_is_better = false;
        row.value = field(text.str(), key) * scale;
        row.floor = floor;
        row.n = row.value >= 0 ? static_cast<int>(field(text.str(), "frames")) : 0;
        char raw[160];
        std::snprintf(raw, sizeof raw, "\"msg_per_s\":%.0f,\"p50_ns\":%.0f", field(text.str(), "msg_per_s"),
                      field(text.str(), "work_p50_ns"));
        row.raw = raw;
        rows.push_back(row);
    };
    add("ui.frame.10k.work_p99", "work_p99_ns", "ms", 1e-6, 16.7);
    add("ui.frame.10k.interval_p99", "interval_p99_ns", "ms", 1e-6, 0);
    add("ui.receive_to_paint.p99", "paint_p99_ns", "ms", 1e-6, 0);
    std::error_code ignored;
    std::filesystem::remove_all(dir, ignored);
    std::fprintf(stderr, "  ui.frame\n");
}

}  // namespace bw::bench
