// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

#include "tests/ui/window_fixture.h"
#include "ui/first_run/first_run_page.h"
#include "ui/main_window/banner.h"
#include "ui/main_window/frame_loop.h"
#include "ui/main_window/kill_button.h"
#include "ui/main_window/top_bar.h"
#include "ui/panes/risk/reset_dialog.h"

using namespace bw;
using namespace bw::ui;
using State = api::RiskView::State;

class TestKill : public QObject {
    Q_OBJECT
public:
    TestKill() : m_look(*qApp) { m_look.language.set(QStringLiteral("en")); }

private:
    Look m_look;

private Q_SLOTS:
    void actsOnThePressNotTheRelease() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        KillButton* kill = window.topBar().killButton();
        QCOMPARE(kill->look(), KillButton::Look::Kill);
        QTest::mousePress(kill, Qt::LeftButton);
        QCOMPARE(fixture.engine.kills.size(), std::size_t{1});
        QCOMPARE(fixture.engine.kills[0], std::string("button: kill button"));
        QCOMPARE(fixture.engine.risk_view.state, State::Halted);
        QVERIFY(window.banner().showsStop());  // at once, not at the next frame
        QTest::mouseRelease(kill, Qt::LeftButton);
        QCOMPARE(fixture.engine.kills.size(), std::size_t{1});
        QVERIFY(!kill->hasFocus());  // takes none by click
    }

    void showsStoppingThenHaltedWithMeasuredSteps() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        KillButton* kill = window.topBar().killButton();
        QTest::mousePress(kill, Qt::LeftButton);
        QCOMPARE(kill->look(), KillButton::Look::Stopping);
        QCOMPARE(kill->label(), QStringLiteral("STOPPING"));
        QTRY_COMPARE(kill->look(), KillButton::Look::Halted);
        QTRY_VERIFY(
            window.banner().shownTexts().join(QLatin1Char(' ')).contains(QStringLiteral("latch durable 4.23 ms")));
        const QString banner = window.banner().shownTexts().join(QLatin1Char(' '));
        QVERIFY(banner.contains(QStringLiteral("HALTED since")));
        QVERIFY(banner.contains(QStringLiteral("flag set 3.10 µs")));
        QVERIFY(kill->isEnabled());
        QTest::mousePress(kill, Qt::LeftButton);  // sends the cancels again
        QCOMPARE(fixture.engine.kills.size(), std::size_t{2});
    }

    void pressToPaintedBannerIsQuick() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        QTest::mousePress(window.topBar().killButton(), Qt::LeftButton);
        QTRY_VERIFY(window.frameStats().kill_to_banner.count() == 1);
        QVERIFY(window.frameStats().kill_to_banner.max() < 100 * kNsPerMs);
    }

    void keysWhenFocused_data() {
        QTest::addColumn<int>("key");
        QTest::newRow("space") << int(Qt::Key_Space);
        QTest::newRow("return") << int(Qt::Key_Return);
        QTest::newRow("enter") << int(Qt::Key_Enter);
    }
    void keysWhenFocused() {
        QFETCH(int, key);
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        KillButton* kill = window.topBar().killButton();
        QVERIFY(!kill->hasFocus());  // never the initial focus
        for (int i = 0; i < 100 && !kill->hasFocus(); ++i) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(kill->hasFocus());
        QTest::keyPress(kill, static_cast<Qt::Key>(key));
        QCOMPARE(fixture.engine.kills.size(), std::size_t{1});
        QKeyEvent again(QEvent::KeyPress, key, Qt::NoModifier, QString(), /*autorep=*/true);
        QApplication::sendEvent(kill, &again);
        QCOMPARE(fixture.engine.kills.size(), std::size_t{1});
    }

    void theShortcutWorksFromAnyWidgetAndDialog() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        fixture.engine.run.first_run = false;
        window.chooseSource();
        auto* field = window.firstRun().findChild<QLineEdit*>(QStringLiteral("binance_symbols"));
        QVERIFY(field != nullptr);
        field->setFocus();
        QTest::keyClick(field, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(fixture.engine.kills.size(), std::size_t{1});
        QCOMPARE(fixture.engine.kills[0], std::string("shortcut: kill shortcut"));
        window.openAbout();
        auto* about = window.findChild<QDialog*>(QStringLiteral("about"));
        QVERIFY(about != nullptr);
        QTest::keyClick(about, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(fixture.engine.kills.size(), std::size_t{2});
        QTest::keyClick(about->windowHandle(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(fixture.engine.kills.size(), std::size_t{3});
    }

    void otherKeysDoNothing() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(&window, Qt::Key_K, Qt::ShiftModifier);
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier | Qt::AltModifier);
        QTest::keyClick(&window, Qt::Key_K);
        QVERIFY(fixture.engine.kills.empty());
    }

    void onePressIsEnoughWhileAMenuIsOpen() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        QTest::mouseClick(window.topBar().menuButton(), Qt::LeftButton);
        QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
        QWidget* popup = QApplication::activePopupWidget();
        const QPoint centre = window.topBar().killButton()->mapToGlobal(window.topBar().killButton()->rect().center());
        // A popup holds the mouse: the press comes to it, with a position outside of it.
        QTest::mousePress(popup, Qt::LeftButton, Qt::NoModifier, popup->mapFromGlobal(centre));
        QCOMPARE(fixture.engine.kills.size(), std::size_t{1});
        QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
    }

    void theShortcutWorksWhileAMenuIsOpen() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        QTest::mouseClick(window.topBar().menuButton(), Qt::LeftButton);
        QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(fixture.engine.kills.size(), std::size_t{1});
        QApplication::activePopupWidget()->close();
    }

    void isFreeOnTheFirstRunPage() {
        uitest::WindowFixture fixture(m_look);
        fixture.engine.run.first_run = true;
        MainWindow& window = fixture.open();
        QVERIFY(window.firstRun().isVisible());
        const QPoint centre =
            window.topBar().killButton()->mapTo(&window, window.topBar().killButton()->rect().center());
        QCOMPARE(window.childAt(centre), static_cast<QWidget*>(window.topBar().killButton()));
    }

    void aSilentEngineShowsUnknownAndKillStaysEnabled() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        fixture.engine.setSilent(true);
        QTRY_VERIFY_WITH_TIMEOUT(
            window.banner().shownTexts().join(QLatin1Char(' ')).contains(QStringLiteral("not responding")), 6'000);
        QVERIFY(window.topBar().killButton()->isEnabled());
        fixture.engine.setSilent(false);
        QTRY_VERIFY(window.banner().shownTexts().isEmpty());
    }

    void resetIsImpossibleWhileSomethingBlocks() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        fixture.engine.kill("button", "test");
        fixture.engine.blockers = {"RESET_FOREIGN_LOCK: kill_switch.lock"};
        fixture.run(100);
        window.openReset();
        auto* dialog = window.findChild<ResetDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY(!dialog->isModal());
        auto* next = dialog->findChild<QPushButton*>(QStringLiteral("reset_next"));
        QVERIFY(!next->isEnabled());
        fixture.engine.blockers.clear();  // the preconditions are live
        QTRY_VERIFY(next->isEnabled());
        window.openReset();  // a second one is the first
        QCOMPARE(window.findChildren<ResetDialog*>().size(), 1);
    }

    void resetNeedsPhraseReasonKeyAndThreeSeconds() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        fixture.engine.kill("button", "test");
        fixture.run(100);
        window.openReset();
        auto* dialog = window.findChild<ResetDialog*>();
        const auto field = [&](const char* name) { return dialog->findChild<QLineEdit*>(QLatin1StringView(name)); };
        auto* commit = dialog->findChild<QPushButton*>(QStringLiteral("reset_commit"));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("reset_next")), Qt::LeftButton);
        field("reset_phrase")->setText(QStringLiteral("RESET 3f9c1a"));
        field("reset_reason")->setText(QStringLiteral("too short"));  // 9 characters
        field("reset_key")->setText(QStringLiteral("wrong key"));
        QCOMPARE(field("reset_key")->echoMode(), QLineEdit::Password);
        QElapsedTimer since;
        field("reset_reason")->setText(QStringLiteral("it was a drill"));
        since.start();
        QVERIFY(!commit->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(commit->isEnabled(), 5'000);
        QVERIFY(since.elapsed() >= ResetDialog::delayMs() - 100);
        QTest::mouseClick(commit, Qt::LeftButton);
        QVERIFY(field("reset_key")->text().isEmpty());  // forgotten with each try
        auto* answer = dialog->findChild<QLabel*>(QStringLiteral("reset_answer"));
        QTRY_VERIFY(answer->text().contains(QStringLiteral("RESET_KEY_WRONG")));
        QCOMPARE(fixture.engine.risk_view.state, State::Halted);
        field("reset_key")->setText(QString::fromStdString(fixture.engine.reset_key));
        QTRY_VERIFY_WITH_TIMEOUT(commit->isEnabled(), 5'000);
        QTest::mouseClick(commit, Qt::LeftButton);
        QTRY_COMPARE(fixture.engine.risk_view.state, State::Active);
        QTRY_VERIFY(!window.banner().showsStop());
        QTRY_COMPARE(window.topBar().killButton()->look(), KillButton::Look::Kill);
    }

    void theKeyIsSetOffTheGuiThread() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        window.openSetKey();
        auto* dialog = window.findChild<ResetKeyDialog*>();
        const auto field = [&](const char* name) { return dialog->findChild<QLineEdit*>(QLatin1StringView(name)); };
        auto* commit = dialog->findChild<QPushButton*>(QStringLiteral("key_commit"));
        field("key_old")->setText(QStringLiteral("correct horse"));
        field("key_new")->setText(QStringLiteral("battery staple"));
        QVERIFY(!commit->isEnabled());
        field("key_again")->setText(QStringLiteral("battery staple"));
        QVERIFY(commit->isEnabled());
        QTest::mouseClick(commit, Qt::LeftButton);
        QTRY_COMPARE(fixture.engine.reset_key, std::string("battery staple"));
        QTRY_VERIFY(window.findChild<ResetKeyDialog*>() == nullptr);
    }
};

QTEST_MAIN(TestKill)
#include "tst_kill.moc"
