// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

/// Reads a run of decimal digits at `p`, eight bytes at a time, and advances `p` over it. `count` says how many there
/// were; with more than 18 the value is not to be used. Up to 8 bytes behind the run are looked at, not used: text must
/// stand in a buffer with that much room behind it (kFramePadding). Hot path.
///   source: the eight-digit step is the SWAR conversion of Wojciech Mula and Daniel Lemire (simdjson, fast_float)
[[nodiscard]] inline std::uint64_t scanDigits(const char*& p, int& count) noexcept {
    std::uint64_t value = 0;
    count = 0;
    if constexpr (std::endian::native == std::endian::little) {
        for (;;) {
            std::uint64_t chunk = 0;
            std::memcpy(&chunk, p, 8);
            chunk ^= 0x3030303030303030ULL;  // digits become 0..9, everything else does not
            const std::uint64_t other = (chunk | (chunk + 0x7676767676767676ULL)) & 0x8080808080808080ULL;
            const int n = other == 0 ? 8 : std::countr_zero(other) >> 3;
            if (n == 0) return value;
            chunk <<= (8 - n) * 8;  // the digits move to the end, zeros lead them
            chunk = chunk * 10 + (chunk >> 8);
            chunk = (((chunk & 0x000000FF000000FFULL) * 0x000F424000000064ULL) +
                     (((chunk >> 16) & 0x000000FF000000FFULL) * 0x0000271000000001ULL)) >>
                    32;
            value = value * static_cast<std::uint64_t>(kPow10[n]) + chunk;
            count += n;
            p += n;
            if (n < 8 || count > 18) return value;
        }
    }
    for (unsigned d = 0; (d = static_cast<unsigned>(static_cast<unsigned char>(*p)) - unsigned{'0'}) <= 9; ++p, ++count)
        value = value * 10 + d;
    return value;
}

/// Scans the plain form "61659.70" in place: advances `p` over it and stops at the first other character, so the text
/// must be followed by one that is neither digit nor point. Zeros past `digits` decimals are fine (venues pad). False
/// means "not the plain form, or too long": the caller goes to parseUnitsSlow for the value or the code. Hot path: digit
/// by digit, because prices are short and of even length, which beats the eight-byte step (measured).
[[nodiscard]] inline bool scanUnits(const char*& p, int digits, std::int64_t& out) noexcept {
    const auto digitAt = [](const char* c) { return static_cast<unsigned>(static_cast<unsigned char>(*c)) - unsigned{'0'}; };
    const char* const start = p;
    std::uint64_t units = 0;
    for (unsigned d = digitAt(p); d <= 9; d = digitAt(++p)) units = units * 10 + d;
    std::ptrdiff_t used = p - start;
    if (used == 0) [[unlikely]]
        return false;
    std::ptrdiff_t missing = digits;
    if (*p == '.') {
        const char* const fraction = ++p;
        const char* const stop = fraction + digits;
        for (unsigned d = digitAt(p); p < stop && d <= 9; d = digitAt(++p)) units = units * 10 + d;
        used += p - fraction;
        missing = stop - p;
        while (*p == '0') ++p;
        if (p == fraction) [[unlikely]]
            return false;
    }
    // 18 digits cannot overflow; longer ones and big scales take the slow way, which says what is wrong.
    if (used + missing > 18) [[unlikely]] {
        if (used > 18 || units > static_cast<std::uint64_t>(kMantissaMax / kPow10[missing])) return false;
    }
    out = static_cast<std::int64_t>(units) * kPow10[missing];
    return true;
}

/// A decimal into units of 10^-digits; codes as parseUnitsSlow. No allocation.
[[nodiscard]] inline Code parseUnits(std::string_view text, int digits, std::int64_t& out) noexcept {
    // Copied so that the scan has an end that is no digit, and room behind it; longer text is no plain number anyway.
    char room[48] = {};
    if (text.size() >= 32) return parseUnitsSlow(text, digits, out);
    std::memcpy(room, text.data(), text.size());
    const char* p = room;
    std::int64_t units = 0;
    if (!scanUnits(p, digits, units) || p != room + text.size()) return parseUnitsSlow(text, digits, out);
    out = units;
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
