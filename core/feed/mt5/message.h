// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/feed/stamp.h"
#include "core/model/code.h"
#include "core/model/types.h"

namespace bw::feed::mt5 {

/// Who wrote a message (feeds spec 9). Csv is a row of MetaTrader's own export.
enum class Dialect : std::uint8_t { Unknown, T1, T2, T3, T4, V6, Csv };
[[nodiscard]] std::string_view dialectName(Dialect dialect) noexcept;

/// MetaTrader's tick flags: what changed with this tick.
enum TickFlag : std::uint32_t {
    kFlagBid = 2,
    kFlagAsk = 4,
    kFlagLast = 8,
    kFlagVolume = 16,
    kFlagBuy = 32,
    kFlagSell = 64
};

/// One row of ticks. Price and Qty units at the digits given to the decoder; a Level's qty is 0 where none was sent.
struct Tick {
    std::string_view symbol;  // as the gateway writes it: "EURUSD.s"; empty in a csv row
    Quote quote;
    Price last;
    Qty volume;  // volume_real where it is above 0, else volume
    bool has_last = false, has_volume = false;
    std::uint32_t flags = 0;
    std::int64_t stamp_ns = 0;  // as sent, on the sender's clock; 0: none or unreadable
    StampUnit stamp_unit = StampUnit::None;
    EventTime time;  // UTC; 0: none, unreadable, or the gateway's zone is not yet known
    TimeQuality quality = TimeQuality::Missing;
    Code time_code = Code::Ok;  // why a stamp was not usable; the tick itself counts all the same
    bool has_seq = false;
    std::uint64_t seq = 0, epoch = 0;
    Dialect dialect = Dialect::Unknown;
};

struct SymbolSeq {
    std::string_view symbol;
    std::uint64_t seq = 0;
};

/// The gateway lives; `seqs` holds the last number sent per symbol.
struct Heartbeat {
    std::string_view gw;
    std::uint64_t epoch = 0, n = 0, interval_ms = 0, sent = 0, send_fail = 0;
    std::uint64_t copy_fail = 0;   // times the terminal did not give its ticks
    std::int32_t trade_mode = -1;  // of the account: 0 demo, 1 contest, 2 real; -1: not said
    bool connected = true;  // the terminal to its broker; true where the message does not say
    EventTime time;
    std::vector<SymbolSeq> seqs;
};

/// Trading hours on one weekday, server time, minutes of the day: [open, close).
struct Session {
    std::uint8_t day = 0;  // 0 = Sunday
    std::uint16_t open_min = 0, close_min = 0;
    friend bool operator==(const Session&, const Session&) = default;
};

struct Spec {
    std::string_view symbol, base, profit;
    int digits = 0;
    Decimal point, contract_size, volume_step;  // mantissa 0: not sent
    std::vector<Session> sessions;
};

/// A full image of the depth, chained by its own seq.
struct Book {
    std::string_view symbol;
    std::uint64_t epoch = 0, seq = 0;
    bool has_seq = false;
    std::vector<Level> bids, asks;
    EventTime time;
    TimeQuality quality = TimeQuality::Missing;
};

/// One decoded message; keep one and reuse it, so that its vectors stop allocating. Only the member of `kind` is
/// meaningful. Text points into the frame or the decoder: valid until the next decode or until the frame goes.
struct Message {
    enum class Kind : std::uint8_t { Tick, Heartbeat, Spec, Book };
    Kind kind = Kind::Tick;
    Dialect dialect = Dialect::Unknown;
    Tick tick;
    Heartbeat heartbeat;
    Spec spec;
    Book book;
};

}  // namespace bw::feed::mt5
