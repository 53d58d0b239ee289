// SPDX-License-Identifier: GPL-3.0-or-later
// Where the docks stand: the default and the trading layout.
#include <QDockWidget>
#include <QTabBar>

#include "ui/first_run/first_run_page.h"
#include "ui/main_window/dock_title.h"
#include "ui/main_window/main_window.h"
#include "ui/view.h"

namespace bw::ui {
namespace {

constexpr int kThreeRowsFrom = 860;
constexpr int kDetailBesideFrom = 1'600;

}  // namespace

void MainWindow::resetLayout() {
    arrangeDefault();
    scheduleSave();
}

void MainWindow::tradingLayout() {
    arrangeTrading();
    scheduleSave();
}

void MainWindow::arrangeDefault() {
    const auto at = [this](const char* id) { return m_docks.at(QLatin1StringView(id)); };
    clearDocks();
    // The stop and the watchlist are always in sight. Tall windows: the market above, below it a strip of tabs over the
    // whole width. Low ones have no room for that: the strip is below the chart, the order flow one of its tabs.
    const int width = this->width(), height = this->height();
    const bool low = height < kThreeRowsFrom, wide = !low && width >= kDetailBesideFrom;
    addDockWidget(Qt::LeftDockWidgetArea, at("watchlist"));
    if (!low) splitDockWidget(at("watchlist"), at("signals"), Qt::Vertical);
    splitDockWidget(at("watchlist"), at("chart"), Qt::Horizontal);
    splitDockWidget(at("watchlist"), at("risk"), Qt::Vertical);
    splitDockWidget(at("chart"), at(low ? "signals" : "flow"), Qt::Vertical);
    if (wide) splitDockWidget(at("signals"), at("signal_detail"), Qt::Horizontal);
    if (!wide) tabify("signals", {"signal_detail"});
    tabify("signals", {"scoreboard"});
    if (low) tabify("signals", {"flow"});
    tabify("signals", {"evaluation", "feeds", "latency", "log"});
    tabify("risk", {"orders", "positions", "alerts", "drill"});
    for (const auto& [id, dock] : m_docks) dock->show();
    at("signals")->raise();
    at("risk")->raise();
    const int left = width >= 1700 ? 840 : width * 42 / 100;
    resizeDocks({at("watchlist"), at("chart")}, {left, width - left}, Qt::Horizontal);
    if (low) {
        resizeDocks({at("watchlist"), at("risk")}, {height * 36 / 100, height * 64 / 100}, Qt::Vertical);
        resizeDocks({at("chart"), at("signals")}, {height * 54 / 100, height * 46 / 100}, Qt::Vertical);
    } else {
        resizeDocks({at("watchlist"), at("signals")}, {height * 68 / 100, height * 32 / 100}, Qt::Vertical);
        resizeDocks({at("watchlist"), at("risk")}, {height * 30 / 100, height * 38 / 100}, Qt::Vertical);
        resizeDocks({at("chart"), at("flow")}, {height * 42 / 100, height * 26 / 100}, Qt::Vertical);
    }
    if (wide) resizeDocks({at("signals"), at("signal_detail")}, {width * 60 / 100, width * 40 / 100}, Qt::Horizontal);
    m_fold_timer.start();
}

void MainWindow::arrangeTrading() {
    const auto at = [this](const char* id) { return m_docks.at(QLatin1StringView(id)); };
    clearDocks();
    // Left what may stop or change, right the market above the orders; wide windows show positions beside the orders.
    const int width = this->width(), height = this->height();
    const bool wide = width >= kDetailBesideFrom;
    addDockWidget(Qt::LeftDockWidgetArea, at("watchlist"));
    splitDockWidget(at("watchlist"), at("chart"), Qt::Horizontal);
    splitDockWidget(at("watchlist"), at("risk"), Qt::Vertical);
    splitDockWidget(at("chart"), at("orders"), Qt::Vertical);
    if (wide) splitDockWidget(at("chart"), at("flow"), Qt::Horizontal);
    tabify("risk", {"drill"});
    tabify("orders", {"positions", "alerts"});
    if (!wide) tabify("orders", {"flow"});
    tabify("orders", {"signals", "feeds", "log"});
    // The rest stays in the menu: a strip of twelve tabs would leave no room for their names.
    tabify("orders", {"signal_detail", "scoreboard", "evaluation", "latency"});
    for (const auto& [id, dock] : m_docks) dock->show();
    for (const char* id : {"signal_detail", "scoreboard", "evaluation", "latency"}) at(id)->hide();
    at("orders")->raise();
    at("risk")->raise();
    const int left = wide ? 560 : width * 38 / 100;
    resizeDocks({at("watchlist"), at("chart")}, {left, width - left}, Qt::Horizontal);
    resizeDocks({at("watchlist"), at("risk")}, {height * 28 / 100, height * 72 / 100}, Qt::Vertical);
    resizeDocks({at("chart"), at("orders")}, {height * 45 / 100, height * 55 / 100}, Qt::Vertical);
    m_fold_timer.start();
}

void MainWindow::clearDocks() {
    for (const auto& [id, dock] : m_docks) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
}

void MainWindow::tabify(const char* id, std::initializer_list<const char*> others) {
    QDockWidget* tab = m_docks.at(QLatin1StringView(id));
    for (const char* other : others) {
        QDockWidget* dock = m_docks.at(QLatin1StringView(other));
        // Behind the tabs that are there already.
        const QList<QDockWidget*> there = tabifiedDockWidgets(tab);
        tabifyDockWidget(there.isEmpty() ? tab : there.last(), dock);
    }
}

void MainWindow::adoptStrays() {
    // A layout that an earlier version saved does not know the views that came since.
    for (const char* id : {"orders", "positions", "alerts", "drill"}) {
        QDockWidget* dock = m_docks.at(QLatin1StringView(id));
        if (dock->isFloating() || dockWidgetArea(dock) != Qt::NoDockWidgetArea) continue;
        tabify("risk", {id});
        dock->show();
    }
    m_docks.at(QStringLiteral("risk"))->raise();
}

void MainWindow::foldTitles() {
    for (const auto& [id, dock] : m_docks)
        m_titles.at(id)->setFolded(!dock->isFloating() && !tabifiedDockWidgets(dock).isEmpty());
    for (QTabBar* bar : findChildren<QTabBar*>(Qt::FindDirectChildrenOnly)) {
        bar->setDrawBase(false);
        bar->setExpanding(false);
        bar->setElideMode(Qt::ElideRight);
        bar->setFont(m_look.theme.uiFont(9));
    }
    raiseOverlays();
}

}  // namespace bw::ui
