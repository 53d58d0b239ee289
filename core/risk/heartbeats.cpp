// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/heartbeats.h"

#include <algorithm>

#include "core/model/assert.h"
#include "core/model/times.h"

namespace bw::risk {
namespace {
constexpr std::int64_t kGraceNs = 2 * kNsPerSec;
}

void Heartbeats::add(ThreadWatch watch, std::int64_t now_ns) {
    BW_ASSERT(watch.counter != nullptr);
    const std::uint64_t seen = watch.counter->load(std::memory_order_relaxed);
    m_entries.push_back({std::move(watch), seen, now_ns, false, false, false});
}

void Heartbeats::remove(const std::string& name) {
    std::erase_if(m_entries, [&name](const Entry& entry) { return entry.watch.name == name; });
}

HeartbeatEvent Heartbeats::paused(std::int64_t ns, std::int64_t now_ns) {
    m_grace_until_ns = now_ns + kGraceNs;
    return {HeartbeatEvent::Kind::Paused, "process", ns, Code::Ok};
}

std::vector<HeartbeatEvent> Heartbeats::sample(std::int64_t now_ns, bool armed) {
    std::vector<HeartbeatEvent> out;
    for (Entry& entry : m_entries) {
        const std::uint64_t count = entry.watch.counter->load(std::memory_order_relaxed);
        if (count != entry.seen) {
            if (entry.late)
                out.push_back({HeartbeatEvent::Kind::Recovered, entry.watch.name, now_ns - entry.moved_ns, Code::Ok});
            if (entry.gated)
                out.push_back({HeartbeatEvent::Kind::GateOpen, entry.watch.name, now_ns - entry.moved_ns,
                               entry.watch.gate_cause});
            entry.seen = count;
            entry.moved_ns = now_ns;
            entry.late = entry.halted = entry.gated = false;
            continue;
        }
        if (now_ns < m_grace_until_ns) {
            entry.moved_ns = now_ns;  // the pause was not this thread's fault
            continue;
        }
        const std::int64_t age_ns = now_ns - entry.moved_ns;
        if (!entry.late && age_ns >= entry.watch.warn_ms * kNsPerMs) {
            entry.late = true;
            out.push_back({HeartbeatEvent::Kind::Late, entry.watch.name, age_ns, Code::Ok});
        }
        if (!entry.gated && entry.watch.gate_ms > 0 && age_ns >= entry.watch.gate_ms * kNsPerMs) {
            entry.gated = true;
            out.push_back({HeartbeatEvent::Kind::GateClosed, entry.watch.name, age_ns, entry.watch.gate_cause});
        }
        if (!entry.halted && armed && entry.watch.halt_ms > 0 && age_ns >= entry.watch.halt_ms * kNsPerMs) {
            entry.halted = true;
            out.push_back({HeartbeatEvent::Kind::Halt, entry.watch.name, age_ns, entry.watch.halt_cause});
        }
    }
    return out;
}

std::vector<ThreadAge> Heartbeats::ages(std::int64_t now_ns) const {
    std::vector<ThreadAge> out;
    for (const Entry& entry : m_entries) out.push_back({entry.watch.name, now_ns - entry.moved_ns, entry.late});
    return out;
}

bool Heartbeats::standing(Code cause, std::int64_t now_ns) const {
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.watch.halt_ms > 0 && entry.watch.halt_cause == cause &&
               now_ns - entry.moved_ns >= entry.watch.halt_ms * kNsPerMs;
    });
}

}  // namespace bw::risk
