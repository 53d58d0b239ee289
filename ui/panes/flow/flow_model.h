// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <vector>

#include "core/api/history.h"
#include "ui/panes/plot/bars.h"
#include "ui/panes/plot/decimate.h"
#include "ui/panes/plot/gap_bands.h"
#include "ui/panes/plot/time_window.h"

namespace bw::ui {

enum class Lane : std::uint8_t { Cvd, OfiL1, OfiL5, Delta, Count };
inline constexpr std::size_t kLanes = static_cast<std::size_t>(Lane::Count);

/// Why a lane shows no value. Withheld: there is history, but nothing can be said now.
enum class LaneAbsence : std::uint8_t { None, NoTape, NoBook, Nothing, Withheld };

/// One bar of a lane that is drawn as bars; a column of the screen may hold several, then low and high span them.
struct FlowBar {
    std::int64_t open_ns = 0;
    double low = 0, high = 0;
    bool partial = false;  // touched by a gap
};

/// Values in quantity units of the instrument (10^-qty_digits).
struct LaneData {
    LaneAbsence absence = LaneAbsence::Nothing;
    bool as_line = false;
    std::vector<Segment> line;  // at the end of each bar; cut at gaps
    std::vector<FlowBar> bars;
    SteadyRange range;
    bool has_value = false;
    double value = 0;  // the newest
};

/// How the volume of the trades at hand got its side: shares that add up to 1 (no trades: all 0).
struct SideShare {
    double venue = 0, inferred = 0, unknown = 0;
    std::size_t trades = 0;
};
[[nodiscard]] SideShare sideShare(const api::Ring<api::TradeRow>& trades);

/// What the order-flow panel draws. GUI thread, no widgets.
class FlowModel {
public:
    static constexpr int kBarsMin = 30, kBarsMax = 3'600, kBarsDefault = 300;

    void setPeriod(int period_s, TimeWindow& window);  // 1 or 60
    [[nodiscard]] int periodS() const { return m_period_s; }
    void setCumulativeOfi(bool on) { m_cumulative_ofi = on; }

    /// Reads the history anew; `pixels` is the width of the plot.
    void update(const api::DisplayHistory& history, const api::MarketView& view, int instrument, TimeWindow& window,
                int pixels);

    [[nodiscard]] const LaneData& lane(Lane lane) const { return m_lanes[static_cast<std::size_t>(lane)]; }
    [[nodiscard]] const std::vector<GapBand>& bands(Lane lane) const {
        return lane == Lane::Cvd || lane == Lane::Delta ? m_trade_bands : m_book_bands;
    }
    [[nodiscard]] const std::vector<api::Bar>& bars() const { return m_bars; }
    [[nodiscard]] BarsExtent extent() const { return m_extent; }
    /// Value of a lane at the bar that contains t; false when there is none.
    [[nodiscard]] bool valueAt(Lane lane, std::int64_t t_ns, double& out) const;
    [[nodiscard]] std::int64_t snap(std::int64_t t_ns, int steps) const;

private:
    void fillTape(const api::MarketView& view, const PixelColumns& columns);
    void fillBook(const api::MarketView& view, const PixelColumns& columns);
    void makeLine(Lane lane, const std::vector<Sample>& samples, const std::vector<GapBand>& bands,
                  const PixelColumns& columns);
    void makeBars(Lane lane, const std::vector<Sample>& samples, std::uint8_t gap_flag, const PixelColumns& columns);
    [[nodiscard]] std::int64_t periodNs() const { return m_period_s * kNsPerSec; }
    std::array<LaneData, kLanes> m_lanes;
    std::array<std::vector<Sample>, kLanes> m_values;  // one a bar, at its open time, NaN where there is none
    std::vector<api::Bar> m_bars;
    std::vector<GapBand> m_trade_bands, m_book_bands;
    BarsExtent m_extent;
    int m_period_s = 1;
    int m_instrument = -1;
    bool m_cumulative_ofi = true;
};

}  // namespace bw::ui
