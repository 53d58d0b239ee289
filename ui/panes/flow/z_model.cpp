// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/flow/z_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bw::ui {
namespace {

using api::FlowPoint;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kFusionAxis = 4;  // both z are clipped to this before they are mixed

std::size_t firstAtOrAfter(const api::Ring<FlowPoint>& ring, std::int64_t ns) {
    std::size_t low = 0, high = ring.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (ring[middle].time.ns < ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool breaksSegment(Reason reason) {
    switch (reason) {
        case Reason::Gap:
        case Reason::BookNotSynced:
        case Reason::SourceStale:
        case Reason::TimeJump:
        case Reason::TimeBackward:
        case Reason::SessionChange:
        case Reason::SourceChange:
        case Reason::EmptyTooLong:
        case Reason::ParamChange:
            return true;
        default:
            return false;
    }
}

void extend(std::vector<TimeSpan>& spans, std::int64_t from_ns, std::int64_t to_ns) {
    if (!spans.empty() && spans.back().to_ns >= from_ns)
        spans.back().to_ns = std::max(spans.back().to_ns, to_ns);
    else
        spans.push_back({from_ns, to_ns});
}

}  // namespace

Reason breakReason(const FlowPoint& before, const FlowPoint& now) {
    for (const FlowPoint* point : {&now, &before})
        for (const Stat* stat : {&point->z_ofi, &point->z_cvd, &point->fused})
            if (breaksSegment(stat->reason)) return stat->reason;
    return Reason::None;
}

Stat ZModel::value(const FlowPoint& point, ZLane lane) {
    switch (lane) {
        case ZLane::Ofi:
            return point.z_ofi;
        case ZLane::Cvd:
            return point.z_cvd;
        case ZLane::Fusion:
            return point.fused.has() ? Stat::of(point.fusion_score) : point.fused;
        case ZLane::Count:
            break;
    }
    return {};
}

void ZModel::reset(TimeWindow& window) {
    window.setSpanLimits(kSpanMinNs, kSpanMaxNs);
    window.setSpan(kSpanNs);
    window.goLive();
}

double ZModel::axis(ZLane lane) const {
    return lane == ZLane::Fusion ? std::max(kFusionAxis, m_flow.fusion_strong * 1.25) : kAxis;
}

void ZModel::update(const api::DisplayHistory& history, const api::MarketView& view, int instrument, TimeWindow& window,
                    int pixels) {
    const api::Ring<FlowPoint>& ring = history.of(instrument).flow;
    if (instrument != m_instrument) {
        m_instrument = instrument;
        window.goLive();
    }
    m_flow = view.flow;
    m_extent = ring.size() == 0 ? TimeSpan{} : TimeSpan{ring[0].time.ns, ring.back().time.ns};
    window.setData(m_extent.from_ns, m_extent.to_ns);
    m_trade_bands = gapBands(history.gaps(), instrument, GapStreams::Trades, window.fromNs(), window.toNs());
    m_book_bands = gapBands(history.gaps(), instrument, GapStreams::Book, window.fromNs(), window.toNs());
    m_any_bands = gapBands(history.gaps(), instrument, GapStreams::Any, window.fromNs(), window.toNs());
    readPoints(ring, window);
    readBreaks(ring);
    const PixelColumns columns{window.fromNs() - window.spanNs() / 16, window.toNs() + window.spanNs() / 16,
                               columnLimit(pixels, static_cast<int>(kZLanes))};
    for (std::size_t i = 0; i < kZLanes; ++i) makeLane(static_cast<ZLane>(i), columns);
    makeLevels();
}

void ZModel::readPoints(const api::Ring<FlowPoint>& ring, const TimeWindow& window) {
    m_points.clear();
    m_warm.clear();
    if (ring.size() == 0) return;
    std::size_t first = firstAtOrAfter(ring, window.fromNs());
    if (first > 0) --first;
    // Where the first segment began; older than what is held means that it has been warm for long.
    std::size_t begin = std::min(first, ring.size() - 1);
    while (begin > 0 && ring[begin - 1].segment == ring[begin].segment &&
           ring[first].index - ring[begin].index <= m_flow.warmup_need)
        --begin;
    std::int64_t segment_index = ring[begin].index;
    if (begin == 0 && ring.dropped() > 0) segment_index -= m_flow.warmup_need;
    for (std::size_t i = first; i < ring.size(); ++i) {
        const FlowPoint& point = ring[i];
        if (i > first && point.segment != ring[i - 1].segment) segment_index = point.index;
        m_points.push_back(point);
        m_warm.push_back(point.index - segment_index + 1 >= m_flow.warmup_need);
        if (point.time.ns > window.toNs()) break;
    }
}

void ZModel::readBreaks(const api::Ring<FlowPoint>& ring) {
    m_breaks.clear();
    m_holes.clear();
    m_ready.clear();
    if (m_points.empty()) return;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const FlowPoint& point = m_points[i];
        const bool last = i + 1 == m_points.size();
        if (m_warm[i]) extend(m_ready, point.time.ns, last ? point.time.ns : m_points[i + 1].time.ns);
        if (i == 0) continue;
        const FlowPoint& before = m_points[i - 1];
        if (point.segment != before.segment)
            m_breaks.push_back({before.time.ns, point.time.ns, point.segment, breakReason(before, point)});
        if (point.segment != before.segment || point.index != before.index + 1)
            m_holes.push_back({before.time.ns + 1, std::max(point.time.ns, before.time.ns + 2)});
    }
    // Thresholds reach from the newest sample to the edge, where the next ones will come.
    if (m_warm.back() && m_points.back().index == ring.back().index)
        m_ready.back().to_ns = std::numeric_limits<std::int64_t>::max();
}

void ZModel::makeLane(ZLane which, const PixelColumns& columns) {
    ZLaneData& lane = m_lanes[static_cast<std::size_t>(which)];
    lane = {};
    const double limit = axis(which);
    std::vector<Sample> warm, warming;
    std::vector<TimeSpan> ends = m_holes;
    // Fusion goes on with the channel that is left; its own absence is what ends it.
    if (which != ZLane::Fusion)
        for (const TimeSpan& gap : breaksOf(bands(which))) ends.push_back(gap);
    warm.reserve(m_points.size());
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const FlowPoint& point = m_points[i];
        const std::int64_t t = point.time.ns;
        const Stat stat = value(point, which);
        if (!stat.has()) {
            ends.push_back({t, t + 1});
            continue;
        }
        lane.any = true;
        const double shown = std::clamp(stat.value, -limit, limit);
        (m_warm[i] ? warm : warming).push_back({t, shown});
        const bool joins = i > 0 && m_warm[i] && !m_warm[i - 1] && m_points[i - 1].segment == point.segment;
        if (joins) warming.push_back({t, shown});  // the dotted part reaches the line
        if (std::abs(stat.value) >= limit) extend(lane.clipped, t, t + 1);
    }
    ends = unite(std::move(ends));
    lane.line = decimate(warm, ends, columns);
    lane.warming = decimate(warming, ends, columns);
}

void ZModel::makeLevels() {
    m_levels.clear();
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const FlowPoint& point = m_points[i];
        if (point.level == FusionLevel::Neutral) continue;
        const std::int64_t from = point.time.ns;
        const bool next = i + 1 < m_points.size() && m_points[i + 1].segment == point.segment;
        const std::int64_t to = next ? m_points[i + 1].time.ns : from + kNsPerMs;
        if (!m_levels.empty() && m_levels.back().level == point.level && m_levels.back().span.to_ns == from)
            m_levels.back().span.to_ns = to;
        else
            m_levels.push_back({{from, to}, point.level});
    }
}

const FlowPoint* ZModel::at(std::int64_t t_ns) const {
    auto found = std::upper_bound(m_points.begin(), m_points.end(), t_ns,
                                  [](std::int64_t t, const FlowPoint& point) { return t < point.time.ns; });
    if (found == m_points.begin()) return nullptr;
    return &*--found;
}

std::int64_t ZModel::snap(std::int64_t t_ns, int steps) const {
    if (m_points.empty()) return 0;
    const auto after = std::lower_bound(m_points.begin(), m_points.end(), t_ns,
                                        [](const FlowPoint& point, std::int64_t t) { return point.time.ns < t; });
    auto place = after - m_points.begin();
    const auto last = static_cast<std::ptrdiff_t>(m_points.size()) - 1;
    place = std::clamp<std::ptrdiff_t>(place, 0, last);
    if (place > 0) {  // the nearer of the two neighbours
        const std::int64_t up = m_points[static_cast<std::size_t>(place)].time.ns - t_ns;
        if (t_ns - m_points[static_cast<std::size_t>(place) - 1].time.ns < up) --place;
    }
    place = std::clamp<std::ptrdiff_t>(place + steps, 0, last);
    return m_points[static_cast<std::size_t>(place)].time.ns;
}

}  // namespace bw::ui
