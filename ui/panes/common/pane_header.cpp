// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/pane_header.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "ui/panes/common/flat_button.h"

namespace bw::ui {
namespace {
constexpr int kSubjectMin = 40;

void setColor(QLabel* label, const QColor& color) {
    QPalette palette = label->palette();
    if (palette.color(QPalette::WindowText) == color) return;
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}
}  // namespace

QString stateGlyph(Loudness loudness) {
    switch (loudness) {
        case Loudness::Quiet:
            return QStringLiteral("●");
        case Loudness::NotLive:
            return QStringLiteral("◐");
        case Loudness::Attention:
            return QStringLiteral("◆");
        case Loudness::Critical:
            return QStringLiteral("▲");
    }
    return {};
}

Token stateToken(Loudness loudness) {
    switch (loudness) {
        case Loudness::Quiet:
            return Token::Text2;
        case Loudness::NotLive:
            return Token::NotLive;
        case Loudness::Attention:
            return Token::Attn;
        case Loudness::Critical:
            return Token::Crit;
    }
    return Token::Text2;
}

PaneHeader::PaneHeader(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    m_subject = new QLabel(this);
    m_state = new QLabel(this);
    m_age = new QLabel(this);
    for (QLabel* label : {m_subject, m_state, m_age}) label->setTextFormat(Qt::PlainText);
    m_age->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 1);
    row->setSpacing(8);
    row->addWidget(m_subject);
    m_bar = new QWidget(this);
    m_controls = new QHBoxLayout(m_bar);
    m_controls->setContentsMargins(0, 0, 0, 0);
    m_controls->setSpacing(0);
    row->addWidget(m_bar, 1);
    row->addStretch(0);
    row->addWidget(m_state);
    row->addWidget(m_age);
    m_age->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &PaneHeader::applyTheme);
    applyTheme();
}

void PaneHeader::applyTheme() {
    QFont strong = m_theme.uiFont(10);
    strong.setWeight(QFont::DemiBold);
    m_subject->setFont(strong);
    m_state->setFont(m_theme.uiFont(9));
    m_age->setFont(m_theme.numberFont(9));
    setColor(m_subject, m_theme.color(Token::Text));
    setColor(m_age, m_theme.color(Token::Text2));
    setColor(m_state, m_theme.color(stateToken(m_shown.loudness)));
    m_age->setFixedWidth(QFontMetrics(m_age->font()).horizontalAdvance(QStringLiteral("000 min")));
    setFixedHeight(std::max(26, QFontMetrics(strong).height() + 8));
    fit();
    update();
}

void PaneHeader::setSubject(const QString& text, const QString& tooltip) {
    if (text == m_subject_text) return;
    m_subject_text = text;
    m_subject->setToolTip(tooltip.isEmpty() ? text : tooltip);
    fit();
}

void PaneHeader::fit() {
    const QMargins margins = layout()->contentsMargins();
    int rest = width() - margins.left() - margins.right() - m_state->sizeHint().width() - layout()->spacing();
    if (!m_age->isHidden()) rest -= m_age->width() + layout()->spacing();
    const int bar = m_controls->minimumSize().width();
    if (m_ribbon) {
        const int ribbon = m_ribbon->width() + layout()->spacing();
        const bool fits = rest - ribbon - bar - layout()->spacing() >= 3 * kSubjectMin;
        m_ribbon->setVisible(fits);
        if (fits) rest -= ribbon;
    }
    m_bar->setVisible(bar <= rest);
    if (bar <= rest) rest -= bar + layout()->spacing();
    const QFontMetrics metrics(m_subject->font());
    const int room = std::min(rest - layout()->spacing(), std::max(width() / 3, 3 * kSubjectMin));
    const QString shown = metrics.elidedText(m_subject_text, Qt::ElideMiddle, room);
    m_subject->setVisible(room >= kSubjectMin);
    if (m_subject->text() != shown) m_subject->setText(shown);
    m_subject->setFixedWidth(std::max(metrics.horizontalAdvance(shown) + 1, 1));
}

void PaneHeader::setState(const StateWord& state, const QString& tooltip) {
    if (m_state->toolTip() != tooltip) m_state->setToolTip(tooltip);
    if (state == m_shown && !m_state->text().isEmpty()) return;
    m_shown = state;
    m_state->setText(state.word.isEmpty() ? QString() : stateGlyph(state.loudness) + QLatin1Char(' ') + state.word);
    setColor(m_state, m_theme.color(stateToken(state.loudness)));
    fit();
}

void PaneHeader::setAge(const QString& text) {
    if (m_age->text() != text) m_age->setText(text);
    if (!m_age->isHidden()) return;
    m_age->show();
    fit();
}

void PaneHeader::setRibbon(const RibbonPtr& ribbon) {
    if (!m_ribbon) {
        m_ribbon = new RibbonStrip(m_theme, this);
        static_cast<QHBoxLayout*>(layout())->insertWidget(layout()->indexOf(m_age), m_ribbon);
        fit();
    }
    m_ribbon->show(ribbon);
}

QButtonGroup* PaneHeader::addChoice(const QStringList& texts, int current, const QString& accessible_name,
                                    std::function<void(int)> chosen) {
    auto* group = new QButtonGroup(this);
    group->setExclusive(true);
    for (int i = 0; i < texts.size(); ++i) {
        auto* button = new FlatButton(m_theme, texts.at(i), this);
        button->setCheckable(true);
        button->setChecked(i == current);
        button->setAccessibleName(accessible_name + QLatin1Char(' ') + texts.at(i));
        group->addButton(button, i);
        m_controls->addWidget(button);
    }
    connect(group, &QButtonGroup::idClicked, this, std::move(chosen));
    return group;
}

FlatButton* PaneHeader::addToggle(const QString& text, bool on, std::function<void(bool)> toggled) {
    auto* button = new FlatButton(m_theme, text, this);
    button->setCheckable(true);
    button->setChecked(on);
    connect(button, &QAbstractButton::toggled, this, std::move(toggled));
    m_controls->addWidget(button);
    return button;
}

FlatButton* PaneHeader::addButton(const QString& text, std::function<void()> clicked) {
    auto* button = new FlatButton(m_theme, text, this);
    connect(button, &QAbstractButton::clicked, this, std::move(clicked));
    m_controls->addWidget(button);
    return button;
}

void PaneHeader::addControl(QWidget* widget, int stretch) {
    m_controls->addWidget(widget, stretch);
}

void PaneHeader::addGap(int pixels) {
    if (pixels < 0)
        m_controls->addStretch(1);
    else
        m_controls->addSpacing(pixels);
}

void PaneHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Grid));
}

void PaneHeader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

}  // namespace bw::ui
