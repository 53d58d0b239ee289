// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

#include "tests/ui/fake_desk.h"
#include "ui/hub.h"
#include "ui/panes/alerts/alerts_view.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/panes.h"

using namespace bw;
using namespace bw::ui;

namespace {

enum Column { Severity_, Alert, Of, Value, Since, State, AckBy, Muted };

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    std::unique_ptr<bw::ui::AlertsView> view;
    explicit Desk(const api::AlertsView& alerts) {
        engine.publishAlerts(alerts);
        hub.pull();
        view.reset(dynamic_cast<bw::ui::AlertsView*>(makeAlertsView(hub, theme, nullptr)));
        view->resize(1'400, 300);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
    }
    QPushButton* button(const char* name) { return view->findChild<QPushButton*>(QLatin1StringView(name)); }
    QAction* muteAction(int menu, int minutes) {
        Q_EMIT button("alerts_mute")->menu()->aboutToShow();
        return button("alerts_mute")->menu()->actions().at(menu)->menu()->actions().at(minutes);
    }
};

api::AlertsView alerts() {
    return uitest::someAlerts(WallTime{1'772'373'807'412'000'000});
}

}  // namespace

class TestAlerts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firingFirstTheGravestOnTop() {
        Desk desk(alerts());
        TextTableModel& model = desk.view->page().model();
        QCOMPARE(model.rowCount(), 6);
        QVERIFY(model.row(0).cells[Severity_].text.contains(QStringLiteral("critical")));
        QVERIFY(model.row(0).cells[Severity_].block);
        QCOMPARE(model.row(0).cells[Alert].text, QStringLiteral("what became of an order is not known"));
        QVERIFY(model.row(3).cells[State].text.contains(QStringLiteral("acknowledged")));
        QVERIFY(model.row(3).cells[AckBy].text.startsWith(QStringLiteral("button")));
        QVERIFY(model.row(4).cells[State].text.contains(QStringLiteral("pending")));
        QVERIFY(model.row(5).cells[State].text.contains(QStringLiteral("ended")));
    }

    void unknownValuesAreDashesAndMutesShowTheTimeLeft() {
        Desk desk(alerts());
        TextTableModel& model = desk.view->page().model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (!model.row(row).cells[Of].text.contains(QStringLiteral("EURUSD"))) continue;
            QCOMPARE(model.row(row).cells[Value].text, QStringLiteral("— / 10"));
            QCOMPARE(model.row(row).cells[Muted].text, QStringLiteral("11 min"));
        }
        QVERIFY(desk.view->page().line().contains(QStringLiteral("muted: a subscribed symbol is silent")));
        QVERIFY(desk.view->page().line().contains(QStringLiteral("1 failed")));
    }

    void theFilterAndTheEndedOnes() {
        Desk desk(alerts());
        desk.view->findChild<QLineEdit*>()->setText(QStringLiteral("L01"));
        QCOMPARE(desk.view->page().model().rowCount(), 1);
        desk.view->findChild<QLineEdit*>()->setText(QStringLiteral("nothing like it"));
        QCOMPARE(desk.view->page().model().rowCount(), 0);
        QVERIFY(desk.view->page().table().emptyText().contains(QStringLiteral("matches")));
        desk.view->findChild<QLineEdit*>()->clear();
        desk.view->findChild<FlatButton*>()->click();
        QCOMPARE(desk.view->page().model().rowCount(), 5);
    }

    void acknowledgedOneByOne() {
        Desk desk(alerts());
        QVERIFY(!desk.button("alerts_acknowledge")->isEnabled());
        desk.view->page().table().selectRow(0);
        desk.button("alerts_acknowledge")->click();
        QCOMPARE(desk.engine.commands, std::vector<std::string>{"ack 2"});
        desk.view->page().table().selectRow(3);  // acknowledged already
        QVERIFY(!desk.button("alerts_acknowledge")->isEnabled());
        desk.view->page().table().selectRow(5);  // ended
        QVERIFY(!desk.button("alerts_acknowledge")->isEnabled());
        desk.view->page().table().selectRow(1);
        desk.view->activateWindow();
        desk.view->page().table().setFocus();
        QVERIFY(QTest::qWaitFor([&] { return desk.view->page().table().hasFocus(); }));
        QTest::keyClick(&desk.view->page().table(), Qt::Key_A);
        QCOMPARE(desk.engine.commands.size(), std::size_t{2});
    }

    void mutesByIdentityRuleOrAll() {
        Desk desk(alerts());
        desk.muteAction(0, 2)->trigger();  // none chosen: all, 8 h
        QCOMPARE(desk.engine.commands.back(), std::string("mute   480"));
        desk.view->page().table().selectRow(0);
        desk.muteAction(0, 0)->trigger();
        QCOMPARE(desk.engine.commands.back(), std::string("mute order_unknown route=mt5.demo,order=BW3F9C1AB2-8 15"));
        desk.muteAction(1, 1)->trigger();
        QCOMPARE(desk.engine.commands.back(), std::string("mute order_unknown  60"));
        desk.button("alerts_unmute")->click();  // the chosen one is not muted: all of them
        QCOMPARE(desk.engine.commands.back(), std::string("mute   0"));
        QVERIFY(desk.view->page().answerText().startsWith(QStringLiteral("→ ")));
    }

    void beforeTheEngineToldAnythingNothingIsClaimed() {
        Desk desk{api::AlertsView{}};
        QVERIFY(desk.view->page().table().emptyText().contains(QStringLiteral("not told")));
        QVERIFY(!desk.button("alerts_mute")->isEnabled());
    }
};

QTEST_MAIN(TestAlerts)
#include "tst_alerts.moc"
