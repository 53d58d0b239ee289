// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/report_json.h"

#include <cmath>
#include <cstdio>

#include "core/model/json_writer.h"

namespace bw::signal::eval {
namespace {

constexpr std::string_view kShape = "v1.0";

/// Ten digits where they count: p-values are small, prices are not here.
JsonWriter& figure(JsonWriter& json, std::string_view name, double value) {
    if (!std::isfinite(value)) return json.null(name);
    char room[40];
    std::snprintf(room, sizeof room, "%.10g", value == 0 ? 0.0 : value);
    return json.raw(name, room);
}

void interval(JsonWriter& json, std::string_view name, Interval value) {
    if (!std::isfinite(value.lo) || !std::isfinite(value.hi)) {
        json.null(name);
        return;
    }
    json.openList(name);
    figure(json, {}, value.lo);
    figure(json, {}, value.hi);
    json.closeList();
}

void counts(JsonWriter& json, const Figures& f) {
    json.num("n", f.n).num("n_ind", f.n_ind).num("hits", f.hits).num("misses", f.misses).num("ties", f.ties);
    json.num("unlabelled", f.unlabelled);
    figure(json, "acc_strict", f.acc_strict);
    figure(json, "acc_ex_ties", f.acc_ex_ties);
    interval(json, "wilson", f.wilson);
    figure(json, "p0", f.p0);
    figure(json, "p0_strict", f.p0_strict);
}

void figures(JsonWriter& json, const Figures& f) {
    counts(json, f);
    json.open("independent")
        .num("n", f.n_ind)
        .num("hits", f.ind_hits)
        .num("misses", f.ind_misses)
        .num("ties", f.ind_ties)
        .close();
    figure(json, "p_binom", f.p_binom);
    figure(json, "p_strict", f.p_strict);
    json.open("control").num("n", f.control.n).num("n_ind", f.control.n_ind);
    json.num("hits", f.control.hits).num("misses", f.control.misses).num("ties", f.control.ties);
    figure(json, "acc_ex_ties", f.control.acc_ex_ties);
    figure(json, "p", f.control.p);
    json.close();
    figure(json, "rho", f.rho);
    figure(json, "rho_p", f.rho_p);
    figure(json, "q", f.q);
    figure(json, "gross_bps", f.gross_bps);
    interval(json, "gross_ci", f.gross_ci);
    figure(json, "net_bps", f.net_bps);
    interval(json, "net_ci", f.net_ci);
    json.num("spread_unknown", f.spread_unknown);
    figure(json, "min_detectable", f.min_detectable);
    json.str("verdict", verdictName(f.verdict)).flag("in_family", f.in_family).flag("covers_cost", f.covers_cost);
}

void folds(JsonWriter& json, const std::vector<Fold>& folds) {
    json.openList("folds");
    for (const Fold& f : folds) {
        json.open().integer("fold", f.number).integer("from_ns", f.from_ns).integer("to_ns", f.to_ns);
        json.num("n_train", f.n_train).num("n", f.n).num("hits", f.hits).num("misses", f.misses).num("ties", f.ties);
        figure(json, "acc_ex_ties", f.acc_ex_ties);
        figure(json, "p0", f.p0);
        json.flag("above", f.above).close();
    }
    json.closeList();
}

void bins(JsonWriter& json, const std::vector<ScoreBin>& bins) {
    json.openList("score_bins");
    for (const ScoreBin& b : bins) {
        json.open();
        figure(json, "score_lo", b.score_lo);
        figure(json, "score_hi", b.score_hi);
        figure(json, "score_mean", b.score_mean);
        json.num("n", b.n).num("n_ind", b.n_ind).num("hits", b.hits).num("misses", b.misses).num("ties", b.ties);
        figure(json, "acc_ex_ties", b.acc_ex_ties);
        interval(json, "wilson", b.wilson);
        figure(json, "gross_bps", b.gross_bps);
        figure(json, "p_mean", b.p_mean);
        json.close();
    }
    json.closeList();
}

void cell(JsonWriter& json, std::string_view name, const Cell& cell, bool whole) {
    json.open(name);
    for (const HorizonResult& one : cell.horizons) {
        json.open(one.horizon.name());
        figures(json, one.test);
        folds(json, one.folds);
        json.open("in_sample");
        counts(json, one.in_sample);
        json.close();
        if (whole) bins(json, one.bins);
        json.close();
    }
    json.close();
}

void settings(JsonWriter& json, const EvaluateOptions& options) {
    const DivergenceConfig& params = options.params;
    const EvaluateConfig& config = options.config;
    json.open("params");
#define BW_SAY_Int(member, from) json.integer(#member, from.member);
#define BW_SAY_Number(member, from) figure(json, #member, from.member);
#define BW_SAY(kind, type, member, key, unit, initial, min, max, choices, env, help) BW_SAY_##kind(member, params)
    BW_DIVERGENCE_KEYS(BW_SAY)
#undef BW_SAY
    json.close().open("settings");
#define BW_SAY(kind, type, member, key, unit, initial, min, max, choices, env, help) BW_SAY_##kind(member, config)
    BW_EVALUATE_KEYS(BW_SAY)
#undef BW_SAY
#undef BW_SAY_Int
#undef BW_SAY_Number
    json.close();
}

void dod(JsonWriter& json, const DodBlock& dod) {
    json.open("dod").flag("accuracy", dod.accuracy).flag("rank", dod.rank).open("horizons");
    for (const DodBlock::Line& line : dod.lines) {
        json.open(std::to_string(line.horizon));
        figure(json, "acc_strict", line.acc_strict);
        figure(json, "p", line.p);
        figure(json, "rho", line.rho);
        figure(json, "rho_p", line.rho_p);
        json.flag("accuracy", line.accuracy).flag("rank", line.rank).close();
    }
    json.close().close();
}

void data(JsonWriter& json, const Study& study, const Evaluation& evaluation) {
    json.open("data").openList("paths");
    for (const std::string& path : study.paths) json.str({}, path);
    json.closeList()
        .str("sha256", study.data_sha256)
        .integer("from_ns", evaluation.from_ns)
        .integer("to_ns", evaluation.to_ns);
    json.integer("segments", study.segments).number("covered_s", study.covered_s, 3).num("gaps", study.gaps);
    json.num("samples", study.samples.size()).num("quotes", study.quotes.size()).close();
}

std::string hash16(std::uint64_t hash) {
    char room[24];
    std::snprintf(room, sizeof room, "%016llx", static_cast<unsigned long long>(hash));
    return room;
}

}  // namespace

std::string evaluationJson(const Study& study, const Evaluation& evaluation, const ReportMeta& meta) {
    JsonWriter json;
    json.open().str("version", kShape);
    if (meta.created_at.empty()) {
        json.null("created_at");
    } else {
        json.str("created_at", meta.created_at);
    }
    json.str("engine", meta.engine).num("seed", evaluation.options.seed);
    data(json, study, evaluation);
    settings(json, evaluation.options);
    json.str("params_hash", hash16(study.params_hash))
        .str("params_text", study.params_text)
        .str("symbol", study.instrument);
    json.str("sampling", study.sampling).str("price_source", evaluation.trade_priced ? "trade" : "mid");
    json.flag("trade_priced", evaluation.trade_priced).num("family_size", evaluation.family_size);
    const Cell& whole = evaluation.whole();
    json.open("n")
        .num("candidates", study.candidates)
        .num("emitted", evaluation.emitted)
        .num("suppressed", study.suppressed);
    json.num("directional", evaluation.directional).num("conflict", evaluation.conflicts);
    json.num("unlabelled", whole.horizons.empty() ? 0 : whole.horizons.front().test.unlabelled);
    json.num("withheld_by_gap", study.withheld_by_gap).close();
    cell(json, "horizons", whole, /*whole=*/true);
    dod(json, evaluation.dod);
    json.open("by");
    for (std::size_t i = 1; i < evaluation.cells.size(); ++i) {
        const Cell& one = evaluation.cells[i];
        if (i == 1 || evaluation.cells[i - 1].dimension != one.dimension) json.open(one.dimension);
        cell(json, one.value, one, /*whole=*/false);
        if (i + 1 == evaluation.cells.size() || evaluation.cells[i + 1].dimension != one.dimension) json.close();
    }
    json.close().openList("warnings");
    for (const std::string& warning : evaluation.warnings) json.str({}, warning);
    json.closeList().close();
    return json.take();
}

}  // namespace bw::signal::eval
