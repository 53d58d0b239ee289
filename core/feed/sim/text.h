// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/fixed.h"

namespace bw::sim {

// Appending to one reused string: the simulator can write 100,000 messages a second without allocating.

template <std::integral T>
inline void appendInt(std::string& out, T value) {
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end);
}

/// A number >= 0 of `digits` decimals, printed with `pad` >= digits decimals: 6180020, 2, 8 gives "61800.20000000".
inline void appendFixed(std::string& out, std::int64_t units, int digits, int pad) {
    const std::int64_t scale = kPow10[digits];
    appendInt(out, units / scale);
    if (pad == 0) return;
    out.push_back('.');
    char decimals[kDigitsMax];
    std::int64_t rest = units % scale;
    for (int i = digits - 1; i >= 0; --i, rest /= 10) decimals[i] = static_cast<char>('0' + rest % 10);
    for (int i = digits; i < pad; ++i) decimals[i] = '0';
    out.append(decimals, static_cast<std::size_t>(pad));
}

inline void appendFixed(std::string& out, std::int64_t units, int digits) {
    appendFixed(out, units, digits, digits);
}

}  // namespace bw::sim
