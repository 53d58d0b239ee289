// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/signals/signal_picture.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/hub.h"
#include "ui/panes/chart/signal_marks.h"
#include "ui/panes/common/ribbon_paint.h"
#include "ui/panes/signals/signal_text.h"
#include "ui/signal_words.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kBefore = 12, kAfter = 4;  // samples beyond A and beyond the last horizon
constexpr double kGap = 8, kRing = 4.5;
constexpr int kTop = 17, kTimes = 18;  // at 100 %
constexpr double kMargin = 0.2;        // of the range, for the letters at the pivots

}  // namespace

SignalPicture::SignalPicture(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setMinimumSize(100, 50);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SignalPicture::show(const Hub& hub, const SignalRow* row, const QString& words) {
    const std::size_t before = m_points.size();
    const bool same_row = row != nullptr && m_has_row && row->serial == m_row.serial && row->changed == m_row.changed;
    m_has_row = row != nullptr;
    if (row != nullptr) m_row = *row;
    if (row != nullptr) readPoints(hub);
    if (same_row && before == m_points.size() && words == m_words) return;
    m_words = words;
    setAccessibleDescription(row != nullptr ? signalSentence(*row) : words);
    update();
}

void SignalPicture::readPoints(const Hub& hub) {
    m_view = hub.market(m_row.item.instrument);
    m_points.clear();
    const SignalEvent& event = m_row.item.event;
    const bool pivots = m_row.item.kind == api::SignalItem::Kind::Withheld || event.side() != 0;
    const std::int64_t from = (pivots ? event.a.index : event.detect.index - 3 * kBefore) - kBefore;
    const std::int64_t to = event.detect.index + kHorizonSamples.back() + kAfter;
    const api::Ring<api::FlowPoint>& ring = hub.history().of(m_row.item.instrument).flow;
    // The history holds the samples of the first sampling only.
    if (m_row.item.sampling == m_view.flow.sampling) {
        std::size_t low = 0, high = ring.size();
        while (low < high) {
            const std::size_t middle = (low + high) / 2;
            if (ring[middle].index < from)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < ring.size() && ring[low].index <= to; ++low) m_points.push_back(ring[low]);
    }
    // The span is fixed by the event: the picture does not move while samples arrive.
    const std::int64_t samples = std::max<std::int64_t>(event.detect.index - event.b.index, 1);
    const std::int64_t step_ns =
        pivots && event.detect.t_ns > event.b.t_ns ? (event.detect.t_ns - event.b.t_ns) / samples
        : m_points.size() > 1
            ? (m_points.back().time.ns - m_points.front().time.ns) / static_cast<std::int64_t>(m_points.size() - 1)
            : kNsPerSec;
    m_from_ns = (pivots ? event.a.t_ns : event.detect.t_ns - 3 * kBefore * step_ns) - kBefore * step_ns;
    m_to_ns = event.detect.t_ns + (kHorizonSamples.back() + kAfter) * step_ns;
    m_gaps = gapBands(hub.history().gaps(), m_row.item.instrument, GapStreams::Any, m_from_ns, m_to_ns);
}

double SignalPicture::xOf(std::int64_t t_ns, const QRectF& box) const {
    return box.left() + static_cast<double>(t_ns - m_from_ns) / static_cast<double>(m_to_ns - m_from_ns) * box.width();
}

double SignalPicture::price(std::int64_t price2) const {
    return toDouble(price2, m_view.price_digits) / 2;
}

Stat SignalPicture::indicator(const api::FlowPoint& point) const {
    switch (m_row.item.event.channel) {
        case Channel::Ofi:
            return point.z_ofi;
        case Channel::Cvd:
            return point.z_cvd;
        default:
            return point.fused;
    }
}

void SignalPicture::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.setFont(m_theme.uiFont(10));
    if (!m_has_row) {
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, m_words);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const SignalEvent& event = m_row.item.event;
    const bool withheld = m_row.item.kind == api::SignalItem::Kind::Withheld;  // its flow was never judged
    const bool has_pivots = withheld || event.side() != 0;
    const double axis =
        QFontMetricsF(m_theme.numberFont(9)).horizontalAdvance(price2Text(m_view, event.detect.price2)) + 14;
    const double width = this->width() - axis - 8,
                 height = this->height() - m_theme.px(kTimes) - m_theme.px(kTop) - kGap;
    Panel above{QRectF(8, m_theme.px(kTop), width, withheld ? height + kGap : std::floor(height * 0.6)), 0, 1};
    Panel below{withheld ? above.box : QRectF(8, above.box.bottom() + kGap, width, height - above.box.height()), 0, 1};
    above.low = above.high = price(event.detect.price2);
    below.low = std::min({-1.0, event.ind_a, event.ind_b});
    below.high = std::max({1.0, event.ind_a, event.ind_b});
    const auto widen = [](Panel& panel, double value) {
        panel.low = std::min(panel.low, value);
        panel.high = std::max(panel.high, value);
    };
    if (has_pivots) {
        widen(above, price(event.a.price2));
        widen(above, price(event.b.price2));
    }
    for (const api::FlowPoint& point : m_points) {
        widen(above, price(point.price2));
        if (const Stat value = indicator(point); value.has()) widen(below, value.value);
    }
    for (Panel* panel : {&above, &below}) {
        const double margin = std::max((panel->high - panel->low) * kMargin, 1e-9);
        panel->low -= margin;
        panel->high += margin;
    }
    paintFrame(painter, above, below);
    paintLine(painter, above, true);
    if (!withheld) paintLine(painter, below, false);
    if (has_pivots) {
        paintPivots(painter, above, price(event.a.price2), price(event.b.price2));
        if (!withheld) paintPivots(painter, below, event.ind_a, event.ind_b);
    }
    paintOutcomes(painter, above);
    paintDetection(painter, above);
    paintScale(painter, above, price(event.detect.price2), price2Text(m_view, event.detect.price2));
    paintTimes(painter, below);
}

void SignalPicture::paintFrame(QPainter& painter, const Panel& above, const Panel& below) const {
    const SignalEvent& event = m_row.item.event;
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double detected = std::floor(xOf(event.detect.t_ns, above.box));
    for (const Panel* panel : {&above, &below}) {
        // Right of the detection lies what nobody knew then.
        painter.fillRect(QRectF(detected, panel->box.top(), panel->box.right() - detected, panel->box.height()),
                         m_theme.color(Token::Bg2));
        painter.fillRect(QRectF(panel->box.left(), panel->box.bottom(), panel->box.width(), 1),
                         m_theme.color(Token::Grid));
    }
    painter.setPen(QPen(m_theme.color(Token::Border), 1, Qt::DotLine));
    painter.drawLine(QPointF(detected + 0.5, above.box.top()), QPointF(detected + 0.5, below.box.bottom()));
    for (const GapBand& gap : m_gaps) {
        const double left = std::max(xOf(gap.from_ns, above.box), above.box.left());
        const double right = gap.open() ? above.box.right() : std::min(xOf(gap.to_ns, above.box), above.box.right());
        const QRectF band(std::floor(left), above.box.top(), std::max(std::ceil(right) - std::floor(left), 2.0),
                          below.box.bottom() - above.box.top());
        painter.fillRect(band, m_theme.tint(gap.healed() ? Token::NotLive : Token::Crit, 0.1));
        hatch(painter, band, m_theme.tint(gap.healed() ? Token::NotLive : Token::Crit, 0.4), /*crossed=*/false, 7);
    }
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(above.box.left(), 0, above.box.width(), m_theme.px(kTop)), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("price, samples of %1").arg(format::text(m_row.item.sampling.view())));
    if (m_row.item.kind != api::SignalItem::Kind::Withheld) paintFlowScale(painter, below);
    painter.setRenderHint(QPainter::Antialiasing);
}

void SignalPicture::paintFlowScale(QPainter& painter, const Panel& below) const {
    if (below.low < 0 && below.high > 0)
        painter.fillRect(QRectF(below.box.left(), std::round(below.yOf(0)), below.box.width(), 1),
                         m_theme.color(Token::Grid));
    paintScale(painter, below, 0, QStringLiteral("0.0"));
    const double z_hi = m_view.flow.z_hi;
    for (const double level : {-z_hi, z_hi}) {
        if (z_hi <= 0 || level <= below.low || level >= below.high) continue;
        const double y = std::round(below.yOf(level)) + 0.5;
        painter.setPen(QPen(m_theme.color(Token::Grid), 1, Qt::DashLine));
        painter.drawLine(QPointF(below.box.left(), y), QPointF(below.box.right(), y));
        paintScale(painter, below, level, format::number(level, 1, format::Sign::Always));
    }
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(below.box.left() + 2, below.box.top(), below.box.width(), 15),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     texts::channelId(m_row.item.event.channel) + QStringLiteral(" z"));
}

void SignalPicture::paintLine(QPainter& painter, const Panel& panel, bool is_price) const {
    painter.save();
    painter.setClipRect(panel.box.adjusted(0, -1, 0, 1));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.color(is_price ? Token::Series3 : Token::Series1), 1.3));
    QPainterPath path;
    bool down = false;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const Stat value = is_price ? Stat::of(price(m_points[i].price2)) : indicator(m_points[i]);
        // Nothing is drawn across a break or a value that is not there.
        if (i > 0 && m_points[i].segment != m_points[i - 1].segment) down = false;
        if (!value.has()) {
            down = false;
            continue;
        }
        const QPointF at(xOf(m_points[i].time.ns, panel.box), panel.yOf(value.value));
        if (down)
            path.lineTo(at);
        else
            path.moveTo(at);
        down = true;
    }
    painter.drawPath(path);
    painter.restore();
}

void SignalPicture::paintPivots(QPainter& painter, const Panel& panel, double a, double b) const {
    const SignalEvent& event = m_row.item.event;
    const QPointF from(xOf(event.a.t_ns, panel.box), panel.yOf(a)), to(xOf(event.b.t_ns, panel.box), panel.yOf(b));
    const QColor color = m_theme.color(typeToken(m_row));
    paintPivotLine(painter, from, to, color, kRing);
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text));
    const bool low = event.side() > 0;
    for (const auto& [at, name] : {std::pair{from, QStringLiteral("A")}, std::pair{to, QStringLiteral("B")}})
        painter.drawText(QRectF(at.x() - 8, low ? at.y() + 5 : at.y() - 20, 16, 15), Qt::AlignCenter, name);
}

void SignalPicture::paintDetection(QPainter& painter, const Panel& panel) const {
    const SignalEvent& event = m_row.item.event;
    const QPointF at(xOf(event.detect.t_ns, panel.box), panel.yOf(price(event.detect.price2)));
    paintMark(painter, m_theme, markShapeOf(m_row), at, m_theme.color(typeToken(m_row)), 13);
    painter.setFont(m_theme.uiFont(9));
    painter.setPen(m_theme.color(Token::Text2));
    const QString words = tr("detected");
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 4;
    painter.drawText(QRectF(std::clamp(at.x() - width / 2, 0.0, this->width() - width), 0, width, m_theme.px(kTop)),
                     Qt::AlignCenter, words);
}

void SignalPicture::paintOutcomes(QPainter& painter, const Panel& panel) const {
    double free_from = 0;  // labels do not touch
    for (std::size_t i = 0; i < kHorizonSamples.size() && m_row.judged(); ++i) {
        const std::int64_t index = m_row.item.event.detect.index + kHorizonSamples[i];
        const auto point = std::find_if(m_points.begin(), m_points.end(),
                                        [index](const api::FlowPoint& one) { return one.index == index; });
        if (point == m_points.end()) continue;
        const double x = std::floor(xOf(point->time.ns, panel.box)) + 0.5;
        painter.setPen(QPen(m_theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(x, panel.box.top()), QPointF(x, panel.box.bottom()));
        painter.setFont(m_theme.uiFont(9));
        painter.setPen(m_theme.color(statusToken(m_row, i)));
        const QString words =
            QStringLiteral("%1 %2").arg(QString::number(kHorizonSamples[i]), statusText(m_row, i).left(1));
        if (m_row.outcomes[i].label == OutcomeLabel::Open || m_row.outcomes[i].label == OutcomeLabel::Unlabelled)
            continue;
        const double half = QFontMetricsF(painter.font()).horizontalAdvance(words) / 2 + 2;
        if (x - half < free_from) continue;
        free_from = x + half;
        const double height = m_theme.px(15);
        painter.drawText(QRectF(x - half, panel.box.bottom() - height - 1, 2 * half, height), Qt::AlignCenter, words);
    }
}

void SignalPicture::paintScale(QPainter& painter, const Panel& panel, double value, const QString& text) const {
    painter.setFont(m_theme.numberFont(9));
    painter.setPen(m_theme.color(Token::Text3));
    painter.drawText(QRectF(panel.box.right() + 4, panel.yOf(value) - 8, width() - panel.box.right() - 8, 16),
                     Qt::AlignRight | Qt::AlignVCenter, text);
}

void SignalPicture::paintTimes(QPainter& painter, const Panel& flow) const {
    const SignalEvent& event = m_row.item.event;
    painter.setFont(m_theme.numberFont(9));
    painter.setPen(m_theme.color(Token::Text3));
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(QStringLiteral("00:00:00")) + 6;
    // The detection first: it is the only time that counts. A label that would touch another one is left out.
    std::vector<double> taken;
    std::vector<std::int64_t> times{event.detect.t_ns};
    if (event.a.t_ns < event.b.t_ns) times.insert(times.end(), {event.a.t_ns, event.b.t_ns});
    for (const std::int64_t t_ns : times) {
        const double x = xOf(t_ns, flow.box) - width / 2;
        if (std::any_of(taken.begin(), taken.end(), [&](double other) { return std::abs(other - x) < width; }))
            continue;
        taken.push_back(x);
        painter.drawText(QRectF(x, flow.box.bottom() + 2, width, m_theme.px(kTimes) - 2), Qt::AlignCenter,
                         format::timeOfDay(t_ns, format::Zone::Local));
    }
}

}  // namespace bw::ui
