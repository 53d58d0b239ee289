// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/mt5/time_zone.h"

#include <algorithm>
#include <utility>

#include "core/feed/stamp.h"

namespace bw::feed::mt5 {
namespace {
constexpr std::int64_t kOffsetMinNs = -12 * 3'600 * kNsPerSec;
constexpr std::int64_t kOffsetMaxNs = 14 * 3'600 * kNsPerSec;
constexpr std::int64_t kSlackNs = 60 * kNsPerSec;
}  // namespace

GatewayZone GatewayZone::fixed(std::int64_t offset_s) {
    GatewayZone zone;
    zone.m_offset_ns = offset_s * kNsPerSec;
    zone.m_known = zone.m_fixed = true;
    return zone;
}

GatewayZone GatewayZone::ofPlace(ZoneRules rules) {
    GatewayZone zone = fixed(0);
    zone.m_rules = std::make_shared<const ZoneRules>(std::move(rules));
    return zone;
}

Result<GatewayZone> GatewayZone::fromText(std::string_view text) {
    if (text == "auto") return GatewayZone{};
    if (text == "UTC") return fixed(0);
    if (text == "NY+7") return ofPlace(ZoneRules::newYorkPlus7());
    if (std::int64_t offset_s = 0; parseUtcOffset(text, offset_s) == Code::Ok) return fixed(offset_s);
    Result<ZoneRules> rules = ZoneRules::load(text);
    if (!rules) return rules.error();
    return ofPlace(std::move(*rules));
}

bool GatewayZone::offset(std::int64_t stamp_ns, WallTime recv_wall, std::int64_t& offset_ns) const {
    offset_ns = m_rules ? m_rules->offsetOfLocal(floorTo(stamp_ns, kNsPerSec) / kNsPerSec, recv_wall.ns / kNsPerSec) *
                              kNsPerSec
                        : m_offset_ns;
    return m_known;
}

bool GatewayZone::offsetAt(EventTime utc, std::int64_t& offset_ns) const {
    offset_ns = m_rules ? m_rules->offsetAt(floorTo(utc.ns, kNsPerSec) / kNsPerSec) * kNsPerSec : m_offset_ns;
    return m_known;
}

bool GatewayZone::learn(std::int64_t stamp_ns, WallTime recv_wall, std::int64_t& offset_ns) {
    if (!m_fixed) {
        const std::int64_t difference_ns = stamp_ns - recv_wall.ns;
        if (m_known)
            learnChange(difference_ns);
        else
            learnFirst(difference_ns);
    }
    return offset(stamp_ns, recv_wall, offset_ns);
}

bool GatewayZone::toOffset(std::int64_t difference_ns, std::int64_t& offset_ns) {
    offset_ns = floorTo(difference_ns + kStepNs / 2, kStepNs);
    const std::int64_t off_ns = difference_ns - offset_ns;
    return off_ns >= -kSlackNs && off_ns <= kSlackNs && offset_ns >= kOffsetMinNs && offset_ns <= kOffsetMaxNs;
}

void GatewayZone::learnFirst(std::int64_t difference_ns) {
    m_differences_ns[m_seen_n++ % kTicks] = difference_ns;
    if (m_seen_n < kTicks) return;
    auto sorted = m_differences_ns;
    const auto middle = sorted.begin() + kTicks / 2;
    std::nth_element(sorted.begin(), middle, sorted.end());
    m_known = toOffset(*middle, m_offset_ns);
}

void GatewayZone::learnChange(std::int64_t difference_ns) {
    std::int64_t found_ns = 0;
    if (!toOffset(difference_ns, found_ns) || found_ns == m_offset_ns) {
        m_candidate_n = 0;
        return;
    }
    if (found_ns != m_candidate_ns) m_candidate_n = 0;
    m_candidate_ns = found_ns;
    if (++m_candidate_n < kTicks) return;
    m_offset_ns = found_ns;
    m_candidate_n = 0;
}

}  // namespace bw::feed::mt5
