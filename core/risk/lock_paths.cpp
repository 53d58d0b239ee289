// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/lock_paths.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "core/risk/flat_json.h"

namespace bw::risk {
namespace {

constexpr std::size_t kSmallFileMax = 64 * 1024;

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // read once at start, before any thread could change it
    return value == nullptr ? std::string() : std::string(value);
}

std::string stateHomeFromProcess() {
    const std::string own = environment("XDG_STATE_HOME");
    return own.empty() ? environment("HOME") + "/.local/state" : own;
}

bool exists(LatchFs& fs, const std::string& path) {
    return fs.access(path, F_OK) == 0;
}

bool usable(LatchFs& fs, const std::string& path) {
    return fs.access(path, R_OK | W_OK | X_OK) == 0;
}

bool isVolatile(LatchFs& fs, const std::string& dir) {
    std::uint64_t magic = 0;
    return fs.fsMagic(dir, magic) == 0 && (magic == 0x01021994U || magic == 0x858458f6U);  // TMPFS, RAMFS
}

bool isRemote(LatchFs& fs, const std::string& dir) {
    std::uint64_t magic = 0;
    if (fs.fsMagic(dir, magic) != 0) return false;
    // NFS, CIFS, SMB2, SMB, CEPH, 9P, AFS: statfs(2)
    for (const std::uint64_t remote : std::array<std::uint64_t, 7>{0x6969U, 0xff534d42U, 0xfe534d42U, 0x517bU,
                                                                   0x00c36400U, 0x01021997U, 0x5346414fU})
        if (magic == remote) return true;
    return false;
}

void fillFiles(LatchPaths& paths) {
    paths.latch = paths.latch_dir + "/kill_latch.bin";
    paths.os_lock = paths.latch_dir + "/kill_latch.lk";
    paths.companion = paths.lock_dir + "/kill_switch.lock";
    const std::string own = paths.data_dir + "/risk";
    paths.instance = own + "/instance.json";
    paths.reset_key = own + "/reset_key.json";
    paths.reset_tries = own + "/reset_tries.json";
}

void addOnce(std::vector<std::string>& list, const std::string& path) {
    for (const std::string& have : list)
        if (have == path) return;
    list.push_back(path);
}

}  // namespace

PathEnv pathEnvFromProcess(std::string data_dir, std::string lock_dir_config) {
    PathEnv env;
    env.data_dir = std::move(data_dir);
    env.lock_dir_config = std::move(lock_dir_config);
    env.lock_dir_env = environment("MT5_CRS_LOCK_DIR");
    env.runtime_dir = environment("XDG_RUNTIME_DIR");
    env.state_home = stateHomeFromProcess();
    return env;
}

LatchPaths resolveLatchPaths(LatchFs& fs, const PathEnv& env) {
    LatchPaths paths;
    paths.data_dir = env.data_dir;
    const std::string runtime_lock_dir = env.runtime_dir.empty() ? std::string() : env.runtime_dir + "/mt5_crs";
    std::vector<std::string> also_watched;  // a directory of the list we may not write can still carry a stop
    bool make = true;
    if (!env.lock_dir_config.empty()) {
        paths.lock_dir = env.lock_dir_config;
    } else if (!env.lock_dir_env.empty()) {
        paths.lock_dir = env.lock_dir_env;
    } else {
        for (const std::string& dir : {env.system_lock_dir, runtime_lock_dir}) {
            if (dir.empty() || !exists(fs, dir)) continue;
            if (paths.lock_dir.empty() && usable(fs, dir)) {
                paths.lock_dir = dir;
                make = false;
            } else if (!usable(fs, dir)) {
                also_watched.push_back(dir + "/kill_switch.lock");
            }
        }
        if (paths.lock_dir.empty()) paths.lock_dir = env.state_home + "/bellwether/lock";
    }
    if (make) (void)makeDirs(fs, paths.lock_dir);  // the start table tests the outcome
    paths.volatile_lock_dir = isVolatile(fs, paths.lock_dir);
    paths.latch_dir = paths.volatile_lock_dir ? env.data_dir + "/risk" : paths.lock_dir;
    fillFiles(paths);

    addOnce(paths.watched, paths.companion);
    for (const std::string& path : also_watched) addOnce(paths.watched, path);
    if (env.watch_paths) {
        for (const std::string& path : *env.watch_paths) addOnce(paths.watched, path);
    } else {
        addOnce(paths.watched, env.shared_lock);
        if (!env.runtime_dir.empty()) addOnce(paths.watched, env.runtime_dir + "/mt5_crs_kill_switch.lock");
    }
    FileStat st;
    paths.remote = isRemote(fs, paths.latch_dir);
    paths.world_writable = fs.stat(paths.latch_dir, st) == 0 && (st.mode & 0002U) != 0;
    return paths;
}

LatchPaths simulatedLatchPaths(const std::string& data_dir) {
    LatchPaths paths;
    paths.data_dir = data_dir;
    paths.lock_dir = paths.latch_dir = data_dir + "/risk/sim";
    fillFiles(paths);
    paths.instance = paths.latch_dir + "/instance.json";
    return paths;
}

Status writeInstance(LatchFs& fs, const std::string& path, const Instance& instance) {
    FlatJson json;
    json.set("latch_id", instance.latch_id.text()).set("latch_path", instance.latch_path);
    json.set("lock_dir", instance.lock_dir).set("created_ns", instance.created_wall_ns);
    int error = makeDirs(fs, parentDir(path));
    if (error == 0) error = replaceFile(fs, path, json.dump(), 0640);
    if (error != 0) return Error{Code::LatchDirUnusable, "risk.instance", path + ": " + errnoText(error)};
    return Done{};
}

Result<std::optional<Instance>> readInstance(LatchFs& fs, const std::string& path) {
    const auto bad = [&path](const std::string& why) {
        return Error{Code::LatchMoved, "risk.instance", path + ": " + why};
    };
    std::string text;
    const int error = readFile(fs, path, kSmallFileMax, text);
    if (error == ENOENT) return std::optional<Instance>();
    if (error != 0) return bad(errnoText(error));
    const Result<FlatJson> json = FlatJson::parse(text);
    if (!json) return bad(json.error().detail);
    Instance out;
    out.latch_path = json->text("latch_path");
    out.lock_dir = json->text("lock_dir");
    if (!parseId(json->text("latch_id"), out.latch_id) || out.latch_path.empty() || out.lock_dir.empty() ||
        !json->number("created_ns", out.created_wall_ns))
        return bad("a field is missing or wrong");
    return std::optional<Instance>(std::move(out));
}

LogDir resolveLogDir(LatchFs& fs, const std::string& log_dir_env, const std::string& state_home) {
    LogDir out;
    if (!log_dir_env.empty()) {
        if (makeDirs(fs, log_dir_env) == 0 && usable(fs, log_dir_env)) return {log_dir_env, false};
        out.fallback = true;
    }
    out.path = state_home + "/bellwether/log";
    (void)makeDirs(fs, out.path);  // each append reports AUDIT_UNWRITABLE if this failed
    return out;
}

LogDir logDirFromProcess(LatchFs& fs, const std::string& wanted) {
    return resolveLogDir(fs, wanted.empty() ? environment("MT5_CRS_LOG_DIR") : wanted, stateHomeFromProcess());
}

}  // namespace bw::risk
