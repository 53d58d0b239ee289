// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "tests/ui/fake_desk.h"
#include "ui/hub.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/panes.h"
#include "ui/panes/positions/positions_view.h"

using namespace bw;
using namespace bw::ui;

namespace {

enum Column { Route, Instrument, Side, Quantity, Open, Mark, Pnl, Realised, Notional, Ticket, Marks };

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    std::unique_ptr<PositionsView> view;
    explicit Desk(const api::TradeView& trade) {
        engine.publishTrade(trade);
        hub.pull();
        view.reset(dynamic_cast<PositionsView*>(makePositionsView(hub, theme, nullptr)));
        view->resize(1'400, 300);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
    }
    void pull() {
        hub.pull();
        view->refresh();
    }
    QPushButton* button(const char* name) { return view->findChild<QPushButton*>(QLatin1StringView(name)); }
};

}  // namespace

class TestPositions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void marksStandOutAndUnknownMoneyIsADash() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        TextTableModel& model = desk.view->page().model();
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(0).cells[Quantity].text, QStringLiteral("0.16"));
        QCOMPARE(model.row(0).cells[Open].text, QStringLiteral("64,120.5"));
        QCOMPARE(model.row(0).cells[Pnl].text, QStringLiteral("−8.40"));
        QCOMPARE(model.row(0).cells[Notional].text, QStringLiteral("10,250.88"));
        for (const int column : {Mark, Pnl, Realised, Notional})
            QCOMPARE(model.row(1).cells[std::size_t(column)].text, QStringLiteral("—"));
        QVERIFY(model.row(1).cells[Marks].text.contains(QStringLiteral("drift")));
        QVERIFY(model.row(1).cells[Marks].text.contains(QStringLiteral("external")));
        QVERIFY(model.row(1).cells[Marks].block);
        QVERIFY(desk.view->page().line().contains(QStringLiteral("equity")));
    }

    void flattenIsTypedExactly() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        QVERIFY(!desk.button("positions_flatten")->isEnabled());
        desk.view->page().table().selectRow(0);
        desk.button("positions_flatten")->click();
        auto* dialog = desk.view->findChild<CommandDialog*>();
        auto* phrase = dialog->findChild<QLineEdit*>(QStringLiteral("form_phrase"));
        auto* commit = dialog->findChild<QPushButton*>(QStringLiteral("form_commit"));
        phrase->setText(QStringLiteral("FLATTEN paper"));
        QVERIFY(!commit->isEnabled());
        phrase->setText(QStringLiteral("FLATTEN paper demo.usdm.BTCUSDT"));
        commit->click();
        QCOMPARE(desk.engine.commands.back(),
                 std::string("flatten paper demo.usdm.BTCUSDT FLATTEN paper demo.usdm.BTCUSDT"));
        QTRY_VERIFY(desk.view->findChild<CommandDialog*>() == nullptr);
        desk.button("positions_flatten_route")->click();
        dialog = desk.view->findChild<CommandDialog*>();
        dialog->findChild<QLineEdit*>(QStringLiteral("form_phrase"))->setText(QStringLiteral("FLATTEN paper"));
        dialog->findChild<QPushButton*>(QStringLiteral("form_commit"))->click();
        QCOMPARE(desk.engine.commands.back(), std::string("flatten paper  FLATTEN paper"));
    }

    void flattenWorksWhileStopped() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        desk.engine.kill("button", "x");
        desk.pull();
        desk.view->page().table().selectRow(0);
        QVERIFY(desk.button("positions_flatten")->isEnabled());
    }

    void offAndReplaySayWhyNot() {
        api::TradeView trade = uitest::busyDesk(WallTime{1});
        trade.mode = ExecutionMode::Off;
        Desk desk(trade);
        desk.view->page().table().selectRow(0);
        QVERIFY(!desk.button("positions_flatten")->isEnabled());
        QVERIFY(desk.button("positions_flatten")->toolTip().contains(QStringLiteral("execution is off")));
        QVERIFY(!desk.button("positions_reset_paper")->isEnabled());
        desk.engine.run.mode = RunMode::Replay;
        desk.hub.refreshRun();
        desk.pull();
        QVERIFY(desk.button("positions_flatten")->toolTip().contains(QStringLiteral("recording")));
    }

    void thePaperAccountIsResetWithAReason() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        desk.button("positions_reset_paper")->click();
        auto* dialog = desk.view->findChild<CommandDialog*>();
        dialog->findChild<QLineEdit*>(QStringLiteral("form_reason"))->setText(QStringLiteral("begin anew"));
        dialog->findChild<QPushButton*>(QStringLiteral("form_commit"))->click();
        QCOMPARE(desk.engine.commands.back(), std::string("paper_reset begin anew"));
    }
};

QTEST_MAIN(TestPositions)
#include "tst_positions.moc"
