// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/model/code.h"
#include "core/model/fixed.h"
#include "core/model/times.h"

namespace bw::feed {

/// How a stamp was written.
enum class StampUnit : std::uint8_t { None, Seconds, Millis, Micros, Nanos, Text };

/// One time stamp as a foreign message or file wrote it (feeds spec 2.2).
struct Stamp {
    std::int64_t ns = 0;  // since 1970-01-01 of the clock it was written on
    StampUnit unit = StampUnit::None;
    bool is_utc = false;    // the text itself gave its offset: no time zone is to be applied
    bool fraction = false;  // a number with a fraction or an exponent
};

/// 2000-01-01 to 2100-01-01: outside, a stamp is TimeRange and its event has no event time.
inline constexpr std::int64_t kStampMinNs = 946'684'800 * kNsPerSec;
inline constexpr std::int64_t kStampMaxNs = 4'102'444'800 * kNsPerSec;
[[nodiscard]] constexpr Code checkStampRange(std::int64_t ns) noexcept {
    return ns < kStampMinNs || ns >= kStampMaxNs ? Code::TimeRange : Code::Ok;
}

namespace stamp_detail {
/// `count` digits at the front of `text`, which shrinks; false leaves both alone.
inline bool takeNumber(std::string_view& text, std::size_t count, int& out) noexcept {
    if (text.size() < count) return false;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + (text[i] - '0');
    }
    out = value;
    text.remove_prefix(count);
    return true;
}
inline bool takeChar(std::string_view& text, char c) noexcept {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}
/// ".994" up to nine decimals; more digits are read and dropped, they are below a nanosecond.
inline bool takeFraction(std::string_view& text, std::int64_t& ns) noexcept {
    std::int64_t step = kNsPerSec / 10;
    std::size_t n = 0;
    for (; n < text.size() && text[n] >= '0' && text[n] <= '9'; ++n, step /= 10) ns += (text[n] - '0') * step;
    text.remove_prefix(n);
    return n > 0;
}
}  // namespace stamp_detail

/// "+02:00", "-0530", "Z": seconds east of UTC. Codes: NumSyntax, TimeRange (more than 14 h).
[[nodiscard]] inline Code parseUtcOffset(std::string_view text, std::int64_t& seconds) noexcept {
    using namespace stamp_detail;
    if (text == "Z" || text == "z") {
        seconds = 0;
        return Code::Ok;
    }
    const bool west = takeChar(text, '-');
    int hours = 0;
    int minutes = 0;
    if ((!west && !takeChar(text, '+')) || !takeNumber(text, 2, hours)) return Code::NumSyntax;
    takeChar(text, ':');
    if (!takeNumber(text, 2, minutes) || !text.empty() || minutes > 59) return Code::NumSyntax;
    const int total = hours * 60 + minutes;
    if (total > 14 * 60) return Code::TimeRange;
    seconds = (west ? -total : total) * 60;
    return Code::Ok;
}

/// `YYYY.MM.DD HH:MM:SS[.mmm]` and ISO 8601 with or without offset (`T`, blank or tab between; `.`, `-` or `/` in the
/// date). Codes: NumSyntax, TimeRange (no such day, or outside 2000..2100).
[[nodiscard]] inline Code parseDateTime(std::string_view text, Stamp& out) noexcept {
    using namespace stamp_detail;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!takeNumber(text, 4, year) || text.empty()) return Code::NumSyntax;
    const char mark = text.front();
    if (mark != '.' && mark != '-' && mark != '/') return Code::NumSyntax;
    if (!takeChar(text, mark) || !takeNumber(text, 2, month) || !takeChar(text, mark) || !takeNumber(text, 2, day))
        return Code::NumSyntax;
    if (!takeChar(text, ' ') && !takeChar(text, 'T') && !takeChar(text, '\t')) return Code::NumSyntax;
    if (!takeNumber(text, 2, hour) || !takeChar(text, ':') || !takeNumber(text, 2, minute)) return Code::NumSyntax;
    if (takeChar(text, ':') && !takeNumber(text, 2, second)) return Code::NumSyntax;  // MetaTrader drops ":00" in bars
    std::int64_t fraction_ns = 0;
    if (takeChar(text, '.') && !takeFraction(text, fraction_ns)) return Code::NumSyntax;
    std::int64_t offset_s = 0;
    const bool is_utc = !text.empty();
    if (is_utc) {
        if (const Code code = parseUtcOffset(text, offset_s); code != Code::Ok) return code;
    }
    using namespace std::chrono;
    const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || year < 1999 || year > 2100 || hour > 23 || minute > 59 || second > 60) return Code::TimeRange;
    const std::int64_t days = sys_days(date).time_since_epoch().count();
    const std::int64_t seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - offset_s;
    const std::int64_t ns = seconds * kNsPerSec + fraction_ns;
    if (is_utc && checkStampRange(ns) != Code::Ok) return Code::TimeRange;
    out = {ns, StampUnit::Text, is_utc, false};
    return Code::Ok;
}

/// Any stamp: an integer or digit text by magnitude (>= 10^17 ns, >= 10^14 us, >= 10^11 ms, >= 10^8 s), a number with a
/// fraction (seconds below 10^11, else ms), or a date. Codes: NumSyntax, NumPrecision (below a nanosecond), TimeRange.
[[nodiscard]] inline Code parseStamp(std::string_view text, Stamp& out) noexcept {
    if (std::uint64_t value = 0; parseU64(text, value) == Code::Ok) {
        constexpr std::uint64_t kNanos = 100'000'000'000'000'000, kMicros = 100'000'000'000'000,
                                kMillis = 100'000'000'000, kSeconds = 100'000'000;
        if (value >= static_cast<std::uint64_t>(kStampMaxNs) || value < kSeconds) return Code::TimeRange;
        const auto [unit, unit_ns] = value >= kNanos    ? std::pair{StampUnit::Nanos, std::int64_t{1}}
                                     : value >= kMicros ? std::pair{StampUnit::Micros, kNsPerUs}
                                     : value >= kMillis ? std::pair{StampUnit::Millis, kNsPerMs}
                                                        : std::pair{StampUnit::Seconds, kNsPerSec};
        const auto whole = static_cast<std::int64_t>(value);
        if (whole >= kStampMaxNs / unit_ns) return Code::TimeRange;  // first: the product would leave int64
        const Stamp stamp{whole * unit_ns, unit};
        if (const Code code = checkStampRange(stamp.ns); code != Code::Ok) return code;
        out = stamp;
        return Code::Ok;
    }
    if (text.size() > 4 && (text[4] == '.' || text[4] == '-' || text[4] == '/') && parseDateTime(text, out) == Code::Ok)
        return Code::Ok;
    std::int64_t ns = 0;
    Code code = parseUnitsSlow(text, 9, ns);  // as seconds
    StampUnit unit = StampUnit::Seconds;
    if (code == Code::NumOverflow) {  // 10^11 seconds are 10^20 ns, past 2^62: so it is milliseconds
        unit = StampUnit::Millis;
        code = parseUnitsSlow(text, 6, ns);
    }
    if (code != Code::Ok) return code == Code::NumOverflow ? Code::TimeRange : code;
    if (checkStampRange(ns) != Code::Ok) return Code::TimeRange;
    out = {ns, unit, false, true};
    return Code::Ok;
}

}  // namespace bw::feed
