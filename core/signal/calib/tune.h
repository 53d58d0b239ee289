// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/model/result.h"
#include "core/signal/eval/evaluator.h"

// Tuning of the divergence settings (signals spec 8). Offline. Detection always runs over the whole continuous series; the
// events are then assigned by the context at their detection sample, so no row is filtered before the detector.
namespace bw::signal::calib {

/// Values tried; every combination is one parameter set.
struct TuneGrid {
    std::vector<int> swing_L{8, 13, 21};
    std::vector<double> z_hi{1.2, 1.6, 2.0};
    std::vector<double> z_mid{0.4, 0.6, 0.8};
};

struct TuneParams {
    int swing_L = 0;
    double z_hi = 0, z_mid = 0;
    friend bool operator==(const TuneParams&, const TuneParams&) = default;
};

/// Where an event was detected and by which channel.
struct TuneBucket {
    DaySession session = DaySession::Day;
    Liquidity liquidity = Liquidity::Active;
    Channel source = Channel::Ofi;
    friend bool operator==(const TuneBucket&, const TuneBucket&) = default;
};
inline constexpr std::size_t kTuneBuckets = 12;
[[nodiscard]] TuneBucket tuneBucket(std::size_t place) noexcept;
/// "day/active/OFI_ONLY".
[[nodiscard]] std::string tuneBucketName(const TuneBucket& bucket);

struct TuneOptions {
    TuneGrid grid;
    DivergenceConfig base;               // everything the grid does not set
    EvaluateConfig evaluate;
    std::uint64_t seed = 1;
    int threads = 2;
    std::string code_version;
    std::filesystem::path checkpoint;    // file of finished cells; empty: none is kept
    std::function<void(std::size_t done, std::size_t cells)> progress;  // one call at a time, on a worker
};

/// One fold of a cell or a scope, on its test span.
struct TuneFold {
    int number = 0;
    TuneParams chosen;                   // of a scope: by what lies before the span
    std::uint64_t n_train = 0, n = 0, hits = 0, misses = 0;
    double acc_ex_ties = eval::kNone, p0 = eval::kNone;
    bool above = false;                  // acc_ex_ties > max(.5, p0)
};

/// The test spans at one horizon of kHorizonSamples.
struct TuneHorizon {
    eval::Figures figures;               // of a scope q is that of its best cell with the chosen set
    std::vector<TuneFold> folds;
};

/// One parameter set in one bucket.
struct TuneCell {
    TuneParams params;
    TuneBucket bucket;
    std::uint64_t n_events = 0;          // whole range
    double events_per_hour = eval::kNone;  // of the covered time of its session and liquidity
    double p95_latency_ms = eval::kNone;   // from the pivot to its detection, event time
    std::array<TuneHorizon, kHorizons> horizons;
    [[nodiscard]] eval::Verdict verdict() const noexcept;  // the best of its horizons
};

/// A set of buckets for which one parameter set is chosen: all, those of one session, liquidity or source, or a single one.
struct TuneScope {
    std::string dimension, value;        // "global" ""; "session" "day"; "cell" "day/active/OFI_ONLY"
    std::vector<std::size_t> buckets;    // places
    TuneParams chosen;                   // by the whole range
    bool has_choice = false;             // there was an event to choose by
    std::array<TuneHorizon, kHorizons> horizons;  // walk-forward: each span tested with what was chosen before it
    eval::Verdict verdict = eval::Verdict::Insufficient;
};

struct TuneResult {
    TuneOptions options;
    std::vector<TuneParams> params;      // the grid
    std::vector<TuneCell> cells;         // parameter set by parameter set, kTuneBuckets each
    std::vector<TuneScope> scopes;       // global, session, liquidity, source, then the single buckets
    std::size_t family_size = 0;         // (cell, horizon) with enough events to be tested
    std::size_t resumed = 0;             // cells taken from the checkpoint; in no file
    TuneParams defaults;
    [[nodiscard]] const TuneScope& global() const { return scopes.front(); }
    [[nodiscard]] bool hasWinner() const { return global().verdict == eval::Verdict::Significant; }
};

/// Runs a detector for each parameter set and source, judges all cells, and chooses by walk-forward. The horizons are those of
/// kHorizonSamples; 10 samples decide between parameter sets. Deterministic for a seed, whatever the threads and however often
/// it was interrupted. Each worker holds a copy of the study.
/// error: EvalRange; FileOpen, FileWrite of the checkpoint; ParamsFile, CfgConflict for an impossible parameter set.
[[nodiscard]] Result<TuneResult> tune(const eval::Study& study, const TuneOptions& options);

}  // namespace bw::signal::calib
