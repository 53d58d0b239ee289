// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/panes/latency/latency_model.h"

namespace bw::ui {

class Theme;

/// Waterfall of the stages and, under it on the same log axis, the histogram of the chosen one. Up and Down or a click
/// choose. GUI thread.
class LatencyCanvas : public QWidget {
    Q_OBJECT
public:
    LatencyCanvas(Theme& theme, QWidget* parent = nullptr);
    /// Takes what the model says now; repaints only when a figure changed.
    void show(const LatencyModel& model);
    [[nodiscard]] std::size_t chosen() const { return m_chosen; }
    void choose(std::size_t row);

Q_SIGNALS:
    void chosenChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Column {
        QString title;
        std::int64_t StageFigures::*value;  // nullptr: the count
        bool is_count = false;
    };
    struct Layout {
        int row_px = 18, label_px = 120, number_px = 64;
        QRectF bars;       // of all rows
        QRectF histogram;  // empty when there is no room
        std::vector<Column> columns;
    };
    [[nodiscard]] Layout layoutNow() const;
    [[nodiscard]] std::vector<Column> columnsFor(int width, int number_px, int label_px) const;
    [[nodiscard]] static QString stageLabel(std::size_t row);
    [[nodiscard]] QString hint(std::size_t row) const;
    void paintAxis(QPainter& painter, const Layout& layout) const;
    void paintRow(QPainter& painter, const Layout& layout, std::size_t row) const;
    void paintHistogram(QPainter& painter, const Layout& layout) const;
    [[nodiscard]] std::size_t rowAt(QPointF at) const;

    Theme& m_theme;
    std::array<StageFigures, LatencyModel::kRows> m_figures;
    LatencyBins m_bins{};
    std::size_t m_chosen = static_cast<std::size_t>(api::Stage::ReceiveToSignal);
};

}  // namespace bw::ui
