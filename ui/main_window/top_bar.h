// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace bw::ui {

class BarCell;
class Hub;
class KillButton;
class Theme;

/// The fixed bar of 56 px: kill, risk state, mode, focused symbol, an overdue drill, FEEDS, DATA, ALERTS, clocks, menu.
/// GUI thread; refresh() compares with what is shown and repaints only what differs.
class TopBar : public QWidget {
    Q_OBJECT
public:
    TopBar(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    /// The kill was asked for; until the engine's view shows it the control says STOPPING.
    void setEngaging(bool engaging);
    void acknowledgeAlerts();
    /// Alerts firing and not acknowledged; while no alert engine runs, notices not yet seen.
    [[nodiscard]] int alerts() const;
    [[nodiscard]] KillButton* killButton() const { return m_kill; }
    [[nodiscard]] QWidget* menuButton() const;
    [[nodiscard]] const QList<BarCell*>& cells() const { return m_cells; }

Q_SIGNALS:
    void killPressed();
    void stateClicked();
    void modeClicked();
    void feedsClicked();
    void gapsClicked();
    void alertsClicked();
    void drillClicked();
    void menuClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    BarCell* addCell(const QString& name, bool numbers);
    void refreshState();
    void refreshMode();
    void refreshSymbol();
    void refreshChips();
    void refreshAlerts();
    void refreshClock();
    Hub& m_hub;
    Theme& m_theme;
    KillButton* m_kill = nullptr;
    BarCell* m_state = nullptr;
    BarCell* m_mode = nullptr;
    BarCell* m_symbol = nullptr;
    BarCell* m_drill = nullptr;
    BarCell* m_feeds = nullptr;
    BarCell* m_gaps = nullptr;
    BarCell* m_alert_chip = nullptr;
    BarCell* m_clock = nullptr;
    class MenuButton;
    MenuButton* m_menu = nullptr;
    QList<BarCell*> m_cells;
    int m_alerts = 0;
    bool m_alert_critical = false;
    bool m_engaging = false;
};

}  // namespace bw::ui
