// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <vector>

#include "core/api/history.h"
#include "ui/panes/plot/bars.h"
#include "ui/panes/plot/gap_bands.h"
#include "ui/panes/plot/time_window.h"

namespace bw::ui {

/// What the price chart draws: bars of the chosen period in the window, gap bands, price range. GUI thread, no widgets.
class ChartModel {
public:
    static constexpr std::array<int, 6> kPeriods_s = {1, 5, 15, 60, 300, 900};
    static constexpr int kBarsMin = 12, kBarsMax = 1'500, kBarsDefault = 120;

    /// Sets the period and a window of kBarsDefault bars that follows.
    void setPeriod(int period_s, TimeWindow& window);
    [[nodiscard]] int periodS() const { return m_period_s; }

    /// Reads the history anew; moves the window along if it follows. Prices become real numbers here, for drawing only.
    void update(const api::DisplayHistory& history, const api::MarketView& view, int instrument, TimeWindow& window);

    [[nodiscard]] const std::vector<api::Bar>& bars() const { return m_bars; }
    [[nodiscard]] const std::vector<GapBand>& bands() const { return m_bands; }    // trades and ticks
    /// Every stream, from the start of the window to the newest bar or gap in it.
    [[nodiscard]] const api::Ribbon& ribbon() const { return m_ribbon; }
    [[nodiscard]] BarsExtent extent() const { return m_extent; }
    [[nodiscard]] std::int64_t volumeMax() const { return m_volume_max; }
    [[nodiscard]] double low() const { return m_manual ? m_manual_low : m_range.low(); }
    [[nodiscard]] double high() const { return m_manual ? m_manual_high : m_range.high(); }
    [[nodiscard]] bool manualScale() const { return m_manual; }
    /// The bar that contains t, or nullptr.
    [[nodiscard]] const api::Bar* barAt(std::int64_t t_ns) const;
    /// Middle of the bar that is nearest to t, `steps` bars further; 0 when there are no bars.
    [[nodiscard]] std::int64_t snap(std::int64_t t_ns, int steps) const;
    [[nodiscard]] std::int64_t middleNs(const api::Bar& bar) const;

    void scaleValue(double factor);  // about the middle
    void panValue(double delta);     // only while the scale is manual
    void autoScale();

private:
    void makeRibbon(const api::DisplayHistory& history, const api::MarketView& view, int instrument,
                    const TimeWindow& window);
    int m_period_s = 60;
    std::vector<api::Bar> m_bars;
    std::vector<GapBand> m_bands;
    api::Ribbon m_ribbon;
    BarsExtent m_extent;
    SteadyRange m_range;
    std::int64_t m_volume_max = 0;
    int m_instrument = -1;
    bool m_manual = false;
    double m_manual_low = 0, m_manual_high = 1;
};

}  // namespace bw::ui
