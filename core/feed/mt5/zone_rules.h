// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/model/result.h"

namespace bw::feed::mt5 {

/// A yearly pair of changes, as the last line of a zone file writes it: "EST5EDT,M3.2.0,M11.1.0" (POSIX TZ, with the
/// wider hours of RFC 8536). A value.
class PosixZone {
public:
    /// Codes: NumSyntax.
    [[nodiscard]] static Result<PosixZone> fromText(std::string_view text);
    /// Seconds east of UTC at a second of UTC.
    [[nodiscard]] std::int64_t offsetAt(std::int64_t utc_s) const;

private:
    struct Change {
        enum class Kind : std::uint8_t { JulianNoLeap, DayOfYear, MonthWeekDay } kind = Kind::MonthWeekDay;
        int month = 0, week = 0, day = 0;  // day: of the year, or of the week (0 = Sunday)
        int at_s = 7'200;                  // local seconds after midnight, may leave the day
        [[nodiscard]] std::int64_t localSecond(int year) const;
    };
    [[nodiscard]] static bool takeChange(std::string_view& text, Change& out);

    std::int64_t m_standard_s = 0, m_summer_s = 0;
    bool m_has_summer = false;
    Change m_start, m_end;
};

/// What a place's wall clock is ahead of UTC, over all times. Immutable after it was made; any thread.
class ZoneRules {
public:
    /// New York wall time + 7 h, the usual clock of MT5 servers: midnight there is the end of the New York day. Summer
    /// time from the second Sunday of March to the first of November; before 2007 from the first Sunday of April to the
    /// last of October.
    [[nodiscard]] static ZoneRules newYorkPlus7();
    /// The bytes of a zone file, version 2 or later (RFC 8536). Codes: FileFormat.
    [[nodiscard]] static Result<ZoneRules> fromTzif(std::string_view bytes);
    /// "Europe/Athens", read from $TZDIR or the system's zone files. Codes: CfgRange (no zone name, no such file),
    /// FileRead, FileFormat.
    [[nodiscard]] static Result<ZoneRules> load(std::string_view name);

    [[nodiscard]] std::int64_t offsetAt(std::int64_t utc_s) const;
    /// The offset to take off a wall-clock stamp. An hour that is told twice is read as the one nearer to `near_utc_s`;
    /// one that is skipped as if the clock had not yet changed.
    [[nodiscard]] std::int64_t offsetOfLocal(std::int64_t local_s, std::int64_t near_utc_s) const;

private:
    struct Transition {
        std::int64_t utc_s = 0, offset_s = 0;
    };
    std::vector<Transition> m_transitions;  // rising
    std::int64_t m_first_s = 0;             // before all transitions
    std::optional<PosixZone> m_tail;        // after the last one
    std::int64_t m_shift_s = 0;             // added to every offset
};

}  // namespace bw::feed::mt5
