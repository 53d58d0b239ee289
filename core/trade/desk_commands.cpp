// SPDX-License-Identifier: GPL-3.0-or-later
// What users and the program ask of the desk. Every refusal is a notice with its code.
#include <algorithm>

#include "core/trade/desk_state.h"

namespace bw::trade {

void TradeDesk::State::refuse(Code code, std::string_view what, std::string_view detail) {
    JsonWriter line;
    line.str("kind", "refusal").str("what", what).str("code", codeName(code));
    core.port.ledger(line.take());
    core.risk(Severity::Warning, code, what, detail);
}

Code TradeDesk::State::form(const TradeCommand& command, Account& account, RouteDesk* live, OrderIntent& intent, std::string& detail) {
    const TradeSpec* const spec = account.spec(core, intent.instrument);
    if (spec == nullptr) {
        detail = intent.instrument;
        return Code::OrderInstrument;
    }
    const Code code = readTicket(command, *spec, intent, detail);
    if (code != Code::Ok) return code;
    if (live == nullptr) {
        if (!intent.sl && !intent.tp) return Code::Ok;
        detail = "the paper broker keeps no sl or tp; place a reduce-only stop";
        return Code::OrderForm;
    }
    if (live->symbolOf(intent.instrument).empty()) {
        detail = intent.instrument + " is not traded on " + intent.route;
        return Code::OrderInstrument;
    }
    if (intent.ticket.empty()) return Code::Ok;
    const Held* const held = account.book.find(intent.instrument);
    const Lot* lot = nullptr;
    if (held != nullptr)
        for (const Lot& own : held->lots)
            if (own.ticket == intent.ticket) lot = &own;
    if (lot == nullptr || lot->side == intent.side || intent.type != OrderType::Market) {
        detail = "a close is a market order against an open ticket";
        return Code::NotReducing;
    }
    if (live->canCancel() || intent.qty == lot->qty) return Code::Ok;
    detail = "this gateway closes whole tickets only";
    return Code::OrderQtyRange;
}

void TradeDesk::State::submit(const TradeCommand& command) {
    OrderIntent intent = command.intent;
    if (intent.client_id.empty()) intent.client_id = command.client_id;
    if (intent.route.empty()) intent.route = command.route;
    if (intent.magic == 0) intent.magic = core.config.risk.execution.magic;
    if (intent.created.ns == 0) intent.created = core.now.wall;
    RouteDesk* const live = route(intent.route);
    const bool known = live != nullptr || intent.route == kPaperRoute;
    Account& account = accountOf(intent.route);

    GateAsk ask;
    ask.form = known ? form(command, account, live, intent, ask.form_detail) : Code::NotArmed;
    if (!known) ask.form_detail = "no such route: " + intent.route;
    ask.spec = account.spec(core, intent.instrument);
    ask.request.intent = &intent;
    ask.id_used = core.store.used(intent.client_id);
    RouteDoor door = live != nullptr ? live->door(intent.instrument) : paperDoor();
    door.known = door.known && known;
    const risk::GateVerdict verdict = askGate(core, account, door, ask);

    const bool duplicate = ask.id_used;
    if (duplicate || !goodClientId(intent.client_id)) {  // there is no order to put this on
        ++core.rejects_today;
        const Code code = verdict.code != Code::Ok && verdict.code != Code::RiskDuplicate ? verdict.code
                          : duplicate                                                     ? Code::OrderDuplicateId
                                                                                          : Code::OrderForm;
        return refuse(code, cut(intent.client_id, 40), duplicate ? "this id was used before" : verdict.detail);
    }
    if (ask.spec != nullptr) (void)account.book.at(*ask.spec);
    Order order;
    order.intent = intent;
    order.reduces = verdict.reduces;
    Tracked& tracked = core.store.add(std::move(order));
    tracked.price_digits = ask.spec == nullptr ? 0 : ask.spec->price_digits;
    tracked.qty_digits = ask.spec == nullptr ? 0 : ask.spec->qty_digits;
    if (live != nullptr) tracked.symbol = live->symbolOf(intent.instrument);
    core.port.audit("order.intent", command.actor, command.channel, verdict.code, intent.client_id,
                    intent.route + " " + intent.instrument + " " + std::string(orderSideName(intent.side)) + " " +
                        std::string(orderTypeName(intent.type)) + " " + std::string(cut(command.qty, 40)));
    if (verdict.code != Code::Ok) {
        core.risk(Severity::Warning, verdict.code, intent.client_id, verdict.detail);
        (void)core.move(tracked, OrderState::RejectedLocal, verdict.code, verdict.detail);
    } else if (live != nullptr) {
        live->open(tracked);
    } else {
        paper.submit(tracked);
    }
}

void TradeDesk::State::replace(const TradeCommand& command) {
    const std::string& id = command.client_id.empty() ? command.intent.client_id : command.client_id;
    Tracked* const tracked = core.store.find(id);
    if (tracked == nullptr || !orderIsLive(tracked->order.state)) return refuse(Code::OrderNotFound, id, "no live order of this id");
    Order& order = tracked->order;
    RouteDesk* const live = route(order.intent.route);
    if (order.state != OrderState::Working && order.state != OrderState::Partial)
        return refuse(Code::OrderReplaceUnsupported, id, "only a working order can be replaced");
    if (live != nullptr && (!live->canCancel() || tracked->modify.request != 0))
        return refuse(Code::OrderReplaceUnsupported, id, "this gateway cannot replace now");

    OrderIntent wanted = order.intent;
    std::optional<Qty> qty;
    std::optional<Price> price;
    std::int64_t units = 0;
    if (!command.qty.empty()) {
        const Code code = readNumber(command.qty, tracked->qty_digits, Code::OrderQtyStep, units);
        if (code != Code::Ok) return refuse(code, id, "quantity");
        if (units <= order.filled.units) return refuse(Code::OrderQtyRange, id, "not above what is filled");
        if (Qty{units} != wanted.qty) qty = wanted.qty = Qty{units};
    }
    std::optional<Price>& target = wanted.type == OrderType::Stop ? wanted.stop : wanted.price;
    const std::string& price_text = wanted.type == OrderType::Stop && !command.stop.empty() ? command.stop : command.price;
    if (!price_text.empty()) {
        const Code code = readNumber(price_text, tracked->price_digits, Code::OrderPriceTick, units);
        if (code != Code::Ok || units <= 0) return refuse(code == Code::Ok ? Code::OrderForm : code, id, "price");
        if (target != Price{units}) price = target = Price{units};
    }
    if (!qty && !price) return refuse(Code::NoChanges, id, "nothing would change");

    Account& account = accountOf(order.intent.route);
    GateAsk ask;
    ask.request.intent = &wanted;
    ask.request.replaces_qty = order.intent.qty;
    ask.request.price_changed = price.has_value();
    ask.spec = account.spec(core, wanted.instrument);
    ask.except = tracked;
    const RouteDoor door = live != nullptr ? live->door(wanted.instrument) : paperDoor();
    const risk::GateVerdict verdict = askGate(core, account, door, ask);
    if (verdict.code != Code::Ok) return refuse(verdict.code, id, verdict.detail);
    core.port.audit("order.replace", command.actor, command.channel, Code::Ok, id, command.qty + " " + price_text);
    if (live != nullptr) live->modify(*tracked, qty, price, !price && qty && *qty < order.intent.qty);
    else paper.replace(*tracked, qty, price);
}

void TradeDesk::State::cancel(const TradeCommand& command) {
    const std::string& id = command.client_id.empty() ? command.intent.client_id : command.client_id;
    ++core.cancels_today;
    Tracked* const tracked = core.store.find(id);
    if (tracked != nullptr && !orderIsLive(tracked->order.state)) return refuse(Code::OrderNotFound, id, "the order has ended");
    const std::string_view where = tracked != nullptr ? std::string_view(tracked->order.intent.route) : std::string_view(command.route);
    core.port.audit("order.cancel", command.actor, command.channel, Code::Ok, id, where);
    if (tracked != nullptr && where == kPaperRoute) return paper.cancel(*tracked, Code::Ok, "cancelled by " + command.actor);
    RouteDesk* live = route(where);
    if (live == nullptr && where.empty() && routes.size() == 1) live = routes.begin()->second.get();
    if (live == nullptr || (tracked == nullptr && command.subject.empty()))
        return refuse(Code::OrderNotFound, id, "no such order, and no number of the venue");
    if (!live->usable()) return refuse(Code::NotArmed, id, "the route is not in use");
    if (tracked != nullptr) live->cancel(*tracked);
    else live->cancelStranger(id, command.subject);
}

void TradeDesk::State::cancelAll(const TradeCommand& command) {
    ++core.cancels_today;
    core.port.audit("order.cancel_all", command.actor, command.channel, Code::Ok, command.reason, command.route);
    if (command.route.empty() || command.route == kPaperRoute) paper.cancelAll(Code::Ok, "cancel all");
    for (auto& [name, desk] : routes)
        if ((command.route.empty() || command.route == name) && desk->usable()) desk->cancelAll();
}

/// What a Flatten is about; empty: the whole route.
static const std::string& flattened(const TradeCommand& command) {
    return command.subject.empty() ? command.intent.instrument : command.subject;
}

void TradeDesk::State::flatten(const TradeCommand& command) {
    core.port.audit("flatten", command.actor, command.channel, Code::Ok, command.reason,
                    command.route + " " + flattened(command));
    if (command.route == kPaperRoute) return flattenPaper(command);
    RouteDesk* const live = route(command.route);
    if (live == nullptr || !live->usable()) return refuse(Code::NotArmed, command.route, "flatten: the route is not in use");
    const Dialect dialect = live->status().dialect;
    if (dialect != Dialect::P3 && dialect != Dialect::V6)
        return refuse(Code::Unsupported, command.route, "flatten: this gateway cannot close positions. Use the terminal.");
    live->flatten(flattened(command), command.intent.source.empty() ? "gui" : command.intent.source);
}

void TradeDesk::State::flattenPaper(const TradeCommand& command) {
    if (core.mode == ExecutionMode::Off) return refuse(Code::NotArmed, kPaperRoute, "flatten: execution is off");
    bool any = false;
    for (auto& [name, held] : paper_account.book.all()) {
        if (held.flat() || (!flattened(command).empty() && name != flattened(command))) continue;
        any = true;
        const std::int64_t net = held.net().units;
        Order order;
        OrderIntent& intent = order.intent;
        do intent.client_id = "BW" + core.config.session.substr(0, 8) + "-F" + std::to_string(++flattens);
        while (core.store.used(intent.client_id));
        intent.route = kPaperRoute;
        intent.instrument = name;
        intent.side = net > 0 ? OrderSide::Sell : OrderSide::Buy;
        intent.qty = {net > 0 ? net : -net};
        intent.reduce_only = true;
        intent.source = command.intent.source.empty() ? "gui" : command.intent.source;
        intent.created = core.now.wall;
        order.reduces = true;
        Tracked& tracked = core.store.add(std::move(order));
        tracked.price_digits = held.spec.price_digits;
        tracked.qty_digits = held.spec.qty_digits;
        tracked.flatten = true;
        paper.submit(tracked);
    }
    core.risk(Severity::Info, Code::Ok, kPaperRoute, any ? "flatten: closing, each order reports its end" : "flatten: paper is flat");
}

void TradeDesk::State::arm(const TradeCommand& command) {
    if (command.route == kPaperRoute) {
        if (core.latchFor(kPaperRoute) != risk::LatchState::Active)
            return refuse(core.latchFor(kPaperRoute) == risk::LatchState::Halted ? Code::LatchHalted : Code::LatchReducing, kPaperRoute, "arm");
        if (core.mode == ExecutionMode::Off) core.mode = ExecutionMode::Paper;
        paper_armed = true;
        core.port.audit("arm", command.actor, command.channel, Code::Ok, command.reason, kPaperRoute);
        return core.risk(Severity::Info, Code::Ok, kPaperRoute, "armed");
    }
    RouteDesk* const live = route(command.route);
    if (live == nullptr) return refuse(Code::NotArmed, command.route, "no such route");
    if (command.text != command.route) return refuse(Code::NotArmed, command.route, "the typed name is not the route's");
    const Code code = live->arm();
    core.port.audit("arm", command.actor, command.channel, code, command.reason, command.route);
    if (code != Code::Ok) return refuse(code, command.route, "not armed");
    JsonWriter line;
    line.str("kind", "arm").str("route", command.route);
    core.port.ledger(line.take());
    core.risk(Severity::Warning, Code::Ok, command.route, "armed");
}

void TradeDesk::State::disarm(const TradeCommand& command) {
    core.port.audit("disarm", command.actor, command.channel, Code::Ok, command.reason, command.route);
    if (command.route.empty()) return disarmAll(Code::Ok, "disarmed", true, true);
    if (command.route == kPaperRoute) return disarmAll(Code::Ok, "disarmed", true, false);
    RouteDesk* const live = route(command.route);
    if (live == nullptr) return refuse(Code::NotArmed, command.route, "no such route");
    live->disarm(Code::Ok, "disarmed");
}

void TradeDesk::State::disarmAll(Code why, std::string_view words, bool paper_too, bool live_too) {
    if (paper_too && paper_armed) {
        paper_armed = false;
        core.risk(Severity::Info, why, kPaperRoute, words);
    }
    if (!live_too) return;
    for (auto& [name, desk] : routes) desk->disarm(why, words);
}

void TradeDesk::State::closeBreaker(const TradeCommand& command) {
    const std::string& instrument = command.subject.empty() ? command.intent.instrument : command.subject;
    bool closed = paper_account.gate.closeBreaker(instrument, core.gateTime());
    for (auto& [name, desk] : routes) closed = desk->account.gate.closeBreaker(instrument, core.gateTime()) || closed;
    core.port.audit("breaker.close", command.actor, command.channel, closed ? Code::Ok : Code::OrderNotFound, command.reason, instrument);
    if (!closed) return refuse(Code::RiskBreaker, instrument, "its breaker is not open");
    core.risk(Severity::Warning, Code::Ok, instrument, "breaker closed by hand");
}

void TradeDesk::State::resolveUnknown(const TradeCommand& command) {
    Tracked* const tracked = core.store.find(command.client_id);
    if (tracked == nullptr || tracked->order.state != OrderState::Unknown)
        return refuse(Code::OrderNotFound, command.client_id, "no order of this id is UNKNOWN");
    if (command.reason.empty()) return refuse(Code::ResetReason, command.client_id, "a reason is needed");
    core.port.audit("order.resolve", command.actor, command.channel, Code::Ok, command.reason, command.client_id);
    (void)core.move(*tracked, OrderState::ResolvedByOperator, Code::Ok, command.reason);
    if (RouteDesk* const live = route(tracked->order.intent.route)) live->reconcileAgain();
}

void TradeDesk::State::paperReset(const TradeCommand& command) {
    core.port.audit("paper.reset", command.actor, command.channel, Code::Ok, command.reason, formatUnits(paper.balance().units, kMoneyDigits));
    JsonWriter line;
    line.str("kind", "paper_reset").str("balance", formatUnits(paper.balance().units, kMoneyDigits));
    core.port.ledger(line.take());
    paper.reset();
    core.risk(Severity::Info, Code::Ok, kPaperRoute, "a new paper account");
}

void TradeDesk::State::restore(const TradeCommand& command) {
    const std::string& name = command.subject.empty() ? command.route : command.subject;
    if (name != kPaperRoute && route(name) == nullptr) return refuse(Code::RiskDayStateMissing, name, "no such route");
    Account& account = accountOf(name);
    account.day_state_missing = !account.gate.restoreDayState(command.text, core.gateTime());
    if (account.day_state_missing && name != kPaperRoute) refuse(Code::RiskDayStateMissing, name, "no day state of an earlier run");
}

void TradeDesk::State::restoreIds(const TradeCommand& command) {
    std::string_view rest = command.text;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view id = rest.substr(0, end);
        if (goodClientId(id)) core.store.use(id);
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

void TradeDesk::State::acknowledge(const TradeCommand& command) {
    core.port.audit("acknowledge", command.actor, command.channel, Code::Ok, command.reason, command.subject);
    for (auto& [name, desk] : routes)
        if (command.route.empty() || command.route == name) desk->account.day_state_missing = false;
    if (core.condition("audit") == Code::AuditMismatch) core.conditions["audit"] = Code::Ok;
}

void TradeDesk::State::condition(const TradeCommand& command) {
    Code code = Code::Ok;
    if (command.text != "ok" && !codeFromName(command.text, code)) code = Code::OutcomeUnknown;
    const Code before = core.condition(command.subject);
    if (core.conditions.size() >= 16 && !core.conditions.contains(command.subject)) return;  // four subjects exist
    core.conditions[command.subject] = code;
    if (code != before) core.risk(code == Code::Ok ? Severity::Info : Severity::Critical, code, command.subject, "condition of the gate");
}

}  // namespace bw::trade
