// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/ribbon_paint.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Ribbon)
};
using Look = api::RibbonLook;

constexpr int kStripWidth = 72, kStripHeight = 4, kOverhang = 3;
constexpr double kMarkMin = 2;   // a gap is never narrower
constexpr double kHatchMin = 5;  // below, a hatch is a smear: solid instead
constexpr double kHatchStep = 4;

void paintDots(QPainter& painter, const QRectF& area, const QColor& color) {
    QList<QRectF> dots;
    for (double x = std::ceil(area.left() / 4) * 4; x + 2 <= area.right(); x += 4)
        dots.append(QRectF(x, std::floor(area.center().y()) - 1, 2, 2));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRects(dots);
}

void paintMark(QPainter& painter, const Theme& theme, const QRectF& box, Look look) {
    const QColor color = theme.color(look == Look::Gap ? Token::Crit : Token::NotLive);
    painter.fillRect(box, theme.color(Token::Bg2));
    if (box.width() < kHatchMin)
        painter.fillRect(box, color);
    else
        hatch(painter, box, color, /*crossed=*/look == Look::Gap, kHatchStep);
}

std::size_t gapsOf(const api::Ribbon& ribbon) {
    return static_cast<std::size_t>(
        std::count_if(ribbon.begin(), ribbon.end(), [](const api::RibbonSpan& s) { return s.look == Look::Gap; }));
}

}  // namespace

void hatch(QPainter& painter, const QRectF& area, const QColor& color, bool crossed, double spacing) {
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setPen(QPen(color, 1));
    const double height = area.height();
    const double first = std::floor((area.left() - height) / spacing) * spacing;
    QList<QLineF> lines;
    for (double x = first; x < area.right() + height; x += spacing) {
        lines.append(QLineF(x, area.bottom(), x + height, area.top()));
        if (crossed) lines.append(QLineF(x, area.top(), x + height, area.bottom()));
    }
    painter.drawLines(lines);
    painter.restore();
}

void paintRibbon(QPainter& painter, const Theme& theme, const QRectF& strip, const api::Ribbon& ribbon,
                 std::int64_t from_ns, std::int64_t to_ns, double overhang) {
    painter.save();
    painter.fillRect(strip, theme.color(Token::Bg2));
    const double span = static_cast<double>(std::max<std::int64_t>(to_ns - from_ns, 1));
    const auto x = [&](std::int64_t t_ns) {
        const double part = std::clamp(static_cast<double>(t_ns - from_ns) / span, 0.0, 1.0);
        return strip.left() + part * strip.width();
    };
    for (const api::RibbonSpan& one : ribbon) {
        const QRectF box(std::floor(x(one.from_ns)), strip.top(), 0, strip.height());
        const double right = std::ceil(x(one.to_ns));
        if (one.look == Look::Proven)
            painter.fillRect(box.adjusted(0, 0, right - box.left(), 0), theme.color(Token::Ok));
        if (one.look == Look::Unproven)
            paintDots(painter, box.adjusted(0, 0, right - box.left(), 0), theme.color(Token::Text3));
    }
    for (const Look look : {Look::Recovering, Look::Gap}) {  // the worse one last: it stays on top
        const double out = look == Look::Gap ? overhang : 0;
        for (const api::RibbonSpan& one : ribbon) {
            if (one.look != look) continue;
            double left = std::floor(x(one.from_ns));
            const double width = std::max(std::ceil(x(one.to_ns)) - left, kMarkMin);
            left = std::max(std::min(left, strip.right() - width), strip.left());
            paintMark(painter, theme, QRectF(left, strip.top() - out, width, strip.height() + 2 * out), look);
        }
    }
    painter.restore();
}

QString ribbonWords(const RibbonView& view) {
    const auto lengths = api::lengthsOf(view.spans);
    const auto length = [&](Look look) { return static_cast<double>(lengths[static_cast<std::size_t>(look)]); };
    const double known = length(Look::Proven) + length(Look::Unproven) + length(Look::Recovering) + length(Look::Gap);
    if (known <= 0) return {};
    const auto gaps = static_cast<int>(gapsOf(view.spans));
    if (!view.proof)
        return gaps == 0 ? Words::tr("no proof available") : Words::tr("no proof available, %n gap(s)", nullptr, gaps);
    // Rounded down: 100 % is said only where every moment is proven.
    const QString share = format::percent(std::floor(length(Look::Proven) / known * 1e3) / 1e3);
    return gaps == 0 ? Words::tr("%1 proven").arg(share) : Words::tr("%1 proven, %n gap(s)", nullptr, gaps).arg(share);
}

QString ribbonTip(const RibbonView& view) {
    const QString words = ribbonWords(view);
    const bool hour = view.to_ns - view.from_ns <= 3'660 * kNsPerSec;
    QStringList lines{hour ? Words::tr("The last hour of the gap ledger")
                           : Words::tr("The last 24 hours of the gap ledger")};
    lines.append(words.isEmpty() ? Words::tr("nothing received yet") : words);
    const auto lengths = api::lengthsOf(view.spans);
    const auto add = [&](Look look, const QString& text) {
        const std::int64_t length_ns = lengths[static_cast<std::size_t>(look)];
        if (length_ns > 0) lines.append(text.arg(format::age(length_ns)));
    };
    add(Look::Recovering, Words::tr("%1 recovering, backfilled or waiting"));
    add(Look::Gap, Words::tr("%1 in gaps"));
    return lines.join(QLatin1Char('\n'));
}

RibbonStrip::RibbonStrip(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedSize(kStripWidth, kStripHeight + 2 * kOverhang + 10);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RibbonStrip::show(const RibbonPtr& ribbon) {
    if (ribbon == m_ribbon || !ribbon) return;
    m_ribbon = ribbon;
    setToolTip(ribbonTip(*ribbon));
    setAccessibleName(Words::tr("Integrity ribbon"));
    setAccessibleDescription(ribbonWords(*ribbon));
    update();
}

void RibbonStrip::paintEvent(QPaintEvent*) {
    if (!m_ribbon) return;
    QPainter painter(this);
    const QRectF strip(0, std::floor((height() - kStripHeight) / 2.0), width(), kStripHeight);
    paintRibbon(painter, m_theme, strip, m_ribbon->spans, m_ribbon->from_ns, m_ribbon->to_ns, kOverhang);
}

}  // namespace bw::ui
