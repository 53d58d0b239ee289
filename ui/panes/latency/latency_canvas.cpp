// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/latency/latency_canvas.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kHead = 20, kAxis = 18, kHistogramMin = 56, kPad = 8;
constexpr double kDecades[] = {1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};

bool same(const StageFigures& a, const StageFigures& b) {
    return a.count == b.count && a.negative == b.negative && a.p50_ns == b.p50_ns && a.p95_ns == b.p95_ns &&
           a.p99_ns == b.p99_ns && a.p999_ns == b.p999_ns && a.max_ns == b.max_ns;
}

QString decadeLabel(double ns) {
    if (ns < 1e3) return QString::number(ns) + QStringLiteral("ns");
    if (ns < 1e6) return QString::number(ns / 1e3) + QStringLiteral("µs");
    if (ns < 1e9) return QString::number(ns / 1e6) + QStringLiteral("ms");
    return QString::number(ns / 1e9) + QStringLiteral("s");
}

QString figure(std::int64_t ns) {
    return ns < 0 ? format::missing() : format::duration(ns);
}

}  // namespace

LatencyCanvas::LatencyCanvas(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(120, 60);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LatencyCanvas::show(const LatencyModel& model) {
    bool changed = false;
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        const StageFigures fresh = model.figures(i);
        changed = changed || !same(fresh, m_figures[i]);
        m_figures[i] = fresh;
    }
    const LatencyBins bins = binsOf(model.counts(m_chosen));
    changed = changed || bins != m_bins;
    m_bins = bins;
    if (!changed) return;
    setAccessibleDescription(stageLabel(m_chosen) + QLatin1Char(' ') + figure(m_figures[m_chosen].p50_ns));
    update();
}

void LatencyCanvas::choose(std::size_t row) {
    if (row >= LatencyModel::kRows || row == m_chosen) return;
    m_chosen = row;
    Q_EMIT chosenChanged();
    update();
}

QString LatencyCanvas::stageLabel(std::size_t row) {
    if (row == LatencyModel::kSyncRow) return tr("journal sync");
    if (row == LatencyModel::kPaintRow) return tr("receive → painted");
    switch (static_cast<api::Stage>(row)) {
        case api::Stage::VenueToReceive:
            return tr("venue → receive");
        case api::Stage::Queue:
            return tr("queue");
        case api::Stage::Journal:
            return tr("journal");
        case api::Stage::Decode:
            return tr("decode");
        case api::Stage::Book:
            return tr("book");
        case api::Stage::Signal:
            return tr("signal");
        case api::Stage::Publish:
            return tr("publish");
        case api::Stage::ReceiveToSignal:
            return tr("receive → signal");
        case api::Stage::ReceiveToView:
            return tr("receive → view");
        case api::Stage::Count:
            break;
    }
    return {};
}

QString LatencyCanvas::hint(std::size_t row) const {
    const StageFigures& figures = m_figures[row];
    QStringList lines{stageLabel(row)};
    lines.append(tr("p50 %1, p95 %2, p99 %3, p99.9 %4, largest %5, n %6")
                     .arg(figure(figures.p50_ns), figure(figures.p95_ns), figure(figures.p99_ns),
                          figure(figures.p999_ns), figure(figures.max_ns), format::count(figures.count)));
    if (row == static_cast<std::size_t>(api::Stage::VenueToReceive)) {
        lines.append(figures.count == 0 ? tr("Not available: the source sends no venue time")
                                        : tr("Holds the offset between the venue's clock and ours"));
    }
    if (figures.negative > 0)
        lines.append(
            tr("%1 values are negative: the venue's clock is ahead of ours").arg(format::count(figures.negative)));
    if (figures.count < valuesNeeded(0.999))
        lines.append(tr("A percentile needs enough values: 20 for p50, 200 for p95, 1,000 for p99, 10,000 for p99.9"));
    return lines.join(QLatin1Char('\n'));
}

std::vector<LatencyCanvas::Column> LatencyCanvas::columnsFor(int width, int number_px, int label_px) const {
    std::vector<Column> columns{{QStringLiteral("p50"), &StageFigures::p50_ns},
                                {QStringLiteral("p99"), &StageFigures::p99_ns}};
    const int room = width - label_px - 120;
    if (room >= 3 * number_px) columns.push_back({QStringLiteral("n"), nullptr, true});
    if (room >= 4 * number_px) columns.insert(columns.begin() + 1, {QStringLiteral("p95"), &StageFigures::p95_ns});
    if (room >= 5 * number_px) columns.insert(columns.begin() + 3, {QStringLiteral("p99.9"), &StageFigures::p999_ns});
    return columns;
}

LatencyCanvas::Layout LatencyCanvas::layoutNow() const {
    Layout out;
    const int rows = static_cast<int>(LatencyModel::kRows);
    const int line = QFontMetrics(m_theme.uiFont(9)).height();
    const int room = height() - kHead - kAxis;
    out.row_px = std::clamp((room - kHistogramMin - 4) / rows, line, line + 8);
    for (std::size_t i = 0; i < LatencyModel::kRows; ++i)
        out.label_px =
            std::max(out.label_px, QFontMetrics(m_theme.uiFont(9)).horizontalAdvance(stageLabel(i)) + 2 * kPad);
    out.number_px = QFontMetrics(m_theme.numberFont(9)).horizontalAdvance(QStringLiteral("0.00 ms")) + 10;
    out.columns = columnsFor(width(), out.number_px, out.label_px);
    const double numbers = out.number_px * static_cast<double>(out.columns.size());
    out.bars = QRectF(out.label_px, kHead, width() - out.label_px - numbers - kPad - 6, out.row_px * rows);
    const double below = height() - kAxis - out.bars.bottom();
    if (below >= 34) out.histogram = QRectF(out.bars.left(), out.bars.bottom() + 8, out.bars.width(), below - 8);
    return out;
}

void LatencyCanvas::paintAxis(QPainter& painter, const Layout& layout) const {
    const double bottom = layout.histogram.isEmpty() ? layout.bars.bottom() : layout.histogram.bottom();
    painter.setFont(m_theme.numberFont(9));
    const double widest = QFontMetricsF(painter.font()).horizontalAdvance(QStringLiteral("100µs")) + 8;
    const double per_decade = layout.bars.width() / 8;
    const int every = std::max(1, static_cast<int>(std::ceil(widest / std::max(per_decade, 1.0))));
    for (int i = 0; i < 9; ++i) {
        const double x = std::floor(layout.bars.left() + axisPart(kDecades[i]) * layout.bars.width()) + 0.5;
        painter.setPen(QPen(m_theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(x, layout.bars.top()), QPointF(x, bottom));
        if (i % every != 0) continue;
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRectF(x - widest / 2, bottom, widest, kAxis), Qt::AlignCenter, decadeLabel(kDecades[i]));
    }
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text3));
    double x = layout.bars.right() + 6;
    for (const Column& column : layout.columns) {
        painter.drawText(QRectF(x, 0, layout.number_px, kHead), Qt::AlignRight | Qt::AlignVCenter, column.title);
        x += layout.number_px;
    }
    painter.drawText(QRectF(kPad, 0, layout.label_px, kHead), Qt::AlignLeft | Qt::AlignVCenter, tr("stage"));
    painter.fillRect(QRectF(0, kHead - 1, width(), 1), m_theme.color(Token::Grid));
}

void LatencyCanvas::paintRow(QPainter& painter, const Layout& layout, std::size_t row) const {
    const StageFigures& figures = m_figures[row];
    const double top = layout.bars.top() + static_cast<double>(row) * layout.row_px;
    const bool chosen = row == m_chosen;
    const bool total = row == static_cast<std::size_t>(api::Stage::ReceiveToSignal) ||
                       row == static_cast<std::size_t>(api::Stage::ReceiveToView) || row == LatencyModel::kPaintRow;
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(chosen || total ? Token::Text : Token::Text2));
    painter.drawText(QRectF(kPad, top, layout.label_px - kPad, layout.row_px), Qt::AlignLeft | Qt::AlignVCenter,
                     stageLabel(row));
    const auto x_of = [&](std::int64_t ns) {
        return std::round(layout.bars.left() + axisPart(static_cast<double>(ns)) * layout.bars.width());
    };
    const double inset = std::max(2.0, std::floor(layout.row_px * 0.22));
    const Token token = total ? Token::Series1 : Token::Series3;
    if (figures.p50_ns >= 0) {
        const double right = std::max(x_of(figures.p50_ns), layout.bars.left() + 2);
        painter.fillRect(QRectF(layout.bars.left(), top + inset, right - layout.bars.left(), layout.row_px - 2 * inset),
                         m_theme.tint(token, 0.32));
        painter.fillRect(QRectF(right - 2, top + inset, 2, layout.row_px - 2 * inset), m_theme.color(token));
    }
    const std::pair<std::int64_t, double> ticks[] = {
        {figures.p95_ns, 0.8}, {figures.p99_ns, 0.6}, {figures.p999_ns, 0.4}};
    double last = figures.p50_ns >= 0 ? x_of(figures.p50_ns) : 0;
    const double middle = std::floor(top + layout.row_px / 2.0);
    for (const auto& [ns, strength] : ticks) {
        if (ns < 0) continue;
        const double x = x_of(ns);
        if (x > last) painter.fillRect(QRectF(last, middle, x - last, 1), m_theme.tint(token, 0.6));
        painter.fillRect(QRectF(x - 1, top + inset + 1, 2, layout.row_px - 2 * inset - 2),
                         m_theme.tint(token, strength));
        last = x;
    }
    painter.setFont(m_theme.numberFont(9));
    double x = layout.bars.right() + 6;
    for (const Column& column : layout.columns) {
        const std::int64_t value = column.is_count ? 0 : figures.*column.value;
        const QString text = column.is_count ? format::compact(figures.count, 0, 0, m_theme.words()) : figure(value);
        painter.setPen(m_theme.color(!column.is_count && value >= 0 ? Token::Text : Token::Text3));
        painter.drawText(QRectF(x, top, layout.number_px, layout.row_px), Qt::AlignRight | Qt::AlignVCenter, text);
        x += layout.number_px;
    }
}

void LatencyCanvas::paintHistogram(QPainter& painter, const Layout& layout) const {
    const QRectF box = layout.histogram;
    const std::uint64_t most = *std::max_element(m_bins.begin(), m_bins.end());
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(kPad, box.top(), layout.label_px - kPad, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     stageLabel(m_chosen));
    painter.fillRect(QRectF(0, box.top() - 5, width(), 1), m_theme.color(Token::Grid));
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), m_theme.color(Token::Grid));
    if (most == 0) {
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(box, Qt::AlignCenter, tr("no values in this window"));
        return;
    }
    const double width_px = box.width() / static_cast<double>(kLatencyBins);
    for (std::size_t i = 0; i < kLatencyBins; ++i) {
        if (m_bins[i] == 0) continue;
        const double left = std::round(box.left() + static_cast<double>(i) * width_px);
        const double right = std::round(box.left() + static_cast<double>(i + 1) * width_px);
        const double height =
            std::max(1.0, std::round((box.height() - 2) * static_cast<double>(m_bins[i]) / static_cast<double>(most)));
        painter.fillRect(QRectF(left, box.bottom() - height, std::max(right - left - 1, 1.0), height),
                         m_theme.color(Token::Series1));
    }
    painter.setFont(m_theme.numberFont(9));
    painter.setPen(m_theme.color(Token::Text3));
    painter.drawText(QRectF(box.right() + 6, box.top(), width() - box.right() - 6 - kPad, 16),
                     Qt::AlignRight | Qt::AlignVCenter,
                     QStringLiteral("n ") + format::compact(m_figures[m_chosen].count, 0, 0, m_theme.words()));
}

void LatencyCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    const Layout layout = layoutNow();
    const QRectF chosen(0, layout.bars.top() + static_cast<double>(m_chosen) * layout.row_px, width(), layout.row_px);
    painter.fillRect(chosen, m_theme.color(Token::Bg2));
    paintAxis(painter, layout);
    for (std::size_t row = 0; row < LatencyModel::kRows; ++row) paintRow(painter, layout, row);
    if (!layout.histogram.isEmpty()) paintHistogram(painter, layout);
    if (hasFocus())
        painter.fillRect(QRectF(chosen.left(), chosen.top(), 2, chosen.height()), m_theme.color(Token::Accent));
}

std::size_t LatencyCanvas::rowAt(QPointF at) const {
    const Layout layout = layoutNow();
    if (at.y() < layout.bars.top() || at.y() >= layout.bars.bottom()) return LatencyModel::kRows;
    return static_cast<std::size_t>((at.y() - layout.bars.top()) / layout.row_px);
}

void LatencyCanvas::mousePressEvent(QMouseEvent* event) {
    choose(rowAt(event->position()));
}

void LatencyCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Up && m_chosen > 0)
        choose(m_chosen - 1);
    else if (event->key() == Qt::Key_Down)
        choose(m_chosen + 1);
    else
        QWidget::keyPressEvent(event);
}

bool LatencyCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::size_t row = rowAt(help->pos());
        if (row < LatencyModel::kRows)
            QToolTip::showText(help->globalPos(), hint(row), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace bw::ui
