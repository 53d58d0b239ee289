// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/feed/transport/venue_rules.h"

namespace bw::feed {

/// Asks for the low-rate data sets of a market at their times (feeds spec 11), and for the venue's clock: five time
/// calls in a row, of which the one with the least round trip counts. Net thread.
class Poller {
public:
    static constexpr int kClockCalls = 5;

    Poller(NetShared& shared, RestClient& rest, const VenueRules& rules, SourceName control);
    void tick();

private:
    struct Entry {
        PollRow row;
        std::string instrument;  // full id
        std::int64_t shift_ms = 0;
        std::int64_t next_wall_ms = 0;
    };
    void submit(const Entry& entry, std::int64_t now_ms);
    void askClock();
    void onClock(const RestAnswer& answer);

    NetShared& m_shared;
    RestClient& m_rest;
    const VenueRules& m_rules;
    SourceName m_control;
    std::vector<Entry> m_entries;
    MonoTime m_clock_due;
    int m_clock_calls = 0;                         // left of this round
    std::int64_t m_offset_ns = 0, m_error_ns = 0;  // the best of this round; error 0: none yet
};

}  // namespace bw::feed
