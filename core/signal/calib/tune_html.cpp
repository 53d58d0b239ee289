// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>

#include "core/signal/calib/tune_report.h"
#include "core/signal/eval/report_csv.h"

namespace bw::signal::calib {
namespace {

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Tuning</title><style>
body{font:14px/1.45 sans-serif;margin:2em auto;max-width:80em;color:#1d2430;background:#fff}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2em .7em;text-align:right;border-bottom:1px solid #d5dae2;white-space:nowrap}
th{background:#eef1f5}td.t,th.t{text-align:left}
.significant{color:#0a6b35;font-weight:bold}.not_significant{color:#7a4b00}.insufficient{color:#667}
p.note{color:#556}
@media(prefers-color-scheme:dark){body{background:#14181f;color:#dde3ea}th{background:#222a35}th,td{border-color:#37404d}
.significant{color:#5fd38d}.not_significant{color:#e0b15c}.insufficient,p.note{color:#9aa5b3}}
</style></head><body>
)";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string shown(double value, int decimals) {
    if (!std::isfinite(value)) return "–";
    char room[64];
    std::snprintf(room, sizeof room, "%.*f", decimals, value == 0 ? 0.0 : value);
    return room;
}

std::string paramsText(const TuneParams& params) {
    return std::to_string(params.swing_L) + " / " + shown(params.z_hi, 1) + " / " + shown(params.z_mid, 1);
}

std::string cell(const std::string& text) {
    return "<td>" + text + "</td>";
}
std::string label(std::string_view text) {
    return "<td class=\"t\">" + escaped(text) + "</td>";
}

std::string verdictCell(eval::Verdict verdict) {
    const std::string name(eval::verdictName(verdict));
    std::string words = name;
    for (char& c : words) c = c == '_' ? ' ' : c;
    return "<td class=\"t " + name + "\">" + words + "</td>";
}

constexpr std::string_view kFigureHeads =
    "<th>n</th><th>independent</th><th>accuracy</th><th>95 % interval</th><th>base rate</th><th>control</th><th>p</th><th>q</th>"
    "<th>p against control</th><th>rho</th><th>gross bps</th><th>net bps</th><th class=\"t\">verdict</th>";

std::string figureCells(const eval::Figures& f) {
    return cell(std::to_string(f.n)) + cell(std::to_string(f.n_ind)) + cell(shown(f.acc_ex_ties, 3)) +
           cell(shown(f.wilson.lo, 3) + " to " + shown(f.wilson.hi, 3)) + cell(shown(f.p0, 3)) +
           cell(shown(f.control.acc_ex_ties, 3) + " (" + std::to_string(f.control.n) + ")") + cell(shown(f.p_binom, 4)) +
           cell(shown(f.q, 4)) + cell(shown(f.control.p, 4)) + cell(shown(f.rho, 3)) + cell(shown(f.gross_bps, 2)) +
           cell(shown(f.net_bps, 2)) + verdictCell(f.verdict);
}

std::string scopeTable(const TuneResult& result) {
    std::string text = "<table><tr><th class=\"t\">buckets</th><th>L / z_hi / z_mid</th><th>samples</th>" + std::string(kFigureHeads) + "</tr>\n";
    for (const TuneScope& scope : result.scopes) {
        for (std::size_t h = 0; h < scope.horizons.size(); ++h)
            text += "<tr>" + label(scope.dimension == "global" ? std::string_view("all") : std::string_view(scope.value)) +
                    cell(scope.has_choice ? paramsText(scope.chosen) : "–") + cell(std::to_string(kHorizonSamples[h])) +
                    figureCells(scope.horizons[h].figures) + "</tr>\n";
    }
    return text + "</table>\n";
}

std::string foldTable(const TuneScope& scope) {
    std::string text =
        "<table><tr><th>samples</th><th>fold</th><th>chosen before it</th><th>n to choose by</th><th>n tested</th><th>hits</th>"
        "<th>misses</th><th>accuracy</th><th>base rate</th><th class=\"t\">above it</th></tr>\n";
    for (std::size_t h = 0; h < scope.horizons.size(); ++h) {
        for (const TuneFold& fold : scope.horizons[h].folds)
            text += "<tr>" + cell(std::to_string(kHorizonSamples[h])) + cell(std::to_string(fold.number)) +
                    cell(fold.chosen.swing_L != 0 ? paramsText(fold.chosen) : "–") + cell(std::to_string(fold.n_train)) +
                    cell(std::to_string(fold.n)) + cell(std::to_string(fold.hits)) + cell(std::to_string(fold.misses)) +
                    cell(shown(fold.acc_ex_ties, 3)) + cell(shown(fold.p0, 3)) + label(fold.above ? "yes" : "no") + "</tr>\n";
    }
    return text + "</table>\n";
}

std::string cellTable(const TuneResult& result) {
    std::string text = "<table><tr><th class=\"t\">bucket</th><th>L / z_hi / z_mid</th><th>events/h</th><th>p95 latency ms</th><th>samples</th>" +
                       std::string(kFigureHeads) + "</tr>\n";
    for (const TuneCell& one : result.cells) {
        for (std::size_t h = 0; h < one.horizons.size(); ++h)
            text += "<tr>" + label(tuneBucketName(one.bucket)) + cell(paramsText(one.params)) + cell(shown(one.events_per_hour, 1)) +
                    cell(shown(one.p95_latency_ms, 0)) + cell(std::to_string(kHorizonSamples[h])) +
                    figureCells(one.horizons[h].figures) + "</tr>\n";
    }
    return text + "</table>\n";
}

}  // namespace

std::string tuningReportHtml(const TuneResult& result, const eval::Study& study, const Origin& origin) {
    std::string text(kHead);
    text += "<h1>Tuning of " + escaped(origin.symbol) + ", " + escaped(study.sampling) + "</h1>\n<p>";
    if (!study.samples.empty())
        text += eval::isoTime(study.samples.front().t_ns) + " to " + eval::isoTime(study.samples.back().t_ns) + ", " +
                std::to_string(study.samples.size()) + " samples in " + std::to_string(study.segments) + " segments. ";
    text += std::to_string(result.params.size()) + " parameter sets in " + std::to_string(kTuneBuckets) + " buckets: " +
            std::to_string(result.cells.size()) + " cells; " + std::to_string(result.family_size) +
            " tests in the family that q is corrected for. Seed " + std::to_string(origin.seed) + ", data " +
            escaped(study.data_sha256) + ", code " + escaped(origin.code_version) + ", made " + escaped(origin.created_at) + ".</p>\n";
    text += "<p>Result: <b>" + std::string(globalStatus(result)) + "</b>, " +
            paramsText(result.hasWinner() ? result.global().chosen : result.defaults) + " (L / z_hi / z_mid).</p>\n<ul>\n";
    for (const std::string& line : tuneAdvice(result)) text += "<li>" + escaped(line) + "</li>\n";
    text += "</ul>\n<p class=\"note\">All figures are of the test spans. Intervals and p are over independent events. The cost in net "
            "bps is " + shown(result.options.evaluate.cost_bps, 1) + " bps a side and the spread where quotes are known. Control is the price structure "
            "without the flow. Too few events say insufficient, noise says not significant.</p>\n";
    text += "<h2>Chosen by walk-forward</h2>\n" + scopeTable(result);
    text += "<h2>Folds over all buckets</h2>\n" + foldTable(result.global());
    return text + "<h2>All cells</h2>\n" + cellTable(result) + "</body></html>\n";
}

}  // namespace bw::signal::calib
