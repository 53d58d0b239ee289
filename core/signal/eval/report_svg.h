// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/signal/eval/statistics.h"

// Inline SVG of the reports: no script, colours by CSS class, every mark with its numbers as a tooltip.
namespace bw::signal::eval {

/// Text made safe for HTML and SVG.
[[nodiscard]] std::string escaped(std::string_view text);
/// With so many decimals; "–" where there is no figure.
[[nodiscard]] std::string shown(double value, int decimals);

/// A plot with linear axes. One after the other: marks, then take(). Marks that are NaN are left out.
class Plot {
public:
    struct Axis {
        double from = 0, to = 1;
        int ticks = 5, decimals = 1;
        std::string label;
    };
    Plot(int width, int height, Axis x, Axis y, std::string_view title);
    /// A horizontal line with a name at its right end; `css` is a class of the report's style.
    void level(double y, std::string_view css, std::string_view name);
    /// A mark with its interval.
    void mark(double x, double y, Interval interval, std::string_view css, std::string_view tip);
    /// A bar from `from` up to `to`.
    void bar(double x, double width, double from, double to, std::string_view css, std::string_view tip);
    void line(const std::vector<std::pair<double, double>>& points, std::string_view css);
    /// A vertical line over the whole height.
    void border(double x, std::string_view css, std::string_view name);
    [[nodiscard]] std::string take();

private:
    [[nodiscard]] double px(double x) const;
    [[nodiscard]] double py(double y) const;
    void grid();
    int m_width, m_height;
    Axis m_x, m_y;
    std::string m_text;
};

/// One row a line: name, n, and a mark with its interval on a common axis; for shares and for basis points.
struct ForestRow {
    std::string name, note;
    double value = 0;
    Interval interval;
    std::string css;
};
[[nodiscard]] std::string forestPlot(const std::vector<ForestRow>& rows, double from, double to, double reference,
                                     int decimals, std::string_view title);

}  // namespace bw::signal::eval
