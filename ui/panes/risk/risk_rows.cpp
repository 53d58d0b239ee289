// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/risk/risk_rows.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "ui/panes/common/pane_header.h"
#include "ui/texts.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RiskRows)
};
using Look = TableColumn::Look;
using Cell = TextRow::Cell;
constexpr double kWarnShare = 0.8;
const QString kDot = QStringLiteral(" · ");

QString whole(std::int64_t bp) {
    return bp > 99'900 ? QStringLiteral(">999%") : format::percent(static_cast<double>(bp) / 1e4, 0);
}

QString percentOfBp(std::int64_t bp) {
    return bp < 0 ? format::missing() : format::percent(static_cast<double>(bp) / 1e4, 2);
}

QString ageOfMs(std::int64_t ms) {
    return ms < 0 ? format::missing() : format::steadyAge(ms * kNsPerMs);
}

Cell dim(const QString& text, const QString& tooltip = {}) {
    return {text, Token::Text2, tooltip};
}

int badnessOf(api::LimitRow::State state) {
    using State = api::LimitRow::State;
    return state == State::Breach ? 3 : state == State::Warn ? 2 : state == State::Off ? 0 : 1;
}

Cell limitStateCell(const api::LimitRow& limit) {
    using State = api::LimitRow::State;
    const QString word = texts::limitState(limit.state);
    switch (limit.state) {
        case State::Breach:
            return {QStringLiteral("▲ ") + word, Token::Crit, {}, nullptr, -1, -1, /*block=*/true};
        case State::Warn:
            return {QStringLiteral("◆ ") + word, Token::Attn, {}};
        case State::Unknown:
            return {QStringLiteral("? ") + word, Token::Text3,
                    Words::tr("What it is measured by is not known or too old")};
        case State::Off:
            return {QStringLiteral("– ") + word, Token::Text3, Words::tr("Switched off in the configuration")};
        case State::Ok:
            break;
    }
    return {QStringLiteral("● ") + word, Token::Text2, {}};
}

/// Without its unit, which stands behind the limit.
QString valueText(const api::LimitRow& limit) {
    const QString text = withUnit(limit.value, limit.unit.view());
    const qsizetype unit = static_cast<qsizetype>(limit.unit.view().size());
    return unit > 0 && text != format::missing() ? text.chopped(unit + 1) : text;
}

/// Limits are round numbers as a rule: "10,000 USD".
QString limitText(const api::LimitRow& limit) {
    const bool round = std::isfinite(limit.limit) && std::fabs(limit.limit - std::round(limit.limit)) < 1e-9;
    return round ? format::number(limit.limit, 0) + QLatin1Char(' ') + format::text(limit.unit.view())
                 : withUnit(limit.limit, limit.unit.view());
}

TextRow limitRow(const api::LimitRow& limit) {
    using State = api::LimitRow::State;
    const bool off = limit.state == State::Off;
    const bool known = limit.has_value && limit.state != State::Unknown && !off;
    const QString id = format::text(limit.id.view()), subject = format::text(limit.subject.view());
    const Token token = limit.state == State::Breach ? Token::Crit
                        : limit.state == State::Warn ? Token::Attn
                        : known                      ? Token::Text
                                                     : Token::Text3;
    // A value that is too old is still shown, grey: the age says how old.
    const QString value = limit.has_value && !off ? valueText(limit) : format::missing();
    const bool shared = known && limit.used_bp >= 0;
    TextRow row;
    row.id = id + QLatin1Char('/') + subject;
    row.cells = {
        {id, Token::Text3, {}},
        {texts::limit(limit.id.view()), off ? Token::Text3 : Token::Text, id},
        dim(subject),
        {off ? format::missing() : QStringLiteral("%1 / %2").arg(value, limitText(limit)), token, {}},
        {shared ? whole(limit.used_bp) : format::missing(),
         token,
         {},
         nullptr,
         shared ? static_cast<double>(limit.used_bp) / 1e4 : -1,
         shared ? kWarnShare : -1},
        limitStateCell(limit),
        {limit.streak_need > 1 && limit.streak > 0 ? QStringLiteral("%1/%2").arg(limit.streak).arg(limit.streak_need)
                                                   : QString(),
         Token::Attn, Words::tr("Breaching readings in a row, of those that trip")},
        dim(limit.window_ms > 0 ? format::duration(limit.window_ms * kNsPerMs) : QString()),
        {off ? QString() : ageOfMs(limit.age_ms), limit.state == State::Unknown ? Token::NotLive : Token::Text2, {}}};
    return row;
}

Cell pingCell(std::int64_t ns, int needed) {
    return {ns < 0 ? format::missing() : format::duration(ns), ns < 0 ? Token::Text3 : Token::Text,
            ns < 0 ? Words::tr("Fewer than %n answer(s)", nullptr, needed) : QString()};
}

Cell healthCell(const api::GatewayRow& route) {
    const QString word = texts::routeHealth(route.health);
    const QString tip = route.error == Code::Ok ? QString() : texts::codeText(route.error);
    switch (route.health) {
        case RouteHealth::Healthy:
            return {QStringLiteral("● ") + word, Token::Text, tip};
        case RouteHealth::Degraded:
            return {QStringLiteral("◆ ") + word, Token::Attn, tip};
        case RouteHealth::Failed:
            return {QStringLiteral("▲ ") + word, Token::Crit, tip};
        case RouteHealth::Unknown:
            break;
    }
    return {QStringLiteral("? ") + word, Token::Text3, tip};
}

Cell reconCell(const api::GatewayRow& route) {
    using Recon = api::GatewayRow::Recon;
    const bool bad = route.recon == Recon::Failed || route.recon == Recon::Impossible;
    const bool part = route.recon == Recon::Partial || route.recon == Recon::Degraded;
    QString text = texts::recon(route.recon);
    if (route.recon_age_ms >= 0) text += QLatin1Char(' ') + ageOfMs(route.recon_age_ms);
    const QString glyph = bad ? QStringLiteral("▲ ") : part ? QStringLiteral("◆ ") : QString();
    return {glyph + text,
            bad                ? Token::Crit
            : part             ? Token::Attn
            : route.reconciled ? Token::Text
                               : Token::Text2,
            Words::tr("%n finding(s)", nullptr, static_cast<int>(route.findings))};
}

QString tradeMode(std::uint8_t mode) {
    return mode == 0 ? Words::tr("demo account") : mode == 1 ? Words::tr("contest account") : Words::tr("real account");
}

}  // namespace

QString withUnit(double value, std::string_view unit) {
    if (!std::isfinite(value)) return format::missing();
    // Currencies are three capitals: always two decimals.
    const bool money =
        unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool round = !money && std::fabs(value - std::round(value)) < 1e-9;
    const QString text = format::number(value, round ? 0 : std::fabs(value) < 1 && !money ? 4 : 2);
    return unit.empty() ? text : text + QLatin1Char(' ') + format::text(unit);
}

bool accountsStale(const api::TradeView& trade) {
    bool stale = trade.account_count > 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.account_count) && i < trade.accounts.size(); ++i)
        stale = stale && trade.accounts[i].quality != Code::Ok;
    return stale;
}

QString accountLine(const api::TradeView& trade) {
    QStringList out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.account_count) && i < trade.accounts.size(); ++i) {
        const api::AccountRow& account = trade.accounts[i];
        const QString currency = format::text(account.currency.view());
        const auto money = [&](bool known, double value, format::Sign sign) {
            return known ? format::number(value, 2, sign) + QLatin1Char(' ') + currency : format::missing();
        };
        QStringList parts{Words::tr("equity %1").arg(money(account.has_equity, account.equity, format::Sign::Negative)),
                          Words::tr("day %1").arg(money(account.has_day, account.day_pnl, format::Sign::Always)),
                          Words::tr("drawdown %1").arg(percentOfBp(account.drawdown_bp))};
        if (account.has_margin) parts << Words::tr("margin level %1").arg(percentOfBp(account.margin_level_bp));
        if (account.quality != Code::Ok)
            parts << QStringLiteral("◐ %1, %2").arg(texts::codeText(account.quality), ageOfMs(account.age_ms));
        out << QStringLiteral("%1: %2").arg(format::text(account.route.view()), parts.join(kDot));
    }
    return out.join(QStringLiteral("   "));
}

std::vector<TableColumn> limitColumns() {
    return {{Words::tr("id"), Look::Text, 5, 6, {}},
            {Words::tr("limit"), Look::Stretch, 14, 0, {}},
            {Words::tr("of"), Look::Text, 18, 4, Words::tr("Instrument or group; empty: the whole account")},
            {Words::tr("used / limit"), Look::Number, 22, 0, {}},
            {Words::tr("share"), Look::Bar, 12, 0, Words::tr("The tick is the warning at 80%")},
            {Words::tr("state"), Look::Text, 10, 0, {}},
            {Words::tr("readings"), Look::Number, 8, 1, Words::tr("Breaching readings in a row, of those that trip")},
            {Words::tr("window"), Look::Number, 8, 3, {}},
            {Words::tr("age"), Look::Number, 6, 2, Words::tr("Of the input it is measured by")}};
}

std::vector<TextRow> limitRows(const api::TradeView& trade) {
    std::vector<const api::LimitRow*> order;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.limit_count) && i < trade.limits.size(); ++i)
        order.push_back(&trade.limits[i]);
    std::stable_sort(order.begin(), order.end(), [](const api::LimitRow* a, const api::LimitRow* b) {
        return badnessOf(a->state) > badnessOf(b->state);
    });
    std::vector<TextRow> out;
    for (const api::LimitRow* limit : order) {
        api::LimitRow shown = *limit;
        // Money is in the currency of the account, which the limits need not know.
        if (shown.unit.view() == "money")
            shown.unit = trade.account_count > 0 ? trade.accounts[0].currency.view() : std::string_view();
        TextRow row = limitRow(shown);
        const auto twin = std::count_if(out.begin(), out.end(), [&](const TextRow& one) { return one.id == row.id; });
        if (twin > 0) row.id += QStringLiteral("#%1").arg(out.size());
        out.push_back(std::move(row));
    }
    return out;
}

std::vector<TableColumn> routeColumns() {
    return {{Words::tr("route"), Look::Text, 12, 0, {}},
            {Words::tr("orders"), Look::Text, 10, 0, Words::tr("Whether orders may leave by this route now")},
            {Words::tr("health"), Look::Text, 12, 0, {}},
            {Words::tr("p50"), Look::Number, 8, 1, Words::tr("Round trip of a ping, of the last hour")},
            {Words::tr("p95"), Look::Number, 8, 2, Words::tr("Needs 20 answers")},
            {Words::tr("p99"), Look::Number, 8, 1, Words::tr("Needs 100 answers")},
            {Words::tr("n"), Look::Number, 7, 4, Words::tr("Answers measured")},
            {Words::tr("lost"), Look::Number, 5, 5, Words::tr("Pings without an answer in time")},
            {Words::tr("offset"), Look::Number, 15, 6, Words::tr("Clock of the gateway less ours")},
            {Words::tr("compared"), Look::Text, 16, 3, Words::tr("Orders and positions here against the venue's")},
            {Words::tr("dialect"), Look::Text, 20, 7, {}},
            {Words::tr("endpoint"), Look::Stretch, 14, 8, {}}};
}

std::vector<TextRow> routeRows(const api::TradeView& trade) {
    std::vector<TextRow> out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.gateway_count) && i < trade.gateways.size(); ++i) {
        const api::GatewayRow& route = trade.gateways[i];
        const QString name = format::text(route.route.view());
        const bool offset_known = route.offset_error_ns >= 0;
        TextRow row;
        row.id = name;
        row.tag = static_cast<int>(i);
        row.cells = {{name, Token::Text, format::text(route.endpoint.view()) + kDot + tradeMode(route.trade_mode)},
                     {route.armed     ? QStringLiteral("● ") + Words::tr("armed")
                      : route.enabled ? QStringLiteral("○ ") + Words::tr("not armed")
                                      : QStringLiteral("– ") + Words::tr("disabled"),
                      route.armed && route.route.view() != kPaperRoute ? Token::Attn : Token::Text2,
                      {}},
                     healthCell(route),
                     pingCell(route.ping_p50_ns, 1),
                     pingCell(route.ping_p95_ns, 20),
                     pingCell(route.ping_p99_ns, 100),
                     dim(format::count(route.ping_count)),
                     {format::count(route.timeouts), route.timeouts > 0 ? Token::Attn : Token::Text3, {}},
                     dim(offset_known ? QStringLiteral("%1 ±%2").arg(format::duration(route.offset_ns),
                                                                     format::duration(route.offset_error_ns))
                                      : format::missing()),
                     reconCell(route),
                     dim(texts::dialect(route.dialect)),
                     {(route.secure ? QString() : QStringLiteral("▲ ")) + format::text(route.endpoint.view()),
                      route.secure ? Token::Text2 : Token::Crit,
                      route.secure ? QString() : texts::codeText(Code::GatewayInsecure)}};
        out.push_back(std::move(row));
    }
    return out;
}

QString routeHint(const api::GatewayRow& route) {
    QStringList out;
    const QString name = format::text(route.route.view());
    if (route.error != Code::Ok) out << texts::codeText(route.error);
    if (route.polls_slowly) out << Words::tr("gateway polls on a 1 s timer; use a millisecond timer and drain loop");
    if (!route.can_cancel && route.enabled && route.route.view() != kPaperRoute)
        out << Words::tr("gateway cannot cancel: a stop cannot take its orders back");
    return out.isEmpty() ? QString() : QStringLiteral("◆ %1: %2").arg(name, out.join(kDot));
}

std::vector<TableColumn> breakerColumns() {
    return {{Words::tr("instrument"), Look::Stretch, 18, 0, {}},
            {Words::tr("breaker"), Look::Text, 12, 0, {}},
            {Words::tr("losses in a row"), Look::Number, 12, 1, {}},
            {Words::tr("opened today"), Look::Number, 12, 2, {}},
            {Words::tr("loss of the day"), Look::Number, 14, 3, {}},
            {Words::tr("closes in"), Look::Number, 10, 0, Words::tr("A dash: not by itself before the day rolls")}};
}

std::vector<TextRow> breakerRows(const api::TradeView& trade) {
    using State = api::BreakerRow::State;
    std::vector<TextRow> out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.breaker_count) && i < trade.breakers.size(); ++i) {
        const api::BreakerRow& breaker = trade.breakers[i];
        const QString word = texts::breakerState(breaker.state);
        TextRow row;
        row.id = format::text(breaker.instrument.view());
        row.tag = static_cast<int>(i);
        const bool open = breaker.state == State::Open;
        row.cells = {{row.id, Token::Text, {}},
                     {(open                               ? QStringLiteral("▲ ")
                       : breaker.state == State::HalfOpen ? QStringLiteral("◆ ")
                                                          : QStringLiteral("● ")) +
                          word,
                      open                               ? Token::Crit
                      : breaker.state == State::HalfOpen ? Token::Attn
                                                         : Token::Text2,
                      {}},
                     dim(QString::number(breaker.losing_run)),
                     dim(QString::number(breaker.trips_today)),
                     dim(format::number(breaker.day_loss, 2)),
                     dim(open ? ageOfMs(breaker.reopens_in_ms) : QString())};
        out.push_back(std::move(row));
    }
    std::stable_sort(out.begin(), out.end(), [&](const TextRow& a, const TextRow& b) {
        return trade.breakers[static_cast<std::size_t>(a.tag)].state == State::Open &&
               trade.breakers[static_cast<std::size_t>(b.tag)].state != State::Open;
    });
    return out;
}

}  // namespace bw::ui
