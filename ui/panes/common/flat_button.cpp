// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/flat_button.h"

#include <QPainter>

namespace bw::ui {
namespace {
constexpr int kHeight = 24, kPadding = 8;
}

FlatButton::FlatButton(Theme& theme, const QString& text, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setText(text);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setFont(theme.uiFont(9));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        setFont(m_theme.uiFont(9));
        updateGeometry();
        update();
    });
}

void FlatButton::setOutlined(bool outlined) {
    m_outlined = outlined;
    update();
}

void FlatButton::setCheckedToken(Token token) {
    m_checked_token = token;
    update();
}

QSize FlatButton::sizeHint() const {
    const int width = fontMetrics().horizontalAdvance(text()) + 2 * kPadding;
    return {std::max(width, kHeight), std::max(kHeight, fontMetrics().height() + 6)};
}

void FlatButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 2, -1, -2);
    if (!isEnabled()) painter.setOpacity(0.4);
    if (m_outlined) {
        painter.setPen(QPen(m_theme.color(isChecked() ? m_checked_token : Token::Border), isChecked() ? 2 : 1));
        painter.setBrush(m_theme.color(isChecked() ? Token::Bg3 : Token::Bg2));
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    } else if (isChecked() || isDown() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(isChecked() || isDown() ? Token::Bg3 : Token::Bg2));
        painter.drawRoundedRect(box, 4, 4);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    painter.setPen(m_theme.color(isChecked() ? m_checked_token : Token::Text2));
    painter.drawText(rect(), Qt::AlignCenter, text());
}

void FlatButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void FlatButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

}  // namespace bw::ui
