// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "core/risk/latch.h"

namespace bw::risk {

/// What the first step hands to a person.
struct ResetTicket {
    std::string nonce;  // 32 hex digits, good for 60 s; a new prepare replaces it
    Id128 trip_id;
    LatchState state = LatchState::Halted;
    Code cause = Code::Ok;
    std::string typed;                   // what has to be typed: "RESET 1a2b3c"
    std::vector<ResetBlocker> blockers;  // as of now; looked at again by the commit
};

struct ResetRequest {
    std::string nonce;
    LatchState target = LatchState::Active;  // or Reducing
    std::string reason;                      // at least 8 characters
    std::string typed;
    std::string key;
    std::string actor, channel;  // for the audit: "user:anna", "gui" or "cli"
    std::vector<std::string> waive{};  // routes that need not be verified, by name
    std::string scope{};  // frees this part alone (scopeText); "": the whole, or when that is ACTIVE, every part
};

/// What outside the latch stands against a reset. Empty functions: nothing does. Called on the resetting thread.
struct ResetChecks {
    std::function<bool(Code)> cause_stands;           // the trip's own cause is still there or cannot be measured
    std::function<std::uint64_t()> unknown_orders;    // orders of which nobody knows what became
    bool needs_key = true;                            // false: the simulated latch
};

/// The two keyed steps out of a stop (risk spec 1.7). Nothing but a person with the key gets through here: no timer, no
/// file, no message. Any thread but the order path; one internal mutex, commits take some 100 ms.
class KillReset {
public:
    /// `audit` may be null.
    KillReset(KillLatch& latch, LatchFs& fs, const RiskClock& clock, Audit* audit, ResetChecks checks);

    /// ResetNotHalted when neither the whole nor a part is stopped.
    [[nodiscard]] Result<ResetTicket> prepare();
    /// In this order: ResetLocked, ResetNotPrepared, ResetExpired, Args (target), ResetReason, ResetTextWrong, the
    /// first blocker's code that is not waived, ResetNoKey, ResetKeyWrong, and what the disk says (LatchBusy, PeerHalt, LatchNotDurable
    /// ...). Every refusal leaves the stop and is audited. After success execution is disarmed; nothing is sent again.
    [[nodiscard]] Status commit(const ResetRequest& request);

private:
    [[nodiscard]] Status judge(const ResetRequest& request);
    [[nodiscard]] std::vector<ResetBlocker> blockers();

    KillLatch& m_latch;
    LatchFs& m_fs;
    const RiskClock& m_clock;
    Audit* const m_audit;
    const ResetChecks m_checks;
    std::mutex m_mutex;  // the prepared step
    std::string m_nonce;
    ResetBasis m_basis;
    std::int64_t m_expires_boot_ns = 0;
};

/// "RESET " and the first six hex digits of the trip.
[[nodiscard]] std::string resetText(const Id128& trip_id);

}  // namespace bw::risk
