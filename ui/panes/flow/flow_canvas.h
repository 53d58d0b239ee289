// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/flow/flow_model.h"
#include "ui/panes/plot/plot_view.h"

namespace bw::ui {

/// The lanes of the order-flow panel on one time axis. Each lane is one unit of the value axis. GUI thread.
class FlowCanvas : public PlotView {
    Q_OBJECT
public:
    FlowCanvas(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] FlowModel& model() { return m_model; }
    void show(const api::DisplayHistory& history, const api::MarketView& view, int instrument);
    void setLaneShown(Lane lane, bool shown);
    void setCondition(bool stale, const QString& message);

protected:
    [[nodiscard]] QRectF layoutPlot(QSize size) const override;
    void paintBelow(QPainter& painter) override;
    void paintAbove(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    [[nodiscard]] std::int64_t snap(std::int64_t t_ns, int steps) const override { return m_model.snap(t_ns, steps); }

private:
    [[nodiscard]] int valueAxis() const;
    [[nodiscard]] std::vector<Lane> shownLanes() const;
    [[nodiscard]] QRectF laneRect(std::size_t row) const;
    [[nodiscard]] double unitOf(std::size_t row, const LaneData& lane, double value) const;
    [[nodiscard]] QString quantity(double units, bool always_signed = true) const;
    [[nodiscard]] QString laneName(Lane lane) const;
    [[nodiscard]] QString absenceText(Lane lane, LaneAbsence absence) const;
    [[nodiscard]] QColor laneColor(Lane lane) const;
    void paintLaneBars(QPainter& painter, std::size_t row, const LaneData& lane) const;
    void paintLaneScale(QPainter& painter, std::size_t row, Lane which) const;
    void paintLaneTitle(QPainter& painter, std::size_t row, Lane which) const;
    void showLines();

    FlowModel m_model;
    Line m_cvd, m_ofi;
    std::array<bool, kLanes> m_is_shown{true, true, true, true};
    int m_qty_digits = 0, m_qty_shown = 2;
    bool m_stale = false;
    QString m_message;
};

}  // namespace bw::ui
