// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <algorithm>
#include <cmath>

#include "core/model/types.h"
#include "ui/panes/research/report_read.h"
#include "ui/theme/format.h"

// The report of a backtest (signals spec 11).
namespace bw::ui::research {
namespace {

/// ISO text, or ns since 1970.
std::int64_t timeOf(const QJsonValue& value) {
    if (value.isString()) {
        const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
        return time.isValid() ? time.toMSecsSinceEpoch() * kNsPerMs : 0;
    }
    return value.isDouble() ? static_cast<std::int64_t>(value.toDouble()) : 0;
}

QString whenText(const QJsonValue& value) {
    const std::int64_t t = timeOf(value);
    return t == 0 ? format::missing() : format::dateTimeMs(t, format::Zone::Utc).left(19);
}

QString money(const QJsonValue& value) {
    return format::number(number(value), 2, format::Sign::Always);
}

ReportTable metricsTable(const QJsonObject& root, bool few) {
    const QJsonValue m = root.value(u"metrics"), random = root.value(u"random_entry");
    FigureTable table(few ? Words::tr("Metrics (insufficient: too few trades to judge)") : Words::tr("Metrics"),
                      {QString()}, 20);
    const Token token = few ? Token::Text3 : Token::Text;
    const auto add = [&](const QString& label, const QString& text, const QString& tip = {}) {
        table.add(label, tip, [&](int) { return cell(text, token, tip); });
    };
    add(Words::tr("pnl after costs"), money(m[u"pnl"]), Words::tr("In the quote currency"));
    add(Words::tr("gross pnl"), money(m[u"gross_pnl"]));
    add(Words::tr("fees"), fixedText(m[u"fees"], 2));
    add(Words::tr("slippage"), fixedText(m[u"slippage"], 2));
    add(Words::tr("spread"), fixedText(m[u"spread"], 2));
    add(Words::tr("Sharpe"), fixedText(m[u"sharpe"], 2), Words::tr("Annualised, over the returns of the bars"));
    add(Words::tr("best Sharpe of as many noise trials"), fixedText(m[u"sharpe_noise"], 2),
        Words::tr("What the best of so many tries over noise would show"));
    add(Words::tr("trials"), countText(m[u"trials"]), Words::tr("Settings that were tried"));
    add(Words::tr("Sortino"), fixedText(m[u"sortino"], 2));
    const QJsonValue fall = m[u"max_drawdown"];
    add(Words::tr("largest drawdown"), percentText(fall[u"share"]),
        Words::tr("From %1 to %2 UTC")
            .arg(timeText(number(fall[u"peak_ms"]) * 1e6), timeText(number(fall[u"trough_ms"]) * 1e6)));
    add(Words::tr("turnover a day"), fixedText(m[u"turnover"], 2), Words::tr("Traded notional over mean equity"));
    add(Words::tr("hit rate, 95%"), percentText(m[u"hit_rate"]) + QLatin1Char(' ') + shareInterval(m[u"wilson"]),
        Words::tr("Trades with a net gain; ties are losses"));
    add(Words::tr("trades"), countText(m[u"n_trades"]));
    add(Words::tr("touched a gap"), countText(m[u"gaps_touched"]), Words::tr("Trades whose life touches a gap"));
    add(Words::tr("larger than the shown level"), countText(m[u"excess"]));
    add(Words::tr("time in the market"), percentText(m[u"exposure"]));
    add(Words::tr("costs over gross"), percentText(m[u"cost_share"]));
    add(Words::tr("p against random entries"), pText(random[u"p"]),
        Words::tr("%1 draws of the same count, sides and holding times, entered at random")
            .arg(countText(random[u"draws"])));
    return table.take();
}

ReportTable gapTable(const QJsonObject& by) {
    const QStringList keys{QStringLiteral("clean"), QStringLiteral("touched")};
    FigureTable table(Words::tr("Trades that touch a gap, apart"), {Words::tr("clean"), Words::tr("touched")});
    const auto plain = [&](const QString& label, QString (*text)(const QJsonValue&)) {
        table.add(label, {}, [&](int i) { return cell(text(by.value(keys.at(i)))); });
    };
    plain(Words::tr("trades"), [](const QJsonValue& v) -> QString { return countText(v[u"n"]); });
    plain(Words::tr("hit rate, 95%"), [](const QJsonValue& v) -> QString {
        return percentText(v[u"hit_rate"]) + QLatin1Char(' ') + shareInterval(v[u"wilson"]);
    });
    plain(Words::tr("gross"), [](const QJsonValue& v) -> QString { return money(v[u"gross"]); });
    plain(Words::tr("fees"), [](const QJsonValue& v) -> QString { return fixedText(v[u"fees"], 2); });
    plain(Words::tr("slippage"), [](const QJsonValue& v) -> QString { return fixedText(v[u"slippage"], 2); });
    plain(Words::tr("spread"), [](const QJsonValue& v) -> QString { return fixedText(v[u"spread"], 2); });
    plain(Words::tr("net"), [](const QJsonValue& v) -> QString { return money(v[u"net"]); });
    return table.take();
}

/// Pairs of a time in ms and a value.
std::vector<Sample> pointsOf(const QJsonValue& list, double sign) {
    std::vector<Sample> out;
    for (const QJsonValue& point : list.toArray()) {
        const double t = number(point[0]), value = number(point[1]);
        if (!std::isnan(t) && !std::isnan(value))
            out.push_back({static_cast<std::int64_t>(t) * kNsPerMs, sign * value});
    }
    return out;
}

EquityPlot equityPlot(const QJsonObject& root) {
    EquityPlot plot;
    plot.title = Words::tr("Equity after costs, and below it the fall from its peak");
    plot.equity = pointsOf(root.value(u"equity"), 1);
    plot.drawdown = pointsOf(root.value(u"drawdown"), -1);
    if (!plot.equity.empty()) plot.start = plot.equity.front().value;
    return plot;
}

QString exitText(const QString& code) {
    if (code == QLatin1String("hold")) return Words::tr("held its time");
    if (code == QLatin1String("reverse")) return Words::tr("reversed");
    if (code == QLatin1String("signal")) return Words::tr("signal");
    if (code == QLatin1String("end")) return Words::tr("end of data");
    return code;
}

ReportTable tradesTable(const QJsonArray& trades) {
    ReportTable table;
    table.columns = {{Words::tr("in (UTC)"), TableColumn::Look::Text, 20, 0, {}},
                     {Words::tr("side"), TableColumn::Look::Text, 8, 0, {}},
                     {Words::tr("quantity"), TableColumn::Look::Number, 12, 4, {}},
                     {Words::tr("price in"), TableColumn::Look::Number, 12, 3, {}},
                     {Words::tr("out (UTC)"), TableColumn::Look::Text, 20, 2, {}},
                     {Words::tr("price out"), TableColumn::Look::Number, 12, 3, {}},
                     {Words::tr("gross"), TableColumn::Look::Number, 11, 1, {}},
                     {Words::tr("fees"), TableColumn::Look::Number, 9, 5, {}},
                     {Words::tr("net"), TableColumn::Look::Number, 11, 0, {}},
                     {Words::tr("reason"), TableColumn::Look::Stretch, 12, 0, {}},
                     {Words::tr("gap"), TableColumn::Look::Text, 5, 6, Words::tr("Its life touches a gap")}};
    for (const QJsonValue& v : trades) {
        const bool is_long = v[u"side"].toString() == QLatin1String("long");
        TextRow one;
        one.id = QString::number(table.rows.size());
        const bool gap = v[u"touched_gap"].toBool();
        one.cells = {cell(whenText(v[u"t_in"])),
                     cell(is_long ? Words::tr("▲ long") : Words::tr("▼ short"), is_long ? Token::Up : Token::Down),
                     cell(anyText(v[u"qty"])),
                     cell(anyText(v[u"p_in"])),
                     cell(whenText(v[u"t_out"])),
                     cell(anyText(v[u"p_out"])),
                     cell(money(v[u"gross"])),
                     cell(format::number(number(v[u"fee"]), 2)),
                     cell(money(v[u"net"])),
                     cell(exitText(v[u"reason"].toString()), Token::Text2, v[u"event_id"].toString()),
                     cell(gap ? Words::tr("▲ yes") : QString(), Token::Crit)};
        table.sort_keys.push_back({-static_cast<double>(table.rows.size()), is_long ? 1.0 : 0.0, number(v[u"qty"]),
                                   number(v[u"p_in"]), -static_cast<double>(table.rows.size()), number(v[u"p_out"]),
                                   number(v[u"gross"]), number(v[u"fee"]), number(v[u"net"]), 0, gap ? 1.0 : 0.0});
        table.rows.push_back(std::move(one));
    }
    return table;
}

}  // namespace

Report readBacktest(const QJsonObject& root) {
    Report out;
    const QString status = root.value(u"status").toString();
    const std::uint64_t n = count(root.value(u"metrics")[u"n_trades"]);
    const bool few = status == QLatin1String("insufficient");
    out.verdict = verdictText(status) + QStringLiteral(" · ") + Words::tr("%n trade(s)", nullptr, static_cast<int>(n));
    ReportPage page;
    page.name = Words::tr("Summary");
    ReportNotes warnings;
    warnings.warning = true;
    for (const QJsonValue& line : root.value(u"warnings").toArray()) warnings.lines.append(line.toString());
    if (!warnings.lines.isEmpty()) page.main.push_back(std::move(warnings));
    const QString hash = root.value(u"data_sha256").toString();
    ReportFacts facts;
    facts.facts = {
        {Words::tr("strategy"), anyText(root.value(u"strategy")), {}, Token::Text},
        {Words::tr("symbol"), anyText(root.value(u"symbol")), {}, Token::Text},
        {Words::tr("market"), anyText(root.value(u"market")), {}, Token::Text},
        {Words::tr("period"), anyText(root.value(u"period")), {}, Token::Text},
        {Words::tr("parameters"), hashText(root.value(u"params_hash")), pairsText(root.value(u"params")), Token::Text},
        {Words::tr("job"), hashText(root.value(u"job_id")), {}, Token::Text},
        {Words::tr("data hash"), hashText(hash), hash, Token::Text},
        {Words::tr("started"), whenText(root.value(u"started_at")), {}, Token::Text},
        {Words::tr("finished"), whenText(root.value(u"finished_at")), {}, Token::Text}};
    page.main.push_back(std::move(facts));
    page.main.push_back(metricsTable(root, few));
    page.side.push_back(equityPlot(root));
    page.side.push_back(gapTable(root.value(u"by_gap").toObject()));
    out.pages.push_back(std::move(page));
    ReportPage trades;
    trades.name = Words::tr("Trades");
    trades.main.push_back(tradesTable(root.value(u"trades").toArray()));
    out.pages.push_back(std::move(trades));
    ReportPage settings;
    settings.name = Words::tr("Settings");
    FigureTable table(QString(), {Words::tr("value")}, 20);
    const QJsonObject params = root.value(u"params").toObject();
    for (const QString& key : params.keys()) table.add(key, {}, [&](int) { return cell(anyText(params.value(key))); });
    settings.main.push_back(table.take());
    out.pages.push_back(std::move(settings));
    return out;
}

}  // namespace bw::ui::research
