// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/bar_cell.h"

#include <QPainter>

namespace bw::ui {
namespace {

constexpr int kPadding = 10;
constexpr int kMargin = 4;  // between the filled shape and the bar's edge

struct Colors {
    QColor fill, text, text2;
};

Colors colorsOf(const Theme& theme, Tone tone) {
    switch (tone) {
        case Tone::Quiet:
            break;
        case Tone::NotLive:
            return {theme.color(Token::NotLiveFill), theme.color(Token::NotLiveFillText),
                    theme.color(Token::NotLiveFillText)};
        case Tone::Attention:
            return {theme.tint(Token::Attn, 0.2), theme.color(Token::Text), theme.color(Token::Text2)};
        case Tone::Critical:
            return {theme.color(Token::CritFill), theme.color(Token::CritFillText), theme.color(Token::CritFillText)};
    }
    return {QColor(), theme.color(Token::Text), theme.color(Token::Text2)};
}

}  // namespace

BarCell::BarCell(Theme& theme, const QString& name, Font font, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_font(font) {
    setObjectName(name);
    setFocusPolicy(Qt::TabFocus);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QFont BarCell::topFont() const {
    QFont font = m_font == Font::Numbers ? m_theme.numberFont(11) : m_theme.uiFont(11);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont BarCell::bottomFont() const {
    return m_font == Font::Numbers ? m_theme.numberFont(9) : m_theme.uiFont(9);
}

void BarCell::show(const QString& top, const QString& bottom, Tone tone) {
    if (top == m_top && bottom == m_bottom && tone == m_tone) return;
    m_top = top;
    m_bottom = bottom;
    m_tone = tone;
    setAccessibleDescription(QStringLiteral("%1 %2").arg(top, bottom));
    update();
}

void BarCell::setWidest(const QStringList& tops, const QStringList& bottoms) {
    m_widest_tops = tops;
    m_widest_bottoms = bottoms;
    updateGeometry();
}

void BarCell::setTopToken(Token token) {
    if (token == m_top_token) return;
    m_top_token = token;
    update();
}

QSize BarCell::sizeHint() const {
    int width = 0;
    const QFontMetrics top(topFont()), bottom(bottomFont());
    for (const QString& text : m_widest_tops) width = std::max(width, top.horizontalAdvance(text));
    for (const QString& text : m_widest_bottoms) width = std::max(width, bottom.horizontalAdvance(text));
    return {width + 2 * kPadding, m_theme.px(48) + 8};
}

bool BarCell::clipped() const {
    const int room = width() - 2 * kPadding;
    return QFontMetrics(topFont()).horizontalAdvance(m_top) > room ||
           QFontMetrics(bottomFont()).horizontalAdvance(m_bottom) > room;
}

void BarCell::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors colors = colorsOf(m_theme, m_tone);
    const QRect shape = rect().adjusted(1, kMargin + 2, -1, -kMargin - 2);
    const bool hover = underMouse() && isEnabled();
    if (colors.fill.isValid() || hover) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_tone == Tone::Attention ? QPen(m_theme.color(Token::Attn))
                       : m_tone == Tone::NotLive ? QPen(m_theme.color(Token::NotLive))
                                                 : QPen(Qt::NoPen));
        painter.setBrush(colors.fill.isValid() ? colors.fill : m_theme.color(Token::Bg2));
        painter.drawRoundedRect(QRectF(shape).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(shape).adjusted(1, 1, -1, -1), 6, 6);
    }
    const QRect room = rect().adjusted(kPadding, 0, -kPadding, 0);
    const QFontMetrics top(topFont()), bottom(bottomFont());
    const int block = top.height() + (m_bottom.isEmpty() ? 0 : bottom.height());
    const int y = (height() - block) / 2;
    painter.setFont(topFont());
    painter.setPen(m_tone == Tone::Quiet ? m_theme.color(m_top_token) : colors.text);
    painter.drawText(room.left(), y + top.ascent(), top.elidedText(m_top, Qt::ElideRight, room.width()));
    painter.setFont(bottomFont());
    painter.setPen(colors.text2);
    painter.drawText(room.left(), y + top.height() + bottom.ascent(),
                     bottom.elidedText(m_bottom, Qt::ElideRight, room.width()));
}

void BarCell::enterEvent(QEnterEvent* event) {
    update();
    QAbstractButton::enterEvent(event);
}

void BarCell::leaveEvent(QEvent* event) {
    update();
    QAbstractButton::leaveEvent(event);
}

}  // namespace bw::ui
