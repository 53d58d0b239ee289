// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/chart/chart_model.h"

#include <algorithm>
#include <limits>

namespace bw::ui {

void ChartModel::setPeriod(int period_s, TimeWindow& window) {
    m_period_s = period_s;
    const std::int64_t period_ns = period_s * kNsPerSec;
    window.setSpanLimits(kBarsMin * period_ns, kBarsMax * period_ns);
    window.setSpan(kBarsDefault * period_ns);
    window.goLive();
    autoScale();
}

void ChartModel::makeRibbon(const api::DisplayHistory& history, const api::MarketView& view, int instrument,
                            const TimeWindow& window) {
    std::int64_t to_ns = m_extent.to_ns;
    for (const GapBand& band : gapBands(history.gaps(), instrument, GapStreams::Any, window.fromNs(), window.toNs()))
        to_ns = std::max(to_ns, band.from_ns + 1);
    to_ns = std::min(to_ns, window.toNs());
    // Bars of the venue's history stand before the first one that was seen live.
    const api::InstrumentHistory& own = history.of(instrument);
    std::int64_t live_ns = m_extent.to_ns;
    for (const api::Ring<api::Bar>* bars : {&own.minutes, &own.seconds})
        for (std::size_t i = 0; i < bars->size(); ++i) {
            if (((*bars)[i].flags & api::Bar::Backfilled) != 0) continue;
            live_ns = std::min(live_ns, (*bars)[i].open_time.ns);
            break;
        }
    const api::RibbonFacts facts{live_ns, m_extent.to_ns, view.has_tape || view.has_book, /*waiting=*/false};
    const api::Ribbon each[] = {
        api::ribbonOf(history.gaps(), instrument, StreamKind::All, facts, window.fromNs(), to_ns),
        {{m_extent.from_ns, live_ns, api::RibbonLook::Recovering}}};
    m_ribbon = api::worstOf(each, window.fromNs(), to_ns);
}

void ChartModel::update(const api::DisplayHistory& history, const api::MarketView& view, int instrument,
                        TimeWindow& window) {
    const api::InstrumentHistory& own = history.of(instrument);
    if (instrument != m_instrument) {
        m_instrument = instrument;
        window.goLive();
        autoScale();
    }
    m_extent = barsExtent(own, view, m_period_s);
    window.setData(m_extent.from_ns, m_extent.to_ns);
    m_bars = sliceBars(own, view, m_period_s, window.fromNs(), window.toNs());
    makeRibbon(history, view, instrument, window);
    m_bands = gapBands(history.gaps(), instrument, GapStreams::Trades, window.fromNs(), window.toNs());
    m_volume_max = 0;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const api::Bar& bar : m_bars) {
        m_volume_max = std::max(m_volume_max, bar.volume);
        if (!hasPrice(bar)) continue;
        low = std::min(low, toDouble(bar.low.units, view.price_digits));
        high = std::max(high, toDouble(bar.high.units, view.price_digits));
    }
    m_range.show(low, high);
}

std::int64_t ChartModel::middleNs(const api::Bar& bar) const {
    return bar.open_time.ns + m_period_s * kNsPerSec / 2;
}

const api::Bar* ChartModel::barAt(std::int64_t t_ns) const {
    const EventTime open{floorTo(t_ns, m_period_s * kNsPerSec)};
    const auto at = std::lower_bound(m_bars.begin(), m_bars.end(), open,
                                     [](const api::Bar& bar, EventTime time) { return bar.open_time < time; });
    return at != m_bars.end() && at->open_time == open ? &*at : nullptr;
}

std::int64_t ChartModel::snap(std::int64_t t_ns, int steps) const {
    if (m_bars.empty()) return 0;
    const std::int64_t half = m_period_s * kNsPerSec / 2;
    auto at = std::lower_bound(m_bars.begin(), m_bars.end(), t_ns - half,
                               [](const api::Bar& bar, std::int64_t time) { return bar.open_time.ns < time; });
    if (at == m_bars.end()) --at;
    if (at != m_bars.begin() && t_ns - middleNs(*std::prev(at)) < middleNs(*at) - t_ns) --at;
    const std::int64_t period_ns = m_period_s * kNsPerSec;
    const std::int64_t index = at - m_bars.begin() + steps;
    // Past the bars at hand the walk goes on by whole periods; the window follows and brings the bars.
    if (index < 0) return std::max(middleNs(m_bars.front()) + index * period_ns, m_extent.from_ns + half);
    if (index >= static_cast<std::int64_t>(m_bars.size()))
        return std::min(middleNs(m_bars.back()) + period_ns, m_extent.to_ns - half);
    return middleNs(m_bars[static_cast<std::size_t>(index)]);
}

void ChartModel::scaleValue(double factor) {
    const double middle = (low() + high()) / 2;
    const double half = std::max((high() - low()) / 2 * factor, 1e-12);
    m_manual = true;
    m_manual_low = middle - half;
    m_manual_high = middle + half;
}

void ChartModel::panValue(double delta) {
    if (!m_manual) return;
    m_manual_low += delta;
    m_manual_high += delta;
}

void ChartModel::autoScale() {
    m_manual = false;
    m_range.reset();
}

}  // namespace bw::ui
