// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/risk/heartbeats.h"
#include "core/risk/latch.h"

namespace bw::risk {

struct WatchdogConfig {
    int sample_ms = 100;  // heartbeats
    int watch_ms = 200;   // lock files and the latch file; notifications come earlier
    int pause_ms = 1000;  // own sleep overrun that counts as a paused process
};

/// The `watchdog` thread: carries out trips, watches the files, samples the heartbeats of all the others. It needs
/// neither the GUI nor the engine nor the store. Starts in the constructor, joined by the destructor; all signals are
/// blocked in it. Public functions: any thread. Hooks: called on the watchdog thread, must not block and must not
/// destroy the watchdog.
class Watchdog {
public:
    /// `latch` must be loaded already and outlive the watchdog.
    Watchdog(KillLatch& latch, const RiskClock& clock, WatchdogConfig config, LatchHooks hooks);
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    ~Watchdog();

    /// `watch.counter` must outlive the registration. A thread halts the latch only while execution is armed.
    void registerThread(ThreadWatch watch);
    void unregisterThread(const std::string& name);
    [[nodiscard]] std::vector<ThreadAge> threadAges() const;
    /// For a reset's blockers: a thread is still past the limit that tripped with this cause.
    [[nodiscard]] bool causeStands(Code cause) const;
    /// Grows every sample: the engine watches the watchdog by it.
    [[nodiscard]] const std::atomic<std::uint64_t>& beats() const { return m_beats; }

private:
    void run();
    void sleepUntil(std::int64_t wake_ns, bool& notified);
    void sampleThreads(std::int64_t overrun_ns);

    KillLatch& m_latch;
    const RiskClock& m_clock;
    const WatchdogConfig m_config;
    const LatchHooks m_hooks;
    std::atomic<std::uint64_t> m_beats{0};
    std::atomic<bool> m_stop{false};
    int m_stop_fd = -1;
    int m_notify_fd = -1;        // run() only
    mutable std::mutex m_mutex;  // m_heartbeats; never held over a hook or a file
    Heartbeats m_heartbeats;
    std::thread m_thread;
};

}  // namespace bw::risk
