// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "ui/panes/plot/gap_bands.h"
#include "ui/signal_log.h"

class QPainter;

namespace bw::ui {

class Hub;
class Theme;

/// Price and indicator around one signal, from the samples that the history holds: pivots A and B as rings joined by a
/// dashed line, the detection as a triangle, what came of it as marks. GUI thread.
class SignalPicture : public QWidget {
    Q_OBJECT
public:
    SignalPicture(Theme& theme, QWidget* parent = nullptr);
    /// nullptr: nothing, `words` in the middle.
    void show(const Hub& hub, const SignalRow* row, const QString& words);
    [[nodiscard]] std::size_t samplesShown() const { return m_points.size(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// One panel: its rectangle and the range of its values.
    struct Panel {
        QRectF box;
        double low = 0, high = 1;
        [[nodiscard]] double yOf(double value) const {
            return box.bottom() - (value - low) / (high - low) * box.height();
        }
    };
    void readPoints(const Hub& hub);
    [[nodiscard]] double xOf(std::int64_t t_ns, const QRectF& box) const;
    [[nodiscard]] Stat indicator(const api::FlowPoint& point) const;
    [[nodiscard]] double price(std::int64_t price2) const;
    void paintFrame(QPainter& painter, const Panel& price, const Panel& flow) const;
    void paintFlowScale(QPainter& painter, const Panel& below) const;
    void paintLine(QPainter& painter, const Panel& panel, bool is_price) const;
    void paintPivots(QPainter& painter, const Panel& panel, double a, double b) const;
    void paintDetection(QPainter& painter, const Panel& panel) const;
    void paintOutcomes(QPainter& painter, const Panel& panel) const;
    void paintScale(QPainter& painter, const Panel& panel, double value, const QString& text) const;
    void paintTimes(QPainter& painter, const Panel& flow) const;
    Theme& m_theme;
    SignalRow m_row;
    bool m_has_row = false;
    std::vector<api::FlowPoint> m_points;
    std::vector<GapBand> m_gaps;
    api::MarketView m_view;  // digits and thresholds
    QString m_words;         // instead of a picture
    std::int64_t m_from_ns = 0, m_to_ns = 1;
};

}  // namespace bw::ui
