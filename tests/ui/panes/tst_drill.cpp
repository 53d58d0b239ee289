// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

#include "tests/ui/fake_desk.h"
#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/drill/drill_view.h"
#include "ui/panes/panes.h"

using namespace bw;
using namespace bw::ui;

namespace {

enum Column { Step, N, Min, P50, P95, P99, Max, Budget, Verdict };

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    std::unique_ptr<DrillView> view;
    Desk() {
        hub.pull();
        view.reset(dynamic_cast<DrillView*>(makeDrillView(hub, theme, nullptr)));
        view->resize(1'200, 300);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
    }
    void publish(const api::EngineApi::DrillStatus& status) {
        engine.drill_status = status;
        ++engine.drill_version;
        hub.pull();
        view->refresh();
    }
    QPushButton* run() { return view->findChild<QPushButton*>(QStringLiteral("drill_run")); }
};

}  // namespace

class TestDrill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLastReportStepByStep() {
        Desk desk;
        desk.publish(uitest::someDrills(desk.engine.wallNow()));
        TextTableModel& steps = desk.view->steps().model();
        QCOMPARE(steps.rowCount(), 7);
        QCOMPARE(steps.row(2).cells[P99].text, QStringLiteral("9.40 ms"));
        QVERIFY(steps.row(2).cells[Verdict].text.contains(QStringLiteral("held")));
        QVERIFY(desk.view->verdict().contains(QStringLiteral("verified 100.0%")));
        QVERIFY(desk.view->verdict().contains(QStringLiteral("outbound after the fence: 0")));
        QCOMPARE(desk.view->history().model().rowCount(), 2);
    }

    void anOlderReportIsChosenInTheHistory() {
        Desk desk;
        desk.publish(uitest::someDrills(desk.engine.wallNow()));
        desk.view->history().table().selectRow(1);
        TextTableModel& steps = desk.view->steps().model();
        QCOMPARE(steps.row(2).cells[P99].text, QStringLiteral("—"));  // 20 rounds are too few for one
        QVERIFY(steps.row(2).cells[Verdict].text.contains(QStringLiteral("missed")));
        QCOMPARE(steps.row(6).cells[P50].text, QStringLiteral("—"));
        QVERIFY(steps.row(6).cells[Verdict].text.contains(QStringLiteral("not reached")));
        QVERIFY(desk.view->verdict().contains(QStringLiteral("DRILL_SLOW_DISK")));
        QVERIFY(desk.view->verdict().contains(QStringLiteral("verified 95.0%")));
    }

    void aDrillIsAskedForAndShowsItsProgress() {
        Desk desk;
        desk.run()->click();
        QCOMPARE(desk.engine.commands, std::vector<std::string>{"drill"});
        api::EngineApi::DrillStatus running;
        running.running = true;
        running.progress = 0.4;
        desk.publish(running);
        auto* bar = desk.view->findChild<QProgressBar*>();
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->value(), 40);
        QVERIFY(!desk.run()->isEnabled());
        QVERIFY(desk.run()->toolTip().contains(QStringLiteral("running")));
        desk.engine.refuse = Error{Code::LatchHalted, "drill", ""};
        running.running = false;
        desk.publish(running);
        desk.run()->click();
        QVERIFY(desk.view->steps().answerText().contains(QStringLiteral("LATCH_HALTED")));
    }
};

QTEST_MAIN(TestDrill)
#include "tst_drill.moc"
