// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <map>
#include <string>

#include "core/feed/transport/requests.h"
#include "core/feed/transport/venue_rules.h"

namespace bw::feed {

/// Fetches missing trades page by page (feeds spec 10). One gap of an instrument at a time, the others wait their turn.
/// Each page is a rest frame with purpose "trades", the bounds of its gap, and "last":true when no page follows; a gap
/// that is given up ends with a fail frame of the same marks. A venue that cannot be reached is asked again for as long
/// as the gap may live; one that answers and refuses is asked in each of its ways. Net thread.
class TradeBackfill {
public:
    static constexpr std::uint64_t kIdsMax = 100'000;
    static constexpr std::int64_t kAgeMaxNs = 6 * 3'600 * kNsPerSec;
    static constexpr std::int64_t kSpanMaxMs = 6 * 3'600'000;
    static constexpr std::size_t kGapsMax = 1'024;  // of an instrument; one more is given up at once
    static constexpr int kAttempts = 3;

    TradeBackfill(NetShared& shared, RestClient& rest, const VenueRules& rules, SourceName control)
        : m_shared(shared), m_rest(rest), m_rules(rules), m_control(std::move(control)) {}

    /// False if the instrument is not configured or the bounds are none. A gap that is already asked for is not
    /// doubled.
    bool ask(const FeedRequest& request);

private:
    struct Gap {
        TradeCursor cursor;
        MonoTime asked;
        int pauses = 0;  // the venue could not be reached so often in a row
    };
    void next(const std::string& instrument, std::int64_t delay_ns);
    void onAnswer(const std::string& instrument, RestAnswer& answer);
    /// Why no page may follow; empty if one may.
    [[nodiscard]] std::string limitOf(const Gap& gap) const;
    void giveUp(const Gap& gap, const std::string& why);

    NetShared& m_shared;
    RestClient& m_rest;
    const VenueRules& m_rules;
    SourceName m_control;
    std::map<std::string, std::deque<Gap>> m_gaps;  // the first of each is under way
    int m_mode = 0;                                 // the first way that the venue did not refuse
};

}  // namespace bw::feed
