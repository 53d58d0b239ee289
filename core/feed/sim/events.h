// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

#include "core/feed/sim/instruments.h"
#include "core/model/types.h"

namespace bw::sim {

// What the model yields. Times are ms since 1970 UTC, the simulated exchange's own; prices and quantities are units of
// the instrument's digits.

struct SimTrade {
    std::uint64_t id = 0;
    std::int64_t time_ms = 0;
    Price price;
    Qty qty;
    bool buyer_is_maker = false;
};

/// Neighbouring trades of one price, side and time.
struct SimAggTrade {
    std::uint64_t id = 0, first_id = 0, last_id = 0;
    std::int64_t time_ms = 0;
    Price price;
    Qty qty;
    bool buyer_is_maker = false;
};

/// A futures mark, each second. Prices and the rate are units of 10^-8.
struct SimMark {
    std::int64_t time_ms = 0, next_funding_ms = 0;
    std::int64_t mark_e8 = 0, index_e8 = 0, funding_e8 = 0;
};

/// A market order that closed somebody's position.
struct SimLiquidation {
    std::int64_t time_ms = 0;
    Price price, average;  // of the last fill; of all
    Qty qty, last_qty;
    bool is_buy = false;
};

/// The top after the book update `update_id`; every update that changes it yields one.
struct SimTop {
    std::uint64_t update_id = 0;
    std::int64_t time_ms = 0;
    Level bid, ask;
};

/// All prices changed since the last one of this speed, with their present quantity; 0 removes.
struct DepthUpdate {
    std::uint64_t first_id = 0, last_id = 0, prev_last_id = 0;
    std::int64_t time_ms = 0, transaction_ms = 0;
    std::vector<Level> bids, asks;
};

struct SimSnapshot {
    std::uint64_t last_id = 0;
    std::int64_t time_ms = 0, transaction_ms = 0;
    std::vector<Level> bids, asks;  // best first
};

/// One minute. Quote sums are units of 10^-(price_digits + qty_digits).
struct Bar {
    std::int64_t open_ms = 0;
    Price open, high, low, close;
    Qty volume, taker_buy;
    std::int64_t quote_volume = 0, taker_buy_quote = 0;
    std::uint64_t first_id = 0, last_id = 0;
    int count = 0;
};
inline constexpr std::int64_t kBarMs = 60'000;

struct SimTick {
    std::uint64_t seq = 0;
    std::int64_t time_ms = 0;
    Price bid, ask;
    int flags = 0;  // MT5: BID 2, ASK 4
    int volume = 0;
};

/// What was planted, for checks of a detector. Pivots are the extremes of the mid.
struct TruthRecord {
    const SimInstrument* instrument = nullptr;
    int number = 0;  // per instrument, from 1
    std::int64_t t0_ms = 0, pivot1_ms = 0, pivot2_ms = 0, t_end_ms = 0;
    bool bull = false;
    bool decoy = false;
    int strength = 0;  // 0 weak, 1 mid, 2 strong
    bool followed = false;
};

enum class DepthSpeed : std::uint8_t { Ms100, Step };  // "@depth@100ms"; "@depth@0ms": each 10 ms step

/// Receives the events of a step in time order. Called on the thread that steps the model; references die on return.
class EventSink {
public:
    virtual ~EventSink() = default;
    virtual void onTrade(const SimInstrument& instrument, const SimTrade& trade) = 0;
    virtual void onTop(const SimInstrument& instrument, const SimTop& top) = 0;
    virtual void onDepth(const SimInstrument& instrument, const DepthUpdate& update, DepthSpeed speed) = 0;
    virtual void onBar(const SimInstrument& instrument, const Bar& bar, bool is_closed, std::int64_t time_ms) = 0;
    virtual void onTick(const SimInstrument& instrument, const SimTick& tick) = 0;
    // Streams that a recording of the three essential ones leaves out.
    virtual void onAggTrade(const SimInstrument&, const SimAggTrade&) {}
    virtual void onMark(const SimInstrument&, const SimMark&) {}
    virtual void onLiquidation(const SimInstrument&, const SimLiquidation&) {}
    virtual void onTruth(const TruthRecord& record) = 0;
};

}  // namespace bw::sim
