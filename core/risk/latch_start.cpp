// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/latch_start.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/risk/companion.h"

namespace bw::risk {
namespace {

/// Writes, syncs and removes one block: permission bits alone do not see a full or read-only disk.
int probeDir(LatchFs& fs, const std::string& dir) {
    if (const int error = makeDirs(fs, dir); error != 0) return error;
    if (const int error = fs.access(dir, R_OK | W_OK | X_OK); error != 0) return error;
    // The pid keeps two engines on one directory from removing each other's probe.
    const std::string probe = dir + "/kill_latch.probe." + std::to_string(::getpid());
    int error = 0;
    {
        OpenFile file(fs);
        if (error = file.open(probe, O_RDWR | O_CREAT, 0600); error != 0) return error;
        const std::array<char, kSlotSize> block{};
        error = fs.write(file.fd(), block.data(), block.size(), 0);
        if (error == 0) error = fs.sync(file.fd());
    }
    const int removed = fs.unlink(probe);
    return error != 0 ? error : removed;
}

/// Row 1. "" when everything needed can be opened, read and written.
std::string unusableDir(LatchFs& fs, const LatchPaths& paths, const LatchImage& image) {
    for (const std::string& dir : {paths.latch_dir, paths.lock_dir, parentDir(paths.instance)})
        if (const int error = probeDir(fs, dir); error != 0) return dir + ": " + errnoText(error);
    if (image.kind == LatchImage::Kind::Unreadable) return paths.latch + ": " + image.detail;
    if (image.kind == LatchImage::Kind::Good) {
        OpenFile file(fs);
        if (const int error = file.open(paths.latch, O_RDWR); error != 0) return paths.latch + ": " + errnoText(error);
    }
    return {};
}

/// Row 3. The path of a lock file that is not our own HALTED trip's, or "".
std::string foreignLock(LatchFs& fs, const LatchPaths& paths, const LatchImage& image, std::string& why) {
    for (const std::string& path : paths.watched) {
        FileStat st;
        const int error = fs.stat(path, st);
        if (isNotFound(error)) continue;
        if (error != 0) {
            why = errnoText(error);  // presence cannot be ruled out
            return path;
        }
        const LockFile lock = readLockFile(fs, path);
        const bool own = image.kind == LatchImage::Kind::Good && image.newest.state == LatchState::Halted &&
                         lock.ours && lock.trip_id == image.newest.trip_id;
        if (own) continue;
        why = lock.reason;
        return path;
    }
    return {};
}

}  // namespace

StartFinding evaluateStart(LatchFs& fs, const LatchPaths& paths, const StartFacts& facts) {
    StartFinding out;
    const auto halted = [&out](Code cause, std::string detail) {
        out.state = LatchState::Halted;
        out.cause = cause;
        out.detail = std::move(detail);
    };
    out.image = readLatchFile(fs, paths.latch, facts.simulated);
    if (const std::string why = unusableDir(fs, paths, out.image); !why.empty()) {
        halted(Code::LatchDirUnusable, why);
        return out;
    }
    const Result<std::optional<Instance>> instance = readInstance(fs, paths.instance);
    if (!instance) {
        halted(Code::LatchMoved, instance.error().detail);
        return out;
    }
    out.instance = *instance;
    if (out.instance && out.instance->latch_path != paths.latch) {
        halted(Code::LatchMoved, "was " + out.instance->latch_path + ", is " + paths.latch);
        return out;
    }
    std::string why;
    if (const std::string path = foreignLock(fs, paths, out.image, why); !path.empty()) {
        halted(Code::ForeignLock, why.empty() ? path : path + ": " + why);
        return out;
    }
    if (out.image.kind == LatchImage::Kind::Missing) {
        out.first_run = !out.instance && !facts.has_journal;
        if (out.first_run && facts.mode != ExecutionMode::Live) {
            out.state = LatchState::Active;
            out.cause = Code::FirstRun;
        } else if (out.first_run) {
            halted(Code::FirstRunLive, "a first run with live execution starts stopped");
        } else {
            halted(Code::LatchMissing, paths.latch + " is gone");
        }
        return out;
    }
    if (out.image.kind == LatchImage::Kind::Corrupt) {
        halted(Code::LatchCorrupt, paths.latch + ": " + out.image.detail);
        return out;
    }
    const LatchSlot& slot = out.image.newest;
    if (out.instance && out.instance->latch_id != slot.latch_id) {
        halted(Code::LatchMissing, paths.latch + " belongs to another latch");
    } else {
        out.state = slot.state;
        out.cause = causeFromNumber(slot.cause);
    }
    return out;
}

}  // namespace bw::risk
