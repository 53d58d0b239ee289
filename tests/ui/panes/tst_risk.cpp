// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "tests/ui/fake_desk.h"
#include "ui/hub.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/risk/risk_pane.h"
#include "ui/panes/risk/steps_table.h"

using namespace bw;
using namespace bw::ui;
using State = api::RiskView::State;

namespace {

enum LimitColumn { Id, Limit, Of, Used, Share, LimitState, Readings, Window, Age };
enum RouteColumn { Route, Armed, Health, P50, P95, P99, N };

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    std::unique_ptr<RiskPane> pane;
    explicit Desk(const api::TradeView& trade) {
        engine.publishTrade(trade);
        hub.pull();
        pane = std::make_unique<RiskPane>(hub, theme);
        pane->resize(900, 600);
        pane->show();
        static_cast<void>(QTest::qWaitForWindowExposed(pane.get()));
    }
    void pull() {
        hub.pull();
        pane->refresh();
    }
    QPushButton* button(const char* name) { return pane->findChild<QPushButton*>(QLatin1StringView(name)); }
    QLabel* label(const char* name) { return pane->findChild<QLabel*>(QLatin1StringView(name)); }
    CommandDialog* dialog() { return pane->findChild<CommandDialog*>(); }
};

QString cell(TablePage& page, const QString& id, int column) {
    for (int row = 0; row < page.model().rowCount(); ++row)
        if (page.model().row(row).id.startsWith(id)) return page.model().index(row, column).data().toString();
    return QStringLiteral("no such row");
}

QLineEdit* field(CommandDialog& dialog, const char* name) {
    return dialog.findChild<QLineEdit*>(QLatin1StringView(name));
}

}  // namespace

class TestRisk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void limitsShowWhatIsUsedAndWhatIsNotKnown() {
        Desk desk(uitest::busyDesk(WallTime{1'772'373'807'412'000'000}));
        desk.pane->showPage(RiskPane::Page::Limits);
        TablePage& limits = desk.pane->limits();
        QCOMPARE(limits.model().row(0).cells[Id].text, QStringLiteral("L07"));  // the breach is on top
        QVERIFY(limits.model().row(0).cells[LimitState].block);
        QCOMPARE(limits.model().row(1).cells[Id].text, QStringLiteral("L01"));  // then what is near
        QCOMPARE(cell(limits, QStringLiteral("L01"), Used), QStringLiteral("84.20 / 100 USD"));
        QCOMPARE(cell(limits, QStringLiteral("L01"), Share), QStringLiteral("84%"));
        QCOMPARE(cell(limits, QStringLiteral("L01"), Readings), QStringLiteral("2/3"));
        QCOMPARE(limits.model().row(1).cells[Share].mark, 0.8);
        QCOMPARE(limits.model().row(1).cells[Share].token, Token::Attn);
        // Not known is a dash with its age, never 0; the bar is not drawn empty.
        QCOMPARE(cell(limits, QStringLiteral("L13"), Used), QStringLiteral("— / 150 %"));
        QCOMPARE(cell(limits, QStringLiteral("L13"), Share), QStringLiteral("—"));
        QCOMPARE(cell(limits, QStringLiteral("L13"), Age), QStringLiteral("34 s"));
        QVERIFY(cell(limits, QStringLiteral("L13"), LimitState).contains(QStringLiteral("unknown")));
        QCOMPARE(cell(limits, QStringLiteral("L16"), Used), QStringLiteral("—"));  // off
        QVERIFY(
            limits.line().contains(QStringLiteral("paper: equity 99,915.80 USD · day −84.20 USD · drawdown 0.12%")));
        QVERIFY(limits.line().contains(QStringLiteral("mt5.demo: equity — · day — · drawdown —")));
    }

    void beforeTheEngineToldAnythingNothingIsClaimed() {
        Desk desk{api::TradeView{}};
        QVERIFY(desk.pane->executionText().contains(QStringLiteral("not known yet")));
        desk.pane->showPage(RiskPane::Page::Limits);
        QCOMPARE(desk.pane->limits().model().rowCount(), 0);
        QVERIFY(!desk.pane->limits().table().emptyText().isEmpty());
    }

    void executionSaysWhyNoOrderMayBeSent() {
        Desk desk(uitest::watchingDesk());
        QVERIFY(desk.pane->executionText().contains(QStringLiteral("OFF")));
        api::TradeView live = uitest::watchingDesk();
        live.version = 9;
        live.mode = ExecutionMode::Live;
        desk.engine.publishTrade(live);
        desk.pull();
        QVERIFY(desk.pane->executionText().contains(QStringLiteral("no route is armed (NOT_ARMED)")));
    }

    void pingsWithTooFewAnswersAreDashes() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        desk.pane->showPage(RiskPane::Page::Routes);
        TablePage& routes = desk.pane->routes();
        QCOMPARE(cell(routes, QStringLiteral("mt5.demo"), P50), QStringLiteral("512 ms"));
        QCOMPARE(cell(routes, QStringLiteral("mt5.demo"), P99), QStringLiteral("—"));
        QCOMPARE(cell(routes, QStringLiteral("paper"), P50), QStringLiteral("—"));
        QVERIFY(routes.line().contains(QStringLiteral("1 s timer")));
        QVERIFY(routes.line().contains(QStringLiteral("GATEWAY_DOWN")));
    }

    void armingNeedsTheTypedRoute() {
        api::TradeView trade = uitest::busyDesk(WallTime{1});
        Desk desk(trade);
        desk.pane->showPage(RiskPane::Page::Routes);
        QVERIFY(!desk.button("risk_arm")->isEnabled());
        QVERIFY(!desk.button("risk_arm")->toolTip().isEmpty());
        desk.pane->routes().select(QStringLiteral("mt5.demo"));
        QVERIFY(!desk.button("risk_arm")->isEnabled());  // mode is paper
        QVERIFY(desk.button("risk_arm")->toolTip().contains(QStringLiteral("live")));
        trade.mode = ExecutionMode::Live;
        ++trade.version;
        desk.engine.publishTrade(trade);
        desk.pull();
        QVERIFY(desk.button("risk_arm")->isEnabled());
        desk.button("risk_arm")->click();
        CommandDialog* dialog = desk.dialog();
        QVERIFY(dialog != nullptr && !dialog->isModal());
        auto* commit = dialog->findChild<QPushButton*>(QStringLiteral("form_commit"));
        QVERIFY(!commit->isEnabled());
        field(*dialog, "form_phrase")->setText(QStringLiteral("mt5"));
        QVERIFY(!commit->isEnabled());
        field(*dialog, "form_phrase")->setText(QStringLiteral("mt5.demo"));
        QVERIFY(commit->isEnabled());
        QTest::keyClick(field(*dialog, "form_phrase"), Qt::Key_Return);  // Enter arms nothing
        QVERIFY(desk.engine.commands.empty());
        desk.engine.refuse = Error{Code::NotReconciled, "arm", ""};
        commit->click();
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("form_answer"))
                    ->text()
                    .contains(QStringLiteral("NOT_RECONCILED")));
        commit->click();
        QCOMPARE(desk.engine.commands, std::vector<std::string>{"arm mt5.demo mt5.demo"});
        desk.pane->routes().select(QStringLiteral("paper"));
        desk.button("risk_disarm")->click();
        QCOMPARE(desk.engine.commands.back(), std::string("disarm paper"));
    }

    void reduceOnlyAndScopesNeedAReason() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        desk.button("risk_reduce")->click();
        CommandDialog* dialog = desk.dialog();
        auto* commit = dialog->findChild<QPushButton*>(QStringLiteral("form_commit"));
        field(*dialog, "form_reason")->setText(QStringLiteral("short"));
        QVERIFY(!commit->isEnabled());
        field(*dialog, "form_reason")->setText(QStringLiteral("news ahead"));
        commit->click();
        QCOMPARE(desk.engine.commands.back(), std::string("reduce_only news ahead"));
        QTRY_VERIFY(desk.dialog() == nullptr);
        desk.button("risk_scope")->click();
        dialog = desk.dialog();
        QCOMPARE(field(*dialog, "form_key")->text(), QStringLiteral("demo.usdm.BTCUSDT"));
        field(*dialog, "form_reason")->setText(QStringLiteral("odd prints"));
        dialog->findChild<QPushButton*>(QStringLiteral("form_commit"))->click();
        QCOMPARE(desk.engine.commands.back(), std::string("halt_scope 2 demo.usdm.BTCUSDT odd prints"));
    }

    void aBreakerIsClosedByHandWithAReason() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        desk.pane->showPage(RiskPane::Page::Breakers);
        TablePage& breakers = desk.pane->breakers();
        QCOMPARE(breakers.model().row(0).id, QStringLiteral("demo.usdm.SOLUSDT"));  // engaged ones first
        breakers.select(QStringLiteral("demo.usdm.BTCUSDT"));
        QVERIFY(!desk.button("risk_close_breaker")->isEnabled());
        breakers.select(QStringLiteral("demo.usdm.SOLUSDT"));
        desk.button("risk_close_breaker")->click();
        field(*desk.dialog(), "form_reason")->setText(QStringLiteral("data error"));
        desk.dialog()->findChild<QPushButton*>(QStringLiteral("form_commit"))->click();
        QCOMPARE(desk.engine.commands.back(), std::string("close_breaker demo.usdm.SOLUSDT data error"));
    }

    void aStopIsGreenOnlyWhenItIsFlat() {
        Desk desk(uitest::busyDesk(WallTime{1}));
        uitest::haltWithRoutes(desk.engine);
        desk.pull();
        QLabel* flat = desk.label("risk_flat");
        QVERIFY(flat->text().startsWith(QStringLiteral("… ")));
        QVERIFY(flat->palette().color(QPalette::WindowText) != desk.theme.color(Token::Ok));
        const QStringList steps = desk.pane->findChild<StepsTable*>()->texts();
        QVERIFY(steps.contains(QStringLiteral("cancel sent|6.00 ms|cancel sent")));  // handed over, not "done"
        QVERIFY(steps.join(QLatin1Char('\n'))
                    .contains(QStringLiteral("gateway cannot cancel; not acknowledged. Use the terminal.")));
        QVERIFY(
            steps.join(QLatin1Char('\n')).contains(QStringLiteral("refused: the market is closed (MARKET_CLOSED)")));
        desk.engine.risk_view.flat = true;
        desk.pull();
        QVERIFY(flat->text().startsWith(QStringLiteral("✓ ")));
        QCOMPARE(flat->palette().color(QPalette::WindowText), desk.theme.color(Token::Ok));
        QVERIFY(
            desk.label("risk_scopes")->text().contains(QStringLiteral("instrument demo.usdm.SOLUSDT: halted since")));
    }

    void withoutARouteTheStopSaysThatNothingWasCancelled() {
        Desk desk(uitest::watchingDesk());
        desk.engine.kill("button", "kill button");
        desk.engine.advance(kNsPerSec);
        desk.engine.risk_view.flat = true;
        desk.pull();
        QVERIFY(desk.label("risk_flat")->text().contains(QStringLiteral("No order route, nothing was cancelled")));
    }
};

QTEST_MAIN(TestRisk)
#include "tst_risk.moc"
