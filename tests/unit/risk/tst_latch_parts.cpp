// SPDX-License-Identifier: GPL-3.0-or-later
// Routes a stop has to reach, and parts that are stopped alone.
#include "core/risk/reset.h"
#include "core/risk/reset_key.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

constexpr std::string_view kKey = "correct horse";

/// An ACTIVE latch with a key.
struct Running {
    Bench bench;
    Audit audit{bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", ""};
    KillLatch latch{bench.fs, bench.clock, &audit, bench.config()};
    std::uint64_t unknown = 0;
    KillReset reset{latch, bench.fs, bench.clock, &audit, ResetChecks{{}, [this] { return unknown; }}};

    Running() {
        if (!setResetKey(bench.fs, bench.clock, bench.paths(), "", kKey, 1000)) qFatal("no key");
        latch.load(bench.hooks);
        latch.service(bench.hooks);
    }
    void stop() {
        latch.trip(Code::ManualGui, "button", "test stop");
        latch.service(bench.hooks);
    }
    void report(std::string_view route, RouteStep step, StepState state, Code code = Code::Ok) {
        latch.reportRoute(route, latch.stop().number, step, state, code, "");
    }
    [[nodiscard]] LatchRoute route(std::size_t index = 0) const { return latch.snapshot().routes.at(index); }
    [[nodiscard]] std::string commit(std::vector<std::string> waive = {}, std::string scope = {}) {
        const Result<ResetTicket> ticket = reset.prepare();
        if (!ticket) return std::string(codeName(ticket.error().code));
        ResetRequest request;
        request.nonce = ticket->nonce;
        request.typed = ticket->typed;
        request.reason = "all positions checked";
        request.key = kKey;
        request.waive = std::move(waive);
        request.scope = std::move(scope);
        const Status done = reset.commit(request);
        latch.service(bench.hooks);
        return std::string(codeName(done ? Code::Ok : done.error().code));
    }
    [[nodiscard]] std::string halt(ScopeKind kind, std::string_view key, std::uint8_t state = kScopeHalt) {
        const Status done = latch.tripScope(kind, key, state, Code::ManualGui, "user:test", "book is broken");
        latch.service(bench.hooks);
        return std::string(codeName(done ? Code::Ok : done.error().code));
    }
};

struct Again {
    explicit Again(Bench& bench) : latch(bench.fs, bench.clock, nullptr, bench.config()) {
        latch.load({});
        latch.service({});
    }
    KillLatch latch;
};

}  // namespace

class TestLatchParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutRoutesAStopIsFlat() {
        Running run;
        QVERIFY(!run.latch.snapshot().flat);
        QCOMPARE(run.latch.stop().number, std::uint64_t(0));
        run.stop();
        const LatchView view = run.latch.snapshot();
        QVERIFY(view.flat);
        QVERIFY(view.routes.empty());
        QVERIFY(view.step(StepId::Cancel).detail.starts_with("Latched. No order route"));
        const KillLatch::Stop stop = run.latch.stop();
        QCOMPARE(stop.state, LatchState::Halted);
        QVERIFY(stop.number != 0 && stop.durable && stop.since.ns != 0);
    }
    void theFenceWaitsForEveryRoute() {
        Running run;
        run.latch.setRoutes({"mt5.1", "mt5.2"});
        run.stop();
        LatchView view = run.latch.snapshot();
        QCOMPARE(view.step(StepId::Fence).state, StepState::Failed);
        QCOMPARE(view.step(StepId::Fence).detail, std::string("order socket not closed in time: mt5.1, mt5.2"));
        QVERIFY(run.bench.heard("FENCE_TIMEOUT"));
        QVERIFY(view.durable);  // the sequence went on
        QVERIFY(!view.flat);

        Running good;
        good.latch.setRoutes({"mt5.1", "mt5.2"});
        good.latch.trip(Code::ManualGui, "button", "test stop");
        good.report("mt5.1", RouteStep::Fence, StepState::Done);
        good.report("mt5.2", RouteStep::Fence, StepState::Done);
        good.latch.service(good.bench.hooks);
        view = good.latch.snapshot();
        QCOMPARE(view.step(StepId::Fence).state, StepState::Done);
        for (const char* name : {"mt5.1", "mt5.2"})
            for (const RouteStep step : {RouteStep::Sent, RouteStep::Acknowledged, RouteStep::Queried}) {
                good.report(name, step, StepState::Done);
                QVERIFY(!good.latch.snapshot().flat);
            }
        good.report("mt5.1", RouteStep::Verified, StepState::Done);
        QVERIFY(!good.latch.snapshot().flat);
        QCOMPARE(good.latch.snapshot().step(StepId::Cancel).detail,
                 std::string("mt5.1: verified; mt5.2: acknowledged_not_verified"));
        good.bench.clock.advance(700 * kNsPerMs);
        good.report("mt5.2", RouteStep::Verified, StepState::Done);
        view = good.latch.snapshot();
        QVERIFY(view.flat);
        QCOMPARE(view.step(StepId::Cancel).state, StepState::Done);
        QCOMPARE(view.routes[1].mark(RouteStep::Verified).ns, 700 * kNsPerMs);
    }
    void outcomes_data() {
        QTest::addColumn<int>("sent");
        QTest::addColumn<int>("acknowledged");
        QTest::addColumn<int>("verified");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("age_ms");
        QTest::addColumn<QString>("outcome");
        const int pending = static_cast<int>(StepState::Pending), done = static_cast<int>(StepState::Done);
        const int failed = static_cast<int>(StepState::Failed), none = static_cast<int>(StepState::NotApplicable);
        const auto row = [](const char* name, int sent, int ack, int verified, Code code, int age_ms, const char* text) {
            QTest::newRow(name) << sent << ack << verified << static_cast<int>(code) << age_ms
                                << QString::fromLatin1(text);
        };
        row("nothing yet", pending, pending, pending, Code::Ok, 2000, "");
        row("nothing for long", pending, pending, pending, Code::Ok, 2001, "unreachable");
        row("could not send", failed, pending, pending, Code::GatewayDown, 10, "unreachable");
        row("sent", done, pending, pending, Code::Ok, 2000, "");
        row("sent, silence", done, pending, pending, Code::Ok, 2002, "not_acknowledged");
        row("silence reported", done, failed, pending, Code::Timeout, 10, "not_acknowledged");
        row("refused", done, failed, pending, Code::MarketClosed, 10, "refused(MARKET_CLOSED)");
        row("acknowledged", done, done, pending, Code::Ok, 10, "acknowledged_not_verified");
        row("not verified", done, done, failed, Code::QueryFailed, 10, "acknowledged_not_verified");
        row("verified", done, done, done, Code::Ok, 10, "verified");
        row("none working", none, none, done, Code::Ok, 10, "none_working");
        row("cannot cancel", failed, failed, failed, Code::Unsupported, 10, "unsupported");
    }
    void outcomes() {
        QFETCH(int, sent);
        QFETCH(int, acknowledged);
        QFETCH(int, verified);
        QFETCH(int, code);
        QFETCH(int, age_ms);
        QFETCH(QString, outcome);
        LatchRoute route;
        const std::int64_t ns = kNsPerMs;
        const auto mark = [&](RouteStep step, int state) {
            const auto one = static_cast<StepState>(state);
            route.marks[static_cast<std::size_t>(step)] = {
                one, ns, one == StepState::Failed ? static_cast<Code>(code) : Code::Ok, ""};
        };
        mark(RouteStep::Sent, sent);
        mark(RouteStep::Acknowledged, acknowledged);
        mark(RouteStep::Verified, verified);
        judgeRoute(route, age_ms * kNsPerMs);
        QCOMPARE(QString::fromStdString(route.outcome), outcome);
        QCOMPARE(route.green, outcome == QLatin1String("verified") || outcome == QLatin1String("none_working"));
    }
    void aReportOfAnEarlierTripIsDropped() {
        Running run;
        run.latch.setRoutes({"mt5.1"});
        run.stop();
        const std::uint64_t first = run.latch.stop().number;
        run.report("mt5.1", RouteStep::Verified, StepState::Done);
        QVERIFY(run.route().green);
        QCOMPARE(run.commit(), std::string("ok"));
        run.stop();
        QVERIFY(run.latch.stop().number != first);
        QVERIFY(!run.route().green);
        run.latch.reportRoute("mt5.1", first, RouteStep::Verified, StepState::Done, Code::Ok, "");
        QVERIFY(!run.route().green);
        run.report("no such route", RouteStep::Verified, StepState::Done);
        QCOMPARE(run.latch.snapshot().routes.size(), std::size_t(1));
    }
    void risingFromReducingIsAnotherTripForTheRoutes() {
        Running run;
        run.latch.setRoutes({"mt5.1"});
        run.latch.trip(Code::LimitDrawdown, "risk", "700 bp", LatchState::Reducing);
        run.latch.service(run.bench.hooks);
        const KillLatch::Stop reducing = run.latch.stop();
        QCOMPARE(reducing.state, LatchState::Reducing);
        QVERIFY(reducing.durable);
        QVERIFY(run.latch.allows(true, false, "mt5.demo.EURUSD", "gui"));
        QVERIFY(!run.latch.allows(false, false, "mt5.demo.EURUSD", "gui"));
        QVERIFY(run.latch.snapshot().routes.empty());
        QCOMPARE(run.latch.snapshot().step(StepId::Fence).state, StepState::Done);
        QVERIFY(!QFile::exists(QString::fromStdString(run.bench.paths().companion)));
        {
            const Again again(run.bench);
            QCOMPARE(again.latch.state(), LatchState::Reducing);
        }
        run.latch.trip(Code::ManualGui, "button", "now all");
        const KillLatch::Stop halted = run.latch.stop();
        QVERIFY(halted.number != reducing.number && !halted.durable);
        QVERIFY(!run.latch.allows(true, false, "mt5.demo.EURUSD", "gui"));
        QVERIFY(run.latch.allows(true, true, "mt5.demo.EURUSD", "gui"));
        run.latch.service(run.bench.hooks);
        QVERIFY(run.latch.stop().durable);
        QCOMPARE(run.latch.snapshot().routes.size(), std::size_t(1));
        QVERIFY(QFile::exists(QString::fromStdString(run.bench.paths().companion)));
    }
    void aResetNeedsEveryRouteOrAWaiverByName() {
        Running run;
        run.latch.setRoutes({"mt5.1", "mt5.2"});
        run.stop();
        QCOMPARE(run.commit(), std::string("RESET_ROUTE_UNVERIFIED"));
        run.report("mt5.1", RouteStep::Verified, StepState::Done);
        QCOMPARE(run.commit({"mt5.1"}), std::string("RESET_ROUTE_UNVERIFIED"));
        run.unknown = 2;
        QCOMPARE(run.commit({"mt5.2"}), std::string("RESET_UNKNOWN_ORDER"));
        run.unknown = 0;
        QCOMPARE(run.commit({"mt5.2"}), std::string("ok"));
        QVERIFY(run.latch.allowsOpening());
        QVERIFY(readBytes(run.audit.path()).find("waived mt5.2: ") != std::string::npos);
    }
    void aDisabledRouteNoLongerCounts() {
        Running run;
        run.latch.setRoutes({"mt5.1"});
        run.stop();
        run.latch.setRoutes({});
        QVERIFY(run.latch.snapshot().routes.empty());
        QCOMPARE(run.commit(), std::string("ok"));
    }
    void aStoppedPartIsDurableListedAndAudited() {
        Running run;
        QCOMPARE(run.halt(ScopeKind::Venue, "binance"), std::string("ok"));
        QCOMPARE(run.halt(ScopeKind::Instrument, "mt5.demo.EURUSD", kScopeReduce), std::string("ok"));
        QCOMPARE(run.halt(ScopeKind::Source, "api"), std::string("ok"));
        QVERIFY(run.latch.allowsOpening());
        const auto check = [](const KillLatch& latch) {
            QVERIFY(!latch.allows(true, false, "binance.usdm.BTCUSDT", "gui"));
            QVERIFY(latch.allows(false, true, "binance.usdm.BTCUSDT", "gui"));
            QVERIFY(latch.allows(false, false, "binancex.usdm.BTCUSDT", "gui"));
            QVERIFY(!latch.allows(false, false, "mt5.demo.EURUSD", "gui"));
            QVERIFY(latch.allows(true, false, "mt5.demo.EURUSD", "gui"));
            QVERIFY(latch.allows(false, false, "mt5.demo.EURUSDx", "gui"));
            QVERIFY(!latch.allows(true, false, "mt5.demo.EURUSDx", "api"));
            QCOMPARE(latch.snapshot().scopes.size(), std::size_t(3));
            QVERIFY(latch.snapshot().durable);
        };
        check(run.latch);
        const Again again(run.bench);
        check(again.latch);
        QVERIFY(readBytes(run.audit.path()).find("\"detail\":\"venue:binance\"") != std::string::npos);
        QVERIFY(run.bench.heard("LATCH_SCOPE"));
    }
    void aPartSurvivesAStopAndItsReset() {
        Running run;
        QCOMPARE(run.halt(ScopeKind::Venue, "okx"), std::string("ok"));
        run.stop();
        QCOMPARE(run.commit(), std::string("ok"));
        QVERIFY(run.latch.allowsOpening());
        QVERIFY(!run.latch.allows(false, false, "okx.swap.BTC-USDT-SWAP", "gui"));
        {
            const Again again(run.bench);
            QVERIFY(!again.latch.allows(false, false, "okx.swap.BTC-USDT-SWAP", "gui"));
            QVERIFY(again.latch.allowsOpening());
        }
        QCOMPARE(run.commit(), std::string("ok"));  // the second reset frees the parts
        QVERIFY(run.latch.allows(false, false, "okx.swap.BTC-USDT-SWAP", "gui"));
        QCOMPARE(run.commit(), std::string("RESET_NOT_HALTED"));
        const Again again(run.bench);
        QVERIFY(again.latch.snapshot().scopes.empty());
    }
    void onePartIsFreedByName() {
        Running run;
        QCOMPARE(run.halt(ScopeKind::Venue, "okx"), std::string("ok"));
        QCOMPARE(run.halt(ScopeKind::Source, "api"), std::string("ok"));
        QCOMPARE(run.commit({}, "venue:binance"), std::string(codeName(Code::Args)));
        QCOMPARE(run.commit({}, "venue:okx"), std::string("ok"));
        QCOMPARE(run.latch.snapshot().scopes.size(), std::size_t(1));
        QVERIFY(run.latch.allows(false, false, "okx.swap.X", "gui"));
        QVERIFY(!run.latch.allows(false, false, "okx.swap.X", "api"));
    }
    void aPartStoppedAfterPrepareVoidsTheTicket() {
        Running run;
        QCOMPARE(run.halt(ScopeKind::Venue, "okx"), std::string("ok"));
        const ResetBasis basis = run.latch.resetBasis();
        QCOMPARE(run.halt(ScopeKind::Venue, "deribit"), std::string("ok"));
        const Status done = run.latch.applyScopeReset(basis, "", {});
        QVERIFY(!done);
        QCOMPARE(done.error().code, Code::ResetNotPrepared);
        QCOMPARE(run.latch.snapshot().scopes.size(), std::size_t(2));
    }
    void aFullTableStopsTheWhole() {
        Running run;
        for (std::size_t i = 0; i < kScopesMax; ++i)
            QCOMPARE(run.halt(ScopeKind::Instrument, "x." + std::to_string(i)), std::string("ok"));
        QVERIFY(run.latch.allowsOpening());
        QCOMPARE(run.halt(ScopeKind::Instrument, "x.0"), std::string("ok"));  // there already
        QVERIFY(run.latch.allowsOpening());
        QCOMPARE(run.halt(ScopeKind::Instrument, "x.62"), std::string("ok"));
        QCOMPARE(run.latch.state(), LatchState::Halted);
        QCOMPARE(run.latch.snapshot().cause, Code::ScopeTableFull);
        const Again again(run.bench);
        QCOMPARE(again.latch.state(), LatchState::Halted);
        QCOMPARE(again.latch.snapshot().scopes.size(), kScopesMax);
    }
    void aLongKeyWidensToItsVenue() {
        const Result<LatchScope> wide =
            scopeFor(ScopeKind::Instrument, "deribit." + std::string(60, 'x'), kScopeHalt, 1);
        QVERIFY(wide);
        QCOMPARE(scopeText(*wide), std::string("venue:deribit"));
        QVERIFY(scopeFor(ScopeKind::Instrument, std::string(48, 'x'), kScopeHalt, 1));
        QVERIFY(!scopeFor(ScopeKind::Instrument, std::string(49, 'x'), kScopeHalt, 1));
        QVERIFY(!scopeFor(ScopeKind::Venue, "", kScopeHalt, 1));
    }
    void aFailedWriteOfAPartIsToldAndRetried() {
        Running run;
        run.bench.fs.before = [](std::string_view op, const std::string&) { return op == "sync" ? EIO : 0; };
        QCOMPARE(run.halt(ScopeKind::Venue, "okx"), std::string("ok"));
        QVERIFY(!run.latch.allows(false, false, "okx.swap.X", "gui"));  // in force all the same
        QVERIFY(!run.latch.snapshot().durable);
        QVERIFY(run.bench.heard("LATCH_NOT_DURABLE"));
        run.bench.fs.before = [](std::string_view, const std::string&) { return 0; };
        run.bench.clock.advance(kNsPerSec);
        run.latch.service(run.bench.hooks);
        QVERIFY(run.latch.snapshot().durable);
        const Again again(run.bench);
        QVERIFY(!again.latch.allows(false, false, "okx.swap.X", "gui"));
    }
    void twoEnginesShareTheirParts() {
        Running one;
        Again other(one.bench);
        QCOMPARE(one.halt(ScopeKind::Venue, "okx"), std::string("ok"));
        other.latch.poll({});
        QVERIFY(!other.latch.allows(false, false, "okx.swap.X", "gui"));
        QVERIFY(other.latch.snapshot().durable);
        QVERIFY(other.latch.tripScope(ScopeKind::Venue, "mt5", kScopeHalt, Code::ManualCli, "user", "r"));
        other.latch.service({});
        one.latch.poll({});
        QCOMPARE(one.latch.snapshot().scopes.size(), std::size_t(2));
        QCOMPARE(one.commit(), std::string("ok"));
        other.latch.poll({});
        QCOMPARE(other.latch.snapshot().scopes.size(), std::size_t(2));  // its own reset is its own
        other.latch.service({});
        one.latch.poll({});
        QVERIFY(one.latch.snapshot().scopes.empty());  // and it does not write them back
    }
};

QTEST_GUILESS_MAIN(TestLatchParts)
#include "tst_latch_parts.moc"
