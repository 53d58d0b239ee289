// SPDX-License-Identifier: GPL-3.0-or-later
// The menu, the settings it changes, and the layout document.
#include <QActionGroup>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/first_run/first_run_page.h"
#include "ui/main_window/banner.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/top_bar.h"
#include "ui/panes/risk/reset_dialog.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/view.h"

namespace bw::ui {
namespace {

/// A radio entry of a settings menu.
template <class Act>
void addChoice(QMenu& menu, QActionGroup& group, const QString& text, bool on, Act act) {
    QAction* action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(on);
    group.addAction(action);
    QObject::connect(action, &QAction::triggered, &menu, act);
}

template <class Dialog, class... Args>
void openOnce(QWidget* parent, Args&... args) {
    if (auto* open = parent->findChild<Dialog*>()) {
        open->raise();
        open->activateWindow();
        return;
    }
    auto* dialog = new Dialog(args..., parent);
    dialog->setWindowModality(Qt::NonModal);
    dialog->show();
}

}  // namespace

void MainWindow::showMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("main_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu);
    const QWidget* button = m_top->menuButton();
    menu->popup(button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height())));
}

void MainWindow::fillMenu(QMenu& menu) {
    connect(menu.addAction(tr("Choose source…")), &QAction::triggered, this, &MainWindow::chooseSource);
    menu.addSeparator();
    QMenu* views = menu.addMenu(tr("Views"));
    for (const View* view : m_views) {
        QDockWidget* dock = m_docks.at(view->id());
        QAction* action = views->addAction(view->title());
        action->setCheckable(true);
        action->setChecked(!dock->isHidden() || !tabifiedDockWidgets(dock).isEmpty());
        connect(action, &QAction::triggered, this, [this, dock, id = view->id()](bool on) {
            if (on)
                reveal(id);
            else
                dock->hide();
        });
    }
    views->addSeparator();
    connect(views->addAction(tr("Default layout") + QStringLiteral("\tCtrl+1")), &QAction::triggered, this,
            &MainWindow::resetLayout);
    connect(views->addAction(tr("Trading layout") + QStringLiteral("\tCtrl+2")), &QAction::triggered, this,
            &MainWindow::tradingLayout);
    fillSettings(menu);
    menu.addSeparator();
    QAction* kill = menu.addAction(tr("Engage kill") + QStringLiteral("\tCtrl+Shift+K"));
    connect(kill, &QAction::triggered, this, [this] { engage("button"); });
    QAction* reset = menu.addAction(tr("Reset the stop…"));
    reset->setEnabled(m_hub.risk().state == api::RiskView::State::Halted);
    connect(reset, &QAction::triggered, this, &MainWindow::openReset);
    connect(menu.addAction(tr("Reset key…")), &QAction::triggered, this, &MainWindow::openSetKey);
    menu.addSeparator();
    connect(menu.addAction(tr("About Bellwether…")), &QAction::triggered, this, &MainWindow::openAbout);
    connect(menu.addAction(tr("Quit") + QStringLiteral("\tCtrl+Q")), &QAction::triggered, this, &QWidget::close);
}

void MainWindow::fillSettings(QMenu& menu) {
    QMenu* languages = menu.addMenu(tr("Language"));
    auto* language_group = new QActionGroup(languages);
    addChoice(*languages, *language_group, tr("Like the system"), m_look.language.chosen() == QStringLiteral("auto"),
              [this] { setLanguage(QStringLiteral("auto")); });
    for (const QString& code : Language::available())
        addChoice(*languages, *language_group, Language::nameOf(code), m_look.language.chosen() == code,
                  [this, code] { setLanguage(code); });

    QMenu* themes = menu.addMenu(tr("Theme"));
    auto* theme_group = new QActionGroup(themes);
    const ThemeBase base = m_look.theme.base();
    addChoice(*themes, *theme_group, tr("Dark"), base == ThemeBase::Dark, [this] { setTheme(ThemeBase::Dark); });
    addChoice(*themes, *theme_group, tr("Light"), base == ThemeBase::Light, [this] { setTheme(ThemeBase::Light); });

    QMenu* markets = menu.addMenu(tr("Market colours"));
    auto* market_group = new QActionGroup(markets);
    const QString names[] = {tr("Green up, red down"), tr("Red up, green down"),
                             tr("Blue and vermilion (colour-blind)")};
    for (int i = 0; i < 3; ++i) {
        const auto market = static_cast<MarketPalette>(i);
        addChoice(*markets, *market_group, names[i], m_look.theme.market() == market,
                  [this, market] { setMarket(market); });
    }

    QMenu* fonts = menu.addMenu(tr("Font size"));
    auto* font_group = new QActionGroup(fonts);
    for (const int percent : {80, 90, 100, 110, 120, 130, 150, 170, 200})
        addChoice(*fonts, *font_group, QStringLiteral("%1%").arg(percent), m_look.theme.fontScalePct() == percent,
                  [this, percent] { setFontScale(percent); });
}

void MainWindow::setLanguage(const QString& code) {
    m_look.language.set(code);  // every widget hears of it as QEvent::LanguageChange
    scheduleSave();
}

void MainWindow::setTheme(ThemeBase base) {
    m_look.theme.set(base, m_look.theme.market());
    scheduleSave();
}

void MainWindow::setMarket(MarketPalette market) {
    m_look.theme.set(m_look.theme.base(), market);
    scheduleSave();
}

void MainWindow::setFontScale(int percent) {
    m_look.theme.setFontScalePct(percent);
    m_fold_timer.start();
    scheduleSave();
}

void MainWindow::chooseSource() {
    m_first_run->open(/*leavable=*/!m_hub.run().first_run);
}

void MainWindow::openReset() {
    openOnce<ResetDialog>(this, m_hub, m_look.theme);
}

void MainWindow::openSetKey() {
    openOnce<ResetKeyDialog>(this, m_hub, m_look.theme);
}

void MainWindow::openAbout() {
    auto* dialog = new QDialog(this);
    dialog->setObjectName(QStringLiteral("about"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("About Bellwether"));
    const api::RunInfo& run = m_hub.run();
    auto* text = new QLabel(dialog);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setText(
        QStringList{tr("Bellwether %1, a workstation that watches markets").arg(QString::fromStdString(run.version)),
                    tr("Engine: %1").arg(QString::fromStdString(run.engine_name)),
                    tr("Data: %1").arg(QString::fromStdString(run.data_dir)),
                    tr("Log: %1").arg(QString::fromStdString(run.log_path)),
                    tr("Free software under the GNU General Public License, version 3 or later.")}
            .join(QStringLiteral("\n\n")));
    auto* close = new QPushButton(tr("Close"), dialog);
    connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(16);
    column->addWidget(text);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->show();
}

LayoutDocument MainWindow::currentLayout() const {
    LayoutDocument out;
    out.geometry = saveGeometry();
    out.state = saveState(LayoutDocument::kSchema);
    out.language = m_look.language.chosen();
    out.base = m_look.theme.base();
    out.market = m_look.theme.market();
    out.font_scale_pct = m_look.theme.fontScalePct();
    out.focused = !m_wanted_focus.isEmpty() ? m_wanted_focus
                  : m_hub.count() > 0       ? m_hub.instrumentName(m_hub.focused())
                                            : QString();
    return out;
}

void MainWindow::scheduleSave() {
    if (m_ready && m_options.load_layout && !m_save_timer.isActive()) m_save_timer.start();
}

void MainWindow::saveLayout() {
    m_save_timer.stop();
    if (!m_options.load_layout) return;
    std::string bytes = currentLayout().toJson();
    if (bytes == m_saved) return;
    const Status status = m_hub.api().saveDocument(LayoutDocument::kName, bytes);
    if (status) {
        m_saved = std::move(bytes);
        return;
    }
    api::Notice notice;
    notice.severity = Severity::Warning;
    notice.code = Code::UiSaveFailed;
    notice.text = status.error().detail;
    m_hub.post(notice);
}

void MainWindow::applyOptions() {
    if (!m_options.language.isEmpty()) m_look.language.set(m_options.language);
    ThemeBase base = m_look.theme.base();
    if (m_options.theme == themeName(ThemeBase::Light)) base = ThemeBase::Light;
    if (m_options.theme == themeName(ThemeBase::Dark)) base = ThemeBase::Dark;
    MarketPalette market = m_look.theme.market();
    for (const MarketPalette palette : {MarketPalette::Intl, MarketPalette::Cn, MarketPalette::Cb})
        if (m_options.market_colors == marketName(palette)) market = palette;
    m_look.theme.set(base, market);
    if (m_options.font_scale_pct > 0) m_look.theme.setFontScalePct(m_options.font_scale_pct);
}

void MainWindow::loadLayout() {
    // A first start takes the colours that the system's locale is used to.
    if (m_hub.run().first_run) setMarket(FirstRunPage::paletteFor(QLocale::system()));
    if (!m_options.load_layout) return;
    const Result<std::string> bytes = m_hub.api().loadDocument(LayoutDocument::kName);
    if (!bytes) return;  // none yet
    const std::optional<LayoutDocument> layout = LayoutDocument::fromJson(*bytes);
    bool whole = layout.has_value();
    if (whole) {
        m_look.language.set(layout->language);
        m_look.theme.set(layout->base, layout->market);
        m_look.theme.setFontScalePct(layout->font_scale_pct);
        m_wanted_focus = layout->focused;
        whole = restoreGeometry(layout->geometry) && restoreState(layout->state, LayoutDocument::kSchema);
        if (whole)
            adoptStrays();
        else
            arrangeDefault();
    }
    m_fold_timer.start();
    if (whole) {
        m_saved = *bytes;
        return;
    }
    api::Notice notice;
    notice.severity = Severity::Warning;
    notice.code = Code::UiWorkspaceCorrupt;
    m_hub.post(notice);
    m_banner->say(texts::codeText(Code::UiWorkspaceCorrupt), Tone::Attention);
}

}  // namespace bw::ui
