// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>

#include "core/feed/sim/depth_collector.h"
#include "core/feed/sim/episode.h"
#include "core/feed/sim/minute_bars.h"

namespace bw::sim {

/// One instrument with an order book and trades, in 10 ms steps (feeds spec 13): an efficient price, self-exciting
/// market orders, a book of 200 levels a side that refills, and planted episodes. Equal seed, rate and start give equal
/// events. Used on one thread.
class BookMarket {
public:
    static constexpr int kLevels = 200;
    static constexpr std::size_t kTradesMax = 20'000;  // drop_oldest: what historicalTrades can still answer

    /// Makes the history up to `start_ms` and the book after it. `rate` multiplies arrivals, > 0.
    BookMarket(const SimInstrument& instrument, std::uint64_t seed, double rate, std::int64_t start_ms);

    /// The 10 ms from `now_ms`. Times of successive calls never fall.
    void step(std::int64_t now_ms, EventSink& sink);

    [[nodiscard]] const SimInstrument& instrument() const { return m_instrument; }
    /// The book as of the last step, `limit` levels a side at most.
    [[nodiscard]] SimSnapshot snapshot(int limit) const;
    [[nodiscard]] const std::deque<SimTrade>& trades() const { return m_trades; }
    [[nodiscard]] const std::deque<SimAggTrade>& aggTrades() const { return m_aggs; }
    [[nodiscard]] const std::deque<Bar>& bars() const { return m_bars.all(); }
    /// Futures: as of `now_ms`.
    [[nodiscard]] SimMark mark(std::int64_t now_ms) const;
    /// Futures: contracts held, in quantity units.
    [[nodiscard]] Qty openInterest() const;

    // --- faults
    /// Multiplies arrivals from the next step on, > 0.
    void setRate(double rate) { m_rate = rate; }
    /// Depth and ticker ids start again far below, as after a restart of the venue's matching.
    void restartIds();

private:
    void makeHistory(std::int64_t start_ms);
    void fillBook();
    void advancePrice(std::int64_t now_ms);
    void recentre(std::int64_t now_ms);
    void moveTop(bool is_up, std::int64_t now_ms);
    void trade(std::int64_t now_ms);
    void aggregate(const SimTrade& trade);
    void flushAggregate();
    void liquidate(bool is_buy, std::uint64_t from_trade_id);
    void execute(bool is_buy, std::int64_t size, std::int64_t now_ms);
    void refresh(std::int64_t now_ms);
    void trim(bool is_bid, std::int64_t now_ms);
    void update(bool is_bid, std::int64_t price, std::int64_t qty, std::int64_t now_ms);
    void flush(std::int64_t now_ms);
    void rollBar(std::int64_t now_ms);
    [[nodiscard]] std::int64_t target(int level);
    [[nodiscard]] double flow() const;

    const SimInstrument& m_instrument;
    double m_rate;
    Random m_random;
    RingBook m_book;
    DepthCollector m_depth, m_depth_fast;
    MinuteBars m_bars;
    std::deque<SimTrade> m_trades;
    std::deque<SimAggTrade> m_aggs;  // kTradesMax, drop_oldest
    SimAggTrade m_agg;               // still open when its last_id is set
    Episode m_episode;
    EventSink* m_sink = nullptr;  // set during step()

    double m_price = 0.0;       // efficient price, ticks
    double m_excitation = 0.0;  // self-excited market orders a second, at rate 1
    bool m_is_active = false, m_last_was_buy = false;
    bool m_regular_waits = false, m_decoy_waits = false;
    std::int64_t m_quiet_until_ms = 0, m_step = 0, m_last_event_ms = 0, m_last_liquidation_ms = 0;
    std::uint64_t m_update_id, m_trade_id, m_agg_id;
};

}  // namespace bw::sim
