// SPDX-License-Identifier: GPL-3.0-or-later
// OKX and Deribit through the engine: in-band books, checksums, trades in lists, low-rate sets, subscriptions.
#include <QTest>

#include "venue_messages.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

class TestVenues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void okxSnapshotAndChain() {
        Okx e;
        QCOMPARE(e.in(okxBook("update", 90, 99, kBids, kAsks)), FrameClass::InGap);  // before the snapshot
        QCOMPARE(e.in(okxBook("snapshot", -1, 100, kBids, kAsks)), FrameClass::Applied);
        QCOMPARE(e.instrument().id(), std::string("okx.swap.BTC-USDT-SWAP"));
        QCOMPARE(e.in(okxBook("update", 100, 110, R"([["100","5","0","1"]])", "[]")), FrameClass::Applied);
        QCOMPARE(e.in(okxBook("update", 110, 110, "[]", "[]")), FrameClass::Applied);  // no change, each minute
        QCOMPARE(e.in(okxBook("update", 110, 7, R"([["100","6","0","1"]])", "[]")),
                 FrameClass::Applied);  // venue reset
        QCOMPARE(e.in(okxBook("update", 7, 9, R"([["100","0","0","0"]])", "[]")), FrameClass::Applied);
        QVERIFY(e.instrument().sync().synced());
        QCOMPARE(e.instrument().sync().book().top().bid.price.units, 99 * kPow10[8]);
        QVERIFY(e.sink.gaps.empty() && e.sink.requests.empty() && e.balanced());
    }
    void okxBreakResubscribesOneInstrument() {
        Okx e;
        e.synced();
        QCOMPARE(e.in(okxBook("update", 105, 110, "[]", R"([["101","3","0","1"]])")), FrameClass::InGap);
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        QCOMPARE(e.sink.gaps[0].cause, GapCause::Sequence);
        QCOMPARE(e.sink.gaps[0].first_missing, 101U);
        QCOMPARE(e.sink.gaps[0].last_missing, 105U);
        QCOMPARE(e.sink.requests.size(), std::size_t{1});
        QVERIFY(e.sink.requests[0].kind == feed::FeedRequest::Kind::Resubscribe);
        QCOMPARE(e.sink.requests[0].instrument, std::string("okx.swap.BTC-USDT-SWAP"));
        QCOMPARE(e.in(okxBook("update", 110, 111, "[]", "[]")), FrameClass::InGap);
        QCOMPARE(e.in(okxBook("snapshot", -1, 200, kBids, kAsks)), FrameClass::Applied);
        QCOMPARE(e.sink.gaps.size(), std::size_t{2});
        QCOMPARE(e.sink.gaps[1].close, GapClose::Unfillable);
        QCOMPARE(e.instrument().sync().generation(), 2U);
        QVERIFY(e.balanced());
    }
    void okxChecksumZeroIsNone() {
        Okx e;
        e.in(okxBook("snapshot", -1, 100, kBids, kAsks, ",\"checksum\":0"));
        e.in(okxBook("update", 100, 101, R"([["100","5","0","1"]])", "[]", ",\"checksum\":0"));
        QVERIFY(e.instrument().sync().synced());
        QCOMPARE(e.instrument().counters().checksums_bad, 0U);
        QCOMPARE(e.instrument().counters().checksums_absent, 2U);
    }
    void okxAWrongChecksumRejectsAndBreaks() {
        Okx e;
        e.synced();
        e.in(okxBook("snapshot", -1, 100, kBids, kAsks, ",\"checksum\":12345"));
        QCOMPARE(e.rejectsOf(Code::Checksum), 1U);
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        QCOMPARE(e.sink.gaps[0].cause, GapCause::Checksum);
        e.in(okxBook("snapshot", -1, 100, kBids, kAsks, ",\"checksum\":12345"));
        e.in(okxBook("snapshot", -1, 100, kBids, kAsks, ",\"checksum\":12345"));  // the third by itself: not believed
        QVERIFY(e.instrument().sync().synced());
        QCOMPARE(e.rejectsOf(Code::Checksum), 2U);
        bool told = false;
        for (const api::Notice& notice : e.sink.notices) told = told || notice.code == Code::ChecksumUntrusted;
        QVERIFY(told && e.balanced());
    }
    void okxIdsAreEnforcedOnceProven() {
        Okx e;
        e.in(okxTrade(1'000, 1));
        e.in(okxTrade(1'010, 3));  // not proven yet: no gap
        QVERIFY(e.sink.gaps.empty());
        e.in(okxTrade(1'010, 3));
        QCOMPARE(e.instrument().ids().duplicates(), 3U);
        std::uint64_t id = 1'010;
        for (int i = 0; i < 100; ++i) e.in(okxTrade(id += 2, 2));
        QVERIFY(e.sink.gaps.empty());
        e.in(okxTrade(id += 5, 2));
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        QCOMPARE(e.sink.gaps[0].last_missing - e.sink.gaps[0].first_missing + 1, 3U);
    }
    void okxSideIsTheTakers() {
        Okx e;
        e.in(okxTrade(1, 1, "buy"));
        e.in(okxTrade(2, 1, "sell"));
        e.in(okxTrade(3, 1, "sell"));
        QCOMPARE(static_cast<std::int64_t>(e.instrument().cvd().level()), -2 * kPow10[8]);
    }
    void okxLowRateReachesTheView() {
        Okx e;
        e.in(kFunding);
        e.in(kLiquidation);
        QCOMPARE(e.pipeline.instrumentCount(), 1);  // a liquidation elsewhere makes no instrument
        api::MarketView view;
        e.instrument().fillView(view);
        QCOMPARE(view.low_rate.funding_rate.mantissa, 1);
        QCOMPARE(view.low_rate.funding_rate.exponent, -4);
        QVERIFY(e.balanced());
    }
    void okxRefusalIsToldAndControl() {
        Okx e;
        QCOMPARE(e.in(R"({"event":"error","code":"60018","msg":"Wrong URL or channel","connId":"a"})"),
                 FrameClass::Control);
        QCOMPARE(e.sink.notices.size(), std::size_t{1});
        QCOMPARE(e.sink.notices[0].code, Code::VenueError);
    }
    void deribitChainAndBreak() {
        Deribit e;
        QCOMPARE(e.in(deribitBook("change", 499, 500, "[]", "[]")), FrameClass::InGap);
        e.synced();
        QCOMPARE(e.instrument().id(), std::string("deribit.swap.BTC-PERPETUAL"));
        QCOMPARE(e.in(deribitBook("change", 500, 520, R"([["change",100.0,1.5e1],["delete",99.0,0.0]])",
                                  R"([["new",102.0,3.0]])")),
                 FrameClass::Applied);
        QCOMPARE(e.instrument().sync().book().bids.at({100 * kPow10[8]}).units, 15 * kPow10[8]);
        QCOMPARE(e.instrument().counters().level_anomalies, 0U);
        QCOMPARE(e.in(deribitBook("change", 521, 530, "[]", "[]")), FrameClass::InGap);
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        QVERIFY(e.sink.requests.back().kind == feed::FeedRequest::Kind::Resubscribe && e.balanced());
    }
    void deribitContradictionsBreakTheBook() {
        Deribit e;
        e.synced();
        e.in(deribitBook("change", 500, 501, R"([["new",100.0,1.0]])", "[]"));
        e.in(deribitBook("change", 501, 502, R"([["delete",98.0,0.0]])", "[]"));
        QVERIFY(e.sink.gaps.empty());
        e.in(deribitBook("change", 502, 503, R"([["change",97.0,1.0]])", "[]"));
        QCOMPARE(e.instrument().counters().level_anomalies, 3U);
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
    }
    void aSubscriptionThatStaysSilentStarves() {
        Okx e;
        e.frame("okx/pub#1!", R"({"ctl":"open","url":"x"})");
        e.frame("okx/pub#1!", kSubscribed);
        QCOMPARE(e.pipeline.instrumentCount(), 2);
        std::vector<std::int64_t> told_ms;
        for (; e.now_ms < 45'000; e.now_ms += 100) {
            if (e.now_ms % 1'000 == 0) e.in(kEmptyBook);
            e.frame("timer", R"({"ctl":"tick"})");
            for (; told_ms.size() < e.sink.notices.size(); told_ms.push_back(e.now_ms)) {
            }
        }
        std::vector<std::int64_t> starved;
        for (std::size_t i = 0; i < e.sink.notices.size(); ++i)
            if (e.sink.notices[i].code == Code::DataStarved) {
                QCOMPARE(e.sink.notices[i].instrument, 0);
                QCOMPARE(e.sink.notices[i].stream, StreamKind::Book);
                starved.push_back(told_ms[i]);
            }
        QCOMPARE(starved.size(), std::size_t{1});
        QVERIFY(starved[0] > 10'000 && starved[0] <= 10'200);
        bool asked = false;  // 30 s later the stream alone is subscribed again
        for (const feed::FeedRequest& request : e.sink.requests)
            asked = asked || (request.kind == feed::FeedRequest::Kind::Resubscribe && request.reason == "starved" &&
                              request.instrument == "okx.swap.BTC-USDT-SWAP" && request.stream == "book");
        QVERIFY(asked);
        e.synced();
        e.frame("timer", R"({"ctl":"tick"})");
        QCOMPARE(e.sink.notices.back().code, Code::DataStarved);
        QVERIFY(e.sink.notices.back().text2.view() == "LIVE");
    }
};

QTEST_GUILESS_MAIN(TestVenues)
#include "tst_venues.moc"
