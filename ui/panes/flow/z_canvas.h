// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/flow/z_model.h"
#include "ui/panes/plot/plot_view.h"

namespace bw::ui {

/// The scores of the order flow on one time axis: OFI z, CVD z, fusion. Each lane is one unit of the value axis. Ctrl+C
/// copies the values under the crosshair, or the newest. GUI thread.
class ZCanvas : public PlotView {
    Q_OBJECT
public:
    ZCanvas(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] const ZModel& model() const { return m_model; }
    void show(const api::DisplayHistory& history, const api::MarketView& view, int instrument);
    void setLaneShown(ZLane lane, bool shown);
    void setCondition(bool stale, const QString& message);
    /// What Ctrl+C puts on the clipboard: header and one row, tab separated; empty without a sample.
    [[nodiscard]] QString copyText() const;

protected:
    [[nodiscard]] QRectF layoutPlot(QSize size) const override;
    void paintBelow(QPainter& painter) override;
    void paintAbove(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    void keyPressEvent(QKeyEvent* event) override;
    [[nodiscard]] std::int64_t snap(std::int64_t t_ns, int steps) const override { return m_model.snap(t_ns, steps); }

private:
    [[nodiscard]] std::vector<ZLane> shownLanes() const;
    [[nodiscard]] QRectF laneRect(std::size_t row) const;
    [[nodiscard]] double yIn(std::size_t row, ZLane lane, double value) const;
    [[nodiscard]] QColor laneColor(ZLane lane) const;
    [[nodiscard]] static QString laneName(ZLane lane);
    [[nodiscard]] bool hasReadout() const;
    [[nodiscard]] bool warmingUp() const;
    [[nodiscard]] QString valueText(const api::FlowPoint& point, ZLane lane) const;
    [[nodiscard]] QString absenceText(ZLane lane) const;
    [[nodiscard]] QString breakText(const ZBreak& one) const;
    void paintThresholds(QPainter& painter, std::size_t row, ZLane lane) const;
    void paintLevels(QPainter& painter, const QRectF& box) const;
    void paintLine(QPainter& painter, std::size_t row, ZLane lane) const;
    void paintClipped(QPainter& painter, std::size_t row, ZLane lane) const;
    void paintBreaks(QPainter& painter) const;
    void paintScale(QPainter& painter, std::size_t row, ZLane lane) const;
    void paintReadout(QPainter& painter, std::size_t row, ZLane lane) const;
    void paintTitle(QPainter& painter, std::size_t row, ZLane lane) const;
    void paintHash(QPainter& painter) const;

    ZModel m_model;
    std::array<bool, kZLanes> m_is_shown{true, true, true};
    bool m_has_book = true, m_has_tape = true;
    bool m_stale = false;
    QString m_message;
};

/// "+1.2"; ">5.0" beyond the axis; "—" without a value.
[[nodiscard]] QString scoreText(const Stat& stat, double limit);
/// "+1.2 σ"; ">5.0 σ" beyond the axis; "—" without a value.
[[nodiscard]] QString zText(const Stat& stat, double limit);
/// "▲▲ strong buy": state by shape and word.
[[nodiscard]] QString levelText(FusionLevel level);

}  // namespace bw::ui
