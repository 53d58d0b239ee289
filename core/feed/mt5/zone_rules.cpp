// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/mt5/zone_rules.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "core/model/assert.h"
#include "core/model/times.h"

namespace bw::feed::mt5 {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kZoneFileBytesMax = 1 << 20;

std::int64_t daysOf(int year, unsigned month, unsigned day) {
    using namespace std::chrono;
    return sys_days(std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day})
        .time_since_epoch()
        .count();
}

int yearOf(std::int64_t second) {
    using namespace std::chrono;
    return static_cast<int>(year_month_day(sys_days(days(floorDiv(second, kDaySeconds)))).year());
}

bool takeChar(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

/// Up to three digits.
bool takeInt(std::string_view& text, int max, int& out) {
    int value = 0;
    std::size_t n = 0;
    for (; n < text.size() && n < 3 && text[n] >= '0' && text[n] <= '9'; ++n) value = value * 10 + (text[n] - '0');
    if (n == 0 || value > max) return false;
    text.remove_prefix(n);
    out = value;
    return true;
}

/// "EST" or "<+0330>": only its place counts.
bool takeName(std::string_view& text) {
    std::size_t n = 0;
    if (takeChar(text, '<')) {
        n = text.find('>');
        if (n == std::string_view::npos) return false;
        text.remove_prefix(n + 1);
        return n > 0;
    }
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (n < text.size() && letter(text[n])) ++n;
    text.remove_prefix(n);
    return n >= 3;
}

/// "[+-]h[hh][:mm[:ss]]" in seconds.
bool takeTime(std::string_view& text, std::int64_t& out) {
    const bool minus = takeChar(text, '-');
    if (!minus) takeChar(text, '+');
    int hours = 0, minutes = 0, seconds = 0;
    if (!takeInt(text, 167, hours)) return false;
    if (takeChar(text, ':') && !takeInt(text, 59, minutes)) return false;
    if (takeChar(text, ':') && !takeInt(text, 59, seconds)) return false;
    out = (std::int64_t{hours} * 60 + minutes) * 60 + seconds;
    if (minus) out = -out;
    return true;
}

/// Reads big-endian numbers; a read past the end gives 0 and leaves `ok` false.
struct Bytes {
    std::string_view rest;
    bool ok = true;

    std::string_view take(std::size_t n) {
        if (n > rest.size()) {
            ok = false;
            rest = {};
            return {};
        }
        const std::string_view out = rest.substr(0, n);
        rest.remove_prefix(n);
        return out;
    }
    std::uint64_t number(std::size_t n) {
        std::uint64_t value = 0;
        for (const char c : take(n)) value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }
};

struct TzifHeader {
    std::uint64_t version = 0, ut = 0, standard = 0, leaps = 0, times = 0, types = 0, chars = 0;
    [[nodiscard]] std::size_t blockBytes(std::size_t time_bytes) const {
        return times * time_bytes + times + types * 6 + chars + leaps * (time_bytes + 4) + standard + ut;
    }
};

bool takeHeader(Bytes& in, TzifHeader& out) {
    if (in.take(4) != "TZif") return false;
    out.version = in.number(1);
    in.take(15);
    for (std::uint64_t* count : {&out.ut, &out.standard, &out.leaps, &out.times, &out.types, &out.chars})
        *count = in.number(4);
    return in.ok && out.types > 0;
}

Error badZone(std::string_view what) {
    return Error{Code::FileFormat, "feeds.mt5.time_zone", std::string(what)};
}

bool isZoneName(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '+' || c == '/';
    };
    return !name.empty() && name.size() <= 64 && name.front() != '/' && std::all_of(name.begin(), name.end(), fits);
}

}  // namespace

std::int64_t PosixZone::Change::localSecond(int year) const {
    using namespace std::chrono;
    const std::int64_t new_year = daysOf(year, 1, 1);
    switch (kind) {
        case Kind::JulianNoLeap:  // 1 to 365, the 29th of February is never counted
            return (new_year + day - 1 + (std::chrono::year{year}.is_leap() && day >= 60 ? 1 : 0)) * kDaySeconds + at_s;
        case Kind::DayOfYear:
            return (new_year + day) * kDaySeconds + at_s;
        case Kind::MonthWeekDay:
            break;
    }
    const auto in_month = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)};
    const std::chrono::weekday wanted{static_cast<unsigned>(day)};
    const sys_days found =
        week == 5 ? sys_days(in_month / wanted[last]) : sys_days(in_month / wanted[static_cast<unsigned>(week)]);
    return std::int64_t{found.time_since_epoch().count()} * kDaySeconds + at_s;
}

bool PosixZone::takeChange(std::string_view& text, Change& out) {
    if (!takeChar(text, ',')) return false;
    if (takeChar(text, 'M')) {
        out.kind = Change::Kind::MonthWeekDay;
        if (!takeInt(text, 12, out.month) || !takeChar(text, '.') || !takeInt(text, 5, out.week) ||
            !takeChar(text, '.') || !takeInt(text, 6, out.day) || out.month == 0 || out.week == 0)
            return false;
    } else if (takeChar(text, 'J')) {
        out.kind = Change::Kind::JulianNoLeap;
        if (!takeInt(text, 365, out.day) || out.day == 0) return false;
    } else {
        out.kind = Change::Kind::DayOfYear;
        if (!takeInt(text, 365, out.day)) return false;
    }
    if (!takeChar(text, '/')) return true;
    std::int64_t at_s = 0;
    if (!takeTime(text, at_s)) return false;
    out.at_s = static_cast<int>(at_s);
    return true;
}

Result<PosixZone> PosixZone::fromText(std::string_view text) {
    const Error bad{Code::NumSyntax, "feeds.mt5.time_zone", "'" + std::string(text.substr(0, 60)) + "' is no zone rule"};
    PosixZone zone;
    if (!takeName(text) || !takeTime(text, zone.m_standard_s)) return bad;
    zone.m_standard_s = -zone.m_standard_s;  // POSIX counts west of Greenwich
    if (text.empty()) return zone;
    zone.m_has_summer = true;
    zone.m_summer_s = zone.m_standard_s + 3'600;
    if (!takeName(text)) return bad;
    if (!text.empty() && text.front() != ',') {
        if (!takeTime(text, zone.m_summer_s)) return bad;
        zone.m_summer_s = -zone.m_summer_s;
    }
    if (!takeChange(text, zone.m_start) || !takeChange(text, zone.m_end) || !text.empty()) return bad;
    return zone;
}

std::int64_t PosixZone::offsetAt(std::int64_t utc_s) const {
    if (!m_has_summer) return m_standard_s;
    const int year = yearOf(utc_s + m_standard_s);
    const std::int64_t start_s = m_start.localSecond(year) - m_standard_s;
    const std::int64_t end_s = m_end.localSecond(year) - m_summer_s;
    const bool summer = start_s < end_s ? utc_s >= start_s && utc_s < end_s : utc_s >= start_s || utc_s < end_s;
    return summer ? m_summer_s : m_standard_s;
}

ZoneRules ZoneRules::newYorkPlus7() {
    // The rule until 2006, one pair of changes a year; what lies before 2000 is refused as a time anyway.
    constexpr int kFirstYear = 2000, kNewRuleYear = 2007;
    constexpr std::int64_t kStandard = -5 * 3'600, kSummer = -4 * 3'600;
    using namespace std::chrono;
    const auto second = [](sys_days day) { return std::int64_t{day.time_since_epoch().count()} * kDaySeconds + 7'200; };
    ZoneRules rules;
    for (int y = kFirstYear; y < kNewRuleYear; ++y) {
        rules.m_transitions.push_back({second(sys_days(year{y} / April / Sunday[1])) - kStandard, kSummer});
        rules.m_transitions.push_back({second(sys_days(year{y} / October / Sunday[last])) - kSummer, kStandard});
    }
    // No change, but from here on the new rule speaks: in 2006 it would have summer end a week later.
    rules.m_transitions.push_back({second(sys_days(year{kNewRuleYear} / January / 1)), kStandard});
    rules.m_first_s = kStandard;
    const Result<PosixZone> tail = PosixZone::fromText("EST5EDT,M3.2.0,M11.1.0");
    BW_ASSERT(static_cast<bool>(tail));
    rules.m_tail = *tail;
    rules.m_shift_s = 7 * 3'600;
    return rules;
}

Result<ZoneRules> ZoneRules::fromTzif(std::string_view bytes) {
    Bytes in{bytes};
    TzifHeader header;
    if (!takeHeader(in, header)) return badZone("no zone file");
    if (header.version < '2') return badZone("a zone file of version 1: only 32-bit times");
    in.take(header.blockBytes(4));
    if (!takeHeader(in, header)) return badZone("the zone file is cut");
    if (header.leaps != 0) return badZone("a zone file with leap seconds");
    Bytes block{in.take(header.blockBytes(8))};
    if (!in.ok) return badZone("the zone file is cut");

    ZoneRules rules;
    rules.m_transitions.resize(header.times);
    for (Transition& transition : rules.m_transitions) transition.utc_s = static_cast<std::int64_t>(block.number(8));
    const std::string_view kinds = block.take(header.times);
    std::vector<std::int64_t> offsets_s;
    for (std::uint64_t i = 0; i < header.types; ++i) {
        offsets_s.push_back(static_cast<std::int32_t>(static_cast<std::uint32_t>(block.number(4))));
        block.take(2);
    }
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const auto kind = static_cast<unsigned char>(kinds[i]);
        if (kind >= offsets_s.size()) return badZone("a zone file that names a type it does not have");
        rules.m_transitions[i].offset_s = offsets_s[kind];
        if (i > 0 && rules.m_transitions[i].utc_s <= rules.m_transitions[i - 1].utc_s)
            return badZone("a zone file out of order");
    }
    rules.m_first_s = offsets_s.front();

    const std::size_t end = in.rest.find('\n', 1);
    if (in.rest.empty() || in.rest.front() != '\n' || end == std::string_view::npos)
        return badZone("a zone file without its last line");
    if (const std::string_view footer = in.rest.substr(1, end - 1); !footer.empty()) {
        const Result<PosixZone> tail = PosixZone::fromText(footer);
        if (!tail) return badZone(tail.error().detail);
        rules.m_tail = *tail;
    }
    return rules;
}

Result<ZoneRules> ZoneRules::load(std::string_view name) {
    const char* const named = std::getenv("TZDIR");
    const std::string folder = named != nullptr && *named != '\0' ? named : "/usr/share/zoneinfo";
    const Error unknown{Code::CfgRange, "feeds.mt5.time_zone",
                        "'" + std::string(name.substr(0, 40)) +
                            "' is not a zone known here; use auto, UTC, +HH:MM, NY+7 or a name such as Europe/Athens"};
    if (!isZoneName(name)) return unknown;  // no dots: never leaves the folder
    const std::string path = folder + "/" + std::string(name);
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return unknown;
    const std::streamoff size = file.tellg();
    if (size <= 0 || size > kZoneFileBytesMax) return unknown;  // a folder, or no zone file
    file.seekg(0);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (!file.read(bytes.data(), size)) return Error{Code::FileRead, "feeds.mt5.time_zone", path};
    return fromTzif(bytes);
}

std::int64_t ZoneRules::offsetAt(std::int64_t utc_s) const {
    const auto next = std::upper_bound(m_transitions.begin(), m_transitions.end(), utc_s,
                                       [](std::int64_t at_s, const Transition& t) { return at_s < t.utc_s; });
    if (next == m_transitions.end() && m_tail) return m_tail->offsetAt(utc_s) + m_shift_s;
    return (next == m_transitions.begin() ? m_first_s : std::prev(next)->offset_s) + m_shift_s;
}

std::int64_t ZoneRules::offsetOfLocal(std::int64_t local_s, std::int64_t near_utc_s) const {
    // No zone changes twice within two days.
    const std::int64_t before_s = offsetAt(local_s - kDaySeconds);
    const std::int64_t after_s = offsetAt(local_s + kDaySeconds);
    if (before_s == after_s) return before_s;
    const bool before_fits = offsetAt(local_s - before_s) == before_s;
    const bool after_fits = offsetAt(local_s - after_s) == after_s;
    if (before_fits != after_fits) return before_fits ? before_s : after_s;
    if (!before_fits) return before_s;
    const std::int64_t to_before = std::abs(local_s - before_s - near_utc_s);
    const std::int64_t to_after = std::abs(local_s - after_s - near_utc_s);
    return to_after < to_before ? after_s : before_s;
}

}  // namespace bw::feed::mt5
