// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/mt5/market_hours.h"

#include <algorithm>
#include <array>

namespace bw::feed::mt5 {
namespace {

constexpr std::int64_t kMinutesADay = 24 * 60;
constexpr std::int64_t kWeekMinutes = 7 * kMinutesADay;
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

/// Minutes since Sunday 00:00 of the clock the ns are on.
std::int64_t minuteOfWeek(std::int64_t ns) {
    constexpr std::int64_t kThursday = 4;  // 1970-01-01
    const std::int64_t minute = floorDiv(ns, kNsPerMin) + kThursday * kMinutesADay;
    return minute - floorTo(minute, kWeekMinutes);
}

bool within(std::span<const Session> sessions, std::int64_t minute) {
    return std::any_of(sessions.begin(), sessions.end(), [minute](const Session& session) {
        const std::int64_t day = session.day * kMinutesADay;
        return minute >= day + session.open_min && minute < day + session.close_min;
    });
}

}  // namespace

bool isOpen(const HoursKnown& known, WallTime utc) {
    const std::span<const Session> sessions = known.sent.empty() ? known.configured : known.sent;
    if (!sessions.empty() && known.has_offset) return within(sessions, minuteOfWeek(utc.ns + known.offset_ns));
    if (isCryptoBase(known.symbol, known.base)) return true;
    constexpr std::int64_t kOpen = 22 * 60, kClose = 5 * kMinutesADay + 22 * 60;  // Sunday and Friday 22:00
    const std::int64_t minute = minuteOfWeek(utc.ns);
    return minute >= kOpen && minute < kClose;
}

bool isCryptoBase(std::string_view symbol, std::string_view base) {
    constexpr std::array<std::string_view, 8> kBases = {"BTC", "ETH", "SOL", "XRP", "LTC", "BNB", "DOGE", "ADA"};
    return std::any_of(kBases.begin(), kBases.end(), [&](std::string_view crypto) {
        return base.empty() ? symbol.starts_with(crypto) : base == crypto;
    });
}

bool parseDayMinute(std::string_view text, std::uint16_t& out) {
    int hour = 0, minute = 0;
    if (!stamp_detail::takeNumber(text, 2, hour) || !stamp_detail::takeChar(text, ':') ||
        !stamp_detail::takeNumber(text, 2, minute) || !text.empty() || minute > 59 ||
        hour * 60 + minute > kMinutesADay)
        return false;
    out = static_cast<std::uint16_t>(hour * 60 + minute);
    return true;
}

Code parseSession(std::string_view text, Session& out) {
    const std::size_t blank = text.find(' ');
    const std::size_t dash = text.find('-');
    if (blank == std::string_view::npos || dash == std::string_view::npos || dash < blank) return Code::CfgRange;
    const std::string_view day = text.substr(0, blank);
    Session session;
    if (const auto named = std::find(kDays.begin(), kDays.end(), day); named != kDays.end())
        session.day = static_cast<std::uint8_t>(named - kDays.begin());
    else if (day.size() == 1 && day[0] >= '0' && day[0] <= '6')
        session.day = static_cast<std::uint8_t>(day[0] - '0');
    else
        return Code::CfgRange;
    if (!parseDayMinute(text.substr(blank + 1, dash - blank - 1), session.open_min) ||
        !parseDayMinute(text.substr(dash + 1), session.close_min) || session.close_min <= session.open_min)
        return Code::CfgRange;
    out = session;
    return Code::Ok;
}

}  // namespace bw::feed::mt5
