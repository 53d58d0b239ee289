// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/kill_button.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kWidth = 128, kHeight = 48, kSurround = 4;

bool isTrigger(const QKeyEvent& event) {
    const int key = event.key();
    return !event.isAutoRepeat() && (key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter);
}

}  // namespace

KillButton::KillButton(Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setObjectName(QStringLiteral("kill"));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    describe();
}

QSize KillButton::sizeHint() const {
    return {m_theme.px(kWidth) + 2 * kSurround, m_theme.px(kHeight) + 2 * kSurround};
}

void KillButton::show(Look look, const QString& engine_name) {
    if (look == m_look && engine_name == m_engine_name) return;
    const bool announce = look != m_look;
    m_look = look;
    m_engine_name = engine_name;
    describe();
    update();
    if (announce) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

QString KillButton::label() const {
    switch (m_look) {
        case Look::Kill:
            return tr("KILL");
        case Look::Stopping:
            return tr("STOPPING");
        case Look::Halted:
            return tr("HALTED");
    }
    return {};
}

void KillButton::describe() {
    setAccessibleName(tr("Engage kill switch for %1").arg(m_engine_name));
    setAccessibleDescription(label());
    setToolTip(m_look == Look::Halted
                   ? tr("%1 is stopped. Press to see the steps and to send the cancels again.").arg(m_engine_name)
                   : tr("Stop %1 now (Ctrl+Shift+K). Acts at once, asks nothing.").arg(m_engine_name));
}

void KillButton::mousePressEvent(QMouseEvent* event) {
    m_pressed = true;
    update();
    Q_EMIT engaged();
    event->accept();
}

void KillButton::mouseReleaseEvent(QMouseEvent* event) {
    m_pressed = false;
    update();
    event->accept();
}

void KillButton::keyPressEvent(QKeyEvent* event) {
    if (!isTrigger(*event)) {
        QAbstractButton::keyPressEvent(event);
        return;
    }
    m_pressed = true;
    update();
    Q_EMIT engaged();
}

void KillButton::keyReleaseEvent(QKeyEvent* event) {
    m_pressed = false;
    update();
    event->accept();
}

void KillButton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        describe();
        update();
    }
    QAbstractButton::changeEvent(event);
}

void KillButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::KillSurround));
    painter.setPen(m_theme.color(Token::KillOutline));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    const QRect face = rect().adjusted(kSurround, kSurround, -kSurround, -kSurround);
    const bool sunk = m_pressed || m_look == Look::Stopping;
    painter.fillRect(face, m_theme.color(Token::CritFill));
    if (sunk) {  // pressed: an inner dark edge, the red itself stays
        painter.setPen(QPen(m_theme.color(Token::NotLiveFillText), 3));
        painter.drawRect(face.adjusted(1, 1, -2, -2));
    }
    QFont font = m_theme.uiFont(14);
    font.setBold(true);
    while (QFontMetrics(font).horizontalAdvance(label()) > face.width() - 8 && font.pointSizeF() > 8)
        font.setPointSizeF(font.pointSizeF() - 0.5);
    painter.setFont(font);
    painter.setPen(m_theme.color(Token::CritFillText));
    painter.drawText(face.translated(0, sunk ? 1 : 0), Qt::AlignCenter, label());
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Token::NotLiveFillText), 2));
        painter.drawRect(rect().adjusted(2, 2, -3, -3));
    }
}

}  // namespace bw::ui
