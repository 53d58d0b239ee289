// SPDX-License-Identifier: GPL-3.0-or-later
// The routes a stop has to reach and the parts that are stopped alone (risk spec 1.5, 6).
#include <fcntl.h>

#include <algorithm>

#include "core/risk/latch_section.h"

namespace bw::risk {
namespace {

constexpr int kLockWaitMs = 50;
constexpr const char* kPeerFreed =
    "another engine freed the parts in the file; this one keeps them until its own reset";

Error refuse(Code code, std::string detail) {
    return {code, "risk.reset", std::move(detail)};
}

}  // namespace

bool KillLatch::allows(bool reduces, bool flatten, std::string_view instrument,
                       std::string_view source) const noexcept {
    if (flatten) return true;
    const LatchState whole = state();
    if (whole == LatchState::Halted) return false;
    const LatchState part = m_scopes.now().level(instrument, source);
    if (part == LatchState::Halted) return false;
    return reduces || (whole == LatchState::Active && part == LatchState::Active);
}

KillLatch::Stop KillLatch::stop() const noexcept {
    const std::uint64_t word = m_word.load(std::memory_order_seq_cst);
    Stop out;
    out.state = stateOf(word);
    if (out.state == LatchState::Active) return out;
    out.number = numberOf(word);
    out.durable = m_durable_number.load() == out.number;
    out.since = {m_since_ns.load()};
    return out;
}

void KillLatch::setDurable(bool durable, std::string why) {
    m_draft.durable = durable;
    m_draft.not_durable_reason = std::move(why);
    // The draft's state, not the flag's: a stop of the whole is not durable because REDUCING was.
    const std::uint64_t bits = static_cast<std::uint64_t>(m_draft.state);
    const std::uint64_t word = m_word.load(std::memory_order_seq_cst);
    m_durable_number.store(durable ? numberOf((word & ~kStateMask) | bits) : 0);
}

void KillLatch::addLive(LatchView& view, std::uint64_t word) const {
    view.armed = armed();
    const ScopeTable& parts = m_scopes.now();
    view.scopes = parts.scopes;
    view.scope_id = parts.scopes.empty() ? Id128{} : m_scope_id;
    if (view.durable && m_scopes_written.load() != parts.version) {
        view.durable = false;
        view.not_durable_reason = "a stopped part is being written";
    }
    view.routes.clear();
    view.flat = false;
    if (view.state != LatchState::Halted) return;
    view.routes = m_routes.rows(numberOf(word), m_clock.mono().ns - m_since_ns.load());
    const bool fenced = view.step(StepId::Fence).state == StepState::Done;
    view.flat = fenced && std::all_of(view.routes.begin(), view.routes.end(),
                                      [](const LatchRoute& route) { return route.green; });
    if (view.routes.empty()) return;
    LatchStep& cancel = view.step(StepId::Cancel);
    cancel.state = StepState::Done;
    cancel.detail.clear();
    cancel.ns = 0;
    for (const LatchRoute& route : view.routes) {
        if (route.outcome.empty()) cancel.state = StepState::Pending;
        if (!route.green && !route.outcome.empty() && cancel.state == StepState::Done) cancel.state = StepState::Failed;
        cancel.ns = std::max(cancel.ns, route.mark(RouteStep::Verified).ns);
        cancel.detail += (cancel.detail.empty() ? "" : "; ") + route.name + ": " +
                         (route.outcome.empty() ? "under way" : route.outcome);
    }
    if (cancel.state != StepState::Done) cancel.ns = -1;
}

void KillLatch::setRoutes(const std::vector<std::string>& names) {
    m_routes.set(names);
    m_routes_changed.store(true);
    wake();
}

void KillLatch::reportRoute(std::string_view route, std::uint64_t trip, RouteStep step, StepState state, Code code,
                            std::string_view detail) {
    if (step == RouteStep::Count || trip == 0 || trip != stop().number) return;
    const std::int64_t ns = state == StepState::Pending ? -1 : m_clock.mono().ns - m_since_ns.load();
    if (!m_routes.report(route, trip, step, {state, ns, code, oneLine(detail)})) return;
    m_routes_changed.store(true);
    wake();
}

Status KillLatch::tripScope(ScopeKind kind, std::string_view key, std::uint8_t scope_state, Code cause,
                            std::string_view actor, std::string_view reason) {
    if (scope_state != kScopeReduce && scope_state != kScopeHalt)
        return Error{Code::Args, "risk.scope", "a part is halted or reducing"};
    Result<LatchScope> scope = scopeFor(kind, key, scope_state, m_clock.wall().ns);
    if (!scope) return scope.error();
    const ScopeBook::Added added = m_scopes.add(*scope);
    if (added == ScopeBook::Added::Full) {
        trip(Code::ScopeTableFull, actor, scopeText(*scope) + ": " + std::string(reason));
        return Done{};
    }
    {
        const std::lock_guard lock(m_scope_events_mutex);
        m_scope_events.push_back({*std::move(scope), cause, oneLine(actor), oneLine(reason),
                                  added == ScopeBook::Added::Covered ? "latch.also" : "latch.scope"});
    }
    wake();
    return Done{};
}

/// Parts that the file holds and we do not: another engine's, or those of the run before.
void KillLatch::adoptScopes(const std::vector<LatchScope>& scopes) {
    const bool whole = m_scopes_written.load() == m_scopes.now().version;
    bool all = true;
    for (const LatchScope& scope : scopes) {
        const ScopeBook::Added added = m_scopes.add(scope);
        if (added == ScopeBook::Added::Full) {
            all = false;
            trip(Code::ScopeTableFull, "file", scopeText(scope));
        }
        if (added == ScopeBook::Added::Changed) m_changed = true;
    }
    if (whole && all) m_scopes_written.store(m_scopes.now().version);  // nothing of ours was missing in the file
}

void KillLatch::pollScopes(const LatchImage& image) {
    const std::uint64_t before = m_scopes.now().version;
    adoptScopes(image.newest.scopes);
    const ScopeTable& parts = m_scopes.now();
    if (parts.version != before)
        for (const LatchScope& scope : image.newest.scopes)
            notice(Severity::Critical, Code::LatchScope, "in force in the file: " + scopeText(scope));
    if (m_scopes_written.load() != parts.version || !m_scopes_problem.empty()) return;
    const bool held = std::all_of(parts.scopes.begin(), parts.scopes.end(), [&](const LatchScope& scope) {
        return std::any_of(image.newest.scopes.begin(), image.newest.scopes.end(), [&](const LatchScope& there) {
            return there.kind == scope.kind && there.key == scope.key && there.state >= scope.state;
        });
    });
    if (held) return;
    m_scopes_problem = kPeerFreed;  // not written again: no ping-pong
    notice(Severity::Warning, Code::LatchScope, kPeerFreed);
}

/// One slot that differs from the newest only in the parts. A file that is not good is not mended here: the poll stops
/// the whole for it, and that stop carries the parts along.
Status KillLatch::writeScopes(std::uint64_t& version) {
    const std::string& path = m_config.paths.latch;
    OpenFile lock(m_fs);  // without it the part is written all the same
    if (lock.open(m_config.paths.os_lock, O_RDWR | O_CREAT, 0660) == 0) (void)lockWithin(m_fs, lock.fd(), kLockWaitMs);
    const LatchImage image = readLatchFile(m_fs, path, m_config.facts.simulated);
    if (image.kind != LatchImage::Kind::Good || image.newest.latch_id != m_latch_id)
        return Error{Code::LatchNotDurable, "risk.scope", path + ": " + image.detail};
    m_seq = std::max(m_seq, image.newest.seq);
    adoptScopes(image.newest.scopes);
    LatchSlot slot = slotFor(m_draft.state, image.newest.seq + 1);
    version = m_slot_scopes;
    if (!m_todo_durable) {  // else the stop of the whole goes along
        slot.state = image.newest.state;
        slot.cause = image.newest.cause;
        slot.wall_ns = image.newest.wall_ns;
        slot.trip_id = image.newest.trip_id;
    }
    if (!m_write_unsure) {
        if (writeSlot(m_fs, path, slot)) {
            m_seq = slot.seq;
            rememberInode();
            return Done{};
        }
        m_seq += 2;  // past whatever that write left
    }
    m_write_unsure = true;
    slot.seq = m_seq + 1;
    if (Status replaced = replaceLatchFile(m_fs, path, std::move(slot)); !replaced) return replaced;
    m_write_unsure = m_todo_durable;
    m_seq += 2;
    rememberInode();
    return Done{};
}

void KillLatch::stepScopes() {
    drainScopes();
    if (m_scopes_written.load() == m_scopes.now().version || m_clock.mono().ns < m_scope_retry_mono_ns) return;
    m_changed = true;
    std::uint64_t version = 0;
    const Status written = writeScopes(version);
    if (written) {
        m_scopes_written.store(version);
        m_scopes_problem.clear();
        return;
    }
    m_scope_retry_mono_ns = m_clock.mono().ns + m_config.retry_ms * kNsPerMs;
    if (m_scopes_problem == written.error().detail) return;
    m_scopes_problem = written.error().detail;
    notice(Severity::Critical, Code::LatchNotDurable, "a stopped part is NOT DURABLE: " + m_scopes_problem);
}

void KillLatch::drainScopes() {
    std::vector<ScopeEvent> events;
    {
        const std::lock_guard lock(m_scope_events_mutex);
        events.swap(m_scope_events);
    }
    for (const ScopeEvent& one : events) {
        const std::string_view state = one.scope.state == kScopeHalt ? "HALTED" : "REDUCING";
        m_changed = true;
        audit(one.action, one.actor, one.cause, one.reason, scopeText(one.scope), "", state);
        notice(Severity::Critical, Code::LatchScope,
               std::string(state) + " " + scopeText(one.scope) + (one.reason.empty() ? "" : ": " + one.reason));
    }
}

Status KillLatch::applyScopeReset(const ResetBasis& basis, std::string_view which, AuditEntry entry) {
    std::unique_lock lock(m_disk, std::defer_lock);
    if (!lockFor(lock, kBusyWaitMs)) return refuse(Code::LatchBusy, "the latch is busy with its disk");
    const ScopeTable& parts = m_scopes.now();
    const auto moved = [&] { return m_scopes.now().version != basis.scope_version || m_word.load() != basis.word; };
    if (moved()) return refuse(Code::ResetNotPrepared, "another trigger came since it was prepared: prepare again");
    if (m_write_unsure || m_todo_done) return refuse(Code::LatchBusy, "a stop is still being carried out");
    std::vector<LatchScope> left = parts.scopes;
    const auto freed = std::erase_if(
        left, [&](const LatchScope& scope) { return which.empty() || scopeText(scope) == which; });
    if (freed == 0) return refuse(Code::Args, "no stopped part of that name: " + std::string(which));

    OpenFile os_lock(m_fs);
    if (os_lock.open(m_config.paths.os_lock, O_RDWR | O_CREAT, 0660) != 0 ||
        lockWithin(m_fs, os_lock.fd(), kLockWaitMs) != 0)
        return refuse(Code::LatchBusy, "another process holds the latch");
    const LatchImage image = readLatchFile(m_fs, m_config.paths.latch, m_config.facts.simulated);
    if (image.kind != LatchImage::Kind::Good || image.newest.latch_id != m_latch_id)
        return refuse(Code::LatchCorrupt, m_config.paths.latch + ": " + image.detail);
    adoptScopes(image.newest.scopes);
    if (moved()) return refuse(Code::ResetNotPrepared, "another engine stopped a part: prepare again");
    m_armed.store(false);
    LatchSlot slot = image.newest;
    slot.seq = image.newest.seq + 1;
    slot.scopes = left;
    const Status written = writeSlot(m_fs, m_config.paths.latch, slot);
    m_seq = slot.seq;
    const bool in_force = written && m_scopes.replace(basis.scope_version, std::move(left));
    if (!in_force) {
        // What the file says is unsure, or a part was added meanwhile: everything is written again.
        m_write_unsure = !written;
        m_scopes_written.store(0);
        lock.unlock();
        wake();
        if (!written) return written;
        return refuse(Code::ResetNotPrepared, "another part was stopped meanwhile: prepare again");
    }
    rememberInode();
    m_scopes_written.store(m_scopes.now().version);
    m_scopes_problem.clear();
    m_changed = true;
    entry.before = "SCOPES " + std::to_string(parts.scopes.size());
    entry.after = "SCOPES " + std::to_string(m_scopes.now().scopes.size());
    if (m_audit != nullptr) m_audit_lines.push_back(std::move(entry));
    lock.unlock();
    wake();
    return Done{};
}

}  // namespace bw::risk
