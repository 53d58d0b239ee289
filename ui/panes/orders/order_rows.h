// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/api/views.h"
#include "ui/panes/common/keyed_table_model.h"

namespace bw::ui {

[[nodiscard]] std::vector<TableColumn> orderColumns();
/// Orders whose outcome is not known first, then the live ones, then the ended ones as the engine sorts them. `tag` is
/// the index in TradeView::orders.
[[nodiscard]] std::vector<TextRow> orderRows(const api::TradeView& trade);
/// A price or quantity of an order with the decimals it needs, at most its own.
[[nodiscard]] QString plainFixed(std::int64_t units, int digits);

}  // namespace bw::ui
