// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/flow/z_canvas.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/panes/chart/chart_canvas.h"
#include "ui/panes/common/freshness.h"
#include "ui/signal_words.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kTimeAxis = 22;
constexpr int kReadoutFrom = 460;  // width from which the readout column is shown
constexpr int kReadout = 134;
constexpr int kLine = 15;                 // height of a line of text in the lanes
constexpr double kTop = 17, kBottom = 5;  // pixels of a lane outside its values

QColor sideColor(const Theme& theme, FusionLevel level, double alpha) {
    const bool buy = level == FusionLevel::Buy || level == FusionLevel::StrongBuy;
    return theme.tint(buy ? Token::Up : Token::Down, alpha);
}

bool isStrong(FusionLevel level) {
    return level == FusionLevel::StrongBuy || level == FusionLevel::StrongSell;
}

}  // namespace

QString scoreText(const Stat& stat, double limit) {
    if (!stat.has()) return format::missing();
    if (std::abs(stat.value) > limit)
        return (stat.value > 0 ? QStringLiteral(">") : QStringLiteral("<")) +
               format::number(std::copysign(limit, stat.value), 1);
    return format::number(stat.value, 1, format::Sign::Always);
}

QString zText(const Stat& stat, double limit) {
    return scoreText(stat, limit) + (stat.has() ? QStringLiteral(" σ") : QString());
}

QString levelText(FusionLevel level) {
    const QString words = texts::fusionLevel(level);
    switch (level) {
        case FusionLevel::StrongBuy:
            return QStringLiteral("▲▲ ") + words;
        case FusionLevel::Buy:
            return QStringLiteral("▲ ") + words;
        case FusionLevel::Sell:
            return QStringLiteral("▼ ") + words;
        case FusionLevel::StrongSell:
            return QStringLiteral("▼▼ ") + words;
        default:
            return QStringLiteral("· ") + words;
    }
}

ZCanvas::ZCanvas(Theme& theme, QWidget* parent) : PlotView(theme, parent) {
    ZModel::reset(timeWindow());
    connect(this, &PlotView::autoRequested, this, [this] {
        ZModel::reset(timeWindow());
        Q_EMIT windowMoved();
    });
}

bool ZCanvas::hasReadout() const {
    return width() >= kReadoutFrom;
}

QRectF ZCanvas::layoutPlot(QSize size) const {
    const int scale = QFontMetrics(m_theme.numberFont(9)).horizontalAdvance(QStringLiteral("−2.0")) + 10;
    const int readout = size.width() >= kReadoutFrom ? m_theme.px(kReadout) : 0;
    return QRectF(0, 0, size.width() - scale - readout, size.height() - kTimeAxis);
}

std::vector<ZLane> ZCanvas::shownLanes() const {
    std::vector<ZLane> out;
    for (std::size_t i = 0; i < kZLanes; ++i)
        if (m_is_shown[i]) out.push_back(static_cast<ZLane>(i));
    return out;
}

QRectF ZCanvas::laneRect(std::size_t row) const {
    const QRectF plot = plotRect();
    const double lanes = std::max<double>(1, static_cast<double>(shownLanes().size()));
    const double top = std::round(plot.height() * static_cast<double>(row) / lanes);
    const double bottom = std::round(plot.height() * static_cast<double>(row + 1) / lanes);
    return QRectF(plot.left(), plot.top() + top, plot.width(), bottom - top);
}

double ZCanvas::yIn(std::size_t row, ZLane lane, double value) const {
    const QRectF box = laneRect(row);
    const double top = box.top() + std::min(kTop, box.height() / 3), bottom = box.bottom() - kBottom;
    const double limit = m_model.axis(lane);
    return (top + bottom) / 2 - value / limit * (bottom - top) / 2;
}

void ZCanvas::show(const api::DisplayHistory& history, const api::MarketView& view, int instrument) {
    m_has_book = view.has_book || view.top.has_bid;
    m_has_tape = view.has_tape;
    m_model.update(history, view, instrument, timeWindow(), static_cast<int>(plotRect().width()));
    setValueRange(0, 1);
    rebuildImage();
    const api::FlowPoint& point = m_model.flow().point;
    setAccessibleDescription(tr("OFI %1, CVD %2, fusion %3, %4")
                                 .arg(valueText(point, ZLane::Ofi), valueText(point, ZLane::Cvd),
                                      valueText(point, ZLane::Fusion), texts::fusionLevel(point.level)));
}

void ZCanvas::setLaneShown(ZLane lane, bool shown) {
    m_is_shown[static_cast<std::size_t>(lane)] = shown;
}

void ZCanvas::setCondition(bool stale, const QString& message) {
    if (stale == m_stale && message == m_message) return;
    m_stale = stale;
    m_message = message;
    rebuildImage();
}

QColor ZCanvas::laneColor(ZLane lane) const {
    return m_theme.color(lane == ZLane::Ofi ? Token::Series2 : lane == ZLane::Cvd ? Token::Series1 : Token::Series3);
}

QString ZCanvas::laneName(ZLane lane) {
    return lane == ZLane::Ofi ? tr("OFI z") : lane == ZLane::Cvd ? tr("CVD z") : tr("Fusion");
}

QString ZCanvas::valueText(const api::FlowPoint& point, ZLane lane) const {
    const Stat stat = ZModel::value(point, lane);
    return lane == ZLane::Fusion ? scoreText(stat, m_model.axis(lane)) : zText(stat, m_model.axis(lane));
}

bool ZCanvas::warmingUp() const {
    return m_model.flow().warmup_have < m_model.flow().warmup_need;
}

/// Why a lane has no value now.
QString ZCanvas::absenceText(ZLane lane) const {
    const Stat now = ZModel::value(m_model.flow().point, lane);
    if (now.has()) return {};
    if (now.reason == Reason::NoBook || (lane == ZLane::Ofi && !m_has_book))
        return tr("no book: the source sends no depth");
    if (now.reason == Reason::NoTape || (lane == ZLane::Cvd && !m_has_tape))
        return tr("no tape: the source sends no trades");
    if (now.reason == Reason::Warmup)
        return warmingUp() ? tr("warm-up %1/%2").arg(m_model.flow().warmup_have).arg(m_model.flow().warmup_need)
                           : texts::signalReason(now.reason);
    return tr("withheld: %1").arg(texts::signalReason(now.reason));
}

QString ZCanvas::breakText(const ZBreak& one) const {
    if (one.reason != Reason::None) return texts::signalReason(one.reason);
    for (const GapBand& band : m_model.bands(ZLane::Fusion))
        if (band.from_ns <= one.t_ns && (band.open() || band.to_ns >= one.before_ns))
            return texts::signalReason(Reason::Gap);
    return tr("new segment");
}

void ZCanvas::paintThresholds(QPainter& painter, std::size_t row, ZLane lane) const {
    const api::FlowView& flow = m_model.flow();
    const QRectF box = laneRect(row);
    const double limit = m_model.axis(lane);
    for (const TimeSpan& span : m_model.ready()) {
        const double left = std::max(xOf(span.from_ns), box.left());
        const double right = span.to_ns > timeWindow().toNs() ? box.right() : std::min(xOf(span.to_ns), box.right());
        if (right <= left) continue;
        const auto band = [&](double from, double to, Token token, double alpha) {
            const double y1 = std::round(yIn(row, lane, to)), y2 = std::round(yIn(row, lane, from));
            painter.fillRect(QRectF(left, std::min(y1, y2), right - left, std::abs(y2 - y1)),
                             m_theme.tint(token, alpha));
        };
        const auto line = [&](double value, const QColor& color, Qt::PenStyle style) {
            const double y = std::floor(yIn(row, lane, value)) + 0.5;
            painter.setPen(QPen(color, 1, style));
            painter.drawLine(QPointF(left, y), QPointF(right, y));
        };
        if (lane == ZLane::Fusion) {
            if (flow.fusion_buy <= 0 || flow.fusion_strong <= flow.fusion_buy) continue;
            band(flow.fusion_buy, flow.fusion_strong, Token::Up, 0.08);
            band(flow.fusion_strong, limit, Token::Up, 0.17);
            band(-flow.fusion_buy, -flow.fusion_strong, Token::Down, 0.08);
            band(-flow.fusion_strong, -limit, Token::Down, 0.17);
            for (const double sign : {1.0, -1.0}) {
                line(sign * flow.fusion_buy, m_theme.tint(sign > 0 ? Token::Up : Token::Down, 0.7), Qt::DotLine);
                line(sign * flow.fusion_strong, m_theme.tint(sign > 0 ? Token::Up : Token::Down, 0.8), Qt::DashLine);
            }
        } else if (flow.z_hi > 0) {
            for (const double sign : {1.0, -1.0}) line(sign * flow.z_hi, m_theme.tint(Token::Text3, 0.8), Qt::DashLine);
        }
    }
}

/// The fusion state over time as a strip at the foot of its lane: half high for buy and sell, full for the strong ones.
void ZCanvas::paintLevels(QPainter& painter, const QRectF& box) const {
    for (const ZLevel& one : m_model.levels()) {
        const double left = std::max(std::floor(xOf(one.span.from_ns)), box.left());
        const double right = std::min(std::max(std::ceil(xOf(one.span.to_ns)), left + 1), box.right());
        const double height = isStrong(one.level) ? 4 : 2;
        if (right > left)
            painter.fillRect(QRectF(left, box.bottom() - height, right - left, height),
                             sideColor(m_theme, one.level, 0.95));
    }
}

void ZCanvas::paintLine(QPainter& painter, std::size_t row, ZLane lane) const {
    const ZLaneData& shown = m_model.lane(lane);
    std::size_t points = 0;
    for (const Segment& segment : shown.line) points += segment.size();
    painter.setRenderHint(QPainter::Antialiasing, points < 1'200);
    const auto draw = [&](const std::vector<Segment>& segments, const QPen& pen) {
        painter.setPen(pen);
        QPolygonF shape;
        for (const Segment& segment : segments) {
            shape.clear();
            for (const Sample& sample : segment) shape.append({xOf(sample.t_ns), yIn(row, lane, sample.value)});
            if (shape.size() == 1)
                painter.drawLine(shape[0] - QPointF(0.6, 0), shape[0] + QPointF(0.6, 0));
            else
                painter.drawPolyline(shape);
        }
    };
    QPen pen(laneColor(lane), 1);  // wider ones leave the rasteriser's quick path and cost ten times as much
    draw(shown.line, pen);
    pen.setStyle(Qt::DotLine);
    draw(shown.warming, pen);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void ZCanvas::paintClipped(QPainter& painter, std::size_t row, ZLane lane) const {
    const QRectF box = laneRect(row);
    for (const TimeSpan& span : m_model.lane(lane).clipped) {
        const double left = std::max(std::floor(xOf(span.from_ns)) - 1, box.left());
        const double right = std::min(std::max(std::ceil(xOf(span.to_ns)) + 1, left + 3), box.right());
        const api::FlowPoint* point = m_model.at(span.from_ns);
        const bool up = point == nullptr || ZModel::value(*point, lane).value > 0;
        const double y = yIn(row, lane, (up ? 1 : -1) * m_model.axis(lane));
        if (right > left)
            painter.fillRect(QRectF(left, std::round(y) - (up ? 3 : -1), right - left, 2), m_theme.color(Token::Attn));
    }
}

void ZCanvas::paintBelow(QPainter& painter) {
    const std::vector<ZLane> lanes = shownLanes();
    if (m_model.empty() || lanes.empty()) return;
    paintTimeGrid(painter, 0, plotRect().bottom());
    for (std::size_t row = 0; row < lanes.size(); ++row) {
        const QRectF box = laneRect(row);
        painter.save();
        painter.setClipRect(box);
        paintBands(painter, m_model.bands(lanes[row]), box);
        if (m_model.lane(lanes[row]).any) paintThresholds(painter, row, lanes[row]);
        painter.setPen(QPen(m_theme.color(Token::Grid), 1));
        const double zero = std::floor(yIn(row, lanes[row], 0)) + 0.5;
        painter.drawLine(QPointF(box.left(), zero), QPointF(box.right(), zero));
        if (lanes[row] == ZLane::Fusion) paintLevels(painter, box);
        paintLine(painter, row, lanes[row]);
        paintClipped(painter, row, lanes[row]);
        painter.restore();
    }
    paintBreaks(painter);
}

void ZCanvas::paintBreaks(QPainter& painter) const {
    const QRectF plot = plotRect();
    const QFont font = m_theme.uiFont(9);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    double free_from = plot.left();
    for (const ZBreak& one : m_model.breaks()) {
        const double x = std::floor(xOf(one.t_ns)) + 0.5;
        if (x < plot.left() || x > plot.right()) continue;
        painter.setPen(QPen(m_theme.color(Token::Text3), 1, Qt::DashDotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const QString words = QStringLiteral("┆ ") + breakText(one);
        const double width = metrics.horizontalAdvance(words) + 4;
        const QRectF box(x + 3, plot.bottom() - kLine - 5, width, kLine);
        if (box.left() < free_from || box.right() > plot.right()) continue;
        painter.fillRect(box, m_theme.tint(Token::Bg1, 0.85));
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, words);
        free_from = box.right() + 8;
    }
}

void ZCanvas::paintScale(QPainter& painter, std::size_t row, ZLane lane) const {
    const QRectF plot = plotRect(), box = laneRect(row);
    const api::FlowView& flow = m_model.flow();
    const double width = QFontMetrics(m_theme.numberFont(9)).horizontalAdvance(QStringLiteral("−2.0")) + 6;
    if (!m_model.lane(lane).any) return;
    std::vector<double> marks;
    const auto add = [&](double value) {
        if (std::abs(value) >= m_model.axis(lane)) return;
        for (const double mark : marks)
            if (std::abs(yIn(row, lane, mark) - yIn(row, lane, value)) < 12) return;
        marks.push_back(value);
    };
    for (const double sign : {1.0, -1.0}) add(sign * (lane == ZLane::Fusion ? flow.fusion_strong : flow.z_hi));
    add(0);
    for (const double sign : {1.0, -1.0})
        if (lane == ZLane::Fusion) add(sign * flow.fusion_buy);
    painter.setFont(m_theme.numberFont(9));
    painter.setPen(m_theme.color(Token::Text3));
    for (const double mark : marks) {
        const double y = std::clamp(yIn(row, lane, mark), box.top() + 7, box.bottom() - 7);
        painter.drawText(QRectF(plot.right() + 2, y - 8, width, 16), Qt::AlignRight | Qt::AlignVCenter,
                         mark == 0 ? QStringLiteral("0") : format::number(mark, 1, format::Sign::Always));
    }
}

void ZCanvas::paintReadout(QPainter& painter, std::size_t row, ZLane lane) const {
    const QRectF box = laneRect(row);
    const double left = width() - m_theme.px(kReadout) + 6;
    const double room = width() - left - 8;
    const api::FlowPoint& point = m_model.flow().point;
    const Stat now = ZModel::value(point, lane);
    const double line = std::min<double>(QFontMetricsF(m_theme.numberFont(9)).height() + 1, box.height() / 2);
    double y = box.top() + 3;
    const auto put = [&](const QString& text, Token token, const QFont& font) {
        if (text.isEmpty() || y + line > box.bottom() + 1) return;
        painter.setFont(font);
        painter.setPen(m_theme.color(token));
        painter.drawText(QRectF(left, y, room, line), Qt::AlignRight | Qt::AlignVCenter,
                         QFontMetricsF(font).elidedText(text, Qt::ElideRight, room));
        y += line;
    };
    QFont strong = m_theme.numberFont(10);
    strong.setWeight(QFont::DemiBold);
    const QFont words = m_theme.uiFont(9), number = m_theme.numberFont(9);
    put(valueText(point, lane), now.has() ? Token::Text : Token::Text3, strong);
    if (lane == ZLane::Fusion) {
        const FusionLevel level = point.level;
        put(levelText(level),
            level == FusionLevel::Neutral                                  ? Token::Text2
            : level == FusionLevel::Buy || level == FusionLevel::StrongBuy ? Token::Up
                                                                           : Token::Down,
            words);
        put(tr("consistency %1")
                .arg(point.consistency.has() ? format::number(point.consistency.value, 2) : format::missing()),
            Token::Text2, words);
        if (now.has() && !point.consistency.has())
            put(texts::signalReason(point.consistency.reason), Token::Text3, words);
    }
    if (!now.has()) put(texts::signalReason(now.reason), Token::Text2, words);
    if (lane == ZLane::Cvd && m_has_tape)
        put(tr("unknown %1").arg(format::percent(m_model.flow().unknown_share, 0)),
            m_model.flow().unknown_share > 0.1 ? Token::Attn : Token::Text3, words);
}

void ZCanvas::paintHash(QPainter& painter) const {
    const api::FlowView& flow = m_model.flow();
    if (flow.params_hash == 0) return;
    const QString hash = QString::number(flow.params_hash, 16).rightJustified(16, QLatin1Char('0')).left(8);
    painter.setFont(m_theme.numberFont(9));
    painter.setPen(m_theme.color(Token::Text3));
    painter.drawText(QRectF(width() - 130, plotRect().bottom() + 1, 122, kTimeAxis - 1),
                     Qt::AlignRight | Qt::AlignVCenter, QLatin1Char('#') + hash);
}

void ZCanvas::paintAbove(QPainter& painter) {
    const QRectF plot = plotRect();
    painter.fillRect(QRectF(plot.right(), 0, width() - plot.right(), plot.bottom()), m_theme.color(Token::Bg1));
    painter.fillRect(QRectF(plot.right(), 0, 1, plot.bottom()), m_theme.color(Token::Grid));
    if (m_model.empty()) return;
    const std::vector<ZLane> lanes = shownLanes();
    for (std::size_t row = 0; row < lanes.size(); ++row) {
        paintScale(painter, row, lanes[row]);
        if (hasReadout()) paintReadout(painter, row, lanes[row]);
        if (row > 0) painter.fillRect(QRectF(0, laneRect(row).top(), width(), 1), m_theme.color(Token::Grid));
    }
    paintTimeLabels(painter, plot.bottom());
    if (hasReadout()) paintHash(painter);
}

void ZCanvas::paintTitle(QPainter& painter, std::size_t row, ZLane lane) const {
    const QRectF box = laneRect(row);
    const QFont label_font = m_theme.uiFont(9), number_font = m_theme.numberFont(9);
    double x = 8;
    const auto put = [&](const QString& text, const QFont& font, const QColor& color) {
        if (text.isEmpty()) return;
        const double width = QFontMetricsF(font).horizontalAdvance(text) + 2;
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(QRectF(x, box.top() + 2, std::min(width, box.right() - x), 16),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
        x += width + 8;
    };
    put(laneName(lane), label_font, laneColor(lane));
    const api::FlowPoint* under = hasCrosshair() ? m_model.at(crosshairNs()) : nullptr;
    const Stat now = ZModel::value(m_model.flow().point, lane);
    if (under != nullptr) {
        const Stat stat = ZModel::value(*under, lane);
        put(valueText(*under, lane), number_font, m_theme.color(Token::Text));
        if (!stat.has()) put(texts::signalReason(stat.reason), label_font, m_theme.color(Token::Text2));
        if (lane == ZLane::Fusion) put(levelText(under->level), label_font, m_theme.color(Token::Text2));
        return;
    }
    if (!hasReadout()) put(valueText(m_model.flow().point, lane), number_font, m_theme.color(Token::Text));
    const QString absence = absenceText(lane);
    if (!absence.isEmpty() && !m_model.lane(lane).any) {
        painter.setFont(label_font);
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(box, Qt::AlignCenter, absence);
        return;
    }
    if (!absence.isEmpty() && now.reason != Reason::Warmup) put(absence, label_font, m_theme.color(Token::NotLive));
    if (warmingUp())
        put(tr("warm-up %1/%2").arg(m_model.flow().warmup_have).arg(m_model.flow().warmup_need), label_font,
            m_theme.color(Token::Text2));
}

void ZCanvas::paintOver(QPainter& painter) {
    const QRectF plot = plotRect();
    const std::vector<ZLane> lanes = shownLanes();
    if (m_model.empty() || lanes.empty()) {
        painter.setFont(m_theme.uiFont(10));
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(QRectF(rect()).adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         lanes.empty() ? tr("All lanes are off") : m_message);
        return;
    }
    if (m_stale) paintStale(painter, QRectF(0, 0, plot.right(), plot.bottom()));
    for (std::size_t row = 0; row < lanes.size(); ++row) paintTitle(painter, row, lanes[row]);
    if (!hasCrosshair()) return;
    painter.setPen(QPen(m_theme.color(Token::Text3), 1, Qt::DashLine));
    const double x = std::floor(xOf(crosshairNs())) + 0.5;
    painter.drawLine(QPointF(x, 0), QPointF(x, plot.bottom()));
    paintTimeTag(painter, plot.bottom());
    QStringList lines;
    for (const ZBreak& one : m_model.breaks())
        if (std::abs(pointer().x() - xOf(one.t_ns)) <= 4)
            lines.append(tr("Segment %1 begins: %2").arg(one.segment).arg(breakText(one)));
    for (std::size_t row = 0; row < lanes.size(); ++row) {
        if (!laneRect(row).contains(pointer())) continue;
        for (const GapBand& band : m_model.bands(lanes[row]))
            if (pointer().x() >= xOf(band.from_ns) - 2 &&
                (band.open() || pointer().x() <= std::max(xOf(band.to_ns), xOf(band.from_ns) + 2) + 2))
                lines.append(gapSentence(band));
    }
    if (!lines.isEmpty()) paintNote(painter, lines.mid(0, 4));
}

QString ZCanvas::copyText() const {
    if (m_model.empty()) return {};
    const api::FlowPoint* point = hasCrosshair() ? m_model.at(crosshairNs()) : &m_model.flow().point;
    if (point == nullptr || point->time.ns == 0) return {};
    const auto cell = [](const Stat& stat) {
        return stat.has() ? QString::number(stat.value, 'f', 4) : format::text(reasonName(stat.reason));
    };
    QStringList row{format::isoUtc(point->time.ns),
                    QString::number(point->index),
                    cell(point->z_ofi),
                    cell(point->z_cvd),
                    cell(ZModel::value(*point, ZLane::Fusion)),
                    cell(point->consistency),
                    format::text(fusionLevelName(point->level)),
                    QString::number(point->segment)};
    return QStringLiteral("time\tindex\tz_ofi\tz_cvd\tfusion_score\tconsistency\tlevel\tsegment\n") +
           row.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

void ZCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        if (const QString text = copyText(); !text.isEmpty()) QGuiApplication::clipboard()->setText(text);
        event->accept();
        return;
    }
    PlotView::keyPressEvent(event);
}

}  // namespace bw::ui
