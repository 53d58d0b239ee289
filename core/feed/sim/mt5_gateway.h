// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/feed/sim/market_model.h"
#include "core/feed/sim/mt5_wire.h"

namespace bw::sim {

/// What a gateway says by the clock: each symbol's specification at the start and each 60 s, a heartbeat each 1 s.
/// Used on one thread.
class GatewayTimers {
public:
    /// Before each step of the model; calls send(message) for what is due.
    template <class Send>
    void poll(const MarketModel& model, const Mt5Wire& wire, std::uint64_t sent, std::uint64_t send_fail, Send&& send) {
        if (!wire.hasHeartbeat()) return;
        if (model.nowMs() >= m_spec_due_ms) {
            m_spec_due_ms = model.nowMs() + 60'000;
            if (m_beat_due_ms == 0) m_beat_due_ms = model.nowMs() + 1000;
            for (const TickMarket& tick : model.ticks())
                if (wire.dialectOf(tick.instrument()) == Dialect::V6) send(Mt5Wire::spec(tick.instrument()));
        }
        if (model.nowMs() < m_beat_due_ms) return;
        m_beat_due_ms = model.nowMs() + 1000;
        m_seqs.clear();
        for (const TickMarket& tick : model.ticks()) m_seqs.push_back({&tick.instrument(), tick.lastSeq()});
        send(wire.heartbeat(++m_beats, model.nowMs(), m_seqs, sent, send_fail));
    }

private:
    std::int64_t m_spec_due_ms = 0, m_beat_due_ms = 0;
    std::uint64_t m_beats = 0;
    std::vector<Mt5Wire::SymbolSeq> m_seqs;
};

}  // namespace bw::sim
