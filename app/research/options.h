// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <CLI/CLI.hpp>

#include "app/research/commands.h"

namespace bw::app {

/// The options of evaluate, tune, calibrate and backtest. `cli` keeps references to them.
struct ResearchCommands {
    explicit ResearchCommands(CLI::App& cli);
    /// Runs the one that was given; -1: none of them.
    int run() const;

    EvaluateCommandOptions evaluate;
    CalibrateCommandOptions calibrate;
    TuneCommandOptions tune;
    BacktestCommandOptions backtest;

private:
    CLI::App *m_evaluate, *m_tune, *m_calibrate, *m_backtest;
};

}  // namespace bw::app
