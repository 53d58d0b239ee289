// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/report_html.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/signal/eval/report_csv.h"
#include "core/signal/eval/report_svg.h"

namespace bw::signal::eval {
namespace {

constexpr const char* kStyle =
    ":root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--ink:#1c2126;--soft:#5c6670;--rule:#dfe3e6;--good:#0f7b4f;"
    "--bad:#b3372f;--mute:#8a6d1b;--bull:#1f8f63;--bear:#c2493f;--dot:#2c6fbb;--even:#8b949c}"
    "@media(prefers-color-scheme:dark){:root{--bg:#14181c;--card:#1b2127;--ink:#e4e8eb;--soft:#98a3ad;--rule:#303840;"
    "--good:#4cc38a;--bad:#ee7b72;--mute:#d9b44a;--bull:#3fb985;--bear:#e2736a;--dot:#6aa9ef;--even:#77828c}}"
    "body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe "
    "UI',Roboto,sans-serif}"
    "main{max-width:1060px;margin:0 auto;padding:28px 20px "
    "60px}h1{font-size:26px;margin:0}h2{font-size:18px;margin:34px 0 8px}"
    "p{margin:6px 0}.soft,caption,.in_sample td{color:var(--soft)}.card{background:var(--card);border:1px solid "
    "var(--rule);"
    "border-radius:10px;padding:14px 16px;margin:10px 0}.row{display:flex;flex-wrap:wrap;gap:12px}.row>.card{flex:1 1 "
    "320px;margin:0}"
    ".badge{display:inline-block;border-radius:6px;padding:1px 9px;font-weight:600;border:1px solid currentColor}"
    ".significant{color:var(--good)}.not_significant{color:var(--bad)}.insufficient{color:var(--mute)}"
    ".big{font-size:30px;font-weight:650;font-variant-numeric:tabular-nums}.warn{border-left:4px solid var(--mute)}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "th,td{padding:4px 9px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}"
    "th:first-child,td:first-child{text-align:left}th{font-weight:600;color:var(--soft)}caption{text-align:left;"
    "padding:0 0 6px}"
    "svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font-size:12px}svg "
    ".label{fill:var(--ink);font-size:13px}"
    "svg .grid{stroke:var(--rule)}svg .even{stroke:var(--even);stroke-dasharray:5 4}svg "
    ".base{stroke:var(--mute);stroke-dasharray:2 3}"
    "svg .dot{fill:var(--dot)}svg .whisker{stroke:var(--dot);stroke-width:2}svg .dot.control{fill:var(--even)}"
    "svg .whisker.control{stroke:var(--even)}svg .dot.cost{fill:var(--mute)}svg .whisker.cost{stroke:var(--mute)}"
    "svg .bull{fill:var(--bull)}svg .bear{fill:var(--bear)}svg .published{fill:none;stroke:var(--mute);stroke-width:2}"
    "svg .fold{stroke:var(--even);stroke-dasharray:1 3}code{overflow-wrap:anywhere}";

std::string words(Verdict verdict) {
    return verdict == Verdict::NotSignificant ? "not significant" : std::string(verdictName(verdict));
}
std::string badge(Verdict verdict) {
    return "<span class=\"badge " + std::string(verdictName(verdict)) + "\">" + words(verdict) + "</span>";
}
std::string interval(Interval i, int decimals) {
    return "[" + shown(i.lo, decimals) + ", " + shown(i.hi, decimals) + "]";
}
std::string count(std::uint64_t n) {
    return std::to_string(n);
}
/// Small p-values keep their size.
std::string pValue(double p) {
    if (!std::isfinite(p) || p >= 0.0001) return shown(p, 4);
    char room[32];
    std::snprintf(room, sizeof room, "%.1e", p);
    return room;
}
std::string row(std::initializer_list<std::string> cells, std::string_view tag = "td", std::string_view css = {}) {
    std::string out = css.empty() ? "<tr>" : "<tr class=\"" + std::string(css) + "\">";
    for (const std::string& cell : cells)
        out.append("<").append(tag).append(">").append(cell).append("</").append(tag).append(">");
    return out + "</tr>";
}
std::string table(std::string_view caption, const std::string& rows) {
    return "<div class=\"card scroll\"><table><caption>" + std::string(caption) + "</caption>" + rows +
           "</table></div>";
}

std::string headline(const HorizonResult& one, const EvaluateConfig& config) {
    const Figures& f = one.test;
    std::string out = "<div class=\"card\"><p>" + one.horizon.words() + " ahead " + badge(f.verdict) + "</p>";
    out += "<p><span class=\"big\">" + shown(f.acc_ex_ties, 3) + "</span> <span class=\"soft\">" +
           interval(f.wilson, 3) + "</span></p>";
    out += "<p class=\"soft\">of " + count(f.n) + " events, " + count(f.n_ind) + " independent; base rate " +
           shown(f.p0, 3) + ", pivot control " + shown(f.control.acc_ex_ties, 3) + " (n " + count(f.control.n) +
           ")</p>";
    out += "<p>net " + shown(f.net_bps, 2) + " bps " + interval(f.net_ci, 2) + ": " +
           (f.covers_cost ? "covers its cost" : "does not cover its cost") + "</p>";
    if (f.verdict == Verdict::Insufficient)
        out += "<p class=\"insufficient\">insufficient: a verdict takes " + std::to_string(config.min_events) +
               " independent events in at least three folds of ten.</p>";
    return out + "</div>";
}

std::string figureTable(const Cell& whole) {
    std::string rows = row({"ahead", "n", "independent", "hits", "misses", "ties", "strict", "without ties", "95 %",
                            "base rate", "p", "q", "rho", "p of rho", "detectable", "verdict"},
                           "th");
    for (const HorizonResult& one : whole.horizons) {
        const Figures &f = one.test, &s = one.in_sample;
        rows += row({one.horizon.words(), count(f.n), count(f.n_ind), count(f.hits), count(f.misses), count(f.ties),
                     shown(f.acc_strict, 3), shown(f.acc_ex_ties, 3), interval(f.wilson, 3), shown(f.p0, 3),
                     pValue(f.p_binom), pValue(f.q), shown(f.rho, 3), pValue(f.rho_p), shown(f.min_detectable, 3),
                     badge(f.verdict)});
        rows += row({"in sample", count(s.n), count(s.n_ind), count(s.hits), count(s.misses), count(s.ties),
                     shown(s.acc_strict, 3), shown(s.acc_ex_ties, 3), interval(s.wilson, 3), shown(s.p0, 3), "", "", "",
                     "", "", ""},
                    "td", "in_sample");
    }
    return table(
        "Test spans of the walk-forward, pooled. Intervals, rho, p and q stand on the independent events; in sample: "
        "what the "
        "last fold may learn from, never a result.",
        rows);
}

std::string scoreChart(const HorizonResult& one) {
    if (one.bins.empty())
        return "<p class=\"soft\">" + one.horizon.words() + " ahead: too few events for a picture.</p>";
    double low = 0.3, high = 0.7;
    for (const ScoreBin& b : one.bins) {
        if (std::isfinite(b.wilson.lo)) low = std::min(low, b.wilson.lo);
        if (std::isfinite(b.wilson.hi)) high = std::max(high, b.wilson.hi);
    }
    low = std::floor(low * 10) / 10, high = std::ceil(high * 10) / 10;
    Plot plot(
        520, 300,
        {one.bins.front().score_lo, std::max(one.bins.back().score_hi, one.bins.front().score_lo + 1), 5, 0, "score"},
        {low, high, static_cast<int>(std::lround((high - low) * 10)), 1, "hits of hits and misses"},
        "Accuracy by score, " + one.horizon.words() + " ahead");
    plot.level(0.5, "even", "even");
    plot.level(one.test.p0, "base", std::abs(one.test.p0 - 0.5) < 0.02 ? "" : "base rate");
    std::vector<std::pair<double, double>> published;
    for (const ScoreBin& b : one.bins) {
        if (std::isfinite(b.p_mean)) published.emplace_back(b.score_mean, b.p_mean);
        plot.mark(b.score_mean, b.acc_ex_ties, b.wilson, "",
                  "scores " + shown(b.score_lo, 1) + " to " + shown(b.score_hi, 1) + ": " + shown(b.acc_ex_ties, 3) +
                      " " + interval(b.wilson, 3) + ", n " + count(b.n) + ", independent " + count(b.n_ind));
    }
    if (published.size() > 1) plot.line(published, "published");
    return "<div class=\"card\"><p>" + one.horizon.words() + " ahead: rho " + shown(one.test.rho, 3) + ", p " +
           pValue(one.test.rho_p) + ", n " + count(one.test.n_ind) +
           (published.size() > 1 ? "; line: published probability" : "") + "</p>" + plot.take() + "</div>";
}

/// Bulls upward and bears downward by time, with the borders of the folds.
std::string timeChart(const Study& study, const Evaluation& evaluation) {
    constexpr int kColumns = 96;
    if (evaluation.directional == 0 || evaluation.to_ns <= evaluation.from_ns)
        return "<p class=\"soft\">No events.</p>";
    const double hours = static_cast<double>(evaluation.to_ns - evaluation.from_ns) / 3.6e12;
    std::vector<double> bull(kColumns, 0), bear(kColumns, 0);
    const auto column = [&](std::int64_t t_ns) {
        const double share =
            static_cast<double>(t_ns - evaluation.from_ns) / static_cast<double>(evaluation.to_ns - evaluation.from_ns);
        return static_cast<std::size_t>(std::clamp(static_cast<int>(share * kColumns), 0, kColumns - 1));
    };
    for (const SignalEvent& event : study.events) {
        if (event.side() > 0) ++bull[column(event.detect.t_ns)];
        if (event.side() < 0) ++bear[column(event.detect.t_ns)];
    }
    const double most =
        std::max(*std::max_element(bull.begin(), bull.end()), *std::max_element(bear.begin(), bear.end()));
    Plot plot(1000, 220, {0, hours, 8, 1, "hours from " + isoTime(evaluation.from_ns)},
              {-most, most, 4, 0, "events: bull up, bear down"}, "Events in time");
    for (int i = 0; i < kColumns; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const double x = hours * i / kColumns, width = hours / kColumns;
        plot.bar(x, width, 0, bull[k], "bull", shown(bull[k], 0) + " bull from hour " + shown(x, 2));
        plot.bar(x, width, 0, -bear[k], "bear", shown(bear[k], 0) + " bear from hour " + shown(x, 2));
    }
    if (!evaluation.whole().horizons.empty())
        for (const Fold& fold : evaluation.whole().horizons.front().folds)
            plot.border(static_cast<double>(fold.from_ns - evaluation.from_ns) / 3.6e12, "fold",
                        "fold " + std::to_string(fold.number));
    return "<div class=\"card\">" + plot.take() + "</div>";
}

std::string foldTable(const Cell& whole, const EvaluateConfig& config) {
    std::string rows = row({"ahead, fold", "from", "to", "may learn from", "n", "hits", "misses", "ties",
                            "without ties", "base rate", "above"},
                           "th");
    for (const HorizonResult& one : whole.horizons)
        for (const Fold& f : one.folds)
            rows += row({one.horizon.words() + ", " + std::to_string(f.number), isoTime(f.from_ns).substr(0, 19),
                         isoTime(f.to_ns).substr(0, 19), count(f.n_train), count(f.n), count(f.hits), count(f.misses),
                         count(f.ties), shown(f.acc_ex_ties, 3), shown(f.p0, 3), f.above ? "yes" : "no"});
    return table(
        std::to_string(config.spans) +
            " equal spans; each fold tests on its own and may learn only from what lies before, purged and embargoed.",
        rows);
}

std::string controlTable(const Cell& whole) {
    std::string rows = row({"ahead", "events", "n", "control", "n", "independent", "p events above control",
                            "base rate", "p above base rate"},
                           "th");
    for (const HorizonResult& one : whole.horizons) {
        const Figures& f = one.test;
        rows +=
            row({one.horizon.words(), shown(f.acc_ex_ties, 3), count(f.n), shown(f.control.acc_ex_ties, 3),
                 count(f.control.n), count(f.control.n_ind), pValue(f.control.p), shown(f.p0, 3), pValue(f.p_binom)});
    }
    return table(
        "Control: pairs of pivots that passed every test but the flow pattern, i.e. the price structure alone. Base "
        "rate: the "
        "same mix of sides at any sample.",
        rows);
}

std::string costTable(const Cell& whole, const EvaluateConfig& config) {
    std::string rows = row({"ahead", "gross bps", "95 %", "net bps", "95 %", "without quotes", "covers cost"}, "th");
    for (const HorizonResult& one : whole.horizons) {
        const Figures& f = one.test;
        rows += row({one.horizon.words(), shown(f.gross_bps, 3), interval(f.gross_ci, 3), shown(f.net_bps, 3),
                     interval(f.net_ci, 3), count(f.spread_unknown), f.covers_cost ? "yes" : "no"});
    }
    return table("Bought at the ask and sold at the bid of the first quotes " + std::to_string(config.entry_delay_ms) +
                     " ms after entry and exit, less " + shown(config.cost_bps, 2) + " bps a side.",
                 rows);
}

std::string forest(const Evaluation& evaluation, std::size_t horizon) {
    std::vector<ForestRow> rows;
    for (const Cell& cell : evaluation.cells) {
        if (cell.dimension == "symbol") continue;
        const Figures& f = cell.horizons[horizon].test;
        const std::string name = cell.dimension.empty() ? "all" : cell.dimension + " " + cell.value;
        rows.push_back({name + (f.verdict == Verdict::Significant ? " *" : ""), "n " + count(f.n_ind),
                        share(f.ind_hits, f.ind_hits + f.ind_misses), f.wilson, f.in_family ? "" : "control"});
        if (!cell.dimension.empty()) continue;
        const std::uint64_t decided = f.control.ind_hits + f.control.ind_misses;
        rows.push_back({"pivot control", "n " + count(f.control.n_ind), share(f.control.ind_hits, decided),
                        wilson95(f.control.ind_hits, decided), "control"});
    }
    return "<div class=\"card\"><p>" + evaluation.whole().horizons[horizon].horizon.words() +
           " ahead; grey: fewer than " + std::to_string(evaluation.options.config.min_events_test) +
           " independent events, not tested; *: significant</p>" +
           forestPlot(rows, 0.3, 0.7, 0.5, 3, "Accuracy of independent events by part") + "</div>";
}

std::string dodText(const DodBlock& dod) {
    std::string rows = row({"ahead", "strict accuracy", "p against .5", "met", "rho", "p", "met"}, "th");
    for (const DodBlock::Line& line : dod.lines)
        rows += row({std::to_string(line.horizon) + " samples", shown(line.acc_strict, 3), pValue(line.p),
                     line.accuracy ? "yes" : "no", shown(line.rho, 3), pValue(line.rho_p), line.rank ? "yes" : "no"});
    return table(
        "As asked for, and never a verdict by itself: it knows neither of the control nor of how many tests were made.",
        rows);
}

std::string dataText(const Study& study, const Evaluation& evaluation, const ReportMeta& meta) {
    std::string files;
    for (const std::string& path : study.paths) files += (files.empty() ? "" : ", ") + escaped(path);
    char hash[24];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(study.params_hash));
    const auto item = [](std::string_view name, const std::string& value) {
        return "<tr><td>" + std::string(name) + "</td><td style=\"text-align:left;white-space:normal\"><code>" + value +
               "</code></td></tr>";
    };
    std::string rows = item("files", files) + item("SHA-256", escaped(study.data_sha256)) + item("parameters", hash);
    if (!study.params_text.empty()) rows += item("settings", escaped(study.params_text));
    rows += item("seed", std::to_string(evaluation.options.seed)) + item("program", escaped(meta.engine)) +
            item("made", escaped(meta.created_at));
    return "<div class=\"card\"><table>" + rows + "</table></div>";
}

}  // namespace

std::string evaluationHtml(const Study& study, const Evaluation& evaluation, const ReportMeta& meta) {
    const Cell& whole = evaluation.whole();
    const EvaluateConfig& config = evaluation.options.config;
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\">"
        "<title>Evaluation of " +
        escaped(study.instrument) + "</title><style>" + kStyle + "</style></head><body><main>";
    out += "<h1>" + escaped(study.instrument) + "</h1><p class=\"soft\">" + escaped(study.sampling) + " samples of " +
           (evaluation.trade_priced ? "trade prices" : "mid prices") + ", " + isoTime(evaluation.from_ns) + " to " +
           isoTime(evaluation.to_ns) + "; " + shown(study.covered_s / 3600, 2) + " h covered, " +
           std::to_string(study.segments) + " segments, " + count(study.gaps) + " gaps</p>";
    out += "<p>" + count(evaluation.emitted) + " events (" + count(evaluation.directional) + " with a side, " +
           count(evaluation.conflicts) + " conflicts), " + count(study.suppressed) + " suppressed, " +
           count(study.withheld_by_gap) + " pairs withheld by a gap. Tests made: a family of " +
           std::to_string(evaluation.family_size) + ".</p><div class=\"row\">";
    for (const HorizonResult& one : whole.horizons) out += headline(one, config);
    out += "</div>";
    for (const std::string& warning : evaluation.warnings)
        out += "<div class=\"card warn\">" + escaped(warning) + "</div>";
    out += "<h2>Figures</h2>" + figureTable(whole) + "<h2>Does a higher score mean more hits?</h2><div class=\"row\">";
    for (const HorizonResult& one : whole.horizons) out += scoreChart(one);
    out += "</div><h2>Events in time</h2>" + timeChart(study, evaluation) + "<h2>Walk-forward</h2>" +
           foldTable(whole, config);
    out += "<h2>Control and base rate</h2>" + controlTable(whole) + "<h2>Cost</h2>" + costTable(whole, config);
    if (evaluation.cells.size() > 1) {
        out += "<h2>By part</h2>";
        for (std::size_t h = 0; h < whole.horizons.size(); ++h) out += forest(evaluation, h);
    }
    if (!evaluation.dod.lines.empty())
        out += "<h2>Accuracy and rank correlation as asked for</h2>" + dodText(evaluation.dod);
    out += "<h2>Data</h2>" + dataText(study, evaluation, meta);
    return out + "</main></body></html>\n";
}

}  // namespace bw::signal::eval
