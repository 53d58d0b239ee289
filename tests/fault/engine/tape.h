// SPDX-License-Identifier: GPL-3.0-or-later
// A recording in memory, the book it tells of, and the ways to damage it.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/frame.h"
#include "core/model/random.h"
#include "core/model/types.h"

namespace bw::test {

struct TapeLine {
    enum class Kind : std::uint8_t { Depth, Snapshot, Ticker, Trade } kind = Kind::Trade;
    WallTime wall;
    MonoTime mono;
    FrameBytes bytes;
    std::uint64_t first = 0, last = 0, prev = 0;  // Depth; Snapshot: last
    std::vector<Level> bids, asks;                // Depth, Snapshot
};

struct Tape {
    std::string venue;  // "binance.usdm"
    std::string id;     // "binance.usdm.BTCUSDT"
    std::string symbol_in_snapshot;
    std::vector<TapeLine> lines;
    std::vector<std::size_t> depth;  // lines of kind Depth, in order
    std::size_t snapshot = 0;        // the line of the snapshot
    std::size_t first_chained = 0;   // in `depth`: the first whose id is past the snapshot
};

/// `<shared>/data/binance_raw/<name>.gz`; no lines when it cannot be read. Levels are read here by a scanner of its
/// own.
[[nodiscard]] Tape loadTape(const std::string& name, const std::string& venue, const std::string& symbol);

/// What the venue's book is: every level, by std::map.
struct TruthBook {
    std::map<std::int64_t, std::int64_t, std::greater<>> bids;
    std::map<std::int64_t, std::int64_t> asks;
    std::uint64_t last = 0;

    void apply(const TapeLine& line);
    [[nodiscard]] std::vector<Level> side(bool bid, std::size_t count) const;
    /// A REST answer of all levels.
    [[nodiscard]] std::string snapshotText(const std::string& symbol) const;
};

/// One frame as it reaches the engine: bytes of one line at the time of another, perhaps damaged.
struct Delivery {
    std::size_t line = 0;  // whose bytes
    std::size_t at = 0;    // whose time
    bool damaged = false;  // `bytes` instead of the line's
    FrameBytes bytes;
};

enum class Damage : std::uint8_t { None, Remove, Duplicate, SwapWithNext, Cut, FlipBit, FlipAnywhere };

struct Plan {
    std::vector<Delivery> deliveries;
    std::size_t faults = 0;
};
/// `share` of the depth messages between the first chained one and the last 15 s are damaged: what lies in wait (an
/// event with a wrong id) needs a stream behind it to be found. FlipAnywhere: of all messages, tickers and trades too.
[[nodiscard]] Plan damaged(const Tape& tape, Damage damage, double share, std::uint64_t seed);
/// Without some lines.
[[nodiscard]] Plan without(const Tape& tape, const std::vector<std::size_t>& lines);

}  // namespace bw::test
