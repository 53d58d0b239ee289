// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/order_gate.h"

#include <algorithm>
#include <limits>

namespace bw::trade {
namespace {

constexpr std::array<std::string_view, 2> kSources{"gui", "api"};

struct TypedPrice {
    std::string_view name;
    const std::string& text;
    std::optional<Price>& out;
};

Code readPrices(const TradeCommand& command, const TradeSpec& spec, OrderIntent& intent, std::string& detail) {
    const std::array<TypedPrice, 4> fields{{{"price", command.price, intent.price},
                                            {"stop", command.stop, intent.stop},
                                            {"sl", command.sl, intent.sl},
                                            {"tp", command.tp, intent.tp}}};
    for (const TypedPrice& field : fields) {
        field.out.reset();
        if (field.text.empty()) continue;
        std::int64_t units = 0;
        const Code code = readNumber(field.text, spec.price_digits, Code::OrderPriceTick, units);
        if (code == Code::Ok && units > 0) {
            field.out = Price{units};
            continue;
        }
        detail = std::string(field.name).append(" \"").append(cut(field.text, 40)).append("\"");
        return code == Code::Ok ? Code::OrderForm : code;
    }
    const bool missing = (intent.type == OrderType::Limit && !intent.price) || (intent.type == OrderType::Stop && !intent.stop);
    if (!missing) return Code::Ok;
    detail = intent.type == OrderType::Limit ? "a limit order needs its price" : "a stop order needs its stop";
    return Code::OrderPriceMissing;
}

/// The price a holding is valued at: the fresh middle, the last mark or the entry, and no less than what an order pays.
std::optional<Price> valuePrice(DeskCore& core, const Account& account, const Held& held) {
    const MarketFacts market = core.port.market(held.spec.instrument);
    std::optional<Price> price = held.mark;
    if (market.bid && market.ask) price = Price{market.bid->units + (market.ask->units - market.bid->units) / 2};
    if (!price && !held.lots.empty()) price = held.lots.front().average();
    for (const Tracked* tracked : core.store.live()) {
        const OrderIntent& intent = tracked->order.intent;
        if (intent.instrument != held.spec.instrument || intent.route != account.route) continue;
        for (const std::optional<Price>& own : {intent.price, intent.stop, tracked->new_price})
            if (own && (!price || *price < *own)) price = own;
    }
    return price;
}

void tellDecision(DeskCore& core, const Account& account, const GateAsk& ask, const risk::GateVerdict& verdict) {
    const OrderIntent& intent = *ask.request.intent;
    const int digits = ask.spec == nullptr ? 0 : ask.spec->qty_digits;
    JsonWriter line;
    line.str("kind", "gate").str("id", intent.client_id).str("route", account.route).str("instrument", intent.instrument);
    line.str("side", orderSideName(intent.side)).str("type", orderTypeName(intent.type));
    line.str("qty", formatUnitsTrimmed(intent.qty.units, digits));
    line.str("code", codeName(verdict.code)).flag("reduces", verdict.reduces);
    core.port.ledger(line.take());
}

}  // namespace

bool goodClientId(std::string_view id) noexcept {
    if (id.empty() || id.size() > 20) return false;
    return std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 127 && c != '"' && c != '\\'; });
}

Code readNumber(std::string_view text, int digits, Code too_fine, std::int64_t& out) {
    switch (parseUnits(text, digits, out)) {
        case Code::Ok: return Code::Ok;
        case Code::NumPrecision: return too_fine;
        default: return Code::OrderForm;
    }
}

Code readTicket(const TradeCommand& command, const TradeSpec& spec, OrderIntent& intent, std::string& detail) {
    if (!goodClientId(intent.client_id)) {
        detail = "client id";
        return Code::OrderForm;
    }
    std::int64_t qty = 0;
    const Code code = readNumber(command.qty, spec.qty_digits, Code::OrderQtyStep, qty);
    if (code != Code::Ok || qty <= 0) {
        detail = "quantity \"" + std::string(cut(command.qty, 40)) + "\"";
        return code != Code::Ok ? code : Code::OrderQtyRange;
    }
    intent.qty = {qty};
    return readPrices(command, spec, intent, detail);
}

int positionsOf(const DeskCore& core, const Account& account, std::string_view instrument, const Tracked* except) {
    const Held* held = account.book.find(instrument);
    const int lots = held == nullptr ? 0 : static_cast<int>(held->lots.size());
    const bool hedging = held != nullptr && held->spec.hedging;
    int coming = 0;
    for (const Tracked* tracked : core.store.live()) {
        const Order& order = tracked->order;
        if (tracked == except || order.intent.instrument != instrument || order.intent.route != account.route) continue;
        if (orderIsLive(order.state) && !order.reduces) ++coming;
    }
    return hedging ? lots + coming : std::max(lots, std::min(coming, 1));
}

std::vector<risk::Holding> holdingsOf(DeskCore& core, Account& account, const Tracked* except) {
    std::vector<risk::Holding> out;
    for (auto& [name, held] : account.book.all()) {
        const Exposure exposure = exposureOf(&held, core.store, account.route, name, except);
        const Qty worst = std::max(exposure.worst_long, exposure.worst_short);
        if (worst.units == 0) continue;
        if (const auto rate = account.fx(core, held.spec)) held.fx = rate;
        const std::optional<Price> price = valuePrice(core, account, held);
        std::optional<Money> notional;
        if (price && held.fx) notional = risk::notionalOf(held.spec, worst, *price, *held.fx);
        risk::Holding holding;
        holding.instrument = held.spec.instrument;
        holding.group = held.spec.group;
        holding.sector = held.spec.sector;
        // What cannot be valued counts as more than any limit.
        holding.worst_notional = notional.value_or(Money{std::numeric_limits<std::int64_t>::max()});
        holding.open_positions = positionsOf(core, account, name, except);
        holding.worst_qty = toDouble(worst.units, held.spec.qty_digits);
        out.push_back(holding);
    }
    return out;
}

risk::GateVerdict askGate(DeskCore& core, Account& account, const RouteDoor& door, const GateAsk& ask) {
    const OrderIntent& intent = *ask.request.intent;
    risk::GateFacts facts;
    facts.latch = core.latchFor(account.route);
    const DeskCore::Scope scope = core.scopeFor(intent);
    facts.scope_halted = scope.halted;
    facts.scope_reducing = scope.reducing;
    facts.mode = core.mode;
    facts.source_allowed = std::find(kSources.begin(), kSources.end(), intent.source) != kSources.end();
    facts.armed = door.armed;
    facts.route_known = door.known;
    facts.spec = ask.spec;
    facts.can_cancel = door.can_cancel;
    facts.health = door.health;
    facts.id_used = ask.id_used;
    facts.position_known = door.position_known;
    std::vector<risk::Holding> holdings;
    if (ask.spec != nullptr) {
        const MarketFacts market = core.port.market(intent.instrument);
        facts.bid = market.bid;
        facts.ask = market.ask;
        facts.quote_age_ms = market.quote_age_ms;
        facts.book_valid = market.book_valid;
        facts.volatility_ann_bp = market.volatility_ann_bp;
        const Held* held = account.book.find(intent.instrument);
        const Exposure exposure = exposureOf(held, core.store, account.route, intent.instrument, ask.except);
        facts.net = exposure.net;
        facts.working_same_side = intent.side == OrderSide::Buy ? exposure.working_buy : exposure.working_sell;
        facts.working_reducing = exposure.reducing;
        facts.positions_of_instrument = positionsOf(core, account, intent.instrument, ask.except);
        if (held != nullptr && !intent.ticket.empty())
            for (const Lot& lot : held->lots)
                if (lot.ticket == intent.ticket && lot.side != intent.side) facts.ticket_qty = lot.qty;
        facts.fx = account.fx(core, *ask.spec);
        holdings = holdingsOf(core, account, ask.except);
        facts.holdings = holdings;
    }
    for (const auto& [name, held] : account.book.all()) facts.open_positions += positionsOf(core, account, name, ask.except);

    risk::GateVerdict verdict;
    if (ask.form == Code::Ok) {
        verdict = account.gate.decide(ask.request, facts, core.gateTime());
    } else {
        verdict = account.gate.preview(ask.request, facts, core.gateTime());
        const bool earlier = verdict.steps[0] != Code::Ok || verdict.steps[1] != Code::Ok;
        verdict.code = verdict.steps[0] != Code::Ok ? verdict.steps[0] : earlier ? verdict.steps[1] : ask.form;
        if (!earlier) verdict.detail = ask.form_detail;
    }
    tellDecision(core, account, ask, verdict);
    return verdict;
}

}  // namespace bw::trade
