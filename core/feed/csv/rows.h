// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

#include "core/feed/csv/columns.h"
#include "core/feed/event.h"

namespace bw::feed::csv {

/// One row of quotes. An absent side is a flag.
struct Tick {
    EventTime time;
    Quote quote;
    Price last;
    Qty volume;
    bool has_last = false, has_volume = false;
};

/// What the rows of a file share and do not say themselves.
struct FileFacts {
    std::int64_t day_ns = 0;      // midnight that MsOfDay counts from
    std::int32_t period_s = 0;    // of bars without a close time; 0: unknown
};

/// A time cell: numbers by magnitude, ISO 8601, dates with and without a time of day; without an offset it is UTC. ns since
/// 1970. Codes: FieldMissing (empty), NumSyntax, NumPrecision, TimeRange.
[[nodiscard]] Code readTime(std::string_view cell, std::int64_t& ns) noexcept;
/// The event time of a row. Codes as readTime.
[[nodiscard]] Code eventTime(const Cells& cells, const Columns& columns, const FileFacts& facts, std::int64_t& ns) noexcept;
/// The receive time of a row: its own column, else the event time. Codes as readTime.
[[nodiscard]] Code receiveTime(const Cells& cells, const Columns& columns, const FileFacts& facts, std::int64_t& ns) noexcept;

/// Rows to events: pure, any thread, no allocation. Codes of all three: FieldMissing, NumSyntax, NumPrecision, NumOverflow,
/// NumSign, PriceZero. A time out of range leaves the event without a time (feeds spec 2.2); a bar needs one: TimeRange.

/// Also SideInvalid. An empty side is unknown. Without an id `out.id` is 0.
[[nodiscard]] Code decodeTrade(const Cells& cells, const Columns& columns, const FileFacts& facts, const Digits& digits,
                               Trade& out) noexcept;
[[nodiscard]] Code decodeTick(const Cells& cells, const Columns& columns, const FileFacts& facts, const Digits& digits,
                              Tick& out) noexcept;
/// Also Crossed: the high is below another price of the bar, or the low above one. FieldMissing: a bar of unknown length.
[[nodiscard]] Code decodeKline(const Cells& cells, const Columns& columns, const FileFacts& facts, const Digits& digits,
                               Kline& out) noexcept;

}  // namespace bw::feed::csv
