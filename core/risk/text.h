// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/times.h"

namespace bw::risk {

/// 128 random bits: a trip, a latch, a nonce. All zero means none.
struct Id128 {
    std::array<std::uint8_t, 16> bytes{};
    friend bool operator==(const Id128&, const Id128&) = default;
    [[nodiscard]] bool none() const noexcept { return *this == Id128{}; }
    /// 32 lower-case hex digits.
    [[nodiscard]] std::string text() const;
};
/// From the operating system's generator; throws InvariantBroken when that has none to give.
[[nodiscard]] Id128 randomId();
/// Exactly 32 hex digits of either case; false leaves `out` alone.
[[nodiscard]] bool parseId(std::string_view text, Id128& out) noexcept;
/// An even number of hex digits to bytes; false on anything else.
[[nodiscard]] bool parseHex(std::string_view text, std::string& out);

/// "2026-01-15T13:13:30.123Z".
[[nodiscard]] std::string isoUtcMs(WallTime time);
/// One line of valid UTF-8: control characters become spaces, broken bytes '?', cut at `size_max` bytes between
/// characters.
[[nodiscard]] std::string oneLine(std::string_view text, std::size_t size_max = 400);
/// `text` as a JSON string with its quotes; the input goes through oneLine's repair, so the output is valid JSON.
[[nodiscard]] std::string jsonQuote(std::string_view text, std::size_t size_max = 4096);

}  // namespace bw::risk
