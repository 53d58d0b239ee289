// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts through the engine: frames in; notices, ledger lines, events and the view out, by the clock of the frames.
#include <QTest>

#include <memory>

#include "engine_test.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;
using api::Notice;

namespace {

struct AlertSink final : EngineSink {
    std::vector<risk::AlertEvent> events;
    std::vector<Notice> notices;
    std::vector<AuditLine> audit;
    void onItem(const api::DisplayItem&) override {}
    void onNotice(Notice notice) override {
        if (notice.kind == Notice::Kind::Alert) notices.push_back(notice);
    }
    void onAlert(const risk::AlertEvent& event) override { events.push_back(event); }
    void onAudit(AuditLine line) override { audit.push_back(std::move(line)); }
    void onRequest(feed::FeedRequest) override {}
    [[nodiscard]] bool wantsItems() const override { return false; }
};

/// One market that trades each second, and its clock in 100 ms.
struct World {
    AlertSink sink;
    std::string ledger;
    Pipeline pipeline;
    std::int64_t now_ms = 0, wall_off_ms = 0, delay_ms = 20;
    std::uint64_t trade_id = 1'000;
    bool trades = true;

    explicit World(EngineConfig config = {})
        : pipeline(std::move(config), sink, [this](std::string_view line) { ledger += line; }) {}
    void frame(std::string_view source, std::string_view text) {
        const FrameBytes bytes(text);
        pipeline.onFrame({source, {kWallNs + (now_ms + wall_off_ms) * kNsPerMs}, {kNsPerSec + now_ms * kNsPerMs}, bytes.view()});
    }
    void trade1() { frame("binance.usdm/pub#1", engine::test::tradeText(++trade_id, "100.5", "1", false, now_ms - delay_ms)); }
    void pass(std::int64_t seconds) {
        for (const std::int64_t end = now_ms + seconds * 1'000; now_ms < end;) {
            now_ms += 100;
            if (trades) trade1();
            frame("timer", R"({"ctl":"tick"})");
        }
    }
    [[nodiscard]] int count(std::string_view rule, risk::AlertEvent::Kind kind = risk::AlertEvent::Kind::Firing) const {
        int n = 0;
        for (const risk::AlertEvent& event : sink.events) n += event.rule == rule && event.kind == kind;
        return n;
    }
    [[nodiscard]] const risk::AlertEvent& last() const { return sink.events.back(); }
    [[nodiscard]] std::unique_ptr<api::AlertsView> view() const {
        auto out = std::make_unique<api::AlertsView>();
        pipeline.alerts().fill(*out);
        return out;
    }
};
using enum risk::AlertEvent::Kind;

}  // namespace

class TestAlertDesk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aQuietMinuteRaisesNothing() {
        World w;
        w.pass(60);
        QVERIFY(w.sink.events.empty());
        QCOMPARE(w.view()->count, 0);
    }

    void aSourceWithoutDataForHalfAnHour() {
        World w;
        w.pass(5);
        w.trades = false;
        w.pass(1'800);
        QCOMPARE(w.count("data_none"), 0);
        w.pass(3);
        QCOMPARE(w.count("data_none"), 1);
        QCOMPARE(w.last().labels, std::string("source=binance.usdm/pub"));
        QCOMPARE(w.last().type, std::string("DATA_STARVED"));
        w.trades = true;
        w.pass(29);
        QCOMPARE(w.count("data_none", Resolved), 0);
        w.pass(3);
        QCOMPARE(w.count("data_none", Resolved), 1);
    }

    void aLineThatNeverCameUpIsWithoutDataToo() {
        World w;
        w.trades = false;
        w.frame("binance.spot/pub#1!", R"({"ctl":"fail","code":"timeout","retry_ms":1000})");
        w.pass(1'805);
        QCOMPARE(w.count("data_none"), 1);
    }

    void restAndControlLinesOweNoData() {
        World w;
        w.frame("binance.usdm/rest!", R"({"ctl":"fail","code":"timeout"})");
        w.frame("user!", R"({"ctl":"resync","instrument":"x"})");
        w.pass(1'805);
        QCOMPARE(w.count("data_none"), 0);
    }

    void aStarvedStream() {
        World w;
        const auto other = [&] { w.frame("binance.usdm/pub#1", ticker(static_cast<std::uint64_t>(w.now_ms + 1), "100", "1", "101", "1", w.now_ms)); };
        other();
        for (int s = 0; s < 155; ++s) {  // trades starve after 150 s while the line delivers
            w.trades = false;
            if (s == 0) w.trade1();
            other();
            w.pass(1);
        }
        QCOMPARE(w.count("data_starved"), 1);
        QCOMPARE(w.last().labels, std::string("instrument=binance.usdm.BTCUSDT,stream=trade"));
        w.trades = true;
        for (int s = 0; s < 35; ++s) {
            other();
            w.pass(1);
        }
        QCOMPARE(w.count("data_starved", Resolved), 1);
    }

    void threeErrorsWithNoSuccessBetween() {
        World w;
        w.pass(2);
        w.trades = false;
        for (int i = 0; i < 2; ++i) w.frame("binance.usdm/pub#1", "{broken");
        w.trade1();
        w.frame("binance.usdm/pub#1", "{broken");
        w.frame("binance.usdm/pub#1", "{broken");
        QCOMPARE(w.count("errors_consecutive"), 0);
        w.frame("binance.usdm/pub#1", "{broken");
        QCOMPARE(w.count("errors_consecutive"), 1);  // at once, without the second
        QCOMPARE(w.last().labels, std::string("component=binance.usdm/pub"));
        w.trades = true;
        w.pass(35);
        QCOMPARE(w.count("errors_consecutive", Resolved), 1);
    }

    void failedConnectionsAreErrorsToo() {
        World w;
        w.trades = false;
        for (int i = 0; i < 3; ++i) w.frame("binance.spot/pub#1!", R"({"ctl":"fail","code":"timeout","retry_ms":1000})");
        QCOMPARE(w.count("errors_consecutive"), 1);
    }

    void theErrorRateOfFiveMinutes() {
        World w;
        w.pass(20);  // 200 good ones
        for (int i = 0; i < 2; ++i) w.frame("binance.usdm/pub#1", "{broken");
        w.pass(50);
        QCOMPARE(w.count("error_rate"), 0);  // 2 of 300 and fewer
        World bad;
        bad.pass(20);
        for (int s = 0; s < 70; ++s) {
            bad.frame("binance.usdm/pub#1", "{broken");  // 1 of 11
            bad.pass(1);
        }
        QCOMPARE(bad.count("error_rate"), 1);
        bad.pass(420);
        QCOMPARE(bad.count("error_rate", Resolved), 1);
    }

    void latencyOfTheLastMinute() {
        World w;
        w.delay_ms = 190;
        w.pass(200);
        QCOMPARE(w.count("tick_latency"), 0);
        w.delay_ms = 400;
        w.pass(55);
        QCOMPARE(w.count("tick_latency"), 0);
        w.pass(30);
        QCOMPARE(w.count("tick_latency"), 1);
        w.delay_ms = 10;
        w.pass(120);
        QCOMPARE(w.count("tick_latency", Resolved), 1);
    }

    void theLatchIsNotWaitedFor() {
        World w;
        w.pass(3);
        w.frame("risk.latch!", R"({"ctl":"latch","state":"HALTED","cause":"L01_DAILY_LOSS","trip_id":"ab12"})");
        QCOMPARE(w.count("breaker_trip"), 1);
        QCOMPARE(w.last().type, std::string("MAX_DAILY_LOSS_EXCEEDED"));
        QCOMPARE(w.last().severity, AlertSeverity::Critical);
        QCOMPARE(w.last().latch, std::string("HALTED"));
        QCOMPARE(w.last().trip_id, std::string("ab12"));
        QVERIFY(w.last().stays_visible);
        w.pass(600);
        QCOMPARE(w.count("breaker_trip"), 1);
        w.frame("risk.latch!", R"({"ctl":"latch","state":"ACTIVE","cause":"ok","trip_id":""})");
        w.pass(31);
        QCOMPARE(w.count("breaker_trip", Resolved), 1);
    }

    void aTripWhoseCauseComesLaterIsOneAlert() {
        World w;
        w.pass(3);
        w.frame("risk.latch!", R"({"ctl":"latch","state":"HALTED","cause":"LATCH_HALTED","trip_id":"ab12"})");
        QCOMPARE(w.count("breaker_trip"), 0);
        w.frame("risk.latch!", R"({"ctl":"latch","state":"HALTED","cause":"MANUAL_CLI","trip_id":"ab12"})");
        w.pass(3);
        QCOMPARE(w.count("breaker_trip"), 1);
        World never;  // and one that never says it is told with the second
        never.frame("risk.latch!", R"({"ctl":"latch","state":"HALTED","cause":"LATCH_HALTED","trip_id":"1"})");
        never.pass(2);
        QCOMPARE(never.count("breaker_trip"), 1);
    }

    void metricsOfTheProcess() {
        World w;
        const auto minute = [&](std::string_view frame, int seconds) {
            for (int s = 0; s < seconds; ++s) {
                w.frame("ops.metrics!", frame);
                w.pass(1);
            }
        };
        minute(R"({"ctl":"metrics","mem_rss_bytes":499000000,"loop_p95_ns":49000000,"queue_len":500})", 70);
        QVERIFY(w.sink.events.empty());
        minute(R"({"ctl":"metrics","mem_rss_bytes":501000000,"loop_p95_ns":51000000,"queue_len":501,"queues":{"net":1001}})", 62);
        QCOMPARE(w.count("mem_rss"), 1);
        QCOMPARE(w.count("loop_latency"), 1);
        QCOMPARE(w.count("buffer_depth"), 1);
        QCOMPARE(w.count("queue_backlog"), 0);
        minute(R"({"ctl":"metrics","queues":{"net":1001}})", 240);
        QCOMPARE(w.count("queue_backlog"), 1);
        QCOMPARE(w.count("mem_rss", Resolved), 0);        // unknown holds it
        QVERIFY(w.count("metric_missing") >= 3);          // and says so
        w.frame("ops.metrics!", "{broken");
        w.pass(1);
    }

    void aGapInTheTimersFreezesThem() {
        World w;
        w.pass(5);
        w.trades = false;
        w.pass(1'790);
        w.now_ms += 3'600'000;  // the process was away
        w.pass(5);
        QCOMPARE(w.count("data_none"), 0);
        w.pass(10);
        QCOMPARE(w.count("data_none"), 1);
    }

    void aJumpOfTheWallClock() {
        World w;
        w.pass(5);
        w.wall_off_ms = 299'000;
        w.pass(5);
        QCOMPARE(w.count("clock_jump"), 0);
        w.wall_off_ms = -10'000;
        w.pass(2);
        QCOMPARE(w.count("clock_jump"), 1);
        w.pass(35);
        QCOMPARE(w.count("clock_jump", Resolved), 1);
    }

    void acknowledgeAndMuteByCommand() {
        World w;
        w.frame("risk.latch!", R"({"ctl":"latch","state":"HALTED","cause":"MANUAL_GUI","trip_id":"1"})");
        const std::string id = std::to_string(w.last().alert_id);
        w.frame("risk.cmd!", R"({"ctl":"alert.cmd","op":"ack","alert_id":)" + id + R"(,"actor":"operator","channel":"gui"})");
        QCOMPARE(w.last().kind, Acknowledged);
        QCOMPARE(w.view()->unacknowledged, 0U);
        QVERIFY(w.view()->rows[0].acknowledged);
        w.frame("risk.cmd!", R"({"ctl":"alert.cmd","op":"mute","rule":"data_none","labels":"","ms":900000,"actor":"operator"})");
        QCOMPARE(w.last().kind, Muted);
        QCOMPARE(w.view()->mute_count, 1);
        QCOMPARE(w.sink.audit.size(), std::size_t{2});
        QCOMPARE(w.sink.audit[1].detail, std::string("data_none for 900 s"));
        const auto before = w.sink.events.size();
        w.frame("risk.cmd!", R"({"ctl":"alert.cmd","op":"mute","rule":"nobody","ms":1})");
        w.frame("risk.cmd!", R"({"ctl":"alert.cmd","op":"ack","alert_id":99})");
        w.frame("risk.cmd!", R"({"ctl":"alert.cmd","op":"later"})");
        QCOMPARE(w.sink.events.size(), before);
    }

    void theViewHasWhatFires() {
        World w;
        w.frame("risk.latch!", R"({"ctl":"latch","state":"HALTED","cause":"MANUAL_GUI","trip_id":"1"})");
        const auto view = w.view();
        QCOMPARE(view->count, 1);
        QCOMPARE(view->rows[0].rule.view(), std::string_view("breaker_trip"));
        QCOMPARE(view->rows[0].labels.view(), std::string_view("cause=MANUAL_GUI"));
        QCOMPARE(view->rows[0].state, api::AlertRow::State::Firing);
        QCOMPARE(view->firing[static_cast<int>(AlertSeverity::Critical)], 1U);
        QCOMPARE(w.sink.notices.size(), std::size_t{1});
        QCOMPARE(w.sink.notices[0].code, Code::AlertFiring);
        QCOMPARE(w.sink.notices[0].b, static_cast<std::int64_t>(AlertSeverity::Critical));
        QVERIFY(w.ledger.find(R"("kind":"alert")") != std::string::npos);
    }

    void rulesLiveInTheJournalsConfiguration() {
        EngineConfig config;
        config.alert_rules[0].threshold = 2.5;
        config.alert_rules[0].labels["source"] = "a";
        const EngineConfig read = EngineConfig::fromJson(config.toJson());
        QCOMPARE(read.toJson(), config.toJson());
        QCOMPARE(read.alert_rules.size(), config.alert_rules.size());
        QVERIFY(EngineConfig::fromJson("{}").alert_rules.empty());  // of before there were alerts
    }

    void theSameFramesRaiseTheSameAlerts() {
        const auto run = [] {
            World w;
            w.pass(5);
            for (int i = 0; i < 5; ++i) w.frame("binance.usdm/pub#1", "{broken");
            w.delay_ms = 500;
            w.pass(150);
            w.frame("risk.latch!", R"({"ctl":"latch","state":"REDUCING","cause":"DRIFT","trip_id":"9"})");
            w.pass(60);
            return w.ledger;
        };
        const std::string first = run();
        QVERIFY(first.find("\"rule\":\"tick_latency\"") != std::string::npos);
        QCOMPARE(first, run());
    }
};

QTEST_GUILESS_MAIN(TestAlertDesk)
#include "tst_alert_desk.moc"
