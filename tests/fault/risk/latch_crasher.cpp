// SPDX-License-Identifier: GPL-3.0-or-later
// latch_crasher ROOT MODE N: runs one piece of the latch's life under ROOT and kills itself with SIGKILL after file
// call N (0: never). What it reports on stdout was reported before the kill; each line goes out with one write.
//   start   load and service        trip   the same, then a trip      reset   the same, then a keyed reset
//   part    start, then a stop of one venue, then a trip
//   offline tripOffline             watch  a watchdog, until SIGTERM
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include "core/risk/kill_signal.h"
#include "core/risk/latch.h"
#include "core/risk/offline_trip.h"
#include "core/risk/reset.h"
#include "core/risk/watchdog.h"
#include "tests/unit/risk/hook_fs.h"

using namespace bw;
using namespace bw::risk;

namespace {

void say(std::string line) {
    line += '\n';
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::abort();
}

void tell(const LatchView& view) {
    say(std::string("VIEW ") + std::string(latchStateName(view.state)) + " " + std::string(codeName(view.cause)));
    if (view.durable && view.state == LatchState::Halted) say("DURABLE");
}

LatchHooks hooks() {
    return {&tell, [](Severity, Code code, const std::string& text) {
                say("NOTICE " + std::string(codeName(code)) + " " + text);
            }};
}

int reset(KillLatch& latch, LatchFs& fs, const RiskClock& clock, Audit& audit) {
    KillReset reset(latch, fs, clock, &audit, {});
    const Result<ResetTicket> ticket = reset.prepare();
    if (!ticket) return 1;
    const Status done = reset.commit(
        {ticket->nonce, LatchState::Active, "crash test reset", ticket->typed, "correct horse", "user:test", "cli"});
    if (!done) return 1;
    say("RESET_OK");
    latch.service(hooks());
    return 0;
}

int watch(KillLatch& latch, const RiskClock& clock) {
    sigset_t term;
    ::sigemptyset(&term);
    ::sigaddset(&term, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &term, nullptr);
    Watchdog watchdog(latch, clock, {}, hooks());
    std::atomic<std::uint64_t> counter{0};
    std::atomic<bool> stop{false};
    std::thread engine([&] {
        while (!stop.load()) {
            counter.fetch_add(1);
            ::usleep(10'000);
        }
    });
    watchdog.registerThread({"engine", &counter, 500, 1000, Code::EngineStall});
    const KillSignal handler(latch);
    const bool armed = latch.arm() ? true : false;
    say(armed ? "READY" : "NOT ARMED");
    int signal = 0;
    ::sigwait(&term, &signal);
    stop.store(true);
    engine.join();
    watchdog.unregisterThread("engine");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const std::string root = argv[1], mode = argv[2];
    const long kill_after = std::strtol(argv[3], nullptr, 10);

    LatchConfig config;
    config.paths = test::benchPaths(root);
    config.version = "0.1.0";
    config.host = "desk";
    test::HookFs fs;
    long calls = 0;
    fs.after = [&](std::string_view op, const std::string& path) {
        if ((op == "write" || op == "rename") && path == config.paths.latch) say("LATCH_WRITTEN");
        if (++calls == kill_after) ::kill(::getpid(), SIGKILL);
    };
    const SystemRiskClock clock;
    Audit audit(fs, clock, root + "/log", "engine", "0.1.0", "");
    if (mode == "offline") {
        const OfflineTrip trip = tripOffline(fs, clock, &audit, config, "user:test", "crash test");
        tell(trip.view);
        return trip.exitCode();
    }
    KillLatch latch(fs, clock, &audit, config);
    latch.load(hooks());
    latch.service(hooks());
    if (mode == "start") return 0;
    if (mode == "watch") return watch(latch, clock);
    if (mode == "part") {
        if (!latch.tripScope(ScopeKind::Venue, "okx", kScopeHalt, Code::ManualGui, "button", "crash test")) return 1;
        latch.service(hooks());
        if (latch.snapshot().durable) say("PART_HELD");
        latch.trip(Code::ManualGui, "button", "and all of it");
        latch.service(hooks());
        return 0;
    }
    if (mode == "reset") return reset(latch, fs, clock, audit);
    latch.trip(Code::ManualGui, "button", "crash test");
    latch.service(hooks());
    return 0;
}
