// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace bw::ui {

ElidedLabel::ElidedLabel(Theme& theme, double points, Font font, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_points(points), m_font(font) {
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QFont ElidedLabel::shownFont() const {
    QFont font = m_font == Font::Numbers ? m_theme.numberFont(m_points) : m_theme.uiFont(m_points);
    if (m_bold) font.setWeight(QFont::DemiBold);
    return font;
}

void ElidedLabel::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setToken(Token token) {
    if (token == m_token) return;
    m_token = token;
    update();
}

void ElidedLabel::setBold(bool bold) {
    m_bold = bold;
    updateGeometry();
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment) {
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const {
    const QFontMetrics metrics(shownFont());
    return {metrics.horizontalAdvance(m_text) + 2, metrics.height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {24, QFontMetrics(shownFont()).height()};
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        if (QFontMetrics(shownFont()).horizontalAdvance(m_text) > width())
            QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), m_text, this);
        return true;
    }
    return QWidget::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont font = shownFont();
    painter.setFont(font);
    painter.setPen(m_theme.color(m_token));
    painter.drawText(rect(), static_cast<int>(m_alignment | Qt::AlignVCenter),
                     QFontMetrics(font).elidedText(m_text, Qt::ElideRight, width()));
}

}  // namespace bw::ui
