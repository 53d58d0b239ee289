// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/model/result.h"
#include "core/risk/latch_fs.h"
#include "core/risk/text.h"

namespace bw::risk {

/// What decides where the latch lives (risk spec 1.2). Empty strings mean "not set".
struct PathEnv {
    std::string data_dir;                              // the program's data directory; required
    std::string lock_dir_config;                       // risk.lock_dir
    std::string lock_dir_env;                          // MT5_CRS_LOCK_DIR
    std::string system_lock_dir = "/var/run/mt5_crs";  // tests point it elsewhere
    std::string runtime_dir;                           // XDG_RUNTIME_DIR
    std::string state_home;                            // XDG_STATE_HOME, else ~/.local/state
    std::string shared_lock = "/tmp/mt5_crs_kill_switch.lock";
    std::optional<std::vector<std::string>> watch_paths;  // risk.kill.watch_paths: replaces the extra watched files
};
/// Fills the environment part.
[[nodiscard]] PathEnv pathEnvFromProcess(std::string data_dir, std::string lock_dir_config);

struct LatchPaths {
    std::string data_dir;
    std::string lock_dir;              // of the companion
    std::string latch_dir;             // of kill_latch.bin
    std::string latch;                 // <latch_dir>/kill_latch.bin
    std::string os_lock;               // <latch_dir>/kill_latch.lk
    std::string companion;             // <lock_dir>/kill_switch.lock
    std::string instance;              // <data_dir>/risk/instance.json
    std::string reset_key;             // <data_dir>/risk/reset_key.json
    std::string reset_tries;           // <data_dir>/risk/reset_tries.json
    std::vector<std::string> watched;  // lock files whose presence stops; the companion is first
    bool volatile_lock_dir = false;    // the latch went to the data directory because a reboot empties lock_dir
    bool remote = false;               // LATCH_DIR_REMOTE: a network file system
    bool world_writable = false;       // LATCH_DIR_OPEN
};

/// Makes lock_dir where the rules say so (configured, environment, own default); a directory that cannot be made is
/// found unusable by the start table, not here.
[[nodiscard]] LatchPaths resolveLatchPaths(LatchFs& fs, const PathEnv& env);
/// <data_dir>/risk/sim: the simulated namespace, never watched, no companion.
[[nodiscard]] LatchPaths simulatedLatchPaths(const std::string& data_dir);

/// instance.json: which latch belongs to this data directory.
struct Instance {
    Id128 latch_id;
    std::string latch_path;
    std::string lock_dir;
    std::int64_t created_wall_ns = 0;
};
/// Written, synced and renamed into place, directory synced.
[[nodiscard]] Status writeInstance(LatchFs& fs, const std::string& path, const Instance& instance);
/// nullopt: there is none. LatchMoved: there is one that cannot be read or understood, which counts as another place.
[[nodiscard]] Result<std::optional<Instance>> readInstance(LatchFs& fs, const std::string& path);

/// MT5_CRS_LOG_DIR, else <state_home>/bellwether/log; made if missing.
struct LogDir {
    std::string path;
    bool fallback = false;  // the wanted one is unusable: alert LOG_DIR_UNUSABLE
};
[[nodiscard]] LogDir resolveLogDir(LatchFs& fs, const std::string& log_dir_env, const std::string& state_home);
/// `wanted` (risk.log_dir) before the environment.
[[nodiscard]] LogDir logDirFromProcess(LatchFs& fs, const std::string& wanted = {});

}  // namespace bw::risk
