// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <functional>
#include <memory>
#include <string>

#include "core/api/engine_api.h"
#include "core/ops/config.h"
#include "core/risk/audit.h"
#include "core/risk/clock.h"
#include "core/risk/kill_signal.h"
#include "core/risk/latch.h"
#include "core/risk/latch_fs.h"
#include "core/risk/reset.h"
#include "core/risk/watchdog.h"

namespace bw::app {

[[nodiscard]] risk::LatchConfig latchConfigOf(const ops::Config& config, const std::string& data_dir, risk::LatchFs& fs);
[[nodiscard]] std::string auditDirOf(const ops::Config& config, risk::LatchFs& fs);

/// The kill latch of this process and all that serves it. Made before any feed opens, destroyed last. Public functions:
/// any thread.
class RiskHost {
public:
    /// `on_change` and `on_notice`: watchdog thread, must not block.
    RiskHost(const ops::Config& config, const std::string& data_dir, risk::LatchHooks hooks);
    /// Sets the flag at once and returns; the steps follow on the watchdog thread.
    void trip(Code cause, std::string_view actor, std::string_view reason) { m_latch.trip(cause, actor, reason); }
    void trip(Code cause, std::string_view actor, std::string_view reason, risk::LatchState target) {
        m_latch.trip(cause, actor, reason, target);
    }
    /// What a limit or a route wants. `simulated`: the paper account's, which must never stop the real one.
    void tripAutomatic(Code cause, std::string_view actor, std::string_view reason, risk::LatchState target, bool simulated) {
        if (!simulated) m_latch.trip(cause, actor, reason, target);
    }
    [[nodiscard]] risk::LatchState latchState() const { return m_latch.state(); }
    /// Live arming: the latch must be ACTIVE.
    [[nodiscard]] Status mayArm() { return m_latch.arm(); }
    [[nodiscard]] risk::LatchFs& files() { return m_fs; }
    [[nodiscard]] risk::Audit& audit() { return m_audit; }
    [[nodiscard]] api::RiskView view() const;
    [[nodiscard]] risk::LatchView latchView() const { return m_latch.snapshot(); }
    /// What `kill --status --json` and `GET /api/v1/kill` answer.
    [[nodiscard]] QJsonObject statusJson() const;
    [[nodiscard]] Result<api::ResetTicket> prepare();
    [[nodiscard]] Status commit(const risk::ResetRequest& request) { return m_reset.commit(request); }
    [[nodiscard]] Status setKey(std::string_view old_key, std::string_view new_key);
    [[nodiscard]] risk::Watchdog& watchdog() { return m_watchdog; }
    /// The paper order gate's question.
    [[nodiscard]] bool allowsOpening() const { return m_latch.allowsOpening(); }

private:
    risk::PosixLatchFs m_fs;
    risk::SystemRiskClock m_clock;
    risk::Audit m_audit;
    risk::KillLatch m_latch;
    struct Loaded {
        Loaded(risk::KillLatch& latch, const risk::LatchHooks& hooks) { latch.load(hooks); }
    } m_loaded;
    risk::KillSignal m_signal;
    risk::Watchdog m_watchdog;
    risk::KillReset m_reset;
};

/// {"ctl":"latch",...} as the engine hears of the latch.
[[nodiscard]] std::string latchFrame(const risk::LatchView& view);

}  // namespace bw::app
