// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/signals/signal_facts.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/hub.h"
#include "ui/panes/signals/signal_text.h"
#include "ui/signal_words.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

constexpr int kPad = 10, kHeadingGap = 6, kBarMin = 24;
constexpr double kLedgerTolerance = 0.05;  // the ledger prints two decimals, the screen one
const QString kTimes = QStringLiteral(" × "), kSpace = QStringLiteral(" "), kGap = QStringLiteral("  ");

struct SignalFactsText {
    Q_DECLARE_TR_FUNCTIONS(SignalFactsText)
};
using Kind = FactLine::Kind;
using ItemKind = api::SignalItem::Kind;

/// "14:03:27.412  +13.0 s"
QString stampText(std::int64_t t_ns, std::int64_t since_ns) {
    QString out = format::timeOfDayMs(t_ns, format::Zone::Local);
    if (since_ns != 0) out += kGap + QLatin1Char('+') + format::duration(t_ns - since_ns);
    return out;
}

void addOutcomes(const SignalRow& row, std::vector<FactLine>& out) {
    for (std::size_t i = 0; i < kHorizonSamples.size(); ++i) {
        const SignalRow::Outcome& outcome = row.outcomes[i];
        QString value = statusText(row, i);
        if (outcome.label != OutcomeLabel::Open && outcome.label != OutcomeLabel::Unlabelled) {
            const double bps =
                1e4 * static_cast<double>(outcome.r2) / static_cast<double>(row.item.event.detect.price2);
            value += kSpace + format::number(bps, 1, format::Sign::Always) + QStringLiteral(" bps");
        }
        out.push_back({Kind::Pair, SignalFactsText::tr("after %n sample(s)", nullptr, kHorizonSamples[i]), value,
                       statusToken(row, i)});
    }
}

void addTimeline(const SignalRow& row, const api::MarketView& view, std::vector<FactLine>& out) {
    const SignalEvent& event = row.item.event;
    const auto pivot = [&](const PivotPoint& point, std::int64_t since_ns) -> QString {
        return stampText(point.t_ns, since_ns) + kGap + price2Text(view, point.price2);
    };
    out.push_back({Kind::Heading, SignalFactsText::tr("Timeline"), {}, Token::Text2});
    if (row.item.kind == ItemKind::Withheld || event.side() != 0) {
        out.push_back({Kind::Pair, SignalFactsText::tr("pivot A"), pivot(event.a, 0), Token::Text});
        out.push_back({Kind::Pair, SignalFactsText::tr("pivot B"), pivot(event.b, event.a.t_ns), Token::Text});
    }
    out.push_back({Kind::Pair, SignalFactsText::tr("detected"),
                   pivot(event.detect, event.side() != 0 ? event.b.t_ns : 0), Token::Text});
    if (event.side() != 0) out.push_back({Kind::Pair, SignalFactsText::tr("lag"), lagText(event), Token::Text2});
    out.push_back({Kind::Pair, SignalFactsText::tr("received"),
                   format::timeOfDayMs(row.item.wall.ns, format::Zone::Local), Token::Text2});
    out.push_back({Kind::Pair, SignalFactsText::tr("painted"),
                   row.painted.ns == 0 ? SignalFactsText::tr("not yet")
                                       : stampText(row.painted.ns, std::min(row.item.wall.ns, row.painted.ns)),
                   Token::Text2});
}

}  // namespace

ScoreSum ScoreSum::of(const SignalEvent::Parts& parts, const DivergenceConfig& config) {
    ScoreSum out;
    out.parts = {{{parts.z, config.weight_z, 0},
                  {parts.p, config.weight_p, 0},
                  {parts.a, config.weight_a, 0},
                  {parts.c, config.weight_c, 0}}};
    for (const Part& part : out.parts)
        if (part.value.has()) out.weights += part.weight;
    if (out.weights <= 0) return out;
    for (Part& part : out.parts) {
        if (!part.value.has()) continue;
        part.share = part.weight * part.value.value / out.weights;
        out.raw += part.share;
    }
    out.score = 100 * std::clamp((out.raw - kFrom) / kSpan, 0.0, 1.0);
    return out;
}

std::vector<FactLine> factsOf(const Hub& hub, const SignalRow& row) {
    const SignalEvent& event = row.item.event;
    const api::MarketView& view = hub.market(row.item.instrument);
    std::vector<FactLine> out;
    const auto pair = [&out](const QString& label, const QString& value, Token token = Token::Text2) {
        if (!value.isEmpty()) out.push_back({Kind::Pair, label, value, token});
    };
    if (row.judged()) {
        out.push_back({Kind::Heading, SignalFactsText::tr("Probability and outcome"), {}, Token::Text2});
        for (std::size_t i = 0; i < event.p.size(); ++i)
            out.push_back({Kind::Sentence,
                           probabilitySentence(event.p[i], kHorizonSamples[i]),
                           {},
                           event.p[i].has() && !noBetterThanChance(event.p[i]) ? Token::Text : Token::Text2});
        addOutcomes(row, out);
    }
    addTimeline(row, view, out);
    out.push_back({Kind::Heading, SignalFactsText::tr("Record"), {}, Token::Text2});
    pair(SignalFactsText::tr("reasons"), reasonsText(row).isEmpty() ? SignalFactsText::tr("none") : reasonsText(row));
    if (row.item.kind != ItemKind::Withheld) {
        QStringList channels{texts::channelText(event.channel)};
        for (std::size_t i = 0; i < kChannels; ++i)
            if ((event.also >> i & 1U) != 0) channels.append(texts::channelId(static_cast<Channel>(i)));
        pair(SignalFactsText::tr("channel"), channels.join(QStringLiteral(" + ")));
        pair(SignalFactsText::tr("bucket"), bucketText(event));
        pair(SignalFactsText::tr("regime"), texts::scenario(event.scenario));
        if (event.calibration_id != 0)
            pair(SignalFactsText::tr("calibration"), QString::number(event.calibration_id, 16));
        pair(SignalFactsText::tr("settings"),
             QString::number(event.params_hash, 16).rightJustified(16, QLatin1Char('0')));
    }
    pair(SignalFactsText::tr("ledger line"), format::count(row.item.ledger_seq));
    pair(SignalFactsText::tr("segment"), QString::number(event.segment));
    if (row.isEvent())
        pair(SignalFactsText::tr("event"), QString::fromStdString(signalId(view.id.view(), row.item.sampling.view(),
                                                                           event.params_hash, event.detect.index)));
    return out;
}

SignalFacts::SignalFacts(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, [this] {
        fit();
        update();
    });
}

void SignalFacts::show(const Hub& hub, const SignalRow* row) {
    std::vector<FactLine> lines;
    ScoreSum sum;
    bool has_parts = false;
    if (row != nullptr) {
        lines = factsOf(hub, *row);
        has_parts = row->item.kind != ItemKind::Withheld && row->item.event.side() != 0;
        // The view carries no weights: these are the defaults, and a score that they do not give is said to differ.
        if (has_parts) sum = ScoreSum::of(row->item.event.parts, DivergenceConfig());
    }
    const double score = row != nullptr ? row->item.event.score : 0;
    if (lines == m_lines && has_parts == m_has_parts && score == m_score && sum.raw == m_sum.raw) return;
    m_lines = std::move(lines);
    m_sum = sum;
    m_has_parts = has_parts;
    m_score = score;
    setAccessibleDescription(copyText());
    fit();
    update();
}

QString SignalFacts::partName(std::size_t part) const {
    switch (part) {
        case 0:
            return tr("Z strength");
        case 1:
            return tr("P pivots");
        case 2:
            return tr("A agreement");
        default:
            return tr("C consistency");
    }
}

QString SignalFacts::partFigures(std::size_t part, bool brief) const {
    const ScoreSum::Part& one = m_sum.parts[part];
    if (!one.value.has()) return texts::signalReason(one.value.reason);
    if (brief) return format::number(one.share, 3);
    return format::number(one.value.value, 2) + kTimes + format::number(one.weight / m_sum.weights, 2) +
           QStringLiteral(" = ") + format::number(one.share, 3);
}

QString SignalFacts::sumText() const {
    return QStringLiteral("(%1 − %2) / %3 = %4")
        .arg(format::number(m_sum.raw, 3), format::number(ScoreSum::kFrom, 2), format::number(ScoreSum::kSpan, 2),
             format::number(m_sum.score, 1));
}

int SignalFacts::rowHeight() const {
    return std::max(QFontMetrics(m_theme.uiFont(9)).height(), QFontMetrics(m_theme.numberFont(9)).height()) + 3;
}

int SignalFacts::labelWidth() const {
    const QFontMetrics metrics(m_theme.uiFont(9));
    int width = 0;
    for (const FactLine& line : m_lines)
        if (line.kind == Kind::Pair) width = std::max(width, metrics.horizontalAdvance(line.label));
    for (std::size_t i = 0; i < m_sum.parts.size() && m_has_parts; ++i)
        width = std::max(width, metrics.horizontalAdvance(partName(i)));
    return std::min(width + 14, this->width() * 2 / 5);
}

int SignalFacts::sentenceHeight(const QString& text) const {
    const QFontMetrics metrics(m_theme.uiFont(9));
    return metrics.boundingRect(QRect(0, 0, std::max(width() - 2 * kPad, 40), 10'000), Qt::TextWordWrap, text)
               .height() +
           3;
}

int SignalFacts::neededHeight() const {
    int height = kPad;
    if (m_has_parts) {
        height += 6 * rowHeight();
        if (std::abs(m_sum.score - m_score) >= kLedgerTolerance) height += rowHeight();
    }
    for (const FactLine& line : m_lines) {
        if (line.kind == Kind::Heading) height += kHeadingGap;
        height += line.kind == Kind::Sentence ? sentenceHeight(line.label) : rowHeight();
    }
    return height + kPad / 2;
}

void SignalFacts::fit() {
    setMinimumHeight(neededHeight());
}

void SignalFacts::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

int SignalFacts::paintParts(QPainter& painter, int top) const {
    const int row = rowHeight(), label = labelWidth();
    const QFontMetrics numbers(m_theme.numberFont(9));
    const int room = width() - 2 * kPad - label;
    int figures = numbers.horizontalAdvance(QStringLiteral("0.00 × 0.00 = 0.000")) + 8;
    const bool brief = room - figures < kBarMin;
    if (brief) figures = numbers.horizontalAdvance(QStringLiteral("0.000")) + 8;
    const QRect bars(kPad + label, 0, std::max(room - figures, kBarMin), 7);
    const auto text = [&](const QRect& box, const QFont& font, Token token, Qt::Alignment align, const QString& words) {
        painter.setFont(font);
        painter.setPen(m_theme.color(token));
        painter.drawText(box, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine,
                         QFontMetrics(font).elidedText(words, Qt::ElideRight, box.width()));
    };
    text(QRect(kPad, top, width() - 2 * kPad, row), m_theme.uiFont(9), Token::Text2, Qt::AlignLeft,
         tr("Score with default weights"));
    top += row;
    for (std::size_t i = 0; i < m_sum.parts.size(); ++i, top += row) {
        const ScoreSum::Part& part = m_sum.parts[i];
        text(QRect(kPad, top, label - 6, row), m_theme.uiFont(9), part.value.has() ? Token::Text : Token::Text3,
             Qt::AlignLeft, partName(i));
        const QRect right(bars.right() + 1, top, width() - kPad - bars.right() - 1, row);
        if (!part.value.has()) {
            text(QRect(bars.left(), top, width() - kPad - bars.left(), row), m_theme.uiFont(9), Token::Text3,
                 Qt::AlignRight, partFigures(i, brief));
            continue;
        }
        const QRect track(bars.left(), top + (row - bars.height()) / 2, bars.width(), bars.height());
        painter.fillRect(track, m_theme.color(Token::Grid));
        painter.fillRect(
            QRectF(track.left(), track.top(), std::round(track.width() * part.value.value), track.height()),
            m_theme.color(Token::Series1));
        text(right, m_theme.numberFont(9), Token::Text, Qt::AlignRight, partFigures(i, brief));
    }
    painter.fillRect(QRect(kPad, top, width() - 2 * kPad, 1), m_theme.color(Token::Grid));
    QFont bold = m_theme.numberFont(9);
    bold.setBold(true);
    const int sum_width = QFontMetrics(bold).horizontalAdvance(sumText()) + 4;
    text(QRect(width() - kPad - sum_width, top, sum_width, row), bold, Token::Text, Qt::AlignRight, sumText());
    top += row;
    if (std::abs(m_sum.score - m_score) >= kLedgerTolerance) {
        text(QRect(kPad, top, width() - 2 * kPad, row), m_theme.uiFont(9), Token::Attn, Qt::AlignLeft,
             QStringLiteral("◆ ") +
                 tr("The ledger says %1: other weights were in force").arg(format::number(m_score, 1)));
        top += row;
    }
    return top;
}

void SignalFacts::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    int top = kPad / 2;
    if (m_has_parts) top = paintParts(painter, top);
    const int row = rowHeight(), label = labelWidth();
    for (const FactLine& line : m_lines) {
        painter.setFont(m_theme.uiFont(9));
        if (line.kind == Kind::Heading) {
            top += kHeadingGap;
            painter.setPen(m_theme.color(Token::Text2));
            painter.drawText(QRect(kPad, top, width() - 2 * kPad, row), Qt::AlignLeft | Qt::AlignVCenter, line.label);
            painter.fillRect(QRect(kPad, top + row - 1, width() - 2 * kPad, 1), m_theme.color(Token::Grid));
            top += row;
            continue;
        }
        if (line.kind == Kind::Sentence) {
            const int height = sentenceHeight(line.label);
            painter.setPen(m_theme.color(line.token));
            painter.drawText(QRect(kPad, top + 1, width() - 2 * kPad, height), Qt::AlignLeft | Qt::TextWordWrap,
                             line.label);
            top += height;
            continue;
        }
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRect(kPad, top, label - 6, row), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(painter.font()).elidedText(line.label, Qt::ElideRight, label - 6));
        painter.setFont(m_theme.numberFont(9));
        painter.setPen(m_theme.color(line.token));
        const QRect box(kPad + label, top, width() - 2 * kPad - label, row);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(painter.font()).elidedText(line.value, Qt::ElideRight, box.width()));
        top += row;
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.drawLine(0, 1, width(), 1);
    }
}

QString SignalFacts::copyText() const {
    QString out;
    const auto add = [&out](const QString& label, const QString& value) {
        out += label + (value.isEmpty() ? QString() : QLatin1Char('\t') + value) + QLatin1Char('\n');
    };
    if (m_has_parts) {
        for (std::size_t i = 0; i < m_sum.parts.size(); ++i) add(partName(i), partFigures(i, /*brief=*/false));
        add(tr("Score"), sumText());
    }
    for (const FactLine& line : m_lines) add(line.label, line.value);
    return out;
}

void SignalFacts::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(copyText().replace(QChar(0x2212), QLatin1Char('-')));
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace bw::ui
