// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/watchdog.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/model/assert.h"
#include "core/risk/lock_notify.h"

namespace bw::risk {
namespace {
constexpr int kNice = -11;
}

Watchdog::Watchdog(KillLatch& latch, const RiskClock& clock, WatchdogConfig config, LatchHooks hooks)
    : m_latch(latch), m_clock(clock), m_config(config), m_hooks(std::move(hooks)) {
    m_stop_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    BW_ASSERT(m_stop_fd >= 0);
    m_thread = std::thread([this] { run(); });
}

Watchdog::~Watchdog() {
    m_stop.store(true);
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written =
        ::write(m_stop_fd, &one, sizeof one);  // the loop looks every sample_ms anyway
    m_thread.join();
    ::close(m_stop_fd);
}

void Watchdog::registerThread(ThreadWatch watch) {
    const std::lock_guard lock(m_mutex);
    m_heartbeats.add(std::move(watch), m_clock.mono().ns);
}

void Watchdog::unregisterThread(const std::string& name) {
    const std::lock_guard lock(m_mutex);
    m_heartbeats.remove(name);
}

std::vector<ThreadAge> Watchdog::threadAges() const {
    const std::lock_guard lock(m_mutex);
    return m_heartbeats.ages(m_clock.mono().ns);
}

bool Watchdog::causeStands(Code cause) const {
    const std::lock_guard lock(m_mutex);
    return m_heartbeats.standing(cause, m_clock.mono().ns);
}

void Watchdog::run() {
    ::pthread_setname_np(::pthread_self(), "watchdog");
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    // Ahead of all that keeps the processors busy, where the system allows it; else the steps wait their turn. The thread
    // sleeps but for a stop, and its waits are bounded.
    const sched_param first{1};
    if (::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &first) != 0)
        (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
    std::vector<std::string> files = m_latch.config().paths.watched;
    files.push_back(m_latch.config().paths.latch);
    LockNotify notify(files);
    m_notify_fd = notify.fd();

    std::int64_t next_sample_ns = m_clock.mono().ns, next_watch_ns = next_sample_ns;
    while (!m_stop.load()) {
        m_latch.service(m_hooks);
        const std::int64_t asleep_from_ns = m_clock.boot().ns;
        const std::int64_t wake_ns = std::min(next_sample_ns, next_watch_ns);
        const std::int64_t wanted_ns = std::max<std::int64_t>(0, wake_ns - m_clock.mono().ns);
        bool notified = false;
        sleepUntil(wake_ns, notified);
        // Only the sleep is measured: a slow disk in service() is no pause of the process.
        const std::int64_t overrun_ns = m_clock.boot().ns - asleep_from_ns - wanted_ns;
        m_latch.service(m_hooks);
        const std::int64_t now_ns = m_clock.mono().ns;
        if (now_ns >= next_sample_ns || overrun_ns > m_config.pause_ms * kNsPerMs) {
            m_beats.fetch_add(1);
            sampleThreads(overrun_ns);
            if (m_hooks.on_sample) m_hooks.on_sample({now_ns});
            next_sample_ns = now_ns + m_config.sample_ms * kNsPerMs;
        }
        if ((notified && notify.drain()) || now_ns >= next_watch_ns) {
            m_latch.poll(m_hooks);
            next_watch_ns = now_ns + m_config.watch_ms * kNsPerMs;
        }
    }
    m_latch.service(m_hooks);  // a trip in the last instant is still carried out
}

void Watchdog::sleepUntil(std::int64_t wake_ns, bool& notified) {
    const std::int64_t left_ns = wake_ns - m_clock.mono().ns;
    if (left_ns <= 0) return;
    std::array<pollfd, 3> fds{{{m_latch.wakeFd(), POLLIN, 0}, {m_stop_fd, POLLIN, 0}, {m_notify_fd, POLLIN, 0}}};
    const nfds_t count = m_notify_fd < 0 ? 2 : 3;
    const auto left_ms = static_cast<int>((left_ns + kNsPerMs - 1) / kNsPerMs);
    notified = ::poll(fds.data(), count, left_ms) > 0 && count == 3 && (fds[2].revents & POLLIN) != 0;
}

void Watchdog::sampleThreads(std::int64_t overrun_ns) {
    std::vector<HeartbeatEvent> events;
    {
        const std::lock_guard lock(m_mutex);
        const std::int64_t now_ns = m_clock.mono().ns;
        if (overrun_ns > m_config.pause_ms * kNsPerMs) events.push_back(m_heartbeats.paused(overrun_ns, now_ns));
        for (HeartbeatEvent& event : m_heartbeats.sample(now_ns, m_latch.armed())) events.push_back(std::move(event));
    }
    for (const HeartbeatEvent& event : events) {
        const std::string ms = std::to_string(event.ns / kNsPerMs) + " ms";
        const auto say = [&](Severity severity, Code code, const std::string& text) {
            if (m_hooks.on_notice) m_hooks.on_notice(severity, code, text);
        };
        switch (event.kind) {
            case HeartbeatEvent::Kind::Late:
                say(Severity::Warning, Code::ThreadLate, "thread " + event.name + " is silent for " + ms);
                break;
            case HeartbeatEvent::Kind::Recovered:
                say(Severity::Info, Code::ThreadLate, "thread " + event.name + " is back after " + ms);
                break;
            case HeartbeatEvent::Kind::Halt:
                m_latch.trip(event.cause, "watchdog", "thread " + event.name + " is silent for " + ms);
                break;
            case HeartbeatEvent::Kind::Paused:
                say(Severity::Warning, Code::ProcessPaused, "the process was paused for " + ms);
                if (m_hooks.on_paused) m_hooks.on_paused(event.ns);
                break;
            case HeartbeatEvent::Kind::GateClosed:
                say(Severity::Critical, event.cause, "thread " + event.name + " is silent for " + ms + ": no live orders");
                if (m_hooks.on_gate) m_hooks.on_gate(event.cause, true);
                break;
            case HeartbeatEvent::Kind::GateOpen:
                say(Severity::Info, event.cause, "thread " + event.name + " is back: live orders may go");
                if (m_hooks.on_gate) m_hooks.on_gate(event.cause, false);
                break;
        }
    }
}

}  // namespace bw::risk
