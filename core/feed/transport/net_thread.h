// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>

#include "core/feed/transport/clock.h"
#include "core/feed/transport/feed_status.h"
#include "core/feed/transport/frame_queue.h"
#include "core/feed/transport/net_config.h"
#include "core/feed/transport/requests.h"
#include "core/model/result.h"

namespace bw::feed {

/// The thread "net": all WebSocket and REST connections, on a Qt event loop of its own. Owner: whoever made it; joined
/// by stop() and by the destructor. Needs a QCoreApplication. What it is given must outlive it.
class NetThread {
public:
    NetThread(const Clock& clock, FrameQueue& queue, RequestQueue& requests, FeedStatusBoard& board);
    ~NetThread();

    /// Checks the configuration (see validate) and starts. Once.
    [[nodiscard]] Status start(NetConfig config);
    /// Closes every line and joins. Frames of the closing are in the queue when it returns.
    void stop();

    /// Requests that named no configured instrument or stream. Any thread.
    [[nodiscard]] std::uint64_t unroutedRequests() const { return m_unrouted.load(std::memory_order_relaxed); }

private:
    class Thread;
    const Clock& m_clock;
    FrameQueue& m_queue;
    RequestQueue& m_requests;
    FeedStatusBoard& m_board;
    std::atomic<std::uint64_t> m_unrouted{0};
    std::unique_ptr<Thread> m_thread;
};

}  // namespace bw::feed
