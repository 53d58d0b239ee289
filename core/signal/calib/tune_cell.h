// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/signal/calib/tune.h"
#include "core/signal/eval/labels.h"
#include "core/signal/eval/walk_forward.h"

namespace bw::signal::calib {

/// What a finished cell holds: enough for everything that follows, so that a resumed run equals an uninterrupted one.
struct CellData {
    struct Detection {
        std::size_t place = 0;
        int side = 0;
        double score = 0;  // of a control 0
        friend bool operator==(const Detection&, const Detection&) = default;
    };
    std::vector<Detection> events, controls;                // in order of place
    std::array<eval::Figures, kHorizons> figures;           // of the test spans; q and verdict are not set
};

/// Everything of a cell as numbers, and back; NaN stands for null. False: not a cell.
[[nodiscard]] std::vector<double> encodeCell(const CellData& cell);
[[nodiscard]] bool decodeCell(const std::vector<double>& numbers, CellData& cell);

/// Labels detections again; entries as eval::collectEntries makes them.
[[nodiscard]] std::vector<eval::Entry> entriesOf(const std::vector<CellData::Detection>& detections, const eval::Study& study,
                                                 const eval::WalkForward& walk, eval::Horizon horizon);

/// Labelled test entries by span against the base rate of their span.
[[nodiscard]] std::vector<TuneFold> foldsOf(const std::vector<eval::Entry>& entries, const std::vector<eval::Moves>& moves,
                                            eval::Horizon horizon);
/// Folds with enough test events, and folds above their base rate: what the verdict asks for.
[[nodiscard]] eval::Verdict verdictOf(const eval::Figures& figures, const std::vector<TuneFold>& folds,
                                      const EvaluateConfig& config);

}  // namespace bw::signal::calib
