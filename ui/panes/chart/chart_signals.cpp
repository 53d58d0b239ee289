// SPDX-License-Identifier: GPL-3.0-or-later
// Signals on the price chart.
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/panes/chart/chart_canvas.h"
#include "ui/panes/signals/signal_text.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {
constexpr double kMark = 13, kRing = 4, kReach = 10;  // pixels
constexpr qsizetype kNoteSignals = 3;
constexpr int kNoteHeight = 18;
}  // namespace

void ChartCanvas::setSignals(const SignalLog& log, std::uint64_t chosen) {
    m_log = &log;
    m_chosen = chosen;
}

void ChartCanvas::setHindsight(bool on) {
    if (on == m_hindsight) return;
    m_hindsight = on;
    rebuildImage();
}

std::vector<MarkStack> ChartCanvas::stacks() const {
    return stackMarks(
        m_marks, [this](std::int64_t t_ns) { return xOf(t_ns); }, [this](double price) { return yOf(price); },
        plotRect().left(), plotRect().right());
}

void ChartCanvas::paintSignals(QPainter& painter) {
    if (m_marks.empty() || m_model.bars().empty()) return;
    painter.save();
    painter.setClipRect(plotRect());
    if (m_hindsight) paintHindsight(painter);
    for (const MarkStack& stack : stacks()) {
        paintStack(painter, stack);
        if (plotRect().contains(stack.at)) Q_EMIT signalPainted(m_marks[stack.newest].serial);
    }
    painter.restore();
}

void ChartCanvas::paintHindsight(QPainter& painter) const {
    const QColor amber = m_theme.color(Token::NotLive);
    const SignalMark* told = nullptr;  // the chosen one, else the newest
    for (const SignalMark& mark : m_marks) {
        if (!mark.has_pivots) continue;
        paintPivotLine(painter, {xOf(mark.a_ns), yOf(mark.a_price)}, {xOf(mark.b_ns), yOf(mark.b_price)}, amber, kRing);
        if (told == nullptr || told->serial != m_chosen) told = &mark;
    }
    if (told == nullptr) return;
    const SignalRow* row = m_log->find(told->serial);
    if (row == nullptr) return;
    const SignalEvent& event = row->item.event;
    const QString words =
        QStringLiteral("◐ ") + tr("hindsight: detected %n sample(s) and %1 ms after pivot B", nullptr,
                                  static_cast<int>(event.detect.index - event.b.index))
                                   .arg(format::number(static_cast<double>(event.detect.t_ns - event.b.t_ns) / 1e6, 0));
    painter.setFont(m_theme.uiFont(9));
    const QRectF plot = plotRect();
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 12;
    const QRectF box(plot.left() + 4, plot.bottom() - kNoteHeight - 4, width, kNoteHeight);
    painter.fillRect(box, m_theme.tint(Token::Bg1, 0.85));
    painter.setPen(amber);
    painter.drawText(box, Qt::AlignCenter, words);
}

void ChartCanvas::paintStack(QPainter& painter, const MarkStack& stack) const {
    const SignalMark& mark = m_marks[stack.newest];
    const bool chosen = std::any_of(m_marks.begin() + static_cast<std::ptrdiff_t>(stack.first),
                                    m_marks.begin() + static_cast<std::ptrdiff_t>(stack.newest) + 1,
                                    [this](const SignalMark& one) { return one.serial == m_chosen; });
    const double down = mark.shape.kind == MarkShape::Kind::Up ? 1 : mark.shape.kind == MarkShape::Kind::Down ? -1 : 0;
    if (chosen) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(stack.at + QPointF(0, down * (kMark * 0.5 + 3)), kMark, kMark);
        painter.restore();
    }
    paintMark(painter, m_theme, mark.shape, stack.at, m_theme.color(mark.token), kMark);
    if (stack.count() == 1) return;
    const QString count = format::count(stack.count());
    painter.setFont(m_theme.numberFont(9));
    const QFontMetricsF metrics(painter.font());
    // Beyond the mark, seen from the price: stacks stand side by side, and so do their counts.
    const double width = metrics.horizontalAdvance(count) + 2, height = metrics.ascent() + 1;
    const double top = down > 0 ? kMark + 3 : down < 0 ? -kMark - 3 - height : -kMark - height + 4;
    const QRectF box(stack.at.x() - width / 2, stack.at.y() + top, width, height);
    painter.fillRect(box, m_theme.tint(Token::Bg1, 0.7));
    painter.setPen(m_theme.color(Token::Text));
    painter.drawText(box, Qt::AlignCenter, count);
}

const MarkStack* ChartCanvas::stackAt(const std::vector<MarkStack>& stacks, QPointF at) const {
    const MarkStack* best = nullptr;
    double best_distance = kReach;
    for (const MarkStack& stack : stacks) {
        const MarkShape::Kind kind = m_marks[stack.newest].shape.kind;
        const double down = kind == MarkShape::Kind::Up ? kMark / 2 : kind == MarkShape::Kind::Down ? -kMark / 2 : 0;
        const QPointF away = at - stack.at - QPointF(0, down);
        const double distance = std::hypot(away.x(), away.y());
        if (distance > best_distance) continue;
        best = &stack;
        best_distance = distance;
    }
    return best;
}

QStringList ChartCanvas::signalLines() const {
    QStringList lines;
    const std::vector<MarkStack> all = stacks();
    const MarkStack* stack = stackAt(all, pointer());
    if (stack == nullptr || m_log == nullptr) return lines;
    for (std::size_t i = stack->newest + 1; i-- > stack->first;) {
        const SignalRow* row = m_log->find(m_marks[i].serial);
        if (row == nullptr) continue;
        if (lines.size() >= 2 * kNoteSignals) {
            lines.append(tr("and %n more", nullptr, static_cast<int>(i - stack->first + 1)));
            break;
        }
        lines.append(signalSentence(*row));
        QString when = tr("detected %1").arg(format::timeOfDayMs(m_marks[i].t_ns, format::Zone::Local));
        if (m_marks[i].has_pivots) when += QStringLiteral(", ") + lagText(row->item.event);
        lines.append(when);
    }
    return lines;
}

void ChartCanvas::mousePressEvent(QMouseEvent* event) {
    m_pressed_at = event->position();
    PlotView::mousePressEvent(event);
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event) {
    PlotView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || (event->position() - m_pressed_at).manhattanLength() > 3) return;
    const std::vector<MarkStack> all = stacks();
    if (const MarkStack* stack = stackAt(all, event->position())) Q_EMIT signalPicked(m_marks[stack->newest].serial);
}

}  // namespace bw::ui
