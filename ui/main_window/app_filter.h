// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QPointer>

class QWidget;

namespace bw::ui {

class Hub;

/// Sees every event of the application first, for what must work whatever is open: the kill shortcut in any window, and
/// a press on the kill control while a menu or list popup holds the mouse. Also counts paints. GUI thread.
class AppFilter : public QObject {
    Q_OBJECT
public:
    AppFilter(Hub& hub, QWidget* kill_control, QObject* parent);
    /// Widgets whose paints are the once-a-second ones (clock, status strip).
    void addClock(QWidget* widget) { m_clocks.append(widget); }

Q_SIGNALS:
    void shortcutPressed();
    void controlPressed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool isKillShortcut(const QEvent& event) const;
    Hub& m_hub;
    QPointer<QWidget> m_kill;
    QList<QWidget*> m_clocks;
};

}  // namespace bw::ui
