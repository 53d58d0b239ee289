// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QPointer>

class QWidget;

namespace bw::ui {

class Hub;

/// Sees every event of the application first, for what must work whatever is open: the kill shortcut in any window, and
/// a press on the kill control while a menu or list popup holds the mouse. It also keeps the focus off the kill control
/// unless a person tabs there (the toolkit hands focus on when a pane is hidden or the window opens), and counts
/// paints. GUI thread.
class AppFilter : public QObject {
    Q_OBJECT
public:
    /// `elsewhere` gets a focus that the kill control may not have.
    AppFilter(Hub& hub, QWidget* kill_control, QWidget* elsewhere, QObject* parent);
    /// Widgets whose paints are the once-a-second ones (clock, status strip).
    void addClock(QWidget* widget) { m_clocks.append(widget); }

Q_SIGNALS:
    void shortcutPressed();
    void controlPressed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void countPaint(QObject* watched);
    bool keyPressed(QEvent& event);
    bool pressedOnControl(QObject* watched, QEvent& event);
    Hub& m_hub;
    QPointer<QWidget> m_kill, m_elsewhere;
    bool m_tabbing = false;  // the newest input was a Tab
    QList<QWidget*> m_clocks;
};

}  // namespace bw::ui
