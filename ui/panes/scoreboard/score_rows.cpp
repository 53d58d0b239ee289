// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/scoreboard/score_rows.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/hub.h"
#include "ui/panes/signals/signal_text.h"
#include "ui/signal_words.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

struct ScoreRows {
    Q_DECLARE_TR_FUNCTIONS(ScoreRows)
};
using Group = ScoreFilter::Group;
using Cell = TextRow::Cell;

/// How many conditions a line has.
int conditionsOf(const api::ScoreRow& row) {
    return (row.instrument >= 0 ? 1 : 0) + (row.channel != Channel::Count ? 1 : 0) +
           (row.type != SignalType::Count ? 1 : 0) + (row.grade != Grade::Count ? 1 : 0);
}

bool belongs(const api::ScoreRow& row, Group group) {
    const int conditions = conditionsOf(row);
    if (conditions == 0 || group == Group::All) return true;
    if (conditions > 1) return false;
    switch (group) {
        case Group::Symbols:
            return row.instrument >= 0;
        case Group::Types:
            return row.type != SignalType::Count;
        case Group::Channels:
            return row.channel != Channel::Count;
        case Group::Grades:
            return row.grade != Grade::Count;
        default:
            return true;  // overview: all lines of one condition
    }
}

QString intervalText(const api::ScoreRow& row) {
    return format::percent(row.wilson_lo) + QChar(0x2013) + format::percent(row.wilson_hi);
}

/// The accuracy is told from the base rate of its sides, and never from less than one half.
double bar(const api::ScoreRow& row) {
    return std::max(0.5, row.p0);
}

Cell stateCell(const api::ScoreRow& row, std::uint32_t n_min) {
    if (row.drifted)
        return {QStringLiteral("◆ ") + ScoreRows::tr("drifted"), Token::Attn,
                ScoreRows::tr("The outcomes no longer fit the calibrated probabilities; they are hidden until a new "
                              "calibration is in force")};
    if (row.n < n_min) return {ScoreRows::tr("insufficient"), Token::Text3, {}};
    if (row.wilson_lo > bar(row)) return {ScoreRows::tr("above the base rate"), Token::Text, {}};
    if (row.wilson_hi < bar(row)) return {ScoreRows::tr("below the base rate"), Token::Text, {}};
    return {ScoreRows::tr("no evidence"), Token::Text2, ScoreRows::tr("The interval includes the base rate")};
}

/// "BTC-USDT · CVD · ▲ bull · weak"; "all signals".
QString conditionsText(const Hub& hub, const api::ScoreRow& row) {
    QStringList parts;
    if (row.instrument >= 0) parts.append(symbolText(hub, row.instrument));
    if (row.channel != Channel::Count) parts.append(texts::channelId(row.channel));
    if (row.type != SignalType::Count)
        parts.append(texts::signalGlyph(row.type) + QLatin1Char(' ') + texts::signalTypeShort(row.type));
    if (row.grade != Grade::Count) parts.append(texts::grade(row.grade));
    return parts.isEmpty() ? ScoreRows::tr("all signals") : parts.join(QStringLiteral(" · "));
}

TextRow rowOf(const Hub& hub, const api::ScoreRow& row, std::uint32_t n_min) {
    TextRow out;
    out.id = QStringLiteral("%1|%2|%3|%4")
                 .arg(row.instrument)
                 .arg(static_cast<int>(row.channel))
                 .arg(static_cast<int>(row.type))
                 .arg(static_cast<int>(row.grade));
    out.cells = {{conditionsText(hub, row), Token::Text, {}}};
    const bool enough = row.n >= n_min;
    const auto figure = [&](const QString& text) {
        return enough ? Cell{text, Token::Text, {}} : Cell{format::missing(), Token::Text3, {}};
    };
    const QString few = ScoreRows::tr("insufficient %1/%2").arg(format::count(row.n), format::count(n_min));
    out.cells.push_back({format::count(row.n), Token::Text,
                         ScoreRows::tr("%1 hits, %2 misses, %3 ties, %4 without a label")
                             .arg(format::count(row.hits), format::count(row.misses), format::count(row.ties),
                                  format::count(row.unlabelled))});
    out.cells.push_back(figure(format::percent(row.acc_strict)));
    out.cells.push_back(figure(format::percent(row.acc_ex_ties)));
    out.cells.push_back(enough ? Cell{intervalText(row), Token::Text, {}} : Cell{few, Token::Text3, {}});
    out.cells.push_back(figure(format::percent(row.p0)));
    out.cells.push_back(figure(format::number(row.gross_bps, 1, format::Sign::Always)));
    out.cells.push_back(
        row.has_brier ? figure(format::number(row.brier, 3))
                      : Cell{format::missing(), Token::Text3, ScoreRows::tr("No calibrated probability among them")});
    out.cells.push_back(row.has_brier ? figure(format::number(row.skill, 3, format::Sign::Always))
                                      : Cell{format::missing(), Token::Text3, {}});
    out.cells.push_back(stateCell(row, n_min));
    return out;
}

}  // namespace

std::vector<TableColumn> scoreColumns() {
    using Look = TableColumn::Look;
    return {
        {ScoreRows::tr("signals"), Look::Text, 20, 0, {}},
        {QStringLiteral("n"), Look::Number, 6, 0, ScoreRows::tr("Outcomes: hits, misses and ties")},
        {ScoreRows::tr("acc strict"), Look::Number, 9, 5, ScoreRows::tr("Share of hits; ties count as misses")},
        {ScoreRows::tr("acc ex ties"), Look::Number, 9, 0, ScoreRows::tr("Share of hits; ties are left out")},
        {QStringLiteral("95 %"), Look::Number, 13, 0, ScoreRows::tr("Wilson interval of the accuracy without ties")},
        {QStringLiteral("p0"), Look::Number, 7, 1,
         ScoreRows::tr("Base rate: how often the price went these ways anyway")},
        {ScoreRows::tr("return bps"), Look::Number, 9, 2, ScoreRows::tr("Mean signed return before costs")},
        {ScoreRows::tr("Brier"), Look::Number, 7, 3,
         ScoreRows::tr("Mean squared error of the calibrated probabilities")},
        {ScoreRows::tr("skill"), Look::Number, 7, 4, ScoreRows::tr("Brier skill against the base rate")},
        {ScoreRows::tr("state"), Look::Stretch, 15, 0, {}}};
}

std::vector<TextRow> scoreRows(const Hub& hub, const ScoreFilter& filter) {
    const api::ScoreView& scores = hub.scores();
    std::vector<const api::ScoreRow*> chosen;
    for (std::size_t i = 0; i < static_cast<std::size_t>(scores.count); ++i) {
        const api::ScoreRow& row = scores.rows.at(i);
        if (row.horizon == filter.horizon && row.last_500 == filter.last_500 && belongs(row, filter.group))
            chosen.push_back(&row);
    }
    // Total, symbols, channels, types, grades, then the cells.
    const auto rank = [](const api::ScoreRow& row) {
        const int conditions = conditionsOf(row);
        const int group = row.instrument >= 0             ? 0
                          : row.channel != Channel::Count ? 1
                          : row.type != SignalType::Count ? 2
                                                          : 3;
        return std::tuple{conditions, conditions > 1 ? 0 : group, row.instrument, row.channel, row.type, row.grade};
    };
    std::sort(chosen.begin(), chosen.end(),
              [&](const api::ScoreRow* a, const api::ScoreRow* b) { return rank(*a) < rank(*b); });
    std::vector<TextRow> out;
    for (const api::ScoreRow* row : chosen) out.push_back(rowOf(hub, *row, scores.n_min));
    return out;
}

const api::ScoreRow* totalOf(const api::ScoreView& scores, const ScoreFilter& filter) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(scores.count); ++i) {
        const api::ScoreRow& row = scores.rows.at(i);
        if (conditionsOf(row) == 0 && row.horizon == filter.horizon && row.last_500 == filter.last_500) return &row;
    }
    return nullptr;
}

QString scoreVerdict(const api::ScoreView& scores, const ScoreFilter& filter) {
    const api::ScoreRow* total = totalOf(scores, filter);
    if (total == nullptr)
        return ScoreRows::tr("No outcome yet: the first comes %1 samples after the first signal.").arg(filter.horizon);
    if (total->n < scores.n_min)
        return ScoreRows::tr("Insufficient: %1 of %2 outcomes. No figure is shown before.")
            .arg(format::count(total->n), format::count(scores.n_min));
    const QString figures = ScoreRows::tr("%1, interval %2, n %3, base rate %4")
                                .arg(format::percent(total->acc_ex_ties), intervalText(*total),
                                     format::count(total->hits + total->misses), format::percent(total->p0));
    if (total->wilson_lo > bar(*total))
        return ScoreRows::tr(
                   "Above the base rate: %1. Whether that is more than the price structure, only the "
                   "evaluation tells.")
            .arg(figures);
    if (total->wilson_hi < bar(*total)) return ScoreRows::tr("Below the base rate: %1.").arg(figures);
    return ScoreRows::tr("No evidence of skill: %1.").arg(figures);
}

}  // namespace bw::ui
