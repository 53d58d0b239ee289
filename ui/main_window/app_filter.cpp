// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/app_filter.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWidget>

#include "ui/hub.h"

namespace bw::ui {

namespace {

bool isKillShortcut(const QEvent& event) {
    const auto& key = static_cast<const QKeyEvent&>(event);
    return key.key() == Qt::Key_K && key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

}  // namespace

AppFilter::AppFilter(Hub& hub, QWidget* kill_control, QWidget* elsewhere, QObject* parent)
    : QObject(parent), m_hub(hub), m_kill(kill_control), m_elsewhere(elsewhere) {
    QCoreApplication::instance()->installEventFilter(this);
}

void AppFilter::countPaint(QObject* watched) {
    FrameStats& stats = m_hub.frameStats();
    ++stats.paints;
    if (!watched->isWidgetType()) return;
    for (const QWidget* clock : m_clocks) {
        if (watched != clock && !clock->isAncestorOf(static_cast<QWidget*>(watched))) continue;
        ++stats.clock_paints;
        return;
    }
}

bool AppFilter::keyPressed(QEvent& event) {
    const auto& key = static_cast<const QKeyEvent&>(event);
    m_tabbing = key.key() == Qt::Key_Tab || key.key() == Qt::Key_Backtab;
    // The window system's window gets it before any widget, popup or dialog; both are caught, the first eats it.
    if (!isKillShortcut(event)) return false;
    if (!key.isAutoRepeat()) Q_EMIT shortcutPressed();
    return true;
}

bool AppFilter::pressedOnControl(QObject* watched, QEvent& event) {
    m_tabbing = false;
    if (QApplication::activePopupWidget() == nullptr || m_kill.isNull() || !watched->isWidgetType()) return false;
    const QPoint at = static_cast<QMouseEvent&>(event).globalPosition().toPoint();
    if (!m_kill->isVisible() || !m_kill->rect().contains(m_kill->mapFromGlobal(at))) return false;
    Q_EMIT controlPressed();
    while (QWidget* popup = QApplication::activePopupWidget())
        if (!popup->close()) break;
    return true;
}

bool AppFilter::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::Paint:
            countPaint(watched);
            return false;
        case QEvent::KeyPress:
            return keyPressed(*event);
        case QEvent::ShortcutOverride:
            if (!isKillShortcut(*event)) return false;
            event->accept();  // no other shortcut may take it
            return true;
        case QEvent::MouseButtonPress:
            return pressedOnControl(watched, *event);
        case QEvent::FocusIn:
            if (watched != m_kill || m_tabbing || m_elsewhere.isNull()) return false;
            if (static_cast<QFocusEvent*>(event)->reason() == Qt::OtherFocusReason) return false;  // assistive tools
            m_elsewhere->setFocus(Qt::OtherFocusReason);
            return true;
        default:
            return false;
    }
}

}  // namespace bw::ui
