// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/fixed.h"

#include <algorithm>
#include <limits>

namespace bw {
namespace {
constexpr int kExponentMax = 30;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Exponent part after 'e'; false on bad syntax. Values past the limit saturate so that the caller sees an overflow.
bool readExponent(std::string_view text, int& out) {
    std::size_t i = 0;
    bool negative = false;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) negative = text[i++] == '-';
    if (i == text.size()) return false;
    int value = 0;
    for (; i < text.size(); ++i) {
        if (!isDigit(text[i])) return false;
        value = std::min(value * 10 + (text[i] - '0'), 1000);
    }
    out = negative ? -value : value;
    return true;
}
}  // namespace

Code parseDecimal(std::string_view text, Decimal& out) noexcept {
    std::size_t i = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative) ++i;
    std::int64_t mantissa = 0;
    int exponent = 0;
    int pending_zeros = 0;  // zeros not yet multiplied in: they vanish if nothing but zeros follows the point
    bool overflow = false;
    bool in_fraction = false;
    std::size_t int_digits = 0;
    std::size_t fraction_digits = 0;
    const auto push = [&](int digit) {
        if (mantissa > (kMantissaMax - digit) / 10) overflow = true;
        else mantissa = mantissa * 10 + digit;
    };
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.' && !in_fraction && int_digits > 0) {
            in_fraction = true;
            continue;
        }
        if (!isDigit(c)) break;
        if (!in_fraction) {
            ++int_digits;
            push(c - '0');
            continue;
        }
        ++fraction_digits;
        if (c == '0') {
            ++pending_zeros;
            continue;
        }
        for (; pending_zeros > 0; --pending_zeros, --exponent) push(0);
        push(c - '0');
        --exponent;
    }
    if (int_digits == 0 || (in_fraction && fraction_digits == 0)) return Code::NumSyntax;
    if (i < text.size()) {
        int e = 0;
        if ((text[i] != 'e' && text[i] != 'E') || !readExponent(text.substr(i + 1), e)) return Code::NumSyntax;
        exponent += e;
    }
    if (mantissa == 0 && !overflow) exponent = 0;
    if (overflow || exponent > kExponentMax || exponent < -kExponentMax) return Code::NumOverflow;
    out = {negative ? -mantissa : mantissa, exponent};
    return Code::Ok;
}

Code parseUnitsSlow(std::string_view text, int digits, std::int64_t& out) noexcept {
    Decimal d;
    if (const Code code = parseDecimal(text, d); code != Code::Ok) return code;
    int shift = digits + d.exponent;
    std::int64_t units = d.mantissa;
    for (; shift < 0; ++shift) {
        if (units % 10 != 0) return Code::NumPrecision;
        units /= 10;
    }
    for (; shift > 0 && units != 0; --shift) {
        if (units > kMantissaMax / 10 || units < -(kMantissaMax / 10)) return Code::NumOverflow;
        units *= 10;
    }
    out = units;
    return Code::Ok;
}

Code parseU64(std::string_view text, std::uint64_t& out) noexcept {
    if (text.empty()) return Code::NumSyntax;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (!isDigit(c)) return Code::NumSyntax;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return Code::NumOverflow;
        value = value * 10 + digit;
    }
    out = value;
    return Code::Ok;
}

std::string formatUnits(Int128 units, int digits) {
    const bool negative = units < 0;
    std::string text;
    // The magnitude is built digit by digit from the signed value, so the most negative one needs no special case.
    for (int n = 0; units != 0 || n <= digits; ++n) {
        if (n == digits && digits > 0) text.push_back('.');
        const int digit = static_cast<int>(units % 10);
        text.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
        units /= 10;
    }
    if (negative) text.push_back('-');
    std::reverse(text.begin(), text.end());
    return text;
}

std::string formatUnitsTrimmed(Int128 units, int digits) {
    std::string text = formatUnits(units, digits);
    if (digits <= 0) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace bw
