// SPDX-License-Identifier: GPL-3.0-or-later
// The first state: the start table applied, first creation, warnings.
#include <unistd.h>

#include "core/risk/companion.h"
#include "core/risk/latch_section.h"

namespace bw::risk {

void KillLatch::load(const LatchHooks& hooks) {
    section(hooks, [this] {
        const StartFinding finding = evaluateStart(m_fs, m_config.paths, m_config.facts);
        applyFinding(finding);
        if (finding.first_run) createFirst(finding);
        warnAtStart(finding);

        const std::int64_t now_ns = m_clock.mono().ns;
        if (m_draft.state != LatchState::Active) {
            startSteps(now_ns, 0);
        } else {
            setDurable(true, "");
        }
        // A trigger while STARTING only counted (the flag was set already); it must not be opened away here.
        std::uint64_t expected = static_cast<std::uint64_t>(LatchState::Halted);
        const auto wanted = static_cast<std::uint64_t>(m_draft.state);
        if (!m_word.compare_exchange_strong(expected, wanted, std::memory_order_seq_cst) &&
            m_draft.state != LatchState::Halted) {
            m_draft.state = LatchState::Halted;
            m_draft.cause = Code::LatchHalted;
            m_cause_unknown = true;  // drainAlso names it
            m_draft.since_wall_ns = m_clock.wall().ns;
            m_draft.trip_id = m_ids[0].load();
            startSteps(now_ns, 0);
        }
        m_loaded = m_changed = true;
        audit("latch.start", "bellwether", m_draft.cause, m_draft.reason, m_config.paths.latch, "STARTING",
              latchStateName(m_draft.state));
    });
    wake();
}

void KillLatch::applyFinding(const StartFinding& finding) {
    const bool good = finding.image.kind == LatchImage::Kind::Good;
    const LatchSlot& slot = finding.image.newest;
    m_latch_id = good ? slot.latch_id : finding.instance ? finding.instance->latch_id : randomId();
    m_draft.state = finding.state;
    m_draft.cause = finding.cause;
    m_draft.reason = finding.detail;
    m_draft.actor = "start";
    m_draft.since_wall_ns = m_clock.wall().ns;
    if (good) {
        m_seq = slot.seq;
        m_device = finding.image.device;
        m_inode = finding.image.inode;
        m_audit_place = {slot.audit_seq, slot.audit_hash};
        adoptScopes(slot.scopes);
        // A start in a stop keeps the first trip id, whatever else was found.
        if (slot.state != LatchState::Active) {
            m_ids[0].store(slot.trip_id);
            m_draft.since_wall_ns = slot.wall_ns;
            if (m_draft.reason.empty()) m_draft.reason = readLockFile(m_fs, m_config.paths.companion).reason;
        }
        // A good file without its instance.json (another engine's data directory made it) gets one.
        if (!finding.instance && finding.cause != Code::LatchMoved && finding.cause != Code::LatchDirUnusable) {
            const Status written =
                writeInstance(m_fs, m_config.paths.instance,
                              {m_latch_id, m_config.paths.latch, m_config.paths.lock_dir, m_clock.wall().ns});
            if (!written && m_draft.state == LatchState::Active) {
                m_draft.state = LatchState::Halted;
                m_draft.cause = Code::LatchDirUnusable;
                m_draft.reason = written.error().detail;
            }
        }
    }
    if (m_draft.state == LatchState::Active) {
        m_draft.trip_id = {};
        m_draft.reason.clear();
        m_draft.actor.clear();
        if (m_draft.cause != Code::FirstRun) m_draft.cause = Code::Ok;
    } else {
        m_draft.trip_id = m_ids[0].load();
    }
}

/// instance.json first: a crash between the two is a missing latch, which is HALTED.
void KillLatch::createFirst(const StartFinding& finding) {
    const LatchPaths& paths = m_config.paths;
    Status made = writeInstance(m_fs, paths.instance, {m_latch_id, paths.latch, paths.lock_dir, m_clock.wall().ns});
    if (made && finding.state == LatchState::Active) {
        made = replaceLatchFile(m_fs, paths.latch, slotFor(LatchState::Active, 1));
        m_seq = 2;
        rememberInode();
    }
    if (made) return;  // HALTED on a first run: the durable step creates the file
    m_draft.state = LatchState::Halted;
    m_draft.cause = Code::LatchDirUnusable;
    m_draft.reason = made.error().detail;
    m_draft.trip_id = m_ids[0].load();
}

void KillLatch::warnAtStart(const StartFinding& finding) {
    const LatchPaths& paths = m_config.paths;
    if (paths.remote)
        notice(Severity::Warning, Code::LatchDirRemote,
               paths.latch_dir + " is a network file system; live execution is refused");
    if (paths.world_writable)
        notice(Severity::Warning, Code::LatchDirOpen, paths.latch_dir + " can be written by everyone on this machine");
    if (finding.state != LatchState::Active)
        notice(Severity::Critical, finding.cause,
               "start: " + std::string(latchStateName(finding.state)) +
                   (finding.detail.empty() ? "" : ", " + finding.detail));
    if (m_audit == nullptr || m_config.facts.simulated || m_audit_place.seq == 0) return;
    if (auditContains(m_fs, m_audit->dir(), m_audit_place.hash)) return;
    m_audit_mismatch.store(true);
    notice(Severity::Critical, Code::AuditMismatch,
           "the last audit line known to the latch is not in " + m_audit->dir() + "; live execution is refused until acknowledged");
}

LatchSlot KillLatch::slotFor(LatchState state, std::uint64_t seq) {
    const ScopeTable& parts = m_scopes.now();
    m_slot_scopes = parts.version;
    LatchSlot slot;
    slot.scopes = parts.scopes;
    slot.seq = seq;
    slot.state = state;
    slot.cause = state == LatchState::Active ? 0 : causeNumber(m_draft.cause);
    slot.wall_ns = state == LatchState::Active ? m_clock.wall().ns : m_draft.since_wall_ns;
    if (state != LatchState::Active) slot.trip_id = m_draft.trip_id;
    slot.latch_id = m_latch_id;
    slot.pid = static_cast<std::uint32_t>(::getpid());
    slot.simulated = m_config.facts.simulated;
    slot.audit_seq = m_audit_place.seq;
    slot.audit_hash = m_audit_place.hash;
    return slot;
}

void KillLatch::rememberInode() {
    FileStat st;
    if (m_fs.stat(m_config.paths.latch, st) != 0) return;  // the next poll finds what is wrong
    m_device = st.device;
    m_inode = st.inode;
}

}  // namespace bw::risk
