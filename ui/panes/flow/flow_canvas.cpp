// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/flow/flow_canvas.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/panes/chart/chart_canvas.h"
#include "ui/panes/common/freshness.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {
constexpr int kTimeAxis = 22;
constexpr int kScaleFrom = 64;  // lane height from which the ends of the scale are written
constexpr double kLow = 0.07;   // part of the lane below the values
constexpr double kTitle = 17;   // pixels above them, for the title
}  // namespace

FlowCanvas::FlowCanvas(Theme& theme, QWidget* parent)
    : PlotView(theme, parent), m_cvd(*this, QStringLiteral("cvd")), m_ofi(*this, QStringLiteral("ofi")) {
    m_model.setPeriod(1, timeWindow());
    setAccessibleName(tr("Order flow"));
    connect(this, &PlotView::autoRequested, this, [this] {
        m_model.setPeriod(m_model.periodS(), timeWindow());
        Q_EMIT windowMoved();
    });
}

int FlowCanvas::valueAxis() const {
    return QFontMetrics(m_theme.numberFont(9)).horizontalAdvance(QStringLiteral("−9,999.9")) + 12;
}

QRectF FlowCanvas::layoutPlot(QSize size) const {
    return QRectF(0, 0, size.width() - valueAxis(), size.height() - kTimeAxis);
}

std::vector<Lane> FlowCanvas::shownLanes() const {
    std::vector<Lane> out;
    for (std::size_t i = 0; i < kLanes; ++i)
        if (m_is_shown[i]) out.push_back(static_cast<Lane>(i));
    return out;
}

QRectF FlowCanvas::laneRect(std::size_t row) const {
    const QRectF plot = plotRect();
    const double lanes = std::max<double>(1, static_cast<double>(shownLanes().size()));
    const double top = std::round(plot.height() * static_cast<double>(row) / lanes);
    const double bottom = std::round(plot.height() * static_cast<double>(row + 1) / lanes);
    return QRectF(plot.left(), plot.top() + top, plot.width(), bottom - top);
}

double FlowCanvas::unitOf(std::size_t row, const LaneData& lane, double value) const {
    const double lanes = static_cast<double>(shownLanes().size());
    const double part = (value - lane.range.low()) / std::max(lane.range.high() - lane.range.low(), 1e-12);
    const double high = std::clamp(1 - kTitle / std::max(laneRect(row).height(), 1.0), 0.5, 0.9);
    return lanes - 1 - static_cast<double>(row) + kLow + (high - kLow) * part;
}

void FlowCanvas::show(const api::DisplayHistory& history, const api::MarketView& view, int instrument) {
    m_qty_digits = view.qty_digits;
    m_qty_shown = view.qty_shown;
    m_model.update(history, view, instrument, timeWindow(), static_cast<int>(plotRect().width()));
    setValueRange(0, std::max<double>(1, static_cast<double>(shownLanes().size())));
    showLines();
    rebuildImage();
    const LaneData& cvd = m_model.lane(Lane::Cvd);
    setAccessibleDescription(cvd.has_value ? tr("Cumulative volume delta %1").arg(quantity(cvd.value))
                                           : absenceText(Lane::Cvd, cvd.absence));
}

void FlowCanvas::showLines() {
    m_cvd.setPen(QPen(laneColor(Lane::Cvd), 1.4));
    m_ofi.setPen(QPen(laneColor(Lane::OfiL1), 1.4));
    const std::vector<Lane> lanes = shownLanes();
    const auto put = [&](Line& line, Lane which) {
        const auto at = std::find(lanes.begin(), lanes.end(), which);
        const LaneData& lane = m_model.lane(which);
        const auto row = static_cast<std::size_t>(at - lanes.begin());
        if (at == lanes.end() || !lane.as_line)
            line.show({}, [](double value) { return value; });
        else
            line.show(lane.line, [&](double value) { return unitOf(row, lane, value); });
    };
    put(m_cvd, Lane::Cvd);
    put(m_ofi, Lane::OfiL1);
}

void FlowCanvas::setLaneShown(Lane lane, bool shown) {
    m_is_shown[static_cast<std::size_t>(lane)] = shown;
}

void FlowCanvas::setCondition(bool stale, const QString& message) {
    if (stale == m_stale && message == m_message) return;
    m_stale = stale;
    m_message = message;
    rebuildImage();
}

QColor FlowCanvas::laneColor(Lane lane) const {
    switch (lane) {
        case Lane::Cvd:
            return m_theme.color(Token::Series1);
        case Lane::OfiL1:
            return m_theme.color(Token::Series2);
        case Lane::OfiL5:
        case Lane::Delta:
        case Lane::Count:
            break;
    }
    return m_theme.color(Token::Series3);
}

QString FlowCanvas::laneName(Lane lane) const {
    switch (lane) {
        case Lane::Cvd:
            return tr("CVD");
        case Lane::OfiL1:
            return m_model.lane(lane).as_line ? tr("OFI best, running") : tr("OFI best");
        case Lane::OfiL5:
            return tr("OFI 5 levels");
        case Lane::Delta:
            return tr("Delta");
        case Lane::Count:
            break;
    }
    return {};
}

QString FlowCanvas::absenceText(Lane lane, LaneAbsence absence) const {
    switch (absence) {
        case LaneAbsence::None:
            return {};
        case LaneAbsence::NoTape:
            return tr("no tape: the source sends no trades");
        case LaneAbsence::NoBook:
            return tr("no book: the source sends no depth");
        case LaneAbsence::Withheld:
            return tr("withheld: the book is not usable now");
        case LaneAbsence::Nothing:
            return lane == Lane::Cvd || lane == Lane::Delta ? tr("waiting for the first trade")
                                                            : tr("waiting for the first book");
    }
    return {};
}

QString FlowCanvas::quantity(double units, bool always_signed) const {
    if (std::isnan(units)) return format::missing();
    // The larger the number, the fewer decimals: the column of the scale has room for eight characters.
    const double size = std::abs(units) / static_cast<double>(kPow10[m_qty_digits]);
    const int shown = std::min(m_qty_shown, size >= 1'000 ? 1 : size >= 100 ? 2 : m_qty_shown);
    return format::compact(static_cast<Int128>(std::llround(units)), m_qty_digits, shown, m_theme.words(),
                           always_signed ? format::Sign::Always : format::Sign::Negative);
}

void FlowCanvas::paintLaneBars(QPainter& painter, std::size_t row, const LaneData& lane) const {
    const double period =
        static_cast<double>(m_model.periodS()) * 1e9 / static_cast<double>(timeWindow().spanNs()) * plotRect().width();
    const double width = std::max(1.0, std::floor(period * 0.8));
    const double zero = std::round(yOf(unitOf(row, lane, 0)));
    for (const FlowBar& bar : lane.bars) {
        const double left = std::floor(xOf(bar.open_ns) + (period - width) / 2);
        const auto draw = [&](double value, Token token) {
            const double y = std::round(yOf(unitOf(row, lane, value)));
            painter.fillRect(QRectF(left, std::min(y, zero), width, std::max(std::abs(y - zero), 1.0)),
                             m_theme.tint(token, bar.partial ? 0.45 : 0.9));
        };
        if (bar.high > 0) draw(bar.high, Token::Up);
        if (bar.low < 0) draw(bar.low, Token::Down);
    }
}

void FlowCanvas::paintBelow(QPainter& painter) {
    const std::vector<Lane> lanes = shownLanes();
    if (m_model.bars().empty() || lanes.empty()) return;
    paintTimeGrid(painter, 0, plotRect().bottom());
    for (std::size_t row = 0; row < lanes.size(); ++row) {
        const LaneData& lane = m_model.lane(lanes[row]);
        const QRectF box = laneRect(row);
        painter.save();
        painter.setClipRect(box);
        paintBands(painter, m_model.bands(lanes[row]), box);
        const bool has_zero = lane.has_value && lane.range.low() <= 0 && lane.range.high() >= 0;
        if (has_zero) {
            painter.setPen(QPen(m_theme.color(Token::Grid), 1));
            const double y = std::floor(yOf(unitOf(row, lane, 0))) + 0.5;
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        }
        if (!lane.as_line) paintLaneBars(painter, row, lane);
        painter.restore();
    }
}

void FlowCanvas::paintLaneScale(QPainter& painter, std::size_t row, Lane which) const {
    const LaneData& lane = m_model.lane(which);
    if (!lane.has_value) return;
    const QRectF box = laneRect(row);
    const QRectF column(plotRect().right() + 6, box.top(), valueAxis() - 12, box.height());
    const auto label = [&](double value, const QColor& color) {
        const double y = std::clamp(yOf(unitOf(row, lane, value)), box.top() + 8, box.bottom() - 8);
        painter.setPen(color);
        painter.drawText(QRectF(column.left(), y - 8, column.width(), 16), Qt::AlignRight | Qt::AlignVCenter,
                         quantity(value));
        return y;
    };
    const double now =
        label(lane.value, lane.as_line ? laneColor(which) : m_theme.color(lane.value >= 0 ? Token::Up : Token::Down));
    if (box.height() < kScaleFrom) return;
    for (const double end : {lane.range.low(), lane.range.high()})
        if (std::abs(yOf(unitOf(row, lane, end)) - now) > 17) label(end, m_theme.color(Token::Text3));
}

void FlowCanvas::paintAbove(QPainter& painter) {
    const QRectF plot = plotRect();
    painter.fillRect(QRectF(plot.right(), 0, width() - plot.right(), plot.bottom()), m_theme.color(Token::Bg1));
    painter.fillRect(QRectF(plot.right(), 0, 1, plot.bottom()), m_theme.color(Token::Grid));
    if (m_model.bars().empty()) return;
    painter.setFont(m_theme.numberFont(9));
    const std::vector<Lane> lanes = shownLanes();
    for (std::size_t row = 0; row < lanes.size(); ++row) {
        paintLaneScale(painter, row, lanes[row]);
        if (row > 0) painter.fillRect(QRectF(0, laneRect(row).top(), width(), 1), m_theme.color(Token::Grid));
    }
    paintTimeLabels(painter, plot.bottom());
}

void FlowCanvas::paintLaneTitle(QPainter& painter, std::size_t row, Lane which) const {
    const LaneData& lane = m_model.lane(which);
    const QRectF box = laneRect(row);
    const QFont label_font = m_theme.uiFont(9), number_font = m_theme.numberFont(9);
    const QString name = laneName(which);
    double x = 8;
    painter.setFont(label_font);
    const double name_width = QFontMetricsF(label_font).horizontalAdvance(name);
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(QRectF(x, box.top() + 2, name_width + 2, 16), Qt::AlignLeft | Qt::AlignVCenter, name);
    x += name_width + 8;
    if (hasCrosshair() && lane.has_value) {
        double value = 0;
        const bool known = m_model.valueAt(which, crosshairNs(), value);
        painter.setFont(number_font);
        painter.setPen(m_theme.color(Token::Text));
        painter.drawText(QRectF(x, box.top() + 2, 140, 16), Qt::AlignLeft | Qt::AlignVCenter,
                         known ? quantity(value) : format::missing());
        x += 90;
    }
    const QString words = absenceText(which, lane.absence);
    if (words.isEmpty()) return;
    painter.setFont(label_font);
    painter.setPen(m_theme.color(lane.absence == LaneAbsence::Withheld ? Token::NotLive : Token::Text3));
    const bool empty = !lane.has_value;
    const QRectF where = empty ? box : QRectF(x, box.top() + 2, box.width() - x, 16);
    painter.drawText(where, empty ? int(Qt::AlignCenter) : int(Qt::AlignVCenter), words);
}

void FlowCanvas::paintOver(QPainter& painter) {
    const QRectF plot = plotRect();
    const std::vector<Lane> lanes = shownLanes();
    if (m_model.bars().empty() || lanes.empty()) {
        painter.setFont(m_theme.uiFont(10));
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(QRectF(rect()).adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         lanes.empty() ? tr("All lanes are off") : m_message);
        return;
    }
    if (m_stale) paintStale(painter, QRectF(0, 0, plot.right(), plot.bottom()));
    for (std::size_t row = 0; row < lanes.size(); ++row) paintLaneTitle(painter, row, lanes[row]);
    if (!hasCrosshair()) return;
    painter.setPen(QPen(m_theme.color(Token::Text3), 1, Qt::DashLine));
    const double x = std::floor(xOf(crosshairNs())) + 0.5;
    painter.drawLine(QPointF(x, 0), QPointF(x, plot.bottom()));
    paintTimeTag(painter, plot.bottom());
    for (std::size_t row = 0; row < lanes.size(); ++row) {
        if (!laneRect(row).contains(pointer())) continue;
        QStringList lines;
        for (const GapBand& band : m_model.bands(lanes[row]))
            if (pointer().x() >= xOf(band.from_ns) - 2 &&
                (band.open() || pointer().x() <= std::max(xOf(band.to_ns), xOf(band.from_ns) + 2) + 2))
                lines.append(gapSentence(band));
        if (!lines.isEmpty()) paintNote(painter, lines.mid(0, 4));
    }
}

}  // namespace bw::ui
