// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

#include "core/model/fixed.h"
#include "core/model/times.h"

namespace bw {

enum class Side : std::uint8_t { Unknown, Buy, Sell };           // the aggressor's
enum class SideSource : std::uint8_t { Unknown, Venue, Inferred };

struct Level {
    Price price;
    Qty qty;
    friend bool operator==(const Level&, const Level&) = default;
};

/// Top of book. An absent side is a flag, never a zero price.
struct Quote {
    Level bid, ask;
    bool has_bid = false, has_ask = false;
    friend bool operator==(const Quote&, const Quote&) = default;
};

/// Order-book synchronisation (feeds spec 5.1).
/// Image and Polled are usable and marked: each message replaces the book.
enum class BookState : std::uint8_t { Empty, Buffering, Synced, Gap, Limited, Image, Polled };
[[nodiscard]] std::string_view bookStateName(BookState state) noexcept;

enum class StreamKind : std::uint8_t {
    Book, Top, Trade, Tick, Kline, Mark, Funding, OpenInterest, Liquidation, LongShort, VolIndex, All
};
inline constexpr std::size_t kStreamKinds = static_cast<std::size_t>(StreamKind::All);
[[nodiscard]] std::string_view streamKindName(StreamKind kind) noexcept;

enum class GapCause : std::uint8_t {
    Sequence, Reject, Checksum, Crossed, TickerMismatch, AuditMismatch, Disconnect, Silent, Resume, QueueDrop,
    GatewayRestart, NoSnapshot, SpecChange, Limited, JournalFull, JournalCorrupt, JournalMissing, Stopped, Crash, PowerLoss, Manual
};
[[nodiscard]] std::string_view gapCauseName(GapCause cause) noexcept;
enum class GapClose : std::uint8_t { Open, Filled, Partial, Bridged, Reordered, Unfillable };
[[nodiscard]] std::string_view gapCloseName(GapClose close) noexcept;

/// Connection of one source (feeds spec 4).
enum class FeedState : std::uint8_t { Down, Connecting, Live, Stale, Starved };
[[nodiscard]] std::string_view feedStateName(FeedState state) noexcept;

enum class Severity : std::uint8_t { Info, Warning, Critical };
enum class AlertSeverity : std::uint8_t { Info, Warning, High, Critical };
[[nodiscard]] std::string_view alertSeverityName(AlertSeverity severity) noexcept;  // "CRITICAL"

/// Where the data of this run come from; the mode badge.
enum class RunMode : std::uint8_t { Live, Demo, Replay };

}  // namespace bw
