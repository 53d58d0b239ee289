// SPDX-License-Identifier: GPL-3.0-or-later
// The workstation and the headless engine.
#include <csignal>
#include <sys/eventfd.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTimer>
#include <cstdio>

#include "app/cli.h"
#include "app/control_server.h"
#include "app/engine_host.h"
#include "app/kill_triggers.h"
#include "app/verify_log.h"
#include "app/version.h"
#include "app/workstation.h"
#include "core/feed/sim/fault_plan.h"

namespace bw::app {
namespace {

int g_quit_fd = -1;

void onQuitSignal(int) {
    const std::uint64_t one = 1;
    const ssize_t written = write(g_quit_fd, &one, sizeof one);
    static_cast<void>(written);  // the counter is full only when a quit is already under way
}

/// SIGINT and SIGTERM end the event loop in order.
void quitOnSignals(QCoreApplication& app) {
    g_quit_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    auto* notifier = new QSocketNotifier(g_quit_fd, QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    struct sigaction action = {};
    action.sa_handler = &onQuitSignal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void heartbeatLine(EngineHost& host) {
    Session* session = host.session();
    if (session == nullptr) return;
    const api::EngineView* view = session->runner().engineView().take();
    if (view == nullptr) return;
    std::int64_t newest = 0;
    for (int i = 0; i < host.instrumentCount(); ++i) {
        api::Latest<api::MarketView>& market = host.market(i);
        static_cast<void>(market.take());
        newest = std::max(newest, market.shown().newest_mono.ns);
    }
    char line[256];
    std::snprintf(line, sizeof line, "[Heartbeat] ticks=%llu queue=%llu age_ms=%lld rejected=%llu in_gap=%llu recording=%s latch=%s",
                  static_cast<unsigned long long>(view->frames), static_cast<unsigned long long>(view->queue_len),
                  newest == 0 ? -1LL : static_cast<long long>((host.now().ns - newest) / kNsPerMs),
                  static_cast<unsigned long long>(view->rejected), static_cast<unsigned long long>(view->in_gap),
                  view->recording ? "yes" : "NO",
                  std::string(risk::latchStateName(host.riskHost().latchView().state)).c_str());
    host.log().line(Severity::Info, line);
    const RiskHost& latch = host.riskHost();
    VerifyLog(latch.logDir())
        .pulse(host.wallNow(), {view->frames, view->queue_len, newest == 0 ? -1 : host.now().ns - newest,
                                latch.latchState() == risk::LatchState::Active, latch.gatewayFails()});
}

int runHeadless(EngineHost& host, const RunOptions& options, QCoreApplication& app) {
    if (const Status started = host.startDefault(); !started) return printError(started.error());
    std::fprintf(stderr, "%s\nrunning headless: %s\nlog      %s\njournal  %s\nstate    bellwether kill --status     stop: Ctrl+C\n",
                 kVersionLine, host.session()->summary().c_str(), host.log().path().c_str(),
                 host.session()->journalDir().empty() ? "off" : host.session()->journalDir().c_str());
    QTimer heartbeat;
    QObject::connect(&heartbeat, &QTimer::timeout, &app, [&host] { heartbeatLine(host); });
    heartbeat.start(5'000);
    if (options.run_seconds > 0) QTimer::singleShot(std::chrono::seconds(options.run_seconds), &app, &QCoreApplication::quit);
    const int code = app.exec();
    host.stop();
    return code;
}

}  // namespace

int runCommand(const RunOptions& options, int argc, char** argv) {
    const auto config = loadConfig(options.common);
    if (!config) return kExitArgs;
    std::vector<sim::Fault> demo_faults;
    if (!options.demo_fault.empty()) {
        auto parsed = sim::parseFaultList(options.demo_fault);
        if (!parsed) return printError(parsed.error());
        demo_faults = std::move(*parsed);
    }
    const std::string data_dir = dataDirOf(*config);
    if (!options.headless) {
        // A second start on the same data raises the first window.
        QCoreApplication probe(argc, argv);
        const auto raised = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("raise")}}, 500);
        if (raised && raised->value(QStringLiteral("ok")).toBool()) return kExitDone;
    }
    const auto app = options.headless ? std::make_unique<QCoreApplication>(argc, argv) : makeWorkstationApp(argc, argv);
    auto host = EngineHost::create({*config, data_dir, !options.headless, options.headless, std::move(demo_faults)});
    if (!host) return printError(host.error());
    quitOnSignals(*app);
    ControlServer control(**host);
    if (const Status listening = control.listen(); !listening)
        (*host)->log().line(Severity::Warning, "no control socket: " + listening.error().detail);
    const KillTriggers triggers(**host, /*window=*/!options.headless);
    if (options.headless) return runHeadless(**host, options, *app);
    return runWorkstation(**host, control, *app, std::nullopt, options.frame_stats);
}

int replayInWindow(const ReplayCommandOptions& options, const ops::Config& config, double speed, int argc, char** argv) {
    const auto app = makeWorkstationApp(argc, argv);
    auto host = EngineHost::create({config, dataDirOf(config), true, false, {}});
    if (!host) return printError(host.error());
    quitOnSignals(*app);
    ControlServer control(**host);
    if (const Status listening = control.listen(); !listening)
        (*host)->log().line(Severity::Warning, "no control socket: " + listening.error().detail);
    api::SourceChoice choice;
    choice.kind = api::SourceChoice::Kind::Recording;
    choice.path = options.paths.front();
    choice.format = options.format;
    choice.venue = options.venue;
    if (!options.symbol.empty()) choice.symbols = {options.symbol};
    choice.speed = speed;
    return runWorkstation(**host, control, *app, choice, {});
}

}  // namespace bw::app
