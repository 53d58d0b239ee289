// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QPointF>
#include <functional>
#include <vector>

#include "ui/signal_log.h"
#include "ui/theme/theme.h"

class QPainter;

namespace bw::ui {

/// How a signal is drawn: bull up, bear down, conflict a diamond, withheld a hollow square; hidden types in outline.
struct MarkShape {
    enum class Kind { Up, Down, Diamond, Square } kind = Kind::Diamond;
    bool outline = false;
    friend bool operator==(const MarkShape&, const MarkShape&) = default;
};
[[nodiscard]] MarkShape markShapeOf(const SignalRow& row);
/// `at` is time and price: a triangle touches it with its tip, the others have it in their middle.
void paintMark(QPainter& painter, const Theme& theme, MarkShape shape, QPointF at, const QColor& color, double size);
/// Two hollow rings joined by a dashed line that ends at their rims.
void paintPivotLine(QPainter& painter, QPointF a, QPointF b, const QColor& color, double radius);

/// A signal as the chart draws it. Times and prices of the detection; the pivots are for hindsight only.
struct SignalMark {
    std::uint64_t serial = 0;
    MarkShape shape;
    Token token = Token::Text;
    std::int64_t t_ns = 0, a_ns = 0, b_ns = 0;
    double price = 0, a_price = 0, b_price = 0;
    bool has_pivots = false;
};
/// Signals of the instrument that touch [from, to), in order of detection: emitted ones with a side, conflicts,
/// withheld pairs. What was suppressed was never claimed and is not drawn.
[[nodiscard]] std::vector<SignalMark> signalMarks(const SignalLog& log, int instrument, int price_digits,
                                                  std::int64_t from_ns, std::int64_t to_ns);

/// Marks nearer than 12 px to each other are one with a count; the newest gives it shape and place.
struct MarkStack {
    static constexpr double kPixels = 12;
    std::size_t newest = 0;  // place in the marks
    std::size_t first = 0;   // and of the oldest
    QPointF at;
    [[nodiscard]] std::size_t count() const { return newest - first + 1; }
};
[[nodiscard]] std::vector<MarkStack> stackMarks(const std::vector<SignalMark>& marks,
                                                const std::function<double(std::int64_t)>& x_of,
                                                const std::function<double(double)>& y_of, double left, double right);

}  // namespace bw::ui
