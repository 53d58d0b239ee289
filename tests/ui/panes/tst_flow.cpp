// SPDX-License-Identifier: GPL-3.0-or-later
// The scores of the order flow: what is drawn of the samples, and what is not.
#include <QApplication>
#include <QClipboard>
#include <QMouseEvent>
#include <QTest>

#include "tests/ui/panes/panes_engine.h"
#include "ui/hub.h"
#include "ui/panes/flow/flow_view.h"
#include "ui/panes/panes.h"

using namespace bw;
using namespace bw::ui;

namespace {

constexpr std::int64_t kStart = 1'772'373'600 * kNsPerSec;

/// Samples of one instrument, one a second.
struct Tape {
    api::DisplayHistory history;
    api::MarketView view;
    TimeWindow window;
    ZModel model;
    std::int64_t index = 0;
    std::int32_t segment = 0;
    Tape() {
        view.has_book = view.has_tape = true;
        view.flow.warmup_need = 5;
        view.flow.z_hi = 2;
        view.flow.fusion_buy = 1.2;
        view.flow.fusion_strong = 2;
        ZModel::reset(window);
    }
    void add(const Stat& ofi, const Stat& cvd, FusionLevel level = FusionLevel::Neutral) {
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Flow;
        item.instrument = 0;
        item.flow.index = index;
        item.flow.time = EventTime{kStart + index * kNsPerSec};
        item.flow.segment = segment;
        item.flow.z_ofi = ofi;
        item.flow.z_cvd = cvd;
        item.flow.fused = ofi.has() ? ofi : cvd;
        item.flow.fusion_score = item.flow.fused.value;
        item.flow.level = level;
        view.flow.point = item.flow;
        history.apply(item);
        ++index;
    }
    void addMany(int count, double value) {
        for (int i = 0; i < count; ++i) add(Stat::of(value + 0.01 * i), Stat::of(-value));
    }
    const ZModel& read() {
        model.update(history, view, 0, window, 1'000);
        return model;
    }
};

std::size_t pointsOf(const std::vector<Segment>& segments) {
    std::size_t out = 0;
    for (const Segment& segment : segments) out += segment.size();
    return out;
}

void pointAt(QWidget* viewport, QPointF at) {
    QMouseEvent move(QEvent::MouseMove, at, viewport->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(viewport, &move);
}

}  // namespace

class TestFlow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noSampleIsNothing() {
        Tape tape;
        const ZModel& model = tape.read();
        QVERIFY(model.empty());
        QVERIFY(model.at(kStart) == nullptr);
        QCOMPARE(model.snap(kStart, 1), std::int64_t{0});
    }
    void aLineEndsWhereTheValueIsAbsent() {
        Tape tape;
        tape.view.flow.warmup_need = 0;
        tape.addMany(10, 0.5);
        tape.add(Stat::none(Reason::BookNotSynced), Stat::of(0.2));
        tape.addMany(10, 0.5);
        const ZModel& model = tape.read();
        QCOMPARE(model.lane(ZLane::Ofi).line.size(), std::size_t{2});
        QCOMPARE(model.lane(ZLane::Ofi).line[0].back().t_ns, kStart + 9 * kNsPerSec);
        QCOMPARE(model.lane(ZLane::Ofi).line[1].front().t_ns, kStart + 11 * kNsPerSec);
        QCOMPARE(model.lane(ZLane::Cvd).line.size(), std::size_t{1});
        QCOMPARE(pointsOf(model.lane(ZLane::Cvd).line), std::size_t{21});
    }
    void aLineEndsAtANewSegmentAndAtALostSample() {
        Tape tape;
        tape.view.flow.warmup_need = 0;
        tape.addMany(10, 0.5);
        ++tape.segment;
        tape.addMany(10, 0.5);
        ++tape.index;  // a sample that the display never got
        tape.addMany(10, 0.5);
        const ZModel& model = tape.read();
        for (const ZLane lane : {ZLane::Ofi, ZLane::Cvd, ZLane::Fusion})
            QCOMPARE(model.lane(lane).line.size(), std::size_t{3});
        QCOMPARE(model.breaks().size(), std::size_t{1});
        QCOMPARE(model.breaks()[0].t_ns, kStart + 10 * kNsPerSec);
        QCOMPARE(model.breaks()[0].segment, 1);
        QCOMPARE(model.breaks()[0].reason, Reason::None);
    }
    void aGapInTheTradesEndsTheLineOfTheCvdAlone() {
        Tape tape;
        tape.view.flow.warmup_need = 0;
        tape.addMany(20, 0.5);
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Gap;
        item.instrument = 0;
        item.gap.gap_id = 1;
        item.gap.instrument = 0;
        item.gap.stream = StreamKind::Trade;
        item.gap.close = GapClose::Unfillable;
        item.gap.from_event = EventTime{kStart + 7 * kNsPerSec + 200 * kNsPerMs};
        item.gap.to_event = item.gap.from_event + 300 * kNsPerMs;
        item.gap.from = WallTime{item.gap.from_event.ns};
        item.gap.to = WallTime{item.gap.to_event.ns};
        tape.history.apply(item);
        const ZModel& model = tape.read();
        QCOMPARE(model.lane(ZLane::Cvd).line.size(), std::size_t{2});
        QCOMPARE(model.lane(ZLane::Ofi).line.size(), std::size_t{1});
        QCOMPARE(model.bands(ZLane::Cvd).size(), std::size_t{1});
    }
    void aBreakSaysWhy() {
        Tape tape;
        tape.addMany(3, 0.5);
        ++tape.segment;
        tape.add(Stat::none(Reason::SessionChange), Stat::none(Reason::Warmup));
        tape.add(Stat::none(Reason::TimeJump), Stat::none(Reason::Warmup));
        ++tape.segment;
        tape.add(Stat::none(Reason::Warmup), Stat::none(Reason::Warmup));
        const ZModel& model = tape.read();
        QCOMPARE(model.breaks().size(), std::size_t{2});
        QCOMPARE(model.breaks()[0].reason, Reason::SessionChange);
        QCOMPARE(model.breaks()[1].reason, Reason::TimeJump);
    }
    void warmingUpIsDottedAndHasNoThresholds() {
        Tape tape;
        tape.addMany(12, 0.5);
        const ZModel& model = tape.read();
        // Four samples are not enough, the fifth is; the dotted part reaches it.
        QCOMPARE(pointsOf(model.lane(ZLane::Ofi).warming), std::size_t{5});
        QCOMPARE(pointsOf(model.lane(ZLane::Ofi).line), std::size_t{8});
        QCOMPARE(model.lane(ZLane::Ofi).line[0].front().t_ns, kStart + 4 * kNsPerSec);
        QCOMPARE(model.ready().size(), std::size_t{1});
        QCOMPARE(model.ready()[0].from_ns, kStart + 4 * kNsPerSec);
    }
    void aSegmentOlderThanWhatIsHeldIsWarm() {
        Tape tape;
        tape.addMany(7'210, 0.5);  // the history holds 7,200
        tape.window.setSpan(2 * 3'600 * kNsPerSec);
        const ZModel& model = tape.read();
        QVERIFY(model.lane(ZLane::Ofi).warming.empty());
        QVERIFY(pointsOf(model.lane(ZLane::Ofi).line) <= 1'200);  // two points a column, three lanes
    }
    void clippedValuesAreHeldAtTheEdgeAndMarked() {
        Tape tape;
        tape.view.flow.warmup_need = 0;
        tape.addMany(5, 0.5);
        tape.add(Stat::of(7.5), Stat::of(0));
        tape.add(Stat::of(-5), Stat::of(0));
        tape.addMany(5, 0.5);
        const ZModel& model = tape.read();
        QCOMPARE(model.lane(ZLane::Ofi).clipped.size(), std::size_t{2});
        QCOMPARE(model.lane(ZLane::Ofi).clipped[0].from_ns, kStart + 5 * kNsPerSec);
        QVERIFY(model.lane(ZLane::Cvd).clipped.empty());
        for (const Sample& sample : model.lane(ZLane::Ofi).line[0]) QVERIFY(std::abs(sample.value) <= ZModel::kAxis);
        QCOMPARE(zText(Stat::of(7.5), 5), QStringLiteral(">5.0 σ"));
        QCOMPARE(zText(Stat::of(-7.5), 5), QStringLiteral("<−5.0 σ"));
        QCOMPARE(zText(Stat::of(1.25), 5), QStringLiteral("+1.3 σ"));
        QCOMPARE(zText(Stat::none(Reason::Gap), 5), QStringLiteral("—"));
    }
    void levelsJoinWhileTheyLast() {
        Tape tape;
        tape.add(Stat::of(1), Stat::of(1));
        tape.add(Stat::of(1), Stat::of(1), FusionLevel::Buy);
        tape.add(Stat::of(1), Stat::of(1), FusionLevel::Buy);
        tape.add(Stat::of(2), Stat::of(2), FusionLevel::StrongBuy);
        tape.add(Stat::of(1), Stat::of(1));
        tape.add(Stat::of(-1), Stat::of(-1), FusionLevel::Sell);
        const ZModel& model = tape.read();
        QCOMPARE(model.levels().size(), std::size_t{3});
        QCOMPARE(model.levels()[0].span.to_ns - model.levels()[0].span.from_ns, 2 * kNsPerSec);
        QCOMPARE(model.levels()[1].level, FusionLevel::StrongBuy);
    }
    void noTapeLeavesItsLaneEmpty() {
        Tape tape;
        tape.view.has_tape = false;
        for (int i = 0; i < 8; ++i) tape.add(Stat::of(0.4), Stat::none(Reason::NoTape));
        const ZModel& model = tape.read();
        QVERIFY(!model.lane(ZLane::Cvd).any);
        QVERIFY(model.lane(ZLane::Cvd).line.empty());
        QVERIFY(model.lane(ZLane::Ofi).any);
    }
    void theCrosshairFindsTheNearestSample() {
        Tape tape;
        tape.addMany(10, 0.5);
        const ZModel& model = tape.read();
        QCOMPARE(model.snap(kStart + 3 * kNsPerSec + 400 * kNsPerMs, 0), kStart + 3 * kNsPerSec);
        QCOMPARE(model.snap(kStart + 3 * kNsPerSec + 600 * kNsPerMs, 0), kStart + 4 * kNsPerSec);
        QCOMPARE(model.snap(kStart + 3 * kNsPerSec, 2), kStart + 5 * kNsPerSec);
        QCOMPARE(model.snap(kStart + 9 * kNsPerSec, 4), kStart + 9 * kNsPerSec);
        QCOMPARE(model.at(kStart + 3 * kNsPerSec + 1)->index, std::int64_t{3});
    }
    void theViewCopiesTheValuesUnderTheCrosshair() {
        uitest::PanesEngine engine(7);
        engine.fillHistory(5);
        Hub hub(engine);
        for (int i = 0; i < 20; ++i) hub.pull();
        Theme theme;
        const std::unique_ptr<FlowView> view(dynamic_cast<FlowView*>(makeFlowView(hub, theme)));
        view->resize(760, 220);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
        view->refresh();
        ZCanvas& canvas = view->scores();
        QVERIFY(!canvas.model().empty());
        const QString newest = canvas.copyText();
        QVERIFY2(newest.startsWith(QStringLiteral("time\tindex\tz_ofi")), qPrintable(newest));
        pointAt(canvas.viewport(), {200, 40});
        QTest::keyClick(&canvas, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0].count(QLatin1Char('\t')), lines[1].count(QLatin1Char('\t')));
        QVERIFY(lines[1] != newest.split(QLatin1Char('\n'))[1]);
        QVERIFY(!canvas.accessibleDescription().isEmpty());
        view->setMode(FlowView::Mode::Raw);
        QVERIFY(view->canvas().isVisible() && !canvas.isVisible());
        for (ZLane lane : {ZLane::Ofi, ZLane::Cvd, ZLane::Fusion}) canvas.setLaneShown(lane, false);
        view->setMode(FlowView::Mode::Scores);
        static_cast<void>(view->grab());  // all lanes off
    }
};

QTEST_MAIN(TestFlow)
#include "tst_flow.moc"
