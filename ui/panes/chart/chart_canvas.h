// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/chart/bar_painter.h"
#include "ui/panes/chart/chart_model.h"
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
    /// Greys the body; the words go into its middle when it is empty.
    void setCondition(bool stale, const QString& message);

protected:
    [[nodiscard]] QRectF layoutPlot(QSize size) const override;
    void paintBelow(QPainter& painter) override;
    void paintAbove(QPainter& painter) override;
    void paintOver(QPainter& painter) override;
    [[nodiscard]] std::int64_t snap(std::int64_t t_ns, int steps) const override { return m_model.snap(t_ns, steps); }

private:
    [[nodiscard]] QRectF volumeRect() const;
    [[nodiscard]] BarGeometry geometry() const;
    [[nodiscard]] double priceStep() const;
    [[nodiscard]] QString priceText(double price) const;
    void showQuotes();
    [[nodiscard]] double priceTagY() const;
    void paintPriceTag(QPainter& painter) const;
    void paintTag(QPainter& painter, double y, const QString& text, const QColor& fill, const QColor& ink) const;
    void paintReadout(QPainter& painter) const;
    void paintGapNote(QPainter& painter) const;
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
    bool m_stale = false;
    QString m_message;
    int m_axis_width = 60;
};

/// Cause, stream, ids, times and end of a gap in one line: "gap · sequence · trade · 14:03:27.120 to …".
[[nodiscard]] QString gapSentence(const GapBand& band);

}  // namespace bw::ui
