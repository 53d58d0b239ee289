// SPDX-License-Identifier: GPL-3.0-or-later
// `bellwether kill --guard`: a process of its own that stops when an armed engine dies or hangs (risk spec 1.10).
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdio>

#include "app/commands/kill_parts.h"
#include "app/risk_host.h"
#include "app/route_config.h"
#include "app/version.h"
#include "core/feed/order/route_kill.h"
#include "core/risk/guard.h"
#include "core/risk/offline_trip.h"

namespace bw::app {
namespace {

constexpr std::int64_t kRoutesMs = 5'000;

/// What the dead engine cannot do any more: cancels and the gateways' own halt.
void stopRoutes(const ops::Config& config) {
    const auto routes = routesOf(config);
    const auto kills = routes ? feed::killRoutes(*routes, feed::SystemClock(), kRoutesMs) : Result<std::vector<feed::RouteKill>>(routes.error());
    if (!kills) {
        std::fprintf(stderr, "  NOT DONE  orders at the gateways: %s; look at the terminal\n", kills.error().detail.c_str());
        return;
    }
    for (const feed::RouteKill& kill : *kills) {
        const char* const word = kill.verified ? "done     " : "NOT DONE ";
        const char* const how = kill.verified ? "no working order" : kill.acknowledged ? "acknowledged, not verified" : "not acknowledged";
        std::fprintf(stderr, "  %s %s: %s%s%s\n", word, kill.route.c_str(), how, kill.detail.empty() ? "" : "; ", kill.detail.c_str());
    }
}

int stopForLostEngine(risk::LatchFs& fs, const risk::RiskClock& clock, const ops::Config& config, const std::string& data_dir,
                      const risk::Beat& engine) {
    risk::Audit audit(fs, clock, auditDirOf(config, fs), "guard", kVersion, config.hash());
    const std::string reason = "no heartbeat of the armed engine, pid " + std::to_string(engine.pid);
    std::fprintf(stderr, "GUARD %s\n", reason.c_str());
    const risk::OfflineTrip trip =
        risk::tripOffline(fs, clock, &audit, latchConfigOf(config, data_dir, fs), "guard", reason, Code::Guard);
    for (const std::string& done : trip.done) std::fprintf(stderr, "  done      %s\n", done.c_str());
    for (const std::string& missing : trip.not_done) std::fprintf(stderr, "  NOT DONE  %s\n", missing.c_str());
    stopRoutes(config);
    return trip.exitCode() == kExitFailed ? kExitFailed : kExitProblems;
}

}  // namespace

int guardCommand(const ops::Config& config, const std::string& data_dir) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, nullptr);
    const int fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0) return printError({Code::FileOpen, "kill.guard", "no signalfd"});
    risk::PosixLatchFs fs;
    const risk::SystemRiskClock clock;
    const std::string latch_dir = latchConfigOf(config, data_dir, fs).paths.latch_dir;
    risk::GuardLoop guard(fs, latch_dir, clock.mono());
    std::fprintf(stderr, "guarding %s; stop: Ctrl+C\n", latch_dir.c_str());
    int code = kExitDone;
    for (;;) {
        if (guard.step(clock.mono())) code = stopForLostEngine(fs, clock, config, data_dir, *guard.engine());
        pollfd wait{fd, POLLIN, 0};
        if (::poll(&wait, 1, static_cast<int>(risk::kBeatNs / kNsPerMs)) > 0) break;
    }
    ::close(fd);
    guard.stop(clock.mono());
    return code;
}

}  // namespace bw::app
