// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/fake_engine.h"
#include "ui/hub.h"
#include "ui/panes/chart/chart_view.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"

using namespace bw;
using namespace bw::ui;
using ItemKind = api::SignalItem::Kind;

namespace {

api::SignalItem item(ItemKind kind, SignalType type, std::int64_t t_ns, std::int64_t price2) {
    api::SignalItem out;
    out.kind = kind;
    out.instrument = 0;
    out.sampling = "1s";
    out.event.type = type;
    out.event.channel = Channel::Ofi;
    out.event.score = 60;
    out.event.detect = {1'000, t_ns, price2};
    out.event.b = {987, t_ns - 13 * kNsPerSec, price2 - 20};
    out.event.a = {960, t_ns - 40 * kNsPerSec, price2 + 20};
    return out;
}

std::vector<MarkStack> stacked(const std::vector<SignalMark>& marks) {
    // One pixel a second, one a price unit.
    return stackMarks(
        marks, [](std::int64_t t_ns) { return static_cast<double>(t_ns) / 1e9; }, [](double price) { return price; }, 0,
        1'000);
}

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    std::unique_ptr<ChartView> view;
    Desk() {
        engine.fillHistory(20);
        for (int i = 0; i < 200; ++i) hub.pull();
        view.reset(dynamic_cast<ChartView*>(makeChartView(hub, theme, nullptr)));
        view->resize(900, 400);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
        view->setPeriod(1);
        view->canvas().timeWindow().setSpan(600 * kNsPerSec);
        view->refresh();
        Q_EMIT view->canvas().windowMoved();
        QApplication::processEvents();
    }
};

}  // namespace

class TestChartSignals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shapesFollowTheType_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("shape");
        QTest::addColumn<bool>("outline");
        const auto add = [](const char* name, ItemKind kind, SignalType type, MarkShape::Kind shape, bool outline) {
            QTest::newRow(name) << static_cast<int>(kind) << static_cast<int>(type) << static_cast<int>(shape)
                                << outline;
        };
        add("bull", ItemKind::Event, SignalType::BullDiv, MarkShape::Kind::Up, false);
        add("hidden bull", ItemKind::Event, SignalType::HiddenBull, MarkShape::Kind::Up, true);
        add("bear", ItemKind::Event, SignalType::BearDiv, MarkShape::Kind::Down, false);
        add("hidden bear", ItemKind::Event, SignalType::HiddenBear, MarkShape::Kind::Down, true);
        add("conflict", ItemKind::Event, SignalType::Conflict, MarkShape::Kind::Diamond, true);
        add("withheld", ItemKind::Withheld, SignalType::Count, MarkShape::Kind::Square, true);
    }
    void shapesFollowTheType() {
        QFETCH(int, kind);
        QFETCH(int, type);
        QFETCH(int, shape);
        QFETCH(bool, outline);
        SignalLog log;
        log.add(item(static_cast<ItemKind>(kind), static_cast<SignalType>(type), 500 * kNsPerSec, 20'000));
        const std::vector<SignalMark> marks = signalMarks(log, 0, 2, 0, 1'000 * kNsPerSec);
        QCOMPARE(marks.size(), std::size_t{1});
        QCOMPARE(static_cast<int>(marks[0].shape.kind), shape);
        QCOMPARE(marks[0].shape.outline, outline);
        QCOMPARE(marks[0].t_ns, 500 * kNsPerSec);  // the detection, never the pivot
        QCOMPARE(marks[0].price, 100.0);
    }
    void whatWasNotClaimedIsNotDrawn() {
        SignalLog log;
        log.add(item(ItemKind::Suppressed, SignalType::BullDiv, 500 * kNsPerSec, 20'000));
        log.add(item(ItemKind::Event, SignalType::Anomaly, 500 * kNsPerSec, 20'000));
        log.add(item(ItemKind::Event, SignalType::BullDiv, 2'000 * kNsPerSec, 20'000));  // later than the window
        log.add(item(ItemKind::Event, SignalType::BullDiv, 5 * kNsPerSec, 20'000));
        QVERIFY(signalMarks(log, 1, 2, 0, 1'000 * kNsPerSec).empty());
        QCOMPARE(signalMarks(log, 0, 2, 0, 1'000 * kNsPerSec).size(), std::size_t{1});
    }
    void marksNearerThanTwelvePixelsAreCounted() {
        SignalLog log;
        for (const std::int64_t second : {100, 104, 111, 112, 300})
            log.add(item(ItemKind::Event, SignalType::BullDiv, second * kNsPerSec, 20'000 + second));
        const std::vector<SignalMark> marks = signalMarks(log, 0, 0, 0, 1'000 * kNsPerSec);
        const std::vector<MarkStack> stacks = stacked(marks);
        QCOMPARE(stacks.size(), std::size_t{3});
        QCOMPARE(stacks[0].count(), std::size_t{3});  // 100, 104, 111
        QCOMPARE(stacks[0].at.x(), 111.0);            // stands at its newest
        QCOMPARE(stacks[1].count(), std::size_t{1});  // 112 is 12 px from 100
        QCOMPARE(stacks[2].at.x(), 300.0);
        std::size_t all = 0;
        for (const MarkStack& stack : stacks) all += stack.count();
        QCOMPARE(all, marks.size());  // nothing is lost
    }
    void theChartDrawsAndReportsThem() {
        Desk desk;
        ChartCanvas& canvas = desk.view->canvas();
        QVERIFY2(canvas.marks().size() > 3, qPrintable(QString::number(canvas.marks().size())));
        static_cast<void>(desk.view->grab());
        QVERIFY(!desk.engine.painted.empty());
        QCOMPARE(desk.engine.painted[0].view, std::string_view("chart"));
        const std::size_t reported = desk.engine.painted.size();
        Q_EMIT canvas.windowMoved();
        static_cast<void>(desk.view->grab());
        QCOMPARE(desk.engine.painted.size(), reported);
    }
    void asSeenShowsNoPivotAndHindsightDoes() {
        Desk desk;
        ChartCanvas& canvas = desk.view->canvas();
        QVERIFY(!canvas.hindsight());
        desk.engine.setIdle(true);
        const QColor amber = desk.theme.color(Token::NotLive);
        const auto count_amber = [&] {
            const QImage image = desk.view->canvas().grab().toImage();
            int count = 0;
            for (int y = 30; y < image.height() - 30; ++y)
                for (int x = 0; x < static_cast<int>(canvas.plotRect().right()); ++x)
                    if (image.pixelColor(x, y) == amber) ++count;
            return count;
        };
        QCOMPARE(count_amber(), 0);
        FlatButton* toggle = nullptr;
        for (auto* one : desk.view->findChildren<FlatButton*>())
            if (one->text() == QStringLiteral("Hindsight")) toggle = one;
        QVERIFY(toggle != nullptr);
        toggle->click();
        QVERIFY(canvas.hindsight());
        QVERIFY(count_amber() > 20);
        toggle->click();
        QCOMPARE(count_amber(), 0);
    }
    void aClickOnAMarkChoosesItAndAChoiceBringsItIntoSight() {
        Desk desk;
        ChartCanvas& canvas = desk.view->canvas();
        const std::vector<MarkStack> stacks = canvas.stacks();
        QVERIFY(!stacks.empty());
        QSignalSpy chosen(&desk.hub, &Hub::signalChosen);
        QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, stacks.front().at.toPoint());
        QCOMPARE(chosen.count(), 1);
        const SignalLog& log = desk.hub.signalLog();
        const std::uint64_t oldest = log.of(0).front();
        desk.hub.chooseSignal(oldest);
        const std::int64_t at_ns = log.find(oldest)->item.event.detect.t_ns;
        QVERIFY(at_ns >= canvas.timeWindow().fromNs() && at_ns <= canvas.timeWindow().toNs());
    }
};

QTEST_MAIN(TestChartSignals)
#include "tst_chart_signals.moc"
