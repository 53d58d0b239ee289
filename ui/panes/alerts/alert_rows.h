// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/api/views.h"
#include "ui/panes/common/keyed_table_model.h"
#include "ui/panes/common/pane_header.h"

namespace bw::ui {

struct AlertFilter {
    bool ended = true;  // show resolved ones too
    QString text;       // in any cell; empty: all
};

[[nodiscard]] std::vector<TableColumn> alertColumns();
/// Firing ones first, the gravest of them on top, then pending, then ended, newest first. `tag` is the index in
/// AlertsView::rows.
[[nodiscard]] std::vector<TextRow> alertRows(const api::AlertsView& alerts, const AlertFilter& filter);
[[nodiscard]] QString severityGlyph(AlertSeverity severity);
/// Firing, critical and not acknowledged.
[[nodiscard]] bool isOpenCritical(const api::AlertRow& alert);
[[nodiscard]] int openCriticals(const api::AlertsView& alerts);
/// "an order's outcome is not known · route=mt5.demo"
[[nodiscard]] QString alertSentence(const api::AlertRow& alert);

}  // namespace bw::ui
