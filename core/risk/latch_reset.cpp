// SPDX-License-Identifier: GPL-3.0-or-later
// The disk side of a reset (risk spec 1.7). Any thread; m_disk keeps the service thread out meanwhile.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/risk/companion.h"
#include "core/risk/latch_section.h"

namespace bw::risk {
namespace {

constexpr int kLockWaitMs = 50;

Error refuse(Code code, std::string detail) {
    return {code, "risk.reset", std::move(detail)};
}

}  // namespace

bool lockFor(std::unique_lock<std::mutex>& lock, int wait_ms) {
    for (int waited_ms = 0; !lock.try_lock(); waited_ms += 5) {
        if (waited_ms >= wait_ms) return false;
        ::poll(nullptr, 0, 5);
    }
    return true;
}

ResetBasis KillLatch::resetBasis() const {
    ResetBasis basis;
    basis.word = m_word.load(std::memory_order_seq_cst);
    basis.state = stateOf(basis.word);
    const std::lock_guard lock(m_view_mutex);
    basis.trip_id = m_view.trip_id;
    basis.cause = m_view.cause;
    const ScopeTable& parts = m_scopes.now();
    basis.scope_version = parts.version;
    basis.has_scopes = !parts.scopes.empty();
    if (basis.state == LatchState::Active) basis.trip_id = basis.has_scopes ? m_scope_id : Id128{};
    return basis;
}

std::vector<ResetBlocker> KillLatch::resetBlockers() {
    std::unique_lock lock(m_disk, std::defer_lock);
    if (!lockFor(lock, kBusyWaitMs)) return {{Code::LatchBusy, "the latch is busy with its disk", {}}};
    std::vector<ResetBlocker> out;
    for (const std::string& path : m_config.paths.watched) {
        FileStat st;
        const int error = m_fs.stat(path, st);
        if (isNotFound(error)) continue;
        if (error != 0) {
            out.push_back({Code::ResetCausePersists, path + ": " + errnoText(error), {}});
            continue;
        }
        const LockFile there = readLockFile(m_fs, path);
        if (!there.ours || there.trip_id != m_draft.trip_id) out.push_back({Code::ResetForeignLock, path, {}});
    }
    if (const int error = m_fs.access(m_config.paths.latch_dir, R_OK | W_OK | X_OK); error != 0)
        out.push_back({Code::LatchDirUnusable, m_config.paths.latch_dir + ": " + errnoText(error), {}});
    if (m_draft.state != state() || m_todo_done)
        out.push_back({Code::LatchBusy, "the stop is still being carried out", {}});
    if (m_draft.state != LatchState::Halted) return out;
    const Stop now = stop();
    for (const LatchRoute& route : m_routes.rows(now.number, m_clock.mono().ns - now.since.ns))
        if (!route.green)
            out.push_back({Code::ResetRoute,
                           route.name + ": " + (route.outcome.empty() ? "still being reached" : route.outcome),
                           route.name});
    return out;
}

Status KillLatch::applyReset(const ResetBasis& basis, LatchState target, AuditEntry entry) {
    std::unique_lock lock(m_disk, std::defer_lock);
    if (!lockFor(lock, kBusyWaitMs)) return refuse(Code::LatchBusy, "the latch is busy with its disk");
    if (m_word.load() != basis.word || m_draft.trip_id != basis.trip_id)
        return refuse(Code::ResetNotPrepared, "another trigger came since it was prepared: prepare again");
    if (m_draft.state != basis.state || m_todo_done)
        return refuse(Code::LatchBusy, "the stop is still being carried out");

    entry.before = latchStateName(m_draft.state);
    entry.after = latchStateName(target);
    entry.cause = m_draft.cause;
    const Id128 next_id = target == LatchState::Active ? randomId() : m_draft.trip_id;
    if (Status written = writeReset(basis, target, next_id); !written) {
        publish();
        lock.unlock();
        wake();  // the service thread makes the stop durable again
        return written;
    }
    m_draft.state = target;
    setDurable(true, "");
    m_draft.also_count = 0;
    m_draft.since_wall_ns = m_clock.wall().ns;
    m_todo_durable = m_todo_companion = m_write_unsure = m_companion_unsure = m_latch_bad = false;
    if (target == LatchState::Active) {
        m_draft.trip_id = {};
        m_draft.cause = Code::Ok;
        m_draft.reason.clear();
        m_draft.actor.clear();
        for (LatchStep& step : m_draft.steps) step = {step.name, StepState::Pending, -1, {}};
    }
    m_changed = true;  // the next service section tells the hooks
    if (m_audit != nullptr) m_audit_lines.push_back(std::move(entry));
    publish();
    lock.unlock();
    wake();
    return Done{};
}

Status KillLatch::writeReset(const ResetBasis& basis, LatchState target, const Id128& next_id) {
    const LatchPaths& paths = m_config.paths;
    const auto unusable = [](const std::string& path, int error) {
        return refuse(Code::LatchDirUnusable, path + ": " + errnoText(error));
    };
    OpenFile os_lock(m_fs);
    if (const int error = os_lock.open(paths.os_lock, O_RDWR | O_CREAT, 0660); error != 0)
        return unusable(paths.os_lock, error);
    if (lockWithin(m_fs, os_lock.fd(), kLockWaitMs) != 0)
        return refuse(Code::LatchBusy, "another process holds the latch");

    const LatchImage image = readLatchFile(m_fs, paths.latch, m_config.facts.simulated);
    const bool good = image.kind == LatchImage::Kind::Good && image.newest.latch_id == m_latch_id && !m_write_unsure;
    if (good && image.newest.state != LatchState::Active && image.newest.trip_id != m_draft.trip_id)
        return refuse(Code::PeerHalt, "the file holds another stop: prepare again");

    m_armed.store(false);
    if (!m_config.facts.simulated) {
        const LockFile companion = readLockFile(m_fs, paths.companion);
        const int gone = companion.ours && companion.trip_id == m_draft.trip_id ? m_fs.unlink(paths.companion) : ENOENT;
        if (gone != 0 && gone != ENOENT) return unusable(paths.companion, gone);
        m_todo_companion = true;  // from here on a failure must put it back
        if (const int error = m_fs.syncDir(paths.lock_dir); error != 0) return unusable(paths.lock_dir, error);
        FileStat st;
        if (!isNotFound(m_fs.stat(paths.companion, st))) return refuse(Code::ResetForeignLock, paths.companion);
    }
    const Result<std::optional<Instance>> known = readInstance(m_fs, paths.instance);
    if (!known || !*known || (*known)->latch_path != paths.latch || (*known)->latch_id != m_latch_id) {
        if (Status done =
                writeInstance(m_fs, paths.instance, {m_latch_id, paths.latch, paths.lock_dir, m_clock.wall().ns});
            !done)
            return done;
    }
    if (good) m_seq = image.newest.seq;
    if (good) adoptScopes(image.newest.scopes);
    const LatchSlot slot = slotFor(target, m_seq + 1);
    Status written = good ? writeSlot(m_fs, paths.latch, slot) : replaceLatchFile(m_fs, paths.latch, slot);
    m_seq += good ? 1 : 2;
    if (!written) {
        restop();
        return written;
    }
    m_scopes_written.store(m_slot_scopes);
    rememberInode();

    std::uint64_t expected = basis.word;
    idOf(nextEpoch(basis.word) / kEpochOne).store(next_id);
    const std::uint64_t wanted =
        (basis.word & ~(kEpochMask | kStateMask)) | nextEpoch(basis.word) | static_cast<std::uint64_t>(target);
    if (!m_word.compare_exchange_strong(expected, wanted, std::memory_order_seq_cst)) {
        restop();
        return refuse(Code::ResetNotPrepared, "another trigger came meanwhile: the stop stands");
    }
    return Done{};
}

/// The file may say less than memory now: only a fresh stop renamed into place will do.
void KillLatch::restop() {
    m_write_unsure = m_todo_durable = m_todo_companion = m_changed = true;
    m_retry_mono_ns = m_companion_retry_mono_ns = 0;
    setDurable(false, "a reset failed half-way; the stop is being written again");
}

}  // namespace bw::risk
