// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/main_window/bar_cell.h"

class QVBoxLayout;

namespace bw::ui {

class BannerRow;
class Hub;
class Theme;

/// The banner slot below the top bar, 0 px when all is well: stopped with its steps, reducing, state unknown, engine
/// not responding, critical alerts that nobody acknowledged, not recording, and what the window itself has to say.
/// GUI thread.
class Banner : public QWidget {
    Q_OBJECT
public:
    Banner(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    /// A row with a close button; a later one replaces it.
    void say(const QString& text, Tone tone);
    [[nodiscard]] bool showsStop() const;
    /// The texts of the visible rows, for tests and screen readers.
    [[nodiscard]] QStringList shownTexts() const;

Q_SIGNALS:
    void detailsClicked();
    void resetClicked();
    void alertsClicked();

private:
    BannerRow* addRow(const QString& name);
    void refreshRisk();
    void refreshEngine();
    void refreshAlerts();
    Hub& m_hub;
    Theme& m_theme;
    QVBoxLayout* m_rows = nullptr;
    BannerRow* m_risk = nullptr;
    BannerRow* m_silent = nullptr;
    BannerRow* m_alerts = nullptr;
    BannerRow* m_recording = nullptr;
    BannerRow* m_message = nullptr;
};

}  // namespace bw::ui
