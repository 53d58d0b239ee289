// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/plot/plot_view.h"

#include <QChart>
#include <QElapsedTimer>
#include <QGraphicsItem>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QScrollBar>
#include <QValueAxis>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "core/model/times.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr double kBelowZ = 3, kAboveZ = 60;  // Qt Charts puts axes at 3, lines from 5 upwards
constexpr int kSmoothPointsMax = 2'400;      // workstation spec 7.5
constexpr double kZoomStep = 1.25;

void hideFurniture(QValueAxis* axis) {
    axis->setLabelsVisible(false);
    axis->setGridLineVisible(false);
    axis->setLineVisible(false);
    axis->setTitleVisible(false);
}

}  // namespace

/// Hands painting inside the chart to the view.
class PlotView::PaintItem : public QGraphicsItem {
public:
    PaintItem(QGraphicsItem* parent, std::function<QRectF()> bounds, std::function<void(QPainter&)> paint)
        : QGraphicsItem(parent), m_bounds(std::move(bounds)), m_paint(std::move(paint)) {}
    [[nodiscard]] QRectF boundingRect() const override { return m_bounds(); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        painter->setRenderHint(QPainter::Antialiasing, false);
        m_paint(*painter);
    }
    void moved() { prepareGeometryChange(); }

private:
    std::function<QRectF()> m_bounds;
    std::function<void(QPainter&)> m_paint;
};

PlotView::PlotView(Theme& theme, QWidget* parent) : QChartView(parent), m_theme(theme) {
    setFrameShape(QFrame::NoFrame);
    setInteractive(false);
    setViewportUpdateMode(NoViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(120, 60);
    QChart* chart = this->chart();
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->setBackgroundVisible(false);
    chart->setDropShadowEnabled(false);
    chart->setMargins(QMargins());
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->setVisible(false);
    m_x_axis = new QValueAxis(chart);
    m_y_axis = new QValueAxis(chart);
    hideFurniture(m_x_axis);
    hideFurniture(m_y_axis);
    chart->addAxis(m_x_axis, Qt::AlignBottom);
    chart->addAxis(m_y_axis, Qt::AlignRight);
    const auto bounds = [this] { return QRectF(rect()); };
    auto* below = new PaintItem(chart, bounds, [this](QPainter& painter) { paintBelow(painter); });
    auto* above = new PaintItem(chart, bounds, [this](QPainter& painter) { paintAbove(painter); });
    below->setZValue(kBelowZ);
    above->setZValue(kAboveZ);
    connect(chart, &QChart::plotAreaChanged, this, [this, below, above] {
        below->moved();
        above->moved();
        m_dirty = true;
        viewport()->update();
    });
    connect(&theme, &Theme::changed, this, [this] {
        m_dirty = true;
        viewport()->update();
    });
}

PlotView::~PlotView() = default;

double PlotView::nsPerPixel() const {
    return static_cast<double>(m_window.spanNs()) / std::max(m_plot_rect.width(), 1.0);
}
double PlotView::xOf(std::int64_t t_ns) const {
    return m_plot_rect.left() + static_cast<double>(t_ns - m_window.fromNs()) / nsPerPixel();
}
std::int64_t PlotView::timeAt(double x) const {
    return m_window.fromNs() + std::llround((x - m_plot_rect.left()) * nsPerPixel());
}
double PlotView::yOf(double value) const {
    return m_plot_rect.bottom() - (value - m_low) / (m_high - m_low) * m_plot_rect.height();
}
double PlotView::valueAt(double y) const {
    return m_low + (m_plot_rect.bottom() - y) / std::max(m_plot_rect.height(), 1.0) * (m_high - m_low);
}

void PlotView::setValueRange(double low, double high) {
    m_low = low;
    m_high = high > low ? high : low + 1;
}

void PlotView::rebuildImage() {
    m_x_axis->setRange(0, static_cast<double>(m_window.spanNs()) / 1e9);
    m_y_axis->setRange(m_low, m_high);
    m_dirty = true;
    viewport()->update();
}

void PlotView::relayout() {
    m_plot_rect = layoutPlot(size());
    if (m_plot_rect.width() < 1 || m_plot_rect.height() < 1) m_plot_rect = QRectF(0, 0, 1, 1);
    chart()->setPlotArea(m_plot_rect);
}

void PlotView::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    relayout();
    m_dirty = true;
    Q_EMIT windowMoved();
}

void PlotView::drawImage() {
    QElapsedTimer timer;
    timer.start();
    const qreal ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_image.size() != pixels) m_image = QPixmap(pixels);
    m_image.setDevicePixelRatio(ratio);
    m_image.fill(m_theme.color(Token::Bg1));
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing, m_points < kSmoothPointsMax);
    const QRectF all{rect()};
    scene()->render(&painter, all, all);
    painter.end();
    m_dirty = false;
    m_draw_ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    ++m_draw_count;
}

void PlotView::paintEvent(QPaintEvent*) {
    if (m_dirty) drawImage();
    QPainter painter(viewport());
    painter.drawPixmap(0, 0, m_image);
    paintOver(painter);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.drawLine(0, 1, width(), 1);
    }
}

void PlotView::setCrosshair(std::int64_t t_ns, QPointF pointer) {
    if (t_ns == m_crosshair_ns && pointer == m_pointer) return;
    m_crosshair_ns = t_ns;
    m_pointer = pointer;
    viewport()->update();
}

void PlotView::wheelEvent(QWheelEvent* event) {
    event->accept();
    const QPoint turned = event->angleDelta();
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    if (notches == 0) return;
    if (event->modifiers() & Qt::ShiftModifier) {
        Q_EMIT valueScaled(std::pow(kZoomStep, -notches));
        return;
    }
    if (event->modifiers() & Qt::ControlModifier)
        m_window.zoom(std::pow(kZoomStep, -notches), timeAt(event->position().x()));
    else
        m_window.scroll(static_cast<std::int64_t>(-notches * static_cast<double>(m_window.spanNs()) / 10));
    Q_EMIT windowMoved();
    setCrosshair(snap(timeAt(event->position().x()), 0), event->position());
}

void PlotView::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    if (event->button() != Qt::LeftButton) return;
    m_dragging = true;
    m_drag_from = event->position();
    viewport()->setCursor(Qt::ClosedHandCursor);
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_dragging) {
        const QPointF moved = at - m_drag_from;
        m_drag_from = at;
        if (moved.x() != 0) m_window.scroll(-std::llround(moved.x() * nsPerPixel()));
        if (moved.y() != 0) Q_EMIT valuePanned(moved.y());
        Q_EMIT windowMoved();
    }
    const bool inside = at.x() >= m_plot_rect.left() && at.x() <= m_plot_rect.right();
    setCrosshair(inside ? snap(timeAt(at.x()), 0) : 0, at);
}

void PlotView::mouseReleaseEvent(QMouseEvent*) {
    m_dragging = false;
    viewport()->unsetCursor();
}

void PlotView::mouseDoubleClickEvent(QMouseEvent*) {
    Q_EMIT autoRequested();
}

void PlotView::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    setCrosshair(0, {});
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    const auto walk = [this](int steps) {
        const std::int64_t from = hasCrosshair() ? m_crosshair_ns : m_window.toNs();
        const std::int64_t to = snap(from, steps);
        if (to == 0) return;
        if (to < m_window.fromNs() || to > m_window.toNs()) {
            m_window.scroll(to < m_window.fromNs() ? to - m_window.fromNs() : to - m_window.toNs());
            Q_EMIT windowMoved();
        }
        setCrosshair(to, {xOf(to), m_plot_rect.center().y()});
    };
    switch (event->key()) {
        case Qt::Key_Left:
            walk(-1);
            break;
        case Qt::Key_Right:
            walk(1);
            break;
        case Qt::Key_Plus:
            m_window.zoom(1 / kZoomStep, timeAt(m_plot_rect.center().x()));
            break;
        case Qt::Key_Minus:
            m_window.zoom(kZoomStep, timeAt(m_plot_rect.center().x()));
            break;
        case Qt::Key_End:
            m_window.goLive();
            break;
        case Qt::Key_Home:
            m_window.goOldest();
            break;
        default:
            QChartView::keyPressEvent(event);
            return;
    }
    event->accept();
    Q_EMIT windowMoved();
}

void PlotView::Line::setPen(const QPen& pen) {
    if (pen == m_pen) return;
    m_pen = pen;
    for (QLineSeries* one : m_series) one->setPen(pen);
}

QLineSeries* PlotView::Line::series(std::size_t index) {
    if (index < m_series.size()) return m_series[index];
    auto* made = new QLineSeries;
    made->setName(m_name);
    made->setPen(m_pen);
    m_view.chart()->addSeries(made);
    made->attachAxis(m_view.m_x_axis);
    made->attachAxis(m_view.m_y_axis);
    m_series.push_back(made);
    return made;
}

void PlotView::Line::show(const std::vector<Segment>& segments, const std::function<double(double)>& to_y) {
    const std::int64_t from = m_view.m_window.fromNs();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        QLineSeries* one = series(i);
        m_view.m_points -= static_cast<int>(one->count());
        QList<QPointF> points;
        points.reserve(static_cast<qsizetype>(segments[i].size()));
        for (const Sample& sample : segments[i])
            points.append({static_cast<double>(sample.t_ns - from) / 1e9, to_y(sample.value)});
        m_view.m_points += static_cast<int>(points.size());
        one->replace(points);
        if (!one->isVisible()) one->setVisible(true);
    }
    for (std::size_t i = segments.size(); i < m_used; ++i) {
        m_view.m_points -= static_cast<int>(m_series[i]->count());
        m_series[i]->replace(QList<QPointF>());
        m_series[i]->setVisible(false);
    }
    m_used = segments.size();
}

}  // namespace bw::ui
