// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <readerwriterqueue/readerwriterqueue.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/transport/clock.h"
#include "core/model/frame.h"
#include "core/model/times.h"

namespace bw::feed {

/// A source name, shared by all frames of one connection; goes away with the last of them.
using SourceName = std::shared_ptr<const std::string>;
[[nodiscard]] inline SourceName makeSource(std::string_view name) {
    return std::make_shared<const std::string>(name);
}

/// What an I/O thread hands to the engine: one message as it came off the wire, or a control frame of the same line.
struct Frame {
    SourceName source;
    WallTime recv_wall;
    MonoTime recv_mono;
    FrameBytes bytes;
    [[nodiscard]] FrameView view() const { return {*source, recv_wall, recv_mono, bytes.view()}; }
};
[[nodiscard]] Frame makeFrame(SourceName source, const Clock& clock, std::string_view bytes);

struct FrameQueueLimits {
    std::size_t frames = 65'536;
    std::size_t bytes = 256U << 20;  // payload bytes
};

/// pushed == popped + dropped + length whenever the producer stands still.
struct FrameQueueCounters {
    std::uint64_t pushed = 0;  // offered, kept or not; drop frames included
    std::uint64_t popped = 0;
    std::uint64_t dropped = 0;
    std::uint64_t length = 0, length_max = 0;
    std::uint64_t bytes = 0;
    std::uint64_t capacity = 0;
};

class Inbox;

/// Frames of one I/O thread on their way to the engine. One producer thread, one consumer thread (Inbox::drain).
/// Bound: 65,536 frames and 256 MiB. Policy: reject newest, counted. Once full it takes nothing until half of it is
/// free, so that one overload is one loss; then a control frame {"ctl":"drop",...} of each source that lost something
/// goes in before the next frame.
class FrameQueue {
public:
    FrameQueue(const Clock& clock, FrameQueueLimits limits, Inbox& inbox);
    FrameQueue(const FrameQueue&) = delete;
    FrameQueue& operator=(const FrameQueue&) = delete;

    // --- producer thread
    bool push(Frame frame);                    // false: dropped and counted
    bool pushPair(Frame first, Frame second);  // both, neighbours, or neither
    void flushDrops();                         // a producer with nothing to push calls this now and then

    // --- any thread
    [[nodiscard]] FrameQueueCounters counters() const;

private:
    friend class Inbox;
    struct Loss {
        SourceName source;  // the newest name of that line
        std::uint64_t count = 0;
        MonoTime first, last;
    };
    [[nodiscard]] bool roomFor(std::size_t frames, std::size_t bytes) const;
    bool admit(std::size_t frames, std::size_t bytes);
    void emitLosses();
    void lose(const Frame& frame);
    void enqueue(Frame frame);
    bool pop(Frame& out);  // consumer thread

    const Clock& m_clock;
    const FrameQueueLimits m_limits;
    Inbox& m_inbox;
    moodycamel::ReaderWriterQueue<Frame> m_queue;
    std::map<std::string, Loss, std::less<>> m_losses;  // producer only; by line name without #k, as many as lines
    bool m_refusing = false;                            // producer only: full, waiting for half of the room
    std::atomic<std::uint64_t> m_pushed{0}, m_popped{0}, m_dropped{0}, m_length{0}, m_length_max{0}, m_bytes{0};
};

/// The engine's inbound side: one FrameQueue for each I/O thread and one signal for all of them. Queues are added
/// before the threads start and live as long as the Inbox. The consumer is one thread.
class Inbox {
public:
    explicit Inbox(const Clock& clock) : m_clock(clock) {}
    FrameQueue& addQueue(FrameQueueLimits limits = {});

    /// Sleeps until a frame was pushed, wake() was called or `timeout` passed. True if signalled. May wake with nothing
    /// to drain; never sleeps through a push.
    bool wait(std::chrono::nanoseconds timeout);
    /// Appends up to `max` frames, one a queue in turn. Returns how many.
    std::size_t drain(std::vector<Frame>& out, std::size_t max);

    void wake();                                        // any thread
    [[nodiscard]] FrameQueueCounters counters() const;  // sum over the queues; length_max is the worst queue

private:
    const Clock& m_clock;
    std::vector<std::unique_ptr<FrameQueue>> m_queues;
    std::size_t m_next = 0;
    std::atomic<bool> m_signalled{false};
    std::mutex m_mutex;
    std::condition_variable m_condition;
};

}  // namespace bw::feed
