// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/frame_queue.h"

#include <algorithm>
#include <utility>

#include "core/feed/transport/control_frame.h"

namespace bw::feed {
namespace {

/// "demo.usdm/pub#3!" -> "demo.usdm/pub".
std::string_view lineName(std::string_view source) {
    if (source.ends_with('!')) source.remove_suffix(1);
    return source.substr(0, source.find('#'));
}

}  // namespace

Frame makeFrame(SourceName source, const Clock& clock, std::string_view bytes) {
    return {std::move(source), clock.wall(), clock.mono(), FrameBytes(bytes)};
}

FrameQueue::FrameQueue(const Clock& clock, FrameQueueLimits limits, Inbox& inbox)
    : m_clock(clock), m_limits(limits), m_inbox(inbox), m_queue(limits.frames) {}

bool FrameQueue::roomFor(std::size_t frames, std::size_t bytes) const {
    return m_length.load(std::memory_order_acquire) + frames <= m_limits.frames &&
           m_bytes.load(std::memory_order_acquire) + bytes <= m_limits.bytes;
}

bool FrameQueue::admit(std::size_t frames, std::size_t bytes) {
    if (m_refusing) m_refusing = !roomFor(m_limits.frames / 2, m_limits.bytes / 2);
    if (!m_refusing && !m_losses.empty()) emitLosses();
    if (!m_refusing && !roomFor(frames, bytes)) m_refusing = true;
    return !m_refusing;
}

void FrameQueue::emitLosses() {
    for (auto it = m_losses.begin(); it != m_losses.end(); it = m_losses.erase(it)) {
        const Loss& loss = it->second;
        const std::string text = ControlFrame("drop")
                                     .add("n", loss.count)
                                     .add("first_mono_ns", loss.first.ns)
                                     .add("last_mono_ns", loss.last.ns)
                                     .text();
        if (!roomFor(1, text.size())) {
            m_refusing = true;
            return;
        }
        const std::string& name = *loss.source;
        m_pushed.fetch_add(1, std::memory_order_relaxed);
        enqueue(makeFrame(name.ends_with('!') ? loss.source : makeSource(controlName(name)), m_clock, text));
    }
}

void FrameQueue::lose(const Frame& frame) {
    m_dropped.fetch_add(1, std::memory_order_relaxed);
    const std::string_view line = lineName(*frame.source);
    auto it = m_losses.find(line);
    if (it == m_losses.end())
        it = m_losses.emplace(std::string(line), Loss{frame.source, 0, frame.recv_mono, {}}).first;
    it->second.source = frame.source;
    it->second.last = frame.recv_mono;
    ++it->second.count;
}

void FrameQueue::enqueue(Frame frame) {
    m_bytes.fetch_add(frame.bytes.size(), std::memory_order_acq_rel);
    m_queue.enqueue(std::move(frame));
    // The length moves after the frame on both sides: it carries the hand-over, and what it counts is there to be
    // taken.
    const std::uint64_t length = m_length.fetch_add(1, std::memory_order_acq_rel) + 1;
    if (length > m_length_max.load(std::memory_order_relaxed)) m_length_max.store(length, std::memory_order_relaxed);
    m_inbox.wake();
}

bool FrameQueue::push(Frame frame) {
    m_pushed.fetch_add(1, std::memory_order_relaxed);
    if (!admit(1, frame.bytes.size())) {
        lose(frame);
        return false;
    }
    enqueue(std::move(frame));
    return true;
}

bool FrameQueue::pushPair(Frame first, Frame second) {
    m_pushed.fetch_add(2, std::memory_order_relaxed);
    if (!admit(2, first.bytes.size() + second.bytes.size())) {
        lose(first);
        lose(second);
        return false;
    }
    enqueue(std::move(first));
    enqueue(std::move(second));
    return true;
}

void FrameQueue::flushDrops() {
    if (!m_losses.empty()) admit(0, 0);
}

bool FrameQueue::pop(Frame& out) {
    if (m_length.load(std::memory_order_acquire) == 0 || !m_queue.try_dequeue(out)) return false;
    m_bytes.fetch_sub(out.bytes.size(), std::memory_order_acq_rel);
    m_length.fetch_sub(1, std::memory_order_acq_rel);
    m_popped.fetch_add(1, std::memory_order_relaxed);
    return true;
}

FrameQueueCounters FrameQueue::counters() const {
    FrameQueueCounters c;
    c.pushed = m_pushed.load(std::memory_order_acquire);
    c.popped = m_popped.load(std::memory_order_acquire);
    c.dropped = m_dropped.load(std::memory_order_acquire);
    c.length = m_length.load(std::memory_order_acquire);
    c.length_max = m_length_max.load(std::memory_order_acquire);
    c.bytes = m_bytes.load(std::memory_order_acquire);
    c.capacity = m_limits.frames;
    return c;
}

FrameQueue& Inbox::addQueue(FrameQueueLimits limits) {
    return *m_queues.emplace_back(std::make_unique<FrameQueue>(m_clock, limits, *this));
}

bool Inbox::wait(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(m_mutex);
    m_condition.wait_for(lock, timeout, [this] { return m_signalled.load(std::memory_order_acquire); });
    return m_signalled.exchange(false, std::memory_order_acq_rel);
}

void Inbox::wake() {
    // Only the push that raises the flag pays for the lock; the flag falls before the consumer drains.
    if (m_signalled.exchange(true, std::memory_order_acq_rel)) return;
    { const std::scoped_lock lock(m_mutex); }
    m_condition.notify_one();
}

std::size_t Inbox::drain(std::vector<Frame>& out, std::size_t max) {
    std::size_t taken = 0, empty = 0;
    Frame frame;
    while (taken < max && empty < m_queues.size()) {
        const bool got = m_queues[m_next]->pop(frame);
        m_next = (m_next + 1) % m_queues.size();
        empty = got ? 0 : empty + 1;
        if (!got) continue;
        out.push_back(std::move(frame));
        ++taken;
    }
    // What `max` left behind must wake the next wait() as a push would.
    if (taken == max) m_signalled.store(true, std::memory_order_release);
    return taken;
}

FrameQueueCounters Inbox::counters() const {
    FrameQueueCounters sum;
    for (const auto& queue : m_queues) {
        const FrameQueueCounters c = queue->counters();
        sum.pushed += c.pushed;
        sum.popped += c.popped;
        sum.dropped += c.dropped;
        sum.length += c.length;
        sum.length_max = std::max(sum.length_max, c.length_max);
        sum.bytes += c.bytes;
        sum.capacity += c.capacity;
    }
    return sum;
}

}  // namespace bw::feed
