// SPDX-License-Identifier: GPL-3.0-or-later
#include <pwd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "app/cli.h"
#include "app/control_server.h"
#include "app/risk_host.h"
#include "app/version.h"
#include "core/risk/offline_trip.h"
#include "core/risk/reset_key.h"

namespace bw::app {
namespace {

constexpr int kAnswerMs = 2'000;  // an engine that is silent for longer is treated as not there

std::string actor() {
    const passwd* user = getpwuid(getuid());
    return std::string("user:") + (user != nullptr ? user->pw_name : std::to_string(getuid()).c_str());
}

/// A line from the terminal without echo, or from a file of mode 0600.
Result<std::string> readKey(const std::string& file, const char* prompt) {
    if (!file.empty()) {
        struct stat info = {};
        if (stat(file.c_str(), &info) != 0) return Error{Code::FileOpen, "kill.key", file + " does not exist"};
        if ((info.st_mode & 077) != 0) return Error{Code::Args, "kill.key", file + " can be read by others: chmod 600 it"};
        std::ifstream in(file);
        std::string key;
        std::getline(in, key);
        return key;
    }
    if (isatty(STDIN_FILENO) != 1) return Error{Code::ResetNoKey, "kill.key", "no terminal to ask for the key: give --key-file F"};
    termios before = {};
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::fprintf(stderr, "%s", prompt);
    std::string key;
    std::getline(std::cin, key);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fprintf(stderr, "\n");
    return key;
}

std::string readLine(const char* prompt) {
    std::fprintf(stderr, "%s", prompt);
    std::string line;
    std::getline(std::cin, line);
    if (isatty(STDIN_FILENO) != 1) std::fprintf(stderr, "\n");  // nobody typed one: what follows has its own line
    return line;
}

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
            std::printf("  %-10s %-14s %10.3f ms  %s\n", qPrintable(step.value(QStringLiteral("name")).toString()),
                        qPrintable(step.value(QStringLiteral("state")).toString()),
                        step.value(QStringLiteral("ns")).toDouble() / 1e6, qPrintable(step.value(QStringLiteral("detail")).toString()));
        }
    }
    return state == QLatin1String("ACTIVE") ? kExitDone : kExitProblems;
}

/// The latch as it lies on the disk, for when no engine runs. Looks only; changes nothing.
int offlineStatus(const ops::Config& config, const std::string& data_dir, bool json) {
    risk::PosixLatchFs fs;
    const risk::LatchConfig latch = latchConfigOf(config, data_dir, fs);
    const risk::StartFinding finding = risk::evaluateStart(fs, latch.paths, latch.facts);
    QJsonObject status{{QStringLiteral("state"), QString::fromUtf8(risk::latchStateName(finding.state).data())},
                       {QStringLiteral("cause"), QString::fromUtf8(codeName(finding.cause).data())},
                       {QStringLiteral("reason"), qstr(finding.detail)},
                       {QStringLiteral("durable"), true},
                       {QStringLiteral("engine"), QStringLiteral("none running")},
                       {QStringLiteral("latch_path"), qstr(latch.paths.latch)}};
    if (!json) std::printf("no engine runs; the next start would be: ");
    return printStatus(status, json);
}

int status(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
    if (options.verify) {
        risk::PosixLatchFs fs;
        for (const char* role : {"engine", "cli"}) {
            const auto summary = risk::verifyAudit(fs, auditDirOf(config, fs), role);
            if (!summary) {
                printError(summary.error());
                return kExitProblems;
            }
            std::printf("audit chain %s: %llu lines, whole\n", role, static_cast<unsigned long long>(summary->lines));
        }
    }
    const auto answer = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("status")}}, kAnswerMs);
    return answer ? printStatus(*answer, options.json) : offlineStatus(config, data_dir, options.json);
}

int engage(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
    const std::string reason = options.reason.empty() ? "bellwether kill" : options.reason;
    const auto answer = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("kill")},
                                             {QStringLiteral("actor"), qstr(actor())},
                                             {QStringLiteral("reason"), qstr(reason)}}, kAnswerMs);
    if (answer && answer->value(QStringLiteral("ok")).toBool()) {
        // Not done before it is durable: ask until the steps are through, at most two seconds.
        QElapsedTimer waited;
        waited.start();
        QJsonObject now;
        while (waited.elapsed() < kAnswerMs) {
            const auto state = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("status")}}, kAnswerMs);
            if (!state) break;
            now = *state;
            if (now.value(QStringLiteral("durable")).toBool()) break;
            QThread::msleep(10);
        }
        printStatus(now, options.json);
        return now.value(QStringLiteral("durable")).toBool() ? kExitDone : kExitProblems;
    }
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    risk::Audit audit(fs, clock, auditDirOf(config, fs), "cli", kVersion, config.hash());
    const risk::OfflineTrip trip =
        risk::tripOffline(fs, clock, &audit, latchConfigOf(config, data_dir, fs), actor(), reason);
    std::printf("no engine answered; the latch was written directly\n");
    for (const std::string& done : trip.done) std::printf("  done      %s\n", done.c_str());
    for (const std::string& missing : trip.not_done) std::printf("  NOT DONE  %s\n", missing.c_str());
    return trip.exitCode();
}

int resetOnEngine(const KillCommandOptions& options, const std::string& data_dir, const QJsonObject& ticket) {
    const std::string trip = ticket.value(QStringLiteral("trip_id")).toString().toStdString();
    for (const auto& blocker : ticket.value(QStringLiteral("blockers")).toArray())
        std::fprintf(stderr, "stands against a reset: %s\n", qPrintable(blocker.toString()));
    std::fprintf(stderr, "Type RESET %s to go on.\n", trip.substr(0, 6).c_str());
    const std::string typed = readLine("> ");
    const std::string reason = options.reason.empty() ? readLine("Reason (8 characters or more): ") : options.reason;
    const auto key = readKey(options.key_file, "Reset key: ");
    if (!key) return printError(key.error());
    const auto answer = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("commit")},
                                             {QStringLiteral("nonce"), ticket.value(QStringLiteral("nonce"))},
                                             {QStringLiteral("typed"), qstr(typed)},
                                             {QStringLiteral("reason"), qstr(reason)},
                                             {QStringLiteral("key"), qstr(*key)},
                                             {QStringLiteral("actor"), qstr(actor())}}, 10'000);
    if (!answer) return printError(answer.error());
    if (answer->value(QStringLiteral("ok")).toBool()) {
        std::printf("ACTIVE. Nothing was restarted or sent again.\n");
        return kExitDone;
    }
    Code code = Code::LatchHalted;
    static_cast<void>(codeFromName(answer->value(QStringLiteral("code")).toString().toStdString(), code));
    return printError({code, "kill.reset", "still HALTED: " + answer->value(QStringLiteral("detail")).toString().toStdString()});
}

int setKey(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    const risk::LatchPaths paths = latchConfigOf(config, data_dir, fs).paths;
    std::string old_key;
    if (risk::resetKeySet(fs, paths)) {
        const auto old = readKey(options.old_key_file, "Old reset key: ");
        if (!old) return printError(old.error());
        old_key = *old;
    }
    const auto key = readKey(options.key_file, "New reset key (8 characters or more): ");
    if (!key) return printError(key.error());
    if (const Status set = risk::setResetKey(fs, clock, paths, old_key, *key); !set) return printError(set.error());
    std::printf("reset key set\n");
    return kExitDone;
}

/// Without an engine: the same two steps on the files, in this process.
int resetOffline(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    risk::Audit audit(fs, clock, auditDirOf(config, fs), "cli", kVersion, config.hash());
    risk::KillLatch latch(fs, clock, &audit, latchConfigOf(config, data_dir, fs));
    latch.load({});
    latch.service({});  // what an engine that died left undone of the stop comes before its reset
    risk::KillReset reset(latch, fs, clock, &audit, {});
    const auto ticket = reset.prepare();
    if (!ticket) return printError(ticket.error());
    for (const risk::ResetBlocker& blocker : ticket->blockers)
        std::fprintf(stderr, "stands against a reset: %s %s\n", std::string(codeName(blocker.code)).c_str(), blocker.detail.c_str());
    std::fprintf(stderr, "Type %s to go on.\n", ticket->typed.c_str());
    risk::ResetRequest request;
    request.nonce = ticket->nonce;
    request.typed = readLine("> ");
    request.reason = options.reason.empty() ? readLine("Reason (8 characters or more): ") : options.reason;
    const auto key = readKey(options.key_file, "Reset key: ");
    if (!key) return printError(key.error());
    request.key = *key;
    request.actor = actor();
    request.channel = "cli";
    if (const Status done = reset.commit(request); !done) return printError(done.error());
    std::printf("ACTIVE at the next start.\n");
    return kExitDone;
}

}  // namespace

int killCommand(const KillCommandOptions& options, int argc, char** argv) {
    const auto config = loadConfig(options.common);
    if (!config) return kExitArgs;
    const std::string data_dir = dataDirOf(*config);
    QCoreApplication app(argc, argv);
    if (options.set_key) return setKey(options, *config, data_dir);
    if (options.status || options.verify) return status(options, *config, data_dir);
    if (!options.reset) return engage(options, *config, data_dir);
    const auto ticket = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("prepare")}}, kAnswerMs);
    if (!ticket) return resetOffline(options, *config, data_dir);
    if (ticket->value(QStringLiteral("ok")).toBool()) return resetOnEngine(options, data_dir, *ticket);
    Code code = Code::ResetNotHalted;
    static_cast<void>(codeFromName(ticket->value(QStringLiteral("code")).toString().toStdString(), code));
    return printError({code, "kill.reset", ticket->value(QStringLiteral("detail")).toString().toStdString()});
}

}  // namespace bw::app
