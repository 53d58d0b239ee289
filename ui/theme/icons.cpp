// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace bw::ui {
namespace {

/// Paths on a square of 16 × 16.
QPainterPath outline(Icon icon) {
    QPainterPath path;
    const auto line = [&path](double x1, double y1, double x2, double y2) {
        path.moveTo(x1, y1);
        path.lineTo(x2, y2);
    };
    switch (icon) {
        case Icon::Menu:
            line(2, 4, 14, 4);
            line(2, 8, 14, 8);
            line(2, 12, 14, 12);
            break;
        case Icon::Close:
        case Icon::Cross:
            line(4, 4, 12, 12);
            line(12, 4, 4, 12);
            break;
        case Icon::Detach:
            path.addRect(3, 6, 7, 7);
            line(7, 3, 13, 3);
            line(13, 3, 13, 9);
            line(13, 3, 8, 8);
            break;
        case Icon::Check:
            path.moveTo(3, 8.5);
            path.lineTo(6.5, 12);
            path.lineTo(13, 4.5);
            break;
        case Icon::Pending:
            path.addEllipse(QRectF(4, 4, 8, 8));
            break;
        case Icon::Dash:
            line(4, 8, 12, 8);
            break;
        case Icon::Arrow:
            line(3, 8, 13, 8);
            line(13, 8, 9, 4);
            line(13, 8, 9, 12);
            break;
        case Icon::Stop:
            path.addRect(4, 4, 8, 8);
            break;
        case Icon::Warning:
            path.moveTo(8, 2.5);
            path.lineTo(14.5, 13.5);
            path.lineTo(1.5, 13.5);
            path.closeSubpath();
            line(8, 6.5, 8, 10);
            line(8, 11.7, 8, 12);
            break;
        case Icon::Play:
            path.moveTo(5, 3);
            path.lineTo(13, 8);
            path.lineTo(5, 13);
            path.closeSubpath();
            break;
        case Icon::Plug:
            line(6, 2, 6, 5);
            line(10, 2, 10, 5);
            path.moveTo(4, 5);
            path.lineTo(12, 5);
            path.lineTo(12, 8);
            path.arcTo(QRectF(4, 4, 8, 8), 0, -180);
            path.closeSubpath();
            line(8, 12, 8, 15);
            break;
        case Icon::Globe:
            path.addEllipse(QRectF(2, 2, 12, 12));
            path.addEllipse(QRectF(5.5, 2, 5, 12));
            line(2, 8, 14, 8);
            break;
        case Icon::Folder:
            path.moveTo(2, 13);
            path.lineTo(2, 3.5);
            path.lineTo(6.5, 3.5);
            path.lineTo(8, 5.5);
            path.lineTo(14, 5.5);
            path.lineTo(14, 13);
            path.closeSubpath();
            break;
    }
    return path;
}

void paintProgramIcon(QPainter& painter, double side) {
    // Fixed colours on purpose: a desktop shows this on grounds we do not know.
    const QColor ground(0x14, 0x1A, 0x21), up(0x2E, 0xBD, 0x9E), down(0xF8, 0x74, 0x6B), line(0xFF, 0xE1, 0x00);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(side / 256, side / 256);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(8, 8, 240, 240), 44, 44);
    struct Candle {
        QRectF body, wick;
        bool rises;
    };
    for (const Candle& candle :
         {Candle{{60, 116, 28, 76}, {72, 96, 4, 116}, false}, Candle{{114, 88, 28, 84}, {126, 68, 4, 126}, true},
          Candle{{168, 60, 28, 72}, {180, 40, 4, 112}, true}}) {
        painter.setBrush(candle.rises ? up : down);
        painter.drawRoundedRect(candle.body, 4, 4);
        painter.drawRect(candle.wick);
    }
    QPainterPath path(QPointF(40, 204));
    path.cubicTo(84, 204, 96, 150, 128, 130);
    path.cubicTo(160, 110, 188, 84, 216, 84);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, side < 32 ? 14 : 9, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(path);
}

}  // namespace

namespace {

QIcon iconOf(bool alarm) {
    QIcon icon;
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintProgramIcon(painter, side);
        if (alarm) {
            painter.setPen(QPen(QColor(0xFF, 0xFF, 0xFF), 10));
            painter.setBrush(QColor(0xD8, 0x1E, 0x3A));
            painter.drawEllipse(QRectF(128, 128, 116, 116));
        }
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

}  // namespace

QIcon programIcon() {
    return iconOf(/*alarm=*/false);
}

QIcon alarmIcon() {
    return iconOf(/*alarm=*/true);
}

void paintIcon(QPainter& painter, Icon icon, const QRectF& box, const QColor& color) {
    const double side = qMin(box.width(), box.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center() - QPointF(side / 2, side / 2));
    painter.scale(side / 16, side / 16);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(outline(icon));
    painter.restore();
}

}  // namespace bw::ui
