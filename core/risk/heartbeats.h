// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/code.h"

namespace bw::risk {

/// One watched thread: it bumps `counter` each loop, at least every warn_ms / 2.
struct ThreadWatch {
    std::string name;
    const std::atomic<std::uint64_t>* counter = nullptr;
    int warn_ms = 0;
    int halt_ms = 0;  // 0: never halts
    Code halt_cause = Code::EngineStall;
    int gate_ms = 0;  // 0: never closes the gate for live orders
    Code gate_cause = Code::JournalStalled;
};
struct ThreadAge {
    std::string name;
    std::int64_t age_ns = 0;  // since the counter was last seen to move
    bool late = false;
};
struct HeartbeatEvent {
    enum class Kind : std::uint8_t { Late, Recovered, Halt, Paused, GateClosed, GateOpen };
    Kind kind = Kind::Late;
    std::string name;
    std::int64_t ns = 0;    // the age, or the length of the pause
    Code cause = Code::Ok;  // Halt and the gate
};

/// Decides who is late (risk spec 1.10). Pure: time and the armed flag come in. Watchdog thread only.
class Heartbeats {
public:
    void add(ThreadWatch watch, std::int64_t now_ns);
    void remove(const std::string& name);
    /// The process was away for `ns`: one event, and everybody has two seconds to come back.
    [[nodiscard]] HeartbeatEvent paused(std::int64_t ns, std::int64_t now_ns);
    [[nodiscard]] std::vector<HeartbeatEvent> sample(std::int64_t now_ns, bool armed);
    [[nodiscard]] std::vector<ThreadAge> ages(std::int64_t now_ns) const;
    /// Whether a thread with this halt cause is past its halt limit now: the cause still stands.
    [[nodiscard]] bool standing(Code cause, std::int64_t now_ns) const;

private:
    struct Entry {
        ThreadWatch watch;
        std::uint64_t seen = 0;
        std::int64_t moved_ns = 0;
        bool late = false, halted = false, gated = false;
    };
    std::vector<Entry> m_entries;
    std::int64_t m_grace_until_ns = 0;
};

}  // namespace bw::risk
