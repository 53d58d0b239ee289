// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/model/signal_keys.h"
#include "core/signal/eval/labels.h"
#include "core/signal/eval/statistics.h"
#include "core/signal/eval/study.h"

// Evaluation of a study (signals spec 6). It has no detector of its own: it reads events and samples, labels forward,
// and says no figure without n, interval and the test that belongs to it. Offline, any thread, no state.
namespace bw::signal::eval {

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();  // "null" of a figure

/// What an evaluation is asked for.
struct EvaluateOptions {
    std::vector<int> horizons{kHorizonSamples.begin(), kHorizonSamples.end()};  // samples
    std::vector<int> seconds;                                                   // further horizons in time
    EvaluateConfig config;                                                      // cost_bps: fee of one side
    std::uint64_t seed = 1;
    DivergenceConfig params;     // of the detector: its pivot window is part of the embargo
    std::int64_t period_ns = 0;  // distance of samples; 0: taken from study.sampling where it is a time
    bool breakdown = true;       // false: the whole alone, no cells by type, channel …
};

/// One event or control at one horizon, labelled.
struct Entry {
    std::size_t place = 0;  // of the detection sample in study.samples
    std::size_t event = 0;  // place in study.events or study.controls
    std::size_t exit = 0;
    std::int64_t t_ns = 0, price2 = 0, r2 = 0;  // r2 = side * change of price2 over the horizon
    int side = 0, span = 0;                     // span: part of the range, 0 is never tested
    double score = 0;
    bool labelled = false;
    [[nodiscard]] OutcomeLabel label() const noexcept { return labelled ? labelOf(r2) : OutcomeLabel::Unlabelled; }
};

/// Moves of the price over a horizon, all labelled samples of one span.
struct Moves {
    std::uint64_t up = 0, down = 0, tie = 0;
    Moves& operator+=(const Moves& o) noexcept {
        up += o.up, down += o.down, tie += o.tie;
        return *this;
    }
};

/// Everything that has a label at one horizon.
struct HorizonEntries {
    Horizon horizon;
    std::vector<Entry> events;    // directional, in detection order
    std::vector<Entry> controls;  // one a pair of pivots, none where an event was emitted
    std::vector<Moves> moves;     // by span
};

enum class Verdict : std::uint8_t { Insufficient, NotSignificant, Significant };
[[nodiscard]] std::string_view verdictName(Verdict verdict) noexcept;  // insufficient, not_significant, significant

struct ControlFigures {
    std::uint64_t n = 0, n_ind = 0, hits = 0, misses = 0, ties = 0;
    std::uint64_t ind_hits = 0, ind_misses = 0;
    double acc_ex_ties = kNone;
    double p = kNone;  // Fisher, events above control, both on their independent subsets
};

/// The figures of one set of events at one horizon. Accuracies and means are over all n; intervals, rho and every p are
/// over the n_ind independent ones.
struct Figures {
    std::uint64_t n = 0, n_ind = 0, hits = 0, misses = 0, ties = 0, unlabelled = 0;  // n = hits + misses + ties
    std::uint64_t ind_hits = 0, ind_misses = 0, ind_ties = 0;
    double acc_strict = kNone, acc_ex_ties = kNone;
    Interval wilson{kNone, kNone};             // of acc_ex_ties
    double p0 = kNone, p0_strict = kNone;      // base rate: of the hits and misses; with ties as misses
    double p_binom = kNone, p_strict = kNone;  // hits of hits + misses against max(.5, p0); hits of n against .5
    ControlFigures control;
    double rho = kNone, rho_p = kNone, q = kNone;
    double gross_bps = kNone, net_bps = kNone;
    Interval gross_ci{kNone, kNone}, net_ci{kNone, kNone};
    double min_detectable = kNone;
    std::uint64_t spread_unknown = 0;  // of n: no quotes, their net is gross minus cost
    Verdict verdict = Verdict::Insufficient;
    bool in_family = false;  // tested: its q counts
    bool covers_cost = false;
};

/// One fold of the walk-forward: tests on its span, trains on what lies before, purged and embargoed.
struct Fold {
    int number = 0;  // 1..
    std::int64_t from_ns = 0, to_ns = 0;
    std::uint64_t n_train = 0, n = 0, hits = 0, misses = 0, ties = 0;
    double acc_ex_ties = kNone, p0 = kNone;
    bool above = false;  // acc_ex_ties > max(.5, p0)
};

/// Events of neighbouring scores, equal counts.
struct ScoreBin {
    double score_lo = 0, score_hi = 0, score_mean = 0;
    std::uint64_t n = 0, n_ind = 0, hits = 0, misses = 0, ties = 0;
    double acc_ex_ties = kNone, gross_bps = kNone;
    Interval wilson{kNone, kNone};  // over the independent ones
    double p_mean = kNone;          // published p at emission, where every event of the bin has one
};

struct HorizonResult {
    Horizon horizon;
    Figures test;       // pooled test events: the headline
    Figures in_sample;  // what the last fold trains on; no verdict
    std::vector<Fold> folds;
    std::vector<ScoreBin> bins;  // of the test events; of the whole only
};

/// A set of events, all its horizons. dimension "": the whole.
struct Cell {
    std::string dimension, value;
    std::vector<HorizonResult> horizons;
};

/// The accuracy and rank correlation that were asked for; a report, never a verdict by itself.
struct DodBlock {
    struct Line {
        int horizon = 0;
        double acc_strict = kNone, p = kNone, rho = kNone, rho_p = kNone;
        bool accuracy = false, rank = false;
    };
    std::vector<Line> lines;              // 10 and 20 samples
    bool accuracy = false, rank = false;  // at one of them
};

struct Evaluation {
    EvaluateOptions options;
    std::vector<Cell> cells;              // the whole first
    std::vector<HorizonEntries> entries;  // what the figures were made from
    std::size_t family_size = 0;
    std::uint64_t emitted = 0, directional = 0, conflicts = 0;
    std::int64_t from_ns = 0, to_ns = 0;
    bool trade_priced = false;
    DodBlock dod;
    std::vector<std::string> warnings;  // sentences
    [[nodiscard]] const Cell& whole() const { return cells.front(); }
    /// Any horizon of the whole.
    [[nodiscard]] bool significant() const;
};

/// Labels all events and controls of the study at the horizons asked for.
/// error: EvalRange: an event's detection is not a sample of this series (another symbol or sampling), a horizon is not
/// positive, or there are samples, but no more than the longest horizon.
[[nodiscard]] Result<std::vector<HorizonEntries>> collectEntries(const Study& study, const EvaluateOptions& options);

/// Figures, folds, family and verdicts over labelled entries.
[[nodiscard]] Evaluation assess(const Study& study, std::vector<HorizonEntries> entries,
                                const EvaluateOptions& options);

/// Both. An empty study, or one without events, gives nulls and `insufficient`.
[[nodiscard]] Result<Evaluation> evaluate(const Study& study, const EvaluateOptions& options);

}  // namespace bw::signal::eval
