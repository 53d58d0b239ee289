// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/model/types.h"

namespace bw::book {

/// Holds the rebuilt top of book against the venue's own ticker (feeds spec 5.5): each applied depth event is compared,
/// price and quantity, with the last ticker whose id is at or below the event's id, whichever message came first. Engine
/// thread. Bounds: 4,096 tickers back, 4,096 events waiting (then the oldest is compared early).
class TickerMatch {
public:
    TickerMatch() : m_ring(kRing) {}
    /// LastAtOrBelow: Binance. SameId: OKX (seqId) and Deribit (time stamp); only equal ids are compared, and where several
    /// events carry one id the ticker may equal any of them.
    enum class Rule : std::uint8_t { LastAtOrBelow, SameId };
    void setRule(Rule rule) { m_rule = rule; }
    /// True when the book must be taken as broken: three mismatches in a row over at least 500 ms.
    bool onTicker(std::uint64_t id, const Quote& top, MonoTime now);
    bool onDepth(std::uint64_t id, const Quote& top, MonoTime now);
    bool onTimer(MonoTime now);
    void finish();
    /// The book broke: events that wait are not compared, and mismatches are counted anew.
    void forgetWaiting() {
        m_waiting.clear();
        m_mismatches = 0;
    }
    /// The tickers' ids began again.
    void restart() {
        forgetWaiting();
        m_count = 0;
    }
    [[nodiscard]] std::uint64_t compared() const { return m_compared; }
    [[nodiscard]] std::uint64_t equal() const { return m_equal; }

private:
    struct Entry {
        std::uint64_t id;
        Quote top;
        MonoTime when;
    };
    static constexpr std::uint64_t kSameIdBack = 64;  // tickers and events looked at by Rule::SameId
    static constexpr std::size_t kRing = 4'096, kWaitingMax = 4'096;
    static constexpr std::int64_t kWaitNs = kNsPerSec;
    bool compareId(std::uint64_t id, MonoTime now);
    bool compare(const Quote& book, const Quote& ticker, MonoTime now);
    [[nodiscard]] const Entry* lastAtOrBelow(std::uint64_t id) const;
    [[nodiscard]] const Entry& newest() const { return m_ring[(m_count - 1) % kRing]; }

    Rule m_rule = Rule::LastAtOrBelow;
    std::vector<Entry> m_ring;  // by id, ascending
    std::uint64_t m_count = 0;
    std::deque<Entry> m_waiting;
    std::uint64_t m_compared = 0, m_equal = 0;
    int m_mismatches = 0;
    MonoTime m_first_mismatch;
};

}  // namespace bw::book
