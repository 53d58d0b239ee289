// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>

#include "core/model/random.h"
#include "core/model/times.h"
#include "tests/ui/panes/seed.h"
#include "ui/panes/chart/chart_model.h"
#include "ui/panes/flow/flow_model.h"
#include "ui/panes/plot/bars.h"
#include "ui/panes/plot/decimate.h"
#include "ui/panes/plot/gap_bands.h"
#include "ui/panes/plot/ticks.h"
#include "ui/panes/plot/time_window.h"

using namespace bw;
using namespace bw::ui;
using api::Bar;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The definition of 7.4 word by word: no running state, every pair of samples asked about every break.
std::vector<Segment> slowDecimate(const std::vector<Sample>& samples, const std::vector<TimeSpan>& breaks,
                                  const PixelColumns& columns) {
    std::vector<Sample> kept;
    for (const Sample& sample : samples)
        if (!std::isnan(sample.value) && sample.t_ns >= columns.from_ns && sample.t_ns < columns.to_ns)
            kept.push_back(sample);
    std::vector<std::vector<Sample>> pieces;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        bool cut = i == 0;
        for (const TimeSpan& one : breaks)
            if (i > 0 && one.from_ns < kept[i].t_ns && std::max(one.to_ns, one.from_ns + 1) > kept[i - 1].t_ns)
                cut = true;
        if (cut) pieces.emplace_back();
        pieces.back().push_back(kept[i]);
    }
    std::vector<Segment> out;
    for (const std::vector<Sample>& piece : pieces) {
        Segment segment;
        for (int column = 0; column < columns.count; ++column) {
            std::vector<Sample> inside;
            for (const Sample& sample : piece) {
                const long double at = static_cast<long double>(sample.t_ns - columns.from_ns) * columns.count /
                                       static_cast<long double>(columns.to_ns - columns.from_ns);
                if (static_cast<int>(std::floor(at)) == column) inside.push_back(sample);
            }
            if (inside.empty()) continue;
            Sample low = inside.front(), high = inside.front();
            for (const Sample& sample : inside) {
                if (sample.value < low.value) low = sample;
                if (sample.value > high.value) high = sample;
            }
            if (low == high) {
                segment.push_back(low);
                continue;
            }
            segment.push_back(low.t_ns < high.t_ns ? low : high);
            segment.push_back(low.t_ns < high.t_ns ? high : low);
        }
        out.push_back(segment);
    }
    return out;
}

Bar bar(std::int64_t open_s, std::int32_t period_s, std::int64_t open, std::int64_t high, std::int64_t low,
        std::int64_t close, std::int64_t volume, std::uint8_t flags = Bar::Closed) {
    Bar out;
    out.open_time = {open_s * kNsPerSec};
    out.period_s = period_s;
    out.flags = flags;
    out.count = volume > 0 ? 2 : 0;
    out.open = {open};
    out.high = {high};
    out.low = {low};
    out.close = {close};
    out.volume = volume;
    out.buy = volume * 2 / 3;
    out.sell = volume - out.buy;
    out.cvd = open_s;
    return out;
}

api::DisplayItem item(const Bar& one) {
    api::DisplayItem out;
    out.kind = api::DisplayItem::Kind::Bar;
    out.instrument = 0;
    out.bar = one;
    return out;
}

api::DisplayItem gapItem(std::uint64_t id, int instrument, StreamKind stream, GapClose close, std::int64_t from_s,
                         std::int64_t to_s) {
    api::DisplayItem out;
    out.kind = api::DisplayItem::Kind::Gap;
    out.instrument = instrument;
    out.gap.gap_id = id;
    out.gap.instrument = instrument;
    out.gap.stream = stream;
    out.gap.close = close;
    out.gap.from = {from_s * kNsPerSec};
    out.gap.from_event = {from_s * kNsPerSec};
    if (close != GapClose::Open) {
        out.gap.to = {to_s * kNsPerSec};
        out.gap.to_event = {to_s * kNsPerSec};
    }
    return out;
}

}  // namespace

class TestPlot : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decimationEqualsItsSlowReference() {
        Random random(uitest::testSeed());
        for (int round = 0; round < 300; ++round) {
            std::vector<Sample> samples;
            std::int64_t t_ns = static_cast<std::int64_t>(random.below(50));
            const auto count = random.below(200);
            for (std::uint64_t i = 0; i < count; ++i) {
                t_ns += static_cast<std::int64_t>(1 + random.below(20));
                samples.push_back({t_ns, random.below(8) == 0 ? kNaN : static_cast<double>(random.below(9))});
            }
            std::vector<TimeSpan> breaks;
            for (std::uint64_t i = random.below(6); i > 0; --i) {
                const auto from = static_cast<std::int64_t>(random.below(2'000));
                breaks.push_back({from, from + static_cast<std::int64_t>(random.below(60))});
            }
            const PixelColumns columns{static_cast<std::int64_t>(random.below(300)),
                                       400 + static_cast<std::int64_t>(random.below(2'000)),
                                       1 + static_cast<int>(random.below(120))};
            QCOMPARE(decimate(samples, unite(breaks), columns), slowDecimate(samples, breaks, columns));
        }
    }
    void aGapNarrowerThanAColumnEndsTheLine() {
        const std::vector<Sample> samples{{10, 1}, {20, 2}, {30, 3}};
        const std::vector<Segment> lines = decimate(samples, unite({{24, 25}}), {0, 1'000'000, 4});
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[1], (Segment{{30, 3}}));
    }
    void aGapOfNoLengthStillCuts() {
        const std::vector<Sample> samples{{10, 1}, {20, 2}, {30, 3}};
        QCOMPARE(decimate(samples, unite({{20, 20}}), {0, 100, 10}).size(), std::size_t{2});
    }
    void columnsKeepWithinThePointsOfAChart() {
        QCOMPARE(columnLimit(1'200, 1), 1'200);
        QCOMPARE(columnLimit(1'200, 3), 600);
        QCOMPARE(columnLimit(0, 0), 1);
    }

    void fifteenSecondBarsAddUpTheirParts() {
        api::DisplayHistory history;
        history.apply(item(bar(30, 1, 100, 110, 95, 105, 9)));
        history.apply(item(bar(31, 1, 105, 105, 105, 105, 0)));  // a second without a trade says nothing
        history.apply(item(bar(40, 1, 106, 130, 104, 120, 3, Bar::Closed | Bar::TradeGap)));
        history.apply(item(bar(45, 1, 120, 121, 119, 119, 6)));
        const std::vector<Bar> bars = sliceBars(history.of(0), {}, 15, 0, 100 * kNsPerSec);
        QCOMPARE(bars.size(), std::size_t{2});
        QCOMPARE(bars[0].open_time.ns, 30 * kNsPerSec);
        QCOMPARE(bars[0].open.units, 100);
        QCOMPARE(bars[0].high.units, 130);
        QCOMPARE(bars[0].low.units, 95);
        QCOMPARE(bars[0].close.units, 120);
        QCOMPARE(bars[0].volume, 12);
        QCOMPARE(bars[0].buy + bars[0].sell, 12);
        QCOMPARE(bars[0].cvd, 40);
        QVERIFY(bars[0].flags & Bar::TradeGap);
        QVERIFY(bars[0].flags & Bar::Closed);     // a later bar follows
        QVERIFY(!(bars[1].flags & Bar::Closed));  // its last second is still to come
    }
    void theFormingBarOfTheViewReplacesAnUnclosedOneOnly() {
        api::DisplayHistory history;
        history.apply(item(bar(60, 60, 1, 2, 1, 2, 4)));
        api::MarketView view;
        view.minute = bar(120, 60, 5, 6, 5, 6, 7, 0);
        std::vector<Bar> bars = sliceBars(history.of(0), view, 60, 0, 1'000 * kNsPerSec);
        QCOMPARE(bars.size(), std::size_t{2});
        QVERIFY(!(bars[1].flags & Bar::Closed));
        history.apply(item(bar(120, 60, 5, 9, 5, 8, 9)));  // closed: the view is older now
        bars = sliceBars(history.of(0), view, 60, 0, 1'000 * kNsPerSec);
        QCOMPARE(bars.size(), std::size_t{2});
        QCOMPARE(bars[1].volume, 9);
        QCOMPARE(barsExtent(history.of(0), view, 60).to_ns, 180 * kNsPerSec);
    }
    void aSliceHoldsWhatTheWholeHolds() {
        Random random(uitest::testSeed());
        api::DisplayHistory history;
        for (int second = 0; second < 900; ++second)
            if (random.below(3) != 0)
                history.apply(item(bar(1'000 + second, 1, 10, 12, 9, 11, static_cast<std::int64_t>(random.below(5)))));
        for (const int period_s : {1, 5, 15}) {
            std::int64_t volume = 0, sum = 0;
            for (std::size_t i = 0; i < history.of(0).seconds.size(); ++i) volume += history.of(0).seconds[i].volume;
            std::int64_t last_ns = 0;
            for (const Bar& one : sliceBars(history.of(0), {}, period_s, 0, INT64_MAX)) {
                QVERIFY(one.open_time.ns > last_ns);
                QCOMPARE(one.open_time.ns % (period_s * kNsPerSec), 0);
                last_ns = one.open_time.ns;
                sum += one.volume;
            }
            QCOMPARE(sum, volume);
        }
    }

    void gapsOfOtherInstrumentsAndStreamsStayOut() {
        api::DisplayHistory history;
        history.apply(gapItem(1, 0, StreamKind::Trade, GapClose::Unfillable, 10, 20));
        history.apply(gapItem(2, 1, StreamKind::Trade, GapClose::Unfillable, 10, 20));
        history.apply(gapItem(3, 0, StreamKind::Book, GapClose::Filled, 12, 14));
        history.apply(gapItem(4, -1, StreamKind::All, GapClose::Open, 30, 0));
        const auto trades = gapBands(history.gaps(), 0, GapStreams::Trades, 0, 100 * kNsPerSec);
        QCOMPARE(trades.size(), std::size_t{2});
        QVERIFY(trades[1].open());
        const auto book = gapBands(history.gaps(), 0, GapStreams::Book, 0, 100 * kNsPerSec);
        QCOMPARE(book.size(), std::size_t{2});
        QVERIFY(book[0].healed());
        QCOMPARE(breaksOf(book).size(), std::size_t{1});  // lines run through a healed gap
        QCOMPARE(gapBands(history.gaps(), 0, GapStreams::Any, 21 * kNsPerSec, 29 * kNsPerSec).size(), std::size_t{0});
    }
    void aGapWithoutVenueTimeUsesTheTimeOfReceipt() {
        api::DisplayHistory history;
        api::DisplayItem one = gapItem(1, 0, StreamKind::Tick, GapClose::Unfillable, 10, 20);
        one.gap.to_event = {};
        history.apply(one);
        const auto bands = gapBands(history.gaps(), 0, GapStreams::Trades, 0, 100 * kNsPerSec);
        QCOMPARE(bands.at(0).to_ns, 20 * kNsPerSec);
    }

    void theWindowFollowsUntilTheReaderScrolls() {
        TimeWindow window;
        window.setSpanLimits(10, 10'000);
        window.setSpan(240);
        window.setData(0, 1'000);
        QVERIFY(window.following());
        QCOMPARE(window.toNs(), 1'010);
        window.setData(0, 2'000);
        QCOMPARE(window.toNs(), 2'010);
        window.scroll(-500);
        QVERIFY(!window.following());
        QCOMPARE(window.toNs(), 1'510);
        window.setData(0, 3'000);
        QCOMPARE(window.toNs(), 1'510);  // new data do not move what is being read
        window.scroll(100'000);
        QVERIFY(window.following());
        window.scroll(-100'000);
        QVERIFY(window.toNs() > 0);  // some data stay in sight
    }
    void zoomKeepsTheTimeUnderThePointer() {
        TimeWindow window;
        window.setSpanLimits(10, 100'000);
        window.setSpan(1'000);
        window.setData(0, 50'000);
        window.scroll(-20'000);
        const std::int64_t anchor = window.fromNs() + 250;
        window.zoom(2, anchor);
        QCOMPARE(window.spanNs(), 2'000);
        QCOMPARE(anchor - window.fromNs(), 500);
        window.zoom(1e30, anchor);
        QCOMPARE(window.spanNs(), 100'000);
    }
    void aValueRangeDoesNotTwitch() {
        SteadyRange range;
        range.show(100, 200);
        const double low = range.low(), high = range.high();
        range.show(110, 195);
        QCOMPARE(range.low(), low);
        QCOMPARE(range.high(), high);
        range.show(90, 195);
        QVERIFY(range.low() < 90);
        range.show(150, 152);
        QVERIFY(range.high() - range.low() < 10);
        range.show(kNaN, kNaN);
        QVERIFY(range.high() < 160);
        range.reset();
        range.show(5, 5);
        QVERIFY(range.low() < 5 && range.high() > 5);
    }

    void stepsAreOneTwoOrFive_data() {
        QTest::addColumn<double>("range");
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("step");
        QTest::newRow("hundred in four") << 100.0 << 4 << 50.0;
        QTest::newRow("hundred in ten") << 100.0 << 10 << 10.0;
        QTest::newRow("small prices") << 0.0031 << 5 << 0.001;
        QTest::newRow("never below a tick") << 0.0031 << 500 << 0.0001;
    }
    void stepsAreOneTwoOrFive() {
        QFETCH(double, range);
        QFETCH(int, count);
        QTEST(niceStep(range, count, 0.0001), "step");
    }
    void timeTicksStandOnTheLocalClock() {
        const std::int64_t zone_ns = 19'800 * kNsPerSec;  // UTC+5:30
        const auto ticks = timeTicks(0, 7'200 * kNsPerSec, 3'600 * kNsPerSec, zone_ns);
        QCOMPARE(ticks.size(), std::size_t{2});
        QCOMPARE(ticks[0], 1'800 * kNsPerSec);
        QCOMPARE(niceTimeStepNs(3'600 * kNsPerSec, 6), 600 * kNsPerSec);
    }

    void theCrosshairWalksByBars() {
        api::DisplayHistory history;
        for (int i = 0; i < 50; ++i) history.apply(item(bar(60 * i, 60, 10, 12, 9, 11, 5)));
        TimeWindow window;
        ChartModel model;
        model.setPeriod(60, window);
        model.update(history, {}, 0, window);
        const std::int64_t middle = 600 * kNsPerSec + 30 * kNsPerSec;
        QCOMPARE(model.snap(middle + 5 * kNsPerSec, 0), middle);
        QCOMPARE(model.snap(middle, -1), middle - 60 * kNsPerSec);
        QCOMPARE(model.barAt(middle)->open_time.ns, 600 * kNsPerSec);
        QVERIFY(model.barAt(-5) == nullptr);
    }
    void lanesSayWhyTheyAreEmpty() {
        api::DisplayHistory history;
        history.apply(item(bar(60, 1, 10, 12, 9, 11, 5)));
        TimeWindow window;
        FlowModel model;
        model.setPeriod(1, window);
        api::MarketView view;
        model.update(history, view, 0, window, 600);
        QCOMPARE(model.lane(Lane::Cvd).absence, LaneAbsence::NoTape);
        QCOMPARE(model.lane(Lane::OfiL5).absence, LaneAbsence::NoBook);
        QVERIFY(!model.lane(Lane::Cvd).has_value);
        view.has_tape = view.has_book = true;
        view.ofi_withheld = true;
        model.update(history, view, 0, window, 600);
        QCOMPARE(model.lane(Lane::Cvd).absence, LaneAbsence::None);
        QCOMPARE(model.lane(Lane::OfiL1).absence, LaneAbsence::Withheld);
        QVERIFY(!model.lane(Lane::OfiL1).has_value);  // no update inside the bars: nothing, not zero
    }
    void theRunningOfiEndsAtTheEnginesFigure() {
        api::DisplayHistory history;
        for (int i = 0; i < 5; ++i) {
            Bar one = bar(60 + i, 1, 10, 12, 9, 11, 5);
            one.ofi_l1 = 10 * (i + 1);
            one.ofi_updates = i == 2 ? 0 : 3;
            if (i == 2) one.ofi_l1 = 0;
            history.apply(item(one));
        }
        TimeWindow window;
        FlowModel model;
        model.setPeriod(1, window);
        api::MarketView view;
        view.has_book = true;
        view.ofi_l1 = 1'000;
        model.update(history, view, 0, window, 600);
        QCOMPARE(model.lane(Lane::OfiL1).value, 1'000.0);
        double value = 0;
        QVERIFY(model.valueAt(Lane::OfiL1, 63 * kNsPerSec, value));
        QCOMPARE(value, 950.0);
        QVERIFY(!model.valueAt(Lane::OfiL1, 62 * kNsPerSec, value));
    }
    void noLineCrossesATradeGap() {
        api::DisplayHistory history;
        for (int i = 0; i < 60; ++i) history.apply(item(bar(60 + i, 1, 10, 12, 9, 11, 5)));
        history.apply(gapItem(1, 0, StreamKind::Trade, GapClose::Unfillable, 80, 85));
        history.apply(gapItem(2, 0, StreamKind::Trade, GapClose::Filled, 95, 97));
        TimeWindow window;
        FlowModel model;
        model.setPeriod(1, window);
        api::MarketView view;
        view.has_tape = true;
        model.update(history, view, 0, window, 600);
        for (const Segment& segment : model.lane(Lane::Cvd).line)
            QVERIFY(segment.front().t_ns >= 85 * kNsPerSec || segment.back().t_ns <= 85 * kNsPerSec);
        QVERIFY(model.lane(Lane::Cvd).line.size() >= 2);
    }
    void sharesOfSidesAddUp() {
        api::InstrumentHistory history;
        const auto trade = [&](SideSource source, std::int64_t quantity, bool excluded) {
            api::TradeRow row;
            row.qty = {quantity};
            row.side_source = source;
            row.excluded = excluded;
            history.trades.push(row);
        };
        QCOMPARE(sideShare(history.trades).trades, std::size_t{0});
        trade(SideSource::Venue, 60, false);
        trade(SideSource::Inferred, 30, false);
        trade(SideSource::Unknown, 10, false);
        trade(SideSource::Unknown, 900, true);
        const SideShare share = sideShare(history.trades);
        QCOMPARE(share.venue, 0.6);
        QCOMPARE(share.inferred, 0.3);
        QCOMPARE(share.unknown, 0.1);
        QCOMPARE(share.trades, std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(TestPlot)
#include "tst_plot.moc"
