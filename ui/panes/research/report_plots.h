// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/panes/research/report.h"

namespace bw::ui {

/// Accuracies with whiskers against one half, the base rate and the control. GUI thread.
class IntervalPlotWidget : public QWidget {
    Q_OBJECT
public:
    IntervalPlotWidget(Theme& theme, IntervalPlot plot, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {320, heightNow()}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, heightNow()}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void measure();
    [[nodiscard]] int heightNow() const;
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double xOf(double share) const;
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, std::size_t row) const;
    void paintLegend(QPainter& painter) const;
    Theme& m_theme;
    IntervalPlot m_plot;
    int m_label_px = 0, m_count_px = 0;  // widest label and count
    double m_low = 0.3, m_high = 0.7;
};

/// A reliability diagram or winrates by score. GUI thread.
class CurvePlotWidget : public QWidget {
    Q_OBJECT
public:
    CurvePlotWidget(Theme& theme, CurvePlot plot, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {320, 210}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, m_plot.points.empty() ? 60 : 190}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] QPointF at(double x, double y) const;
    void paintAxes(QPainter& painter) const;
    Theme& m_theme;
    CurvePlot m_plot;
    double m_low = 0, m_high = 1, m_left = 0, m_right = 1;  // what the axes show
};

/// Equity with the fall from its peak under it. GUI thread.
class EquityPlotWidget : public QWidget {
    Q_OBJECT
public:
    EquityPlotWidget(Theme& theme, EquityPlot plot, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {480, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, m_plot.equity.empty() ? 60 : 200}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double xOf(std::int64_t t_ns) const;
    void paintTimes(QPainter& painter) const;
    void paintSeries(QPainter& painter, const std::vector<Sample>& samples, const QRectF& box, double low, double high,
                     const QColor& color, bool filled) const;
    Theme& m_theme;
    EquityPlot m_plot;
};

}  // namespace bw::ui
