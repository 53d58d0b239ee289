// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/stream_watch.h"

#include <algorithm>

namespace bw::engine {
namespace {
constexpr std::int64_t kDeliversNs = 10 * kNsPerSec;  // a line silent for longer is STALE: the line's own matter
constexpr std::int64_t kAgainNs = 60 * kNsPerSec;
constexpr std::int64_t kCriticalNs = 30 * kNsPerMin;
constexpr std::int64_t kReconnectSpacingNs = 10 * kNsPerMin;
constexpr std::array<std::int64_t, 3> kHelpAtNs = {30 * kNsPerSec, 90 * kNsPerSec, 150 * kNsPerSec};
}  // namespace

bool StreamWatch::onOtherConnection(Stream& s, std::uint64_t conn, const MonoTime* line_last) {
    s.line_last = line_last;
    if (s.conn == 0) {
        s.conn = conn;
        return false;
    }
    const bool second = s.other != conn;
    s.other = conn;
    return second;
}

void StreamWatch::onSubscribed(StreamKind kind, const MonoTime* line_last, MonoTime now) {
    Stream& s = at(kind);
    s.expected = true;
    s.line_last = line_last;
    s.since = now;
}

StreamWatch::Closed StreamWatch::onClosed(StreamKind kind, std::uint64_t conn, bool lost_only) {
    Stream& s = at(kind);
    if (conn == 0 || (s.conn != conn && s.other != conn)) return Closed::NotOurs;
    if (lost_only) return s.other == 0 ? Closed::Broken : Closed::NotOurs;  // the second connection has it too
    if (s.other != 0) {
        if (s.conn == conn) s.conn = s.other;
        s.other = 0;
        return Closed::Switched;
    }
    s.conn = 0;
    s.lost = true;
    return Closed::Broken;
}

StreamWatch::Due StreamWatch::onTimer(StreamKind kind, MonoTime now, std::int64_t starve_ns, bool open) {
    Due due;
    Stream& s = at(kind);
    if (!s.expected || starve_ns == 0) return due;
    const MonoTime base = std::max(s.last, s.since);
    due.age_ns = now - base;
    const bool delivers = s.line_last != nullptr && now - *s.line_last < kDeliversNs;
    if (due.age_ns <= starve_ns || !open) {
        due.ends = s.starved;
        if (s.starved) due.age_ns = now - s.starved_since;
        s.starved = false;
        s.helps = 0;
        return due;
    }
    if (!delivers && !s.starved) return due;
    if (!s.starved) {
        s.starved = due.begins = true;
        s.starved_since = s.told = now;
        return due;
    }
    const std::int64_t starved_ns = now - s.starved_since;
    if (now - s.told >= kAgainNs) {
        due.again = true;
        due.critical = starved_ns >= kCriticalNs;
        s.told = now;
    }
    if (!delivers || s.helps == static_cast<int>(kHelpAtNs.size()) ||
        starved_ns < kHelpAtNs[static_cast<std::size_t>(s.helps)])
        return due;
    ++s.helps;
    due.resubscribe = s.helps < 3;
    due.reconnect = s.helps == 3 && (m_reconnect_asked.ns == 0 || now - m_reconnect_asked >= kReconnectSpacingNs);
    if (due.reconnect) m_reconnect_asked = now;
    return due;
}

FeedState StreamWatch::state(StreamKind kind) const {
    const Stream& s = stream(kind);
    if (s.starved) return FeedState::Starved;
    if (s.last.ns == 0) return FeedState::Connecting;  // LIVE only after the first valid message
    if (!s.lost) return FeedState::Live;
    return s.since > s.last ? FeedState::Connecting : FeedState::Down;  // subscribed again, nothing yet
}

}  // namespace bw::engine
