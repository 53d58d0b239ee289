// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/feed/mt5/zone_rules.h"
#include "core/model/result.h"
#include "core/model/times.h"

namespace bw::feed::mt5 {

/// What a gateway's server clock is ahead of UTC: fixed, by the rules of a place, or found from the ticks themselves
/// (feeds spec 9). Engine thread; pure: the same ticks give the same answers.
class GatewayZone {
public:
    /// Finds the offset itself.
    GatewayZone() = default;
    /// Seconds east of UTC.
    static GatewayZone fixed(std::int64_t offset_s);
    static GatewayZone ofPlace(ZoneRules rules);
    /// `auto`, `UTC`, `+HH:MM`, `NY+7` or an IANA name, whose file is read here: a configuration is checked with this
    /// before anything runs. Codes: CfgRange for anything else, FileRead, FileFormat.
    static Result<GatewayZone> fromText(std::string_view text);

    /// Learns from one tick's stamp and receive time, then answers as offset() does.
    bool learn(std::int64_t stamp_ns, WallTime recv_wall, std::int64_t& offset_ns);
    /// False: not known yet. UTC = stamp - offset_ns. Where a clock tells an hour twice, `recv_wall` chooses.
    [[nodiscard]] bool offset(std::int64_t stamp_ns, WallTime recv_wall, std::int64_t& offset_ns) const;
    /// The same for an instant, to turn UTC into server time.
    [[nodiscard]] bool offsetAt(EventTime utc, std::int64_t& offset_ns) const;
    [[nodiscard]] bool known() const { return m_known; }

    static constexpr std::size_t kTicks = 31;
    static constexpr std::int64_t kStepNs = 900 * kNsPerSec;

    /// What one tick suggests: stamp - receive time to the nearest quarter hour; false if it is further than 60 s from
    /// it or no zone on Earth.
    static bool toOffset(std::int64_t difference_ns, std::int64_t& offset_ns);

private:
    void learnFirst(std::int64_t difference_ns);
    void learnChange(std::int64_t difference_ns);

    std::array<std::int64_t, kTicks> m_differences_ns{};  // until known: the last 31, as a ring
    std::size_t m_seen_n = 0;
    std::int64_t m_offset_ns = 0;
    std::int64_t m_candidate_ns = 0;  // once known: another offset and how many ticks in a row agree on it
    std::size_t m_candidate_n = 0;
    std::shared_ptr<const ZoneRules> m_rules;
    bool m_known = false;
    bool m_fixed = false;
};

}  // namespace bw::feed::mt5
