// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/tune_report.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "core/model/json_writer.h"

namespace bw::signal::calib {
namespace {

constexpr int kDecimals = 6;

/// The shortest text that reads back exactly: settings.
std::string exact(double value) {
    char room[40];
    const auto [end, error] = std::to_chars(room, room + sizeof room, value);
    return {room, error == std::errc{} ? end : room};
}

/// A figure; null when there is none, "" in a table.
std::string figure(double value, int decimals = kDecimals, const char* none = "null") {
    if (!std::isfinite(value)) return none;
    char room[64];
    std::snprintf(room, sizeof room, "%.*f", decimals, value == 0 ? 0.0 : value);
    return room;
}

std::string paramsYaml(const TuneParams& params, const std::string& indent) {
    return indent + "params:\n" + indent + "  swing_L: " + std::to_string(params.swing_L) + "\n" + indent + "  z_hi: " +
           exact(params.z_hi) + "\n" + indent + "  z_mid: " + exact(params.z_mid) + "\n";
}

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

/// Smallest q of its horizons; NaN where none was tested.
double bestQ(const TuneScope& scope) {
    double best = eval::kNone;
    for (const TuneHorizon& horizon : scope.horizons)
        if (!(best <= horizon.figures.q)) best = horizon.figures.q;
    return best;
}

std::string leafYaml(const TuneScope& scope, const std::string& indent) {
    std::string text = indent + "status: " + std::string(eval::verdictName(scope.verdict)) + "\n" + indent + "n: " +
                       std::to_string(scope.horizons[0].figures.n_ind) + "\n" + indent + "q: " + figure(bestQ(scope)) + "\n";
    return scope.verdict == eval::Verdict::Significant ? text + paramsYaml(scope.chosen, indent) : text;
}

const TuneScope& scopeOf(const TuneResult& result, std::string_view dimension, std::string_view value) {
    return *std::find_if(result.scopes.begin(), result.scopes.end(),
                         [&](const TuneScope& s) { return s.dimension == dimension && s.value == value; });
}

void writeParams(JsonWriter& json, std::string_view name, const TuneParams& params) {
    json.open(name).integer("swing_L", params.swing_L).raw("z_hi", exact(params.z_hi)).raw("z_mid", exact(params.z_mid)).close();
}

void writeFigures(JsonWriter& json, const eval::Figures& f) {
    json.num("n", f.n)
        .num("n_ind", f.n_ind)
        .num("hits", f.hits)
        .num("misses", f.misses)
        .num("ties", f.ties)
        .num("unlabelled", f.unlabelled)
        .number("acc_strict", f.acc_strict, kDecimals)
        .number("acc_ex_ties", f.acc_ex_ties, kDecimals)
        .openList("wilson")
        .number({}, f.wilson.lo, kDecimals)
        .number({}, f.wilson.hi, kDecimals)
        .closeList()
        .number("p0", f.p0, kDecimals)
        .number("p_binom", f.p_binom, kDecimals)
        .number("q", f.q, kDecimals)
        .flag("in_family", f.in_family)
        .open("control")
        .num("n", f.control.n)
        .number("acc_ex_ties", f.control.acc_ex_ties, kDecimals)
        .number("p", f.control.p, kDecimals)
        .close()
        .number("rho", f.rho, kDecimals)
        .number("rho_p", f.rho_p, kDecimals)
        .number("gross_bps", f.gross_bps, kDecimals)
        .number("net_bps", f.net_bps, kDecimals)
        .flag("covers_cost", f.covers_cost)
        .str("verdict", eval::verdictName(f.verdict));
}

void writeHorizons(JsonWriter& json, const std::array<TuneHorizon, kHorizons>& horizons, bool with_choices) {
    json.open("horizons");
    for (std::size_t h = 0; h < horizons.size(); ++h) {
        json.open(std::to_string(kHorizonSamples[h]));
        writeFigures(json, horizons[h].figures);
        json.openList("folds");
        for (const TuneFold& fold : horizons[h].folds) {
            json.open().integer("fold", fold.number);
            if (with_choices && fold.chosen.swing_L != 0) writeParams(json, "chosen", fold.chosen);
            if (with_choices) json.num("n_train", fold.n_train);
            json.num("n", fold.n).num("hits", fold.hits).num("misses", fold.misses);
            json.number("acc_ex_ties", fold.acc_ex_ties, kDecimals).number("p0", fold.p0, kDecimals).flag("above", fold.above).close();
        }
        json.closeList().close();
    }
    json.close();
}

void writeBucket(JsonWriter& json, const TuneBucket& bucket) {
    json.str("session", daySessionName(bucket.session))
        .str("liquidity", liquidityName(bucket.liquidity))
        .str("source", channelSourceName(bucket.source));
}

std::uint64_t cellsWith(const TuneResult& result, eval::Verdict verdict) {
    return static_cast<std::uint64_t>(std::count_if(result.cells.begin(), result.cells.end(),
                                                    [&](const TuneCell& cell) { return cell.verdict() == verdict; }));
}

template <class T>
void writeGrid(JsonWriter& json, std::string_view name, const std::vector<T>& values) {
    json.openList(name);
    for (const T& value : values) json.raw({}, exact(static_cast<double>(value)));
    json.closeList();
}

void writeData(JsonWriter& json, const TuneResult& result, const eval::Study& study, const Origin& origin) {
    json.open("data").str("symbol", origin.symbol).str("sampling", study.sampling).str("sha256", study.data_sha256);
    json.integer("from_ns", study.samples.empty() ? 0 : study.samples.front().t_ns);
    json.integer("to_ns", study.samples.empty() ? 0 : study.samples.back().t_ns);
    json.num("samples", study.samples.size()).integer("segments", study.segments).number("covered_s", study.covered_s, 3).close();
    json.open("grid");
    writeGrid(json, "swing_L", result.options.grid.swing_L);
    writeGrid(json, "z_hi", result.options.grid.z_hi);
    writeGrid(json, "z_mid", result.options.grid.z_mid);
    json.close();
}

}  // namespace

std::string_view globalStatus(const TuneResult& result) noexcept {
    return result.hasWinner() ? eval::verdictName(eval::Verdict::Significant) : "default_kept";
}

std::vector<std::string> tuneAdvice(const TuneResult& result) {
    std::vector<std::string> advice;
    const std::uint64_t significant = cellsWith(result, eval::Verdict::Significant);
    if (significant == 0) {
        advice.push_back("no cell is significant after correction for a family of " + std::to_string(result.family_size) +
                         ": the defaults stay, and nothing here is to be deployed as an improvement");
    } else {
        advice.push_back(std::to_string(significant) + " of " + std::to_string(result.cells.size()) +
                         " cells are significant in a family of " + std::to_string(result.family_size));
    }
    if (significant > 0 && !result.hasWinner())
        advice.emplace_back("chosen by what lay before each span, the parameters did not hold over all buckets: the global defaults stay");
    const std::uint64_t insufficient = cellsWith(result, eval::Verdict::Insufficient);
    if (insufficient > 0)
        advice.push_back(std::to_string(insufficient) + " cells are insufficient: record longer before judging them");
    const bool covers = std::any_of(result.cells.begin(), result.cells.end(), [](const TuneCell& cell) {
        return std::any_of(cell.horizons.begin(), cell.horizons.end(), [](const TuneHorizon& h) {
            return h.figures.verdict == eval::Verdict::Significant && h.figures.covers_cost;
        });
    });
    if (significant > 0 && !covers) advice.emplace_back("no significant cell covers its cost");
    return advice;
}

std::string bestGlobalYaml(const TuneResult& result, const eval::Study& study, const Origin& origin) {
    const TuneScope& global = result.global();
    const eval::Figures &ten = global.horizons[0].figures, &twenty = global.horizons[1].figures;
    return "version: v1.0\n"
           "description: " + quoted("Divergence parameters chosen by walk-forward over all buckets") + "\n" +
           paramsYaml(result.hasWinner() ? global.chosen : result.defaults, "") +
           "status: " + std::string(globalStatus(result)) + "\n" +
           "n_ind: " + std::to_string(ten.n_ind) + "\n" +
           "acc_ex_ties_10: " + figure(ten.acc_ex_ties) + "\n" +
           "acc_ex_ties_20: " + figure(twenty.acc_ex_ties) + "\n" +
           "wilson: [" + figure(ten.wilson.lo) + ", " + figure(ten.wilson.hi) + "]\n" +
           "q: " + figure(bestQ(global)) + "\n" +
           "data_sha256: " + quoted(study.data_sha256) + "\n" +
           "family_size: " + std::to_string(result.family_size) + "\n" +
           "created_at: " + quoted(origin.created_at) + "\n";
}

std::string bestByBucketYaml(const TuneResult& result, const eval::Study& study, const Origin& origin) {
    std::string text = "version: v1.0\ndescription: " + quoted("Divergence parameters by bucket; a leaf without params inherits") +
                       "\nbuckets:\n";
    for (const std::string_view dimension : {"liquidity", "session", "source"}) {
        text.append("  ").append(dimension).append(":\n");
        for (const TuneScope& scope : result.scopes)
            if (scope.dimension == dimension) text += "    " + scope.value + ":\n" + leafYaml(scope, "      ");
    }
    text += "cells:\n";
    for (std::size_t i = 0; i < kTuneBuckets; ++i) {
        const TuneBucket bucket = tuneBucket(i);
        text.append("  - session: ").append(daySessionName(bucket.session));
        text.append("\n    liquidity: ").append(liquidityName(bucket.liquidity));
        text.append("\n    source: ").append(channelSourceName(bucket.source)).append("\n");
        text += leafYaml(scopeOf(result, "cell", tuneBucketName(bucket)), "    ");
    }
    return text + "data_sha256: " + quoted(study.data_sha256) + "\nfamily_size: " + std::to_string(result.family_size) +
           "\ncreated_at: " + quoted(origin.created_at) + "\n";
}

std::string summaryCsv(const TuneResult& result) {
    std::string text =
        "swing_L,z_hi,z_mid,session,liquidity,source,n_events,n_ind,n_ind_20,accuracy_10,accuracy_20,p_value_10,p_value_20,"
        "q_10,q_20,p95_latency_ms,events_per_hour,verdict\n";
    for (const TuneCell& cell : result.cells) {
        const eval::Figures &ten = cell.horizons[0].figures, &twenty = cell.horizons[1].figures;
        text += std::to_string(cell.params.swing_L) + ',' + exact(cell.params.z_hi) + ',' + exact(cell.params.z_mid) + ',';
        text.append(daySessionName(cell.bucket.session)).append(",").append(liquidityName(cell.bucket.liquidity)).append(",");
        text.append(channelSourceName(cell.bucket.source));
        text += ',' + std::to_string(cell.n_events) + ',' + std::to_string(ten.n_ind) + ',' + std::to_string(twenty.n_ind);
        for (const double value : {ten.acc_ex_ties, twenty.acc_ex_ties, ten.p_binom, twenty.p_binom, ten.q, twenty.q})
            text += ',' + figure(value, kDecimals, "");
        text += ',' + figure(cell.p95_latency_ms, 3, "") + ',' + figure(cell.events_per_hour, 3, "") + ',';
        text.append(eval::verdictName(cell.verdict())).append("\n");
    }
    return text;
}

std::string tuningReportJson(const TuneResult& result, const eval::Study& study, const Origin& origin) {
    JsonWriter json;
    json.open().str("version", "v1.0").str("created_at", origin.created_at).str("code_version", origin.code_version);
    json.num("seed", origin.seed);
    writeData(json, result, study, origin);
    json.open("summary")
        .num("cells", result.cells.size())
        .num("significant", cellsWith(result, eval::Verdict::Significant))
        .num("not_significant", cellsWith(result, eval::Verdict::NotSignificant))
        .num("insufficient", cellsWith(result, eval::Verdict::Insufficient))
        .num("family_size", result.family_size)
        .str("status", globalStatus(result));
    writeParams(json, "best_global", result.hasWinner() ? result.global().chosen : result.defaults);
    json.close().open("folds");
    writeHorizons(json, result.global().horizons, /*with_choices=*/true);
    json.close().openList("bucket_analysis");
    for (const TuneScope& scope : result.scopes) {
        json.open().str("dimension", scope.dimension).str("value", scope.value).str("status", eval::verdictName(scope.verdict));
        if (scope.has_choice) writeParams(json, "chosen", scope.chosen);
        writeHorizons(json, scope.horizons, /*with_choices=*/true);
        json.close();
    }
    json.closeList().openList("cells");
    for (const TuneCell& cell : result.cells) {
        json.open();
        writeParams(json, "params", cell.params);
        writeBucket(json, cell.bucket);
        json.num("n_events", cell.n_events)
            .number("events_per_hour", cell.events_per_hour, 3)
            .number("p95_latency_ms", cell.p95_latency_ms, 3)
            .str("verdict", eval::verdictName(cell.verdict()));
        writeHorizons(json, cell.horizons, /*with_choices=*/false);
        json.close();
    }
    json.closeList().openList("recommendations");
    for (const std::string& line : tuneAdvice(result)) json.str({}, line);
    return json.closeList().close().take() + '\n';
}

}  // namespace bw::signal::calib
