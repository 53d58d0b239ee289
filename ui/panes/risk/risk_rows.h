// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/api/views.h"
#include "ui/panes/common/keyed_table_model.h"

namespace bw::ui {

/// "12.30 USD"; the unit stays as the engine names it.
[[nodiscard]] QString withUnit(double value, std::string_view unit);
/// "paper: equity 100,000.00 USD · day −12.30 · drawdown 0.12%", one part an account; what is not known is a dash.
[[nodiscard]] QString accountLine(const api::TradeView& trade);
/// There are accounts and none of them has a fresh reading.
[[nodiscard]] bool accountsStale(const api::TradeView& trade);

[[nodiscard]] std::vector<TableColumn> limitColumns();
/// Breached first, then near, then as the engine orders them; what is off last.
[[nodiscard]] std::vector<TextRow> limitRows(const api::TradeView& trade);
[[nodiscard]] std::vector<TableColumn> routeColumns();
/// `tag` is the index in TradeView::gateways.
[[nodiscard]] std::vector<TextRow> routeRows(const api::TradeView& trade);
[[nodiscard]] std::vector<TableColumn> breakerColumns();
[[nodiscard]] std::vector<TextRow> breakerRows(const api::TradeView& trade);
/// What a route should be told about: it polls slowly, its channel is open, its error. Empty: nothing.
[[nodiscard]] QString routeHint(const api::GatewayRow& route);

}  // namespace bw::ui
