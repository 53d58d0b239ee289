// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "ui/panes/research/report_read.h"
#include "ui/theme/format.h"

// tuning_report.json (signals spec 8).
namespace bw::ui::research {
namespace {

QString paramsText(const QJsonValue& params) {
    if (!params.isObject()) return format::missing();
    return QStringLiteral("L %1 · %2 / %3")
        .arg(anyText(params[u"swing_L"]), anyText(params[u"z_hi"]), anyText(params[u"z_mid"]));
}

/// "53.1% [48.0–58.2]" of the independent events, or nothing without any.
QString accuracyText(const QJsonValue& figures) {
    if (count(figures[u"n_ind"]) == 0 || !figures[u"acc_ex_ties"].isDouble()) return format::missing();
    return percentText(figures[u"acc_ex_ties"]) + QLatin1Char(' ') + shareInterval(figures[u"wilson"]);
}

double verdictRank(const QString& code) {
    return code == QLatin1String("significant") ? 2 : code == QLatin1String("insufficient") ? 0 : 1;
}

std::vector<TableColumn> cellColumns() {
    const QString accuracy = Words::tr("Accuracy without ties");
    const QString q = Words::tr("Corrected for the number of tests (Benjamini-Hochberg)");
    return {{Words::tr("context"), TableColumn::Look::Stretch, 22, 0,
             Words::tr("Session, liquidity and source of the events")},
            {QStringLiteral("L"), TableColumn::Look::Number, 4, 0, QStringLiteral("swing_L")},
            {QStringLiteral("z_hi"), TableColumn::Look::Number, 6, 0, {}},
            {QStringLiteral("z_mid"), TableColumn::Look::Number, 7, 0, {}},
            {Words::tr("events"), TableColumn::Look::Number, 8, 4, {}},
            {Words::tr("n ind."), TableColumn::Look::Number, 8, 0, Words::tr("Independent events")},
            {Words::tr("acc. 10"), TableColumn::Look::Number, 9, 0, accuracy},
            {Words::tr("95%"), TableColumn::Look::Number, 13, 3, {}},
            {QStringLiteral("p0"), TableColumn::Look::Number, 7, 6,
             Words::tr("What the same sides would have hit over all samples")},
            {Words::tr("control"), TableColumn::Look::Number, 9, 7,
             Words::tr("Accuracy of the price structure alone: same pivots, no divergence")},
            {Words::tr("q 10"), TableColumn::Look::Number, 8, 1, q},
            {Words::tr("acc. 20"), TableColumn::Look::Number, 9, 2, accuracy},
            {Words::tr("q 20"), TableColumn::Look::Number, 8, 2, q},
            {Words::tr("per hour"), TableColumn::Look::Number, 9, 5, Words::tr("Events an hour of covered time")},
            {Words::tr("verdict"), TableColumn::Look::Text, 16, 0, {}}};
}

void addCell(ReportTable& table, const QJsonValue& v) {
    const QJsonValue ten = v[u"horizons"][u"10"], twenty = v[u"horizons"][u"20"], params = v[u"params"];
    const QString code = v[u"verdict"].toString();
    const Token token = code == QLatin1String("insufficient") ? Token::Text3 : Token::Text;
    const auto figure = [token](const QJsonValue& of, const QString& text) {
        return cell(count(of[u"n_ind"]) > 0 ? text : format::missing(), token);
    };
    const QJsonValue control = ten[u"control"][u"acc_ex_ties"];
    TextRow row;
    row.id = QString::number(table.rows.size());
    const QString context = QStringList{anyText(v[u"session"]), anyText(v[u"liquidity"]), anyText(v[u"source"])}.join(
        QStringLiteral(" · "));
    const QString tip =
        Words::tr("%1\nfrom pivot to detection, p95: %2 ms").arg(context, fixedText(v[u"p95_latency_ms"], 0));
    row.cells = {cell(context, Token::Text, tip),
                 cell(anyText(params[u"swing_L"])),
                 cell(anyText(params[u"z_hi"])),
                 cell(anyText(params[u"z_mid"])),
                 cell(countText(v[u"n_events"])),
                 cell(countText(ten[u"n_ind"])),
                 figure(ten, percentText(ten[u"acc_ex_ties"])),
                 figure(ten, shareInterval(ten[u"wilson"])),
                 figure(ten, percentText(ten[u"p0"])),
                 figure(ten, percentText(control)),
                 figure(ten, pText(ten[u"q"])),
                 figure(twenty, percentText(twenty[u"acc_ex_ties"])),
                 figure(twenty, pText(twenty[u"q"])),
                 cell(fixedText(v[u"events_per_hour"], 1)),
                 cell(verdictText(code), verdictToken(code))};
    table.sort_keys.push_back({-static_cast<double>(table.rows.size()), number(params[u"swing_L"]),
                               number(params[u"z_hi"]), number(params[u"z_mid"]), number(v[u"n_events"]),
                               number(ten[u"n_ind"]), number(ten[u"acc_ex_ties"]), number(ten[u"wilson"][0]),
                               number(ten[u"p0"]), number(control), number(ten[u"q"]), number(twenty[u"acc_ex_ties"]),
                               number(twenty[u"q"]), number(v[u"events_per_hour"]), verdictRank(code)});
    table.rows.push_back(std::move(row));
}

/// What was chosen for each set of buckets, and how it did on the spans after those it was chosen by.
ReportTable bucketTable(const QJsonArray& scopes) {
    ReportTable table;
    table.title = Words::tr("By bucket, each span tested with what was chosen before it");
    table.columns = {
        {Words::tr("bucket"), TableColumn::Look::Stretch, 20, 0, {}},
        {Words::tr("would be"), TableColumn::Look::Text, 18, 1,
         Words::tr("swing_L, z_hi and z_mid that the whole range would choose")},
        {Words::tr("n ind."), TableColumn::Look::Number, 8, 0, Words::tr("Independent events at 10 samples")},
        {Words::tr("accuracy without ties, 95%"), TableColumn::Look::Number, 22, 0, {}},
        {Words::tr("q 10"), TableColumn::Look::Number, 8, 0, {}},
        {Words::tr("q 20"), TableColumn::Look::Number, 8, 2, {}},
        {Words::tr("verdict"), TableColumn::Look::Text, 16, 0, {}}};
    for (const QJsonValue& v : scopes) {
        const QString code = v[u"status"].toString(), value = v[u"value"].toString();
        const QJsonValue ten = v[u"horizons"][u"10"];
        const Token token = code == QLatin1String("insufficient") ? Token::Text3 : Token::Text;
        const QString name = value.isEmpty() ? Words::tr("all buckets") : value;
        TextRow row;
        row.id = v[u"dimension"].toString() + QLatin1Char('/') + value + QString::number(table.rows.size());
        row.cells = {cell(name),
                     cell(paramsText(v[u"chosen"]), Token::Text2),
                     cell(countText(ten[u"n_ind"])),
                     cell(accuracyText(ten), token),
                     cell(pText(ten[u"q"]), token),
                     cell(pText(v[u"horizons"][u"20"][u"q"]), token),
                     cell(verdictText(code), verdictToken(code))};
        table.rows.push_back(std::move(row));
    }
    return table;
}

IntervalRow intervalOf(const QString& label, const QJsonValue& figures) {
    IntervalRow row;
    const double p0 = number(figures[u"p0"]), control = number(figures[u"control"][u"acc_ex_ties"]);
    row.label = label;
    row.value = number(figures[u"acc_ex_ties"]);
    row.lo = number(figures[u"wilson"][0]);
    row.hi = number(figures[u"wilson"][1]);
    row.p0 = std::isnan(p0) ? -1 : p0;
    row.control = std::isnan(control) ? -1 : control;
    row.n = count(figures[u"n_ind"]);
    const QString code = figures[u"verdict"].toString();
    row.judged = code != QLatin1String("insufficient");
    row.verdict = verdictText(code);
    return row;
}

}  // namespace

Report readTuning(const QJsonObject& root) {
    Report out;
    const QJsonValue summary = root.value(u"summary"), best = summary[u"best_global"], data = root.value(u"data");
    const QString status = summary[u"status"].toString();
    out.verdict = verdictText(status);
    ReportPage page;
    page.name = Words::tr("Summary");
    ReportNotes notes;
    for (const QJsonValue& line : root.value(u"recommendations").toArray()) notes.lines.append(line.toString());
    if (!notes.lines.isEmpty()) page.main.push_back(std::move(notes));
    ReportFacts facts;
    facts.facts = {
        {Words::tr("status"), verdictText(status), {}, verdictToken(status)},
        {QStringLiteral("swing_L"), anyText(best[u"swing_L"]), {}, Token::Text},
        {QStringLiteral("z_hi"), anyText(best[u"z_hi"]), {}, Token::Text},
        {QStringLiteral("z_mid"), anyText(best[u"z_mid"]), {}, Token::Text},
        {Words::tr("cells"), countText(summary[u"cells"]),
         Words::tr("%1 significant, %2 not significant, %3 insufficient")
             .arg(countText(summary[u"significant"]), countText(summary[u"not_significant"]),
                  countText(summary[u"insufficient"])),
         Token::Text},
        {Words::tr("significant cells"), countText(summary[u"significant"]), {}, Token::Text},
        {Words::tr("tests in the family"), countText(summary[u"family_size"]),
         Words::tr("q is corrected for this many"), Token::Text},
        {Words::tr("data"),
         timeText(data[u"from_ns"]) + QStringLiteral(" – ") + timeText(data[u"to_ns"]) + QStringLiteral(" UTC"),
         {},
         Token::Text},
        {Words::tr("symbol"), anyText(data[u"symbol"]), {}, Token::Text},
        {Words::tr("sampling"), anyText(data[u"sampling"]), {}, Token::Text},
        {Words::tr("data hash"), hashText(data[u"sha256"]), data[u"sha256"].toString(), Token::Text},
        {Words::tr("seed"), anyText(root.value(u"seed")), {}, Token::Text}};
    page.main.push_back(std::move(facts));
    const QJsonArray scopes = root.value(u"bucket_analysis").toArray();
    page.main.push_back(bucketTable(scopes));
    IntervalPlot plot;
    plot.title = Words::tr("Accuracy without ties at %1, 95%").arg(horizonText(QStringLiteral("10")));
    for (const QJsonValue& v : scopes) {
        if (v[u"dimension"].toString() == QLatin1String("cell")) continue;  // twelve more: in the table
        const QString value = v[u"value"].toString();
        plot.rows.push_back(intervalOf(value.isEmpty() ? Words::tr("all buckets") : value, v[u"horizons"][u"10"]));
    }
    page.side.push_back(std::move(plot));
    out.pages.push_back(std::move(page));

    ReportPage cells;
    cells.name = Words::tr("Cells");
    ReportTable table;
    table.columns = cellColumns();
    for (const QJsonValue& v : root.value(u"cells").toArray()) addCell(table, v);
    cells.main.push_back(std::move(table));
    out.pages.push_back(std::move(cells));
    return out;
}

}  // namespace bw::ui::research
