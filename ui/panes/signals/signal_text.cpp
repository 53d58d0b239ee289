// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/signals/signal_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "core/model/signal_keys.h"
#include "ui/hub.h"
#include "ui/signal_words.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

struct SignalText {
    Q_DECLARE_TR_FUNCTIONS(SignalText)
};

using Kind = api::SignalItem::Kind;
const QString kDot = QStringLiteral(" · ");

/// "0.47–0.59"
QString intervalText(const Probability& p) {
    return format::number(p.lo, 2) + QChar(0x2013) + format::number(p.hi, 2);
}

}  // namespace

bool noBetterThanChance(const Probability& p) {
    return p.has() && p.lo <= 0.5 && p.hi >= 0.5;
}

QString probabilityText(const Probability& p) {
    if (p.has())
        return QStringLiteral("%1 [%2] n %3").arg(format::number(p.value, 2), intervalText(p), format::count(p.n));
    if (p.reason == Reason::Insufficient)
        return SignalText::tr("insufficient n %1/%2")
            .arg(format::count(p.n), QString::number(EvaluateConfig().calibrate_min));
    return texts::signalReason(p.reason);
}

QString probabilitySentence(const Probability& p, int horizon) {
    if (!p.has()) return SignalText::tr("p after %1 samples: %2").arg(QString::number(horizon), probabilityText(p));
    const QString figures =
        SignalText::tr("p after %1 samples: %2, 95 % interval %3, from %4 events")
            .arg(QString::number(horizon), format::number(p.value, 2), intervalText(p), format::count(p.n));
    return noBetterThanChance(p) ? figures + QStringLiteral(": ") + SignalText::tr("not better than chance") : figures;
}

QString statusText(const SignalRow& row, std::size_t horizon) {
    if (row.item.kind == Kind::Withheld) return SignalText::tr("withheld");
    if (row.item.kind == Kind::Suppressed) return SignalText::tr("suppressed");
    if (!row.judged()) return SignalText::tr("not judged");
    const OutcomeLabel label = row.outcomes[horizon].label;
    const QString words = texts::outcomeLabel(label);
    switch (label) {
        case OutcomeLabel::Hit:
            return QStringLiteral("✓ ") + words;
        case OutcomeLabel::Miss:
            return QStringLiteral("✗ ") + words;
        case OutcomeLabel::Tie:
            return QStringLiteral("= ") + words;
        default:
            return words;
    }
}

Token statusToken(const SignalRow& row, std::size_t horizon) {
    if (!row.judged()) return Token::Text3;
    switch (row.outcomes[horizon].label) {
        case OutcomeLabel::Hit:
            return Token::Ok;
        case OutcomeLabel::Miss:
            return Token::Text;
        default:
            return Token::Text2;
    }
}

QString statusText(const SignalRow& row) {
    QString out = statusText(row, 0);
    if (!row.judged()) return out;
    for (std::size_t i = 1; i < row.outcomes.size(); ++i) out += kDot + statusText(row, i);
    return out;
}

Token typeToken(const SignalRow& row) {
    if (!row.isEvent()) return Token::Text3;
    const int side = row.item.event.side();
    return side > 0 ? Token::Up : side < 0 ? Token::Down : Token::Text;
}

QString bucketText(const SignalEvent& event) {
    QStringList parts{texts::daySession(event.day_session)};
    const QString liquidity = texts::liquidity(liquidityOf(event.scenario));
    parts.append(liquidity.isEmpty() ? format::missing() : liquidity);
    parts.append(texts::channelId(event.channel));
    return parts.join(kDot);
}

QString reasonsText(const SignalRow& row) {
    QStringList parts;
    const auto add = [&parts](const QString& words) {
        if (!words.isEmpty() && !parts.contains(words)) parts.append(words);
    };
    if (row.item.kind != Kind::Event) add(texts::signalReason(row.item.reason));
    for (std::size_t i = 1; i < kReasons; ++i)
        if ((row.item.event.reasons >> i & 1U) != 0) add(texts::signalReason(static_cast<Reason>(i)));
    if (row.judged() && noBetterThanChance(row.item.event.p[0])) add(SignalText::tr("not better than chance"));
    if (row.item.event.trade_priced) add(SignalText::tr("trade prices"));
    return parts.join(QStringLiteral(", "));
}

QString shortHash(std::uint64_t hash) {
    return QString::number(hash >> 32, 16).rightJustified(8, QLatin1Char('0'));
}

QString price2Text(const api::MarketView& view, std::int64_t price2) {
    // The exact half of an odd sum lies one decimal beyond the price's own.
    const Int128 tenths = Int128(price2) * 5;
    Int128 step = 1;
    for (int i = 0; i <= view.price_digits - view.price_shown; ++i) step *= 10;
    const bool whole = tenths % step == 0;
    return format::fixed(tenths, view.price_digits + 1, view.price_shown + (whole ? 0 : 1));
}

QString symbolText(const Hub& hub, int instrument) {
    const QString pair = format::text(hub.market(instrument).pair.view());
    return pair.isEmpty() ? hub.instrumentName(instrument) : pair;
}

QString signalSentence(const SignalRow& row) {
    const SignalEvent& event = row.item.event;
    if (row.item.kind == Kind::Withheld)
        return SignalText::tr("withheld pair of pivots: %1").arg(texts::signalReason(row.item.reason));
    QString out = texts::signalGlyph(event.type) + QLatin1Char(' ') + texts::signalType(event.type) + kDot +
                  SignalText::tr("score %1").arg(format::number(event.score, 1));
    if (const QString grade = texts::grade(event.grade); !grade.isEmpty()) out += QLatin1Char(' ') + grade;
    if (event.side() != 0) out += kDot + texts::channelId(event.channel);
    if (row.item.kind == Kind::Suppressed)
        out += kDot + SignalText::tr("suppressed: %1").arg(texts::signalReason(row.item.reason));
    return out;
}

QString lagText(const SignalEvent& event) {
    return SignalText::tr("%n sample(s) and %1 after pivot B", nullptr,
                          static_cast<int>(event.detect.index - event.b.index))
        .arg(format::duration(event.detect.t_ns - event.b.t_ns));
}

}  // namespace bw::ui
