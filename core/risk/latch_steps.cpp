// SPDX-License-Identifier: GPL-3.0-or-later
// The engage sequence after the flag (risk spec 1.5): fence, durable, companion, cancel. Service thread.
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/risk/companion.h"
#include "core/risk/latch_section.h"

namespace bw::risk {
namespace {

constexpr int kNapUs = 50;
constexpr int kLockWaitMs = 50;
constexpr std::string_view kNoRoute =
    "Latched. No order route, nothing was cancelled. Tools that honour kill_switch.lock stop.";
constexpr std::string_view kReducing = "Orders that only reduce go on; nothing was cancelled.";

void nap() {
    const timespec t{0, kNapUs * 1000};
    ::nanosleep(&t, nullptr);
}

}  // namespace

void KillLatch::service(const LatchHooks& hooks) {
    if (!m_loaded) return;
    std::uint64_t drained = 0;
    while (::read(m_wake_fd, &drained, sizeof drained) > 0) {
    }
    section(hooks, [this] {
        const std::uint64_t word = m_word.load(std::memory_order_seq_cst);
        const LatchState now = stateOf(word);
        if (static_cast<int>(now) > static_cast<int>(m_draft.state)) beginTrip(now, word);
        if (m_routes_changed.exchange(false)) m_changed = true;
    });
    if (m_todo_fence) stepFence(hooks);
    section(hooks, [this] { stepDurable(); });
    section(hooks, [this] { stepCompanion(); });
    section(hooks, [this] { stepScopes(); });
    section(hooks, [this] {
        if (m_todo_done) {
            m_todo_done = false;
            finish(StepId::Cancel, StepState::NotApplicable,
                   std::string(m_draft.state == LatchState::Halted ? kNoRoute : kReducing));
            audit("latch.trip", m_draft.actor, m_draft.cause, m_draft.reason,
                  m_draft.durable ? "trip " + m_draft.trip_id.text() : "NOT DURABLE trip " + m_draft.trip_id.text(), "",
                  latchStateName(m_draft.state));
        }
        drainAlso();
    });
}

void KillLatch::beginTrip(LatchState state, std::uint64_t word) {
    MoveRecord& move = m_moves[state == LatchState::Halted ? 1 : 0];
    const std::uint64_t wanted = epochOf(word) + 1;
    // The flag is set an instant before its record is whole; a caller stopped in that instant must not hold up the
    // stop.
    for (int i = 0; i < 100 && move.ready_for.load(std::memory_order_acquire) != wanted; ++i) nap();
    m_draft.state = state;
    m_draft.trip_id = idOf(epochOf(word)).load();
    m_draft.also_count = 0;
    if (move.ready_for.load(std::memory_order_acquire) == wanted) {
        const Record& record = move.record;
        m_draft.cause = record.cause;
        m_draft.actor = oneLine(record.actor());
        m_draft.reason = oneLine(record.reason());
        m_draft.since_wall_ns = record.wall_ns;
        startSteps(record.mono_ns, record.flag_ns);
    } else {
        m_draft.cause = state == LatchState::Halted ? Code::LatchHalted : Code::LatchReducing;
        m_draft.actor = m_draft.reason = "";
        m_draft.since_wall_ns = m_clock.wall().ns;
        startSteps(m_clock.mono().ns, 0);
    }
    notice(Severity::Critical, m_draft.cause,
           std::string(latchStateName(state)) + (m_draft.reason.empty() ? "" : ": " + m_draft.reason));
}

void KillLatch::startSteps(std::int64_t mono_ns, std::int64_t flag_ns) {
    m_trip_mono_ns = mono_ns;
    for (LatchStep& step : m_draft.steps) step = {step.name, StepState::Pending, -1, {}};
    LatchStep& flag = m_draft.step(StepId::Flag);
    flag.state = StepState::Done;
    flag.ns = flag_ns;
    m_since_ns.store(mono_ns);
    setDurable(false, "being written");
    m_todo_fence = m_todo_durable = m_todo_companion = m_todo_done = true;
    m_retry_mono_ns = m_companion_retry_mono_ns = 0;
    m_changed = true;
}

void KillLatch::finish(StepId id, StepState state, std::string detail) {
    LatchStep& step = m_draft.step(id);
    step.state = state;
    step.ns = m_clock.mono().ns - m_trip_mono_ns;
    step.detail = std::move(detail);
    m_changed = true;
}

void KillLatch::stepFence(const LatchHooks& hooks) {
    // Seen at 0 once is enough: who enters later sees the flag. Senders leave within one non-blocking send; counted
    // naps, so that a stepped clock cannot hang this. Routes have to close their order sockets only for HALTED: orders
    // that reduce still pass in REDUCING.
    const bool halted = m_draft.state == LatchState::Halted;
    const std::uint64_t number = numberOf(m_word.load(std::memory_order_seq_cst));
    bool drained = m_fence.empty();
    std::vector<std::string> open = halted ? m_routes.unfenced(number) : std::vector<std::string>{};
    for (int i = 0; i < m_config.fence_ms * 1000 / kNapUs && !(drained && open.empty()); ++i) {
        nap();
        drained = drained || m_fence.empty();
        if (!open.empty()) open = m_routes.unfenced(number);
    }
    section(hooks, [&] {
        m_todo_fence = false;
        if (drained && open.empty()) {
            finish(StepId::Fence, StepState::Done, "");
            return;
        }
        std::string why = drained ? "" : "an order sender did not come back in time";
        for (const std::string& route : open)
            why += (why.empty() ? "order socket not closed in time: " : ", ") + route;
        finish(StepId::Fence, StepState::Failed, why);
        notice(Severity::Critical, Code::FenceTimeout, why + "; the stop goes on");
    });
}

void KillLatch::stepDurable() {
    if (!m_todo_durable || m_clock.mono().ns < m_retry_mono_ns) return;
    bool fallback = false;
    const Status written = makeDurable(fallback);
    if (written) {
        m_todo_durable = m_write_unsure = false;
        setDurable(true, "");
        finish(StepId::Durable, StepState::Done, fallback ? "durable (fallback)" : "");
        return;
    }
    // Nothing is known about the disk now; only a fresh file renamed into place will count.
    m_write_unsure = true;
    m_retry_mono_ns = m_clock.mono().ns + m_config.retry_ms * kNsPerMs;
    const bool first = m_draft.step(StepId::Durable).state != StepState::Failed;
    setDurable(false, written.error().detail);
    finish(StepId::Durable, StepState::Failed, written.error().detail);
    if (first)
        notice(Severity::Critical, Code::LatchNotDurable,
               std::string(latchStateName(m_draft.state)) + ", NOT DURABLE: " + written.error().detail);
}

/// What the file shows may be another process's write that never reached the disk: sync it before it counts.
Status KillLatch::confirmOnDisk() {
    OpenFile file(m_fs);
    int error = file.open(m_config.paths.latch, O_RDWR | O_NOFOLLOW);
    if (error == 0) error = m_fs.sync(file.fd());
    if (error == 0) error = m_fs.syncDir(m_config.paths.latch_dir);
    if (error != 0) return Error{Code::LatchNotDurable, "risk.latch", "sync: " + errnoText(error)};
    rememberInode();
    return Done{};
}

Status KillLatch::makeDurable(bool& fallback) {
    const std::string& path = m_config.paths.latch;
    OpenFile lock(m_fs);  // released on return; without it the stop is written all the same
    if (lock.open(m_config.paths.os_lock, O_RDWR | O_CREAT, 0660) == 0) (void)lockWithin(m_fs, lock.fd(), kLockWaitMs);
    const LatchImage image = readLatchFile(m_fs, path, m_config.facts.simulated);
    const bool good = image.kind == LatchImage::Kind::Good && image.newest.latch_id == m_latch_id;
    if (good) {
        m_seq = std::max(m_seq, image.newest.seq);
        adoptScopes(image.newest.scopes);
    }
    if (good && !m_write_unsure) {
        const LatchSlot& slot = image.newest;
        if (static_cast<int>(slot.state) >= static_cast<int>(m_draft.state)) {
            if (slot.trip_id != m_draft.trip_id) {
                // A peer stopped first: its trip is the one, and is not rewritten.
                audit("latch.adopt", "peer", Code::PeerHalt, "the file holds an earlier stop",
                      m_draft.trip_id.text() + " joins " + slot.trip_id.text(), "", "");
                m_draft.trip_id = slot.trip_id;
                idOf(epochOf(m_word.load())).store(slot.trip_id);
            }
            if (confirmOnDisk()) return Done{};
        } else if (writeSlot(m_fs, path, slotFor(m_draft.state, slot.seq + 1))) {
            m_seq = slot.seq + 1;
            m_scopes_written.store(m_slot_scopes);
            rememberInode();
            return Done{};
        }
        m_seq += 2;  // past whatever that write left
    }
    fallback = good || m_write_unsure;
    Status replaced = replaceLatchFile(m_fs, path, slotFor(m_draft.state, m_seq + 1));
    if (replaced) {
        m_seq += 2;
        m_scopes_written.store(m_slot_scopes);
        rememberInode();
    }
    return replaced;
}

void KillLatch::stepCompanion() {
    if (!m_todo_companion || m_clock.mono().ns < m_companion_retry_mono_ns) return;
    if (m_config.facts.simulated || m_draft.state != LatchState::Halted) {
        m_todo_companion = false;
        finish(StepId::Companion, StepState::NotApplicable, "");
        return;
    }
    const std::string reason =
        std::string(codeName(m_draft.cause)) + (m_draft.reason.empty() ? std::string() : " " + m_draft.reason);
    const std::string text = formatCompanion({m_draft.since_wall_ns}, reason, m_draft.trip_id, m_config.version,
                                             static_cast<std::uint32_t>(::getpid()), m_config.host);
    const Result<CompanionWrite> written =
        writeCompanion(m_fs, m_config.paths.companion, text, m_draft.trip_id, m_companion_unsure);
    m_companion_unsure = !written;
    if (written) {
        m_todo_companion = false;
        finish(StepId::Companion, StepState::Done,
               *written == CompanionWrite::ForeignThere ? "another lock file is there and does the same" : "");
        return;
    }
    const bool first = m_draft.step(StepId::Companion).state != StepState::Failed;
    finish(StepId::Companion, StepState::Failed, written.error().detail);
    m_companion_retry_mono_ns = m_clock.mono().ns + m_config.retry_ms * kNsPerMs;
    if (first)
        notice(Severity::Critical, Code::LatchNotDurable,
               "kill_switch.lock was not written, other tools do not know: " + written.error().detail);
}

void KillLatch::drainAlso() {
    std::vector<Record> records;
    for (AlsoRecord& also : m_also) {
        if (also.stage.load(std::memory_order_acquire) != AlsoRecord::Full) continue;
        records.push_back(also.record);
        also.stage.store(AlsoRecord::Free, std::memory_order_release);
    }
    std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.ordinal < b.ordinal; });
    for (const Record& record : records) {
        if (m_cause_unknown) {
            // The trigger that came while STARTING is the cause.
            m_cause_unknown = false;
            m_draft.cause = record.cause;
            m_draft.actor = oneLine(record.actor());
            m_draft.reason = oneLine(record.reason());
        }
        ++m_draft.also_count;
        m_changed = true;
        audit("latch.also", oneLine(record.actor()), record.cause, record.reason(), "trip " + m_draft.trip_id.text(),
              "", latchStateName(m_draft.state));
    }
    const std::uint64_t dropped = m_also_dropped.exchange(0);
    if (dropped == 0) return;
    m_draft.also_count += dropped;
    m_changed = true;
    audit("latch.also", "many", Code::LatchHalted, "", std::to_string(dropped) + " more triggers, not listed", "", "");
}

}  // namespace bw::risk
