// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <vector>

#include "core/api/history.h"
#include "ui/panes/plot/decimate.h"
#include "ui/panes/plot/gap_bands.h"
#include "ui/panes/plot/time_window.h"

namespace bw::ui {

enum class ZLane : std::uint8_t { Ofi, Cvd, Fusion, Count };
inline constexpr std::size_t kZLanes = static_cast<std::size_t>(ZLane::Count);

/// One lane of the scores. Lines end at every absent value, break and hole; nothing is drawn across.
struct ZLaneData {
    std::vector<Segment> line;      // in standard deviations (fusion: its score)
    std::vector<Segment> warming;   // the same before the segment is warm
    std::vector<TimeSpan> clipped;  // beyond the axis, or at the engine's own limit
    bool any = false;               // a value inside the window
};

/// The segment of the samples changed: what is left of it is not compared with what is right of it.
struct ZBreak {
    std::int64_t before_ns = 0, t_ns = 0;  // last sample of the old one, first of the new
    std::int32_t segment = 0;              // that begins
    Reason reason = Reason::None;
    friend bool operator==(const ZBreak&, const ZBreak&) = default;
};

/// A stretch of time in which the fusion stood at one level other than neutral.
struct ZLevel {
    TimeSpan span;
    FusionLevel level = FusionLevel::Neutral;
};

/// What the order-flow panel draws of the samples (api::FlowPoint). GUI thread, no widgets.
class ZModel {
public:
    static constexpr double kAxis = 5;  // of both z
    static constexpr std::int64_t kSpanNs = 300 * kNsPerSec, kSpanMinNs = 10 * kNsPerSec,
                                  kSpanMaxNs = 24 * 3'600 * kNsPerSec;

    /// Back to the default stretch at the live edge.
    static void reset(TimeWindow& window);
    void update(const api::DisplayHistory& history, const api::MarketView& view, int instrument, TimeWindow& window,
                int pixels);

    [[nodiscard]] const ZLaneData& lane(ZLane lane) const { return m_lanes[static_cast<std::size_t>(lane)]; }
    [[nodiscard]] const std::vector<GapBand>& bands(ZLane lane) const {
        return lane == ZLane::Ofi ? m_book_bands : lane == ZLane::Cvd ? m_trade_bands : m_any_bands;
    }
    [[nodiscard]] const std::vector<ZBreak>& breaks() const { return m_breaks; }
    [[nodiscard]] const std::vector<ZLevel>& levels() const { return m_levels; }
    /// Stretches whose segment is warm: thresholds are drawn there only.
    [[nodiscard]] const std::vector<TimeSpan>& ready() const { return m_ready; }
    [[nodiscard]] const api::FlowView& flow() const { return m_flow; }
    [[nodiscard]] bool empty() const { return m_extent.to_ns == 0; }
    /// Half the height of a lane in its own unit.
    [[nodiscard]] double axis(ZLane lane) const;
    /// The sample at or before t, nullptr when there is none near; valid until the next update().
    [[nodiscard]] const api::FlowPoint* at(std::int64_t t_ns) const;
    [[nodiscard]] std::int64_t snap(std::int64_t t_ns, int steps) const;

    /// The value of a lane, or why there is none.
    [[nodiscard]] static Stat value(const api::FlowPoint& point, ZLane lane);

private:
    void readPoints(const api::Ring<api::FlowPoint>& ring, const TimeWindow& window);
    void readBreaks(const api::Ring<api::FlowPoint>& ring);
    void makeLane(ZLane which, const PixelColumns& columns);
    void makeLevels();
    std::array<ZLaneData, kZLanes> m_lanes;
    std::vector<api::FlowPoint> m_points;  // of the window, one more on each side
    std::vector<bool> m_warm;              // as m_points
    std::vector<ZBreak> m_breaks;
    std::vector<ZLevel> m_levels;
    std::vector<TimeSpan> m_ready, m_holes;
    std::vector<GapBand> m_trade_bands, m_book_bands, m_any_bands;
    api::FlowView m_flow;
    TimeSpan m_extent;
    int m_instrument = -1;
};

/// Why the segment of `now` is another than that of `before`: what either of them says, None when neither does.
[[nodiscard]] Reason breakReason(const api::FlowPoint& before, const api::FlowPoint& now);

}  // namespace bw::ui
