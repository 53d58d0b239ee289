// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "ui/panes/research/report_read.h"
#include "ui/theme/format.h"

// divergence_score_calibration.json, and the reliability points of monotonicity_report.json where they are beside it
// (signals spec 7).
namespace bw::ui::research {
namespace {

ReportTable figures(const QJsonObject& mappings, const QStringList& keys) {
    QStringList titles;
    for (const QString& key : keys) titles.append(horizonText(key));
    FigureTable table(Words::tr("By horizon"), titles);
    const auto at = [&](int i) { return mappings.value(keys.at(i)); };
    const auto plain = [&](const QString& label, const QString& tip, QString (*text)(const QJsonValue&)) {
        table.add(label, tip, [&](int i) { return cell(text(at(i))); });
    };
    table.add(Words::tr("status"), Words::tr("Only what is published is shown as a probability beside signals"),
              [&](int i) {
                  const QString code = at(i)[u"status"].toString();
                  return cell(verdictText(code), verdictToken(code));
              });
    plain(Words::tr("events"), Words::tr("Directional, ties left out"),
          [](const QJsonValue& v) -> QString { return countText(v[u"n"]); });
    plain(Words::tr("independent events"),
          Words::tr("Those whose windows do not overlap; every p and interval is over them"),
          [](const QJsonValue& v) -> QString { return countText(v[u"n_ind"]); });
    plain(Words::tr("ρ of score and return"), Words::tr("Spearman"),
          [](const QJsonValue& v) -> QString { return signedText(v[u"spearman_corr"], 3); });
    plain(Words::tr("p of ρ"), Words::tr("One-sided, by permutation"),
          [](const QJsonValue& v) -> QString { return pText(v[u"spearman_p"]); });
    plain(Words::tr("base rate"), {}, [](const QJsonValue& v) -> QString { return percentText(v[u"base_rate"]); });
    plain(Words::tr("Brier"), Words::tr("Mean squared error of the probability, over the test folds"),
          [](const QJsonValue& v) -> QString { return fixedText(v[u"brier"], 4); });
    plain(Words::tr("Brier skill"), Words::tr("Against the base rate of the training part; above 0 is better than it"),
          [](const QJsonValue& v) -> QString { return signedText(v[u"brier_skill"], 4); });
    plain(Words::tr("calibration error"), Words::tr("ECE over ten bins of equal count, over the test folds"),
          [](const QJsonValue& v) -> QString { return fixedText(v[u"ece"], 3); });
    plain(Words::tr("chance alone stays below"), Words::tr("In 95 of 100 draws, were every probability true"),
          [](const QJsonValue& v) -> QString { return fixedText(v[u"ece_null95"], 3); });
    plain(Words::tr("ties left out"), {}, [](const QJsonValue& v) -> QString { return percentText(v[u"tie_share"]); });
    return table.take();
}

ReportTable ranges(const QString& title, const QJsonArray& blocks) {
    ReportTable table;
    table.title = title;
    table.columns = {
        {Words::tr("score"), TableColumn::Look::Text, 13, 0, {}},
        {QStringLiteral("n"), TableColumn::Look::Number, 7, 0, {}},
        {Words::tr("hits"), TableColumn::Look::Number, 7, 2, {}},
        {Words::tr("winrate"), TableColumn::Look::Number, 8, 0, {}},
        {Words::tr("95%"), TableColumn::Look::Number, 13, 0, {}},
        {Words::tr("mean return, bps"), TableColumn::Look::Number, 14, 1, Words::tr("In the direction of the signal")},
        {QString(), TableColumn::Look::Stretch, 1, 0, {}}};
    for (const QJsonValue& v : blocks) {
        TextRow row;
        row.id = QString::number(table.rows.size());
        row.cells = {cell(fixedText(v[u"score_min"], 1) + QStringLiteral(" – ") + fixedText(v[u"score_max"], 1)),
                     cell(countText(v[u"n"])),
                     cell(countText(v[u"hits"])),
                     cell(percentText(v[u"winrate"])),
                     cell(shareInterval(QJsonArray{v[u"ci_low"], v[u"ci_high"]})),
                     cell(format::number(number(v[u"expected_return"]) * 1e4, 1, format::Sign::Always)),
                     cell(QString())};
        table.rows.push_back(std::move(row));
    }
    return table;
}

CurvePlot winrates(const QString& key, const QJsonValue& mapping) {
    CurvePlot plot;
    plot.title = Words::tr("Winrate by score at %1, 95%").arg(horizonText(key));
    plot.x_title = Words::tr("score");
    plot.y_title = Words::tr("winrate");
    plot.x_max = 100;
    const double base = number(mapping[u"base_rate"]);
    plot.base = std::isnan(base) ? -1 : base;
    for (const QJsonValue& v : mapping[u"score_ranges"].toArray())
        plot.points.push_back({number(v[u"score_mean"]), number(v[u"winrate"]), number(v[u"ci_low"]),
                               number(v[u"ci_high"]), number(v[u"score_min"]), number(v[u"score_max"]),
                               count(v[u"n"])});
    const QString status = mapping[u"status"].toString();
    plot.empty = Words::tr("No curve is published: %1 (n = %2)").arg(verdictText(status), countText(mapping[u"n_ind"]));
    return plot;
}

CurvePlot reliability(const QString& key, const QJsonArray& points) {
    CurvePlot plot;
    plot.title = Words::tr("Reliability at %1, 95%").arg(horizonText(key));
    plot.x_title = Words::tr("probability said");
    plot.y_title = Words::tr("share that came true");
    plot.diagonal = true;
    for (const QJsonValue& v : points) {
        const double p = number(v[u"p"].isDouble() ? v[u"p"] : v[u"p_mean"]);
        plot.points.push_back({p, number(v[u"rate"]), number(v[u"lo"]), number(v[u"hi"]), p, p, count(v[u"n"])});
    }
    return plot;
}

}  // namespace

Report readCalibration(const QJsonObject& root) {
    Report out;
    // A run may wrap the file that is published and the report beside it.
    const QJsonObject file = root.contains(u"calibration") ? root.value(u"calibration").toObject() : root;
    const QJsonObject more = root.contains(u"monotonicity") ? root.value(u"monotonicity").toObject() : root;
    const QJsonObject mappings = file.value(u"mappings").toObject();
    const QStringList keys = orderedKeys(mappings);
    const QString status = file.value(u"status").toString();
    out.verdict = verdictText(status);
    const QJsonValue from = file.value(u"provenance");
    ReportPage page;
    page.name = Words::tr("Summary");
    ReportNotes advice;
    for (const QJsonValue& line : more.value(u"recommendations").toArray()) advice.lines.append(line.toString());
    if (!advice.lines.isEmpty()) page.main.push_back(std::move(advice));
    ReportFacts facts;
    facts.facts = {
        {Words::tr("status"), verdictText(status), {}, verdictToken(status)},
        {Words::tr("data"),
         timeText(from[u"from_ns"]) + QStringLiteral(" – ") + timeText(from[u"to_ns"]) + QStringLiteral(" UTC"),
         {},
         Token::Text},
        {Words::tr("symbols"), anyText(from[u"symbols"]), {}, Token::Text},
        {Words::tr("sampling"), anyText(from[u"sampling"]), {}, Token::Text},
        {Words::tr("parameters"), hashText(from[u"params_hash"]), anyText(from[u"params"]), Token::Text},
        {Words::tr("data hash"), hashText(from[u"data_sha256"]), from[u"data_sha256"].toString(), Token::Text},
        {Words::tr("calibration"), hashText(file.value(u"calibration_id")), {}, Token::Text},
        {Words::tr("seed"), anyText(from[u"seed"]), {}, Token::Text}};
    page.main.push_back(std::move(facts));
    page.main.push_back(figures(mappings, keys));
    for (const QString& key : keys) {
        const QJsonValue mapping = mappings.value(key);
        if (const QJsonArray blocks = mapping[u"score_ranges"].toArray(); !blocks.isEmpty())
            page.main.push_back(ranges(Words::tr("Score ranges at %1").arg(horizonText(key)), blocks));
        page.side.push_back(winrates(key, mapping));
        QJsonArray points = mapping[u"reliability"].toArray();
        if (points.isEmpty()) points = more.value(u"details")[key][u"reliability"].toArray();
        if (!points.isEmpty()) page.side.push_back(reliability(key, points));
    }
    out.pages.push_back(std::move(page));
    return out;
}

}  // namespace bw::ui::research
