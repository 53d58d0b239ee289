// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/flow/flow_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bw::ui {
namespace {

using api::Bar;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kLineLanes = 2;  // lanes that may be lines share the points of the chart

LaneData& reset(LaneData& lane, LaneAbsence absence, bool as_line) {
    lane.absence = absence;
    if (lane.as_line != as_line) lane.range.reset();
    lane.as_line = as_line;
    lane.line.clear();
    lane.bars.clear();
    lane.has_value = false;
    return lane;
}

}  // namespace

SideShare sideShare(const api::Ring<api::TradeRow>& trades) {
    SideShare out;
    std::array<double, 3> volume{};
    for (std::size_t i = 0; i < trades.size(); ++i) {
        if (trades[i].excluded) continue;
        volume.at(static_cast<std::size_t>(trades[i].side_source)) += static_cast<double>(trades[i].qty.units);
        ++out.trades;
    }
    const double sum = volume[0] + volume[1] + volume[2];
    if (sum <= 0) return out;
    out.unknown = volume[static_cast<std::size_t>(SideSource::Unknown)] / sum;
    out.venue = volume[static_cast<std::size_t>(SideSource::Venue)] / sum;
    out.inferred = volume[static_cast<std::size_t>(SideSource::Inferred)] / sum;
    return out;
}

void FlowModel::setPeriod(int period_s, TimeWindow& window) {
    m_period_s = period_s;
    window.setSpanLimits(kBarsMin * periodNs(), kBarsMax * periodNs());
    window.setSpan(kBarsDefault * periodNs());
    window.goLive();
    for (LaneData& lane : m_lanes) lane.range.reset();
}

void FlowModel::update(const api::DisplayHistory& history, const api::MarketView& view, int instrument,
                       TimeWindow& window, int pixels) {
    const api::InstrumentHistory& own = history.of(instrument);
    if (instrument != m_instrument) {
        m_instrument = instrument;
        window.goLive();
        for (LaneData& lane : m_lanes) lane.range.reset();
    }
    m_extent = barsExtent(own, view, m_period_s);
    window.setData(m_extent.from_ns, m_extent.to_ns);
    m_bars = sliceBars(own, view, m_period_s, window.fromNs(), window.toNs());
    m_trade_bands = gapBands(history.gaps(), instrument, GapStreams::Trades, window.fromNs(), window.toNs());
    m_book_bands = gapBands(history.gaps(), instrument, GapStreams::Book, window.fromNs(), window.toNs());
    // One column past the edge, so that lines reach it.
    const PixelColumns columns{window.fromNs() - periodNs(), window.toNs() + periodNs(),
                               columnLimit(pixels, kLineLanes)};
    for (std::vector<Sample>& values : m_values) values.clear();
    fillTape(view, columns);
    fillBook(view, columns);
}

void FlowModel::fillTape(const api::MarketView& view, const PixelColumns& columns) {
    std::vector<Sample>& cvd = m_values[static_cast<std::size_t>(Lane::Cvd)];
    std::vector<Sample>& delta = m_values[static_cast<std::size_t>(Lane::Delta)];
    const LaneAbsence absence = !view.has_tape   ? LaneAbsence::NoTape
                                : m_bars.empty() ? LaneAbsence::Nothing
                                                 : LaneAbsence::None;
    reset(m_lanes[static_cast<std::size_t>(Lane::Cvd)], absence, /*as_line=*/true);
    reset(m_lanes[static_cast<std::size_t>(Lane::Delta)], absence, /*as_line=*/false);
    if (absence != LaneAbsence::None) return;
    for (const Bar& bar : m_bars) {
        const bool known = (bar.flags & Bar::Backfilled) == 0;  // history of the venue has no sides
        cvd.push_back({bar.open_time.ns, known ? static_cast<double>(bar.cvd) : kNone});
        delta.push_back({bar.open_time.ns, known ? static_cast<double>(bar.buy - bar.sell) : kNone});
    }
    makeLine(Lane::Cvd, cvd, m_trade_bands, columns);
    makeBars(Lane::Delta, delta, Bar::TradeGap, columns);
}

void FlowModel::fillBook(const api::MarketView& view, const PixelColumns& columns) {
    std::vector<Sample>& first = m_values[static_cast<std::size_t>(Lane::OfiL1)];
    std::vector<Sample>& fifth = m_values[static_cast<std::size_t>(Lane::OfiL5)];
    bool any_l1 = false, any_l5 = false;
    // The running sum ends at the engine's figure; going back it loses what each bar added.
    double sum = static_cast<double>(view.ofi_l1);
    for (std::size_t i = m_bars.size(); i-- > 0;) {
        const Bar& bar = m_bars[i];
        const bool known = bar.ofi_updates > 0;
        any_l1 = any_l1 || known;
        any_l5 = any_l5 || (known && bar.ofi_l5 != 0);
        const double one = static_cast<double>(bar.ofi_l1);
        first.push_back({bar.open_time.ns, !known ? kNone : m_cumulative_ofi ? sum : one});
        fifth.push_back({bar.open_time.ns, known ? bar.ofi_l5 : kNone});
        sum -= one;
    }
    std::reverse(first.begin(), first.end());
    std::reverse(fifth.begin(), fifth.end());
    const auto absence = [&](bool any, bool possible) {
        if (!possible) return LaneAbsence::NoBook;
        if (view.ofi_withheld) return LaneAbsence::Withheld;
        return any ? LaneAbsence::None : LaneAbsence::Nothing;
    };
    // Best quotes with sizes are enough for level 1; five levels need the book.
    const bool has_quotes = view.has_book || any_l1;
    reset(m_lanes[static_cast<std::size_t>(Lane::OfiL1)], absence(any_l1, has_quotes), m_cumulative_ofi);
    reset(m_lanes[static_cast<std::size_t>(Lane::OfiL5)], absence(any_l5, view.has_book), /*as_line=*/false);
    if (any_l1 && m_cumulative_ofi) makeLine(Lane::OfiL1, first, m_book_bands, columns);
    if (any_l1 && !m_cumulative_ofi) makeBars(Lane::OfiL1, first, Bar::BookGap, columns);
    if (any_l5 && view.has_book) makeBars(Lane::OfiL5, fifth, Bar::BookGap, columns);
}

void FlowModel::makeLine(Lane which, const std::vector<Sample>& samples, const std::vector<GapBand>& bands,
                         const PixelColumns& columns) {
    LaneData& lane = m_lanes[static_cast<std::size_t>(which)];
    std::vector<Sample> ends = samples;
    for (Sample& sample : ends) sample.t_ns += periodNs();
    lane.line = decimate(ends, breaksOf(bands), columns);
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const Segment& segment : lane.line)
        for (const Sample& sample : segment) {
            low = std::min(low, sample.value);
            high = std::max(high, sample.value);
        }
    lane.range.show(low, high);
    if (lane.line.empty()) return;
    lane.has_value = true;
    lane.value = lane.line.back().back().value;
    for (std::size_t i = samples.size(); i-- > 0;) {  // the newest, not the last extreme of its column
        if (std::isnan(samples[i].value)) continue;
        lane.value = samples[i].value;
        break;
    }
}

void FlowModel::makeBars(Lane which, const std::vector<Sample>& samples, std::uint8_t gap_flag,
                         const PixelColumns& columns) {
    LaneData& lane = m_lanes[static_cast<std::size_t>(which)];
    int column = -1;
    double largest = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Sample& sample = samples[i];
        if (std::isnan(sample.value)) continue;
        const bool partial = (m_bars[i].flags & gap_flag) != 0;
        const int at = columns.of(sample.t_ns);
        largest = std::max(largest, std::abs(sample.value));
        lane.has_value = true;
        lane.value = sample.value;
        if (at == column && !lane.bars.empty()) {
            FlowBar& bar = lane.bars.back();
            bar.low = std::min(bar.low, sample.value);
            bar.high = std::max(bar.high, sample.value);
            bar.partial = bar.partial || partial;
        } else {
            lane.bars.push_back({sample.t_ns, sample.value, sample.value, partial});
            column = at;
        }
    }
    lane.range.show(-largest, largest);
}

bool FlowModel::valueAt(Lane lane, std::int64_t t_ns, double& out) const {
    const std::vector<Sample>& values = m_values[static_cast<std::size_t>(lane)];
    const std::int64_t open = floorTo(t_ns, periodNs());
    const auto at = std::lower_bound(values.begin(), values.end(), open,
                                     [](const Sample& sample, std::int64_t time) { return sample.t_ns < time; });
    if (at == values.end() || at->t_ns != open || std::isnan(at->value)) return false;
    out = at->value;
    return true;
}

std::int64_t FlowModel::snap(std::int64_t t_ns, int steps) const {
    if (m_extent.to_ns <= m_extent.from_ns) return 0;
    const std::int64_t half = periodNs() / 2;
    const std::int64_t middle = floorTo(t_ns, periodNs()) + steps * periodNs() + half;
    return std::clamp(middle, m_extent.from_ns + half, m_extent.to_ns - half);
}

}  // namespace bw::ui
