// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/feed/sim/events.h"
#include "core/feed/sim/faults.h"

namespace bw::sim {

/// What the gateway speaks (feeds spec 9). Mix: EURUSD in v6, GBPUSD in T2, XAUUSD in T4.
enum class Dialect : std::uint8_t { V6, T1, T2, T3, T4, Mix };
/// "v6", "t1" ... "mix"; nullopt for another word.
[[nodiscard]] std::optional<Dialect> dialectFromName(std::string_view name);

/// Writes the gateway's messages. Server time is UTC + kZoneSeconds, as on most MT5 servers, until another zone is set.
/// Used on one thread.
class Mt5Wire {
public:
    static constexpr std::int64_t kZoneSeconds = 7200;
    static constexpr std::string_view kGateway = "demo";

    Mt5Wire(Dialect dialect, std::int64_t epoch_ms) : m_dialect(dialect), m_epoch_ms(epoch_ms) {}

    void setZone(std::int64_t seconds) { m_zone_s = seconds; }
    void setEpoch(std::int64_t epoch_ms) { m_epoch_ms = epoch_ms; }
    [[nodiscard]] Dialect dialectOf(const SimInstrument& instrument) const;
    /// v6 gateways send heartbeats and specifications; the old dialects have none.
    [[nodiscard]] bool hasHeartbeat() const { return m_dialect == Dialect::V6 || m_dialect == Dialect::Mix; }
    [[nodiscard]] WireMessage tick(const SimInstrument& instrument, const SimTick& tick) const;
    struct SymbolSeq {
        const SimInstrument* instrument;
        std::uint64_t seq;
    };
    [[nodiscard]] WireMessage heartbeat(std::uint64_t number, std::int64_t time_ms, std::span<const SymbolSeq> seqs,
                                        std::uint64_t sent, std::uint64_t send_fail, bool is_connected = true) const;
    [[nodiscard]] static WireMessage spec(const SimInstrument& instrument);

private:
    Dialect m_dialect;
    std::int64_t m_epoch_ms;
    std::int64_t m_zone_s = kZoneSeconds;
};

}  // namespace bw::sim
