// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "core/model/times.h"
#include "ui/panes/common/ribbon_paint.h"
#include "ui/panes/plot/ticks.h"
#include "ui/panes/research/report_plots.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kTitle = 24, kAxis = 20, kPad = 8;
constexpr double kFallPart = 0.28;  // of the height, for the drawdown

QString timeLabel(std::int64_t t_ns, std::int64_t step_ns) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(floorDiv(t_ns, kNsPerMs), Qt::UTC);
    return time.toString(step_ns >= 86'400 * kNsPerSec || time.time() == QTime(0, 0) ? QStringLiteral("MM-dd")
                                                                                     : QStringLiteral("HH:mm"));
}

}  // namespace

EquityPlotWidget::EquityPlotWidget(Theme& theme, EquityPlot plot, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_plot(std::move(plot)) {
    setSizePolicy(QSizePolicy::Expanding, m_plot.equity.empty() ? QSizePolicy::Fixed : QSizePolicy::Preferred);
    setAccessibleName(m_plot.title);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QRectF EquityPlotWidget::area() const {
    const int axis = QFontMetrics(m_theme.numberFont(9)).horizontalAdvance(QStringLiteral("−99,999")) + 10;
    return QRectF(kPad, m_theme.px(kTitle), width() - 2 * kPad - axis,
                  height() - m_theme.px(kTitle) - m_theme.px(kAxis));
}

double EquityPlotWidget::xOf(std::int64_t t_ns) const {
    const QRectF box = area();
    const std::int64_t from = m_plot.equity.front().t_ns, to = m_plot.equity.back().t_ns;
    return box.left() +
           static_cast<double>(t_ns - from) / static_cast<double>(std::max<std::int64_t>(to - from, 1)) * box.width();
}

void EquityPlotWidget::paintTimes(QPainter& painter) const {
    const QRectF box = area();
    const std::int64_t from = m_plot.equity.front().t_ns, to = m_plot.equity.back().t_ns;
    const std::int64_t step =
        niceTimeStepNs(std::max<std::int64_t>(to - from, kNsPerSec), std::max(1, static_cast<int>(box.width()) / 72));
    painter.setFont(m_theme.numberFont(9));
    for (const std::int64_t tick : timeTicks(from, to, step, 0)) {
        const double x = std::floor(xOf(tick)) + 0.5;
        painter.setPen(QPen(m_theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
        if (x - 30 < box.left() || x + 30 > box.right()) continue;
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRectF(x - 36, box.bottom() + 1, 72, m_theme.px(kAxis) - 2), Qt::AlignCenter,
                         timeLabel(tick, step));
    }
    painter.setPen(m_theme.color(Token::Text3));
    painter.drawText(QRectF(box.right() + 6, box.bottom() + 1, width() - box.right() - 6 - kPad, m_theme.px(kAxis) - 2),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("UTC"));
}

void EquityPlotWidget::paintSeries(QPainter& painter, const std::vector<Sample>& samples, const QRectF& box, double low,
                                   double high, const QColor& color, bool filled) const {
    const std::int64_t from = m_plot.equity.front().t_ns, to = m_plot.equity.back().t_ns;
    const PixelColumns columns{from, to + 1, columnLimit(static_cast<int>(box.width()), 2)};
    const auto y = [&](double value) {
        return box.bottom() - (value - low) / std::max(high - low, 1e-12) * box.height();
    };
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (const Segment& segment : decimate(samples, unite(m_plot.gaps), columns)) {
        QPolygonF shape;
        for (const Sample& sample : segment) shape.append({xOf(sample.t_ns), y(sample.value)});
        if (filled) {
            QPolygonF body = shape;
            body.append({shape.back().x(), box.top()});
            body.prepend({shape.front().x(), box.top()});
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.tint(Token::Series2, 0.22));
            painter.drawPolygon(body);
        }
        painter.setPen(QPen(color, 1));
        painter.drawPolyline(shape);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void EquityPlotWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(kPad, 0, width() - 2 * kPad, m_theme.px(kTitle)), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_plot.title, Qt::ElideRight, width() - 2 * kPad));
    if (m_plot.equity.size() < 2) {
        painter.drawText(QRectF(kPad, m_theme.px(kTitle), width() - 2 * kPad, 20), Qt::AlignLeft | Qt::AlignTop,
                         tr("The report holds no equity."));
        return;
    }
    const QRectF box = area();
    paintTimes(painter);
    const double split = std::round(box.bottom() - box.height() * kFallPart);
    const QRectF upper(box.left(), box.top() + 2, box.width(), split - box.top() - 8);
    const QRectF lower(box.left(), split + 4, box.width(), box.bottom() - split - 6);
    for (const TimeSpan& gap : m_plot.gaps) {
        const double left = std::max(std::floor(xOf(gap.from_ns)), box.left());
        const double right = std::min(std::max(std::ceil(xOf(gap.to_ns)), left + 2), box.right());
        if (right <= left) continue;
        painter.fillRect(QRectF(left, box.top(), right - left, box.height()), m_theme.tint(Token::Crit, 0.15));
        hatch(painter, QRectF(left, box.top(), right - left, box.height()), m_theme.tint(Token::Crit, 0.4), false, 7);
    }
    double low = m_plot.start, high = m_plot.start, fall = 0;
    for (const Sample& sample : m_plot.equity) {
        low = std::min(low, sample.value);
        high = std::max(high, sample.value);
    }
    for (const Sample& sample : m_plot.drawdown) fall = std::max(fall, sample.value);
    if (high - low < 1e-9) high = low + 1;
    painter.setFont(m_theme.numberFont(9));
    const auto label = [&](const QRectF& part, double share, const QString& text) {
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(
            QRectF(box.right() + 6, part.bottom() - share * part.height() - 8, width() - box.right() - 6, 16),
            Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    const double start = (m_plot.start - low) / (high - low);
    painter.setPen(QPen(m_theme.color(Token::Text3), 1, Qt::DashLine));
    const double start_y = std::floor(upper.bottom() - start * upper.height()) + 0.5;
    painter.drawLine(QPointF(box.left(), start_y), QPointF(box.right(), start_y));
    label(upper, 1, format::number(high, 0));
    label(upper, 0, format::number(low, 0));
    if (start * upper.height() > 16 && (1 - start) * upper.height() > 16)
        label(upper, start, format::number(m_plot.start, 0));
    painter.fillRect(QRectF(box.left(), split, box.width(), 1), m_theme.color(Token::Grid));
    paintSeries(painter, m_plot.equity, upper, low, high, m_theme.color(Token::Series1), false);
    if (m_plot.drawdown.empty()) return;
    // Downward from the line: deeper is worse.
    std::vector<Sample> falls = m_plot.drawdown;
    for (Sample& sample : falls) sample.value = -sample.value;
    paintSeries(painter, falls, lower, -std::max(fall, 1e-4), 0, m_theme.color(Token::Series2), true);
    painter.setFont(m_theme.numberFont(9));
    label(lower, 0, QChar(0x2212) + format::percent(fall));
}

bool EquityPlotWidget::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || m_plot.equity.size() < 2) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF box = area();
    if (!box.contains(help->pos())) {
        QToolTip::hideText();
        return true;
    }
    const std::int64_t from = m_plot.equity.front().t_ns, to = m_plot.equity.back().t_ns;
    const auto t =
        from + static_cast<std::int64_t>((help->pos().x() - box.left()) / box.width() * static_cast<double>(to - from));
    const auto value = [t](const std::vector<Sample>& samples) {
        auto found = std::upper_bound(samples.begin(), samples.end(), t,
                                      [](std::int64_t at, const Sample& sample) { return at < sample.t_ns; });
        return found == samples.begin() ? std::nan("") : (--found)->value;
    };
    const double fall = value(m_plot.drawdown);
    QToolTip::showText(
        help->globalPos(),
        tr("%1 UTC\nequity %2\nbelow its peak %3")
            .arg(format::dateTimeMs(t, format::Zone::Utc).left(16), format::number(value(m_plot.equity), 2),
                 std::isnan(fall) ? format::missing() : format::percent(fall, 2)),
        this);
    return true;
}

}  // namespace bw::ui
