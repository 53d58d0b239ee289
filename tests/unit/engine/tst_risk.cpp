// SPDX-License-Identifier: GPL-3.0-or-later
// Orders through the engine: control frames in, fills, ledger lines and views out; the same frames decide the same.
#include <QTest>

#include "core/engine/risk_frames.h"
#include "engine_test.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;
using trade::TradeCommand;

namespace {

constexpr std::string_view kActive = R"({"ctl":"latch","state":"ACTIVE","sim_state":"ACTIVE","cause":"ok"})";

EngineConfig paperConfig() {
    EngineConfig config;
    config.risk.execution.mode = ExecutionMode::Paper;
    return config;
}

TradeCommand buy(std::string id, std::string qty) {
    TradeCommand out;
    out.intent.client_id = std::move(id);
    out.intent.route = kPaperRoute;
    out.intent.instrument = "binance.usdm.BTCUSDT";
    out.intent.source = "gui";
    out.intent.magic = 202401;
    out.intent.created = {kWallNs};
    out.qty = std::move(qty);
    out.actor = "operator";
    out.channel = "gui";
    return out;
}

/// A running market with a paper account that has had a second to report itself.
struct Desk : Engine {
    explicit Desk(EngineConfig config = paperConfig()) : Engine(std::move(config)) {
        running();
        frame("risk.latch!", kActive);
        pass(1'500);
    }
    void pass(std::int64_t ms) {
        for (const std::int64_t end = now_ms + ms; now_ms < end;) {
            now_ms += 100;
            frame("timer", R"({"ctl":"tick"})");
            if (now_ms % 500 == 0) stream(depth(m_last, m_last + 1, "[]", "[]", now_ms)), ++m_last;
        }
    }
    FrameClass command(const TradeCommand& wish) { return frame("risk.cmd!", encodeCommand(wish)); }
    [[nodiscard]] const Order& order(std::string_view id) const {
        const Order* found = pipeline.risk().desk().find(id);
        if (found == nullptr) qFatal("no such order");
        return *found;
    }
    std::uint64_t m_last = 100;
};

}  // namespace

class TestRisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandsReadBackAsTheyWereWritten() {
        for (int kind = 0; kind <= static_cast<int>(TradeCommand::Kind::Condition); ++kind) {
            TradeCommand in = buy("BW01234567-1", "0.5");
            in.kind = static_cast<TradeCommand::Kind>(kind);
            in.price = "100.5";
            in.stop = "99";
            in.sl = "98";
            in.tp = "103";
            in.client_id = "BW01234567-1";
            in.route = "mt5.demo";
            in.subject = "a \"quoted\"\nsubject";
            in.text = "{\"equity\":\"1\"}";
            in.reason = "why";
            in.intent.side = OrderSide::Sell;
            in.intent.type = OrderType::Stop;
            in.intent.tif = Tif::Day;
            in.intent.reduce_only = true;
            in.intent.ticket = "77";
            const auto out = decodeCommand(encodeCommand(in));
            QVERIFY(static_cast<bool>(out));
            QCOMPARE(encodeCommand(*out), encodeCommand(in));
            QCOMPARE(out->subject, in.subject);
            QVERIFY(out->kind == in.kind);
        }
    }
    void aCommandThatCannotBeReadIsRejectedWithItsCode() {
        Desk e;
        QCOMPARE(e.frame("risk.cmd!", R"({"ctl":"risk.cmd"})"), FrameClass::Rejected);
        QCOMPARE(e.rejectsOf(Code::FieldMissing), 1U);
        QCOMPARE(e.frame("risk.cmd!", R"({"ctl":"risk.cmd","cmd":"submit","intent":{"id":5}})"), FrameClass::Rejected);
        QCOMPARE(e.rejectsOf(Code::FieldType), 1U);
    }
    void aLatchFrameThatSaysNothingIsHalted() {
        QVERIFY(decodeLatch(R"({"ctl":"latch","state":"whatever"})").real == risk::LatchState::Halted);
        QVERIFY(decodeLatch("not json").simulated == risk::LatchState::Halted);
        const trade::LatchFacts facts =
            decodeLatch(R"({"ctl":"latch","state":"ACTIVE","sim_state":"REDUCING","scopes":[{"kind":2,"key":"a.b.C","halted":true}]})");
        QVERIFY(facts.real == risk::LatchState::Active && facts.simulated == risk::LatchState::Reducing);
        QCOMPARE(facts.scopes.size(), std::size_t{1});
        QCOMPARE(facts.scopes[0].key, std::string("a.b.C"));
    }
    void aPaperMarketOrderFillsAtTheTouchOfTheBook() {
        Desk e;
        QCOMPARE(e.command(buy("BW01234567-1", "0.5")), FrameClass::Control);
        e.pass(200);
        const Order& order = e.order("BW01234567-1");
        QCOMPARE(orderStateName(order.state), std::string_view("FILLED"));
        QCOMPARE(order.avg_price->units, 101 * kPow10[kDefaultDigits]);
        QVERIFY(e.ledger.find("BW01234567-1") != std::string::npos);
        api::TradeView view;
        e.pipeline.fillTrade(view);
        QCOMPARE(view.position_count, 1);
        QCOMPARE(view.positions[0].qty.units, kPow10[kDefaultDigits] / 2);
    }
    void whileHaltedNothingOpens() {
        Desk e;
        e.frame("risk.latch!", R"({"ctl":"latch","state":"HALTED","sim_state":"HALTED","cause":"MANUAL_GUI"})");
        e.command(buy("BW01234567-1", "0.5"));
        e.pass(200);
        QCOMPARE(orderStateName(e.order("BW01234567-1").state), std::string_view("REJECTED_LOCAL"));
        QCOMPARE(e.order("BW01234567-1").code, Code::LatchHalted);
    }
    void withExecutionOffNothingOpens() {
        Desk e{EngineConfig{}};
        e.command(buy("BW01234567-1", "0.5"));
        e.pass(200);
        QCOMPARE(e.order("BW01234567-1").code, Code::NotArmed);
    }
    void theSameFramesDecideTheSame() {
        const auto run = [] {
            Desk e;
            e.command(buy("BW01234567-1", "0.5"));
            e.pass(700);
            e.command(buy("BW01234567-2", "1000"));
            TradeCommand sell = buy("BW01234567-3", "0.25");
            sell.intent.side = OrderSide::Sell;
            e.command(sell);
            e.pass(3'000);
            return e.ledger;
        };
        const std::string first = run();
        QVERIFY(first.find("BW01234567-3") != std::string::npos);
        QCOMPARE(run(), first);
    }
    void aJournalKeepsTheSettingsOfTheDesk() {
        EngineConfig config = paperConfig();
        config.risk.limits.max_daily_loss_abs = 12.5;
        config.risk.breaker.losing_closes = 7;
        config.risk.paper_currency = "EUR";
        config.risk.problem = "RISK_MAX_ORDER_RATE=nan";
        config.routes.push_back({"mt5.demo", "tcp://127.0.0.1:5555", "mt5.demo", true, false, true, Dialect::V6});
        QCOMPARE(EngineConfig::fromJson(config.toJson()).toJson(), config.toJson());
        QCOMPARE(EngineConfig::fromJson(config.toJson()).routes[0].instruments, std::string("mt5.demo"));
    }
};

QTEST_GUILESS_MAIN(TestRisk)
#include "tst_risk.moc"
