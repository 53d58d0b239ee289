// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMainWindow>
#include <QTimer>
#include <functional>
#include <map>

#include "ui/hub.h"
#include "ui/look.h"
#include "ui/main_window/layout_document.h"

class QDockWidget;
class QMenu;

namespace bw::ui {

class AppFilter;
class Banner;
class DockTitle;
class FirstRunPage;
class FrameLoop;
class RiskPane;
class StatusStrip;
class TopBar;
class Tray;
class View;

struct WindowOptions {
    bool load_layout = true;                        // false: the default layout, and nothing is saved
    // Settings of the configuration that somebody set; they win over what the window saved. Empty, 0: as saved.
    QString language, theme, market_colors;
    int font_scale_pct = 0;
    std::function<void(const FrameStats&)> on_end;  // after the window closed: the frames of the run
};

/// The workstation window: top bar, banner, docks, status strip, first-run page. It arranges; the views show. GUI
/// thread.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(api::EngineApi& engine, Look& look, const WindowOptions& options = {});
    ~MainWindow() override;

    [[nodiscard]] Hub& hub() { return m_hub; }
    [[nodiscard]] FrameLoop& frames() { return *m_frames; }
    [[nodiscard]] const FrameStats& frameStats() const { return m_hub.frameStats(); }
    [[nodiscard]] TopBar& topBar() { return *m_top; }
    [[nodiscard]] Banner& banner() { return *m_banner; }
    [[nodiscard]] Tray& tray() { return *m_tray; }
    [[nodiscard]] FirstRunPage& firstRun() { return *m_first_run; }
    [[nodiscard]] View* view(const QString& id) const;
    [[nodiscard]] QDockWidget* dock(const QString& id) const;

    /// Brings the dock of a view to the front, opening it if it was closed.
    void reveal(const QString& id);
    void resetLayout();
    /// Orders and risk in the middle of the window.
    void tradingLayout();
    void saveLayout();
    void setLanguage(const QString& code);
    void setTheme(ThemeBase base);
    void setMarket(MarketPalette market);
    void setFontScale(int percent);
    void chooseSource();
    void openReset();
    void openSetKey();
    void openAbout();

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    class ReplayFrame;
    void buildHeader();
    void buildDocks();
    void buildActions();
    void buildFirstRun();
    void buildTray();
    QDockWidget* addView(View* view);
    void arrangeDefault();
    void arrangeTrading();
    void clearDocks();
    void tabify(const char* id, std::initializer_list<const char*> others);
    void adoptStrays();
    void raiseOverlays();
    void foldTitles();
    void loadLayout();
    void applyOptions();
    void scheduleSave();
    [[nodiscard]] LayoutDocument currentLayout() const;
    void retranslate();
    void refreshShell();
    void refocus();
    void engage(std::string_view channel);
    void riskChanged();
    void start(const api::SourceChoice& choice);
    void placeOverlays();
    void showMenu();
    void fillMenu(QMenu& menu);
    void fillSettings(QMenu& menu);
    void nextPane();

    Look& m_look;
    Hub m_hub;
    WindowOptions m_options;
    TopBar* m_top = nullptr;
    Banner* m_banner = nullptr;
    StatusStrip* m_status = nullptr;
    FirstRunPage* m_first_run = nullptr;
    ReplayFrame* m_replay_frame = nullptr;
    RiskPane* m_risk = nullptr;
    Tray* m_tray = nullptr;
    FrameLoop* m_frames = nullptr;
    AppFilter* m_filter = nullptr;
    QList<View*> m_views;
    std::map<QString, QDockWidget*> m_docks;
    std::map<QString, DockTitle*> m_titles;
    QTimer m_save_timer, m_fold_timer;
    QByteArray m_default_state;
    QString m_wanted_focus;  // from the layout, until that instrument is there
    std::string m_saved;     // the last document written, so that nothing is written twice
    std::int64_t m_status_at_ns = 0, m_bar_at_ns = 0;
    bool m_ready = false;
    bool m_focus_settled = false;
};

}  // namespace bw::ui
