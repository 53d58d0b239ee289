// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <readerwriterqueue/readerwriterqueue.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace bw::feed {

/// What the engine wants from a venue. The answer comes back as frames. In replay requests are only counted.
struct FeedRequest {
    enum class Kind : std::uint8_t {
        Snapshot,     // REST depth of `instrument`; `gen` returns in the rest control frame
        Resubscribe,  // UNSUBSCRIBE and SUBSCRIBE of `stream` of `instrument`; an empty stream means all of them
        Reconnect,    // `instrument` is one of the line's, or a venue and market ("demo.usdm"); close, then backoff
        Klines,       // REST 1m history of `instrument`
        Catalogue,    // REST instrument list; `instrument` as for Reconnect
        Trades,       // REST: the trades from_id..to_id of `instrument` (feeds spec 10)
        Audit         // REST depth of `instrument`, to be held against the book; `gen` as for Snapshot
    } kind = Kind::Snapshot;
    std::string instrument{};  // venue.market.symbol: "demo.usdm.BTCUSDT"
    std::string stream{};      // beginning of the venue's stream name after the symbol: "depth" means "depth@100ms" too
    std::uint32_t gen = 0;
    std::uint64_t from_id = 0, to_id = 0;  // id bounds of what is missing
    std::int64_t delay_ms = 0;             // not before this long after it was read
    std::string reason{};
};

/// Engine thread to net thread. Bound 4,096. Policy: reject, counted; the asking state machine repeats by its own
/// timer.
class RequestQueue {
public:
    static constexpr std::size_t kCapacity = 4'096;

    bool push(FeedRequest request) {  // engine thread; false: rejected
        if (m_length.load(std::memory_order_acquire) >= kCapacity) {
            m_dropped.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        m_queue.enqueue(std::move(request));
        m_length.fetch_add(1, std::memory_order_acq_rel);  // after the request: it carries the hand-over
        const std::scoped_lock lock(m_mutex);
        if (m_wake) m_wake();
        return true;
    }
    bool pop(FeedRequest& out) {  // net thread
        if (m_length.load(std::memory_order_acquire) == 0 || !m_queue.try_dequeue(out)) return false;
        m_length.fetch_sub(1, std::memory_order_acq_rel);
        return true;
    }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

    /// Set by the consumer while it lives. Called on the engine thread under a lock: posts an event, nothing more.
    void setWake(std::function<void()> wake) {
        const std::scoped_lock lock(m_mutex);
        m_wake = std::move(wake);
    }

private:
    moodycamel::ReaderWriterQueue<FeedRequest> m_queue{kCapacity};
    std::atomic<std::size_t> m_length{0};
    std::atomic<std::uint64_t> m_dropped{0};
    std::mutex m_mutex;  // guards m_wake against a consumer that goes away
    std::function<void()> m_wake;
};

}  // namespace bw::feed
