// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "core/feed/transport/clock.h"
#include "core/feed/transport/feed_status.h"
#include "core/feed/transport/frame_queue.h"
#include "core/feed/transport/mt5_config.h"
#include "core/model/result.h"

namespace bw::feed {

/// The thread "zmq": the subscriptions to all MetaTrader 5 gateways. Owner: whoever made it; joined by stop() and by
/// the destructor. What it is given must outlive it. It waits on the sockets, at most 10 ms.
class ZmqThread {
public:
    ZmqThread(const Clock& clock, FrameQueue& queue, FeedStatusBoard& board);
    ~ZmqThread();

    /// Checks every gateway (see validate; two of one name are CfgDuplicateKey), then connects and starts. Once.
    [[nodiscard]] Status start(const std::vector<Mt5Gateway>& gateways, std::uint64_t seed = 0);
    /// Wakes the thread, closes every line and joins.
    void stop();

private:
    struct Sockets;
    void run();

    const Clock& m_clock;
    FrameQueue& m_queue;
    FeedStatusBoard& m_board;
    std::unique_ptr<Sockets> m_sockets;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

}  // namespace bw::feed
