// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/book/book_audit.h"

using namespace bw;
using namespace bw::book;

namespace {
Level level(std::int64_t price, std::int64_t qty) { return {{price}, {qty}}; }
DepthEvent depthEvent(std::uint64_t last_id, std::vector<Level> bids, std::vector<Level> asks) {
    DepthEvent e;
    e.last_id = last_id;
    e.bids = std::move(bids);
    e.asks = std::move(asks);
    return e;
}
constexpr MonoTime at(std::int64_t ms) { return {kNsPerSec + ms * kNsPerMs}; }
}  // namespace

class TestBookAudit : public QObject {
    Q_OBJECT

    OrderBook m_book;
    BookAudit m_audit;
    void set(const DepthEvent& e) {
        for (const Level& l : e.bids) m_book.bids.set(l.price, l.qty);
        for (const Level& l : e.asks) m_book.asks.set(l.price, l.qty);
    }
    BookAudit::Result apply(const DepthEvent& e, std::int64_t ms = 100) {
        set(e);
        return m_audit.onApplied(e, m_book, at(ms));
    }

private Q_SLOTS:
    void init() {
        m_book.clear();
        m_audit = {};
        set(depthEvent(100, {level(99, 1), level(98, 2), level(90, 5)}, {level(101, 1), level(102, 2), level(110, 5)}));
        m_audit.begin(100, at(0));
    }

    void anEqualBook() {
        const DepthEvent told = depthEvent(100, {level(99, 1), level(98, 2)}, {level(101, 1), level(102, 2)});
        QCOMPARE(m_audit.onSnapshot(told, m_book, 100, at(50)), BookAudit::Result::Equal);  // 90 and 110 lie outside
        QVERIFY(!m_audit.running());
    }
    void aDamagedQuantityDeepInTheBook() {
        const DepthEvent told = depthEvent(100, {level(99, 1), level(98, 3)}, {level(101, 1), level(102, 2)});
        QCOMPARE(m_audit.onSnapshot(told, m_book, 100, at(50)), BookAudit::Result::Differs);
        QCOMPARE(m_audit.differences(), 1U);
    }
    void aLevelThatOnlyOneOfThemHas() {
        const DepthEvent told = depthEvent(100, {level(99, 1), level(97, 1), level(90, 5)}, {level(101, 1)});
        QCOMPARE(m_audit.onSnapshot(told, m_book, 100, at(50)), BookAudit::Result::Differs);
        QCOMPARE(m_audit.differences(), 2U);  // 97 is missing here, 98 there
    }
    void whatWasTouchedSinceIsNotCompared() {
        QCOMPARE(apply(depthEvent(101, {level(98, 7)}, {level(102, 0)})), BookAudit::Result::Waiting);
        const DepthEvent told = depthEvent(100, {level(99, 1), level(98, 2)}, {level(101, 1), level(102, 2)});
        QCOMPARE(m_audit.onSnapshot(told, m_book, 101, at(150)), BookAudit::Result::Equal);
    }
    void aSnapshotAheadWaitsForTheBook() {
        const DepthEvent told = depthEvent(105, {level(99, 4), level(98, 2)}, {level(101, 1), level(102, 2)});
        QCOMPARE(m_audit.onSnapshot(told, m_book, 100, at(50)), BookAudit::Result::Waiting);
        QCOMPARE(apply(depthEvent(103, {level(99, 3)}, {})), BookAudit::Result::Waiting);
        QCOMPARE(apply(depthEvent(106, {level(99, 4)}, {})), BookAudit::Result::Equal);
    }
    void anAnswerFromBeforeTheRequestSaysNothing() {
        QCOMPARE(m_audit.onSnapshot(depthEvent(99, {level(99, 8)}, {level(101, 1)}), m_book, 100, at(50)),
                 BookAudit::Result::Abandoned);
    }
    void tooLateOrBrokenSaysNothing() {
        QCOMPARE(apply(depthEvent(101, {level(99, 2)}, {}), 10'001), BookAudit::Result::Abandoned);
        m_audit.begin(101, at(20'000));
        m_audit.abandon();
        QCOMPARE(m_audit.onSnapshot(depthEvent(101, {level(99, 8)}, {}), m_book, 101, at(20'001)), BookAudit::Result::Waiting);
    }
};

QTEST_GUILESS_MAIN(TestBookAudit)
#include "tst_book_audit.moc"
