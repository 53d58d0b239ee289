// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/scoreboard/reliability_canvas.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr double kTitle = 26, kBelow = 34, kLeft = 44, kRight = 22;
constexpr double kQuartersFrom = 170;  // narrower axes name 0, 0.5 and 1 only
constexpr double kRadiusMin = 3, kRadiusMax = 8;

bool same(const api::ReliabilityBin& a, const api::ReliabilityBin& b) {
    return a.n == b.n && a.p_mean == b.p_mean && a.rate == b.rate && a.lo == b.lo && a.hi == b.hi;
}

}  // namespace

ReliabilityCanvas::ReliabilityCanvas(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ReliabilityCanvas::setSide(int side) {
    if (side == m_side) return;
    m_side = side;
    updateGeometry();
}

void ReliabilityCanvas::show(const Bins& bins, std::uint32_t n_min) {
    if (n_min == m_n_min && std::equal(bins.begin(), bins.end(), m_bins.begin(), same)) return;
    m_bins = bins;
    m_n_min = n_min;
    m_n_max = 0;
    QStringList words;
    for (const api::ReliabilityBin& bin : m_bins) {
        m_n_max = std::max(m_n_max, bin.n);
        if (bin.n > 0) words.append(binText(bin));
    }
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    update();
}

QRectF ReliabilityCanvas::plot() const {
    const double side = std::max(std::min(width() - kLeft - kRight, height() - kTitle - kBelow), 20.0);
    return {kLeft + std::floor((width() - kLeft - kRight - side) / 2), kTitle, side, side};
}

QPointF ReliabilityCanvas::pointOf(double p, double rate) const {
    const QRectF box = plot();
    return {box.left() + p * box.width(), box.bottom() - rate * box.height()};
}

double ReliabilityCanvas::radiusOf(std::uint32_t n) const {
    return std::max(kRadiusMin, kRadiusMax * std::sqrt(static_cast<double>(n) / std::max(m_n_max, 1U)));
}

QString ReliabilityCanvas::binText(const api::ReliabilityBin& bin) const {
    return tr("said %1, was %2, interval %3–%4, n %5")
        .arg(format::number(bin.p_mean, 2), format::number(bin.rate, 2), format::number(bin.lo, 2),
             format::number(bin.hi, 2), format::count(bin.n));
}

void ReliabilityCanvas::paintAxes(QPainter& painter) const {
    const QRectF box = plot();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(m_theme.numberFont(9));
    for (const double tick : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const QPointF at = pointOf(tick, tick);
        painter.setPen(QPen(m_theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(std::floor(at.x()) + 0.5, box.top()), QPointF(std::floor(at.x()) + 0.5, box.bottom()));
        painter.drawLine(QPointF(box.left(), std::floor(at.y()) + 0.5), QPointF(box.right(), std::floor(at.y()) + 0.5));
        if (box.width() < kQuartersFrom && tick != 0 && tick != 0.5 && tick != 1) continue;
        painter.setPen(m_theme.color(Token::Text3));
        const QString label = format::number(tick, 2);
        painter.drawText(QRectF(at.x() - 24, box.bottom() + 2, 48, 14), Qt::AlignCenter, label);
        painter.drawText(QRectF(0, at.y() - 8, box.left() - 5, 16), Qt::AlignRight | Qt::AlignVCenter, label);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Token::Border), 1, Qt::DashLine));
    painter.drawLine(pointOf(0, 0), pointOf(1, 1));
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(0, 0, width(), kTitle - 6), Qt::AlignCenter, tr("Share of hits by calibrated p"));
    painter.setPen(m_theme.color(Token::Text3));
    painter.drawText(QRectF(0, box.bottom() + 16, width(), 16), Qt::AlignCenter,
                     tr("hollow: fewer than %1").arg(m_n_min));
}

void ReliabilityCanvas::paintBin(QPainter& painter, const api::ReliabilityBin& bin) const {
    const QPointF at = pointOf(bin.p_mean, bin.rate);
    const bool hollow = bin.n < m_n_min;
    const QColor color = m_theme.color(hollow ? Token::Text3 : Token::Series1);
    const double radius = radiusOf(bin.n);
    painter.setPen(QPen(color, 1.3));
    for (const double end : {bin.lo, bin.hi}) {
        const QPointF tip = pointOf(bin.p_mean, end);
        const double rim = at.y() + (tip.y() > at.y() ? radius : -radius);
        if ((tip.y() - rim) * (tip.y() - at.y()) > 0) painter.drawLine(QPointF(at.x(), rim), tip);
        painter.drawLine(tip - QPointF(3, 0), tip + QPointF(3, 0));
    }
    painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.drawEllipse(at, radius, radius);
}

void ReliabilityCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    paintAxes(painter);
    for (const api::ReliabilityBin& bin : m_bins)
        if (bin.n > 0) paintBin(painter, bin);
    if (m_n_max > 0) return;
    painter.setPen(m_theme.color(Token::Text2));
    painter.setFont(m_theme.uiFont(9));
    painter.drawText(plot().adjusted(6, 0, -6, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("not calibrated: no outcome has a probability yet"));
}

bool ReliabilityCanvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    QString text =
        tr("Area of a dot: number of outcomes. Bars: 95 % interval. On the dashed line, what was said came true.");
    for (const api::ReliabilityBin& bin : m_bins) {
        if (bin.n == 0) continue;
        const QPointF away = pointOf(bin.p_mean, bin.rate) - help->pos();
        if (std::hypot(away.x(), away.y()) <= radiusOf(bin.n) + 3) text = binText(bin);
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

}  // namespace bw::ui
