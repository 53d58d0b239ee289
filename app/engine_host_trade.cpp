// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of orders and risk.
#include "app/engine_host.h"

namespace bw::app {

Result<std::string> EngineHost::submitOrder(const OrderTicket&) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::cancelOrder(std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::cancelAll(std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::replaceOrder(std::string_view, std::string_view, std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::flatten(std::string_view, std::string_view, std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::arm(std::string_view, std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::disarm(std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
void EngineHost::reduceOnly(std::string_view) {}
Status EngineHost::haltScope(api::RiskView::Scope::Kind, std::string_view, std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::closeBreaker(std::string_view, std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::resolveUnknown(std::string_view, std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::resetPaper(std::string_view) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::acknowledgeAlert(std::uint64_t) { return Error{Code::Unsupported, "trade", "not built in"}; }
Status EngineHost::muteAlert(std::string_view, std::string_view, int) { return Error{Code::Unsupported, "trade", "not built in"}; }
std::uint64_t EngineHost::drillVersion() const { return 0; }
api::EngineApi::DrillStatus EngineHost::drill() { return {}; }
Status EngineHost::startDrill() { return Error{Code::Unsupported, "trade", "not built in"}; }

}  // namespace bw::app
