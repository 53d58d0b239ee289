// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/sim/market_model.h"
#include "core/feed/sim/mt5_wire.h"

namespace bw::sim {

/// A gateway and its broker: numbers the ticks of the market, writes them, sends specifications and heartbeats by the
/// clock, and behaves badly where the injector says so (the gateway kinds of FaultKind; what happens to a message on its
/// way is the injector's own business). Used on one thread. Equal calls give equal messages.
class GatewayModel {
public:
    static constexpr int kBurst = 50;
    static constexpr int kRepeat = 3;
    static constexpr std::int64_t kBackMs = 3'000;

    /// `injector` may be nullptr; else it outlives this.
    GatewayModel(Dialect dialect, std::int64_t start_ms, FaultInjector* injector = nullptr);

    /// One tick of the market; calls send(seq, message) for each message that goes out.
    template <class Send>
    void tick(std::int64_t now_ms, const SimInstrument& instrument, const SimTick& tick, Send&& send) {
        makeTicks(now_ms, instrument, tick);
        for (std::size_t i = 0; i < m_out_n; ++i) send(m_out[i].seq, m_out[i].message);
    }
    /// What the clock asks for: each symbol's specification at the start and each 60 s, a heartbeat each 1 s. Before
    /// each step of the market; calls send(message).
    template <class Send>
    void poll(std::int64_t now_ms, std::uint64_t sent, std::uint64_t send_fail, Send&& send) {
        makeClockwork(now_ms, sent, send_fail);
        for (std::size_t i = 0; i < m_out_n; ++i) send(m_out[i].message);
    }
    /// A new epoch, numbers from 1.
    void restart(std::int64_t now_ms);
    /// Numbers from 1 within the epoch, as no gateway should.
    void resetNumbers();
    /// The last number given to the ticks of a symbol, "EURUSD" or "EURUSD.s"; 0 before the first.
    [[nodiscard]] std::uint64_t lastSeq(std::string_view symbol) const;

private:
    /// A name that ticks go out under: each symbol has two, with and without suffix.
    struct Voice {
        std::string name;
        SimInstrument instrument;
        std::uint64_t seq = 0;
        bool used = false;
    };
    struct Numbered {
        std::uint64_t seq = 0;
        WireMessage message;
    };
    void makeTicks(std::int64_t now_ms, const SimInstrument& instrument, const SimTick& tick);
    void makeClockwork(std::int64_t now_ms, std::uint64_t sent, std::uint64_t send_fail);
    void write(Voice& voice, SimTick tick, std::uint32_t moods);
    /// The gateway faults in force, a bit each, and the server clock set by them.
    [[nodiscard]] std::uint32_t moodsAt(std::int64_t now_ms, const SimInstrument* instrument);
    [[nodiscard]] Numbered& next();

    Mt5Wire m_wire;
    FaultInjector* const m_injector;
    const std::int64_t m_start_ms;
    std::array<Voice, 2 * kTickCount> m_voices;
    std::vector<Numbered> m_out;  // reused; m_out_n are of the running call
    std::size_t m_out_n = 0;
    std::vector<Mt5Wire::SymbolSeq> m_seqs;
    std::int64_t m_spec_due_ms = 0, m_beat_due_ms = 0;
    std::uint64_t m_beats = 0;
};

/// The fault seq_reset: ids of the books, numbers of the gateway, or of both where it names no instrument.
inline void resetIds(const Fault& fault, MarketModel& model, GatewayModel& gateway) {
    const SimInstrument* const only = instrumentOf(fault);
    if (only == nullptr || only->venue != Venue::Mt5) model.restartIds(only);
    if (only == nullptr || only->venue == Venue::Mt5) gateway.resetNumbers();
}

}  // namespace bw::sim
