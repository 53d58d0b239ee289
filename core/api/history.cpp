// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/history.h"

namespace bw::api {
namespace {

void placeBar(Ring<Bar>& bars, const Bar& bar) {
    if (bars.size() == 0 || bars.back().open_time < bar.open_time) {
        bars.push(bar);
        return;
    }
    // A late event revises a bar near the end: look from the newest.
    for (std::size_t i = bars.size(); i-- > 0;) {
        if (bars[i].open_time == bar.open_time) {
            bars[i] = bar;
            return;
        }
        if (bars[i].open_time < bar.open_time) return;  // an old bar that was never held: history starts later
    }
}

void placeGap(Ring<GapRow>& gaps, const GapRow& gap) {
    for (std::size_t i = gaps.size(); i-- > 0;) {
        if (gaps[i].gap_id != gap.gap_id) continue;
        gaps[i] = gap;
        return;
    }
    gaps.push(gap);
}

}  // namespace

InstrumentHistory& DisplayHistory::slot(int instrument) {
    const auto index = static_cast<std::size_t>(instrument);
    while (m_instruments.size() <= index) m_instruments.emplace_back();
    return m_instruments[index];
}

const InstrumentHistory& DisplayHistory::of(int instrument) const {
    const auto index = static_cast<std::size_t>(instrument);
    return instrument >= 0 && index < m_instruments.size() ? m_instruments[index] : m_none;
}

void DisplayHistory::apply(const DisplayItem& item) {
    if (item.kind == DisplayItem::Kind::ClearHistory) {
        clear();
        return;
    }
    if (item.kind == DisplayItem::Kind::Gap) {
        placeGap(m_gaps, item.gap);
        ++m_gaps_revision;
    }
    if (item.instrument < 0) return;
    InstrumentHistory& history = slot(item.instrument);
    ++history.revision;
    switch (item.kind) {
        case DisplayItem::Kind::Trade: history.trades.push(item.trade); break;
        case DisplayItem::Kind::Bar: placeBar(item.bar.period_s == 1 ? history.seconds : history.minutes, item.bar); break;
        case DisplayItem::Kind::Gap: placeGap(history.gaps, item.gap); break;
        case DisplayItem::Kind::Flow:
            if (item.flow.sampling == 0) history.flow.push(item.flow);
            break;
        case DisplayItem::Kind::ClearHistory: break;
    }
}

void DisplayHistory::clear() {
    m_instruments.clear();
    m_gaps.clear();
    ++m_gaps_revision;
}

}  // namespace bw::api
