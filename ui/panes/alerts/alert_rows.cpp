// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/alerts/alert_rows.h"

#include <QCoreApplication>
#include <QSet>
#include <algorithm>
#include <cmath>

#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AlertRows)
};
using Look = TableColumn::Look;
using Cell = TextRow::Cell;
using State = api::AlertRow::State;

Token severityToken(AlertSeverity severity) {
    switch (severity) {
        case AlertSeverity::Critical:
            return Token::Crit;
        case AlertSeverity::High:
        case AlertSeverity::Warning:
            return Token::Attn;
        case AlertSeverity::Info:
            break;
    }
    return Token::Text2;
}

QString value(double number) {
    if (!std::isfinite(number)) return format::missing();
    const double size = std::fabs(number);
    return format::number(number, size >= 1'000 || number == std::round(number) ? 0 : size < 1 ? 4 : 2);
}

Cell severityCell(const api::AlertRow& alert) {
    const QString text = severityGlyph(alert.severity) + QLatin1Char(' ') + texts::alertSeverity(alert.severity);
    if (alert.state != State::Firing) return {text, Token::Text3, {}};
    return {text, severityToken(alert.severity), {}, nullptr, -1, -1, /*block=*/isOpenCritical(alert)};
}

Cell stateCell(const api::AlertRow& alert) {
    switch (alert.state) {
        case State::Firing:
            return alert.acknowledged
                       ? Cell{QStringLiteral("✓ ") + Words::tr("acknowledged"), Token::Text2, {}}
                       : Cell{QStringLiteral("● ") + Words::tr("firing"), severityToken(alert.severity), {}};
        case State::Pending:
            return {QStringLiteral("… ") + Words::tr("pending"), Token::Text2,
                    Words::tr("True, but not for as long as the rule asks")};
        case State::Resolved:
            break;
    }
    return {QStringLiteral("– ") + Words::tr("ended"), Token::Text3,
            Words::tr("at %1").arg(format::dateTimeMs(alert.ended.ns, format::Zone::Local))};
}

TextRow rowOf(const api::AlertRow& alert, std::size_t index) {
    const bool firing = alert.state == State::Firing;
    const Token quiet = firing ? Token::Text : Token::Text2;
    const QString rule = format::text(alert.rule.view()), text = format::text(alert.text.view());
    TextRow row;
    row.id = alert.alert_id != 0 ? QString::number(alert.alert_id) : rule + format::text(alert.labels.view());
    row.tag = static_cast<int>(index);
    const QString ack = alert.acknowledged
                            ? QStringLiteral("%1 %2").arg(texts::actor(alert.ack_actor.view()),
                                                          format::timeOfDay(alert.ack_at.ns, format::Zone::Local))
                            : QString();
    row.cells = {severityCell(alert),
                 {texts::alertRule(alert.rule.view()), quiet, text.isEmpty() ? rule : rule + QLatin1Char('\n') + text},
                 {format::text(alert.labels.view()), Token::Text2, {}},
                 {QStringLiteral("%1 / %2").arg(alert.has_value ? value(alert.value) : format::missing(),
                                                value(alert.threshold)),
                  alert.has_value ? quiet : Token::Text3,
                  alert.has_value ? QString() : Words::tr("What the rule watches is not known now")},
                 {format::timeOfDay(alert.since.ns, format::Zone::Local), Token::Text2,
                  format::dateTimeMs(alert.since.ns, format::Zone::Local)},
                 stateCell(alert),
                 {ack, Token::Text2, {}},
                 {alert.muted_ms > 0 ? format::steadyAge(alert.muted_ms * kNsPerMs) : QString(), Token::Attn,
                  alert.muted_ms > 0 ? Words::tr("Muted for so long; it is still shown here") : QString()}};
    return row;
}

bool matches(const TextRow& row, const QString& wanted) {
    if (wanted.isEmpty()) return true;
    return std::any_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
        return cell.text.contains(wanted, Qt::CaseInsensitive) || cell.tooltip.contains(wanted, Qt::CaseInsensitive);
    });
}

}  // namespace

QString severityGlyph(AlertSeverity severity) {
    switch (severity) {
        case AlertSeverity::Critical:
            return QStringLiteral("▲");
        case AlertSeverity::High:
            return QStringLiteral("◆");
        case AlertSeverity::Warning:
            return QStringLiteral("◇");
        case AlertSeverity::Info:
            break;
    }
    return QStringLiteral("○");
}

bool isOpenCritical(const api::AlertRow& alert) {
    return alert.state == State::Firing && alert.severity == AlertSeverity::Critical && !alert.acknowledged;
}

int openCriticals(const api::AlertsView& alerts) {
    int out = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(alerts.count) && i < alerts.rows.size(); ++i)
        out += isOpenCritical(alerts.rows[i]) ? 1 : 0;
    return out;
}

QString alertSentence(const api::AlertRow& alert) {
    const QString rule = texts::alertRule(alert.rule.view()), labels = format::text(alert.labels.view());
    return labels.isEmpty() ? rule : QStringLiteral("%1 · %2").arg(rule, labels);
}

std::vector<TableColumn> alertColumns() {
    return {{Words::tr("severity"), Look::Text, 9, 0, {}},
            {Words::tr("alert"), Look::Stretch, 28, 0, {}},
            {Words::tr("of"), Look::Stretch, 30, 3, Words::tr("What makes it this alert and not another of the rule")},
            {Words::tr("value / threshold"), Look::Number, 17, 4, {}},
            {Words::tr("since"), Look::Text, 8, 0, Words::tr("Local time")},
            {Words::tr("state"), Look::Text, 13, 0, {}},
            {Words::tr("acknowledged by"), Look::Text, 18, 5, {}},
            {Words::tr("muted"), Look::Number, 7, 2, Words::tr("Time left")}};
}

std::vector<TextRow> alertRows(const api::AlertsView& alerts, const AlertFilter& filter) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < static_cast<std::size_t>(alerts.count) && i < alerts.rows.size(); ++i)
        if (filter.ended || alerts.rows[i].state != State::Resolved) order.push_back(i);
    const auto rank = [&](std::size_t index) {
        const api::AlertRow& alert = alerts.rows[index];
        if (alert.state == State::Firing) return (alert.acknowledged ? 10 : 0) + (3 - static_cast<int>(alert.severity));
        return alert.state == State::Pending ? 20 : 30;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    std::vector<TextRow> out;
    QSet<QString> seen;
    for (const std::size_t index : order) {
        TextRow row = rowOf(alerts.rows[index], index);
        if (!matches(row, filter.text)) continue;
        if (seen.contains(row.id)) row.id += QStringLiteral("#%1").arg(index);
        seen.insert(row.id);
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace bw::ui
