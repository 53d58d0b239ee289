// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/risk_host.h"

#include <unistd.h>

#include <filesystem>

#include "app/kill_json.h"
#include "app/version.h"
#include "core/feed/transport/control_frame.h"
#include "core/risk/reset_key.h"

namespace bw::app {
namespace {

bool hasJournal(const std::string& data_dir) {
    for (const char* sub : {"journal", "demo/journal"}) {
        std::error_code error;
        for (std::filesystem::directory_iterator it(std::filesystem::path(data_dir) / sub, error), end; !error && it != end;
             it.increment(error))
            if (it->path().extension() == ".bwj") return true;
    }
    return false;
}

std::string hostName() {
    char room[256] = {};
    return gethostname(room, sizeof room - 1) == 0 ? room : "localhost";
}

}  // namespace

std::string auditDirOf(const ops::Config& config, risk::LatchFs& fs) {
    const std::string& wanted = config.text("risk.log_dir");
    if (wanted.empty()) return risk::logDirFromProcess(fs).path;
    const char* state_home = std::getenv("XDG_STATE_HOME");
    return risk::resolveLogDir(fs, wanted, state_home != nullptr ? state_home : "").path;
}

risk::LatchConfig latchConfigOf(const ops::Config& config, const std::string& data_dir, risk::LatchFs& fs) {
    risk::PathEnv env = risk::pathEnvFromProcess(data_dir, config.text("risk.lock_dir"));
    if (!config.isDefault("risk.kill.watch_paths")) env.watch_paths = config.list("risk.kill.watch_paths");
    risk::LatchConfig out;
    out.paths = risk::resolveLatchPaths(fs, env);
    out.facts.mode = config.text("execution.mode") == "paper" ? ExecutionMode::Paper : ExecutionMode::Off;
    out.facts.has_journal = hasJournal(data_dir);
    out.version = kVersion;
    out.host = hostName();
    return out;
}

RiskHost::RiskHost(const ops::Config& config, const std::string& data_dir, risk::LatchHooks hooks)
    : m_audit(m_fs, m_clock, auditDirOf(config, m_fs), "engine", kVersion, config.hash()),
      m_latch(m_fs, m_clock, &m_audit, latchConfigOf(config, data_dir, m_fs)), m_loaded(m_latch, hooks), m_signal(m_latch),
      m_watchdog(m_latch, m_clock, {100, static_cast<int>(config.integer("risk.kill.watch_ms")), 1000}, hooks),
      m_reset(m_latch, m_fs, m_clock, &m_audit, [this](Code cause) { return m_watchdog.causeStands(cause); }) {}

api::RiskView RiskHost::view() const {
    const risk::LatchView latch = m_latch.snapshot();
    api::RiskView out;
    switch (m_latch.state()) {  // the flag itself: the snapshot may be a few milliseconds behind it
        case risk::LatchState::Active: out.state = api::RiskView::State::Active; break;
        case risk::LatchState::Reducing: out.state = api::RiskView::State::Reducing; break;
        default: out.state = api::RiskView::State::Halted; break;
    }
    out.cause = latch.cause;
    out.reason = latch.reason;
    out.actor = latch.actor;
    out.since = {latch.since_wall_ns};
    out.trip_id = latch.state == risk::LatchState::Active ? std::string() : latch.trip_id.text();
    out.durable = latch.durable;
    out.key_set = risk::resetKeySet(const_cast<risk::PosixLatchFs&>(m_fs), m_latch.config().paths);
    if (latch.state != risk::LatchState::Active)
        for (const risk::LatchStep& step : latch.steps) {
            api::RiskStep& to = out.steps[static_cast<std::size_t>(out.step_count++)];
            to.name = step.name;
            to.state = static_cast<api::RiskStep::State>(step.state);
            to.since_trip_ns = step.ns;
        }
    out.latch_path = latch.latch_path;
    out.lock_dir = m_latch.config().paths.lock_dir;
    out.audit_lines = m_audit.last().seq;
    for (const risk::ThreadAge& thread : m_watchdog.threadAges()) {
        if (out.thread_count == static_cast<int>(out.threads.size())) break;
        auto& to = out.threads[static_cast<std::size_t>(out.thread_count++)];
        to.name = thread.name;
        to.age_ns = thread.age_ns;
    }
    return out;
}

QJsonObject RiskHost::statusJson() const {
    QJsonObject out = latchJson(m_latch.snapshot(), m_latch.config().paths.companion);
    out.insert(QStringLiteral("ok"), true);
    out.insert(QStringLiteral("version"), QString::fromLatin1(kVersion));
    return out;
}

Result<api::ResetTicket> RiskHost::prepare() {
    const auto ticket = m_reset.prepare();
    if (!ticket) return ticket.error();
    api::ResetTicket out{ticket->nonce, ticket->trip_id.text(), {}};
    for (const risk::ResetBlocker& blocker : ticket->blockers)
        out.blockers.push_back(std::string(codeName(blocker.code)) + " " + blocker.detail);
    return out;
}

Status RiskHost::setKey(std::string_view old_key, std::string_view new_key) {
    return risk::setResetKey(m_fs, m_clock, m_latch.config().paths, old_key, new_key);
}

std::string latchFrame(const risk::LatchView& view) {
    return feed::ControlFrame("latch")
        .add("state", risk::latchStateName(view.state))
        .add("cause", codeName(view.cause))
        .add("actor", view.actor)
        .add("reason", view.reason)
        .add("trip_id", view.trip_id.text())
        .text();
}

}  // namespace bw::app
