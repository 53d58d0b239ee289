// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_desk.h"

namespace bw::uitest {
namespace {

template <class View, class Row, std::size_t N>
Row& add(View&, std::array<Row, N>& rows, int& count) {
    return rows[static_cast<std::size_t>(count++)];
}

void addLimit(api::TradeView& desk, std::string_view id, std::string_view unit, double value, double limit,
              api::LimitRow::State state, std::string_view subject = {}) {
    api::LimitRow& row = add(desk, desk.limits, desk.limit_count);
    row.id = id;
    row.unit = unit;
    row.subject = subject;
    row.limit = limit;
    row.state = state;
    row.age_ms = 1'400;
    if (state == api::LimitRow::State::Unknown || state == api::LimitRow::State::Off) {
        row.age_ms = state == api::LimitRow::State::Off ? -1 : 34'000;
        return;
    }
    row.has_value = true;
    row.value = value;
    row.used_bp = static_cast<std::int64_t>(value / limit * 1e4);
}

void addLimits(api::TradeView& desk) {
    using State = api::LimitRow::State;
    addLimit(desk, "L01", "USD", 84.2, 100, State::Warn);
    desk.limits[0].streak = 2;
    desk.limits[0].streak_need = 3;
    addLimit(desk, "L02", "bp", 8, 500, State::Ok);
    addLimit(desk, "L03", "bp", 12, 300, State::Ok);
    addLimit(desk, "L04", "orders", 37, 100, State::Ok);
    desk.limits[3].window_ms = 60'000;
    addLimit(desk, "L05", "orders", 2, 10, State::Ok);
    desk.limits[4].window_ms = 100;
    addLimit(desk, "L06", "fills", 12, 50, State::Ok);
    addLimit(desk, "L07", "USD", 10'420.5, 10'000, State::Breach, "demo.usdm.BTCUSDT");
    addLimit(desk, "L08", "lots", 0, 1, State::Off, "demo.mt5.EURUSD");
    addLimit(desk, "L09", "USD", 0, 10'000, State::Ok);
    addLimit(desk, "L10", "positions", 3, 10, State::Ok);
    addLimit(desk, "L11t", "bp", 3'100, 10'000, State::Ok);
    addLimit(desk, "L12", "x", 0.31, 5, State::Ok);
    addLimit(desk, "L13", "%", 0, 150, State::Unknown);
    addLimit(desk, "L16", "bp", 0, 0, State::Off);
}

void addAccounts(api::TradeView& desk) {
    api::AccountRow& paper = add(desk, desk.accounts, desk.account_count);
    paper.route = "paper";
    paper.currency = "USD";
    paper.has_equity = paper.has_day = true;
    paper.equity = 99'915.8;
    paper.balance = 99'990;
    paper.day_pnl = -84.2;
    paper.day_start = 100'000;
    paper.hwm = 100'034;
    paper.drawdown_bp = 12;
    paper.age_ms = 400;
    paper.quality = Code::Ok;
    api::AccountRow& mt5 = add(desk, desk.accounts, desk.account_count);
    mt5.route = "mt5.demo";
    mt5.currency = "EUR";
    mt5.account = "***417";
    mt5.age_ms = 34'000;  // nothing usable came yet
}

void addRoutes(api::TradeView& desk) {
    api::GatewayRow& paper = add(desk, desk.gateways, desk.gateway_count);
    paper.route = "paper";
    paper.health = RouteHealth::Healthy;
    paper.enabled = paper.armed = paper.secure = paper.reconciled = paper.can_cancel = true;
    paper.trade_mode = 0;
    paper.recon = api::GatewayRow::Recon::Success;
    paper.recon_age_ms = 3'000;
    api::GatewayRow& mt5 = add(desk, desk.gateways, desk.gateway_count);
    mt5.route = "mt5.demo";
    mt5.endpoint = "tcp://127.0.0.1:5555";
    mt5.dialect = Dialect::P3;
    mt5.health = RouteHealth::Degraded;
    mt5.enabled = mt5.secure = mt5.reconciled = mt5.polls_slowly = true;
    mt5.trade_mode = 0;
    mt5.ping_count = 58;
    mt5.timeouts = 2;
    mt5.ping_p50_ns = 512 * kNsPerMs;
    mt5.ping_p95_ns = 991 * kNsPerMs;
    mt5.offset_ns = 3 * kNsPerMs;
    mt5.offset_error_ns = 256 * kNsPerMs;
    mt5.recon = api::GatewayRow::Recon::Partial;
    mt5.recon_age_ms = 9'000;
    mt5.findings = 2;
    api::GatewayRow& gone = add(desk, desk.gateways, desk.gateway_count);
    gone.route = "mt5.second";
    gone.endpoint = "tcp://10.0.0.9:5555";
    gone.enabled = true;
    gone.health = RouteHealth::Failed;
    gone.error = Code::GatewayDown;
    gone.recon = api::GatewayRow::Recon::Failed;
}

api::OrderRow& addOrder(api::TradeView& desk, WallTime now, std::string_view id, OrderState state, OrderSide side,
                        OrderType type, std::int64_t qty, std::int64_t price) {
    api::OrderRow& row = add(desk, desk.orders, desk.order_count);
    row.client_id = id;
    row.route = "paper";
    row.instrument = "demo.usdm.BTCUSDT";
    row.side = side;
    row.type = type;
    row.state = state;
    row.price_digits = 8;
    row.qty_digits = 8;
    row.qty = Qty{qty * 1'000'000};
    if (type == OrderType::Limit) {
        row.has_price = true;
        row.price = Price{price * 10'000'000};
    }
    if (type == OrderType::Stop) {
        row.has_stop = true;
        row.stop = Price{price * 10'000'000};
    }
    row.created = now + -desk.order_count * 41 * kNsPerSec;
    row.changed = row.created + 90 * kNsPerMs;
    return row;
}

void addOrders(api::TradeView& desk, WallTime now) {
    addOrder(desk, now, "BW3F9C1AB2-12", OrderState::Working, OrderSide::Buy, OrderType::Limit, 5, 640'505);
    addOrder(desk, now, "BW3F9C1AB2-11", OrderState::Sending, OrderSide::Sell, OrderType::Market, 3, 0);
    api::OrderRow& partial =
        addOrder(desk, now, "BW3F9C1AB2-10", OrderState::Partial, OrderSide::Sell, OrderType::Limit, 25, 642'000);
    partial.filled = Qty{10 * 1'000'000};
    partial.has_avg = partial.has_sl = true;
    partial.avg = Price{642'000 * 10'000'000LL};
    partial.sl = Price{648'000 * 10'000'000LL};
    addOrder(desk, now, "BW3F9C1AB2-9", OrderState::CancelPending, OrderSide::Buy, OrderType::Stop, 5, 655'000);
    api::OrderRow& unknown =
        addOrder(desk, now, "BW3F9C1AB2-8", OrderState::Unknown, OrderSide::Buy, OrderType::Market, 1, 0);
    unknown.route = "mt5.demo";
    unknown.instrument = "demo.mt5.EURUSD";
    unknown.code = Code::OutcomeUnknown;
    api::OrderRow& orphan = addOrder(desk, now, "", OrderState::Working, OrderSide::Buy, OrderType::Limit, 10, 10'800);
    orphan.route = "mt5.demo";
    orphan.instrument = "demo.mt5.EURUSD";
    orphan.venue_id = "88123417";
    orphan.external = true;
    orphan.code = Code::ReconOrphan;
    api::OrderRow& filled =
        addOrder(desk, now, "BW3F9C1AB2-7", OrderState::Filled, OrderSide::Buy, OrderType::Market, 20, 0);
    filled.filled = filled.qty;
    filled.has_avg = true;
    filled.avg = Price{641'205 * 10'000'000LL};
    api::OrderRow& refused =
        addOrder(desk, now, "BW3F9C1AB2-6", OrderState::RejectedLocal, OrderSide::Buy, OrderType::Limit, 900, 640'000);
    refused.code = Code::RiskOrderSize;
    api::OrderRow& rejected =
        addOrder(desk, now, "BW3F9C1AB2-5", OrderState::Rejected, OrderSide::Sell, OrderType::Market, 1, 0);
    rejected.route = "mt5.demo";
    rejected.instrument = "demo.mt5.EURUSD";
    rejected.code = Code::VenueDisabled;
    rejected.text = "AutoTrading disabled by client";
    addOrder(desk, now, "BW3F9C1AB2-4", OrderState::Cancelled, OrderSide::Buy, OrderType::Limit, 5, 639'000);
}

void addPositions(api::TradeView& desk) {
    api::PositionRow& btc = add(desk, desk.positions, desk.position_count);
    btc.route = "paper";
    btc.instrument = "demo.usdm.BTCUSDT";
    btc.price_digits = btc.qty_digits = 8;
    btc.qty = Qty{16 * 1'000'000};
    btc.open = Price{641'205 * 10'000'000LL};
    btc.has_mark = btc.has_pnl = true;
    btc.mark = Price{640'680 * 10'000'000LL};
    btc.pnl = -8.4;
    btc.realized = 12.75;
    btc.notional = 10'250.88;
    api::PositionRow& eur = add(desk, desk.positions, desk.position_count);
    eur.route = "mt5.demo";
    eur.instrument = "demo.mt5.EURUSD";
    eur.ticket = "88123377";
    eur.is_long = false;
    eur.external = eur.drift = true;
    eur.price_digits = 5;
    eur.qty_digits = 2;
    eur.qty = Qty{30};
    eur.open = Price{108'455};  // no mark: its quote is stale
}

}  // namespace

api::TradeView watchingDesk() {
    api::TradeView desk;
    desk.version = 1;
    desk.mode = ExecutionMode::Off;
    desk.why_not_count = 1;
    desk.why_not[0] = Code::NotArmed;
    return desk;
}

api::TradeView busyDesk(WallTime now) {
    api::TradeView desk;
    desk.version = 2;
    desk.mode = ExecutionMode::Paper;
    desk.session = "3F9C1AB";
    desk.orders_today = 12;
    desk.rejects_today = 2;
    desk.unknown_orders = 1;
    addLimits(desk);
    addAccounts(desk);
    addRoutes(desk);
    addOrders(desk, now);
    addPositions(desk);
    api::BreakerRow& open = add(desk, desk.breakers, desk.breaker_count);
    open.instrument = "demo.usdm.SOLUSDT";
    open.state = api::BreakerRow::State::Open;
    open.losing_run = 3;
    open.trips_today = 1;
    open.day_loss = 41.5;
    open.reopens_in_ms = 204'000;
    api::BreakerRow& closed = add(desk, desk.breakers, desk.breaker_count);
    closed.instrument = "demo.usdm.BTCUSDT";
    closed.losing_run = 1;
    closed.day_loss = 3.2;
    return desk;
}

api::AlertsView someAlerts(WallTime now) {
    using State = api::AlertRow::State;
    api::AlertsView out;
    out.version = 1;
    const auto alert = [&](std::string_view rule, std::string_view labels, AlertSeverity severity, State state,
                           std::int64_t ago_s) -> api::AlertRow& {
        api::AlertRow& row = out.rows[static_cast<std::size_t>(out.count++)];
        row.alert_id = static_cast<std::uint64_t>(out.count);
        row.rule = rule;
        row.labels = labels;
        row.severity = severity;
        row.state = state;
        row.since = now + -ago_s * kNsPerSec;
        if (state == State::Firing) {
            ++out.firing[static_cast<std::size_t>(severity)];
            ++out.unacknowledged;
        }
        return row;
    };
    const auto valued = [](api::AlertRow& row, double value, double threshold) {
        row.has_value = true;
        row.value = value;
        row.threshold = threshold;
    };
    valued(alert("limit_warn", "limit=L01", AlertSeverity::Warning, State::Firing, 65), 0.842, 0.8);
    valued(alert("order_unknown", "route=mt5.demo,order=BW3F9C1AB2-8", AlertSeverity::Critical, State::Firing, 12), 1,
           0);
    api::AlertRow& gateway = alert("gateway_failed", "route=mt5.second", AlertSeverity::High, State::Firing, 640);
    valued(gateway, 3, 3);
    gateway.acknowledged = true;
    gateway.ack_actor = "button";
    gateway.ack_at = now + -600 * kNsPerSec;
    --out.unacknowledged;
    api::AlertRow& silent =
        alert("data_starved", "instrument=demo.mt5.EURUSD", AlertSeverity::Warning, State::Firing, 31);
    silent.threshold = 10;  // its input is not known now
    silent.muted_ms = 714'000;
    alert("queue_backlog", "queue=ingest", AlertSeverity::Warning, State::Pending, 5).threshold = 1'000;
    api::AlertRow& ended =
        alert("tick_latency", "source=demo.usdm/pub", AlertSeverity::Warning, State::Resolved, 3'600);
    valued(ended, 212.4, 200);
    ended.ended = now + -3'400 * kNsPerSec;
    out.webhook_configured = true;
    out.webhook_sent = 14;
    out.webhook_failed = 1;
    out.mute_count = 1;
    out.mutes[0].rule = "data_starved";
    out.mutes[0].labels = "instrument=demo.mt5.EURUSD";
    out.mutes[0].left_ms = 714'000;
    return out;
}

api::EngineApi::DrillStatus someDrills(WallTime now) {
    using Step = api::EngineApi::DrillStep;
    api::EngineApi::DrillStatus out;
    api::EngineApi::DrillReport good;
    good.started = now + -7'200 * kNsPerSec;
    good.pass = true;
    good.rounds = 120;
    good.orders = 480;
    good.load_msgs_per_s = 10'240;
    good.verified = 120;
    good.steps = {Step{"flag", 120, 0.0008, 0.0014, 0.0021, 0.0036, 0.0041, 0.01},
                  Step{"fence", 120, 0.02, 0.3, 1.1, 4.2, 6.8, 20},
                  Step{"durable", 120, 1.2, 3.9, 6.1, 9.4, 11.2, 20},
                  Step{"companion", 120, 1.9, 5.2, 8.8, 14, 18.2, 50},
                  Step{"sent", 120, 3.1, 7.7, 12.4, 20.3, 31, 60},
                  Step{"acknowledged", 120, 4.2, 9.1, 16.2, 28.8, 41.3, 2'000},
                  Step{"verified", 120, 506, 512, 530, 561, 590, 5'000}};
    api::EngineApi::DrillReport slow = good;
    slow.started = now + -40 * 3'600 * kNsPerSec;
    slow.pass = false;
    slow.code = Code::DrillSlowDisk;
    slow.rounds = 20;
    slow.verified = 19;
    slow.steps[2] = Step{"durable", 20, 80, 104, 131, -1, 140.2, 20};
    slow.steps[6] = Step{"verified", 0, 0, 0, 0, -1, 0, 5'000};
    out.history = {good, slow};
    return out;
}

void haltWithRoutes(FakeEngine& engine) {
    engine.kill("button", "kill button");
    engine.advance(50 * kNsPerMs);
    using State = api::RiskStep::State;
    api::RiskView& risk = engine.risk_view;
    risk.step_count = 4;  // flag, fence, durable, companion
    const auto step = [&](std::string_view name, std::string_view route, State state, std::int64_t ms,
                          std::string_view detail) {
        risk.steps[static_cast<std::size_t>(risk.step_count++)] = {name, route, detail, state,
                                                                   ms < 0 ? -1 : ms * kNsPerMs};
    };
    step("sent", "paper", State::Done, 6, "");
    step("acknowledged", "paper", State::Done, 9, "");
    step("queried", "paper", State::Done, 12, "");
    step("verified", "paper", State::Pending, -1, "");
    step("sent", "mt5.demo", State::NotApplicable, -1, "unsupported");
    step("acknowledged", "mt5.demo", State::Failed, -1, "not_acknowledged");
    step("queried", "mt5.demo", State::Done, 61, "");
    step("verified", "mt5.demo", State::Failed, 2'061, "refused(MARKET_CLOSED)");
    risk.scope_count = 1;
    risk.scopes[0].kind = api::RiskView::Scope::Kind::Instrument;
    risk.scopes[0].halted = true;
    risk.scopes[0].key = "demo.usdm.SOLUSDT";
    risk.scopes[0].since = risk.since;
    risk.flat = false;
}

}  // namespace bw::uitest
