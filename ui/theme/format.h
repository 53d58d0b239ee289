// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <cstdint>
#include <string_view>

#include "core/api/views.h"

// Numbers and times as the screen shows them (workstation spec 4.4 and 4.5). Pure functions. Group ',', decimal '.',
// minus U+2212 in every language; only the compact units follow the language.
namespace bw::ui::format {

enum class UnitWords : std::uint8_t { En, Zh };  // K M B T or 万 亿 万亿
enum class Sign : std::uint8_t { Negative, Always };
enum class Zone : std::uint8_t { Local, Utc };

/// What stands for missing, not yet, NaN: an em dash.
[[nodiscard]] QString missing();

/// units of 10^-digits with `shown` decimals, half away from zero, grouped: (6412050, 2, 2) -> "64,120.50".
[[nodiscard]] QString fixed(Int128 units, int digits, int shown, Sign sign = Sign::Negative);
/// A computed value with fixed decimals, half away from zero; NaN and infinities give missing().
[[nodiscard]] QString number(double value, int decimals, Sign sign = Sign::Negative);
/// "+1.25%" of 0.0125 with decimals 2. Always signed: used for changes.
[[nodiscard]] QString changePercent(double ratio, int decimals = 2);
/// "12.5%" of 0.125.
[[nodiscard]] QString percent(double ratio, int decimals = 1);
/// Grouped integer: "12,345".
[[nodiscard]] QString count(std::uint64_t value);

/// Volumes, notionals, bytes; never prices. Below the first unit plain with at most `shown` decimals; from it on two
/// decimals and the unit, half away from zero, with the next unit where rounding reaches it ("1.00M" for 999,995).
[[nodiscard]] QString compact(Int128 units, int digits, int shown, UnitWords words, Sign sign = Sign::Negative);
/// Bytes with binary-free units: "312 B", "1.25 MB" in every language.
[[nodiscard]] QString bytes(std::uint64_t value);
/// Events a second with 3 significant digits: "0.25", "12.3", "1,230".
[[nodiscard]] QString rate(double per_second);

/// "0.1 s" below 10 s, then "12 s", "3 min", "2 h", "5 d"; negative (unset) gives missing().
[[nodiscard]] QString age(std::int64_t ns);
/// The same for views that repaint often: whole seconds from 1 s on ("4 s"), so that the text changes once a second.
[[nodiscard]] QString steadyAge(std::int64_t ns);
/// ns, µs, ms, s with 3 significant digits: "850 ns", "1.25 ms"; negative values keep their sign.
[[nodiscard]] QString duration(std::int64_t ns);

[[nodiscard]] QString timeOfDay(std::int64_t ns, Zone zone);    // "14:03:27"; ns since 1970 UTC, 0 gives missing()
[[nodiscard]] QString timeOfDayMs(std::int64_t ns, Zone zone);  // "14:03:27.412"
[[nodiscard]] QString dateTimeMs(std::int64_t ns, Zone zone);   // "2026-03-01 14:03:27.412"
[[nodiscard]] QString isoUtc(std::int64_t ns);                  // "2026-03-01T14:03:27.412000000Z", for copies

/// UTF-8 of a view's short text.
[[nodiscard]] QString text(std::string_view utf8);

}  // namespace bw::ui::format
