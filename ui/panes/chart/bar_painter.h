// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QRectF>
#include <functional>
#include <vector>

#include "core/api/views.h"

class QPainter;

namespace bw::ui {

class Theme;

/// Where bars go on the screen.
struct BarGeometry {
    QRectF plot;                               // candles
    QRectF volume;                             // empty: no volume pane
    std::function<double(std::int64_t)> x_of;  // time to pixel
    std::function<double(double)> y_of;        // price to pixel
    double bar_pixels = 8;                     // width of one period
    int price_digits = 0;
    std::int64_t volume_max = 0;
};

/// Candles and volume by side. Forming: dashed outline. Touched by a gap: notched edge. Backfilled: amber tick below.
/// Bars narrower than 2.5 px become one low-to-high stroke a pixel column.
void paintBars(QPainter& painter, const Theme& theme, const BarGeometry& where, const std::vector<api::Bar>& bars);

}  // namespace bw::ui
