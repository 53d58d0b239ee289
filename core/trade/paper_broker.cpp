// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/paper_broker.h"

#include <algorithm>
#include <cmath>

namespace bw::trade {
namespace {

constexpr int kLevelsWalked = 200;
constexpr std::int64_t kReadingEvery = kNsPerSec;

Money moneyFrom(double amount) { return {std::llround(amount * static_cast<double>(kPow10[kMoneyDigits]))}; }
std::string moneyText(Money money) { return formatUnits(money.units, kMoneyDigits); }

/// The opposite touch reaches the price of a limit order.
bool touched(const OrderIntent& intent, const MarketFacts& market) {
    return intent.side == OrderSide::Buy ? *market.ask <= *intent.price : *market.bid >= *intent.price;
}
bool printedThrough(const OrderIntent& intent, Price print) {
    return intent.side == OrderSide::Buy ? print < *intent.price : print > *intent.price;
}
bool stopReached(const OrderIntent& intent, Price price) {
    return intent.side == OrderSide::Buy ? price >= *intent.stop : price <= *intent.stop;
}

}  // namespace

PaperBroker::PaperBroker(DeskCore& core, Account& account)
    : m_core(core), m_account(account), m_balance(moneyFrom(core.config.risk.paper.balance)) {}

bool PaperBroker::usable(const MarketFacts& market) const {
    return market.bid && market.ask && *market.bid < *market.ask && market.book_valid && market.quote_age_ms >= 0 &&
           market.quote_age_ms <= m_core.config.risk.limits.quote_stale_ms;
}

void PaperBroker::submit(Tracked& tracked) {
    tracked.due = m_core.now.mono + m_core.config.risk.paper.latency_ms * kNsPerMs;
    tracked.order.sent_mono = m_core.now.mono;
    (void)m_core.move(tracked, OrderState::Sending);
    if (m_core.config.risk.paper.latency_ms == 0) step(tracked, std::nullopt);
}

void PaperBroker::cancel(Tracked& tracked, Code code, std::string_view text) {
    if (tracked.order.state == OrderState::Sending) {
        if (code == Code::LatchHalted || code == Code::LatchReducing || code == Code::LatchScope) {
            (void)m_core.move(tracked, OrderState::Rejected, code, text);
            return;
        }
        (void)m_core.move(tracked, OrderState::Working);
    }
    (void)m_core.move(tracked, OrderState::Cancelled, code, text);
}

void PaperBroker::replace(Tracked& tracked, std::optional<Qty> qty, std::optional<Price> price) {
    OrderIntent& intent = tracked.order.intent;
    if (qty) intent.qty = *qty;
    if (price) (intent.type == OrderType::Stop ? intent.stop : intent.price) = price;
    m_core.notice(api::Notice::Kind::Order, Severity::Info, Code::Ok, intent.client_id, "replaced");
    work(intent.instrument, std::nullopt);
}

void PaperBroker::cancelAll(Code code, std::string_view text) {
    for (Tracked* tracked : m_core.store.live())
        if (tracked->order.intent.route == kPaperRoute) cancel(*tracked, code, text);
}

void PaperBroker::onLatch() {
    const risk::LatchState latch = m_core.latchFor(kPaperRoute);
    for (Tracked* tracked : m_core.store.live()) {
        const Order& order = tracked->order;
        if (order.intent.route != kPaperRoute || tracked->flatten) continue;
        const DeskCore::Scope scope = m_core.scopeFor(order.intent);
        if (latch == risk::LatchState::Halted) {
            cancel(*tracked, Code::LatchHalted, "the kill latch is HALTED");
        } else if (scope.halted) {
            cancel(*tracked, Code::LatchScope, "a halted scope");
        } else if ((latch == risk::LatchState::Reducing || scope.reducing) && !order.reduces) {
            cancel(*tracked, Code::LatchReducing, "only reducing orders may stay");
        }
    }
}

void PaperBroker::work(std::string_view instrument, std::optional<Price> print) {
    for (Tracked* tracked : m_core.store.live())
        if (tracked->order.intent.route == kPaperRoute && tracked->order.intent.instrument == instrument) step(*tracked, print);
}

void PaperBroker::step(Tracked& tracked, std::optional<Price> print) {
    const OrderIntent& intent = tracked.order.intent;
    if (!orderIsLive(tracked.order.state) || tracked.due > m_core.now.mono) return;
    const MarketFacts market = m_core.port.market(intent.instrument);
    if (!tracked.arrived) {
        tracked.arrived = true;
        arrive(tracked, market);
        return;
    }
    constexpr std::int64_t kDay = 86'400 * kNsPerSec;
    if (intent.tif == Tif::Day && floorDiv(intent.created.ns, kDay) != floorDiv(m_core.now.wall.ns, kDay)) {
        (void)m_core.move(tracked, OrderState::Expired);
        return;
    }
    if (intent.type == OrderType::Stop) {
        tracked.triggered = tracked.triggered || (print && stopReached(intent, *print));
        if (!usable(market)) return;
        tracked.triggered = tracked.triggered || stopReached(intent, intent.side == OrderSide::Buy ? *market.ask : *market.bid);
        if (tracked.triggered) take(tracked, market);
        return;
    }
    if (intent.type != OrderType::Limit || !usable(market)) return;
    if (touched(intent, market) || (print && printedThrough(intent, *print))) {
        const Qty qty = openQty(tracked);
        book(tracked, qty, Int128{intent.price->units} * qty.units);
    }
}

void PaperBroker::arrive(Tracked& tracked, const MarketFacts& market) {
    const OrderIntent& intent = tracked.order.intent;
    if (!usable(market)) {
        (void)m_core.move(tracked, OrderState::Rejected, Code::PaperNoMarket, "no usable market");
        return;
    }
    if (intent.type == OrderType::Market) {
        take(tracked, market);
        return;
    }
    if (intent.type == OrderType::Limit && touched(intent, market)) {
        const Qty qty = openQty(tracked);
        book(tracked, qty, Int128{intent.price->units} * qty.units);
        return;
    }
    tracked.triggered = intent.type == OrderType::Stop &&
                        stopReached(intent, intent.side == OrderSide::Buy ? *market.ask : *market.bid);
    if (tracked.triggered) {
        take(tracked, market);
        return;
    }
    (void)m_core.move(tracked, OrderState::Working);
    if (intent.tif == Tif::Ioc) (void)m_core.move(tracked, OrderState::Cancelled, Code::Ok, "ioc");
}

void PaperBroker::take(Tracked& tracked, const MarketFacts& market) {
    const OrderIntent& intent = tracked.order.intent;
    const bool buy = intent.side == OrderSide::Buy;
    const Held* held = m_account.book.find(intent.instrument);
    const TradeSpec& spec = held->spec;
    const std::int64_t worse = m_core.config.risk.paper.slip_ticks * std::max<std::int64_t>(spec.tick.units, 1) * (buy ? 1 : -1);
    const auto priced = [worse](Price price) { return Int128{std::max<std::int64_t>(price.units + worse, 1)}; };
    Qty filled, left = openQty(tracked);
    Int128 cost = 0;
    if (!market.has_depth || !market.depth) {
        cost = priced(buy ? *market.ask : *market.bid) * left.units;
        filled = left;
    } else {
        for (const Level& level : market.depth(intent.side, kLevelsWalked)) {
            const Qty part = std::min(level.qty, left - filled);
            cost += priced(level.price) * part.units;
            filled = filled + part;
            if (filled == left) break;
        }
    }
    if (filled.units == 0) {
        if (tracked.order.state == OrderState::Sending)
            (void)m_core.move(tracked, OrderState::Rejected, Code::PaperNoMarket, "no depth");
        return;
    }
    book(tracked, filled, cost);
    if (tracked.order.state == OrderState::Partial)
        (void)m_core.move(tracked, OrderState::Cancelled, Code::Ok, "the rest found no depth");
}

/// Fills `qty` for `cost`; a reduce-only order never takes more than there is to reduce.
void PaperBroker::book(Tracked& tracked, Qty qty, Int128 cost) {
    Order& order = tracked.order;
    const OrderIntent& intent = order.intent;
    Held& held = *m_account.book.find(intent.instrument);
    bool capped = false;
    if (intent.reduce_only) {
        const std::int64_t net = held.net().units;
        const std::int64_t room = intent.side == OrderSide::Buy ? std::max<std::int64_t>(-net, 0) : std::max<std::int64_t>(net, 0);
        if (room < qty.units) {
            capped = true;
            cost = mulDiv(cost, room, qty.units);
            qty = {room};
        }
        if (room == 0) {
            if (order.state == OrderState::Sending) (void)m_core.move(tracked, OrderState::Rejected, Code::NotReducing, "nothing to reduce");
            else (void)m_core.move(tracked, OrderState::Cancelled, Code::NotReducing, "nothing to reduce");
            return;
        }
    }
    const Money fee = feeOf(held, qty, cost);
    const FillEffect effect = m_account.fill(m_core, &tracked, held, intent.side, qty, cost, {}, false, fee);
    if (effect.closed.units != 0 && !effect.realized)
        m_core.risk(Severity::Critical, Code::Overflow, intent.client_id, "the result of a close cannot be expressed in money");
    m_balance = m_balance + effect.realized.value_or(Money{}) - fee;
    const Int128 before = order.avg_price ? Int128{order.avg_price->units} * order.filled.units : Int128{0};
    order.filled = order.filled + qty;
    order.avg_price = Price{static_cast<std::int64_t>((before + cost + order.filled.units / 2) / order.filled.units)};
    const bool whole = order.filled >= intent.qty;
    (void)m_core.move(tracked, whole ? OrderState::Filled : OrderState::Partial);
    if (capped && !whole) (void)m_core.move(tracked, OrderState::Cancelled, Code::NotReducing, "nothing left to reduce");
    report();
}

Money PaperBroker::feeOf(const Held& held, Qty qty, Int128 cost) const {
    const std::int64_t rate_e8 = std::llround(m_core.config.risk.paper.fee_bp * 1e4);
    if (rate_e8 == 0 || qty.units == 0) return {};
    const Price price{static_cast<std::int64_t>(cost / qty.units)};
    const auto notional = risk::notionalOf(held.spec, qty, price, held.fx.value_or(Decimal{1, 0}));
    if (!notional) return {};
    return {static_cast<std::int64_t>((Int128{notional->units} * rate_e8 + kPow10[8] - 1) / kPow10[8])};
}

Money PaperBroker::equity() {
    Money sum = m_balance;
    for (auto& [name, held] : m_account.book.all()) {
        if (held.flat()) continue;
        const MarketFacts market = m_core.port.market(name);
        const std::optional<Price> close = held.net().units > 0 ? market.bid : market.ask;
        if (close) held.mark = close;
        if (const auto rate = m_account.fx(m_core, held.spec)) held.fx = rate;
        if (held.mark) sum = sum + openProfit(held, *held.mark, held.fx.value_or(Decimal{1, 0})).value_or(Money{});
    }
    return sum;
}

void PaperBroker::report() {
    AccountReading reading;
    reading.route = kPaperRoute;
    reading.reply_id = "paper-" + std::to_string(++m_readings);
    reading.equity = moneyText(equity());
    reading.balance = moneyText(m_balance);
    reading.margin_used = "0";
    reading.currency = m_account.currency;
    m_last_reading = m_core.now.mono;
    m_account.reading(m_core, reading);
}

void PaperBroker::onTimer() {
    for (Tracked* tracked : m_core.store.live())
        if (tracked->order.intent.route == kPaperRoute) step(*tracked, std::nullopt);
    if (m_core.mode != ExecutionMode::Off && (m_readings == 0 || m_core.now.mono - m_last_reading >= kReadingEvery)) report();
}

void PaperBroker::reset() {
    cancelAll(Code::Ok, "the paper account begins again");
    m_account.book.clear();
    m_balance = moneyFrom(m_core.config.risk.paper.balance);
    m_account.gate.onAccountReset(m_core.gateTime());
    report();
}

bool PaperBroker::wants(std::string_view instrument) const {
    for (const Tracked* tracked : m_core.store.live())
        if (tracked->order.intent.route == kPaperRoute && tracked->order.intent.instrument == instrument) return true;
    const Held* held = m_account.book.find(instrument);
    return held != nullptr && !held->flat();
}

bool PaperBroker::idle() const {
    if (m_account.book.openPositions() != 0) return false;
    for (const Tracked* tracked : m_core.store.live())
        if (tracked->order.intent.route == kPaperRoute) return false;
    return true;
}

}  // namespace bw::trade
