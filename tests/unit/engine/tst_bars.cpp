// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cstdlib>
#include <map>

#include "core/engine/bars.h"
#include "core/model/random.h"

using namespace bw;
using namespace bw::engine;
using api::Bar;

namespace {

constexpr std::int64_t kSec = kNsPerSec;
constexpr std::int64_t kStart = 1'700'000'000 * kSec;

/// Every emitted bar, in order, and the newest of each period.
struct Emitted {
    std::vector<Bar> all;
    std::map<std::int64_t, Bar> newest;
    void operator()(const Bar& bar) {
        all.push_back(bar);
        newest[bar.open_time.ns] = bar;
    }
};

struct Trade {
    std::int64_t time_ns;
    std::int64_t price, qty;
    Side side;
};

/// Bars of all trades at once: arrival order within a bar, running CVD by period.
std::map<std::int64_t, Bar> slowBars(const std::vector<Trade>& trades, std::int64_t period_ns) {
    std::map<std::int64_t, Bar> bars;
    for (const Trade& trade : trades) {
        Bar& bar = bars[floorTo(trade.time_ns, period_ns)];
        if (bar.count++ == 0) bar.open = bar.high = bar.low = {trade.price};
        bar.high = std::max(bar.high, {trade.price});
        bar.low = std::min(bar.low, {trade.price});
        bar.close = {trade.price};
        bar.volume += trade.qty;
        if (trade.side == Side::Buy) bar.buy += trade.qty;
        if (trade.side == Side::Sell) bar.sell += trade.qty;
    }
    std::int64_t cvd = 0;
    for (auto& [open, bar] : bars) bar.cvd = cvd += bar.buy - bar.sell;
    return bars;
}

bool sameFigures(const Bar& a, const Bar& b) {
    return a.count == b.count && a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close &&
           a.volume == b.volume && a.buy == b.buy && a.sell == b.sell && a.cvd == b.cvd;
}

}  // namespace

class TestBars : public QObject {
    Q_OBJECT

    static void price(BarBuilder& bars, std::int64_t at_ns, std::int64_t p, std::int64_t cvd = 0,
                      Side side = Side::Buy) {
        bars.onPrice(kStart + at_ns, {p}, {1}, side, cvd);
    }

private Q_SLOTS:
    void aBarClosesAtTheWatermark() {
        BarBuilder bars(1);
        Emitted out;
        price(bars, kSec / 2, 100);
        bars.onTimer(kStart + kSec - 1, out);
        QVERIFY(out.all.empty());
        bars.onTimer(kStart + kSec, out);
        QCOMPARE(out.all.size(), std::size_t{1});
        QCOMPARE(int(out.all[0].flags), int(Bar::Closed));
        QCOMPARE(out.all[0].open_time.ns, kStart);
        bars.onTimer(kStart + 10 * kSec, out);
        QCOMPARE(out.all.size(), std::size_t{1});  // once
    }

    void aLateEventRevisesAClosedBar() {
        BarBuilder bars(1);
        Emitted out;
        price(bars, 0, 100, 1);
        price(bars, kSec, 110, 2);
        bars.onTimer(kStart + kSec, out);
        QCOMPARE(out.all.size(), std::size_t{1});
        price(bars, kSec / 2, 90, 3);  // belongs to the closed one
        bars.onTimer(kStart + kSec + 1, out);
        QCOMPARE(out.all.size(), std::size_t{2});
        const Bar& revised = out.all[1];
        QCOMPARE(int(revised.flags), Bar::Closed | Bar::Late);
        QCOMPARE(revised.low.units, 90);
        QCOMPARE(revised.count, 2U);
        QCOMPARE(revised.cvd, 2);  // its own two trades; the bar after it holds all three
        QCOMPARE(bars.forming()->cvd, 3);
    }

    void aPeriodWithoutABarGetsOneInItsPlace() {
        BarBuilder bars(1);
        Emitted out;
        price(bars, 0, 100, 1);
        price(bars, 3 * kSec, 103, 2);
        price(bars, 2 * kSec, 102, 3);  // after a later one, and nothing was in its second
        price(bars, -1 * kSec, 99, 4);  // before the first
        bars.onTimer(kStart + 4 * kSec, out);
        QCOMPARE(out.all.size(), std::size_t{4});
        for (std::size_t i = 1; i < out.all.size(); ++i) QVERIFY(out.all[i - 1].open_time < out.all[i].open_time);
        const std::int64_t cvd[] = {1, 2, 3, 4};
        const std::int64_t closes[] = {99, 100, 102, 103};
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(out.all[i].cvd, cvd[i]);
            QCOMPARE(out.all[i].close.units, closes[i]);
            QCOMPARE(out.all[i].count, 1U);
        }
        QCOMPARE(bars.tooLate(), 0U);
    }

    void whatIsOlderThanTheKeptBarsIsCounted() {
        BarBuilder bars(1);
        for (int n = 0; n < 100; ++n) price(bars, n * kSec, 100 + n);
        QCOMPARE(bars.kept().size(), std::size_t{64});
        price(bars, 35 * kSec, 1);
        QCOMPARE(bars.tooLate(), 1U);
        price(bars, 36 * kSec, 1);  // the oldest kept
        QCOMPARE(bars.tooLate(), 1U);
        QCOMPARE(bars.kept().front().low.units, 1);

        BarBuilder young(1);  // few bars, but a stamp from another year
        price(young, 0, 100);
        price(young, -65 * kSec, 100);
        QCOMPARE(young.tooLate(), 1U);
        QCOMPARE(young.kept().size(), std::size_t{1});
    }

    void ofiNeedsABarAndOpensOneAtTheLastClose() {
        BarBuilder bars(1);
        bars.onOfi(kStart, 5, 0.5);
        QVERIFY(bars.forming() == nullptr);
        price(bars, 0, 100);
        bars.onOfi(kStart, 5, 0.5);
        bars.onOfi(kStart + 2 * kSec, 7, 0.25);
        QCOMPARE(bars.forming()->open_time.ns, kStart + 2 * kSec);
        QCOMPARE(bars.forming()->count, 0U);
        QCOMPARE(bars.forming()->close.units, 100);
        QCOMPARE(bars.forming()->ofi_l1, 7);
        bars.onOfi(kStart + kSec, -1, -1.0);  // between them
        QCOMPARE(bars.kept().size(), std::size_t{3});
        QCOMPARE(bars.kept()[1].ofi_l1, -1);
        QCOMPARE(bars.kept()[0].ofi_l1, 5);
        price(bars, 2 * kSec + 1, 120);
        QCOMPARE(bars.forming()->open.units, 120);  // the first price is the open, not the carried close
        QCOMPARE(bars.forming()->low.units, 120);
    }

    void aGapMarksEveryBarItTouches() {
        BarBuilder bars(1);
        price(bars, 0, 100);
        price(bars, kSec, 100);
        bars.setGap(Bar::BookGap, true);
        price(bars, 2 * kSec, 100);
        bars.setGap(Bar::TradeGap, true);
        bars.setGap(Bar::BookGap, false);
        price(bars, 3 * kSec, 100);
        bars.setGap(Bar::TradeGap, false);
        price(bars, 4 * kSec, 100);
        const int flags[] = {0, Bar::BookGap, Bar::BookGap | Bar::TradeGap, Bar::TradeGap, 0};
        for (std::size_t i = 0; i < 5; ++i) QCOMPARE(int(bars.kept()[i].flags), flags[i]);
    }

    void randomTradesEqualTheSlowReference_data() {
        QTest::addColumn<int>("period_s");
        QTest::addColumn<qint64>("mean_step_ns");
        QTest::newRow("1 s bars, busy") << 1 << qint64(kSec / 50);
        QTest::newRow("1 s bars, sparse") << 1 << qint64(3 * kSec);
        QTest::newRow("60 s bars") << 60 << qint64(2 * kSec);
    }
    void randomTradesEqualTheSlowReference() {
        QFETCH(int, period_s);
        QFETCH(qint64, mean_step_ns);
        std::uint64_t seed = 0x62617273 + static_cast<std::uint64_t>(period_s);
        if (const char* text = std::getenv("BELLWETHER_SEED")) seed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        Random random(seed);
        const std::int64_t period_ns = period_s * kSec;
        constexpr std::int64_t kWatermarkNs = kSec / 2;
        BarBuilder bars(period_s);
        Emitted out;
        std::vector<Trade> trades;
        std::int64_t now = kStart;
        std::int64_t newest = kStart;
        std::int64_t closed_to = 0;
        std::int64_t cvd = 0;
        for (int n = 0; n < 20'000; ++n) {
            now += static_cast<std::int64_t>(random.below(2 * static_cast<std::uint64_t>(mean_step_ns)));
            std::int64_t time = now;
            if (random.below(10) == 0) time -= static_cast<std::int64_t>(random.below(2 * kSec));  // jitter
            if (random.below(200) == 0)
                time -= static_cast<std::int64_t>(random.below(20) * static_cast<std::uint64_t>(period_ns));
            const Side side = random.below(20) == 0 ? Side::Unknown : random.below(2) == 0 ? Side::Buy : Side::Sell;
            const Trade trade{time, static_cast<std::int64_t>(1'000 + random.below(100)),
                              static_cast<std::int64_t>(1 + random.below(9)), side};
            trades.push_back(trade);
            if (side == Side::Buy) cvd += trade.qty;
            if (side == Side::Sell) cvd -= trade.qty;
            bars.onPrice(trade.time_ns, {trade.price}, {trade.qty}, side, cvd);
            newest = std::max(newest, time);
            if (random.below(4) != 0) continue;
            const std::size_t before = out.all.size();
            const std::int64_t watermark = newest - kWatermarkNs;
            bars.onTimer(watermark, out);
            for (std::size_t i = before; i < out.all.size(); ++i) {
                QVERIFY(out.all[i].open_time.ns + period_ns <= watermark);
                QVERIFY(out.all[i].flags & Bar::Closed);
                QVERIFY(i == before || out.all[i - 1].open_time < out.all[i].open_time);
            }
            closed_to = std::max(closed_to, watermark);
        }
        bars.onTimer(newest + 2 * period_ns, out);
        QCOMPARE(bars.tooLate(), 0U);
        const std::map<std::int64_t, Bar> slow = slowBars(trades, period_ns);
        QCOMPARE(out.newest.size(), slow.size());
        for (const auto& [open, bar] : slow) {
            QVERIFY(out.newest.contains(open));
            if (!sameFigures(out.newest[open], bar)) {
                const Bar& got = out.newest[open];
                qWarning("bar %lld: count %u %u, volume %lld %lld, cvd %lld %lld",
                         static_cast<long long>(open - kStart), got.count, bar.count,
                         static_cast<long long>(got.volume), static_cast<long long>(bar.volume),
                         static_cast<long long>(got.cvd), static_cast<long long>(bar.cvd));
                QFAIL("a bar differs");
            }
        }
        // A bar that was emitted twice was revised, and says so.
        std::map<std::int64_t, int> times;
        for (const Bar& bar : out.all) {
            QVERIFY(++times[bar.open_time.ns] == 1 || (bar.flags & Bar::Late));
        }
    }
};

QTEST_GUILESS_MAIN(TestBars)
#include "tst_bars.moc"
