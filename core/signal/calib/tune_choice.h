// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <vector>

#include "core/signal/calib/tune_cell.h"
#include "core/signal/eval/figures.h"

namespace bw::signal::calib {

/// All cells, labelled: what choosing reads. The study and the options must outlive it.
class ChoiceInput {
public:
    ChoiceInput(const eval::Study& study, const TuneOptions& options, const std::vector<TuneParams>& params,
                const std::vector<CellData>& cells);

    [[nodiscard]] const eval::Study& study() const { return m_study; }
    [[nodiscard]] const TuneOptions& options() const { return m_options; }
    [[nodiscard]] const std::vector<TuneParams>& params() const { return m_params; }
    [[nodiscard]] eval::Horizon horizon(std::size_t h) const { return eval::Horizon::ofSamples(kHorizonSamples[h]); }
    /// Moves of the price by span.
    [[nodiscard]] const std::vector<eval::Moves>& moves(std::size_t h) const { return m_moves[h]; }
    [[nodiscard]] const std::vector<eval::Entry>& events(std::size_t h, std::size_t cell) const { return m_events[h][cell]; }
    /// By cell.
    using ByCell = std::vector<std::vector<eval::Entry>>;
    [[nodiscard]] const ByCell& allEvents(std::size_t h) const { return m_events[h]; }
    [[nodiscard]] const ByCell& allControls(std::size_t h) const { return m_controls[h]; }

private:
    using Labelled = std::array<ByCell, kHorizons>;
    const eval::Study& m_study;
    const TuneOptions& m_options;
    const std::vector<TuneParams>& m_params;
    Labelled m_events, m_controls;
    std::array<std::vector<eval::Moves>, kHorizons> m_moves;
};

/// Chooses a parameter set for each scope: inside what lies before each test span the one with the highest Wilson lower
/// bound of acc_ex_ties at 10 samples less its base rate (equal: more events, then smaller L, z_hi, z_mid), tested on that
/// span. A scope is significant where those tests together are, and a cell of it with the final choice is, too.
[[nodiscard]] std::vector<TuneScope> chooseScopes(const ChoiceInput& input, const std::vector<TuneCell>& cells);

}  // namespace bw::signal::calib
