// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/chart/bar_painter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/panes/plot/bars.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

using api::Bar;
constexpr double kStrokeBelow = 2.5;  // pixels a bar

Token tokenOf(const Bar& bar) {
    return bar.close >= bar.open ? Token::Up : Token::Down;
}

/// Left edge and width of the body: whole pixels, an odd width so that the wick stands in the middle.
struct Body {
    double left = 0, width = 1, middle = 0;
};
Body bodyOf(const BarGeometry& where, const Bar& bar) {
    const double from = where.x_of(bar.open_time.ns);
    double width = std::max(1.0, std::floor(where.bar_pixels * 0.72));
    if (width > 2 && std::fmod(width, 2) == 0) width -= 1;
    const double left = std::floor(from + (where.bar_pixels - width) / 2);
    return {left, width, left + std::floor(width / 2)};
}

double priceY(const BarGeometry& where, Price price) {
    return std::round(where.y_of(toDouble(price.units, where.price_digits)));
}

void paintCandle(QPainter& painter, const Theme& theme, const BarGeometry& where, const Bar& bar) {
    const Body body = bodyOf(where, bar);
    const QColor color = theme.color(tokenOf(bar));
    const double high = priceY(where, bar.high), low = priceY(where, bar.low);
    const double top = priceY(where, std::max(bar.open, bar.close));
    const double bottom = std::max(priceY(where, std::min(bar.open, bar.close)), top + 1);
    const QRectF box(body.left, top, body.width, bottom - top);
    painter.fillRect(QRectF(body.middle, high, 1, low - high + 1), color);
    if ((bar.flags & Bar::Closed) == 0 && body.width >= 3) {
        painter.fillRect(box, theme.color(Token::Bg1));
        painter.fillRect(box, theme.tint(tokenOf(bar), 0.22));
        QPen pen(color, 1);
        pen.setDashPattern({2, 2});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    } else {
        painter.fillRect(box, color);
    }
    if ((bar.flags & Bar::TradeGap) != 0 && body.width >= 5) {
        const double notch = std::min(4.0, body.width / 2);
        const QPointF corner[3] = {{box.right(), high}, {box.right() - notch, high}, {box.right(), high + notch}};
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Crit));
        painter.drawPolygon(corner, 3);
    }
    if ((bar.flags & Bar::Backfilled) != 0)
        painter.fillRect(QRectF(body.left, low + 3, body.width, 2), theme.color(Token::NotLive));
}

void paintVolume(QPainter& painter, const Theme& theme, const BarGeometry& where, const Bar& bar) {
    if (bar.volume <= 0 || where.volume_max <= 0) return;
    const Body body = bodyOf(where, bar);
    const double scale = (where.volume.height() - 2) / static_cast<double>(where.volume_max);
    double bottom = where.volume.bottom();
    // From below: buyers, sellers, unknown side. Whole pixels at the joints, so that the parts always add up.
    std::int64_t sum = 0;
    const auto stack = [&](std::int64_t part, const QColor& color) {
        if (part <= 0) return;
        sum += part;
        const double top = std::round(where.volume.bottom() - static_cast<double>(sum) * scale);
        painter.fillRect(QRectF(body.left, top, body.width, bottom - top), color);
        bottom = top;
    };
    stack(bar.buy, theme.tint(Token::Up, 0.65));
    stack(bar.sell, theme.tint(Token::Down, 0.65));
    stack(bar.volume - bar.buy - bar.sell, theme.tint(Token::Text3, 0.6));
}

/// One stroke for all bars of a pixel column.
void paintStrokes(QPainter& painter, const Theme& theme, const BarGeometry& where, const std::vector<Bar>& bars) {
    std::size_t i = 0;
    while (i < bars.size()) {
        Bar column = bars[i];
        const double x = std::floor(where.x_of(column.open_time.ns));
        bool priced = hasPrice(column);
        std::int64_t volume = column.volume;
        for (++i; i < bars.size() && std::floor(where.x_of(bars[i].open_time.ns)) == x; ++i) {
            const Bar& next = bars[i];
            volume = std::max(volume, next.volume);
            if (!hasPrice(next)) continue;
            if (!priced) column = next;
            priced = true;
            column.high = std::max(column.high, next.high);
            column.low = std::min(column.low, next.low);
            column.close = next.close;
        }
        const double width = std::max(1.0, std::floor(where.bar_pixels));
        if (priced) {
            const double high = priceY(where, column.high), low = priceY(where, column.low);
            painter.fillRect(QRectF(x, high, width, low - high + 1), theme.color(tokenOf(column)));
        }
        if (where.volume_max > 0 && !where.volume.isEmpty()) {
            const double height =
                (where.volume.height() - 2) * static_cast<double>(volume) / static_cast<double>(where.volume_max);
            painter.fillRect(QRectF(x, where.volume.bottom() - height, width, height), theme.tint(Token::Text3, 0.6));
        }
    }
}

}  // namespace

void paintBars(QPainter& painter, const Theme& theme, const BarGeometry& where, const std::vector<Bar>& bars) {
    painter.save();
    painter.setClipRect(where.plot.united(where.volume));
    if (where.bar_pixels < kStrokeBelow) {
        paintStrokes(painter, theme, where, bars);
    } else {
        for (const Bar& bar : bars) {
            if (!where.volume.isEmpty()) paintVolume(painter, theme, where, bar);
            if (hasPrice(bar)) paintCandle(painter, theme, where, bar);
        }
    }
    painter.restore();
}

}  // namespace bw::ui
