// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/reset.h"

#include <algorithm>

#include "core/model/sha256.h"
#include "core/risk/reset_key.h"

namespace bw::risk {
namespace {

constexpr std::int64_t kTicketNs = 60 * kNsPerSec;
constexpr std::size_t kReasonMin = 8;

Error refuse(Code code, std::string detail) {
    return {code, "risk.reset", std::move(detail)};
}

}  // namespace

std::string resetText(const Id128& trip_id) {
    return "RESET " + trip_id.text().substr(0, 6);
}

KillReset::KillReset(KillLatch& latch, LatchFs& fs, const RiskClock& clock, Audit* audit,
                     ResetChecks checks)
    : m_latch(latch), m_fs(fs), m_clock(clock), m_audit(audit), m_checks(std::move(checks)) {}

std::vector<ResetBlocker> KillReset::blockers() {
    std::vector<ResetBlocker> out = m_latch.resetBlockers();
    if (m_basis.state != LatchState::Active && m_checks.cause_stands && m_checks.cause_stands(m_basis.cause))
        out.push_back({Code::ResetCausePersists, std::string(codeName(m_basis.cause)) + " still stands", {}});
    if (const std::uint64_t unknown = m_checks.unknown_orders ? m_checks.unknown_orders() : 0; unknown != 0)
        out.push_back({Code::ResetUnknownOrder, std::to_string(unknown) + " orders in UNKNOWN: resolve them first", {}});
    return out;
}

Result<ResetTicket> KillReset::prepare() {
    const std::lock_guard lock(m_mutex);
    m_nonce.clear();
    m_basis = m_latch.resetBasis();
    if (m_basis.state == LatchState::Active && !m_basis.has_scopes) return refuse(Code::ResetNotHalted, "the latch is ACTIVE");
    m_nonce = randomId().text();
    m_expires_boot_ns = m_clock.boot().ns + kTicketNs;
    return ResetTicket{m_nonce, m_basis.trip_id, m_basis.state, m_basis.cause, resetText(m_basis.trip_id), blockers()};
}

Status KillReset::judge(const ResetRequest& request) {
    if (const std::int64_t ns = resetLockedNs(m_fs, m_clock, m_latch.config().paths); ns > 0)
        return refuse(Code::ResetLocked, "too many wrong keys; wait " + std::to_string(ns / kNsPerSec + 1) + " s");
    if (m_nonce.empty() || !equalConstantTime(request.nonce, m_nonce))
        return refuse(Code::ResetNotPrepared, "prepare the reset first");
    if (m_clock.boot().ns > m_expires_boot_ns) {
        m_nonce.clear();
        return refuse(Code::ResetExpired, "60 s are over: prepare again");
    }
    const bool parts = !request.scope.empty() || m_basis.state == LatchState::Active;
    if (!parts && (request.target == LatchState::Halted || request.target == m_basis.state))
        return refuse(Code::Args, "the target must be left of the present state");
    if (request.reason.size() < kReasonMin) return refuse(Code::ResetReason, "a reason of at least 8 characters");
    if (request.typed != resetText(m_basis.trip_id))
        return refuse(Code::ResetTextWrong, "type exactly: " + resetText(m_basis.trip_id));
    std::string waived;
    for (const ResetBlocker& blocker : blockers()) {
        const auto& names = request.waive;
        if (blocker.route.empty() || std::find(names.begin(), names.end(), blocker.route) == names.end())
            return refuse(blocker.code, blocker.detail);
        waived += "; waived " + blocker.detail;
    }
    if (m_checks.needs_key)
        if (Status key = checkResetKey(m_fs, m_clock, m_latch.config().paths, request.key); !key) return key;
    AuditEntry entry;
    entry.actor = request.actor;
    entry.channel = request.channel;
    entry.action = "latch.reset";
    entry.reason = request.reason;
    entry.detail = "trip " + m_basis.trip_id.text() + waived;
    if (parts) {
        entry.action = "latch.scope_reset";
        entry.detail = request.scope.empty() ? "every part" : request.scope;
        return m_latch.applyScopeReset(m_basis, request.scope, std::move(entry));
    }
    return m_latch.applyReset(m_basis, request.target, std::move(entry));
}

Status KillReset::commit(const ResetRequest& request) {
    const std::lock_guard lock(m_mutex);
    const Status outcome = judge(request);
    if (outcome) {
        m_nonce.clear();
        return outcome;
    }
    if (m_audit == nullptr) return outcome;
    const Status written = m_audit->append({request.actor, request.channel, "latch.reset_refused",
                                            std::string(latchStateName(m_basis.state)), "", outcome.error().code,
                                            request.reason, outcome.error().detail});
    if (!written)  // the refusal stands either way; say both
        return Error{outcome.error().code, "risk.reset", outcome.error().detail + "; " + written.error().detail};
    return outcome;
}

}  // namespace bw::risk
