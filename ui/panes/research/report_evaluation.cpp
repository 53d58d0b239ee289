// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "ui/panes/research/report_read.h"
#include "ui/theme/format.h"

// evaluation.json (signals spec 6).
namespace bw::ui::research {
namespace {

QString codeOf(const QJsonValue& figures) {
    return figures[u"verdict"].toString();
}

/// A figure of the accuracy with what it rests on; nothing without events.
ReportCell accuracy(const QJsonValue& figures, const QString& text) {
    if (count(figures[u"n_ind"]) == 0 || text.isEmpty()) return cell(format::missing(), Token::Text3);
    const bool few = codeOf(figures) == QLatin1String("insufficient");
    return cell(text, few ? Token::Text3 : Token::Text,
                Words::tr("n %1 independent of %2").arg(countText(figures[u"n_ind"]), countText(figures[u"n"])));
}

QString orMissing(const QString& text) {
    return text.isEmpty() ? format::missing() : text;
}

int foldsAbove(const QJsonValue& figures, int& judged) {
    int above = 0;
    judged = 0;
    for (const QJsonValue& fold : figures[u"folds"].toArray()) {
        if (!fold[u"acc_ex_ties"].isDouble()) continue;
        ++judged;
        if (fold[u"above"].toBool()) ++above;
    }
    return above;
}

ReportTable horizonTable(const QJsonObject& horizons, const QStringList& keys) {
    QStringList titles;
    for (const QString& key : keys) titles.append(horizonText(key));
    FigureTable table(Words::tr("By horizon, test folds only"), titles);
    const auto at = [&](int i) { return horizons.value(keys.at(i)); };
    const auto plain = [&](const QString& label, const QString& tip, QString (*text)(const QJsonValue&)) {
        table.add(label, tip, [&](int i) { return cell(text(at(i))); });
    };
    table.add(Words::tr("verdict"), Words::tr("By q, by the control and by the folds"),
              [&](int i) { return cell(verdictText(codeOf(at(i))), verdictToken(codeOf(at(i)))); });
    plain(Words::tr("events"), {}, [](const QJsonValue& v) -> QString { return countText(v[u"n"]); });
    plain(Words::tr("independent events"),
          Words::tr("Those whose windows do not overlap; every p and interval is over them"),
          [](const QJsonValue& v) -> QString { return countText(v[u"n_ind"]); });
    plain(Words::tr("hits, misses, ties"), {}, [](const QJsonValue& v) -> QString {
        return QStringList{countText(v[u"hits"]), countText(v[u"misses"]), countText(v[u"ties"])}.join(
            QStringLiteral(", "));
    });
    table.add(Words::tr("accuracy, ties are wrong"), {},
              [&](int i) { return accuracy(at(i), percentText(at(i)[u"acc_strict"])); });
    table.add(Words::tr("accuracy without ties"), {},
              [&](int i) { return accuracy(at(i), percentText(at(i)[u"acc_ex_ties"])); });
    table.add(Words::tr("its 95% interval"), Words::tr("Wilson interval of the independent events"),
              [&](int i) { return accuracy(at(i), shareInterval(at(i)[u"wilson"])); });
    plain(Words::tr("base rate p0"), Words::tr("What the same sides would have hit over all samples"),
          [](const QJsonValue& v) -> QString { return percentText(v[u"p0"]); });
    plain(Words::tr("control (n)"), Words::tr("Accuracy of the price structure alone: same pivots, no divergence"),
          [](const QJsonValue& v) -> QString {
              const QJsonValue control = v[u"control"];
              return percentText(control[u"acc_ex_ties"]) + QStringLiteral(" (") + countText(control[u"n"]) +
                     QLatin1Char(')');
          });
    plain(Words::tr("p against chance"), Words::tr("Exact binomial, one-sided, against one half or the base rate"),
          [](const QJsonValue& v) -> QString { return pText(v[u"p_binom"]); });
    plain(Words::tr("p against control"), Words::tr("Fisher's exact test, one-sided"),
          [](const QJsonValue& v) -> QString { return pText(v[u"control"][u"p"]); });
    plain(QStringLiteral("q"), Words::tr("Corrected for the number of tests (Benjamini-Hochberg)"),
          [](const QJsonValue& v) -> QString { return pText(v[u"q"]); });
    plain(Words::tr("ρ of score and return"), Words::tr("Spearman"),
          [](const QJsonValue& v) -> QString { return signedText(v[u"rho"], 3); });
    plain(Words::tr("p of ρ"), Words::tr("One-sided, by permutation"),
          [](const QJsonValue& v) -> QString { return pText(v[u"rho_p"]); });
    plain(Words::tr("gross bps"), Words::tr("Mean return in the direction of the signal"),
          [](const QJsonValue& v) -> QString { return signedText(v[u"gross_bps"], 1); });
    plain(Words::tr("its 95% interval"), Words::tr("Moving-block bootstrap"),
          [](const QJsonValue& v) -> QString { return orMissing(numberInterval(v[u"gross_ci"], 1)); });
    plain(Words::tr("net bps"), Words::tr("After spread and fees"),
          [](const QJsonValue& v) -> QString { return signedText(v[u"net_bps"], 1); });
    plain(Words::tr("its 95% interval"), Words::tr("Moving-block bootstrap"),
          [](const QJsonValue& v) -> QString { return orMissing(numberInterval(v[u"net_ci"], 1)); });
    plain(Words::tr("covers its cost"), Words::tr("The lower bound of net is above 0"),
          [](const QJsonValue& v) -> QString { return yesNo(v[u"covers_cost"]); });
    plain(Words::tr("folds above chance"), {}, [](const QJsonValue& v) -> QString {
        int judged = 0;
        const int above = foldsAbove(v, judged);
        return judged == 0 ? format::missing() : Words::tr("%1 of %2").arg(above).arg(judged);
    });
    plain(Words::tr("smallest detectable"), Words::tr("Accuracy that this n finds with 80% power"),
          [](const QJsonValue& v) -> QString { return percentText(v[u"min_detectable"]); });
    table.add(Words::tr("in sample"), Words::tr("The training part, for comparison only: nothing is judged by it"),
              [&](int i) { return cell(percentText(at(i)[u"in_sample"][u"acc_ex_ties"]), Token::Text3); });
    return table.take();
}

IntervalRow intervalOf(const QString& label, const QJsonValue& figures) {
    IntervalRow row;
    row.label = label;
    row.value = number(figures[u"acc_ex_ties"]);
    row.lo = number(figures[u"wilson"][0]);
    row.hi = number(figures[u"wilson"][1]);
    row.n = count(figures[u"n_ind"]);
    const double p0 = number(figures[u"p0"]), control = number(figures[u"control"][u"acc_ex_ties"]);
    row.p0 = std::isnan(p0) ? -1 : p0;
    row.control = std::isnan(control) ? -1 : control;
    row.judged = codeOf(figures) != QLatin1String("insufficient");
    row.verdict = verdictText(codeOf(figures));
    return row;
}

QString dimensionText(const QString& name) {
    if (name == QLatin1String("type")) return Words::tr("type");
    if (name == QLatin1String("channel")) return Words::tr("channel");
    if (name == QLatin1String("grade")) return Words::tr("grade");
    if (name == QLatin1String("scenario")) return Words::tr("scenario");
    if (name == QLatin1String("session")) return Words::tr("session");
    if (name == QLatin1String("day_session")) return Words::tr("day or night");
    if (name == QLatin1String("liquidity")) return Words::tr("liquidity");
    if (name == QLatin1String("symbol")) return Words::tr("symbol");
    return name;
}

void addBreakdownRow(ReportTable& table, const QString& dimension, const QString& value, const QString& horizon,
                     const QJsonValue& v) {
    TextRow row;
    row.id = dimension + QLatin1Char('/') + value + QLatin1Char('/') + horizon;
    const bool some = count(v[u"n_ind"]) > 0;
    const Token token = codeOf(v) == QLatin1String("insufficient") ? Token::Text3 : Token::Text;
    const auto figure = [&](const QString& text) { return cell(some ? text : format::missing(), token); };
    row.cells = {cell(dimension, Token::Text2),
                 cell(value.isEmpty() ? format::missing() : value),
                 cell(horizon.isEmpty() ? QString() : horizonText(horizon)),
                 cell(countText(v[u"n"])),
                 cell(countText(v[u"n_ind"])),
                 figure(percentText(v[u"acc_ex_ties"])),
                 figure(shareInterval(v[u"wilson"])),
                 figure(percentText(v[u"p0"])),
                 figure(pText(v[u"q"])),
                 cell(verdictText(codeOf(v)), verdictToken(codeOf(v)))};
    table.sort_keys.push_back({static_cast<double>(table.rows.size()), static_cast<double>(table.rows.size()),
                               number(v[u"n"]), number(v[u"n"]), number(v[u"n_ind"]), number(v[u"acc_ex_ties"]),
                               number(v[u"wilson"][0]), number(v[u"p0"]), number(v[u"q"]), number(v[u"q"])});
    table.rows.push_back(std::move(row));
}

ReportPage breakdownPage(const QJsonObject& by, const QString& first_horizon) {
    ReportPage page;
    page.name = Words::tr("Breakdown");
    ReportTable table;
    table.columns = {{Words::tr("by"), TableColumn::Look::Text, 9, 0, {}},
                     {Words::tr("value"), TableColumn::Look::Stretch, 12, 0, {}},
                     {Words::tr("horizon"), TableColumn::Look::Text, 11, 0, {}},
                     {QStringLiteral("n"), TableColumn::Look::Number, 6, 0, {}},
                     {Words::tr("n ind."), TableColumn::Look::Number, 6, 0, Words::tr("Independent events")},
                     {Words::tr("acc."), TableColumn::Look::Number, 6, 0, Words::tr("Accuracy without ties")},
                     {Words::tr("95%"), TableColumn::Look::Number, 12, 2, {}},
                     {QStringLiteral("p0"), TableColumn::Look::Number, 6, 4, {}},
                     {QStringLiteral("q"), TableColumn::Look::Number, 7, 1, {}},
                     {Words::tr("verdict"), TableColumn::Look::Text, 15, 0, {}}};
    IntervalPlot plot;
    plot.title = Words::tr("Accuracy without ties at %1, 95%").arg(horizonText(first_horizon));
    QStringList dimensions{QStringLiteral("type"),      QStringLiteral("channel"), QStringLiteral("grade"),
                           QStringLiteral("scenario"),  QStringLiteral("session"), QStringLiteral("day_session"),
                           QStringLiteral("liquidity"), QStringLiteral("symbol")};
    for (const QString& more : by.keys())
        if (!dimensions.contains(more)) dimensions.append(more);
    for (const QString& dimension : dimensions) {
        const QJsonObject values = by.value(dimension).toObject();
        for (const QString& value : values.keys()) {
            const QJsonObject figures = values.value(value).toObject();
            for (const QString& key : orderedKeys(figures)) {
                addBreakdownRow(table, dimensionText(dimension), value, key, figures.value(key));
                if (key == first_horizon) plot.rows.push_back(intervalOf(value, figures.value(key)));
            }
        }
    }
    page.main.push_back(std::move(table));
    page.side.push_back(std::move(plot));
    return page;
}

/// Accuracy of events of neighbouring scores: it should rise.
CurvePlot scorePlot(const QString& key, const QJsonArray& bins) {
    CurvePlot plot;
    plot.title = Words::tr("Accuracy by score at %1, 95%").arg(horizonText(key));
    plot.x_title = Words::tr("score");
    plot.y_title = Words::tr("accuracy without ties");
    plot.x_max = 100;
    plot.base = 0.5;
    for (const QJsonValue& v : bins)
        plot.points.push_back({number(v[u"score_mean"]), number(v[u"acc_ex_ties"]), number(v[u"wilson"][0]),
                               number(v[u"wilson"][1]), number(v[u"score_lo"]), number(v[u"score_hi"]),
                               count(v[u"n"])});
    return plot;
}

ReportPage foldsPage(const QJsonObject& horizons, const QStringList& keys) {
    ReportPage page;
    page.name = Words::tr("Folds");
    ReportTable table;
    table.columns = {
        {Words::tr("horizon"), TableColumn::Look::Text, 12, 0, {}},
        {Words::tr("fold"), TableColumn::Look::Number, 5, 0, {}},
        {Words::tr("from (UTC)"), TableColumn::Look::Text, 17, 2, {}},
        {Words::tr("to (UTC)"), TableColumn::Look::Text, 17, 3, {}},
        {Words::tr("trained on"), TableColumn::Look::Number, 11, 1, Words::tr("Events before the span, purged")},
        {QStringLiteral("n"), TableColumn::Look::Number, 7, 0, {}},
        {Words::tr("hits, misses, ties"), TableColumn::Look::Number, 18, 4, {}},
        {Words::tr("acc."), TableColumn::Look::Number, 8, 0, Words::tr("Accuracy without ties")},
        {QStringLiteral("p0"), TableColumn::Look::Number, 8, 0, {}},
        {Words::tr("above chance"), TableColumn::Look::Stretch, 10, 0, Words::tr("Above one half and the base rate")}};
    for (const QString& key : keys) {
        for (const QJsonValue& fold : horizons.value(key)[u"folds"].toArray()) {
            TextRow row;
            row.id = key + QLatin1Char('/') + QString::number(table.rows.size());
            const bool known = fold[u"acc_ex_ties"].isDouble();
            const QStringList parts{countText(fold[u"hits"]), countText(fold[u"misses"]), countText(fold[u"ties"])};
            row.cells = {cell(horizonText(key)),
                         cell(anyText(fold[u"fold"])),
                         cell(timeText(fold[u"from_ns"])),
                         cell(timeText(fold[u"to_ns"])),
                         cell(countText(fold[u"n_train"])),
                         cell(countText(fold[u"n"])),
                         cell(parts.join(QStringLiteral(", "))),
                         cell(percentText(fold[u"acc_ex_ties"])),
                         cell(percentText(fold[u"p0"])),
                         cell(known ? yesNo(fold[u"above"]) : format::missing())};
            table.rows.push_back(std::move(row));
        }
    }
    page.main.push_back(std::move(table));
    return page;
}

QString verdictOf(const QJsonObject& horizons, const QStringList& keys) {
    int significant = 0, insufficient = 0;
    for (const QString& key : keys) {
        const QString code = codeOf(horizons.value(key));
        if (code == QLatin1String("significant")) ++significant;
        if (code == QLatin1String("insufficient")) ++insufficient;
    }
    if (keys.isEmpty()) return format::missing();
    if (significant > 0) return Words::tr("significant at %1 of %2 horizons").arg(significant).arg(keys.size());
    return verdictText(insufficient == keys.size() ? QStringLiteral("insufficient")
                                                   : QStringLiteral("not_significant"));
}

}  // namespace

Report readEvaluation(const QJsonObject& root) {
    Report out;
    const QJsonObject horizons = root.value(u"horizons").toObject();
    const QStringList keys = orderedKeys(horizons);
    ReportPage summary;
    summary.name = Words::tr("Summary");
    ReportNotes warnings;
    warnings.warning = true;
    for (const QJsonValue& line : root.value(u"warnings").toArray()) warnings.lines.append(line.toString());
    if (!warnings.lines.isEmpty()) summary.main.push_back(std::move(warnings));

    const QJsonValue data = root.value(u"data"), n = root.value(u"n");
    QStringList paths;
    for (const QJsonValue& path : data[u"paths"].toArray()) paths.append(path.toString());
    ReportFacts facts;
    facts.facts = {
        {Words::tr("data"),
         timeText(data[u"from_ns"]) + QStringLiteral(" – ") + timeText(data[u"to_ns"]) + QStringLiteral(" UTC"),
         paths.join(QLatin1Char('\n')), Token::Text},
        {Words::tr("covered"),
         Words::tr("%1 h").arg(format::number(number(data[u"covered_s"]) / 3600, 1)),
         {},
         Token::Text},
        {Words::tr("segments"), countText(data[u"segments"]), {}, Token::Text},
        {Words::tr("gaps"), countText(data[u"gaps"]), {}, Token::Text},
        {Words::tr("symbol"), anyText(root.value(u"symbol")), {}, Token::Text},
        {Words::tr("sampling"), anyText(root.value(u"sampling")), {}, Token::Text},
        {Words::tr("price"), anyText(root.value(u"price_source")), {}, Token::Text},
        {Words::tr("events"), countText(n[u"emitted"]),
         Words::tr("%1 candidates, %2 directional, %3 conflicts, %4 unlabelled, %5 withheld by gaps")
             .arg(countText(n[u"candidates"]), countText(n[u"directional"]), countText(n[u"conflict"]),
                  countText(n[u"unlabelled"]), countText(n[u"withheld_by_gap"])),
         Token::Text},
        {Words::tr("tests in the family"), countText(root.value(u"family_size")),
         Words::tr("q is corrected for this many"), Token::Text},
        {Words::tr("parameters"), hashText(root.value(u"params_hash")), pairsText(root.value(u"params")), Token::Text},
        {Words::tr("data hash"), hashText(data[u"sha256"]), data[u"sha256"].toString(), Token::Text},
        {Words::tr("seed"), anyText(root.value(u"seed")), {}, Token::Text}};
    summary.main.push_back(std::move(facts));
    summary.main.push_back(horizonTable(horizons, keys));
    IntervalPlot plot;
    plot.title = Words::tr("Accuracy without ties, 95%");
    QStringList verdicts;
    for (const QString& key : keys) {
        plot.rows.push_back(intervalOf(horizonText(key), horizons.value(key)));
        verdicts.append(horizonText(key) + QStringLiteral(": ") + verdictText(codeOf(horizons.value(key))));
    }
    summary.side.push_back(std::move(plot));
    for (const QString& key : keys)
        if (const QJsonArray bins = horizons.value(key)[u"score_bins"].toArray(); !bins.isEmpty())
            summary.side.push_back(scorePlot(key, bins));
    out.verdict = verdictOf(horizons, keys);
    out.detail = verdicts.join(QLatin1Char('\n'));
    out.pages.push_back(std::move(summary));
    out.pages.push_back(breakdownPage(root.value(u"by").toObject(), keys.value(0)));
    out.pages.push_back(foldsPage(horizons, keys));
    return out;
}

}  // namespace bw::ui::research
