// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "app/research/collect.h"

namespace bw::app {

struct EvaluateCommandOptions {
    ResearchInput input;
    std::vector<int> horizons, seconds;  // empty: 10, 20 samples; none
    double cost_bps = -1;                // fee of one side; below 0: evaluate.cost_bps
    std::string fee_tier;                // TL, TM, TH: 2, 4, 6 bps a side
    std::string out, require, verify_ledger;
};
/// Exit 3: --require significant and nothing is, or --verify-ledger found a break.
int evaluateCommand(const EvaluateCommandOptions& options);

struct CalibrateCommandOptions {
    ResearchInput input;
    std::string out;
};
/// Exit 3: nothing published.
int calibrateCommand(const CalibrateCommandOptions& options);

struct TuneCommandOptions {
    ResearchInput input;
    std::string grid, out;
    int threads = 0;                     // 0: as many as cores
};
int tuneCommand(const TuneCommandOptions& options);

struct BacktestCommandOptions {
    ResearchInput input;
    std::string strategy = "divergence_follow", out;
    int trials = 1;
    bool sessions = false;               // the market has hours: closed days are no missing bars
};
int backtestCommand(const BacktestCommandOptions& options);

}  // namespace bw::app
