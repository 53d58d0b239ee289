// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/risk/limits/gate.h"

namespace bw::test {

inline constexpr std::int64_t kNoon = 1'768'478'400'000'000'000;  // 2026-01-15 12:00 UTC, a Thursday
inline constexpr std::int64_t kHour = 60 * kNsPerMin;
inline constexpr std::int64_t kDay = 24 * kHour;

inline Money money(double amount) { return {static_cast<std::int64_t>(amount * 1e8 + (amount < 0 ? -0.5 : 0.5))}; }

/// A gate with everything in order: 0.01 lots of EURUSD (1,080 USD) on an account of 100,000 USD pass every step.
struct Desk {
    RiskConfig config;
    TradeSpec spec;
    OrderIntent intent;
    risk::GateFacts facts;
    risk::GateRequest request;
    std::shared_ptr<risk::RiskGate> gate;
    std::int64_t mono = 1000 * kNsPerSec, wall = kNoon;
    std::vector<risk::Holding> holdings;
    int readings = 0, orders = 0;

    Desk() {
        config.limits.max_position_qty_mt5 = 0;
        spec = {.instrument = "mt5.demo.EURUSD", .price_digits = 5, .qty_digits = 2, .qty_min = {1}, .qty_max = {10'000}, .qty_step = {1},
                .tick = {1}, .contract_size = {1, 5}, .base = "EUR", .quote = "USD", .group = "", .sector = "", .qty_unit = "lots"};
        intent.client_id = "BWAAAAAAAA-1";
        intent.route = "paper";
        intent.instrument = spec.instrument;
        intent.qty = {1};
        intent.source = "gui";
        facts.latch = risk::LatchState::Active;
        facts.mode = ExecutionMode::Paper;
        facts.source_allowed = facts.armed = facts.route_known = facts.book_valid = facts.position_known = true;
        facts.bid = Price{107'999};
        facts.ask = Price{108'001};
        facts.quote_age_ms = 0;
        facts.fx = Decimal{1, 0};
    }
    [[nodiscard]] risk::GateTime now() const { return {{wall}, {mono}}; }
    void pass(std::int64_t ns) {
        mono += ns;
        wall += ns;
    }
    void make() { gate = std::make_shared<risk::RiskGate>(config); }
    Code read(const std::string& equity, const std::string& balance = "100000", const std::string& margin = "0") {
        return read(equity, balance, margin, "r" + std::to_string(++readings));
    }
    Code read(const std::string& equity, const std::string& balance, const std::string& margin, const std::string& id) {
        AccountReading reading;
        reading.reply_id = id;
        reading.equity = equity;
        reading.balance = balance;
        reading.margin_used = margin;
        return gate->onReading(reading, now());
    }
    /// A gate that has seen its account.
    Desk& start() {
        make();
        read("100000");
        return *this;
    }
    risk::GateVerdict decide() {
        link();
        return gate->decide(request, facts, now());
    }
    [[nodiscard]] risk::GateVerdict preview() {
        link();
        return gate->preview(request, facts, now());
    }
    Code code() { return preview().code; }
    /// Another order than the one before, so that L15 does not matter.
    Code next() {
        intent.client_id = "BWAAAAAAAA-" + std::to_string(++orders + 1);
        intent.tp = Price{200'000 + orders};
        intent.source = "gui" + std::to_string(orders);
        return decide().code;
    }
    [[nodiscard]] std::vector<risk::LimitUse> rows() const { return gate->limits(holdings, 0, now()); }
    [[nodiscard]] risk::LimitUse row(std::string_view id) const {
        for (risk::LimitUse& use : rows())
            if (use.id == id) return use;
        return {};
    }
    /// Three fresh, distinct readings, 500 ms apart; the causes that came up.
    std::vector<Code> confirm(const std::string& equity) {
        for (int i = 0; i < 3; ++i) {
            pass(500 * kNsPerMs);
            read(equity);
        }
        return causes();
    }
    std::vector<Code> causes() {
        std::vector<Code> out;
        for (const risk::GateTrip& trip : gate->takeTrips()) out.push_back(trip.cause);
        return out;
    }

private:
    void link() {
        request.intent = &intent;
        facts.spec = &spec;
        facts.holdings = holdings;
    }
};

}  // namespace bw::test
