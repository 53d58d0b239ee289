// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/chart/chart_canvas.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/panes/chart/bar_painter.h"
#include "ui/panes/common/freshness.h"
#include "ui/panes/plot/ticks.h"
#include "ui/panes/common/ribbon_paint.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {
constexpr int kTimeAxis = 22, kRibbon = 4, kReadout = 22, kTagHeight = 18;
constexpr int kVolumeFrom = 150;  // no volume pane in a view that is lower
constexpr int kPriceLabelPixels = 44;

struct GapNote {
    Q_DECLARE_TR_FUNCTIONS(GapNote)
};
}  // namespace

ChartCanvas::ChartCanvas(Theme& theme, QWidget* parent)
    : PlotView(theme, parent), m_bid(*this, QStringLiteral("bid")), m_ask(*this, QStringLiteral("ask")) {
    m_model.setPeriod(60, timeWindow());
    setAccessibleName(tr("Price chart"));
    connect(this, &PlotView::valueScaled, this, [this](double factor) {
        m_model.scaleValue(factor);
        Q_EMIT windowMoved();
    });
    connect(this, &PlotView::valuePanned, this, [this](double pixels) {
        m_model.panValue(pixels * (m_model.high() - m_model.low()) / std::max(plotRect().height(), 1.0));
    });
    connect(this, &PlotView::autoRequested, this, [this] {
        m_model.autoScale();
        Q_EMIT windowMoved();
    });
}

QRectF ChartCanvas::layoutPlot(QSize size) const {
    const double volume = size.height() < kVolumeFrom ? 0 : std::floor(size.height() * 0.17);
    return QRectF(0, kRibbon + kReadout, size.width() - m_axis_width,
                  size.height() - kTimeAxis - kRibbon - kReadout - volume);
}

QRectF ChartCanvas::volumeRect() const {
    const QRectF plot = plotRect();
    const double bottom = height() - kTimeAxis;
    if (height() < kVolumeFrom || !m_facts.has_tape) return {};
    return QRectF(plot.left(), plot.bottom() + 5, plot.width(), bottom - plot.bottom() - 5);
}

void ChartCanvas::show(const api::DisplayHistory& history, const api::MarketView& view, int instrument) {
    m_facts = {view.price_digits,
               view.price_shown,
               view.qty_digits,
               view.qty_shown,
               view.has_tape,
               view.has_book,
               view.has_last,
               view.top.has_bid,
               view.top.has_ask,
               toDouble(view.last.units, view.price_digits),
               toDouble(view.top.bid.price.units, view.price_digits),
               toDouble(view.top.ask.price.units, view.price_digits),
               view.last_side};
    m_model.update(history, view, instrument, timeWindow());
    if (!m_facts.has_tape && m_facts.has_bid) {  // quotes only: bars are bids, so is their last price
        m_facts.has_last = true;
        m_facts.last = m_facts.bid;
        m_facts.side = Side::Unknown;
    }
    setValueRange(m_model.low(), m_model.high());
    const QFontMetrics metrics(m_theme.numberFont(9));
    const int volume = m_facts.has_tape ? metrics.horizontalAdvance(volumeText()) : 0;
    const int wanted = std::max(metrics.horizontalAdvance(priceText(m_model.high())), volume) + 14;
    if (wanted > m_axis_width || wanted < m_axis_width - 24) {
        m_axis_width = wanted;
        relayout();
    }
    showQuotes();
    if (m_log)
        m_marks = signalMarks(*m_log, instrument, view.price_digits, timeWindow().fromNs(), timeWindow().toNs());
    rebuildImage();
    describe();
}

void ChartCanvas::showQuotes() {
    const TimeWindow& window = timeWindow();
    const auto level = [&](Line& line, bool is_there, double price, Token token) {
        line.setPen(QPen(m_theme.tint(token, 0.75), 1, Qt::DotLine));
        std::vector<Segment> segments;
        if (is_there && !m_stale && price > m_model.low() && price < m_model.high())
            segments.push_back({{window.fromNs(), price}, {window.toNs(), price}});
        line.show(segments, [](double value) { return value; });
    };
    level(m_bid, m_facts.has_bid, m_facts.bid, Token::Up);
    level(m_ask, m_facts.has_ask, m_facts.ask, Token::Down);
}

void ChartCanvas::setCondition(bool stale, const QString& message) {
    if (stale == m_stale && message == m_message) return;
    m_stale = stale;
    m_message = message;
    rebuildImage();
}

void ChartCanvas::describe() {
    if (m_model.bars().empty()) return;
    const api::Bar& bar = m_model.bars().back();
    setAccessibleDescription(tr("Last %1, open %2, high %3, low %4")
                                 .arg(format::fixed(bar.close.units, m_facts.price_digits, m_facts.price_shown),
                                      format::fixed(bar.open.units, m_facts.price_digits, m_facts.price_shown),
                                      format::fixed(bar.high.units, m_facts.price_digits, m_facts.price_shown),
                                      format::fixed(bar.low.units, m_facts.price_digits, m_facts.price_shown)));
}

double ChartCanvas::priceStep() const {
    const int lines = std::max(1, static_cast<int>(plotRect().height() / kPriceLabelPixels));
    return niceStep(m_model.high() - m_model.low(), lines, std::pow(10.0, -m_facts.price_shown));
}

QString ChartCanvas::priceText(double price) const {
    return format::number(price, m_facts.price_shown);
}

QString ChartCanvas::volumeText() const {
    return format::compact(m_model.volumeMax(), m_facts.qty_digits, m_facts.qty_shown, m_theme.words());
}

BarGeometry ChartCanvas::geometry() const {
    BarGeometry out;
    out.plot = plotRect();
    out.volume = volumeRect();
    out.x_of = [this](std::int64_t t_ns) { return xOf(t_ns); };
    out.y_of = [this](double price) { return yOf(price); };
    out.bar_pixels =
        static_cast<double>(m_model.periodS()) * 1e9 / static_cast<double>(timeWindow().spanNs()) * plotRect().width();
    out.price_digits = m_facts.price_digits;
    out.volume_max = m_model.volumeMax();
    return out;
}

void ChartCanvas::paintBelow(QPainter& painter) {
    const QRectF plot = plotRect();
    const double bottom = height() - kTimeAxis;
    if (m_model.bars().empty()) return;
    paintTimeGrid(painter, kRibbon, bottom);
    const double step = priceStep();
    painter.setPen(QPen(m_theme.color(Token::Grid), 1));
    for (double price = std::ceil(m_model.low() / step) * step; price < m_model.high(); price += step) {
        const double y = std::floor(yOf(price)) + 0.5;
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    paintBands(painter, m_model.bands(), QRectF(plot.left(), kRibbon, plot.width(), bottom - kRibbon));
    paintBars(painter, m_theme, geometry(), m_model.bars());
}

void ChartCanvas::paintAbove(QPainter& painter) {
    const QRectF plot = plotRect();
    paintSignals(painter);
    const double bottom = height() - kTimeAxis;
    painter.setFont(m_theme.numberFont(9));
    painter.fillRect(QRectF(plot.right(), 0, width() - plot.right(), bottom), m_theme.color(Token::Bg1));
    painter.fillRect(QRectF(plot.right(), 0, 1, bottom), m_theme.color(Token::Grid));
    if (m_model.bars().empty()) return;
    paintTimeLabels(painter, bottom);
    paintRibbon(painter, m_theme, QRectF(plot.left(), 0, plot.width(), kRibbon), m_model.ribbon(),
                timeWindow().fromNs(), timeWindow().toNs());
    const double step = priceStep();
    painter.setPen(m_theme.color(Token::Text2));
    for (double price = std::ceil(m_model.low() / step) * step; price < m_model.high(); price += step) {
        const QRectF box(plot.right() + 6, yOf(price) - 9, m_axis_width - 12, 18);
        const bool under_tag = m_facts.has_last && std::abs(yOf(price) - priceTagY()) < kTagHeight;
        if (box.bottom() < plot.bottom() + 8 && !under_tag)
            painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, priceText(price));
    }
    const QRectF volume = volumeRect();
    if (!volume.isEmpty()) {
        painter.fillRect(QRectF(0, plot.bottom() + 2, width(), 1), m_theme.color(Token::Grid));
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRectF(plot.right() + 6, volume.top() - 2, m_axis_width - 12, 16),
                         Qt::AlignRight | Qt::AlignVCenter,
                         volumeText());
    }
    paintPriceTag(painter);
}

void ChartCanvas::paintTag(QPainter& painter, double y, const QString& text, const QColor& fill,
                           const QColor& ink) const {
    const QRectF plot = plotRect();
    const QRectF box(plot.right() + 1, std::round(y) - kTagHeight / 2, m_axis_width - 1, kTagHeight);
    painter.fillRect(box, fill);
    painter.setPen(ink);
    painter.drawText(box.adjusted(5, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, text);
}

double ChartCanvas::priceTagY() const {
    return std::clamp(yOf(m_facts.last), plotRect().top(), plotRect().bottom());
}

void ChartCanvas::paintPriceTag(QPainter& painter) const {
    if (!m_facts.has_last) return;
    const QRectF plot = plotRect();
    const double y = priceTagY();
    const bool quiet = m_facts.side == Side::Unknown;
    QColor fill = m_theme.color(quiet ? Token::Text2 : m_facts.side == Side::Buy ? Token::Up : Token::Down);
    QColor ink = m_theme.color(Token::Bg1);
    if (m_stale) {
        fill = m_theme.color(Token::NotLiveFill);
        ink = m_theme.color(Token::NotLiveFillText);
    }
    QPen pen(fill, 1);
    pen.setDashPattern({1, 3});
    painter.setPen(pen);
    if (y == yOf(m_facts.last))
        painter.drawLine(QPointF(plot.left(), std::round(y) + 0.5), QPointF(plot.right(), std::round(y) + 0.5));
    paintTag(painter, y, priceText(m_facts.last), fill, ink);
}

void ChartCanvas::paintOver(QPainter& painter) {
    const QRectF plot = plotRect();
    if (!m_message.isEmpty() && m_model.bars().empty()) {
        painter.setFont(m_theme.uiFont(10));
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(QRectF(rect()).adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    if (m_stale) paintStale(painter, QRectF(0, kRibbon, plot.right(), height() - kTimeAxis - kRibbon));
    if (hasCrosshair()) {
        QPen pen(m_theme.color(Token::Text3), 1, Qt::DashLine);
        painter.setPen(pen);
        const double x = std::floor(xOf(crosshairNs())) + 0.5;
        painter.drawLine(QPointF(x, kRibbon), QPointF(x, height() - kTimeAxis));
        const double y = std::floor(pointer().y()) + 0.5;
        painter.setFont(m_theme.numberFont(9));
        if (plot.contains(plot.center().x(), y)) {
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
            paintTag(painter, y, priceText(valueAt(y)), m_theme.color(Token::Bg3), m_theme.color(Token::Text));
        }
        paintTimeTag(painter, height() - kTimeAxis);
        if (const QStringList lines = signalLines() + gapLines(); !lines.isEmpty()) paintNote(painter, lines);
    }
    paintReadout(painter);
}

void ChartCanvas::paintReadout(QPainter& painter) const {
    if (m_model.bars().empty()) return;
    const api::Bar* bar = hasCrosshair() ? m_model.barAt(crosshairNs()) : &m_model.bars().back();
    const QFont label_font = m_theme.uiFont(9), number_font = m_theme.numberFont(9);
    double x = 8;
    const double room = plotRect().right() - 8;
    const auto put = [&](const QString& label, const QString& value, Token token) {
        const double label_width = QFontMetricsF(label_font).horizontalAdvance(label);
        const double value_width = QFontMetricsF(number_font).horizontalAdvance(value);
        if (x + label_width + 4 + value_width > room) return;
        painter.fillRect(QRectF(x - 6, kRibbon, label_width + value_width + 16, kReadout),
                         m_theme.tint(Token::Bg1, 0.8));
        painter.setFont(label_font);
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRectF(x, kRibbon, label_width + 2, kReadout), Qt::AlignLeft | Qt::AlignVCenter, label);
        x += label_width + 4;
        painter.setFont(number_font);
        painter.setPen(m_theme.color(token));
        painter.drawText(QRectF(x, kRibbon, value_width + 2, kReadout), Qt::AlignLeft | Qt::AlignVCenter, value);
        x += value_width + 12;
    };
    if (!bar) {
        put(tr("no bar here"), {}, Token::Text2);
        return;
    }
    const auto price = [&](Price value) {
        return format::fixed(value.units, m_facts.price_digits, m_facts.price_shown);
    };
    const auto quantity = [&](std::int64_t units, format::Sign sign) {
        return format::compact(units, m_facts.qty_digits, m_facts.qty_shown, m_theme.words(), sign);
    };
    if (hasPrice(*bar)) {
        const Token token = bar->close >= bar->open ? Token::Up : Token::Down;
        put(tr("O", "open price"), price(bar->open), Token::Text);
        put(tr("H", "high price"), price(bar->high), Token::Text);
        put(tr("L", "low price"), price(bar->low), Token::Text);
        put(tr("C", "close price"), price(bar->close), token);
        const auto open = static_cast<double>(bar->open.units);
        if (open > 0) put({}, format::changePercent(static_cast<double>((bar->close - bar->open).units) / open), token);
    }
    if (m_facts.has_tape) {
        put(tr("Vol"), quantity(bar->volume, format::Sign::Negative), Token::Text);
        if ((bar->flags & api::Bar::Backfilled) == 0)
            put(tr("Δ", "buy minus sell volume"), quantity(bar->buy - bar->sell, format::Sign::Always),
                bar->buy >= bar->sell ? Token::Up : Token::Down);
        put(tr("n", "number of trades"), format::count(bar->count), Token::Text);
    } else {
        put(tr("quotes"), format::count(bar->count), Token::Text);
        put(tr("bid bars, no tape"), {}, Token::Text3);
    }
    if ((bar->flags & api::Bar::TradeGap) != 0) put(tr("touched by a gap, partial"), {}, Token::Crit);
    if ((bar->flags & api::Bar::Backfilled) != 0) put(tr("backfilled"), {}, Token::NotLive);
}

QStringList ChartCanvas::gapLines() const {
    QStringList lines;
    for (const GapBand& band : m_model.bands()) {
        const double left = std::floor(xOf(band.from_ns)) - 1;
        const double right = band.open() ? plotRect().right() : std::max(xOf(band.to_ns), left + 3) + 1;
        if (pointer().x() < left || pointer().x() > right) continue;
        if (lines.size() == 3) {
            lines.append(QStringLiteral("…"));
            break;
        }
        lines.append(gapSentence(band));
    }
    return lines;
}

QString gapSentence(const GapBand& band) {
    const auto say = [](const char* text) { return QCoreApplication::translate("GapNote", text); };
    const api::GapRow& row = band.row;
    QStringList parts{
        band.healed() ? say(QT_TRANSLATE_NOOP("GapNote", "healed gap")) : say(QT_TRANSLATE_NOOP("GapNote", "gap")),
        texts::gapCause(gapCauseName(row.cause)), texts::streamKind(row.stream)};
    parts.append(format::timeOfDayMs(band.from_ns, format::Zone::Local) + QStringLiteral(" – ") +
                 (band.open() ? say(QT_TRANSLATE_NOOP("GapNote", "still open"))
                              : format::timeOfDayMs(band.to_ns, format::Zone::Local)));
    if (!band.open()) parts.append(format::duration(band.to_ns - band.from_ns));
    if (row.first_missing != 0 || row.last_missing != 0)
        parts.append(say(QT_TRANSLATE_NOOP("GapNote", "ids %1–%2"))
                         .arg(QString::number(row.first_missing), QString::number(row.last_missing)));
    if (!band.open()) parts.append(texts::gapClose(gapCloseName(row.close)));
    return parts.join(QStringLiteral(" · "));
}

}  // namespace bw::ui
