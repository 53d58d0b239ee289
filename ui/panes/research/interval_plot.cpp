// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/panes/research/report_plots.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kTitle = 24, kRow = 22, kAxis = 18, kLegend = 18, kPad = 8;

bool drawn(const IntervalRow& row) {
    return row.n > 0 && !std::isnan(row.value) && !std::isnan(row.lo) && !std::isnan(row.hi);
}

void diamond(QPainter& painter, QPointF at, double half) {
    painter.drawPolygon(
        QPolygonF{{at + QPointF(0, -half), at + QPointF(half, 0), at + QPointF(0, half), at + QPointF(-half, 0)}});
}

}  // namespace

IntervalPlotWidget::IntervalPlotWidget(Theme& theme, IntervalPlot plot, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_plot(std::move(plot)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    double low = 0.45, high = 0.55;
    QStringList words;
    for (const IntervalRow& row : m_plot.rows) {
        if (!drawn(row)) continue;
        low = std::min({low, row.lo, row.p0 >= 0 ? row.p0 : low, row.control >= 0 ? row.control : low});
        high = std::max({high, row.hi, row.p0, row.control});
        words.append(row.label + QLatin1Char(' ') + format::percent(row.value));
    }
    m_low = std::max(0.0, std::floor(low * 20) / 20);
    m_high = std::min(1.0, std::ceil(high * 20) / 20);
    setAccessibleName(m_plot.title);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    connect(&theme, &Theme::changed, this, [this] {
        measure();
        updateGeometry();
        update();
    });
    measure();
}

void IntervalPlotWidget::measure() {
    const QFontMetrics words(m_theme.uiFont(9)), numbers(m_theme.numberFont(9));
    m_label_px = 0;
    for (const IntervalRow& row : m_plot.rows)
        m_label_px = std::max(m_label_px, words.horizontalAdvance(row.label) + 3);
    m_count_px = numbers.horizontalAdvance(QStringLiteral("n 12,345"));
}

int IntervalPlotWidget::heightNow() const {
    const int rows = std::max<int>(1, static_cast<int>(m_plot.rows.size()));
    return m_theme.px(kTitle + rows * kRow + kAxis + kLegend);
}

QRectF IntervalPlotWidget::area() const {
    const double left = kPad + std::min(m_label_px, width() * 2 / 5) + 12, right = m_count_px;
    return QRectF(left, m_theme.px(kTitle), std::max(20.0, width() - left - right - 2 * kPad),
                  m_theme.px(kRow) * static_cast<double>(m_plot.rows.size()));
}

double IntervalPlotWidget::xOf(double share) const {
    const QRectF box = area();
    return box.left() + (std::clamp(share, m_low, m_high) - m_low) / std::max(m_high - m_low, 1e-9) * box.width();
}

void IntervalPlotWidget::paintAxis(QPainter& painter) const {
    const QRectF box = area();
    painter.setFont(m_theme.numberFont(9));
    const int room = static_cast<int>(box.width()) / 48;
    const double step = (m_high - m_low) / 0.05 <= room ? 0.05 : (m_high - m_low) / 0.1 <= room ? 0.1 : 0.2;
    for (double share = std::ceil(m_low / step - 1e-9) * step; share <= m_high + 1e-9; share += step) {
        const bool half = std::abs(share - 0.5) < 1e-9;
        const double x = std::floor(xOf(share)) + 0.5;
        painter.setPen(QPen(m_theme.color(half ? Token::Text3 : Token::Grid), 1));
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
        painter.setPen(m_theme.color(half ? Token::Text2 : Token::Text3));
        painter.drawText(QRectF(x - 24, box.bottom() + 1, 48, m_theme.px(kAxis)), Qt::AlignCenter,
                         format::percent(share, 0));
    }
}

void IntervalPlotWidget::paintRow(QPainter& painter, std::size_t index) const {
    const QRectF box = area();
    const IntervalRow& row = m_plot.rows[index];
    const double top = box.top() + m_theme.px(kRow) * static_cast<double>(index);
    const double y = std::floor(top + m_theme.px(kRow) / 2.0) + 0.5;
    const QRectF label(kPad, top, box.left() - kPad - 12, m_theme.px(kRow));
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(row.judged ? Token::Text : Token::Text2));
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(row.label, Qt::ElideRight, label.width()));
    painter.setFont(m_theme.numberFont(9));
    painter.setPen(m_theme.color(Token::Text3));
    painter.drawText(QRectF(box.right() + 4, top, width() - box.right() - 4 - kPad, m_theme.px(kRow)),
                     Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("n ") + format::count(row.n));
    if (!drawn(row)) {
        painter.setFont(m_theme.uiFont(9));
        painter.drawText(QRectF(box.left(), top, box.width(), m_theme.px(kRow)), Qt::AlignCenter, tr("no events"));
        return;
    }
    const QColor color = m_theme.color(row.judged ? Token::Series1 : Token::Text3);
    painter.setPen(QPen(color, 1));
    painter.drawLine(QPointF(xOf(row.lo), y), QPointF(xOf(row.hi), y));
    for (const double end : {row.lo, row.hi}) painter.drawLine(QPointF(xOf(end), y - 4), QPointF(xOf(end), y + 4));
    painter.setRenderHint(QPainter::Antialiasing, true);
    if (row.p0 >= 0) {
        painter.setPen(QPen(m_theme.color(Token::Series4), 2));
        painter.drawLine(QPointF(xOf(row.p0), y - 7), QPointF(xOf(row.p0), y + 7));
    }
    if (row.control >= 0) {
        painter.setPen(QPen(m_theme.color(Token::Series2), 1.4));
        painter.setBrush(Qt::NoBrush);
        diamond(painter, {xOf(row.control), y}, 4.5);
    }
    painter.setPen(QPen(color, 1.4));
    painter.setBrush(row.judged ? color : m_theme.color(Token::Bg1));
    painter.drawEllipse(QPointF(xOf(row.value), y), 3.6, 3.6);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void IntervalPlotWidget::paintLegend(QPainter& painter) const {
    const double y = height() - m_theme.px(kLegend) / 2.0;
    double x = kPad;
    painter.setFont(m_theme.uiFont(9));
    const QFontMetricsF metrics(painter.font());
    const auto word = [&](const QString& text) {
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRectF(x, y - 9, metrics.horizontalAdvance(text) + 2, 18), Qt::AlignLeft | Qt::AlignVCenter,
                         text);
        x += metrics.horizontalAdvance(text) + 14;
    };
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(m_theme.color(Token::Series4), 2));
    painter.drawLine(QPointF(x + 3, y - 5), QPointF(x + 3, y + 5));
    x += 10;
    word(tr("base rate"));
    painter.setPen(QPen(m_theme.color(Token::Series2), 1.4));
    painter.setBrush(Qt::NoBrush);
    diamond(painter, {x + 4, y}, 4);
    x += 13;
    word(tr("control"));
    painter.setPen(QPen(m_theme.color(Token::Text3), 1.4));
    painter.drawEllipse(QPointF(x + 4, y), 3.6, 3.6);
    x += 13;
    word(tr("too few to judge"));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void IntervalPlotWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(kPad, 0, width() - 2 * kPad, m_theme.px(kTitle)), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_plot.title, Qt::ElideRight, width() - 2 * kPad));
    if (m_plot.rows.empty()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("no events"));
        return;
    }
    paintAxis(painter);
    for (std::size_t row = 0; row < m_plot.rows.size(); ++row) paintRow(painter, row);
    paintLegend(painter);
}

bool IntervalPlotWidget::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF box = area();
    const double row = (help->pos().y() - box.top()) / m_theme.px(kRow);
    if (row < 0 || row >= static_cast<double>(m_plot.rows.size())) {
        QToolTip::hideText();
        return true;
    }
    const IntervalRow& one = m_plot.rows[static_cast<std::size_t>(row)];
    QStringList lines{one.label, tr("n %1 independent").arg(format::count(one.n))};
    if (drawn(one)) {
        lines.append(tr("accuracy %1, interval %2 to %3")
                         .arg(format::percent(one.value), format::percent(one.lo), format::percent(one.hi)));
        if (one.p0 >= 0) lines.append(tr("base rate %1").arg(format::percent(one.p0)));
        if (one.control >= 0) lines.append(tr("price structure alone %1").arg(format::percent(one.control)));
    }
    lines.append(one.verdict);
    QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
    return true;
}

}  // namespace bw::ui
