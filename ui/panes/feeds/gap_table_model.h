// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/api/history.h"
#include "ui/panes/common/keyed_table_model.h"

namespace bw::ui {

struct GapItem {
    api::GapRow gap;
    QString instrument;
    [[nodiscard]] std::uint64_t key() const { return gap.gap_id; }
    /// Only closing changes a gap, and it changes most of the row.
    [[nodiscard]] bool sameCell(const GapItem& other, int) const {
        return gap.close == other.gap.close && gap.to == other.gap.to && gap.last_missing == other.gap.last_missing &&
               instrument == other.instrument;
    }
};

/// Gaps of all instruments, open ones first, then the newest; texts are made when a row is shown. GUI thread.
class GapTableModel : public KeyedTableModel<GapItem> {
public:
    using KeyedTableModel::KeyedTableModel;
    QVariant data(const QModelIndex& index, int role) const override;
};

[[nodiscard]] std::vector<TableColumn> gapColumns();
/// The rows in the order of the table.
template <class NameOf>
[[nodiscard]] std::vector<GapItem> gapItems(const api::Ring<api::GapRow>& gaps, const NameOf& name_of) {
    std::vector<GapItem> out;
    out.reserve(gaps.size());
    for (const bool open : {true, false})
        for (std::size_t i = gaps.size(); i-- > 0;)
            if ((gaps[i].close == GapClose::Open) == open) out.push_back({gaps[i], name_of(gaps[i].instrument)});
    return out;
}

}  // namespace bw::ui
