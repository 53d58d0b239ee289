// SPDX-License-Identifier: GPL-3.0-or-later
// From a token to a value (feeds spec 2). An absent value is FieldMissing; a truth value or a container is FieldType; a
// text over 256 bytes is Size. Any thread.
#pragma once
#include <cstdint>
#include <string_view>

#include "core/feed/okx/json_cursor.h"
#include "core/model/fixed.h"
#include "core/model/types.h"

namespace bw::feed::okx {

inline constexpr std::size_t kTextMax = 256;  // feeds spec 1.3

/// Codes also: NumSyntax, NumOverflow. A sign is allowed.
[[nodiscard]] Code readDecimal(const Token& token, Decimal& out);
/// Codes also: NumSign.
[[nodiscard]] Code readUnsigned(const Token& token, Decimal& out);
/// Units of 10^-digits, not negative. Codes also: NumPrecision, NumSign.
[[nodiscard]] Code readUnits(const Token& token, int digits, std::int64_t& out);
/// Above zero. Codes also: PriceZero.
[[nodiscard]] Code readPrice(const Token& token, int digits, Price& out);
/// Codes also: QtyZero.
[[nodiscard]] Code readTradeQty(const Token& token, int digits, Qty& out);
/// Codes also: NumSyntax, NumOverflow, NumSign.
[[nodiscard]] Code readU64(const Token& token, std::uint64_t& out);
/// A whole number with or without a sign. Codes also: NumSyntax, NumPrecision, NumOverflow.
[[nodiscard]] Code readI32(const Token& token, std::int32_t& out);
/// "buy", "sell". Codes also: SideInvalid.
[[nodiscard]] Code readSide(const Token& token, Side& out);
/// ns 0 when absent, unreadable or outside 2000..2100: an event without a time is used (feeds spec 2.2).
[[nodiscard]] EventTime readTime(const Token& token);
/// A name in the venue's spelling. Codes also: SymbolUnknown when it is none: a damaged one must not become an instrument.
[[nodiscard]] Code readSymbol(const Token& token, std::string_view& out);
/// The venue's words, cut at kTextMax; empty when there are none.
[[nodiscard]] std::string_view words(const Token& token);

}  // namespace bw::feed::okx
