// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "app/cli.h"
#include "core/engine/pipeline.h"
#include "core/signal/eval/study.h"

namespace bw::app {

/// What a research command reads.
struct ResearchInput {
    CommonOptions common;
    std::vector<std::string> paths;
    std::string format = "journal", venue, symbol;
    std::string sampling;       // empty: the first of signals.samplings
    std::string params;         // best_global.yaml, best_by_bucket.yaml or a list of rules; empty: the active ones
    int session = 0;
    std::uint64_t seed = 1;
    std::uint64_t sim_samples = 100'000;  // --format sim:NAME
};

/// The configuration of a research run: --sampling and --params applied, nothing else changed.
[[nodiscard]] Result<engine::EngineConfig> researchConfig(const ResearchInput& input, const ops::Config& config, const std::string& data_dir);

/// One recording through the engine as it runs live; `tap` sees what the signals saw. Codes: those of ReplaySource and
/// EvalRange. An error of the recording after its first frame ends it and is returned.
struct ReplayEnd {
    std::uint64_t frames = 0, gaps = 0;
    std::vector<std::string> instruments;
    std::vector<int> price_digits, qty_digits;  // as instruments
};
[[nodiscard]] Result<ReplayEnd> replayThrough(const ResearchInput& input, const engine::EngineConfig& config, engine::EngineSink& sink,
                                              std::string_view what);

/// Samples, quotes, events and controls of the one instrument asked for, or of the only one. With `--format sim:NAME` a
/// generated market. Codes: EvalRange (no sample, or several instruments and no --symbol).
[[nodiscard]] Result<signal::eval::Study> collectStudy(const ResearchInput& input, const engine::EngineConfig& config);

/// Of the parameter sets in force the one with the widest pivots: what a purge and an embargo have to clear.
[[nodiscard]] DivergenceConfig widestParams(const engine::EngineConfig& config, const std::string& instrument);

/// "BTCUSDT" of "binance.spot.BTCUSDT".
[[nodiscard]] std::string symbolOf(const std::string& instrument);

/// SHA-256 over the bytes of the files, folders walked in the order of names.
[[nodiscard]] Result<std::string> hashOfFiles(const std::vector<std::string>& paths);

/// Writes through a temporary name, so that a reader sees the old file or the new one.
[[nodiscard]] Status writeWhole(const std::string& path, std::string_view bytes);
/// Makes the folder; `out` empty: <data_dir>/research/<kind>-<time>.
[[nodiscard]] Result<std::string> outDir(const std::string& out, std::string_view kind, const std::string& data_dir);
/// "2026-11-21T18:15:00Z" of the wall clock.
[[nodiscard]] std::string nowText();

}  // namespace bw::app
