// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/engine/stream_watch.h"

using namespace bw;
using namespace bw::engine;

namespace {
constexpr StreamKind kBook = StreamKind::Book;
constexpr std::int64_t kStarveNs10 = 10 * kNsPerSec;
constexpr MonoTime at(std::int64_t ms) { return {kNsPerSec + ms * kNsPerMs}; }
}  // namespace

class TestStreamWatch : public QObject {
    Q_OBJECT
    StreamWatch m_watch;
    MonoTime m_line;

    StreamWatch::Due due(std::int64_t ms, bool open = true) {
        m_line = at(ms);  // the line itself delivers
        return m_watch.onTimer(kBook, at(ms), kStarveNs10, open);
    }

private Q_SLOTS:
    void init() { m_watch = {}; }

    void statesInOrder() {
        QCOMPARE(m_watch.state(kBook), FeedState::Connecting);
        m_watch.onSubscribed(kBook, &m_line, at(0));
        QCOMPARE(m_watch.state(kBook), FeedState::Connecting);
        m_watch.onElement(kBook, 1, &m_line, at(10));
        QCOMPARE(m_watch.state(kBook), FeedState::Live);
        QCOMPARE(m_watch.onClosed(kBook, 1, false), StreamWatch::Closed::Broken);
        QCOMPARE(m_watch.state(kBook), FeedState::Down);
        m_watch.onElement(kBook, 2, &m_line, at(20));
        QCOMPARE(m_watch.state(kBook), FeedState::Live);
    }
    void aStreamWithoutAConnectionIsLiveToo() {
        m_watch.onElement(kBook, 0, &m_line, at(0));  // REST, files
        QCOMPARE(m_watch.state(kBook), FeedState::Live);
        QCOMPARE(m_watch.onClosed(kBook, 0, false), StreamWatch::Closed::NotOurs);
    }
    void anotherConnectionsEndIsNotOurs() {
        m_watch.onElement(kBook, 1, &m_line, at(0));
        QCOMPARE(m_watch.onClosed(kBook, 2, false), StreamWatch::Closed::NotOurs);
        QCOMPARE(m_watch.onClosed(kBook, 1, true), StreamWatch::Closed::Broken);  // it lost frames and goes on
        QCOMPARE(m_watch.state(kBook), FeedState::Live);
    }
    void twoConnectionsAndOneEnds() {
        QVERIFY(!m_watch.onElement(kBook, 1, &m_line, at(0)));
        QVERIFY(m_watch.onElement(kBook, 2, &m_line, at(1)));
        QVERIFY(!m_watch.onElement(kBook, 2, &m_line, at(2)));  // told once
        QCOMPARE(m_watch.onClosed(kBook, 2, true), StreamWatch::Closed::NotOurs);  // the other one has it
        QCOMPARE(m_watch.onClosed(kBook, 1, false), StreamWatch::Closed::Switched);
        QCOMPARE(m_watch.state(kBook), FeedState::Live);
        QCOMPARE(m_watch.onClosed(kBook, 2, false), StreamWatch::Closed::Broken);
    }
    void starvationIsToldOnceThenEachMinute() {
        m_watch.onSubscribed(kBook, &m_line, at(0));
        QVERIFY(!due(10'000).begins);
        QVERIFY(due(10'100).begins);
        QCOMPARE(m_watch.state(kBook), FeedState::Starved);
        QVERIFY(!due(10'200).again);
        QVERIFY(due(70'200).again);
        m_watch.onElement(kBook, 1, &m_line, at(80'000));
        const StreamWatch::Due end = due(80'100);
        QVERIFY(end.ends);
        QCOMPARE(end.age_ns, std::int64_t{70'000} * kNsPerMs);
    }
    void helpComesInSteps() {
        m_watch.onSubscribed(kBook, &m_line, at(0));
        due(10'100);
        int resubscribed = 0, reconnected = 0;
        for (std::int64_t ms = 10'200; ms < 400'000; ms += 100) {
            const StreamWatch::Due d = due(ms);
            resubscribed += d.resubscribe;
            reconnected += d.reconnect;
            if (ms == 40'100) QCOMPARE(resubscribed, 1);
            if (ms == 100'100) QCOMPARE(resubscribed, 2);
        }
        QCOMPARE(resubscribed, 2);
        QCOMPARE(reconnected, 1);
    }
    void aDeadLineOrAClosedMarketIsNotStarvation() {
        m_watch.onSubscribed(kBook, &m_line, at(0));
        QVERIFY(!due(20'000, /*open=*/false).begins);
        m_line = at(0);
        QVERIFY(!m_watch.onTimer(kBook, at(60'000), kStarveNs10, true).begins);
        QVERIFY(!m_watch.onTimer(kBook, at(60'000), 0, true).begins);  // may be silent for ever
    }
    void halfAnHourIsCritical() {
        m_watch.onSubscribed(kBook, &m_line, at(0));
        due(10'100);
        bool critical = false;
        for (std::int64_t ms = 20'000; ms < 1'900'000; ms += 10'000) critical = due(ms).critical || critical;
        QVERIFY(critical);
    }
};

QTEST_GUILESS_MAIN(TestStreamWatch)
#include "tst_stream_watch.moc"
