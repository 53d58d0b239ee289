// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QTest>

#include "tests/ui/fake_desk.h"
#include "tests/ui/window_fixture.h"
#include "ui/main_window/banner.h"
#include "ui/main_window/bar_cell.h"
#include "ui/main_window/kill_button.h"
#include "ui/main_window/top_bar.h"
#include "ui/main_window/tray.h"
#include "ui/texts.h"
#include "ui/view.h"

using namespace bw;
using namespace bw::ui;

namespace {

/// `count` firing alerts of distinct identities, ids from `first`.
api::AlertsView firing(std::uint64_t first, int count, std::int64_t muted_ms = 0) {
    api::AlertsView out;
    for (int i = 0; i < count; ++i) {
        api::AlertRow& row = out.rows[static_cast<std::size_t>(out.count++)];
        row.alert_id = first + static_cast<std::uint64_t>(i);
        row.rule = "data_none";
        row.labels = "source=s" + std::to_string(i);
        row.severity = i == 3 ? AlertSeverity::Critical : AlertSeverity::High;
        row.muted_ms = muted_ms;
    }
    return out;
}

/// Tabs that are not in front lie outside of the window.
bool inSight(const MainWindow& window, const QString& id) {
    const QWidget* view = window.dock(id)->widget();
    return view->isVisible() && window.rect().contains(view->mapTo(&window, view->rect().center()));
}

MonoTime at(std::int64_t seconds) {
    return MonoTime{1'000 * kNsPerSec + seconds * kNsPerSec};
}

}  // namespace

class TestTray : public QObject {
    Q_OBJECT
public:
    TestTray() : m_look(*qApp) { m_look.language.set(QStringLiteral("en")); }

private:
    Look m_look;

private Q_SLOTS:
    void oneMessageAnIdentityAMinute() {
        AlertMessages messages;
        QCOMPARE(messages.take(firing(1, 2), at(0)).size(), std::size_t{2});
        QCOMPARE(messages.take(firing(1, 2), at(1)).size(), std::size_t{0});    // the same firings
        QCOMPARE(messages.take(firing(11, 2), at(30)).size(), std::size_t{0});  // the same identities again
        QCOMPARE(messages.take(firing(21, 2), at(61)).size(), std::size_t{2});
    }

    void aStormIsOneMessage() {
        AlertMessages messages;
        QCOMPARE(messages.take(firing(1, 20), at(0)).size(), std::size_t{20});  // not yet more than 20
        AlertMessages storm;
        const auto first = storm.take(firing(1, 21), at(0));
        QCOMPARE(first.size(), std::size_t{1});
        QCOMPARE(first[0].count, 21);
        QCOMPARE(first[0].alert.severity, AlertSeverity::Critical);  // the gravest names it
        QCOMPARE(storm.take(firing(101, 30), at(5)).size(), std::size_t{0});
        const auto later = storm.take(firing(101, 30), at(10));
        QCOMPARE(later.size(), std::size_t{1});
        QCOMPARE(later[0].count, 30);
    }

    void mutedAndAcknowledgedOnesStaySilent() {
        AlertMessages messages;
        QCOMPARE(messages.take(firing(1, 2, /*muted_ms=*/1'000), at(0)).size(), std::size_t{0});
        api::AlertsView known = firing(11, 1);
        known.rows[0].acknowledged = true;
        QCOMPARE(messages.take(known, at(1)).size(), std::size_t{0});
    }

    void haltAllIsOneActWithoutADialog() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        window.tray().menu().findChild<QAction*>(QStringLiteral("tray_halt"))->trigger();
        QCOMPARE(fixture.engine.kills, std::vector<std::string>{"tray: " + std::string(texts::kReasonTray)});
        QVERIFY(window.banner().showsStop());
        QVERIFY(window.banner().shownTexts().join(QLatin1Char(' ')).contains(QStringLiteral("tray")));
    }

    void showBringsTheWindowBackAndQuitCloses() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        window.hide();
        window.tray().menu().findChild<QAction*>(QStringLiteral("tray_show"))->trigger();
        QVERIFY(window.isVisible());
        window.tray().menu().findChild<QAction*>(QStringLiteral("tray_quit"))->trigger();
        QVERIFY(!window.isVisible());
    }

    void criticalAlertsAreSeenEverywhere() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        auto* chip = window.topBar().findChild<BarCell*>(QStringLiteral("alerts"));
        api::AlertsView alerts = uitest::someAlerts(fixture.engine.wallNow());
        fixture.engine.publishAlerts(alerts);
        QTRY_COMPARE(chip->top(), QStringLiteral("▲ 3"));
        QCOMPARE(chip->tone(), Tone::Critical);
        QTRY_VERIFY(
            window.banner().shownTexts().join(QLatin1Char(' ')).contains(QStringLiteral("what became of an order")));
        QVERIFY(!window.tray().lastMessage().isEmpty());
        QTest::mouseClick(chip, Qt::LeftButton);
        QVERIFY(window.dock(QStringLiteral("alerts"))->widget()->isVisible());
        QCOMPARE(chip->top(), QStringLiteral("▲ 3"));  // seen is not acknowledged
        alerts.version = 2;
        alerts.rows[1].acknowledged = true;
        alerts.unacknowledged = 2;
        fixture.engine.publishAlerts(alerts);
        QTRY_VERIFY(window.banner().shownTexts().isEmpty());
        QTRY_COMPARE(chip->tone(), Tone::Attention);
    }

    void anOverdueDrillIsAmberInTheTopBar() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        auto* badge = window.topBar().findChild<BarCell*>(QStringLiteral("drill"));
        QVERIFY(!badge->isVisible());
        fixture.engine.drill_status.overdue = true;
        ++fixture.engine.drill_version;
        QTRY_VERIFY(badge->isVisible());
        QCOMPARE(badge->tone(), Tone::NotLive);
        QTest::mouseClick(badge, Qt::LeftButton);
        QVERIFY(window.dock(QStringLiteral("drill"))->widget()->isVisible());
        fixture.engine.drill_status.overdue = false;
        ++fixture.engine.drill_version;
        QTRY_VERIFY(!badge->isVisible());
    }

    void theBannerTellsRoutesAndNeverFlatBeforeItIs() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        uitest::haltWithRoutes(fixture.engine);
        const auto text = [&] { return window.banner().shownTexts().join(QLatin1Char(' ')); };
        QTRY_VERIFY(text().contains(QStringLiteral("paper: → cancel sent")));
        QVERIFY(text().contains(QStringLiteral("… verified")));
        QVERIFY(text().contains(QStringLiteral("not yet flat")));
        QVERIFY(!text().contains(QStringLiteral("✓ flat")));
        QTRY_COMPARE(window.topBar().killButton()->look(), KillButton::Look::Halted);
        fixture.engine.risk_view.flat = true;
        QTRY_VERIFY(text().contains(QStringLiteral("✓ flat")));
    }

    void theTradingLayoutShowsOrdersAndRisk() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        QVERIFY(window.view(QStringLiteral("risk"))->isVisible());  // of the default layout
        window.tradingLayout();
        fixture.run(100);
        for (const char* id : {"risk", "orders", "chart", "watchlist"})
            QVERIFY2(inSight(window, QLatin1StringView(id)), id);
        window.resetLayout();
        fixture.run(100);
        QVERIFY(inSight(window, QStringLiteral("signals")));
        QVERIFY(!inSight(window, QStringLiteral("orders")));  // behind the risk pane
    }
};

QTEST_MAIN(TestTray)
#include "tst_tray.moc"
