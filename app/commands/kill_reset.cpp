// SPDX-License-Identifier: GPL-3.0-or-later
// The way back: the reset key and the two steps of a reset, on a running engine or on the files.
#include <pwd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>

#include "app/commands/kill_parts.h"
#include "app/control_server.h"
#include "app/engine_registry.h"
#include "app/risk_host.h"
#include "app/version.h"
#include "core/risk/reset_key.h"

namespace bw::app {

std::string killActor() {
    const passwd* user = getpwuid(getuid());
    return std::string("user:") + (user != nullptr ? user->pw_name : std::to_string(getuid()).c_str());
}

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

namespace {

QString qstr(const std::string& text) { return QString::fromStdString(text); }

/// What a person types once, for one engine or for all of them.
struct Consent {
    std::string reason, key;
    bool has_key = false;
    std::map<std::string, std::string> typed;  // by trip
};

int fillConsent(Consent& consent, const KillCommandOptions& options, const std::string& trip, bool needs_key) {
    if (!consent.typed.contains(trip)) {
        std::fprintf(stderr, "Type RESET %s to go on.\n", trip.substr(0, 6).c_str());
        consent.typed[trip] = readLine("> ");
    }
    if (consent.reason.empty())
        consent.reason = options.reason.empty() ? readLine("Reason (8 characters or more): ") : options.reason;
    if (!needs_key || consent.has_key) return kExitDone;
    const auto key = readKey(options.key_file, "Reset key: ");
    if (!key) return printError(key.error());
    consent.key = *key;
    consent.has_key = true;
    return kExitDone;
}

int resetOnEngine(const KillCommandOptions& options, const std::string& data_dir, const QJsonObject& ticket, Consent& consent) {
    const std::string trip = ticket.value(QStringLiteral("trip_id")).toString().toStdString();
    for (const auto& blocker : ticket.value(QStringLiteral("blockers")).toArray())
        std::fprintf(stderr, "stands against a reset: %s\n", qPrintable(blocker.toString()));
    const bool needs_key = !ticket.value(QStringLiteral("simulated")).toBool();
    if (const int failed = fillConsent(consent, options, trip, needs_key); failed != kExitDone) return failed;
    QJsonArray waive;
    for (const std::string& route : options.waive) waive.append(qstr(route));
    const auto answer = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("commit")},
                                             {QStringLiteral("nonce"), ticket.value(QStringLiteral("nonce"))},
                                             {QStringLiteral("typed"), qstr(consent.typed[trip])},
                                             {QStringLiteral("reason"), qstr(consent.reason)},
                                             {QStringLiteral("key"), qstr(consent.key)},
                                             {QStringLiteral("target"), options.reducing ? QStringLiteral("REDUCING") : QStringLiteral("ACTIVE")},
                                             {QStringLiteral("waive"), waive},
                                             {QStringLiteral("scope"), qstr(options.scope)},
                                             {QStringLiteral("actor"), qstr(killActor())}}, 10'000);
    if (!answer) return printError(answer.error());
    if (answer->value(QStringLiteral("ok")).toBool()) {
        std::printf("%s. Nothing was restarted or sent again.\n", qPrintable(answer->value(QStringLiteral("state")).toString()));
        return kExitDone;
    }
    Code code = Code::LatchHalted;
    static_cast<void>(codeFromName(answer->value(QStringLiteral("code")).toString().toStdString(), code));
    return printError({code, "kill.reset", "still stopped: " + answer->value(QStringLiteral("detail")).toString().toStdString()});
}

/// The simulated latch follows a reset of the real one; alone it asks for no key.
int resetSimulatedOffline(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir, Consent& consent,
                          bool alone) {
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    risk::Audit audit(fs, clock, auditDirOf(config, fs), "cli", kVersion, config.hash());
    risk::KillLatch latch(fs, clock, &audit, simulatedConfigOf(data_dir));
    latch.load({});
    latch.service({});
    risk::KillReset reset(latch, fs, clock, &audit, {{}, {}, /*needs_key=*/false});
    const auto ticket = reset.prepare();
    if (!ticket) return alone ? printError(ticket.error()) : kExitDone;
    if (alone) {
        std::printf("only simulated orders are stopped\n");
        if (const int failed = fillConsent(consent, options, ticket->trip_id.text(), /*needs_key=*/false); failed != kExitDone) return failed;
    }
    risk::ResetRequest request;
    request.nonce = ticket->nonce;
    request.typed = alone ? consent.typed[ticket->trip_id.text()] : ticket->typed;
    request.reason = consent.reason;
    request.actor = killActor();
    request.channel = "cli";
    if (const Status done = reset.commit(request); !done) return printError(done.error());
    if (alone) std::printf("ACTIVE at the next start.\n");
    return kExitDone;
}

/// Without an engine: the same two steps on the files, in this process.
int resetOffline(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir, Consent& consent) {
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    risk::Audit audit(fs, clock, auditDirOf(config, fs), "cli", kVersion, config.hash());
    risk::KillLatch latch(fs, clock, &audit, latchConfigOf(config, data_dir, fs));
    latch.load({});
    latch.service({});  // what an engine that died left undone of the stop comes before its reset
    risk::KillReset reset(latch, fs, clock, &audit, {});
    const auto ticket = reset.prepare();
    if (!ticket && ticket.error().code == Code::ResetNotHalted) return resetSimulatedOffline(options, config, data_dir, consent, true);
    if (!ticket) return printError(ticket.error());
    for (const risk::ResetBlocker& blocker : ticket->blockers)
        std::fprintf(stderr, "stands against a reset: %s %s\n", std::string(codeName(blocker.code)).c_str(), blocker.detail.c_str());
    const std::string trip = ticket->trip_id.text();
    if (const int failed = fillConsent(consent, options, trip, /*needs_key=*/true); failed != kExitDone) return failed;
    risk::ResetRequest request;
    request.nonce = ticket->nonce;
    request.target = options.reducing ? risk::LatchState::Reducing : risk::LatchState::Active;
    request.typed = consent.typed[trip];
    request.reason = consent.reason;
    request.key = consent.key;
    request.actor = killActor();
    request.channel = "cli";
    request.waive = options.waive;
    request.scope = options.scope;
    if (const Status done = reset.commit(request); !done) return printError(done.error());
    std::printf("%s at the next start.\n", std::string(risk::latchStateName(latch.state())).c_str());
    if (options.reducing || !options.scope.empty()) return kExitDone;
    return resetSimulatedOffline(options, config, data_dir, consent, false);
}

int resetOne(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir, Consent& consent) {
    const auto ticket = askEngine(data_dir, {{QStringLiteral("cmd"), QStringLiteral("prepare")}}, kKillAnswerMs);
    if (!ticket) return resetOffline(options, config, data_dir, consent);
    if (ticket->value(QStringLiteral("ok")).toBool()) return resetOnEngine(options, data_dir, *ticket, consent);
    Code code = Code::ResetNotHalted;
    static_cast<void>(codeFromName(ticket->value(QStringLiteral("code")).toString().toStdString(), code));
    return printError({code, "kill.reset", ticket->value(QStringLiteral("detail")).toString().toStdString()});
}

}  // namespace

int setKeyCommand(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
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

int resetCommand(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir) {
    Consent consent;
    if (!options.all) return resetOne(options, config, data_dir, consent);
    risk::PosixLatchFs fs;
    std::vector<std::string> dirs = runningEngines(latchConfigOf(config, data_dir, fs).paths.latch_dir);
    if (std::find(dirs.begin(), dirs.end(), data_dir) == dirs.end()) dirs.push_back(data_dir);
    int code = kExitDone;
    for (const std::string& dir : dirs) {
        std::printf("%s: ", dir.c_str());
        std::fflush(stdout);
        if (const int one = resetOne(options, config, dir, consent); one != kExitDone) code = one;
    }
    return code;
}

}  // namespace bw::app
