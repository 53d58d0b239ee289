// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/watchlist/market_data.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/hub.h"
#include "ui/panes/common/freshness.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(MarketData)
};

constexpr int kPadding = 8, kDigitsMaxShown = 12;
constexpr int kWidthMax = 360;  // a figure stays near its label in a wide dock

struct Scaled {
    Int128 units = 0;
    int digits = 0;
};
/// With at least `digits_min` decimals, and no more than the screen ever shows.
Scaled scaled(const Decimal& value, int digits_min) {
    Scaled out{value.mantissa, -value.exponent};
    for (; out.digits > kDigitsMaxShown; --out.digits) out.units /= 10;
    for (; out.digits < digits_min; ++out.digits) out.units *= 10;
    return out;
}

QString decimalText(const Decimal& value, int shown) {
    const Scaled one = scaled(value, shown);
    return format::fixed(one.units, one.digits, shown);
}

QString percentText(const Decimal& rate) {
    const Scaled one = scaled(rate, 6);
    return format::fixed(one.units, one.digits - 2, 4, format::Sign::Always) + QLatin1Char('%');
}

/// "3 h 12 min"; whole minutes, so that it changes once a minute.
QString countdown(std::int64_t left_ns) {
    const std::int64_t minutes = left_ns / kNsPerMin;
    if (minutes < 60) return Words::tr("%1 min").arg(minutes);
    return Words::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

class Figures {
public:
    Figures(const Hub& hub, int instrument, format::UnitWords words)
        : m_view(hub.market(instrument)), m_now(hub.nowNs(instrument)), m_words(words) {}

    std::vector<MarketFigure> all() {
        const api::LowRateView& v = m_view.low_rate;
        const int shown = m_view.price_shown;
        add(
            Words::tr("Mark"), v.mark.mantissa != 0 ? v.mark_time : EventTime{}, StreamKind::Mark,
            [&] { return decimalText(v.mark, shown); }, Words::tr("Price by which the venue values positions"));
        add(
            Words::tr("Index"), v.has_index ? v.mark_time : EventTime{}, StreamKind::Mark,
            [&] { return decimalText(v.index, shown); },
            Words::tr("Average price of the spot markets the venue follows"));
        add(
            Words::tr("Funding"), v.funding_time, StreamKind::Funding, [&] { return funding(v); },
            Words::tr("What holders of one side pay the other, and the time until it is paid next"));
        add(
            Words::tr("Open interest"), v.open_interest_time, StreamKind::OpenInterest,
            [&] {
                const Scaled one = scaled(v.open_interest, 0);
                return format::compact(one.units, one.digits, 2, m_words);
            },
            Words::tr("Contracts that are open, in the venue's unit"));
        add(
            Words::tr("Last liquidation"), v.liquidation_time, StreamKind::Liquidation, [&] { return liquidation(v); },
            Words::tr("Newest forced order; %1 since the start").arg(format::count(v.liquidations)));
        add(
            Words::tr("Long/short"), v.long_short_time, StreamKind::LongShort,
            [&] { return decimalText(v.long_short, 3); }, Words::tr("Accounts that are long for each that is short"));
        add(
            Words::tr("Volatility index"), v.vol_index_time, StreamKind::VolIndex,
            [&] { return decimalText(v.vol_index, 2); },
            Words::tr("The venue's index of expected volatility, % a year"));
        return std::move(m_out);
    }

private:
    template <class Value>
    void add(const QString& label, EventTime time, StreamKind kind, const Value& value, const QString& tooltip) {
        MarketFigure figure;
        figure.label = label;
        figure.tooltip = tooltip;
        if (time.ns != 0) {
            figure.value = value();
            figure.age = format::steadyAge(std::max<std::int64_t>(m_now - time.ns, 0));
            figure.tooltip += QLatin1Char('\n') + format::dateTimeMs(time.ns, format::Zone::Local);
        } else {
            const bool expected = m_view.stream(kind).expected;
            figure.value = format::missing();
            figure.token = Token::Text3;
            figure.tooltip += QLatin1Char('\n') + (expected ? Words::tr("Subscribed; nothing has arrived yet")
                                                            : Words::tr("This source does not send it"));
        }
        m_out.push_back(std::move(figure));
    }
    QString funding(const api::LowRateView& v) const {
        const QString rate = percentText(v.funding_rate);
        const std::int64_t left_ns = v.next_funding.ns - m_now;
        return v.next_funding.ns == 0 || left_ns <= 0 ? rate : Words::tr("%1 in %2").arg(rate, countdown(left_ns));
    }
    QString liquidation(const api::LowRateView& v) const {
        const QString side = v.liquidation_side == Side::Buy    ? QStringLiteral("▲ ")
                             : v.liquidation_side == Side::Sell ? QStringLiteral("▼ ")
                                                                : QString();
        return side + decimalText(v.liquidation_qty, std::min(m_view.qty_shown, 3)) + QStringLiteral(" @ ") +
               decimalText(v.liquidation_price, m_view.price_shown);
    }
    const api::MarketView& m_view;
    std::int64_t m_now;
    format::UnitWords m_words;
    std::vector<MarketFigure> m_out;
};

}  // namespace

std::vector<MarketFigure> marketFigures(const Hub& hub, int instrument, format::UnitWords words) {
    return Figures(hub, instrument, words).all();
}

MarketDataBox::MarketDataBox(const Hub& hub, Theme& theme, QWidget* parent)
    : QWidget(parent), m_hub(hub), m_theme(theme) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void MarketDataBox::refresh() {
    std::vector<MarketFigure> fresh = marketFigures(m_hub, m_hub.focused(), m_theme.words());
    const QString title = Words::tr("Market data") + QStringLiteral(" · ") + subjectOf(m_hub, m_hub.focused());
    const bool resized = fresh.size() != m_figures.size();
    if (title != m_title) update();
    for (std::size_t i = 0; i < fresh.size() && !resized; ++i)
        if (!(fresh[i] == m_figures[i])) update(rowRect(i));
    m_title = title;
    m_figures = std::move(fresh);
    if (!resized) return;
    setAccessibleName(Words::tr("Market data"));
    updateGeometry();
    update();
}

int MarketDataBox::rowHeight() const {
    return QFontMetrics(m_theme.numberFont(9)).height() + 4;
}

QRect MarketDataBox::rowRect(std::size_t row) const {
    return {0, (static_cast<int>(row) + 1) * rowHeight() + 4, std::min(width(), m_theme.px(kWidthMax)), rowHeight()};
}

QSize MarketDataBox::sizeHint() const {
    return {200, (static_cast<int>(m_figures.size()) + 1) * rowHeight() + 10};
}

void MarketDataBox::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.fillRect(0, 0, width(), 1, m_theme.color(Token::Grid));
    const QFont words = m_theme.uiFont(9), numbers = m_theme.numberFont(9);
    const QFontMetrics word_metrics(words), number_metrics(numbers);
    const int age_width = number_metrics.horizontalAdvance(QStringLiteral("00 min")) + kPadding;
    int label_width = 0;
    for (const MarketFigure& figure : m_figures)
        label_width = std::max(label_width, word_metrics.horizontalAdvance(figure.label));
    const auto write = [&](const QRect& box, const QFont& font, Token token, Qt::Alignment side, const QString& text) {
        painter.setFont(font);
        painter.setPen(m_theme.color(token));
        painter.drawText(box, static_cast<int>(side | Qt::AlignVCenter) | Qt::TextSingleLine,
                         QFontMetrics(font).elidedText(text, Qt::ElideRight, box.width()));
    };
    const QRect head = QRect(0, 4, width(), rowHeight()).adjusted(kPadding, 0, -kPadding, 0);
    write(head, words, Token::Text3, Qt::AlignLeft, m_title);
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        const QRect row = rowRect(i).adjusted(kPadding, 0, -kPadding, 0);
        if (!event->rect().intersects(row)) continue;
        const MarketFigure& figure = m_figures[i];
        write(row, words, Token::Text2, Qt::AlignLeft, figure.label);
        write(row.adjusted(label_width + kPadding, 0, -age_width, 0), numbers, figure.token, Qt::AlignRight,
              figure.value);
        write(QRect(row.right() - age_width + 1, row.top(), age_width, row.height()), numbers, Token::Text3,
              Qt::AlignRight, figure.age);
    }
}

bool MarketDataBox::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        if (!rowRect(i).contains(help->pos())) continue;
        const MarketFigure& figure = m_figures[i];
        QToolTip::showText(help->globalPos(),
                           figure.label + QStringLiteral(": ") + figure.value + QLatin1Char('\n') + figure.tooltip,
                           this, rowRect(i));
        return true;
    }
    QToolTip::hideText();
    return true;
}

}  // namespace bw::ui
