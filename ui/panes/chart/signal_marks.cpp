// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/chart/signal_marks.h"

#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "core/model/fixed.h"
#include "ui/panes/signals/signal_text.h"

namespace bw::ui {
namespace {

using Kind = api::SignalItem::Kind;
constexpr std::int64_t kLateNs = 3'600 * kNsPerSec;  // signals of one instrument arrive that much out of order at most
constexpr double kTipGap = 3;

QPolygonF triangle(QPointF tip, double size, double direction) {
    const double half = size / 2;
    return QPolygonF{{tip, QPointF(tip.x() + half, tip.y() + direction * size * 0.9),
                      QPointF(tip.x() - half, tip.y() + direction * size * 0.9)}};
}

}  // namespace

MarkShape markShapeOf(const SignalRow& row) {
    if (row.item.kind == Kind::Withheld) return {MarkShape::Kind::Square, true};
    switch (row.item.event.type) {
        case SignalType::BullDiv:
            return {MarkShape::Kind::Up, false};
        case SignalType::HiddenBull:
            return {MarkShape::Kind::Up, true};
        case SignalType::BearDiv:
            return {MarkShape::Kind::Down, false};
        case SignalType::HiddenBear:
            return {MarkShape::Kind::Down, true};
        default:
            return {MarkShape::Kind::Diamond, true};
    }
}

void paintMark(QPainter& painter, const Theme& theme, MarkShape shape, QPointF at, const QColor& color, double size) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // The background between mark and candle keeps it legible on its own colour.
    painter.setPen(shape.outline ? QPen(color, 1.6) : QPen(theme.color(Token::Bg1), 1.6));
    painter.setBrush(shape.outline ? theme.color(Token::Bg1) : color);
    const double half = size / 2;
    switch (shape.kind) {
        case MarkShape::Kind::Up:
            painter.drawPolygon(triangle(at + QPointF(0, kTipGap), size, 1));
            break;
        case MarkShape::Kind::Down:
            painter.drawPolygon(triangle(at - QPointF(0, kTipGap), size, -1));
            break;
        case MarkShape::Kind::Diamond:
            painter.drawPolygon(QPolygonF{{at - QPointF(0, half + 1), at + QPointF(half + 1, 0),
                                           at + QPointF(0, half + 1), at - QPointF(half + 1, 0)}});
            break;
        case MarkShape::Kind::Square:
            painter.drawRect(QRectF(at.x() - half + 1, at.y() - half + 1, size - 2, size - 2));
            break;
    }
    painter.restore();
}

void paintPivotLine(QPainter& painter, QPointF a, QPointF b, const QColor& color, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5));
    painter.drawEllipse(a, radius, radius);
    painter.drawEllipse(b, radius, radius);
    const QPointF along = b - a;
    const double length = std::hypot(along.x(), along.y());
    if (length > 2 * radius) {
        const QPointF rim = along * (radius / length);
        QPen dashed(color, 1.3);
        dashed.setDashPattern({4, 3});
        painter.setPen(dashed);
        painter.drawLine(a + rim, b - rim);
    }
    painter.restore();
}

std::vector<SignalMark> signalMarks(const SignalLog& log, int instrument, int price_digits, std::int64_t from_ns,
                                    std::int64_t to_ns) {
    std::vector<SignalMark> out;
    const auto price = [price_digits](std::int64_t price2) { return toDouble(price2, price_digits) / 2; };
    const std::deque<std::uint64_t>& serials = log.of(instrument);
    for (auto serial = serials.rbegin(); serial != serials.rend(); ++serial) {
        const SignalRow& row = *log.find(*serial);
        const SignalEvent& event = row.item.event;
        if (event.detect.t_ns < from_ns - kLateNs) break;
        const bool withheld = row.item.kind == Kind::Withheld;
        if (row.item.kind == Kind::Suppressed) continue;
        if (!withheld && event.side() == 0 && event.type != SignalType::Conflict) continue;
        const bool has_pivots = withheld || event.side() != 0;
        const std::int64_t begins_ns = has_pivots ? std::min(event.a.t_ns, event.detect.t_ns) : event.detect.t_ns;
        if (event.detect.t_ns < from_ns || begins_ns >= to_ns) continue;
        out.push_back({*serial, markShapeOf(row), withheld ? Token::Text2 : typeToken(row), event.detect.t_ns,
                       event.a.t_ns, event.b.t_ns, price(event.detect.price2), price(event.a.price2),
                       price(event.b.price2), has_pivots});
    }
    std::sort(out.begin(), out.end(), [](const SignalMark& a, const SignalMark& b) {
        return a.t_ns != b.t_ns ? a.t_ns < b.t_ns : a.serial < b.serial;
    });
    return out;
}

std::vector<MarkStack> stackMarks(const std::vector<SignalMark>& marks, const std::function<double(std::int64_t)>& x_of,
                                  const std::function<double(double)>& y_of, double left, double right) {
    std::vector<MarkStack> out;
    double first_x = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const double x = x_of(marks[i].t_ns);
        if (x < left || x > right) continue;
        const QPointF at(x, y_of(marks[i].price));
        if (!out.empty() && x - first_x < MarkStack::kPixels) {
            out.back().newest = i;
            out.back().at = at;
            continue;
        }
        first_x = x;
        out.push_back({i, i, at});
    }
    return out;
}

}  // namespace bw::ui
