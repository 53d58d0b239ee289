// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace bw::feed::mt5 {

/// Continuity of one v6 number sequence (feeds spec 9): one tracker per symbol for its ticks, one for its book. Engine
/// thread. What is lost here cannot be asked for again: the caller opens a gap that stays unfillable.
class SeqTracker {
public:
    enum class Kind : std::uint8_t {
        Ok,
        Duplicate,   // the number just seen once more
        OutOfOrder,  // below the last one
        Gap,         // [first, last] is missing; the message itself is good
        NewEpoch     // the gateway restarted; gap `gateway_restart` from the last tick, numbers start anywhere
    };
    struct Verdict {
        Kind kind = Kind::Ok;
        std::uint64_t first = 0, last = 0;  // of a Gap
    };

    /// One numbered message.
    Verdict onMessage(std::uint64_t epoch, std::uint64_t seq) noexcept {
        if (!m_started) return start(Kind::Ok, epoch, seq);
        if (epoch != m_epoch) return start(Kind::NewEpoch, epoch, seq);
        if (seq == m_last) return {Kind::Duplicate};
        if (seq < m_last) return {Kind::OutOfOrder};
        return advance(seq, seq - 1);
    }
    /// The last number sent, from a heartbeat: shows a lost tail. Before the first message it only sets the start.
    Verdict onHeartbeat(std::uint64_t epoch, std::uint64_t seq) noexcept {
        if (!m_started) return start(Kind::Ok, epoch, seq);
        if (epoch != m_epoch) return start(Kind::NewEpoch, epoch, seq);
        return seq > m_last ? advance(seq, seq) : Verdict{};
    }
    [[nodiscard]] bool started() const noexcept { return m_started; }
    [[nodiscard]] std::uint64_t last() const noexcept { return m_last; }

private:
    Verdict start(Kind kind, std::uint64_t epoch, std::uint64_t seq) noexcept {
        m_started = true;
        m_epoch = epoch;
        m_last = seq;
        return {kind};
    }
    Verdict advance(std::uint64_t seq, std::uint64_t missing_last) noexcept {
        const std::uint64_t missing_first = m_last + 1;
        m_last = seq;
        return missing_last >= missing_first ? Verdict{Kind::Gap, missing_first, missing_last} : Verdict{};
    }
    std::uint64_t m_epoch = 0, m_last = 0;
    bool m_started = false;
};

}  // namespace bw::feed::mt5
