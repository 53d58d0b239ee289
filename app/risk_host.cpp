// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/risk_host.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "app/kill_json.h"
#include "app/version.h"
#include "core/feed/transport/control_frame.h"
#include "core/risk/reset_key.h"
#include "core/risk/text.h"

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
    return risk::logDirFromProcess(fs, config.text("risk.log_dir")).path;
}

risk::LatchConfig latchConfigOf(const ops::Config& config, const std::string& data_dir, risk::LatchFs& fs) {
    risk::PathEnv env = risk::pathEnvFromProcess(data_dir, config.text("risk.lock_dir"));
    if (!config.isDefault("risk.kill.watch_paths")) env.watch_paths = config.list("risk.kill.watch_paths");
    risk::LatchConfig out;
    out.paths = risk::resolveLatchPaths(fs, env);
    const std::string& mode = config.text("execution.mode");
    out.facts.mode = mode == "live" ? ExecutionMode::Live : mode == "paper" ? ExecutionMode::Paper : ExecutionMode::Off;
    out.facts.has_journal = hasJournal(data_dir);
    out.version = kVersion;
    out.host = hostName();
    return out;
}

risk::LatchConfig simulatedConfigOf(const std::string& data_dir) {
    risk::LatchConfig out;
    out.paths = risk::simulatedLatchPaths(data_dir);
    out.facts.simulated = true;  // its first run is ACTIVE: what it keeps is paper
    out.version = kVersion;
    out.host = hostName();
    return out;
}

namespace {

bool isManual(Code cause) noexcept {
    switch (cause) {
        case Code::ManualGui:
        case Code::ManualHotkey:
        case Code::ManualTray:
        case Code::ManualHttp:
        case Code::ManualNats:
        case Code::ManualCli:
        case Code::ManualSignal: return true;
        default: return false;
    }
}

/// Both watchdogs see the same pause; it is told once.
risk::LatchHooks simulatedHooks(const risk::LatchHooks& hooks) {
    risk::LatchHooks out = hooks;
    out.on_notice = [tell = hooks.on_notice](Severity severity, Code code, const std::string& text) {
        if (tell && code != Code::ProcessPaused) tell(severity, code, "simulated: " + text);
    };
    return out;
}

api::RiskView::State stateOf(risk::LatchState state) {
    switch (state) {
        case risk::LatchState::Active: return api::RiskView::State::Active;
        case risk::LatchState::Reducing: return api::RiskView::State::Reducing;
        default: return api::RiskView::State::Halted;
    }
}

void addStep(api::RiskView& out, std::string_view name, std::string_view route, risk::StepState state, std::int64_t ns,
             std::string_view detail) {
    if (out.step_count == static_cast<int>(out.steps.size())) return;
    api::RiskStep& to = out.steps[static_cast<std::size_t>(out.step_count++)];
    to.name = name;
    to.route = route;
    to.state = static_cast<api::RiskStep::State>(state);
    to.since_trip_ns = ns;
    to.detail = detail;
}

void addSteps(api::RiskView& out, const risk::LatchView& latch) {
    for (const risk::LatchStep& step : latch.steps)
        if (&step != &latch.step(risk::StepId::Cancel) || latch.routes.empty())
            addStep(out, step.name, "", step.state, step.ns, step.detail);
    for (const risk::LatchRoute& route : latch.routes)
        for (const risk::RouteStep step : {risk::RouteStep::Sent, risk::RouteStep::Acknowledged, risk::RouteStep::Queried,
                                           risk::RouteStep::Verified}) {
            const risk::RouteMark& mark = route.mark(step);
            std::string detail = mark.detail.empty() && mark.code != Code::Ok ? std::string(codeName(mark.code)) : mark.detail;
            if (step == risk::RouteStep::Verified && !route.outcome.empty())
                detail = route.outcome + (detail.empty() ? "" : ": " + detail);
            addStep(out, risk::routeStepName(step), route.name, mark.state, mark.ns, detail);
        }
}

void addScopes(api::RiskView& out, const risk::LatchView& latch) {
    for (const risk::LatchScope& scope : latch.scopes) {
        if (out.scope_count == static_cast<int>(out.scopes.size())) break;
        api::RiskView::Scope& to = out.scopes[static_cast<std::size_t>(out.scope_count++)];
        to.kind = static_cast<api::RiskView::Scope::Kind>(scope.kind);
        to.halted = scope.state == risk::kScopeHalt;
        to.key = scope.key;
        to.since = {scope.since_wall_ns};
    }
}

}  // namespace

RiskHost::RiskHost(const ops::Config& config, const std::string& data_dir, risk::LatchHooks hooks)
    : m_data_dir(data_dir), m_audit(m_fs, m_clock, auditDirOf(config, m_fs), "engine", kVersion, config.hash()),
      m_latch(m_fs, m_clock, &m_audit, latchConfigOf(config, data_dir, m_fs)),
      m_sim(m_fs, m_clock, &m_audit, simulatedConfigOf(data_dir)), m_loaded(m_latch, hooks),
      m_sim_loaded(m_sim, simulatedHooks(hooks)),
      m_registration(m_latch.config().paths.latch_dir, data_dir), m_signal(m_latch, &m_sim), m_hooks(hooks),
      m_guard_required(config.flag("risk.guard.required")), m_guard(config.flag("risk.guard.enabled") || m_guard_required
                  ? std::make_unique<risk::GuardLink>(m_fs, m_clock, m_latch.config().paths.latch_dir)
                  : nullptr),
      m_watchdog(m_latch, m_clock, {100, static_cast<int>(config.integer("risk.kill.watch_ms")), 1000}, watchdogHooks()),
      m_sim_watchdog(m_sim, m_clock, {1000, 1000, 1000}, simulatedHooks(hooks)),
      m_reset(m_latch, m_fs, m_clock, &m_audit,
              {[this](Code cause) { return causeStands(cause); }, [this] { return unknownOrders(); }, /*needs_key=*/true}),
      m_sim_reset(m_sim, m_fs, m_clock, &m_audit, {[this](Code cause) { return causeStands(cause); }, {}, /*needs_key=*/false}) {
    if (!hooks.on_notice) return;
    const risk::LogDir log = risk::logDirFromProcess(m_fs, config.text("risk.log_dir"));
    if (log.fallback)
        hooks.on_notice(Severity::Warning, Code::LogDirUnusable, "the wanted audit directory is unusable; " + log.path + " is used");
}

/// Before the watchdog starts: the beats of the guard go along with its samples.
risk::LatchHooks RiskHost::watchdogHooks() {
    risk::LatchHooks out = m_hooks;
    if (!m_guard) return out;
    out.on_sample = [this, also = m_hooks.on_sample](MonoTime now) {
        if (also) also(now);
        if (!m_guard->beat(now, m_latch.armed()) || !m_hooks.on_notice) return;
        if (m_guard->lost()) {
            m_hooks.on_notice(Severity::Critical, Code::GuardLost, "no guard answers: start bellwether kill --guard");
        } else {
            m_hooks.on_notice(Severity::Info, Code::GuardLost, "the guard is back");
        }
    };
    return out;
}

void RiskHost::watchWatchdog(MonoTime now) {
    if (!m_watch.lost(now)) return;
    if (m_latch.armed()) {
        m_latch.trip(Code::WatchdogLost, "engine", "the watchdog thread stands still");
    } else if (m_hooks.on_notice) {
        m_hooks.on_notice(Severity::Critical, Code::WatchdogLost, "the watchdog thread stands still: a stop would not become durable");
    }
}

std::optional<bool> RiskHost::guardLost() const {
    if (!m_guard) return std::nullopt;
    return m_guard->lost();
}

risk::Id128 RiskHost::trip(Code cause, std::string_view actor, std::string_view reason, risk::LatchState target) noexcept {
    const risk::Id128 id = m_latch.trip(cause, actor, reason, target);
    if (isManual(cause)) m_sim.trip(cause, actor, reason, target);
    return id;
}

void RiskHost::tripAutomatic(Code cause, std::string_view actor, std::string_view reason, risk::LatchState target,
                             bool simulated) noexcept {
    (simulated ? m_sim : m_latch).trip(cause, actor, reason, target);
}

Status RiskHost::haltScope(risk::ScopeKind kind, std::string_view key, bool halted, Code cause, std::string_view actor,
                           std::string_view reason) {
    if (Status done = haltScopeAutomatic(kind, key, halted, cause, actor, reason, /*simulated=*/false); !done) return done;
    if (!isManual(cause)) return Done{};
    return haltScopeAutomatic(kind, key, halted, cause, actor, reason, /*simulated=*/true);
}

Status RiskHost::haltScopeAutomatic(risk::ScopeKind kind, std::string_view key, bool halted, Code cause,
                                    std::string_view actor, std::string_view reason, bool simulated) {
    return (simulated ? m_sim : m_latch)
        .tripScope(kind, key, halted ? risk::kScopeHalt : risk::kScopeReduce, cause, actor, reason);
}

Status RiskHost::mayArm() {
    const risk::LatchPaths& paths = m_latch.config().paths;
    if (paths.remote)
        return Error{Code::LatchDirRemote, "risk.arm", paths.latch_dir + " is a network file system: no live execution"};
    if (m_guard_required && m_guard->lost())
        return Error{Code::GuardLost, "risk.arm", "risk.guard.required, and no guard answers: start bellwether kill --guard"};
    if (auditMismatch())
        return Error{Code::AuditMismatch, "risk.arm",
                     "the audit does not hold the line the latch knows: look at it, then bellwether kill --acknowledge-audit"};
    return m_latch.arm();
}

Status RiskHost::acknowledgeAudit(std::string_view actor) {
    const Status written = m_audit.append({std::string(actor), "cli", "audit.acknowledged", "", "", Code::AuditMismatch, "", ""});
    if (written) m_audit_acknowledged.store(true);
    return written;
}

void RiskHost::setEngineFacts(EngineFacts facts) {
    const std::lock_guard lock(m_facts_mutex);
    m_facts = std::move(facts);
}

bool RiskHost::causeStands(Code cause) const {
    if (m_watchdog.causeStands(cause)) return true;
    const std::lock_guard lock(m_facts_mutex);
    return m_facts.cause_stands && m_facts.cause_stands(cause);
}

std::uint64_t RiskHost::unknownOrders() const {
    const std::lock_guard lock(m_facts_mutex);
    return m_facts.unknown_orders ? m_facts.unknown_orders() : 0;
}

std::uint32_t RiskHost::gatewayFails() const {
    const std::lock_guard lock(m_facts_mutex);
    return m_facts.gateway_fails ? m_facts.gateway_fails() : 0;
}

api::RiskView RiskHost::view() const {
    // The real latch, unless it is open and the simulated one is not. The flag itself counts: a snapshot may be a few
    // milliseconds behind it.
    const bool simulated = m_latch.allowsOpening() && !m_sim.allowsOpening();
    const risk::KillLatch& shown = simulated ? m_sim : m_latch;
    const risk::LatchView latch = shown.snapshot();
    api::RiskView out;
    out.state = stateOf(shown.state());
    out.simulated = simulated;
    out.cause = latch.cause;
    out.reason = latch.reason;
    out.actor = latch.actor;
    out.since = {latch.since_wall_ns};
    out.trip_id = latch.state == risk::LatchState::Active ? std::string() : latch.trip_id.text();
    out.durable = latch.durable;
    out.armed = m_latch.armed();
    out.flat = latch.flat;
    out.also_count = latch.also_count;
    out.key_set = risk::resetKeySet(const_cast<risk::PosixLatchFs&>(m_fs), m_latch.config().paths);
    if (latch.state != risk::LatchState::Active) addSteps(out, latch);
    addScopes(out, m_latch.snapshot());
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
    KillFacts facts;
    facts.companion = m_latch.config().paths.companion;
    facts.drills = m_data_dir + "/risk/drills.jsonl";
    facts.fail_count = gatewayFails();
    QJsonObject out = latchJson(m_latch.snapshot(), facts);
    const risk::LatchView sim = m_sim.snapshot();
    out.insert(QStringLiteral("simulated"),
               QJsonObject{{QStringLiteral("state"), QString::fromUtf8(risk::latchStateName(sim.state).data())},
                           {QStringLiteral("cause"), QString::fromUtf8(codeName(sim.cause).data())},
                           {QStringLiteral("reason"), QString::fromStdString(sim.reason)},
                           {QStringLiteral("durable"), sim.durable}});
    out.insert(QStringLiteral("ok"), true);
    out.insert(QStringLiteral("version"), QString::fromLatin1(kVersion));
    return out;
}

Result<api::ResetTicket> RiskHost::prepare() {
    const std::lock_guard lock(m_ticket_mutex);
    Result<risk::ResetTicket> ticket = m_reset.prepare();
    m_ticket_simulated = !ticket && ticket.error().code == Code::ResetNotHalted;
    if (m_ticket_simulated) ticket = m_sim_reset.prepare();
    if (!ticket) return ticket.error();
    api::ResetTicket out{ticket->nonce, ticket->trip_id.text(), {}};
    for (const risk::ResetBlocker& blocker : ticket->blockers)
        out.blockers.push_back(std::string(codeName(blocker.code)) + " " + blocker.detail);
    return out;
}

Status RiskHost::commit(const risk::ResetRequest& request) {
    const std::lock_guard lock(m_ticket_mutex);
    if (m_ticket_simulated) return m_sim_reset.commit(request);
    if (Status done = m_reset.commit(request); !done) return done;
    return commitSimulated(request);
}

/// The person has typed and signed for the stop: the paper side of it needs no second round.
Status RiskHost::commitSimulated(const risk::ResetRequest& request) {
    const Result<risk::ResetTicket> ticket = m_sim_reset.prepare();
    if (!ticket) return Done{};  // it is open
    if (ticket->state == request.target && ticket->state != risk::LatchState::Active) return Done{};
    risk::ResetRequest again = request;
    again.nonce = ticket->nonce;
    again.typed = ticket->typed;
    if (ticket->state == risk::LatchState::Active && !request.scope.empty()) {
        const risk::LatchView sim = m_sim.snapshot();  // the part may never have been stopped there
        if (std::none_of(sim.scopes.begin(), sim.scopes.end(),
                         [&](const risk::LatchScope& scope) { return risk::scopeText(scope) == request.scope; }))
            return Done{};
    }
    Status done = m_sim_reset.commit(again);
    if (!done) return Error{done.error().code, "risk.reset", "the real latch is reset, the simulated one is not: " + done.error().detail};
    return done;
}

Status RiskHost::setKey(std::string_view old_key, std::string_view new_key) {
    return risk::setResetKey(m_fs, m_clock, m_latch.config().paths, old_key, new_key);
}

std::string RiskHost::latchFrame() const {
    return app::latchFrame(m_latch.snapshot(), m_sim.snapshot());
}

std::string latchFrame(const risk::LatchView& real, const risk::LatchView& simulated) {
    std::string out = feed::ControlFrame("latch")
                          .add("state", risk::latchStateName(real.state))
                          .add("sim_state", risk::latchStateName(simulated.state))
                          .add("cause", codeName(real.cause))
                          .add("actor", real.actor)
                          .add("reason", real.reason)
                          .add("trip_id", real.trip_id.text())
                          .add("sim_cause", codeName(simulated.cause))
                          .add("sim_reason", simulated.reason)
                          .text();
    out.back() = ',';
    out += "\"scopes\":[";
    bool first = true;
    const auto add = [&](const risk::LatchScope& scope, bool sim) {
        out += first ? "" : ",";
        first = false;
        out += "{\"kind\":" + std::to_string(scope.kind) + ",\"key\":" + risk::jsonQuote(scope.key) +
               ",\"halted\":" + (scope.state == risk::kScopeHalt ? "true" : "false") + (sim ? ",\"sim\":true}" : "}");
    };
    for (const risk::LatchScope& scope : real.scopes) add(scope, false);
    for (const risk::LatchScope& scope : simulated.scopes)
        if (std::none_of(real.scopes.begin(), real.scopes.end(), [&](const risk::LatchScope& have) {
                return have.kind == scope.kind && have.key == scope.key && have.state == scope.state;
            }))
            add(scope, true);
    return out + "]}";
}

}  // namespace bw::app
