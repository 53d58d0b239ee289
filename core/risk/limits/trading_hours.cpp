// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/trading_hours.h"

#include <chrono>

namespace bw::risk {
namespace {

constexpr std::int64_t kHourNs = 60 * kNsPerMin;
constexpr std::int64_t kDayNs = 24 * kHourNs;
constexpr DayWindow kCashSession{9 * kHourNs + 30 * kNsPerMin, 16 * kHourNs};

std::int64_t ofDay(std::int64_t ns) {
    return ns - floorTo(ns, kDayNs);
}

std::chrono::sys_days dayOf(WallTime wall) {
    return std::chrono::sys_days(std::chrono::days(floorDiv(wall.ns, kDayNs)));
}

std::int64_t nsOf(std::chrono::sys_days day) {
    return day.time_since_epoch().count() * kDayNs;
}

}  // namespace

bool DayWindow::holds(std::int64_t of_day_ns) const noexcept {
    if (start_ns < end_ns) return of_day_ns >= start_ns && of_day_ns < end_ns;
    return of_day_ns >= start_ns || of_day_ns < end_ns;
}

std::int64_t newYorkOffsetNs(WallTime wall) noexcept {
    using namespace std::chrono;
    const year y = year_month_day(dayOf(wall)).year();
    const std::int64_t summer_from = nsOf(sys_days(y / March / Sunday[2])) + 7 * kHourNs;
    const std::int64_t summer_to = nsOf(sys_days(y / November / Sunday[1])) + 6 * kHourNs;
    return wall.ns >= summer_from && wall.ns < summer_to ? -4 * kHourNs : -5 * kHourNs;
}

bool tradingOpen(TradingHours hours, bool weekend_trading, WallTime wall) noexcept {
    const unsigned weekday = std::chrono::weekday(dayOf(wall)).c_encoding();
    if (!weekend_trading && (weekday == 0 || weekday == 6)) return false;
    if (hours == TradingHours::us_cash) return kCashSession.holds(ofDay(wall.ns + newYorkOffsetNs(wall)));
    if (hours == TradingHours::utc_0930_1600) return kCashSession.holds(ofDay(wall.ns));
    return true;
}

}  // namespace bw::risk
