// SPDX-License-Identifier: GPL-3.0-or-later
// What others do to the files while we run (risk spec 1.4). Service thread; every finding only moves to the right.
#include "core/risk/companion.h"
#include "core/risk/latch_section.h"

namespace bw::risk {
namespace {
constexpr int kErrorPolls = 3;    // in a row, then the directory counts as unreadable
constexpr int kCorruptPolls = 2;  // in a row: one may be a look into the middle of a peer's write
}  // namespace

void KillLatch::poll(const LatchHooks& hooks) {
    if (!m_loaded) return;
    section(hooks, [this] {
        pollLatchFile();  // first: a peer writes its slot before its companion
        pollLockFiles();
    });
}

void KillLatch::pollLockFiles() {
    for (std::size_t i = 0; i < m_config.paths.watched.size(); ++i) {
        const std::string& path = m_config.paths.watched[i];
        FileStat st;
        const int error = m_fs.stat(path, st);
        if (isNotFound(error)) {
            m_watch_errors[i] = 0;
            m_watch_polls[i] = 0;
            continue;
        }
        if (error != 0) {
            if (++m_watch_errors[i] == kErrorPolls)
                trip(Code::LockDirUnreadable, "watchdog", path + ": " + errnoText(error));
            continue;
        }
        m_watch_errors[i] = 0;
        const LatchState now = state();
        const LockFile lock = readLockFile(m_fs, path);
        const Id128 current = idOf(epochOf(m_word.load())).load();
        if (now == LatchState::Halted && lock.ours && (lock.trip_id == current || lock.trip_id == m_draft.trip_id))
            continue;
        // Stopped already: told once, and not at the first look, when a peer may still be writing its companion.
        if (now == LatchState::Halted && ++m_watch_polls[i] != 2) continue;
        if (lock.ours && path == m_config.paths.companion) {
            adoptPeer(LatchState::Halted, lock.trip_id, lock.reason);
        } else {
            trip(Code::ForeignLock, "lock file", lock.reason.empty() ? path : path + ": " + lock.reason);
        }
    }
}

void KillLatch::pollLatchFile() {
    const LatchImage image = readLatchFile(m_fs, m_config.paths.latch, m_config.facts.simulated);
    m_corrupt_polls = image.kind == LatchImage::Kind::Corrupt ? m_corrupt_polls + 1 : 0;
    m_unreadable_polls = image.kind == LatchImage::Kind::Unreadable ? m_unreadable_polls + 1 : 0;
    Code code = Code::Ok;
    std::string why = m_config.paths.latch + ": " + image.detail;
    switch (image.kind) {
        case LatchImage::Kind::Good: {
            const bool replaced = image.inode != m_inode || image.device != m_device;
            const bool other = image.newest.latch_id != m_latch_id;
            if (!other) pollGoodFile(image);
            // A peer's own fallback renames a stop into place; anything else that swaps the file is not ours to trust.
            if (other || (replaced && image.newest.state == LatchState::Active && state() != LatchState::Halted)) {
                code = Code::LatchMissing;
                why = m_config.paths.latch + " was replaced by someone else";
            }
            break;
        }
        case LatchImage::Kind::Missing:
            code = Code::LatchMissing;
            break;
        case LatchImage::Kind::Corrupt:
            if (m_corrupt_polls >= kCorruptPolls) code = Code::LatchCorrupt;
            break;
        case LatchImage::Kind::Unreadable:
            if (m_unreadable_polls >= kErrorPolls) code = Code::LockDirUnreadable;
            break;
    }
    if (code == Code::Ok) {
        if (image.kind == LatchImage::Kind::Good) m_latch_bad = false;
        return;
    }
    if (m_latch_bad && state() == LatchState::Halted) return;  // said once
    m_latch_bad = true;
    trip(code, "watchdog", why);
    if (m_draft.state == LatchState::Active || m_todo_durable) return;  // the engage sequence writes the file
    // Stopped already, and the file that said so is gone or spoiled: write it again.
    m_todo_durable = m_changed = true;
    setDurable(false, why);
}

void KillLatch::pollGoodFile(const LatchImage& image) {
    const LatchSlot& slot = image.newest;
    pollScopes(image);
    if (static_cast<int>(slot.state) > static_cast<int>(state())) {
        adoptPeer(slot.state, slot.trip_id, codeName(causeFromNumber(slot.cause)));
        return;
    }
    if (m_draft.state == LatchState::Active || m_todo_durable) return;
    if (slot.state == m_draft.state && slot.trip_id != m_draft.trip_id) {
        adoptPeer(slot.state, slot.trip_id, codeName(causeFromNumber(slot.cause)));
    } else if (static_cast<int>(slot.state) < static_cast<int>(m_draft.state) && m_draft.durable) {
        // A peer's reset, which frees the peer only. Writing our stop again would undo it: no ping-pong.
        setDurable(false, "another engine reset the file; this one stays stopped until its own reset or restart");
        m_changed = true;
    }
}

/// A stop by another process: taken over under its id.
void KillLatch::adoptPeer(LatchState target, const Id128& trip_id, std::string_view reason) {
    const auto bits = static_cast<std::uint64_t>(target);
    std::uint64_t word = m_word.load(std::memory_order_seq_cst);
    if (((word | bits) & kStateMask) == (word & kStateMask)) {
        if (trip_id == m_draft.trip_id || m_draft.state == LatchState::Active) return;  // or our own stop is on its way
        audit("latch.adopt", "peer", Code::PeerHalt, reason, m_draft.trip_id.text() + " joins " + trip_id.text(), "",
              "");
        idOf(epochOf(word)).store(trip_id);
        m_draft.trip_id = trip_id;
        m_todo_durable = m_changed = true;  // synced before it counts as ours
        return;
    }
    // A new epoch carries the peer's id, so that a trip of ours in this instant keeps the id it handed out.
    const std::uint64_t epoch = nextEpoch(word) / kEpochOne;
    idOf(epoch).store(trip_id);
    MoveRecord& move = m_moves[target == LatchState::Halted ? 1 : 0];
    const std::uint64_t wanted = (word & ~(kEpochMask | kStateMask)) | nextEpoch(word) | bits;
    if (!m_word.compare_exchange_strong(word, wanted + kTriggerOne, std::memory_order_seq_cst))
        return;  // ours came first
    m_since_ns.store(m_clock.mono().ns);
    Record& record = move.record;
    record.wall_ns = m_clock.wall().ns;
    record.mono_ns = m_clock.mono().ns;
    record.flag_ns = 0;
    fill(record, Code::PeerHalt, "peer", reason);
    move.ready_for.store(epoch + 1, std::memory_order_release);
    wake();
}

}  // namespace bw::risk
