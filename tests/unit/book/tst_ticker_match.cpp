// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/book/ticker_match.h"

using namespace bw;
using namespace bw::book;

class TestTickerMatch : public QObject {
    Q_OBJECT
    static Quote quote(std::int64_t bid) {
        Quote q;
        q.bid = {{bid}, {1}};
        q.ask = {{bid + 1}, {1}};
        q.has_bid = q.has_ask = true;
        return q;
    }
    static MonoTime ms(std::int64_t n) { return {kNsPerSec + n * kNsPerMs}; }

private Q_SLOTS:
    void theLastTickerAtOrBelowTheEventCounts() {
        TickerMatch match;
        QVERIFY(!match.onTicker(10, quote(100), ms(0)));
        QVERIFY(!match.onTicker(20, quote(200), ms(1)));
        QVERIFY(!match.onDepth(15, quote(100), ms(2)));  // 10 is in force, 20 came first
        QCOMPARE(match.compared(), 1U);
        QCOMPARE(match.equal(), 1U);
        QVERIFY(!match.onDepth(20, quote(200), ms(3)));  // its own id: waits for a later ticker
        QCOMPARE(match.compared(), 1U);
        QVERIFY(!match.onTicker(30, quote(300), ms(4)));
        QCOMPARE(match.compared(), 2U);
        QCOMPARE(match.equal(), 2U);
    }

    void withoutATickerBelowNothingIsCompared() {
        TickerMatch match;
        static_cast<void>(match.onDepth(5, quote(1), ms(0)));
        static_cast<void>(match.onTicker(10, quote(100), ms(1)));  // only now the first
        static_cast<void>(match.onDepth(6, quote(1), ms(2)));
        static_cast<void>(match.onTimer(ms(5'000)));
        match.finish();
        QCOMPARE(match.compared(), 0U);
    }

    void aWaitingEventIsComparedAfterASecond() {
        TickerMatch match;
        static_cast<void>(match.onTicker(10, quote(100), ms(0)));
        static_cast<void>(match.onDepth(11, quote(100), ms(0)));
        static_cast<void>(match.onTimer(ms(999)));
        QCOMPARE(match.compared(), 0U);
        static_cast<void>(match.onTimer(ms(1'000)));
        QCOMPARE(match.compared(), 1U);
        QCOMPARE(match.equal(), 1U);
    }

    void theEndOfInputComparesTheRest() {
        TickerMatch match;
        static_cast<void>(match.onTicker(10, quote(100), ms(0)));
        static_cast<void>(match.onDepth(11, quote(100), ms(0)));
        static_cast<void>(match.onDepth(12, quote(90), ms(0)));
        match.finish();
        QCOMPARE(match.compared(), 2U);
        QCOMPARE(match.equal(), 1U);
    }

    void threeMismatchesInARowOverHalfASecondBreak_data() {
        QTest::addColumn<QList<int>>("at_ms");
        QTest::addColumn<QList<bool>>("same");
        QTest::addColumn<int>("breaks_at");  // index; -1: never
        using Times = QList<int>;
        using Same = QList<bool>;
        QTest::newRow("two") << Times{0, 600} << Same{false, false} << -1;
        QTest::newRow("three, but quick") << Times{0, 100, 499} << Same{false, false, false} << -1;
        QTest::newRow("three over 500 ms") << Times{0, 100, 500} << Same{false, false, false} << 2;
        QTest::newRow("four, the last past 500 ms") << Times{0, 100, 200, 501} << Same{false, false, false, false} << 3;
        QTest::newRow("an equal one between")
            << Times{0, 300, 400, 600, 700} << Same{false, false, true, false, false} << -1;
    }
    void threeMismatchesInARowOverHalfASecondBreak() {
        QFETCH(QList<int>, at_ms);
        QFETCH(QList<bool>, same);
        QFETCH(int, breaks_at);
        TickerMatch match;
        static_cast<void>(match.onTicker(10, quote(100), ms(0)));
        static_cast<void>(match.onTicker(1'000, quote(100), ms(0)));
        for (int i = 0; i < at_ms.size(); ++i)
            QCOMPARE(match.onDepth(20 + static_cast<std::uint64_t>(i), quote(same[i] ? 100 : 99), ms(at_ms[i])),
                     i == breaks_at);
    }

    void aNewGenerationCountsMismatchesAnew() {
        TickerMatch match;
        static_cast<void>(match.onTicker(10, quote(100), ms(0)));
        static_cast<void>(match.onTicker(1'000, quote(100), ms(0)));
        static_cast<void>(match.onDepth(20, quote(99), ms(0)));
        static_cast<void>(match.onDepth(21, quote(99), ms(300)));
        match.forgetWaiting();
        QVERIFY(!match.onDepth(22, quote(99), ms(600)));
    }

    void aBrokenBookIsNotCompared() {
        TickerMatch match;
        static_cast<void>(match.onTicker(10, quote(100), ms(0)));
        static_cast<void>(match.onDepth(11, quote(99), ms(0)));
        match.forgetWaiting();
        static_cast<void>(match.onTicker(12, quote(100), ms(1)));
        match.finish();
        QCOMPARE(match.compared(), 0U);
    }

    void idsThatBeginAgain() {
        TickerMatch match;
        static_cast<void>(match.onTicker(1'000'000, quote(100), ms(0)));
        match.restart();
        static_cast<void>(match.onTicker(10, quote(50), ms(1)));
        static_cast<void>(match.onDepth(11, quote(50), ms(2)));
        static_cast<void>(match.onTicker(12, quote(51), ms(3)));
        QCOMPARE(match.compared(), 1U);
        QCOMPARE(match.equal(), 1U);
    }

    void moreEventsThanTheBoundAreComparedEarly() {
        TickerMatch match;
        static_cast<void>(match.onTicker(1, quote(100), ms(0)));
        for (std::uint64_t id = 2; id < 5'000; ++id) static_cast<void>(match.onDepth(id, quote(100), ms(0)));
        QCOMPARE(match.compared(), 4'998U - 4'096U);
        match.finish();
        QCOMPARE(match.compared(), 4'998U);
        QCOMPARE(match.equal(), 4'998U);
    }

    void tickersFurtherBackThanTheRingAreGone() {
        TickerMatch match;
        for (std::uint64_t id = 1; id <= 5'000; ++id) static_cast<void>(match.onTicker(id, quote(100), ms(0)));
        static_cast<void>(match.onDepth(900, quote(100), ms(1)));  // 900 was overwritten
        QCOMPARE(match.compared(), 0U);
        static_cast<void>(match.onDepth(905, quote(100), ms(1)));
        QCOMPARE(match.compared(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestTickerMatch)
#include "tst_ticker_match.moc"
