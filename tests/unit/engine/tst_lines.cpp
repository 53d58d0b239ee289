// SPDX-License-Identifier: GPL-3.0-or-later
// Connections and the engine: what one of them takes with it, planned handovers, and trades from the venue's history.
#include <QTest>

#include "line_world.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

class TestLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheStreamsOfTheLostConnectionBreak() {
        World e;
        e.running();  // book and trades over #1
        e.frame("binance.usdm/mkt#1", ticker(5, "100.0", "1", "101.0", "1"));
        e.frame("binance.usdm/mkt#1!", kMarketClosed);
        QVERIFY(e.sink.gaps.empty());
        e.close(2);  // never carried anything of ours
        QVERIFY(e.sink.gaps.empty());
        e.close(1);
        QCOMPARE(e.sink.gaps.size(), std::size_t{2});
    }

    /// Both connections cut the book into messages at different places; every message reaches the book once.
    void aHandoverLosesNothing() {
        World e;
        e.running();
        e.on(1, depth(100, 105, R"([["100.0","5"]])", "[]"));
        e.on(2, depth(98, 103, R"([["100.0","9"]])", "[]"));   // told already
        e.on(2, depth(103, 108, R"([["100.0","6"]])", "[]"));  // reaches over: applied
        e.on(2, tradeText(1'000, "100.5", "1", false));
        e.on(1, depth(105, 107, R"([["100.0","7"]])", "[]"));  // told already
        e.on(1, depth(107, 110, R"([["100.0","8"]])", "[]"));
        e.on(2, depth(115, 118, R"([["99.0","3"]])", "[]"));  // ahead of the other: waits
        QCOMPARE(e.classOf(FrameClass::Buffered), 1U);
        e.on(1, depth(110, 116, R"([["98.0","4"]])", "[]"));
        QCOMPARE(e.classOf(FrameClass::Buffered), 0U);
        QCOMPARE(e.instrument().sync().lastId(), 118U);
        e.on(1, tradeText(1'001, "100.5", "1", false));
        e.on(2, tradeText(1'001, "100.5", "1", false));
        e.frame("binance.usdm/pub#2!", kHandover);
        e.close(1, "handover");
        e.on(2, depth(118, 120, R"([["97.0","1"]])", "[]"));
        QVERIFY(e.instrument().sync().synced());
        QVERIFY(e.sink.gaps.empty() && e.balanced());
        QCOMPARE(e.instrument().counters().trades, 4U);
        QCOMPARE(e.instrument().ids().duplicates(), 2U);
    }
    void aStreamThatWasSilentDuringTheHandoverIsNotBroken() {
        World e;
        e.running();
        e.on(2, depth(95, 105, R"([["100.0","5"]])", "[]"));
        e.close(1, "handover");  // no trade came over #2 yet
        e.on(2, tradeText(1'001, "100.5", "1", false));
        QVERIFY(e.sink.gaps.empty());
    }
    void aBookAheadWhenTheOtherEndsIsAGap() {
        World e;
        e.running();
        e.on(2, depth(98, 101, R"([["100.0","5"]])", "[]"));
        e.on(2, depth(110, 112, R"([["100.0","6"]])", "[]"));
        e.close(1, "handover");
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        QCOMPARE(e.sink.gaps[0].first_missing, 102U);
        QCOMPARE(e.sink.gaps[0].last_missing, 110U);
        QVERIFY(e.balanced());
    }

    void aTradeGapIsAskedForAndFilled() {
        World e;
        e.running();
        e.stream(tradeText(1'004, "100.5", "1", false));
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        e.timers(100);
        const auto asked = [&] {
            int n = 0;
            for (const feed::FeedRequest& request : e.sink.requests)
                n += request.kind == feed::FeedRequest::Kind::Trades;
            return n;
        };
        QCOMPARE(asked(), 0);  // it may only be reordered
        e.timers(400);
        QCOMPARE(asked(), 1);
        QCOMPARE(e.sink.requests.back().from_id, 1'001U);
        QCOMPARE(e.sink.requests.back().to_id, 1'003U);
        e.page(1'001, 1'002, 1'001, false);
        QCOMPARE(e.instrument().ids().missing(), 1U);
        e.page(1'002, 1'005, 1'001, true);
        QCOMPARE(e.instrument().ids().missing(), 0U);
        QCOMPARE(e.sink.gaps.back().close, GapClose::Filled);
        QCOMPARE(e.instrument().counters().backfilled, 3U);
        QCOMPARE(e.sells(), 3);
        e.timers(1'000);
        QCOMPARE(asked(), 1);
        QVERIFY(e.balanced());
    }
    void anIncompleteHistoryIsPartial() {
        World e;
        e.running();
        e.stream(tradeText(1'004, "100.5", "1", false));
        e.page(1'002, 1'002, 1'001, true);
        QCOMPARE(e.sink.gaps.back().close, GapClose::Partial);
        QCOMPARE(e.instrument().ids().missing(), 2U);
    }
    void anEmptyHistoryFillsNothing() {
        World e;
        e.running();
        e.stream(tradeText(1'004, "100.5", "1", false));
        e.frame("binance.usdm/rest!", kEmptyPage);
        e.frame("binance.usdm/rest", "[]");
        QCOMPARE(e.sink.gaps.back().close, GapClose::Unfillable);
        QCOMPARE(e.instrument().ids().missing(), 3U);
    }
    void aRequestThatFailsForGoodIsUnfillable() {
        World e;
        e.running();
        e.stream(tradeText(1'004, "100.5", "1", false));
        e.frame("binance.usdm/rest!", kFailsForNow);
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});  // it will be tried again
        e.frame("binance.usdm/rest!", kFails);
        QCOMPARE(e.sink.gaps.back().close, GapClose::Unfillable);
    }
    void nobodyAnswering() {
        World e;
        e.running();
        e.stream(tradeText(1'004, "100.5", "1", false));
        e.timers(400'000);
        QCOMPARE(e.sink.gaps.back().close, GapClose::Unfillable);
        QCOMPARE(e.sink.gaps.back().stream, StreamKind::Trade);
    }

    /// A damaged quantity deep in the book breaks no sequence.
    void anAuditFindsADamagedLevel() {
        EngineConfig config;
        config.audit_ns = 2 * kNsPerSec;
        World e(config);
        e.running();
        const auto audit = [&e] {
            e.frame("binance.usdm/rest!",
                    "{\"ctl\":\"rest\",\"purpose\":\"audit\",\"instrument\":\"binance.usdm.BTCUSDT\",\"status\":200}");
            e.frame("binance.usdm/rest", snapshot(e.instrument().sync().lastId()));
        };
        e.timers(2'500);
        QCOMPARE(e.sink.requests.back().reason, std::string("audit"));
        audit();
        QCOMPARE(e.instrument().counters().audits_equal, 1U);
        e.stream(depth(100, 101, "[[\"99.0\",\"7\"]]", "[]"));  // the venue said 2
        e.timers(2'500);
        audit();
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        QCOMPARE(e.sink.gaps[0].cause, GapCause::AuditMismatch);
        QVERIFY(e.balanced());
    }

    void aggregatesTakeOverWhenTradesStop() {
        World e;
        e.running();
        e.stream(agg(50, 1'001, 1'002));
        QCOMPARE(e.instrument().counters().trades, 1U);  // the same fills come as trades
        QCOMPARE(e.sells(), 0);
        e.now_ms += 61'000;
        for (std::uint64_t u = 1; u <= 120; ++u) e.stream(ticker(u, "100.0", "1", "101.0", "1"));
        e.stream(agg(60, 1'101, 1'102));
        e.stream(agg(61, 1'103, 1'103));
        QCOMPARE(e.sells(), 4);
        QCOMPARE(e.instrument().ids().last(), 61U);
        int told = 0;
        for (const api::Notice& notice : e.sink.notices) told += notice.code == Code::TradeStreamFallback;
        QCOMPARE(told, 1);
        e.stream(tradeText(1'200, "100.5", "1", true));  // never both
        QCOMPARE(e.sells(), 4);
    }
};

QTEST_GUILESS_MAIN(TestLines)
#include "tst_lines.moc"
