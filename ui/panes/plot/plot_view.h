// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QChartView>
#include <QPixmap>
#include <functional>
#include <memory>
#include <vector>

#include "ui/panes/plot/decimate.h"
#include "ui/panes/plot/gap_bands.h"
#include "ui/panes/plot/time_window.h"

class QLineSeries;
class QValueAxis;

namespace bw::ui {

class Theme;

/// Time charts in one place: a chart with scales but no furniture of its own, shown from an image, so that the
/// crosshair costs a blit and never a chart. Wheel scrolls time, Ctrl+wheel zooms about the pointer, Shift+wheel scales
/// values, drag pans, double click makes the scale automatic, End returns to live, Home goes to the oldest, the arrows
/// walk the crosshair. GUI thread.
///
/// Inside the chart x counts seconds from the left edge of the window; every update sets all of it again.
class PlotView : public QChartView {
    Q_OBJECT
public:
    PlotView(Theme& theme, QWidget* parent = nullptr);
    ~PlotView() override;

    [[nodiscard]] TimeWindow& timeWindow() { return m_window; }
    [[nodiscard]] const TimeWindow& timeWindow() const { return m_window; }
    /// The rectangle the axes span: x is time, y values. Set by layoutPlot().
    [[nodiscard]] QRectF plotRect() const { return m_plot_rect; }
    [[nodiscard]] double xOf(std::int64_t t_ns) const;
    [[nodiscard]] std::int64_t timeAt(double x) const;
    [[nodiscard]] double yOf(double value) const;
    [[nodiscard]] double valueAt(double y) const;
    /// Milliseconds the last drawing of the image took, and how many there were (budget tests).
    [[nodiscard]] double lastDrawMs() const { return m_draw_ms; }
    [[nodiscard]] int drawCount() const { return m_draw_count; }

Q_SIGNALS:
    void windowMoved();  // scrolled or zoomed: build the picture again
    void valueScaled(double factor);
    void valuePanned(double pixels);
    void autoRequested();

protected:
    /// Where the plot goes in a widget of that size.
    [[nodiscard]] virtual QRectF layoutPlot(QSize size) const = 0;
    /// Under the lines: grid, bands, bars. Over them: axis texts. In widget pixels, without antialiasing.
    virtual void paintBelow(QPainter& painter) = 0;
    virtual void paintAbove(QPainter& painter) = 0;
    /// Crosshair and readouts, drawn over the image at each paint.
    virtual void paintOver(QPainter& painter) = 0;
    /// Time of the bar next to `t_ns`, `steps` bars away; the crosshair snaps to it.
    [[nodiscard]] virtual std::int64_t snap(std::int64_t t_ns, int steps) const = 0;

    void setValueRange(double low, double high);
    /// Applies window and value range to the axes and has the image drawn again.
    void rebuildImage();
    [[nodiscard]] bool hasCrosshair() const { return m_crosshair_ns != 0; }
    [[nodiscard]] std::int64_t crosshairNs() const { return m_crosshair_ns; }
    [[nodiscard]] QPointF pointer() const { return m_pointer; }

    /// A line of the chart that is cut at gaps: one QLineSeries a segment, one replace() each an update.
    class Line {
    public:
        Line(PlotView& view, const QString& name) : m_view(view), m_name(name) {}
        void setPen(const QPen& pen);
        /// `toY` maps a value of the samples to the value axis.
        void show(const std::vector<Segment>& segments, const std::function<double(double)>& to_y);

    private:
        QLineSeries* series(std::size_t index);
        PlotView& m_view;
        QString m_name;
        QPen m_pen;
        std::vector<QLineSeries*> m_series;  // owned by the chart
        std::size_t m_used = 0;
    };

    // Shared painting.
    void paintTimeGrid(QPainter& painter, double top, double bottom) const;
    void paintTimeLabels(QPainter& painter, double top) const;
    void paintBands(QPainter& painter, const std::vector<GapBand>& bands, const QRectF& area) const;
    void paintTimeTag(QPainter& painter, double top) const;
    /// Greys an area whose data are old, with an amber hatched edge; values stay readable.
    void paintStale(QPainter& painter, const QRectF& area) const;
    /// A box of text lines beside the pointer.
    void paintNote(QPainter& painter, const QStringList& lines) const;
    /// Asks layoutPlot() again.
    void relayout();

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    Theme& m_theme;

private:
    class PaintItem;
    void drawImage();
    void setCrosshair(std::int64_t t_ns, QPointF pointer);
    [[nodiscard]] double nsPerPixel() const;
    TimeWindow m_window;
    QValueAxis* m_x_axis = nullptr;
    QValueAxis* m_y_axis = nullptr;
    QRectF m_plot_rect;
    double m_low = 0, m_high = 1;
    QPixmap m_image;
    bool m_dirty = true;
    double m_draw_ms = 0;
    int m_draw_count = 0;
    int m_points = 0;  // of all lines, decides antialiasing
    std::int64_t m_crosshair_ns = 0;
    QPointF m_pointer, m_drag_from;
    bool m_dragging = false;
};

/// Label of a time on the axis ("14:03", "14:03:27", at midnight "07-21"), local zone.
[[nodiscard]] QString axisTime(std::int64_t t_ns, std::int64_t step_ns);
/// Milliseconds that the local zone is ahead of UTC at that time, in ns.
[[nodiscard]] std::int64_t zoneOffsetNs(std::int64_t t_ns);
/// "UTC", "UTC+8", "UTC+5:30" of the local zone at that time.
[[nodiscard]] QString zoneName(std::int64_t t_ns);

}  // namespace bw::ui
