// SPDX-License-Identifier: GPL-3.0-or-later
// The desk as shown (risk spec 8): unknown values are absent, never 0.
#include <algorithm>

#include "core/trade/desk_state.h"

namespace bw::trade {
namespace {

double amount(Money money) { return toDouble(money.units, kMoneyDigits); }

void fillLimits(api::TradeView& out, Account& account, DeskCore& core, risk::GateTime now) {
    int positions = 0;
    for (const auto& [name, held] : account.book.all()) positions += positionsOf(core, account, name, nullptr);
    for (const risk::LimitUse& use : account.gate.limits(holdingsOf(core, account), positions, now)) {
        if (out.limit_count >= api::TradeView::kLimitsMax) {
            ++out.rows_dropped;
            continue;
        }
        api::LimitRow& row = out.limits[static_cast<std::size_t>(out.limit_count++)];
        row = {};
        row.state = static_cast<api::LimitRow::State>(use.state);
        row.id = use.id;
        row.unit = use.unit;
        row.subject = use.subject.empty() ? std::string_view(account.route) : std::string_view(use.subject);
        row.has_value = use.value.has_value();
        row.value = use.value.value_or(0);
        row.limit = use.limit;
        row.used_bp = use.used_bp;
        row.window_ms = use.window_ms;
        row.streak = use.streak;
        row.streak_need = use.streak_need;
        row.age_ms = use.age_ms;
    }
    for (const risk::BreakerUse& use : account.gate.breakers(now)) {
        if (out.breaker_count >= api::TradeView::kBreakersMax) {
            ++out.rows_dropped;
            continue;
        }
        api::BreakerRow& row = out.breakers[static_cast<std::size_t>(out.breaker_count++)];
        row.state = static_cast<api::BreakerRow::State>(use.state);
        row.instrument = use.instrument;
        row.losing_run = use.losing_run;
        row.trips_today = use.trips_today;
        row.day_loss = amount(use.day_loss);
        row.reopens_in_ms = use.reopens_in_ms;
    }
}

void fillAccount(api::TradeView& out, const Account& account, risk::GateTime now) {
    if (out.account_count >= api::TradeView::kGatewaysMax) {
        ++out.rows_dropped;
        return;
    }
    api::AccountRow& row = out.accounts[static_cast<std::size_t>(out.account_count++)];
    row = {};
    const risk::AccountUse use = account.gate.account(now);
    row.route = account.route;
    row.currency = account.currency;
    row.account = account.masked;
    row.has_equity = use.equity && use.balance;
    if (row.has_equity) {
        row.equity = amount(*use.equity);
        row.balance = amount(*use.balance);
    }
    row.has_day = use.day_pnl && use.day_start && use.hwm;
    if (row.has_day) {
        row.day_pnl = amount(*use.day_pnl);
        row.day_start = amount(*use.day_start);
        row.hwm = amount(*use.hwm);
    }
    row.drawdown_bp = use.drawdown_bp;
    row.margin_level_bp = use.margin_level_bp;
    row.has_margin = use.margin_level_bp >= 0;
    row.age_ms = use.age_ms;
    row.quality = use.quality;
}

void fillPositions(api::TradeView& out, Account& account, DeskCore& core) {
    for (const auto& [name, held] : account.book.all()) {
        const MarketFacts market = held.flat() ? MarketFacts{} : core.port.market(name);
        for (const Lot& lot : held.lots) {
            if (out.position_count >= api::TradeView::kPositionsMax) {
                ++out.rows_dropped;
                continue;
            }
            api::PositionRow& row = out.positions[static_cast<std::size_t>(out.position_count++)];
            row = {};
            row.route = account.route;
            row.instrument = name;
            row.ticket = lot.ticket;
            row.is_long = lot.side == OrderSide::Buy;
            row.external = lot.external;
            row.drift = held.drift;
            row.price_digits = held.spec.price_digits;
            row.qty_digits = held.spec.qty_digits;
            row.qty = lot.qty;
            row.open = lot.average();
            row.realized = amount(held.realized);
            std::optional<Price> mark = row.is_long ? market.bid : market.ask;
            if (!mark) mark = held.mark;
            if (!mark) continue;
            row.has_mark = true;
            row.mark = *mark;
            const std::optional<Decimal> fx = held.fx ? held.fx : account.fx(core, held.spec);
            if (!fx) continue;
            Held one;
            one.spec = held.spec;
            one.lots = {lot};
            if (const auto profit = openProfit(one, *mark, *fx)) {
                row.has_pnl = true;
                row.pnl = amount(*profit);
            }
            if (const auto notional = risk::notionalOf(held.spec, lot.qty, *mark, *fx)) row.notional = amount(*notional);
        }
    }
}

void fillOrder(api::OrderRow& row, const Tracked& tracked) {
    const Order& order = tracked.order;
    const OrderIntent& intent = order.intent;
    row = {};
    row.client_id = intent.client_id;
    row.venue_id = order.venue_id;
    row.route = intent.route;
    row.instrument = intent.instrument;
    row.side = intent.side;
    row.type = intent.type;
    row.tif = intent.tif;
    row.state = order.state;
    row.price_digits = tracked.price_digits;
    row.qty_digits = tracked.qty_digits;
    row.qty = intent.qty;
    row.filled = order.filled;
    const auto copy = [](const std::optional<Price>& from, bool& has, Price& to) {
        has = from.has_value();
        to = from.value_or(Price{});
    };
    copy(intent.price, row.has_price, row.price);
    copy(intent.stop, row.has_stop, row.stop);
    copy(intent.sl, row.has_sl, row.sl);
    copy(intent.tp, row.has_tp, row.tp);
    copy(order.avg_price, row.has_avg, row.avg);
    row.reduces = order.reduces;
    row.external = order.external;
    row.code = order.code;
    row.text = order.text;
    row.created = intent.created;
    row.changed = order.changed_wall;
}

void fillGateway(api::GatewayRow& row, const RouteDesk& desk, DeskTime now) {
    const RouteStatus& status = desk.status();
    row = {};
    row.route = desk.facts.name;
    row.endpoint = status.endpoint.empty() ? desk.facts.endpoint : status.endpoint;
    row.dialect = status.dialect;
    row.health = status.health;
    row.enabled = desk.facts.enabled;
    row.armed = desk.armed();
    row.secure = status.secure;
    row.reconciled = desk.reconciler().reconciled();
    row.polls_slowly = status.polls_slowly;
    row.can_cancel = desk.canCancel();
    row.trade_mode = status.trade_mode;
    row.error = status.error;
    row.fail_count = status.fail_count;
    row.timeouts = status.timeouts;
    row.ping_count = status.ping_count;
    row.rejects = status.rejects;
    row.ping_p50_ns = status.ping_p50_ns;
    row.ping_p95_ns = status.ping_p95_ns;
    row.ping_p99_ns = status.ping_p99_ns;
    row.ping_max_ns = status.ping_max_ns;
    row.offset_ns = status.offset_ns;
    row.offset_error_ns = status.offset_error_ns;
    row.last_reply_age_ms = status.last_reply_age_ns < 0 ? -1 : status.last_reply_age_ns / kNsPerMs;
    row.recon = desk.reconciler().status();
    if (desk.reconciler().everFinished()) row.recon_age_ms = (now.mono - desk.reconciler().finished()) / kNsPerMs;
    row.findings = desk.reconciler().findings();
}

}  // namespace

void TradeDesk::fill(api::TradeView& out, DeskTime now) const {
    State& s = *m_state;
    const risk::GateTime time{now.wall, now.mono};
    out.version = ++s.view_version;
    out.mode = s.core.mode;
    out.config_problem = s.core.config.risk.problem;
    out.session = s.core.config.session;
    out.limit_count = out.account_count = out.order_count = out.position_count = out.breaker_count = out.gateway_count = 0;
    out.rows_dropped = 0;

    out.why_not_count = 0;
    const auto why = [&out](Code code) {
        const auto end = out.why_not.begin() + out.why_not_count;
        if (code == Code::Ok || std::find(out.why_not.begin(), end, code) != end) return;
        if (static_cast<std::size_t>(out.why_not_count) < out.why_not.size()) out.why_not[static_cast<std::size_t>(out.why_not_count++)] = code;
    };
    if (s.core.mode == ExecutionMode::Off) why(Code::NotArmed);
    if (s.core.mode == ExecutionMode::Paper) {
        const risk::LatchState latch = s.core.latchFor(kPaperRoute);
        if (latch == risk::LatchState::Halted) why(Code::LatchHalted);
        if (latch == risk::LatchState::Reducing) why(Code::LatchReducing);
        if (!s.paper_armed) why(Code::NotArmed);
    }
    if (s.core.mode == ExecutionMode::Live)
        for (const auto& [name, desk] : s.routes) {
            for (const Code code : desk->whyNot()) why(code);
            if (!desk->armed()) why(Code::NotArmed);
        }

    const bool paper_used = s.core.mode != ExecutionMode::Off;
    std::uint32_t second = 0, minute = 0;
    const auto count = [&](Account& account) {
        fillLimits(out, account, s.core, time);
        fillAccount(out, account, time);
        fillPositions(out, account, s.core);
        second += account.gate.ordersWithin(kNsPerSec, time);
        minute += account.gate.ordersWithin(kNsPerMin, time);
    };
    for (auto& [name, desk] : s.routes) count(desk->account);
    if (paper_used) count(s.paper_account);
    out.orders_1s = second;
    out.orders_60s = minute;

    std::vector<const Tracked*> orders = std::as_const(s.core.store).live();
    std::reverse(orders.begin(), orders.end());
    for (const Tracked* tracked : s.core.store.ended(api::TradeView::kOrdersMax)) orders.push_back(tracked);
    for (const Tracked* tracked : orders) {
        if (out.order_count < api::TradeView::kOrdersMax) fillOrder(out.orders[static_cast<std::size_t>(out.order_count++)], *tracked);
        else if (orderIsLive(tracked->order.state)) ++out.rows_dropped;
    }
    for (const auto& [name, desk] : s.routes) {
        if (out.gateway_count < api::TradeView::kGatewaysMax)
            fillGateway(out.gateways[static_cast<std::size_t>(out.gateway_count++)], *desk, now);
        else ++out.rows_dropped;
    }
    out.orders_today = s.core.orders_today;
    out.cancels_today = s.core.cancels_today;
    out.rejects_today = s.core.rejects_today;
    out.unknown_orders = s.core.store.unknown();
}

}  // namespace bw::trade
