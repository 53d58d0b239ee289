// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/calibration_json.h"

#include <algorithm>

#include "core/model/json_writer.h"
#include "core/model/sha256.h"

namespace bw::signal::calib {
namespace {

constexpr int kDecimals = 6;
constexpr int kReturnDecimals = 10;  // a basis point is 1e-4

std::string hex16(std::uint64_t value) {
    std::string text(16, '0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = "0123456789abcdef"[value >> (60 - 4 * i) & 15];
    return text;
}

void writeBlock(JsonWriter& json, const CalibrationBlock& block) {
    json.open()
        .number("score_min", block.score_min, kDecimals)
        .number("score_max", block.score_max, kDecimals)
        .number("expected_return", block.expected_return, kReturnDecimals)
        .number("winrate", block.winrate, kDecimals)
        .number("confidence", block.ci_high - block.ci_low, kDecimals)
        .num("n", block.n)
        .num("hits", block.hits)
        .number("ci_low", block.ci_low, kDecimals)
        .number("ci_high", block.ci_high, kDecimals)
        .number("score_mean", block.score_mean, kDecimals)
        .close();
}

void writeHorizon(JsonWriter& json, const CalibrationHorizon& horizon) {
    json.open("horizon_" + std::to_string(horizon.horizon)).openList("score_ranges");
    for (const CalibrationBlock& block : horizon.blocks) writeBlock(json, block);
    json.closeList()
        .number("spearman_corr", horizon.spearman_corr, kDecimals)
        .number("spearman_p", horizon.spearman_p, kDecimals)
        .flag("monotonic", horizon.monotonic())
        .str("status", calibrationStatusName(horizon.status))
        .num("n", horizon.n)
        .num("n_ind", horizon.n_ind)
        .number("brier", horizon.brier, kDecimals)
        .number("brier_skill", horizon.brier_skill, kDecimals)
        .number("ece", horizon.ece, kDecimals)
        .number("ece_null95", horizon.ece_null95, kDecimals)
        .number("base_rate", horizon.base_rate, kDecimals)
        .number("tie_share", horizon.tie_share, kDecimals)
        .close();
}

std::string mappings(const CalibrationResult& result) {
    JsonWriter json;
    json.open();
    for (const HorizonResult& horizon : result.horizons) writeHorizon(json, horizon.file);
    return json.close().take();
}

/// Without the time it was made: equal inputs have equal ids.
void writeProvenance(JsonWriter& json, const eval::Study& study, const Origin& origin) {
    const std::int64_t from = study.samples.empty() ? 0 : study.samples.front().t_ns;
    const std::int64_t to = study.samples.empty() ? 0 : study.samples.back().t_ns;
    json.str("data_sha256", study.data_sha256)
        .integer("from_ns", from)
        .integer("to_ns", to)
        .openList("symbols")
        .str({}, origin.symbol)
        .closeList()
        .str("sampling", study.sampling)
        .str("params", study.params_text)
        .str("params_hash", hex16(study.params_hash))
        .str("code_version", origin.code_version)
        .num("seed", origin.seed);
}

std::string adviceFor(const HorizonResult& horizon) {
    const std::string name = std::to_string(horizon.file.horizon) + " samples: ";
    switch (horizon.file.status) {
        case CalibrationStatus::Published: return name + "published; watch the drift alarm";
        case CalibrationStatus::NotSignificant: return name + "not significant, no probability is shown (" + horizon.why + ")";
        default: return name + "insufficient, gather more events (" + horizon.why + ")";
    }
}

void writeDetails(JsonWriter& json, const HorizonResult& horizon) {
    json.open("horizon_" + std::to_string(horizon.file.horizon))
        .str("status", calibrationStatusName(horizon.file.status))
        .number("spearman_corr", horizon.file.spearman_corr, kDecimals)
        .number("spearman_p", horizon.file.spearman_p, kDecimals)
        .flag("monotonic", horizon.file.monotonic())
        .num("n", horizon.file.n)
        .num("n_ind", horizon.file.n_ind)
        .num("n_test", horizon.test_n)
        .integer("folds", horizon.folds)
        .number("brier_gain_low", horizon.skill_gain.lo, kDecimals)
        .number("brier_gain_high", horizon.skill_gain.hi, kDecimals)
        .openList("fitted");
    for (std::size_t i = 0; i < horizon.fitted.size(); ++i) {
        const CalibrationBlock& block = horizon.fitted[i];
        json.open()
            .number("score_mean", block.score_mean, kDecimals)
            .num("n", block.n)
            .number("winrate", block.winrate, kDecimals)
            .number("ci_low", block.ci_low, kDecimals)
            .number("ci_high", block.ci_high, kDecimals)
            .number("expected_return", block.expected_return, kReturnDecimals)
            .number("return_low", horizon.fitted_return[i].lo, kReturnDecimals)
            .number("return_high", horizon.fitted_return[i].hi, kReturnDecimals)
            .close();
    }
    json.closeList().openList("reliability");
    for (const ReliabilityPoint& point : horizon.reliability) {
        json.open()
            .number("p", point.p_mean, kDecimals)
            .number("rate", point.rate, kDecimals)
            .number("lo", point.lo, kDecimals)
            .number("hi", point.hi, kDecimals)
            .num("n", point.n)
            .close();
    }
    json.closeList().close();
}

}  // namespace

std::string calibrationJson(const CalibrationResult& result, const eval::Study& study, const Origin& origin) {
    const std::string maps = mappings(result);
    JsonWriter identity;
    identity.open().raw("mappings", maps);
    writeProvenance(identity, study, origin);
    const Digest digest = sha256(identity.close().take());
    JsonWriter json;
    json.open()
        .str("version", "v1.0")
        .str("description", "Probability that the price moves to the side of a divergence, by its score")
        .str("status", calibrationStatusName(result.status))
        .str("calibration_id", hex(digest.data(), 8))
        .raw("mappings", maps)
        .open("provenance");
    writeProvenance(json, study, origin);
    std::string text = json.str("created_at", origin.created_at).close().close().take();
    const std::string hash = hex(sha256(text));
    text.pop_back();
    return text + ",\"sha256\":\"" + hash + "\"}\n";
}

std::string monotonicityJson(const CalibrationResult& result, const eval::Study& study, const Origin& origin) {
    const auto count = [&](auto test) {
        return static_cast<std::uint64_t>(std::count_if(result.horizons.begin(), result.horizons.end(), test));
    };
    JsonWriter json;
    json.open()
        .open("summary")
        .num("total_horizons", result.horizons.size())
        .num("monotonic_horizons", count([](const HorizonResult& h) { return h.file.spearman_corr > 0; }))
        .num("significant_horizons", count([](const HorizonResult& h) { return h.file.monotonic(); }))
        .close()
        .open("details");
    for (const HorizonResult& horizon : result.horizons) writeDetails(json, horizon);
    json.close().openList("recommendations");
    for (const HorizonResult& horizon : result.horizons) json.str({}, adviceFor(horizon));
    json.closeList().open("provenance");
    writeProvenance(json, study, origin);
    return json.str("created_at", origin.created_at).close().close().take() + '\n';
}

}  // namespace bw::signal::calib
