// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/kill_signal.h"

#include <signal.h>

#include <atomic>

#include "core/model/assert.h"

namespace bw::risk {
namespace {

// A handler has no other way to its object.
std::atomic<KillLatch*> g_latch{nullptr}, g_also{nullptr};
struct sigaction g_before;

void onSignal(int) {
    if (KillLatch* latch = g_latch.load()) latch->trip(Code::ManualSignal, "signal", "SIGUSR1");
    if (KillLatch* also = g_also.load()) also->trip(Code::ManualSignal, "signal", "SIGUSR1");
}

}  // namespace

KillSignal::KillSignal(KillLatch& latch, KillLatch* also) {
    BW_ASSERT(g_latch.load() == nullptr);
    g_also.store(also);
    g_latch.store(&latch);
    struct sigaction action {};
    action.sa_handler = &onSignal;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    BW_ASSERT(::sigaction(SIGUSR1, &action, &g_before) == 0);
}

KillSignal::~KillSignal() {
    ::sigaction(SIGUSR1, &g_before, nullptr);
    g_latch.store(nullptr);
    g_also.store(nullptr);
}

}  // namespace bw::risk
