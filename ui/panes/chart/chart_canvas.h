// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/chart/bar_painter.h"
#include "ui/panes/chart/chart_model.h"
#include "ui/panes/chart/signal_marks.h"
#include "ui/panes/plot/plot_view.h"

namespace bw::ui {

/// The picture of the price chart. GUI thread.
class ChartCanvas : public PlotView {
    Q_OBJECT
public:
    ChartCanvas(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] ChartModel& model() { return m_model; }
    /// Reads history and view and draws anew.
    void show(const api::DisplayHistory& history, const api::MarketView& view, int instrument);
    /// Whose marks show() draws; `log` outlives the canvas. `chosen` is framed.
    void setSignals(const SignalLog& log, std::uint64_t chosen);
    /// Off: as seen, marks stand at the detection only. On: the pivots are drawn too, in amber.
    void setHindsight(bool on);
    [[nodiscard]] bool hindsight() const { return m_hindsight; }
    [[nodiscard]] const std::vector<SignalMark>& marks() const { return m_marks; }
    [[nodiscard]] std::vector<MarkStack> stacks() const;
    /// Greys the body; the words go into its middle when it is empty.
    void setCondition(bool stale, const QString& message);

Q_SIGNALS:
    void signalPainted(std::uint64_t serial);  // its mark was drawn, not only counted in a stack
    void signalPicked(std::uint64_t serial);   // clicked

protected:
    [[nodiscard]] QRectF layoutPlot(QSize size) const override;
    void paintBelow(QPainter& painter) override;
    void paintAbove(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    [[nodiscard]] std::int64_t snap(std::int64_t t_ns, int steps) const override { return m_model.snap(t_ns, steps); }

private:
    [[nodiscard]] QRectF volumeRect() const;
    [[nodiscard]] BarGeometry geometry() const;
    [[nodiscard]] double priceStep() const;
    [[nodiscard]] QString priceText(double price) const;
    [[nodiscard]] QString volumeText() const;  // the scale of the volume pane
    void showQuotes();
    [[nodiscard]] double priceTagY() const;
    void paintPriceTag(QPainter& painter) const;
    void paintTag(QPainter& painter, double y, const QString& text, const QColor& fill, const QColor& ink) const;
    void paintReadout(QPainter& painter) const;
    [[nodiscard]] QStringList gapLines() const;
    // chart_signals.cpp
    void paintSignals(QPainter& painter);
    void paintHindsight(QPainter& painter) const;
    void paintStack(QPainter& painter, const MarkStack& stack) const;
    [[nodiscard]] const MarkStack* stackAt(const std::vector<MarkStack>& stacks, QPointF at) const;
    [[nodiscard]] QStringList signalLines() const;
    void describe();

    ChartModel m_model;
    Line m_bid, m_ask;
    // What the painters need of the newest view; prices as real numbers.
    struct Facts {
        int price_digits = 0, price_shown = 2, qty_digits = 0, qty_shown = 2;
        bool has_tape = false, has_book = false, has_last = false, has_bid = false, has_ask = false;
        double last = 0, bid = 0, ask = 0;
        Side side = Side::Unknown;
    } m_facts;
    const SignalLog* m_log = nullptr;
    std::uint64_t m_chosen = 0;
    std::vector<SignalMark> m_marks;
    bool m_hindsight = false;
    QPointF m_pressed_at;
    bool m_stale = false;
    QString m_message;
    int m_axis_width = 60;
};

/// Cause, stream, ids, times and end of a gap in one line: "gap · sequence · trade · 14:03:27.120 to …".
[[nodiscard]] QString gapSentence(const GapBand& band);

}  // namespace bw::ui
