// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "tests/ui/fake_desk.h"
#include "ui/hub.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/orders/order_ticket.h"
#include "ui/panes/orders/orders_view.h"
#include "ui/panes/panes.h"

using namespace bw;
using namespace bw::ui;

namespace {

enum Column { Time, Order, Route, Instrument, Side, Type, Filled, Price_, Average, State, Why };

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    api::TradeView trade;
    std::unique_ptr<OrdersView> view;
    explicit Desk(const api::TradeView& first) : trade(first) {
        engine.publishTrade(trade);
        hub.pull();
        view.reset(dynamic_cast<OrdersView*>(makeOrdersView(hub, theme, nullptr)));
        view->resize(1'400, 420);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
    }
    void publish() {
        ++trade.version;
        engine.publishTrade(trade);
        pull();
    }
    void pull() {
        hub.pull();
        view->refresh();
    }
    QPushButton* button(const char* name) { return view->findChild<QPushButton*>(QLatin1StringView(name)); }
    QAbstractButton* side(const char* name) { return view->findChild<QAbstractButton*>(QLatin1StringView(name)); }
    QLineEdit* edit(const char* name) { return view->findChild<QLineEdit*>(QLatin1StringView(name)); }
    void type(const char* name, const char* text) {
        edit(name)->clear();
        QTest::keyClicks(edit(name), QLatin1StringView(text));
    }
    void choose(const char* name, int index) {
        auto* box = view->findChild<QComboBox*>(QLatin1StringView(name));
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
};

api::TradeView busy() {
    return uitest::busyDesk(WallTime{1'772'373'807'412'000'000});
}

}  // namespace

class TestOrders : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unknownFirstThenLiveThenEnded() {
        Desk desk(busy());
        TextTableModel& model = desk.view->page().model();
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(model.row(0).id, QStringLiteral("BW3F9C1AB2-8"));
        QVERIFY(model.row(0).cells[State].block);
        QVERIFY(model.row(0).cells[State].text.contains(QStringLiteral("UNKNOWN")));
        QVERIFY(model.row(0).cells[Why].text.contains(QStringLiteral("OUTCOME_UNKNOWN")));
        QVERIFY(model.row(5).cells[State].text.contains(QStringLiteral("WORKING")));  // the last of the live ones
        QVERIFY(model.row(5).cells[Why].text.contains(QStringLiteral("external")));
        QVERIFY(model.row(6).cells[State].text.contains(QStringLiteral("FILLED")));
    }

    void absentPricesAreDashes() {
        Desk desk(busy());
        TextTableModel& model = desk.view->page().model();
        QCOMPARE(model.row(0).cells[Price_].text, QStringLiteral("—"));
        QCOMPARE(model.row(0).cells[Average].text, QStringLiteral("—"));
        QCOMPARE(model.row(0).cells[Filled].text, QStringLiteral("0 / 0.01"));
        QCOMPARE(model.row(1).cells[Price_].text, QStringLiteral("64,050.5"));
    }

    void cancelsBecomeCommands() {
        Desk desk(busy());
        QVERIFY(!desk.button("orders_cancel")->isEnabled());
        QVERIFY(!desk.button("orders_cancel")->toolTip().isEmpty());
        desk.view->page().select(QStringLiteral("BW3F9C1AB2-12"));
        desk.button("orders_cancel")->click();
        desk.button("orders_cancel_all")->click();
        QCOMPARE(desk.engine.commands, (std::vector<std::string>{"cancel BW3F9C1AB2-12", "cancel_all "}));
        QVERIFY(desk.view->page().answerText().startsWith(QStringLiteral("→ ")));  // handed over, not done
        desk.engine.refuse = Error{Code::GatewayDown, "cancel", ""};
        desk.button("orders_cancel")->click();
        QVERIFY(desk.view->page().answerText().contains(QStringLiteral("GATEWAY_DOWN")));
        desk.view->page().select(QStringLiteral("BW3F9C1AB2-7"));  // filled
        QVERIFY(!desk.button("orders_cancel")->isEnabled());
    }

    void cancelsPassWhileStopped() {
        Desk desk(busy());
        desk.engine.kill("button", "x");
        desk.pull();
        desk.view->page().select(QStringLiteral("BW3F9C1AB2-12"));
        QVERIFY(desk.button("orders_cancel")->isEnabled());
        QVERIFY(desk.button("orders_cancel_all")->isEnabled());
    }

    void replaceChecksNumbersAsTyped() {
        Desk desk(busy());
        desk.view->page().select(QStringLiteral("BW3F9C1AB2-12"));
        desk.button("orders_replace")->click();
        auto* dialog = desk.view->findChild<CommandDialog*>();
        auto* qty = dialog->findChild<QLineEdit*>(QStringLiteral("form_qty"));
        auto* commit = dialog->findChild<QPushButton*>(QStringLiteral("form_commit"));
        QCOMPARE(qty->text(), QStringLiteral("0.05"));
        QCOMPARE(dialog->findChild<QLineEdit*>(QStringLiteral("form_price"))->text(), QStringLiteral("64050.5"));
        qty->setText(QStringLiteral("0,04"));
        QVERIFY(!commit->isEnabled());
        qty->setText(QStringLiteral("0.04"));
        commit->click();
        QCOMPARE(desk.engine.commands.back(), std::string("replace BW3F9C1AB2-12 0.04 @ 64050.5"));
    }

    void onlyUnknownOrdersAreResolvedByHand() {
        Desk desk(busy());
        desk.view->page().select(QStringLiteral("BW3F9C1AB2-12"));
        QVERIFY(!desk.button("orders_resolve")->isEnabled());
        desk.view->page().select(QStringLiteral("BW3F9C1AB2-8"));
        QVERIFY(!desk.button("orders_replace")->isEnabled());
        desk.button("orders_resolve")->click();
        auto* dialog = desk.view->findChild<CommandDialog*>();
        dialog->findChild<QLineEdit*>(QStringLiteral("form_reason"))
            ->setText(QStringLiteral("not there, seen in the terminal"));
        dialog->findChild<QPushButton*>(QStringLiteral("form_commit"))->click();
        QCOMPARE(desk.engine.commands.back(), std::string("resolve BW3F9C1AB2-8 not there, seen in the terminal"));
    }

    void aTicketIsSentByItsButtonAlone() {
        Desk desk(busy());
        QPushButton* send = desk.button("ticket_send");
        QVERIFY(!send->isEnabled());
        QTest::mouseClick(desk.side("ticket_buy"), Qt::LeftButton);
        desk.type("ticket_qty", "0.5");
        QVERIFY2(send->isEnabled(), qPrintable(desk.view->ticket().reason()));
        QVERIFY(send->text().contains(QStringLiteral("Buy 0.5 BTC-USDT")));
        QTest::keyClick(desk.edit("ticket_qty"), Qt::Key_Return);
        QTest::keyClick(desk.edit("ticket_qty"), Qt::Key_Enter);
        send->setFocus();
        QTest::keyClick(send, Qt::Key_Return);
        QVERIFY(desk.engine.commands.empty());
        send->click();
        QCOMPARE(desk.engine.commands, std::vector<std::string>{"submit 0 buy market 0.5 @ "});
        QVERIFY(desk.view->ticket().answer().contains(QStringLiteral("BWFAKE-1")));
        QVERIFY(!send->isEnabled());  // the side has to be chosen anew
        send->click();
        QCOMPARE(desk.engine.commands.size(), std::size_t{1});
    }

    void whatIsRefusedLaterIsToldAtTheTicket() {
        Desk desk(busy());
        QTest::mouseClick(desk.side("ticket_buy"), Qt::LeftButton);
        desk.type("ticket_qty", "0.5");
        desk.button("ticket_send")->click();
        api::OrderRow& order = desk.trade.orders[static_cast<std::size_t>(desk.trade.order_count++)];
        order.client_id = "BWFAKE-1";
        order.state = OrderState::Sending;
        desk.publish();
        QVERIFY(desk.view->ticket().answer().contains(QStringLiteral("BWFAKE-1")));
        order.state = OrderState::RejectedLocal;
        order.code = Code::RiskExposure;
        desk.publish();
        QVERIFY(desk.view->ticket().answer().contains(QStringLiteral("RISK_EXPOSURE")));
    }

    void numbersAreCheckedAsTheyAreTyped_data() {
        QTest::addColumn<QString>("qty");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << QStringLiteral("0.5") << true;
        QTest::newRow("a comma") << QStringLiteral("0,5") << false;
        QTest::newRow("zero") << QStringLiteral("0.00") << false;
        QTest::newRow("negative") << QStringLiteral("-1") << false;
        QTest::newRow("exponent") << QStringLiteral("1e3") << false;
        QTest::newRow("words") << QStringLiteral("nan") << false;
        QTest::newRow("a digit too many") << QStringLiteral("0.123456789") << false;
        QTest::newRow("as many as there are") << QStringLiteral("0.12345678") << true;
        QTest::newRow("past int64") << QStringLiteral("99999999999999999999") << false;
        QTest::newRow("nothing") << QString() << false;
    }
    void numbersAreCheckedAsTheyAreTyped() {
        QFETCH(QString, qty);
        QFETCH(bool, good);
        Desk desk(busy());
        QTest::mouseClick(desk.side("ticket_sell"), Qt::LeftButton);
        desk.type("ticket_qty", qty.toLatin1().constData());
        QCOMPARE(desk.button("ticket_send")->isEnabled(), good);
        QCOMPARE(desk.view->ticket().reason().isEmpty(), good);
    }

    void limitOrdersNeedAPriceAndOthersHaveNone() {
        Desk desk(busy());
        QTest::mouseClick(desk.side("ticket_sell"), Qt::LeftButton);
        desk.type("ticket_qty", "1");
        QVERIFY(!desk.edit("ticket_price")->isEnabled());
        desk.choose("ticket_type", 1);
        QVERIFY(desk.edit("ticket_price")->isEnabled());
        QVERIFY(!desk.button("ticket_send")->isEnabled());
        desk.type("ticket_price", "64000.5");
        desk.button("ticket_send")->click();
        QCOMPARE(desk.engine.commands.back(), std::string("submit 0 sell limit 1 @ 64000.5"));
    }

    void closedTicketsSayWhy() {
        Desk desk(uitest::watchingDesk());
        QVERIFY(!desk.button("ticket_send")->isEnabled());
        QVERIFY(desk.view->ticket().answer().contains(QStringLiteral("NOT_ARMED")));
        desk.trade = busy();
        desk.trade.version = 7;
        desk.publish();
        QVERIFY(!desk.view->ticket().reason().contains(QStringLiteral("NOT_ARMED")));
        desk.engine.risk_view.state = api::RiskView::State::Reducing;
        desk.pull();
        QVERIFY(desk.view->ticket().reason().contains(QStringLiteral("Reducing")));
        desk.view->findChild<QCheckBox*>(QStringLiteral("ticket_reduce"))->click();
        QVERIFY(!desk.view->ticket().reason().contains(QStringLiteral("Reducing")));
        desk.engine.kill("button", "x");
        desk.pull();
        QVERIFY(desk.view->ticket().answer().contains(QStringLiteral("MANUAL_GUI")));
        desk.engine.risk_view.state = api::RiskView::State::Active;
        desk.engine.run.mode = RunMode::Replay;
        desk.hub.refreshRun();
        desk.pull();
        QVERIFY(desk.view->ticket().answer().contains(QStringLiteral("recording")));
        QVERIFY(!desk.button("orders_cancel_all")->isEnabled());
    }

    void aRouteThatIsNotArmedSaysSo() {
        Desk desk(busy());
        desk.choose("ticket_route", 1);
        QVERIFY(desk.view->ticket().reason().contains(QStringLiteral("mt5.demo is not armed")));
    }

    void aRefusalIsShownAndTheSideStays() {
        Desk desk(busy());
        QTest::mouseClick(desk.side("ticket_buy"), Qt::LeftButton);
        desk.type("ticket_qty", "0.5");
        desk.engine.refuse = Error{Code::LatchHalted, "order", ""};
        desk.button("ticket_send")->click();
        QVERIFY(desk.view->ticket().answer().contains(QStringLiteral("LATCH_HALTED")));
        QVERIFY(desk.button("ticket_send")->isEnabled());
    }

    void aNarrowViewKeepsTheTable() {
        Desk desk(busy());
        desk.view->resize(520, 300);
        QVERIFY(desk.view->page().isVisible());
        QVERIFY(!desk.view->ticket().isVisible());
        desk.side("orders_show_ticket")->click();
        QVERIFY(desk.view->ticket().isVisible());
    }
};

QTEST_MAIN(TestOrders)
#include "tst_orders.moc"
