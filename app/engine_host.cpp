// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_host.h"

#include <filesystem>
#include <fstream>

#include "app/notice_text.h"
#include "app/risk_config.h"
#include "app/source_document.h"
#include "app/version.h"
#include "core/risk/latch_fs.h"

namespace bw::app {
namespace {
constexpr std::size_t kDocumentMax = 1 << 20;
constexpr std::size_t kToldMax = 64;
constexpr std::string_view kSourceDocument = "source.json";

ExecutionMode executionModeOf(const ops::Config& config) {
    const std::string& mode = config.text("execution.mode");
    return mode == "live" ? ExecutionMode::Live : mode == "paper" ? ExecutionMode::Paper : ExecutionMode::Off;
}
}  // namespace

Result<std::unique_ptr<EngineHost>> EngineHost::create(Options options) {
    auto host = std::unique_ptr<EngineHost>(new EngineHost(std::move(options)));
    host->m_order_prefix = newOrderPrefix();
    const std::string& dir = host->m_options.data_dir;
    auto lock = journal::DirLock::take(dir, host->m_options.display ? "workstation" : "headless", kVersion, host->m_clock.wall());
    if (!lock) return lock.error();
    host->m_lock.emplace(std::move(*lock));
    const std::string& log_dir = host->m_options.config.text("logging.dir");
    host->m_log = std::make_unique<Log>(Log::Options{log_dir.empty() ? dir + "/log" : log_dir,
                                                     host->m_options.config.text("logging.level"), host->m_options.to_stderr});
    host->m_seen_log = std::make_unique<SeenLog>(dir + "/ledger/seen");
    risk::LatchHooks hooks;
    EngineHost* raw = host.get();
    hooks.on_change = [raw](const risk::LatchView& view) {
        const std::scoped_lock guard(raw->m_session_mutex);
        if (raw->m_session) raw->m_session->control("risk.latch!", raw->m_risk->latchFrame());
        // A reset disarms. Paper needs no person to arm it again.
        const bool paper = executionModeOf(raw->m_options.config) == ExecutionMode::Paper;
        if (paper && raw->m_session && raw->m_risk->allowsOpening() && raw->m_risk->armSimulated()) {
            trade::TradeCommand arm;
            arm.kind = trade::TradeCommand::Kind::Arm;
            arm.route = kPaperRoute;
            arm.actor = "configuration";
            raw->m_session->command(arm);
        }
        raw->m_log->notice(view.state == risk::LatchState::Active ? Severity::Info : Severity::Critical,
                           std::string(view.simulated ? "[latch, simulated] " : "[latch] ") + std::string(risk::latchStateName(view.state)) + " (" +
                               std::string(codeName(view.cause)) + ") by " + view.actor + ": " + view.reason +
                               (view.durable ? ", durable" : ", NOT DURABLE"));
    };
    hooks.on_notice = [raw](Severity severity, Code code, const std::string& text) {
        raw->m_log->line(severity, std::string(codeName(code)) + " " + text);
    };
    hooks.on_gate = [raw](Code code, bool closed) {
        trade::TradeCommand condition;
        condition.kind = trade::TradeCommand::Kind::Condition;
        condition.subject = "journal";
        condition.text = closed ? codeName(code) : codeName(Code::Ok);
        const std::scoped_lock guard(raw->m_session_mutex);
        if (raw->m_session) raw->m_session->command(condition);
    };
    hooks.on_paused = [raw](std::int64_t) {
        const std::scoped_lock guard(raw->m_session_mutex);
        if (raw->m_session) raw->m_session->control("risk.latch!", R"({"ctl":"risk.paused"})");
    };
    host->m_risk = std::make_unique<RiskHost>(host->m_options.config, dir, hooks);
    if (host->m_options.display) host->m_risk->watchdog().registerThread({"gui", &host->m_gui_beat, 2'000, 0, Code::Ok});
    host->m_drill = std::make_unique<DrillRunner>(
        dir, executionModeOf(host->m_options.config), [raw](const Result<DrillReport>& report) {
            if (!report) raw->tell(Severity::Warning, Code::DrillFailed, "the kill drill could not be run: " + report.error().detail);
            else if (report->pass) raw->tell(Severity::Info, Code::Ok, "kill drill passed");
            else raw->tell(Severity::Critical, report->code, "kill drill: " + drillProblem(*report));
        });
    host->m_alerts = std::make_unique<AlertHost>(host->m_options.config, *host->m_risk, host->m_options.display,
                                                 [raw](Severity severity, Code code, const std::string& text) { raw->tell(severity, code, text); });
    std::vector<std::string> said;
    static_cast<void>(riskConfigOf(host->m_options.config, said));
    for (const std::string& line : said) host->m_log->line(Severity::Info, line);
    if (!host->m_log->problem().empty())
        host->m_log->line(Severity::Warning, "no log file: " + host->m_log->problem());
    return host;
}

EngineHost::~EngineHost() { stop(); }

/// What a reset asks the engine: read from atomics, so a hung engine answers with what it last knew.
EngineFacts EngineHost::engineFacts(engine::EngineRunner& runner) {
    EngineFacts facts;
    facts.gateway_fails = [&runner] { return runner.gatewayFails(); };
    facts.unknown_orders = [&runner] { return runner.unknownOrders(); };
    facts.cause_stands = [&runner](Code cause) {
        for (std::size_t i = 0; i < std::size(engine::RiskDesk::kStandable); ++i)
            if (engine::RiskDesk::kStandable[i] == cause) return (runner.standingCauses() >> i & 1) != 0;
        return false;
    };
    return facts;
}

void EngineHost::stop() {
    std::unique_ptr<Session> session;
    {
        const std::scoped_lock guard(m_session_mutex);
        session = std::move(m_session);
    }
    if (!session) return;
    m_risk->setEngineFacts({});
    m_risk->setRoutes({});
    for (const char* thread : {"engine", "orders", "journal-sync"}) m_risk->watchdog().unregisterThread(thread);
    m_risk->simulatedWatchdog().unregisterThread("engine");
    session->stop();
    m_log->line(Severity::Info, "engine stopped; ledger " + session->runner().pipeline().ledger().sha256Hex() + ", " +
                                    std::to_string(session->runner().pipeline().counters().frames) + " frames");
    m_previous = std::move(session);
}

Status EngineHost::open(const api::SourceChoice& choice, bool from_config) {
    stop();
    Session::Options options;
    options.config = &m_options.config;
    options.choice = choice;
    options.from_config = from_config;
    options.data_dir = m_options.data_dir;
    options.data_lock = &*m_lock;
    options.display = m_options.display;
    options.demo_faults = m_options.demo_faults;
    options.on_notice = [this](const api::Notice& notice, std::string_view instrument) {
        m_log->notice(notice.severity, noticeText(notice, instrument));
    };
    options.on_trip = [this](Code cause, risk::LatchState target, std::string_view reason, bool simulated) {
        m_risk->tripAutomatic(cause, "engine", reason, target, simulated);
    };
    options.on_reduce_instrument = [this](std::string_view instrument, Code cause, std::string_view reason) {
        const Status done = m_risk->haltScopeAutomatic(risk::ScopeKind::Instrument, instrument, /*halted=*/false, cause, "engine",
                                                       reason, /*simulated=*/false);
        if (!done) tell(Severity::Critical, done.error().code, done.error().detail);
    };
    options.on_disarmed = [this] { m_risk->disarm(); };
    options.on_look = [this](MonoTime now) { m_risk->watchWatchdog(now); };
    options.permit = &m_risk->permit();
    options.files = &m_risk->files();
    options.audit = &m_risk->audit();
    m_alerts->drill_age_s = [this] { return m_drill->ageS(m_clock.wall()); };
    m_alerts->attach(options);
    auto session = Session::start(std::move(options), m_clock);
    if (!session) return session.error();
    {
        const std::scoped_lock guard(m_session_mutex);
        m_session = std::move(*session);
    }
    m_clear_pending = true;
    m_session->control("risk.latch!", m_risk->latchFrame());
    m_risk->setEngineFacts(engineFacts(m_session->runner()));
    m_risk->setRoutes(m_session->routes());
    if (executionModeOf(m_options.config) == ExecutionMode::Paper && m_session->mode() != RunMode::Replay) {
        m_risk->simulatedWatchdog().registerThread({"engine", &m_session->runner().heartbeat(), 2'000, 2'000, Code::EngineStall});
        if (const Status armed = m_risk->armSimulated(); !armed) tell(Severity::Warning, armed.error().code, "paper: " + armed.error().detail);
    }
    if (const std::atomic<std::uint64_t>* beat = m_session->runner().journalBeat()) {
        const int slow_ms = 3 * static_cast<int>(m_options.config.integer("journal.sync_ms"));
        m_risk->watchdog().registerThread(
            {"journal-sync", beat, std::max(1'000, slow_ms), 0, Code::Ok, std::max(5'000, slow_ms), Code::JournalStalled});
    }
    if (const feed::RouteThread* orders = m_session->orders())
        m_risk->watchdog().registerThread({"orders", &orders->heartbeat(), 500, 2'000, Code::ZmqStall});
    m_risk->watchdog().registerThread({"engine", &m_session->runner().heartbeat(), 500, 2'000, Code::EngineStall});
    m_log->line(Severity::Info, "running: " + m_session->summary());
    return Done{};
}

Status EngineHost::startDefault() {
    const ops::Config& config = m_options.config;
    if (!m_options.demo_faults.empty()) return open({}, /*from_config=*/false);
    if (!config.demoWanted()) return open({}, /*from_config=*/true);
    const auto saved = loadDocument(kSourceDocument);
    m_first_run = !saved && m_options.display;
    if (saved && m_options.display && !config.hasFeeds()) {
        const auto choice = sourceFromJson(*saved);
        if (choice && choice->kind != api::SourceChoice::Kind::Recording) {
            const Status status = open(*choice, false);
            if (status) return status;
            m_log->line(Severity::Warning, "the source chosen last did not start (" + std::string(codeName(status.error().code)) +
                                               " " + status.error().detail + "): the demo market runs instead");
        }
    }
    return open({}, false);
}

Status EngineHost::startReplay(const api::SourceChoice& choice) { return open(choice, false); }

Status EngineHost::chooseSource(const api::SourceChoice& choice) {
    if (choice.kind == api::SourceChoice::Kind::Demo && m_session && m_session->mode() == RunMode::Demo) {
        m_first_run = false;  // it runs already: what it has recorded and drawn stays
        return saveDocument(kSourceDocument, sourceToJson(choice));
    }
    const Status status = open(choice, false);
    if (!status) {
        // Something always runs: the window never stands there without an engine.
        if (const Status demo = open({}, false); !demo)
            m_log->line(Severity::Critical, "the demo market did not start: " + demo.error().detail);
        return status;
    }
    m_first_run = false;
    return saveDocument(kSourceDocument, sourceToJson(choice));
}

int EngineHost::instrumentCount() const { return m_session ? m_session->runner().pipeline().instrumentCount() : 0; }

api::Latest<api::MarketView>& EngineHost::market(int index) {
    return m_session ? m_session->runner().pipeline().instrument(index).view : m_no_market;
}
api::Latest<api::FeedsView>& EngineHost::feeds() { return m_session ? m_session->runner().feedsView() : m_no_feeds; }
api::Latest<api::EngineView>& EngineHost::engine() { return m_session ? m_session->runner().engineView() : m_no_engine; }

bool EngineHost::nextItem(api::DisplayItem& out) {
    if (m_clear_pending) {
        m_clear_pending = false;
        out = {};
        out.kind = api::DisplayItem::Kind::ClearHistory;
        return true;
    }
    return m_session && m_session->runner().nextItem(out);
}

bool EngineHost::nextNotice(api::Notice& out) {
    m_gui_beat.fetch_add(1, std::memory_order_release);  // asked for in every frame, so it shows that the GUI lives
    {
        const std::scoped_lock lock(m_told_mutex);
        if (!m_told.empty()) {
            out = m_told.front();
            m_told.pop_front();
            return true;
        }
    }
    return m_session && m_session->runner().nextNotice(out);
}

void EngineHost::tell(Severity severity, Code code, const std::string& text) {
    m_log->line(severity, std::string(codeName(code)) + " " + text);
    api::Notice notice;
    notice.wall = m_clock.wall();
    notice.severity = severity;
    notice.code = code;
    notice.text = text;
    const std::scoped_lock lock(m_told_mutex);
    if (m_told.size() < kToldMax) m_told.push_back(notice);
}

std::uint64_t EngineHost::heartbeat() const {
    return m_session ? m_session->runner().heartbeat().load(std::memory_order_acquire) : 0;
}

api::RunInfo EngineHost::runInfo() const {
    api::RunInfo info;
    info.mode = m_session ? m_session->mode() : RunMode::Demo;
    info.engine_name = "local";
    info.version = kVersion;
    info.data_dir = m_options.data_dir;
    info.log_path = m_log->path();
    info.journal_dir = m_session ? m_session->journalDir() : "";
    info.endpoint_summary = m_session ? m_session->summary() : "";
    info.first_run = m_first_run;
    return info;
}

void EngineHost::kill(std::string_view channel, std::string_view reason) {
    const bool chord = channel == "shortcut" || channel == "hotkey";
    m_risk->trip(chord ? Code::ManualHotkey : channel == "tray" ? Code::ManualTray : Code::ManualGui, channel, reason);
}

Status EngineHost::resetCommit(std::string_view nonce, std::string_view typed, std::string_view reason, std::string_view key) {
    risk::ResetRequest request;
    request.nonce = nonce;
    request.typed = typed;
    request.reason = reason;
    request.key = key;
    request.actor = "operator";
    request.channel = "gui";
    return m_risk->commit(request);
}

void EngineHost::resync(int instrument) {
    if (!m_session || instrument < 0 || instrument >= instrumentCount()) return;
    m_session->control("user!", "{\"ctl\":\"resync\",\"instrument\":\"" +
                                    m_session->runner().pipeline().instrument(instrument).id() + "\"}");
}

std::string EngineHost::documentPath(std::string_view name) const {
    return m_options.data_dir + "/ui/" + std::string(name);
}

Result<std::string> EngineHost::loadDocument(std::string_view name) {
    if (name.empty() || name.find_first_of("/\\") != std::string_view::npos)
        return Error{Code::Args, "document", "a document name has no folder in it"};
    std::ifstream file(documentPath(name), std::ios::binary);
    if (!file) return Error{Code::FileOpen, "document", std::string(name) + " does not exist"};
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (bytes.size() > kDocumentMax) return Error{Code::Size, "document", std::string(name) + " is larger than 1 MiB"};
    return bytes;
}

Status EngineHost::saveDocument(std::string_view name, std::string_view bytes) {
    if (name.empty() || name.find_first_of("/\\") != std::string_view::npos)
        return Error{Code::Args, "document", "a document name has no folder in it"};
    std::error_code error;
    std::filesystem::create_directories(m_options.data_dir + "/ui", error);
    risk::PosixLatchFs fs;  // write, sync, re-read, rename, sync the folder
    if (const int failed = risk::replaceFile(fs, documentPath(name), bytes, 0640); failed != 0)
        return Error{Code::UiSaveFailed, "document", std::string(name) + ": " + risk::errnoText(failed)};
    return Done{};
}

}  // namespace bw::app
