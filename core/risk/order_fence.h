// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>

namespace bw::risk {

/// Counts the senders between their look at the latch and the end of their send (risk spec 1.5). A sender enters,
/// looks, sends without blocking only if allowed, and leaves; once the flag is set and the count has been 0, no opening
/// order can leave. Any thread; wait-free. All operations are seq_cst: the proof needs one order over the count and the
/// flag.
class OrderFence {
public:
    void enter() noexcept { m_in_flight.fetch_add(1, std::memory_order_seq_cst); }
    void leave() noexcept { m_in_flight.fetch_sub(1, std::memory_order_seq_cst); }
    [[nodiscard]] bool empty() const noexcept { return m_in_flight.load(std::memory_order_seq_cst) == 0; }

private:
    std::atomic<std::int64_t> m_in_flight{0};
};

}  // namespace bw::risk
