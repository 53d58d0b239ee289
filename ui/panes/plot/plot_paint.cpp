// SPDX-License-Identifier: GPL-3.0-or-later
// What every time chart draws: grid, time labels, gap bands, the time tag of the crosshair.
#include <QDateTime>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/model/times.h"
#include "ui/panes/common/ribbon_paint.h"
#include "ui/panes/plot/plot_view.h"
#include "ui/panes/plot/ticks.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kLabelPixels = 84;   // least distance of two time labels
constexpr double kBandPixels = 2;  // a gap is never narrower
constexpr std::int64_t kNsPerDay = 86'400 * kNsPerSec;

QDateTime localTime(std::int64_t t_ns) {
    return QDateTime::fromMSecsSinceEpoch(floorDiv(t_ns, kNsPerMs));
}

}  // namespace

QString axisTime(std::int64_t t_ns, std::int64_t step_ns) {
    const QDateTime time = localTime(t_ns);
    if (time.time() == QTime(0, 0)) return time.toString(QStringLiteral("MM-dd"));
    return time.toString(step_ns < 60 * kNsPerSec ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

std::int64_t zoneOffsetNs(std::int64_t t_ns) {
    return localTime(t_ns).offsetFromUtc() * kNsPerSec;
}

QString zoneName(std::int64_t t_ns) {
    const int seconds = localTime(t_ns).offsetFromUtc();
    if (seconds == 0) return QStringLiteral("UTC");
    const int minutes = std::abs(seconds) / 60;
    QString text =
        QStringLiteral("UTC") + (seconds < 0 ? QChar(0x2212) : QLatin1Char('+')) + QString::number(minutes / 60);
    if (minutes % 60 != 0) text += QLatin1Char(':') + QString::number(minutes % 60).rightJustified(2, QLatin1Char('0'));
    return text;
}

void PlotView::paintTimeGrid(QPainter& painter, double top, double bottom) const {
    const QRectF plot = plotRect();
    const std::int64_t step = niceTimeStepNs(m_window.spanNs(), static_cast<int>(plot.width() / kLabelPixels));
    painter.setPen(QPen(m_theme.color(Token::Grid), 1));
    for (const std::int64_t tick : timeTicks(m_window.fromNs(), m_window.toNs(), step, zoneOffsetNs(m_window.toNs()))) {
        const double x = std::floor(xOf(tick)) + 0.5;
        painter.drawLine(QPointF(x, top), QPointF(x, bottom));
    }
}

void PlotView::paintTimeLabels(QPainter& painter, double top) const {
    const QRectF plot = plotRect();
    const std::int64_t step = niceTimeStepNs(m_window.spanNs(), static_cast<int>(plot.width() / kLabelPixels));
    const std::int64_t zone = zoneOffsetNs(m_window.toNs());
    const double height = this->height() - top;
    painter.setPen(QPen(m_theme.color(Token::Grid), 1));
    painter.drawLine(QPointF(0, std::floor(top) + 0.5), QPointF(width(), std::floor(top) + 0.5));
    painter.setFont(m_theme.numberFont(9));
    for (const std::int64_t tick : timeTicks(m_window.fromNs(), m_window.toNs(), step, zone)) {
        const double x = xOf(tick);
        const QRectF box(x - kLabelPixels / 2.0, top, kLabelPixels, height);
        if (box.left() < plot.left() - 20 || box.right() > plot.right() + 20) continue;
        const bool midnight = (tick + zone) % kNsPerDay == 0;
        painter.setPen(m_theme.color(midnight ? Token::Text : Token::Text3));
        painter.drawText(box, Qt::AlignCenter, axisTime(tick, step));
    }
    painter.setPen(m_theme.color(Token::Text3));
    painter.drawText(QRectF(plot.right() + 6, top, width() - plot.right() - 6, height),
                     Qt::AlignLeft | Qt::AlignVCenter, zoneName(m_window.toNs()));
}

void PlotView::paintBands(QPainter& painter, const std::vector<GapBand>& bands, const QRectF& area) const {
    for (const GapBand& band : bands) {
        double left = std::max(xOf(band.from_ns), area.left());
        double right = band.open() ? area.right() : std::min(xOf(band.to_ns), area.right());
        if (right < area.left() || left > area.right()) continue;
        left = std::floor(left);
        right = std::max(std::ceil(right), left + kBandPixels);
        const QRectF box(left, area.top(), right - left, area.height());
        const Token token = band.healed() ? Token::NotLive : Token::Crit;
        painter.fillRect(box, m_theme.tint(token, band.healed() ? 0.06 : 0.12));
        if (box.width() < 6) {
            painter.fillRect(box, m_theme.tint(token, band.healed() ? 0.35 : 0.75));
            continue;
        }
        hatch(painter, box, m_theme.tint(token, band.healed() ? 0.25 : 0.42), /*crossed=*/false, 7);
        painter.fillRect(QRectF(box.left(), box.top(), 1, box.height()), m_theme.tint(token, 0.8));
        if (!band.open())
            painter.fillRect(QRectF(box.right() - 1, box.top(), 1, box.height()), m_theme.tint(token, 0.8));
    }
}

void PlotView::paintTimeTag(QPainter& painter, double top) const {
    if (!hasCrosshair()) return;
    const QString text = localTime(crosshairNs()).toString(QStringLiteral("MM-dd HH:mm:ss"));
    const QFont font = m_theme.numberFont(9);
    const double box_width = QFontMetrics(font).horizontalAdvance(text) + 12;
    const double left = std::clamp(xOf(crosshairNs()) - box_width / 2, 0.0, std::max(0.0, width() - box_width));
    const QRectF box(std::floor(left), std::floor(top) + 1, box_width, height() - top - 1);
    painter.fillRect(box, m_theme.color(Token::Bg3));
    painter.setFont(font);
    painter.setPen(m_theme.color(Token::Text));
    painter.drawText(box, Qt::AlignCenter, text);
}

void PlotView::paintStale(QPainter& painter, const QRectF& area) const {
    painter.fillRect(area, m_theme.tint(Token::Bg1, 0.55));
    hatch(painter, QRectF(area.right() - 8, area.top(), 8, area.height()), m_theme.color(Token::NotLive),
          /*crossed=*/false, 6);
}

void PlotView::paintNote(QPainter& painter, const QStringList& lines) const {
    const QFont font = m_theme.uiFont(9);
    const QFontMetricsF metrics(font);
    double text_width = 0;
    for (const QString& line : lines) text_width = std::max(text_width, metrics.horizontalAdvance(line));
    const double line_height = metrics.height() + 2;
    QRectF box(pointer().x() + 14, pointer().y() + 16, text_width + 16,
               line_height * static_cast<double>(lines.size()) + 10);
    if (box.right() > width() - 4) box.moveRight(std::max(pointer().x() - 14, box.width() + 4));
    if (box.bottom() > height() - 4) box.moveBottom(pointer().y() - 10);
    painter.setPen(QPen(m_theme.color(Token::Border), 1));
    painter.setBrush(m_theme.color(Token::Bg2));
    painter.drawRect(QRectF(box.toAlignedRect()).adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setFont(font);
    painter.setPen(m_theme.color(Token::Text));
    double y = box.top() + 5;
    for (const QString& line : lines) {
        painter.drawText(QRectF(box.left() + 8, y, text_width + 2, line_height), Qt::AlignLeft | Qt::AlignVCenter,
                         line);
        y += line_height;
    }
}

}  // namespace bw::ui
