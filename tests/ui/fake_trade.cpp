// SPDX-License-Identifier: GPL-3.0-or-later
// What the fake engine makes of orders and risk: it writes them down.
#include "tests/ui/fake_engine.h"

namespace bw::uitest {

Status FakeEngine::said(std::string command) {
    if (refuse) {
        const Error error = *refuse;
        refuse.reset();
        return error;
    }
    commands.push_back(std::move(command));
    return Done{};
}

Result<std::string> FakeEngine::submitOrder(const OrderTicket& ticket) {
    const Status done = said("submit " + std::to_string(ticket.instrument) + " " + std::string(orderSideName(ticket.side)) + " " +
                             std::string(orderTypeName(ticket.type)) + " " + ticket.qty + " @ " + ticket.price);
    if (!done) return done.error();
    return "BWFAKE-" + std::to_string(commands.size());
}
Status FakeEngine::cancelOrder(std::string_view client_id) { return said("cancel " + std::string(client_id)); }
Status FakeEngine::cancelAll(std::string_view route) { return said("cancel_all " + std::string(route)); }
Status FakeEngine::replaceOrder(std::string_view client_id, std::string_view qty, std::string_view price) {
    return said("replace " + std::string(client_id) + " " + std::string(qty) + " @ " + std::string(price));
}
Status FakeEngine::flatten(std::string_view route, std::string_view instrument, std::string_view typed) {
    return said("flatten " + std::string(route) + " " + std::string(instrument) + " " + std::string(typed));
}
Status FakeEngine::arm(std::string_view route, std::string_view typed) { return said("arm " + std::string(route) + " " + std::string(typed)); }
Status FakeEngine::disarm(std::string_view route) { return said("disarm " + std::string(route)); }
void FakeEngine::reduceOnly(std::string_view reason) { commands.push_back("reduce_only " + std::string(reason)); }
Status FakeEngine::haltScope(api::RiskView::Scope::Kind kind, std::string_view key, std::string_view reason) {
    return said("halt_scope " + std::to_string(static_cast<int>(kind)) + " " + std::string(key) + " " + std::string(reason));
}
Status FakeEngine::closeBreaker(std::string_view instrument, std::string_view reason) {
    return said("close_breaker " + std::string(instrument) + " " + std::string(reason));
}
Status FakeEngine::resolveUnknown(std::string_view client_id, std::string_view reason) {
    return said("resolve " + std::string(client_id) + " " + std::string(reason));
}
Status FakeEngine::resetPaper(std::string_view reason) { return said("paper_reset " + std::string(reason)); }
Status FakeEngine::acknowledgeAlert(std::uint64_t alert_id) { return said("ack " + std::to_string(alert_id)); }
Status FakeEngine::muteAlert(std::string_view rule, std::string_view labels, int minutes) {
    return said("mute " + std::string(rule) + " " + std::string(labels) + " " + std::to_string(minutes));
}
std::uint64_t FakeEngine::drillVersion() const { return drill_version; }
api::EngineApi::DrillStatus FakeEngine::drill() { return drill_status; }
Status FakeEngine::startDrill() { return said("drill"); }

}  // namespace bw::uitest
