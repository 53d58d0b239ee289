// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QDockWidget;
class QToolButton;

namespace bw::ui {

class Theme;

/// The 24 px header of a dock: title, detach, close. Folds to nothing while the dock is one tab of several, because the
/// tab already names it. GUI thread.
class DockTitle : public QWidget {
    Q_OBJECT
public:
    DockTitle(Theme& theme, QDockWidget* dock);
    void setFolded(bool folded);
    void retranslate();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Button;
    Theme& m_theme;
    QDockWidget* m_dock;
    Button* m_detach = nullptr;
    Button* m_close = nullptr;
    bool m_folded = false;
};

}  // namespace bw::ui
