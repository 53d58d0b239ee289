// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "app/engine_config.h"
#include "app/feed_config.h"
#include "app/route_config.h"
#include "app/version.h"
#include "core/engine/risk_frames.h"
#include "core/feed/order/route_frames.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReplayAhead = 4'096;  // frames a replay may be ahead of the engine: it waits, it never drops

std::string ledgerName(WallTime wall) {
    std::string name = risk::isoUtcMs(wall);
    std::replace(name.begin(), name.end(), ':', '-');
    return name + ".jsonl";
}

}  // namespace

Session::Session(Options options, const feed::Clock& clock)
    : m_options(std::move(options)), m_clock(clock), m_inbox(clock), m_net_queue(m_inbox.addQueue()),
      m_zmq_queue(m_inbox.addQueue()), m_orders_queue(m_inbox.addQueue({4'096, 16U << 20})), m_control_queue(m_inbox.addQueue({1'024, 1U << 20})) {}

Session::~Session() { stop(); }

Result<std::unique_ptr<Session>> Session::start(Options options, const feed::Clock& clock) {
    auto session = std::unique_ptr<Session>(new Session(std::move(options), clock));
    const api::SourceChoice::Kind kind = session->m_options.choice.kind;
    Status status = Done{};
    if (session->m_options.from_config) status = session->openLive();
    else if (kind == api::SourceChoice::Kind::Demo) status = session->openDemo();
    else if (kind == api::SourceChoice::Kind::Recording) status = session->openReplay();
    else status = session->openLive();
    if (!status) return status.error();
    return session;
}

Status Session::openJournal(const std::string& dir) {
    if (!m_options.config->flag("journal.enabled")) return Done{};
    m_journal_dir = dir + "/journal";
    std::error_code error;
    fs::create_directories(fs::path(dir) / "ledger", error);
    if (error) return Error{Code::DirUnusable, "session.ledger", dir + "/ledger: " + error.message()};
    m_ledger_path = dir + "/ledger/" + ledgerName(m_clock.wall());
    journal::WriterOptions options;
    options.dir = m_journal_dir;
    options.segment_bytes = static_cast<std::uint64_t>(m_options.config->integer("journal.segment_bytes"));
    options.sync_ms = static_cast<int>(m_options.config->integer("journal.sync_ms"));
    options.disk_stop_bytes = static_cast<std::uint64_t>(m_options.config->integer("disk.stop_bytes"));
    options.version = kVersion;
    options.now_wall = m_clock.wall();
    options.now_mono = m_clock.mono();
    if (m_mode == RunMode::Demo) {
        auto lock = journal::DirLock::take(dir, "demo", kVersion, m_clock.wall());
        if (!lock) return lock.error();
        m_demo_lock.emplace(std::move(*lock));
    }
    auto writer = journal::Writer::open(options, m_demo_lock ? *m_demo_lock : *m_options.data_lock);
    if (!writer) return writer.error();
    m_journal = std::move(*writer);
    return Done{};
}

engine::EngineRunner::RiskPort Session::riskPort() {
    engine::EngineRunner::RiskPort port;
    port.send = [this](const RouteRequest& request) { return sendOrder(request); };
    port.trip = m_options.on_trip;
    port.reduce_instrument = m_options.on_reduce_instrument;
    port.disarmed = m_options.on_disarmed;
    port.look = m_options.on_look;
    port.audit = [this](engine::AuditLine line) { m_risk_writer->append(std::move(line)); };
    port.save = [this](std::string_view route, std::string_view json) { m_risk_writer->save(route, json); };
    return port;
}

/// Engine thread. What the route cannot take comes back as an answer that is journaled, so that a replay sees it too.
bool Session::sendOrder(const RouteRequest& request) {
    if (m_orders && m_orders->send(request)) return true;
    RouteReply reply;
    reply.route = request.route;
    reply.request = request.request;
    reply.op = request.op;
    reply.outcome = RouteReply::Outcome::NotSent;
    reply.code = Code::GatewayDown;
    reply.client_id = request.client_id;
    reply.text = m_orders ? "the route's queue is full" : "the route does not run";
    control("route." + request.route + "!", feed::encode(reply));
    return true;
}

/// Live routes run for a live source alone, and connect only where they are enabled (risk spec 3.1).
Status Session::startRoutes() {
    auto configured = routesOf(*m_options.config);
    if (!configured) return configured.error();
    for (const feed::RouteConfig& route : *configured)
        if (route.enabled) m_routes.push_back(route.name);
    if (m_routes.empty() || m_options.permit == nullptr) return Done{};
    m_orders = std::make_unique<feed::RouteThread>(m_clock, *m_options.permit, m_orders_queue);
    return m_orders->start(*configured);
}

/// What earlier runs left of the day comes first: a restart never forgets a loss (risk spec 2.3).
void Session::startRisk() {
    const std::string dir = (m_mode == RunMode::Demo ? m_options.data_dir + "/demo" : m_options.data_dir) + "/risk/day";
    std::vector<std::string> damaged;
    for (auto& [route, json] : RiskWriter::load(dir, damaged)) {
        trade::TradeCommand restore;
        restore.kind = trade::TradeCommand::Kind::Restore;
        restore.subject = route;
        restore.text = std::move(json);
        command(restore);
    }
    for (const std::string& path : damaged) {
        api::Notice notice;
        notice.kind = api::Notice::Kind::Risk;
        notice.wall = m_clock.wall();
        notice.severity = Severity::Critical;
        notice.code = Code::RiskDayStateMissing;
        notice.text2 = path;
        if (m_options.on_notice) m_options.on_notice(notice, "*");
    }
    m_risk_writer = std::make_unique<RiskWriter>(*m_options.files, *m_options.audit, dir, [this](Code code, const std::string& detail) {
        trade::TradeCommand trouble;
        trouble.kind = trade::TradeCommand::Kind::Condition;
        trouble.subject = "audit";
        trouble.text = codeName(code);
        trouble.reason = detail;
        command(trouble);
    });
}

void Session::command(const trade::TradeCommand& wish) { control("risk.cmd!", engine::encodeCommand(wish)); }

void Session::startRunner(engine::EngineConfig config, bool live) {
    engine::RunnerOptions options;
    options.config = std::move(config);
    options.own_timers = live;
    options.display = m_options.display;
    options.ledger_path = m_ledger_path;
    if (live && !m_ledger_path.empty()) options.score_dir = fs::path(m_ledger_path).parent_path().string();
    if (m_source) options.snapshot_symbol = m_source->symbol();
    m_runner = std::make_unique<engine::EngineRunner>(options, m_clock, m_inbox, m_requests, m_board, std::move(m_journal));
    m_runner->on_notice = [this](const api::Notice& notice) {
        if (!m_options.on_notice) return;
        const engine::Pipeline& pipeline = m_runner->pipeline();
        const bool known = notice.instrument >= 0 && notice.instrument < pipeline.instrumentCount();
        m_options.on_notice(notice, known ? std::string_view(pipeline.instrument(notice.instrument).id()) : "*");
    };
    if (!live) m_runner->bar_book = &m_bars;
    m_runner->on_alert = m_options.on_alert;
    m_runner->webhook = m_options.webhook;
    if (live && m_options.audit != nullptr) {
        startRisk();
        m_runner->risk_port = riskPort();
    }
    m_runner->start();
    if (live) m_metrics = std::make_unique<ProcessMetrics>([this] { return processFacts(); }, [this](const std::string& frame) { control("ops.metrics!", frame); });
}

ProcessFacts Session::processFacts() const {
    ProcessFacts facts;
    facts.queues = {{"net", m_net_queue.counters().length}, {"zmq", m_zmq_queue.counters().length}, {"control", m_control_queue.counters().length}};
    facts.ingest_bytes = m_runner->ingestBytes();
    if (const std::int64_t p95 = m_runner->loopP95Ns(); p95 >= 0) facts.loop_p95_ns = p95;
    if (m_options.add_facts) m_options.add_facts(facts);
    return facts;
}

Status Session::openDemo() {
    m_mode = RunMode::Demo;
    if (const Status journal = openJournal(m_options.data_dir + "/demo"); !journal) return journal;
    sim::DemoOptions demo;
    demo.seed = static_cast<std::uint64_t>(m_options.config->integer("feeds.demo_seed"));
    demo.rate = m_options.config->number("feeds.demo_rate");
    demo.faults = m_options.demo_faults;
    if (!demo.faults.empty()) demo.fault_log_path = m_options.data_dir + "/demo/faults.jsonl";
    m_demo = std::make_unique<sim::DemoMarket>(demo);
    if (const Status started = m_demo->start(); !started) return started;
    FeedPlan plan = planDemo(*m_options.config, *m_demo);
    m_summary = "demo market, seed " + std::to_string(demo.seed);
    if (!demo.faults.empty()) m_summary += ", with faults (" + demo.fault_log_path + ")";
    auto engine_config = engineConfigOf(*m_options.config, m_options.data_dir);
    if (!engine_config) return engine_config.error();
    startRunner(std::move(*engine_config), /*live=*/true);
    return startFeeds(std::move(plan.net), plan.gateways);
}

Status Session::openLive() {
    m_mode = RunMode::Live;
    auto plan = planLive(*m_options.config, m_options.from_config ? nullptr : &m_options.choice);
    if (!plan) return plan.error();
    m_summary = plan->summary;
    if (const Status journal = openJournal(m_options.data_dir); !journal) return journal;
    auto engine_config = engineConfigOf(*m_options.config, m_options.data_dir);
    if (!engine_config) return engine_config.error();
    if (const Status routes = startRoutes(); !routes) return routes;  // before the engine, which sends to them
    startRunner(std::move(*engine_config), /*live=*/true);
    return startFeeds(std::move(plan->net), plan->gateways);
}

Status Session::startFeeds(feed::NetConfig net, const std::vector<feed::Mt5Gateway>& gateways) {
    net.seed = static_cast<std::uint64_t>(m_clock.mono().ns);  // of the jitter only: nothing that is recorded depends on it
    if (!net.binance.empty() || !net.okx.empty() || !net.deribit.empty()) {
        m_net = std::make_unique<feed::NetThread>(m_clock, m_net_queue, m_requests, m_board);
        if (const Status started = m_net->start(std::move(net)); !started) return started;
    }
    if (!gateways.empty()) {
        m_zmq = std::make_unique<feed::ZmqThread>(m_clock, m_zmq_queue, m_board);
        if (const Status started = m_zmq->start(gateways); !started) return started;
    }
    return Done{};
}

Status Session::openReplay() {
    m_mode = RunMode::Replay;
    const api::SourceChoice& choice = m_options.choice;
    engine::ReplayOptions options;
    options.paths = {choice.path};
    options.format = choice.format.empty() ? "journal" : choice.format;
    options.venue = choice.venue;
    if (!choice.symbols.empty()) options.symbol = choice.symbols.front();
    auto source = engine::ReplaySource::open(options);
    if (!source) return source.error();
    m_source = std::move(*source);
    m_summary = choice.path;
    auto engine_config = engineConfigOf(*m_options.config, m_options.data_dir);
    if (!engine_config) return engine_config.error();
    startRunner(m_source->config().value_or(*engine_config), /*live=*/false);
    m_replay = std::thread([this] {
        pthread_setname_np(pthread_self(), "replay");
        feedReplay();
    });
    return Done{};
}

/// Paces the recording against the steady clock and hands its frames to the engine as they are.
void Session::feedReplay() {
    engine::ReplayItem item;
    feed::SourceName name;
    std::int64_t first_ns = 0;
    const std::int64_t begin_ns = m_clock.mono().ns;
    Code failure = Code::Ok;
    while (!m_replay_stop.load(std::memory_order_acquire)) {
        const auto more = m_source->next(item);
        if (!more) {
            if (failure != Code::Ok) break;  // told once; the next call is the end of it
            failure = more.error().code;
            api::Notice notice;
            notice.severity = Severity::Critical;
            notice.code = failure;
            notice.text2 = more.error().detail;
            if (m_options.on_notice) m_options.on_notice(notice, "*");
            continue;
        }
        if (!*more) break;
        if (first_ns == 0) first_ns = item.frame.recv_mono.ns;
        if (m_options.choice.speed > 0) {
            const auto due = begin_ns + static_cast<std::int64_t>(static_cast<double>(item.frame.recv_mono.ns - first_ns) /
                                                                  m_options.choice.speed);
            while (m_clock.mono().ns < due && !m_replay_stop.load(std::memory_order_acquire))
                std::this_thread::sleep_for(std::chrono::nanoseconds(std::min<std::int64_t>(due - m_clock.mono().ns, 20 * kNsPerMs)));
        }
        while (m_net_queue.counters().length >= kReplayAhead && !m_replay_stop.load(std::memory_order_acquire))
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        if (!name || *name != item.frame.source) name = feed::makeSource(item.frame.source);
        feed::Frame frame;
        frame.recv_wall = item.frame.recv_wall;
        frame.recv_mono = item.frame.recv_mono;
        if (item.kind == engine::ReplayItem::Kind::JournalGap) {
            frame.source = feed::makeSource("journal!");
            frame.bytes = FrameBytes("{\"ctl\":\"journal_gap\",\"cause\":\"" + std::string(gapCauseName(item.cause)) + "\"}");
        } else {
            frame.source = name;
            frame.bytes = FrameBytes(item.frame.bytes);
        }
        m_net_queue.push(std::move(frame));
        m_runner->setReplayProgress(m_source->progress(), false);
    }
    while (!m_runner->idle() && !m_replay_stop.load(std::memory_order_acquire))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    m_runner->setReplayProgress(1, true);
    m_replay_done.store(true, std::memory_order_release);
}

void Session::control(std::string_view source, std::string_view json) {
    if (m_mode == RunMode::Replay) return;  // a recording's ledger holds what was recorded, wherever it is replayed
    const std::scoped_lock lock(m_control_mutex);
    m_control_queue.push(feed::makeFrame(feed::makeSource(source), m_clock, json));
}

void Session::stop() {
    m_metrics.reset();
    m_replay_stop.store(true, std::memory_order_release);
    if (m_replay.joinable()) m_replay.join();
    if (m_net) m_net->stop();
    if (m_zmq) m_zmq->stop();
    if (m_demo) m_demo->stop();
    if (m_orders) m_orders->stop(m_options.config->text("execution.on_exit") == "cancel_opening");
    if (m_runner) m_runner->stop("stopped");
    m_risk_writer.reset();  // after the engine: it writes what is left
    m_demo_lock.reset();
}

}  // namespace bw::app
