// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/app_filter.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWidget>

#include "ui/hub.h"

namespace bw::ui {

AppFilter::AppFilter(Hub& hub, QWidget* kill_control, QObject* parent)
    : QObject(parent), m_hub(hub), m_kill(kill_control) {
    QCoreApplication::instance()->installEventFilter(this);
}

bool AppFilter::isKillShortcut(const QEvent& event) const {
    const auto& key = static_cast<const QKeyEvent&>(event);
    return key.key() == Qt::Key_K && key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

bool AppFilter::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::Paint: {
            FrameStats& stats = m_hub.frameStats();
            ++stats.paints;
            if (watched->isWidgetType()) {
                for (const QWidget* clock : m_clocks)
                    if (watched == clock || clock->isAncestorOf(static_cast<QWidget*>(watched))) {
                        ++stats.clock_paints;
                        break;
                    }
            }
            return false;
        }
        case QEvent::KeyPress:
            // The window system's window gets it before any widget, popup or dialog; both are caught, the first eats
            // it.
            if (!isKillShortcut(*event)) return false;
            if (!static_cast<QKeyEvent*>(event)->isAutoRepeat()) Q_EMIT shortcutPressed();
            return true;
        case QEvent::ShortcutOverride:
            if (!isKillShortcut(*event)) return false;
            event->accept();  // no other shortcut may take it
            return true;
        case QEvent::MouseButtonPress: {
            if (QApplication::activePopupWidget() == nullptr || m_kill.isNull() || !watched->isWidgetType())
                return false;
            const QPoint at = static_cast<QMouseEvent*>(event)->globalPosition().toPoint();
            if (!m_kill->isVisible() || !m_kill->rect().contains(m_kill->mapFromGlobal(at))) return false;
            Q_EMIT controlPressed();
            while (QWidget* popup = QApplication::activePopupWidget())
                if (!popup->close()) break;
            return true;
        }
        default:
            return false;
    }
}

}  // namespace bw::ui
