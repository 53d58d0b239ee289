// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "ui/panes/common/keyed_table_model.h"

namespace bw::ui {

class Hub;

/// Which lines of the scoreboard are shown.
struct ScoreFilter {
    enum class Group { Overview, Symbols, Types, Channels, Grades, All } group = Group::Overview;
    int horizon = kHorizonSamples[0];
    bool last_500 = false;
    friend bool operator==(const ScoreFilter&, const ScoreFilter&) = default;
};

[[nodiscard]] std::vector<TableColumn> scoreColumns();
/// The total first, then by group: fewer conditions before more. Figures below the least n are not shown.
[[nodiscard]] std::vector<TextRow> scoreRows(const Hub& hub, const ScoreFilter& filter);
/// What the total says in one sentence, also when that is nothing.
[[nodiscard]] QString scoreVerdict(const api::ScoreView& scores, const ScoreFilter& filter);
/// The line over everything; nullptr while there is none.
[[nodiscard]] const api::ScoreRow* totalOf(const api::ScoreView& scores, const ScoreFilter& filter);

}  // namespace bw::ui
