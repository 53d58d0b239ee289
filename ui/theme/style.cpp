// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolTip>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr double kRadius = 5;

/// Half a pixel in: a 1 px pen then covers exactly the outer pixels.
QRectF crisp(const QRect& rect) {
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

void roundedFrame(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& border, double width = 1) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    painter.setPen(border.isValid() ? QPen(border, width) : QPen(Qt::NoPen));
    const double inset = (width - 1) / 2;
    painter.drawRoundedRect(crisp(rect).adjusted(inset, inset, -inset, -inset), kRadius, kRadius);
    painter.restore();
}

}  // namespace

Style::Style(const Theme& theme) : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme) {}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_DockWidgetSeparatorExtent:
            return 4;
        case PM_DockWidgetFrameWidth:
            return 0;
        case PM_SplitterWidth:
            return 4;
        case PM_ScrollBarExtent:
            return 10;
        case PM_ScrollBarSliderMin:
            return 28;
        case PM_TabBarTabHSpace:
            return 24;
        case PM_TabBarTabVSpace:
            return 6;
        case PM_TabBarTabShiftHorizontal:
        case PM_TabBarTabShiftVertical:
        case PM_TabBarBaseOverlap:
        case PM_TabBarTabOverlap:
            return 0;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
            return 0;
        case PM_HeaderMargin:
            return 4;
        case PM_ToolTipLabelFrameWidth:
            return 6;
        case PM_MenuPanelWidth:
            return 1;
        case PM_MenuVMargin:
            return 4;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const {
    const QRect out = QProxyStyle::subControlRect(control, option, part, widget);
    return control == CC_ComboBox && part == SC_ComboBoxEditField ? out.adjusted(4, 0, 0, 0) : out;
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
    switch (hint) {
        case SH_ToolTip_WakeUpDelay:
            return 500;
        case SH_TabBar_Alignment:
            return Qt::AlignLeft;
        case SH_Menu_SloppySubMenus:
            return 1;
        case SH_EtchDisabledText:
            return 0;
        case SH_DitherDisabledText:
            return 0;
        case SH_ItemView_ShowDecorationSelected:
            return 1;
        case SH_ComboBox_Popup:
            return 0;
        default:
            return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    QSize out = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_TabBarTab) out.setHeight(m_theme.px(24));
    if (type == CT_PushButton)
        out = {std::max(out.width() + 8, m_theme.px(72)), std::max(out.height(), m_theme.px(28))};
    if (type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox)
        out.setHeight(std::max(out.height(), m_theme.px(28)));
    if (type == CT_MenuItem) {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item != nullptr && item->menuItemType != QStyleOptionMenuItem::Separator)
            out.setHeight(std::max(out.height(), m_theme.px(26)));
    }
    return out;
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    if (element == SE_PushButtonFocusRect) return option->rect;
    if (element == SE_LineEditContents)
        return QProxyStyle::subElementRect(element, option, widget).adjusted(5, 0, -3, 0);
    return QProxyStyle::subElementRect(element, option, widget);
}

void Style::drawButton(const QStyleOption& option, QPainter& painter, const QWidget* widget) const {
    const bool down = (option.state & (State_Sunken | State_On)) != 0;
    const bool hover = (option.state & State_MouseOver) != 0 && (option.state & State_Enabled) != 0;
    QColor border = m_theme.color(Token::Border);
    if (!(option.state & State_Enabled)) border.setAlphaF(0.4F);
    double width = 1;
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    if (button != nullptr && (button->features & QStyleOptionButton::DefaultButton) != 0)
        border = m_theme.color(Token::Accent);
    if ((option.state & State_HasFocus) != 0) {
        border = m_theme.color(Token::Accent);
        width = 2;
    }
    Q_UNUSED(widget);
    const Token fill = down ? Token::Bg0 : hover ? Token::Bg3 : Token::Bg2;
    roundedFrame(painter, option.rect, m_theme.color(fill), border, width);
}

void Style::drawCheck(const QStyleOption& option, QPainter& painter, bool round) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool on = (option.state & State_On) != 0;
    const QRectF box = crisp(option.rect).adjusted(1, 1, -1, -1);
    const bool loud = on || (option.state & State_HasFocus) != 0;
    painter.setPen(QPen(m_theme.color(loud ? Token::Accent : Token::Border), 1.2));
    painter.setBrush(m_theme.color(Token::Bg0));
    if (round) {
        painter.drawEllipse(box);
        painter.setBrush(m_theme.color(Token::Accent));
        painter.setPen(Qt::NoPen);
        if (on) painter.drawEllipse(box.adjusted(3.5, 3.5, -3.5, -3.5));
    } else {
        painter.drawRoundedRect(box, 3, 3);
        if (on) paintIcon(painter, Icon::Check, box.adjusted(1, 1, -1, -1), m_theme.color(Token::Accent));
    }
    painter.restore();
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    switch (element) {
        case PE_PanelButtonCommand:
            drawButton(*option, *painter, widget);
            return;
        case PE_FrameFocusRect:
            // Buttons and fields show focus on their own border; rows of tables by their selection.
            if (qobject_cast<const QAbstractItemView*>(widget) == nullptr && widget != nullptr &&
                !widget->inherits("QAbstractButton"))
                roundedFrame(*painter, option->rect, Qt::transparent, m_theme.color(Token::Accent), 2);
            return;
        case PE_PanelLineEdit:
        case PE_FrameLineEdit: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (frame != nullptr && frame->lineWidth == 0 && element == PE_PanelLineEdit) {
                painter->fillRect(option->rect, m_theme.color(Token::Bg0));
                return;
            }
            const bool focus = (option->state & State_HasFocus) != 0;
            QColor border = m_theme.color(focus ? Token::Accent : Token::Border);
            if (!(option->state & State_Enabled)) border.setAlphaF(0.4F);
            roundedFrame(*painter, option->rect, m_theme.color(Token::Bg0), border, focus ? 2 : 1);
            return;
        }
        case PE_Frame:
        case PE_FrameDockWidget:
        case PE_FrameStatusBarItem:
        case PE_FrameTabWidget:
        case PE_PanelStatusBar:
            return;
        case PE_FrameTabBarBase:
        case PE_IndicatorDockWidgetResizeHandle:
            painter->fillRect(option->rect, m_theme.color(Token::Bg0));
            return;
        case PE_FrameMenu:
        case PE_PanelMenu:
        case PE_PanelTipLabel:
            painter->fillRect(option->rect, m_theme.color(element == PE_PanelTipLabel ? Token::Bg3 : Token::Bg2));
            painter->setPen(m_theme.color(Token::Grid));
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            return;
        case PE_IndicatorCheckBox:
            drawCheck(*option, *painter, /*round=*/false);
            return;
        case PE_IndicatorRadioButton:
            drawCheck(*option, *painter, /*round=*/true);
            return;
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawTab(const QStyleOption& option, QPainter& painter) const {
    const bool selected = (option.state & State_Selected) != 0;
    const bool hover = (option.state & State_MouseOver) != 0;
    painter.fillRect(option.rect, m_theme.color(selected ? Token::Bg1 : hover ? Token::Bg2 : Token::Bg0));
    if (selected)
        painter.fillRect(QRect(option.rect.topLeft(), QSize(option.rect.width(), 2)), m_theme.color(Token::Accent));
    if ((option.state & State_HasFocus) != 0) {
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.drawRect(option.rect.adjusted(2, 3, -3, -3));
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    switch (element) {
        case CE_TabBarTabShape:
            drawTab(*option, *painter);
            return;
        case CE_HeaderSection:
        case CE_HeaderEmptyArea:
            painter->fillRect(option->rect, m_theme.color(Token::Bg1));
            painter->fillRect(QRect(option->rect.bottomLeft(), QSize(option->rect.width(), 1)),
                              m_theme.color(Token::Grid));
            return;
        case CE_Splitter:
            painter->fillRect(option->rect, m_theme.color(Token::Bg0));
            return;
        case CE_ShapedFrame:
            return;
        default:
            QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawScrollBar(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const {
    const QRect slider = proxy()->subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    const bool active = (option.state & (State_MouseOver | State_Sunken)) != 0;
    painter.fillRect(option.rect, m_theme.color(Token::Bg1));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.tint(Token::Border, active ? 1.0 : 0.6));
    painter.drawRoundedRect(QRectF(slider).adjusted(3, 3, -3, -3), 2, 2);
    painter.restore();
}

void Style::drawComboBox(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const {
    QStyleOption frame = option;
    drawButton(frame, painter, widget);
    const QRect arrow = proxy()->subControlRect(CC_ComboBox, &option, SC_ComboBoxArrow, widget);
    const QPointF c = QRectF(arrow).center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Token::Text2), 1.5));
    painter.drawPolyline(QPolygonF{{c.x() - 4, c.y() - 2}, {c.x(), c.y() + 2}, {c.x() + 4, c.y() - 2}});
    painter.restore();
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    if (control == CC_ScrollBar) {
        drawScrollBar(*option, *painter, widget);
        return;
    }
    if (control == CC_ComboBox) {
        drawComboBox(*option, *painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void installLook(QApplication& application, Theme& theme) {
    QApplication::setStyle(new Style(theme));
    const auto apply = [&theme] {
        QApplication::setPalette(theme.palette());
        QApplication::setFont(theme.uiFont());
        QToolTip::setPalette(theme.palette());
        QToolTip::setFont(theme.uiFont(9));
    };
    apply();
    QObject::connect(&theme, &Theme::changed, &application, apply);
}

}  // namespace bw::ui
