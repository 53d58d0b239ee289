// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "core/feed/mt5/message.h"
#include "core/model/times.h"

namespace bw::feed::mt5 {

/// What is known of a symbol's trading hours; the first that is known counts.
struct HoursKnown {
    std::span<const Session> sent;        // v6 `sessions`, server time
    std::span<const Session> configured;  // `feeds.mt5[].sessions`, server time
    std::string_view symbol;              // "BTCUSD.s": its beginning tells a crypto base where `base` is empty
    std::string_view base;                // of the specification
    bool has_offset = false;              // server time is known
    std::int64_t offset_ns = 0;           // server time ahead of UTC
};

/// Whether the market of a symbol is open at an instant (feeds spec 9): sessions while server time is known, else Sunday
/// 22:00 to Friday 22:00 UTC, else, for a crypto base, always. Closed, silence is no fault. Pure; any thread.
[[nodiscard]] bool isOpen(const HoursKnown& known, WallTime utc);

/// True for BTC, ETH, SOL, XRP, LTC, BNB, DOGE and ADA.
[[nodiscard]] bool isCryptoBase(std::string_view symbol, std::string_view base);

/// One configured session, "1 00:00-24:00" or "Mon 00:00-24:00" (0 and Sun are Sunday), server time. Codes: CfgRange.
[[nodiscard]] Code parseSession(std::string_view text, Session& out);

/// "HH:MM" up to "24:00" into minutes of the day.
[[nodiscard]] bool parseDayMinute(std::string_view text, std::uint16_t& out);

}  // namespace bw::feed::mt5
