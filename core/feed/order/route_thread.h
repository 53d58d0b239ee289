// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <readerwriterqueue/readerwriterqueue.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/feed/order/route_client.h"
#include "core/feed/transport/frame_queue.h"
#include "core/model/result.h"

namespace bw::feed {

/// The thread "orders": all routes. Owner: whoever made it; joined by stop() and by the destructor. It waits on its sockets,
/// at most 10 ms, and then reads the latch's flag itself, so that a stop needs no other thread. What the routes say goes into
/// `queue` as control frames of "route.<route>!"; it is this thread's alone.
class RouteThread {
public:
    static constexpr std::size_t kRequestsMax = 1'024;          // engine to orders; policy: reject, counted
    static constexpr std::int64_t kExitNs = 5 * kNsPerSec;      // of a clean stop that cancels

    RouteThread(const Clock& clock, OrderPermit& permit, FrameQueue& queue);
    ~RouteThread();
    RouteThread(const RouteThread&) = delete;
    RouteThread& operator=(const RouteThread&) = delete;

    /// Checks every route (see validate; two of one name are CfgDuplicateKey), then starts those that are enabled. Once.
    [[nodiscard]] Status start(const std::vector<RouteConfig>& routes);
    /// `cancel_opening`: our own opening orders first, for at most 5 s (v6). Joins.
    void stop(bool cancel_opening = false);

    /// Engine thread. False: the queue is full, there is no such route, or it does not run; nothing was taken.
    [[nodiscard]] bool send(const RouteRequest& request);
    /// Any thread, wait-free: look at the latch now.
    void wake() noexcept;
    /// Any thread: grows with each turn of the loop, for the watchdog.
    [[nodiscard]] const std::atomic<std::uint64_t>& heartbeat() const noexcept { return m_heartbeat; }
    [[nodiscard]] std::uint64_t rejected() const noexcept { return m_rejected.load(std::memory_order_relaxed); }

private:
    struct Routes;
    void run();
    void wait(std::vector<zmq_pollitem_t>& items);
    void turn();
    void leave();

    const Clock& m_clock;
    OrderPermit& m_permit;
    FrameQueue& m_queue;
    std::vector<std::string> m_names;  // written by start()
    std::unique_ptr<Routes> m_routes;  // the thread's while it runs
    moodycamel::ReaderWriterQueue<RouteRequest> m_requests{kRequestsMax};
    std::atomic<std::size_t> m_length{0};
    std::atomic<std::uint64_t> m_heartbeat{0}, m_rejected{0};
    std::atomic<bool> m_stop{false}, m_cancel{false};
    int m_wake_fd = -1;                // Linux; elsewhere the loop looks each 10 ms
    std::thread m_thread;
};

/// Random bytes of the operating system. Any thread.
void systemRandom(std::span<std::uint8_t> bytes);

}  // namespace bw::feed
