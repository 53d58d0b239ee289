// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/panes/plot/ticks.h"
#include "ui/panes/research/report_plots.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {
constexpr int kTitle = 24, kAxis = 34, kPad = 8;
constexpr double kNear = 14;  // pixels from a point that its hint opens
}  // namespace

CurvePlotWidget::CurvePlotWidget(Theme& theme, CurvePlot plot, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_plot(std::move(plot)) {
    setSizePolicy(QSizePolicy::Expanding, m_plot.points.empty() ? QSizePolicy::Fixed : QSizePolicy::Preferred);
    std::erase_if(m_plot.points, [](const CurvePoint& point) { return point.n == 0 || std::isnan(point.x + point.y); });
    double low = m_plot.base >= 0 ? m_plot.base : 0.5, high = low;
    for (const CurvePoint& point : m_plot.points) {
        low = std::min({low, point.y, std::isnan(point.lo) ? point.y : point.lo});
        high = std::max({high, point.y, std::isnan(point.hi) ? point.y : point.hi});
    }
    if (m_plot.diagonal)
        for (const CurvePoint& point : m_plot.points) {
            low = std::min(low, point.x);
            high = std::max(high, point.x);
        }
    m_low = std::max(0.0, std::floor(low * 10) / 10);
    m_high = std::max(m_low + 0.1, std::min(1.0, std::ceil(high * 10) / 10));
    m_left = m_plot.diagonal ? m_low : 0;
    m_right = m_plot.diagonal ? m_high : m_plot.x_max;
    setAccessibleName(m_plot.title);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QRectF CurvePlotWidget::area() const {
    const int left = QFontMetrics(m_theme.numberFont(9)).horizontalAdvance(QStringLiteral("100%")) + kPad + 6;
    QRectF box(left, m_theme.px(kTitle), width() - left - 2 * kPad, height() - m_theme.px(kTitle) - m_theme.px(kAxis));
    if (m_plot.diagonal && box.width() > 1.6 * box.height()) box.setWidth(1.6 * box.height());
    return box;
}

QPointF CurvePlotWidget::at(double x, double y) const {
    const QRectF box = area();
    return {box.left() + std::clamp((x - m_left) / (m_right - m_left), 0.0, 1.0) * box.width(),
            box.bottom() - (std::clamp(y, m_low, m_high) - m_low) / (m_high - m_low) * box.height()};
}

void CurvePlotWidget::paintAxes(QPainter& painter) const {
    const QRectF box = area();
    painter.setFont(m_theme.numberFont(9));
    const double y_step = niceStep(m_high - m_low, std::max(2, static_cast<int>(box.height()) / 30), 0.01);
    for (double y = std::ceil(m_low / y_step - 1e-9) * y_step; y <= m_high + 1e-9; y += y_step) {
        const double at_y = std::floor(at(0, y).y()) + 0.5;
        painter.setPen(QPen(m_theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(box.left(), at_y), QPointF(box.right(), at_y));
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRectF(0, at_y - 8, box.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                         format::percent(y, 0));
    }
    const double x_step = niceStep(m_right - m_left, std::max(2, static_cast<int>(box.width()) / 56), 0.01);
    for (double x = std::ceil(m_left / x_step - 1e-9) * x_step; x <= m_right + 1e-9; x += x_step) {
        const double at_x = std::floor(at(x, m_low).x()) + 0.5;
        painter.setPen(QPen(m_theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(at_x, box.top()), QPointF(at_x, box.bottom()));
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRectF(at_x - 24, box.bottom() + 1, 48, 16), Qt::AlignCenter,
                         m_plot.x_max <= 1 ? format::percent(x, 0) : format::number(x, 0));
    }
    painter.setFont(m_theme.uiFont(9));
    painter.drawText(QRectF(box.left(), box.bottom() + 16, box.width(), 16), Qt::AlignCenter, m_plot.x_title);
    painter.setRenderHint(QPainter::Antialiasing, true);
    if (m_plot.diagonal) {
        painter.setPen(QPen(m_theme.color(Token::Text3), 1, Qt::DashLine));
        painter.drawLine(at(m_low, m_low), at(m_high, m_high));
    }
    if (m_plot.base >= 0) {
        painter.setPen(QPen(m_theme.color(Token::Series4), 1, Qt::DashLine));
        painter.drawLine(at(m_left, m_plot.base), at(m_right, m_plot.base));
    }
}

void CurvePlotWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(kPad, 0, width() - 2 * kPad, m_theme.px(kTitle)), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_plot.title, Qt::ElideRight, width() - 2 * kPad));
    if (m_plot.points.empty()) {
        painter.drawText(rect().adjusted(kPad, m_theme.px(kTitle) - 4, -kPad, 0),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         m_plot.empty.isEmpty() ? tr("no events") : m_plot.empty);
        return;
    }
    paintAxes(painter);
    std::uint64_t most = 1;
    for (const CurvePoint& point : m_plot.points) most = std::max(most, point.n);
    for (const CurvePoint& point : m_plot.points) {
        painter.setPen(QPen(m_theme.color(Token::Series1), 1));
        if (!std::isnan(point.lo) && !std::isnan(point.hi)) {
            const double x = at(point.x, point.y).x();
            painter.drawLine(at(point.x, point.lo), at(point.x, point.hi));
            for (const double end : {point.lo, point.hi})
                painter.drawLine(QPointF(x - 4, at(0, end).y()), QPointF(x + 4, at(0, end).y()));
        }
        if (point.x_to > point.x_from) painter.drawLine(at(point.x_from, point.y), at(point.x_to, point.y));
        const double radius = 2.5 + 3 * std::sqrt(static_cast<double>(point.n) / static_cast<double>(most));
        painter.setBrush(m_theme.color(Token::Series1));
        painter.drawEllipse(at(point.x, point.y), radius, radius);
    }
}

bool CurvePlotWidget::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (const CurvePoint& point : m_plot.points) {
        const QPointF away = at(point.x, point.y) - QPointF(help->pos());
        if (std::hypot(away.x(), away.y()) > kNear) continue;
        const QString x = m_plot.x_max <= 1 ? format::percent(point.x) : format::number(point.x, 1);
        QToolTip::showText(help->globalPos(),
                           tr("%1 %2\n%3 %4, interval %5 to %6\nn %7")
                               .arg(m_plot.x_title, x, m_plot.y_title, format::percent(point.y),
                                    format::percent(point.lo), format::percent(point.hi), format::count(point.n)),
                           this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

}  // namespace bw::ui
