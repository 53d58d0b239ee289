// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace bw::ui {
namespace {
constexpr int kPadding = 18, kIcon = 22;
}

Card::Card(Theme& theme, Icon icon, bool prominent, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_icon(icon), m_prominent(prominent) {
    m_title = new QLabel(this);
    m_sentence = new QLabel(this);
    m_sentence->setWordWrap(true);
    m_action = new QPushButton(this);
    m_action->setDefault(prominent);
    m_action->setAutoDefault(true);
    m_fields = new QVBoxLayout;
    m_fields->setSpacing(6);
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(m_action);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kPadding, kPadding - 4, kPadding, kPadding - 4);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addLayout(m_fields);
    column->addStretch(1);
    column->addLayout(foot);
    applyTheme();
}

void Card::setTexts(const QString& title, const QString& sentence, const QString& action) {
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setAccessibleDescription(title);
}

QLabel* Card::addField(QWidget* field, QWidget* beside) {
    auto* label = new QLabel(this);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(field, 1);
    if (beside != nullptr) row->addWidget(beside);
    m_fields->addLayout(row);
    applyTheme();
    return label;
}

void Card::applyTheme() {
    QFont title = m_theme.uiFont(12);
    title.setWeight(QFont::DemiBold);
    m_title->setFont(title);
    m_title->setContentsMargins(kIcon + 10, 0, 0, 0);
    m_title->setMinimumHeight(m_theme.px(26));
    for (QLabel* label : findChildren<QLabel*>()) {
        if (label == m_title) continue;
        QPalette palette = m_theme.palette();
        palette.setColor(QPalette::WindowText, m_theme.color(Token::Text2));
        label->setPalette(palette);
        label->setFont(m_theme.uiFont(10));
        if (label != m_sentence) label->setMinimumWidth(m_theme.px(72));
    }
    update();
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(m_prominent ? Token::Accent : Token::Grid), 1));
    painter.setBrush(m_theme.color(Token::Bg1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const QRectF box(kPadding, m_title->y() + (m_title->height() - kIcon) / 2.0, kIcon, kIcon);
    paintIcon(painter, m_icon, box, m_theme.color(m_prominent ? Token::Accent : Token::Text2));
}

}  // namespace bw::ui
