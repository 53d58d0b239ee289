// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <array>

#include "core/api/views.h"

namespace bw::ui {

class Theme;

/// Reliability diagram: share of hits against the calibrated probability, ten bins. Dot area grows with n, whiskers are
/// the 95 % interval, the diagonal is honest; bins below the least n are hollow. GUI thread.
class ReliabilityCanvas : public QWidget {
    Q_OBJECT
public:
    using Bins = std::array<api::ReliabilityBin, 10>;
    ReliabilityCanvas(Theme& theme, QWidget* parent = nullptr);
    void show(const Bins& bins, std::uint32_t n_min);
    /// Width wished; a narrow parent may give less.
    void setSide(int side);
    [[nodiscard]] QSize sizeHint() const override { return {m_side, m_side}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, 0}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QPointF pointOf(double p, double rate) const;
    [[nodiscard]] double radiusOf(std::uint32_t n) const;
    [[nodiscard]] QString binText(const api::ReliabilityBin& bin) const;
    void paintAxes(QPainter& painter) const;
    void paintBin(QPainter& painter, const api::ReliabilityBin& bin) const;
    Theme& m_theme;
    Bins m_bins{};
    std::uint32_t m_n_min = 0, m_n_max = 0;
    int m_side = 240;
};

}  // namespace bw::ui
