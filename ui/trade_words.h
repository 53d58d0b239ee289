// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include "core/api/engine_api.h"

// Words of orders, routes, limits and alerts, in the language in force. Names this program does not know are shown as
// they are. GUI thread (QCoreApplication::translate).
namespace bw::ui::texts {

[[nodiscard]] QString orderSide(OrderSide side);     // "buy"
[[nodiscard]] QString orderType(OrderType type);     // "limit"
[[nodiscard]] QString tif(Tif tif);                  // "until cancelled"
[[nodiscard]] QString orderState(OrderState state);  // "WORKING"
[[nodiscard]] QString orderStateFromName(std::string_view name);
[[nodiscard]] QString executionMode(ExecutionMode mode);
[[nodiscard]] QString dialect(Dialect dialect);
[[nodiscard]] QString routeHealth(RouteHealth health);
[[nodiscard]] QString recon(api::GatewayRow::Recon recon);
[[nodiscard]] QString breakerState(api::BreakerRow::State state);
/// "loss of the day" of "L01"; tiers and parts by their own id or that of their limit.
[[nodiscard]] QString limit(std::string_view id);
[[nodiscard]] QString limitState(api::LimitRow::State state);
/// "kill switch left ACTIVE" of "breaker_trip".
[[nodiscard]] QString alertRule(std::string_view rule);
[[nodiscard]] QString alertSeverity(AlertSeverity severity);
[[nodiscard]] QString drillStep(std::string_view name);
/// What became of a route's cancels: "unsupported", "refused(MARKET_CLOSED)" ... in words.
[[nodiscard]] QString routeOutcome(std::string_view detail);
[[nodiscard]] QString scopeKind(api::RiskView::Scope::Kind kind);
/// One sentence of a notice about an order, a risk finding or an alert.
[[nodiscard]] QString tradeNotice(const api::Notice& notice, const QString& instrument);
/// Why no order may be sent now, each code in words; empty: orders are possible. `reduces`: asked for an order that
/// only shrinks a position.
[[nodiscard]] QString whyNoOrder(const api::TradeView& trade, bool reduces);

}  // namespace bw::ui::texts
