// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/signal/eval/evaluator.h"

namespace bw::signal::eval {

/// What an entry would have earned, 1e-4 of its price. One study, which must outlive it.
class Returns {
public:
    Returns(const Study& study, const EvaluateConfig& config) noexcept : m_study(&study), m_config(&config) {}
    /// 1e4 * r / price.
    [[nodiscard]] static double grossBps(const Entry& entry) noexcept;
    /// Bought at the ask and sold at the bid of the first quotes entry_delay_ms after entry and exit, less the fee of
    /// both sides. nullopt: no quote came in time.
    [[nodiscard]] std::optional<double> quotedBps(const Entry& entry) const;
    /// quotedBps, or else gross less the fees.
    [[nodiscard]] double netBps(const Entry& entry, bool& spread_unknown) const;

private:
    const Study* m_study;
    const EvaluateConfig* m_config;
};

/// What figures are made of: entries in order of place, labelled or not.
struct FigureInput {
    const std::vector<Entry>& events;
    const std::vector<Entry>& controls;
    Moves moves;  // of the range the events come from
    Horizon horizon;
    std::string seed_name;  // a figure's random numbers depend on it and the seed alone
};

/// Counts, accuracies and the base rate only.
[[nodiscard]] Figures countFigures(const FigureInput& input);
/// Everything but q and the verdict.
[[nodiscard]] Figures testFigures(const FigureInput& input, const Returns& returns, const EvaluateOptions& options);
/// Ten bins of equal count, fewer where there are few events.
[[nodiscard]] std::vector<ScoreBin> scoreBins(const FigureInput& input, const Study& study);

/// hits, misses and ties of some entries.
struct Tally {
    std::uint64_t hits = 0, misses = 0, ties = 0, unlabelled = 0;
    void add(OutcomeLabel label) noexcept {
        hits += label == OutcomeLabel::Hit;
        misses += label == OutcomeLabel::Miss;
        ties += label == OutcomeLabel::Tie;
        unlabelled += label == OutcomeLabel::Unlabelled;
    }
    [[nodiscard]] std::uint64_t labelled() const noexcept { return hits + misses + ties; }
};
[[nodiscard]] Tally tallyOf(const std::vector<Entry>& entries);
/// Share of hits that these sides would have at any sample: ties left out, or counted as misses.
[[nodiscard]] double baseRate(const std::vector<Entry>& entries, const Moves& moves, bool ties_are_misses);

}  // namespace bw::signal::eval
