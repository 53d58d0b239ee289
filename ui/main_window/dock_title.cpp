// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/dock_title.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QPainter>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace bw::ui {

/// A 24×24 px target with a small outline in it.
class DockTitle::Button : public QAbstractButton {
public:
    Button(Theme& theme, Icon icon, QWidget* parent) : QAbstractButton(parent), m_theme(theme), m_icon(icon) {
        setFocusPolicy(Qt::TabFocus);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        if (underMouse()) painter.fillRect(rect(), m_theme.color(Token::Bg3));
        const QRectF box = QRectF(rect()).adjusted(6, 6, -6, -6);
        paintIcon(painter, m_icon, box, m_theme.color(underMouse() ? Token::Text : Token::Text3));
        if (!hasFocus()) return;
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
    void enterEvent(QEnterEvent* event) override {
        update();
        QAbstractButton::enterEvent(event);
    }
    void leaveEvent(QEvent* event) override {
        update();
        QAbstractButton::leaveEvent(event);
    }

private:
    Theme& m_theme;
    Icon m_icon;
};

DockTitle::DockTitle(Theme& theme, QDockWidget* dock) : QWidget(dock), m_theme(theme), m_dock(dock) {
    m_detach = new Button(theme, Icon::Detach, this);
    m_close = new Button(theme, Icon::Close, this);
    connect(m_detach, &QAbstractButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(m_close, &QAbstractButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QDockWidget::windowTitleChanged, this, [this] { update(); });
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    retranslate();
}

void DockTitle::retranslate() {
    m_detach->setToolTip(tr("Detach or dock again"));
    m_detach->setAccessibleName(tr("Detach"));
    m_close->setToolTip(tr("Close; it comes back from the menu"));
    m_close->setAccessibleName(tr("Close"));
}

void DockTitle::setFolded(bool folded) {
    if (folded == m_folded) return;
    m_folded = folded;
    m_detach->setVisible(!folded);
    m_close->setVisible(!folded);
    updateGeometry();
}

QSize DockTitle::sizeHint() const {
    return {m_theme.px(120), m_folded ? 0 : m_theme.px(24)};
}
QSize DockTitle::minimumSizeHint() const {
    return {60, m_folded ? 0 : m_theme.px(24)};
}

void DockTitle::resizeEvent(QResizeEvent*) {
    const int side = m_theme.px(24);
    m_close->setGeometry(width() - side, 0, side, height());
    m_detach->setGeometry(width() - 2 * side, 0, side, height());
}

void DockTitle::paintEvent(QPaintEvent*) {
    if (m_folded) return;
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Grid));
    QFont font = m_theme.uiFont(9);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_theme.color(Token::Text2));
    const QRect room = rect().adjusted(8, 0, -2 * m_theme.px(24) - 4, 0);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(m_dock->windowTitle(), Qt::ElideMiddle, room.width()));
}

}  // namespace bw::ui
