// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/desk_core.h"

#include <algorithm>

namespace bw::trade {
namespace {

/// Dollars by another name (risk spec 2.3): worth one US dollar each.
constexpr std::array<std::string_view, 6> kDollars{"USD", "USDT", "USDC", "FDUSD", "BUSD", "DAI"};

bool sameCurrency(std::string_view a, std::string_view b) {
    const auto dollar = [](std::string_view name) { return std::find(kDollars.begin(), kDollars.end(), name) != kDollars.end(); };
    return a == b || (dollar(a) && dollar(b));
}

Severity severityOf(OrderState state) {
    switch (state) {
        case OrderState::Unknown: return Severity::Critical;
        case OrderState::Rejected:
        case OrderState::RejectedLocal: return Severity::Warning;
        default: return Severity::Info;
    }
}

std::string wordsOf(const Tracked& tracked, std::string_view text) {
    const Order& order = tracked.order;
    std::string out(orderStateName(order.state));
    out.append(" ").append(order.intent.instrument).append(" ").append(orderSideName(order.intent.side)).append(" ");
    out.append(formatUnitsTrimmed(order.intent.qty.units, tracked.qty_digits));
    if (order.filled.units != 0) out.append(", filled ").append(formatUnitsTrimmed(order.filled.units, tracked.qty_digits));
    if (order.avg_price) out.append(" at ").append(formatUnits(order.avg_price->units, tracked.price_digits));
    if (order.code != Code::Ok) out.append(", ").append(codeName(order.code));
    if (!text.empty()) out.append(": ").append(text);
    return out;
}

/// The fresh middle of a pair, or nothing.
std::optional<Decimal> middle(DeskCore& core, const std::string& instrument, bool inverted) {
    const TradeSpec* spec = core.port.spec(instrument);
    if (spec == nullptr) return std::nullopt;
    const MarketFacts market = core.port.market(instrument);
    if (!market.bid || !market.ask || market.quote_age_ms < 0) return std::nullopt;
    if (market.quote_age_ms > core.config.risk.limits.quote_stale_ms) return std::nullopt;
    const std::int64_t mid = market.bid->units + (market.ask->units - market.bid->units) / 2;
    if (mid <= 0) return std::nullopt;
    if (!inverted) return Decimal{mid, -spec->price_digits};
    // 1 / (mid x 10^-digits) with twelve decimals: 10^(12 + digits) / mid.
    Int128 one = kPow10[12];
    for (int i = 0; i < spec->price_digits; ++i) one *= 10;
    return Decimal{static_cast<std::int64_t>(one / mid), -12};
}

}  // namespace

DeskCore::DeskCore(DeskConfig desk_config, DeskPort& desk_port)
    : config(std::move(desk_config)), port(desk_port), mode(config.risk.execution.mode) {}

Code DeskCore::condition(std::string_view subject) const {
    const auto found = conditions.find(subject);
    return found == conditions.end() ? Code::Ok : found->second;
}

bool DeskCore::move(Tracked& tracked, OrderState to, Code code, std::string_view text) {
    const OrderState from = tracked.order.state;
    if (!mayMove(from, to)) return false;
    Order& order = tracked.order;
    order.code = code;
    if (!text.empty()) order.text = cut(text, 200);
    JsonWriter line;
    line.str("kind", "order").str("id", order.intent.client_id).str("route", order.intent.route);
    line.str("from", orderStateName(from)).str("to", orderStateName(to)).str("code", codeName(code));
    line.str("filled", formatUnitsTrimmed(order.filled.units, tracked.qty_digits));
    if (order.avg_price) line.str("avg", formatUnits(order.avg_price->units, tracked.price_digits));
    if (!order.venue_id.empty()) line.str("venue_id", order.venue_id);
    port.ledger(line.take());
    const std::string client_id = order.intent.client_id;
    order.state = to;
    const std::string words = wordsOf(tracked, text);
    order.state = from;
    notice(api::Notice::Kind::Order, severityOf(to), code, client_id, words);
    if (to == OrderState::Rejected || to == OrderState::RejectedLocal) ++rejects_today;
    if (to == OrderState::Sending) ++orders_today;
    if (!orderIsLive(to) || to == OrderState::Unknown)
        port.audit("order.outcome", order.intent.source, order.intent.route, code, client_id, words);
    return store.move(tracked, to, now);  // last: it may forget an old order, never this one
}

void DeskCore::notice(api::Notice::Kind kind, Severity severity, Code code, std::string_view text,
                      std::string_view text2) const {
    api::Notice out;
    out.kind = kind;
    out.wall = now.wall;
    out.severity = severity;
    out.code = code;
    out.text = text;
    out.text2 = text2;
    port.notice(out);
}

void DeskCore::ledgerFill(const Tracked* tracked, std::string_view route, std::string_view instrument, OrderSide side,
                          const FillEffect& effect, Qty qty, int qty_digits, std::string_view price) const {
    JsonWriter line;
    line.str("kind", "fill").str("id", tracked == nullptr ? std::string_view{} : tracked->order.intent.client_id);
    line.str("route", route).str("instrument", instrument).str("side", orderSideName(side));
    line.str("qty", formatUnitsTrimmed(qty.units, qty_digits)).str("price", price);
    line.str("opened", formatUnitsTrimmed(effect.opened.units, qty_digits));
    line.str("closed", formatUnitsTrimmed(effect.closed.units, qty_digits));
    if (effect.realized) line.str("realized", formatUnits(effect.realized->units, kMoneyDigits));
    port.ledger(line.take());
}

void DeskCore::trip(std::string_view route, Code cause, risk::LatchState target, std::string_view reason) const {
    JsonWriter line;
    line.str("kind", "trip").str("route", route).str("cause", codeName(cause));
    line.str("target", risk::latchStateName(target)).str("reason", reason);
    port.ledger(line.take());
    port.trip(cause, target, reason, route == kPaperRoute);
}

risk::LatchState DeskCore::latchFor(std::string_view route) const {
    if (route != kPaperRoute) return latch.real;
    return std::max(latch.real, latch.simulated);
}

DeskCore::Scope DeskCore::scopeFor(const OrderIntent& intent) const {
    const auto under = [](std::string_view name, std::string_view key) {
        return name == key || (name.size() > key.size() && name.starts_with(key) && name[key.size()] == '.');
    };
    Scope out;
    for (const LatchFacts::Scope& scope : latch.scopes) {
        const bool hit = scope.kind == 1   ? under(intent.instrument, scope.key) || under(intent.route, scope.key)
                         : scope.kind == 2 ? intent.instrument == scope.key
                                           : intent.source == scope.key;
        if (!hit) continue;
        (scope.halted ? out.halted : out.reducing) = true;
    }
    return out;
}

Account::Account(const RiskConfig& config, std::string account_route, bool nets_always)
    : route(std::move(account_route)), netting(nets_always), gate(config) {
    if (nets_always) currency = config.paper_currency;
}

const TradeSpec* Account::spec(DeskCore& core, std::string_view instrument) {
    const TradeSpec* known = core.port.spec(instrument);
    if (known == nullptr) return nullptr;
    TradeSpec& own = m_specs[std::string(instrument)];
    own = *known;
    own.instrument = instrument;
    if (netting) own.hedging = false;
    return &own;
}

std::optional<Decimal> Account::fx(DeskCore& core, const TradeSpec& spec) const {
    if (currency.empty() || spec.quote.empty()) return std::nullopt;
    if (sameCurrency(spec.quote, currency)) return Decimal{1, 0};
    const std::string::size_type dot = spec.instrument.rfind('.');
    const std::string venue = dot == std::string::npos ? std::string() : spec.instrument.substr(0, dot + 1);
    if (const auto direct = middle(core, venue + spec.quote + currency, false)) return direct;
    return middle(core, venue + currency + spec.quote, true);
}

bool Account::exposed(const DeskCore& core) const {
    if (book.openPositions() != 0) return true;
    for (const Tracked* tracked : core.store.live())
        if (tracked->order.intent.route == route && orderIsLive(tracked->order.state)) return true;
    return false;
}

FillEffect Account::fill(DeskCore& core, Tracked* tracked, Held& held, OrderSide side, Qty qty, Int128 cost,
                         std::string_view ticket, bool close, Money fee) {
    if (const auto rate = fx(core, held.spec)) held.fx = rate;
    const std::string_view client_id = tracked == nullptr ? std::string_view{} : tracked->order.intent.client_id;
    FillEffect effect = PositionBook::apply(held, side, qty, cost, ticket, client_id, close, core.now.mono);
    const std::string price = formatUnits(qty.units == 0 ? Int128{0} : (cost + qty.units / 2) / qty.units, held.spec.price_digits);
    core.ledgerFill(tracked, route, held.spec.instrument, side, effect, qty, held.spec.qty_digits, price);
    if (effect.closed.units != 0 && effect.realized)
        gate.onClose(held.spec.instrument, *effect.realized - fee, core.gateTime());
    if (effect.opened.units != 0) gate.onOpeningFill(held.spec.instrument, core.gateTime());
    return effect;
}

void Account::reading(DeskCore& core, const AccountReading& reading) {
    if (!reading.currency.empty()) currency = reading.currency;
    if (!reading.account.empty()) masked = reading.account;
    const Code code = gate.onReading(reading, core.gateTime());
    const bool told = code == m_reading_code;  // each kind of trouble once, until a good one comes
    m_reading_code = code;
    if (code != Code::Ok && !told) core.risk(Severity::Warning, code, route, "account reading " + reading.reply_id);
}

void Account::drain(DeskCore& core) {
    for (const risk::GateTrip& wanted : gate.takeTrips()) core.trip(route, wanted.cause, wanted.target, wanted.reason);
    for (const risk::GateNote& note : gate.takeNotes()) core.risk(Severity::Warning, note.code, route, note.text);
    const std::uint64_t version = gate.dayStateVersion();
    if (version == m_saved_version || (m_ever_saved && core.now.mono - m_saved < kNsPerSec)) return;
    m_saved_version = version;
    m_saved = core.now.mono;
    m_ever_saved = true;
    core.port.save(route, gate.dayState(core.gateTime()));
}

void Account::onTimer(DeskCore& core, bool armed) { gate.onTimer(armed && exposed(core), core.gateTime()); }

}  // namespace bw::trade
