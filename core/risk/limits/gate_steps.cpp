// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/gate_steps.h"

#include <cmath>

#include "core/risk/limits/order_form.h"
#include "core/risk/limits/price_collar.h"
#include "core/risk/limits/trading_hours.h"

namespace bw::risk {
namespace {

Finding stepLatch(const GateCheck& check) {
    const GateFacts& facts = check.facts;
    if (check.kind == GateKind::Flatten && check.reduces) return {};
    if (facts.latch == LatchState::Halted) return {Code::LatchHalted, "the latch is HALTED"};
    if (facts.scope_halted) return {Code::LatchHalted, "its venue, instrument or source is HALTED"};
    if (check.kind == GateKind::Reduces) return {};
    if (facts.latch != LatchState::Active) return {Code::LatchReducing, "the latch is REDUCING"};
    if (facts.scope_reducing) return {Code::LatchReducing, "its venue, instrument or source is REDUCING"};
    return {};
}

Finding stepMode(const GateCheck& check) {
    const GateFacts& facts = check.facts;
    if (facts.mode == ExecutionMode::Off) return {Code::NotArmed, "execution.mode is off"};
    if (!facts.source_allowed) return {Code::SourceDisabled, "orders from '" + check.intent.source + "' are not taken"};
    if (!facts.armed && check.kind != GateKind::Flatten) return {Code::NotArmed, "the route is not armed"};
    if (!facts.route_known) return {Code::NotArmed, "no route '" + check.intent.route + "'"};
    return {};
}

Finding stepForm(const GateCheck& check) {
    if (const Code code = orderForm(check.intent, check.facts.spec, check.facts.can_cancel); code != Code::Ok) return {code, {}};
    if (check.intent.reduce_only && !check.reduces && check.kind == GateKind::Opens)
        return {Code::NotReducing, "it would open or increase, or the position is not known"};
    if (check.kind == GateKind::Flatten && !check.reduces) return {Code::NotReducing, "there is no such position to close"};
    return {};
}

// What closes the gate but says nothing against a close that the operator asks for by hand.
bool holdsUpFlatten(Code code) {
    return code != Code::AuditUnwritable && code != Code::JournalStalled && code != Code::CfgRiskInvalid && code != Code::PeerMismatch;
}

Finding stepHealth(const GateCheck& check) {
    for (const Code code : check.facts.health)
        if (code != Code::Ok && (check.kind != GateKind::Flatten || holdsUpFlatten(code))) return {code, {}};
    if (check.facts.mode == ExecutionMode::Live && !check.state.table.problem.empty() && check.kind != GateKind::Flatten)
        return {Code::CfgRiskInvalid, check.state.table.problem};
    return {};
}

bool quoteFresh(const GateCheck& check) {
    return check.facts.quote_age_ms >= 0 && check.facts.quote_age_ms <= check.state.table.limits.quote_stale_ms;
}

Finding stepInputs(const GateCheck& check) {
    const GateFacts& facts = check.facts;
    if (const Code code = check.state.equity.quality(check.now.mono); code != Code::Ok)
        return {code, "no fresh and valid reading of the account"};
    if (!quoteFresh(check)) return {Code::RiskInputStale, "no fresh quote"};
    if (!facts.bid || !facts.ask) return {Code::RiskInputStale, "the quote has one side only"};
    if (!facts.book_valid || *facts.bid > *facts.ask) return {Code::RiskBookInvalid, "the book is not synced, crossed, or has an open gap"};
    if (facts.spec == nullptr || facts.spec->contract_size.mantissa <= 0) return {Code::RiskFxMissing, "its contract size is not known"};
    if (!facts.fx || facts.fx->mantissa <= 0) return {Code::RiskFxMissing, "no rate from " + facts.spec->quote + " to the account's currency"};
    return {};
}

Finding stepDuplicate(const GateCheck& check) {
    if (check.facts.id_used && !check.request.replaces_qty) return {Code::OrderDuplicateId, "client id " + check.intent.client_id + " was used"};
    if (check.kind != GateKind::Flatten && check.state.duplicates.seen(check.intent, check.now.mono))
        return {Code::RiskDuplicate, "L15: the same order within " + std::to_string(check.state.table.limits.duplicate_ms) + " ms"};
    return {};
}

Finding stepSession(const GateCheck& check) {
    const LimitsConfig& limits = check.state.table.limits;
    if (tradingOpen(limits.trading_hours, limits.weekend_trading, check.now.wall)) return {};
    return {Code::RiskSession, "L17: outside the trading hours"};
}

Finding stepVolatility(const GateCheck& check) {
    const std::int64_t limit_bp = check.state.table.limits.max_volatility_ann_bp;
    const std::optional<double>& volatility = check.facts.volatility_ann_bp;
    if (limit_bp > 0 && volatility && !(*volatility <= static_cast<double>(limit_bp)))
        return {Code::RiskVolatility, "L16: limit " + std::to_string(limit_bp) + " bp"};
    if (check.state.breakers.allows(check.intent.instrument, check.now.mono) != Code::Ok)
        return {Code::RiskBreaker, "L18: the symbol's breaker is open, or its trial orders are used up"};
    return {};
}

Finding stepPrice(const GateCheck& check) {
    const GateFacts& facts = check.facts;
    const bool fresh = quoteFresh(check);
    if (!insideCollar(check.intent, fresh ? facts.bid : std::nullopt, fresh ? facts.ask : std::nullopt, check.state.table.limits.price_collar_bp))
        return {Code::RiskPrice, "L14: more than " + std::to_string(check.state.table.limits.price_collar_bp) + " bp through the market, or no quote"};
    if (check.kind != GateKind::Opens) return {};
    if (facts.spec == nullptr) return {Code::RiskOrderSize, "L09: unknown instrument"};
    return orderSize(worstCase(check.intent, facts), check.state.table);
}

Finding stepPosition(const GateCheck& check) {
    if (check.facts.spec == nullptr) return {Code::RiskPosition, "unknown instrument"};
    const WorstCase worst = worstCase(check.intent, check.facts);
    if (Finding found = positionSize(worst, check.intent, check.facts, check.state.table); found.code != Code::Ok) return found;
    const auto& last = check.state.equity.last();
    return accountExposure(worst, last ? std::optional(last->equity) : std::nullopt, last ? std::optional(last->margin_used) : std::nullopt,
                           check.state.table);
}

Finding stepLoss(const GateCheck& check) {
    const Code code = check.state.equity.verdict();
    if (code == Code::Ok) return {};
    return {code, code == Code::RiskLoss ? "a loss limit is reached" : "a reading reached a loss limit; it is being confirmed"};
}

Finding stepTrades(const GateCheck& check) {
    const std::int64_t max = check.state.table.limits.max_daily_trades;
    if (max == 0 || check.state.trades_today + 1 <= max) return {};
    return {Code::RiskTrades, "L06: " + std::to_string(check.state.trades_today) + " opening fills today, limit " + std::to_string(max)};
}

Finding stepRate(const GateCheck& check) {
    if (!check.state.burst.allows(check.now.mono))
        return {Code::RiskOrderRate, "L05: limit " + std::to_string(check.state.burst.max()) + " orders per 100 ms"};
    if (!check.state.minute.allows(check.now.mono))
        return {Code::RiskOrderRate, "L04: limit " + std::to_string(check.state.minute.max()) + " orders per 60000 ms"};
    return {};
}

struct Step {
    Finding (*test)(const GateCheck&);
    std::uint8_t kinds;  // bit of each GateKind it is for
};
constexpr std::uint8_t kOpens = 1, kReduces = 2, kCut = 4, kFlatten = 8;
constexpr std::array<Step, 13> kSteps = {{
    {stepLatch, kOpens | kReduces | kFlatten},
    {stepMode, kOpens | kReduces | kFlatten},
    {stepForm, kOpens | kReduces | kCut | kFlatten},
    {stepHealth, kOpens | kReduces | kFlatten},
    {stepInputs, kOpens},
    {stepDuplicate, kOpens | kReduces | kFlatten},
    {stepSession, kOpens},
    {stepVolatility, kOpens},
    {stepPrice, kOpens | kReduces},
    {stepPosition, kOpens},
    {stepLoss, kOpens},
    {stepTrades, kOpens},
    {stepRate, kOpens | kReduces},
}};

}  // namespace

bool reducesOnly(const GateRequest& request, const GateFacts& facts) noexcept {
    const OrderIntent& intent = *request.intent;
    if (!facts.position_known || intent.qty.units <= 0) return false;
    const bool by_ticket = facts.ticket_qty && !intent.ticket.empty() && intent.qty <= *facts.ticket_qty;
    if (request.flatten && by_ticket) return true;
    if (facts.spec != nullptr && facts.spec->hedging && !by_ticket) return false;
    const bool opposite = intent.side == OrderSide::Buy ? facts.net.units < 0 : facts.net.units > 0;
    return opposite && Wide{intent.qty.units} + facts.working_reducing.units <= wideAbs(facts.net.units);
}

GateKind kindOf(const GateRequest& request, bool reduces) noexcept {
    if (request.replaces_qty)
        return request.intent->qty < *request.replaces_qty && !request.price_changed ? GateKind::Cut : GateKind::Opens;
    if (request.flatten) return GateKind::Flatten;
    return reduces ? GateKind::Reduces : GateKind::Opens;
}

void runSteps(const GateCheck& check, GateVerdict& out) {
    const unsigned bit = 1U << static_cast<unsigned>(check.kind);
    Code* result = out.steps.data();
    for (const Step& step : kSteps) {
        Code& mine = *result++;
        if ((step.kinds & bit) == 0) continue;
        Finding found = step.test(check);
        mine = found.code;
        if (found.code == Code::Ok || out.code != Code::Ok) continue;
        out.code = found.code;
        out.detail = std::move(found.detail);
    }
}

}  // namespace bw::risk
