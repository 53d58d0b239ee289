// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QPainter>
#include <QShortcut>
#include <QStatusBar>
#include <QVBoxLayout>

#include "ui/first_run/first_run_page.h"
#include "ui/main_window/app_filter.h"
#include "ui/main_window/banner.h"
#include "ui/main_window/dock_title.h"
#include "ui/main_window/frame_loop.h"
#include "ui/main_window/kill_button.h"
#include "ui/main_window/status_strip.h"
#include "ui/main_window/top_bar.h"
#include "ui/main_window/tray.h"
#include "ui/panes/panes.h"
#include "ui/panes/risk/reset_dialog.h"
#include "ui/panes/risk/risk_pane.h"
#include "ui/panes/watchlist/watchlist_view.h"
#include "ui/texts.h"
#include "ui/view.h"

namespace bw::ui {
namespace {

constexpr QSize kMinimum(1280, 720);
constexpr int kSaveDelayMs = 2'000;
constexpr std::int64_t kBarNs = 95 * kNsPerMs;  // 10 Hz, a little under so that each sixth tick counts
constexpr std::int64_t kStatusNs = 990 * kNsPerMs;

}  // namespace

/// Three amber edges below the top bar: the whole window says that this is not live. Takes no clicks.
class MainWindow::ReplayFrame : public QWidget {
public:
    ReplayFrame(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void resizeEvent(QResizeEvent*) override { setMask(QRegion(rect()) - QRegion(rect().adjusted(3, 0, -3, -3))); }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.color(Token::NotLiveFill));
    }

private:
    const Theme& m_theme;
};

MainWindow::MainWindow(api::EngineApi& engine, Look& look, const WindowOptions& options)
    : m_look(look), m_hub(engine), m_options(options) {
    setObjectName(QStringLiteral("workstation"));
    setMinimumSize(kMinimum);
    resize(1600, 900);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    m_frames = new FrameLoop(m_hub, *this);
    buildHeader();
    buildDocks();
    buildActions();
    buildFirstRun();
    buildTray();
    m_filter = new AppFilter(m_hub, m_top->killButton(), m_docks.at(QStringLiteral("watchlist"))->widget(), this);
    m_filter->addClock(m_top->findChild<QWidget*>(QStringLiteral("clock")));
    m_filter->addClock(m_status);
    connect(m_filter, &AppFilter::shortcutPressed, this, [this] { engage("shortcut"); });
    connect(m_filter, &AppFilter::controlPressed, this, [this] { engage("button"); });
    connect(&m_hub, &Hub::riskChanged, this, &MainWindow::riskChanged);
    connect(&m_hub, &Hub::sourceChanged, this, &MainWindow::refreshShell);
    connect(&m_hub, &Hub::focusedChanged, this, [this] {
        for (View* view : m_views)
            if (view->isVisible()) view->refresh();
        m_status->refresh();
        if (m_wanted_focus.isEmpty()) scheduleSave();
    });
    connect(m_frames, &FrameLoop::pulled, this, [this] {
        refocus();
        const std::int64_t now = m_hub.api().now().ns;
        if (now - m_bar_at_ns >= kBarNs || now < m_bar_at_ns) {
            m_bar_at_ns = now;
            m_top->refresh();
            m_banner->refresh();
        }
        if (now - m_status_at_ns >= kStatusNs || now < m_status_at_ns) {
            m_status_at_ns = now;
            m_status->refresh();
            m_tray->refresh();
        }
    });
    connect(&m_look.theme, &Theme::changed, this, [this] { update(); });
    m_save_timer.setSingleShot(true);
    m_save_timer.setInterval(kSaveDelayMs);
    connect(&m_save_timer, &QTimer::timeout, this, &MainWindow::saveLayout);
    m_fold_timer.setSingleShot(true);
    m_fold_timer.setInterval(0);
    connect(&m_fold_timer, &QTimer::timeout, this, &MainWindow::foldTitles);

    m_hub.pull();
    arrangeDefault();
    loadLayout();
    applyOptions();
    retranslate();
    m_ready = true;
    m_docks.at(QStringLiteral("watchlist"))->widget()->setFocus(Qt::OtherFocusReason);
    if (m_hub.run().first_run) m_first_run->open(/*leavable=*/false);
    m_frames->start();
}

MainWindow::~MainWindow() {
    m_frames->stop();
    for (const auto& [id, dock] : m_docks) dock->disconnect(this);
}

void MainWindow::buildHeader() {
    auto* header = new QWidget(this);
    auto* column = new QVBoxLayout(header);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_top = new TopBar(m_hub, m_look.theme, header);
    m_banner = new Banner(m_hub, m_look.theme, header);
    column->addWidget(m_top);
    column->addWidget(m_banner);
    setMenuWidget(header);

    m_status = new StatusStrip(m_hub, m_look.theme, this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    statusBar()->addPermanentWidget(m_status, 1);
    statusBar()->layout()->setContentsMargins(0, 0, 0, 0);
    statusBar()->layout()->setSpacing(0);

    connect(m_top, &TopBar::killPressed, this, [this] { engage("button"); });
    connect(m_top, &TopBar::stateClicked, this, [this] { reveal(QStringLiteral("risk")); });
    connect(m_top, &TopBar::modeClicked, this, &MainWindow::chooseSource);
    connect(m_top, &TopBar::feedsClicked, this, [this] { reveal(QStringLiteral("feeds")); });
    connect(m_top, &TopBar::gapsClicked, this, [this] { reveal(QStringLiteral("feeds")); });
    connect(m_top, &TopBar::alertsClicked, this, [this] {
        // Without an alert engine the chip counts notices, and those are in the log.
        reveal(m_hub.alerts().version > 0 ? QStringLiteral("alerts") : QStringLiteral("log"));
        m_top->acknowledgeAlerts();
    });
    connect(m_top, &TopBar::drillClicked, this, [this] { reveal(QStringLiteral("drill")); });
    connect(m_banner, &Banner::alertsClicked, this, [this] { reveal(QStringLiteral("alerts")); });
    connect(m_top, &TopBar::menuClicked, this, &MainWindow::showMenu);
    connect(m_banner, &Banner::detailsClicked, this, [this] { reveal(QStringLiteral("risk")); });
    connect(m_banner, &Banner::resetClicked, this, &MainWindow::openReset);
}

QDockWidget* MainWindow::addView(View* view) {
    auto* dock = new QDockWidget(this);
    dock->setObjectName(QStringLiteral("dock_") + view->id());
    dock->setWidget(view);
    dock->setAllowedAreas(Qt::AllDockWidgetAreas);
    auto* title = new DockTitle(m_look.theme, dock);
    dock->setTitleBarWidget(title);
    m_views.append(view);
    m_docks[view->id()] = dock;
    m_titles[view->id()] = title;
    m_frames->add(view);
    const auto moved = [this] {
        m_fold_timer.start();
        scheduleSave();
    };
    connect(dock, &QDockWidget::dockLocationChanged, this, moved);
    connect(dock, &QDockWidget::topLevelChanged, this, moved);
    connect(dock, &QDockWidget::visibilityChanged, this, [this, view, moved](bool visible) {
        if (visible && m_ready) view->refresh();  // history is full at once, not at the next due time
        moved();
    });
    return dock;
}

void MainWindow::buildDocks() {
    Theme& theme = m_look.theme;
    addView(new WatchlistView(m_hub, theme, this));
    addView(makeChartView(m_hub, theme, this));
    addView(makeFlowView(m_hub, theme, this));
    m_risk = new RiskPane(m_hub, theme, this);
    addView(m_risk);
    addView(makeSignalsView(m_hub, theme, this));
    addView(makeSignalDetailView(m_hub, theme, this));
    addView(makeScoreboardView(m_hub, theme, this));
    addView(makeResearchView(m_hub, theme, this));
    addView(makeFeedsView(m_hub, theme, this));
    addView(makeLatencyView(m_hub, theme, this));
    addView(makeLogView(m_hub, theme, this));
    addView(makeOrdersView(m_hub, theme, this));
    addView(makePositionsView(m_hub, theme, this));
    addView(makeAlertsView(m_hub, theme, this));
    addView(makeDrillView(m_hub, theme, this));
    connect(m_risk, &RiskPane::killRequested, this, [this] { engage("button"); });
    connect(m_risk, &RiskPane::resetRequested, this, &MainWindow::openReset);
    connect(m_risk, &RiskPane::setKeyRequested, this, &MainWindow::openSetKey);
}

void MainWindow::buildActions() {
    const auto key = [this](const QKeySequence& sequence, auto act) {
        auto* shortcut = new QShortcut(sequence, this);
        shortcut->setContext(Qt::ApplicationShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(QKeySequence(Qt::CTRL | Qt::Key_Equal), [this] { setFontScale(m_look.theme.fontScalePct() + 10); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Plus), [this] { setFontScale(m_look.theme.fontScalePct() + 10); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Minus), [this] { setFontScale(m_look.theme.fontScalePct() - 10); });
    key(QKeySequence(Qt::CTRL | Qt::Key_0), [this] { setFontScale(100); });
    key(QKeySequence(Qt::Key_F11), [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    key(QKeySequence(Qt::Key_F6), [this] { nextPane(); });
    key(QKeySequence(Qt::Key_F10), [this] { showMenu(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_1), [this] { resetLayout(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_2), [this] { tradingLayout(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_S), [this] { saveLayout(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
}

void MainWindow::buildFirstRun() {
    m_first_run = new FirstRunPage(m_look.theme, m_look.language, this);
    m_replay_frame = new ReplayFrame(m_look.theme, this);
    connect(m_first_run, &FirstRunPage::chosen, this, &MainWindow::start);
    connect(m_first_run, &FirstRunPage::left, m_first_run, &QWidget::hide);
    connect(m_first_run, &FirstRunPage::languageChosen, this, &MainWindow::setLanguage);
    connect(m_first_run, &FirstRunPage::marketChosen, this, &MainWindow::setMarket);
    menuWidget()->installEventFilter(this);
}

void MainWindow::buildTray() {
    m_tray = new Tray(m_hub, this);
    const auto bringUp = [this] {
        setWindowState(windowState() & ~Qt::WindowMinimized);
        show();
        raise();
        activateWindow();
    };
    connect(m_tray, &Tray::haltRequested, this, [this] { engage("tray"); });
    connect(m_tray, &Tray::showRequested, this, bringUp);
    connect(m_tray, &Tray::messageClicked, this, [this, bringUp] {
        bringUp();
        reveal(QStringLiteral("alerts"));
    });
    connect(m_tray, &Tray::quitRequested, this, &QWidget::close);
}

View* MainWindow::view(const QString& id) const {
    for (View* view : m_views)
        if (view->id() == id) return view;
    return nullptr;
}

QDockWidget* MainWindow::dock(const QString& id) const {
    const auto found = m_docks.find(id);
    return found == m_docks.end() ? nullptr : found->second;
}

void MainWindow::reveal(const QString& id) {
    QDockWidget* found = dock(id);
    if (found == nullptr) return;
    found->show();
    found->raise();
    found->widget()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::engage(std::string_view channel) {
    const bool already = m_hub.risk().state == api::RiskView::State::Halted;
    // First the stop, then everything else. The call sets the latch flag and returns.
    m_hub.api().kill(channel, channel == "shortcut" ? texts::kReasonShortcut
                              : channel == "tray"   ? texts::kReasonTray
                                                    : texts::kReasonButton);
    m_frames->killPressed();
    m_top->setEngaging(!already);
    m_hub.refreshRun();
    m_banner->refresh();
    if (already) reveal(QStringLiteral("risk"));
}

void MainWindow::riskChanged() {
    m_top->refresh();
    m_banner->refresh();
    m_risk->refresh();
    m_tray->refresh();
}

void MainWindow::refocus() {
    if (m_wanted_focus.isEmpty()) {
        if (m_focus_settled || m_hub.count() == 0) return;
        // Nobody chose one yet: begin with an instrument that has a tape, which says most. Instruments come one by one.
        m_focus_settled = m_hub.market(m_hub.focused()).has_tape;
        for (int i = 0; i < m_hub.count() && !m_focus_settled; ++i) {
            if (!m_hub.market(i).has_tape) continue;
            m_hub.setFocused(i);
            m_focus_settled = true;
        }
        return;
    }
    m_focus_settled = true;
    for (int i = 0; i < m_hub.count(); ++i) {
        if (m_hub.instrumentName(i) != m_wanted_focus) continue;
        m_hub.setFocused(i);
        m_wanted_focus.clear();
        return;
    }
}

void MainWindow::start(const api::SourceChoice& choice) {
    const Status status = m_hub.api().chooseSource(choice);
    if (!status) {
        m_first_run->showError(texts::errorText(status.error()));
        return;
    }
    m_first_run->hide();
    m_docks.at(QStringLiteral("watchlist"))->widget()->setFocus(Qt::OtherFocusReason);
    m_hub.refreshRun();
    refreshShell();
}

void MainWindow::refreshShell() {
    const api::RunInfo& run = m_hub.run();
    setWindowTitle(tr("%1 · %2 · Bellwether").arg(texts::runMode(run.mode), QString::fromStdString(run.engine_name)));
    m_replay_frame->setVisible(run.mode == RunMode::Replay);
    m_replay_frame->raise();
    if (!m_first_run->isHidden()) m_first_run->raise();
    m_top->refresh();
    m_banner->refresh();
}

void MainWindow::retranslate() {
    for (View* view : m_views) {
        m_docks.at(view->id())->setWindowTitle(view->title());
        m_titles.at(view->id())->retranslate();
        if (m_ready) view->retranslate();
    }
    m_top->retranslate();
    m_banner->retranslate();
    m_status->refresh();
    m_tray->retranslate();
    m_first_run->retranslate();
    refreshShell();
}

bool MainWindow::event(QEvent* event) {
    const bool paints = event->type() == QEvent::UpdateRequest;
    const bool handled = QMainWindow::event(event);
    if (paints) {
        m_frames->painted();
        if (m_banner->showsStop()) m_frames->stopShown();
    }
    if (event->type() == QEvent::LayoutRequest) placeOverlays();
    return handled;
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && m_ready) retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    placeOverlays();
    scheduleSave();
}

void MainWindow::raiseOverlays() {
    // Tab bars are made by the toolkit when they are needed and come on top of what was there.
    m_replay_frame->raise();
    m_first_run->raise();
}

void MainWindow::placeOverlays() {
    const int top = menuWidget()->geometry().bottom() + 1;
    const QRect below(0, top, width(), height() - top);
    m_first_run->setGeometry(below);
    m_replay_frame->setGeometry(below);
}

void MainWindow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_look.theme.color(Token::Bg0));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveLayout();
    event->accept();
    QMainWindow::closeEvent(event);
}

void MainWindow::nextPane() {
    // From the pane that has the focus to the next visible one, round and round.
    qsizetype current = -1;
    for (qsizetype i = 0; i < m_views.size(); ++i)
        if (m_views[i]->isAncestorOf(QApplication::focusWidget()) || m_views[i] == QApplication::focusWidget())
            current = i;
    for (qsizetype step = 1; step <= m_views.size(); ++step) {
        View* next = m_views[(current + step + m_views.size()) % m_views.size()];
        if (!next->isVisible()) continue;
        next->setFocus(Qt::TabFocusReason);
        if (QWidget* first = next->nextInFocusChain(); !next->hasFocus() && first != nullptr)
            first->setFocus(Qt::TabFocusReason);
        return;
    }
}

}  // namespace bw::ui
