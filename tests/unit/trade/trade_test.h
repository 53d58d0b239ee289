// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/trade/desk.h"

namespace bw::trade::test {

constexpr std::string_view kEur = "mt5.demo.EURUSD", kRoute = "mt5.demo", kBtc = "demo.usdm.BTCUSDT", kInv = "demo.coinm.BTCUSD";

inline std::int64_t units(std::string_view text, int digits) {
    std::int64_t out = 0;
    if (parseUnits(text, digits, out) != Code::Ok) qFatal("not a number: %.*s", int(text.size()), text.data());
    return out;
}

/// A market, a set of instruments and everything the desk hands over, kept.
class FakePort final : public DeskPort {
public:
    FakePort() {
        TradeSpec eur;
        eur.instrument = kEur;
        eur.price_digits = 5;
        eur.qty_digits = 2;
        eur.qty_min = {1};
        eur.qty_step = {1};
        eur.qty_max = {10'000};
        eur.tick = {1};
        eur.contract_size = {100'000, 0};
        eur.base = "EUR";
        eur.quote = "USD";
        eur.qty_unit = "lots";
        eur.hedging = true;
        specs[eur.instrument] = eur;
        TradeSpec btc;
        btc.instrument = kBtc;
        btc.price_digits = 2;
        btc.qty_digits = 3;
        btc.qty_min = btc.qty_step = {1};
        btc.tick = {10};
        btc.contract_size = {1, 0};
        btc.base = "BTC";
        btc.quote = "USDT";
        specs[btc.instrument] = btc;
        TradeSpec inverse = btc;
        inverse.instrument = kInv;
        inverse.qty_digits = 0;
        inverse.contract_size = {100, 0};
        inverse.inverse = true;
        inverse.quote = "USD";
        specs[inverse.instrument] = inverse;
        quote(kEur, "1.08500", "1.08510");
        quote(kBtc, "60000.00", "60000.10");
        quote(kInv, "50000.00", "50000.10");
    }

    const TradeSpec* spec(std::string_view instrument) override {
        const auto found = specs.find(std::string(instrument));
        return found == specs.end() ? nullptr : &found->second;
    }
    MarketFacts market(std::string_view instrument) override { return markets[std::string(instrument)]; }
    std::string instrumentOf(std::string_view route, std::string_view symbol) override {
        const std::string name = std::string(route) + "." + std::string(symbol);
        return specs.contains(name) ? name : std::string();
    }
    bool send(const RouteRequest& request) override {
        if (!accepts) return false;
        sent.push_back(request);
        return true;
    }
    void trip(Code cause, risk::LatchState target, std::string_view, bool simulated) override {
        trips.push_back({cause, target, simulated});
    }
    void notice(api::Notice notice) override { notices.push_back(notice); }
    void ledger(std::string_view members) override { lines.emplace_back(members); }
    void audit(std::string_view action, std::string_view, std::string_view, Code cause, std::string_view reason,
               std::string_view detail) override {
        audits.push_back(std::string(action) + "|" + std::string(codeName(cause)) + "|" + std::string(reason) + "|" + std::string(detail));
    }
    void save(std::string_view route, std::string_view json) override { saved[std::string(route)] = json; }

    void quote(std::string_view instrument, std::string_view bid, std::string_view ask) {
        const int digits = specs.at(std::string(instrument)).price_digits;
        MarketFacts& facts = markets[std::string(instrument)];
        facts.bid = Price{units(bid, digits)};
        facts.ask = Price{units(ask, digits)};
        facts.quote_age_ms = 0;
        facts.book_valid = true;
    }
    /// Depth that takers of one side hit.
    void depth(std::string_view instrument, OrderSide side, std::vector<std::pair<std::string, std::string>> levels) {
        const TradeSpec& spec_of = specs.at(std::string(instrument));
        std::vector<Level>& room = m_depth[std::string(instrument)][side == OrderSide::Buy ? 0 : 1];
        room.clear();
        for (const auto& [price, qty] : levels) room.push_back({Price{units(price, spec_of.price_digits)}, Qty{units(qty, spec_of.qty_digits)}});
        MarketFacts& facts = markets[std::string(instrument)];
        facts.has_depth = true;
        facts.depth = [this, name = std::string(instrument)](OrderSide taker, int max) {
            std::vector<Level> out = m_depth[name][taker == OrderSide::Buy ? 0 : 1];
            if (out.size() > std::size_t(max)) out.resize(std::size_t(max));
            return out;
        };
    }

    [[nodiscard]] int count(RouteOp op, std::string_view client_id = {}) const {
        return int(std::count_if(sent.begin(), sent.end(), [&](const RouteRequest& request) {
            return request.op == op && (client_id.empty() || request.client_id == client_id);
        }));
    }
    [[nodiscard]] const RouteRequest* last(RouteOp op) const {
        for (auto request = sent.rbegin(); request != sent.rend(); ++request)
            if (request->op == op) return &*request;
        return nullptr;
    }
    [[nodiscard]] bool noticed(Code code, std::string_view words = {}) const {
        return std::any_of(notices.begin(), notices.end(), [&](const api::Notice& notice) {
            return notice.code == code && notice.text2.view().find(words) != std::string_view::npos;
        });
    }
    [[nodiscard]] bool said(std::string_view words) const {
        return std::any_of(notices.begin(), notices.end(),
                           [&](const api::Notice& notice) { return notice.text2.view().find(words) != std::string_view::npos; });
    }
    [[nodiscard]] int lineCount(std::string_view words) const {
        return int(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(words) != std::string::npos; }));
    }

    struct Trip {
        Code cause;
        risk::LatchState target;
        bool simulated;
    };
    std::map<std::string, TradeSpec> specs;
    std::map<std::string, MarketFacts> markets;
    std::vector<RouteRequest> sent;
    std::vector<Trip> trips;
    std::vector<api::Notice> notices;
    std::vector<std::string> lines, audits;
    std::map<std::string, std::string> saved;
    bool accepts = true;

private:
    std::map<std::string, std::array<std::vector<Level>, 2>> m_depth;
};

/// A desk with its own time. Limits are wide unless a test narrows them.
class DeskRig {
public:
    explicit DeskRig(ExecutionMode mode, const std::function<void(DeskConfig&)>& change = {}) {
        DeskConfig config;
        config.risk.execution.mode = mode;
        config.risk.limits.max_position_notional_abs = config.risk.limits.max_order_notional_abs = 1e9;
        config.risk.limits.max_position_qty_mt5 = 0;
        config.risk.limits.max_positions_per_symbol = 100;
        config.risk.limits.max_open_positions = 1000;
        config.risk.limits.exposure_total_bp = config.risk.limits.exposure_symbol_bp = config.risk.limits.exposure_group_bp =
            config.risk.limits.exposure_sector_bp = 1'000'000;
        config.risk.limits.max_leverage_x100 = 100'000;
        config.risk.limits.warn_leverage_x100 = 99'000;
        config.risk.limits.max_orders_per_minute = 100'000;
        config.risk.limits.max_orders_per_burst = 10'000;
        config.risk.limits.max_daily_trades = 0;
        config.risk.limits.duplicate_ms = 0;
        config.risk.limits.max_daily_loss_abs = 1e9;
        config.risk.limits.max_daily_loss_bp = 10'000;
        config.risk.limits.drawdown_halt_bp = 10'000;
        config.risk.limits.drawdown_reduce_bp = 9'900;
        config.risk.limits.drawdown_warn_bp = 9'800;
        config.risk.breaker.enabled = false;
        config.session = "ABCDEFGH";
        RouteFacts route;
        route.name = kRoute;
        route.endpoint = "tcp://127.0.0.1:5555";
        route.enabled = true;
        config.routes.push_back(route);
        if (change) change(config);
        desk = std::make_unique<TradeDesk>(config, port);
    }

    [[nodiscard]] DeskTime now() const { return {WallTime{1'763'683'200'000'000'000 + ms * kNsPerMs}, MonoTime{1'000'000'000 + ms * kNsPerMs}}; }
    /// Time goes on by timers of 100 ms.
    void wait(std::int64_t for_ms) {
        const std::int64_t end = ms + for_ms;
        while (ms < end) {
            ms = std::min(end, (ms / 100 + 1) * 100);
            if (ms % 100 == 0) desk->onTimer(now());
        }
    }
    void latch(risk::LatchState real, risk::LatchState simulated = risk::LatchState::Active) {
        LatchFacts facts;
        facts.real = real;
        facts.simulated = simulated;
        desk->onLatch(facts, now());
    }

    struct Ticket {
        std::string qty = "0.10", price, stop, ticket;
        OrderSide side = OrderSide::Buy;
        OrderType type = OrderType::Market;
        Tif tif = Tif::Gtc;
        bool reduce_only = false;
        std::string route = std::string(kRoute), instrument = std::string(kEur), source = "gui", id;
    };
    std::string submit(const Ticket& ticket) {
        TradeCommand command;
        command.kind = TradeCommand::Kind::Submit;
        command.intent.client_id = ticket.id.empty() ? "BWABCDEFGH-" + std::to_string(++orders) : ticket.id;
        command.intent.route = ticket.route;
        command.intent.instrument = ticket.instrument;
        command.intent.side = ticket.side;
        command.intent.type = ticket.type;
        command.intent.tif = ticket.tif;
        command.intent.reduce_only = ticket.reduce_only;
        command.intent.ticket = ticket.ticket;
        command.intent.source = ticket.source;
        command.qty = ticket.qty;
        command.price = ticket.price;
        command.stop = ticket.stop;
        command.actor = "tester";
        command.channel = "test";
        desk->onCommand(command, now());
        return command.intent.client_id;
    }
    void command(TradeCommand::Kind kind, const std::function<void(TradeCommand&)>& change = {}) {
        TradeCommand command;
        command.kind = kind;
        command.actor = "tester";
        command.channel = "test";
        command.reason = "a test";
        if (change) change(command);
        desk->onCommand(command, now());
    }
    void cancel(const std::string& id) {
        command(TradeCommand::Kind::Cancel, [&id](TradeCommand& c) { c.client_id = id; });
    }
    [[nodiscard]] OrderState state(const std::string& id) const {
        const Order* const order = desk->find(id);
        return order == nullptr ? OrderState::New : order->state;
    }
    [[nodiscard]] Code code(const std::string& id) const {
        const Order* const order = desk->find(id);
        return order == nullptr ? Code::OrderNotFound : order->code;
    }

    // --- live route
    void status(Dialect dialect, RouteHealth health = RouteHealth::Healthy, std::uint32_t session = 1) {
        RouteStatus told;
        told.route = kRoute;
        told.dialect = dialect;
        told.health = health;
        told.secure = true;
        told.authentic = true;
        told.trade_mode = 0;
        told.session = session;
        desk->onRoute(told, now());
    }
    /// What the venue holds; answers of SYNC_ALL say this.
    std::vector<RoutePosition> positions;
    std::vector<RouteOrder> orders_there;
    bool has_orders = true;
    std::string equity = "100000.00";
    void answerSync() {
        for (std::size_t i = looked_at; i < port.sent.size(); ++i)
            if (port.sent[i].op == RouteOp::SyncAll) snapshot(port.sent[i].request);
        looked_at = port.sent.size();
    }
    void snapshot(std::uint64_t request) {
        RouteSnapshot told;
        told.route = kRoute;
        told.request = request;
        told.has_positions = true;
        told.has_orders = has_orders;
        told.positions = positions;
        if (has_orders) told.orders = orders_there;
        told.account = reading();
        desk->onSnapshot(told, now());
    }
    AccountReading reading() {
        AccountReading told;
        told.route = kRoute;
        told.reply_id = "r" + std::to_string(++readings);
        told.equity = told.balance = equity;
        told.margin_used = "0";
        told.currency = "USD";
        return told;
    }
    /// Waits with a venue that answers every SYNC_ALL and GET_ACCOUNT.
    void live(std::int64_t for_ms) {
        for (std::int64_t left = for_ms; left > 0; left -= 100) {
            wait(100);
            answerSync();
            const RouteRequest* const asked = port.last(RouteOp::GetAccount);
            if (asked == nullptr || asked->request == answered_account) continue;
            answered_account = asked->request;
            RouteReply ok;
            ok.route = kRoute;
            ok.request = asked->request;
            ok.op = RouteOp::GetAccount;
            ok.outcome = RouteReply::Outcome::Ok;
            desk->onReply(ok, now());
            desk->onReading(reading(), now());
        }
    }
    /// Reconciled and armed.
    void ready(Dialect dialect) {
        has_orders = dialect == Dialect::V6;
        latch(risk::LatchState::Active);
        status(dialect);
        live(2'000);
        command(TradeCommand::Kind::Arm, [](TradeCommand& c) { c.route = c.text = kRoute; });
    }
    void reply(const RouteRequest& to, RouteReply::Outcome outcome, const std::function<void(RouteReply&)>& change = {}) {
        RouteReply told;
        told.route = to.route;
        told.request = to.request;
        told.op = to.op;
        told.outcome = outcome;
        told.client_id = to.client_id;
        if (change) change(told);
        desk->onReply(told, now());
    }
    [[nodiscard]] api::TradeView view() const {
        auto out = std::make_unique<api::TradeView>();
        desk->fill(*out, now());
        return *out;
    }
    RoutePosition position(const std::string& ticket, const std::string& qty, OrderSide side = OrderSide::Buy, const std::string& open = "1.08510",
                           const std::string& client_id = {}) const {
        RoutePosition out;
        out.symbol = "EURUSD";
        out.ticket = ticket;
        out.qty = qty;
        out.open_price = open;
        out.side = side;
        out.client_id = client_id;
        return out;
    }

    FakePort port;
    std::unique_ptr<TradeDesk> desk;
    std::int64_t ms = 0;
    std::size_t looked_at = 0;
    std::uint64_t orders = 0, answered_account = 0, readings = 0;
};

}  // namespace bw::trade::test
