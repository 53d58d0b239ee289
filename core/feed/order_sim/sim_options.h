// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/order.h"
#include "core/model/result.h"

namespace bw::sim {

/// How a gateway misbehaves. Each has a share of the requests it falls on; OrderGatewaySim::force plans one by hand.
enum class Mood : std::uint8_t {
    Silent,           // the reply is dropped
    Slow,             // the reply comes 0.1 to 10 s late
    Lying,            // an OPEN is not carried out: status FILLED with a failing retcode
    NoTicket,         // an OPEN may or may not be carried out: FILLED without a ticket or retcode
    Dumb,             // p0 alone: any text that holds `action` or `magic` is a trade
    Duplicate,        // the reply comes twice
    Reorder,          // the reply comes after the next one, or 300 ms later
    RestartBefore,    // the gateway restarts: the request is lost
    RestartAfter,     // it restarts after carrying out, before replying
    RestartReplied,   // it restarts after replying
    RefuseCancel,     // cancels are refused as in a closed market (10018)
    Partial,          // half of a market order fills, the rest is cancelled
    OldSession,       // the reply names an earlier session (v6)
    Unsigned,         // the reply has no mac (v6)
    BadMac,           // the reply has a wrong mac (v6)
    Garbage,          // the reply is no JSON
    Doubt,            // 10012: timed out at the venue, carried out or not
    Reject            // an OPEN is refused with a retcode of the table
};
inline constexpr std::size_t kMoods = 18;
[[nodiscard]] std::string_view moodName(Mood mood) noexcept;  // "silent"

struct MoodShares {
    std::array<double, kMoods> share{};
    double& operator[](Mood mood) { return share[static_cast<std::size_t>(mood)]; }
    double operator[](Mood mood) const { return share[static_cast<std::size_t>(mood)]; }
};
/// "slow,duplicate=0.3": names, each with its share of the requests (without: 0.2). Code Args names the bad part.
[[nodiscard]] Result<MoodShares> parseMoods(std::string_view list);
/// "silent, slow, …" for the help.
[[nodiscard]] std::string moodNames();

/// Prices are decimal text with at most 8 digits behind the point.
struct SimSymbol {
    std::string name = "EURUSD";
    std::string bid = "1.10000", ask = "1.10010";
    std::int64_t contract_size = 100'000;
    std::string volume_min = "0.01", volume_max = "100", volume_step = "0.01";
};

struct SimAccount {
    std::string login = "90012345", currency = "USD", balance = "10000.00";
    int trade_mode = 0;     // 0 demo, 1 contest, 2 real
    int leverage = 100;
    bool hedging = false;
};

struct OrderSimOptions {
    bw::Dialect dialect = bw::Dialect::V6;  // not the dialect of ticks, which has the same name here
    std::string endpoint = "tcp://127.0.0.1:*";
    std::string key;                          // v6
    std::vector<SimSymbol> symbols{SimSymbol{}};
    SimAccount account;
    std::uint64_t seed = 1;
    MoodShares moods;
    bool moods_spare_probe = true;            // the probe is answered well, whatever the mood
    bool rest_markets = false;                // market orders rest too, so that something works (drills)
    std::int64_t slow_min_ms = 100, slow_max_ms = 10'000;
    std::int64_t restart_ms = 0;              // how long a restarting gateway is away
    std::int64_t poll_ms = 0;                 // 0: at once; else one request at each tick of such a timer
    std::int64_t clock_offset_ms = 0;         // the gateway's clock against ours
};

}  // namespace bw::sim
