// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/api/history.h"

using namespace bw;
using namespace bw::api;

namespace {

DisplayItem barItem(int instrument, std::int32_t period_s, std::int64_t open_s, std::int64_t close) {
    DisplayItem item;
    item.kind = DisplayItem::Kind::Bar;
    item.instrument = instrument;
    item.bar.open_time = {open_s * kNsPerSec};
    item.bar.period_s = period_s;
    item.bar.close = {close};
    return item;
}
DisplayItem gapItem(int instrument, std::uint64_t id, GapClose close) {
    DisplayItem item;
    item.kind = DisplayItem::Kind::Gap;
    item.instrument = instrument;
    item.gap.gap_id = id;
    item.gap.instrument = instrument;
    item.gap.close = close;
    return item;
}
DisplayItem tradeItem(int instrument, std::uint64_t id) {
    DisplayItem item;
    item.instrument = instrument;
    item.trade.trade_id = id;
    return item;
}

}  // namespace

class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ringDropsTheOldestAndCounts() {
        Ring<int> ring(3);
        QCOMPARE(ring.size(), std::size_t{0});
        for (int i = 1; i <= 3; ++i) ring.push(i);
        QCOMPARE(ring.dropped(), std::uint64_t{0});
        for (int i = 4; i <= 11; ++i) {
            ring.push(i);
            QCOMPARE(ring.size(), std::size_t{3});
            QCOMPARE(ring[0], i - 2);
            QCOMPARE(ring[1], i - 1);
            QCOMPARE(ring[2], i);
            QCOMPARE(ring.back(), i);
            QCOMPARE(ring.dropped(), static_cast<std::uint64_t>(i - 3));
        }
        ring.clear();
        QCOMPARE(ring.size(), std::size_t{0});
        QCOMPARE(ring.dropped(), std::uint64_t{0});
        ring.push(20);
        QCOMPARE(ring[0], 20);
        QCOMPARE(ring.back(), 20);
    }

    void barsAreKeptByPeriod() {
        DisplayHistory history;
        history.apply(barItem(0, 1, 60, 5));
        history.apply(barItem(0, 60, 60, 6));
        history.apply(barItem(0, 1, 61, 7));
        QCOMPARE(history.of(0).seconds.size(), std::size_t{2});
        QCOMPARE(history.of(0).minutes.size(), std::size_t{1});
        QCOMPARE(history.of(0).minutes.back().close, Price{6});
        QCOMPARE(history.of(0).revision, std::uint64_t{3});
    }
    void aRevisionReplacesItsBar() {
        DisplayHistory history;
        for (int s = 10; s < 20; ++s) history.apply(barItem(0, 1, s, s));
        history.apply(barItem(0, 1, 19, 190));  // the newest
        history.apply(barItem(0, 1, 14, 140));  // one in the middle
        history.apply(barItem(0, 1, 10, 100));  // the oldest held
        const Ring<Bar>& bars = history.of(0).seconds;
        QCOMPARE(bars.size(), std::size_t{10});
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const auto s = static_cast<std::int64_t>(i) + 10;
            QCOMPARE(qint64(bars[i].open_time.ns), s * kNsPerSec);
            QCOMPARE(qint64(bars[i].close.units), s == 19 || s == 14 || s == 10 ? 10 * s : s);
        }
    }
    void aBarThatIsNotHeldIsIgnored() {
        DisplayHistory history;
        history.apply(barItem(0, 1, 10, 1));
        history.apply(barItem(0, 1, 12, 2));
        history.apply(barItem(0, 1, 9, 99));   // older than all
        history.apply(barItem(0, 1, 11, 99));  // a second without a bar
        const Ring<Bar>& bars = history.of(0).seconds;
        QCOMPARE(bars.size(), std::size_t{2});
        QCOMPARE(bars[0].close, Price{1});
        QCOMPARE(bars[1].close, Price{2});
    }
    void aRevisionFindsItsBarInAWrappedRing() {
        DisplayHistory history;
        for (int s = 0; s < 7'300; ++s) history.apply(barItem(0, 1, s, s));
        const Ring<Bar>& bars = history.of(0).seconds;
        QCOMPARE(bars.size(), std::size_t{7'200});
        QCOMPARE(bars.dropped(), std::uint64_t{100});
        history.apply(barItem(0, 1, 100, -1));  // the oldest held
        history.apply(barItem(0, 1, 99, -2));   // let go
        QCOMPARE(bars[0].close, Price{-1});
        QCOMPARE(bars[1].close, Price{101});
        QCOMPARE(bars.back().close, Price{7'299});
        QCOMPARE(bars.dropped(), std::uint64_t{100});
    }

    void aGapClosesInPlace() {
        DisplayHistory history;
        history.apply(gapItem(0, 1, GapClose::Open));
        history.apply(gapItem(1, 2, GapClose::Open));
        history.apply(gapItem(0, 3, GapClose::Open));
        history.apply(gapItem(0, 1, GapClose::Filled));
        QCOMPARE(history.gapsRevision(), std::uint64_t{4});
        QCOMPARE(history.gaps().size(), std::size_t{3});
        QCOMPARE(history.gaps()[0].gap_id, std::uint64_t{1});
        QCOMPARE(history.gaps()[0].close, GapClose::Filled);
        QCOMPARE(history.gaps()[1].close, GapClose::Open);
        QCOMPARE(history.gaps()[2].close, GapClose::Open);
        QCOMPARE(history.of(0).gaps.size(), std::size_t{2});
        QCOMPARE(history.of(0).gaps[0].close, GapClose::Filled);
        QCOMPARE(history.of(0).gaps[1].close, GapClose::Open);
        QCOMPARE(history.of(1).gaps.size(), std::size_t{1});
    }
    void aGapOfAllInstrumentsIsInTheCommonListOnly() {
        DisplayHistory history;
        history.apply(tradeItem(0, 1));
        history.apply(gapItem(-1, 1, GapClose::Open));
        QCOMPARE(history.gaps().size(), std::size_t{1});
        QCOMPARE(history.of(0).gaps.size(), std::size_t{0});
    }
    void tradesStandInOrderPerInstrument() {
        DisplayHistory history;
        history.apply(tradeItem(2, 10));  // instruments may come in any order
        history.apply(tradeItem(0, 11));
        history.apply(tradeItem(2, 12));
        QCOMPARE(history.of(2).trades.size(), std::size_t{2});
        QCOMPARE(history.of(2).trades[0].trade_id, std::uint64_t{10});
        QCOMPARE(history.of(2).trades[1].trade_id, std::uint64_t{12});
        QCOMPARE(history.of(0).trades.size(), std::size_t{1});
        QCOMPARE(history.of(1).trades.size(), std::size_t{0});
    }
    void anUnknownInstrumentIsEmpty() {
        DisplayHistory history;
        QCOMPARE(history.of(-1).trades.size(), std::size_t{0});
        QCOMPARE(history.of(50).seconds.size(), std::size_t{0});
        QCOMPARE(history.of(50).revision, std::uint64_t{0});
    }
    void clearForgetsEverything() {
        DisplayHistory history;
        history.apply(tradeItem(0, 1));
        history.apply(barItem(0, 1, 10, 1));
        history.apply(gapItem(0, 1, GapClose::Open));
        const std::uint64_t before = history.gapsRevision();
        DisplayItem clear;
        clear.kind = DisplayItem::Kind::ClearHistory;
        history.apply(clear);
        QCOMPARE(history.gaps().size(), std::size_t{0});
        QCOMPARE(history.of(0).trades.size(), std::size_t{0});
        QCOMPARE(history.of(0).seconds.size(), std::size_t{0});
        QCOMPARE(history.of(0).gaps.size(), std::size_t{0});
        QVERIFY(history.gapsRevision() > before);  // a view that compares revisions notices
        history.apply(barItem(0, 1, 5, 3));        // older than what was held: a replay begins anew
        QCOMPARE(history.of(0).seconds.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
