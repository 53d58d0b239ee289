// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/scenario.h"

#include <cmath>

#include "core/model/times.h"

namespace bw::signal {
namespace {

constexpr int kReferences = 1'440;       // one a minute: a day
constexpr std::size_t kReferencesMin = 60;
constexpr std::int64_t kAheadMax = 64;   // seconds still open that trades may lie in
constexpr std::int64_t kNsPerHour = 60 * kNsPerMin;

std::int64_t hourOfDay(std::int64_t t_ns) noexcept {
    const std::int64_t hour = floorDiv(t_ns, kNsPerHour);
    return hour - floorTo(hour, 24);
}

}  // namespace

Session sessionOf(std::int64_t t_ns) noexcept {
    return static_cast<Session>(hourOfDay(t_ns) / 8);
}

DaySession daySessionOf(const ScenarioConfig& config, std::int64_t t_ns) noexcept {
    const std::int64_t hour = hourOfDay(t_ns);
    const bool after_start = hour >= config.day_start_h, before_end = hour < config.day_end_h;
    const bool day = config.day_start_h < config.day_end_h ? after_start && before_end : after_start || before_end;
    return day ? DaySession::Day : DaySession::Night;
}

ScenarioClock::ScenarioClock(const ScenarioConfig& config)
    : m_config(config), m_slots(static_cast<std::size_t>(config.window_s + kAheadMax + 1)), m_references(kReferences) {}

ScenarioClock::Slot& ScenarioClock::slot(std::int64_t second) noexcept {
    const auto n = static_cast<std::int64_t>(m_slots.size());
    return m_slots[static_cast<std::size_t>(second - floorTo(second, n))];
}

/// The slot of a second that is closing or still open, empty when first asked for.
ScenarioClock::Slot& ScenarioClock::openSlot(std::int64_t second) noexcept {
    Slot& s = slot(second);
    if (!s.used || s.second != second) s = {.second = second, .used = true};
    return s;
}

void ScenarioClock::onTrade(std::int64_t t_ns) noexcept {
    std::int64_t second = floorDiv(t_ns, kNsPerSec);
    if (m_has_last) {
        if (second <= m_last) second = m_last + 1;
        if (second - m_last > kAheadMax) skipTo(second);
    }
    ++openSlot(second).trades;
}

void ScenarioClock::onSecond(std::int64_t second, std::int64_t price2, bool covered) noexcept {
    if (m_has_last && second <= m_last) return;
    if (m_has_last) skipTo(second);
    close(second, price2, covered);
}

void ScenarioClock::onBreak() noexcept {
    emptyWindow();
    m_covered_ever = 0;
    m_scenario = Scenario::None;
    m_reason = Reason::Warmup;
    m_tps = m_vol = 0;
}

/// Seconds without a word are uncovered, up to the one before this.
void ScenarioClock::skipTo(std::int64_t second) noexcept {
    const std::int64_t missing = second - m_last - 1;
    if (missing <= m_config.window_s) {
        for (std::int64_t s = m_last + 1; s < second; ++s) close(s, 0, false);
        return;
    }
    const bool warm = m_covered_ever >= m_config.window_s;
    emptyWindow();
    m_last = second - 1;
    m_tps = m_vol = 0;
    m_scenario = Scenario::None;
    if (m_config.scheme == ScenarioScheme::Off) return;
    m_reason = warm ? Reason::Gap : Reason::Warmup;
    m_counts.labels[0] += static_cast<std::uint64_t>(missing);
    if (warm) m_counts.coverage_miss += static_cast<std::uint64_t>(missing);
}

/// Trades of seconds still open stay.
void ScenarioClock::emptyWindow() noexcept {
    for (Slot& s : m_slots)
        if (s.second <= m_last) s = {};
    m_covered = 0;
    m_trades = 0;
}

void ScenarioClock::close(std::int64_t second, std::int64_t price2, bool covered) noexcept {
    Slot& now = openSlot(second);
    now.covered = covered;
    now.price2 = covered && price2 > 0 ? price2 : 0;
    const Slot& before = slot(second - 1);
    if (now.price2 != 0 && before.used && before.second == second - 1 && before.price2 != 0) {
        const double r = static_cast<double>(now.price2 - before.price2) / static_cast<double>(before.price2);
        now.r2 = r * r;
    }
    if (covered) {
        ++m_covered;
        m_trades += now.trades;
        if (m_covered_ever < m_config.window_s) ++m_covered_ever;
    }
    Slot& old = slot(second - m_config.window_s);
    if (old.used && old.second == second - m_config.window_s) {
        if (old.covered) {
            --m_covered;
            m_trades -= old.trades;
        }
        old = {};
    }
    m_last = second;
    m_has_last = true;
    label(second);
}

void ScenarioClock::label(std::int64_t second) noexcept {
    m_tps = m_covered > 0 ? static_cast<double>(m_trades) / m_covered : 0;
    m_vol = 0;
    m_scenario = Scenario::None;
    m_reason = Reason::None;
    if (m_config.scheme == ScenarioScheme::Off) return;
    if (m_covered_ever < m_config.window_s) {
        m_reason = Reason::Warmup;
        ++m_counts.labels[0];
        return;
    }
    if (m_covered * 10 < m_config.window_s * 9) {
        m_reason = Reason::Gap;
        ++m_counts.labels[0];
        ++m_counts.coverage_miss;
        return;
    }
    double sum = 0;  // afresh each time, in order of time: a running sum would drift and depend on what left it
    auto at = m_slots.begin() + (&slot(second - m_config.window_s + 1) - m_slots.data());
    for (int i = 0; i < m_config.window_s; ++i) {
        sum += at->r2;  // 0 where nothing is
        if (++at == m_slots.end()) at = m_slots.begin();
    }
    m_vol = std::sqrt(sum);
    const std::size_t n = m_references.size();
    if (n < kReferencesMin) {
        m_reason = Reason::Warmup;
    } else {
        const auto below = static_cast<double>(m_references.lowerRank(m_vol));
        const auto not_above = static_cast<double>(m_references.upperRank(m_vol));
        const bool high = (below + not_above) / (2 * static_cast<double>(n)) >= m_config.vol_split;
        const bool active = m_tps >= m_config.active_tps;
        m_scenario = active ? (high ? Scenario::ActiveHigh : Scenario::ActiveLow) : high ? Scenario::QuietHigh : Scenario::QuietLow;
    }
    ++m_counts.labels[static_cast<std::size_t>(m_scenario)];
    if ((second + 1) % 60 == 0) m_references.push(m_vol);  // after the label: a window is no reference of its own
}

}  // namespace bw::signal
