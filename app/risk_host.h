// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/engine_registry.h"
#include "app/order_permit.h"
#include "core/api/engine_api.h"
#include "core/ops/config.h"
#include "core/risk/audit.h"
#include "core/risk/clock.h"
#include "core/risk/guard.h"
#include "core/risk/kill_signal.h"
#include "core/risk/latch.h"
#include "core/risk/latch_fs.h"
#include "core/risk/reset.h"
#include "core/risk/watchdog.h"
#include "core/risk/watchdog_watch.h"

namespace bw::app {

[[nodiscard]] risk::LatchConfig latchConfigOf(const ops::Config& config, const std::string& data_dir, risk::LatchFs& fs);
/// Of the simulated namespace: <data_dir>/risk/sim.
[[nodiscard]] risk::LatchConfig simulatedConfigOf(const std::string& data_dir);
[[nodiscard]] std::string auditDirOf(const ops::Config& config, risk::LatchFs& fs);

/// What the engine of the moment knows of a stop; none of the functions waits. Empty: nothing is known, nothing stands.
struct EngineFacts {
    std::function<std::uint64_t()> unknown_orders;
    std::function<bool(Code)> cause_stands;
    std::function<std::uint32_t()> gateway_fails;  // consecutive heartbeats a gateway failed: MT5-CRS's fail_count
};

/// The kill latches of this process and all that serves them: the real one, and the one of the simulated namespace that
/// paper orders need too (risk spec 0). Made before any feed opens, destroyed last. Public functions: any thread.
class RiskHost {
public:
    /// `on_change` and `on_notice`: a watchdog thread, must not block; on_change may come before this constructor
    /// returns. LatchView::simulated tells the two apart.
    RiskHost(const ops::Config& config, const std::string& data_dir, risk::LatchHooks hooks);

    /// Sets the flag at once and returns; the steps follow on the watchdog thread. What a person did (MANUAL_*) stops
    /// both namespaces. The id of the trip that holds.
    risk::Id128 trip(Code cause, std::string_view actor, std::string_view reason,
                     risk::LatchState target = risk::LatchState::Halted) noexcept;
    /// What a limit or a route wants. `simulated`: the paper account's, which must never stop the real one.
    void tripAutomatic(Code cause, std::string_view actor, std::string_view reason, risk::LatchState target,
                       bool simulated) noexcept;
    /// Stops a part, of both namespaces when a person did it. May wait for a short lock.
    [[nodiscard]] Status haltScope(risk::ScopeKind kind, std::string_view key, bool halted, Code cause, std::string_view actor,
                                   std::string_view reason);
    /// The same of an automatic finding.
    [[nodiscard]] Status haltScopeAutomatic(risk::ScopeKind kind, std::string_view key, bool halted, Code cause,
                                            std::string_view actor, std::string_view reason, bool simulated);
    [[nodiscard]] risk::LatchState latchState() const { return m_latch.state(); }
    /// The paper order gate's question: both namespaces.
    [[nodiscard]] bool allowsOpening() const { return m_latch.allowsOpening() && m_sim.allowsOpening(); }
    /// Live arming. The latch must be ACTIVE, its directory local, its audit whole or acknowledged, and the guard alive
    /// where it is required.
    [[nodiscard]] Status mayArm();
    void disarm() noexcept { m_latch.disarm(); }
    [[nodiscard]] std::uint32_t gatewayFails() const;
    /// WATCHDOG_LOST: the engine's thread calls it every 100 ms or so. Stops while armed, else tells.
    void watchWatchdog(MonoTime now);
    /// What alerts ask; guardLost is empty when no guard is wanted.
    [[nodiscard]] std::optional<bool> guardLost() const;
    [[nodiscard]] bool auditUnwritable() const { return m_latch.auditUnwritable(); }
    [[nodiscard]] bool auditMismatch() const { return m_latch.auditMismatch() && !m_audit_acknowledged.load(); }
    [[nodiscard]] const std::string& logDir() const { return m_audit.dir(); }
    /// A person has looked at AUDIT_MISMATCH. Audited.
    [[nodiscard]] Status acknowledgeAudit(std::string_view actor);

    /// The routes a stop has to reach (live ones only).
    void setRoutes(const std::vector<std::string>& names) { m_latch.setRoutes(names); }
    /// What the senders of live orders ask and tell.
    [[nodiscard]] feed::OrderPermit& permit() { return m_permit; }
    /// Replaced when the session changes; {} before it ends. Waits for a call under way.
    void setEngineFacts(EngineFacts facts);

    [[nodiscard]] api::RiskView view() const;
    [[nodiscard]] risk::LatchView latchView() const { return m_latch.snapshot(); }
    [[nodiscard]] risk::LatchView simulatedView() const { return m_sim.snapshot(); }
    /// {"ctl":"latch",...} as the engine hears of both latches.
    [[nodiscard]] std::string latchFrame() const;
    /// What `kill --status --json` and `GET /api/v1/kill` answer.
    [[nodiscard]] QJsonObject statusJson() const;

    /// Of the real latch, or of the simulated one when that alone is stopped.
    [[nodiscard]] Result<api::ResetTicket> prepare();
    /// The newest ticket is for the simulated latch alone: no key.
    [[nodiscard]] bool ticketIsSimulated() const { return m_ticket_simulated.load(); }
    /// Resets what prepare() gave the ticket for; with the real latch goes the simulated one if it is stopped. The
    /// simulated one alone asks for no key.
    [[nodiscard]] Status commit(const risk::ResetRequest& request);
    [[nodiscard]] Status setKey(std::string_view old_key, std::string_view new_key);

    [[nodiscard]] risk::Watchdog& watchdog() { return m_watchdog; }
    /// Paper orders are possible: a stalled engine stops the simulated namespace.
    [[nodiscard]] Status armSimulated() { return m_sim.arm(); }
    [[nodiscard]] risk::Watchdog& simulatedWatchdog() { return m_sim_watchdog; }
    [[nodiscard]] risk::LatchFs& files() { return m_fs; }
    [[nodiscard]] risk::Audit& audit() { return m_audit; }

private:
    [[nodiscard]] risk::LatchHooks watchdogHooks();
    [[nodiscard]] bool causeStands(Code cause) const;
    [[nodiscard]] std::uint64_t unknownOrders() const;
    [[nodiscard]] Status commitSimulated(const risk::ResetRequest& request);

    risk::PosixLatchFs m_fs;
    risk::SystemRiskClock m_clock;
    const std::string m_data_dir;
    risk::Audit m_audit;
    risk::KillLatch m_latch, m_sim;
    struct Loaded {
        Loaded(risk::KillLatch& latch, const risk::LatchHooks& hooks) { latch.load(hooks); }
    } m_loaded, m_sim_loaded;
    LatchPermit m_permit{m_latch};
    std::atomic<bool> m_audit_acknowledged{false};
    mutable std::mutex m_facts_mutex;  // m_facts; held over a call of one, and none of them waits
    EngineFacts m_facts;
    std::mutex m_ticket_mutex;  // held over a whole prepare or commit
    std::atomic<bool> m_ticket_simulated{false};
    EngineRegistration m_registration;
    risk::KillSignal m_signal;
    const risk::LatchHooks m_hooks;
    const bool m_guard_required;
    const std::unique_ptr<risk::GuardLink> m_guard;  // or none; beats on the watchdog thread
    risk::Watchdog m_watchdog, m_sim_watchdog;  // a thread each: a hung data disk must not hold up the real stop
    risk::WatchdogWatch m_watch{m_watchdog.beats()};  // engine thread
    risk::KillReset m_reset, m_sim_reset;
};

[[nodiscard]] std::string latchFrame(const risk::LatchView& real, const risk::LatchView& simulated);

}  // namespace bw::app
