// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/code.h"

namespace bw {

__extension__ using Int128 = __int128;

/// An exact decimal: `units` counts steps of 10^-digits; the Instrument holds the digits. Price + Qty does not compile.
template <class Tag>
struct Fixed {
    std::int64_t units = 0;
    friend constexpr auto operator<=>(Fixed, Fixed) = default;
    friend constexpr Fixed operator+(Fixed a, Fixed b) { return {a.units + b.units}; }
    friend constexpr Fixed operator-(Fixed a, Fixed b) { return {a.units - b.units}; }
};
using Price = Fixed<struct PriceTag>;
using Qty = Fixed<struct QtyTag>;

inline constexpr int kDigitsMax = 18;
inline constexpr int kDefaultDigits = 8;                                   // price and quantity, where no catalogue says
inline constexpr std::int64_t kMantissaMax = (std::int64_t{1} << 62) - 1;  // feeds spec 2.1: |mantissa| < 2^62

/// Powers of ten that fit int64: kPow10[18] is the last one used.
inline constexpr std::int64_t kPow10[19] = {1,
                                            10,
                                            100,
                                            1'000,
                                            10'000,
                                            100'000,
                                            1'000'000,
                                            10'000'000,
                                            100'000'000,
                                            1'000'000'000,
                                            10'000'000'000,
                                            100'000'000'000,
                                            1'000'000'000'000,
                                            10'000'000'000'000,
                                            100'000'000'000'000,
                                            1'000'000'000'000'000,
                                            10'000'000'000'000'000,
                                            100'000'000'000'000'000,
                                            1'000'000'000'000'000'000};

/// A decimal as it was written, for fields that keep the venue's own precision (mark price, funding rate).
/// value = mantissa * 10^exponent; trailing fraction zeros removed.
struct Decimal {
    std::int64_t mantissa = 0;
    int exponent = 0;
    friend constexpr bool operator==(const Decimal&, const Decimal&) = default;
};

/// Reads `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?` exactly. Codes: NumSyntax, NumOverflow (|mantissa| >= 2^62, |exp| > 30).
/// `out` is left alone on an error.
[[nodiscard]] Code parseDecimal(std::string_view text, Decimal& out) noexcept;

/// The same grammar into units of 10^-digits. Codes also: NumPrecision (more decimals than `digits`). A sign is allowed
/// here; whoever needs a positive number tests it (NumSign).
[[nodiscard]] Code parseUnitsSlow(std::string_view text, int digits, std::int64_t& out) noexcept;

/// The plain form "61659.70" of nearly every number; anything else goes to parseUnitsSlow. Hot path: no allocation.
[[nodiscard]] inline Code parseUnits(std::string_view text, int digits, std::int64_t& out) noexcept {
    // 18 digits fit int64 without a test for overflow, so the plain form needs none; longer text takes the slow way.
    const std::size_t size = text.size();
    if (size == 0 || size > 18) [[unlikely]]
        return parseUnitsSlow(text, digits, out);
    std::int64_t units = 0;
    std::size_t i = 0;
    for (; i < size; ++i) {
        const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
        if (digit > 9) break;
        units = units * 10 + digit;
    }
    int decimals = 0;
    if (i < size) {
        if (text[i] != '.' || i == 0 || i + 1 == size) [[unlikely]]
            return parseUnitsSlow(text, digits, out);
        for (++i; i < size; ++i, ++decimals) {
            const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
            if (digit > 9) [[unlikely]]
                return parseUnitsSlow(text, digits, out);
            units = units * 10 + digit;
        }
    }
    const int missing = digits - decimals;
    if (missing < 0) return parseUnitsSlow(text, digits, out);  // venue may pad with zeros past the instrument's digits
    const std::int64_t scale = kPow10[missing];
    if (units > kMantissaMax / scale) [[unlikely]]
        return Code::NumOverflow;
    out = units * scale;
    return Code::Ok;
}

template <class Tag>
[[nodiscard]] inline Code parse(std::string_view text, int digits, Fixed<Tag>& out) noexcept {
    return parseUnits(text, digits, out.units);
}

/// Digits of an unsigned integer as text ("5123107839020"), exact to 2^64-1. Codes: NumSyntax, NumOverflow.
[[nodiscard]] Code parseU64(std::string_view text, std::uint64_t& out) noexcept;

/// Exact decimal text with `digits` decimals: units 6165970, digits 2 -> "61659.70"; sign '-'. No exponent, no grouping.
[[nodiscard]] std::string formatUnits(Int128 units, int digits);
/// The same without trailing fraction zeros: "61659.7", "0".
[[nodiscard]] std::string formatUnitsTrimmed(Int128 units, int digits);

/// For statistics and drawing only.
[[nodiscard]] inline double toDouble(std::int64_t units, int digits) noexcept {
    return static_cast<double>(units) / static_cast<double>(kPow10[digits]);
}

}  // namespace bw
