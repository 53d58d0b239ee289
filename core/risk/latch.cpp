// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/latch.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/model/assert.h"

namespace bw::risk {

std::string_view stepStateName(StepState state) noexcept {
    switch (state) {
        case StepState::Done:
            return "done";
        case StepState::Failed:
            return "failed";
        case StepState::NotApplicable:
            return "n/a";
        case StepState::Pending:
            break;
    }
    return "pending";
}

void KillLatch::AtomicId::store(const Id128& id) noexcept {
    std::uint64_t a = 0, b = 0;
    std::memcpy(&a, id.bytes.data(), 8);
    std::memcpy(&b, id.bytes.data() + 8, 8);
    high.store(a);
    low.store(b);
}

Id128 KillLatch::AtomicId::load() const noexcept {
    const std::uint64_t a = high.load(), b = low.load();
    Id128 id;
    std::memcpy(id.bytes.data(), &a, 8);
    std::memcpy(id.bytes.data() + 8, &b, 8);
    return id;
}

KillLatch::KillLatch(LatchFs& fs, const RiskClock& clock, Audit* audit, LatchConfig config)
    : m_fs(fs), m_clock(clock), m_audit(audit), m_config(std::move(config)) {
    m_wake_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    BW_ASSERT(m_wake_fd >= 0);
    m_ids[0].store(randomId());
    m_ids[1].store(randomId());
    m_watch_errors.assign(m_config.paths.watched.size(), 0);
    m_watch_polls.assign(m_config.paths.watched.size(), 0);
    m_draft.latch_path = m_config.paths.latch;
    m_draft.watched_paths = m_config.paths.watched;
    m_draft.simulated = m_config.facts.simulated;
    m_draft.not_durable_reason = "starting";
    m_draft.trip_id = m_ids[0].load();
    publish();
}

KillLatch::~KillLatch() {
    ::close(m_wake_fd);
}

LatchState KillLatch::stateOf(std::uint64_t word) noexcept {
    const std::uint64_t bits = word & kStateMask;
    return bits == 0 ? LatchState::Active : bits == 1 ? LatchState::Reducing : LatchState::Halted;
}

LatchState KillLatch::state() const noexcept {
    return stateOf(m_word.load(std::memory_order_seq_cst));
}

void KillLatch::fill(Record& record, Code cause, std::string_view actor, std::string_view reason) const noexcept {
    record.cause = cause;
    record.actor_len = std::min(actor.size(), kActorMax);
    record.reason_len = std::min(reason.size(), kReasonMax);
    if (record.actor_len != 0) std::memcpy(record.actor_text.data(), actor.data(), record.actor_len);
    if (record.reason_len != 0) std::memcpy(record.reason_text.data(), reason.data(), record.reason_len);
}

void KillLatch::wake() noexcept {
    const int saved = errno;  // a signal handler must not change it
    const std::uint64_t one = 1;
    // Full means a wake-up is pending already; the service thread looks by itself every 100 ms anyway.
    [[maybe_unused]] const ssize_t written = ::write(m_wake_fd, &one, sizeof one);
    errno = saved;
}

Id128 KillLatch::trip(Code cause, std::string_view actor, std::string_view reason, LatchState target) noexcept {
    const std::int64_t start_ns = m_clock.mono().ns;
    const auto bits = static_cast<std::uint64_t>(target);
    // Counted before it is set: a reset's compare-exchange in between then fails, one before is undone by the OR.
    const std::uint64_t ordinal = m_word.fetch_add(kTriggerOne, std::memory_order_seq_cst) / kTriggerOne;
    const std::uint64_t before = m_word.fetch_or(bits, std::memory_order_seq_cst);
    const std::int64_t flag_ns = m_clock.mono().ns - start_ns;
    const bool moved = ((before | bits) & kStateMask) != (before & kStateMask);
    const auto finish = [&](Record& record) {
        record.wall_ns = m_clock.wall().ns;
        record.mono_ns = start_ns;
        record.flag_ns = flag_ns;
        record.ordinal = ordinal;
        fill(record, cause, actor, reason);
    };
    if (moved) {
        m_since_ns.store(start_ns);
        MoveRecord& move = m_moves[target == LatchState::Halted ? 1 : 0];
        finish(move.record);
        move.ready_for.store(epochOf(before) + 1, std::memory_order_release);
    } else {
        AlsoRecord& also = m_also[m_also_next.fetch_add(1) % kAlsoMax];
        std::uint32_t free = AlsoRecord::Free;
        if (also.stage.compare_exchange_strong(free, AlsoRecord::Writing)) {
            finish(also.record);
            also.stage.store(AlsoRecord::Full, std::memory_order_release);
        } else {
            m_also_dropped.fetch_add(1);
        }
    }
    wake();
    return idOf(epochOf(before)).load();
}

Status KillLatch::arm() {
    const std::lock_guard lock(m_disk);  // no reset between the look and the store
    const LatchState now = state();
    if (now != LatchState::Active)
        return Error{now == LatchState::Halted ? Code::LatchHalted : Code::LatchReducing, "risk.latch.arm",
                     "reset the latch first"};
    m_armed.store(true);
    return Done{};
}

LatchView KillLatch::snapshot() const {
    LatchView view;
    {
        const std::lock_guard lock(m_view_mutex);
        view = m_view;
    }
    const std::uint64_t word = m_word.load(std::memory_order_seq_cst);
    const LatchState now = stateOf(word);
    if (static_cast<int>(now) > static_cast<int>(view.state)) {
        // The flag is set and the service thread has not come to it: show the stop, not the state before it.
        view.state = now;
        view.cause = now == LatchState::Halted ? Code::LatchHalted : Code::LatchReducing;
        view.reason = "stopping";
        view.actor.clear();
        view.since_wall_ns = m_clock.wall().ns;
        view.trip_id = idOf(epochOf(word)).load();
        view.durable = false;
        view.not_durable_reason = "being written";
        view.also_count = 0;
        for (LatchStep& step : view.steps) step = {step.name, StepState::Pending, -1, {}};
        view.step(StepId::Flag).state = StepState::Done;
    }
    addLive(view, word);
    return view;
}

void KillLatch::publish() {
    const std::lock_guard lock(m_view_mutex);
    m_view = m_draft;
}

void KillLatch::notice(Severity severity, Code code, std::string text) {
    m_notices.push_back({severity, code, std::move(text)});
}

void KillLatch::audit(std::string_view action, std::string_view actor, Code cause, std::string_view reason,
                      std::string detail, std::string_view before, std::string_view after) {
    if (m_audit == nullptr) return;
    if (m_config.facts.simulated) detail = detail.empty() ? "simulated" : "simulated; " + detail;
    std::string_view channel = "watchdog";
    switch (cause) {
        case Code::ManualGui:
            channel = "gui";
            break;
        case Code::ManualTray:
            channel = "tray";
            break;
        case Code::ManualHttp:
            channel = "http";
            break;
        case Code::ManualNats:
            channel = "nats";
            break;
        case Code::Guard:
            channel = "guard";
            break;
        case Code::ManualHotkey:
            channel = "hotkey";
            break;
        case Code::ManualCli:
            channel = "cli";
            break;
        case Code::ManualSignal:
            channel = "signal";
            break;
        case Code::ForeignLock:
        case Code::PeerHalt:
            channel = "file";
            break;
        default:
            break;
    }
    m_audit_lines.push_back({std::string(actor), std::string(channel), std::string(action), std::string(before),
                             std::string(after), cause, std::string(reason), std::move(detail)});
}

void KillLatch::flush(const LatchHooks& hooks, bool changed, const LatchView& view) {
    std::vector<Notice> notices;
    std::vector<AuditEntry> lines;
    {
        const std::lock_guard lock(m_disk);
        notices.swap(m_notices);
        lines.swap(m_audit_lines);
    }
    if (changed && hooks.on_change) hooks.on_change(view);
    Status written = Done{};
    for (const AuditEntry& line : lines) {
        Status one = m_audit->append(line);
        if (!one) written = std::move(one);
    }
    if (!lines.empty()) {
        const AuditPosition place = m_audit->last();
        const std::lock_guard lock(m_disk);
        if (place.seq != 0) m_audit_place = place;
        if (!written && !m_audit_failing.load())
            notices.push_back({Severity::Critical, Code::AuditUnwritable, written.error().detail});
        m_audit_failing.store(!written);
    }
    if (!hooks.on_notice) return;
    for (const Notice& one : notices) hooks.on_notice(one.severity, one.code, one.text);
}

}  // namespace bw::risk
