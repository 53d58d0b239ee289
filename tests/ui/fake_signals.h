// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <deque>
#include <optional>

#include "core/api/views.h"

namespace bw::uitest {

/// Divergences over the fake samples, by the pivot and score rules of the spec in their plainest form, with outcomes
/// and a scoreboard: for widgets only. Calibrated for instrument 0, too few events for 1, none for the rest. GUI
/// thread.
class FakeSignals {
public:
    /// Takes one closed sample; what it leads to is appended to `out`.
    void sample(int instrument, const api::MarketView& view, WallTime wall, MonoTime mono,
                std::deque<api::SignalItem>& out);
    /// The score for parts, with the default weights.
    [[nodiscard]] static double scoreOf(const SignalEvent::Parts& parts);
    [[nodiscard]] const api::ScoreView& scores() const { return m_scores; }

private:
    struct Track {
        std::deque<api::FlowPoint> points;                    // the last kKept
        std::array<std::optional<api::FlowPoint>, 2> pivots;  // low, high
        std::deque<api::SignalItem> open;                     // events whose outcome is not known yet
        std::uint64_t ledger_seq = 0;
        double sigma2 = 0;  // mean step of price2
        double conflict_index = -1e9;
    };
    void pair(Track& track, const api::FlowPoint& a, const api::FlowPoint& b, bool low, api::SignalItem item,
              std::deque<api::SignalItem>& out);
    void conflict(Track& track, api::SignalItem item, std::deque<api::SignalItem>& out);
    void outcomes(Track& track, const api::SignalItem& now, std::deque<api::SignalItem>& out);
    void count(int instrument, const SignalOutcome& outcome);
    std::array<Track, 16> m_tracks;
    api::ScoreView m_scores;
};

}  // namespace bw::uitest
