// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>
#include <cstdio>

#include "app/commands/kill_parts.h"
#include "app/control_server.h"
#include "app/kill_json.h"
#include "app/risk_host.h"
#include "app/version.h"
#include "core/risk/offline_trip.h"

namespace bw::app {
namespace {

constexpr int kVerifiedMs = 8'000;  // steps 6 to 8 of the engage sequence, and some

QString qstr(const std::string& text) { return QString::fromStdString(text); }

int printStatus(const QJsonObject& status, bool json) {
    const QString state = status.value(QStringLiteral("state")).toString();
    if (json) {
        std::printf("%s\n", QJsonDocument(status).toJson(QJsonDocument::Compact).constData());
    } else {
        std::printf("%s", qPrintable(state));
        if (state != QLatin1String("ACTIVE"))
            std::printf("  cause %s  by %s  %s", qPrintable(status.value(QStringLiteral("cause")).toString()),
                        qPrintable(status.value(QStringLiteral("actor")).toString()),
                        qPrintable(status.value(QStringLiteral("reason")).toString()));
        std::printf("\ndurable %s  latch %s\n", status.value(QStringLiteral("durable")).toBool() ? "yes" : "NO",
                    qPrintable(status.value(QStringLiteral("latch_path")).toString()));
        for (const auto& value : status.value(QStringLiteral("steps")).toArray()) {
            const QJsonObject step = value.toObject();
            if (state == QLatin1String("ACTIVE")) break;
            if (step.value(QStringLiteral("state")).toString() == QLatin1String("n/a") && step.value(QStringLiteral("detail")).toString().isEmpty())
                continue;
            std::printf("  %-12s %-14s %-14s %10.3f ms  %s\n", qPrintable(step.value(QStringLiteral("name")).toString()),
                        qPrintable(step.value(QStringLiteral("route")).toString()), qPrintable(step.value(QStringLiteral("state")).toString()),
                        step.value(QStringLiteral("ns")).toDouble() / 1e6, qPrintable(step.value(QStringLiteral("detail")).toString()));
        }
        for (const auto& value : status.value(QStringLiteral("routes")).toArray())
            std::printf("  %s: %s\n", qPrintable(value[QLatin1String("route")].toString()),
                        qPrintable(value[QLatin1String("outcome")].toString()));
        for (const auto& value : status.value(QStringLiteral("scopes")).toArray())
            std::printf("  %s %s since %s\n", qPrintable(value[QLatin1String("scope")].toString()),
                        qPrintable(value[QLatin1String("state")].toString()), qPrintable(value[QLatin1String("since")].toString()));
        const QJsonObject simulated = status.value(QStringLiteral("simulated")).toObject();
        if (!simulated.isEmpty() && simulated.value(QStringLiteral("state")).toString() != QLatin1String("ACTIVE"))
            std::printf("simulated orders: %s (%s)\n", qPrintable(simulated.value(QStringLiteral("state")).toString()),
                        qPrintable(simulated.value(QStringLiteral("cause")).toString()));
        if (const QString why = status.value(QStringLiteral("not_durable_reason")).toString(); !why.isEmpty())
            std::printf("not durable: %s\n", qPrintable(why));
    }
    return state == QLatin1String("ACTIVE") ? kExitDone : kExitProblems;
}

/// The latch as it lies on the disk, for when no engine runs. It is durable when the file itself says what the next start
/// will be and a sync of it succeeds: what another process wrote last may still be in memory only.
risk::LatchView viewOnDisk(risk::LatchFs& fs, const risk::LatchConfig& latch) {
    const risk::StartFinding finding = risk::evaluateStart(fs, latch.paths, latch.facts);
    risk::LatchView view;
    view.state = finding.state;
    view.cause = finding.cause;
    view.reason = finding.detail;
    view.latch_path = latch.paths.latch;
    for (risk::LatchStep& step : view.steps) step.state = risk::StepState::NotApplicable;
    if (finding.image.kind != risk::LatchImage::Kind::Good) {
        view.not_durable_reason = finding.first_run ? "there is no latch yet" : latch.paths.latch + ": " + finding.image.detail;
        return view;
    }
    const risk::LatchSlot& slot = finding.image.newest;
    view.trip_id = slot.trip_id;
    view.since_wall_ns = slot.wall_ns;
    view.scopes = slot.scopes;
    risk::OpenFile file(fs);
    int error = file.open(latch.paths.latch, O_RDWR | O_NOFOLLOW);
    if (error == 0) error = fs.sync(file.fd());
    view.durable = error == 0 && slot.state == finding.state;
    if (error != 0) {
        view.not_durable_reason = risk::errnoText(error);
    } else if (!view.durable) {
        view.not_durable_reason = "the file says " + std::string(risk::latchStateName(slot.state)) + "; the next start decides";
    }
    return view;
}

int offlineStatus(const ops::Config& config, const std::string& data_dir, bool json) {
    risk::PosixLatchFs fs;
    const risk::LatchConfig latch = latchConfigOf(config, data_dir, fs);
    QJsonObject status = latchJson(viewOnDisk(fs, latch), {latch.paths.companion, data_dir + "/risk/drills.jsonl", 0});
    status.insert(QStringLiteral("engine"), QStringLiteral("none running"));
    if (!json) std::printf("no engine runs; the next start would be: ");
    return printStatus(status, json);
}

int status(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
    if (options.verify) {
        risk::PosixLatchFs fs;
        for (const char* role : {"engine", "cli", "guard"}) {
            const auto summary = risk::verifyAudit(fs, auditDirOf(config, fs), role);
            if (!summary) {
                printError(summary.error());
                return kExitProblems;
            }
            std::printf("audit chain %s: %llu lines, whole\n", role, static_cast<unsigned long long>(summary->lines));
        }
    }
    const auto answer = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("status")}}, kKillAnswerMs);
    return answer ? printStatus(*answer, options.json) : offlineStatus(config, data_dir, options.json);
}

/// Asks until the steps are through: 2 s for the disk, then the time the routes have to be verified.
int awaitEngaged(const KillCommandOptions& options, const std::string& data_dir) {
    QElapsedTimer waited;
    waited.start();
    QJsonObject now;
    for (;;) {
        const auto state = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("status")}}, kKillAnswerMs);
        if (!state) break;
        now = *state;
        const bool durable = now.value(QStringLiteral("durable")).toBool();
        if (durable && (now.value(QStringLiteral("flat")).toBool() || !options.scope.empty() || options.reducing)) break;
        if (waited.elapsed() > (durable ? kVerifiedMs : kKillAnswerMs)) break;
        QThread::msleep(10);
    }
    printStatus(now, options.json);
    const bool whole = options.scope.empty() && !options.reducing;
    const bool done = now.value(QStringLiteral("durable")).toBool() && (!whole || now.value(QStringLiteral("flat")).toBool());
    return done ? kExitDone : kExitProblems;
}

/// "venue:binance" alone, without an engine.
int haltScopeOffline(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir, const std::string& reason) {
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    risk::Audit audit(fs, clock, auditDirOf(config, fs), "cli", kVersion, config.hash());
    risk::KillLatch latch(fs, clock, &audit, latchConfigOf(config, data_dir, fs));
    latch.load({});
    const std::size_t colon = options.scope.find(':');
    risk::ScopeKind kind{};
    if (colon == std::string::npos || !risk::scopeKindFromName(options.scope.substr(0, colon), kind))
        return printError({Code::Args, "kill.scope", "a scope is venue:KEY, instrument:KEY or source:KEY"});
    const Status halted = latch.tripScope(kind, options.scope.substr(colon + 1), options.reducing ? risk::kScopeReduce : risk::kScopeHalt,
                                          Code::ManualCli, killActor(), reason);
    if (!halted) return printError(halted.error());
    latch.service({});
    const risk::LatchView view = latch.snapshot();
    std::printf("no engine answered; %s: %s\n", options.scope.c_str(),
                view.durable ? "stopped in the latch file" : ("NOT DURABLE " + view.not_durable_reason).c_str());
    return view.durable ? kExitDone : kExitFailed;
}

int engage(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
    const std::string reason = options.reason.empty() ? "bellwether kill" : options.reason;
    const auto answer = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("kill")},
                                             {QStringLiteral("actor"), qstr(killActor())},
                                             {QStringLiteral("scope"), qstr(options.scope)},
                                             {QStringLiteral("reducing"), options.reducing},
                                             {QStringLiteral("reason"), qstr(reason)}}, kKillAnswerMs);
    if (answer && answer->value(QStringLiteral("ok")).toBool()) return awaitEngaged(options, data_dir);
    if (answer) return printError({Code::Args, "kill.scope", answer->value(QStringLiteral("detail")).toString().toStdString()});
    if (!options.scope.empty()) return haltScopeOffline(options, config, data_dir, reason);
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    risk::Audit audit(fs, clock, auditDirOf(config, fs), "cli", kVersion, config.hash());
    const risk::OfflineTrip trip =
        risk::tripOffline(fs, clock, &audit, latchConfigOf(config, data_dir, fs), killActor(), reason);
    std::printf("no engine answered; the latch was written directly\n");
    for (const std::string& done : trip.done) std::printf("  done      %s\n", done.c_str());
    for (const std::string& missing : trip.not_done) std::printf("  NOT DONE  %s\n", missing.c_str());
    return trip.exitCode();
}

int acknowledgeAudit(const std::string& data_dir) {
    const auto answer = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("ack_audit")},
                                             {QStringLiteral("actor"), qstr(killActor())}}, kKillAnswerMs);
    if (!answer) return printError(answer.error());
    if (!answer->value(QStringLiteral("ok")).toBool())
        return printError({Code::AuditUnwritable, "kill.audit", answer->value(QStringLiteral("detail")).toString().toStdString()});
    std::printf("acknowledged\n");
    return kExitDone;
}

}  // namespace

int killCommand(const KillCommandOptions& options, int argc, char** argv) {
    const auto config = loadConfig(options.common);
    if (!config) return kExitArgs;
    const std::string data_dir = dataDirOf(*config);
    QCoreApplication app(argc, argv);
    if (options.set_key) return setKeyCommand(options, *config, data_dir);
    if (options.status || options.verify) return status(options, *config, data_dir);
    if (options.acknowledge_audit) return acknowledgeAudit(data_dir);
    if (options.guard) return guardCommand(*config, data_dir);
    if (options.reset) return resetCommand(options, *config, data_dir);
    return engage(options, *config, data_dir);
}

}  // namespace bw::app
