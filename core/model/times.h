// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <compare>
#include <cstdint>

namespace bw {

/// Nanoseconds on one of three clocks that do not mix: comparing a venue's stamp with ours does not compile.
template <class Tag>
struct TimePoint {
    std::int64_t ns = 0;
    friend constexpr auto operator<=>(TimePoint, TimePoint) = default;
    friend constexpr std::int64_t operator-(TimePoint a, TimePoint b) { return a.ns - b.ns; }
    friend constexpr TimePoint operator+(TimePoint a, std::int64_t delta_ns) { return {a.ns + delta_ns}; }
};
using EventTime = TimePoint<struct EventTag>;  // the venue's clock, since 1970-01-01 UTC; ns == 0 means "none"
using WallTime = TimePoint<struct WallTag>;    // this machine's clock, since 1970-01-01 UTC
using MonoTime = TimePoint<struct MonoTag>;    // this machine's steady clock; durations only

inline constexpr std::int64_t kNsPerUs = 1'000;
inline constexpr std::int64_t kNsPerMs = 1'000'000;
inline constexpr std::int64_t kNsPerSec = 1'000'000'000;
inline constexpr std::int64_t kNsPerMin = 60 * kNsPerSec;

enum class TimeQuality : std::uint8_t { Missing, Exchange, Broker, Local };

/// Floor division that is right below zero too: bars before 1970 and negative offsets fall in the right period.
constexpr std::int64_t floorDiv(std::int64_t value, std::int64_t step) {
    const std::int64_t q = value / step;
    return value % step != 0 && (value < 0) != (step < 0) ? q - 1 : q;
}
constexpr std::int64_t floorTo(std::int64_t value, std::int64_t step) { return floorDiv(value, step) * step; }

}  // namespace bw
